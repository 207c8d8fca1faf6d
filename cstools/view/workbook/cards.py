"""The scorecard: a line a metric, and the months behind its line of trend."""

from __future__ import annotations

from dataclasses import replace

from cstools.model.report import Card, Kpis
from cstools.model.report.words import word
from cstools.view.grid import metric
from cstools.view.numbers import month
from cstools.view.workbook.actions import ends
from cstools.view.workbook.cells import Cell, figure, native, text
from cstools.view.workbook.listing import Listing, Placed
from cstools.view.workbook.sheet import Sheet, quoted
from cstools.view.workbook.style import COLOURS

KEYS = (
    "metric", "now", "label.trend", "before", "label.previous", "sheet.verdict", "label.year", "label.target",
    "sheet.met", "sheet.lo", "sheet.hi", "label.count", "sheet.change_lo", "sheet.change_hi",
)  # fmt: skip
ALWAYS = (0, 1, 4)
TREND = KEYS.index("label.trend")
LEAST = 2
"""Months a line takes."""
WIDTH = 16.0
SURE = {"good": "change.good", "bad": "change.bad"}


def scorecard(sheet: Sheet, block: Kpis) -> None:
    """The cards as a table; below it the months, from which Excel draws the lines of trend."""
    against = tuple(dict.fromkeys(card.beside_label for card in block.cards if card.beside is not None))
    headings = (*KEYS, *(one or "label.beside" for one in against))
    rows = tuple((*_line(card, sheet.lang), *_against(card, against, sheet.lang)) for card in block.cards)
    drawn = [sum(value is not None for _, value in card.trend) >= LEAST for card in block.cards]
    always = (*ALWAYS, TREND) if any(drawn) else ALWAYS
    placed = sheet.table(Listing(tuple(word(key, sheet.lang) for key in headings), rows).used(always))
    if any(drawn):
        sheet.widths[TREND] = max(WIDTH, sheet.widths[TREND])
        _trends(sheet, block, placed, drawn)


def _line(card: Card, lang: str) -> tuple[Cell, ...]:
    low, high = ends(card.interval, lang)
    from_, to = ends(card.change_interval, lang)
    return (
        text(metric(card, lang)),
        replace(figure(card.value, lang), bold=True),
        Cell(),
        figure(card.previous, lang),
        replace(figure(card.change, lang), tone=card.tone if card.sure else ""),
        _verdict(card, lang),
        figure(card.year_change, lang),
        figure(card.target, lang),
        _met(card, lang),
        low,
        high,
        native(card.n, "n", lang),
        from_,
        to,
    )


def _against(card: Card, labels: tuple[str, ...], lang: str) -> list[Cell]:
    return [figure(card.beside, lang) if card.beside_label == label else Cell() for label in labels]


def _verdict(card: Card, lang: str) -> Cell:
    """Whether the change is more than chance, and for the better or the worse."""
    if card.change is None or (card.change_interval is None and not card.sure):
        return Cell()
    if not card.sure:
        return text(word("change.unsure", lang), tone="muted")
    return text(word(SURE.get(card.tone, "change.sure"), lang), tone=card.tone, bold=True)


def _met(card: Card, lang: str) -> Cell:
    if card.met is None:
        return Cell()
    key, tone = ("target.met", "good") if card.met else ("target.missed", "bad")
    return text(word(key, lang), tone=tone, bold=True)


def _trends(sheet: Sheet, block: Kpis, placed: Placed, drawn: list[bool]) -> None:
    months = sorted({name for card in block.cards for name, _ in card.trend})
    told = [(number, card) for number, card in enumerate(block.cards) if drawn[number]]
    sheet.gap()
    sheet.line(word("sheet.months", sheet.lang), "heading")
    headings = (word("metric", sheet.lang), *(month(name, sheet.lang) for name in months))
    rows = tuple(_months(card, months, sheet.lang) for _, card in told)
    behind = sheet.table(Listing(headings, rows, filters=False))
    for place, (number, _) in enumerate(told):
        row = behind.first + place
        _sparkline(sheet, placed.first + number, row, len(months))


def _months(card: Card, months: list[str], lang: str) -> tuple[Cell, ...]:
    values = dict(card.trend)
    return (text(metric(card, lang)), *(native(values.get(name), card.value.unit, lang) for name in months))


def _sparkline(sheet: Sheet, row: int, source: int, months: int) -> None:
    from xlsxwriter.utility import xl_range_abs

    area = xl_range_abs(source, 1, source, months)
    look = {
        "range": f"{quoted(sheet.name)}!{area}", "series_color": COLOURS["accent"], "last_point": True,
        "last_color": COLOURS["ink"], "weight": 1.5, "empty_cells": "gaps",
    }  # fmt: skip
    sheet.sheet.add_sparkline(row, TREND, look)
