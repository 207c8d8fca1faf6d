"""Groups side by side, as a picture with intervals and as a table: what the sections that compare are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cstools.kernels.report.data import Data, known
from cstools.kernels.report.groups import NAMELESS, Group, groups, unlike
from cstools.kernels.report.stats import shrunk
from cstools.model.kpis import parse
from cstools.model.report import Chart, Column, Figure, Phrase, Table, Value

BESIDE = ("frt_p50",)
DRAWN = 25
"""Groups drawn; the table behind has them all, up to LISTED."""
LISTED = 60
Pair = tuple[Group, float | None]


@dataclass(frozen=True)
class Dots:
    """What a picture of one rate by group is to be.

    name: of the chart; by: the column of the groups, `unit` of its cells; ranked: in the order of the shrunken rate,
    else as the groups come. least: rated contacts of a group that is drawn.
    """

    name: str
    by: str
    metric: str
    least: int
    ranked: bool = False
    unit: str = "text"
    wide: bool = True


def dots(data: Data, made: Sequence[Group], ask: Dots, among: Sequence[Group] = ()) -> Chart | None:
    """A rate with its interval for each group of at least `least`, and a word where it is not that of the rest.

    among: all groups, where `made` are only some of them; the rest is that of all.

    >>> from datetime import datetime
    >>> import polars as pl
    >>> from cstools.kernels.report.data import Ask, gather
    >>> rows = {"created_at": [datetime(2025, 10, 31)] * 2, "channel": ["电话", "邮件"], "csat": [5.0, 1.0]}
    >>> data = gather(pl.DataFrame(rows), Ask())
    >>> chart = dots(data, groups(data, "channel", ("csat_pct",)), Dots("c", "channel", "csat_pct", least=1))
    >>> [(row[0], row[2], row[-1]) for row in chart.rows]
    [('电话', 1.0, 'mark.few'), ('邮件', 0.0, 'mark.few')]
    """
    enough = [group for group in made if (group.part(ask.metric, "n") or 0) >= ask.least]
    if not enough:
        return None
    pairs = _ordered(enough, ask)
    shown = _ends(pairs)
    marks = marked(data, among or enough, ask.metric)
    words = {"metric": Phrase(ask.metric), "by": Phrase(ask.by)}
    far = sum(marks[group.name] in ("mark.better", "mark.worse") for group, _ in shown)
    return Chart(
        name=ask.name,
        kind="dots",
        title=Phrase("dots.chart", words),
        alt=Phrase("dots.alt", words | {"k": Figure(len(shown)), "far": Figure(far)}),
        columns=_columns(ask),
        rows=tuple(_row(group, rate, ask, marks[group.name]) for group, rate in shown),
        roles={"label": ask.by, "value": ask.metric, "lo": "lo", "hi": "hi", "beside": "n", "mark": "mark"},
        lead=Phrase("dots.cut", {"k": Figure(DRAWN), "all": Figure(len(pairs))}) if len(shown) < len(pairs) else None,
        reference=Figure(overall(data, ask.metric), "ratio"),
        wide=ask.wide,
    )


def overall(data: Data, metric: str) -> float | None:
    """The figure of all contacts of the month."""
    whole = known(data.figures((metric,)), metric, data.period.month)
    return None if whole is None else whole["value"]


def marked(data: Data, made: Sequence[Group], metric: str) -> dict[str | None, str]:
    """By group the word for how its rate stands to that of the rest: better, worse, the same, or too few to tell."""
    least = data.ask.config.least
    far = {found.group.name: _word(found.effect[0], metric) for found in unlike(made, [metric], least)}
    return {
        group.name: far.get(group.name, "mark.same" if (group.part(metric, "n") or 0) >= least else "mark.few")
        for group in made
    }


def _word(effect: float, metric: str) -> str:
    good = (effect > 0) == (parse(metric)[0].kpi.better == "+")
    return "mark.better" if good else "mark.worse"


def _ordered(enough: Sequence[Group], ask: Dots) -> list[Pair]:
    """Each group, with its shrunken rate where that tells the order."""
    if not ask.ranked:
        return [(group, None) for group in enough]
    parts = [(int(g.part(ask.metric, "numerator")), int(g.part(ask.metric, "n"))) for g in enough]
    pairs = zip(enough, shrunk([hits for hits, _ in parts], [n for _, n in parts]), strict=True)
    return sorted(pairs, key=lambda pair: (-(pair[1] or 0), pair[0].name is None, pair[0].name or ""))


def _ends(pairs: list[Pair]) -> list[Pair]:
    """All of a few; of many, the first and the last, which are the ones talked about."""
    if len(pairs) <= DRAWN:
        return pairs
    return pairs[: DRAWN // 2 + 1] + pairs[-(DRAWN // 2) :]


def _columns(ask: Dots) -> tuple[Column, ...]:
    return (
        Column(ask.by, ask.unit), Column("n", "n"), Column(ask.metric, "ratio"), Column("lo", "ratio"),
        Column("hi", "ratio"), *((Column("shrunk", "ratio"),) if ask.ranked else ()), Column("mark", "word"),
    )  # fmt: skip


def _row(group: Group, rate: float | None, ask: Dots, mark: str) -> tuple[Value, ...]:
    return (
        group.name or NAMELESS,
        group.part(ask.metric, "n"),
        group.value(ask.metric),
        group.part(ask.metric, "lo"),
        group.part(ask.metric, "hi"),
        *((round(rate or 0, 6),) if ask.ranked else ()),
        mark,
    )


def table(data: Data, by: str, metrics: Sequence[str]) -> Table:
    """The groups of a field with their contacts, share of all, contacts the month before, and metrics.

    Of more than LISTED the smallest are left out, and it is said.
    """
    made, before = groups(data, by, metrics), groups(data, by, (), data.period.previous)
    total, earlier = sum(group.contacts for group in made), {group.name: group.contacts for group in before}
    rows: list[tuple[Value, ...]] = [
        (
            group.name or NAMELESS,
            group.contacts,
            round(group.contacts / total, 6),
            earlier.get(group.name),
            *(group.value(metric) for metric in metrics),
        )
        for group in made[:LISTED]
    ]
    columns = (
        Column(by), Column("contacts", "n"), Column("share", "ratio"), Column("before", "n"),
        *(Column(metric, parse(metric)[0].kpi.unit) for metric in metrics),
    )  # fmt: skip
    return Table(Phrase("table.by", {"by": Phrase(by)}), columns, tuple(rows), cut(len(rows), len(made)))


def cut(shown: int, count: int) -> Phrase | None:
    """What is said of a table that does not hold all there is."""
    return Phrase("table.more", {"k": Figure(shown), "all": Figure(count)}) if shown < count else None
