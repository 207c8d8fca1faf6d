"""cs-kpi --list on a terminal: all of the catalogue, in lines that fit."""

from __future__ import annotations

import polars as pl
import pytest
from rich.cells import cell_len

from cstools.cli.kpi import catalogue
from cstools.model.catalogue.topics import OWN
from cstools.model.kpis import CATALOGUE
from cstools.model.sentences import SENTENCES
from cstools.view.catalogue import render
from cstools.view.table import render as table

TWO = pl.DataFrame(
    {
        "metric": ["volume", "fcr_window_7d", "wait"],
        "label": ["咨询量", "首次解决率（7天内未再来）", "等待\x1b[31m"],
        "unit": ["n", "ratio", "s"],
        "kind": ["count", "rate", "own"],
        "better": ["o", "+", "?"],
        "needs": ["", "customer_id, created_at", "wait_s|queued_at+answered_at"],
        "default": [True, False, False],
        "rule": [
            "接触数",
            "首次咨询（之前7天内没来过）中，之后7天内同一客户未再来的占比；不足7天的不计",
            "[b]接起[/b]",
        ],
    }
)
SHOWN = """\
计数 (1)
volume         咨询量                     个  不分好坏  默认
    接触数

比率 (1)
fcr_window_7d  首次解决率（7天内未再来）  %   越高越好
    首次咨询（之前7天内没来过）中，之后7天内同一客户未再来的占
    比；不足7天的不计
    需要 customer_id；created_at

own (1)
wait           等待␛[31m                  秒  ?
    [b]接起[/b]
    需要 wait_s、queued_at+answered_at 之一

共 3 个指标；标“默认”的不写 --metrics 时也给出
"""


def test_a_list_to_read() -> None:
    assert render(TWO, lang="zh", width=62) == SHOWN


def test_every_metric_is_about_something_that_has_a_name() -> None:
    topics = set(catalogue("zh")["topic"]) | {OWN}
    assert {f"catalogue.topic.{topic}" for topic in topics} == {
        key for key in SENTENCES if key.startswith("catalogue.topic.")
    }


@pytest.mark.parametrize(
    ("metric", "topic", "needs"),
    [
        ("frt", "speed", "first_response_s|first_response_at+created_at"),
        ("art_taobao", "messages", "--messages, sent_at, sender_role|sender"),
        ("fcr_survey", "solved", "--surveys, fcr"),
        ("concurrency", "staff", "agent, answered_at, closed_at"),
        ("handled_per_agent_day", "staff", "--states"),
        ("contacts_per_1k_orders", "orders", "--orders"),
        ("return_rate", "orders", "--orders, --refunds, shipped_at"),
        ("complaints_per_100_orders", "trouble", "--orders"),
    ],
)
def test_what_a_metric_is_about_and_what_gives_its_records(metric: str, topic: str, needs: str) -> None:
    assert catalogue("en").filter(metric=metric).select("topic", "needs").row(0) == (topic, needs)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("section", ["kind", "topic"])
@pytest.mark.parametrize("width", [40, 80, 140])
def test_the_whole_catalogue_fits(lang: str, section: str, width: int) -> None:
    out = render(catalogue(lang), lang=lang, width=width, section=section)
    assert max(map(cell_len, out.splitlines())) <= width
    begun = [line.split()[0] for line in out.splitlines() if line and not line.startswith(" ")]
    assert {kpi.name for kpi in CATALOGUE} <= set(begun)
    assert "\x1b" not in out


def test_styles_where_allowed() -> None:
    assert "\x1b[1m计数 (1)\x1b[0m" in render(TWO, lang="zh", width=80, styled=True)


def test_what_is_no_catalogue_is_a_table() -> None:
    for frame in (TWO.drop("rule"), TWO.head(0)):
        assert render(frame, lang="zh", width=80) == table(frame, kind=None, lang="zh", width=80)
