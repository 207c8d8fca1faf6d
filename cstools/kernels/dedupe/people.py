"""Who asks, as far as a record says it: the customer id, or what may stand in for one that is missing."""

from __future__ import annotations

import polars as pl

from cstools.kernels.dedupe.ordering import named

PERSON = "__person"
STAND_INS = ("order_id", "phone")
"""What tells a customer whose id is missing, the surer first: an order has one buyer, a telephone may be a family's."""
_DIGITS = 7


def with_people(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with PERSON: two rows that have the same one are of one customer; null where nothing tells whose.

    It is the customer_id. Where that is null or masked, the customer_id of the rows with the same order_id, else with
    the same phone; where no row knows it, the order or the phone itself. Only together with an equal customer_name
    (two that are not given are equal), and only if all those rows say the same id: a telephone of a whole office tells
    nobody. Null and masked values never match, nor does a phone of less than seven digits.

    >>> with_people(pl.DataFrame({"customer_id": ["c", None, None, None], "phone": ["138" * 4, "138" * 4, "1**8", None],
    ...     "order_id": [None, None, "7", "7"]}))[PERSON].to_list()
    ['c', 'c', 'order_id 7 ', 'order_id 7 ']
    """
    known = named("customer_id", rows.schema["customer_id"])
    given = [name for name in (*STAND_INS, "customer_name") if name in rows.columns]
    # A narrow table: joins copy every column they carry.
    people = rows.select(pl.when(known).then(pl.col("customer_id").cast(pl.String)).alias(PERSON), *given)
    for by in STAND_INS:
        people = filled(people, by) if by in given and people[PERSON].null_count() else people
    if people[PERSON].null_count():
        people = people.with_columns(pl.coalesce(PERSON, *(sign(people, by) for by in STAND_INS if by in given)))
    return rows.with_columns(people[PERSON])


def sign(rows: pl.DataFrame, by: str) -> pl.Expr:
    """A stand-in with the name of its customer, as text; null where it is null, masked or no telephone number.

    >>> rows = pl.DataFrame({"phone": ["13812345678", "110", None], "customer_name": ["王", "王", "王"]})
    >>> rows.select(sign(rows, "phone")).to_series().to_list()
    ['phone 13812345678 王', None, None]
    """
    usable = named(by, rows.schema[by])
    if by == "phone":
        usable &= pl.col(by).cast(pl.String).str.count_matches(r"\d") >= _DIGITS
    name = pl.col("customer_name").cast(pl.String).fill_null("") if "customer_name" in rows.columns else pl.lit("")
    return pl.when(usable).then(pl.concat_str(pl.lit(by), pl.col(by).cast(pl.String), name, separator=" "))


def filled(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    """The rows with PERSON filled where the rows with the same `sign` all name one.

    >>> rows = pl.DataFrame({PERSON: ["c", None, "d", "e", None], "order_id": ["1", "1", "2", "2", "2"]})
    >>> filled(rows, "order_id")[PERSON].to_list()
    ['c', 'c', 'd', 'e', None]
    """
    lacking = rows.filter(pl.col(PERSON).is_null()).select(by).drop_nulls().unique()
    # Only rows that can help are grouped and joined: a shop's export lacks one id in a hundred.
    helping = rows.join(lacking, on=by, how="semi").filter(pl.col(PERSON).is_not_null())
    sole = (
        helping.group_by(sign(rows, by).alias("__sign"))
        .agg(pl.col(PERSON).unique().alias("__found"))
        .filter(pl.col("__sign").is_not_null() & (pl.col("__found").list.len() == 1))
        .with_columns(pl.col("__found").list.first())
    )
    asked = pl.when(pl.col(PERSON).is_null()).then(sign(rows, by)).alias("__sign")
    told = rows.with_columns(asked).join(sole, on="__sign", how="left", maintain_order="left")
    return told.with_columns(pl.coalesce(PERSON, "__found")).drop("__sign", "__found")
