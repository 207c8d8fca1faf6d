"""RFM: orders in, customers out: how recently, how often, how much, and the segment that makes."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.notes import Note, written
from cstools.kernels.rfm.ask import Ask
from cstools.kernels.rfm.clv import FIELDS, Clv, valued
from cstools.kernels.rfm.cohort import COLUMNS as COHORT
from cstools.kernels.rfm.cohort import cohorts
from cstools.kernels.rfm.customers import REFUNDED, customers
from cstools.kernels.rfm.cuts import DAY_MS, Cuts
from cstools.kernels.rfm.notes import REPORT, counts, found
from cstools.kernels.rfm.purchases import NEEDS, Monetary, purchases
from cstools.kernels.rfm.scores import Cut, Cutting, Tie, scored
from cstools.kernels.rfm.summary import COLUMNS as SUMMARY
from cstools.kernels.rfm.summary import summary
from cstools.kernels.stage import Result, Stage
from cstools.model.segments import SCHEMES, Scheme

__all__ = ["COLUMNS", "DAY_MS", "REFUNDED", "Ask", "made", "stage"]

COLUMNS = (
    "customer_id", "as_of", "orders", "recency_d", "frequency", "monetary", "r", "f", "m", "segment", "reason",
)  # fmt: skip


def stage(
    cut: Cut = "quantile",
    bins: int = 5,
    tie: Tie = "min",
    scheme: str | Scheme = "cn8",
    cuts: Cuts | None = None,
    **asked: object,
) -> Stage:
    """The whole stage behind cs-rfm: reads orders (purchases.NEEDS) and nothing else; the rest as in `Ask`.

    Out: one row a customer (COLUMNS), sorted by customer_id; with `summarise` one a segment (`summary.COLUMNS`); with
    `cohort` one a cohort and period (`cohort.COLUMNS`); with `tickets` these tickets, in their order, with `segment`.
    Counts: lines used and left out by reason, orders and how they were counted, customers without a segment. Found: the
    rules and thresholds, as `notes.found` has them.

    Raises Usage("rfm.scores") for a scheme drawn on other scores, ("rfm.tables") for two tables at once, and, applied,
    ("field.missing") for records that are no orders.

    >>> lf = pl.LazyFrame({"customer_id": ["c", "d"], "amount": [9.5, 3.0],
    ...     "ordered_at": [datetime(2025, 10, 1), datetime(2025, 10, 31)]})
    >>> rows = stage(cut="mean").apply(lf).rows.select("customer_id", "recency_d", "monetary", "segment")
    >>> rows.collect().rows()
    [('c', 30.0, 9.5, '重要挽留客户'), ('d', 0.0, 3.0, '一般发展客户')]
    """
    known = SCHEMES[scheme] if isinstance(scheme, str) else scheme
    return made(Ask(Cutting(cut, bins, tie, known, cuts), **asked))  # type: ignore[arg-type]


def made(ask: Ask) -> Stage:
    """The stage that gives what is asked for."""
    adds = (
        ("segment",)
        if ask.tickets is not None
        else SUMMARY
        if ask.summarise
        else COHORT
        if ask.cohort
        else columns(ask)
    )
    return Stage("rfm", lambda lf: answer(lf, ask), scope="whole", needs=NEEDS, adds=adds, narrow=True, kind="order")


def answer(lf: pl.LazyFrame, ask: Ask) -> Result:
    """The table asked for, the counts and the notes of one run."""
    by_id = bool({"order_id", "parent_order_id"} & set(lf.collect_schema().names()))
    lines = purchases(lf, ask.as_of).collect().lazy()
    people = scored(customers(lines, ask.monetary, ask.frequency).collect(), ask.cutting)
    notes: list[Note] = [*found(lines, people, ask)]
    if ask.clv is not None:
        people, more = looked_ahead(lines, people, ask.monetary, ask.clv)
        notes += more
    return Result(table(lines, people.lazy(), ask), counts=counts(lines, people.lazy(), by_id), found=written(notes))


def looked_ahead(
    lines: pl.LazyFrame, people: pl.DataFrame, monetary: Monetary, ask: Clv
) -> tuple[pl.DataFrame, list[Note]]:
    """The customers with the fields of `--clv`, and what is said of the fit; of no customers nothing is said."""
    from cstools.kernels.rfm.clv.report import notes, report

    if not people.height:
        return people.with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in FIELDS), []
    as_of: datetime = people["as_of"][0]
    made = valued(people, lines, monetary, ask, as_of)
    told = report(made, lines, monetary, ask, as_of)
    return made.rows, [*notes(made, told, ask), (REPORT, told)]


def table(lines: pl.LazyFrame, people: pl.LazyFrame, ask: Ask) -> pl.LazyFrame:
    """The table asked for."""
    if ask.summarise:
        return summary(people, ask.cutting, ask.churn_ms, ask.lang)
    if ask.cohort is not None:
        return cohorts(lines, ask.cohort, ask.monetary)
    if ask.tickets is not None:
        return joined(ask.tickets.lazy(), people)
    return people.select(columns(ask)).sort("customer_id")


def columns(ask: Ask) -> tuple[str, ...]:
    """The fields of a customer, those of `--clv` before the reason."""
    return COLUMNS if ask.clv is None else (*COLUMNS[:-1], *FIELDS, COLUMNS[-1])


def joined(tickets: pl.LazyFrame, people: pl.LazyFrame) -> pl.LazyFrame:
    """The tickets, in their order, with the segment of their customer; null for one without orders or without id.

    >>> tickets = pl.LazyFrame({"ticket_id": ["T1", "T2"], "customer_id": ["c", None]})
    >>> joined(tickets, pl.LazyFrame({"customer_id": ["c"], "segment": ["new"]})).collect().rows()
    [('T1', 'c', 'new'), ('T2', None, None)]
    """
    if "customer_id" not in tickets.collect_schema().names():
        raise Usage("field.missing", tool="cs-rfm --join", fields="customer_id")
    known = people.select("customer_id", "segment")
    return tickets.drop("segment", strict=False).join(known, on="customer_id", how="left", maintain_order="left")
