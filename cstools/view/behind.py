"""`cs-kpi --rows` for people: the first records, their part and why before their fields, and how many went where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from cstools.model import fields
from cstools.model.catalogue import Kpi
from cstools.model.kpis import TWINS, Metric, find, lacking
from cstools.model.messages import say
from cstools.view.page import INDENT, Page
from cstools.view.scorecard import LINES
from cstools.view.scorecard_layout import least
from cstools.view.table import SOFT, Column, natural, of_frame

NEEDS = ("period", "metric", "part", "value", "why")
PARTS = ("numerator", "denominator", "excluded")
ALL = "all"
WORDY = 2 * SOFT
"""Cells left for the widest column, which is likely what the customer wrote."""


def draw(page: Page, frame: pl.DataFrame, *, own: Mapping[str, Kpi]) -> None:
    """The first records of a frame of `--rows`, then the counts of all. own: metrics besides the catalogue."""
    kind = fields.detect([name for name in frame.columns if name not in NEEDS])
    metric, rule = _metric(str(frame["metric"][0]), kind, frame.columns, own)
    shown = frame.head(LINES)
    page.heading(page.pen.safe(metric.label(page.pen.lang) if metric else str(frame["metric"][0])))
    if metric and rule:
        page.told(page.pen.word("rule", rule=page.pen.safe(metric.rule(page.pen.lang))), INDENT)
    page.table(_room(page, [*_whys(page, shown, metric), *_fields(shown, kind, metric, page.pen.lang)]))
    _counts(page, frame)
    page.end(shown.height, frame.height, [page.word("rows.legend")] if "denominator" in frame["part"] else [])


def _metric(name: str, kind: str, columns: Sequence[str], own: Mapping[str, Kpi]) -> tuple[Metric | None, bool]:
    """The metric, a duration without its statistic, and whether its rule is sure: of metrics that are one by id, over
    different records, it is the one of this kind, if these columns give it, else the only one they give.
    """
    found = find(name, own)
    if not found:
        return None, False
    metric = found[0] if found[0].id == name else replace(found[0], stat="")
    twins = [kpi for (id_, _), kpi in TWINS.items() if id_ == metric.kpi.id and name not in own]
    if len(twins) < 2:
        return metric, True
    given = {kpi.of: kpi for kpi in twins if not lacking(kpi, {kpi.of: columns})}
    kpi = given.get(kind) or (next(iter(given.values())) if len(given) == 1 else None)
    return replace(metric, kpi=kpi or metric.kpi), kpi is not None


def _whys(page: Page, shown: pl.DataFrame, metric: Metric | None) -> list[Column]:
    """Part, why, what the record gives, and its period: those that say something."""
    unit = metric.kpi.unit if metric else ""
    cells: dict[str, list[str | None]] = {
        "part": [_part(page, part) for part in shown["part"]],
        "why": [None if why is None else page.pen.safe(why) for why in shown["why"]],
        "value": [page.figure(value, unit) for value in shown["value"]],
        "period": [None if text == ALL else page.pen.safe(str(text)) for text in shown["period"]],
    }
    return [
        Column(page.pen.label(name), each, right=name == "value", soft=name == "why")
        for name, each in cells.items()
        if any(cell is not None for cell in each)
    ]


def _part(page: Page, part: str) -> str:
    return say(f"view.part.{part}", page.pen.lang) if part in PARTS else page.pen.safe(part)


def _fields(shown: pl.DataFrame, kind: str, metric: Metric | None, lang: str) -> list[Column]:
    """The record's own fields: its id, what the metric reads, then the others; none that is empty."""
    named = [name for name in shown.columns if name not in NEEDS and shown[name].null_count() < shown.height]
    needs = {name for need in (metric.kpi.needs if metric else ()) for name in need.replace("+", "|").split("|")}
    order = sorted(named, key=lambda name: (name != fields.KEY[kind], name not in needs))
    return of_frame(shown.select(order), kind, lang)


def _room(page: Page, columns: Sequence[Column]) -> list[Column]:
    """The columns with the widest last, and before it only those that leave it room; page.left: the others."""
    wide = max(columns, key=lambda column: natural(column, page.width, page.marks))
    others = [column for column in columns if column is not wide]
    room = page.width - min(natural(wide, page.width, page.marks), WORDY)
    kept: list[Column] = []
    for column in others:
        room -= least(column, page.width, page.marks)
        if room < 0:
            break
        kept.append(column)
    page.left |= dict.fromkeys(column.heading for column in others[len(kept) :])
    return [*(kept or others[:1]), wide]


def _counts(page: Page, frame: pl.DataFrame) -> None:
    """How many records are in each part, and why."""
    found = frame.group_by("part", "why").agg(pl.len().alias("n"))
    order = pl.col("part").replace_strict(list(PARTS), [0, 1, 2], default=3, return_dtype=pl.Int8)
    rows = found.sort(order, -pl.col("n").cast(pl.Int64), "why").rows()
    page.heading(page.word("rows.counts", n=f"{frame.height:,}"))
    page.table(
        [
            Column(page.pen.label("part"), [_part(page, part) for part, _, _ in rows]),
            Column(page.word("rows.n"), [f"{n:,}" for *_, n in rows], right=True),
            Column(page.pen.label("why"), ["" if why is None else page.pen.safe(why) for _, why, _ in rows], soft=True),
        ]
    )
