"""The rules applied: cells repaired, emptied or held within limits, records rejected or dropped, each written down.

In this order: repairs; cells that are wrong by themselves; records; cells that are wrong beside others. So no good time
is blamed for a bad one, and a record that goes is not mended first. `required` and `some` are judged after all fills,
flags (`flags.py`) at the very end: a second run then finds what the first one left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from cstools.kernels.clean.cells import as_text, emptied
from cstools.kernels.clean.checks import Broken, broken, columns
from cstools.kernels.clean.derive import MADE
from cstools.kernels.clean.judges import sql
from cstools.kernels.expr.frames import DTYPES
from cstools.kernels.stage import FIELD, LEVEL, VALUE, side
from cstools.model import fields
from cstools.model.checks import CHECKS
from cstools.model.rules import RULES, Rule
from cstools.model.ruleset import Ruleset

if TYPE_CHECKING:
    from cstools.kernels.clean.work import Work

LATE = ("required", "some")
"""Checks that wait for all fills."""
_FIRST, _FOUND, _HIT, _OLD = "__clean_broken", "__clean_found", "__clean_hit", "__clean_old"


def judged(work: Work) -> None:
    """The records without the cells and the records that cannot be; counts "cells repaired", "cells capped"."""
    rules = [rule for rule in work.rules if rule.action != "flag" and rule.check not in LATE]
    repairs = [rule for rule in work.rules if rule.action == "repair"]
    cells = [rule for rule in rules if rule.action in ("null", "cap")]
    added = beside(work, rules + repairs)
    for rule in repairs:
        _repair(work, rule)
    emptied(work, [rule for rule in cells if not _looks_beyond(rule)])
    _leave(work, [rule for rule in rules if rule.action in ("reject", "drop")], added)
    emptied(work, [rule for rule in cells if _looks_beyond(rule)])
    work.lf = work.lf.drop(added)


def judged_again(work: Work) -> None:
    """The user's rules once more where what came after them may break them: derived fields, and cells emptied beside
    others. Without it a second run would find what the first one made.
    """
    own = {rule.id for rule in work.options.rules.rules} if work.options.rules else set()
    rules = [rule for rule in work.rules if rule.id in own and rule.action != "flag" and rule.check not in LATE]
    rules = [rule for rule in rules if _looks_beyond(rule) or MADE & {*rule.fields}]
    if not rules:
        return
    added = beside(work, rules)
    for rule in rules:
        if rule.action == "repair":
            _repair(work, rule)
    emptied(work, [rule for rule in rules if rule.action in ("null", "cap")])
    _leave(work, [rule for rule in rules if rule.action in ("reject", "drop")], added)
    work.lf = work.lf.drop(added)


def demanded(work: Work) -> None:
    """The records that have what the rules and `--require` demand."""
    asked = [rule for rule in work.rules if rule.check in LATE and rule.action in ("reject", "drop")]
    rules = [*asked, *required(work.kind, work.options.require)]
    added = beside(work, rules)
    _leave(work, rules, added)
    work.lf = work.lf.drop(added)


def required(kind: str, wanted: Iterable[str]) -> list[Rule]:
    """The rules of `--require`: each of these fields has a value.

    >>> [(rule.id, rule.fields) for rule in required("ticket", ["customer_id", "csat"])]
    [('id.missing', ('customer_id',)), ('value.missing', ('csat',))]
    """
    known = fields.of(kind)
    ids = {name: "id" if name in known and known[name].type == "id" else "value" for name in wanted}
    return [
        replace(RULES[f"{word}.missing"], kind=kind, fields=(name,), check="required", action="reject")
        for name, word in ids.items()
    ]


def wholes(own: Ruleset | None) -> list[str]:
    """The user's rules that look at all records."""
    return [rule.id for rule in own.rules if rule.on and CHECKS[rule.check].whole] if own else []


def flags(own: Ruleset | None) -> list[str]:
    """The user's rules that only flag."""
    return [rule.id for rule in own.rules if rule.on and rule.action == "flag"] if own else []


