"""Limits: what is learned of a field from all records, as a table that a later run, or a later month, can read.

One row a field, method and group, and one for all records together (`group` null). Columns: `field`; `method` as
written (`iqr(1.5)`, `median`, `zscore`); `by`, the fields of the groups; `group`, their values; `low` and `high`, the
fences or the least and greatest value; `center` and `spread`; `log`, whether those two are of ln(1 + v); `value`, what
fills a field that holds no numbers; `n`, the values they rest on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.frames import DTYPES
from cstools.model import fields

if TYPE_CHECKING:
    from cstools.kernels.clean.work import Work

TEXTS = ("field", "method", "by", "group", "value")
SCHEMA: dict[str, pl.DataType] = {
    **dict.fromkeys(("field", "method", "by", "group"), pl.String()),
    **dict.fromkeys(("low", "high", "center", "spread"), pl.Float64()),
    "log": pl.Boolean(),
    "value": pl.String(),
    "n": pl.Int64(),
}
"""The table's columns."""

NUMBERS = ("int", "float", "money")
_NO_GROUPS = ("list", "time", "float", "money")
_KEY = "__clean_key"
_FOUND = {name: f"limit_{name}" for name in SCHEMA if name != "n"}


@dataclass(frozen=True)
class Ask:
    """What is to be learned: a field, a method, and the fields whose values make the groups."""

    field: str
    method: str
    by: tuple[str, ...] = ()

    @property
    def ask(self) -> Ask:
        """What it asks of all records."""
        return self


def grouped(by: str | None) -> tuple[str, ...]:
    """The fields named behind `by`, one of them empty where nothing stands between two commas.

    >>> grouped("channel, team"), grouped(None)
    (('channel', 'team'), ())
    """
    return () if by is None else tuple(part.strip() for part in by.split(","))


@dataclass(frozen=True)
class Figures:
    """How a row of the table is made: aggregates over the field, then the columns that follow from them."""

    of: Mapping[str, pl.Expr]
    then: Mapping[str, pl.Expr] = dataclass_field(default_factory=dict)


def column(kind: str, name: str, present: Collection[str]) -> tuple[str, pl.DataType]:
    """A field's type word and Polars type; unknown columns are text. Raises Usage("field.unknown").

    >>> column("ticket", "csat", [])
    ('float', Float64)
    """
    known = fields.of(kind).get(name)
    if known is None and name not in present:
        from difflib import get_close_matches

        near = get_close_matches(name, [*fields.of(kind), *present], 1)
        raise Usage("field.unknown", field=name, near=f" ({near[0]}?)" if near else "")
    type_ = known.type if known else "text"
    return type_, DTYPES[type_]


PARTS = {"yuan": 10_000, "s": 1_000}
"""Money is kept in 1e-4 yuan and durations in ms: what is computed of them is, too, else reading it would change it."""


def parts(kind: str, name: str) -> int | None:
    """In how many parts of one a field is kept: a whole number in 1; None for one of any precision.

    >>> [parts("ticket", name) for name in ("rounds", "wait_s", "refund_amount", "csat")]
    [1, 1000, 10000, None]
    """
    known = fields.of(kind).get(name)
    return None if known is None else 1 if known.type == "int" else PARTS.get(known.unit)


def apart(whole: pl.Expr, kept: int) -> pl.Expr:
    """A whole number of parts in units: rounded again, for Polars divides by a scalar as it multiplies by 1 / scalar,
    and 446667 * 0.001 is not 446.667.

    >>> pl.DataFrame({"ms": [446667]}).select(apart(pl.col("ms"), 1000)).item()
    446.667
    """
    return (whole / kept).round(len(str(kept)) - 1)


def exact(value: pl.Expr, kind: str, name: str) -> pl.Expr:
    """A computed value as its field is kept; to 9 significant digits where that says nothing.

    >>> [pl.select(exact(pl.lit(1.23456), "ticket", name)).item() for name in ("wait_s", "rounds", "csat")]
    [1.235, 1.0, 1.23456]
    """
    kept = parts(kind, name)
    return value.round_sig_figs(9) if kept is None else apart((value * kept).round(), kept)


def key(by: Sequence[str], kind: str, names: Collection[str]) -> pl.Expr:
    r"""The group of a record: the values of these fields joined by `|` (`\|` within one), null if any is.

    Raises Usage("field.unknown"), Usage("clean.by_type") for a field of lists, times or measures.

    >>> frame = pl.DataFrame({"channel": ["a|b", None], "team": ["T", "T"]})
    >>> frame.select(key(["channel", "team"], "ticket", frame.columns)).to_series().to_list()
    ['a\\|b|T', None]
    """
    for name in by:
        if column(kind, name, names)[0] in _NO_GROUPS:
            raise Usage("clean.by_type", field=name)
    if not set(by) <= set(names):
        return pl.lit(None, dtype=pl.String)
    return pl.concat_str(
        [pl.col(name).cast(pl.String).str.replace_many(["\\", "|"], ["\\\\", "\\|"]) for name in by], separator="|"
    )


