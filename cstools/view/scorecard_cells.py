"""The cells of a scorecard in words: a change is an arrow, a word, a size, and whether it is good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cstools.model import fields
from cstools.model.glyphs import visible
from cstools.model.kpis import find
from cstools.model.messages import say
from cstools.model.report import Figure, Span
from cstools.view import numbers
from cstools.view.cells import SIGNED, kpi_text
from cstools.view.course import drawn
from cstools.view.scorecard_rows import PHASE, Line

ARROWS, ARROWS_ASCII = ("→", "↑", "↓"), ("=", "^", "v")
"""By sign: level, up, down."""
DIRECTIONS = ("level", "up", "down")
SIGNS, SIGNS_ASCII = {"+": "≥", "-": "≤"}, {"+": ">=", "-": "<="}
WAN, YI, SHORT = 10_000, 100_000_000, 100_000
"""Chinese counts by the ten thousand and the hundred million; a count below SHORT is written out."""
LEVELS = {"below_floor": "bad", "below_target": "bad", "met": "good", "stretch": "good"}
"""What a target's level is, as a tone."""
BANDS = {"above": 1, "same": 0, "below": -1}
PERCENT = 100
TINY = 0.001


@dataclass(frozen=True)
class Cell:
    """A text and its tone: good, bad or nothing."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class Pen:
    """How cells are written. better: of metrics outside the catalogue, + more, - less, o neither."""

    lang: str
    ascii_only: bool = False
    better: Mapping[str, str] = field(default_factory=dict)

    def word(self, key: str, **params: object) -> str:
        """A word or sentence of the scorecard."""
        return say(f"scorecard.{key}", self.lang, **params)

    def label(self, name: str) -> str:
        """The label of a field of kind kpi, or of the field a group is; of PHASE its word."""
        return self.word(PHASE) if name == PHASE else self.safe(fields.label("kpi", name, self.lang))

    def safe(self, text: str) -> str:
        """Text of the data, fit to be shown."""
        return visible(text, ascii_only=self.ascii_only)

    def direction(self, metric: str) -> str:
        """Whether more (+) or less (-) of a metric is better; o where neither is, or nobody says."""
        found = find(metric)
        return self.better.get(metric) or (found[0].kpi.better if found else "o")

    def judged(self, sign: int, metric: str) -> str:
        """The tone of a figure that is higher (1) or lower (-1): good, bad, or nothing where it is neither."""
        wanted = {"+": 1, "-": -1}.get(self.direction(metric), 0)
        return "" if not sign * wanted else "good" if sign == wanted else "bad"

    def figure(self, value: float, unit: str) -> str:
        """A figure in its unit; large Chinese counts by the ten thousand: 12.3万."""
        if unit == "n" and self.lang == "zh" and abs(value) >= SHORT:
            size, word = (YI, "亿") if abs(value) >= YI else (WAN, "万")
            return f"{value / size:,.1f}{word}"
        return kpi_text(value, self.safe(unit), self.lang)

    def signed(self, value: float, unit: str) -> str:
        """A difference of two figures of a unit, with its sign; of two rates in points."""
        if unit == "ratio":
            return self.word("points", n=_signed(value * PERCENT))
        if unit == "n":
            return _signed(value) if value != int(value) else f"{value:+,.0f}"
        return numbers.figure(Figure(value, SIGNED[unit]), self.lang) if unit in SIGNED else _signed(value)


def value(line: Line, pen: Pen) -> Cell | None:
    """The figure of the period."""
    now = line.number("value")
    return None if now is None else Cell(pen.figure(now, line.unit))


def interval(line: Line, pen: Pen) -> Cell | None:
    """The interval, its unit once where that is short; half open where the sample is small; a count has none."""
    lo, hi = line.number("lo"), line.number("hi")
    signs = SIGNS_ASCII if pen.ascii_only else SIGNS
    if not line.sampled:
        return Cell("")
    if lo is None or hi is None:
        ends = [(signs["+"], lo), (signs["-"], hi)]
        told = [f"{sign}{pen.figure(end, line.unit)}" for sign, end in ends if end is not None]
        return Cell(told[0]) if told else None
    joint = ("至" if pen.lang == "zh" else " to ") if lo < 0 else "–"
    if line.unit == "ratio":
        text = f"{lo * PERCENT:.1f}{joint}{hi * PERCENT:.1f}%"
    elif line.unit == "pt":
        text = f"{lo:.2f}{joint}{pen.figure(hi, 'pt')}"
    else:
        text = numbers.span(Span(lo, hi, line.unit if line.unit in ("s", "yuan") else "mean"), pen.lang)
    return Cell(text.replace("–", "-") if pen.ascii_only else text)


def n(line: Line, _: Pen) -> Cell | None:
    """The number of records behind the figure."""
    count = line.number("n")
    return None if count is None else Cell(f"{count:,.0f}")


def change(line: Line, pen: Pen) -> Cell | None:
    """The change from the period before."""
    return _change(line, pen, "prev", "change", line.number("change_pt"))


def year_change(line: Line, pen: Pen) -> Cell | None:
    """The change from the same period last year."""
    return _change(line, pen, "year_ago", "year_change", None)


def _change(line: Line, pen: Pen, then: str, name: str, points: float | None) -> Cell | None:
    now, before, relative = line.number("value"), line.number(then), line.number(name)
    if now is None or (before is None and relative is None and points is None):
        return None
    if points is None and before is not None:
        points = _points(now - before, line.unit, relative)
    size = points if points is not None else None if relative is None else relative * PERCENT
    if size is None:
        sign, words = _sign(now - (before or 0.0)), ""
    else:
        sign, amount = _sign(round(size, 1)), f"{abs(size):,.1f}"
        words = f"{amount}%" if points is None else pen.word("points", n=amount)
    return _told(sign, words, line, pen)


def _points(difference: float, unit: str, relative: float | None) -> float | None:
    """A rate changes in percentage points; an index, which has no relative change, in its own."""
    if unit == "ratio":
        return difference * PERCENT
    return difference if unit == "pt" and relative is None else None


def _told(sign: int, amount: str, line: Line, pen: Pen) -> Cell:
    """Arrow, word, size, judgement: a count of a period that is not over is not judged."""
    tone = pen.judged(sign, line.metric)
    verdict = pen.word(tone) if tone else ""
    if line.partial and not line.sampled:
        verdict, tone = pen.word("partial"), ""
    arrow = (ARROWS_ASCII if pen.ascii_only else ARROWS)[sign]
    parts = (arrow, pen.word(DIRECTIONS[sign]), amount if sign else "", verdict)
    return Cell(" ".join(part for part in parts if part), tone)


def target(line: Line, pen: Pen) -> Cell | None:
    """The target, whether it is met or which level is, and what is missing."""
    aim, gap = line.number("target"), line.number("gap")
    if aim is None:
        return None
    level = line.row.get("level")
    if level not in LEVELS:
        level = {True: "met", False: "below_target"}.get(line.row.get("met"), "")  # type: ignore[arg-type]
    word = pen.word("missed" if level == "below_target" else level) if level else ""
    sign = (SIGNS_ASCII if pen.ascii_only else SIGNS).get(pen.direction(line.metric), "")
    parts = (f"{sign}{pen.figure(aim, line.unit)}", word, "" if gap is None else pen.signed(gap, line.unit))
    return Cell(" ".join(part for part in parts if part), LEVELS.get(level, ""))


def rank(line: Line, pen: Pen) -> Cell | None:
    """The place among the groups, and whether it is shared."""
    place = line.number("rank")
    if place is None:
        return None
    return Cell(f"{place:,.0f} {pen.word('tied')}" if line.row.get("tied") is True else f"{place:,.0f}")


def against(line: Line, pen: Pen) -> Cell | None:
    """The difference from the other groups, whether it is more than chance, and the p of that."""
    apart, band, p = line.number("vs_group"), line.row.get("band"), line.number("p_adj")
    known = band if band in BANDS else ""
    tone = pen.judged(BANDS.get(known, 0), line.metric)
    parts = (
        "" if apart is None else pen.signed(apart, line.unit),
        pen.word(known) if known else "",
        pen.word(tone) if tone else "",
        "" if p is None else f"p<{TINY}" if p < TINY else f"p={p:.3f}",
    )
    text = " ".join(part for part in parts if part)
    return Cell(text, tone) if text else None


def trend(line: Line, pen: Pen) -> Cell | None:
    """The course over the periods."""
    return Cell(drawn(line.course, ascii_only=pen.ascii_only)) if len(line.course) > 1 else None


def notes(line: Line, pen: Pen, *, partial: bool) -> list[str]:
    """What else must be known: a small sample, a period not over (`partial`), records open or left out, bounds."""
    told = [] if line.row else [pen.word("gone")]
    told += [pen.word("few")] if line.few else []
    told += [pen.word("partial")] if line.partial and partial else []
    told += [f"{pen.label(name)} {count:,.0f}" for name in ("n_open", "n_excluded") if (count := line.number(name))]
    earlier, size = line.number("before"), line.number("n_before")
    if earlier is not None and size is not None and (size, earlier) != (line.number("n"), line.number("value")):
        told.append(pen.word("before_of", value=pen.figure(earlier, line.unit), n=f"{size:,.0f}"))
    for name in ("floor", "stretch"):
        if (bound := line.number(name)) is not None:
            told.append(pen.word(f"{name}_of", value=pen.figure(bound, line.unit)))
    if (outside := line.number("benchmark")) is not None:
        told.append(f"{pen.label('benchmark')} {pen.figure(outside, line.unit)}")
    return told


def _sign(size: float) -> int:
    return (size > 0) - (size < 0)


def _signed(size: float) -> str:
    """One decimal, more where one would read as nothing.

    >>> _signed(2.14), _signed(-0.04), _signed(0.0)
    ('+2.1', '-0.04', '0.0')
    """
    if not size:
        return "0.0"
    return f"{size:+,.1f}" if round(size, 1) else f"{size:+.1g}"


Write = Callable[[Line, Pen], Cell | None]
COLUMNS: dict[str, tuple[Write, bool]] = {
    "value": (value, True),
    "interval": (interval, True),
    "n": (n, True),
    "change": (change, False),
    "year_change": (year_change, False),
    "target": (target, False),
    "rank": (rank, False),
    "vs_group": (against, False),
    "trend": (trend, False),
}
"""Columns from left to right, each with what writes it and whether it is set flush right."""
