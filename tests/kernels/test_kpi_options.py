"""cs-kpi's kernel: periods, groups, totals, comparisons, targets, the errors of each; and the invariants."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cstools.errors import Usage
from cstools.kernels.expr.frames import dtypes
from cstools.kernels.expr.notes import read as read_notes
from cstools.kernels.kpi import stage
from cstools.kernels.kpi.sheet import Sheet
from cstools.kernels.kpi.targets import read

TYPES = dtypes("ticket")
MARCH = datetime(2025, 3, 10, 14)
TABLE = [
    (datetime(2025, 1, 31, 23), "电话", "售后/物流/慢", 10.0, 5.0),
    (datetime(2025, 2, 1), "电话", "售后/物流/丢件", 20.0, 4.0),
    (datetime(2025, 2, 15, 9), "在线", "售后/退款", 30.0, 1.0),
    (MARCH, "在线", None, 50.0, None),
    (MARCH, None, "售前", None, 3.0),
    (None, "在线", "售前", 70.0, 2.0),
]
NAMES = ("created_at", "channel", "topic", "talk_s", "csat")
ROWS = pl.LazyFrame(TABLE, schema={name: TYPES[name] for name in NAMES}, orient="row")


def figures(metrics: list[str], rows: pl.LazyFrame = ROWS, **options: Any) -> pl.DataFrame:
    return stage(metrics, **options).apply(rows).rows.collect()


def counts(**options: Any) -> dict[str, int]:
    made = stage(["volume"], **options).apply(ROWS).counts
    return dict(made.collect().rows()) if made is not None else {}


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("all", [("all", 6)]),
        ("year", [("2025", 5)]),
        ("quarter", [("2025-Q1", 5)]),
        ("month", [("2025-01", 1), ("2025-02", 2), ("2025-03", 2)]),
        ("week", [("2025-W05", 2), ("2025-W07", 1), ("2025-W11", 2)]),
        ("day", [("2025-01-31", 1), ("2025-02-01", 1), ("2025-02-15", 1), ("2025-03-10", 2)]),
    ],
)
def test_periods(period: str, expected: list[tuple[str, int]]) -> None:
    assert figures(["volume"], period=period).select("period", "value").rows() == expected


def test_undated_records_are_out_under_a_period_and_counted() -> None:
    assert counts(period="month") == {"excluded without created_at": 1, "used": 5}
    assert counts() == {"used": 6}


def test_groups_are_text_sorted_with_the_missing_last() -> None:
    made = figures(["volume"], by=["channel"])
    assert made.select("channel", "value").rows() == [("在线", 3), ("电话", 2), (None, 1)]


def test_a_path_is_cut() -> None:
    made = figures(["volume"], by=["topic:2"])
    assert made.select("topic", "value").rows() == [("售前", 2), ("售后/物流", 2), ("售后/退款", 1), (None, 1)]


def test_hours_and_weekdays() -> None:
    made = figures(["volume"], by=["hour", "weekday"], period="year")
    assert made.select("hour", "weekday", "value").rows() == [
        ("00", "6", 1), ("09", "6", 1), ("14", "1", 2), ("23", "5", 1),
    ]  # fmt: skip


def test_a_list_counts_in_each_of_its_items_but_once_in_the_total() -> None:
    rows = pl.LazyFrame({"tags": [["a", "b"], ["a"], None]}, schema={"tags": pl.List(pl.String)})
    made = figures(["volume"], rows, by=["tags"], rollup=True)
    assert made.select("tags", "value").rows() == [("a", 2), ("b", 1), (None, 1), ("all", 3)]


def test_rollup_adds_totals_behind_their_parts() -> None:
    made = figures(["volume"], by=["channel", "hour"], period="year", rollup=True).select("channel", "hour", "value")
    assert made.rows() == [
        ("在线", "09", 1), ("在线", "14", 1), ("在线", "all", 2), ("电话", "00", 1), ("电话", "23", 1),
        ("电话", "all", 2), (None, "14", 1), (None, "all", 1), ("all", "all", 5),
    ]  # fmt: skip


def test_comparison_with_the_period_before() -> None:
    made = figures(["volume", "csat_pct"], period="month", compare=["prev"])
    assert made.select("period", "metric", "prev", "change", "change_pt").rows() == [
        ("2025-01", "volume", None, None, None), ("2025-01", "csat_pct", None, None, None),
        ("2025-02", "volume", 1, 1, None), ("2025-02", "csat_pct", 1, -0.5, -50),
        ("2025-03", "volume", 2, 0, None), ("2025-03", "csat_pct", 0.5, -1, -50),
    ]  # fmt: skip


def test_comparison_with_a_year_ago_and_nothing_against_zero() -> None:
    rows = ROWS.with_columns(pl.col("created_at").dt.offset_by("-1y"), csat=pl.lit(1.0))
    made = figures(["csat_pct"], pl.concat([rows, ROWS]), period="month", compare=["year"])
    assert made.select("period", "value", "year_ago", "year_change").rows()[3:] == [
        ("2025-01", 1, 0, None), ("2025-02", 0.5, 0, None), ("2025-03", 0, 0, None),
    ]  # fmt: skip


def test_during_limits_the_figures_but_not_what_they_are_compared_with() -> None:
    february = (datetime(2025, 2, 1), datetime(2025, 3, 1))
    made = figures(["volume"], period="month", compare=["prev"], during=february)
    assert made.select("period", "value", "prev").rows() == [("2025-02", 2, 1)]
    assert counts(during=february) == {"excluded without created_at": 1, "outside --during": 3, "used": 2}


def test_during_does_not_make_a_cohort_look_immature() -> None:
    rows = pl.LazyFrame({"customer_id": ["a", "a"], "created_at": [datetime(2025, 1, 31), datetime(2025, 2, 2)]})
    rows = pl.concat([rows, pl.LazyFrame({"customer_id": ["b"], "created_at": [datetime(2025, 3, 1)]})])
    made = figures(["fcr_window_7d"], rows, during=(datetime(2025, 1, 1), datetime(2025, 2, 1)))
    assert made.select("numerator", "denominator").row(0) == (0, 1)


def test_the_running_period_is_partial() -> None:
    made = figures(["volume"], period="month", as_of=datetime(2025, 3, 30, 12))
    assert made["partial"].to_list() == [False, False, True]
    assert not figures(["volume"], period="month", as_of=datetime(2025, 3, 31, 18))["partial"].any()
    assert "partial" not in figures(["volume"]).columns


def test_targets_by_id_or_label_and_by_direction() -> None:
    table = pl.DataFrame({"metric": ["满意率", "talk_p50", "volume", "通话时长"], "target": ["60%", "30", "5", "40"]})
    made = figures(["volume", "csat_pct", "talk"], targets=read(Sheet(table, "t.csv")))
    assert made.select("metric", "target", "gap", "met").rows() == [
        ("volume", 5, 1, None), ("csat_pct", 0.6, -0.2, False),
        ("talk_mean", 40, -4, None), ("talk_p50", 30, 0, None), ("talk_p90", None, None, None),
    ]  # fmt: skip


def test_less_is_better_for_a_wait() -> None:
    table = pl.DataFrame({"metric": ["wait_mean", "wait_p90"], "target": ["20", "19"]})
    made = figures(["wait"], pl.LazyFrame({"wait_s": [20.0]}), targets=read(Sheet(table, "t.csv")))
    assert made["met"].to_list() == [True, None, False]


def test_resolved_basis_dates_records_by_their_resolution() -> None:
    rows = pl.LazyFrame({
        "created_at": [datetime(2025, 1, 31), datetime(2025, 1, 1)], "resolved_at": [datetime(2025, 2, 1), None],
    }, schema={"created_at": pl.Datetime("us"), "resolved_at": pl.Datetime("us")})  # fmt: skip
    made = figures(["resolved"], rows, period="month", date_basis="resolved")
    assert made.select("period", "value", "date_basis").rows() == [("2025-02", 1, "resolved")]


def test_backlog_runs_over_the_periods_and_their_groups() -> None:
    moments = [("a", 1, 2), ("a", 1, None), ("b", 2, 2), ("a", 3, None), ("a", 4, 4)]
    rows = pl.LazyFrame({
        "channel": [name for name, _, _ in moments],
        "created_at": [datetime(2025, month, 5) for _, month, _ in moments],
        "resolved_at": [month and datetime(2025, month, 20) for _, _, month in moments],
    }, schema_overrides={"created_at": pl.Datetime("us"), "resolved_at": pl.Datetime("us")})  # fmt: skip
    end = datetime(2025, 4, 30)
    made = figures(["backlog"], rows, period="month", by=["channel"], rollup=True, as_of=end)
    assert made.select("period", "channel", "value").rows() == [
        ("2025-01", "a", 2), ("2025-01", "all", 2), ("2025-02", "a", 1), ("2025-02", "b", 0), ("2025-02", "all", 1),
        ("2025-03", "a", 2), ("2025-03", "all", 2), ("2025-04", "a", 2), ("2025-04", "all", 2),
    ]  # fmt: skip
    assert figures(["backlog"], rows, as_of=end)["value"].item() == 2
    assert figures(["backlog"], rows)["value"].item() == 3  # at the latest creation, one is not yet resolved
    flow = figures(["net_flow"], rows, as_of=end, period="month")
    assert flow.select("period", "value").rows() == [("2025-01", 2), ("2025-02", -1), ("2025-03", 1), ("2025-04", 0)]


def test_wide_has_a_column_a_metric() -> None:
    made = figures(["volume", "talk"], by=["channel"], wide=True)
    assert made.columns == ["channel", "period", "volume", "talk_mean", "talk_p50", "talk_p90"]
    assert made.row(0) == ("在线", "all", 3, 50, 50, 66)


def test_columns_that_do_not_apply_are_absent() -> None:
    assert figures(["csat_mean"], lang="en").columns == [
        "period", "metric", "label", "value", "unit", "n", "numerator", "denominator", "lo", "hi", "n_excluded",
        "date_basis", "rule",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "metrics", "options"),
    [
        ("kpi.metric", ["volum"], {}),
        ("kpi.metric", ["all", "volum"], {}),
        ("kpi.by", ["volume"], {"by": ["channel", "channel"]}),
        ("kpi.by", ["volume"], {"by": ["topic:x"]}),
        ("kpi.period", ["volume"], {"period": "decade"}),
        ("kpi.basis", ["volume"], {"date_basis": "closed"}),
        ("kpi.censored", ["volume"], {"censored": "weibull"}),
        ("kpi.compare", ["volume"], {"compare": ["next"], "period": "day"}),
        ("kpi.compare_all", ["volume"], {"compare": ["prev"]}),
        ("kpi.mix_all", ["volume"], {"mix": "channel"}),
        ("kpi.groupless", ["volume"], {"rank": True}),
        ("kpi.metric", ["volume"], {"rows": "volum"}),
    ],
)
def test_what_does_not_exist_is_refused_before_data_is_read(
    key: str, metrics: list[str], options: dict[str, Any]
) -> None:
    with pytest.raises(Usage) as caught:
        stage(metrics, **options)
    assert caught.value.key == key


def test_an_unknown_group_names_the_nearest_fields() -> None:
    with pytest.raises(Usage) as caught:
        stage(["volume"], by=["chanel"]).apply(ROWS)
    assert caught.value.params["column"] == "chanel"
    assert "channel" in str(caught.value.params["near"])


def test_a_metric_whose_fields_are_missing_names_them() -> None:
    with pytest.raises(Usage) as caught:
        stage(["nps"]).apply(ROWS)
    assert (caught.value.key, caught.value.params["fields"]) == ("kpi.needs", "nps")


def test_a_period_needs_its_time() -> None:
    with pytest.raises(Usage) as caught:
        stage(["volume"], period="month").apply(ROWS.drop("created_at"))
    assert caught.value.params["fields"] == "created_at"


def test_all_counts_what_is_lacking() -> None:
    made = stage(["all"]).apply(ROWS)
    assert made.found is not None
    told = dict(read_notes(made.found.collect()))
    assert "; nps: nps;" in str(told["kpi.lacking"])
    assert "--messages: art, art_rounds" in str(told["kpi.lacking"])


TICKET = st.fixed_dictionaries({
    "created_at": st.none() | st.integers(0, 80).map(lambda hours: datetime(2025, 1, 30) + timedelta(hours=hours)),
    "channel": st.sampled_from(["a", "b", None]),
    "customer_id": st.sampled_from(["1", "2", None]),
    "talk_s": st.none() | st.floats(-10, 5000),
    "csat": st.none() | st.integers(0, 6).map(float),
    "nps": st.none() | st.integers(0, 10),
    "resolved_at": st.none() | st.integers(0, 90).map(lambda hours: datetime(2025, 1, 30) + timedelta(hours=hours)),
    "refund_amount": st.none() | st.floats(0, 1000),
    "is_spam": st.sampled_from([None, False, True]),
})  # fmt: skip
MANY = st.lists(TICKET, min_size=1, max_size=25)
SET = [
    "volume",
    "customers",
    "talk",
    "rt_full",
    "csat_pct",
    "csat_mean",
    "nps",
    "refund_amount",
    "repeat_rate_12h",
    "backlog",
]


def frame(rows: list[dict[str, Any]]) -> pl.LazyFrame:
    return pl.LazyFrame(rows, schema={name: TYPES[name] for name in rows[0]})


@settings(deadline=None, max_examples=15)
@given(MANY.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_the_rows_changes_nothing(pair: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    options: dict[str, Any] = {"by": ["channel"], "period": "day", "rollup": True, "compare": ["prev"]}
    first, second = (figures(SET, frame(rows), **options) for rows in pair)
    assert_frame_equal(first, second, check_exact=True)


@settings(deadline=None, max_examples=15)
@given(MANY)
def test_numerators_of_the_parts_add_up_to_the_whole(rows: list[dict[str, Any]]) -> None:
    additive = ["volume", "csat_pct", "nps", "repeat_rate_12h"]
    parts = figures(additive, frame(rows), by=["channel"]).group_by("metric").agg(pl.col("n", "numerator").sum())
    whole = figures(additive, frame(rows)).select("metric", "n", pl.col("numerator").fill_null(0))
    assert_frame_equal(parts, whole, check_row_order=False)


@settings(deadline=None, max_examples=15)
@given(MANY)
def test_a_renamed_channel_changes_nothing_else(rows: list[dict[str, Any]]) -> None:
    renamed = frame(rows).with_columns(pl.col("channel").replace("a", "zzz"))
    first, second = (figures(SET, each, by=["channel"]) for each in (frame(rows), renamed))
    back = second.with_columns(pl.col("channel").replace("zzz", "a"))
    assert_frame_equal(first, back, check_row_order=False, check_exact=True)


@settings(deadline=None, max_examples=15)
@given(MANY)
def test_rates_lie_in_their_intervals(rows: list[dict[str, Any]]) -> None:
    made = figures(SET, frame(rows), by=["channel"]).filter(pl.col("lo").is_not_null() & pl.col("hi").is_not_null())
    assert made.filter((pl.col("lo") > pl.col("value") + 1e-6) | (pl.col("hi") < pl.col("value") - 1e-6)).is_empty()


PWC = Path(__file__).parents[2] / "../shared/data/pwc_call_center/Call-Center-Dataset.xlsx"


def calls() -> pl.LazyFrame:
    fastexcel = pytest.importorskip("fastexcel")
    raw = fastexcel.read_excel(PWC).load_sheet(0).to_polars()
    clock = (pl.col("AvgTalkDuration") - pl.datetime(1899, 12, 31)).dt.total_seconds()
    return raw.lazy().select(
        pl.col("Agent").alias("agent"),
        pl.col("Date").str.to_date().dt.combine(pl.col("Time").dt.time()).cast(pl.Datetime("us")).alias("created_at"),
        (pl.col("Answered (Y/N)") == "Y").alias("is_answered"),
        (pl.col("Resolved") == "Y").alias("is_resolved"),
        pl.col("Speed of answer in seconds").cast(pl.Float64).alias("wait_s"),
        clock.cast(pl.Float64).alias("talk_s"),
        pl.col("Satisfaction rating").cast(pl.Float64).alias("csat"),
    )


@pytest.mark.skipif(not PWC.exists(), reason="the shared data is not here")
def test_the_published_figures_of_the_pwc_calls() -> None:
    asked = ["volume", "wait_mean", "csat_mean", "talk_mean", "resolution_rate", "resolution_rate_answered", "csat_pct"]
    made = figures([*asked, "service_level_60s"], calls())
    assert dict(made.select("metric", pl.col("value").round(4)).rows()) == {
        "volume": 5000, "wait_mean": 67.5207, "csat_mean": 3.4036, "talk_mean": 224.9228, "resolution_rate": 0.7292,
        "resolution_rate_answered": 0.8994, "csat_pct": 0.499, "service_level_60s": 0.3592,
    }  # fmt: skip
    assert made.filter(pl.col("metric") == "wait_mean")["n"].item() == 4054


@pytest.mark.skipif(not PWC.exists(), reason="the shared data is not here")
def test_the_published_hours_months_and_agents_of_the_pwc_calls() -> None:
    hours = figures(["volume"], calls(), by=["hour"])["value"].to_list()
    assert hours == [547, 529, 590, 547, 594, 499, 531, 566, 583, 14]
    assert figures(["volume"], calls(), period="month")["value"].to_list() == [1772, 1616, 1612]
    dan = figures(
        ["volume", "handled", "resolved", "talk_mean", "wait_mean", "csat_mean"], calls(), by=["agent"], wide=True
    )
    row = dan.filter(pl.col("agent") == "Dan").select(pl.exclude("agent", "period").round(2)).row(0)
    assert row == (633, 523, 471, 231.19, 67.28, 3.45)


@pytest.mark.parametrize(
    ("metrics", "kind"),
    [
        (["art"], None),
        (["art", "art_within_3m"], "message"),
        (["art_within_3m", "csat_pct", "art"], "ticket"),
        (["csat_pct", "nps"], None),
        (["csat_pct", "fcr_survey"], "survey"),
        (["csat_pct", "volume"], "ticket"),
        (["contacts_per_1k_orders"], "ticket"),
    ],
)
def test_the_main_records_are_those_all_metrics_are_counted_over(metrics: list[str], kind: str | None) -> None:
    assert stage(metrics).kind == kind


@pytest.mark.parametrize("compare", [[], ["prev"], ["year"]])
def test_a_mix_of_a_limited_time_is_compared_with_records_outside_it(compare: list[str]) -> None:
    days = [datetime(year, month, 5) for year in (2024, 2025) for month in (1, 2)]
    rows = pl.LazyFrame(
        {"created_at": days * 2, "channel": ["a"] * 4 + ["b"] * 4, "csat": [5.0, 1.0] * 4},
        schema_overrides={name: TYPES[name] for name in ("created_at", "channel", "csat")},
    )
    asked = {"mix": "channel", "period": "month", "compare": compare}
    whole = figures(["csat_pct", "volume"], rows, **asked)
    made = figures(["csat_pct", "volume"], rows, **asked, during=(datetime(2025, 2, 1), datetime(2025, 3, 1)))
    assert made["period"].unique().to_list() == ["2025-02"]
    assert_frame_equal(made, whole.filter(period="2025-02"))
