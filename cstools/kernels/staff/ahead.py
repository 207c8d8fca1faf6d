"""Contacts of the next weeks: the level of the last weeks times the weekday, tested against repeating the last week.

Level by exponential smoothing of days divided by their weekday (Brown, 1959), weekdays as ratios to the mean of a week.
The test has a rolling origin (Tashman, Out-of-sample tests of forecasting accuracy, 2000), its error is WAPE (Kolassa
and Schuetz, 2007): absolute errors over contacts. Where the method does no better, the last week is repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from cstools.kernels.expr.stats import ratio
from cstools.kernels.staff.ask import Ask
from cstools.kernels.staff.contacts import DATE, SLOT, N
from cstools.kernels.staff.days import EMPTY, KIND, USUAL, WEEK, WEEKDAY, WORKED, kinds
from cstools.kernels.staff.erlang import Array

LOOK = 56
"""Days a weekday is taken from."""
MEMORY = 14.0
"""Days in which the weight of a day falls to 1/e."""
LEARNT = 28
"""Days a forecast is made from at the least; of fewer there is no test."""
ORIGINS = 12
"""Origins of the test, a week apart."""
LOW, HIGH = 0.1, 0.9
"""Between these parts of the tested days the band lies."""
FEW = 20
"""Tested days below which there is no band."""
EARLY = 120
"""Minutes by which the last contact of a day may come before that of other days: one that ends sooner is not over."""
LEAST = 0.25
"""The part of a median day that the last day must have: less is an export cut off, or contacts that came late."""
WEDNESDAY, OFFICE = 3, 5
"""Weekdays: the middle and the last of those worked."""
METHOD, NAIVE = "level", "last week"


@dataclass(frozen=True)
class Tested:
    """The test of one queue: days forecast and had, the error of the method and of the last week repeated (None: no
    test), which is used, and the band of actual to forecast contacts (None: too few days).
    """

    days: int
    error: float | None
    naive: float | None
    used: str
    band: tuple[float, float] | None = None


def ahead(counts: pl.DataFrame, days: pl.DataFrame, ask: Ask) -> tuple[pl.DataFrame, list[Tested]]:
    """Contacts of each queue and day of the next weeks: queues, DATE, WEEKDAY, KIND, contacts, lo, hi; and the tests.

    In: the counts of `contacts`, the days of `days_of`. Days that are no usual ones teach nothing but their ratio to
    usual days, by which such days to come are multiplied.

    >>> from datetime import date
    >>> dates = pl.date_range(date(2025, 6, 9), date(2025, 7, 20), eager=True)
    >>> counts = pl.DataFrame({DATE: dates, SLOT: [540] * 42, N: [5] * 42})
    >>> rows, _ = ahead(counts, kinds(counts.select(DATE), None), Ask(weeks=1))
    >>> rows.select(DATE, "contacts", "lo").row(0)
    (datetime.date(2025, 7, 21), 5.0, None)
    """
    by = list(ask.queues)
    known = ended(counts, days)
    if not known.height:
        texts, numbers = dict.fromkeys([*by, KIND], pl.String), dict.fromkeys(["contacts", "lo", "hi"], pl.Float64)
        return pl.DataFrame(schema={**texts, DATE: pl.Date, WEEKDAY: pl.Int64, **numbers}), []
    last = known.get_column(DATE).max()
    assert isinstance(last, date)
    coming = pl.DataFrame(
        {DATE: pl.date_range(last + timedelta(days=1), last + timedelta(days=WEEK * ask.weeks), eager=True)}
    )
    future = kinds(coming, ask.calendar)
    daily = counts.group_by(*by, DATE).agg(pl.col(N).sum())
    queues = daily.select(by).unique().sort(by).to_dicts() if by else [{}]
    frames, tests = [], []
    for queue in queues:
        same = [pl.col(name).eq_missing(pl.lit(value, dtype=pl.String)) for name, value in queue.items()]
        own = daily.filter(*same) if same else daily
        seen = known.join(own.select(DATE, N), on=DATE, how="left", maintain_order="left")
        rows, test = forecast(seen.with_columns(pl.col(N).fill_null(0)), future, ask)
        named = [pl.lit(value, dtype=pl.String).alias(name) for name, value in queue.items()]
        frames.append(rows.select(*named, DATE, WEEKDAY, KIND, "contacts", "lo", "hi"))
        tests.append(test)
    return pl.concat(frames), tests


def ended(counts: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """The days up to the last that is whole: with LEAST of the contacts of a median day, and none EARLY at its end.

    >>> from datetime import date
    >>> dates = pl.date_range(date(2025, 10, 6), date(2025, 10, 9), eager=True)
    >>> made = pl.DataFrame({DATE: dates, SLOT: [1200] * 3 + [600], N: [90, 95, 80, 70]})
    >>> ended(made, kinds(made.select(DATE), None))[DATE].max()
    datetime.date(2025, 10, 8)
    """
    each = counts.filter(pl.col(N) > 0).group_by(DATE).agg(pl.col(N).sum(), pl.col(SLOT).max())
    enough = pl.col(N) >= LEAST * pl.col(N).median()
    late = pl.col(SLOT) >= pl.col(SLOT).median() - EARLY
    last = each.filter(enough & late).get_column(DATE).max()
    return days if last is None else days.filter(pl.col(DATE) <= last)


def forecast(seen: pl.DataFrame, future: pl.DataFrame, ask: Ask) -> tuple[pl.DataFrame, Tested]:
    """The days to come of one queue, and the test. In: DATE, WEEKDAY, KIND, N, a row a day without gaps."""
    import numpy as np

    values = np.where(teaches(seen).to_numpy(), seen.get_column(N).to_numpy().astype(float), np.nan)
    weekday = seen.get_column(WEEKDAY).to_numpy() - 1
    test = tested(values, weekday, WEEK * min(ask.weeks, 2))
    plain = METHODS[test.used](values, weekday, future.height)
    worked = future.get_column(KIND).to_numpy() == WORKED
    office = future.get_column(WEEKDAY).to_numpy() <= OFFICE
    lifted = np.where(worked, plain[office].mean() if office.any() else plain, plain) * lifts(seen, future, ask)
    low, high = test.band or (np.nan, np.nan)
    columns = {"contacts": lifted, "lo": lifted * low, "hi": lifted * high}
    made = future.with_columns(pl.Series(name, value).fill_nan(None) for name, value in columns.items())
    return made, test


def teaches(seen: pl.DataFrame) -> pl.Series:
    """Whether a day says what usual days are like: a usual one, or one shut as most of its weekday are."""
    shut = (pl.col(KIND) == EMPTY).mean().over(WEEKDAY) > 0.5
    return seen.select((pl.col(KIND) == USUAL) | ((pl.col(KIND) == EMPTY) & shut)).to_series()


def leveled(values: Array, weekday: Array, n: int) -> Array:
    """The next `n` days from those before: level times weekday; days that teach nothing are NaN.

    >>> import numpy as np
    >>> leveled(np.array([10.0, 20, 30, 40, 50, 0, np.nan] * 4), np.arange(28) % 7, 7).round(3).tolist()
    [10.0, 20.0, 30.0, 40.0, 50.0, 0.0, 25.0]
    """
    import numpy as np

    recent, day = values[-LOOK:], weekday[-LOOK:]
    known = ~np.isnan(recent)
    if not known.any():
        return np.zeros(n)
    whole = recent[known].mean()
    means = np.array([_mean(recent[known & (day == at)], whole) for at in range(WEEK)])
    factor = means / means.mean() if means.mean() > 0 else np.ones(WEEK)
    open_ = known & (factor[day] > 0)
    if not open_.any():
        return np.zeros(n)
    weight = np.exp(-(len(recent) - 1 - np.arange(len(recent))[open_]) / MEMORY)
    level = (weight * recent[open_] / factor[day[open_]]).sum() / weight.sum()
    return level * factor[_coming(weekday, n)]


def repeated(values: Array, weekday: Array, n: int) -> Array:
    """The next `n` days as the last known day of the same weekday (seasonal naive); 0 for a weekday never known."""
    import numpy as np

    last = np.zeros(WEEK)
    for at in range(WEEK):
        own = values[(weekday == at) & ~np.isnan(values)]
        last[at] = own[-1] if len(own) else 0.0
    return last[_coming(weekday, n)]


METHODS: dict[str, Callable[[Array, Array, int], Array]] = {METHOD: leveled, NAIVE: repeated}


def tested(values: Array, weekday: Array, horizon: int) -> Tested:
    """Both methods from up to ORIGINS origins, over the days after each that are known."""
    import numpy as np

    found: dict[str, list[Array]] = {METHOD: [], NAIVE: []}
    had: list[Array] = []
    for origin in range(len(values) - horizon, max(len(values) - horizon - ORIGINS * WEEK, LEARNT - 1), -WEEK):
        had.append(values[origin : origin + horizon])
        for name, method in METHODS.items():
            found[name].append(method(values[:origin], weekday[:origin], horizon))
    actual = np.concatenate(had) if had else np.empty(0)
    known = ~np.isnan(actual)
    total = actual[known].sum()
    if not total:
        return Tested(0, None, None, METHOD)
    made = {name: np.concatenate(parts)[known] for name, parts in found.items()}
    error = {name: float(np.abs(actual[known] - one).sum() / total) for name, one in made.items()}
    used = METHOD if error[METHOD] < error[NAIVE] else NAIVE
    usable = made[used] > 0
    band = None
    if usable.sum() >= FEW:
        low, high = np.quantile(actual[known][usable] / made[used][usable], [LOW, HIGH])
        band = min(float(low), 1.0), max(float(high), 1.0)
    return Tested(int(known.sum()), error[METHOD], error[NAIVE], used, band)


def lifts(seen: pl.DataFrame, future: pl.DataFrame, ask: Ask) -> Array:
    """What a day to come is multiplied by: the contacts of past days of its kind (none, where the shop was shut), to
    those of usual days of the same weekdays, for a weekend day worked of Monday to Friday; 1 for usual days and for a
    kind the records have no day of.
    """
    what = kinds(seen.select(DATE), ask.calendar).get_column(KIND)
    told = seen.with_columns(what.alias(KIND))
    usual = told.filter((pl.col(KIND) == USUAL) & (pl.col(N) > 0))
    by_weekday = usual.group_by(WEEKDAY).agg(pl.col(N).mean().alias("__usual"))
    office = usual.filter(pl.col(WEEKDAY) <= OFFICE).select(pl.col(N).mean()).item()
    other = told.filter(pl.col(KIND) != USUAL).join(by_weekday, on=WEEKDAY, how="left", maintain_order="left")
    base = pl.when(pl.col(KIND) == WORKED).then(pl.lit(office, dtype=pl.Float64)).otherwise("__usual")
    known = other.with_columns(base.alias("__usual")).filter(pl.col("__usual").is_not_null())
    kind = known.group_by(KIND).agg(ratio(pl.col(N).sum(), pl.col("__usual").sum()).alias("__lift"))
    made = future.join(kind, on=KIND, how="left", maintain_order="left")
    return made.get_column("__lift").fill_null(1.0).to_numpy()


def _coming(weekday: Array, n: int) -> Array:
    import numpy as np

    return (weekday[-1] + 1 + np.arange(n)) % WEEK


def _mean(values: Array, other: Any) -> Any:
    return values.mean() if len(values) else other


def intervals(rows: pl.DataFrame, week: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Days of `ahead` spread over their intervals as the usual week has them (`cells`): contacts, lo, hi, aht_s and
    the rest of a cell; erlangs of the contacts.
    """
    by = [*ask.queues, WEEKDAY]
    share = ratio(pl.col("contacts"), pl.col("contacts").sum().over(by) if by else pl.col("contacts").sum())
    spread = week.with_columns(share.alias("__share")).drop("contacts", "lo", "hi", "p90", "days", "erlangs")
    # A weekend day that is worked is spread as a Wednesday where the weekend has no hours of its own.
    closed = ~pl.col(WEEKDAY).is_in(week.get_column(WEEKDAY).unique().implode())
    like = pl.when((pl.col(KIND) == WORKED) & closed).then(WEDNESDAY).otherwise(WEEKDAY).cast(pl.Int64)
    rows = rows.with_columns(like.alias("__like"))
    keys = [*ask.queues, "__like"]
    spread = spread.rename({WEEKDAY: "__like"})
    made = rows.join(spread, on=keys, how="inner", nulls_equal=True, maintain_order="left_right").drop("__like")
    made = made.with_columns(pl.col("contacts", "lo", "hi") * pl.col("__share"))
    erlangs = pl.col("contacts") * pl.col("aht_s") / (ask.minutes * 60)
    return made.with_columns(erlangs.alias("erlangs")).drop("__share")
