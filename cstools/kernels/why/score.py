"""`--score`: the chance of the outcome on every ticket, fitted on the earlier records, judged on the later ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from cstools.kernels.expr.stats import Z
from cstools.kernels.why.ask import Ask
from cstools.kernels.why.gather import HITS, Gathered, N, cells, coded, gathered, levelled
from cstools.kernels.why.levels import Levels
from cstools.kernels.why.outcome import HIT, OUT
from cstools.kernels.why.table import Modelled, modelled

P = "p_outcome"
TIME = "created_at"
EARLIER = 0.7
"""The share of the records with an outcome that the model is fitted on: those created first."""
TENTH = 0.1
DIGITS = 6


@dataclass(frozen=True)
class Judged:
    """How the chances did on the later records. base: the rate of the earlier ones, which is the forecast to beat.
    auc: null where the later records are all of one outcome. gain: Brier's score of the base less that of the model,
    with its 95 % interval. top: of the tenth with the highest chances, how many, expected and seen.
    """

    n: int
    hits: int
    base: float
    expected: float
    auc: float | None
    brier: float
    brier_base: float
    gain: tuple[float, float]
    top: tuple[int, float, int]

    @property
    def better(self) -> bool:
        """Whether the model beats the base rate by more than chance."""
        return self.gain[0] > 0 and self.auc is not None and self.auc > 0.5


@dataclass(frozen=True)
class Scored:
    """The records with P, and what was fitted, where and how well. since: the first time of the later records."""

    rows: pl.DataFrame
    found: Gathered
    made: tuple[Levels, ...]
    grid: pl.DataFrame
    model: Modelled
    since: datetime | None
    judged: Judged | None


def scored(lf: pl.LazyFrame, ask: Ask) -> Scored:
    """All records, in their order, with P: the model's chance where it beats the base rate on the later records, else
    the base rate itself; null where no earlier record has an outcome.
    """
    frame = lf.collect()
    found = gathered(frame.lazy(), ask, beside=[TIME])
    used = found.used().filter(pl.col(TIME).is_not_null())
    since: datetime | None = used[TIME].sort()[int(used.height * EARLIER)] if used.height else None
    earlier = used.filter(pl.col(TIME) < since) if since is not None else used.clear()
    made = levelled(found, earlier, ask.top)
    grid = cells(earlier, made)
    model = modelled(grid, made)
    hits, n = int(grid[HITS].sum()), int(grid[N].sum())
    base = round(hits / n, DIGITS) if n else None
    judged, chances = None, pl.Series(P, [base], pl.Float64).new_from_index(0, frame.height)
    if model.fit is not None and base is not None:
        own = predicted(found.rows, made, model)
        later = found.rows.select(HIT, own, late=pl.col(OUT).is_null() & (pl.col(TIME) >= since))
        judged = judge(later.filter("late"), base)
        chances = own if judged is not None and judged.better else chances
    return Scored(frame.with_columns(chances.alias(P)), found, made, grid, model, since, judged)


def predicted(rows: pl.DataFrame, made: Sequence[Levels], model: Modelled) -> pl.Series:
    """The chance of each record; a level that was not seen before counts as the mean of those that were."""
    import numpy as np

    assert model.fit is not None
    fit = model.fit
    beta = np.append(fit.beta, 0.0)
    codes = coded(rows, made)
    eta = np.full(rows.height, beta[0])
    for at, (seen, columns) in zip(model.made, fit.design.parts[1:], strict=True):
        own = beta[columns]
        mean = float(np.average(own[seen], weights=fit.design.n))
        eta += np.append(own, mean)[np.minimum(codes[str(at)].to_numpy(), len(own))]
    return pl.Series(P, 1 / (1 + np.exp(-eta))).round(DIGITS)


def judge(later: pl.DataFrame, base: float) -> Judged | None:
    """How chances did. In: P and HIT of the later records; None where there is none.

    >>> frame = pl.DataFrame({"p_outcome": [0.9, 0.1, 0.8, 0.2], "__hit": [True, False, True, False]})
    >>> found = judge(frame, 0.5)
    >>> found.auc, round(found.brier, 3), found.brier_base, found.better
    (1.0, 0.025, 0.25, True)
    """
    table = (
        later.group_by(P)
        .agg(pl.len().cast(pl.Int64).alias(N), pl.col(HIT).sum().cast(pl.Int64).alias(HITS))
        .sort(P)
        .with_columns(miss=pl.col(N) - pl.col(HITS))
    )
    n, hits = int(table[N].sum()), int(table[HITS].sum())
    if not n:
        return None
    below = table["miss"].cum_sum() - table["miss"]
    won = float((table[HITS] * (below * 2 + table["miss"])).sum())
    p = table[P]
    gains = [((base - y) ** 2 - (p - y) ** 2, table[name]) for y, name in ((1, HITS), (0, "miss"))]
    mean = sum(float((gain * weight).sum()) for gain, weight in gains) / n
    squares = sum(float(((gain - mean) ** 2 * weight).sum()) for gain, weight in gains)
    half = Z * math.sqrt(squares / max(n - 1, 1) / n)
    brier_base = (hits * (1 - base) ** 2 + (n - hits) * base**2) / n
    return Judged(
        n, hits, base, float((p * table[N]).sum()), won / (2 * hits * (n - hits)) if 0 < hits < n else None,
        brier_base - mean, brier_base, (mean - half, mean + half), _top(table, n),
    )  # fmt: skip


def _top(table: pl.DataFrame, n: int) -> tuple[int, float, int]:
    """The records of the highest chances, whole chances at a time, at least a tenth of all."""
    high = table.reverse().with_columns(before=pl.col(N).cum_sum() - pl.col(N)).filter(pl.col("before") < n * TENTH)
    return int(high[N].sum()), float((high[P] * high[N]).sum()), int(high[HITS].sum())