def learned(lf: pl.LazyFrame, ask: Ask, kind: str, figures: Figures, least: int = 1) -> pl.DataFrame:
    """The limits of one field: its row for all records, then one a group of at least so many values, by group.

    Out: SCHEMA, of which `figures` makes what it names. Groups of null are none.

    >>> lf = pl.LazyFrame({"channel": ["电话", "电话", "邮件", None], "wait_s": [1.0, 3.0, None, 8.0]})
    >>> middle = Figures({"center": pl.col("wait_s").median()})
    >>> table = learned(lf, Ask("wait_s", "median", ("channel",)), "ticket", middle)
    >>> table.select("method", "group", "center", "n").rows()
    [('median', None, 3.0, 3), ('median', '电话', 2.0, 2)]
    """
    names = lf.collect_schema().names()
    made = {**figures.of, "n": pl.col(ask.field).count().cast(pl.Int64)}
    keyed = lf.with_columns(key(ask.by, kind, names).alias(_KEY)) if ask.by else lf
    asked = [keyed.select([one.alias(name) for name, one in made.items()])]
    if ask.by:
        groups = keyed.filter(pl.col(_KEY).is_not_null()).group_by(_KEY)
        each = groups.agg([one.alias(name) for name, one in made.items()])
        asked.append(each.rename({_KEY: "group"}).filter(pl.col("n") >= least).sort("group"))
    about = {"field": ask.field, "method": ask.method, "by": ",".join(ask.by) or None}
    rows = pl.concat(pl.collect_all(asked), how="diagonal").with_columns(**figures.then)
    return _table(rows, about)


def _table(rows: pl.DataFrame, about: Mapping[str, str | None]) -> pl.DataFrame:
    said = rows.with_columns([pl.lit(value).alias(name) for name, value in about.items()])
    lacking = [pl.lit(None).alias(name) for name in SCHEMA if name not in said.columns]
    return said.with_columns(lacking).select([pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()])


def limits(work: Work, ask: Ask, figures: Figures, least: int = 1) -> pl.DataFrame:
    """The rows of one field: those the run was given, else learned from the records at hand and told as found.

    None for a column that is not there. Raises Usage("clean.limits_lack") where the table given has none.
    """
    given = work.options.limits
    if given is None:
        if ask.field not in work.names:
            return pl.DataFrame(schema=SCHEMA)
        work.settle()
        rows = learned(work.lf, ask, work.kind, figures, least)
        work.found.append(rows.rename(_FOUND).lazy())
        return rows
    return rows_of(given, ask) if ask.field in work.names else given.filter(_same(ask))


def rows_of(given: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """The rows of a table for one field, method and groups. Raises Usage("clean.limits_lack") where it has none."""
    rows = given.filter(_same(ask))
    if rows.is_empty():
        by = f" by {','.join(ask.by)}" if ask.by else ""
        raise Usage("clean.limits_lack", what=f"{ask.field}={ask.method}{by}", known=_known(given))
    return rows


def _same(ask: Ask) -> pl.Expr:
    by = pl.col("by").eq_missing(",".join(ask.by) or None)
    return pl.col("field").eq(ask.field) & pl.col("method").eq(ask.method) & by


def told(found: pl.DataFrame) -> pl.DataFrame:
    """The table of limits in what a run found (`Result.found`, summed), in the order of SCHEMA's columns.

    >>> told(pl.DataFrame({"limit_field": ["csat", None], "n": [3, 9]})).select("field", "n").rows()
    [('csat', 3)]
    """
    if _FOUND["field"] not in found.columns:
        return pl.DataFrame(schema=SCHEMA)
    mine = found.filter(pl.col(_FOUND["field"]).is_not_null())
    names = {own: name for name, own in _FOUND.items() if own in found.columns}
    return _table(mine.select(*names, "n").rename(names), {}).sort(TEXTS)


def _known(given: pl.DataFrame) -> str:
    by = pl.when(pl.col("by").is_not_null()).then(" by " + pl.col("by")).otherwise(pl.lit(""))
    written = pl.concat_str("field", pl.lit("="), "method", by)
    return ", ".join(given.select(written.unique(maintain_order=True)).to_series().drop_nulls())


def figure(rows: pl.DataFrame, name: str, group: pl.Expr | None, otherwise: bool) -> pl.Expr:
    """A figure of the table as an expression over records: that of the group they are in.

    group: the key of a record, None where there are no groups. otherwise: a group the table lacks, or none, takes the
    figure of all records; else it has none.

    >>> rows = pl.DataFrame({"group": [None, "电话"], "center": [3.0, 2.0]})
    >>> frame = pl.DataFrame({"channel": ["电话", "邮件", None]})
    >>> frame.select(figure(rows, "center", pl.col("channel"), True)).to_series().to_list()
    [2.0, 3.0, 3.0]
    """
    dtype = rows.schema[name]
    of_all = rows.filter(pl.col("group").is_null()).get_column(name)
    whole = pl.lit(of_all.first() if of_all.len() else None, dtype=dtype)
    if group is None:
        return whole
    each = rows.filter(pl.col("group").is_not_null())
    default = whole if otherwise else pl.lit(None, dtype=dtype)
    return group.replace_strict(each["group"], each[name], default=default, return_dtype=dtype)
