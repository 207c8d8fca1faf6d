"""From a table or TOML of targets to the values each metric, group and period is judged by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.durations import durations
from cstools.kernels.expr.numbers import money, numbers
from cstools.kernels.expr.periods import ALL, bounds
from cstools.kernels.kpi.sheet import Sheet
from cstools.kernels.kpi.targets_shape import ACROSS, HEAD, long
from cstools.kernels.stage import LINE
from cstools.model.fields import normal
from cstools.model.metric_names import Named, named, unknown
from cstools.model.period_words import lacks_year, period_of
from cstools.model.side_headings import TIMES, TOTALS, VALUES
from cstools.model.units import SECONDS, UNITS

PERIOD = "period"
_AT_LEAST, _UP_TO = "以上|及以上", "以下|及以下|以内|之内"
MORE = rf"^(?:>=|≥|\x{{FF1E}}|>|≧|不低于|不少于|至少|大于)\s*|(?:{_AT_LEAST})$"
LESS = rf"^(?:<=|≤|\x{{FF1C}}|<|≦|不高于|不超过|至多|小于)\s*|(?:{_UP_TO})$"
"""Words and signs around a value that say which way it is meant."""
_UNITS = {word: unit for unit, words in UNITS.items() for word in words}


@dataclass(frozen=True)
class Targets:
    """What figures are judged by.

    rows: one row a scope: metric (id), the groups (null: any; `all`: the total), `period` (text, null: any), those of
    VALUES that are `given` (Float64, in the metric's unit), `__additive` (of a named period or group as a whole only)
    and LINE.
    """

    rows: pl.DataFrame
    groups: tuple[str, ...]
    given: tuple[str, ...]
    path: str


def read(sheet: Sheet, asked: Sequence[str] = ()) -> Targets:
    """The targets of a table: long (metric, team, month, target, floor, ...) or a matrix (see `targets_shape.long`).

    A rate is 85% or 0.85, a duration 30秒, 1分30秒, 1m30s, 0:01:30 or seconds; `≥85%` may say the direction. Raises
    Usage with the line: a metric that does not exist, a value or period that cannot be read, floor, target and stretch
    that do not get stricter, a cell given twice.

    >>> rows = pl.DataFrame({"指标": ["满意率", "frt"], "组": ["售后一组", None], "目标": ["85%", "1分30秒"]})
    >>> read(Sheet(rows, "t.csv")).rows.select("metric", "team", "target").rows()
    [('csat_pct', '售后一组', 0.85), ('frt_mean', None, 90.0)]
    """
    sheet, groups = long(sheet, asked)
    rows = _with_metric(sheet.rows, sheet)
    rows = _with_period(rows, sheet)
    rows = rows.with_columns(
        pl.when(_is_total(pl.col(name))).then(pl.lit(ALL)).otherwise(pl.col(name)).alias(name) for name in groups
    )
    given = tuple(name for name in VALUES if name in rows.columns)
    for name in given:
        rows = rows.with_columns(_values(rows, name, sheet))
    _ordered(rows, given, sheet)
    keys = ["metric", *groups, PERIOD]
    _single(rows, keys, given, sheet)
    whole = rows.group_by(*keys, "__additive", maintain_order=True).agg(
        *(pl.col(name).drop_nulls().first() for name in given), pl.col(LINE).min()
    )
    return Targets(whole, groups, given, sheet.path)


def stricter(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """Whether the first of two values asks more than the second, by `__better`; null for a null."""
    better = pl.col("__better")
    return pl.when(better == "+").then(first > second).when(better == "-").then(first < second)


def _is_total(name: pl.Expr) -> pl.Expr:
    return name.str.strip_chars().str.to_lowercase().is_in(sorted(TOTALS))


def _with_metric(rows: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Metric as id, with its unit, direction, whether it adds up over parts, and what its bare numbers are in."""
    for line in rows.filter(pl.col("metric").is_null())[LINE].head(1):
        raise sheet.wrong("side.cell", line, column=sheet.head("metric"))
    found: dict[str, Named] = {}
    for text, line in rows.select("metric", LINE).unique("metric", keep="first", maintain_order=True).rows():
        known = named(text)
        if known is None:
            raise unknown(text, sheet.path, line)
        found[text] = known
    table = pl.DataFrame(
        [(text, *_said(known)) for text, known in found.items()],
        schema=["metric", "__id", "__unit", "__better", "__additive", "__in"],
        orient="row",
    )
    rows = rows.join(table, on="metric", how="left", maintain_order="left")
    if "unit" in rows.columns:
        own = pl.col("unit").str.to_lowercase().replace_strict(_UNITS, default=None, return_dtype=pl.String)
        rows = rows.with_columns(pl.coalesce(own, "__in").alias("__in"))
    return rows.with_columns(pl.col("__id").alias("metric"))


def _said(known: Named) -> tuple[str, str, str, bool, str]:
    kpi = known.metric.kpi
    additive = kpi.kind in ("count", "sum") and kpi.id != "backlog"
    return known.metric.id, kpi.unit, kpi.better, additive, known.unit


def _with_period(rows: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """The rows with `period` as the text of a period, null where they say none."""
    columns = [name for name in (*TIMES, ACROSS) if name in rows.columns]
    if not columns:
        return rows.with_columns(pl.lit(None, pl.String).alias(PERIOD))
    distinct = rows.select(*columns, LINE).unique(columns, keep="first", maintain_order=True)
    made = [_period(dict(row), sheet) for row in distinct.iter_rows(named=True)]
    table = distinct.select(columns).with_columns(pl.Series("__period", made, dtype=pl.String))
    rows = rows.join(table, on=columns, how="left", nulls_equal=True, maintain_order="left")
    return rows.drop(columns).rename({"__period": PERIOD})


def _period(row: dict[str, str | int | None], sheet: Sheet) -> str | None:
    line, year = row[LINE], str(row.get("year") or "")
    said: dict[str, str] = {}
    for name in (*TIMES, ACROSS):
        text = str(row.get(name) or "")
        if not text or normal(text) in TOTALS or (name == "year" and _names_other(row)):
            continue
        grain = "" if name == ACROSS else name
        found = period_of(text, grain, year)
        if found is None:
            key = "targets.year" if lacks_year(text, grain) and not year else "targets.period"
            raise sheet.wrong(key, _int(line), column=text if name == ACROSS else sheet.head(name), value=text)
        _real(found, text, name, sheet, _int(line))
        said[name] = found
    if len(set(said.values())) > 1:
        first, second, *_ = said.values()
        raise sheet.wrong("targets.periods", _int(line), first=first, second=second)
    return next(iter(said.values()), None)


def _names_other(row: dict[str, str | int | None]) -> bool:
    return any(row.get(name) for name in (*TIMES, ACROSS) if name != "year")


def _int(line: object) -> int:
    return line if isinstance(line, int) else 1


def _real(period: str, text: str, column: str, sheet: Sheet, line: int) -> None:
    """Usage for the 13th month; the phase of an event is taken as it is."""
    if " " in period:
        return
    try:
        bounds(period)
    except Usage:
        raise sheet.wrong("targets.period", line, column=sheet.head(column), value=text) from None


def _values(rows: pl.DataFrame, name: str, sheet: Sheet) -> pl.Series:
    """A column of values in the unit of each metric."""
    frame = rows.with_columns(pl.col(name).str.replace_all(f"{MORE}|{LESS}", "").alias("__bare"))
    scale = pl.col("__in").replace_strict(SECONDS, default=1.0, return_dtype=pl.Float64)
    bare, unit = pl.col("__bare"), pl.col("__unit")
    percent, number = bare.str.contains("[%％‰]"), numbers(bare)
    alone = bare.str.contains(r"^[0-9.,\s]+$")
    share = (
        pl.when((pl.col("__in") == "%") & ~percent).then(numbers(pl.concat_str(bare, pl.lit("%")))).otherwise(number)
    )
    read = (
        pl.when(unit == "ratio").then(share)
        .when(percent).then(None)
        .when(unit == "s").then(pl.when(alone).then(number * scale).otherwise(durations(bare)))
        .when(unit == "yuan").then(money(bare))
        .otherwise(number)
    )  # fmt: skip
    frame = frame.with_columns(read.alias("__read"))
    value, text = pl.col("__read"), pl.col(name)
    for key, wrong in (
        ("targets.number", value.is_null() & text.is_not_null()),
        ("targets.share", (unit == "ratio") & ~value.is_between(0, 1)),
        ("targets.more", (pl.col("__better") == "+") & text.str.contains(LESS)),
        ("targets.less", (pl.col("__better") == "-") & text.str.contains(MORE)),
    ):  # fmt: skip
        for row in frame.filter(wrong).head(1).iter_rows(named=True):
            raise _unread(key, row, name, sheet)
    return frame["__read"].alias(name)


def _unread(key: str, row: dict[str, object], name: str, sheet: Sheet) -> Usage:
    return sheet.wrong(
        key, _int(row[LINE]), column=row.get(HEAD) or sheet.head(name), value=row[name], metric=row["metric"]
    )


def _ordered(rows: pl.DataFrame, given: Sequence[str], sheet: Sheet) -> None:
    """Usage for the first row whose floor asks more than its target, or its target more than its stretch."""
    ladder = [name for name in ("floor", "target", "stretch") if name in given]
    for at, low in enumerate(ladder):
        for high in ladder[at + 1 :]:
            wrong = rows.filter(stricter(pl.col(low), pl.col(high)))
            for row in wrong.head(1).iter_rows(named=True):
                named_low = {"metric": row["metric"], "first": low, "low": row[low]}
                raise sheet.wrong("targets.order", row[LINE], **named_low, second=high, high=row[high])


def _single(rows: pl.DataFrame, keys: list[str], given: Sequence[str], sheet: Sheet) -> None:
    """Usage for the first cell that two rows give."""
    for name in given:
        said = rows.filter(pl.col(name).is_not_null())
        again = said.filter(~pl.struct(keys).is_first_distinct()).sort(LINE).head(1)
        for row in again.iter_rows(named=True):
            same = said.filter(pl.all_horizontal(pl.col(key).eq_missing(pl.lit(row[key], pl.String)) for key in keys))
            first, second = same[LINE].sort().head(2)
            where = ", ".join(str(row[key]) for key in keys[1:] if row[key] is not None)
            raise sheet.wrong("targets.twice", first, other=second, metric=row["metric"], where=where, column=name)
