"""xlsx: ids that Excel has rounded do not pass for ids."""

from __future__ import annotations

import io

import xlsxwriter

from cstools.io.formats.excel import read_sheet


def test_a_number_of_more_digits_than_excel_keeps_is_told_from_text() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["order_id", "n"])
        sheet.write_number(1, 0, 123456789012345678)
        sheet.write_string(2, 0, "123456789012345678")
        sheet.write_number(3, 0, 123456789012345)
        sheet.write_string(4, 0, "T1")
    rows = read_sheet(content.getvalue(), "x").frame["order_id"].to_list()
    assert rows == ["1.23456789012346E+17", "123456789012345678", "123456789012345", "T1"]
