"""Where the headings of a table stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.kernels.ingest.header import Header, find, sure

RECORDS = [["1", "已解决", "5"], ["2", "处理中", "4"]]


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([["工单号", "状态", "评分"], *RECORDS], Header(1, ["工单号", "状态", "评分"])),
        ([["", "", ""], ["工单号", "状态", "评分"], *RECORDS], Header(2, ["工单号", "状态", "评分"])),
        ([["十月工单", "", ""], ["工单号", "状态", "评分"], *RECORDS], Header(2, ["工单号", "状态", "评分"], (0,))),
        ([["十月工单"], ["工单号", "状态", "评分"], *RECORDS], Header(2, ["工单号", "状态", "评分"], (0,))),
        (
            [["报表"], ["导出时间", "2025-11-01"], [], ["工单号", "状态", "评分"], *RECORDS],
            Header(4, ["工单号", "状态", "评分"], (0, 1)),
        ),
        # the same, padded to the width of the table as spreadsheets write it
        (
            [["报表", "", ""], ["导出时间", "2025-11-01", ""], ["工单号", "状态", "评分"], *RECORDS],
            Header(3, ["工单号", "状态", "评分"], (0, 1)),
        ),
        (
            [["报表", "", ""], ["导出人", "张三", ""], ["", "", ""], ["工单号", "状态", "评分"], *RECORDS],
            Header(4, ["工单号", "状态", "评分"], (0, 1)),
        ),
        # a roster: days as headings, and below them the weekdays
        (
            [
                ["排班"],
                ["姓名", "1", "2", "3", "4", "5"],
                ["", "三", "四", "五", "六", "日"],
                ["小王", "早", "休", "", "", ""],
            ],
            Header(3, ["姓名", "1", "2", "3", "4", "5"], (0,)),
        ),
        # words nobody knows, above values
        ([["表一"], ["甲", "乙", "丙"], ["1", "2", "3"]], Header(2, ["甲", "乙", "丙"], (0,))),
        # trailing empty columns stay, for the reader to name
        ([["工单号", "状态", "", ""], ["1", "已解决", "", ""]], Header(1, ["工单号", "状态", "", ""])),
        ([], Header(0, [])),
        ([["", ""], []], Header(2, [])),
    ],
)
def test_titles_and_blank_rows_stand_above_the_headings(rows: list[list[str]], header: Header) -> None:
    assert find(rows) == header


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([["日期", "会话", ""], ["", "咨询量", "接待量"], ["2025-10-01", "3", "2"]], ["日期", "咨询量", "接待量"]),
        # a lower heading that stands twice takes its group with it
        (
            [
                ["日期", "会话", "", "留言", ""],
                ["", "数量", "时长", "数量", "时长"],
                ["2025-10-01", "3", "2", "1", "4"],
            ],
            ["日期", "会话数量", "会话时长", "留言数量", "留言时长"],
        ),
        # one that is merged downwards stands above an empty cell
        (
            [["客服", "满意度", "", "备注"], ["", "满意率", "邀评率", ""], ["小王", "90%", "50%", ""]],
            ["客服", "满意率", "邀评率", "备注"],
        ),
        # a title above both
        (
            [["工作量"], ["日期", "会话", ""], ["", "咨询量", "接待量"], ["2025-10-01", "3", "2"]],
            ["日期", "咨询量", "接待量"],
        ),
    ],
)
def test_two_rows_of_headings_are_one_name_a_column(rows: list[list[str]], names: list[str]) -> None:
    header = find(rows)
    assert header.names == names
    assert rows[header.rows :] == rows[-1:]


@pytest.mark.parametrize(
    "rows",
    [
        [["name", "city", ""], ["Bob", "Paris", "x"], ["Al", "Rome", "y"]],
        [["name", "city", "note"], ["Bob", "", ""], ["客服", "状态", "工单号"]],
        [["", "name", "city"], ["1", "Bob", "Paris"], ["2", "Al", "Rome"]],
        [["备注"], ["客户说：你好"], ["工单号"]],
        [["text", "label"], ["a longer text", "b"], ["another", "c"]],
        [["id"], ["x", "y", "z"]],
        [["a", "b", "c"], ["d", "e", "f"]],
        [["a", "2", "3"], ["4", "5", "6"]],
        [["1"], ["2"]],
        [["1", "2", "3", "4", "5", "6", "7"], ["早", "早", "晚", "晚", "休", "休", "早"]],
    ],
)
def test_a_first_row_that_is_the_header_stays_it(rows: list[list[str]]) -> None:
    assert find(rows) == Header(1, rows[0])


def test_a_title_may_be_a_known_word_and_its_value() -> None:
    rows = [["店铺", "旗舰店", "", ""], ["工单号", "客服", "状态", "渠道"], ["1", "a", "b", "c"]]
    assert find(rows) == Header(2, rows[1], (0,))


def test_a_title_above_two_known_headings_is_one() -> None:
    rows = [["客服月报"], ["工单编号", "内容"], ["1", "a"]]
    assert find(rows) == Header(2, rows[1], (0,))


@pytest.mark.parametrize("rows", [[["1", "2025-10-01", "¥3.50"], ["2", "x", "y"]], [["", ""], ["7", "-"]]])
def test_a_table_that_begins_with_values_has_no_header(rows: list[list[str]]) -> None:
    header = find(rows)
    assert rows[header.rows :] == [row for row in rows if any(row)]
    assert not any(header.names)


WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=4)


@given(st.integers(3, 6).flatmap(lambda n: st.lists(st.lists(WORDS, min_size=n, max_size=n), min_size=1, max_size=6)))
def test_a_full_first_row_is_the_header_whatever_it_says(rows: list[list[str]]) -> None:
    rows[0][0] = f"x{rows[0][0]}"  # values throughout are no header
    assert sure(rows[0])
    assert find(rows) == Header(1, rows[0])


@given(st.lists(st.lists(st.one_of(st.none(), WORDS), max_size=5), max_size=8))
def test_every_row_is_a_title_blank_a_heading_or_below(rows: list[list[str | None]]) -> None:
    header = find(rows)
    assert 0 <= header.rows <= len(rows)
    assert all(at < header.rows and any(rows[at]) for at in header.titles)
