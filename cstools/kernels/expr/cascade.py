"""Parsing by trial: the form most cells have first, the next form only on the cells still unread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

Form = Callable[[pl.Expr], pl.Expr]
"""From text to a value, null for what it cannot read."""
MANY, SAMPLE, FEW = 2_000, 256, 96
"""Distinct words are looked for in more than MANY cells whose first SAMPLE hold at most FEW."""


@dataclass(frozen=True)
class Rewrite:
    """The text of the cells still unread is rewritten for the steps that follow."""

    form: Form


@dataclass(frozen=True)
class Split:
    """Cells go by their byte at a place, each to the steps of its branch (keyed by the bytes that lead to it)."""

    at: int
    branches: Mapping[bytes, Sequence[Step]]


@dataclass(frozen=True)
class Distinct:
    """Where the unread cells repeat few words, the steps that follow see each word once."""


@dataclass(frozen=True)
class Skip:
    """Cells for which this is true say nothing: no later step looks at them."""

    form: Form


Step = Form | Rewrite | Split | Distinct | Skip


def cascade(column: pl.Expr, steps: Sequence[Step], dtype: pl.DataType, check: Form | None = None) -> pl.Expr:
    """`column` (text) read by the first form that gives a value; null where none does.

    check: from a value to whether it counts; one that does not is as good as unread. A form names its text once, as an
    eager select computes an expression as often as it is named; `staged` is for forms that need more.

    Trying every form on every cell costs nearly twice as much as gathering the unread ones (measured on a mixed CSV:
    .66 against .36 of Miller's time), and a form that fails costs more than one that reads: hence `Split`.

    >>> steps = [lambda c: c.cast(pl.Int64, strict=False), Rewrite(lambda c: c.str.strip_chars("#")), lambda c: c]
    >>> pl.DataFrame({"x": ["7", "#8", None]}).select(cascade(pl.col("x"), steps, pl.Int64())).to_series().to_list()
    [7, 8, None]
    """
    plan = _Plan(dtype, check)
    return column.map_batches(lambda text: _read(text, steps, plan), return_dtype=dtype, is_elementwise=True)


def staged(text: pl.Expr, work: Callable[[pl.Series], pl.Series], dtype: pl.DataType) -> pl.Expr:
    """A form that works on a column in several steps, each result computed once."""
    return text.map_batches(work, return_dtype=dtype, is_elementwise=True)


def grouped(text: pl.Expr, pattern: str, value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """A form by regular expression: `value` is made of the pattern's groups, as columns named after them.

    >>> half = grouped(pl.col("x"), "^(?P<n>[0-9]+)½$", pl.col("n").cast(pl.Float64) + 0.5, pl.Float64())
    >>> pl.DataFrame({"x": ["7½", "7"]}).select(half).to_series().to_list()
    [7.5, None]
    """
    return staged(text, lambda cells: groups(cells, pattern).select(value).to_series(), dtype)


def groups(cells: pl.Series, pattern: str) -> pl.DataFrame:
    """The groups of a pattern as columns, null where it does not match."""
    return cells.str.extract_groups(pattern).struct.unnest()


@dataclass(frozen=True)
class _Plan:
    dtype: pl.DataType
    check: Form | None

    def nothing(self, size: int) -> pl.Series:
        return pl.Series("x", [None], dtype=self.dtype).new_from_index(0, size)

    def tried(self, text: pl.Series, form: Form) -> pl.Series:
        found = _select(text, form).cast(self.dtype)
        if self.check is None or found.null_count() == len(found):
            return found
        good = _select(found, self.check)
        return found if good.all() else found.set(~good, None)


def _read(text: pl.Series, steps: Sequence[Step], plan: _Plan) -> pl.Series:
    """What the steps make of a column. Of most the first form reads all that there is, and no cell is gathered."""
    unread = text.alias("x")
    if unread.null_count() == len(text) or isinstance(steps[0], (Rewrite, Split, Distinct, Skip)):
        return _read_on(unread, steps, plan, plan.nothing(len(text))).alias(text.name)
    read = plan.tried(unread, steps[0])
    found = read if read.null_count() == unread.null_count() else _read_on(unread, steps[1:], plan, read)
    return found.alias(text.name)


def _read_on(text: pl.Series, steps: Sequence[Step], plan: _Plan, read: pl.Series) -> pl.Series:
    """The same with what has been read so far."""
    places = pl.int_range(len(text), dtype=pl.UInt32, eager=True)
    unread, left = _where(text.is_not_null() & read.is_null(), text, places)
    for place, step in enumerate(steps):
        if unread.is_empty():
            break
        if isinstance(step, Rewrite):
            unread = _select(unread, step.form)
            continue
        if isinstance(step, Skip):
            unread, left = _where(~_select(unread, step.form), unread, left)
            continue
        last = isinstance(step, Distinct)
        found = _found(unread, step, steps[place + 1 :], plan)
        if found is None or (missing := found.null_count()) == len(found):
            continue
        read = found if len(found) == len(text) else read.scatter(left, found)
        if last or not missing:
            break
        unread, left = _where(found.is_null(), unread, left)
    return read


def _where(keep: pl.Series, unread: pl.Series, left: pl.Series) -> tuple[pl.Series, pl.Series]:
    return unread.filter(keep), left.filter(keep)


def _found(unread: pl.Series, step: Step, after: Sequence[Step], plan: _Plan) -> pl.Series | None:
    if isinstance(step, Split):
        return _split(unread, step, plan)
    if isinstance(step, Distinct):
        return _by_word(unread, after, plan) if repeats(unread) else None
    assert not isinstance(step, (Rewrite, Skip))
    return plan.tried(unread, step)


def _split(unread: pl.Series, step: Split, plan: _Plan) -> pl.Series:
    code = unread.cast(pl.Binary).bin.get(step.at, null_on_oob=True)
    present = set(code.unique().to_list())
    read, places = plan.nothing(len(unread)), pl.int_range(len(unread), dtype=pl.UInt32, eager=True)
    for codes, steps in step.branches.items():
        if own := present.intersection(codes):
            # A null, of a text too short, filters as false.
            part, at = _where(reduce(or_, (code == byte for byte in own)), unread, places)
            read = read.scatter(at, _read(part, steps, plan))
    return read


def repeats(unread: pl.Series) -> bool:
    """Whether it pays to look at distinct values only; a guess by the first ones, which changes no value."""
    return len(unread) > MANY and unread.head(SAMPLE).n_unique() <= FEW


def _by_word(unread: pl.Series, steps: Sequence[Step], plan: _Plan) -> pl.Series:
    words = unread.unique()
    return unread.replace_strict(words, _read(words, steps, plan), default=None, return_dtype=plan.dtype)


def _select(text: pl.Series, form: Form) -> pl.Series:
    return text.to_frame().select_seq(form(pl.col("x"))).to_series().alias("x")
