"""Duplicates: the same record twice, told by its key."""

from __future__ import annotations

from typing import Literal

import polars as pl

from cstools.kernels.dedupe.ordering import ADDED, content, named
from cstools.kernels.stage import FILE, LINE

Survivor = Literal["newest", "oldest", "most-complete", "merge"]
SAME, LINKED = "key.same", "link.same"
"""The rules by which a record is merged: an equal key, the same entity."""
GROUP, RANK, KEPT = "__group", "__rank", "__kept"
"""Group: the key as text, null for a record that is alone. Rank: 1 is the survivor. Kept: names the survivor."""


def ranked(
    frame: pl.DataFrame, key: tuple[str, ...], survivor: Survivor, time: str | None, name: str | None
) -> pl.DataFrame:
    """The rows with GROUP (String), RANK (Int64) and KEPT (String): all null unless another row has the same key.

    A key with a null or masked part never matches, nor does an empty one. `time` is the kind's time field, used where
    `updated_at` is null; `name` its id field. KEPT is the survivor's id and place (`T1 a.csv:17`). Rows that the
    survivor rule leaves equal are told apart by their whole content, never by their order.

    >>> frame = pl.DataFrame({"id": ["a", "b", "a", None, None], "v": [1, 2, 3, 4, 5]})
    >>> ranked(frame, ("id",), "newest", None, "id").select("v", GROUP, RANK, KEPT).rows()
    [(1, 'a', 1, 'a'), (2, None, None, None), (3, 'a', 2, 'a'), (4, None, None, None), (5, None, None, None)]
    """
    rows = frame.with_row_index("__row")
    made = marks(rows, key, survivor, time, name)
    # Beside the records, not joined to them: that would copy every column.
    own = rows.select("__row").join(made, on="__row", how="left", maintain_order="left")
    return frame.hstack(own.drop("__row"))


def marks(
    rows: pl.DataFrame, key: tuple[str, ...], survivor: Survivor, time: str | None, name: str | None
) -> pl.DataFrame:
    """One row for each record that has a twin: __row, GROUP, RANK and KEPT, as `ranked` defines them.

    >>> rows = pl.DataFrame({"__row": [0, 1, 2], "id": ["a", "b", "a"], "csat": [None, 4, 5]})
    >>> marks(rows, ("id",), "most-complete", None, "id").rows()
    [(2, 'a', 1, 'a'), (0, 'a', 2, 'a')]
    """
    if not key:
        return pl.DataFrame(schema={"__row": pl.UInt32, GROUP: pl.String, RANK: pl.Int64, KEPT: pl.String})
    usable = rows.filter(pl.all_horizontal(named(part, rows.schema[part]) for part in key))
    twins = usable.filter(pl.len().over(key) > 1)
    first, descending = preference(rows, survivor, time)
    last = content(rows)
    directions = [False] * len(key) + descending + [False] * len(last)
    ordered = twins.sort([*map(pl.col, key), *first, *last], descending=directions, nulls_last=True)
    return ordered.select(
        "__row",
        pl.concat_str([pl.col(part).cast(pl.String) for part in key], separator="|").alias(GROUP),
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(key).alias(RANK),
        place(rows, name).first().over(key).alias(KEPT),
    )


def preference(frame: pl.DataFrame, survivor: Survivor, time: str | None) -> tuple[list[pl.Expr], list[bool]]:
    """Sort keys that put the survivor first, and whether each descends. Nulls go last.

    Newest, oldest and merge (which fills the newest) go by `updated_at`, else by `time`; most-complete by the number of
    fields that have a value, then by the newest.

    >>> frame = pl.DataFrame({"updated_at": [1, None], "created_at": [0, 2]})
    >>> keys, down = preference(frame, "newest", "created_at")
    >>> frame.sort(keys, descending=down)["updated_at"].to_list()
    [None, 1]
    """
    times = [name for name in ("updated_at", time) if name in frame.columns]
    stamp = [pl.coalesce(times)] if times else []
    if survivor != "most-complete":
        return stamp, [survivor != "oldest"] * len(stamp)
    own = [name for name in frame.columns if not name.startswith("__") and name not in ADDED]
    return [pl.sum_horizontal(pl.col(own).is_not_null()), *stamp], [True] * (1 + len(stamp))


def place(frame: pl.DataFrame, name: str | None) -> pl.Expr:
    """How a side record names another record: its id, its file and line, as far as they are known.

    >>> frame = pl.DataFrame({"ticket_id": ["T1"], FILE: ["a.csv"], LINE: [17]})
    >>> frame.select(place(frame, "ticket_id")).item()
    'T1 a.csv:17'
    """
    where = [pl.col(part).cast(pl.String) for part in (FILE, LINE) if part in frame.columns]
    parts = [pl.col(name).cast(pl.String)] if name in frame.columns else []
    parts += [pl.concat_str(where, separator=":", ignore_nulls=True)] if where else []
    return pl.concat_str(parts, separator=" ", ignore_nulls=True) if parts else pl.lit(None, dtype=pl.String)
