"""Rules, fills and outliers: one case a rule, and the figures of fills and fences against hand-made ones."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.clean import Options, fill, outliers, rules, stage
from cstools.kernels.stage import FIELD, LEVEL, RULE, VALUE
from cstools.model.rules import RULES

T = datetime(2025, 7, 1, 9, 30, 20)


def sides(frame, **options):
    result = stage(Options(**options)).apply(frame.lazy())
    return result.rejects.select(LEVEL, RULE, FIELD, VALUE).collect().rows()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"csat": 6.0}, ("csat.range", "csat", "6.0")),
        ({"csat": 0.0}, ("csat.range", "csat", "0.0")),
        ({"csat": 9.0, "csat_scale": 10}, None),
        ({"csat": 0.0, "csat_scale": 100}, None),
        ({"csat": 4.0, "csat_scale": 3}, ("csat.range", "csat", "4.0")),
        ({"nps": 11}, ("nps.range", "nps", "11")),
        ({"ces": 0.5}, ("ces.range", "ces", "0.5")),
        ({"wait_s": -1.0}, ("duration.negative", "wait_s", "-1.0")),
        ({"rounds": -1}, ("count.negative", "rounds", "-1")),
        ({"refund_amount": -3.5}, ("amount.negative", "refund_amount", "-3.5")),
        ({"resolved_at": datetime(1970, 1, 1)}, ("time.range", "resolved_at", "1970-01-01 00:00:00")),
        ({"status": "流转"}, ("cell.enum", "status", "流转")),
        ({"status": "处理中"}, None),
        ({"survey_kind": "nps", "replied_at": T, "score": 0.0}, None),
        ({"survey_kind": "csat", "replied_at": T, "score": 0.0}, ("score.range", "score", "0.0")),
        ({"survey_kind": "nps", "replied_at": T, "score": 11.0}, ("score.range", "score", "11.0")),
        ({"stars": 6.0, "review_id": "1"}, ("stars.range", "stars", "6.0")),
        ({"ordered_at": T, "amount": -1.0}, ("amount.negative", "amount", "-1.0")),
    ],
)
def test_cells(row, expected):
    frame = pl.DataFrame([row])
    assert sides(frame) == ([] if expected is None else [("cell", *expected)])
    rows = stage(Options()).apply(frame.lazy()).rows.collect()
    assert rows.height == 1
    if expected is not None:
        assert rows[expected[1]].to_list() == [None]
        assert expected[0] in RULES


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"created_at": T, "resolved_at": datetime(2025, 7, 1, 9, 30, 19)}, "resolved_at"),
        ({"created_at": T, "first_response_at": datetime(2025, 7, 1, 9, 29)}, "first_response_at"),
        ({"created_at": T, "first_response_at": datetime(2025, 7, 1, 9, 30)}, None),
        ({"created_at": T, "closed_at": datetime(2025, 7, 1)}, None),
        ({"created_at": T, "closed_at": datetime(2025, 6, 30)}, "closed_at"),
        ({"created_at": T, "resolved_at": T}, None),
        ({"ordered_at": T, "paid_at": datetime(2025, 7, 1, 9, 30, 1)}, "paid_at"),
        ({"survey_id": "1", "sent_at": T, "replied_at": datetime(2025, 6, 1)}, "replied_at"),
    ],
)
def test_times_that_run_backwards(row, field):
    expected = [] if field is None else [("row", "dates.order", field, f"{row[field]:%Y-%m-%d %H:%M:%S}")]
    assert sides(pl.DataFrame([row])) == expected


def test_a_record_is_rejected_once_by_the_first_rule_it_breaks():
    early = datetime(2025, 6, 1)
    frame = pl.DataFrame([{"ticket_id": None, "created_at": T, "first_response_at": early, "resolved_at": early}])
    assert [row[:3] for row in sides(frame, require=["ticket_id"])] == [("row", "dates.order", "first_response_at")]


def test_a_default_time_is_blanked_and_the_record_kept():
    frame = pl.DataFrame([{"created_at": T, "resolved_at": datetime(1970, 1, 1, 8)}])
    assert [row[:2] for row in sides(frame)] == [("cell", "time.range")]


def test_future_only_against_as_of():
    frame = pl.DataFrame([{"created_at": T}])
    assert sides(frame) == []
    assert sides(frame, as_of=datetime(2025, 6, 30)) == [("row", "time.future", "created_at", "2025-07-01 09:30:20")]


def test_require_after_fill():
    frame = pl.DataFrame({"agent": [None, "A"], "team": [None, "T"]}, schema={"agent": pl.String, "team": pl.String})
    assert sides(frame, require=["team"], defaults=False) == [("row", "value.missing", "team", None)]
    assert sides(frame, require=["team"], fills=[fill.parse("team=未分组")], defaults=False) == []


def test_require_what_no_record_has():
    frame = pl.DataFrame({"csat": [1.0]})
    assert sides(frame, require=["order_id"]) == [("row", "id.missing", "order_id", None)]
    with pytest.raises(Usage, match=r"field\.unknown"):
        sides(frame, require=["ordr_id"])


def filled(values, text, name="csat", dtype=pl.Float64):
    frame = pl.LazyFrame({name: values}, schema={name: dtype})
    return fill.filled(frame, "ticket", [fill.parse(text)]).collect()[name].to_list()


@pytest.mark.parametrize(
    ("values", "text", "expected"),
    [
        ([None, 1.0, 5.0, 5.0], "csat=mode", 5.0),
        ([None, 5.0, 1.0], "csat=mode", 1.0),
        ([None, 1.0, 2.0, 5.0, 9.0], "csat=median", 3.5),
        ([None, 1.0, 2.0], "csat=mean", 1.5),
        ([None, 1.0], "csat=3", 3.0),
        ([None], "csat=median", None),
        ([None], "csat=mean", None),
        ([None], "csat=mode", None),
    ],
)
def test_fills(values, text, expected):
    assert filled(values, text) == [expected, *values[1:]]


def test_fills_of_other_types():
    assert filled([None, "a", "b", "b"], "agent=mode", "agent", pl.String)[0] == "b"
    assert filled([None, 1, 2], "rounds=mean", "rounds", pl.Int64)[0] == 2
    assert filled([None], "is_spam=false", "is_spam", pl.Boolean) == [False]
    assert filled([None], "created_at=2025-10-01", "created_at", pl.Datetime("us")) == [datetime(2025, 10, 1)]
    assert filled([None], "tags=a|b", "tags", pl.List(pl.String)) == [["a", "b"]]
    assert filled([None, 0.1, 0.2], "refund_amount=mean", "refund_amount")[0] == 0.15


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("csat", "clean.fill"),
        ("=mode", "clean.fill"),
        ("csat=three", "clean.fill_value"),
        ("agent=mean", "clean.fill_type"),
        ("tags=mode", "clean.fill_type"),
        ("catgory=x", "field.unknown"),
    ],
)
def test_fills_that_cannot_be(text, key):
    with pytest.raises(Usage, match=key):
        filled([None], text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1e5) | st.none(), min_size=2, max_size=20), st.randoms())
def test_computed_fills_do_not_depend_on_the_order(values, random):
    other = list(values)
    random.shuffle(other)
    for how in ("mode", "median", "mean"):
        made = {
            value
            for rows in (values, other)
            for given_, value in zip(rows, filled(rows, f"handle_s={how}", "handle_s"), strict=True)
            if given_ is None
        }
        assert len(made) <= 1


WAITS = [1.0, 2.0, 3.0, 4.0, 100.0, None]


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
    options = {"outliers": [outliers.parse(f"wait_s=iqr:{action}")], "defaults": False}
    frame = pl.DataFrame({"wait_s": WAITS})
    result = stage(Options(**options)).apply(frame.lazy())
    rows = result.rows.collect()
    assert rows["wait_s"].to_list() == values
    assert rows.columns == (["wait_s", "flags"] if action == "flag" else ["wait_s"])
    if action == "flag":
        assert rows["flags"].to_list() == [None, None, None, None, ["wait_s.outlier"], None]
    else:
        assert ([] if result.rejects is None else sides(frame, **options)) == side


def test_a_flag_stands_though_the_value_is_capped_after():
    asked = [outliers.parse("wait_s=iqr"), outliers.parse("wait_s=iqr:cap")]
    rows = stage(Options(outliers=asked, defaults=False)).apply(pl.LazyFrame({"wait_s": WAITS})).rows.collect()
    assert rows.row(4) == (7.0, ["wait_s.outlier"])


@pytest.mark.parametrize("method", outliers.METHODS)
@pytest.mark.parametrize("values", [[5.0] * 10, [None, None], [3.0]])
def test_what_does_not_spread_has_no_outliers(method, values):
    frame = pl.LazyFrame({"wait_s": values}, schema={"wait_s": pl.Float64})
    lf, beyond = outliers.far(frame, "ticket", outliers.Outliers("wait_s", method))
    assert not lf.select(beyond.any()).collect().item()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30), st.sampled_from(["iqr", "mad"]))
def test_capping_changes_outliers_only_and_holds_them_inside(values, method):
    options = Options(outliers=[outliers.Outliers("rounds", method, "cap")], defaults=False)
    frame = pl.DataFrame({"rounds": values})
    lf, beyond = outliers.far(frame.lazy(), "ticket", options.outliers[0])
    low, high, out = lf.select(*outliers.helper_columns(lf.collect_schema().names()), beyond.alias("out")).collect()
    capped = stage(options).apply(frame.lazy()).rows.collect()["rounds"]
    assert capped.dtype == pl.Int64
    assert ((capped == frame["rounds"]) | out).all()
    assert (capped.is_between(low, high) | low.is_null()).all()


@pytest.mark.parametrize("text", ["wait_s", "wait_s=best", "wait_s=iqr:hide", "=iqr"])
def test_outliers_that_cannot_be_read(text):
    with pytest.raises(Usage, match=r"clean\.outliers"):
        outliers.parse(text)


def test_outliers_of_text():
    with pytest.raises(Usage, match="outliers_type"):
        outliers.far(pl.LazyFrame({"agent": ["a"]}), "ticket", outliers.Outliers("agent", "iqr"))


def test_rule_ids_have_their_sentences():
    for kind in ("ticket", "order", "message", "survey", "review", "refund", "roster", "agent_state", "stat"):
        names = list(rules.fields.of(kind))
        found = [cell.rule for cell in rules.cells(kind, names)] + [
            broken.rule for broken in rules.records(kind, names, T)
        ]
        assert set(found) <= set(RULES)
