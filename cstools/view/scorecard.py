"""Figures of cs-kpi as a scorecard: a line a metric, the change in words, the course, what the reader must know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

import polars as pl

from cstools.model.period_words import phase_label
from cstools.model.weekdays import WEEKDAYS
from cstools.view import table
from cstools.view.scorecard_cells import Pen
from cstools.view.scorecard_layout import lay_out
from cstools.view.scorecard_legend import above, below
from cstools.view.scorecard_rows import ALL, ORDINARY, PHASE, Line, Sheet, sheet
from cstools.view.table import Column, Marks, cut, marks, wrap

LINES = 200
"""Lines drawn unless told; the count below says how many there are."""
WIDE = 120
"""On a terminal of so many columns each rule stands below its first line unasked."""
SIDE_BY_SIDE = 3
"""Up to so many metrics of more groups, the groups of a metric stand together: they are what is compared."""
NAME, SHARE = 28, 0.35
"""A metric's name has so many cells, or this share of the width."""
INDENT, JOINT = "  ", " · "
PARAGRAPH = 6
"""Lines a text below a row may have."""
DAYS = "1234567"


def render(
    frame: pl.DataFrame,
    *,
    lang: str,
    width: int,
    ascii_only: bool = False,
    total: int | None = None,
    styled: bool = False,
    better: Mapping[str, str] | None = None,
    rules: bool | None = None,
    by: Sequence[str] | None = None,
    most: int = LINES,
) -> str:
    """The last period of a frame of kind kpi, one line a metric and group; ends with a newline.

    As `table.render`, which draws what is no list of figures (`--wide`, chosen fields). better: `+`, `-` or `o` by
    metric, for those outside the catalogue. rules: whether ids and rules are shown; None: the rules, on a wide
    terminal. by: the group columns, None: told by the frame. most: lines drawn at most.
    """
    made = sheet(frame, by)
    if made is None:
        return table.render(
            frame, kind="kpi", lang=lang, width=width, ascii_only=ascii_only, total=total, styled=styled
        )
    pen, drawn = Pen(lang, ascii_only, better or {}), marks(ascii_only=ascii_only, styled=styled)
    by_metric = side_by_side(made)
    stacked = cards(made, pen, by_metric=by_metric)
    lines = [line for card in stacked for line in card.lines][:most]
    names = members(made, lines, pen) if by_metric else [metrics(lines, pen, width)]
    laid = lay_out(lines, names, pen, width, drawn)
    under = Under(pen, width, drawn, ids=bool(rules), rules=width >= WIDE if rules is None else rules)
    out = [cut(above(made, pen), width, drawn), *laid.head]
    for card, rows in zip(stacked, shares(stacked, len(lines)), strict=True):
        out += heading(card, rows, under, by_metric=by_metric) if rows and card.heading else []
        for at in rows:
            out += [laid.rows[at], *under.lines(lines[at], laid.under[at])]
    told = below(made, lines, laid, pen, width, made.height if total is None else total)
    out += [drawn.dim(part) for line in told for part in wrap(line, width, PARAGRAPH, drawn)]
    return "\n".join(out) + "\n"


@dataclass(frozen=True)
class Card:
    """Lines under a heading."""

    heading: str
    lines: list[Line]


@dataclass
class Under:
    """What stands below a row, faint: columns there was no room for, notes, and each rule once.

    ids: the id of the metric as well, and rules in full.
    """

    pen: Pen
    width: int
    marks: Marks
    ids: bool
    rules: bool
    seen: set[str] = field(default_factory=set)

    def lines(self, line: Line, items: Sequence[str]) -> list[str]:
        """The lines below the row of a metric."""
        if self.ids:
            return self._wrapped(JOINT.join([self.pen.safe(line.metric), *items, *self.rule(line)]), PARAGRAPH)
        return [*self._wrapped(JOINT.join(items), PARAGRAPH), *self.headed(line)]

    def headed(self, line: Line) -> list[str]:
        """The rule by itself, in one line unless it is asked for."""
        return [part for rule in self.rule(line) for part in self._wrapped(rule, PARAGRAPH if self.ids else 1)]

    def rule(self, line: Line) -> list[str]:
        """The rule, where no line before has had it."""
        rule = line.row.get("rule")
        if not self.rules or not rule or rule in self.seen:
            return []
        self.seen.add(rule)
        return [self.pen.word("rule", rule=self.pen.safe(str(rule)))]

    def _wrapped(self, text: str, most: int) -> list[str]:
        room = max(self.width - len(INDENT), 1)
        return [self.marks.dim(INDENT + part) for part in wrap(text, room, most, self.marks)]


def side_by_side(made: Sheet) -> bool:
    """Whether the groups of a metric stand together, and not the metrics of a group."""
    kinds, groups = len({line.metric for line in made.lines}), len({line.group for line in made.lines})
    ranked = any(line.number("rank") is not None for line in made.lines)
    return bool(made.by) and (ranked or (kinds <= SIDE_BY_SIDE and kinds < groups))


def cards(made: Sheet, pen: Pen, *, by_metric: bool) -> list[Card]:
    """The lines of a metric, or of a group, under its heading; without groups all of them under none."""
    found: dict[object, Card] = {}
    for line in made.lines:
        key = line.metric if by_metric else line.group
        if key not in found:
            found[key] = Card(pen.safe(line.label) if by_metric else group(made.by, line.group, pen), [])
        found[key].lines.append(line)
    return list(found.values())


def shares(stacked: Sequence[Card], most: int) -> list[range]:
    """The places of each card's lines among all that are drawn."""
    ends = [0, *accumulate(len(card.lines) for card in stacked)]
    return [range(min(start, most), min(end, most)) for start, end in pairwise(ends)]


def heading(card: Card, rows: range, under: Under, *, by_metric: bool) -> list[str]:
    """A card's heading, set off from the card before; that of a metric has its rule below."""
    blank = [""] if rows.start else []
    return [
        *blank,
        under.marks.bold(cut(card.heading, under.width, under.marks)),
        *(under.headed(card.lines[0]) if by_metric else []),
    ]


def group(by: Sequence[str], values: Sequence[str | None], pen: Pen) -> str:
    """A group in words: `渠道 抖音 · 客服 林某`."""
    named = zip(by, values, strict=True)
    return JOINT.join(f"{pen.label(name)} {member(name, text, pen)}" for name, text in named)


def member(name: str, text: str | None, pen: Pen) -> str:
    """The value of a group in words: weekdays by name, a total and a null said."""
    if text is None:
        return pen.word("null")
    if text == ALL:
        return pen.word("total")
    if name == "weekday" and text in DAYS:
        return WEEKDAYS[pen.lang][DAYS.index(text)]
    if name == PHASE:
        return pen.word("ordinary") if text == ORDINARY else pen.safe(phase_label(text, pen.lang))
    return pen.safe(f"{text}:00" if name == "hour" else text)


def members(made: Sheet, lines: Sequence[Line], pen: Pen) -> list[Column]:
    """A column a group."""
    return [
        Column(pen.label(name), [member(name, line.group[place], pen) for line in lines], soft=True)
        for place, name in enumerate(made.by)
    ]


def metrics(lines: Sequence[Line], pen: Pen, width: int) -> Column:
    """The column of names: one name is no reason to have no room for figures."""
    room, drawn = max(NAME, int(width * SHARE)), marks(ascii_only=pen.ascii_only)
    return Column(pen.label("metric"), [cut(pen.safe(line.label), room, drawn) for line in lines])
