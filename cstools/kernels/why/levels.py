"""Levels: the values of a factor as few groups, numbered in the order they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cstools.kernels.why.factors import Bound, Factor

OTHER = "(other)"
"""The level of all values that are too rare or too many to stand alone."""
LEAST, SHARE = 20, 20
"""Records a text value needs to be a level of its own: LEAST, or one in SHARE where that is fewer, but two."""
FEW = 6
"""Up to this many different numbers each is a level, where no cut points are given."""
PIECE = "/"


@dataclass(frozen=True)
class Levels:
    """The levels of a factor. labels: in order, None for records without a value. ref: the one others are compared
    with. code: from VALUE to the number of a level (Int64). pooled: how many values OTHER holds. negative: durations
    below zero, which count as none.
    """

    factor: Factor
    labels: tuple[str | None, ...]
    code: pl.Expr
    ref: int = 0
    pooled: int = 0
    negative: int = 0


VALUE = "value"


def value(one: Bound) -> pl.Expr:
    """The value on a record: a number, a text (of a path its first parts), true or false."""
    found = one.factor.expr
    if one.kind == "number":
        found = found.cast(pl.Float64)
        return pl.when(found.is_finite()).then(found)
    if one.kind == "text":
        found = found.cast(pl.String).str.strip_chars()
        found = pl.when(found != "").then(found)
        return found.str.split(PIECE).list.head(one.depth).list.join(PIECE) if one.depth else found
    return found


def levels(one: Bound, values: pl.Series, top: int) -> Levels:
    """The levels of a factor. In: the values of the records used, which decide quantiles and what is rare.

    >>> found = levels(Bound(Factor("wait_s"), "number", (60.0, 300.0)), pl.Series([10.0, 60.0, 61.0, None]), 9)
    >>> found.labels
    ('<=60', '60..300', None)
    >>> levels(Bound(Factor("channel"), "text"), pl.Series(["a"] * 30 + ["b"] * 20 + ["c", "d"]), 9).labels
    ('a', 'b', '(other)')
    """
    if one.kind == "number":
        return _numbers(one, values)
    if one.kind == "text":
        return _texts(one, values, top)
    seen = [each for each in (False, True) if (values == each).any()]
    labels = [str(each).lower() for each in seen]
    return _mapped(one.factor, seen, labels, values)


def _numbers(one: Bound, values: pl.Series) -> Levels:
    duration = one.factor.name.endswith("_s")
    negative = int((values < 0).sum()) if duration else 0
    used = values.filter(values >= 0) if negative else values
    used = used.drop_nulls().sort()
    kept = pl.when(pl.col(VALUE) >= 0).then(pl.col(VALUE)) if duration else pl.col(VALUE)
    different = used.unique().sort()
    if not one.cuts and different.len() <= FEW:
        found = _mapped(one.factor, different.to_list(), list(map(number, different)), used, values.len() > used.len())
        return Levels(one.factor, found.labels, found.code, negative=negative)
    cuts = one.cuts or tuple(_quantiles(used, one.parts))
    edges = [float("-inf"), *cuts, float("inf")]
    full = [
        at for at in range(len(cuts) + 1)
        if used.is_between(edges[at], edges[at + 1], closed="right").any()
    ]  # fmt: skip
    labels: list[str | None] = [_range(cuts, at) for at in full]
    place = pl.sum_horizontal((kept > cut).cast(pl.Int64) for cut in cuts)
    code = place.replace_strict(full, list(range(len(full))), default=len(full), return_dtype=pl.Int64)
    labels += [None] if used.len() < values.len() else []
    return Levels(
        one.factor, tuple(labels), pl.when(kept.is_not_null()).then(code).otherwise(len(full)), 0, 0, negative
    )


def _quantiles(used: pl.Series, parts: int) -> list[float]:
    points = [used.quantile(at / parts, "linear") for at in range(1, parts)]
    return sorted({float(f"{point:.6g}") for point in points if point is not None and point < used[-1]})


def number(value: float) -> str:
    """A cut point as text.

    >>> number(60.0), number(0.25), number(1234567.0)
    ('60', '0.25', '1234567')
    """
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _range(cuts: Sequence[float], at: int) -> str:
    """The upper end is in: `<=60`, `60..300`, `>300`."""
    if at == 0:
        return f"<={number(cuts[0])}"
    return f">{number(cuts[-1])}" if at == len(cuts) else f"{number(cuts[at - 1])}..{number(cuts[at])}"


def _texts(one: Bound, values: pl.Series, top: int) -> Levels:
    counts = (
        values.drop_nulls().alias(VALUE).to_frame().group_by(VALUE).len("n").sort(-pl.col("n").cast(pl.Int64), VALUE)
    )
    least = min(LEAST, max(2, values.len() // SHARE))
    kept = counts.filter(pl.col("n") >= least).head(top)[VALUE].to_list()
    rest = counts.height - len(kept)
    if rest == 1:
        kept, rest = counts[VALUE].to_list(), 0
    names: list[str] = [*kept, *([OTHER] if rest else [])]
    found = _mapped(one.factor, kept, names, values)
    return Levels(one.factor, found.labels, found.code, pooled=rest)


def _mapped(
    factor: Factor, seen: Sequence[object], names: Sequence[str], values: pl.Series, nulls: bool | None = None
) -> Levels:
    """Each value its own level; a value that is not among them is the last that is named, or none."""
    none = bool(values.null_count()) if nulls is None else nulls
    default = min(len(seen), max(len(names) - 1, 0)) if len(names) > len(seen) else len(names)
    known = pl.col(VALUE).replace_strict(list(seen), list(range(len(seen))), default=default, return_dtype=pl.Int64)
    code = pl.when(pl.col(VALUE).is_not_null()).then(known if seen else default).otherwise(len(names))
    return Levels(factor, (*names, *([None] if none else [])), code)
