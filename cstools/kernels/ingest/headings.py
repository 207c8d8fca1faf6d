"""Which heading of an export is which field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cstools.model import fields as table


@dataclass(frozen=True)
class Plan:
    """How the columns of one file become fields.

    fields: heading -> field, for columns that are one field each. halves: field -> (date heading, clock heading) of a
    time that came in two columns. Columns in neither keep their own heading.
    """

    kind: str
    fields: Mapping[str, str]
    halves: Mapping[str, tuple[str, str]]


def plan(columns: Iterable[str], kind: str | None, mapped: Mapping[str, str]) -> Plan:
    """The plan for the headings of a file. kind: None for the kind that knows most of them; mapped: `--map`.

    The first heading that means a field takes it; a later one keeps its own heading, and nothing is overwritten.

    >>> plan(["Call Id", "Date", "Time", "Mood"], "ticket", {})
    Plan(kind='ticket', fields={'Call Id': 'ticket_id'}, halves={'created_at': ('Date', 'Time')})
    """
    columns = list(columns)
    kind = kind or table.detect_headings([mapped.get(name, name) for name in columns])
    asked = {table.normal(heading): field for heading, field in mapped.items()}
    whole: dict[str, str] = {}
    parts: dict[str, dict[str, str]] = {}
    for heading in sorted(columns, key=lambda name: table.normal(name) not in asked):
        given = asked.get(table.normal(heading))
        found = (given, "") if given else table.find(kind, heading)
        if found is None:
            continue
        field, part = found
        if part:
            parts.setdefault(field, {}).setdefault(part, heading)
        elif field not in whole.values():
            whole[heading] = field
    return Plan(kind, *_joined(whole, parts, table.TIME[kind]))


def _joined(
    whole: dict[str, str], parts: dict[str, dict[str, str]], main: str | None
) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """A date and a clock make one time; a clock alone takes the date of the main time; either alone is the time."""
    halves: dict[str, tuple[str, str]] = {}
    shared = parts.get(main or "", {}).get("date")
    for field, found in parts.items():
        if field in whole.values():
            continue
        date, clock = found.get("date") or shared, found.get("clock")
        if date and clock:
            halves[field] = (date, clock)
        else:
            whole[found.get("date") or found["clock"]] = field
    return whole, halves
