"""Repeats: the same customer asking nearly the same thing again. Real work, so it is marked and never taken away."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from cstools.kernels.dedupe.ordering import canonical, named
from cstools.kernels.dedupe.people import PERSON, with_people
from cstools.kernels.dedupe.similar import Contact, earliest
from cstools.kernels.dedupe.wording import normal, numbers, question, says

NEEDS = ("ticket_id", "customer_id", "created_at", "text")
NEAREST = 64
"""A contact is compared with at most so many before it, the nearest in time: a busy account would else be quadratic."""
REPEAT_OF = "repeat_of"
COMPARED = Contact._fields
LINKS = {"__row": pl.UInt32(), "__earlier": pl.UInt32(), REPEAT_OF: pl.String(), "__score": pl.Float64()}


@dataclass(frozen=True)
class Repeats:
    """What was found. links: one row a repeat: __row, the row it is like (__earlier), the id of the first contact of
    its chain (repeat_of) and its likeness (__score). capped: contacts with more than NEAREST before them in the window.
    """

    links: pl.DataFrame
    capped: int = 0


def find(rows: pl.DataFrame, within: int, similar: float) -> Repeats:
    """The repeats among rows (with __row), for windows of `within` seconds and a likeness of at least `similar`.

    A repeat is like an earlier contact of the same customer (`people.with_people`) at most `within` before it; how
    like, `similar.likeness` says. A chain may be longer than the window; its first contact is what all of it repeats.
    Where created_at is null first_response_at stands in, by when it was asked; without both, or without a letter or
    digit in the text, nothing repeats. Contacts of one case (parent_id) do not repeat one another.

    >>> from datetime import datetime
    >>> rows = pl.DataFrame({"ticket_id": ["T1", "T2", "T3"], "customer_id": ["c"] * 3, "text": ["还没发货"] * 3,
    ...     "created_at": [datetime(2025, 10, day) for day in (1, 2, 3)]}).with_row_index("__row")
    >>> find(rows, 86_400, 0.9).links.rows()
    [(1, 0, 'T1', 1.0), (2, 1, 'T1', 1.0)]
    """
    if not set(NEEDS) <= set(rows.columns):
        return Repeats(pl.DataFrame(schema=LINKS))
    near = contacts(rows, within)
    reach = near["__reach"].clip(upper_bound=NEAREST).to_list()
    matches = earliest([Contact(*row) for row in near.select(COMPARED).iter_rows()], reach, similar)
    links = pl.DataFrame(matches, schema={"at": pl.UInt32, "earlier": pl.UInt32, "__score": pl.Float64}, orient="row")
    first = roots(links, near.height).gather(links["at"])
    found = links.select(
        near["__row"].gather(links["at"]).alias("__row"),
        near["__row"].gather(links["earlier"]).alias("__earlier"),
        near["name"].gather(first).alias(REPEAT_OF),
        "__score",
    )
    return Repeats(found, near.filter(pl.col("__reach") > NEAREST).height)


def contacts(rows: pl.DataFrame, within: int) -> pl.DataFrame:
    """The contacts that have another of their customer within the window, in order of customer and time.

    Out: __row, what `similar.Contact` has of each, and __reach: Int64, how many of the rows just above are of the same
    customer and at most `within` seconds earlier. Pairs are counted here, never joined.

    >>> from datetime import datetime
    >>> rows = pl.DataFrame({"ticket_id": ["T1", "T2"], "customer_id": ["c", "c"], "text": ["没发货", "没发货!"],
    ...     "created_at": [datetime(2025, 10, 1, 8), datetime(2025, 10, 1, 9)]}).with_row_index("__row")
    >>> contacts(rows, 3600).select("__row", "words", "name", "__reach").rows()
    [(0, '没发货', 'T1', 0), (1, '没发货', 'T2', 1)]
    """
    stamps = [name for name in ("created_at", "first_response_at") if name in rows.columns]
    at = pl.coalesce(stamps).alias("__at")
    usable = at.is_not_null() & pl.col(PERSON).is_not_null()
    several = with_people(rows).filter(usable).with_columns(at).filter(pl.len().over(PERSON) > 1)
    since = pl.col("__at") - pl.duration(seconds=within)
    place = pl.int_range(pl.len(), dtype=pl.Int64)
    reach = (place - pl.col("__at").search_sorted(since, side="left")).cast(pl.Int64)
    return (
        canonical(several.filter(says(pl.col("text"))), [PERSON, "__at", "ticket_id"])
        .with_columns(reach.over(PERSON).alias("__reach"))
        # What a next row reaches begins with this one; the first row of the next customer reaches nothing.
        .filter((pl.col("__reach") > 0) | (pl.col("__reach").shift(-1, fill_value=0) > 0))
        .select("__row", *compared(rows), "__reach")
    )


def compared(rows: pl.DataFrame) -> list[pl.Expr]:
    """What `similar.Contact` has of a record, by its names; null where the records lack the field or it is masked.

    >>> rows = pl.DataFrame({"ticket_id": ["T1"], "text": ["你好，订单12345678怎么还没发货"]})
    >>> rows.select(compared(rows)).row(0)
    ('你好订单怎么还没发货', '订单怎么还没发货', ['12345678'], None, None, 'T1', 'T1')
    """

    def known(name: str) -> pl.Expr:
        if name not in rows.columns:
            return pl.lit(None, dtype=pl.String)
        return pl.when(named(name, rows.schema[name])).then(pl.col(name)).cast(pl.String)

    text = pl.col("text")
    parent = [pl.col("parent_id")] if "parent_id" in rows.columns else []
    case = pl.coalesce([*parent, pl.col("ticket_id")])
    parts = (normal(text), question(normal(text)), numbers(text), known("order_id"), known("product"), case)
    return [part.alias(name) for part, name in zip((*parts, known("ticket_id")), COMPARED, strict=True)]


def roots(links: pl.DataFrame, height: int) -> pl.Series:
    """Where each position's chain begins, if every link leads from `at` to an `earlier` one: itself where none does.

    Each pass halves what is left of every chain, so a chain of a million takes twenty.

    >>> roots(pl.DataFrame({"at": [1, 2, 4], "earlier": [0, 1, 3]}), 5).to_list()
    [0, 0, 0, 3, 3]
    """
    ahead = pl.int_range(height, eager=True, dtype=pl.UInt32)
    ahead = ahead.scatter(links["at"].cast(pl.UInt32), links["earlier"].cast(pl.UInt32))
    while not (further := ahead.gather(ahead)).equals(ahead):
        ahead = further
    return ahead
