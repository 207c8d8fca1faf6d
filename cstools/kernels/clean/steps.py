"""cs-clean: unify text and names, empty what cannot be, reject impossible records, fill, find outliers, mask.

In the order of STEPS, codes and masks last. So what is derived, a fill or a fence is computed from good records only, a
filled field counts as there, and nothing is matched after it is masked.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from cstools.errors import Usage
from cstools.kernels.clean import derive, fill, flags, learn, limits, outliers, quality, rules, scale, unify
from cstools.kernels.clean.learn import learns, spans, wholes
from cstools.kernels.clean.private import hidden, hidden_side
from cstools.kernels.clean.work import Options, Work
from cstools.kernels.stage import LINE, Result, Stage
from cstools.model import fields

__all__ = ["Options", "learner", "learns", "spans", "stage", "wholes"]

STEPS: tuple[Callable[[Work], None], ...] = (
    quality.begun,
    unify.unified,
    rules.judged,
    derive.derived,
    rules.judged_again,
    fill.filled_in,
    rules.demanded,
    outliers.treated,
    scale.scaled,
    flags.marked,
    quality.ended,
)


def stage(options: Options) -> Stage:
    """The stage. Scope row; whole where all records are asked: to learn of them, to fill from them, to judge them.

    In: records of any kind; fields it does not know pass through. Out: the same columns, with `flags` added under the
    default rules. Rejects: cells blanked, records that break a rule (each once), records dropped as outliers. Counts:
    "cells repaired" (text or name changed), "cells filled", "outliers capped", "rows flagged". Raises Usage for
    fields or methods that do not exist, when applied.

    >>> tickets = pl.LazyFrame({"ticket_id": ["1"], "status": ["已解决"], "csat": [9.0]})
    >>> result = stage(Options()).apply(tickets)
    >>> result.rows.collect().rows()
    [('1', 'resolved', None, ['customer.missing', 'order.missing'])]
    >>> result.rejects.select("__rule", "__value").collect().rows(), result.counts.collect().rows()
    ([('csat.range', '9.0')], [('cells repaired', 1), ('rows flagged', 1)])
    """
    return Stage(
        name="clean",
        apply=lambda lf: _apply(lf, options),
        scope="whole" if learns(options) or spans(options) or wholes(options) else "row",
        adds=(flags.FLAGS,) if options.defaults or options.outliers or rules.flags(options.rules) else (),
        rules=options.rules.rules if options.rules else (),
    )


def learner(options: Options) -> tuple[Stage, Stage]:
    """The first pass over files that can be read twice, as two stages (`learn.py`); it ends in `found`."""
    first, last = STEPS.index(fill.filled_in), STEPS.index(scale.scaled)
    return learn.learner(options, STEPS[:first], STEPS[first : last + 1])


def _apply(lf: pl.LazyFrame, options: Options) -> Result:
    if not lf.collect_schema():  # a column added to no column would be a row
        lf = pl.LazyFrame(schema={LINE: pl.Int64})
    work = Work(lf, options.kind or fields.detect(lf.collect_schema().names()), options)
    for name in options.require:
        limits.column(work.kind, name, work.names)
    for name in options.pseudonymize:
        if limits.column(work.kind, name, work.names)[1] != pl.String:
            raise Usage("clean.pseudonymize_type", field=name)
    for step in STEPS:
        step(work)
    return _result(work)


def _result(work: Work) -> Result:
    bad = pl.concat(work.rejects, how="diagonal") if work.rejects else None
    found = pl.concat(work.found, how="diagonal") if work.found else None
    if found is not None and work.options.quality:
        found = hidden_side(found, work.kind, work.options)
    return Result(
        hidden(work.lf, work.kind, work.options),
        None if bad is None else hidden_side(bad, work.kind, work.options),
        pl.concat(work.counts),
        found,
    )
