"""Looking back: in which periods the target was held, and how many agents would have kept it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from cstools.kernels.expr.periods import start_of, text_of
from cstools.kernels.expr.stats import ratio, wilson
from cstools.kernels.staff.ask import Ask
from cstools.kernels.staff.cells import SERVES, filled, handling, loaded
from cstools.kernels.staff.contacts import CALLS, DATE, HANDLE, HANDLED, SLOT, SUMS, TIMED, WAIT, WAITED, WITHIN, N
from cstools.kernels.staff.days import KIND, USUAL, WEEKDAY
from cstools.kernels.staff.erlang import Array, least
from cstools.kernels.staff.gap import LEVEL, mixed
from cstools.kernels.staff.need import SCHEDULED, Load, attached, known, paid
from cstools.kernels.staff.roster import HEADS, duty

MINUTES = 60
"""Intervals of the cells: those of half an hour have so few contacts in a month that their noise counts as load."""
PERIOD, START, CELL = "period", "__start", "__cell"


def lookback(counts: pl.DataFrame, days: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """A row a period and queue: what was observed, what those on duty give by the model, how many the target needs.

    In: the counts of `contacts`, the days of `days_of`. Out: PERIOD, the queues, days (with contacts), contacts, aht_s,
    n (with a known outcome in time), sl (of them answered in time), lo, hi (Wilson), met (null without n), asa_s;
    agents (the same number in every open hour that reaches the target), SCHEDULED; and where it is said who is on duty
    HEADS (mean over the open hours), LEVEL, more (heads to add in each open hour, by the model; 0 where the
    target was met, null where that is not known).

    Cells are the weekdays and hours of a period, days that are not usual together by their kind, as they are few;
    levels are weighted by contacts. agents and what follows are null where handling times are not known.
    """
    period = ask.period or "month"
    hourly = coarse(counts, ask).join(days, on=DATE, maintain_order="left")
    start = start_of(pl.col(DATE).cast(pl.Datetime("us")), period)
    placed = hourly.with_columns(start.alias(START))
    seen = observed(placed, ask)
    cells = of_periods(placed, ask)
    made = seen.join(cells, on=[START, *ask.queues], how="left", nulls_equal=True, maintain_order="left")
    met = pl.col("sl") >= ask.target.share
    made = made.with_columns(met.alias("met"), text_of(pl.col(START), period).alias(PERIOD))
    if not ask.staffed:
        return made
    held = pl.col("met") & pl.col("more").is_not_null()
    return made.with_columns(pl.when(held).then(0).when(~pl.col("met")).then("more").alias("more"))


def coarse(counts: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Counts by the hour, whatever their interval."""
    hour = (pl.col(SLOT) // MINUTES * MINUTES).alias(SLOT)
    return counts.group_by(*ask.queues, DATE, hour).agg(pl.col(SUMS).sum()).sort(*ask.queues, DATE, SLOT)


def observed(placed: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """A row a period and queue: what the records say."""
    sums = placed.group_by(START, *ask.queues).agg(
        pl.col(DATE).n_unique().cast(pl.Int64).alias("days"), pl.col(SUMS).sum()
    )
    low, high = wilson(pl.col(WITHIN), pl.col(TIMED))
    aht = ratio(pl.col(HANDLE), pl.col(HANDLED)) / 1000 if ask.aht is None else pl.lit(float(ask.aht))
    return sums.sort(START, *ask.queues).select(
        START,
        *ask.queues,
        "days",
        pl.col(N).alias("contacts"),
        aht.alias("aht_s"),
        pl.col(TIMED).alias("n"),
        ratio(pl.col(WITHIN), pl.col(TIMED)).alias("sl"),
        low.alias("lo"),
        high.alias("hi"),
        (ratio(pl.col(WAIT), pl.col(WAITED)) / 1000).alias("asa_s"),
    )


def of_periods(placed: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """A row a period and queue: agents, SCHEDULED, and where it is said who is on duty HEADS, LEVEL and more."""
    by = [START, *ask.queues]
    rows = hours_of(placed, ask)
    rows = rows.filter(known(rows))
    places = rows.select(by).unique().sort(by).with_row_index("__at")
    rows = rows.join(places, on=by, nulls_equal=True, maintain_order="left")
    part = Part(rows, places.height, ask)
    made = places.with_columns(pl.Series("agents", part.alone(), dtype=pl.Int64))
    made = made.with_columns(paid(pl.col("agents"), ask).alias(SCHEDULED)).drop("__at")
    if not ask.staffed:
        return made
    whole = rows.group_by("__at").agg(pl.col(HEADS).is_not_null().all()).sort("__at").get_column(HEADS)
    found = {name: values[whole.to_numpy()] for name, values in part.given().items()}
    return attached(made, whole, found)


def hours_of(placed: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """The cells of each period and queue, with their load: from the first to the last hour of a kind of day."""
    by = [START, *ask.queues, KIND, CELL]
    placed = placed.with_columns(pl.when(pl.col(KIND) == USUAL).then(WEEKDAY).otherwise(0).alias(CELL))
    full = filled(placed, by, placed.select([*by, WEEKDAY, DATE]).unique(), ask, MINUTES)
    if ask.staffed:
        full = duty(full, ask, ask.queues, MINUTES)
    heads = [pl.when(pl.col(HEADS).is_not_null().all()).then(pl.col(HEADS).mean()).alias(HEADS)] if ask.staffed else []
    cells = full.group_by(*by, SLOT).agg(
        pl.len().cast(pl.Int64).alias("days"), pl.col(N, HANDLED, HANDLE, CALLS).sum(), *heads
    )
    mean = cells.with_columns(ratio(pl.col(N), pl.col("days")).alias("contacts")).sort(*by, SLOT)
    return loaded(mean, handling(placed, ask), ask, MINUTES)


@dataclass(frozen=True)
class Part:
    """The cells of all periods (`__at`: 0 to `n` - 1), whose levels are weighted by their contacts."""

    rows: pl.DataFrame
    n: int
    ask: Ask

    def mean(self, values: Array) -> Array:
        """A mean a period, weighted by contacts."""
        import numpy as np

        at, weight = self.rows["__at"].to_numpy(), self.rows[N].to_numpy()
        return np.bincount(at, weight * values, self.n) / np.maximum(np.bincount(at, weight, self.n), 1)

    def level(self, heads: Array) -> Array:
        """What heads at work in each cell give a period."""
        return self.mean(mixed(Load(self.rows, known(self.rows), self.ask), heads))

    def fits(self, heads: Array) -> Array:
        """Whether a period reaches the target with heads at work, none of its cells busier than may be."""
        import numpy as np

        serves, load = self.rows[SERVES].to_numpy(), self.rows["erlangs"].to_numpy()
        over = load > heads * serves * (self.ask.target.occupancy + 1e-12)
        busy = np.bincount(self.rows["__at"].to_numpy(), over, self.n) > 0
        idle: Array = (self.level(heads) >= self.ask.target.share) & ~(busy & (self.ask.target.occupancy < 1))
        return idle

    def alone(self) -> Array:
        """The same number in each open hour of a period that reaches the target."""
        return self._least(0.0, 1.0)

    def given(self) -> dict[str, Any]:
        """HEADS, LEVEL and more of each period, as if heads that are not known were none."""
        import numpy as np

        heads, work = self.rows[HEADS].fill_null(0.0).to_numpy(), 1 - self.ask.shrinkage
        level = self.level(heads * work)
        cells = np.bincount(self.rows["__at"].to_numpy(), minlength=self.n)
        mean = np.bincount(self.rows["__at"].to_numpy(), heads, self.n) / np.maximum(cells, 1)
        more = np.where(self.fits(heads * work), 0, self._least(heads * work, work))
        return {HEADS: mean, LEVEL: level, "more": more}

    def _least(self, heads: Array, work: float) -> Array:
        """The fewest to add to `heads`, each at work for a share of the time, for the target."""
        import numpy as np

        at = self.rows["__at"].to_numpy()
        return least(np.ones(self.n), lambda more: self.fits(heads + more[at] * work))
