"""What customers said: the expressions of `model/catalogue/voice.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from cstools.kernels.kpi.facts import CENTS, whole
from cstools.kernels.kpi.measures.made import Measure, col, share

BOXES = {2: (2, 1), 3: (3, 1), 4: (3, 2), 5: (4, 2), 7: (6, 2), 10: (9, 2), 100: (80, 40)}
"""Scale -> (satisfied from, dissatisfied to): two boxes of 5, one of 3 and of 2 (Zendesk, JD)."""
PROMOTER, DETRACTOR = 9, 6
MARKS = 21 * CENTS
"""Marks inside: a third, a sixth or a seventh of a mark is whole too, so that mapped ratings add up exactly."""
EASY = 5
"""The least score of 1 to 7 that says it was easy."""
OFF_SCALE = {"off_scale": col("csat").is_not_null() & col("__score").is_null()}


def _box(index: int) -> pl.Expr:
    limit = col("__scale").replace_strict(
        list(BOXES), [box[index] for box in BOXES.values()], default=None, return_dtype=pl.Float64
    )
    return (col("__score") >= limit) if index == 0 else (col("__score") <= limit)


def _csat_share(index: int) -> Measure:
    good = _box(index)
    return Measure(good, out={"off_scale": col("csat").is_not_null() & good.is_null()})


def _lowest() -> pl.Expr:
    return pl.when(col("__scale") >= 10).then(0).otherwise(1)


def of_five() -> pl.Expr:
    """The rating on a scale of 1 to 5: the lowest mark is 1 and full marks are 5. In: the facts __score and __scale.

    >>> frame = pl.DataFrame({"__score": [4.0, 2.0, 9.0], "__scale": [5, 3, 10]})
    >>> frame.select(of_five().round(1)).to_series().to_list()
    [4.0, 3.0, 4.6]
    """
    return 1 + (col("__score") - _lowest()) * 4 / (col("__scale") - _lowest())


def _csat_mean(_: int) -> Measure:
    """As rated; where scales are mixed, all on one."""
    return Measure(whole(col("__score"), MARKS), MARKS, out=OFF_SCALE, mixed=whole(of_five(), MARKS))


def _of_100(share_: pl.Expr) -> Measure:
    return Measure(whole(share_ * 100, MARKS), MARKS, out=OFF_SCALE, bounds=(0, 100))


def _valid(name: str, low: int, high: int) -> tuple[pl.Expr, dict[str, pl.Expr]]:
    valid = col(name).is_between(low, high)
    return valid, {"off_scale": ~valid}


def _nps(_: int) -> Measure:
    valid, out = _valid("nps", 0, 10)
    side = (col("nps") >= PROMOTER).cast(pl.Int64) - (col("nps") <= DETRACTOR).cast(pl.Int64)
    return Measure(pl.when(valid).then(side), out=out)


def _ces(_: int) -> Measure:
    valid, out = _valid("ces", 1, 7)
    return Measure(pl.when(valid).then(whole(col("ces"), CENTS)), CENTS, out=out, bounds=(1, 7))


def _ces_pct(_: int) -> Measure:
    valid, out = _valid("ces", 1, 7)
    return replace(share(valid, col("ces") >= EASY), out=out)


VOICE: Mapping[str, Callable[[int], Measure]] = {
    "csat_pct": lambda _: _csat_share(0),
    "csat_mean": _csat_mean,
    "csat_100_range": lambda _: _of_100((col("__score") - _lowest()) / (col("__scale") - _lowest())),
    "csat_100_max": lambda _: _of_100(col("__score") / col("__scale")),
    "dsat": lambda _: _csat_share(1),
    "survey_rate": lambda _: share(col("survey_sent_at").is_not_null(), col("csat").is_not_null()),
    "invite_rate": lambda _: share(col("__handled"), col("survey_sent_at").is_not_null()),
    "nps": _nps,
    "ces": _ces,
    "ces_pct": _ces_pct,
}
