"""From a table of exclusions (whom, when, what metrics, why, who approved) to what `exclude` looks up."""

from __future__ import annotations

import re
from datetime import time

import polars as pl

from cstools.kernels.expr.ids import ROUNDED
from cstools.kernels.kpi.exclude import APPROVER, END, INDEX, KEYS, METRICS, REASON, START, WHAT, Exclusions
from cstools.kernels.kpi.sheet import Sheet, headed, moments, renamed, require
from cstools.kernels.stage import LINE
from cstools.model.fields import normal
from cstools.model.kpis import Metric
from cstools.model.lookups import NO_END
from cstools.model.metric_names import every, unknown
from cstools.model.side_headings import EXCLUSIONS, TOTALS

LATE = time(23, 59)
"""An end at this clock or later is the whole day."""
NEVER_ENDS = r"^9999\D"
IDS = ("ticket_id", "customer_id")
_BETWEEN = re.compile(r"[,，;；、|\n]+")


def read(sheet: Sheet) -> Exclusions:
    """The exclusions of a table.

    A date of `to` is part of the window, a time of it is not. Raises Usage with the line: nobody named, no window for
    a customer or agent, no reason, no approver, an end before its start, a metric that does not exist, an id that
    Excel has rounded.

    >>> columns = {"客服": "张三", "开始": "2025-10-01", "结束": "2025-10-03", "原因": "系统故障", "审批人": "李四"}
    >>> read(Sheet(pl.DataFrame([columns]), "x.csv")).rows.select(END, "what").rows()
    [(datetime.datetime(2025, 10, 4, 0, 0), 'agent 张三 2025-10-01..2025-10-03')]
    """
    ours, ignored = renamed(headed(sheet, EXCLUSIONS, REASON), EXCLUSIONS)
    for column in (REASON, APPROVER):
        require(ours, column, EXCLUSIONS, "exclude.audit")
    lacking = [name for name in (*KEYS, "from", "to", METRICS) if name not in ours.rows.columns]
    whole = Sheet(
        ours.rows.with_columns(pl.lit(None, pl.String).alias(name) for name in lacking),
        sheet.path,
        sheet.tz,
        ours.heads,
    )
    _named(whole)
    dated = _windows(whole)
    rows = dated.rows.with_columns(
        pl.int_range(pl.len(), dtype=pl.Int64).alias(INDEX),
        pl.Series(METRICS, _metrics(dated), dtype=pl.List(pl.String)),
        _what(whole).alias(WHAT),
    )
    return Exclusions(rows.select(INDEX, *KEYS, START, END, METRICS, WHAT, REASON, APPROVER, LINE), sheet.path, ignored)


def _named(sheet: Sheet) -> None:
    """Usage for a row that names nobody, an id that Excel rounded, and a customer or agent without a window."""
    rows = sheet.rows
    for line in rows.filter(pl.all_horizontal(pl.col(KEYS).is_null()))[LINE].head(1):
        raise sheet.wrong("exclude.key", line)
    for name in IDS:
        for value, line in rows.filter(pl.col(name).str.contains(ROUNDED)).select(name, LINE).head(1).rows():
            raise sheet.wrong("exclude.rounded", line, column=sheet.head(name), value=value)
    always = rows.filter(pl.all_horizontal(pl.col("ticket_id", "from", "to").is_null()))
    for value, line in always.select(pl.coalesce("agent", "customer_id"), LINE).head(1).rows():
        raise sheet.wrong("exclude.window", line, value=value)


def _windows(sheet: Sheet) -> Sheet:
    """START and END of the words of `from` and `to`."""
    last = pl.col("to").str.to_lowercase()
    open_end = last.is_in(NO_END) | last.str.contains(NEVER_ENDS)
    rows = sheet.rows.with_columns(pl.when(~open_end).then("to").alias("to"))
    read = moments(Sheet(rows, sheet.path, sheet.tz, sheet.heads), ["from", "to"])
    end = pl.col("to").cast(pl.Datetime("us"))
    clock = end.dt.time()
    whole_day = (clock == time()) | (clock >= LATE)
    after = pl.when(whole_day).then(end.dt.truncate("1d").dt.offset_by("1d")).otherwise(end)
    rows = read.rows.with_columns(pl.col("from").cast(pl.Datetime("us")).alias(START), after.alias(END))
    for row in rows.filter(pl.col(END) <= pl.col(START)).head(1).iter_rows(named=True):
        raise sheet.wrong("side.backwards", row[LINE], start=row["from"], end=row["to"])
    return Sheet(rows, sheet.path, sheet.tz, sheet.heads)


def _what(sheet: Sheet) -> pl.Series:
    """Whom an exclusion names, and when, for people."""
    named = [pl.when(pl.col(name).is_not_null()).then(pl.format(f"{name} {{}}", name)) for name in KEYS]
    window = pl.when(pl.any_horizontal(pl.col("from", "to").is_not_null())).then(
        pl.concat_str(pl.col("from").fill_null(""), pl.lit(".."), pl.col("to").fill_null(""))
    )
    return sheet.rows.select(pl.concat_str(*named, window, separator=" ", ignore_nulls=True)).to_series()


def _metrics(sheet: Sheet) -> list[list[str] | None]:
    """The ids each exclusion touches; None for all. The bare name of a duration stands for all its statistics."""
    found: list[list[str] | None] = []
    for text, line in sheet.rows.select(METRICS, LINE).rows():
        names = [name.strip() for name in _BETWEEN.split(text or "") if name.strip()]
        if not names or any(normal(name) in TOTALS for name in names):
            found.append(None)
            continue
        ids: dict[str, None] = {}
        for name in names:
            metrics = every(name)
            if not metrics:
                raise unknown(name, sheet.path, line)
            ids |= dict.fromkeys(_ids(metrics))
        found.append(list(ids))
    return found


def _ids(metrics: tuple[Metric, ...]) -> list[str]:
    own = [metric.id for metric in metrics]
    return own if len(own) == 1 else [metrics[0].key, *own]
