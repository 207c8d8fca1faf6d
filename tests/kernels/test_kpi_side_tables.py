"""Whatever stands in a table beside the figures, it is read or refused in a sentence: never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import CsError
from cstools.kernels.kpi import calendar_read, exclude_read
from cstools.kernels.kpi.sheet import Sheet
from cstools.kernels.kpi.targets import parse, read
from cstools.model.messages import say

WORDS = """
指标 目标 底线 挑战 对标 组 客服 渠道 月份 季度 年份 周期 单位 备注 2025-10 10月 四季度 售后一组 全店 满意率
metric x team
名称 开始 结束 日期 前 后 类型 工单号 客户ID 原因 审批人 指标/渠道
"""
VALUES_OF_CELLS = """
- 满意率 frt 咨询量 0.8 85% 85 30秒 1分30秒 2025-10 2025-13 10月 10 2025 2025-10-16 0000-00-00 9999-12-31 甲
1.7E+17 ≥85% NaN inf 1e308 -1 all 合计 秒 双11 2025双11 366 7天 ３天
"""
HEADINGS = st.sampled_from(WORDS.split())
CELLS = st.sampled_from([None, "", "2025-10-16 08:00", "\u0000", *VALUES_OF_CELLS.split()])


def refused(call: Callable[[], Any], lang: str = "zh") -> tuple[str, str]:
    """The key and the words of the error a call raises; "" for none."""
    try:
        call()
    except CsError as error:
        return error.key, say(error.key, lang, **error.params)
    return "", ""


@st.composite
def sheets(draw: st.DrawFn, mostly: tuple[str, ...]) -> Sheet:
    own = draw(st.sampled_from([mostly, mostly, mostly, ()]))
    names = list(dict.fromkeys([*own, *draw(st.lists(HEADINGS, min_size=1, max_size=6))]))
    size = draw(st.integers(0, 4))
    cells = {name: draw(st.lists(CELLS, min_size=size, max_size=size)) for name in names}
    return Sheet(pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String)), "t.xlsx")


@pytest.mark.parametrize(
    ("reader", "mostly"),
    [
        (read, ("指标",)),
        (calendar_read.read, ("名称", "开始")),
        (exclude_read.read, ("工单号", "客服", "原因", "审批人")),
    ],
)
def test_any_table_is_read_or_refused_with_its_place(reader: Any, mostly: tuple[str, ...]) -> None:
    seen = set()

    @settings(deadline=None, max_examples=200, database=None, derandomize=True)
    @given(sheets(mostly))
    def tried(sheet: Sheet) -> None:
        for lang in ("zh", "en"):
            key, said = refused(lambda: reader(sheet), lang)
            assert not key or "t.xlsx:" in said
        seen.add(key)

    tried()
    assert len(seen) > 3


VALUES = st.one_of(st.sampled_from(["85%", "x", "", "2025-10"]), st.integers(-5, 100), st.floats(0, 2), st.booleans())
KEYS = st.sampled_from(
    ["targets", "team", "month", "csat_pct", "满意率", "甲", "2025-10", "year", "target", "x", "quarter"]
)
TREES = st.recursive(VALUES, lambda inner: st.dictionaries(KEYS, inner, max_size=3), max_leaves=6)


def toml(tree: Any) -> str:
    """A tree as inline TOML."""
    if isinstance(tree, dict):
        return "{" + ", ".join(f'"{key}" = {toml(value)}' for key, value in tree.items()) + "}"
    return str(tree).lower() if isinstance(tree, bool) else repr(tree).replace("'", '"')


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(KEYS, TREES, max_size=4))
def test_any_toml_is_read_or_refused_with_its_place(tree: dict[str, Any]) -> None:
    text = "\n".join(f'"{key}" = {toml(value)}' for key, value in tree.items())
    key, said = refused(lambda: parse(text, "t.toml"))
    assert not key or "t.toml:" in said
