"""口径与数据质量: what was read, what is in the figures, and the sentence behind each of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import polars as pl

from cstools import __version__
from cstools.kernels.kpi import exclude
from cstools.kernels.report import reconcile
from cstools.kernels.report.compare import cut
from cstools.kernels.report.data import Data, left_out
from cstools.kernels.stage import LINE
from cstools.model.kpis import Known, Metric, find, parse
from cstools.model.report import Block, Column, Figure, Note, Phrase, Report, Section, Table, Value

OWN = "cs-report"
LEVELS = ("rejected", "cells_rejected", "merged", "dropped")
LISTED = 15
"""Rows of a table of this section."""


def section(data: Data) -> Section:
    """Rows read and left out with the reason, the runs before this one, the definitions, what stands for now.

    >>> from datetime import datetime
    >>> from cstools.kernels.report.data import Ask, gather
    >>> rows = pl.DataFrame({"created_at": [datetime(2025, 10, 31), None]})
    >>> section(gather(rows, Ask())).blocks[1].rows
    (('rows.read', 2), ('rows.month', 1), ('rows.other', 0), ('excluded.date', 1))
    """
    blocks: list[Block] = [_basis(data), _rows(data)]
    for make in (_inputs, _runs, _rejects, _struck, _fields):
        made = make(data)
        blocks += [made] if made else []
    return Section("quality", (*blocks, *reconcile.blocks(data)))


def _basis(data: Data) -> Note:
    period, ask = data.period, data.ask
    lines = [Phrase("quality.basis", {"month": Figure(period.month, "month"), "as_of": f"{period.as_of}"[:19]})]
    lines += [Phrase("quality.partial")] if period.partial else []
    lines += [Phrase("quality.hours", {"path": PurePath(ask.hours.path).name})] if ask.hours else []
    lines += [Phrase("quality.tests"), Phrase("quality.version", {"version": __version__})]
    return Note(tuple(lines))


def _inputs(data: Data) -> Table | None:
    """The files the report was made from, each with its hash."""
    if not data.ask.inputs:
        return None
    rows = tuple((one.file, one.sha256) for one in data.ask.inputs)
    return Table(Phrase("quality.inputs"), (Column("file"), Column("sha256")), rows)


def _rows(data: Data) -> Table:
    """Every row of the input, once: in the month, in another month, or left out and why."""
    reasons = left_out(data.rows.columns, data.ask)
    reason = pl.coalesce(*(pl.when(test).then(pl.lit(word)) for word, test in reasons.items()))
    found = dict(data.rows.select(reason.alias("why")).drop_nulls().group_by("why").len().iter_rows())
    own = data.month().height
    counted: list[tuple[Value, ...]] = [
        ("rows.read", data.rows.height + data.later),
        ("rows.month", own),
        ("rows.other", data.counted.height - own),
        *((word, found[word]) for word in reasons if word in found),
        *([("excluded.later", data.later)] if data.later else []),
    ]
    return Table(Phrase("quality.rows"), (Column("what", "word"), Column("rows", "n")), tuple(counted))


def _runs(data: Data) -> Table | None:
    """The log lines of the tools that made the input."""
    log = _log(data)
    if not log:
        return None
    columns = (
        Column("tool"), Column("version"), Column("read", "n"), Column("written", "n"), Column("rejected", "n"),
        Column("merged", "n"), Column("dropped", "n"),
    )  # fmt: skip
    rows = tuple(
        (
            str(entry.get("tool", "")),
            str(entry.get("version", "")),
            _count(entry.get("in")),
            _count(entry.get("out")),
            _count(entry.get("rejected")),
            _count(entry.get("merged")),
            _count(entry.get("dropped")),
        )
        for entry in log
    )
    return Table(Phrase("quality.runs"), columns, rows)


def _log(data: Data) -> list[Mapping[str, Any]]:
    return [entry for entry in data.ask.log if entry.get("tool") != OWN]


def _rejects(data: Data) -> Table | None:
    """What the tools before refused, by rule."""
    found: dict[tuple[str, str, str], int] = {}
    for entry in _log(data):
        for level in LEVELS:
            told = entry.get(level)
            for rule, n in told.items() if isinstance(told, Mapping) else ():
                key = str(entry.get("tool", "")), level, str(rule)
                found[key] = found.get(key, 0) + (n if isinstance(n, int) else 0)
    rows = tuple((*key, n) for key, n in sorted(found.items(), key=lambda item: (-item[1], item[0])))
    if not rows:
        return None
    shown = rows[:LISTED]
    columns = (Column("tool"), Column("level", "word"), Column("rule"), Column("rows", "n"))
    return Table(Phrase("quality.rejects"), columns, shown, cut(len(shown), len(rows)))


def _struck(data: Data) -> Table | None:
    """The exclusions, with who approved them and how many records each strikes."""
    given = data.ask.exclusions
    if given is None:
        return None
    found = exclude.told(given, exclude.hits(data.rows.lazy(), given).collect())
    columns = (
        Column("what"), Column("metrics"), Column("reason"), Column("approver"), Column("rows", "n")
    )  # fmt: skip
    return Table(Phrase("quality.struck"), columns, tuple(found.drop(LINE).iter_rows()))


def _fields(data: Data) -> Table | None:
    """How full and how valid the fields were when they were cleaned, the worst first."""
    fields = (data.ask.quality or {}).get("fields")
    if not isinstance(fields, list):
        return None
    rows = [_field(one) for one in fields if isinstance(one, Mapping)]
    worst = sorted(rows, key=lambda row: (row[1] is None, row[1], row[0]))[:LISTED]
    columns = (Column("field"), Column("complete", "ratio"), Column("valid", "ratio"), Column("changed", "n"))
    return Table(Phrase("quality.fields"), columns, tuple(worst), cut(len(worst), len(rows)))


def _field(one: Mapping[str, Any]) -> tuple[str, float | None, float | None, int | None]:
    told = one.get("after")
    after: Mapping[str, Any] = told if isinstance(told, Mapping) else {}
    parts = [after.get(name) for name in ("completeness", "validity")]
    complete, valid = (part if isinstance(part, int | float) else None for part in parts)
    return str(one.get("label") or one.get("field")), complete, valid, _count(one.get("changed"))


def _count(value: object) -> int | None:
    """A count, or the sum of a table of counts by rule."""
    if isinstance(value, Mapping):
        return sum(one for one in value.values() if isinstance(one, int))
    return value if isinstance(value, int) else None


def own_definitions(own: Known, lang: str) -> tuple[Table, ...]:
    """The rules of the metrics of the user's own, in the user's own words; nothing without such metrics."""
    if not own:
        return ()
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (figure.label(lang), figure.rule(lang)) for figure in (Metric(kpi) for kpi in own.values())
    )
    return (Table(Phrase("quality.own"), (Column("metric"), Column("definition")), rows),)


def definitions(report: Report) -> Table:
    """The rule of every metric that the report shows, in the catalogue's own words."""
    shown: dict[str, None] = {}
    for section_ in report.sections:
        for block in section_.blocks:
            names = [card.metric for card in getattr(block, "cards", ())]
            names += [column.key for column in getattr(block, "columns", ())]
            shown |= dict.fromkeys(name for name in names if find(name))
    keys: dict[str, str] = {}
    for name in shown:
        keys.setdefault(parse(name)[0].key, name)
    rows: tuple[tuple[Value, ...], ...] = tuple((name, f"rule.{name}") for name in keys.values())
    return Table(Phrase("quality.definitions"), (Column("metric", "word"), Column("definition", "word")), rows)
