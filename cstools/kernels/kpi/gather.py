"""From records to tables that add up: those of a chunk, or of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.expr.hours import open_time
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
from cstools.kernels.stage import Part

TICKET = "ticket"


def public(rows: pl.LazyFrame) -> list[str]:
    """The columns of records, without those that only travel with them."""
    return [name for name in rows.collect_schema().names() if not name.startswith("__")]


def laid_out(rows: pl.LazyFrame, ask: Ask, own: Sequence[Walk]) -> tuple[pl.LazyFrame, Ask]:
    """Tickets with every field the walks may read, what strikes them and now; business time laid out over them."""
    # Under `--hours` nothing that rests on now is late, and there are no hours of the year 9999.
    now = PAST if ask.late and ask.as_of is None and ask.hours is None else ask.as_of
    every = records.with_now(ensure(rows, _types(ask, own)), now)
    metrics = [metric for walk in own for metric in walk.metrics]
    every = every.with_columns(**strikes(metrics, ask.exclusions).columns)
    if ask.hours is None:
        return every, ask
    times = [name for name, dtype in every.collect_schema().items() if dtype == pl.Datetime]
    return every, replace(ask, business=open_time(ask.hours, every, times).open_ms)


def parts(rows: pl.LazyFrame, ask: Ask, own: Sequence[Walk]) -> list[Part]:
    """What tickets add: the tables of every walk over them, their reasons, columns and latest time, and how many each
    exclusion strikes.
    """
    columns = public(rows)
    every, ask = laid_out(rows, ask, own)
    mine = [walk for walk in own if walk.kind == TICKET] or [Walk(TICKET, CLOCK, ())]
    found: list[Part] = []
    for walk in mine:
        sorted_out = records.sorted_out(every, walk.kind, walk.time, ask)
        kept = sorted_out.filter(records.SEEN if _sees(walk, ask) else records.DATED).collect().lazy()
        if walk is mine[0]:
            reasons = Part(("name",), _reasons(sorted_out))
            struck = (
                [Part((exclude.INDEX,), exclude.hits(kept.filter(records.DATED), ask.exclusions))]
                if ask.exclusions
                else []
            )
        found += _tables(kept, walk, ask) if walk.metrics else []
        if late := late_part(walk, ask):
            found.append(undecided(kept, late, ask, own_fields(ask, kept.collect_schema().names())))
    latest = every.select(pl.col(CLOCK).max().alias(AS_OF))
    named = pl.LazyFrame({"column": columns}, schema={"column": pl.String})
    return [*found, *struck, reasons, Part(("column",), named), Part((AS_OF,), latest)]


def own_fields(ask: Ask, columns: Sequence[str]) -> list[str]:
    """The fields of a ticket that the figures read, of those it has."""
    wanted = {*needs(ask), *ALWAYS, CLOCK}
    return [name for name in columns if name in wanted]


def beside(walk: Walk, ask: Ask) -> Iterator[pl.DataFrame]:
    """The tables of a walk over records of another kind, laid out in `ask.ready`."""
    rows = records.with_now(ask.ready[walk.kind].lazy(), ask.as_of)
    kept = records.sorted_out(rows, walk.kind, walk.time, ask).filter(records.DATED).collect().lazy()
    return iter(pl.collect_all([part.summed() for part in _tables(kept, walk, ask)]))


def _tables(kept: pl.LazyFrame, walk: Walk, ask: Ask) -> list[Part]:
    # Collected here: each table would compute the same columns again.
    every = records.ready(kept, walk, ask, kept.collect_schema()).collect().lazy()
    counted = every.filter(COUNTED) if _sees(walk, ask) else every
    names = [group.name for group in ask.groups]
    return tables.tables(counted, every, names, grouping.explosions(ask.groups, ask.rollup), walk, ask)


def _sees(walk: Walk, ask: Ask) -> bool:
    return ask.dated and walk.kind == TICKET and records.sees_undated(rests(walk, ask), walk)


def _types(ask: Ask, own: Sequence[Walk]) -> dict[str, pl.DataType]:
    known: dict[str, pl.DataType] = dict(dtypes(TICKET))
    fields = {group.field: known.get(group.field, pl.String()) for group in ask.groups if group.field != TIME}
    asked = {*needs(ask), *ALWAYS, CLOCK, *(walk.time for walk in own if walk.kind == TICKET)}
    return fields | {name: known[name] for name in known if name in asked}


def _reasons(sorted_out: pl.LazyFrame) -> pl.LazyFrame:
    """How many records are used, and how many are not, by reason."""
    named = sorted_out.select(pl.col(REASON).fill_null("used").alias("name"))
    return named.group_by("name").agg(pl.len().cast(pl.Int64).alias("n"))
