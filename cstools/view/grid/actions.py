"""The follow-up sheet as a table: this month's with room to fill in, an earlier one's with what came of it."""

from __future__ import annotations

from cstools.model.glyphs import visible
from cstools.model.report import Action, Actions, Figure
from cstools.model.report.words import word
from cstools.view.grid.base import Grid, metric
from cstools.view.numbers import figure, say, span

FILLED = ("finding", "metric", "now", "action", "owner", "due")
FOLLOWED = (
    "action", "metric", "follow.before", "follow.now", "follow.change", "follow.verdict", "label.interval",
    "label.target", "follow.status", "owner", "due", "follow.n_before", "follow.n", "follow.where", "finding",
    "follow.note", "follow.id",
)  # fmt: skip
FIGURES = (
    "now", "follow.before", "follow.now", "follow.change", "label.interval", "label.target", "follow.n_before",
    "follow.n",
)  # fmt: skip


def follow_up(block: Actions, lang: str) -> Grid:
    """This month's: what was found, where its metric stands, and room for what will be done. Of an earlier month: what
    was decided, before and now, the change with its interval, the verdict; columns no action fills are left out.
    """
    keys = FOLLOWED if block.followed else FILLED
    told = [_told(one, lang) for one in block.items]
    rows = tuple(tuple(line[key] for key in keys) for line in told)
    made = Grid(tuple(word(key, lang) for key in keys), tuple(key in FIGURES for key in keys), rows)
    return made.used(range(6)) if block.followed else made


def _told(one: Action, lang: str) -> dict[str, str]:
    """Heading -> cell, for both sheets."""
    return {
        "finding": say(one.finding, lang),
        "metric": metric(one, lang),
        "now": figure(one.now, lang),
        "action": visible(one.what),
        "owner": visible(one.owner),
        "due": visible(one.due),
        "follow.before": figure(one.before, lang),
        "follow.now": figure(one.now, lang),
        "follow.change": figure(one.change, lang),
        "label.interval": span(one.interval, lang),
        "follow.verdict": verdict(one, lang),
        "label.target": figure(one.target, lang),
        "follow.status": status(one, lang),
        "follow.n_before": figure(Figure(one.n_before), lang),
        "follow.n": figure(Figure(one.n), lang),
        "follow.where": visible(one.where),
        "follow.note": say(one.note, lang),
        "follow.id": visible(one.id),
    }


def verdict(one: Action, lang: str) -> str:
    """What came of it, in a word.

    >>> from cstools.model.report import Phrase
    >>> verdict(Action(Phrase("topics"), "frt_p50", Figure(58.0, "s"), verdict="better"), "zh")
    '显著好转'
    """
    return _worded("verdict.", one.verdict, lang)


def status(one: Action, lang: str) -> str:
    """Whether it is open, done or dropped."""
    return _worded("status.", one.status, lang)


def _worded(kind: str, key: str, lang: str) -> str:
    return word(kind + key.removeprefix(kind), lang) if key else ""
