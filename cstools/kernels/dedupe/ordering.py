"""An order of rows that their content decides, never the place they came from."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.kernels.stage import PROVENANCE
from cstools.model.masks import MARKS

ADDED = ("repeat_of", "dup_group", "dup_rank", "dup_score")
"""What dedupe itself writes. It says nothing of the record, or a second run would find other answers than the first."""


def named(name: str, dtype: pl.DataType) -> pl.Expr:
    """Whether a field's value can tell records apart: not null and not masked.

    >>> frame = pl.DataFrame({"phone": ["13812345678", "138****5678", None]})
    >>> frame.select(named("phone", frame.schema["phone"])).to_series().to_list()
    [True, False, False]
    """
    present = pl.col(name).is_not_null()
    return present & ~pl.col(name).str.contains(MARKS) if dtype == pl.String else present


def content(frame: pl.DataFrame, leading: Sequence[str] = ()) -> list[pl.Expr]:
    """Sort keys over every column of a record: `leading`, the others by name, ours, and where it came from.

    Columns that begin with `__` are ours, not the record's. A list sorts as its joined text. The order of the columns
    does not matter.

    >>> frame = pl.DataFrame({"b": [1, 1], "a": [["x"], ["w", "z"]]})
    >>> frame.sort(content(frame, ["b"]))["a"].to_list()
    [['w', 'z'], ['x']]
    """
    own = sorted(name for name in frame.columns if not name.startswith("__") and name not in (*leading, *ADDED))
    last = [name for name in (*ADDED, *PROVENANCE) if name in frame.columns]
    lists = {name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)}
    return [
        pl.col(name).list.join("\x1f", ignore_nulls=True) if name in lists else pl.col(name)
        for name in [*leading, *own, *last]
    ]


def canonical(frame: pl.DataFrame, leading: Sequence[str]) -> pl.DataFrame:
    """The rows sorted by `leading` (nulls last), equal ones by their whole content.

    Sorting by every column costs ten times the sort by two, so it is done only where rows tie.

    >>> frame = pl.DataFrame({"id": ["b", "a", None, "a"], "n": [1, 2, 3, 0]})
    >>> canonical(frame, ["id"])["n"].to_list()
    [0, 2, 1, 3]
    """
    return frame[order(frame, leading)]


def order(frame: pl.DataFrame, leading: Sequence[str]) -> pl.Series:
    """The places of the rows in the order of `canonical`.

    >>> order(pl.DataFrame({"id": ["b", "a"]}), ["id"]).to_list()
    [1, 0]
    """
    known = [name for name in leading if name in frame.columns]
    told = bool(known) and not frame.select(known).is_duplicated().any()
    keys = [pl.col(name) for name in known] if told else content(frame, known)
    if not keys:
        return pl.int_range(frame.height, eager=True, dtype=pl.UInt32)
    return frame.select(pl.arg_sort_by(keys, nulls_last=True)).to_series()
