"""A field on a common scale, beside itself: FIELD_scaled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from cstools.errors import Usage
from cstools.kernels.clean.limits import NUMBERS, Ask, Figures, column, figure, grouped, key, limits

if TYPE_CHECKING:
    from cstools.kernels.clean.work import Work

METHODS = ("zscore", "minmax")


@dataclass(frozen=True)
class Scale(Ask):
    """One `--scale FIELD=METHOD [by FIELDS]`."""

    @property
    def made(self) -> str:
        """The field it writes.

        >>> Scale("csat", "zscore").made
        'csat_scaled'
        """
        return f"{self.field}_scaled"


def parse(text: str) -> Scale:
    """One `--scale` as given. Raises Usage("clean.scale") for what is not FIELD=zscore|minmax [by FIELDS].

    >>> parse("handle_s=minmax by channel")
    Scale(field='handle_s', method='minmax', by=('channel',))
    """
    name, _, how = text.partition("=")
    method, word, by = how.strip().partition(" by ")
    groups = grouped(by) if word else ()
    if not name.strip() or method.strip() not in METHODS or not all(groups):
        raise Usage("clean.scale", text=text, methods=", ".join(METHODS))
    return Scale(name.strip(), method.strip(), groups)


def figures(field: str, method: str) -> Figures:
    """What a scale rests on: mean and sample standard deviation (`center`, `spread`), or `low` and `high`.

    >>> pl.DataFrame({"v": [1.0, 3.0]}).select(**figures("v", "zscore").of).row(0)
    (2.0, 1.41421356)
    """
    values = pl.col(field).cast(pl.Float64).drop_nulls()
    if method == "minmax":
        return Figures({"low": values.min(), "high": values.max()})
    ordered = values.sort()
    return Figures({"center": ordered.mean().round_sig_figs(9), "spread": ordered.std().round_sig_figs(9)})


def scaled(work: Work) -> None:
    """The fields of `--scale` beside themselves: (v - mean) / sd, or (v - low) / (high - low).

    To 9 significant digits; null where the value is, or where the values do not spread. Records of a group without
    limits take those of all records. Raises Usage("clean.scale_type") for a field without numbers,
    Usage("field.unknown").
    """
    for one in work.options.scales:
        names = work.names
        if column(work.kind, one.field, names)[0] not in NUMBERS:
            raise Usage("clean.scale_type", field=one.field)
        group = key(one.by, work.kind, names) if one.by else None
        if one.field not in names:
            work.lf = work.lf.with_columns(pl.lit(None, dtype=pl.Float64).alias(one.made))
            continue
        rows = limits(work, one.ask, figures(one.field, one.method), least=2)
        start, reach = (pl.col("low"), pl.col("high") - pl.col("low")), (pl.col("center"), pl.col("spread"))
        zero, unit = start if one.method == "minmax" else reach
        spread = rows.with_columns(zero.alias("low"), pl.when(unit > 0).then(unit).alias("high"))
        low, high = (figure(spread, name, group, otherwise=True) for name in ("low", "high"))
        work.lf = work.lf.with_columns(((pl.col(one.field) - low) / high).round_sig_figs(9).alias(one.made))
