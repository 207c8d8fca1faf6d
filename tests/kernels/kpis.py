"""Hand-made and drawn records of every kind, and what cs-kpi's kernel makes of them, for its tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import polars as pl
from hypothesis import strategies as st

from cstools.kernels.expr.frames import dtypes
from cstools.kernels.kpi import stage
from cstools.kernels.kpi.exclude import Exclusions
from cstools.kernels.kpi.exclude_read import read as read_exclusions
from cstools.kernels.kpi.sheet import Sheet

BEGIN = datetime(2025, 9, 29, 8)
LATER = datetime(2025, 10, 20)
Row = dict[str, Any]


def at(hours: float) -> datetime:
    """So many hours after BEGIN, a Monday at eight."""
    return BEGIN + timedelta(hours=hours)


def records(kind: str, *rows: Row) -> pl.DataFrame:
    """Records of a kind with only the fields that some row has, typed as the field table says; others are text."""
    types = dtypes(kind)
    names = dict.fromkeys(
        [*(name for name in types if any(name in row for row in rows)), *(n for r in rows for n in r)]
    )
    schema = {name: types.get(name, pl.String()) for name in names}
    return pl.DataFrame([{name: row.get(name) for name in names} for row in rows], schema=schema)


def tickets(*rows: Row) -> pl.LazyFrame:
    """The same of tickets."""
    return records("ticket", *rows).lazy()


def figures(metrics: str, rows: pl.LazyFrame, **options: Any) -> pl.DataFrame:
    """The figures of metrics, named as for `--metrics`."""
    return stage(metrics.split(","), **options).apply(rows).rows.collect()


def one(metric: str, rows: pl.LazyFrame, *columns: str, **options: Any) -> tuple[Any, ...]:
    """The columns (value and n) of the only figure."""
    return figures(metric, rows, **options).select(columns or ("value", "n")).row(0)


def excluded(*lines: str, head: str = "工单号|客户ID|客服|开始|结束|指标") -> Exclusions:
    """A list of exclusions, a line each, without reason and approver."""
    table = [[*(cell.strip() or None for cell in line.split("|")), "测试", "李四"] for line in lines]
    schema = dict.fromkeys([*head.split("|"), "原因", "审批人"], pl.String)
    return read_exclusions(Sheet(pl.DataFrame(table, schema=schema, orient="row"), "x.csv"))


def _fields(kind: str, **own: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    """Records of a kind, each field drawn by its type and now and then null."""
    by_type: dict[pl.DataType, st.SearchStrategy[Any]] = {
        pl.String(): st.sampled_from(["a", "b", "c"]),
        pl.Datetime("us"): st.integers(0, 20 * 24).map(at),
        pl.Float64(): st.sampled_from([-1.0, 0.0, 4.0, 20.0, 31.25, 400.0, 90_000.0]),
        pl.Int64(): st.integers(0, 3),
        pl.Boolean(): st.booleans(),
        pl.List(pl.String()): st.lists(st.sampled_from(["x", "y"]), max_size=2),
    }
    drawn = {name: own.get(name, by_type[dtype]) for name, dtype in dtypes(kind).items()}
    return st.fixed_dictionaries({name: st.one_of(st.none(), some, some) for name, some in drawn.items()})


TICKET = _fields(
    "ticket",
    created_at=st.integers(0, 80).map(at),
    resolved_at=st.integers(0, 480).map(at),
    channel=st.sampled_from(["chat", "call", "mail"]),
    status=st.sampled_from(["open", "resolved", "closed"]),
    initiator=st.sampled_from(["customer", "customer", "agent"]),
    direction=st.just("in"),
    contact_type=st.sampled_from(["contact", "workorder"]),
    is_spam=st.sampled_from([False, False, False, True]),
    merged_into=st.sampled_from([None, None, None, "T9"]),
    csat=st.integers(0, 6).map(float),
    csat_scale=st.sampled_from([5, 5, 5, 3]),
    nps=st.integers(0, 11),
    ces=st.integers(0, 8).map(float),
)
ORDER = _fields(
    "order",
    order_id=st.sampled_from(["o1", "o2", "o3", "o4"]),
    parent_order_id=st.none(),
    status=st.sampled_from(["已付款", "退款成功", "交易关闭"]),
    amount=st.sampled_from([9.9, 20.0, 100.05]),
    paid_amount=st.sampled_from([0.0, 9.9, 20.0]),
    refund_amount=st.sampled_from([0.0, 0.0, 9.9]),
)
REFUND = _fields(
    "refund",
    order_id=st.sampled_from(["o1", "o2", "o9"]),
    refund_type=st.sampled_from(["refund", "return", "exchange"]),
    reason=st.sampled_from(["质量问题", "不想要了"]),
)
SURVEY = _fields(
    "survey",
    survey_kind=st.sampled_from(["csat", "nps", "ces", "fcr"]),
    score=st.integers(0, 10).map(float),
    scale=st.sampled_from([5, 10]),
)
MESSAGE = _fields(
    "message",
    ticket_id=st.sampled_from(["S1", "S2", "S3"]),
    sender_role=st.sampled_from(["customer", "customer", "agent", "bot", "system"]),
    customer_id=st.sampled_from(["a", "b", "a***b"]),
    sent_at=st.integers(0, 3000).map(lambda minutes: BEGIN + timedelta(minutes=minutes)),
    is_private=st.sampled_from([False, False, True]),
    is_auto=st.sampled_from([False, False, True]),
)
STATE = _fields(
    "agent_state",
    state=st.sampled_from(["busy", "wrap", "ready", "break", "offline"]),
    agent=st.sampled_from(["a", "b"]),
)
DRAWN = {"order": ORDER, "refund": REFUND, "survey": SURVEY, "message": MESSAGE, "agent_state": STATE, "ticket": TICKET}
