"""Factors: what a list of `--factors` stands for, and the value of each on a record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.columns import near_of_some
from cstools.kernels.expr.frames import dtypes
from cstools.kernels.expr.sql import expression, first_line
from cstools.kernels.kpi.facts import MS, fields, roots

ONE_ROW = "not a condition on one record"
CLOCK = "asks for the time of the run; compare with a date"
PLAIN = re.compile(r"(\w+)(?::([\w./-]+))?")
CUTS = re.compile(r"-?\d+(?:\.\d+)?(?:/-?\d+(?:\.\d+)?)*")
PARTS = re.compile(r"q([2-9]|1\d|20)")
QUARTERS = 4
SEPARATOR = "/"
FACTS = {
    "is_resolved": "__resolved", "wait_s": "__wait", "first_response_s": "__frt", "handle_s": "__handle",
    "resolution_s": "__full",
}  # fmt: skip
"""Fields that other fields tell where they are empty, as the figures of cs-kpi have it."""
USUAL = (
    "first_response_s", "wait_s", "is_resolved", "transfer_count", "reopen_count", "channel", "topic:1", "category",
    "product", "shop", "agent",
)  # fmt: skip
"""What is looked at where nobody says; category only where there is no topic."""
STARTS = {"created_at", "queued_at", "first_customer_at", "bot_handoff_at"}
"""Times at which a duration begins: by themselves they tell none."""
Kind = Literal["number", "text", "bool"]


@dataclass(frozen=True)
class Factor:
    """One item of `--factors`. name: as it is written out. rule: what follows the colon. sql: a condition instead."""

    name: str
    rule: str = ""
    sql: bool = False

    @property
    def expr(self) -> pl.Expr:
        """The value on a record, read from fields and facts; seconds for a duration."""
        if self.sql:
            return expression(self.name, "why.sql", ONE_ROW, CLOCK, text=self.name)
        fact = FACTS.get(self.name)
        if fact is None:
            return pl.col(self.name)
        return pl.col(fact) if fact == "__resolved" else pl.col(fact) / MS

    @property
    def needs(self) -> set[str]:
        """The fields the value is read from."""
        return roots(self.expr) if self.sql else {self.name} | fields(roots(self.expr))

    @property
    def evidence(self) -> set[str]:
        """The fields of which one must be there for any record to have a value."""
        return self.needs if self.sql or self.name not in FACTS else self.needs - STARTS


@dataclass(frozen=True)
class Bound:
    """A factor as it is for these records: the kind of its values, where numbers are cut, how deep a path is kept."""

    factor: Factor
    kind: Kind
    cuts: tuple[float, ...] = ()
    parts: int = QUARTERS
    depth: int = 0


def split(text: str) -> tuple[str, ...]:
    """The items of a list; a comma in quotes or brackets is none between items.

    >>> split("wait_s:60/300, channel IN ('a','b'),agent")
    ('wait_s:60/300', "channel IN ('a','b')", 'agent')
    """
    found, depth, quoted = [""], 0, False
    for char in text:
        quoted ^= char == "'"
        depth += 0 if quoted else (char == "(") - (char == ")")
        if char == "," and not quoted and not depth:
            found.append("")
        else:
            found[-1] += char
    return tuple(item.strip() for item in found if item.strip())


def parse(text: str) -> tuple[Factor, ...]:
    """The factors a list stands for. Raises Usage("why.twice") for a field named twice, ("why.sql") for no condition.

    >>> [(one.name, one.rule, one.sql) for one in parse("wait_s:60/300,topic:1,csat > 3")]
    [('wait_s', '60/300', False), ('topic', '1', False), ('csat > 3', '', True)]
    """
    found = tuple(map(_factor, split(text)))
    names = [one.name for one in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Usage("why.twice", text=twice)
    return found


def _factor(text: str) -> Factor:
    if plain := PLAIN.fullmatch(text):
        return Factor(plain[1], plain[2] or "")
    expression(text, "why.sql", ONE_ROW, CLOCK, text=text)
    return Factor(text, sql=True)


def bound(factor: Factor, schema: pl.Schema, given: Iterable[str]) -> Bound:
    """A factor for records of this schema. given: the fields they have.

    Raises Usage("field.unknown"), ("why.rule") for a rule that does not go with the field, ("why.list") for a field of
    lists, ("why.sql") for a condition that is none.
    """
    present = list(given)
    for name in [*factor.expr.meta.root_names()] if factor.sql else []:
        if name not in schema:
            raise Usage("field.unknown", field=name, near=near_of_some(name, present))
    if not factor.sql and not factor.evidence & {*present}:
        raise Usage("field.unknown", field=factor.name, near=near_of_some(factor.name, present))
    kind = _kind(factor, _dtype(factor, schema))
    return _ruled(factor, kind)


def _dtype(factor: Factor, schema: pl.Schema) -> pl.DataType:
    try:
        return pl.DataFrame(schema=schema).select(factor.expr.alias("value")).schema["value"]
    except pl.exceptions.PolarsError as error:
        raise Usage("why.sql", text=factor.name, why=first_line(error)) from None


def _kind(factor: Factor, dtype: pl.DataType) -> Kind:
    if dtype == pl.Boolean:
        return "bool"
    if factor.sql:
        raise Usage("why.sql", text=factor.name, why=ONE_ROW)
    if dtype.is_numeric():
        return "number"
    if dtype.is_nested() or dtype.is_temporal():
        raise Usage("why.kind", field=factor.name)
    return "text"


def _ruled(factor: Factor, kind: Kind) -> Bound:
    rule = factor.rule
    if not rule:
        return Bound(factor, kind)
    if kind == "number" and CUTS.fullmatch(rule):
        cuts = [float(part) for part in rule.split("/")]
        if cuts == sorted(set(cuts)):
            return Bound(factor, kind, tuple(cuts))
    if kind == "number" and (parts := PARTS.fullmatch(rule)):
        return Bound(factor, kind, parts=int(parts[1]))
    if kind == "text" and rule.isdecimal() and int(rule):
        return Bound(factor, kind, depth=int(rule))
    raise Usage("why.rule", text=f"{factor.name}:{rule}", field=factor.name)


def usual(given: Iterable[str], taken: set[str]) -> tuple[Factor, ...]:
    """The usual factors that these fields tell, but those that read a field of the outcome (`taken`).

    >>> [one.name for one in usual(["topic", "category", "status", "csat"], {"csat"})]
    ['is_resolved', 'topic']
    """
    present = {*given}
    found = [one for one in map(_factor, USUAL) if one.evidence & present and not one.needs & taken]
    names = {one.name for one in found}
    return tuple(one for one in found if one.name != "category" or "topic" not in names)


def needs() -> set[str]:
    """The fields of the usual factors."""
    known = dtypes("ticket")
    return {name for text in USUAL for name in _factor(text).needs if name in known}
