"""Why: which levels of which factors go with an outcome, each by itself and all together. Association, not cause."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.notes import written
from cstools.kernels.stage import Result, Stage
from cstools.kernels.why import cases as quoted
from cstools.kernels.why import factors, outcome
from cstools.kernels.why import funnel as narrowing
from cstools.kernels.why.ask import Ask
from cstools.kernels.why.gather import HITS, N, cells, gathered, levelled
from cstools.kernels.why.notes import counts, judging, levelling, modelling, narrowed, rule
from cstools.kernels.why.rank import COLUMNS as RANKED
from cstools.kernels.why.rank import ranked
from cstools.kernels.why.score import TIME, P, scored
from cstools.kernels.why.table import COLUMNS, crude, modelled, profiled, with_model

__all__ = ["COLUMNS", "Ask", "made"]


def made(ask: Ask) -> Stage:
    """The whole stage behind cs-why: reads tickets, writes the table asked for.

    Counts: records used, and left out by reason. Found: the rule and what must be said of the model (`notes`).

    >>> rows = pl.LazyFrame({"csat": [1.0, 5.0] * 30, "channel": (["a"] * 20 + ["b"] * 40)})
    >>> made(Ask()).apply(rows).rows.select("factor", "level", "n", "hits").collect().rows()
    [('channel', 'b', 40, 20), ('channel', 'a', 20, 10)]
    """
    tables = {
        "levels": (_levels, COLUMNS),
        "spearman": (_spearman, RANKED),
        "score": (_score, (P,)),
        "funnel": (_funnel, narrowing.COLUMNS),
        "cases": (_cases, quoted.COLUMNS),
    }
    apply, adds = tables[ask.table]
    needs = tuple(sorted(_needs(ask)))

    def answer(lf: pl.LazyFrame) -> Result:
        if lf.head(1).collect().is_empty():
            return (
                Result(lf.with_columns(pl.lit(None, pl.Float64).alias(P)))
                if ask.table == "score"
                else Result(pl.LazyFrame(schema=dict.fromkeys(adds, pl.String())))
            )
        return apply(lf, ask)

    return Stage("why", answer, "whole", needs=needs, adds=adds, narrow=ask.table != "score", kind="ticket")


def _needs(ask: Ask) -> set[str]:
    if ask.table == "cases":
        return quoted.NEEDS
    if ask.table == "funnel":
        return narrowing.NEEDS.union(*(one.needs for one in factors.parse(ask.by)))
    named = {name for one in ask.factors for name in one.needs} if ask.factors else factors.needs()
    return named | outcome.reads(ask.outcome) | {*outcome.ALWAYS, "csat", TIME}


def _levels(lf: pl.LazyFrame, ask: Ask) -> Result:
    found = gathered(lf, ask)
    used = found.used()
    levels = levelled(found, used, ask.top)
    grid = cells(used, levels)
    model = profiled(modelled(grid, levels))
    rows = with_model(crude(grid, levels, exact=ask.exact), levels, model)
    n, hits = int(grid[N].sum()), int(grid[HITS].sum())
    said = [rule(n, hits, ask), *levelling(found, levels), *(modelling(grid, levels, model) if n else [])]
    return Result(rows.lazy(), counts=counts(used.height, found.lost), found=written(said))


def _spearman(lf: pl.LazyFrame, ask: Ask) -> Result:
    found = gathered(lf, ask, rating=True)
    rows = ranked(found)
    return Result(rows.lazy(), counts=counts(found.used().height, found.lost), found=written([("why.ranked", {})]))


def _score(lf: pl.LazyFrame, ask: Ask) -> Result:
    if TIME not in lf.collect_schema().names():
        raise Usage("field.missing", tool="cs-why --score", fields=TIME)
    done = scored(lf, ask)
    n, hits = int(done.grid[N].sum()), int(done.grid[HITS].sum())
    said = [rule(n, hits, ask), *levelling(done.found, done.made), *modelling(done.grid, done.made, done.model)]
    return Result(
        done.rows.lazy(),
        counts=counts(done.found.used().height, done.found.lost),
        found=written([*said, *judging(done)]),
    )


def _funnel(lf: pl.LazyFrame, ask: Ask) -> Result:
    if TIME not in lf.collect_schema().names():
        raise Usage("field.missing", tool="cs-why --funnel", fields=TIME)
    rows, lost, steps = narrowing.funnel(lf, ask)
    used = lost.pop("used")
    return Result(rows.lazy(), counts=counts(used, lost), found=written(narrowed(steps, ask)))


def _cases(lf: pl.LazyFrame, ask: Ask) -> Result:
    found = quoted.chosen(lf, ask.cases)
    said = written([("why.cases", {"problem": found.problem or "-"})])
    return Result(found.rows.lazy(), counts=counts(found.used, found.lost), found=said)
