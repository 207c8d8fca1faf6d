"""What other records than tickets give: the expressions of `model/catalogue/sides.py`, over the frames of `sides`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from cstools.kernels.kpi import orders, refunds, states
from cstools.kernels.kpi.counted import Counted
from cstools.kernels.kpi.facts import CENTS, MS
from cstools.kernels.kpi.measures.made import Measure, col, share
from cstools.kernels.kpi.measures.voice import VOICE
from cstools.model.catalogue.voice import BY_SURVEY
from cstools.model.kpis import Metric

Made = Callable[[Metric], Measure]
VALUE, OUT, OPEN = "value", "out", "open"
FACTORS = {"duration": MS, "sum": CENTS}


def part(metric: Metric, name: str) -> str:
    """The column in which `sides` writes what a row gives to a metric that looks at other rows."""
    return f"__{metric.name}_{name}"


def of_counted(one: Counted, kind: str) -> Measure:
    """The measure of what a kernel of side records counts."""
    return Measure(one.value, FACTORS.get(kind, 1), why=one.out, open=one.open if kind == "duration" else None)


def _written(metric: Metric) -> Measure:
    open_ = col(part(metric, OPEN)) if metric.kpi.kind == "duration" else None
    return Measure(
        col(part(metric, VALUE)), FACTORS.get(metric.kpi.kind, 1), why=col(part(metric, OUT)), open=open_
    )  # fmt: skip


def _ratio(parts: tuple[pl.Expr, pl.Expr], factor: int) -> Made:
    return lambda _: Measure(parts[0], factor, below=parts[1], below_factor=factor)


def _counted(one: Counted) -> Made:
    return lambda metric: of_counted(one, metric.kpi.kind)


def _agent_days(_: Metric) -> Measure:
    day = pl.format("{} {}", col("agent"), col("start_at").dt.date())
    there = states.PRESENT
    return Measure(pl.when(there).then(True), person=day, people="any")


def _buyers(_: Metric) -> Measure:
    known = col("customer_id").is_not_null()
    bought = orders.PAID & known
    return Measure(
        pl.when(bought).then(True), out={"no_customer": orders.PAID & ~known}, person=col("customer_id"), people="any"
    )


def _concurrency(_: Metric) -> Measure:
    return Measure(col("ms") * col("k"), below=col("ms"))


def _survey_rate(_: Metric) -> Measure:
    return share(col("sent_at").is_not_null(), col("replied_at").is_not_null() | col("score").is_not_null())


def _voice(id_: str) -> Made:
    return lambda metric: VOICE[id_](metric.seconds)


SIDES: Mapping[tuple[str, str], Made] = {
    **{("order", id_): _counted(one) for id_, one in (orders.SHARES | orders.SUMS).items()},
    **{("order", id_): _ratio(parts, CENTS) for id_, parts in orders.RATIOS.items()},
    ("order", "orders"): lambda _: Measure(pl.lit(True)),
    ("order", "buyers"): _buyers,
    **{("refund", id_): _counted(one) for id_, one in refunds.MEASURES.items()},
    **{("agent_state", id_): _ratio(parts, MS) for id_, parts in states.RATIOS.items()},
    ("agent_state", "agent_days"): _agent_days,
    ("load", "concurrency"): _concurrency,
    ("ticket", "inquiry_conv"): _written,
    ("ticket", "inquiry_sales"): _written,
    ("survey", "fcr_survey"): lambda _: Measure(col("fcr")),
    ("survey", "survey_rate"): _survey_rate,
    **{("survey", kpi.id): _voice(kpi.id) for kpi in BY_SURVEY},
}
"""By kind of record and id; what is counted by a platform's rule (`message`) is written beside its row."""


def measured(metric: Metric) -> Measure:
    """The measure of a metric over side records, or over tickets beside them."""
    if metric.kpi.of == "message":
        return _written(metric)
    return SIDES[metric.kpi.of, metric.kpi.id](metric)
