"""Values far from the rest of their field or group: made null, capped, flagged, or their records dropped.

Fences by iqr and mad stay where they are once the values beyond them are capped. By zscore they do not, nor do any once
outliers are gone: a second run over what the first one wrote is then a second measurement, unless both read `--limits`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from cstools.errors import Usage
from cstools.kernels.clean.limits import NUMBERS, Ask, Figures, apart, column, figure, grouped, key, limits, parts
from cstools.kernels.stage import Level
from cstools.model import fields

if TYPE_CHECKING:
    from cstools.kernels.clean.work import Work

METHODS = {"iqr": 1.5, "zscore": 3.0, "mad": 3.5}
"""Method -> how many times its measure of spread, where `(k)` does not say."""
ACTIONS = ("flag", "null", "cap", "drop")
LEAST = 5
"""A group of fewer values has no fences of its own: those of all records hold."""
SKEWED = 0.1
"""Bowley's skewness, (q1 + q3 - 2 q2) / (q3 - q1), above which durations are judged on a log scale. It rests on the
quartiles, as the fences do, so that capped values do not change the answer. An exponential has 0.26."""
_ASKED = re.compile(
    r"\s*([^=\s][^=]*?)\s*=\s*([a-z]+)\s*(?:\(\s*([0-9]+(?:\.[0-9]+)?)\s*\))?(?:\s+by\s+([^:]+?))?\s*(?::\s*([a-z]+))?\s*"
)
LOW, HIGH, MARK = "__clean_low", "__clean_high", "__clean_mark_"


@dataclass(frozen=True)
class Outliers:
    """One `--outliers FIELD=METHOD[(K)] [by FIELDS][:ACTION]`."""

    field: str
    method: str
    action: str = "flag"
    k: float = 0
    by: tuple[str, ...] = ()

    @property
    def flag(self) -> str:
        """The flag of a record with such a value.

        >>> Outliers("handle_s", "iqr").flag
        'handle_s.outlier'
        """
        return f"{self.field}.outlier"

    @property
    def reach(self) -> float:
        """How many times the spread a value may lie away; 0 stands for the method's own."""
        return self.k or METHODS[self.method]

    @property
    def ask(self) -> Ask:
        """What it asks of all records: the method always with its k.

        >>> Outliers("handle_s", "iqr").ask.method
        'iqr(1.5)'
        """
        return Ask(self.field, f"{self.method}({self.reach:g})", self.by)


def parse(text: str) -> Outliers:
    """One `--outliers` as given. Raises Usage("clean.outliers") for what cannot be read, or a k of 0.

    >>> parse("handle_s=mad(5) by channel:cap")
    Outliers(field='handle_s', method='mad', action='cap', k=5.0, by=('channel',))
    """
    found = _ASKED.fullmatch(text)
    name, method, k, by, action = found.groups() if found else ("", "", None, None, None)
    groups = grouped(by)
    action = action or "flag"
    if method not in METHODS or action not in ACTIONS or not all(groups) or (k is not None and float(k) == 0):
        raise Usage("clean.outliers", text=text, methods=", ".join(METHODS), actions=", ".join(ACTIONS))
    return Outliers(name, method, action, float(k or 0), groups)


def figures(wanted: Outliers, kind: str) -> Figures:
    """The fences of a field: `low` and `high`, the lowest and highest value that is no outlier.

    iqr: k interquartile ranges beyond the quartiles (Tukey 1977, k 1.5). zscore: k sample standard deviations from the
    mean (k 3). mad: k scaled median absolute deviations from the median (Iglewicz and Hoaglin 1993, k 3.5; scaled by
    1.4826). Durations whose quartiles are skewed (SKEWED), none below zero, are judged as ln(1 + v): `log`. `center`
    and `spread` are of what is judged; fences are in the field's own unit and as exact as it is kept, outwards, so that
    a value held at one is no outlier; null, so no outliers, where the values do not spread.

    >>> frame = pl.DataFrame({"rounds": [1, 2, 3, 4, 100]})
    >>> asked = [figures(Outliers("rounds", how), "ticket") for how in METHODS]
    >>> [frame.select(**one.of).select(one.then["low"], one.then["high"]).row(0) for one in asked]
    [(-1.0, 7.0), (-109.0, 153.0), (-3.0, 9.0)]
    """
    values = pl.col(wanted.field).cast(pl.Float64).drop_nulls()
    known = fields.of(kind).get(wanted.field)
    of, made = _spread(values, wanted.method, ""), _fences(wanted, "")
    if known is not None and known.unit == "s":
        quartiles = {f"skew_{n}": values.quantile(n / 4, "linear") for n in (1, 2, 3)}
        of |= {**_spread(values.log1p(), wanted.method, "log_"), **quartiles, "least": values.min()}
        logged = _fences(wanted, "log_")
        logged |= {name: logged[name].exp() - 1 for name in ("low", "high")}
        log = _skewed(*(pl.col(name) for name in quartiles)) & (pl.col("least") >= 0)
        made = {name: pl.when(log).then(logged[name]).otherwise(made[name]) for name in made} | {"log": log}
    then = {name: one if name == "log" else one.round_sig_figs(9) for name, one in made.items()}
    if kept := parts(kind, wanted.field):
        then |= {"low": apart((then["low"] * kept).floor(), kept), "high": apart((then["high"] * kept).ceil(), kept)}
    return Figures(of, {name: one.alias(name) for name, one in then.items()})