def beside(work: Work, rules: Iterable[Rule]) -> list[str]:
    """The columns that the SQL of these rules names and the records lack, added as nulls; to be dropped again."""
    named = [name for rule in rules for name in columns(rule)]
    if not named:
        return []
    present, known = work.names, fields.of(work.kind)
    lacking = [name for name in dict.fromkeys(named) if name not in present]
    types = {name: DTYPES[known[name].type if name in known else "text"] for name in lacking}
    work.lf = work.lf.with_columns([pl.lit(None, dtype=type_).alias(name) for name, type_ in types.items()])
    return lacking


def _looks_beyond(rule: Rule) -> bool:
    return CHECKS[rule.check].beyond or "when" in rule.parameters


def split(
    lf: pl.LazyFrame, found: Sequence[Broken], unseen: Collection[str] = ()
) -> tuple[pl.LazyFrame, list[pl.LazyFrame]]:
    """The records that break no rule, and the side records of the others: each once, by the first rule it breaks.

    unseen: columns that are no part of the record.

    >>> lf = pl.LazyFrame({"ticket_id": ["1", None]})
    >>> from cstools.kernels.clean.judges import Ground
    >>> here = Ground("ticket", lf.collect_schema())
    >>> rows, rejects = split(lf, [one for rule in required("ticket", ["ticket_id"]) for one in broken(rule, here)])
    >>> rows.collect().rows(), rejects[0].collect().rows()
    ([('1',)], [('row', 'id.missing', 'ticket_id', None, None, None, None)])
    """
    if not found:
        return lf, []
    schema = lf.collect_schema()
    first = pl.coalesce([pl.when(one.bad).then(pl.lit(at, dtype=pl.Int64)) for at, one in enumerate(found)])
    marked = lf.with_columns(first.alias(_FIRST)).cache()
    places, at = list(range(len(found))), pl.col(_FIRST)

    def said(word: Callable[[Broken], str | None]) -> pl.Expr:
        return at.replace_strict(places, [word(one) for one in found], return_dtype=pl.String)

    present = [(place, one.field) for place, one in enumerate(found) if one.field in schema]
    values = [pl.when(at == place).then(as_text(str(name), schema)) for place, name in present]
    gone = marked.filter(at.is_not_null())
    rejects = side(gone, "row", said(lambda one: one.rule.id)).with_columns(
        said(lambda one: "dropped" if one.rule.action == "drop" else "row").alias(LEVEL),
        said(lambda one: one.field).alias(FIELD),
        pl.coalesce(pl.lit(None, dtype=pl.String), *values).alias(VALUE),
    )
    return marked.filter(at.is_null()).drop(_FIRST), [rejects.drop(_FIRST, *unseen)]


def _leave(work: Work, rules: Sequence[Rule], unseen: Collection[str]) -> None:
    here = work.ground
    work.lf, gone = split(work.lf, [one for rule in rules for one in broken(rule, here)], unseen)
    work.rejects += gone


def _repair(work: Work, rule: Rule) -> None:
    """The cells that break a rule with their new value; what breaks it still is emptied and written down."""
    new = sql(rule, "with", rule.parameters["with"])
    for name in (name for name in rule.fields if name in work.names):
        here = work.ground
        only = replace(rule, fields=(name,))
        [before] = broken(only, here)
        marked = work.lf.with_columns(before.bad.alias(_HIT), as_text(name, here.schema).alias(_OLD)).with_columns(
            pl.when(pl.col(_HIT)).then(new.cast(here.schema[name], strict=False)).otherwise(pl.col(name)).alias(name)
        )
        [after] = broken(only, here)
        lost = pl.col(_HIT) & (after.bad | pl.col(name).is_null())
        marked = marked.with_columns(lost.alias(_FOUND))
        work.count(marked, "cells repaired", (pl.col(_HIT) & ~pl.col(_FOUND)).sum())
        gone = marked.filter(pl.col(_FOUND) & pl.col(_OLD).is_not_null())
        work.reject(gone, "cell", rule.id, name, pl.col(_OLD))
        work.lf = marked.with_columns(pl.when(~pl.col(_FOUND)).then(pl.col(name)).alias(name)).drop(_HIT, _OLD, _FOUND)
