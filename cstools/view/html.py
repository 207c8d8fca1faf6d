"""The report as one HTML file: no address, no script, its own style, charts inline."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from cstools.model.glyphs import visible
from cstools.model.report import Chart, Report
from cstools.model.report.words import word
from cstools.view import grid, numbers
from cstools.view.charts import draw
from cstools.view.look import Look

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE, STYLE = "report.html.j2", "report.css"
TONES = {"good": "good", "bad": "bad", "warn": "warn", "flat": "flat"}
"""The classes a tone may become: a model read from a file can name no other."""


def html(report: Report, lang: str, look: Look | None = None) -> str:
    """The report as a page in `lang` (zh or en). The same report gives the same bytes."""
    from markupsafe import Markup

    charts = {
        id(block): (Markup(draw(block, lang)), Markup(draw(block, lang, small=True)))
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Chart)
    }
    heading, facts = grid.masthead(report, lang)
    return _template().render(
        report=report,
        lang=lang,
        heading=heading,
        facts=facts,
        style=Markup(_text(STYLE)),
        charts=charts,
        **_words(lang),
    )


def _words(lang: str) -> dict[str, Any]:
    """What the template calls: everything in words already."""
    return {
        "say": lambda phrase: numbers.say(phrase, lang),
        "figure": lambda value: numbers.figure(value, lang),
        "span": lambda value: numbers.span(value, lang),
        "fill": lambda value: numbers.fill(value, lang),
        "word": lambda key, **blanks: word(key, lang).format(**blanks),
        "kind": lambda block: type(block).__name__,
        "tone": lambda text: TONES.get(text, "flat"),
        "grid": lambda block: grid.grid(block, lang),
        "follow_up": lambda block: grid.follow_up(block, lang),
        "change": lambda card: grid.change(card, lang),
        "target": lambda card: grid.target(card, lang),
        "visible": visible,
        "identity": id,
    }


def _template() -> Template:
    from jinja2 import BaseLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=BaseLoader(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.from_string(_text(TEMPLATE))


def _text(name: str) -> str:
    return (files("cstools.view") / "templates" / name).read_text(encoding="utf-8")
