"""Records struck from figures by a list with reason and approver: which exclusion strikes which record, for what.

An exclusion names a ticket, or a customer or agent in a window of time; all that it names must fit. It touches all
metrics or those it lists. A figure is given before and after: over all records, and over those for which the column of
its metric (`struck`) is null.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from cstools.kernels.stage import LINE

KEYS = ("ticket_id", "customer_id", "agent")
INDEX, START, END = "__exclusion", "__from", "__to"
WHAT, METRICS, REASON, APPROVER, N = "what", "metrics", "reason", "approver", "n"
AT = "__at"
TIME = pl.Datetime("us")
_STAT = re.compile(r"_(?:mean|p[1-9]\d?)$")


@dataclass(frozen=True, eq=False)
class Exclusions:
    """A list of exclusions.

    rows: INDEX (Int64, its place in the table from 0), KEYS (null: any), START (inclusive) and END (exclusive; null:
    open), METRICS (list of ids, null: all), WHAT (for people), REASON, APPROVER, LINE. ignored: headings not read.
    """

    rows: pl.DataFrame
    path: str = ""
    ignored: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """The fields of a record that it is looked up by, beside its time."""
        return tuple(name for name in KEYS if self.rows[name].null_count() < self.rows.height)

    def touching(self, metric: str) -> pl.DataFrame:
        """The exclusions that touch a metric; one of a duration (`frt`) touches every statistic of it."""
        ids = [metric, _STAT.sub("", metric)]
        listed = pl.any_horizontal(pl.col(METRICS).list.contains(name) for name in ids)
        return self.rows.filter(pl.col(METRICS).is_null() | listed)


@dataclass(frozen=True)
class Struck:
    """Columns to add to the records: name -> expression (INDEX of the first exclusion that strikes, or null).

    by_metric: the column of each metric; None where no exclusion touches it.
    """

    columns: dict[str, pl.Expr]
    by_metric: dict[str, str | None]


class _Table(NamedTuple):
    """Exclusions that name the same fields, one row at most for a key at a time."""

    keys: tuple[str, ...]
    dated: bool
    rows: pl.DataFrame


def touches(exclusions: Exclusions, metric: str, time: str = "created_at") -> pl.Expr | None:
    """For a record: INDEX (Int64) of the first exclusion that strikes it for this metric, null for none.

    None where no exclusion touches the metric. Reads `needs` and the time; elementwise, so the same in any chunk.

    >>> rows = pl.DataFrame({"ticket_id": ["T1"], "reason": ["测试单"], "approver": ["李"], "指标": ["满意率"]})
    >>> from cstools.kernels.kpi.exclude_read import read
    >>> from cstools.kernels.kpi.sheet import Sheet
    >>> made = read(Sheet(rows, "x.csv"))
    >>> records = pl.DataFrame({"ticket_id": ["T0", "T1"], "created_at": None}, schema_overrides={"created_at": TIME})
    >>> records.select(touches(made, "csat_pct")).to_series().to_list(), touches(made, "volume")
    ([None, 0], None)
    """
    return struck(exclusions, [metric], time).columns.get("__struck_0")


def struck(exclusions: Exclusions, metrics: Iterable[str], time: str = "created_at") -> Struck:
    """The columns that say what strikes a record, one for each distinct set of exclusions that the metrics share."""
    columns: dict[str, pl.Expr] = {}
    by_metric: dict[str, str | None] = {}
    known: dict[tuple[int, ...], str] = {}
    for metric in metrics:
        rows = exclusions.touching(metric)
        if not rows.height:
            by_metric[metric] = None
            continue
        same = tuple(rows[INDEX])
        if same not in known:
            known[same] = f"__struck_{len(known)}"
            columns[known[same]] = _first(rows, time).alias(known[same])
        by_metric[metric] = known[same]
    return Struck(columns, by_metric)


def hits(records: pl.LazyFrame, exclusions: Exclusions, time: str = "created_at") -> pl.LazyFrame:
    """How many of the records each exclusion strikes, whatever struck them before: INDEX, n; adds up over chunks.

    In: records with the exclusions' `needs` and the time.
    """
    frame = records.select(_asked(exclusions.needs, time)).collect()
    found = [pl.DataFrame(schema={INDEX: pl.Int64})]
    for keys, dated, rows in _parts(exclusions.rows):
        joined = frame.join(rows, on=keys, how="inner")
        if dated:
            joined = joined.filter(_inside(pl.col(AT)))
        found.append(joined.select(INDEX))
    return pl.concat(found).lazy().group_by(INDEX).agg(pl.len().cast(pl.Int64).alias(N))


def told(exclusions: Exclusions, counts: pl.DataFrame) -> pl.DataFrame:
    """What is said of each exclusion: LINE, what, metrics, reason, approver, n (records; 0: likely a typo).

    In: the sum of `hits` over all records. `exclude.none` is the sentence for n = 0.
    """
    summed = counts.group_by(INDEX).agg(pl.col(N).sum())
    rows = exclusions.rows.join(summed, on=INDEX, how="left", maintain_order="left")
    listed = pl.col(METRICS).list.join(", ").fill_null("all")
    return rows.select(LINE, WHAT, listed.alias(METRICS), REASON, APPROVER, pl.col(N).fill_null(0))


def _asked(keys: Sequence[str], time: str) -> list[pl.Expr]:
    """A record's keys as they are compared, and its time."""
    named = [pl.col(name).cast(pl.String).str.strip_chars().alias(name) for name in keys]
    return [*named, pl.col(time).cast(TIME).alias(AT)]


