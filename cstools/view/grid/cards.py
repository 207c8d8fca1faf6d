"""The scorecard as a table."""

from __future__ import annotations

from cstools.model.report import Card, Figure, Kpis
from cstools.model.report.words import word
from cstools.view.bars import sparkline, thinned
from cstools.view.grid.base import Grid, metric
from cstools.view.numbers import NONE, figure, span

KEYS = (
    "metric", "now", "label.previous", "label.target", "label.trend", "label.year", "before", "label.interval",
    "label.change_interval", "label.count",
)  # fmt: skip
"""The headings, what matters most first: a narrow terminal leaves out the last."""
AGAINST = 4
"""The place of what a figure is read against."""
LEFT = ("metric", "label.trend")
SURE = {"good": "change.good", "bad": "change.bad"}
"""Tone of a change that is sure -> its word."""
LONGEST = 24
"""Cells of a drawn trend."""
GAP, GAP_ASCII = "·", "?"
"""What stands for a month without a figure."""


def scorecard(block: Kpis, lang: str, *, ascii_only: bool = False) -> Grid:
    """The scorecard as a table: value, change and whether it is sure, target, what it is read against, trend, year on
    year, interval, n. Columns no card fills are left out. ascii_only: the trend is drawn in ASCII.
    """
    against = list(dict.fromkeys(card.beside_label for card in block.cards if card.beside is not None))
    headings = [word(key, lang) for key in KEYS]
    right = [key not in LEFT for key in KEYS]
    rows = tuple(
        (*_line(card, lang, ascii_only), *(beside(card, lang) if card.beside_label == one else NONE for one in against))
        for card in block.cards
    )
    heads = (*headings, *(_against(one, lang) for one in against))
    made = Grid(heads, (*right, *[True] * len(against)), rows)
    order = [*range(AGAINST), *range(len(KEYS), len(heads)), *range(AGAINST, len(KEYS))]
    return made.only(order).used(range(3))


def _line(card: Card, lang: str, ascii_only: bool) -> tuple[str, ...]:
    return (
        metric(card, lang),
        figure(card.value, lang),
        change(card, lang),
        target(card, lang),
        trend(card, ascii_only=ascii_only),
        figure(card.year_change, lang),
        figure(card.previous, lang),
        span(card.interval, lang),
        span(card.change_interval, lang),
        figure(Figure(card.n), lang),
    )


def _against(label: str, lang: str) -> str:
    return word(label or "label.beside", lang)


def change(card: Card, lang: str) -> str:
    """The change against the month before, with the word for whether it is more than chance."""
    if card.change is None:
        return NONE
    if card.change_interval is None:
        return figure(card.change, lang)
    noted = word(SURE.get(card.tone, "change.sure") if card.sure else "change.unsure", lang)
    return word("label.noted", lang).format(value=figure(card.change, lang), note=noted)


def target(card: Card, lang: str) -> str:
    """The target and whether it is met; a null `met` is not said."""
    if card.target is None or card.met is None:
        return figure(card.target, lang)
    noted = word("target.met" if card.met else "target.missed", lang)
    return word("label.noted", lang).format(value=figure(card.target, lang), note=noted)


def beside(card: Card, lang: str) -> str:
    """What the figure is read against."""
    return figure(card.beside, lang)


def trend(card: Card, *, ascii_only: bool = False) -> str:
    """The months as a line of blocks, oldest first; nothing to draw below two figures.

    >>> values = (("2025-08", 1.0), ("2025-09", None), ("2025-10", 3.0))
    >>> trend(Card("volume", Figure(3), trend=values)), trend(Card("volume", Figure(3), trend=values[2:]))
    ('▁·█', '—')
    """
    values = [value for _, value in card.trend]
    if sum(value is not None for value in values) <= 1:
        return NONE
    return sparkline(thinned(values, LONGEST), ascii_only=ascii_only, null=GAP_ASCII if ascii_only else GAP)
