"""cs-clean: unify text and names, blank what cannot be, reject impossible records, fill, find outliers, mask.

In this order: text, names, cells, records, fills, required fields, outliers, flags, masks. So a fill or a fence is
computed from good records only, a filled field counts as there, and nothing is matched after it is masked.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from cstools.kernels.clean import fill, flags, outliers, rules, unify
from cstools.kernels.clean.mask import columns, masked_side
from cstools.kernels.clean.work import Options, Work
from cstools.kernels.stage import Result, Stage
from cstools.model import fields

__all__ = ["Options", "stage"]

STEPS: tuple[Callable[[Work], None], ...] = (
    unify.unified,
    rules.judged,
    fill.filled_in,
    rules.demanded,
    outliers.treated,
    flags.marked,
)


def stage(options: Options) -> Stage:
    """The stage. Scope row, whole where a fill or an outlier is computed from all rows.

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
    whole = bool(options.outliers) or any(one.computed for one in options.fills)
    return Stage(
        name="clean",
        apply=lambda lf: _apply(lf, options),
        scope="whole" if whole else "row",
        adds=(flags.FLAGS,) if options.defaults or options.outliers else (),
    )


def _apply(lf: pl.LazyFrame, options: Options) -> Result:
    work = Work(lf, options.kind or fields.detect(lf.collect_schema().names()), options)
    for name in options.require:
        fill.column(work.kind, name, work.names)
    for step in STEPS:
        step(work)
    return _result(work)


def _result(work: Work) -> Result:
    lf, kinds = work.lf, work.options.mask
    bad = pl.concat(work.rejects, how="diagonal") if work.rejects else None
    if kinds:
        lf = lf.with_columns(columns(work.kind, lf.collect_schema(), kinds))
        bad = None if bad is None else masked_side(bad, work.kind, kinds)
    return Result(lf, bad, pl.concat(work.counts))
