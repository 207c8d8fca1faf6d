"""From records to cells: how many there are of each combination of levels, and how many the outcome happened to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.kpi.facts import with_facts
from cstools.kernels.stage import INTERNAL
from cstools.kernels.why import factors as asked
from cstools.kernels.why.ask import Ask
from cstools.kernels.why.factors import FACTS, Bound, bound
from cstools.kernels.why.levels import VALUE, Levels, levels, value
from cstools.kernels.why.outcome import HIT, OUT, RATING, checked, marked, reads
from cstools.kernels.why.outcome import rating as outcome_rating

N = "n"
HITS = "hits"


@dataclass(frozen=True)
class Gathered:
    """The records of a run.

    rows: one a record, with HIT, OUT and the value of each factor (VALUE and its number). factors: those looked at.
    skipped: those that were named but read a field of the outcome. lost: how many records are left out, by reason.
    """

    rows: pl.DataFrame
    factors: tuple[Bound, ...]
    skipped: tuple[str, ...]
    lost: dict[str, int]

    def used(self) -> pl.DataFrame:
        """The records that are counted."""
        return self.rows.filter(pl.col(OUT).is_null())


def ready(rows: pl.LazyFrame, ask: Ask) -> pl.LazyFrame:
    """Records with HIT, OUT and the facts factors are read from. Raises Usage for an outcome they cannot tell."""
    given = [name for name in rows.collect_schema().names() if name not in INTERNAL]
    typed = ensure(rows, dtypes("ticket"))
    facts = with_facts(typed, {"__score", *FACTS.values()})
    checked(ask.outcome, facts.collect_schema(), given)
    return marked(facts, ask.outcome)


def chosen(rows: pl.LazyFrame, given: Sequence[str], ask: Ask) -> tuple[tuple[Bound, ...], tuple[str, ...]]:
    """The factors to look at, and the names of those left out because they read a field of the outcome."""
    schema, taken = rows.collect_schema(), reads(ask.outcome)
    wanted = ask.factors or asked.usual(given, taken)
    leaky = tuple(one.name for one in wanted if one.needs & taken)
    return tuple(bound(one, schema, given) for one in wanted if one.name not in leaky), leaky


def gathered(rows: pl.LazyFrame, ask: Ask, *, rating: bool = False, beside: Sequence[str] = ()) -> Gathered:
    """The records as Gathered has them; `rating`: with RATING too, `beside`: with these columns."""
    given = [name for name in rows.collect_schema().names() if name not in INTERNAL]
    lf = ready(rows, ask)
    factors, leaky = chosen(lf, given, ask)
    values = [value(one).alias(f"{VALUE}{at}") for at, one in enumerate(factors)]
    marks = [outcome_rating().alias(RATING)] if rating else []
    frame = lf.select(HIT, OUT, *marks, *beside, *values).collect()
    lost = frame.group_by(OUT).len().drop_nulls().sort(OUT)
    return Gathered(frame, factors, leaky, {name: int(n) for name, n in lost.rows()})


def levelled(found: Gathered, used: pl.DataFrame, top: int) -> tuple[Levels, ...]:
    """The levels of each factor, by the values of the records `used`."""
    return tuple(levels(one, used[f"{VALUE}{at}"], top) for at, one in enumerate(found.factors))


def coded(frame: pl.DataFrame, made: Sequence[Levels]) -> pl.DataFrame:
    """The number of each record's level: a column a factor, `0`, `1`, ..."""
    codes = []
    for at, one in enumerate(made):
        values = frame.select(pl.col(f"{VALUE}{at}").alias(VALUE))
        codes.append(values.select(one.code.cast(pl.Int64).alias(str(at))).to_series())
    return pl.DataFrame(codes)


def cells(used: pl.DataFrame, made: Sequence[Levels]) -> pl.DataFrame:
    """A row a combination of levels, sorted: a column a factor, N and HITS (Int64)."""
    names = [str(at) for at in range(len(made))]
    codes = coded(used, made).with_columns(used[HIT]) if made else used
    sums = [pl.len().cast(pl.Int64).alias(N), pl.col(HIT).sum().cast(pl.Int64).alias(HITS)]
    return codes.group_by(names).agg(sums).sort(names) if names else codes.select(sums)
