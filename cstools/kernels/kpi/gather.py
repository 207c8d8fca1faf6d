"""From records to tables that add up: those of a chunk, or of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.kpi import exclude, records, tables
from cstools.kernels.kpi import groups as grouping
from cstools.kernels.kpi.ask import Ask
from cstools.kernels.kpi.facts import AS_OF, CLOCK
from cstools.kernels.kpi.late import PAST, undecided
from cstools.kernels.kpi.late import waits as late_part
from cstools.kernels.kpi.names import COUNTED, TIME
from cstools.kernels.kpi.needs import ALWAYS, needs, rests
from cstools.kernels.kpi.records import REASON
from cstools.kernels.kpi.walks import Walk, strikes
from cstools.kernels.stage import PROVENANCE, Part

TICKET = "ticket"


@dataclass(frozen=True)
class Tickets:
    """What is gathered from tickets, worked out once for all chunks of them. walks: those over other records too."""

    ask: Ask
    walks: Sequence[Walk]

    @cached_property
    def own(self) -> tuple[Walk, ...]:
        """The walks over tickets; one that gives no figure, where there is none: what is used and what not is told."""
        return tuple(walk for walk in self.walks if walk.kind == TICKET) or (Walk(TICKET, CLOCK, ()),)

    @cached_property
    def sees(self) -> tuple[bool, ...]:
        """Whether each looks at records without the time that dates them."""
        return tuple(self.ask.dated and records.sees_undated(rests(walk, self.ask), walk) for walk in self.own)

    @cached_property
    def late(self) -> tuple[Walk | None, ...]:
        """The part of each that rests on the latest time."""
        return tuple(late_part(walk, self.ask) for walk in self.own)

    @cached_property
    def fields(self) -> frozenset[str]:
        """What the figures read."""
        return frozenset({*needs(self.ask), *ALWAYS, CLOCK})

    @cached_property
    def types(self) -> dict[str, pl.DataType]:
        """The types of the fields read."""
        known: dict[str, pl.DataType] = dict(dtypes(TICKET))
        by = [group.field for group in self.ask.groups if group.field != TIME]
        asked = self.fields | {walk.time for walk in self.walks if walk.kind == TICKET}
        return {field: known.get(field, pl.String()) for field in by} | {
            name: known[name] for name in known if name in asked
        }


def public(rows: pl.LazyFrame) -> list[str]:
    """The columns of records, without those that only travel with them."""
    return [name for name in rows.collect_schema().names() if not name.startswith("__")]


def laid_out(rows: pl.LazyFrame, tickets: Tickets) -> tuple[pl.LazyFrame, Ask]:
    """Tickets with every field the walks may read, what strikes them and now; business time laid out over them."""
    ask = tickets.ask
    # Under `--hours` nothing that rests on now is late, and there are no hours of the year 9999.
    now = PAST if ask.late and ask.as_of is None and ask.hours is None else ask.as_of
    every = records.with_now(ensure(rows, tickets.types), now)
    metrics = [metric for walk in tickets.walks for metric in walk.metrics]
    every = every.with_columns(**strikes(metrics, ask.exclusions).columns)
    if ask.hours is None:
        return every, ask
    from cstools.kernels.expr.hours import open_time

    times = [name for name, dtype in every.collect_schema().items() if dtype == pl.Datetime]
    return every, replace(ask, business=open_time(ask.hours, every, times).open_ms)


def parts(rows: pl.LazyFrame, tickets: Tickets) -> list[Part]:
    """What tickets add: the tables of every walk over them, their reasons, columns and latest time, and how many each
    exclusion strikes.
    """
    columns = public(rows)
    every, ask = laid_out(rows.drop(PROVENANCE, strict=False), tickets)
    found: list[Part] = []
    told: list[Part] = []
    for walk, sees, late in zip(tickets.own, tickets.sees, tickets.late, strict=True):
        # Collected, as are those kept: each table would compute the same columns again.
        sorted_out = records.sorted_out(every, walk.kind, walk.time, ask).collect()
        kept = _kept(sorted_out, records.SEEN if sees else records.DATED).lazy()
        if not told:
            told = [*_struck(kept, ask), Part(("name",), _reasons(sorted_out.lazy()))]
        if walk.metrics:
            ready = _ready(kept, walk, ask)
            found += _tables(ready, walk, ask, sees=sees)
            if late is not None:
                fields = [name for name in kept.collect_schema().names() if name in tickets.fields]
                found.append(undecided(kept, ready, late, ask, fields))
    latest = sorted_out.lazy().select(pl.col(CLOCK).max().alias(AS_OF))
    named = pl.LazyFrame({"column": columns}, schema={"column": pl.String})
    return [*found, *told, Part(("column",), named), Part((AS_OF,), latest)]


def summed(parts: Iterable[Part]) -> list[pl.DataFrame]:
    """Tables added up, in their order; all collected at once, as they rest on the same columns."""
    return pl.collect_all([part.summed() for part in parts])


def beside(walk: Walk, ask: Ask) -> Iterator[pl.DataFrame]:
    """The tables of a walk over records of another kind, laid out in `ask.ready`."""
    rows = records.with_now(ask.ready[walk.kind].lazy(), ask.as_of)
    kept = records.sorted_out(rows, walk.kind, walk.time, ask).filter(records.DATED).collect().lazy()
    return iter(summed(_tables(_ready(kept, walk, ask), walk, ask)))


def _kept(rows: pl.DataFrame, which: pl.Expr) -> pl.DataFrame:
    """Those of the records; all of them are not copied."""
    keep = rows.select(which).to_series()
    return rows if keep.all() else rows.filter(keep)


def _struck(kept: pl.LazyFrame, ask: Ask) -> list[Part]:
    if ask.exclusions is None:
        return []
    return [Part((exclude.INDEX,), exclude.hits(kept.filter(records.DATED), ask.exclusions))]


def _ready(kept: pl.LazyFrame, walk: Walk, ask: Ask) -> pl.LazyFrame:
    return records.ready(kept, walk, ask, kept.collect_schema()).collect().lazy()


def _tables(every: pl.LazyFrame, walk: Walk, ask: Ask, *, sees: bool = False) -> list[Part]:
    counted = every.filter(COUNTED) if sees else every
    names = [group.name for group in ask.groups]
    return tables.tables(counted, every, names, grouping.explosions(ask.groups, ask.rollup), walk, ask)


def _reasons(sorted_out: pl.LazyFrame) -> pl.LazyFrame:
    """How many records are used, and how many are not, by reason."""
    named = sorted_out.select(pl.col(REASON).fill_null("used").alias("name"))
    return named.group_by("name").agg(pl.len().cast(pl.Int64).alias("n"))
