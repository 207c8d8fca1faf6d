"""The answers of cs-kpi that are no figures, on a terminal: what matters is what fits."""

from __future__ import annotations

import polars as pl
import pytest
from rich.cells import cell_len

from cstools.view.answers import BEHIND, ORDERS, render
from cstools.view.scorecard_rows import sheet

MIX = pl.DataFrame(
    {
        "channel": ["app", None, "all"],
        "period": ["2025-10"] * 3,
        "period_before": ["2025-09"] * 3,
        "metric": ["csat_pct"] * 3,
        "label": ["满意率"] * 3,
        "unit": ["ratio"] * 3,
        "n_before": [50, 50, 100],
        "n": [80, 20, 100],
        "share_before": [0.5, 0.5, 1.0],
        "share": [0.8, 0.2, 1.0],
        "value_before": [0.9, 0.6, 0.75],
        "value": [0.9, 0.7, 0.86],
        "structure": [0.0285, 0.0465, 0.075],
        "own": [0.0, 0.035, 0.035],
    }
)
MIXED = """\
渠道  周期     名称    之前数值   数值      结构影响      自身影响
────  ───────  ──────  ────────  ─────  ────────────  ────────────
app   2025-10  满意率     90.0%  90.0%  +2.9个百分点  +0.0个百分点
—     2025-10  满意率     60.0%  70.0%  +4.7个百分点  +3.5个百分点
合计  2025-10  满意率     75.0%  86.0%  +7.5个百分点  +3.5个百分点
共 3 条
还有 5 列：之前占比, 占比, 之前样本量, 样本量, 对比期
"""
BEHIND_ONE = pl.DataFrame(
    {
        "shop": ["甲店", "甲店"],
        "ticket_id": ["007", "008"],
        "created_at": ["2025-10-01 09:00:00"] * 2,
        "csat": [None, None],
        "period": ["all"] * 2,
        "metric": ["frt"] * 2,
        "part": ["numerator", "excluded"],
        "value": [84.0, None],
        "why": [None, "\x1b[1m没有时长"],
    },
    schema_overrides={"csat": pl.Float64},
)


def test_a_mix_shows_structure_and_own_effect_before_what_they_are_made_of() -> None:
    assert render(MIX, lang="zh", width=70) == MIXED


def test_the_records_behind_a_figure_begin_with_what_they_count_as() -> None:
    assert render(BEHIND_ONE, lang="en", width=100).splitlines()[2:4] == [
        "007        2025-10-01 09:00:00  numerator  —             1m 24s  甲店",
        "008        2025-10-01 09:00:00  excluded   ␛[1m没有时长       —  甲店",
    ]
    own = BEHIND_ONE.with_columns(metric=pl.lit("mine"))
    assert "84.0%" not in render(own, lang="en", width=100)
    assert "8400.0%" in render(own, lang="en", width=100, units={"mine": "ratio"})


def test_ids_of_metrics_and_columns_without_a_value_are_left_out() -> None:
    lines = render(MIX.with_columns(n=None), lang="en", width=200).splitlines()
    assert "csat_pct" not in "".join(lines)
    assert lines[0].split()[-2:] == ["Period", "before"]
    assert "  n  " not in lines[0]


@pytest.mark.parametrize("sign", ORDERS)
def test_no_answer_of_these_is_drawn_as_figures(sign: str) -> None:
    figures = MIX.select("period", "metric", "label", "unit", "value").head(1)
    assert sheet(figures) is not None
    assert sheet(figures.with_columns(pl.lit(1.0).alias(sign))) is None


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize("frame", [MIX, BEHIND_ONE, MIX.clear(), BEHIND_ONE.clear(), BEHIND_ONE.drop(BEHIND)])
def test_no_line_is_wider_than_the_terminal(frame: pl.DataFrame, width: int) -> None:
    for ascii_only in (False, True):
        lines = render(frame, lang="zh", width=width, ascii_only=ascii_only, total=9).splitlines()
        assert max(map(cell_len, lines)) <= width
        assert "9" in lines[-1] + lines[-2]
