"""Any export in, canonical records out: headings, decisions over a file, values."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from cstools.kernels.ingest import Options, stage
from cstools.kernels.ingest.headings import plan
from cstools.kernels.stage import FIELD, LINE, RULE, VALUE, decided

Columns = dict[str, list[str | None]]


def ingest(columns: Columns, **options: object) -> tuple[pl.DataFrame, list[tuple[object, ...]]]:
    """The records of one file of text, and (rule, field, value) of its side records."""
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    frame = frame.with_columns(pl.int_range(2, frame.height + 2, dtype=pl.Int64).alias(LINE))
    made = stage(Options(**options))  # type: ignore[arg-type]
    result = decided(made, [frame]).apply(frame.lazy())
    sides = [] if result.rejects is None else result.rejects.select(RULE, FIELD, VALUE).collect().rows()
    return result.rows.drop(LINE).collect(), sides


def test_headings_are_known_in_both_languages_with_blanks_and_full_width_signs() -> None:
    rows, _ = ingest({"订单付款时间 ": ["2025-10-01 08:00:00"], "买家实际支付金额": ["¥1,234.50"], "订单号": ["007"]})
    assert rows.row(0, named=True) == {
        "paid_at": datetime(2025, 10, 1, 8),
        "paid_amount": 1234.5,
        "order_id": "007",
    }


def test_an_unknown_heading_keeps_its_name_and_its_text() -> None:
    rows, _ = ingest({"ticket_id": ["1"], " 心情 ": ["1.50"]})
    assert rows.row(0, named=True) == {"ticket_id": "1", "心情": "1.50"}


def test_the_second_heading_of_a_field_overwrites_nothing() -> None:
    rows, _ = ingest({"客服": ["甲"], "接待客服": ["乙"]}, kind="ticket")
    assert rows.row(0, named=True) == {"agent": "甲", "接待客服": "乙"}


def test_map_goes_before_what_is_known() -> None:
    rows, _ = ingest({"客服": ["甲"], "处理": ["乙"]}, kind="ticket", mapped={"处理": "agent"})
    assert rows["agent"].to_list() == ["乙"]


def test_set_gives_every_record_a_value_typed_like_any_other() -> None:
    rows, _ = ingest({"ticket_id": ["1", "2"]}, given={"shop": "旗舰店", "csat_scale": "10"})
    assert rows.select("shop", "csat_scale").rows() == [("旗舰店", 10)] * 2


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (["订单编号", "买家ID", "下单时间", "实付金额"], "order"),
        (["session_id", "time", "sender", "role", "content"], "message"),
        (["工单编号", "创建时间", "满意度"], "ticket"),
        (["customer_id", "date", "dollar_value"], "order"),
    ],
)
def test_the_kind_is_told_by_the_headings(headings: list[str], kind: str) -> None:
    assert plan(headings, None, {}).kind == kind


def test_a_date_and_a_clock_make_one_time_and_a_clock_borrows_the_date() -> None:
    rows, _ = ingest(
        {
            "Call Id": ["1"],
            "Date": ["2021-01-01"],
            "call_started": ["8:00:05 AM"],
            "call_ended": ["1899-12-31 08:14:22"],
        }
    )
    assert rows.select("created_at", "closed_at").row(0) == (
        datetime(2021, 1, 1, 8, 0, 5),
        datetime(2021, 1, 1, 8, 14, 22),
    )


@pytest.mark.parametrize(
    ("cell", "field"),
    [("2025-10-01 08:00:00", "first_response_at"), ("90", "first_response_s"), ("-", "first_response_at")],
)
def test_the_values_decide_between_a_time_and_a_duration(cell: str, field: str) -> None:
    assert field in ingest({"ticket_id": ["1"], "First Response Time": [cell]})[0].columns


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["16/10/2025", "6/10/2025"], [16, 6]),
        (["10/16/2025", "6/10/2025"], [16, 10]),
        (["6/10/2025", "7/10/2025"], [6, 7]),
    ],
)
def test_the_first_cell_that_tells_decides_day_or_month_for_the_column(cells: list[str], days: list[int]) -> None:
    rows, sides = ingest({"创建时间": cells}, kind="ticket")
    assert rows["created_at"].dt.day().to_list() == days
    assert sides == []


def test_a_cell_against_the_decision_is_a_side_record() -> None:
    rows, sides = ingest({"创建时间": ["16/10/2025", "10/17/2025"]}, kind="ticket")
    assert rows["created_at"].null_count() == 1
    assert sides == [("cell.time", "created_at", "10/17/2025")]


def test_the_file_is_held_back_only_while_a_date_could_be_read_two_ways() -> None:
    made = stage(Options(kind="ticket"))
    assert made.settle is not None
    unsure, plain, sure = (
        pl.DataFrame({"创建时间": [cell], LINE: [2]}) for cell in ("6/10/2025", "2025-10-06", "16/10/2025")
    )
    assert made.settle(None, plain)[1] is not None
    seen, waiting = made.settle(None, unsure)
    assert waiting is None
    assert made.settle(seen, plain)[1] is None
    assert made.settle(seen, sure)[1] is not None
    assert made.settle(seen, None)[1] is not None


def test_totals_rows_are_dropped_by_their_first_word_only() -> None:
    rows, sides = ingest({"ticket_id": ["T1", "合计", None], "问题类型": ["合计", "5", "总计："], "n": ["1", "2", "3"]})
    assert rows["ticket_id"].to_list() == ["T1"]
    assert [rule for rule, *_ in sides] == ["row.total", "row.total"]


def test_ids_stay_text_and_one_that_excel_rounded_is_written_down() -> None:
    rows, sides = ingest({"ticket_id": ['="0012"', "'123456789012345678", "1.23457E+17"]})
    assert rows["ticket_id"].to_list() == ["0012", "123456789012345678", None]
    assert sides == [("id.rounded", "ticket_id", "1.23457E+17")]


def test_an_id_that_merely_looks_like_a_number_is_kept() -> None:
    rows, sides = ingest({"ticket_id": ["1E5", "7e10", "1.0E17"]})
    assert rows["ticket_id"].to_list() == ["1E5", "7e10", None]
    assert sides == [("id.rounded", "ticket_id", "1.0E17")]


def test_a_date_or_a_clock_alone_is_read_or_written_down() -> None:
    days, clocks = ["2025-10-01", "2025-10-01", None, "-", None], ["-", None, "8:05", "-", "2025-10-01 08:05:00"]
    rows, sides = ingest({"ticket_id": list("12345"), "Date": days, "Time": clocks})
    midnight = datetime(2025, 10, 1)
    assert rows["created_at"].to_list() == [midnight, midnight, None, None, datetime(2025, 10, 1, 8, 5)]
    assert sides == [("cell.time", "created_at", "8:05")]


def test_a_date_that_could_be_either_is_read_as_the_others_of_its_file() -> None:
    rows, _ = ingest({"ticket_id": ["1"], "created_at": ["10/16/2025"], "resolved_at": ["11/10/2025"]})
    assert rows["resolved_at"].to_list() == [datetime(2025, 11, 10)]


def test_ratings_in_words_are_of_five_under_any_heading() -> None:
    rows, _ = ingest({"ticket_id": ["1", "2", "3"], "满意度(10分制)": ["9", " 满意", "-"]})
    assert rows.select("csat", "csat_scale").rows() == [(9.0, 10), (4.0, 5), (None, None)]


def test_words_for_nothing_are_null_but_not_what_somebody_said() -> None:
    rows, sides = ingest({"ticket_id": ["1"], "满意度": ["未评价"], "客服": ["--"], "电话": ["-"], "内容": ["?"]})
    assert rows.select("csat", "agent", "phone", "text").row(0) == (None, None, None, "?")
    assert sides == []


@pytest.mark.parametrize(
    "cell",
    [
        "2025-10-08 15:05:09",
        "2025/10/8 15:05:09",
        "2025.10.8 15:05:09",
        "2025年10月8日 下午3:05:09",
        "2025年10月08日15时05分09秒",
        "2025-10-08T15:05:09+08:00",
        "2025-10-08T07:05:09Z",
        "20251008150509",
        "1759907109",
        "1759907109000",
        "45938.62857638889",
        "8/10/2025 15:05:09",
        "2025-10-08 3:05:09 PM",
        "\uff12025-10-08 15:05:09",
    ],
)
def test_every_form_of_a_time(cell: str) -> None:
    rows, sides = ingest({"ticket_id": ["1"], "创建时间": [cell]})
    assert rows["created_at"].to_list() == [datetime(2025, 10, 8, 15, 5, 9)]
    assert sides == []


@pytest.mark.parametrize("cell", ["0000-00-00 00:00:00", "2025-13-45", "-99842-08-02T12:58:21+08:00", "soon"])
def test_an_impossible_time_is_null_and_written_down(cell: str) -> None:
    rows, sides = ingest({"ticket_id": ["1"], "创建时间": [cell]})
    assert rows["created_at"].to_list() == [None]
    assert sides == [("cell.time", "created_at", cell)]
