"""Tables for people: cells line up to the cell, nothing steers the terminal, what does not fit is said."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from cstools.model.glyphs import visible
from cstools.view.table import GAP, Column, Marks, cut, fit, lay, marks, pad, render, wrap

DRAWN = marks()
CONTROLS = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x061C, *range(0x200B, 0x2010), *range(0x2028, 0x202F)]))
CONTROLS += "".join(map(chr, [*range(0x2060, 0x2070), 0xFEFF, *range(0xE0000, 0xE0080)]))
ALPHABET = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from("退货\uff21\uff22中文，。😀👍🏽❤️👨‍👩‍👧‍👦🇨🇳é한국어ｶﾅ\u0301\u200d\ufe0f\x1b\u202e…—"),
)
TEXT = st.text(ALPHABET, max_size=30)
TABLES = st.integers(1, 5).flatmap(
    lambda n: st.lists(
        st.builds(
            Column,
            heading=TEXT.map(visible),
            cells=st.lists(st.one_of(st.none(), TEXT.map(visible)), min_size=n, max_size=n),
            right=st.booleans(),
            soft=st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)


def cells(text: str) -> int:
    """The width of a text by the Unicode database, a measure independent of the library's tables."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


@settings(max_examples=150, deadline=None)
@given(columns=TABLES, width=st.integers(1, 120))
def test_every_cell_of_a_column_ends_at_the_same_edge(columns: list[Column], width: int) -> None:
    widths = fit(columns, width, DRAWN)
    lines, shown = lay(columns, width, DRAWN)
    assert shown == len(widths) >= 1
    assert sum(widths) + len(GAP) * (shown - 1) <= width
    assert len(lines) == 2 + len(columns[0].cells)
    for column, wide in zip(columns, widths, strict=False):
        for cell in [column.heading, *(cell for cell in column.cells if cell is not None)]:
            assert cell_len(pad(cell, wide, DRAWN, right=column.right)) == wide
    assert all(cell_len(line) <= width for line in lines)


@settings(max_examples=100, deadline=None)
@given(values=st.lists(st.text(st.sampled_from("退货abc中文，😀é한ｶ1\uff21"), max_size=20), min_size=1, max_size=6))
def test_the_next_column_begins_at_one_cell_by_the_unicode_database(values: list[str]) -> None:
    columns = [Column("甲", values, soft=True), Column("end", ["|"] * len(values))]
    lines, _ = lay(columns, 200, DRAWN)
    assert len({cells(line[: line.rindex("|")]) for line in lines[2:]}) == 1


@given(text=st.text(ALPHABET, max_size=200), width=st.integers(1, 40), most=st.integers(1, 5))
@settings(max_examples=100, deadline=None)
def test_a_cut_or_wrapped_text_keeps_its_width(text: str, width: int, most: int) -> None:
    shown = visible(text)
    assert cell_len(cut(shown, width, DRAWN)) <= width
    lines = wrap(shown, max(width, 2), most, DRAWN)
    assert len(lines) <= most
    assert all(cell_len(line) <= max(width, 2) for line in lines)


@given(text=st.text(st.sampled_from(CONTROLS + "a退"), max_size=40), lang=st.sampled_from(["zh", "en"]))
@settings(max_examples=100, deadline=None)
def test_no_control_of_the_data_reaches_the_terminal(text: str, lang: str) -> None:
    frame = pl.DataFrame({"text": [text], f"x{text}": ["y"], "tags": [[text]]})
    for ascii_only in (False, True):
        out = render(frame, kind="ticket", lang=lang, width=200, ascii_only=ascii_only)
        assert not set(out) & set(CONTROLS) - {"\n"}
        assert out.count("\n") == 4


def test_markup_of_the_data_is_text() -> None:
    out = render(pl.DataFrame({"text": ["[red]退款[/red]", "[link=x]y"]}), kind=None, lang="zh", width=80)
    assert "[red]退款[/red]" in out
    assert "[link=x]y" in out


def test_escapes_only_where_styles_are_allowed() -> None:
    frame = pl.DataFrame({"channel": ["chat", None]})
    assert "\x1b" not in render(frame, kind=None, lang="zh", width=80)
    assert "\x1b[2m—\x1b[0m" in render(frame, kind=None, lang="zh", width=80, styled=True)


