"""Headings that mean a time in one system and a duration or a yes/no in another: the values decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
ALIKE = 20
"""Values of one type, from the first on, after which no other is waited for: a live stream must not stand still."""
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
    return replace(plan, fields=fields)


@dataclass(frozen=True)
class Sample:
    """The first values of a column, SAMPLE at most, from its first rows. looked: how many rows were looked at."""

    values: tuple[str, ...] = ()
    looked: int = 0

    def more(self, column: pl.Series, most: int = LOOK) -> Sample:
        """The sample with the next rows of its column; none beyond the first `most`, however the file is cut."""
        room = SAMPLE - len(self.values)
        if room <= 0 or self.looked >= most:
            return self
        text = pl.col("x").str.strip_chars()
        rows = column.alias("x").head(most - self.looked).to_frame()
        given = rows.filter(~text.is_in(list(NULLS))).head(room)["x"]
        return Sample((*self.values, *given), self.looked + len(column))

    @property
    def tells(self) -> bool:
        """Whether no further value could change what the sample says."""
        return len(self.values) >= SAMPLE or self.looked >= LOOK or self.told is not None

    @property
    def told(self) -> str | None:
        """The type that shows early: that of the first ALIKE values, if it is one. The same however the file is cut."""
        first = self.values[:ALIKE]
        types = [type_ for type_, n in _fits(first).items() if n == ALIKE]
        return types[0] if types else None

    def best(self, rivals: Sequence[str]) -> str:
        """The field whose type fits most of the values; the first rival where none fits best."""
        told = self.told
        fits = {told: 1} if told else _fits(self.values)
        return max(rivals, key=lambda rival: fits.get(table.of("ticket")[rival].type, 0))


def tell(plan: Plan, samples: Mapping[str, Sample], known: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """Heading -> field, for every heading that could be one of several, and whether more rows could still change it.

    What is `known` stays.

    >>> plan = Plan("ticket", {"Resolved": "is_resolved"}, {})
    >>> tell(plan, {"Resolved": Sample().more(pl.Series(["yes", None]))}, {})
    ({'Resolved': 'is_resolved'}, True)
    >>> tell(plan, {"Resolved": Sample().more(pl.Series(["2025-10-01 08:00", None] * ALIKE))}, {})
    ({'Resolved': 'resolved_at'}, False)
    """
    rivals = {heading: fields for heading, fields in _rivals(plan).items() if heading in samples}
    asked = {heading: fields for heading, fields in rivals.items() if heading not in known}
    told = {heading: samples[heading].best(fields) for heading, fields in asked.items()}
    return {**known, **told}, not all(samples[heading].tells for heading in asked)


def twins(plan: Plan) -> dict[str, list[str]]:
    """The headings that could be one of several fields, and the types these have."""
    known = table.of(plan.kind)
    return {heading: [known[name].type for name in fields] for heading, fields in _rivals(plan).items()}


def _rivals(plan: Plan) -> dict[str, list[str]]:
    """Heading -> the fields it could be, the one it means first first."""
    if plan.kind != "ticket":
        return {}
    rivals = {}
    for heading, field in plan.fields.items():
        taken = {*plan.fields.values(), *plan.halves} - {field}
        rivals[heading] = [field, *(twin for twin in table.TWINS.get(field, ()) if twin not in taken)]
    return {heading: fields for heading, fields in rivals.items() if len(fields) > 1}


def _fits(values: Sequence[str]) -> dict[str, int]:
    """How many of the values look like each type: all but times and answers like a number."""
    cell = pl.col("x").str.strip_chars()
    looks = {"time": cell.str.contains(TIME), "bool": key(cell).is_in(list(answers()))}
    looks["float"] = ~looks["time"] & ~looks["bool"]
    frame = pl.DataFrame({"x": values}, schema={"x": pl.String})
    return frame.select(pl.col("x").filter(look).len().alias(kind) for kind, look in looks.items()).row(0, named=True)
