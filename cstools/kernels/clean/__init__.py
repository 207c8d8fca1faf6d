"""cs-clean: unify text and names, blank what cannot be, reject impossible records, fill, find outliers, mask.

In this order: text, names, cells, records, fills, required fields, outliers, flags, masks. So a fill or a fence is
computed from good records only, a filled field counts as there, and nothing is matched after it is masked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from cstools.kernels.clean import flags, names, rules
from cstools.kernels.clean.fill import Fill, column, filled
from cstools.kernels.clean.mask import columns, masked_side
from cstools.kernels.clean.outliers import MARK, Outliers, capped, far, helper_columns
from cstools.kernels.clean.text import Form, unify
from cstools.kernels.stage import INTERNAL, Level, Result, Stage, side
from cstools.model import fields

_LONG = ("text", "csat_comment", "reply")
_NEW, _REPAIRED, _FILLED = "__clean_new_", "__clean_repaired", "__clean_filled"


@dataclass(frozen=True)
class Options:
    """What cs-clean is asked for.

    defaults: the rules of `rules.py` and the flags of `flags.py`. kind: None to tell it by the fields present.
    as_of: no record may be later.
    """

    fills: Sequence[Fill] = ()
    outliers: Sequence[Outliers] = ()
    mask: Sequence[str] = ()
    require: Sequence[str] = ()
    defaults: bool = True
    kind: str | None = None
    as_of: datetime | None = None


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
    present = lf.collect_schema().names()
    kind = options.kind or fields.detect(present)
    for name in options.require:
        column(kind, name, present)
    rejects: list[pl.LazyFrame] = []
    counts: list[pl.LazyFrame] = []

    repaired = _repaired(lf, kind).cache()
    counts.append(_count(repaired, "cells repaired", pl.col(_REPAIRED).sum()))
    lf = repaired.drop(_REPAIRED)
    if options.defaults:
        lf = _judged(lf, kind, options.as_of, rejects)
    if options.fills:
        lf = _filled(lf, kind, options.fills, counts)
    lf, refused = rules.split(lf, rules.required(kind, lf.collect_schema().names(), options.require))
    rejects += refused

    marks: dict[str, pl.Expr] = {}
    for one in options.outliers:
        lf, beyond = _treated(lf, kind, one, rejects, counts)
        if one.action == "flag":
            # A later treatment of the same field moves its values and fences: the answer is kept, not the question.
            lf = lf.with_columns(beyond.alias(MARK + one.field))
            marks[one.flag] = pl.col(MARK + one.field)
    if options.defaults:
        marks = flags.missing(kind, lf.collect_schema().names()) | marks
    lf = flags.flagged(lf, kind, marks)
    if marks:
        counts.append(_count(lf.filter(pl.any_horizontal(list(marks.values()))), "rows flagged", pl.len()))
    lf = lf.drop(helper_columns(lf.collect_schema().names()))
    return _result(lf, rejects, counts, kind, options)


def _result(
    lf: pl.LazyFrame, rejects: list[pl.LazyFrame], counts: list[pl.LazyFrame], kind: str, options: Options
) -> Result:
    bad = pl.concat(rejects, how="diagonal") if rejects else None
    if options.mask:
        lf = lf.with_columns(columns(kind, lf.collect_schema(), options.mask))
        bad = None if bad is None else masked_side(bad, kind, options.mask)
    return Result(lf, bad, pl.concat(counts))


def _count(lf: pl.LazyFrame, name: str, n: pl.Expr) -> pl.LazyFrame:
    return lf.select(pl.lit(name).alias("name"), n.cast(pl.Int64).fill_null(0).alias("n"))


def _repaired(lf: pl.LazyFrame, kind: str) -> pl.LazyFrame:
    """The frame with text and names unified, and _REPAIRED: how many cells of a row that changed."""
    schema = lf.collect_schema()
    texts = [name for name in schema if name not in INTERNAL and schema[name] == pl.String and name in fields.of(kind)]
    new = lf.with_columns([unify(pl.col(name), _form(kind, name)).alias(_NEW + name) for name in texts]).with_columns(
        [names.canonical(name, pl.col(_NEW + name)).alias(_NEW + name) for name in texts if names.has_names(kind, name)]
    )
    changed = [pl.col(name).ne_missing(pl.col(_NEW + name)).cast(pl.Int64) for name in texts]
    return new.select(
        *[pl.col(_NEW + name).alias(name) if name in texts else pl.col(name) for name in schema],
        (pl.sum_horizontal(changed) if changed else pl.lit(0, dtype=pl.Int64)).alias(_REPAIRED),
    )


def _form(kind: str, name: str) -> Form:
    if fields.of(kind)[name].type == "id":
        return "id"
    return "long" if name in _LONG else "short"


def _judged(lf: pl.LazyFrame, kind: str, as_of: datetime | None, rejects: list[pl.LazyFrame]) -> pl.LazyFrame:
    """The frame without the cells and the records that cannot be."""
    present = lf.collect_schema().names()
    found = rules.cells(kind, present)
    rejects += rules.cell_rejects(lf, found)
    lf, refused = rules.split(lf.with_columns(rules.blanked(found)), rules.records(kind, present, as_of))
    rejects += refused
    return lf


def _filled(lf: pl.LazyFrame, kind: str, fills: Sequence[Fill], counts: list[pl.LazyFrame]) -> pl.LazyFrame:
    before = lf.collect_schema().names()
    empty = [pl.col(one.field).is_null() if one.field in before else pl.lit(True) for one in fills]
    marked = lf.with_columns(pl.sum_horizontal([one.cast(pl.Int64) for one in empty]).alias(_FILLED))
    marked = filled(marked, kind, fills)
    left = pl.sum_horizontal([pl.col(one.field).is_null().cast(pl.Int64) for one in fills])
    counts.append(_count(marked, "cells filled", (pl.col(_FILLED) - left).sum()))
    return marked.drop(_FILLED)


def _treated(
    lf: pl.LazyFrame, kind: str, one: Outliers, rejects: list[pl.LazyFrame], counts: list[pl.LazyFrame]
) -> tuple[pl.LazyFrame, pl.Expr]:
    """The frame after the action of one `--outliers`, and the condition that a value was one."""
    lf, beyond = far(lf, kind, one)
    schema = lf.collect_schema()
    if one.field not in schema or one.action == "flag":
        return lf, beyond
    if one.action == "cap":
        counts.append(_count(lf, "outliers capped", beyond.sum()))
        return lf.with_columns(capped(one.field, schema[one.field])), beyond
    level: Level = "dropped" if one.action == "drop" else "cell"
    plain = lf.filter(beyond).drop(helper_columns(schema.names()))
    rejects.append(side(plain, level, "value.outlier", one.field, pl.col(one.field).cast(pl.String)))
    if one.action == "drop":
        return lf.filter(~beyond), beyond
    return lf.with_columns(pl.when(~beyond).then(pl.col(one.field)).alias(one.field)), beyond
