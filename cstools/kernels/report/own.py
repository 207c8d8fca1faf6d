"""Sections of the user's own (`report.toml`, [[own]]): figures of any metric, by any field, as the blocks there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from cstools.kernels.report import own_charts as charts
from cstools.kernels.report import scorecard
from cstools.kernels.report.data import Data
from cstools.kernels.report.own_figures import Figures, Lacking, figures, gathered, named, titled
from cstools.model.report import Block, Kpis, Note, Phrase, Section, Table
from cstools.model.report.config import Own, OwnSection


def sections(data: Data, shown: Collection[str] | None = None) -> tuple[Section, ...]:
    """The user's sections, of those shown. A block whose metrics, fields or records the data have not is a note that
    says so.

    >>> import polars as pl
    >>> from datetime import datetime
    >>> from cstools.kernels.report.data import Ask, gather
    >>> from cstools.model.report.config import Config
    >>> rows = pl.DataFrame({"created_at": [datetime(2025, 10, 31)] * 3, "channel": ["电话", None, "电话"]})
    >>> own = OwnSection("mine", "自己的", blocks=(Own("table", metrics=("volume",), by="channel"),))
    >>> sections(gather(rows, Ask(config=Config(own=(own,)))))[0].blocks[0].rows
    (('电话', 2), ('—', 1))
    """
    return tuple(_section(data, one) for one in data.ask.config.own if shown is None or one.id in shown)


def _section(data: Data, own: OwnSection) -> Section:
    blocks: list[Block] = [_note(own.note)] if own.note else []
    for number, block in enumerate(own.blocks, 1):
        blocks += _blocks(data, block, f"{own.id}-{number}")
    why = None if blocks else Phrase("own.empty")
    return Section(own.id, tuple(blocks), why=why, title=own.title)


def _blocks(data: Data, own: Own, name: str) -> list[Block]:
    """What a block becomes, or why it is none."""
    if own.kind == "note":
        return [_note(own.note)]
    try:
        data = gathered(data, own.where)
        return [*MAKE[own.kind](data, own, name)]
    except Lacking as why:
        return [Note((why.phrase,))]


def _note(text: str) -> Note:
    return Note(tuple(Phrase("own.text", {"text": line.strip()}) for line in text.splitlines() if line.strip()))


def _cards(data: Data, own: Own, name: str) -> Iterator[Block]:
    able, left = named(data, own.metrics)
    if able:
        shown = scorecard.cards(data, [metric.id for metric in able])
        yield Kpis(shown) if shown else Note((Phrase("own.values"),))
    yield from left


def _drawn(draw: Callable[[Data, Own, str, Figures], Iterator[Block]]) -> Callable[[Data, Own, str], Iterator[Block]]:
    """The blocks of a kind that shows figures, and what is said of those that cannot be made."""

    def make(data: Data, own: Own, name: str) -> Iterator[Block]:
        made, left = figures(data, own)
        yield from draw(data, own, name, made)
        yield from left

    return make


def _table(data: Data, own: Own, name: str, made: Figures) -> Iterator[Block]:
    yield Table(titled(data, own, made.metrics), made.columns, made.rows(), made.more)


MAKE: dict[str, Callable[[Data, Own, str], Iterator[Block]]] = {
    "table": _drawn(_table),
    "bars": _drawn(charts.bars),
    "dots": _drawn(charts.dots),
    "line": _drawn(charts.lines),
    "vega": _drawn(charts.vega),
    "kpis": _cards,
}
"""Kind of a block -> what makes it."""