TICKETS = pl.DataFrame(
    {
        "ticket_id": ["0001", "123456789012345678", None],
        "channel": ["在线客服", "电话", "[b]x"],
        "created_at": [datetime(2025, 10, 1, 8, 0, 0, 123000), None, datetime(2025, 10, 2)],
        "first_response_s": [84.2, 3.25, None],
        "customer_msgs": [1234, 5, None],
        "csat": [5.0, None, 3.5],
        "is_resolved": [True, False, None],
        "tags": [["物流", "退款"], [], None],
        "refund_amount": [1234.5, 0.0, None],
        "mood": ["good", "👍🏽❤️", "\x1b[31m"],
    }
)
GOLDEN_ZH = """\
工单号              渠道      首次响应时长  客户消息数  满意度评分  是否解决  命中标签    退款金额  mood
──────────────────  ────────  ────────────  ──────────  ──────────  ────────  ──────────  ────────  ─────
0001                在线客服       1分24秒       1,234         5.0  是        物流、退款  1,234.50  good
123456789012345678  电话             3.2秒           5           —  否                        0.00  👍❤
—                   [b]x                 —           —         3.5  —         —                  —  ␛[31m
共 5,000 条，显示 3
"""
GOLDEN_EN = """\
Ticket ID           Channel   Created              First response
------------------  --------  -------------------  --------------
0001                在线客服  2025-10-01 08:00:00          1m 24s
123456789012345678  电话      -                              3.2s
-                   [b]x      2025-10-02 00:00:00               -
3 in all
6 more columns: customer_msgs, csat, is_resolved, tags, refund_a...
"""
GOLDEN_KPI = """\
周期     指标     数值  单位   样本量    环比    环比百分点
───────  ────  ───────  ─────  ──────  ──────  ────────────
2025-10  fcr     85.5%  ratio   5,000  +10.0%  +1.4个百分点
2025-10  frt   1分24秒  s       5,000       —             —
2025-10  vol     5,000  n       5,000   -2.0%             —
2025-10  rds       3.4  n       5,000   +0.0%             —
共 4 条
"""


def test_golden_zh() -> None:
    assert render(TICKETS.drop("created_at"), kind="ticket", lang="zh", width=110, total=5000) == GOLDEN_ZH


def test_golden_en_ascii() -> None:
    assert render(TICKETS, kind="ticket", lang="en", width=67, ascii_only=True) == GOLDEN_EN


def test_golden_kpi_figures_are_in_the_unit_of_their_row() -> None:
    frame = pl.DataFrame(
        {
            "period": ["2025-10"] * 4,
            "metric": ["fcr", "frt", "vol", "rds"],
            "value": [0.8549, 84.0, 5000.0, 3.4],
            "unit": ["ratio", "s", "n", "n"],
            "n": [5000] * 4,
            "change": [0.1, None, -0.02, 0.0],
            "change_pt": [1.4, None, None, None],
        }
    )
    assert render(frame, kind=None, lang="zh", width=100) == GOLDEN_KPI


def test_no_rows_and_no_columns() -> None:
    head, rule, count = render(TICKETS.head(0), kind="ticket", lang="en", width=160).splitlines()
    assert head.startswith("Ticket ID  Channel")
    assert set(rule) == {"─", " "}
    assert count == "0 in all"
    assert render(pl.DataFrame(), kind=None, lang="zh", width=80) == "共 0 条\n"


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([0.25, 1.0], ["0.25", "1.00"]),
        ([1e300, None], ["1e+300", None]),
        ([-1234567, 0], ["-1,234,567", "0"]),
        ([float("inf"), float("nan")], ["inf", "nan"]),
        ([date(2025, 1, 2)], ["2025-01-02"]),
    ],
)
def test_plain_values(values: list[object], shown: list[str | None]) -> None:
    from cstools.view.cells import texts

    assert texts(pl.Series("x", values), None, "zh") == shown


def test_text_is_narrowed_before_a_column_is_left_out() -> None:
    columns = [Column("a", ["x" * 50], soft=True), Column("b", ["y" * 10])]
    assert fit(columns, 40, DRAWN) == [28, 10]
    assert fit(columns, 26, DRAWN) == [14, 10]
    assert fit(columns, 25, DRAWN) == [25]


def test_a_heap_of_marks_costs_no_more_than_a_text() -> None:
    assert len(cut("a" + "\u0301" * 100_000, 10, DRAWN)) < 100


def test_marks_of_a_plain_terminal_are_ascii() -> None:
    plain = marks(ascii_only=True)
    assert isinstance(plain, Marks)
    assert (plain.null + plain.cut + plain.rule).isascii()


def test_a_change_in_points_is_shown_as_it_is_written() -> None:
    from cstools.view.cells import kpi_texts

    points = pl.Series("change_pt", [0.7904047, -2.5, None])
    assert kpi_texts(points, ["ratio", "pt", "s"], "zh") == ["+0.8个百分点", "-2.50分", None]
