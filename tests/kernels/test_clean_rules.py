"""Rules: one case each."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from cstools.errors import Usage
from cstools.kernels.clean import Options, fill, stage
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
        ({"handle_s": 999999.0}, ("duration.range", "handle_s", "999999.0")),
        ({"handle_s": 86400.0}, None),
        ({"wait_s": 999999.0}, None),
        ({"refund_amount": 2e7}, ("amount.range", "refund_amount", "20000000.0")),
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


EARLY = datetime(2025, 6, 1)


@pytest.mark.parametrize(
    ("row", "level", "rule", "field"),
    [
        ({"created_at": T, "resolved_at": datetime(2025, 7, 1, 9, 30, 19)}, "cell", "time.order", "resolved_at"),
        ({"created_at": T, "first_response_at": datetime(2025, 7, 1, 9, 30)}, None, None, None),
        ({"created_at": T, "closed_at": datetime(2025, 7, 1)}, None, None, None),
        ({"created_at": T, "closed_at": datetime(2025, 6, 30)}, "cell", "time.order", "closed_at"),
        ({"created_at": T, "resolved_at": T}, None, None, None),
        ({"created_at": T, "answered_at": T, "resolved_at": EARLY}, "cell", "time.order", "resolved_at"),
        ({"created_at": T, "answered_at": EARLY, "resolved_at": EARLY}, "row", "dates.order", "answered_at"),
        ({"created_at": T, "resolved_at": datetime(2028, 1, 1)}, "cell", "time.far", "resolved_at"),
        ({"ordered_at": T, "paid_at": datetime(2025, 7, 1, 9, 30, 1)}, "cell", "time.order", "paid_at"),
        ({"survey_id": "1", "sent_at": T, "replied_at": EARLY}, "row", "dates.order", "replied_at"),
    ],
)
def test_times_that_run_backwards(row, level, rule, field):
    expected = [] if field is None else [(level, rule, field, f"{row[field]:%Y-%m-%d %H:%M:%S}")]
    assert sides(pl.DataFrame([row])) == expected


def test_a_good_time_is_not_blamed_for_a_bad_one():
    frame = pl.DataFrame([{"created_at": datetime(1970, 1, 1), "resolved_at": T}])
    assert sides(frame) == [("cell", "time.range", "created_at", "1970-01-01 00:00:00")]


def flags(frame, **options):
    return stage(Options(**options)).apply(frame.lazy()).rows.collect()["flags"].to_list()


def test_resolved_before_its_first_response_is_flagged_and_kept():
    frame = pl.DataFrame([{"customer_id": "1", "order_id": "1", "first_response_at": T, "resolved_at": EARLY}])
    assert sides(frame) == []
    assert flags(frame) == [["dates.resolved"]]


def test_a_low_rating_needs_a_reason():
    ids = {"customer_id": "1", "order_id": "1"}
    low, high = {**ids, "csat": 2.0}, {**ids, "csat": 3.0}
    assert flags(pl.DataFrame([low])) == [["rating.reason"]]
    rows = [low, high, {**low, "csat_comment": "慢"}, {**low, "csat_scale": 3}, {**low, "csat": 4.0, "csat_scale": 10}]
    frame = pl.DataFrame(rows, schema_overrides={"csat_comment": pl.String})
    assert flags(frame) == [["rating.reason"], None, None, None, ["rating.reason"]]


def test_a_refund_above_what_was_paid_is_no_defect():
    assert sides(pl.DataFrame([{"ordered_at": T, "paid_amount": 5.0, "refund_amount": 8.0}])) == []


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
