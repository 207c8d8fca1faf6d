"""What cannot be: cells outside their range and records whose times run backwards.

Tables first. A cell that breaks a rule becomes null and is written down; a record that breaks one is rejected.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from cstools.kernels.stage import FIELD, VALUE, side
from cstools.model import fields
from cstools.model.fields import Field

if TYPE_CHECKING:
    from cstools.kernels.clean.work import Work

ORDERS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "ticket": (
        ("created_at", ("answered_at", "first_response_at", "resolved_at", "closed_at")),
        ("first_response_at", ("resolved_at",)),
    ),
    "order": (("ordered_at", ("paid_at", "shipped_at", "finished_at")),),
    "refund": (("applied_at", ("agreed_at", "returned_at", "received_at", "refunded_at")),),
    "survey": (("sent_at", ("replied_at",)),),
    "review": (("reviewed_at", ("replied_at",)),),
    "agent_state": (("start_at", ("end_at",)),),
    "roster": (("start_at", ("end_at",)),),
}
"""Kind -> (a time, the times that cannot be before it)."""

RANGES: dict[tuple[str, str], tuple[str, float, float]] = {
    ("ticket", "nps"): ("nps.range", 0, 10),
    ("ticket", "ces"): ("ces.range", 1, 7),
    ("review", "stars"): ("stars.range", 0.5, 5),
}
"""(kind, field) -> rule, lowest and highest value."""

EARLIEST = datetime(1990, 1, 1)
"""Systems write 1900, 1970 or the year 1 where there is no time."""

FAR = timedelta(days=731)
"""Nobody answers a contact two years later: such a time is a slip, and one of them ruins a mean."""

_BELOW_ZERO = {"s": "duration.negative", "n": "count.negative", "yuan": "amount.negative"}
_SURVEYS = {"nps": (0.0, 10.0), "ces": (1.0, 7.0), "fcr": (0.0, 1.0)}
_NO_SURVEY = pl.lit(None, dtype=pl.String)
_STAMP = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class Cell:
    """A condition (`bad`, a Boolean expression without nulls) under which a cell of `field` breaks `rule`."""

    field: str
    rule: str
    bad: pl.Expr


def cells(kind: str, names: Collection[str]) -> list[Cell]:
    """The rules for the cells of the columns present, at most one a field. Fields our own tools add are not judged.

    Ratings: 1 to `csat_scale` (5 where it is not given); scales of 10 and more begin at 0. Surveys likewise by kind.

    >>> [(cell.field, cell.rule) for cell in cells("ticket", ["wait_s", "csat", "agent", "mood"])]
    [('wait_s', 'duration.negative'), ('csat', 'csat.range')]
    """
    present = [field for field in fields.of(kind).values() if field.name in names and not field.added_by]
    found = ((field.name, _cell(kind, field, names)) for field in present)
    return [Cell(name, rule, bad.fill_null(False)) for name, (rule, bad) in found if rule]


def _cell(kind: str, field: Field, names: Collection[str]) -> tuple[str, pl.Expr]:
    column = pl.col(field.name)
    if (kind, field.name) == ("ticket", "csat"):
        return "csat.range", ~_within(column, _NO_SURVEY, _scale(names, "csat_scale"))
    if (kind, field.name) == ("survey", "score"):
        survey = pl.col("survey_kind") if "survey_kind" in names else _NO_SURVEY
        return "score.range", ~_within(column, survey, _scale(names, "scale"))
    if (kind, field.name) in RANGES:
        rule, low, high = RANGES[kind, field.name]
        return rule, ~column.is_between(low, high)
    if field.type == "enum":
        return "cell.enum", ~column.is_in(list(field.choices))
    if field.type == "time":
        return "time.range", (column < EARLIEST) | _far(kind, field.name, names)
    if kind != "stat" and field.unit in _BELOW_ZERO:
        return _BELOW_ZERO[field.unit], column < 0
    return "", column


def _far(kind: str, name: str, names: Collection[str]) -> pl.Expr:
    """Whether a time lies more than FAR after the one it follows; never where that one is not known."""
    starts = [start for start, ends in ORDERS.get(kind, ()) if name in ends and start in names]
    return pl.any_horizontal([(pl.col(name) - pl.col(start) > FAR).fill_null(False) for start in starts] or [False])


def _scale(names: Collection[str], field: str) -> pl.Expr:
    return pl.col(field).cast(pl.Float64) if field in names else pl.lit(None, dtype=pl.Float64)


def _within(score: pl.Expr, survey: pl.Expr, scale: pl.Expr) -> pl.Expr:
    kinds = list(_SURVEYS)
    top = pl.coalesce(scale, survey.replace_strict(kinds, [_SURVEYS[k][1] for k in kinds], default=5.0))
    low = survey.replace_strict(kinds, [_SURVEYS[k][0] for k in kinds], default=None)
    return score.is_between(pl.coalesce(low, pl.when(top >= 10).then(0.0).otherwise(1.0)), top)


def blanked(found: list[Cell]) -> list[pl.Expr]:
    """The columns with every cell that breaks its rule as null.

    >>> frame = pl.DataFrame({"nps": [11, 7]})
    >>> frame.select(blanked(cells("ticket", ["nps"]))).rows()
    [(None,), (7,)]
    """
    return [pl.when(~cell.bad).then(pl.col(cell.field)).alias(cell.field) for cell in found]


def cell_rejects(lf: pl.LazyFrame, found: list[Cell]) -> list[pl.LazyFrame]:
    """The side records of the cells that break a rule; `lf` still has their values.

    >>> lf = pl.LazyFrame({"nps": [11, 7]})
    >>> cell_rejects(lf, cells("ticket", ["nps"]))[0].collect().rows()
    [('cell', 'nps.range', 'nps', '11', None, None)]
    """
    if not found:
        return []
    suspects = lf.filter(pl.any_horizontal([cell.bad for cell in found]))
    schema = lf.collect_schema()
    return [
        side(suspects.filter(cell.bad), "cell", cell.rule, cell.field, as_text(cell.field, schema)) for cell in found
    ]


def as_text(field: str, schema: pl.Schema) -> pl.Expr:
    """A column as the text of a side record's value.

    >>> pl.DataFrame({"t": [datetime(2025, 1, 2)]}).select(as_text("t", pl.Schema({"t": pl.Datetime("us")}))).item()
    '2025-01-02 00:00:00'
    """
    column, dtype = pl.col(field), schema[field]
    if dtype == pl.Datetime:
        return column.dt.to_string(_STAMP)
    return column.list.join("|") if dtype == pl.List else column.cast(pl.String)


def backwards(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Whether `end` lies before `start` as far as its own precision tells; null if either is.

    A time without seconds may have lost them, one at midnight may be a bare date: then only minutes, or days, count.

    >>> start = datetime(2025, 7, 1, 9, 30, 20)
    >>> ends = [datetime(2025, 7, 1, 9, 30), datetime(2025, 7, 1), datetime(2025, 7, 1, 9, 30, 19)]
    >>> pl.DataFrame({"end": ends}).select(backwards(pl.lit(start), pl.col("end"))).to_series().to_list()
    [False, False, True]
    """
    day, minute = start.dt.truncate("1d"), start.dt.truncate("1m")
    known = pl.when(end == end.dt.truncate("1d")).then(day).when(end == end.dt.truncate("1m")).then(minute)
    return end < known.otherwise(start)


