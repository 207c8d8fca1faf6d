"""A few people, and what linkage makes of them, for the tests of `--on`."""

from __future__ import annotations

import polars as pl

from cstools.kernels import dedupe
from cstools.kernels.dedupe.linkage import Link
from cstools.kernels.dedupe.links import Ask
from cstools.kernels.stage import Result
from cstools.model.linkage import parse

ON = "customer_name:name,phone:phone"
PEOPLE = [
    ("张伟", "13812345678"), ("李雷", "13900001111"), ("韩梅梅", "13722223333"), ("王小明", "13544445555"),
    ("赵子龙", "18866667777"), ("司马相如", "15988889999"), ("欧阳修", "17712123434"), ("陈圆圆", "13656567878"),
]  # fmt: skip


def records(*more: tuple[object, ...], of: list[tuple[str, str]] = PEOPLE) -> pl.DataFrame:
    """PEOPLE once each, and more records: name, phone."""
    rows = [*of, *more]
    return pl.DataFrame(
        {
            "ticket_id": [f"T{n:03}" for n in range(len(rows))],
            "customer_name": [row[0] for row in rows],
            "phone": [row[1] for row in rows],
        },
        schema_overrides={"customer_name": pl.String, "phone": pl.String},
    )


def run(frame: pl.DataFrame, on: str = ON, emit: dedupe.Emit = "mark", **how) -> Result:
    ask = Ask(parse(on), **{name: how.pop(name) for name in ("least", "limits", "most") if name in how})
    parts = {name: how.pop(name) for name in ("why", "known", "lang") if name in how}
    return dedupe.stage(emit=emit, link=Link(ask, **parts), **how).apply(frame.lazy())


def groups(frame: pl.DataFrame, by: str = "ticket_id") -> set[frozenset[str]]:
    found = frame.drop_nulls("dup_group").group_by("dup_group").agg(by)
    return {frozenset(one) for one in found[by].to_list()}


def counts(result: Result) -> dict[str, int]:
    assert result.counts is not None
    return dict(result.counts.collect().rows())
