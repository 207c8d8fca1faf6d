"""The actions of earlier reviews as people keep them, TOML or a table, checked before any data is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from math import inf, isfinite
from typing import Any

from cstools.errors import Usage
from cstools.model.amounts import amount
from cstools.model.fields import normal
from cstools.model.kpis import Known, Metric
from cstools.model.period_words import period_of
from cstools.model.report.keys import ACTION, ASIDE, STATUS_WORDS
from cstools.model.report.parts import parts
from cstools.model.report.planned import OPEN, Planned
from cstools.model.report.reader import Place, Try, among, checked, fail, loaded, metric, short

TABLE = "action"
"""[[action]] is an action."""
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
HEADINGS: dict[str, str] = {
    normal(word): name
    for name, words in ({name: f"{name};{key.headings}" for name, key in ACTION.items()} | {"": ASIDE}).items()
    for word in words.split(";")
}
"""Heading of a table, normalised -> the key it stands for, "" for people only."""
STATUS = {normal(word): name for name, words in STATUS_WORDS.items() for word in (name, *words.split(";"))}
"""What is written for a status, normalised -> the status."""


@dataclass(frozen=True)
class Row:
    """A row of a table, as the place of an error."""

    path: str
    row: int

    def line(self, key: str = "") -> int:
        """The line of the row."""
        return self.row


def free(text: str, path: str, line: int) -> None:
    """Conditions are not looked at."""


def parse(text: str, path: str = "actions.toml", own: Known | None = None, tried: Try = free) -> tuple[Planned, ...]:
    r"""The actions written as TOML, a table [[action]] each; own: metrics of the user; tried: of conditions.

    Raises Usage with file and line for what is no TOML, an unknown key or metric, a month, day, status or target that
    is none, a rate above 1, an id given twice.

    >>> text = '[[action]]\nmonth = "2025-10"\nmetric = "frt_p90"\nwhat = "夜班"\ntarget = "10分"\ndue = 2025-11-15'
    >>> [(one.id, one.metric, one.target, one.due, one.line) for one in parse(text)]
    [('2025-10-1', 'frt_p90', 600.0, '2025-11-15', 1)]
    """
    data, file = loaded(text, path), parts(text, path)
    for name in data:
        among(name, (TABLE,), "key", file, name, within=path)
    given = data.get(TABLE, [])
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        fail("type", file, TABLE, name=TABLE, value=short(given), wanted=f"[[{TABLE}]]")
    return _numbered([_planned(one, file.named(TABLE, at), own or {}, tried) for at, one in enumerate(given)])


def table(
    rows: Iterable[tuple[Mapping[str, str], int]], path: str, own: Known | None = None, tried: Try = free
) -> tuple[Planned, ...]:
    """The actions of a table, a row each with the line it stands on, headings in either language. Raises as `parse`.

    >>> rows = [({"月份": "2025年10月", "措施": "夜班", "指标": "满意率", "目标": "90%", "状态": "已完成"}, 2)]
    >>> [(one.month, one.metric, one.target, one.status) for one in table(rows, "actions.csv")]
    [('2025-10', 'csat_pct', 0.9, 'done')]
    """
    found = []
    for cells, line in rows:
        place = Row(path, line)
        named: dict[str, str] = {}
        for heading, cell in cells.items():
            name = HEADINGS.get(normal(heading))
            if name is None:
                among(heading, ACTION, "key", Row(path, 1), heading, within=path)
            elif name in named:
                fail("twice", Row(path, 1), "", word=heading)
            elif name:
                named[name] = cell
        found.append(_planned(named, place, own or {}, tried))
    return _numbered(found)


def _planned(given: Mapping[str, Any], place: Place, own: Known, tried: Try) -> Planned:
    if isinstance(written := given.get("status"), str):
        given = {**given, "status": STATUS.get(normal(written), written)}
    said = checked(given, ACTION, place, f"[[{TABLE}]]")
    figure = metric(said["metric"], own, place, "metric")
    if "where" in said:
        tried(said["where"], place.path, place.line("where"))
    return Planned(
        id=said.get("id", ""),
        month=_month(said["month"], place),
        what=said.get("what", ""),
        metric=figure.id,
        finding=said.get("finding", ""),
        owner=said.get("owner", ""),
        due=said.get("due", ""),
        status=said.get("status", OPEN),
        where=said.get("where", ""),
        target=_target(said["target"], figure, place) if "target" in said else None,
        since=said.get("since", ""),
        path=place.path,
        line=place.line(),
    )


def _month(text: str, place: Place) -> str:
    found = period_of(text, "month") or ""
    if not MONTH.fullmatch(found):
        fail("month", place, "month", value=short(text))
    return found


def _target(value: Any, figure: Metric, place: Place) -> float:
    """A target in the unit of its metric. Raises Usage: a rate of 90 may mean 90 %, and is refused."""
    told = {"metric": figure.id, "value": short(value)}
    try:
        found = float(amount(str(value), figure.kpi.unit))
    except (ValueError, OverflowError):
        found = inf
    if figure.kpi.unit == "ratio" and not 0 <= found <= 1:
        if share := _percent(value):
            fail("share", place, "target", **told, share=f"{share / 100:g}", percent=f"{share:g}%")
        fail("target", place, "target", **told)
    if not isfinite(found):
        fail("target", place, "target", **told)
    return found


def _percent(value: Any) -> float | None:
    """The percentage that a bare number may mean."""
    try:
        found = float(str(value))
    except ValueError:
        return None
    return found if 1 < found <= 100 else None


def _numbered(found: Sequence[Planned]) -> tuple[Planned, ...]:
    """The actions with an id each: the month and a number where none is given. Raises Usage for an id given twice."""
    taken: dict[str, int] = {}
    for one in found:
        if one.id in taken:
            raise Usage("settings.again", path=one.path, line=one.line, id=one.id, other=taken[one.id])
        taken |= {one.id: one.line} if one.id else {}
    return tuple(replace(one, id=one.id or _free(one.month, taken)) for one in found)


def _free(month: str, taken: dict[str, int]) -> str:
    """The first free number of a month, which is then taken."""
    name = next(f"{month}-{number}" for number in count(1) if f"{month}-{number}" not in taken)
    taken[name] = 0
    return name
