"""`cs-kpi --reconcile` for people: the platform's figure, ours, and what explains the difference, a line each."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.model.messages import listed
from cstools.view.page import Page, Row, Section, parted
from cstools.view.scorecard import LINES
from cstools.view.table import Column

NEEDS = (
    "period", "metric", "label", "unit", "source", "platform_metric", "days", "platform", "ours", "difference",
    "explained", "unexplained",
)  # fmt: skip
NAMED = ("source", "platform_metric")


def draw(page: Page, frame: pl.DataFrame, *, by: Sequence[str]) -> None:
    """A section a metric, with the rule of ours; a line a period and group."""
    parts = parted(frame, ["metric"], LINES)
    rows = [row for part in parts for row in part]
    steps = frame.columns[frame.columns.index("difference") + 1 : frame.columns.index("explained")]
    at_work = [name for name in steps if any(row[name] for row in rows)]
    page.table(
        [
            Column(page.pen.label("period"), [page.period(row) for row in rows]),
            *page.members(rows, by),
            *_figures(page, rows, at_work),
            *_named(page, parts),
        ],
        [_section(page, part) for part in parts],
    )
    page.end(len(rows), frame.height, _legend(page, rows, [name for name in steps if name not in at_work]))


def _figures(page: Page, rows: Sequence[Row], steps: Sequence[str]) -> list[Column]:
    figures = [Column(page.pen.label(name), page.figures(rows, name), right=True) for name in ("platform", "ours")]
    changes = [
        Column(page.pen.label(name), page.changes(rows, name), right=True)
        for name in ("difference", *steps, "unexplained")
    ]
    return [*figures, *changes]


def _step(page: Page, name: str) -> str:
    """A step by itself: its label without the sign that it is one of several."""
    return page.pen.label(name).rpartition(":")[-1]


def _named(page: Page, parts: Sequence[Sequence[Row]]) -> list[Column]:
    """What the platform calls its figure and who says so, where that is not the same for all of a metric; the days."""
    rows = [row for part in parts for row in part]
    unlike = [name for name in NAMED if any(len(_names(part, name)) > 1 for part in parts)]
    columns = [Column(page.pen.label(name), _cells(page, rows, name), soft=True) for name in unlike]
    days = [None if row["days"] is None else f"{row['days']:,}" for row in rows]
    return [*columns, *([Column(page.pen.label("days"), days, right=True)] if set(days) - {None, "1"} else [])]


def _cells(page: Page, rows: Sequence[Row], name: str) -> list[str | None]:
    return [None if row[name] is None else page.pen.safe(row[name]) for row in rows]


def _names(part: Sequence[Row], name: str) -> list[str]:
    return list(dict.fromkeys(row[name] for row in part if row[name] is not None))


def _section(page: Page, part: Sequence[Row]) -> Section:
    names = listed(map(page.pen.safe, _names(part, "platform_metric")), page.pen.lang) or page.marks.null
    rule = part[0].get("rule")
    return Section(
        page.word("reconcile.heading", label=page.pen.safe(part[0]["label"]), names=names),
        len(part),
        rule=page.pen.word("rule", rule=page.pen.safe(rule)) if rule else "",
    )


def _legend(page: Page, rows: Sequence[Row], idle: Sequence[str]) -> list[str]:
    told = [page.word("reconcile.legend")]
    if idle:
        told.append(page.word("reconcile.idle", names=listed((_step(page, name) for name in idle), page.pen.lang)))
    if any(row["difference"] is None for row in rows):
        told.append(page.word("reconcile.null", null=page.marks.null))
    return told
