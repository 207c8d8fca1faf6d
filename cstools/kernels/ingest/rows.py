"""The rows of an export under their fields: no blank rows, no totals rows, ids and labels as text.

Every look at a column that could be spared is: a chunk in which nothing is to be done costs one cheap test a column.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import product

import polars as pl

from cstools.kernels.expr.ids import ROUNDED, unwrapped
from cstools.kernels.expr.text import plain
from cstools.kernels.ingest.headings import Plan
from cstools.kernels.ingest.long import nothing
from cstools.kernels.stage import PROVENANCE, side
from cstools.model import fields as table
from cstools.model.words import FULL_WIDTH, NULLS, TOTALS

SAID = frozenset(["text", "csat_comment", "reply"])
"""Somebody's own words: there "?" and "-" say something."""
WRAPS = sorted(sign.encode()[0] for sign in "='’")
"""First bytes of an id that was wrapped to stay text."""
POINTS = sorted(b".eE")
"""Second bytes of an id that Excel has rounded."""
ASCII = 127


def no_totals(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.LazyFrame | None]:
    """The rows that are records, and the side records of those that are an export's own totals.

    A totals row names itself in its first cell that is not empty: a record's own category may be 合计 too.

    >>> no_totals(pl.DataFrame({"a": ["x", None, "合计："], "b": ["合计", " TOTAL", "7"]}))[0].rows()
    [('x', '合计')]
    """
    own = [name for name, dtype in frame.schema.items() if name not in PROVENANCE and dtype == pl.String]
    if not own:
        return frame, None
    first = frame.get_column(own[0])
    for name in own[1:]:
        if not first.null_count():
            break
        first = first.zip_with(first.is_not_null(), frame.get_column(name))
    maybe = first.str.contains_any(_hints(), ascii_case_insensitive=True)
    if not maybe.any():
        return frame, None
    word = plain(pl.col("first")).str.strip_chars(":： ")
    is_total = first.alias("first").to_frame().select(word.is_in(list(TOTALS)).fill_null(False)).to_series()
    return frame.filter(~is_total), side(frame.filter(is_total).lazy(), "dropped", "row.total")


@cache
def _hints() -> list[str]:
    """One of these is in every spelling of a totals word."""
    wide = {sign for sign, narrow in FULL_WIDTH.items() if any(narrow.lower() in word for word in TOTALS)}
    return [*TOTALS, *wide]


def fielded(frame: pl.DataFrame, made: Plan) -> pl.DataFrame:
    """Columns under their field's name; a time in two columns joined; other columns under their own heading."""
    present = frame.columns
    halves = {name: pair for name, pair in made.halves.items() if set(pair) <= set(present)}
    used = {heading for pair in halves.values() for heading in pair}
    fields = {heading: name for heading, name in made.fields.items() if heading in present}
    taken = {*fields.values(), *halves}
    own = {name: name.strip() or name for name in present if name not in fields and name not in used}
    renamed = {name: f"{new}_source" if new in taken else new for name, new in own.items()}
    return frame.select(
        *(pl.col(heading).alias(name) for heading, name in fields.items()),
        *(_joined(*pair).alias(name) for name, pair in halves.items()),
        *(pl.col(name).alias(new) for name, new in renamed.items()),
    )


def _joined(date: str, clock: str) -> pl.Expr:
    """A date and a clock as one text; Excel gives each of them the other half too (2021-01-01 00:00:00, 1899-12-31).

    A date without a clock, or whose clock says nothing, is that date; a clock without a date is itself, to be judged.
    """
    day = pl.col(date).str.strip_chars().str.replace(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "")
    hour = pl.col(clock).str.strip_chars().str.replace(r"^(1899-12-3[01]|1900-01-0\d|\d{4}-\d{2}-\d{2})[T\s]+", "")
    both = pl.concat_str(day, pl.when(~nothing(hour)).then(hour), separator=" ", ignore_nulls=True)
    return pl.when(~nothing(day)).then(both).otherwise(pl.col(clock))


def given(frame: pl.DataFrame, values: Mapping[str, str]) -> pl.DataFrame:
    """`--set`: a field given on the command line, for every row."""
    return frame.with_columns(pl.lit(value).alias(name) for name, value in values.items())


def no_nulls(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Words for nothing as null in ids and labels; a customer's own text keeps them. Ends stripped.

    >>> no_nulls(pl.DataFrame({"agent": [" 小王 ", "－－", "\uff2e/a"], "text": ["-", " ", "?"]}), "ticket").rows()
    [('小王', '-'), (None, ' '), (None, '?')]
    """
    known = table.of(kind)
    labels = [
        name
        for name, dtype in frame.schema.items()
        if dtype == pl.String and name in known and known[name].type in ("id", "text") and name not in SAID
    ]
    stripped = frame.with_columns(pl.col(labels).str.strip_chars())
    nulls = pl.lit(pl.Series([spelled()])).first()
    found = _where(stripped.select(labels), pl.all().is_in(nulls))
    return stripped.with_columns(pl.when(~pl.col(found).is_in(nulls)).then(pl.col(found))) if found else stripped


@cache
def spelled() -> list[str]:
    """Every way to write the words for nothing: small or capital, full-width or not. As `plain` makes them equal.

    >>> [word in spelled() for word in ("N/A", "\uff4eULL", "－", "0")]
    [True, True, True, False]
    """
    wide = {narrow: sign for sign, narrow in FULL_WIDTH.items()}
    return [
        "".join(signs)
        for word in NULLS
        for signs in product(
            *({sign, wide.get(sign, sign)} | {sign.upper(), wide.get(sign.upper(), sign)} for sign in word)
        )
    ]


def ids(frame: pl.DataFrame, kind: str) -> tuple[pl.DataFrame, list[pl.LazyFrame]]:
    """Ids as text: `="007"` and a leading apostrophe undone; one that Excel has rounded is null and a side record.

    >>> rows, rounded = ids(pl.DataFrame({"order_id": ['="007"', "'8", "1.2E+17"]}), "ticket")
    >>> rows.rows(), pl.concat(rounded).collect()["__value"].to_list()
    ([('007',), ('8',), (None,)], ['1.2E+17'])
    """
    known = table.of(kind)
    names = [name for name, dtype in frame.schema.items() if name in known and known[name].type == "id"]
    names = [name for name in names if frame.schema[name] == pl.String]
    first, second = (frame.select(pl.col(names).cast(pl.Binary).bin.get(at, null_on_oob=True)) for at in (0, 1))
    wrapped = _where(first, pl.all().is_in(WRAPS))
    if wrapped:
        frame = frame.with_columns(unwrapped(pl.col(wrapped)))
    maybe = {*wrapped, *_where(first, pl.all() > ASCII), *_where(second, pl.all().is_in(POINTS))}
    lost = _where(frame.select(name for name in names if name in maybe), pl.all().str.contains(ROUNDED))
    if not lost:
        return frame, []
    sides = [
        side(frame.lazy().filter(pl.col(name).str.contains(ROUNDED)), "cell", "id.rounded", name, pl.col(name))
        for name in lost
    ]
    return frame.with_columns(pl.when(~pl.col(lost).str.contains(ROUNDED)).then(pl.col(lost))), sides


def _where(frame: pl.DataFrame, test: pl.Expr) -> list[str]:
    """The columns in which the test is true of a cell."""
    return (
        [name for name, seen in zip(frame.columns, frame.select(test.any()).row(0), strict=True) if seen]
        if frame.width
        else []
    )
