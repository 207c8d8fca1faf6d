"""Tables of the report as text: headings, cells in words, which columns are numbers. Shared by all renderers."""

from __future__ import annotations

from dataclasses import dataclass

from cstools.model.glyphs import visible
from cstools.model.report import Actions, Card, Chart, Column, Kpis, Report, Table
from cstools.model.report.words import WEEKDAYS, word
from cstools.view.numbers import NONE, cell, figure, month, numeric, say, span


@dataclass(frozen=True)
class Grid:
    """A table of text; right: which columns are set flush right."""

    headings: tuple[str, ...]
    right: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


def masthead(report: Report, lang: str) -> tuple[str, str]:
    """The heading (the title given, else the usual one with the month) and the line below it."""
    meta = report.meta
    usual = [word("title", lang)] + ([month(meta.month, lang)] if meta.month else [])
    facts = [visible(shop) for shop in meta.shops] + usual[1:]
    facts.append(word("page.contacts", lang).format(n=f"{meta.rows:,}"))
    if meta.as_of:
        facts.append(word("page.as_of", lang).format(as_of=meta.as_of))
    return visible(meta.title) or " · ".join(usual), " · ".join(facts)


def grid(block: Table | Chart, lang: str) -> Grid:
    """The cells of a table, or of the table behind a chart (a heat map as weekday by hour)."""
    if isinstance(block, Chart) and block.kind == "heat":
        return _matrix(block, lang)
    columns = _used(block)
    places = [block.columns.index(column) for column in columns]
    rows = tuple(tuple(cell(row[place], block.columns[place], lang) for place in places) for row in block.rows)
    return Grid(tuple(heading(column, lang) for column in columns), tuple(map(numeric, columns)), rows)


def heading(column: Column, lang: str) -> str:
    """The heading of a column: the user's own words, else those of its key."""
    return visible(column.label) or word(column.key, lang)


def _used(block: Table | Chart) -> list[Column]:
    """The columns that have a value; the first always."""
    return [
        column
        for place, column in enumerate(block.columns)
        if not place or any(row[place] is not None for row in block.rows)
    ]


def _matrix(chart: Chart, lang: str) -> Grid:
    value = next(column for column in chart.columns if column.key == chart.roles["value"])
    at = {(row[0], row[1]): cell(row[2], value, lang) for row in chart.rows}
    rows = tuple(
        (name, *(at.get((number, hour), NONE) for hour in range(24))) for number, name in enumerate(WEEKDAYS[lang], 1)
    )
    return Grid((word("weekday", lang), *map(str, range(24))), (False, *[True] * 24), rows)


def scorecard(block: Kpis, lang: str) -> Grid:
    """The scorecard as a table: value, change and whether it is sure, year on year, interval, n, target if any."""
    keys = ["metric", "now", "label.previous", "label.year", "label.interval", "label.count", "label.target"]
    rows = [_line(card, lang) for card in block.cards]
    kept = [place for place in range(len(keys)) if place < 3 or any(row[place] != NONE for row in rows)]
    return Grid(
        tuple(word(keys[place], lang) for place in kept),
        tuple(place > 0 for place in kept),
        tuple(tuple(row[place] for place in kept) for row in rows),
    )


def _line(card: Card, lang: str) -> tuple[str, ...]:
    return (
        word(card.metric, lang),
        figure(card.value, lang),
        change(card, lang),
        figure(card.year_change, lang),
        span(card.interval, lang),
        NONE if card.n is None else f"{card.n:,}",
        target(card, lang),
    )


def change(card: Card, lang: str) -> str:
    """The change against the month before, with the word for whether it is more than chance."""
    if card.change is None:
        return NONE
    if card.change_interval is None:
        return figure(card.change, lang)
    noted = word("change.sure" if card.sure else "change.unsure", lang)
    return word("label.noted", lang).format(value=figure(card.change, lang), note=noted)


def target(card: Card, lang: str) -> str:
    """The target and whether it is met."""
    if card.target is None:
        return NONE
    noted = word("target.met" if card.met else "target.missed", lang)
    return word("label.noted", lang).format(value=figure(card.target, lang), note=noted)


def follow_up(block: Actions, lang: str) -> Grid:
    """The follow-up sheet: what was found, where its metric stands, and room for what will be done."""
    keys = ("finding", "metric", "now", "action", "owner", "due")
    rows = tuple(
        (say(one.finding, lang), word(one.metric, lang), figure(one.now, lang), one.what, one.owner, one.due)
        for one in block.items
    )
    return Grid(tuple(word(key, lang) for key in keys), (False, False, True, False, False, False), rows)
