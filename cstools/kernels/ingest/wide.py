"""Tables that are wide to be long: a platform's figures with a column a metric, rosters with a column a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import polars as pl

from cstools.kernels.expr.durations import durations
from cstools.kernels.expr.numbers import money, numbers
from cstools.kernels.expr.text import plain
from cstools.kernels.ingest.headings import Plan, unit_of
from cstools.kernels.ingest.long import EMPTY, HEADING, Long, long, nothing, unread
from cstools.kernels.ingest.roster import shifts_of
from cstools.kernels.stage import PROVENANCE
from cstools.model import fields as table
from cstools.model.sources import DAY, Preset
from cstools.model.units import SECONDS, bare

TIMED = re.compile(
    r"时长|平响|首响|响应(?!率)|耗时|duration|interval|_s$|dur$|(response|handle|wait) time", re.IGNORECASE
)
"""A metric that is a duration, where neither the preset nor the heading names a unit."""

METRICS = "rows spread into a row a metric"


def spread(frame: pl.DataFrame, plan: Plan, kept: Iterable[str] = ()) -> Long:
    """The long form of a wide table, where the preset says it is one; else the frame as it is.

    In: text columns under their fields' names, the others under their headings. kept: columns that did not come from
    the file (--set, --from-path). Out: kind stat has metric (text), value (number) and weight (number); kind roster has
    shift, start_at and end_at. Durations become seconds, percents shares.
    Side records: cell.number, cell.shift, cell.time. Raises Usage for days without a month.
    """
    preset = plan.preset
    known = {*table.of(plan.kind), *PROVENANCE, *kept}
    own = [name for name in frame.columns if name not in known and table.normal(name) not in preset.fields]
    if preset.metrics is not None and plan.kind == "stat":
        return _metrics(frame, own, preset)
    if preset.shifts is not None and plan.kind == "roster":
        return shifts_of(frame, [name for name in own if DAY.match(table.normal(name))], preset.shifts)
    return frame, [], {}


def _metrics(frame: pl.DataFrame, own: list[str], preset: Preset) -> Long:
    names = _named(own, preset.metrics or {})
    units = [_unit(name, preset) for name in own]
    by_heading = {table.normal(name): name for name in own}
    weights = [by_heading.get(preset.weights.get(table.normal(name), "")) for name in own]
    cells: dict[str, list[str | None]] = {"value": [*own]}
    rows = long(frame, own, cells | ({"weight": weights} if any(weights) else {}))
    rows = rows.with_columns(
        pl.Series("metric", names * frame.height, dtype=pl.String),
        pl.Series("__unit", units * frame.height, dtype=pl.String),
        pl.Series(HEADING, own * frame.height, dtype=pl.String),
    )
    filled = rows.filter(~nothing(pl.col("value")))
    read = filled.with_columns(_value(pl.col("value"), units).alias("__read"))
    sides = unread(read.filter(pl.col("__read").is_null()), pl.lit("cell.number"), "value")
    values = [pl.col("__read").alias("value")]
    if "weight" in read.columns:
        values.append(numbers(pl.col("weight")).alias("weight"))
    kept = read.filter(pl.col("__read").is_not_null()).with_columns(values).drop("__read", "__unit", HEADING)
    return kept, sides, {METRICS: frame.height, EMPTY: rows.height - filled.height}


def metric_of(heading: str, plan: Plan) -> str | None:
    """The metric that a heading which is no field stands for; None where the table is not spread into metrics."""
    if plan.preset.metrics is None or plan.kind != "stat" or table.normal(heading) in plan.preset.fields:
        return None
    return _named([heading], plan.preset.metrics)[0]


def _named(own: list[str], metrics: Mapping[str, str]) -> list[str]:
    """The metric of each heading; a second heading of one metric keeps its own name."""
    names: list[str] = []
    for heading in own:
        text = bare(heading)[0].strip()
        found = metrics.get(table.normal(heading)) or metrics.get(table.normal(text), text)
        names.append(found if found not in names else heading.strip())
    return names


def _unit(heading: str, preset: Preset) -> str:
    return unit_of(heading, preset) or ("s" if TIMED.search(heading) else "")


def _value(text: pl.Expr, units: Iterable[str]) -> pl.Expr:
    """A cell as a number: a duration in seconds where the metric has a unit of time, a share where it is a percent."""
    number, unit = numbers(text), pl.col("__unit")
    share = pl.when(plain(text).str.contains("%")).then(number).otherwise(number / 100)
    value = pl.when(unit == "%").then(share).otherwise(pl.coalesce(number, money(text), durations(text)))
    for name in sorted(SECONDS.keys() & set(units)):
        value = pl.when(unit == name).then(durations(text, SECONDS[name])).otherwise(value)
    return value
