"""What a record gives to a metric, as expressions over its fields and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import polars as pl

from cstools.kernels.kpi.facts import MS

col = pl.col
People = Literal["", "any"]


@dataclass(frozen=True, eq=False)
class Measure:
    """What a record gives to a metric.

    value: Boolean for a rate or a count, Int64 for the rest (ms, 1e-4 yuan or points, messages); null: not in n.
    factor: value / factor is in the metric's unit. below: what a ratio divides by (Int64), below_factor alike.
    out: why a record had to be left out (a reason of `model/why.py` -> Boolean), the first that holds counts; why: the
    same as one expression, the reason or null.
    open: the clock is still running (counted in n_open); age: for how long, in ms.
    mixed: the value where ratings are on several scales. bounds: the least and the most a mean can be, in the metric's
    unit (of what is mixed, the scale tells). timed: only in channels that time a first reply.
    person: whom it is counted by, once however many records: a hit if any of theirs is.
    moves: times at which a record comes in (+1) or goes out (-1), for what is counted at the end of a period.
    """

    value: pl.Expr
    factor: int = 1
    below: pl.Expr | None = None
    below_factor: int = 1
    out: Mapping[str, pl.Expr] = field(default_factory=dict)
    why: pl.Expr | None = None
    open: pl.Expr | None = None
    age: pl.Expr | None = None
    mixed: pl.Expr | None = None
    bounds: tuple[float, float] | None = None
    timed: bool = False
    person: pl.Expr | None = None
    people: People = ""
    moves: bool = False

    def parts(self, km: bool = False) -> tuple[pl.Expr, ...]:
        """The expressions it is made of; km: also how long open records are open."""
        own = (self.value, self.below, self.open, self.age if km else None, self.mixed, self.person, self.reason)
        return tuple(part for part in own if part is not None)

    def names(self, km: bool = False) -> frozenset[str]:
        """The fields and facts it is made of."""
        return self._names | frozenset(self.age.meta.root_names() if km and self.age is not None else ())

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name for part in self.parts() for name in part.meta.root_names())

    @cached_property
    def reason(self) -> pl.Expr | None:
        """Why a record had to be left out (String), null where it had not; None where no record ever is."""
        told: list[pl.Expr] = [pl.when(holds).then(pl.lit(name)) for name, holds in self.out.items()]
        told += [self.why] if self.why is not None else []
        return pl.coalesce(told) if told else None

    @cached_property
    def left_out(self) -> pl.Expr | None:
        """Whether a record had to be left out; None where no record ever is."""
        held = [reason.fill_null(False) for reason in self.out.values()]
        held += [self.why.is_not_null()] if self.why is not None else []
        return pl.any_horizontal(held) if held else None

    def struck(self, by: pl.Expr) -> Measure:
        """The same without the records for which `by` holds, which are then left out."""
        kept: dict[str, Any] = {
            name: pl.when(~by).then(getattr(self, name))
            for name in ("value", "below", "open", "age", "mixed")
            if getattr(self, name) is not None
        }
        return replace(self, **kept, out={"struck": by, **self.out})


def share(base: pl.Expr, hit: pl.Expr, **out: pl.Expr) -> Measure:
    """A rate: of the records where `base` is true and no reason speaks against it, those where `hit` is; null: a miss.

    >>> pl.DataFrame({"a": [1, 2, 3]}).select(share(col("a") > 1, col("a") > 2).value).to_series().to_list()
    [None, False, True]
    """
    left = pl.any_horizontal(reason.fill_null(False) for reason in out.values()) if out else pl.lit(False)
    return Measure(pl.when(base & ~left).then(hit.fill_null(False)), out=out)


def duration(
    value: pl.Expr,
    keep: pl.Expr | None = None,
    running: pl.Expr | None = None,
    age: pl.Expr | None = None,
    **out: pl.Expr,
) -> Measure:
    """A duration in ms of the records to keep; a negative one is left out, not clipped.

    >>> pl.DataFrame({"a": [1, -2]}).select(duration(col("a")).value).to_series().to_list()
    [1, None]
    """
    kept = value if keep is None else pl.when(keep).then(value)
    return Measure(
        pl.when(kept >= 0).then(kept), MS, out={"negative": (kept < 0), **out}, open=running,
        age=None if running is None or age is None else pl.when(running & (age >= 0)).then(age),
    )  # fmt: skip


def no(flag: str) -> pl.Expr:
    """Whether a flag is not set; no flag is no."""
    return ~col(flag).fill_null(False)
