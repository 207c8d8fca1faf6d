"""Cells to the types of the field table: every cell that is not read is written down, and no other."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from cstools.kernels.expr.cells import Reading, read_cells
from cstools.kernels.stage import FIELD, LINE, RULE, VALUE
from cstools.model import fields

Side = tuple[object, ...]


def cells(columns: dict[str, list[str | None]], **how: object) -> tuple[pl.DataFrame, list[Side]]:
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    lines = pl.int_range(2, frame.height + 2, dtype=pl.Int64).alias(LINE)
    result = read_cells(frame.with_columns(lines).lazy(), Reading("ticket", "Asia/Shanghai", **how))  # type: ignore[arg-type]
    sides = [] if result.rejects is None else result.rejects.select(LINE, RULE, FIELD, VALUE).collect().rows()
    return result.rows.drop(LINE).collect(), sides


def test_every_type_reads_and_what_cannot_be_read_is_a_side_record() -> None:
    rows, sides = cells(
        {
            "created_at": ["2025-10-06 08:05:03", "soon", "未评价"],
            "refund_amount": ["¥5", "$5", "-"],
            "csat": ["5分", "六", "暂无评价"],
            "is_resolved": ["是", "哪儿", None],
            "status": ["处理中", "哪儿", ""],
            "transfer_count": ["2次", "2.5", "--"],
            "handle_s": ["3分25秒", "25:61", "N/A"],
        }
    )
    assert rows.rows() == [
        (datetime(2025, 10, 6, 8, 5, 3), 5.0, 5.0, True, "open", 2, 205.0),
        (None,) * 7,
        (None,) * 7,
    ]
    assert {(rule, field, value) for _, rule, field, value in sides} == {
        ("cell.time", "created_at", "soon"),
        ("cell.number", "refund_amount", "$5"),
        ("cell.number", "csat", "六"),
        ("cell.flag", "is_resolved", "哪儿"),
        ("cell.enum", "status", "哪儿"),
        ("cell.number", "transfer_count", "2.5"),
        ("cell.number", "handle_s", "25:61"),
    }
    assert {line for line, *_ in sides} == {3}


def test_a_unit_in_the_heading_and_the_zone_of_the_source_are_taken() -> None:
    rows, sides = cells(
        {"handle_s": ["2", "00:02:00"], "created_at": ["2025-10-06 00:00:00", "2025-10-06T00:00:00Z"]},
        units={"handle_s": 60.0},
        source_tz="UTC",
    )
    assert rows["handle_s"].to_list() == [120.0, 120.0]
    assert rows["created_at"].to_list() == [datetime(2025, 10, 6, 8)] * 2
    assert sides == []


def test_typed_columns_and_unknown_ones_pass() -> None:
    frame = pl.DataFrame({"csat": [4.0], "mood": ["1.50"], LINE: [2]})
    assert read_cells(frame.lazy(), Reading("ticket", "UTC")).rows.collect().equals(frame)


def test_every_field_of_every_kind_reads_its_own_output() -> None:
    for kind in fields.KINDS:
        names = [name for name, one in fields.of(kind).items() if one.type not in ("id", "text", "list")]
        frame = pl.DataFrame({name: [None, "1"] for name in names}, schema=dict.fromkeys(names, pl.String))
        once = read_cells(frame.lazy(), Reading(kind, "UTC")).rows.collect()
        again = once.with_columns(pl.col(pl.Datetime).dt.to_string("%Y-%m-%d %H:%M:%S")).cast(pl.String)
        assert read_cells(again.lazy(), Reading(kind, "UTC")).rows.collect().equals(once)
