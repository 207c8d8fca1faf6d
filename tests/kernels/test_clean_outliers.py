"""Fences, limits and scales: figures against hand-made ones, and what an action leaves behind."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.clean import Options, learner, outliers, scale, stage
from cstools.kernels.clean.fill import parse as fill
from cstools.kernels.clean.limits import SCHEMA, told
from cstools.kernels.stage import FIELD, LEVEL, RULE, VALUE

WAITS = [1.0, 2.0, 3.0, 4.0, 100.0, None]


def cleaned(frame, *asked, limits=None, **options):
    options = Options(outliers=[outliers.parse(one) for one in asked], defaults=False, limits=limits, **options)
    result = stage(options).apply(frame.lazy())
    return result, result.rows.collect()


def taught(frame, options):
    first, second = learner(options)
    chunks = [first.apply(frame[start : start + 3].lazy()).rows.collect() for start in range(0, frame.height, 3)]
    return told(second.apply(pl.concat(chunks).lazy()).found.collect())


@pytest.mark.parametrize(
    ("action", "values", "side"),
    [
        ("null", [1.0, 2.0, 3.0, 4.0, None, None], [("cell", "value.outlier", "wait_s", "100.0")]),
        ("cap", [1.0, 2.0, 3.0, 4.0, 7.0, None], []),
        ("drop", [1.0, 2.0, 3.0, 4.0, None], [("dropped", "value.outlier", "wait_s", "100.0")]),
        ("flag", WAITS, []),
    ],
)
def test_outliers(action, values, side):
    result, rows = cleaned(pl.DataFrame({"wait_s": WAITS}), f"wait_s=iqr:{action}")
    assert rows["wait_s"].to_list() == values
    assert rows.columns == (["wait_s", "flags"] if action == "flag" else ["wait_s"])
    if action == "flag":
        assert rows["flags"].to_list() == [None, None, None, None, ["wait_s.outlier"], None]
    sides = [] if result.rejects is None else result.rejects.select(LEVEL, RULE, FIELD, VALUE).collect().rows()
    assert sides == side


def test_a_flag_stands_though_the_value_is_capped_after():
    _, rows = cleaned(pl.DataFrame({"wait_s": WAITS}), "wait_s=iqr", "wait_s=iqr:cap", "wait_s=mad(9)")
    assert rows.row(4) == (7.0, ["wait_s.outlier"])


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("rounds=iqr", -1.0, 7.0),
        ("rounds=iqr(3)", -4.0, 10.0),
        ("rounds=zscore(1)", -22.0, 66.0),  # 22 +- 43.6, outwards
        ("rounds=mad(2)", 0.0, 6.0),  # 3 +- 2 * 1.4826
    ],
)
def test_k(text, low, high):
    frame = pl.DataFrame({"rounds": [1, 2, 3, 4, 100]})
    options = Options(outliers=[outliers.parse(text)], defaults=False)
    assert taught(frame, options).select("method", "low", "high").row(0)[1:] == (low, high)


def test_skewed_durations_are_judged_on_a_log_scale():
    """Durations run from seconds to hours: on their own scale, the slow half of a channel would be outliers."""
    values = [float(round(math.exp(n / 10))) for n in range(60)] + [1e6]
    options = {"defaults": False}
    plain, logged = (
        taught(pl.DataFrame({name: values}), Options(outliers=[outliers.parse(f"{name}=iqr")], **options)).row(
            0, named=True
        )
        for name in ("refund_amount", "handle_s")
    )
    assert (plain["log"], logged["log"]) == (None, True)
    assert plain["high"] < values[55] < values[59] < logged["high"] < 1e6
    ordered = pl.Series(values).log1p()
    first, third = (ordered.quantile(p, "linear") for p in (0.25, 0.75))
    assert logged["high"] == math.ceil(1000 * math.expm1(third + 1.5 * (third - first))) / 1000


@pytest.mark.parametrize("values", [[-5.0, 1.0, 2.0, 3.0, 90.0, 95.0], [1.0, 2.0, 3.0, 4.0, 5.0]])
def test_no_log_below_zero_nor_where_the_quartiles_are_even(values):
    asked = Options(outliers=[outliers.parse("wait_s=iqr")], defaults=False)
    assert taught(pl.DataFrame({"wait_s": values}), asked)["log"].to_list() == [False]


GROUPS = pl.DataFrame(
    {
        "channel": ["电话"] * 6 + ["邮件"] * 6 + ["抖音", None],
        "rounds": [1, 2, 2, 3, 3, 50, 100, 110, 120, 130, 140, 9000, 8000, 2],
    }
)


def test_a_group_has_fences_of_its_own():
    """50 rounds are many for a call and few for a mail; where a group is small or unknown, those of all hold."""
    _, rows = cleaned(GROUPS, "rounds=iqr by channel:null")
    assert rows["rounds"].to_list() == [1, 2, 2, 3, 3, None, 100, 110, 120, 130, 140, None, None, 2]


def test_limits_learned_are_the_limits_used():
    asked = ["rounds=iqr(2) by channel:cap", "rounds=zscore"]
    parsed = [outliers.parse(one) for one in asked]
    scales = [scale.parse("rounds=minmax")]
    table = taught(GROUPS, Options(outliers=parsed, scales=scales, defaults=False))
    assert dict(table.schema) == SCHEMA
    assert table.select("field", "method", "by", "group", "n").rows() == [
        ("rounds", "iqr(2)", "channel", None, 14),
        ("rounds", "iqr(2)", "channel", "电话", 6),
        ("rounds", "iqr(2)", "channel", "邮件", 6),
        ("rounds", "minmax", None, None, 14),
        ("rounds", "zscore(3)", None, None, 14),
    ]
    whole, rows = cleaned(GROUPS, *asked, scales=scales)
    assert told(whole.found.collect()).equals(table)
    by_chunks = [cleaned(GROUPS[at : at + 5], *asked, limits=table, scales=scales)[1] for at in range(0, 14, 5)]
    assert pl.concat(by_chunks).equals(rows)
    assert stage(Options(outliers=parsed, limits=table)).scope == "row"


def test_limits_that_lack_what_is_asked():
    table = taught(GROUPS, Options(outliers=[outliers.parse("rounds=iqr by channel")]))
    with pytest.raises(Usage, match="limits_lack") as error:
        cleaned(GROUPS, "rounds=iqr(3) by channel", limits=table)
    assert error.value.params == {"what": "rounds=iqr(3) by channel", "known": "rounds=iqr(1.5) by channel"}


def test_with_limits_twice_is_once_whatever_the_method():
    frame = pl.DataFrame({"handle_s": [1.0, 5.0, 9.0, 20.0, 3000.0, 1e6]})
    for method in outliers.METHODS:
        asked = f"handle_s={method}(1):cap"
        table = taught(frame, Options(outliers=[outliers.parse(asked)], defaults=False))
        _, once = cleaned(frame, asked, limits=table)
        again, twice = cleaned(once, asked, limits=table)
        assert twice.equals(once)
        assert again.counts.collect().filter(pl.col("name") == "outliers capped")["n"].sum() == 0


@pytest.mark.parametrize("method", outliers.METHODS)
@pytest.mark.parametrize("values", [[5.0] * 10, [None, None], [3.0]])
def test_what_does_not_spread_has_no_outliers(method, values):
    frame = pl.DataFrame({"wait_s": values}, schema={"wait_s": pl.Float64})
    assert cleaned(frame, f"wait_s={method}")[1]["flags"].to_list() == [None] * len(values)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30), st.sampled_from(["iqr", "mad", "iqr(0.5)"]))
def test_capping_changes_outliers_only_holds_them_inside_and_is_done_once(values, method):
    frame = pl.DataFrame({"rounds": values})
    asked = outliers.parse(f"rounds={method}:cap")
    low, high = taught(frame, Options(outliers=[asked])).select("low", "high").row(0)
    _, once = cleaned(frame, f"rounds={method}:cap")
    assert once["rounds"].dtype == pl.Int64
    inside = frame["rounds"].is_between(low, high) if low is not None else pl.Series([True] * len(values))
    assert ((once["rounds"] == frame["rounds"]) == inside).all()
    assert low is None or once["rounds"].is_between(low, high).all()
    assert cleaned(once, f"rounds={method}:cap")[1].equals(once)


@pytest.mark.parametrize(
    "text", ["wait_s", "wait_s=best", "wait_s=iqr:hide", "=iqr", "wait_s=iqr(0)", "wait_s=iqr(x)", "wait_s=iqr by ,"]
)
def test_outliers_that_cannot_be_read(text):
    with pytest.raises(Usage, match=r"clean\.outliers"):
        outliers.parse(text)


def test_outliers_and_scales_of_text():
    frame = pl.DataFrame({"agent": ["a"]})
    with pytest.raises(Usage, match="outliers_type"):
        cleaned(frame, "agent=iqr")
    with pytest.raises(Usage, match="scale_type"):
        cleaned(frame, scales=[scale.parse("agent=zscore")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("csat=zscore", [-1.0, 0.0, 1.0, None]),
        ("csat=minmax", [0.0, 0.5, 1.0, None]),
        ("csat=minmax by team", [0.0, 1.0, 1.0, None]),  # one value alone does not spread: the scale of all
    ],
)
def test_scales(text, expected):
    frame = pl.DataFrame({"csat": [1.0, 3.0, 5.0, None], "team": ["甲", "甲", "乙", "乙"]})
    _, rows = cleaned(frame, scales=[scale.parse(text)])
    assert rows["csat_scaled"].to_list() == expected
    assert rows.drop("csat_scaled").equals(frame)


def test_a_scale_of_one_value_is_null():
    _, rows = cleaned(pl.DataFrame({"csat": [4.0, 4.0]}), scales=[scale.parse("csat=zscore")])
    assert rows["csat_scaled"].to_list() == [None, None]


@pytest.mark.parametrize("text", ["csat", "csat=log", "=zscore", "csat=zscore by "])
def test_scales_that_cannot_be_read(text):
    with pytest.raises(Usage, match=r"clean\.scale"):
        scale.parse(text)


def test_fences_rest_on_filled_values_as_they_go_on():
    frame = pl.DataFrame({"rounds": [1, 2, 3, 4, None], "agent": ["A", "A", "A", "A", None]})
    options = Options(fills=[fill("rounds=100")], outliers=[outliers.parse("rounds=iqr")], require=["agent"])
    assert taught(frame, options)["n"].to_list() == [4]