def _inside(at: pl.Expr) -> pl.Expr:
    return (pl.col(START).is_null() | (at >= pl.col(START))) & (pl.col(END).is_null() | (at < pl.col(END)))


def _parts(rows: pl.DataFrame) -> list[_Table]:
    """The exclusions by the fields they name and whether they have a window."""
    found = []
    parts = rows.with_columns(
        *(pl.col(name).is_not_null().alias("__has_" + name) for name in KEYS),
        (pl.col(START).is_not_null() | pl.col(END).is_not_null()).alias("__dated"),
    ).partition_by(*("__has_" + name for name in KEYS), "__dated", as_dict=True, include_key=False, maintain_order=True)
    for (*has, dated), part in parts.items():
        keys = tuple(name for name, given in zip(KEYS, has, strict=True) if given)
        found.append(_Table(keys, bool(dated), part.select(*keys, START, END, INDEX)))
    return found


def _first(rows: pl.DataFrame, time: str) -> pl.Expr:
    """The first of these exclusions that strikes a record."""
    tables = [
        _Table(keys, dated, _segments(part, keys) if dated else _earliest(part, keys))
        for keys, dated, part in _parts(rows)
    ]
    needed = [name for name in KEYS if any(name in table.keys for table in tables)]

    def looked_up(records: pl.Series) -> pl.Series:
        frame = records.struct.unnest()
        found = [_found(frame, table).alias(str(at)) for at, table in enumerate(tables)]
        return pl.DataFrame(found).select(pl.min_horizontal(pl.all())).to_series()

    return pl.struct(_asked(needed, time)).map_batches(looked_up, return_dtype=pl.Int64(), is_elementwise=True)


def _earliest(rows: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    return rows.group_by(keys).agg(pl.col(INDEX).min())


def _segments(rows: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """The windows of each key cut where any of them begins or ends, each piece with its first exclusion.

    Out: keys, START, END, INDEX, sorted by START; no two pieces of a key overlap.
    """
    far = rows.with_columns(
        pl.col(START).fill_null(pl.datetime(1, 1, 1, time_unit="us")),
        pl.col(END).fill_null(pl.datetime(9999, 12, 31, time_unit="us")),
    )
    cuts = pl.concat([far.select(*keys, START), far.select(*keys, pl.col(END).alias(START))]).unique().sort(START)
    pieces = cuts.with_columns(pl.col(START).shift(-1).over(keys).alias(END)).drop_nulls(END)
    held = pieces.join(far, on=keys, how="inner", suffix="_whole").filter(
        (pl.col(f"{START}_whole") <= pl.col(START)) & (pl.col(END) <= pl.col(f"{END}_whole"))
    )
    return held.group_by(*keys, START, END).agg(pl.col(INDEX).min()).sort(START)


def _found(frame: pl.DataFrame, table: _Table) -> pl.Series:
    """The exclusion of one table that strikes each record, null for none."""
    if not table.dated:
        return frame.join(table.rows, on=table.keys, how="left", maintain_order="left")[INDEX]
    numbered = frame.select(*table.keys, AT).with_row_index("__row")
    within = (
        numbered.drop_nulls()
        .join(table.rows, on=table.keys, how="semi")  # few records are of anyone excluded: sort those alone
        .sort(AT)
        .join_asof(table.rows, left_on=AT, right_on=START, by=table.keys, strategy="backward", check_sortedness=False)
        .filter(pl.col(AT) < pl.col(END))
    )
    return numbered.select("__row").join(within, on="__row", how="left", maintain_order="left")[INDEX]
