"""Headings that mean a time in one system and a duration or a yes/no in another: the values decide."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.numbers import durations, flags
from cstools.kernels.expr.text import plain
from cstools.kernels.expr.times import times
from cstools.kernels.ingest.headings import Plan
from cstools.model import fields as table
from cstools.model.words import NULLS

SAMPLE = 200
"""Values looked at: a column is of one sort throughout."""


def settled(plan: Plan, frame: pl.DataFrame, tz: str) -> Plan:
    """The plan with every heading that could be one of several fields given to the one that reads most of its values.

    The field the heading means first wins a tie; a twin that another heading already fills is left alone.
    """
    if plan.kind != "ticket":
        return plan
    fields = dict(plan.fields)
    for heading, field in plan.fields.items():
        taken = {*fields.values(), *plan.halves} - {field}
        rivals = [field, *(twin for twin in table.TWINS.get(field, ()) if twin not in taken)]
        if len(rivals) > 1:
            fields[heading] = max(rivals, key=lambda rival: _reads(frame[heading], rival, tz))
    return Plan(plan.kind, fields, plan.halves)


def _reads(text: pl.Series, field: str, tz: str) -> int:
    """How many of the first values read as the type of a field."""
    cell = pl.col("x")
    sample = text.alias("x").drop_nulls().to_frame().filter(~plain(cell).is_in(list(NULLS))).head(SAMPLE)
    one = table.of("ticket")[field]
    read = times(cell, tz) if one.type == "time" else flags(cell) if one.type == "bool" else durations(cell)
    return int(sample.select(read.count()).item())
