"""超时未结: contacts still open at the month's end, past what was promised."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.kpi.facts import with_facts
from cstools.kernels.report.compare import cut
from cstools.kernels.report.data import TOPIC, Data
from cstools.kernels.report.groups import NAMELESS
from cstools.model.report import Column, Figure, Param, Phrase, Section, Table, Value

USUAL = timedelta(days=3)
"""How long a contact may be open where no promise (sla_due_at) is known."""
LISTED = 20
COLUMNS = (
    ("ticket_id", "text"), ("created_at", "date"), ("age", "s"), ("agent", "text"), ("channel", "text"),
    ("problem", "text"),
)  # fmt: skip


def section(data: Data) -> Section:
    """The contacts of any month that were open and overdue when the month ended (or when the data end), oldest first.

    >>> from cstools.kernels.report.data import Ask, gather
    >>> rows = pl.DataFrame({"ticket_id": ["1", "2"], "created_at": [datetime(2025, 10, 1), datetime(2025, 10, 31)],
    ...                      "is_resolved": [False, False]})
    >>> overdue = section(gather(rows, Ask())).blocks[0]
    >>> overdue.rows[0][:3], len(overdue.rows)
    (('1', '2025-10-01', 2592000.0), 1)
    """
    if not {"is_resolved", "status", "resolved_at"} & set(data.rows.columns):
        return Section("overdue", why=Phrase("why.resolved"))
    moment = min(data.period.end, data.period.as_of)
    late = _late(data, moment)
    if not late.height:
        return Section("overdue", why=Phrase("overdue.none", {"at": f"{moment:%Y-%m-%d %H:%M}"}))
    return Section("overdue", (_table(late),), lead=_lead(late, moment, promised=_promised(data)))


def _promised(data: Data) -> bool:
    return "sla_due_at" in data.rows.columns and bool(data.rows["sla_due_at"].count())


def _late(data: Data, moment: datetime) -> pl.DataFrame:
    ready = with_facts(ensure(data.counted.lazy(), dtypes("ticket")), {"__resolved", "__ended"})
    ended = pl.col("__ended")
    still = (ended > moment) | (ended.is_null() & ~pl.col("__resolved").fill_null(False))
    usual = pl.col("created_at") + pl.lit(USUAL)
    due = pl.coalesce("sla_due_at", usual) if _promised(data) else usual
    age = (pl.lit(moment) - pl.col("created_at")).dt.total_milliseconds() / 1000
    names = [name for name, _ in COLUMNS if name in data.rows.columns]
    kept = ready.filter(still, pl.col("created_at") < moment, due < moment)
    return kept.select(*names, age.alias("age"), pl.col(TOPIC).alias("problem")).sort(
        "age", "ticket_id" if "ticket_id" in names else "problem", descending=[True, False]
    ).collect()  # fmt: skip


def _lead(late: pl.DataFrame, moment: datetime, *, promised: bool) -> Phrase:
    about = late.drop_nulls("problem").group_by("problem").len().sort("len", "problem", descending=[True, False])
    words: dict[str, Param] = {
        "n": Figure(late.height), "age": Figure(late["age"].max(), "s"), "at": f"{moment:%Y-%m-%d %H:%M}",  # type: ignore[arg-type]
        "rule": Phrase("overdue.promised" if promised else "overdue.usual", {"days": Figure(USUAL.days)}),
    }  # fmt: skip
    if not about.height:
        return Phrase("overdue.lead", words)
    return Phrase("overdue.lead_about", words | {"topic": about["problem"][0], "k": Figure(int(about["len"][0]))})


def _table(late: pl.DataFrame) -> Table:
    shown = late.head(LISTED).with_columns(pl.col("created_at").dt.to_string("%Y-%m-%d"))
    columns = [(name, unit) for name, unit in COLUMNS if name in shown.columns]
    rows: tuple[tuple[Value, ...], ...] = tuple(
        tuple(NAMELESS if value is None else value for value in row)
        for row in shown.select(name for name, _ in columns).iter_rows()
    )
    heads = tuple(Column(name, unit) for name, unit in columns)
    return Table(Phrase("overdue.table"), heads, rows, cut(len(rows), late.height))
