"""What a run of cs-clean must know of all records before it can judge one, and the first pass that learns it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from cstools.kernels.clean import fill, rules
from cstools.kernels.clean.fill import Fill
from cstools.kernels.clean.outliers import Outliers
from cstools.kernels.clean.scale import Scale
from cstools.kernels.clean.work import Options, Work
from cstools.kernels.stage import Result, Stage
from cstools.model import fields

Steps = Sequence[Callable[[Work], None]]
_KIND = "__clean_kind"


def asked(options: Options) -> list[Fill | Outliers | Scale]:
    """The options that learn, in the order of their steps.

    >>> from cstools.kernels.clean.fill import parse
    >>> [one.field for one in asked(Options(fills=[parse("csat=3"), parse("wait_s=median")]))]
    ['wait_s']
    """
    fills = [one for one in options.fills if one.learns]
    return [*fills, *options.outliers, *options.scales]


def learns(options: Options) -> tuple[str, ...]:
    """The fields of which something is learned from all records first; none with `limits`."""
    return () if options.limits is not None else tuple(dict.fromkeys(one.field for one in asked(options)))


def spans(options: Options) -> tuple[str, ...]:
    """The fields filled from other records, which must all be at hand."""
    return tuple(dict.fromkeys(one.field for one in options.fills if one.beside))


def wholes(options: Options) -> tuple[str, ...]:
    """The rules that look at all records."""
    return tuple(rules.wholes(options.rules))


def learner(options: Options, before: Steps, learning: Steps) -> tuple[Stage, Stage]:
    """The first pass over files, two stages: the records as they are before anything is filled (row), then what they
    teach (whole: `found`). It holds of all records what the limits rest on, and no more.
    """
    options = replace(options, quality=False)

    def prepared(lf: pl.LazyFrame) -> Result:
        work = _through(before, Work(lf, options.kind or fields.detect(lf.collect_schema().names()), options))
        kind = pl.lit(fields.KINDS.index(work.kind), dtype=pl.Int8)
        return Result(work.lf.select(*_rests_on(work), kind.alias(_KIND)))

    def taught(lf: pl.LazyFrame) -> Result:
        told = lf.select(pl.col(_KIND).first()).collect().to_series().to_list() if _KIND in lf.collect_schema() else []
        kind = fields.KINDS[told[0]] if told else fields.TICKET
        work = _through(learning, Work(lf.drop(_KIND, strict=False), kind, options))
        return Result(work.lf.clear(), found=pl.concat(work.found, how="diagonal") if work.found else None)

    return Stage("clean", prepared), Stage("limits", taught, scope="whole")


def _through(steps: Steps, work: Work) -> Work:
    for step in steps:
        step(work)
    return work


def _rests_on(work: Work) -> list[str]:
    """The columns that what is learned rests on: all of them where a rule judges records once they are filled."""
    if any(rule.check in rules.LATE and rule.action in ("reject", "drop") for rule in work.rules):
        return work.names
    options = work.options
    all_: list[Fill | Outliers | Scale] = [*options.fills, *options.outliers, *options.scales]
    named = {name for one in all_ for name in (one.field, *one.by)} | {*options.require}
    beside = [fill.touched(rule) for one in options.fills for rule in fill.hindering(work.rules, one.field)]
    return [name for name in work.names if name in named.union(*beside)]
