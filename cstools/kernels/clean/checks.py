"""Rules on the ground: when records with these columns break them, and the proof that a rule can be judged."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from cstools.errors import Usage
from cstools.kernels.clean.judges import JUDGES, ONE_ROW, Ground, sql
from cstools.kernels.expr.frames import DTYPES
from cstools.kernels.expr.sql import QUOTED, first_line
from cstools.model import fields
from cstools.model.checks import CHECKS
from cstools.model.rule_reader import near
from cstools.model.rules import Place, Rule

CLOCK = re.compile(r"\b(now|today|current_\w+|local_?time\w*|getdate|sysdate)\b", re.IGNORECASE)
"""What would judge the same record otherwise tomorrow."""


@dataclass(frozen=True)
class Broken:
    """A condition (`bad`, Boolean, never null) under which a record breaks a rule, and the field that tells.

    field: None where no one field does.
    """

    rule: Rule
    field: str | None
    bad: pl.Expr


def broken(rule: Rule, ground: Ground) -> list[Broken]:
    """The conditions of a rule, one a field that the records have; one in all for a check of the whole record.

    A null breaks no rule but `required` and `some`. Raises Usage("rules.sql") for SQL that is none.

    >>> rule = Rule("nps.range", "", "", "ticket", ("nps",), "range", "null", parameters={"low": 0, "high": 10})
    >>> frame = pl.DataFrame({"nps": [11, 7, None]})
    >>> [found] = broken(rule, Ground("ticket", frame.schema))
    >>> frame.select(found.bad).to_series().to_list()
    [True, False, False]
    """
    check = CHECKS[rule.check]
    if check.each:
        named = [name for name in rule.fields if name in ground.schema or rule.check == "required"]
        found = [Broken(rule, name, JUDGES[rule.check](rule, name, ground)) for name in named]
    else:
        named = [name for name in rule.fields if name in ground.schema]
        emptied = rule.action in ("null", "cap", "repair")
        bad = JUDGES[rule.check](rule, "", ground)
        found = [Broken(rule, name, bad) for name in (named if emptied else [None])]
    if when := rule.parameters.get("when"):
        held = sql(rule, "when", when).fill_null(False)
        found = [Broken(one.rule, one.field, one.bad & held) for one in found]
    return found


def spoken(rule: Rule) -> dict[str, str]:
    """The parameters of a rule that are SQL."""
    return {key: rule.parameters[key] for key in ("when", "with", "sql") if key in rule.parameters}


def columns(rule: Rule) -> list[str]:
    """The columns that the SQL of a rule names."""
    return [name for key, text in spoken(rule).items() for name in sql(rule, key, text).meta.root_names()]


def proved(rule: Rule, own: tuple[str, ...] = ()) -> None:
    """That the rule can be judged, tried on no rows. own: columns beyond the fields of its kind.

    Raises Usage with the line: "rules.regex", "rules.sql" (also for what is no condition, or looks at other rows than
    its own), "rules.field" for a column the kind does not have.

    >>> proved(Rule("a", "", "", "ticket", ("csat",), "expression", "flag", parameters={"sql": "csat > 2"}))
    """
    schema = {name: DTYPES[one.type] for name, one in fields.of(rule.kind).items()} | dict.fromkeys(own, pl.String())
    if rule.check == "pattern":
        found = pl.lit("").str.contains(rule.parameters["pattern"])
        _try(lambda: pl.select(found), rule, "pattern", "rules.regex")
    for key, text in spoken(rule).items():
        given = _given(rule, key, text, schema)
        for name in rule.fields if key == "with" else ():
            if not _holds(schema[name], given):
                raise _wrong(rule, key, "rules.with_type", field=name, type=given)


def _given(rule: Rule, key: str, text: str, schema: dict[str, pl.DataType]) -> pl.DataType:
    """The type of what a parameter's SQL gives for one row."""
    made = sql(rule, key, text)
    for name in made.meta.root_names():
        if name not in schema:
            raise _wrong(rule, key, "rules.field", word=name, near=near(name, list(schema)), kind=rule.kind)
    if CLOCK.search(QUOTED.sub("", text)):
        raise _wrong(rule, key, "rules.sql", word=key, why=f"{ONE_ROW}: it reads a clock")
    tried = _try(lambda: pl.DataFrame(schema=schema).select(made), rule, key, "rules.sql")
    many = tried.height and made.meta.root_names()
    if many or (key != "with" and tried.dtypes != [pl.Boolean]):
        raise _wrong(rule, key, "rules.sql", word=key, why=ONE_ROW)
    return tried.dtypes[0]


def _holds(dtype: pl.DataType, given: pl.DataType) -> bool:
    """Whether a field of this type can hold what an expression of that type gives."""
    text = dtype == pl.String and not given.is_nested()
    return text or dtype == given or given == pl.Null or (dtype.is_numeric() and given.is_numeric())


def _try(made: Callable[[], pl.DataFrame], rule: Rule, key: str, message: str) -> pl.DataFrame:
    try:
        return made()
    except pl.exceptions.PolarsError as error:
        # Of a regex the first lines are a picture of it.
        why = next((line for line in str(error).splitlines() if line.startswith("error: ")), first_line(error))
        raise _wrong(rule, key, message, word=key, why=why) from None


def _wrong(rule: Rule, key: str, message: str, /, **params: object) -> Usage:
    place = rule.place or Place("")
    return Usage(message, path=place.path, line=place.line(key), **params)
