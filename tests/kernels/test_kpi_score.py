"""Scores by a scorecard: sums checked by hand, what is left out, caps, vetoes; parts that make the score."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cstools.kernels.kpi.score import SCHEMA, scored
from cstools.model.score_reader import parse

CARD = """
cap = 95
[metric.frt_mean]
weight = 40
min_n = 30
bands = {"<=20秒" = 100, "<=30秒" = 80, "<=1分" = 60, else = 0}
[metric.csat_pct]
weight = 45
bands = {">=95%" = 100, ">=90%" = 85, else = 50}
[metric.transfer_rate]
weight = 15
missing = 70
cap = 90
bands = {"<5%" = 100, else = 60}
[[veto]]
metric = "complaint_rate"
">=" = "10%"
score = 0
"""
UNITS = {"frt_mean": "s", "csat_pct": "ratio", "transfer_rate": "ratio", "complaint_rate": "ratio"}


def figures(*cells: tuple[str, str, float | None, int]) -> pl.DataFrame:
    """agent, metric, value, n."""
    made = pl.DataFrame(
        cells, schema={"agent": pl.String, "metric": pl.String, "value": pl.Float64, "n": pl.Int64}, orient="row"
    )
    return made.with_columns(
        pl.lit("2025-10").alias("period"), pl.col("metric").alias("label"), pl.lit(False).alias("__total_agent"),
        pl.col("metric").replace_strict(UNITS).alias("unit"),
    )  # fmt: skip


LIN = [
    ("林", "frt_mean", 31.0, 100),
    ("林", "csat_pct", 0.9, 60),
    ("林", "transfer_rate", 0.02, 100),
    ("林", "complaint_rate", 0.0, 100),
]


def steps(*cells: tuple[str, str, float | None, int], card: str = CARD, lang: str = "en") -> pl.DataFrame:
    return scored(figures(*cells), parse(card), ["agent"], lang)


def test_a_score_checked_by_hand() -> None:
    made = steps(*LIN)
    assert made.select("metric", "band", "points", "weight", "weight_used", "part").rows() == [
        ("frt_mean", "<=1分", 60.0, 40.0, 40.0, 24.0),
        ("csat_pct", ">=90%", 85.0, 45.0, 45.0, 38.25),
        ("transfer_rate", "<5%", 90.0, 15.0, 15.0, 13.5),
        ("cap", None, 95.0, None, None, 0.0),
        ("veto", ">=10%", 0.0, None, None, 0.0),
        ("score", None, None, None, None, None),
    ]
    assert made["value"].to_list() == [31.0, 0.9, 0.02, 75.75, 0.0, 75.75]
    assert made["note"].to_list() == [
        None, None, "points cut to 90", "the sum is not above the cap", "does not apply", "the sum of the parts",
    ]  # fmt: skip
    assert made["__rank"].to_list() == list(range(6))
    assert made.columns == ["agent", "period", *SCHEMA, "__total_agent", "__rank"]


def test_a_value_on_the_edge_is_in_the_band_that_names_it() -> None:
    for value, band in ((20.0, "<=20秒"), (20.001, "<=30秒"), (60.0, "<=1分"), (60.1, "else")):
        assert steps(("a", "frt_mean", value, 30))["band"][0] == band
    assert steps(("a", "csat_pct", 0.95, 20), ("a", "transfer_rate", 0.05, 20))["band"].to_list()[1:3] == [
        ">=95%",
        "else",
    ]


def test_what_is_left_out_shares_its_weight() -> None:
    made = steps(("王", "frt_mean", 10.0, 29), ("王", "csat_pct", 0.96, 50), ("王", "transfer_rate", None, 0))
    assert made.select("points", "weight_used", "part").rows()[:3] == [
        (None, None, None), (100.0, 75.0, 75.0), (70.0, 25.0, 17.5),
    ]  # fmt: skip
    assert made["note"].to_list()[0] == "fewer than 30 records: left out, the other weights share its own"
    assert made["note"].to_list()[2] == "no value: 70 points, as the card says"
    assert made["note"].to_list()[4] == "no value: does not apply"
    assert made["value"].to_list()[-1] == 92.5


def test_weights_that_do_not_divide_still_add_up_to_100() -> None:
    thirds = "".join(
        f"[metric.{name}]\nweight = {weight}\nbands = {{else = {points}}}\n"
        for name, weight, points in (("frt_mean", 20, 100), ("csat_pct", 20, 100), ("dsat", 20, 100), ("nps", 40, 100))
    )
    cells = [("a", name, 1.0, 1) for name in ("frt_mean", "csat_pct")]
    rows = pl.concat([figures(*cells), figures(("a", "csat_pct", 1.0, 1)).with_columns(pl.lit("dsat").alias("metric"))])
    made = scored(rows, parse(thirds), ["agent"])
    assert made["weight_used"].to_list()[:4] == [33.333334, 33.333333, 33.333333, None]
    assert made["value"].to_list()[-1] == 100.0


def test_the_cap_and_the_vetoes_take_off_what_is_above_them() -> None:
    best = [("a", "frt_mean", 5.0, 99), ("a", "csat_pct", 1.0, 99), ("a", "transfer_rate", 0.0, 99)]
    made = steps(*best, ("a", "complaint_rate", 0.1, 99))
    assert made.select("metric", "value", "part").rows()[3:] == [
        ("cap", 98.5, -3.5), ("veto", 0.1, -95.0), ("score", 0.0, None),
    ]  # fmt: skip
    assert steps(*best, card=CARD.replace("score = 0", "score = 60"))["value"][-1] == 95.0
    limited = steps(*best, ("a", "complaint_rate", 0.5, 99), card=CARD.replace("score = 0", "score = 60"))
    assert limited["value"][-1] == 60.0
    assert limited["note"].to_list()[-2] == "applies: the score is at most 60"


def test_nothing_to_count_is_no_score() -> None:
    made = steps(("a", "frt_mean", None, 0), card=CARD.replace("missing = 70", ""))
    assert made["value"].to_list() == [None] * 6
    assert made["part"].to_list() == [None] * 6
    assert made["note"].to_list()[-1] == "no metric counts"


def test_each_group_and_period_has_its_steps_totals_too() -> None:
    total = figures(("all", "csat_pct", 0.9, 9)).with_columns(pl.lit(True).alias("__total_agent"))
    rows = pl.concat([total, figures(("b", "csat_pct", 0.9, 9)), figures(("a", "csat_pct", 0.8, 9))])
    rows = pl.concat([rows, rows.with_columns(pl.lit("2025-09").alias("period"))])
    made = scored(rows, parse(CARD), ["agent"]).filter(pl.col("metric") == "score")
    assert made.select("period", "agent").rows() == [
        (period, agent) for period in ("2025-09", "2025-10") for agent in ("a", "b", "all")
    ]  # fmt: skip


def test_the_words_are_chinese_unless_asked_for_in_english() -> None:
    made = steps(*LIN, lang="zh")
    assert made["label"].to_list()[3:] == ["总分封顶", "否决：投诉率", "综合得分"]


values = st.one_of(st.none(), st.integers(0, 120).map(float))
cells = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(list(UNITS)), values, st.integers(0, 60)),
    min_size=1, unique_by=lambda cell: cell[:2],
)  # fmt: skip
weights = st.tuples(st.integers(1, 49), st.integers(1, 50)).map(lambda pair: (*pair, 100 - sum(pair)))


@given(cells, weights, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_parts_are_the_score_in_any_order_of_rows(table: Any, shares: tuple[int, int, int], random: Any) -> None:
    card = CARD
    for old, new in zip((40, 45, 15), shares, strict=True):
        card = card.replace(f"weight = {old}\n", f"weight = {new}.0\n")
    made = steps(*table, card=card)
    shuffled = list(table)
    random.shuffle(shuffled)
    assert_frame_equal(steps(*shuffled, card=card), made, check_exact=True)
    for part in made.partition_by("agent"):
        total = sum((Decimal(str(each)) for each in part["part"].drop_nulls()), Decimal(0))
        score = part["value"][-1]
        assert (score is None) == (part["part"].null_count() == part.height)
        assert score is None or Decimal(str(score)) == total
        used = sum((Decimal(str(each)) for each in part["weight_used"].drop_nulls()), Decimal(0))
        assert used == (0 if score is None else 100)
