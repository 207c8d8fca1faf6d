"""How a file is read, heading by heading: what `--explain` shows."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from cstools.kernels.ingest.decisions import Decisions, Options, decide, planned_for
from cstools.kernels.ingest.headings import Plan, source_of
from cstools.kernels.ingest.required import lacking
from cstools.kernels.ingest.scales import OWN
from cstools.kernels.ingest.seen import Seen
from cstools.kernels.ingest.stage import finished
from cstools.kernels.ingest.wide import metric_of
from cstools.kernels.stage import LINE, PROVENANCE
from cstools.model.fields import normal
from cstools.model.sources import DAY

ROWS = 200
"""Rows in which a sample value is looked for."""
SCHEMA = dict.fromkeys(["heading", "field", "by", "decision", "before", "after"], pl.String)
"""heading: as the file has it, null for what is said of the file. by: map, a preset, alias; null where it is kept."""

Row = dict[str, str | None]


def explain(options: Options, chunks: Iterator[pl.DataFrame]) -> tuple[pl.DataFrame, list[str]]:
    """A row a heading and a decision (SCHEMA), and the fields the kind requires that no heading gives.

    chunks: a file as text under its own headings; no more of them are taken than it takes to decide.
    """
    seen, made, sample = Seen(), None, pl.DataFrame()
    for chunk in chunks:
        sample = chunk.head(ROWS) if not sample.height else sample
        seen, made, open_ = decide(options, seen, made, chunk)
        if not open_:
            break
    else:
        seen, made, _ = decide(options, seen, made, None)
    plan = planned_for(seen.columns, options, made)
    missing = lacking(plan, {**made.captured, **options.given, **options.derived})
    read = finished(sample.lazy(), options, made) if sample.height else pl.DataFrame()
    if LINE in read.columns:  # a value of a totals row explains nothing
        sample = sample.filter(pl.col(LINE).is_in(read.get_column(LINE).to_list()))
    headings = [name for name in seen.columns if name not in PROVENANCE]
    rows: list[Row] = [{"field": "source", "after": plan.preset.name}, {"field": "kind", "after": plan.kind}]
    rows += [{"field": name, "by": "path", "after": value} for name, value in made.captured.items()]
    rows += [_row(heading, plan, made, options, sample, read) for heading in headings]
    rows += [{"field": name, "by": "missing"} for name in missing]
    return pl.DataFrame(rows, schema=SCHEMA), missing


def _row(heading: str, plan: Plan, made: Decisions, options: Options, sample: pl.DataFrame, read: pl.DataFrame) -> Row:
    halves = {part: name for name, pair in plan.halves.items() for part in pair}
    name = plan.fields.get(heading) or halves.get(heading)
    metric = None if name else metric_of(heading, plan)
    shown = name or (f"metric {metric}" if metric else None)
    day = plan.preset.shifts is not None and name is None and bool(DAY.match(normal(heading)))
    before, line = _first(sample, heading)
    row = {
        "heading": heading,
        "field": "shift" if day else shown,
        "by": (plan.preset.name if metric or day else source_of(plan, heading, options.mapped) or None),
        "decision": _decision(heading, name, plan, made),
        "before": before,
        "after": _after(read, line, name, metric),
    }
    return row


def _first(sample: pl.DataFrame, heading: str) -> tuple[str | None, int | None]:
    """The first value of a column and its line."""
    if heading not in sample.columns:
        return None, None
    given = sample.filter(pl.col(heading).is_not_null())
    if not given.height:
        return None, None
    return str(given.get_column(heading)[0]), (given.get_column(LINE)[0] if LINE in given.columns else None)


def _after(read: pl.DataFrame, line: int | None, name: str | None, metric: str | None) -> str | None:
    """What has become of it."""
    column = "value" if metric else name
    if line is None or column is None or column not in read.columns or LINE not in read.columns:
        return None
    rows = read.filter(pl.col(LINE) == line)
    rows = rows.filter(pl.col("metric") == metric) if metric and "metric" in rows.columns else rows
    value = rows.get_column(column).first() if rows.height else None
    return None if value is None else str(value).removesuffix(".0") if metric else str(value)


def _decision(heading: str, name: str | None, plan: Plan, made: Decisions) -> str | None:
    said = []
    if heading in made.day_first:
        said.append("day first" if made.day_first[heading] else "month first")
    elif heading in made.guessed:
        said.append("day first (nothing tells)")
    if unit := plan.units.get(name or ""):
        said.append(f"x {unit:g} s")
    marks = made.scales.get(name or "")
    if marks is not None:
        said.append("each of its own" if marks == OWN else f"of {marks}")
    if heading in made.told:
        said.append("by its values")
    return ", ".join(said) or None
