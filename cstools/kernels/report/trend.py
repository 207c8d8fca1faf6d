"""The days of a month against what their weekday and the weeks around them let expect."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from cstools.kernels.kpi.calendar import Calendar, driven
from cstools.kernels.report.period import Period
from cstools.kernels.report.stats import critical

AROUND = 29
"""Days whose median, each divided by its weekday's factor, is the level of the day in their middle."""
NEAR = 8
"""With fewer days than this left around it, a day's level is the median of all days that are left."""
ENOUGH = 21
"""Fewer days than this give no expectation."""
LEFT = 14
"""As many days at least must be left to learn from: two of each weekday."""
USUAL = 5
"""Where the median of days with contacts is below this, a day without any is nothing strange."""
MISSING = 0.25
"""Below this share of the expected a low day looks like a missing export rather than a quiet day."""
MAD = 1.4826
LEVEL_COST, FITTED = 1.57, 1.2
"""The variance of a median over that of a mean; what is added to a dispersion measured on the days it was fitted to."""


def daily(counted: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Contacts a day from the start of the history to the last day the data reach: day (Date), n (Int64), whole.

    In: created_at. Days without rows count 0, but days before the first row are not days of the data. whole (Boolean):
    the day is over, as far as the data tell (`Period.unfinished`).
    """
    days = counted.select(day=pl.col("created_at").dt.date()).filter(
        pl.col("day").is_between(period.first_day, period.last_day)
    )
    if not days.height:
        return pl.DataFrame(schema={"day": pl.Date, "n": pl.Int64, "whole": pl.Boolean})
    first: date = days["day"].min()  # type: ignore[assignment]
    every = pl.DataFrame({"day": pl.date_range(first, max(period.last_day, first), "1d", eager=True)})
    counts = days.group_by("day").agg(n=pl.len().cast(pl.Int64))
    counted_ = every.join(counts, on="day", how="left").with_columns(pl.col("n").fill_null(0)).sort("day")
    return counted_.with_columns(whole=~period.unfinished(pl.col("day"), pl.col("n")))


def expected(days: pl.DataFrame, calendar: Calendar | None = None) -> pl.DataFrame:
    """`days` with expected, lo and hi (Float64, contacts) and mark: `high`, `low`, `gap` or null; phi (Float64).

    whole (Boolean) becomes false for the days marked `gap` too; a day that is not whole has no other mark.

    The expected count is a running median level times a weekday factor (both medians, so that a surge does not raise
    its own expectation); the scatter phi is measured robustly and is never below Poisson's 1; the limits are those of
    Farrington et al. (1996, JRSS A 159:547) on the 2/3 power, at a point that about one month in a hundred passes by
    chance. All are learned from usual days alone (`_usual`): of a window that is more than half a promotion, or more
    than half missing, the median would be that. Null for fewer than 21 days.

    >>> days = pl.DataFrame({"day": pl.date_range(date(2025, 9, 1), date(2025, 9, 28), "1d", eager=True),
    ...                      "n": [100, 104, 96, 102] * 5 + [400] + [98, 100, 103, 99, 101, 97, 100]})
    >>> expected(days).filter(pl.col("mark").is_not_null()).select("day", "mark").rows()
    [(datetime.date(2025, 9, 21), 'high')]
    """
    if "whole" not in days.columns:
        days = days.with_columns(whole=pl.lit(True))
    fitted = days.with_columns(_usual(days, calendar).alias("usual"))
    if days.height < ENOUGH or fitted["usual"].sum() < LEFT:
        nothing = pl.lit(None, dtype=pl.Float64)
        return days.with_columns(
            expected=nothing, lo=nothing, hi=nothing, phi=nothing, mark=pl.lit(None, dtype=pl.String)
        )
    fitted = fitted.with_columns(weekday=pl.col("day").dt.weekday(), factor=pl.lit(1.0))
    for _ in range(3):
        fitted = fitted.with_columns(level=_level()).with_columns(factor=_factor())
    mu = (pl.col("level") * pl.col("factor")).clip(lower_bound=0.5)
    spread = ((pl.col("n") - pl.col("expected")) / pl.col("expected").sqrt()).filter("usual")
    scatter = (MAD * spread.abs().median()) ** 2 * FITTED
    fitted = fitted.with_columns(expected=mu).with_columns(phi=scatter.clip(lower_bound=1.0))
    return _limits(fitted).drop("weekday", "factor", "level", "usual")


def _usual(days: pl.DataFrame, calendar: Calendar | None) -> pl.Series:
    """Whether a day is one to learn from: whole, with contacts where days have them, in no promotion.

    Where promotions leave too few days, theirs are taken too: a band that is too wide is better than none.
    """
    n, event = pl.col("n"), driven(pl.col("day"), calendar)
    holed = (n == 0) & (n.filter(n > 0).median().fill_null(0) >= USUAL)
    made = days.select(usual=pl.col("whole") & ~holed, calm=event.is_null())
    calm = made["usual"] & made["calm"]
    return calm if calm.sum() >= LEFT else made["usual"]


def _level() -> pl.Expr:
    rates = pl.when("usual").then(pl.col("n") / pl.col("factor"))
    return rates.rolling_median(AROUND, min_samples=NEAR, center=True).fill_null(rates.median())


def _factor() -> pl.Expr:
    ratio = (pl.col("n") / pl.col("level").clip(lower_bound=0.5)).filter("usual").median().over("weekday")
    # A weekday that never has contacts is one on which the shop is closed.
    unknown = pl.when(pl.col("n").max().over("weekday") == 0).then(0.0).otherwise(1.0)
    known = pl.coalesce(ratio.clip(lower_bound=0.05), unknown)
    return known / known.mean()


def _limits(fitted: pl.DataFrame) -> pl.DataFrame:
    point = critical(31)
    left = int(fitted["usual"].sum())
    cost = 1 + LEVEL_COST / min(AROUND, left) + LEVEL_COST / (left / 7)
    relative = pl.col("phi") / pl.col("expected") * cost
    step = 2 / 3 * point * relative.sqrt()
    n = pl.col("n")
    mark = (
        pl.when(~pl.col("whole"))
        .then(None)
        .when(n > pl.col("hi"))
        .then(pl.lit("high"))
        .when((n < pl.col("lo")) & (n < MISSING * pl.col("expected")))
        .then(pl.lit("gap"))
        .when(n < pl.col("lo"))
        .then(pl.lit("low"))
    )
    marked = fitted.with_columns(
        lo=pl.col("expected") * (1 - step).clip(lower_bound=0.0) ** 1.5, hi=pl.col("expected") * (1 + step) ** 1.5
    ).with_columns(pl.col("expected", "lo", "hi", "phi").round(3), mark=mark)
    return marked.with_columns(pl.col("whole") & pl.col("mark").ne_missing("gap"))


def runs(marked: pl.DataFrame, kind: str) -> list[tuple[date, date]]:
    """The first and last day of each unbroken run of days marked `kind`; of promotions each has its own.

    >>> days = [date(2025, 10, d) for d in (3, 4, 9)]
    >>> runs(pl.DataFrame({"day": days, "mark": ["high"] * 3}), "high")[0]
    (datetime.date(2025, 10, 3), datetime.date(2025, 10, 4))
    """
    days = marked.filter(pl.col("mark") == kind).sort("day")
    fresh = (pl.col("day").diff() != timedelta(days=1)).fill_null(True)
    if kind == "promo":
        fresh |= pl.col("event").ne_missing(pl.col("event").shift())
    broken = days.with_columns(run=fresh.cum_sum())
    ends = broken.group_by("run").agg(first=pl.col("day").min(), last=pl.col("day").max()).sort("first")
    return [(first, last) for first, last in ends.select("first", "last").iter_rows()]


def scatter(days: pl.DataFrame) -> float:
    """How many times Poisson's the variance of daily counts is, surges included; at least 1.

    >>> scatter(pl.DataFrame({"n": [4, 16], "expected": [10.0, 10.0]}))
    7.2
    """
    if not days.height or days["expected"].null_count():
        return 1.0
    squares = (pl.col("n") - pl.col("expected")) ** 2 / pl.col("expected")
    return max(1.0, float(days.select(squares.sum()).item()) / max(days.height - 1, 1))


def promoted(days: pl.DataFrame, calendar: Calendar | None) -> pl.DataFrame:
    """The days with event (String: `2025 双11`, null outside): a promotion's high days are marked `promo`, not `high`.

    Only the days of the promotion itself and those after it that it still drives; days before it are days like others.

    >>> from cstools.kernels.kpi.calendar import Event
    >>> days = pl.DataFrame({"day": [date(2025, 11, 10), date(2025, 11, 20)], "mark": ["high", "high"]})
    >>> calendar = Calendar((Event("双11", 2025, date(2025, 11, 10), date(2025, 11, 11), 0, 2),))
    >>> promoted(days, calendar).rows()
    [(datetime.date(2025, 11, 10), 'promo', '双11'), (datetime.date(2025, 11, 20), 'high', None)]
    """
    event = driven(pl.col("day"), calendar).alias("event")
    high = pl.when(event.is_not_null() & (pl.col("mark") == "high")).then(pl.lit("promo")).otherwise(pl.col("mark"))
    return days.with_columns(high.alias("mark"), event)
