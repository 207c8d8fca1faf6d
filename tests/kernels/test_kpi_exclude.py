"""Exclusions: what a table of them says, which strikes a record for which metric, how many each strikes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.kpi.exclude import Exclusions, hits, struck, told, touches
from cstools.kernels.kpi.exclude_read import read
from cstools.kernels.kpi.sheet import Sheet
from cstools.model.messages import say

HEAD = "工单号|客户ID|客服|开始|结束|指标|原因|审批人"
DAY = datetime(2025, 10, 2)
FIELDS = {"ticket_id": pl.String, "customer_id": pl.String, "agent": pl.String, "created_at": pl.Datetime("us")}


def table(*lines: str, head: str = HEAD) -> Exclusions:
    rows = [[cell.strip() or None for cell in line.split("|")] for line in lines]
    names = head.split("|")
    return read(Sheet(pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row"), "x.xlsx"))


def records(*rows: tuple[Any, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=FIELDS, orient="row")


def first(exclusions: Exclusions, rows: pl.DataFrame, metric: str = "csat_pct") -> list[int | None]:
    expr = touches(exclusions, metric)
    return rows.select(expr).to_series().to_list() if expr is not None else [None] * rows.height


def test_a_ticket_a_customer_and_an_agent_are_struck_in_their_time() -> None:
    made = table(
        "T1|||||| 测试单|李", "|C1||2025-10-02|2025-10-03||刷单|李", "||张三|2025-10-02 08:00|2025-10-02 12:00||断网|李"
    )
    rows = records(
        ("T1", None, None, None), (" T1 ", "C1", "张三", DAY), ("T2", "C1", None, DAY - timedelta(microseconds=1)),
        ("T2", "C1", None, datetime(2025, 10, 3, 23, 59, 59)), ("T2", "C1", None, datetime(2025, 10, 4)),
        ("T2", None, "张三", datetime(2025, 10, 2, 8)), ("T2", None, "张三", datetime(2025, 10, 2, 12)),
        ("T2", "C1", None, None), (None, None, None, None),
    )  # fmt: skip
    assert first(made, rows) == [0, 0, None, 1, None, 2, None, None, None]
    assert made.needs == ("ticket_id", "customer_id", "agent")


def test_all_that_a_row_names_must_fit() -> None:
    made = table("T1||张三|||| x|李", "|C1|李四|2025-10-01|||x|李")
    rows = records(
        ("T1", None, "张三", DAY), ("T1", None, "王五", DAY), ("T9", "C1", "李四", DAY), ("T9", "C1", "张三", DAY)
    )
    assert first(made, rows) == [0, None, 1, None]


def test_open_ends_and_the_first_of_several_that_fit() -> None:
    made = table(
        "||a|2025-10-02|||x|李",
        "||a||2025-10-02||y|李",
        "||a|2025-09-01|2025-12-31||z|李",
        "||b|2025-10-02|2025-10-02||v|李",
    )
    times = [datetime(2020, 1, 1), DAY, datetime(2025, 10, 3), datetime(2035, 1, 1)]
    assert first(made, records(*((None, None, "a", time) for time in times))) == [1, 0, 0, 0]


@pytest.mark.parametrize("end", ["至今", "9999-12-31"])
def test_a_word_for_no_end(end: str) -> None:
    made = table(f"||a|2025-10-02|{end}||x|李")
    assert first(made, records((None, None, "a", datetime(2035, 1, 1)))) == [0]


def test_metrics_touched() -> None:
    made = table(
        "T1|||||满意率、frt|x|李", "T2|||||csat_pct, 首次响应时长（P90）|x|李", "T3||||||x|李", "T4|||||全部|x|李"
    )
    rows = records(*((f"T{n}", None, None, DAY) for n in range(1, 5)))
    metrics = ["csat_pct", "dsat", "frt_mean", "frt_p90", "frt_p95", "volume"]
    assert {metric: first(made, rows, metric) for metric in metrics} == {
        "csat_pct": [0, 1, 2, 3], "dsat": [None, None, 2, 3], "frt_mean": [0, None, 2, 3], "frt_p90": [0, 1, 2, 3],
        "frt_p95": [0, None, 2, 3], "volume": [None, None, 2, 3],
    }  # fmt: skip
    columns = struck(made, metrics)
    assert len(columns.columns) == 3
    assert columns.by_metric["csat_pct"] == columns.by_metric["frt_p90"]
    assert columns.by_metric["dsat"] == columns.by_metric["volume"]
    assert struck(table("T1|||||满意率|x|李"), metrics).by_metric["volume"] is None


def test_each_exclusion_is_told_with_what_it_strikes() -> None:
    made = table("||a|2025-10-02|||x|李", "T1||||||y|王", "T9|||||frt|z|李")
    rows = records(("T1", None, "a", DAY), ("T2", None, "a", DAY), ("T1", None, None, DAY))
    lazy = rows.lazy()
    parts = [hits(lazy.slice(at, 1), made).collect() for at in range(rows.height)]
    assert told(made, pl.concat(parts)).rows() == [
        (2, "agent a 2025-10-02..", "all", "x", "李", 2), (3, "ticket_id T1", "all", "y", "王", 2),
        (4, "ticket_id T9", "frt, frt_mean, frt_p50, frt_p90", "z", "李", 0),
    ]  # fmt: skip
    assert told(made, hits(lazy, made).collect()).rows() == told(made, pl.concat(parts)).rows()
    assert "x:4" in say("exclude.none", "zh", path="x", line=4, what="T9")


@pytest.mark.parametrize(
    ("key", "line", "lines"),
    [
        ("exclude.key", 3, ["T1||||||x|李", "||||||x|李"]),
        ("exclude.window", 2, ["||张三||||x|李"]),
        ("exclude.window", 2, ["|C1|||||x|李"]),
        ("exclude.audit", 2, ["T1|||||||李"]),
        ("exclude.audit", 3, ["T1||||||x|李", "T2||||||x|"]),
        ("exclude.rounded", 2, ["1.75971E+17||||||x|李"]),
        ("side.date", 2, ["||张三|昨天|||x|李"]),
        ("side.backwards", 2, ["||张三|2025-10-02|2025-10-01||x|李"]),
        ("side.backwards", 2, ["||张三|2025-10-02 08:00|2025-10-02 08:00||x|李"]),
    ],
)
def test_what_is_wrong_is_named_with_its_line(key: str, line: int, lines: list[str]) -> None:
    with pytest.raises(Usage) as caught:
        table(*lines)
    assert (caught.value.key, caught.value.params["line"]) == (key, line)
    for lang in ("zh", "en"):
        assert f"x.xlsx:{line}" in say(key, lang, **caught.value.params)


def test_a_table_without_approvers_is_refused() -> None:
    with pytest.raises(Usage) as caught:
        table("T1|x", head="工单号|原因")
    assert (caught.value.key, caught.value.params["column"]) == ("side.column", "approver")


def test_an_unknown_metric_names_the_nearest_and_its_line() -> None:
    with pytest.raises(Usage) as caught:
        table("T1|||||csat_pc|x|李")
    assert caught.value.key == "kpi.metric"
    assert "x.xlsx:2" in str(caught.value.params["metric"])


def test_headings_not_read_are_told() -> None:
    made = table("T1|x|李|3", head="工单号|原因|审批人|结束吧")
    assert made.ignored == ("结束吧",)


HOURS = st.integers(0, 8)
RULES = st.lists(
    st.tuples(
        st.sampled_from(["", "1", "2"]), st.sampled_from(["", "c"]), st.sampled_from(["", "a", "b"]), HOURS, HOURS,
        st.sampled_from(["", "csat_pct", "volume"]),
    ),
    min_size=1,
    max_size=8,
)  # fmt: skip
RECORD = st.tuples(
    st.sampled_from(["1", "2", None]), st.sampled_from(["c", None]), st.sampled_from(["a", "b", None]),
    st.one_of(st.none(), HOURS),
)  # fmt: skip


def by_hand(rules: list[tuple[Any, ...]], record: tuple[Any, ...], metric: str) -> int | None:
    """The first rule that strikes, as a person would look for it."""
    *keys, time = record
    for at, (*wanted, start, end, metrics) in enumerate(rules):
        if any(want and want != key for want, key in zip(wanted, keys, strict=True)):
            continue
        if metrics in ("", metric) and time is not None and start <= time < end:
            return at
    return None


@settings(deadline=None, max_examples=60)
@given(RULES, st.lists(RECORD, min_size=1, max_size=12), st.data())
def test_the_first_that_fits_strikes_in_any_chunk(
    rules: list[tuple[Any, ...]], rows: list[tuple[Any, ...]], data: st.DataObject
) -> None:
    kept = [(*rule[:3], min(rule[3:5]), max(rule[3:5]) + 1, rule[5]) for rule in rules if any(rule[:3])]
    if not kept:
        return
    made = table(
        *(
            f"{ticket}|{customer}|{agent}|2025-10-02 0{start}:30|2025-10-02 0{end}:30|{metrics}|x|李"
            for ticket, customer, agent, start, end, metrics in kept
        )
    )
    frame = records(
        *((*keys, None if hour is None else DAY + timedelta(hours=hour, minutes=30)) for *keys, hour in rows)
    )
    for metric in ("csat_pct", "volume"):
        expected = [by_hand(kept, row, metric) for row in rows]
        assert first(made, frame, metric) == expected
        cut = data.draw(st.integers(0, len(rows)))
        assert first(made, frame[:cut], metric) + first(made, frame[cut:], metric) == expected
    counts = hits(frame.lazy(), made).collect()
    alone = [sum(by_hand([(*rule[:5], "")], row, "volume") is not None for row in rows) for rule in kept]
    assert told(made, counts)["n"].to_list() == alone
