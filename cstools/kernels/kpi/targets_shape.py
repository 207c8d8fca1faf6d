"""A table of targets in any of its shapes, as one row a target: long, or metrics against teams or periods."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from cstools.kernels.expr.durations import durations
from cstools.kernels.expr.numbers import numbers
from cstools.kernels.expr.text import plain, says_nothing
from cstools.kernels.kpi.sheet import Sheet, cleaned, headed, lined
from cstools.kernels.stage import LINE
from cstools.model.fields import normal
from cstools.model.metric_names import named
from cstools.model.period_words import lacks_year, period_of
from cstools.model.side_headings import TARGETS, TIMES, VALUES, group_of

HEAD = "__heading"
"""The heading a value stood under."""
ACROSS = "across"
"""The column of a period that stood in a heading: the first of October is October there."""
TEAM = "team"
"""What the headings of a matrix are where nothing says."""
_CORNER = re.compile(r"[\\/|、×xX*]")


@dataclass(frozen=True)
class Shape:
    """Which heading is what. ours, groups: column -> heading; across: the headings of a matrix, `axis` what they are.

    axis: `metric`, ACROSS for periods, or the name of a group; "" for the long form.
    """

    ours: dict[str, str]
    groups: dict[str, str] = field(default_factory=dict)
    across: tuple[str, ...] = ()
    axis: str = ""


def long(sheet: Sheet, asked: Sequence[str] = ()) -> tuple[Sheet, tuple[str, ...]]:
    """One row a target: metric, unit, columns of TIMES and ACROSS, groups, VALUES, HEAD, LINE, all text; the groups.

    asked: the groups of the figures: they name the headings of a matrix and any group that is no field. Raises Usage
    for a heading that is not understood, and for a table without targets.

    >>> rows = pl.DataFrame({"指标": ["满意率"], "售后一组": ["85%"], "售后二组": ["80%"]})
    >>> made, groups = long(Sheet(rows, "t.csv"))
    >>> made.rows.select("metric", "team", "target").rows(), groups
    ([('满意率', '售后一组', '85%'), ('满意率', '售后二组', '80%')], ('team',))
    """
    sheet = headed(sheet, TARGETS, "metric")
    shape = _shape(sheet, tuple(asked))
    kept = {**shape.ours, **shape.groups}
    rows = lined(sheet.rows).with_columns(cleaned(pl.col(name)) for name in sheet.headings)
    fixed = rows.select(*(pl.col(heading).alias(name) for name, heading in kept.items()), LINE)
    if shape.across:
        apart = [
            fixed.with_columns(pl.lit(heading.strip()).alias(shape.axis), rows[heading].alias("target"))
            for heading in shape.across
        ]
        fixed = pl.concat(apart).with_columns(pl.col(shape.axis).alias(HEAD)).sort(LINE, maintain_order=True)
    values = [name for name in VALUES if name in fixed.columns]
    fixed = fixed.with_columns(pl.when(~says_nothing(plain(pl.col(name)))).then(pl.col(name)) for name in values)
    fixed = fixed.filter(pl.any_horizontal(pl.col(values).is_not_null()))
    if fixed.is_empty():
        raise sheet.wrong("targets.empty")
    groups = [*shape.groups, *([shape.axis] if shape.axis not in ("", "metric", ACROSS) else [])]
    return Sheet(fixed, sheet.path, sheet.tz, kept), tuple(groups)


def _shape(sheet: Sheet, asked: tuple[str, ...]) -> Shape:
    ours = _ours(sheet)
    free = [name for name in sheet.headings if name not in ours.values() and TARGETS.get(normal(name)) != "skip"]
    if any(name in ours for name in VALUES):
        return _long_form(sheet, ours, free, asked)
    periods = tuple(name for name in free if period_of(name) or lacks_year(name))
    if periods:
        ours, free = _with_metric(sheet, ours, [name for name in free if name not in periods], asked)
        return Shape(ours, _groups(sheet, free, asked), periods, ACROSS)
    metrics = tuple(name for name in free if named(name)) if "metric" not in ours else ()
    if metrics:
        return _metrics_across(sheet, ours, [name for name in free if name not in metrics], metrics, asked)
    return _groups_across(sheet, ours, free, asked)


def _ours(sheet: Sheet) -> dict[str, str]:
    """Column -> heading of the headings that are no groups. Raises Usage for two of one column."""
    found: dict[str, str] = {}
    for heading in sheet.headings:
        name = TARGETS.get(normal(heading))
        if name in (None, "skip"):
            continue
        if name in found:
            raise sheet.wrong("side.twice", column=name, first=found[name], second=heading)
        found[str(name)] = heading
    return found


def _with_metric(
    sheet: Sheet, ours: dict[str, str], free: list[str], asked: tuple[str, ...]
) -> tuple[dict[str, str], list[str]]:
    """The first column holds the metrics where no heading says so and it is no group."""
    if "metric" in ours:
        return ours, free
    first = sheet.headings[0] if sheet.headings else ""
    if first not in free or group_of(first, asked):
        raise sheet.wrong("side.column", column="metric", known="metric, 指标, KPI")
    return {**ours, "metric": first}, [name for name in free if name != first]


def _long_form(sheet: Sheet, ours: dict[str, str], free: list[str], asked: tuple[str, ...]) -> Shape:
    ours, free = _with_metric(sheet, ours, free, asked)
    return Shape(ours, _groups(sheet, free, asked))


def _metrics_across(
    sheet: Sheet, ours: dict[str, str], free: list[str], metrics: tuple[str, ...], asked: tuple[str, ...]
) -> Shape:
    first = sheet.headings[0]
    groups = {}
    if first in free and not group_of(first, asked):
        groups, free = {_default(asked): first}, [name for name in free if name != first]
    return Shape(ours, groups | _groups(sheet, free, asked), metrics, "metric")


def _groups_across(sheet: Sheet, ours: dict[str, str], free: list[str], asked: tuple[str, ...]) -> Shape:
    """Metrics down, members of a group across; a column of a group's names beside them says more of each row."""
    ours, free = _with_metric(sheet, ours, free, asked)
    named_groups = [name for name in free if group_of(name, asked) and not _amounts(sheet.rows[name])]
    across = tuple(name for name in free if name not in named_groups)
    if not across:
        raise sheet.wrong("targets.empty")
    groups, axis = _groups(sheet, named_groups, asked), _corner(ours["metric"], asked) or _default(asked)
    if axis in groups:
        raise sheet.wrong("side.twice", column=axis, first=groups[axis], second=across[0])
    return Shape(ours, groups, across, axis)


def _groups(sheet: Sheet, headings: Sequence[str], asked: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for heading in headings:
        name = group_of(heading, asked)
        if name is None:
            raise sheet.wrong("targets.heading", column=heading)
        if name in found or name in TIMES:
            raise sheet.wrong("side.twice", column=name, first=found.get(name, name), second=heading)
        found[name] = heading
    return found


def _corner(heading: str, asked: tuple[str, ...]) -> str | None:
    """The group that a heading such as 指标/渠道 says the other headings are."""
    parts = _CORNER.split(heading)
    return next((name for part in parts if (name := group_of(part, asked))), None) if len(parts) > 1 else None


def _default(asked: tuple[str, ...]) -> str:
    return TEAM if not asked or TEAM in asked else asked[0]


def _amounts(cells: pl.Series) -> bool:
    """Whether every cell with a value is a number, a percentage or a duration."""
    text = cells.cast(pl.String).drop_nulls().to_frame("t")
    return bool(text.select((durations(pl.col("t")).is_not_null() | numbers(pl.col("t")).is_not_null()).all()).item())
