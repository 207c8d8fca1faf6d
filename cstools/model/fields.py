"""The one place for fields: what every record may hold, its type, its labels, and the headings it has in exports."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from cstools.model.field_table import TABLE

TICKET = "ticket"


@dataclass(frozen=True)
class Field:
    """One field of one kind of record.

    type: id, text, enum, list, time, date, int, float, money or bool. unit: s (seconds), yuan, n (a count), pt (points
    of a scale), d (days) or "". choices: the values of an enum. aliases: headings seen in exports, as written in the
    table (`Date@date`). added_by: the tool that writes it, "" for fields of the source.
    """

    name: str
    kind: str
    type: str
    unit: str
    private: bool
    zh: str
    en: str
    choices: tuple[str, ...]
    aliases: tuple[str, ...]
    added_by: str


def _field(kind: str, added_by: str, line: str) -> Field:
    name, spec, unit, zh, en, aliases = line.split("|")
    type_, _, choices = spec.partition(" ")
    return Field(
        name=name,
        kind=kind,
        type=type_.rstrip("!"),
        unit=unit,
        private=type_.endswith("!"),
        zh=zh,
        en=en,
        choices=tuple(choices.split("/")) if choices else (),
        aliases=tuple(aliases.split(";")) if aliases else (),
        added_by=added_by,
    )


def _parse(table: str) -> dict[str, dict[str, Field]]:
    fields: dict[str, dict[str, Field]] = {}
    kind = added_by = ""
    for line in table.split("\n"):
        if line.startswith("["):
            kind, _, added_by = line[1:-1].partition(" ")
            fields.setdefault(kind, {})
        elif line:
            field = _field(kind, added_by, line)
            fields[kind][field.name] = field
    return fields


TAGGED = ("message", "survey", "review")
"""Kinds with texts of customers beside tickets: what cs-tag writes are fields of theirs too."""


def _tagged(fields: dict[str, dict[str, Field]]) -> dict[str, dict[str, Field]]:
    own = [field for field in fields[TICKET].values() if field.added_by == "cs-tag"]
    return fields | {
        kind: fields[kind] | {field.name: replace(field, kind=kind, aliases=()) for field in own} for kind in TAGGED
    }


_FIELDS = _tagged(_parse(TABLE))

KINDS: tuple[str, ...] = tuple(_FIELDS)

TIME: dict[str, str | None] = {
    "ticket": "created_at",
    "message": "sent_at",
    "order": "ordered_at",
    "refund": "applied_at",
    "survey": "replied_at",
    "review": "reviewed_at",
    "stat": "date",
    "agent_state": "start_at",
    "roster": "start_at",
    "customer": "as_of",
    "kpi": None,
}
"""The main time of a kind: what `--during` reads and what "now" is taken from."""

KEY: dict[str, str | None] = {
    "ticket": "ticket_id",
    "message": "message_id",
    "order": "order_id",
    "refund": "refund_id",
    "survey": "survey_id",
    "review": "review_id",
    "stat": None,
    "agent_state": None,
    "roster": None,
    "customer": "customer_id",
    "kpi": None,
}
"""The field that names a record of a kind."""

REQUIRED: dict[str, tuple[str, ...]] = {
    kind: tuple(name for name in (KEY[kind], TIME[kind]) if name) for kind in ("ticket", "order", "refund", "customer")
} | {
    "message": ("sent_at",),
    "survey": ("replied_at", "score"),
    "review": ("text", "reviewed_at"),
    "stat": ("date", "metric", "value"),
    "agent_state": ("agent", "state", "start_at"),
    "roster": ("agent", "start_at"),
    "kpi": ("metric", "value"),
}
"""What a record of a kind cannot do without: its key and main time; where exports have no key, what it is of."""

TWINS: dict[str, tuple[str, ...]] = {
    "first_response_at": ("first_response_s",),
    "first_response_s": ("first_response_at",),
    "resolved_at": ("resolution_s", "is_resolved"),
    "resolution_s": ("resolved_at",),
    "is_resolved": ("resolved_at",),
    "answered_at": ("is_answered",),
    "is_answered": ("answered_at",),
    "queued_at": ("wait_s",),
    "wait_s": ("queued_at",),
}
"""Fields of a ticket one heading may stand for ("Resolved" is a time in one system, yes/no in another): the values
decide."""

_SIGNS: tuple[tuple[str, tuple[frozenset[str], ...]], ...] = tuple(
    (kind, tuple(frozenset(sign.split("+")) for sign in signs.split()))
    for kind, signs in (
        ("ticket", "created_at contact_type"),
        ("kpi", "metric+period period+n"),
        ("stat", "metric+value"),
        ("customer", "recency_d frequency+monetary"),
        ("message", "message_id sender_role sent_at+sender sent_at+is_auto"),
        ("survey", "survey_id survey_kind replied_at+score"),
        ("refund", "refund_id refund_type applied_at refunded_at"),
        ("review", "review_id stars reviewed_at"),
        ("order", "ordered_at paid_at paid_amount parent_order_id order_id+amount"),
        ("agent_state", "state+start_at state+agent"),
        ("roster", "headcount shift+start_at"),
        ("message", "sent_at+text"),
    )
)
"""What tells a kind: any of its signs, a sign being fields that are all there. The first kind that matches is it."""


def of(kind: str) -> dict[str, Field]:
    """The fields of a kind by name, in table order. KeyError if there is no such kind.

    >>> list(of("agent_state"))
    ['agent', 'state', 'start_at', 'end_at']
    """
    return _FIELDS[kind]


def order(kind: str, columns: Iterable[str]) -> list[str]:
    """The columns as they are written: those of the field table in its order, then the unknown ones as given.

    >>> order("ticket", ["mood", "csat", "ticket_id", "age"])
    ['ticket_id', 'csat', 'mood', 'age']
    """
    given = list(columns)
    present = set(given)
    known = of(kind)
    return [name for name in known if name in present] + [name for name in given if name not in known]


def detect(columns: Iterable[str]) -> str:
    """The kind of a canonical stream, told by its fields; ticket if nothing tells.

    >>> detect(["order_id", "customer_id", "paid_amount"])
    'order'
    >>> detect(["ticket_id", "csat"])
    'ticket'
    """
    present = set(columns)
    matches = (kind for kind, signs in _SIGNS if any(sign <= present for sign in signs))
    return next(matches, TICKET)


def label(kind: str, name: str, lang: str) -> str:
    """The label of a field for people, in "zh" or "en"; an unknown field is its own label.

    >>> label("ticket", "first_response_s", "en"), label("ticket", "mood", "zh")
    ('First response (s)', 'mood')
    """
    # A figure's groups are fields of the tickets it was counted over.
    field = of(kind).get(name) or (of(TICKET).get(name) if kind == "kpi" else None)
    if field is None:
        return name
    return field.zh if lang == "zh" else field.en


LONGEST = 1000
"""Characters of a heading that are compared: a file of one line without an end is no heading to look long at."""
_BLANK = re.compile(r"[\s_\ufeff\u200b-\u200d\u2060]+")


@lru_cache(1 << 14)
def normal(heading: str) -> str:
    """A heading as it is compared: NFKC, case folded, without spaces, underscores and invisible marks.

    >>> normal(" First_Response Time（秒） ")
    'firstresponsetime(秒)'
    """
    return _BLANK.sub("", unicodedata.normalize("NFKC", heading[:LONGEST])).casefold()


@cache
def headings(kind: str) -> dict[str, tuple[str, str]]:
    """Normalised heading -> (field, part) for a kind; part is "", "date" or "clock" (see `field_table`).

    A source field's own name goes before its Chinese, that before its English label, these before any alias, and all
    before the fields our tools add: an export's "Topic" is its category, not what cs-tag wrote (see `find`).
    ValueError if two fields claim one alias: the table is wrong.

    >>> headings("ticket")["会话id"], headings("ticket")["date"]
    (('ticket_id', ''), ('created_at', 'date'))
    """
    fields = of(kind).values()
    source = [field for field in fields if not field.added_by]
    known: dict[str, tuple[str, str]] = {}
    for names in (
        [(field.name, field.name) for field in source],
        [(field.zh, field.name) for field in source],
        [(field.en, field.name) for field in source],
        [(alias, field.name) for field in fields for alias in field.aliases],
    ):
        for heading, name in names:
            text, _, part = heading.partition("@")
            claim = known.setdefault(normal(text), (name, part))
            if claim[0] != name:
                raise ValueError(f"{kind}: heading {text!r} of {name} is taken by {claim[0]}")
    for field in fields:
        for text in (field.name, field.zh, field.en):
            known.setdefault(normal(text), (field.name, ""))
    return known


def find(kind: str, heading: str) -> tuple[str, str] | None:
    """The (field, part) a heading stands for, or None: a field's exact name is that field, else `headings` decides.

    >>> find("ticket", "topic"), find("ticket", "Topic"), find("ticket", "mood")
    (('topic', ''), ('category', ''), None)
    """
    return (heading, "") if heading in of(kind) else headings(kind).get(normal(heading))


def detect_headings(given: Iterable[str]) -> str:
    """The kind of a raw export: the one that knows most of its headings; ticket wins a tie, then table order.

    Nothing is figures of ours without a metric and a value, however many of its headings (Note, Source) we use too.

    >>> [detect_headings(found) for found in (["订单编号", "订单付款时间 "], ["Points", "Note", "Why"])]
    ['order', 'ticket']
    """
    names = {normal(heading) for heading in given}
    return max(KINDS, key=lambda kind: _known(kind, names))


def _known(kind: str, names: Iterable[str]) -> int:
    found = {headings(kind)[name][0] for name in names if name in headings(kind)}
    return len(found) if kind != "kpi" or found.issuperset(REQUIRED["kpi"]) else 0
