"""The report as JSON and back, for `cs-report -t json` and `--from-model`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from typing import Any, get_args

from cstools.errors import Usage
from cstools.model.report.blocks import Action, Block, Card, Case, Finding, Meta, Report, Section
from cstools.model.report.figures import Column, Figure, Phrase, Span
from cstools.model.report.valid import check

PARTS: dict[str, type] = {
    part.__name__: part
    for part in (*get_args(Block), Report, Meta, Section, Figure, Span, Phrase, Column, Finding, Card, Case, Action)
}


def to_json(report: Report) -> str:
    """The report as JSON: every part an object whose `type` names it, parts at their default left out.

    >>> to_json(Report(Meta("2025-10", "2025-10-31 18:00:00", 3), ()))[:35]
    '{"type": "Report", "meta": {"type":'
    """
    told = json.dumps(_plain(report), ensure_ascii=False, allow_nan=False) + "\n"
    return told.encode("utf-8", "replace").decode()


def from_json(text: str | bytes) -> Report:
    """The report that `to_json` wrote. Raises Usage("report.model") for anything else.

    >>> report = Report(Meta("2025-10", "2025-10-31 18:00:00", 3), (Section("trend", why=Phrase("why.month")),))
    >>> from_json(to_json(report)) == report
    True
    """
    try:
        made = json.loads(text, object_hook=_part, parse_constant=_no_number)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Usage("report.model", why=str(error)[:120]) from error
    if not isinstance(made, Report):
        raise Usage("report.model", why="not a report")
    check(made)
    return made


def _no_number(text: str) -> None:
    raise ValueError(text)


def _plain(part: Any) -> Any:
    if isinstance(part, tuple | list):
        return [_plain(item) for item in part]
    if isinstance(part, Mapping):
        return {"type": "map", **{key: _plain(value) for key, value in part.items()}}
    if type(part).__name__ not in PARTS:
        return part
    told = {f.name: getattr(part, f.name) for f in fields(part) if not _default(f, getattr(part, f.name))}
    return {"type": type(part).__name__, **{name: _plain(value) for name, value in told.items()}}


def _default(described: Field[Any], value: Any) -> bool:
    made = {} if described.default_factory is dict else described.default
    return bool(made is not MISSING and value == made)


def _part(found: dict[str, Any]) -> Any:
    kind = found.pop("type")
    frozen = {key: _frozen(value) for key, value in found.items()}
    return frozen if kind == "map" else PARTS[kind](**frozen)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
