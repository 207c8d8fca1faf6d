"""Blocks of the report as lines of text, for renderers without a table to put them in."""

from __future__ import annotations

from dataclasses import dataclass

from cstools.model.glyphs import visible
from cstools.model.report import Action, Actions, Card, Case, Chart, Finding, Section, Value
from cstools.model.report.words import word
from cstools.view.grid import change, metric, status, target, verdict
from cstools.view.grid.tables import named, places
from cstools.view.numbers import NONE, cell, figure, fill, say, span


@dataclass(frozen=True)
class Told:
    """A thing in words: what it is (tag), its tone, the sentence, what explains it, the evidence."""

    tag: str
    tone: str
    head: str
    lines: tuple[str, ...] = ()
    evidence: str = ""


VERDICTS = {"better": "good", "worse": "bad"}
"""The tone of what came of an action; of any other verdict it is flat."""


def finding(one: Finding, lang: str) -> Told:
    """A finding: its evidence is a line of its own."""
    evidence = word("label.evidence", lang) + say(one.evidence, lang)
    return Told(word(one.tag, lang), one.tone, say(one.headline, lang), (say(one.detail, lang),), evidence)


def action(one: Action, lang: str) -> Told:
    """An action: what was decided, what came of it; the evidence is the figures before and after.

    Without a verdict (one of this month's), its figure now and who is to do it.
    """
    head = visible(one.what) or say(one.finding, lang)
    found = say(one.finding, lang) if one.what else ""
    lines = (_measured(one, lang), _kept(one, lang), _named("finding", found, lang), say(one.note, lang))
    return Told(verdict(one, lang), came(one), head, tuple(line for line in lines if line))


def came(one: Action) -> str:
    """The tone of what came of an action."""
    return VERDICTS.get(one.verdict.removeprefix("verdict."), "flat")


def _measured(one: Action, lang: str) -> str:
    now = figure(one.now, lang)
    if not one.verdict:
        figures = [("now", now), ("label.target", figure(one.target, lang))]
    else:
        changed, between = figure(one.change, lang), span(one.interval, lang)
        if between != NONE:
            told = listed([("label.interval", between)], lang)
            changed = word("label.noted", lang).format(value=changed, note=told)
        figures = [
            ("follow.before", figure(one.before, lang)), ("follow.now", now), ("follow.change", changed),
            ("label.target", figure(one.target, lang)), ("follow.n_before", _count(one.n_before)),
            ("follow.n", _count(one.n)),
        ]  # fmt: skip
    told = listed(figures, lang)
    return word("label.colon", lang).format(name=metric(one, lang), value=told) if told else ""


def _kept(one: Action, lang: str) -> str:
    texts = [("owner", one.owner), ("due", one.due), ("follow.status", status(one, lang)), ("follow.where", one.where)]
    return listed([(key, visible(text)) for key, text in [*texts, ("follow.id", one.id)]], lang)


def _named(key: str, text: str, lang: str) -> str:
    return word("label.colon", lang).format(name=word(key, lang), value=text) if text else ""


def _count(n: int | None) -> str:
    return NONE if n is None else f"{n:,}"


def listed(parts: list[tuple[str, str]], lang: str) -> str:
    """Names and values in one line; what has no value is left out.

    >>> listed([("follow.before", "84秒"), ("follow.now", "—"), ("owner", "")], "zh")
    '之前 84秒'
    """
    told = [f"{word(key, lang)} {value}" for key, value in parts if value not in ("", NONE)]
    return joint(lang).join(told)


def joint(lang: str) -> str:
    """What stands between the parts of a line."""
    return "，" if lang == "zh" else ", "


def card(one: Card, lang: str) -> tuple[str, str]:
    """A metric after its name and value: the change with its word, which has the tone of the card, and the rest: year
    on year, target, what it is read against.

    >>> from cstools.model.report import Figure
    >>> card(Card("csat_pct", Figure(0.8, "ratio"), target=Figure(0.9, "ratio"), met=False), "zh")
    ('', '目标 90.0%（未达标）')
    """
    rest = [
        ("label.year", figure(one.year_change, lang)), ("label.target", target(one, lang)),
        (one.beside_label or "label.beside", figure(one.beside, lang)),
    ]  # fmt: skip
    return listed([("label.previous", change(one, lang))], lang), listed(rest, lang)


def row(chart: Chart, values: tuple[Value, ...], lang: str) -> tuple[str, str, str]:
    """A row of a chart: its label, its value, and what else is drawn, noted.

    >>> from cstools.model.report import Column, Phrase
    >>> drawn = (Column("problem"), Column("contacts", "n"), Column("mark", "word"))
    >>> roles = {"label": "problem", "value": "contacts", "mark": "mark"}
    >>> chart = Chart("topics", "bars", Phrase("topics"), Phrase("topics"), drawn, (), roles)
    >>> row(chart, ("物流", 1250, "mark.rising"), "zh")
    ('物流', '1,250', '（显著上升）')
    """
    place = places(chart)
    at = [place[role] for role in ("beside", "rate", "mark") if role in place]
    notes = [named(chart.columns[one], values[one], lang) for one in at if values[one] is not None]
    name, value = (cell(values[place[role]], chart.columns[place[role]], lang) for role in ("label", "value"))
    return name, value, word("label.noted", lang).format(value="", note=joint(lang).join(notes)) if notes else ""


def reference(chart: Chart, lang: str) -> str:
    """What the rows of a chart are read against."""
    if chart.reference is None or chart.reference.value is None:
        return ""
    key = "label.even" if chart.reference.unit == "x" else "label.all"
    return word(key, lang).format(value=figure(chart.reference, lang))


def facts(one: Case, lang: str) -> str:
    """The facts of a case in one line."""
    colon = word("label.colon", lang)
    return " · ".join(colon.format(name=word(name, lang), value=fill(value, lang)) for name, value in one.facts)


def sheet(block: Actions, lang: str) -> str:
    """What a sheet of actions is: an earlier month's, or this one's."""
    return word("actions.followed" if block.followed else "actions.filled", lang)


def leads(section: Section, lang: str) -> list[str]:
    """What is said of a section as a whole: its lead, and why it is empty."""
    return [text for text in (say(section.lead, lang), say(section.why, lang)) if text]
