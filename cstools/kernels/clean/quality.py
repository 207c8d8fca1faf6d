"""What the records were like when they came and are like when they go on: counted chunk by chunk, without a truth.

Two taps, one before the first step and one before anything is masked. What they count adds up (`Result.found`); what
it comes to is in `report.py`. Between them a struct of every cell as it came travels with its record, so that the
account rests on the cells themselves and on no step's own count.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import polars as pl

from cstools.kernels.clean.flags import FLAGS
from cstools.kernels.stage import FIELD, FILE, INTERNAL, LEVEL, LINE, RULE, VALUE
from cstools.model import fields

if TYPE_CHECKING:
    from cstools.kernels.clean.work import Work

PART = "__part"
"""What a row counts: kind (VALUE: that of the records), rows (LEVEL: in, out, flagged, failed), cells (LEVEL: before,
after, changed, gained, emptied; FIELD), rules (LEVEL: cell, row, dropped, flag; RULE, FIELD) or worst (one record's
broken rules, told by FILE and LINE; at LEVEL key its id)."""
WORST = 10
"""Records shown as the worst."""
FLAG, KEY = "flag", "key"
_WAS = "__clean_was"
_KEYS = (PART, LEVEL, RULE, FIELD, VALUE, FILE, LINE)
_TYPES = {name: pl.String for name in _KEYS} | {LINE: pl.Int64}
EMPTY = pl.DataFrame(schema=_TYPES | {"n": pl.Int64})
"""What was found where nothing came."""
_SEVERITY = {"row": 2, "dropped": 2, "cell": 1, FLAG: 0}


def begun(work: Work) -> None:
    """Count what comes, and keep every cell as it is; nothing without the option `quality`."""
    if not work.options.quality:
        return
    own = _own(work.names)
    work.came = work.lf
    work.found += [
        _counted(work.lf, "kind", {"": pl.len()}, value=work.kind),
        _counted(work.lf, "rows", {"in": pl.len()}),
        _cells(work.lf, {("before", name): pl.col(name).count() for name in own}),
    ]
    work.lf = work.lf.with_columns(pl.struct(own).alias(_WAS)) if own else work.lf


def ended(work: Work) -> None:
    """Count what goes on, what happened to its cells, which rules were broken; choose the worst records."""
    if not work.options.quality or work.came is None:
        return
    was, now = work.came.collect_schema(), work.lf.collect_schema()
    work.found += [
        _counted(work.lf, "rows", {"out": pl.len()} | _flagged(work)),
        _cells(
            work.lf,
            {what: n for name in _own(now) for what, n in _fates(name, now[name], was.get(name), _about(work, name))},
        ),
    ]
    work.lf = work.lf.drop(_WAS, strict=False)
    work.rejects = [one.drop(_WAS, strict=False) for one in work.rejects]
    broken = _broken(work)
    work.found.append(_keyed(_by_rule(broken, work), "rules"))
    if LINE in work.names:
        own_fault = ~((pl.col(LEVEL) == FLAG) & pl.col(RULE).is_in(_absent(work)))
        work.found += _worst(work, broken.filter(pl.col(LINE).is_not_null() & own_fault))


def _own(names: Iterable[str]) -> list[str]:
    return [name for name in names if name not in INTERNAL and not name.startswith("__") and name != FLAGS]


def _keyed(lf: pl.LazyFrame, part: str) -> pl.LazyFrame:
    """Counts under all of _KEYS, those the frame lacks as nulls."""
    present = lf.collect_schema().names()
    keys = [(pl.col(name) if name in present else pl.lit(None)).cast(_TYPES[name]).alias(name) for name in _KEYS[1:]]
    return lf.select(pl.lit(part).alias(PART), *keys, pl.col("n").cast(pl.Int64))


def _counted(lf: pl.LazyFrame, part: str, what: dict[str, pl.Expr], value: str | None = None) -> pl.LazyFrame:
    """One row for each aggregate, its name as LEVEL."""
    wide = lf.select([n.cast(pl.Int64).alias(name) for name, n in what.items()])
    return _keyed(wide.unpivot(variable_name=LEVEL, value_name="n").with_columns(pl.lit(value).alias(VALUE)), part)


def _cells(lf: pl.LazyFrame, what: dict[tuple[str, str], pl.Expr]) -> pl.LazyFrame:
    """One row for each (LEVEL, FIELD)."""
    names = {f"{at}": pair for at, pair in enumerate(what)}
    wide = lf.select([n.cast(pl.Int64).alias(at) for at, n in zip(names, what.values(), strict=True)])
    at = pl.col(FIELD)
    long = (
        wide.unpivot(variable_name=FIELD, value_name="n")
        if what
        else pl.LazyFrame(schema={FIELD: pl.String, "n": pl.Int64})
    )
    return _keyed(
        long.with_columns(
            at.replace_strict({key: level for key, (level, _) in names.items()}, return_dtype=pl.String).alias(LEVEL),
            at.replace_strict({key: name for key, (_, name) in names.items()}, return_dtype=pl.String),
        ),
        "cells",
    )


def _fates(
    name: str, dtype: pl.DataType, came: pl.DataType | None, doubted: pl.Expr
) -> list[tuple[tuple[str, str], pl.Expr]]:
    """What became of a field's cells in the records that go on; a column that a step added gained them all."""
    now = pl.col(name)
    doubtful = (doubted & now.is_not_null()).fill_null(False)
    doubt = (("doubtful", name), doubtful.sum())
    if came is None:
        return [doubt, (("after", name), now.count()), (("gained", name), now.count())]
    was = pl.col(_WAS).struct.field(name)
    same = was if came == dtype else was.cast(dtype, strict=False)  # what --scale wrote comes back as text
    return [
        doubt,
        (("after", name), now.count()),
        (("doubted", name), (doubtful & was.is_not_null()).sum()),
        (("changed", name), (was.is_not_null() & now.is_not_null() & same.ne_missing(now)).sum()),
        (("gained", name), (was.is_null() & now.is_not_null()).sum()),
        (("emptied", name), (was.is_not_null() & now.is_null()).sum()),
    ]


