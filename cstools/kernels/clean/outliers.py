"""Values far from the rest of their field, over all rows: made null, capped, flagged, or their records dropped."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from cstools.errors import Usage
from cstools.kernels.clean.fill import column

if TYPE_CHECKING:
    from cstools.kernels.clean.work import Work

METHODS = ("iqr", "zscore", "mad")
ACTIONS = ("flag", "null", "cap", "drop")


@dataclass(frozen=True)
class Outliers:
    """One `--outliers FIELD=METHOD[:ACTION]`."""

    field: str
    method: str
    action: str = "flag"

    @property
    def flag(self) -> str:
        """The flag of a record with such a value.

        >>> Outliers("handle_s", "iqr").flag
        'handle_s.outlier'
        """
        return f"{self.field}.outlier"


def parse(text: str) -> Outliers:
    """One `--outliers` as given. Raises Usage("clean.outliers") for what is not FIELD=METHOD[:ACTION].

    >>> parse("handle_s=mad:cap")
    Outliers(field='handle_s', method='mad', action='cap')
    """
    name, _, how = text.partition("=")
    method, colon, action = how.partition(":")
    action = action if colon else "flag"
    if not name.strip() or method not in METHODS or action not in ACTIONS:
        raise Usage("clean.outliers", text=text, methods=", ".join(METHODS), actions=", ".join(ACTIONS))
    return Outliers(name.strip(), method, action)


def fences(values: pl.Expr, method: str) -> tuple[pl.Expr, pl.Expr]:
    """The lowest and highest value that is no outlier; null (no outliers) where the values do not spread.

    iqr: 1.5 interquartile ranges beyond the quartiles (Tukey 1977). zscore: 3 sample standard deviations from the
    mean. mad: 3.5 scaled median absolute deviations from the median (Iglewicz and Hoaglin 1993; scaled by 1.4826).
    Both to 9 significant digits, so that a value held at a fence is no outlier.

    >>> frame = pl.DataFrame({"v": [1.0, 2.0, 3.0, 4.0, 100.0]})
    >>> bounds = [fences(pl.col("v"), how) for how in METHODS]
    >>> [frame.select(low.alias("low"), high.alias("high")).row(0) for low, high in bounds]
    [(-1.0, 7.0), (-108.852971, 152.852971), (-2.1891, 8.1891)]
    """
    if method == "iqr":
        low, high = (values.quantile(p, "linear") for p in (0.25, 0.75))
        middle_low, middle_high, reach = low, high, 1.5 * (high - low)
    elif method == "zscore":
        ordered = values.drop_nulls().sort()
        middle_low = middle_high = ordered.mean()
        reach = 3 * ordered.std()
    else:
        middle_low = middle_high = values.median()
        reach = 3.5 * 1.4826 * (values - values.median()).abs().median()
    reach = pl.when(reach > 0).then(reach)
    return (middle_low - reach).round_sig_figs(9), (middle_high + reach).round_sig_figs(9)


def far(lf: pl.LazyFrame, kind: str, wanted: Outliers) -> tuple[pl.LazyFrame, pl.Expr]:
    """The frame with the two fences as columns, and the condition that a value lies beyond them (no nulls).

    Raises Usage("clean.outliers_type") for a field that holds no numbers, Usage("field.unknown").

    >>> lf, beyond = far(pl.LazyFrame({"wait_s": [1.0, 2.0, 3.0, 90.0]}), "ticket", Outliers("wait_s", "iqr"))
    >>> lf.select(beyond).collect().to_series().to_list()
    [False, False, False, True]
    """
    names = lf.collect_schema().names()
    type_, _ = column(kind, wanted.field, names)
    if type_ not in ("int", "float", "money"):
        raise Usage("clean.outliers_type", field=wanted.field)
    if wanted.field not in names:
        return lf, pl.lit(False)
    values = pl.col(wanted.field).cast(pl.Float64)
    low, high = fences(values, wanted.method)
    low_name, high_name = (f"{fence}{wanted.field}" for fence in (LOW, HIGH))
    beyond = ((values < pl.col(low_name)) | (values > pl.col(high_name))).fill_null(False)
    return lf.with_columns(low.alias(low_name), high.alias(high_name)), beyond


LOW, HIGH, MARK = "__clean_low_", "__clean_high_", "__clean_mark_"


def capped(field: str, dtype: pl.DataType) -> pl.Expr:
    """The column of `field` held within its fences; whole numbers stay whole, and inside.

    >>> frame = pl.DataFrame({"n": [1, 50], "__clean_low_n": [-1.5] * 2, "__clean_high_n": [7.5] * 2})
    >>> frame.select(capped("n", pl.Int64())).to_series().to_list()
    [1, 7]
    """
    low, high = pl.col(f"{LOW}{field}"), pl.col(f"{HIGH}{field}")
    if dtype.is_integer():
        low, high = low.ceil(), high.floor()
    held = pl.col(field).cast(pl.Float64).clip(low, high)
    return pl.when(low.is_not_null()).then(held.cast(dtype)).otherwise(pl.col(field)).alias(field)


def helper_columns(names: Collection[str]) -> list[str]:
    """The columns that `far` and its callers added.

    >>> helper_columns(["wait_s", "__clean_low_wait_s"])
    ['__clean_low_wait_s']
    """
    return [name for name in names if name.startswith((LOW, HIGH, MARK))]


def treated(work: Work) -> None:
    """The action of each `--outliers` on the values beyond its fences; counts "outliers capped"."""
    for one in work.options.outliers:
        beyond = _treated(work, one)
        if one.action == "flag":
            # A later treatment of the same field moves its values and fences: the answer is kept, not the question.
            work.lf = work.lf.with_columns(beyond.alias(MARK + one.field))
            work.marks[one.flag] = pl.col(MARK + one.field)


def _treated(work: Work, one: Outliers) -> pl.Expr:
    """The condition that a value was an outlier, after the action on it."""
    work.lf, beyond = far(work.lf, work.kind, one)
    schema = work.lf.collect_schema()
    if one.field not in schema or one.action == "flag":
        return beyond
    if one.action == "cap":
        work.count(work.lf, "outliers capped", beyond.sum())
        work.lf = work.lf.with_columns(capped(one.field, schema[one.field]))
        return beyond
    plain = work.lf.filter(beyond).drop(helper_columns(schema.names()))
    text = pl.col(one.field).cast(pl.String)
    work.reject(plain, "dropped" if one.action == "drop" else "cell", "value.outlier", one.field, text)
    if one.action == "drop":
        work.lf = work.lf.filter(~beyond)
    else:
        work.lf = work.lf.with_columns(pl.when(~beyond).then(pl.col(one.field)).alias(one.field))
    return beyond
