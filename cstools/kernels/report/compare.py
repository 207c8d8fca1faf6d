"""渠道对比, 客服对比, 满意度与响应: groups side by side with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.kpi.facts import MS, with_facts
from cstools.kernels.report.data import Data, known
from cstools.kernels.report.groups import NAMELESS, Group, groups, unlike
from cstools.kernels.report.stats import shrunk
from cstools.model.kpis import parse
from cstools.model.report import Block, Chart, Column, Figure, Note, Phrase, Section, Table, Value

RATES = ("csat_pct", "resolution_rate", "frt_within_3m")
"""The rates groups are compared on, in the order they are looked for."""
CHANNEL = ("frt_within_3m", "csat_pct", "resolution_rate")
BESIDE = ("frt_p50",)
LEAST = 30
"""Groups of fewer are listed but neither drawn nor compared."""
PAIR = 2
"""Channel charts side by side."""
DRAWN = 25
"""People drawn; the table behind has them all, up to LISTED."""
LISTED = 60
BIN = "report_wait"
BINS = ((30, "wait.30"), (60, "wait.60"), (180, "wait.180"), (600, "wait.600"))
LONGEST = "wait.over"


def channels(data: Data) -> Section:
    """The channels: volume, share, speed, satisfaction, and which of them is not like the others.

    >>> from datetime import datetime
    >>> from cstools.kernels.report.data import Ask, gather
    >>> rows = pl.DataFrame({"created_at": [datetime(2025, 10, 31)] * 2, "channel": ["电话", "邮件"]})
    >>> [row[:3] for row in channels(gather(rows, Ask())).blocks[-1].rows]
    [('电话', 1, 0.5), ('邮件', 1, 0.5)]
    """
    if not data.has("channel"):
        return Section("channels", why=Phrase("why.channel"))
    metrics = data.able((*CHANNEL, *BESIDE))
    made = groups(data, "channel", metrics)
    rates = [metric for metric in metrics if metric in CHANNEL]
    charts = [_dots(data, made, "channel", metric, "channels", wide=len(rates) < PAIR) for metric in rates[:PAIR]]
    table = _table(data, made, "channel", metrics)
    return Section("channels", (*(chart for chart in charts if chart), table), lead=Phrase("channels.lead"))


def agents(data: Data) -> Section:
    """The people: in the order of the shrunken rate, with the interval of the raw one, and a word where it differs."""
    if not data.has("agent"):
        return Section("agents", why=Phrase("why.agent"))
    rates = data.able(RATES)
    metrics = [*rates, *data.able(BESIDE)]
    made = groups(data, "agent", metrics)
    metric = next((m for m in rates if any((g.part(m, "n") or 0) >= LEAST for g in made)), None)
    if metric is None:
        table = _table(data, made[:LISTED], "agent", metrics)
        return Section("agents", (Note((Phrase("agents.few", {"least": Figure(LEAST)}),)), table))
    chart = _dots(data, made, "agent", metric, "agents", ranked=True)
    lead = Phrase("agents.lead", {"metric": Phrase(metric), "least": Figure(LEAST)})
    return Section("agents", (chart, _table(data, made[:LISTED], "agent", metrics)) if chart else (), lead=lead)


def waiting(data: Data) -> Section:
    """Satisfaction by how long the first response took."""
    if not data.able(("csat_pct",)) or not data.has("csat"):
        return Section("satisfaction", why=Phrase("why.csat"))
    if not data.able(("frt_p50",)):
        return Section("satisfaction", why=Phrase("why.response"))
    binned = replace(data, rows=_binned(data.rows), made={}, months={})
    order = [key for _, key in BINS] + [LONGEST]
    found = {group.name: group for group in groups(binned, BIN, ("csat_pct",))}
    made = [found[key] for key in order if key in found and found[key].part("csat_pct", "n")]
    if not made:
        return Section("satisfaction", why=Phrase("why.response"))
    chart = _dots(data, made, BIN, "csat_pct", "satisfaction", unit="word", least=1)
    return Section("satisfaction", (chart,) if chart else (), lead=Phrase("satisfaction.lead"))


def _binned(rows: pl.DataFrame) -> pl.DataFrame:
    ready = with_facts(ensure(rows.lazy(), dtypes("ticket")), {"__frt"})
    wait = pl.col("__frt")
    steps: Any = pl.when(wait < 0).then(pl.lit(None, dtype=pl.String))
    for limit, key in BINS:
        steps = steps.when(wait <= limit * MS).then(pl.lit(key))
    binned = steps.when(wait.is_not_null()).then(pl.lit(LONGEST)).alias(BIN)
    return ready.with_columns(binned).select(*rows.columns, BIN).filter(pl.col(BIN).is_not_null()).collect()


def _dots(
    data: Data,
    made: Sequence[Group],
    by: str,
    metric: str,
    section: str,
    *,
    ranked: bool = False,
    unit: str = "text",
    least: int = LEAST,
    wide: bool = True,
) -> Block | None:
    """A rate with its interval for each group of at least `least`."""
    enough = [group for group in made if (group.part(metric, "n") or 0) >= least]
    if not enough:
        return None
    marks = {found.group.name: _word(found.effect[0], metric) for found in unlike(enough, [metric], LEAST)}
    drawn = shrunk([int(g.part(metric, "numerator")) for g in enough], [int(g.part(metric, "n")) for g in enough])
    pairs = list(zip(enough, drawn, strict=True))
    if ranked:
        pairs.sort(key=lambda pair: (-(pair[1] or 0), pair[0].name is None, pair[0].name or ""))
    shown = _ends(pairs)
    rows = tuple(
        (
            group.name or NAMELESS,
            group.part(metric, "n"),
            group.value(metric),
            group.part(metric, "lo"),
            group.part(metric, "hi"),
            *((round(rate or 0, 6),) if ranked else ()),
            marks.get(group.name, "mark.same" if (group.part(metric, "n") or 0) >= LEAST else "mark.few"),
        )
        for group, rate in shown
    )
    heading = Column(by, unit)
    columns = (
        heading, Column("n", "n"), Column(metric, "ratio"), Column("lo", "ratio"), Column("hi", "ratio"),
        *((Column("shrunk", "ratio"),) if ranked else ()), Column("mark", "word"),
    )  # fmt: skip
    whole = known(data.figures((metric,)), metric, data.period.month)
    overall = None if whole is None else whole["value"]
    words = {"metric": Phrase(metric), "by": Phrase(by)}
    return Chart(
        name=f"{section}_{metric}",
        kind="dots",
        title=Phrase("dots.chart", words),
        alt=Phrase("dots.alt", words | {"k": Figure(len(shown)), "far": Figure(len(marks))}),
        columns=columns,
        rows=rows,
        roles={"label": by, "value": metric, "lo": "lo", "hi": "hi", "beside": "n", "mark": "mark"},
        lead=Phrase("dots.cut", {"k": Figure(DRAWN), "all": Figure(len(pairs))}) if len(shown) < len(pairs) else None,
        reference=Figure(overall, "ratio"),
        wide=wide,
    )


def _ends(pairs: list[tuple[Group, float | None]]) -> list[tuple[Group, float | None]]:
    """All of a few; of many, the first and the last, which are the ones talked about."""
    if len(pairs) <= DRAWN:
        return pairs
    return pairs[: DRAWN // 2 + 1] + pairs[-(DRAWN // 2) :]


def _word(effect: float, metric: str) -> str:
    good = (effect > 0) == (parse(metric)[0].kpi.better == "+")
    return "mark.better" if good else "mark.worse"


def _table(data: Data, made: Sequence[Group], by: str, metrics: Sequence[str]) -> Table:
    total = sum(group.contacts for group in groups(data, by, ()))
    before = {group.name: group.contacts for group in groups(data, by, (), data.period.previous)}
    rows: list[tuple[Value, ...]] = [
        (
            group.name or NAMELESS,
            group.contacts,
            round(group.contacts / total, 6),
            before.get(group.name),
            *(group.value(metric) for metric in metrics),
        )
        for group in made
    ]
    columns = (
        Column(by), Column("contacts", "n"), Column("share", "ratio"), Column("before", "n"),
        *(Column(metric, parse(metric)[0].kpi.unit) for metric in metrics),
    )  # fmt: skip
    count = len(groups(data, by, ()))
    more = Phrase("table.more", {"k": Figure(len(rows)), "all": Figure(count)}) if count > len(rows) else None
    return Table(Phrase("table.by", {"by": Phrase(by)}), columns, tuple(rows), more)
