"""Headings that mean a time in one system and a duration or a yes/no in another: the values decide."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from cstools.kernels.expr.text import key
from cstools.kernels.ingest.headings import Plan
from cstools.model import fields as table
from cstools.model.synonyms import answers
from cstools.model.words import NULLS

SAMPLE = 200
"""Values looked at: a column is of one sort throughout."""
LOOK = 100_000
"""Rows in which they are looked for; exports that begin with the newest begin with what is not resolved yet."""
TIME = r"^[0-9]{4}[ ]*[年/.-][ ]*[0-9]|^[0-9]{1,2}[/.-]([0-9]{1,2}|[A-Za-z]{3})[/.-][0-9]{2}|^[0-9]{10,14}$"
"""What begins like a date, or is as long as seconds since 1970."""


def settled(plan: Plan, told: Mapping[str, str]) -> Plan:
    """The plan with every heading that could be one of several fields given to the one its values tell (`told`).

    A field that another heading already fills is left alone.

    >>> settled(Plan("ticket", {"Resolved": "is_resolved"}, {}), {"Resolved": "resolved_at"}).fields
    {'Resolved': 'resolved_at'}
    """
    fields = dict(plan.fields)
    for heading, rivals in _rivals(plan).items():
        if told.get(heading) in rivals and told[heading] not in fields.values():
            fields[heading] = told[heading]
    return Plan(plan.kind, fields, plan.halves)


def tell(plan: Plan, frame: pl.DataFrame, known: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """Heading -> field, for every heading that could be one of several, and whether more rows could still change it.

    In: the first rows of a file as text. The field whose type fits most of the first values wins, in a tie the one the
    heading means first. What is `known` stays.

    >>> plan = Plan("ticket", {"Resolved": "is_resolved"}, {})
    >>> tell(plan, pl.DataFrame({"Resolved": ["2025-10-01 08:00", None]}), {})
    ({'Resolved': 'resolved_at'}, True)
    """
    told = dict(known)
    more = False
    for heading, rivals in _rivals(plan).items():
        if heading in frame.columns and heading not in known:
            text = pl.col("x").str.strip_chars()
            seen = frame.select(pl.col(heading).head(LOOK).alias("x"))
            given = seen.filter(~text.is_in(list(NULLS))).head(SAMPLE)
            told[heading] = _best(given, rivals)
            more = more or (given.height < SAMPLE and frame.height < LOOK)
    return told, more


def _rivals(plan: Plan) -> dict[str, list[str]]:
    """Heading -> the fields it could be, the one it means first first."""
    if plan.kind != "ticket":
        return {}
    rivals = {}
    for heading, field in plan.fields.items():
        taken = {*plan.fields.values(), *plan.halves} - {field}
        rivals[heading] = [field, *(twin for twin in table.TWINS.get(field, ()) if twin not in taken)]
    return {heading: fields for heading, fields in rivals.items() if len(fields) > 1}


def _best(given: pl.DataFrame, rivals: list[str]) -> str:
    """The field whose type fits most of the values; the first rival where none fits best."""
    cell = pl.col("x").str.strip_chars()
    looks = {"time": cell.str.contains(TIME), "bool": key(cell).is_in(list(answers()))}
    looks["float"] = ~looks["time"] & ~looks["bool"]
    fits = given.select(pl.col("x").filter(look).len().alias(kind) for kind, look in looks.items()).row(0, named=True)
    return max(rivals, key=lambda rival: fits[table.of("ticket")[rival].type])
