"""Which heading of an export is which field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cstools.model import fields as table
from cstools.model.sources import Preset
from cstools.model.units import SECONDS, bare, scaled


@dataclass(frozen=True)
class Plan:
    """How the columns of one file become fields.

    fields: heading -> field, for columns that are one field each. halves: field -> (date heading, clock heading) of a
    time that came in two columns. Columns in neither keep their own heading. units: field -> the seconds that 1 stands
    for, where that is not one.
    """

    kind: str
    fields: Mapping[str, str]
    halves: Mapping[str, tuple[str, str]]
    units: Mapping[str, float] = field(default_factory=dict, repr=False)
    preset: Preset = field(default_factory=Preset, repr=False)


def plan(columns: Iterable[str], kind: str | None, mapped: Mapping[str, str], preset: Preset | None = None) -> Plan:
    """The plan for the headings of a file. kind: None for the preset's, or the one that knows most of them; mapped:
    `--map`, which goes before the preset, and that before the names and aliases of the field table.

    The first heading that means a field takes it; a later one keeps its own heading, and nothing is overwritten.

    >>> plan(["Call Id", "Date", "Time", "Mood"], "ticket", {})
    Plan(kind='ticket', fields={'Call Id': 'ticket_id'}, halves={'created_at': ('Date', 'Time')})
    """
    columns = list(columns)
    preset = preset or Preset()
    asked = {table.normal(heading): name for heading, name in mapped.items()}
    kind = kind or preset.kind or table.detect_headings([asked.get(table.normal(name), name) for name in columns])
    told = {heading: _meaning(kind, heading, asked, preset) for heading in columns}
    whole: dict[str, str] = {}
    parts: dict[str, dict[str, str]] = {}
    for heading in sorted(columns, key=lambda name: told[name][0]):
        _, name, part = told[heading]
        if part:
            parts.setdefault(name, {}).setdefault(part, heading)
        elif name and name not in whole.values():
            whole[heading] = name
    fields, halves = _joined(whole, parts, table.TIME[kind])
    return Plan(kind, fields, halves, _units(kind, fields, preset), preset)


FIRST, SECOND, THIRD, NONE = range(4)
"""Who says what a heading means: --map, the preset, the field table, nobody."""


def _meaning(kind: str, heading: str, asked: Mapping[str, str], preset: Preset) -> tuple[int, str, str]:
    """Who says what a heading means, the field, and its part."""
    forms = [table.normal(form) for form in (heading, bare(heading)[0], scaled(heading)[0])]
    if forms[0] in asked:
        return FIRST, asked[forms[0]], ""
    for form in forms:
        if form in preset.fields:
            name, _, part = preset.fields[form].partition("@")
            return SECOND, name, part
    for form in (heading, *forms[1:]):
        if found := table.find(kind, form):
            return THIRD, *found
    return NONE, "", ""


def source_of(plan: Plan, heading: str, mapped: Mapping[str, str]) -> str:
    """Who says what a heading means: `map`, the name of the preset, `alias`, or "" for nobody."""
    asked = {table.normal(name): found for name, found in mapped.items()}
    return ("map", plan.preset.name, "alias", "")[_meaning(plan.kind, heading, asked, plan.preset)[0]]


def _units(kind: str, fields: Mapping[str, str], preset: Preset) -> dict[str, float]:
    """The units of durations, as the preset or the heading says them."""
    timed = {name: unit_of(heading, preset) for heading, name in fields.items() if _timed(kind, name)}
    return {name: SECONDS[unit] for name, unit in timed.items() if SECONDS.get(unit, 1.0) != 1.0}


def _timed(kind: str, name: str) -> bool:
    known = table.of(kind).get(name)
    return known is not None and known.unit == "s"


def unit_of(heading: str, preset: Preset) -> str:
    """The unit of a heading's bare numbers, as the preset or the heading itself says it; "" where nothing does.

    >>> unit_of("平均会话时长(分)", Preset()), unit_of("时长", Preset(units={"时长": "ms"}))
    ('min', 'ms')
    """
    name, unit = bare(heading)
    return preset.units.get(table.normal(heading)) or unit or preset.units.get(table.normal(name), "")


def _joined(
    whole: dict[str, str], parts: dict[str, dict[str, str]], main: str | None
) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """A date and a clock make one time; a clock alone takes the date of the main time; either alone is the time."""
    halves: dict[str, tuple[str, str]] = {}
    shared = parts.get(main or "", {}).get("date")
    for field_, found in parts.items():
        if field_ in whole.values():
            continue
        date, clock = found.get("date") or shared, found.get("clock")
        if date and clock:
            halves[field_] = (date, clock)
        else:
            whole[found.get("date") or found["clock"]] = field_
    return whole, halves
