"""What cs-kpi answers besides figures, as tables to read: a mix, a score, a reconciliation, the records behind one."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from cstools.model import fields
from cstools.model.kpis import find
from cstools.model.messages import say
from cstools.view.table import Column, count, cut, lay, marks, of_frame

ORDERS: dict[str, tuple[str, ...]] = {
    "structure": (
        "label", "value_before", "value", "structure", "own", "share_before", "share", "n_before", "n", "period_before",
    ),
    "points": ("label", "value", "band", "points", "weight", "weight_used", "part", "note", "n"),
    "ours": (
        "label", "platform_metric", "platform", "ours", "difference", "explained", "unexplained", "without_exclusions",
        "calendar_time", "with_spam", "event_dates", "source", "days",
    ),
}  # fmt: skip
"""A column that only one answer has -> the columns of that in the order people read them, behind groups and period."""
BEHIND = ("part", "why", "value")
"""What is said of each record behind a figure."""
SAID = ("metric", "unit")
"""What the label and the figures themselves say."""
ALL = "all"


def render(
    frame: pl.DataFrame,
    *,
    lang: str,
    width: int,
    ascii_only: bool = False,
    total: int | None = None,
    styled: bool = False,
    units: Mapping[str, str] | None = None,
) -> str:
    """As `table.render`: what matters stands first, columns without a value and ids of metrics are left out.

    units: of metrics outside the catalogue. A frame that is none of these answers is drawn as it stands.
    """
    behind = set(BEHIND) <= set(frame.columns)
    columns = _behind(frame, lang, units or {}, ascii_only) if behind else _answer(frame, lang, ascii_only)
    drawn = marks(ascii_only=ascii_only, styled=styled)
    lines, shown = lay(list(columns.values()), width, drawn)
    below = [count(frame.height, frame.height if total is None else total, lang)]
    if shown < len(columns):
        left = ", ".join(column.heading for column in list(columns.values())[shown:])
        below.append(say("table.columns", lang, n=f"{len(columns) - shown:,}", names=left))
    return "\n".join([*lines, *(drawn.dim(cut(line, width, drawn)) for line in below)]) + "\n"


def _answer(frame: pl.DataFrame, lang: str, ascii_only: bool) -> dict[str, Column]:
    order = next((names for sign, names in ORDERS.items() if sign in frame.columns), ())
    groups = [name for name in frame.columns if name not in (*order, *SAID)] if order else frame.columns
    words = {name: say(f"scorecard.{'all' if name == 'period' else 'total'}", lang) for name in groups if order}
    totals = [pl.col(name).replace({ALL: word}) for name, word in words.items()]
    made = _columns(frame.with_columns(totals), "kpi", lang, ascii_only)
    return {name: made[name] for name in (*groups, *order) if name in made and _told(frame, name)}


def _behind(frame: pl.DataFrame, lang: str, units: Mapping[str, str], ascii_only: bool) -> dict[str, Column]:
    """The key and the main time of each record, what it counts as and why, then all else."""
    record = frame.drop("period", "metric", *BEHIND, strict=False)
    kind = fields.detect(record.columns)
    metric = frame["metric"].first() if frame.height else None
    known = find(str(metric))
    unit = units.get(str(metric)) or (known[0].kpi.unit if known else "n")
    about = _columns(frame.select(*BEHIND, pl.lit(unit).alias("unit")), "kpi", lang, ascii_only)
    own = _columns(record, kind, lang, ascii_only)
    first = [name for name in (fields.KEY[kind], fields.TIME[kind]) if name in own]
    rest = [name for name in own if name not in first]
    every = {**{name: own[name] for name in first}, **about, **{name: own[name] for name in rest}}
    return {name: column for name, column in every.items() if name not in SAID and _told(frame, name)}


def _columns(frame: pl.DataFrame, kind: str, lang: str, ascii_only: bool) -> dict[str, Column]:
    return dict(zip(frame.columns, of_frame(frame, kind, lang, ascii_only=ascii_only), strict=True))


def _told(frame: pl.DataFrame, name: str) -> bool:
    return not frame.height or frame[name].null_count() < frame.height