def _spread(values: pl.Expr, method: str, kind: str) -> dict[str, pl.Expr]:
    """What fences rest on. The values that quartiles and medians rest on (`in`) are never beyond: once outliers are
    capped, the rest gives the same fences.
    """
    if method == "iqr":
        start, end = (values.quantile(p, "linear") for p in (0.25, 0.75))
        center, spread = values.median(), end - start
        first, last = values.quantile(0.25, "lower"), values.quantile(0.75, "higher")
    elif method == "zscore":
        ordered = values.sort()
        start = end = center = first = last = ordered.mean()
        spread = ordered.std()
    else:
        start = end = center = values.median()
        away = (values - center).abs()
        spread, rest = 1.4826 * away.median(), away.quantile(0.5, "higher")
        first, last = center - rest, center + rest
    found = {"start": start, "end": end, "middle": center, "width": spread, "in_low": first, "in_high": last}
    return {kind + name: one for name, one in found.items()}


def _fences(wanted: Outliers, kind: str) -> dict[str, pl.Expr]:
    start, end, middle, width, first, last = (
        pl.col(kind + name) for name in ("start", "end", "middle", "width", "in_low", "in_high")
    )
    reach, spreads = wanted.reach * width, pl.when(width > 0)
    low, high = pl.min_horizontal(start - reach, first), pl.max_horizontal(end + reach, last)
    return {"low": spreads.then(low), "high": spreads.then(high), "center": middle, "spread": width}


def _skewed(first: pl.Expr, middle: pl.Expr, third: pl.Expr) -> pl.Expr:
    skew = (first + third - 2 * middle) / (third - first)
    return ((skew > SKEWED) & (third > first)).fill_null(False)


def capped(field: str, dtype: pl.DataType) -> pl.Expr:
    """The column of `field` held between the columns LOW and HIGH; as it is where they are null.

    >>> frame = pl.DataFrame({"n": [1, 50], LOW: [-1.0, -1.0], HIGH: [7.0, 7.0]})
    >>> frame.select(capped("n", pl.Int64())).to_series().to_list()
    [1, 7]
    """
    held = pl.col(field).cast(pl.Float64).clip(pl.col(LOW), pl.col(HIGH))
    return pl.when(pl.col(LOW).is_not_null()).then(held.cast(dtype)).otherwise(pl.col(field)).alias(field)


def helper_columns(names: Collection[str]) -> list[str]:
    """The columns that `treated` adds, and that the records lose when their flags are set.

    >>> helper_columns(["wait_s", "__clean_mark_0"])
    ['__clean_mark_0']
    """
    return [name for name in names if name.startswith((LOW, HIGH, MARK))]


def treated(work: Work) -> None:
    """The action of each `--outliers` on the values beyond its fences; counts "outliers capped".

    Raises Usage("clean.outliers_type") for a field that holds no numbers, Usage("field.unknown").
    """
    for place, one in enumerate(work.options.outliers):
        mark = f"{MARK}{place}"
        if not _marked(work, one, mark):
            if one.action == "flag":
                work.marks.setdefault(one.flag, pl.lit(False))
            continue
        if one.action == "flag":
            seen = work.marks.get(one.flag)
            # A later treatment of the same field moves its values: the answer is kept, not the question.
            work.marks[one.flag] = pl.col(mark) if seen is None else seen | pl.col(mark)
        elif one.action == "cap":
            work.count(work.lf, "outliers capped", pl.col(mark).sum())
            work.lf = work.lf.with_columns(capped(one.field, work.lf.collect_schema()[one.field]))
        else:
            _taken_out(work, one, pl.col(mark))
        work.lf = work.lf.drop(LOW, HIGH)


def _marked(work: Work, one: Outliers, mark: str) -> bool:
    """Add the fences of each record and whether its value lies beyond them; False if there is no such column."""
    names = work.names
    if column(work.kind, one.field, names)[0] not in NUMBERS:
        raise Usage("clean.outliers_type", field=one.field)
    group = key(one.by, work.kind, names) if one.by else None
    if one.field not in names:
        return False
    rows = limits(work, one.ask, figures(one, work.kind), LEAST)
    low, high = (figure(rows, name, group, otherwise=True) for name in ("low", "high"))
    beyond = (pl.col(one.field) < pl.col(LOW)) | (pl.col(one.field) > pl.col(HIGH))
    fenced = work.lf.with_columns(low.alias(LOW), high.alias(HIGH))
    work.lf = fenced.with_columns(beyond.fill_null(False).alias(mark))
    return True


def _taken_out(work: Work, one: Outliers, beyond: pl.Expr) -> None:
    """The values, or for `drop` the records, written down and gone."""
    plain = work.lf.filter(beyond)
    plain = plain.drop(helper_columns(plain.collect_schema().names()))
    level: Level = "dropped" if one.action == "drop" else "cell"
    work.reject(plain, level, "value.outlier", one.field, pl.col(one.field).cast(pl.String))
    if one.action == "drop":
        work.lf = work.lf.filter(~beyond)
    else:
        work.lf = work.lf.with_columns(pl.when(~beyond).then(pl.col(one.field)).alias(one.field))
