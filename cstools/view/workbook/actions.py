"""The follow-up sheet: this month's with room to fill in, an earlier one's with what came of it."""

from __future__ import annotations

from cstools.model.glyphs import visible
from cstools.model.report import Action, Actions, Figure, Span
from cstools.model.report.words import word
from cstools.view import told
from cstools.view.grid import metric, status, verdict
from cstools.view.numbers import say
from cstools.view.workbook.cells import Cell, figure, native, text
from cstools.view.workbook.listing import Listing
from cstools.view.workbook.sheet import Sheet
from cstools.view.workbook.style import TONES

PLANNED = ("finding", "metric", "now", "label.target", "action", "owner", "due", "follow.status", "follow.where")
ALWAYS = ("finding", "metric", "now", "action", "owner", "due")
OPEN = ("action", "owner", "due")
"""What the meeting fills in."""
WIDTHS = (42.0, 14.0, 14.0)
FOLLOWED = (
    "follow.id", "action", "owner", "due", "follow.status", "metric", "follow.before", "follow.now", "follow.change",
    "lo", "hi", "follow.verdict", "label.target", "follow.n_before", "follow.n", "finding", "follow.where",
    "follow.note",
)  # fmt: skip
KEPT = ("action", "metric", "follow.before", "follow.now", "follow.change", "follow.verdict")
NAMED = {"lo": "sheet.change_lo", "hi": "sheet.change_hi"}


def actions(sheet: Sheet, block: Actions) -> None:
    """Before, now, the change with its interval and the verdict where followed; else what was found and room."""
    sheet.line(told.sheet(block, sheet.lang), "heading")
    keys, always = (FOLLOWED, KEPT) if block.followed else (PLANNED, ALWAYS)
    lines = [_told(one, sheet.lang) for one in block.items]
    made = Listing(
        tuple(word(NAMED.get(key, key), sheet.lang) for key in keys),
        tuple(tuple(line[key] for key in keys) for line in lines),
        open=() if block.followed else tuple(keys.index(key) for key in OPEN),
    )
    made = made.used(tuple(keys.index(key) for key in always))
    sheet.table(made)
    for column, width in zip(made.open, WIDTHS, strict=False):
        sheet.widths[column] = max(width, sheet.widths[column])


def _told(one: Action, lang: str) -> dict[str, Cell]:
    """Heading -> cell, for both sheets."""
    lo, hi = ends(one.interval, lang)
    return {
        "follow.id": text(visible(one.id)),
        "finding": text(say(one.finding, lang)),
        "metric": text(metric(one, lang)),
        "now": figure(one.now, lang),
        "action": text(visible(one.what)),
        "owner": text(visible(one.owner)),
        "due": native(one.due or None, "date", lang),
        "follow.status": text(status(one, lang)),
        "follow.before": figure(one.before, lang),
        "follow.now": figure(one.now, lang),
        "follow.change": figure(one.change, lang),
        "lo": lo,
        "hi": hi,
        "follow.verdict": text(verdict(one, lang), bold=True, tone=_tone(one)),
        "label.target": figure(one.target, lang),
        "follow.n_before": native(one.n_before, "n", lang),
        "follow.n": native(one.n, "n", lang),
        "follow.where": text(visible(one.where)),
        "follow.note": text(say(one.note, lang)),
    }


def _tone(one: Action) -> str:
    return TONES.get(f"verdict.{one.verdict.removeprefix('verdict.')}", "")


def ends(value: Span | None, lang: str) -> tuple[Cell, Cell]:
    """Both ends of an interval."""
    if value is None:
        return Cell(), Cell()
    return figure(Figure(value.lo, value.unit), lang), figure(Figure(value.hi, value.unit), lang)
