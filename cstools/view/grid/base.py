"""A table of text, and the words above it: heads of the report, of a section, of a column, of a metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cstools.model.glyphs import visible
from cstools.model.report import Action, Card, Column, Report, Section
from cstools.model.report.words import word
from cstools.view.numbers import NONE, month


@dataclass(frozen=True)
class Grid:
    """A table of text; right: which columns are set flush right."""

    headings: tuple[str, ...]
    right: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]

    def only(self, places: Sequence[int]) -> Grid:
        """The columns at some places.

        >>> Grid(("a", "b"), (False, True), (("x", "1"),)).only([1])
        Grid(headings=('b',), right=(True,), rows=(('1',),))
        """
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        return Grid(tuple(self.headings[at] for at in places), tuple(self.right[at] for at in places), rows)

    def used(self, always: Sequence[int] = (0,)) -> Grid:
        """The columns that say anything, and those at the places `always`.

        >>> Grid(("a", "b"), (False, True), (("x", "—"),)).used().headings
        ('a',)
        """
        places = range(len(self.headings))
        return self.only([at for at in places if at in always or any(row[at] not in ("", NONE) for row in self.rows)])


def masthead(report: Report, lang: str) -> tuple[str, str]:
    """The heading (the title given, else the usual one with the month) and the line below it."""
    meta = report.meta
    usual = [word("title", lang)] + ([month(meta.month, lang)] if meta.month else [])
    facts = [visible(shop) for shop in meta.shops] + ([visible(meta.member)] if meta.member else []) + usual[1:]
    facts.append(word("page.contacts", lang).format(n=f"{meta.rows:,}"))
    if meta.as_of:
        facts.append(word("page.as_of", lang).format(as_of=visible(meta.as_of)))
    return visible(meta.title) or " · ".join(usual), " · ".join(facts)


def title(section: Section, lang: str) -> str:
    """The heading of a section: the user's own, else the usual word.

    >>> title(Section("kpis"), "zh"), title(Section("own.1", title="退货专题"), "en")
    ('指标看板', '退货专题')
    """
    return visible(section.title) or word(section.id, lang)


def heading(column: Column, lang: str) -> str:
    """The heading of a column: the user's own, else the usual word.

    >>> heading(Column("contacts", "n"), "zh"), heading(Column("part.1", "ratio", "1分"), "zh")
    ('咨询量', '1分')
    """
    return visible(column.label) or word(column.key, lang)


def metric(of: Card | Action, lang: str) -> str:
    """The name of a metric: the user's own on a card, else the usual word."""
    return visible(of.label) or word(of.metric, lang)
