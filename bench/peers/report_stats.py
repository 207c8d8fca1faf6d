"""What `report_polars.py` reckons with: intervals, shrunken rates, marks, ranks, and what was expected of a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import atanh, exp, log, sqrt, tanh
from statistics import NormalDist
from typing import Any

import polars as pl

F, S, N = pl.Float64, pl.String, pl.Int64
Z, DAY = 1.959963984540054, timedelta(days=1)
LEAST, SHARE = 30, 0.03 / 8
"""The smallest group compared; the part of 3 % that each of six families of questions has."""
col, lit = pl.col, pl.lit
Rows = list[tuple[Any, ...]]


def critical(questions: int) -> float:
    """The two-sided normal point of one of so many questions."""
    return NormalDist().inv_cdf(1 - SHARE / max(questions, 1) / 2)


def wilson(hits: pl.Expr, n: pl.Expr, z: float = Z) -> tuple[pl.Expr, pl.Expr]:
    """The interval of a share, as expressions."""
    p, square = hits.cast(F) / n.cast(F), z * z
    middle = (p + square / (2 * n)) / (1 + square / n)
    half = z * (p * (1 - p) / n + square / (4 * n * n)).sqrt() / (1 + square / n)
    low, high = pl.when(hits == 0).then(0.0).otherwise(middle - half), pl.when(hits == n).then(1.0)
    return pl.when(n > 0).then(low), pl.when(n > 0).then(high.otherwise(middle + half))


def with_intervals(table: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """A table of `rates` with `NAME`, `NAME:lo` and `NAME:hi`, of nine digits."""
    made = []
    for name in names:
        n, hits = col(f"{name}:n"), col(f"{name}:hits")
        low, high = wilson(hits, n)
        value = pl.when(n > 0).then(hits.cast(F) / n.cast(F))
        made += [value.round_sig_figs(9).alias(name), low.round_sig_figs(9).alias(f"{name}:lo")]
        made += [high.round_sig_figs(9).alias(f"{name}:hi")]
    return table.with_columns(made)


def digits(value: float) -> float:
    """A number of nine digits."""
    return float(f"{value:.9g}")


def ranks(n: int, p: float) -> tuple[int, int] | None:
    """The ranks that enclose a quantile of more than 120 values with 95 %, None for fewer."""
    if n <= 120:
        return None
    middle, spread, skew = n * p, sqrt(n * p * (1 - p)), (Z * Z - 1) * (1 - 2 * p) / 6 - 0.5
    low, high = (-int(-(middle + side * spread + skew) // 1) for side in (-Z, Z))
    return low, high + 1


def daily(rows: pl.DataFrame, start: datetime, end: datetime, as_of: datetime) -> Rows:
    """The days of the month with their counts, what was expected, its band, and a mark."""
    begin, last = (start - timedelta(days=56)).date(), min(end - DAY, as_of).date()
    days = rows.select(col("created_at").dt.date().alias("day")).filter(col("day").is_between(begin, last))
    counts = days.group_by("day").agg(pl.len().cast(N).alias("n"))
    every = pl.DataFrame({"day": pl.date_range(counts["day"].min(), last, "1d", eager=True)})
    days = every.join(counts, on="day", how="left", maintain_order="left").with_columns(col("n").fill_null(0))
    n = col("n")
    open_ = (col("day") < as_of.date()) | (as_of.hour >= 20)
    days = days.with_columns(lit(1.0).alias("factor"), col("day").dt.weekday().alias("weekday"), open_.alias("whole"))
    days = days.with_columns((col("whole") & ((n > 0) | (n.filter(n > 0).median() < 5))).alias("usual"))
    usual, left = col("usual"), days["usual"].sum()
    for _ in range(3):
        rate = pl.when(usual).then(n / col("factor"))
        level = rate.rolling_median(29, min_samples=8, center=True).fill_null(rate.median())
        days = days.with_columns(level.alias("level"))
        ratio = (n / col("level").clip(0.5)).filter(usual).median().over("weekday").clip(lower_bound=0.05)
        days = days.with_columns((ratio / ratio.mean()).alias("factor"))
    days = days.with_columns((col("level") * col("factor")).clip(lower_bound=0.5).alias("expected"))
    mu = col("expected")
    phi = ((1.4826 * ((n - mu) / mu.sqrt()).filter(usual).abs().median()) ** 2 * 1.2).clip(lower_bound=1.0)
    more = 1 + 1.57 / min(29, left) + 1.57 / (left / 7)
    step = 2 / 3 * critical(31) * (phi / mu * more).sqrt()
    days = days.with_columns(
        (mu * (1 - step).clip(lower_bound=0.0) ** 1.5).alias("lo"), (mu * (1 + step) ** 1.5).alias("hi")
    )
    low = pl.when(n < 0.25 * mu).then(lit("day.gap")).otherwise(lit("day.low"))
    mark = pl.when(~col("whole")).then(None).when(n > col("hi")).then(lit("day.high")).when(n < col("lo")).then(low)
    own = days.filter(col("day") >= start.date())
    numbers = (col(name).round(3) for name in ("expected", "lo", "hi"))
    return own.select(col("day").dt.to_string("%Y-%m-%d"), "n", *numbers, mark.alias("mark")).rows()


def hours(rows: pl.DataFrame, days: list[str]) -> Rows:
    """Contacts an hour for each weekday: the mean over its days."""
    at = {"weekday": col("created_at").dt.weekday().cast(N), "hour": col("created_at").dt.hour().cast(N)}
    rows = rows.filter(col("created_at").dt.date().is_in([datetime.fromisoformat(day).date() for day in days]))
    counts = dict(((day, hour), n) for day, hour, n in rows.group_by(**at).agg(pl.len()).iter_rows())
    held = [sum(datetime.fromisoformat(day).isoweekday() == weekday for day in days) for weekday in range(8)]
    return [
        (weekday, hour, round(counts.get((weekday, hour), 0) / held[weekday], 3) if held[weekday] else None)
        for weekday in range(1, 8)
        for hour in range(24)
    ]


def shrunk(hits: list[int], n: list[int]) -> list[float]:
    """Each rate drawn towards that of all: beta-binomial by moments."""
    if not n:
        return []
    whole, total = sum(n), sum(hits)
    pooled = total / whole
    spread = sum(m * (h / m - pooled) ** 2 for h, m in zip(hits, n, strict=True) if m)
    chance, room = pooled * (1 - pooled), whole - sum(m * m for m in n) / whole
    between = max((spread - (sum(m > 0 for m in n) - 1) * chance) / room, 0.0) if room else 0.0
    strength = min(max(chance / between - 1, 1.0), whole) if between else whole
    return [(h + strength * pooled) / (m + strength) for h, m in zip(hits, n, strict=True)]


def marks(groups: pl.DataFrame, name: str, least: int = LEAST) -> dict[str | None, str]:
    """By group the word for how its rate stands to that of the rest, at the confidence of all at once."""
    sums = [groups[f"{name}:{part}"].sum() for part in ("n", "hits")]
    able = groups.filter(col(f"{name}:n") >= least)
    z, n, hits = critical(able.height), col(f"{name}:n"), col(f"{name}:hits")
    rest = (sums[1] - hits, sums[0] - n)
    (low, high), (low0, high0), p, p0 = wilson(hits, n, z), wilson(*rest, z), hits / n, rest[0] / rest[1]
    lo = p - p0 - ((p - low).pow(2) + (high0 - p0).pow(2)).sqrt()
    hi = p - p0 + ((high - p).pow(2) + (p0 - low0).pow(2)).sqrt()
    far = (rest[1] >= max(least, 1)) & ((lo > 0) | (hi < 0))
    word = pl.when(far & (p > p0)).then(lit("mark.better")).when(far).then(lit("mark.worse"))
    return dict(able.select("name", word.otherwise(lit("mark.same"))).iter_rows())


def dots(
    groups: pl.DataFrame, name: str, least: int = LEAST, ranked: bool = False, among: pl.DataFrame | None = None
) -> Rows:
    """A rate with its interval for each group of at least `least`."""
    able = groups.filter(col(f"{name}:n") >= least)
    found = marks(among if among is not None else able, name)
    drawn = shrunk(able[f"{name}:hits"].to_list(), able[f"{name}:n"].to_list())
    rows = list(zip(able.select("name", f"{name}:n", name, f"{name}:lo", f"{name}:hi").iter_rows(), drawn, strict=True))
    if ranked:
        rows.sort(key=lambda row: (-row[1], row[0][0] is None, row[0][0] or ""))
    rows = rows if len(rows) <= 25 else rows[:13] + rows[-12:]
    return [
        (row[0] or "—", *row[1:], *((round(rate, 6),) if ranked else ()), found.get(row[0], "mark.few"))
        for row, rate in rows
    ]


def ratio(events: int, base: int, events0: int, base0: int, z: float) -> tuple[float, float, float]:
    """A ratio of two shares and its interval; half an event is added where there were none."""
    a, b = events + 0.5, events0 + 0.5
    middle, half = a / base / (b / base0), z * sqrt(1 / a + 1 / b)
    plain = events / base / (events0 / base0) if events0 else middle
    return round(plain, 6), round(exp(log(middle) - half), 6), round(exp(log(middle) + half), 6)


def share(n: int, of: int) -> float | None:
    """A part of a whole."""
    return round(n / of, 6) if of else None


def spearman(rows: pl.DataFrame, fact: str) -> list[float]:
    """Spearman's rho of a duration and the rating with its interval, and n."""
    pairs = rows.select(pl.when(col(fact) >= 0).then(fact).alias("x"), col("score").alias("y")).drop_nulls()
    a, b = ((col(name).rank() * 2).cast(N) - (pl.len().cast(N) + 1) for name in "xy")
    sums = [(one * other).cast(pl.Int128).sum().cast(F) for one, other in ((a, b), (a, a), (b, b))]
    ab, aa, bb = pairs.select(each.alias(f"{at}") for at, each in enumerate(sums)).row(0)
    rho, n = ab / sqrt(aa) / sqrt(bb), pairs.height
    half = Z * sqrt((1 + rho * rho / 2) / (n - 3))
    return [round(rho, 6), round(tanh(atanh(rho) - half), 6), round(tanh(atanh(rho) + half), 6), n]
