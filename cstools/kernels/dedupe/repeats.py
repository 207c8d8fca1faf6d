"""Repeats: the same customer asking nearly the same thing again. Real work, so it is marked and never taken away."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from cstools.kernels.dedupe.ordering import canonical, named
from cstools.kernels.dedupe.similar import earliest, normal

NEEDS = ("ticket_id", "customer_id", "created_at", "text")
NEAREST = 64
"""A contact is compared with at most so many before it, the nearest in time: a busy account would else be quadratic."""
REPEAT_OF = "repeat_of"
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

    A repeat is like an earlier contact of the same customer_id at most `within` before it. A chain may be longer than
    the window; its first contact is what all of it repeats. Null and masked ids never match, nor does a text without
    letters or digits. Contacts of one case (parent_id) do not repeat one another.

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
    texts, names, cases = (near[name].to_list() for name in ("__text", "__name", "__case"))
    matches = earliest(texts, names, cases, reach, similar)
    links = pl.DataFrame(matches, schema={"at": pl.UInt32, "earlier": pl.UInt32, "__score": pl.Float64}, orient="row")
    first = roots(links, near.height).gather(links["at"])
    found = links.select(
        near["__row"].gather(links["at"]).alias("__row"),
        near["__row"].gather(links["earlier"]).alias("__earlier"),
        near["__name"].gather(first).alias(REPEAT_OF),
        "__score",
    )
    return Repeats(found, near.filter(pl.col("__reach") > NEAREST).height)


def contacts(rows: pl.DataFrame, within: int) -> pl.DataFrame:
    """The contacts of customers who came more than once within the window, in order of customer and time.

    Out: __row, __text (normalised), __name (the id, null if masked), __case and __reach: Int64, how many of the rows
    just above are of the same customer and at most `within` seconds earlier. Pairs are counted here, never joined.

    >>> from datetime import datetime
    >>> rows = pl.DataFrame({"ticket_id": ["T1", "T2"], "customer_id": ["c", "c"], "text": ["没发货", "没发货!"],
    ...     "created_at": [datetime(2025, 10, 1, 8), datetime(2025, 10, 1, 9)]}).with_row_index("__row")
    >>> contacts(rows, 3600).rows()
    [(0, '没发货', 'T1', 'T1', 0), (1, '没发货', 'T2', 'T2', 1)]
    """
    usable = named("customer_id", rows.schema["customer_id"]) & pl.col("created_at").is_not_null()
    several = rows.filter(usable & normal(pl.col("text")).is_not_null()).filter(pl.len().over("customer_id") > 1)
    since = pl.col("created_at") - pl.duration(seconds=within)
    place = pl.int_range(pl.len(), dtype=pl.Int64)
    reach = (place - pl.col("created_at").search_sorted(since, side="left")).cast(pl.Int64)
    name = pl.when(named("ticket_id", rows.schema["ticket_id"])).then("ticket_id")
    parent = [pl.col("parent_id")] if "parent_id" in rows.columns else []
    return (
        canonical(several, ["customer_id", "created_at", "ticket_id"])
        .with_columns(reach.over("customer_id").alias("__reach"))
        .filter(pl.col("__reach").max().over("customer_id") > 0)
        .select(
            "__row",
            normal(pl.col("text")).alias("__text"),
            name.alias("__name"),
            pl.coalesce([*parent, pl.col("ticket_id")]).alias("__case"),
            "__reach",
        )
    )


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
