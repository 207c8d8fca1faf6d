"""Headings that mean a time in one system and a duration or a yes/no in another: the values decide."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.text import key
from cstools.kernels.ingest.headings import Plan
from cstools.model import fields as table
from cstools.model.synonyms import answers
from cstools.model.words import NULLS

SAMPLE = 200
"""Values looked at: a column is of one sort throughout."""
TIME = r"^[0-9]{4}[ ]*[年/.-][ ]*[0-9]|^[0-9]{1,2}[/.-]([0-9]{1,2}|[A-Za-z]{3})[/.-][0-9]{2}|^[0-9]{10,14}$"
"""What begins like a date, or is as long as seconds since 1970."""


def settled(plan: Plan, frame: pl.DataFrame) -> Plan:
    """The plan with every heading that could be one of several fields given to the one whose type fits its values.

    The field the heading means first wins a tie; a twin that another heading already fills is left alone.
    """
    if plan.kind != "ticket":
        return plan
    fields = dict(plan.fields)
    for heading, field in plan.fields.items():
        taken = {*fields.values(), *plan.halves} - {field}
        rivals = [field, *(twin for twin in table.TWINS.get(field, ()) if twin not in taken)]
        if len(rivals) > 1:
            fields[heading] = _best(frame[heading], rivals)
    return Plan(plan.kind, fields, plan.halves)


def _best(text: pl.Series, rivals: list[str]) -> str:
    """The field whose type fits most of the first values; the first rival where none fits best."""
    cell = pl.col("x").str.strip_chars()
    looks = {"time": cell.str.contains(TIME), "bool": key(cell).is_in(list(answers()))}
    looks["float"] = ~looks["time"] & ~looks["bool"]
    sample = text.alias("x").drop_nulls().head(SAMPLE).to_frame()
    given = sample.filter(~pl.col("x").str.strip_chars().is_in(list(NULLS)))
    fits = given.select(pl.col("x").filter(look).len().alias(kind) for kind, look in looks.items()).row(0, named=True)
    return max(rivals, key=lambda rival: fits[table.of("ticket")[rival].type])