def _flagged(work: Work) -> dict[str, pl.Expr]:
    """Records with a flag, and records with one that counts against them."""
    if FLAGS not in work.names:
        return {}
    absent = _absent(work)
    bad = [flag for flag in work.marks if flag not in absent]
    flags = _flags(work)
    return {
        "flagged": (flags.list.len() > 0).sum(),
        "failed": flags.list.eval(pl.element().is_in(bad)).list.any().sum(),
    }


def _about(work: Work, name: str) -> pl.Expr:
    """Whether a record goes on with a flag about this field, however many."""
    flags = [flag for flag, field in _judged(work).items() if field == name]
    if not flags or FLAGS not in work.names:
        return pl.lit(False)
    return _flags(work).list.eval(pl.element().is_in(flags)).list.any()


def _absent(work: Work) -> list[str]:
    """Rules about columns that the data does not have: where a file has no customers, that is no fault of a record."""
    return [rule.id for rule in work.rules if rule.fields and not set(rule.fields) & set(work.names)]


def _flags(work: Work) -> pl.Expr:
    """The flags as a list, whatever the kind."""
    listed = work.lf.collect_schema()[FLAGS] == pl.List
    return pl.col(FLAGS) if listed else pl.col(FLAGS).str.split("|")


def _broken(work: Work) -> pl.LazyFrame:
    """Every rule a record broke: LEVEL, RULE, FIELD, VALUE, FILE, LINE."""
    columns = [LEVEL, RULE, FIELD, VALUE, FILE, LINE]
    parts = [one.select(columns) for one in work.rejects]
    names = work.names
    if FLAGS in names:
        flags = work.lf.select(_flags(work).alias(RULE), *(name for name in (FILE, LINE) if name in names))
        field = pl.col(RULE).replace_strict(_judged(work), default=None, return_dtype=pl.String)
        long = flags.filter(pl.col(RULE).is_not_null()).explode(RULE).with_columns(field.alias(FIELD))
        one = long.with_columns(pl.lit(FLAG).alias(LEVEL), pl.lit(1, dtype=pl.Int64).alias("n"))
        parts.append(_keyed(one, "").select(columns))
    empty = pl.LazyFrame(schema=dict.fromkeys(columns, pl.String) | {LINE: pl.Int64})
    return pl.concat([empty, *parts])


def _judged(work: Work) -> dict[str, str]:
    """Flag -> the field it is about, where that is one."""
    found = {f"{one.field}.outlier": one.field for one in work.options.outliers}
    return found | {rule.id: rule.fields[0] for rule in work.rules if len(rule.fields) == 1}


def _by_rule(broken: pl.LazyFrame, work: Work) -> pl.LazyFrame:
    """How often each rule was broken; VALUE: null where there was no value that could break it."""
    missing = [rule.id for rule in work.rules if rule.check in ("required", "some")]
    filled = pl.when(pl.col(LEVEL) == FLAG).then(~pl.col(RULE).is_in(missing)).otherwise(pl.col(VALUE).is_not_null())
    return broken.group_by(LEVEL, RULE, FIELD, pl.when(filled).then(pl.lit("1")).alias(VALUE)).agg(pl.len().alias("n"))


def _worst(work: Work, broken: pl.LazyFrame) -> list[pl.LazyFrame]:
    """The rules that the worst records broke, and their ids."""
    places = [FILE, LINE]
    chosen = ranked(broken).head(WORST).select(places)
    one = pl.lit(1, dtype=pl.Int64).alias("n")
    rules = broken.join(chosen, on=places, how="semi", nulls_equal=True).with_columns(one)
    key = fields.KEY[work.kind]
    if work.came is None or key is None or key not in work.came.collect_schema():
        return [_keyed(rules, "worst")]
    ids = work.came.select(pl.lit(KEY).alias(LEVEL), pl.lit(key).alias(FIELD), pl.col(key).alias(VALUE), *places, one)
    return [_keyed(rules, "worst"), _keyed(ids.join(chosen, on=places, how="semi", nulls_equal=True), "worst")]


def ranked(broken: pl.LazyFrame) -> pl.LazyFrame:
    """FILE and LINE of the records, the worst first: most rules broken, then what cost most, then as they came.

    >>> rows = [("cell", "csat.range", 2), ("row", "dates.order", 3), ("cell", "csat.range", 5), ("flag", "x", 5)]
    >>> lf = pl.LazyFrame(rows, schema=[LEVEL, RULE, LINE], orient="row").with_columns(pl.lit("a").alias(FILE))
    >>> ranked(lf).collect()[LINE].to_list()
    [5, 3, 2]
    """
    severity = pl.col(LEVEL).replace_strict(_SEVERITY, default=0, return_dtype=pl.Int64)
    scored = broken.group_by(FILE, LINE).agg(pl.len().alias("n"), severity.max().alias("severity"))
    return scored.sort("n", "severity", FILE, LINE, descending=[True, True, False, False])
