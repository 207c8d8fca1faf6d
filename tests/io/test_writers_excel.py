"""xlsx: ids are text, numbers are numbers, times are times; no text breaks the file."""

from __future__ import annotations

import re
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fastexcel
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.errors import Failure
from cstools.io.writers import excel
from cstools.io.writers.output import opened
from cstools.io.writers.sink import Sink
from tests.io.test_writers import HARD, ROWS, cut, write


def sheets(path: Path) -> dict[str, pl.DataFrame]:
    book = fastexcel.read_excel(path)
    return {name: book.load_sheet(name).to_polars() for name in book.sheet_names}


def part(path: Path, name: str = "xl/worksheets/sheet1.xml") -> str:
    with zipfile.ZipFile(path) as book:
        for member in book.namelist():
            ElementTree.fromstring(book.read(member))
        return book.read(name).decode()


def test_cells_have_their_types(tmp_path: Path) -> None:
    write(tmp_path / "o.xlsx", cut(ROWS, 4))
    ((name, read),) = sheets(tmp_path / "o.xlsx").items()
    assert name == "工单"
    assert read.columns == ["工单号", "创建时间", "客户消息数", "是否解决", "满意度评分", "命中标签", "note"]
    assert read["工单号"].to_list() == ROWS["ticket_id"].to_list()
    assert read["创建时间"].to_list() == ROWS["created_at"].to_list()
    assert read["是否解决"].to_list() == ROWS["is_resolved"].to_list()
    assert read["满意度评分"].to_list() == ROWS["csat"].to_list()
    assert read["命中标签"].to_list()[:3] == [r"a\|b|c\\", "", None]
    assert read["客户消息数"].to_list()[:2] == ["9007199254740993", "0"]
    assert read["note"].to_list() == HARD


def test_the_heading_is_frozen_bold_and_filtered_and_wide_enough(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"ticket_id": ["1"], "created_at": [datetime(2025, 1, 1)], "text": ["退货" * 10], "a": ["x" * 99]}
    )
    write(tmp_path / "o.xlsx", [frame])
    xml = part(tmp_path / "o.xlsx")
    for wanted in ('state="frozen"', '<autoFilter ref="A1:D2"/>', 'numberStoredAsText="1"', '<dimension ref="A1:D2"/>'):
        assert wanted in xml
    widths = [int(width) for width in re.findall(r'width="(\d+)', xml)]
    assert widths == [9, 41, 20, 60]
    assert "<b/>" in part(tmp_path / "o.xlsx", "xl/styles.xml")
    assert "yyyy\\-mm\\-dd" in part(tmp_path / "o.xlsx", "xl/styles.xml").replace("yyyy-mm-dd", "yyyy\\-mm\\-dd")


def test_more_rows_than_a_sheet_holds_go_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "ROWS", 10)
    monkeypatch.setattr(excel, "BATCH", 7)
    with opened(Sink(str(tmp_path / "o.xlsx"))) as output:
        output.write(ROWS)
    found = sheets(tmp_path / "o.xlsx")
    assert [(name, frame.height) for name, frame in found.items()] == [("工单", 10), ("工单 2", 10), ("工单 3", 1)]
    assert pl.concat([frame["工单号"] for frame in found.values()]).to_list() == ROWS["ticket_id"].to_list()
    assert [key for key, _ in output.told.notes] == ["xlsx.sheets"]


def test_what_a_cell_cannot_hold_is_counted(tmp_path: Path) -> None:
    long = ["x" * 32_767, "x" * 32_768, "😀" * 16_384, "退" * 20_000]
    with opened(Sink(str(tmp_path / "o.xlsx"))) as output:
        output.write(pl.DataFrame({"ticket_id": ["1", "2", "3", "4"], "note": long}))
    read = sheets(tmp_path / "o.xlsx")["工单"]["note"].to_list()
    assert read == [long[0], long[0], "😀" * 16_383, long[3]]
    assert output.told.notes == [("xlsx.long", {"n": "2", "path": str(tmp_path / "o.xlsx")})]


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        write(tmp_path / "o.xlsx", [pl.DataFrame({f"c{n}": ["x"] for n in range(16_385)})])
    assert caught.value.key == "xlsx.columns"
    assert not list(tmp_path.iterdir())


def test_numbers_excel_cannot_hold_are_text(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "ticket_id": ["1", "2", "3"],
            "created_at": [datetime(1899, 12, 31), datetime(1900, 2, 28), datetime(2025, 10, 1, 8)],
            "csat": [float("nan"), float("inf"), 0.1 + 0.2],
            "customer_msgs": [10**15, -(10**15), 10**15 - 1],
            "as_of": [date(1899, 1, 1), date(2025, 10, 1), None],
        }
    )
    write(tmp_path / "o.xlsx", [frame])
    xml = part(tmp_path / "o.xlsx")
    for wanted in ("1899-12-31", "1900-02-28", ">1000000000000000<", ">999999999999999<", "0.30000000000000004"):
        assert wanted in xml
    assert "NaN" not in xml
    assert "inf<" not in xml


@pytest.mark.parametrize(
    ("columns", "options", "name"),
    [
        (["order_id", "paid_amount"], {}, "订单"),
        (["order_id", "paid_amount"], {"lang": "en"}, "orders"),
        (["order_id", "paid_amount"], {"lang": "en", "headers": "zh"}, "订单"),
        (["value", "n"], {"own_order": True}, "数据"),
        (["metric", "period", "n"], {"own_order": True}, "指标"),
    ],
)
def test_the_sheet_is_named_after_its_records(columns: list[str], options: Any, name: str, tmp_path: Path) -> None:
    write(tmp_path / "o.xlsx", [pl.DataFrame({name: ["1"] for name in columns})], **options)
    assert list(sheets(tmp_path / "o.xlsx")) == [name]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=12)))
def test_any_text_is_read_back(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "o.xlsx"
        write(
            path,
            [pl.DataFrame({"ticket_id": [str(n) for n in range(len(texts))], "t": [f"x{text}" for text in texts]})],
        )
        part(path)
        found = sheets(path)["工单"]["t"].to_list() if texts else []
    assert found == [f"x{text}" for text in texts]
