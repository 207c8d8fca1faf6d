"""The report model: what a review says, before it is drawn.

Plain values with their units and phrases by key: no word of a language, no width, no colour. The kernels build it, the
renderers of `view/` only lay it out, and its JSON (`cs-report -t json`) can be rendered again in any format and
language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, get_args

from cstools.errors import Usage

Value = str | float | int | bool | None
"""One cell: text from the data, a number in the unit of its column, or nothing."""


@dataclass(frozen=True)
class Figure:
    """A number (or a day, a month) and what it is in: a unit of `UNITS`. None is a figure that could not be made."""

    value: float | int | str | None
    unit: str = "n"


@dataclass(frozen=True)
class Span:
    """An interval: both ends in one unit."""

    lo: float | None
    hi: float | None
    unit: str = "n"


@dataclass(frozen=True)
class Phrase:
    """A sentence of `model/report_words.py` and what fills its blanks: text from the data, or values with units."""

    key: str
    params: Mapping[str, Param] = field(default_factory=dict)


Param = str | Figure | Span | Phrase | tuple["Param", ...]
UNITS = (
    "text", "word", "date", "month", "weekday", "n", "mean", "ratio", "x", "s", "yuan", "pt",
    "pp", "change", "n_change", "s_change", "yuan_change", "pt_change",
)  # fmt: skip
"""The units of figures and columns. text: as the data has it; word: a key of the words table; ratio: 0..1 (85.5%);
x: times; s: seconds; pp: a difference of ratios; change: a relative change; *_change: a signed difference."""


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading is the word `key`, its cells are in `unit`."""

    key: str
    unit: str = "text"


@dataclass(frozen=True)
class Finding:
    """One thing to know. tone: bad, warn, good or flat; `tag` is the word for it, so that colour is never alone.

    section: where the figures are. now: where what it is about stands this month. effect with its interval and n is
    the evidence; `weight` ranked it: the contacts it concerns.
    """

    tag: str
    tone: str
    headline: Phrase
    detail: Phrase
    evidence: Phrase
    section: str
    metric: str
    effect: Figure
    now: Figure
    interval: Span | None = None
    n: int | None = None
    weight: float = 0.0


@dataclass(frozen=True)
class Findings:
    """The ranked findings; with none, `otherwise` says so."""

    items: tuple[Finding, ...]
    otherwise: Phrase


@dataclass(frozen=True)
class Card:
    """One metric of the scorecard. change and year_change are against the month before and a year before.

    tone: good, bad or flat (flat also where the change is not distinguishable from none, `sure` is then False).
    change_interval is at the confidence of all questions the scorecard asks at once.
    """

    metric: str
    value: Figure
    n: int | None = None
    interval: Span | None = None
    previous: Figure | None = None
    change: Figure | None = None
    change_interval: Span | None = None
    year_change: Figure | None = None
    target: Figure | None = None
    met: bool | None = None
    better: str = "o"
    tone: str = "flat"
    sure: bool = False


@dataclass(frozen=True)
class Kpis:
    """The scorecard."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Table:
    """Rows under columns; `more` says what was left out."""

    title: Phrase
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    more: Phrase | None = None


@dataclass(frozen=True)
class Chart:
    """A picture of a table. kind: band, bars, heat or dots; roles: which column is drawn as what.

    alt says in one sentence what the picture shows. The rows drawn are the rows of the table behind it, no others.
    """

    name: str
    kind: str
    title: Phrase
    alt: Phrase
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    roles: Mapping[str, str]
    lead: Phrase | None = None
    reference: Figure | None = None
    wide: bool = False


@dataclass(frozen=True)
class Case:
    """A ticket told: chosen by `rule` (a word), its facts as name and value, the customer's own words masked."""

    ticket: str
    rule: str
    facts: tuple[tuple[str, Param], ...]
    quote: str


@dataclass(frozen=True)
class Cases:
    """The cases of the month."""

    items: tuple[Case, ...]


@dataclass(frozen=True)
class Action:
    """A line of the follow-up sheet: the finding, the metric that will show it, where that stands now.

    owner, due and what are for the meeting to fill in; empty here.
    """

    finding: Phrase
    metric: str
    now: Figure
    what: str = ""
    owner: str = ""
    due: str = ""


@dataclass(frozen=True)
class Actions:
    """The follow-up sheet."""

    items: tuple[Action, ...]


@dataclass(frozen=True)
class Note:
    """A paragraph of sentences."""

    lines: tuple[Phrase, ...]


Block = Findings | Kpis | Chart | Table | Cases | Actions | Note


@dataclass(frozen=True)
class Section:
    """A part of the report: `id` names its heading in the words table. Without blocks, `why` says why in one line."""

    id: str
    blocks: tuple[Block, ...] = ()
    lead: Phrase | None = None
    why: Phrase | None = None


@dataclass(frozen=True)
class Meta:
    """What the report is about: month `2025-10`, the latest time in the data, the shops, the records of the month."""

    month: str
    as_of: str
    rows: int
    shops: tuple[str, ...] = ()
    title: str = ""
    version: str = ""


@dataclass(frozen=True)
class Report:
    """The whole review."""

    meta: Meta
    sections: tuple[Section, ...]


PARTS: dict[str, type] = {
    part.__name__: part
    for part in (*get_args(Block), Report, Meta, Section, Figure, Span, Phrase, Column, Finding, Card, Case, Action)
}


def to_json(report: Report) -> str:
    """The report as JSON: every part an object whose `type` names it, parts at their default left out.

    >>> to_json(Report(Meta("2025-10", "2025-10-31 18:00:00", 3), ()))[:35]
    '{"type": "Report", "meta": {"type":'
    """
    return json.dumps(_plain(report), ensure_ascii=False, allow_nan=False) + "\n"


def from_json(text: str | bytes) -> Report:
    """The report that `to_json` wrote. Raises Usage("report.model") for anything else.

    >>> report = Report(Meta("2025-10", "2025-10-31 18:00:00", 3), (Section("trend", why=Phrase("why.days")),))
    >>> from_json(to_json(report)) == report
    True
    """
    try:
        made = json.loads(text, object_hook=_part)
    except (ValueError, TypeError, KeyError) as error:
        raise Usage("report.model", why=str(error)) from error
    if not isinstance(made, Report):
        raise Usage("report.model", why="not a report")
    return made


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
