"""Every figure of the model stands, in the same words, in Markdown, on the terminal and in HTML."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from cstools.model.report import (
    Action,
    Actions,
    Card,
    Cases,
    Chart,
    Figure,
    Findings,
    Kpis,
    Note,
    Phrase,
    Span,
    Table,
)
from cstools.view import numbers
from cstools.view.html import html
from cstools.view.markdown import markdown
from cstools.view.terminal import terminal
from tests.view.sample import SAMPLE

UNSAID = ("previous", "change_interval")
"""What of a card the page does not say."""
SHAPES = ("heat", "band")
"""On a terminal these are shapes: shades, and a line with the marked days in figures."""


@cache
def written(form: str, lang: str) -> str:
    """A report in one form as a reader sees it."""
    if form == "md":
        return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown(SAMPLE, lang))
    if form == "table":
        return re.sub(r"\s+", " ", terminal(SAMPLE, lang, 200))
    return entities.unescape(re.sub(r"<(?:style>.*?</style|[^>]*)>", " ", html(SAMPLE, lang), flags=re.DOTALL))


def said(phrase: Phrase | None, lang: str) -> Iterator[str]:
    """The figures in a sentence."""
    for param in phrase.params.values() if phrase else ():
        if isinstance(param, Figure | Span):
            yield shown(param, lang)
        elif isinstance(param, Phrase):
            yield from said(param, lang)


def shown(value: Figure | Span | None, lang: str) -> str:
    return numbers.span(value, lang) if isinstance(value, Span) else numbers.figure(value, lang)


def table(block: Table | Chart, lang: str, form: str) -> Iterator[str]:
    if form == "table" and isinstance(block, Chart) and block.kind in SHAPES:
        rows = tuple(row for row in block.rows if block.kind == "band" and row[-1] is not None)
        block = replace(block, rows=rows)
    for row in block.rows:
        for value, column in zip(row, block.columns, strict=True):
            if isinstance(value, int | float) and column.key not in ("weekday", "hour"):
                yield numbers.cell(value, column, lang)


def card(one: Card, lang: str, form: str) -> Iterator[str]:
    names = ("value", "interval", "previous", "change", "change_interval", "year_change", "target", "beside")
    for name in names if form != "html" else set(names) - set(UNSAID):
        yield shown(getattr(one, name), lang)
    yield shown(Figure(one.n), lang)


def action(one: Action, lang: str) -> Iterator[str]:
    for value in (one.now, one.target, one.before, one.change, one.interval, Figure(one.n), Figure(one.n_before)):
        yield shown(value, lang)
    yield from said(one.finding, lang)
    yield from said(one.note, lang)


def findings(block: Findings, lang: str, _: str) -> Iterator[str]:
    for one in block.items:
        for phrase in (one.headline, one.detail, one.evidence):
            yield from said(phrase, lang)
        yield from (shown(value, lang) for value in (one.now, one.effect, one.interval))


def kpis(block: Kpis, lang: str, form: str) -> Iterator[str]:
    for one in block.cards:
        yield from card(one, lang, form)


def cases(block: Cases, lang: str, _: str) -> Iterator[str]:
    for one in block.items:
        yield from (shown(value, lang) for _, value in one.facts if isinstance(value, Figure | Span))


def actions(block: Actions, lang: str, _: str) -> Iterator[str]:
    for one in block.items:
        yield from action(one, lang)


def note(block: Note, lang: str, _: str) -> Iterator[str]:
    for line in block.lines:
        yield from said(line, lang)


FIGURES: dict[type, Callable[[Any, str, str], Iterator[str]]] = {
    Findings: findings, Kpis: kpis, Table: table, Chart: table, Cases: cases, Actions: actions, Note: note,
}  # fmt: skip
"""Kind of block -> every figure in it, in words."""


def stands(figure: str, text: str) -> bool:
    """Whether a figure is in a text as a whole; a line may end within it."""
    middle = r"\s?".join(map(re.escape, figure.replace(" ", "")))
    return bool(re.search(rf"(?<![\d.,+-]){middle}(?![\d])", text))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["md", "table", "html"])
def test_every_figure_is_in_every_form(form, lang):
    wanted = {
        text for part in SAMPLE.sections for block in part.blocks for text in FIGURES[type(block)](block, lang, form)
    }
    wanted -= {numbers.NONE}
    assert len(wanted) > (60 if form == "table" else 150)
    assert sorted(figure for figure in wanted if not stands(figure, written(form, lang))) == []


def test_a_figure_that_is_not_there_is_missed():
    text = written("md", "zh")
    assert stands("83.0%", text)
    assert not stands("3.0%", text)
    assert not stands("83.1%", text)
    assert not stands("3,923", text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_leads_are_in_every_form(lang):
    for form in ("md", "table"):
        assert stands("31,337", written(form, lang))
