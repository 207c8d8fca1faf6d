"""The blocks a section of the report is made of, and the report itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cstools.model.report.figures import Column, Figure, Param, Phrase, Span, Value


@dataclass(frozen=True)
class Finding:
    """One thing to know. tone: bad, warn, good or flat; `tag` is the word for it, so that colour is never alone.

    section: where the figures are. now: where what it is about stands this month. effect with its interval and n is
    the evidence; `weight` ranked it: the contacts it concerns. where: the records it is about, as an SQL condition, ""
    for all: what is decided about it is measured there.
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
    where: str = ""


@dataclass(frozen=True)
class Findings:
    """The ranked findings; with none, `otherwise` says so. lead: what comes before them (targets met of how many)."""

    items: tuple[Finding, ...]
    otherwise: Phrase
    lead: Phrase | None = None


@dataclass(frozen=True)
class Card:
    """One metric of the scorecard. change and year_change are against the month before and a year before.

    tone: good, bad or flat (flat also where the change is not distinguishable from none, `sure` is then False).
    change_interval is at the confidence of all questions the scorecard asks at once. trend: months and values, oldest
    first, the last being this one. beside: what the figure is read against (the team's, for one person), named by the
    word `beside_label`. label: words of the user's own in place of the metric's.
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
    trend: tuple[tuple[str, float | None], ...] = ()
    beside: Figure | None = None
    beside_label: str = ""
    label: str = ""


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
    """A picture of a table; roles: which column is drawn as what.

    kind: band (x, value, lo, hi, middle, mark), bars (label, value, beside, mark), heat (x: hour, y: weekday, value),
    dots (label, value, lo, hi, beside, mark), stack (label, beside, and part.1 .. part.N, whose shares make the whole),
    funnel (label, value, rate: of the step before), matrix (y, x, value, mark: rows and columns in order of
    appearance), vega (the user's own: `spec` is Vega-Lite without data, the columns are its fields).
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
    spec: str = ""


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
    """A line of the follow-up sheet: what was found, the metric that will show it, what was decided, what came of it.

    This month's: finding and now are filled in, what, owner and due are for the meeting. Of an earlier month: before,
    now, their change with its interval, and `verdict` (a word: better, worse, unsure, few, none, open) say what came of
    it. where: the records it concerns, as a condition; status: a word (open, done, dropped); target in the metric's
    unit. label: words of the user's own in place of the metric's.
    """

    finding: Phrase
    metric: str
    now: Figure
    what: str = ""
    owner: str = ""
    due: str = ""
    id: str = ""
    where: str = ""
    status: str = ""
    target: Figure | None = None
    before: Figure | None = None
    change: Figure | None = None
    interval: Span | None = None
    n: int | None = None
    n_before: int | None = None
    verdict: str = ""
    note: Phrase | None = None
    label: str = ""


@dataclass(frozen=True)
class Actions:
    """The follow-up sheet; followed: its lines are those of an earlier month, with what came of them."""

    items: tuple[Action, ...]
    followed: bool = False


@dataclass(frozen=True)
class Note:
    """A paragraph of sentences."""

    lines: tuple[Phrase, ...]


Block = Findings | Kpis | Chart | Table | Cases | Actions | Note


@dataclass(frozen=True)
class Section:
    """A part of the report: `id` names its heading in the words table, unless `title` is one of the user's own.

    Without blocks, `why` says why in one line.
    """

    id: str
    blocks: tuple[Block, ...] = ()
    lead: Phrase | None = None
    why: Phrase | None = None
    title: str = ""


@dataclass(frozen=True)
class Meta:
    """What the report is about: month `2025-10`, the latest time in the data, the shops, the records of the month.

    audience: a word (director, lead, agent), "" for the whole; field and member: the part it is about (team, 一组).
    """

    month: str
    as_of: str
    rows: int
    shops: tuple[str, ...] = ()
    title: str = ""
    version: str = ""
    audience: str = ""
    field: str = ""
    member: str = ""


@dataclass(frozen=True)
class Report:
    """The whole review."""

    meta: Meta
    sections: tuple[Section, ...]
