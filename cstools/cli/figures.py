"""The side files of cs-kpi: read, and made into what its kernel takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from cstools.cli.boundary import complain
from cstools.cli.job import Render, paged, tongue
from cstools.cli.options import Common, styled, width
from cstools.cli.sidefile import either, rows
from cstools.errors import Usage
from cstools.io.read import read_raw, read_table
from cstools.kernels.expr.notes import read
from cstools.kernels.kpi import notes
from cstools.kernels.stage import RULE
from cstools.model.catalogue import Kpi
from cstools.model.kpis import FLAGS, expand
from cstools.model.messages import say

if TYPE_CHECKING:
    from cstools.kernels.kpi.calendar import Calendar
    from cstools.kernels.kpi.exclude import Exclusions
    from cstools.kernels.kpi.targets import Targets
    from cstools.model.hours import Hours
    from cstools.model.scorecards import Card


def defined(path: str) -> dict[str, Kpi]:
    """The metrics of `--define`. Raises Usage("define.*")."""
    from cstools.kernels.kpi.measures.own import prepared
    from cstools.model import own_metrics

    return prepared(either(path, own_metrics.from_toml, lambda frame, name: own_metrics.from_table(rows(frame), name)))


def hours(path: str) -> Hours:
    """The schedules of `--hours`. Raises Usage("hours.*")."""
    from cstools.model import hours_reader

    def table(frame: pl.DataFrame, name: str) -> Hours:
        told = rows(frame)
        return hours_reader.table([row for row, _ in told], name, [line for _, line in told])

    return either(path, hours_reader.toml, table)


def targeted(path: str, tz: str, asked: Sequence[str] = ()) -> Targets:
    """The targets of `--targets`. asked: the groups figures are by. Raises Usage("targets.*")."""
    from cstools.kernels.kpi import targets_read, targets_toml
    from cstools.kernels.kpi.sheet import Sheet

    def table(frame: pl.DataFrame, name: str) -> Targets:
        return targets_read.read(Sheet(frame, name, tz), asked)

    return either(path, lambda text, name: targets_toml.parse(text, name, asked), table)


def excluded(path: str, tz: str) -> Exclusions:
    """The exclusions of `--exclude`. Raises Usage("exclude.*")."""
    from cstools.kernels.kpi import exclude_read
    from cstools.kernels.kpi.sheet import Sheet

    return exclude_read.read(Sheet(read_raw(path), path, tz))


def dated(path: str, tz: str) -> Calendar:
    """The promotions of `--calendar`. Raises Usage("calendar.*")."""
    from cstools.kernels.kpi import calendar_read
    from cstools.kernels.kpi.sheet import Sheet

    return calendar_read.read(Sheet(read_raw(path), path, tz))


def scored(path: str, own: Mapping[str, Kpi]) -> Card:
    """The scorecard of `--score`. own: metrics besides the catalogue. Raises Usage("score.*")."""
    from cstools.model import score_reader

    units = {metric.id: metric.kpi.unit for metric in expand(own, own)}

    def table(frame: pl.DataFrame, name: str) -> Card:
        return score_reader.table([(line, row) for row, line in rows(frame)], name, units)

    return either(path, lambda text, name: score_reader.parse(text, name, units), table)


def beside(paths: Mapping[str, str | None], tz: str, lang: str, tool: str = "cs-kpi") -> dict[str, pl.DataFrame]:
    """The records of other kinds, by kind. Raises Failure, and Usage("kpi.side") for another kind."""
    return {kind: _side(path, kind, tz, lang, tool) for kind, path in paths.items() if path}


SIGNS = {
    "message": ("sent_at",), "order": ("order_id", "ordered_at", "paid_at"), "survey": ("score",),
    "refund": ("refund_id", "applied_at", "refunded_at"), "agent_state": ("state",),
}  # fmt: skip
"""One of these fields the records of a kind have: without, no figure could be counted of them."""


def _side(path: str, kind: str, tz: str, lang: str, tool: str) -> pl.DataFrame:
    lost: list[pl.DataFrame] = []
    frame = read_table(path, kind, tz, lost=lost)
    for cells in lost:
        if cells.height:
            complain(tool, say("kpi.cells", lang, path=path, n=f"{cells.height:,}", rules=ruled(cells)))
    if frame.width and not set(SIGNS[kind]).intersection(frame.columns):
        raise Usage("kpi.side", option=FLAGS[kind], path=path, fields=" / ".join(SIGNS[kind]), kind=kind)
    return frame


def ruled(sides: pl.DataFrame) -> str:
    """How many side records there are by rule."""
    return ", ".join(f"{rule} {n:,}" for rule, n in sides.group_by(RULE).len().sort(RULE).rows())


def platform(path: str, tz: str) -> pl.DataFrame:
    """The platform's figures of `--reconcile`, with the lines they stand on."""
    return read_table(path, "stat", tz, lines=True)


def said(lang: str, found: pl.DataFrame) -> None:
    """Say what there is to say of the figures; of the records behind one there is nothing."""
    if not found.width:
        return
    told = Counter(key for key, _ in read(found))
    shown: Counter[str] = Counter()
    for key, blanks in read(found):
        shown[key] += 1
        if shown[key] <= notes.MANY:
            complain("cs-kpi", say(key, lang, **blanks))
    for n in told.values():
        if n > notes.MANY:
            complain("cs-kpi", say("kpi.more_notes", lang, n=n - notes.MANY))


def scorecard(common: Common, own: Mapping[str, Kpi], by: Sequence[str]) -> Render:
    """What draws figures for people: a scorecard. by: the groups, as asked."""
    from cstools.view import scorecard as card

    better = {metric.id: metric.kpi.better for metric in expand(own, own)}
    return partial(
        card.render, lang=tongue(common), width=width(), styled=styled(), better=better,
        rules=True if common.verbose else None, by=[_plain(name) for name in by],
    )  # fmt: skip


def drawn(
    common: Common, own: Mapping[str, Kpi], by: Sequence[str], *, rows: str, mix: str, score: object, reconcile: object
) -> Render:
    """What draws the table that is asked for, in the order in which cs-kpi heeds the options."""
    if rows:
        return records(common, own)
    if reconcile:
        return compared(common, by)
    if mix:
        return split(common, mix, by)
    return steps(common, by) if score else scorecard(common, own, by)


def split(common: Common, field: str, by: Sequence[str]) -> Render:
    """What draws the two parts of a change (`--mix`) for people."""
    from cstools.view import mix

    return paged(common, partial(mix.draw, field=_plain(field), by=[_plain(name) for name in by]), mix.NEEDS)


def steps(common: Common, by: Sequence[str]) -> Render:
    """What draws the steps of scores (`--score`) for people."""
    from cstools.view import score

    return paged(common, partial(score.draw, by=[_plain(name) for name in by]), score.NEEDS)


def compared(common: Common, by: Sequence[str]) -> Render:
    """What draws the platform's figures beside ours (`--reconcile`) for people."""
    from cstools.view import reconcile

    return paged(common, partial(reconcile.draw, by=[_plain(name) for name in by]), reconcile.NEEDS)


def records(common: Common, own: Mapping[str, Kpi]) -> Render:
    """What draws the records behind a figure (`--rows`) for people."""
    from cstools.view import behind

    return paged(common, partial(behind.draw, own=own), behind.NEEDS)


def _plain(name: str) -> str:
    """A group without the depth its paths are cut to."""
    return name.partition(":")[0]


def listed(common: Common) -> Render:
    """What draws the catalogue for people."""
    from cstools.view import catalogue

    return partial(catalogue.render, lang=tongue(common), width=width(), styled=styled(), section="topic")
