"""From a file of business hours, TOML or a table, to schedules: every word checked, with the line to name in an error.

Both forms say the same: entries of a key (which days) and a value (which hours), for all or for a group.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cstools.errors import Usage
from cstools.model import fields
from cstools.model.hours import Hours
from cstools.model.hours_schedules import Entry, names, schedules
from cstools.model.hours_words import LONGEST, OWN_YEARS, SPECIAL, dates, tidy, weekdays
from cstools.model.toml_lines import line_in, line_of

COLUMNS = {
    "field": ("field", "字段"),
    "value": ("value", "值", "取值"),
    "days": ("days", "day", "星期", "日子"),
    "date": ("date", "日期"),
    "hours": ("hours", "时间", "时段", "工作时间", "营业时间", "服务时间"),
    "name": ("name", "名称", "说明", "备注"),
}
"""Headings of a table; one more names the field whose values it holds (team, 客服组)."""
KEYS = ("hours", "name")
"""What an inline table says of a day."""


@dataclass(frozen=True)
class _File:
    text: str
    path: str

    def wrong(self, message: str, section: str, key: str | None, /, **params: object) -> Usage:
        return Usage(message, path=self.path, line=line_of(self.text, section, key), **params)


def toml(text: str, path: str = "hours.toml") -> Hours:
    r"""The hours written in a TOML text; `path` is what an error calls the file.

    Raises Usage with file and line for TOML that does not parse, a key that is no day, hours that cannot be read or
    overlap, a day or a group given twice, a range that runs backwards, a country without known holidays.

    >>> hours = toml('holidays = "CN"\nmon-fri = "09:00-18:00"\n[team."夜班"]\ndaily = "22:00-06:00"')
    >>> hours.field, [schedule.values for schedule in hours.schedules], hours.schedules[1].week[0]
    ('team', [(), ('夜班',)], ((1320, 1800),))
    """
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Usage("hours.toml", path=path, line=line_in(error), why=error) from error
    file = _File(text, path)
    entries: list[Entry] = []
    for key, value in data.items():
        is_field = isinstance(value, dict) and not _is_day(value)
        entries += _groups(file, key, value) if is_field else [_entry(file, "", "", key, value)]
    return _built(entries, path)


def table(rows: Sequence[Mapping[str, Any]], path: str = "hours.csv", lines: Sequence[int] | None = None) -> Hours:
    """The hours of a table, a row for some days: days or date, hours, name; field and value, or a column of the field.

    lines: of the rows, for errors; else the headings are line 1. Raises as `toml`, and Usage for a heading too many.

    >>> rows = [("", "周一至周五", "9:00-18:00"), ("夜班", "每天", "22:00-6:00")]
    >>> hours = table([{"客服组": group, "星期": days, "时间": spans} for group, days, spans in rows])
    >>> hours.field, hours.schedules[1].values
    ('team', ('夜班',))
    """
    heads = _heads(rows, path)
    entries = []
    for line, row in enumerate(rows, 2):
        said = {heads[key]: str(value).strip() for key, value in row.items() if key in heads and value is not None}
        if any(said.values()):
            entries.append(_row(said, path, lines[line - 2] if lines else line))
    return _built(entries, path)


def _built(entries: Sequence[Entry], path: str) -> Hours:
    groups = {entry.field: entry for entry in entries if entry.field}
    if len(groups) > 1:
        last = max(groups.values(), key=lambda entry: entry.line)
        raise last.wrong("hours.fields", fields=", ".join(groups))
    years: set[int] = set()
    for entry in entries:
        if entry.kind == OWN_YEARS:
            years |= entry.years()
    days = [entry for entry in entries if entry.kind != OWN_YEARS]
    return Hours(schedules(days, path), next(iter(groups), ""), frozenset(years), names(days), path)


def _is_day(said: Mapping[str, Any]) -> bool:
    return said.keys() <= {*KEYS} and not any(isinstance(value, dict) for value in said.values())


def _groups(file: _File, field: str, found: Mapping[str, Any]) -> Iterable[Entry]:
    """The entries of the tables [FIELD."VALUE"]."""
    for value, said in found.items():
        if not isinstance(said, dict) or not value.strip():
            raise file.wrong("hours.group", field, value, word=field)
        for key, hours in said.items():
            yield _entry(file, field, value, key, hours)


def _entry(file: _File, field: str, value: str, key: str, said: object) -> Entry:
    section = f"{field}.{value}" if field else ""
    name = ""
    if isinstance(said, dict) and _is_day(said):
        name, said = str(said.get("name", "")), said.get("hours")
    items = said if isinstance(said, list) else [said]
    if not items or not all(isinstance(item, (str, int)) and not isinstance(item, bool) for item in items):
        raise file.wrong("hours.value", section, key, word=key, value=said)
    line = line_of(file.text, section, key)
    return _made(Entry(_field(field), value, key, ";".join(map(str, items)), name, file.path, line))


def _made(entry: Entry) -> Entry:
    """The entry with what its key stands for. Raises Usage for a key that names no days."""
    word = tidy(entry.key)
    if word in SPECIAL:
        return replace(entry, kind=SPECIAL[word])
    if found := weekdays(word):
        return replace(entry, week=found)
    try:
        span = dates(word)
    except ValueError as error:
        raise entry.wrong("hours.day", word=entry.key) from error
    if span is None:
        raise entry.wrong("hours.day", word=entry.key)
    if not 0 <= (span[1] - span[0]).days < LONGEST:
        raise entry.wrong("hours.backwards", word=entry.key)
    return replace(entry, dates=span)


def _heads(rows: Sequence[Mapping[str, Any]], path: str) -> dict[str, str]:
    """Heading -> its name in COLUMNS, or "=FIELD" for the column of a field. Raises Usage("hours.columns")."""
    known = {word: name for name, words in COLUMNS.items() for word in words}
    given = list(
        dict.fromkeys(key for row in rows for key in row if any(str(one.get(key) or "").strip() for one in rows))
    )
    heads = {key: known[tidy(key)] for key in given if tidy(key) in known}
    others = [key for key in given if key not in heads]
    twice = len(set(heads.values())) < len(heads)
    if twice or len(others) > ("value" not in heads.values()) or "hours" not in heads.values():
        raise Usage("hours.columns", path=path, line=1, found=", ".join(given))
    return heads | {key: f"={_field(key)}" for key in others}


def _row(said: Mapping[str, str], path: str, line: int) -> Entry:
    group = next(((head[1:], value) for head, value in said.items() if head.startswith("=") and value), None)
    field, value = group or (_field(said.get("field", "")), said.get("value", ""))
    key = said.get("days") or said.get("date") or ""
    entry = Entry(field, value, key, said.get("hours", ""), said.get("name", ""), path, line)
    if said.get("days") and said.get("date"):
        raise entry.wrong("hours.both", word=f"{said['days']}, {said['date']}")
    if bool(field) != bool(value):
        raise entry.wrong("hours.group", word=field or value)
    return _made(entry)


def _field(name: str) -> str:
    """The field a heading stands for; itself where it is none."""
    found = fields.find(fields.TICKET, name) if name else None
    return found[0] if found and not found[1] else name
