"""What figures are grouped by: fields, `hour`, `weekday`, a path cut (`topic:2`), the period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.frames import dtypes
from cstools.kernels.expr.periods import ALL
from cstools.kernels.kpi.names import TIME
from cstools.model import fields
from cstools.model.kpis import nearest

SEPARATOR = "/"
"""Between the levels of a topic path."""
FIELDS = dtypes("ticket")
"""The fields of tickets and their types: some hold lists."""


@dataclass(frozen=True)
class Group:
    """One `--by`: the column it makes, the field it reads (TIME: what dates the record), how deep a path is kept (0:
    whole).
    """

    name: str
    field: str
    depth: int = 0

    @property
    def total(self) -> str:
        """The internal column that marks a total over this group."""
        return f"__total_{self.name}"


def parse(texts: Sequence[str]) -> tuple[Group, ...]:
    """The groups a list of `--by` items stands for. Raises Usage("kpi.by") for one that is given twice or malformed.

    >>> parse(["channel", "topic:2", "hour"])[1:]
    (Group(name='topic', field='topic', depth=2), Group(name='hour', field='__time', depth=0))
    """
    groups = tuple(map(_group, texts))
    if len({group.name for group in groups}) < len(groups):
        raise Usage("kpi.by", text=",".join(texts))
    return groups


def check(groups: Sequence[Group], columns: Sequence[str], time: str) -> None:
    """Raise Usage("kpi.column") for a group whose field the records do not have, with the nearest names."""
    for group in groups:
        if group.field == TIME and time not in columns:
            raise Usage("kpi.column", column=time, near=", ".join(nearest(time, columns) or list(columns)))
        if group.field not in (TIME, *columns):
            known = dict.fromkeys([*columns, *fields.of("ticket")])
            near = [name for name in nearest(group.field, known) if name != group.field] or list(columns)
            raise Usage("kpi.column", column=group.field, near=", ".join(near))


def key(group: Group, dtype: pl.DataType) -> pl.Expr:
    """The group's value as text, null where the field is null; a list stays a list (its record counts in each item).

    hour is `00` to `23`, weekday `1` (Monday) to `7`.

    >>> frame = pl.DataFrame({"topic": ["售后/物流/慢", None]})
    >>> frame.select(key(Group("topic", "topic", 2), pl.String())).to_series().to_list()
    ['售后/物流', None]
    """
    value = pl.col(group.field)
    if group.name == "hour" and dtype.is_temporal():
        return value.dt.to_string("%H").alias("hour")
    if group.name == "weekday" and dtype.is_temporal():
        return value.dt.weekday().cast(pl.String).alias("weekday")
    if dtype == pl.Datetime:
        value = value.dt.to_string("%Y-%m-%d %H:%M:%S")
    elif dtype != pl.List(pl.String):
        value = value.cast(pl.String)
    if group.depth and dtype == pl.List(pl.String):
        # a record of two paths that are one when cut is in it once
        value = value.list.eval(_cut(pl.element(), group.depth)).list.unique(maintain_order=True)
    elif group.depth:
        value = _cut(value, group.depth)
    return value.alias(group.name)


def _cut(path: pl.Expr, depth: int) -> pl.Expr:
    return path.str.split(SEPARATOR).list.head(depth).list.join(SEPARATOR)


def sets(groups: Sequence[Group], rollup: bool) -> list[tuple[Group, ...]]:
    """The sets of groups to total by: all of them and, for a rollup, every shorter prefix down to none.

    >>> [len(each) for each in sets(parse(["channel", "agent"]), rollup=True)]
    [2, 1, 0]
    """
    sizes = range(len(groups), -1, -1) if rollup else [len(groups)]
    return [tuple(groups[:size]) for size in sizes]


def explosions(groups: Sequence[Group], rollup: bool) -> list[tuple[str, ...]]:
    """The groups of each set that hold lists, whose items are counted one by one; each such set once.

    >>> explosions(parse(["tags", "channel"]), rollup=True)
    [('tags',), ()]
    """
    return list(dict.fromkeys(exploded(kept) for kept in sets(groups, rollup)))


def exploded(kept: Sequence[Group]) -> tuple[str, ...]:
    """Those of the groups that hold lists."""
    return tuple(group.name for group in kept if FIELDS.get(group.field) == pl.List(pl.String))


def marked(totals: pl.DataFrame, kept: Sequence[Group], groups: Sequence[Group]) -> pl.DataFrame:
    """Totals of one set with every group's column and its mark: a group that was summed over reads `all`."""
    return totals.with_columns(
        *(pl.lit(group not in kept).alias(group.total) for group in groups),
        *(pl.lit(ALL).alias(group.name) for group in groups if group not in kept),
    )


def _group(text: str) -> Group:
    if text in ("hour", "weekday"):
        return Group(text, TIME)
    name, colon, depth = text.partition(":")
    if not name or (colon and not (depth.isdecimal() and int(depth) > 0)):
        raise Usage("kpi.by", text=text)
    return Group(name, name, int(depth or 0))
