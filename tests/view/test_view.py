"""cs-view in a terminal: each verb as it is drawn, from the frame its kernel makes."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest
from rich.cells import cell_len

from cstools.kernels.view import stage
from cstools.view.view import PICTURES, Screen, picture

DAY = datetime(2025, 10, 1, 9)
TICKETS = pl.LazyFrame(
    {
        "ticket_id": ["01", "02", "03", "04"],
        "channel": ["在线", "电话", "在线", None],
        "customer_id": ["7", "7", "7", "8"],
        "text": ["我的快递怎么还没有到啊，已经三天了，再不到我就要投诉了", None, "谢谢\x1b[2J", "在吗"],
        "created_at": [DAY, DAY + timedelta(hours=5), DAY + timedelta(days=2), None],
        "wait_s": [10.0, 20.0, 90.0, None],
        "is_resolved": [True, False, True, None],
    }
)
DRAWN = {
    ("freq", "channel"): """\
渠道    条数   占比    累计
──────  ────  ─────  ──────  ───────────────────────
在线       2  66.7%   66.7%  ███████████████████████
电话       1  33.3%  100.0%  ███████████▌
（空）     1      —       —  ███████████▌
共 3 种取值
""",
    ("hist", "wait_s"): """\
     排队等待时长  条数   占比
─────────────────  ────  ─────  ────────────────────
      10秒 – 20秒     1  33.3%  ████████████████████
      20秒 – 30秒     1  33.3%  ████████████████████
      30秒 – 40秒     0   0.0%
      40秒 – 50秒     0   0.0%
       50秒 – 1分     0   0.0%
    1分 – 1分10秒     0   0.0%
1分10秒 – 1分20秒     0   0.0%
1分20秒 – 1分30秒     0   0.0%
1分30秒 – 1分40秒     1  33.3%  ████████████████████
共 3 条
""",
    ("line", "wait_s"): """\
排队等待时长  ▁ █
周期           均值  条数
──────────  ───────  ────  ─────────────────────────
2025-10-01     15秒     2  ████▏
2025-10-02        —     0
2025-10-03  1分30秒     1  █████████████████████████
共 3 条
""",
    ("customer", "7"): """\
客户 7：3 条，2025-10-01 至 2025-10-03
创建时间                  间隔  渠道
───────────────────  ─────────  ────
2025-10-01 09:00:00             在线
  我的快递怎么还没有到啊，已经三天了，再不到我就要投
  诉了
2025-10-01 14:00:00      5小时  电话
2025-10-03 09:00:00  1天19小时  在线
  谢谢␛[2J
""",
}


def drawn(verb: str, operand: str, screen: Screen) -> str:
    frame = (
        TICKETS.collect() if verb == "head" else stage(verb, operand, lang=screen.lang).apply(TICKETS).rows.collect()
    )
    return picture(verb, frame, operand, screen)


@pytest.mark.parametrize(("verb", "operand"), DRAWN)
def test_golden(verb: str, operand: str) -> None:
    assert drawn(verb, operand, Screen("zh", 52, 40)) == DRAWN[verb, operand]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [1, 20, 60, 200])
@pytest.mark.parametrize(
    ("verb", "operand"),
    [("head", ""), ("describe", ""), ("freq", "text"), ("hist", "wait_s"), ("line", "is_resolved"), ("customer", "7")],
)
def test_every_picture_fits_and_steers_nothing(verb: str, operand: str, lang: str, width: int) -> None:
    text = drawn(verb, operand, Screen(lang, width, 40, ascii_only=lang == "en"))
    assert text.endswith("\n")
    assert "\x1b" not in text
    assert max(cell_len(line) for line in text.splitlines()) <= max(width, 4)


def test_describe_speaks_of_the_kind_and_gives_up_labels_first() -> None:
    wide, narrow = (drawn("describe", "", Screen("zh", width, 40)) for width in (120, 80))
    assert " ".join(wide.splitlines()[0].split()) == "字段 名称 类型 条数 空值 不同值 最小 中位 最大 最常见"
    assert "4 条工单，7 个字段" in wide
    assert narrow.splitlines()[0].split()[:3] == ["字段", "类型", "条数"]
    assert "1分30秒" in narrow


def test_a_person_without_records() -> None:
    assert drawn("customer", "x\x1b", Screen("en", 80, 40)) == "no records of customer x␛\n"


def test_rows_listed_are_limited_and_counted() -> None:
    assert drawn("freq", "ticket_id", Screen("zh", 80, 2)).splitlines()[-1] == "共 4 种取值，显示 2"


@pytest.mark.parametrize("verb", PICTURES)
def test_an_empty_stream_is_drawn(verb: str) -> None:
    operand = {"freq": "channel", "hist": "wait_s", "line": "wait_s", "customer": "7"}.get(verb, "")
    empty = TICKETS.head(0)
    frame = empty.collect() if verb == "head" else stage(verb, operand).apply(empty).rows.collect()
    assert picture(verb, frame, operand, Screen("zh", 80, 40)).endswith("\n")
