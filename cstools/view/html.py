"""The report as one HTML file: no address, no script, its own style, charts inline."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from cstools.errors import Usage
from cstools.model.glyphs import visible
from cstools.model.report import Card, Chart, Report, Section
from cstools.model.report.words import word
from cstools.view import grid, numbers, palette
from cstools.view.charts import OWN, cut, draw
from cstools.view.charts.spark import spark
from cstools.view.look import Look
from cstools.view.templating import STYLE, rendered, text
from cstools.view.told import came

TONES = ("good", "bad", "warn", "flat")
"""The classes a tone may become: a model read from a file can name no other."""
ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
LARGE = 1_000_000
"""The most bytes of a page: larger ones are refused by mail and stutter on a telephone."""
PICTURES = 600_000
"""The most bytes of pictures, some three times those of a usual report."""
SHOWN = (200, 60, 20, 8, 3)
"""Rows shown of a table: the most that keep the page below LARGE."""
LISTED = 60
"""The most findings, cards, cases or actions a list has."""
LETTERS, QUOTED = 160, 800
"""Characters shown of a cell, and of what a customer wrote."""
CUT = "…"


@dataclass(frozen=True)
class Drawn:
    """A chart as it stands in the page: the wide picture and that of a telephone, and the chart they show.

    rest: rows it does not show. heavy: there was no room left in the file for it.
    """

    large: Any
    small: Any
    chart: Chart
    rest: int
    heavy: bool = False


@dataclass(frozen=True)
class Part:
    """A section with its heading and the id it is linked by."""

    anchor: str
    title: str
    section: Section


def html(report: Report, lang: str, look: Look | None = None) -> str:
    """The report as a page in `lang` (zh or en), below 1 MB whatever the data. The same report gives the same bytes.

    Raises Usage for a template or a chart of the user's own that is broken.
    """
    look = look or Look()
    values = _values(report, lang, look)
    for most in SHOWN:
        page = rendered(look, values | _tables(lang, most))
        if len(page.encode("utf-8", "replace")) < LARGE:
            break
    # The page holds no address, not even one a customer wrote: what is shown is the same.
    return page.replace("://", ":&#47;/")


def _values(report: Report, lang: str, look: Look) -> dict[str, Any]:
    from markupsafe import Markup

    heading, facts = grid.masthead(report, lang)
    made = parts(report, lang)
    anchors = {part.section.id: part.anchor for part in reversed(made)}
    charts = _charts(report, lang)
    style = palette.css(look.accent) + (text(STYLE, look) or "")
    return {
        "report": report,
        "lang": lang,
        "heading": heading,
        "facts": facts,
        "style": Markup(style.replace("</", "<\\/")),
        "logo": look.logo,
        "audience": report.meta.audience if ANCHOR.fullmatch(report.meta.audience) else "",
        "parts": made,
        "anchor": lambda section: anchors.get(section, ""),
        "drawn": lambda block: charts[id(block)],
        **_words(lang),
    }


def parts(report: Report, lang: str) -> list[Part]:
    """The sections with their headings and ids: a section of the user's own may be called anything."""
    seen: set[str] = set()
    made = []
    for number, section in enumerate(report.sections, 1):
        good = ANCHOR.fullmatch(section.id) and section.id not in seen
        anchor = section.id if good else f"part-{number}"
        seen.add(anchor)
        made.append(Part(anchor, grid.title(section, lang), section))
    return made


def _charts(report: Report, lang: str) -> dict[int, Drawn]:
    blocks = [block for section in report.sections for block in section.blocks if isinstance(block, Chart)]
    made: dict[int, Drawn] = {}
    size = 0
    for number, block in enumerate(blocks, 1):
        one = _drawn(block, lang, f"c{number}") if size < PICTURES else _undrawn(block)
        grown = size + len((one.large + one.small).encode())
        made[id(block)], size = (one, grown) if grown < PICTURES else (_undrawn(block), size)
    return made


def _drawn(chart: Chart, lang: str, name: str) -> Drawn:
    from markupsafe import Markup

    shown = cut(chart)
    large = draw(shown, lang, name=name)
    return Drawn(Markup(large), Markup(_small(shown, lang, name, large)), shown, len(chart.rows) - len(shown.rows))


def _small(shown: Chart, lang: str, name: str, large: str) -> str:
    """The picture of a telephone; a chart of the user's own that cannot be so narrow is the wide one."""
    if not large:
        return ""
    try:
        return draw(shown, lang, name=name, small=True)
    except Usage:
        if shown.kind != OWN:
            raise
        return draw(shown, lang, name=f"{name}-n")


def _undrawn(chart: Chart) -> Drawn:
    shown = cut(chart)
    return Drawn("", "", shown, len(chart.rows) - len(shown.rows), heavy=True)


def _words(lang: str) -> dict[str, Callable[..., Any]]:
    """What the templates call: everything in words already."""
    return {
        "say": lambda phrase: short(numbers.say(phrase, lang), QUOTED),
        "figure": lambda value: numbers.figure(value, lang),
        "span": lambda value: numbers.span(value, lang),
        "quote": lambda text: short(visible(text), QUOTED),
        "fill": lambda value: short(numbers.fill(value, lang)),
        "word": lambda key, **blanks: word(key, lang).format(**blanks),
        "kind": lambda block: type(block).__name__.lower(),
        "tone": lambda text: text if text in TONES else "flat",
        "verdict": lambda action: grid.verdict(action, lang),
        "status": lambda action: grid.status(action, lang),
        "came": came,
        "change": lambda card: grid.change(card, lang),
        "target": lambda card: grid.target(card, lang),
        "metric": lambda of: grid.metric(of, lang),
        "spark": lambda card: _spark(card, lang),
        "visible": visible,
    }


def _spark(card: Card, lang: str) -> Any:
    from markupsafe import Markup

    return Markup(spark(card, lang))


def _tables(lang: str, most: int) -> dict[str, Callable[..., Any]]:
    """Tables and lists of at most so many rows, and how many were left out."""

    def fitted(made: grid.Grid) -> tuple[grid.Grid, int]:
        rows = tuple(tuple(map(short, row)) for row in made.rows[:most])
        return replace(made, rows=rows), len(made.rows) - len(rows)

    def some(items: tuple[Any, ...]) -> tuple[tuple[Any, ...], int]:
        return items[: min(most, LISTED)], max(len(items) - min(most, LISTED), 0)

    return {
        "grid": lambda block: fitted(grid.grid(block, lang)),
        "follow_up": lambda block: fitted(grid.follow_up(block, lang)),
        "some": some,
    }


def short(text: str, most: int = LETTERS) -> str:
    """A cell as the page has it; the whole is in the other formats.

    >>> short("甲" * 300)[-2:], len(short("甲" * 300))
    ('甲…', 161)
    """
    return text if len(text) <= most else text[:most] + CUT
