"""A change split into structure and own effect: tables by hand, and that the parts always make the whole."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cstools.kernels.expr.stats import ratio, rounded
from cstools.kernels.kpi.mix import left_out, mixed

JAN, FEB, MAR = (datetime(2025, month, 1) for month in (1, 2, 3))
TYPES = {
    "channel": pl.String, "__start": pl.Datetime("us"), "numerator": pl.Float64, "denominator": pl.Float64,
}  # fmt: skip


def rates(
    *cells: tuple[str | None, datetime, float, float], metric: str = "csat_pct", unit: str = "ratio"
) -> pl.DataFrame:
    """Figures of one metric: channel, month, numerator, denominator."""
    made = pl.DataFrame(cells, schema=TYPES, orient="row")
    words = {"metric": metric, "label": metric, "unit": unit, "__better": "+", "__rank": 0, "__total_channel": False}
    return made.with_columns(
        pl.col("__start").dt.strftime("%Y-%m").alias("period"),
        pl.col("denominator").cast(pl.Int64).alias("n"),
        rounded(ratio(pl.col("numerator"), pl.col("denominator"))).alias("value"),
        pl.lit(0.0).alias("lo"), pl.lit(0.0).alias("hi"),
        *(pl.lit(value).alias(name) for name, value in words.items()),
    )  # fmt: skip


def split(rows: pl.DataFrame, **options: Any) -> dict[str | None, tuple[float | None, float | None]]:
    made = mixed(rows, "channel", ["channel"], "month", **options)
    return {channel: (structure, own) for channel, structure, own in made.select("channel", "structure", "own").rows()}


def test_the_example_of_a_meeting() -> None:
    """满意率+1.4点：结构变化+0.9，自身改善+0.5."""
    rows = rates(("app", JAN, 450, 500), ("tel", JAN, 300, 500), ("app", FEB, 490, 530), ("tel", FEB, 271, 470))
    made = mixed(rows, "channel", ["channel"], "month")
    assert made["channel"].to_list() == ["app", "tel", "all"]
    assert made["period_before"].to_list() == ["2025-01"] * 3
    whole = made.row(2, named=True)
    assert (whole["value_before"], whole["value"], whole["n_before"], whole["n"]) == (0.75, 0.761, 1000, 1000)
    r = {"app": (0.9, 490 / 530), "tel": (0.6, 271 / 470)}
    own = (r["app"][1] - 0.9) * 0.515 + (r["tel"][1] - 0.6) * 0.485
    structure = 0.03 * (sum(r["app"]) / 2) - 0.03 * (sum(r["tel"]) / 2)
    assert (whole["structure"], whole["own"]) == (pytest.approx(structure, abs=2e-9), pytest.approx(own, abs=2e-9))
    assert made["share"].to_list() == [0.53, 0.47, 1.0]


def test_only_shares_move() -> None:
    rows = rates(("app", JAN, 90, 100), ("tel", JAN, 60, 100), ("app", FEB, 45, 50), ("tel", FEB, 90, 150))
    assert split(rows) == {"app": (-0.046875, 0.0), "tel": (-0.028125, 0.0), "all": (-0.075, 0.0)}


def test_only_values_move() -> None:
    rows = rates(("app", JAN, 90, 100), ("tel", JAN, 60, 100), ("app", FEB, 95, 100), ("tel", FEB, 70, 100))
    assert split(rows) == {"app": (0.0, 0.025), "tel": (0.0, 0.05), "all": (0.0, 0.075)}


def test_what_is_in_one_period_only_is_structure() -> None:
    rows = rates(("app", JAN, 80, 100), ("fax", JAN, 20, 100), ("app", FEB, 80, 100), (None, FEB, 90, 100))
    # totals .5 and .85, their mean .675: fax leaves with -.5 x (.2 - .675), what has no channel comes with .5 x .225
    assert split(rows) == {"app": (0.0, 0.0), "fax": (0.2375, 0.0), None: (0.1125, 0.0), "all": (0.35, 0.0)}
    made = mixed(rows, "channel", ["channel"], "month")
    assert made["value"].to_list() == [0.8, None, 0.9, 0.85]
    assert made["share"].to_list() == [0.5, 0.0, 0.5, 1.0]


def test_a_value_without_records_is_not_there() -> None:
    rows = rates(("app", JAN, 8, 10), ("tel", JAN, 0, 0), ("app", FEB, 9, 10), ("tel", FEB, 5, 10))
    assert split(rows)["tel"] == (-0.125, 0.0)


def test_counts_add_up_and_have_no_structure() -> None:
    rows = rates(("app", JAN, 30, 1), ("tel", JAN, 10, 1), ("app", FEB, 20, 1), ("fax", FEB, 5, 1))
    rows = rows.with_columns(
        pl.col("numerator").alias("value"), pl.lit("volume").alias("metric"), pl.lit("n").alias("unit"),
        pl.lit(None, dtype=pl.Float64).alias("numerator"), pl.lit(None, dtype=pl.Float64).alias("denominator"),
    )  # fmt: skip
    assert split(rows) == {"app": (None, -10.0), "fax": (None, 5.0), "tel": (None, -10.0), "all": (None, -15.0)}
    made = mixed(rows, "channel", ["channel"], "month")
    assert made["share_before"].to_list() == [0.75, 0.0, 0.25, 1.0]
    assert made["value"].to_list() == [20.0, 5.0, 0.0, 25.0]


def test_an_index_is_split_in_its_points() -> None:
    rows = rates(
        ("app", JAN, 5, 10), ("tel", JAN, -5, 10), ("app", FEB, 7, 10), ("tel", FEB, -5, 10), metric="nps", unit="pt"
    )
    assert split(rows) == {"app": (0.0, 10.0), "tel": (0.0, 0.0), "all": (0.0, 10.0)}


def test_only_with_an_earlier_period() -> None:
    rows = rates(("app", JAN, 1, 2), ("app", MAR, 1, 2))
    assert mixed(rows, "channel", ["channel"], "month").height == 0
    rows = rates(("app", JAN, 1, 2), ("app", FEB, 2, 2), ("app", MAR, 1, 2))
    assert mixed(rows, "channel", ["channel"], "month")["period"].to_list() == ["2025-02"] * 2 + ["2025-03"] * 2
    assert mixed(rows, "channel", ["channel"], "all").height == 0
    rows = rates(("app", datetime(2024, 2, 1), 1, 2), ("app", FEB, 2, 2), ("app", MAR, 2, 2))
    made = mixed(rows, "channel", ["channel"], "month", against="year")
    assert made.select("period_before", "period", "own").rows() == [("2024-02", "2025-02", 0.5)] * 2


def test_other_groups_have_each_their_own() -> None:
    one = rates(("app", JAN, 1, 2), ("app", FEB, 2, 2)).with_columns(pl.lit("x").alias("team"))
    other = rates(("app", FEB, 2, 2)).with_columns(pl.lit("y").alias("team"))
    made = mixed(pl.concat([one, other]), "channel", ["team", "channel"], "month")
    assert made.select("team", "channel", "own").rows() == [("x", "app", 0.5), ("x", "all", 0.5)]
    assert made.columns[:2] == ["team", "channel"]


def test_rollup_totals_are_not_counted_twice() -> None:
    rows = rates(("app", JAN, 1, 2), ("app", FEB, 2, 2))
    total = rows.with_columns(pl.lit("all").alias("channel"), pl.lit(True).alias("__total_channel"))
    assert_frame_equal(
        mixed(pl.concat([rows, total]), "channel", ["channel"], "month"), mixed(rows, "channel", ["channel"], "month")
    )
    assert mixed(rows, "channel", ["channel"], "month")["__total_channel"].to_list() == [False, True]


def test_what_cannot_be_split_is_left_out_and_named() -> None:
    rows = pl.concat(rates(("app", JAN, 1, 2), ("app", FEB, 2, 2), metric=name) for name in ("wait_p90", "customers"))
    assert mixed(rows, "channel", ["channel"], "month").height == 0
    assert left_out(rows) == ("wait_p90", "customers")
    assert left_out(rates(("app", JAN, 1, 2))) == ()


cells = st.tuples(
    st.sampled_from(["app", "tel", "fax", None, "web"]), st.sampled_from([JAN, FEB, MAR]),
    st.integers(-900, 900), st.integers(0, 700),
)  # fmt: skip
tables = st.lists(cells, min_size=1, max_size=15, unique_by=lambda cell: cell[:2])


@given(tables, st.sampled_from([("csat_pct", "ratio", 9), ("csat_mean", "pt", 6), ("nps", "pt", 6)]))
@settings(max_examples=60, deadline=None)
def test_structure_and_own_make_the_change_to_the_last_digit(table: Any, metric: tuple[str, str, int]) -> None:
    name, unit, digits = metric
    made = mixed(rates(*table, metric=name, unit=unit), "channel", ["channel"], "month")
    size = 10**digits
    numbers = made.select("period", "channel", *(
        (pl.col(one) * size).round().cast(pl.Int64) for one in ("value_before", "value", "structure", "own")
    ))  # fmt: skip
    for (_,), part in numbers.partition_by("period", as_dict=True).items():
        whole = part.filter(pl.col("channel") == "all").row(0, named=True)
        assert whole["structure"] + whole["own"] == whole["value"] - whole["value_before"]
        rows = part.filter(pl.col("channel").is_null() | (pl.col("channel") != "all"))
        assert (rows["structure"].sum(), rows["own"].sum()) == (whole["structure"], whole["own"])


@given(tables, st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows_changes_nothing(table: Any, random: Any) -> None:
    shuffled = list(table)
    random.shuffle(shuffled)
    made = (mixed(rates(*each), "channel", ["channel"], "month") for each in (table, shuffled))
    assert_frame_equal(*made, check_exact=True)


def test_the_earlier_period_may_be_one_that_is_not_asked_for() -> None:
    rows = rates(("app", JAN, 450, 500), ("tel", JAN, 300, 500), ("app", FEB, 490, 530), ("web", FEB, 271, 470))
    asked = rows.filter(pl.col("__start") == FEB)
    assert mixed(asked, "channel", ["channel"], "month").height == 0
    made = mixed(asked, "channel", ["channel"], "month", past=rows)
    assert_frame_equal(made, mixed(rows, "channel", ["channel"], "month"))
