"""口径与数据质量: what was read, what is in the figures, and the sentence behind each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from cstools import __version__
from cstools.kernels.report.data import Data
from cstools.kernels.report.period import outside
from cstools.model.kpis import find, parse
from cstools.model.report import Block, Column, Figure, Note, Phrase, Report, Section, Table, Value

OWN = "cs-report"


def section(data: Data) -> Section:
    """Rows read and left out with the reason, the runs before this one, the definitions, what stands for now.

    >>> from datetime import datetime
    >>> from cstools.kernels.report.data import Ask, gather
    >>> rows = pl.DataFrame({"created_at": [datetime(2025, 10, 31), None]})
    >>> section(gather(rows, Ask())).blocks[1].rows
    (('rows.read', 2), ('rows.month', 1), ('rows.other', 0), ('excluded.date', 1))
    """
    period = data.period
    first = Note(
        (
            Phrase("quality.basis", {"month": Figure(period.month, "month"), "as_of": f"{period.as_of}"[:19]}),
            *((Phrase("quality.partial"),) if period.partial else ()),
            Phrase("quality.tests"),
            Phrase("quality.version", {"version": __version__}),
        )
    )
    runs = [entry for entry in data.ask.log if entry.get("tool") != OWN]
    blocks: list[Block] = [first, _rows(data)]
    if runs:
        blocks.append(_runs(runs))
    return Section("quality", tuple(blocks))


def _rows(data: Data) -> Table:
    """Every row of the input, once: in the month, in another month, or left out and why."""
    reasons = outside(data.rows.columns)
    reason = pl.coalesce(*(pl.when(test).then(pl.lit(word)) for word, test in reasons.items()))
    found = dict(data.rows.select(reason.alias("why")).drop_nulls().group_by("why").len().iter_rows())
    own = data.month().height
    counted: list[tuple[Value, ...]] = [
        ("rows.read", data.rows.height),
        ("rows.month", own),
        ("rows.other", data.counted.height - own),
        *((word, found[word]) for word in reasons if word in found),
    ]
    return Table(Phrase("quality.rows"), (Column("what", "word"), Column("rows", "n")), tuple(counted))


def _runs(log: Sequence[Mapping[str, Any]]) -> Table:
    """The log lines of the tools that made the input."""
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


def _count(value: object) -> int | None:
    """A count, or the sum of a table of counts by rule."""
    if isinstance(value, Mapping):
        return sum(one for one in value.values() if isinstance(one, int))
    return value if isinstance(value, int) else None


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