@dataclass(frozen=True)
class Broken:
    """A condition under which a record breaks `rule`, and the field that tells."""

    rule: str
    field: str
    bad: pl.Expr


def records(kind: str, names: Collection[str], as_of: datetime | None) -> list[Broken]:
    """The default rules for whole records, for the columns present.

    >>> [(broken.rule, broken.field) for broken in records("order", ["ordered_at", "paid_at"], None)]
    [('dates.order', 'paid_at')]
    """
    found = [
        Broken("dates.order", end, backwards(pl.col(start), pl.col(end)))
        for start, ends in ORDERS.get(kind, ())
        for end in ends
        if start in names and end in names
    ]
    time = fields.TIME[kind]
    if as_of is not None and time and time in names and fields.of(kind)[time].type == "time":
        found.append(Broken("time.future", time, pl.col(time) > as_of))
    return found


def required(kind: str, names: Collection[str], wanted: Collection[str]) -> list[Broken]:
    """The rule of `--require`: each of these fields has a value. A field no record has is missing from all.

    >>> [(broken.rule, broken.field) for broken in required("ticket", ["csat"], ["customer_id", "csat"])]
    [('id.missing', 'customer_id'), ('value.missing', 'csat')]
    """
    known = fields.of(kind)
    return [
        Broken(
            "id.missing" if name in known and known[name].type == "id" else "value.missing",
            name,
            pl.col(name).is_null() if name in names else pl.lit(True),
        )
        for name in wanted
    ]


_FIRST = "__clean_broken"


def split(lf: pl.LazyFrame, found: list[Broken]) -> tuple[pl.LazyFrame, list[pl.LazyFrame]]:
    """The records that break no rule, and the side records of the others: each once, by the first rule it breaks.

    >>> lf = pl.LazyFrame({"ticket_id": ["1", None]})
    >>> rows, rejects = split(lf, required("ticket", ["ticket_id"], ["ticket_id"]))
    >>> rows.collect().rows(), rejects[0].collect().rows()
    ([('1',)], [('row', 'id.missing', 'ticket_id', None, None, None, None)])
    """
    if not found:
        return lf, []
    schema = lf.collect_schema()
    first = pl.coalesce([pl.when(broken.bad).then(pl.lit(at, dtype=pl.Int64)) for at, broken in enumerate(found)])
    marked = lf.with_columns(first.alias(_FIRST))
    places, at = list(range(len(found))), pl.col(_FIRST)
    present = [(place, broken.field) for place, broken in enumerate(found) if broken.field in schema]
    values = [pl.when(at == place).then(as_text(field, schema)) for place, field in present]
    rejects = side(
        marked.filter(at.is_not_null()), "row", at.replace_strict(places, [broken.rule for broken in found])
    ).with_columns(
        at.replace_strict(places, [broken.field for broken in found]).alias(FIELD),
        pl.coalesce(pl.lit(None, dtype=pl.String), *values).alias(VALUE),
    )
    return marked.filter(at.is_null()).drop(_FIRST), [rejects.drop(_FIRST)]


def judged(work: Work) -> None:
    """The records without the cells and the records that cannot be."""
    if not work.options.defaults:
        return
    present = work.names
    found = cells(work.kind, present)
    work.rejects += cell_rejects(work.lf, found)
    lf = work.lf.with_columns(blanked(found))
    work.lf, refused = split(lf, records(work.kind, present, work.options.as_of))
    work.rejects += refused


def demanded(work: Work) -> None:
    """The records that have every field of `--require`."""
    work.lf, refused = split(work.lf, required(work.kind, work.names, work.options.require))
    work.rejects += refused
