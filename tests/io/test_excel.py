"""Workbooks: sheets chosen, cells as text, ids that Excel has rounded told from text."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import xlsxwriter

from cstools.errors import CsError
from cstools.io.formats.excel import sheet_chunks, sheets
from cstools.io.formats.grid import Heading
from cstools.kernels.ingest.header import find


def workbook(*tables: list[list[object]], hidden: int | None = None) -> bytes:
    """A workbook of sheets A, B, ... with these cells."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        for number, rows in enumerate(tables):
            sheet = book.add_worksheet(chr(65 + number))
            if number == hidden:
                sheet.hide()
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
        if hidden == 0:
            book.worksheets_objs[-1].activate()
            book.worksheets_objs[-1].set_first_sheet()
    return content.getvalue()


def rows(content: bytes, asked: str | None = None, heading: Heading | None = None) -> list[dict[str, object]]:
    """The records of the sheets asked for."""
    chunks = [chunk for sheet in sheets(content, "x", asked)[0] for chunk in sheet_chunks(sheet, heading or Heading())]
    return [row for chunk in chunks for row in chunk.placed("x").drop("__file").to_dicts()]


def test_a_number_of_more_digits_than_excel_keeps_is_told_from_text() -> None:
    ids = [123456789012345678, "123456789012345678", 123456789012345, "T1"]
    read = rows(workbook([["order_id"], *[[one] for one in ids]]))
    assert [row["order_id"] for row in read] == ["1.23456789012346E+17", "123456789012345678", "123456789012345", "T1"]


def test_cells_are_the_text_they_stand_for() -> None:
    cells = [dt.datetime(2025, 10, 1, 9, 12, 58), True, 1.5, 7, dt.time(3, 4, 5)]
    read = rows(workbook([["a", "b", "c", "d", "e"], cells]))
    assert list(read[0].values())[:5] == ["2025-10-01 09:12:58", "true", "1.5", "7", "1899-12-31 03:04:05"]


def test_line_is_the_row_of_the_sheet_even_below_empty_rows() -> None:
    read = rows(workbook([[], [], ["a"], ["1"], [], ["2"]]))
    assert [(row["a"], row["__line"]) for row in read] == [("1", 4), (None, 5), ("2", 6)]


def test_the_first_visible_sheet_with_records_is_read_and_the_others_named() -> None:
    content = workbook([["k"], ["v"]], [["note"]], [["a"], ["1"]], [["b"], ["2"]], hidden=0)
    found, others = sheets(content, "x")
    assert ([sheet.name for sheet in found], others) == (["C"], ["A", "D"])
    assert [sheet.name for sheet in sheets(content, "x", "*")[0]] == ["A", "B", "C", "D"]
    assert rows(content, "D") == [{"b": "2", "__line": 2}]


def test_titles_above_the_headings_are_noted() -> None:
    content = workbook([["客服月报"], ["工单号", "状态", "创建时间"], ["1", "已解决", "2025-10-01"]])
    chunk = next(iter(sheet_chunks(sheets(content, "x")[0][0], Heading(find=find))))
    assert chunk.frame.columns == ["工单号", "状态", "创建时间"]
    assert [(one.rule, one.line, one.value) for one in chunk.corrupt] == [("row.title", 1, "客服月报")]


def test_header_row_overrides() -> None:
    assert list(rows(workbook([["t"], ["a"], ["b"], ["1"]]), heading=Heading(3, find))[0]) == ["b", "__line"]


@pytest.mark.parametrize(
    ("content", "asked", "key"),
    [
        (workbook([["a"], ["1"]]), "Z", "file.sheet"),
        (b"PK\x03\x04" + bytes(range(256)), None, "file.broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), None, "file.broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(99), None, "file.locked"),
        (workbook([["a"], ["1"]])[:2000], None, "file.broken"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(content: bytes, asked: str | None, key: str) -> None:
    with pytest.raises(CsError) as error:
        sheets(content, "x", asked)
    assert error.value.key == key
