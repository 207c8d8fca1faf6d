"""What the headings of a file lack, and what there is to say of them when the run ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from cstools.kernels.ingest.headings import Plan
from cstools.kernels.stage import FILE
from cstools.model import fields as table

KNOWN, UNKNOWN, MAPPED = "known", "unknown", "mapped"
"""What is found: a chunk of a file with known headings, one without; a heading of `--map` that is there."""


def lacking(plan: Plan, given: Collection[str]) -> list[str]:
    """The fields that a record of the kind requires and no heading gives, nor `given` (--set, --from-path, --derive).

    >>> lacking(Plan("order", {"下单时间": "ordered_at"}, {}), ())
    ['order_id']
    """
    made = {*plan.fields.values(), *plan.halves, *given, *plan.preset.set}
    made |= {"metric", "value"} if plan.preset.metrics is not None else set()
    made |= {"start_at", "end_at"} if plan.preset.shifts is not None else set()
    return [name for name in table.REQUIRED[plan.kind] if name not in made]


def found(plan: Plan, frame: pl.DataFrame, mapped: Mapping[str, str]) -> pl.LazyFrame | None:
    """What the run's end asks of a chunk: `about` (KNOWN, UNKNOWN, MAPPED), `value` (file, heading), `n`."""
    names = {table.normal(heading): heading for heading in mapped}
    there = {names[key] for heading in plan.fields if (key := table.normal(heading)) in names}
    if not frame.height:
        return None
    file = str(frame.get_column(FILE)[0]) if FILE in frame.columns else "-"
    facts = [(KNOWN if plan.fields or plan.halves else UNKNOWN, file), *((MAPPED, name) for name in sorted(there))]
    about, value = zip(*facts, strict=True)
    return pl.LazyFrame({"about": about, "value": value, "n": [1] * len(facts)})
