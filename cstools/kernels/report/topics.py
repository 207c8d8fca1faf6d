"""问题分类: which problems, how many, which of them grew, and what is behind them."""

from __future__ import annotations

from dataclasses import dataclass

from cstools.kernels.report import ratings, unmet, weights, words
from cstools.kernels.report.data import TOPIC, Data
from cstools.kernels.report.groups import NAMELESS, Group, groups
from cstools.kernels.report.stats import critical, excludes, rate_ratio
from cstools.model.report import Block, Chart, Column, Figure, Phrase, Section

SHOWN = 12
"""Problems drawn; the rest are one bar."""
FEW = 10
"""A problem of fewer contacts this month is not called rising."""
METRICS = ("csat_pct", "resolution_rate")


@dataclass(frozen=True)
class Rise:
    """How a problem's share of all contacts moved: the ratio to the month before and its interval."""

    group: Group
    before: int
    effect: tuple[float, ...]
    sure: bool

    @property
    def ratio(self) -> float | None:
        """The ratio of the shares; None for a problem that is new: there is no share to divide by."""
        return self.effect[0] if self.before else None


def rises(data: Data, made: list[Group]) -> dict[str | None, Rise]:
    """The change of every problem's share, each tested at the confidence of all at once; {} without a month before.

    A share, not a count: when everything grows by a tenth, no problem is rising.
    """
    before = {group.name: group.contacts for group in groups(data, TOPIC, (), data.period.previous)}
    base, base0 = sum(group.contacts for group in made), sum(before.values())
    if not base0:
        return {}
    point = critical(len(made))
    found = {}
    for group in made:
        earlier = before.get(group.name, 0)
        effect = rate_ratio(group.contacts, base, earlier, base0, point)
        sure = group.contacts >= FEW and group.name is not None and excludes(effect[1], effect[2], 1.0)
        found[group.name] = Rise(group, earlier, tuple(round(x, 6) for x in effect), sure)
    return found


def section(data: Data) -> Section:
    """The Pareto of the month's problems with what each was the month before, and, where the fields give them: the
    problems by weight, the spread of their ratings, those least resolved, the words that are said more.

    >>> import polars as pl
    >>> from datetime import datetime
    >>> from cstools.kernels.report.data import Ask, gather
    >>> rows = pl.DataFrame({"created_at": [datetime(2025, 10, 31)] * 3, "category": ["物流", "发票", "物流"]})
    >>> [row[:4] for row in section(gather(rows, Ask())).blocks[0].rows]
    [('物流', 2, 0.666667, 0.666667), ('发票', 1, 0.333333, 1.0)]
    """
    metrics = data.able(METRICS)
    made = groups(data, TOPIC, metrics)
    if not made or all(group.name is None for group in made):
        return Section("topics", why=Phrase("why.topics"))
    moved = rises(data, made)
    ratios = {name: rise.ratio for name, rise in moved.items()}
    found = (
        weights.table(data, made, ratios, metrics),
        ratings.spread(data),
        unmet.chart(data, made),
        words.rising(data),
    )
    blocks = (_chart(made, moved, metrics), *(block for block in found if block))
    return Section("topics", blocks, lead=_lead(made))


def _lead(made: list[Group]) -> Phrase:
    total, top = sum(group.contacts for group in made), made[: min(5, len(made))]
    share = sum(group.contacts for group in top) / total
    return Phrase("topics.lead", {"k": Figure(len(top)), "share": Figure(round(share, 6), "ratio")})


def _chart(made: list[Group], moved: dict[str | None, Rise], metrics: list[str]) -> Block:
    total = sum(group.contacts for group in made)
    shown, rest = made[:SHOWN], made[SHOWN:]
    rows, running = [], 0
    for group in shown:
        running += group.contacts
        rise = moved.get(group.name)
        rows.append(
            (
                group.name or NAMELESS,
                group.contacts,
                round(group.contacts / total, 6),
                round(running / total, 6),
                rise.before if rise else None,
                rise.ratio if rise else None,
                _mark(rise),
                *(group.value(metric) for metric in metrics),
            )
        )
    if rest:
        left = sum(group.contacts for group in rest)
        blank = (None,) * (3 + len(metrics))
        rows.append((f"… +{len(rest)}", left, round(left / total, 6), 1.0, *blank))
    columns = (
        Column("problem"), Column("contacts", "n"), Column("share", "ratio"), Column("cumulative", "ratio"),
        Column("before", "n"), Column("share_ratio", "x"), Column("mark", "word"),
        *(Column(metric, "ratio") for metric in metrics),
    )  # fmt: skip
    top = made[0]
    return Chart(
        name="topics",
        kind="bars",
        title=Phrase("topics.chart"),
        alt=Phrase("topics.alt", {"k": Figure(len(made)), "top": top.name or NAMELESS, "n": Figure(top.contacts)}),
        columns=columns,
        rows=tuple(rows),
        roles={"label": "problem", "value": "contacts", "beside": "cumulative", "mark": "mark"},
        lead=Phrase("topics.note") if moved else Phrase("topics.note_first"),
        wide=True,
    )


def _mark(rise: Rise | None) -> str | None:
    if rise is None or not rise.sure:
        return None
    return "mark.rising" if rise.effect[0] > 1 else "mark.falling"
