"""What came of an action, against figures counted by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest

from cstools.errors import Usage
from cstools.kernels.report import build
from cstools.model.report import Action, Actions
from cstools.model.report.planned import Planned
from tests.months import blocks, tickets

EMAIL = Planned("A1", "2025-09", "派单", "frt_within_3m", where="channel = '邮件'", target=0.5)


def mails(before: int, after: int, of: int = 100) -> pl.DataFrame:
    """So many of `of` mails a month were answered within three minutes; contacts of another channel never were."""
    rows = []
    for month, quick in ((9, before), (10, after)):
        for number in range(of):
            at = datetime(2025, month, 1) + timedelta(hours=7 * number)
            rows.append((f"{month}m{number}", at, "邮件", 60.0 if number < quick else 900.0))
            rows.append((f"{month}t{number}", at, "电话", 900.0))
    return pl.DataFrame(rows, schema=["ticket_id", "created_at", "channel", "first_response_s"], orient="row")


def followed(frame: pl.DataFrame, *planned: Planned) -> list[Action]:
    found = [block for block in blocks(build(frame, "2025-10", planned=planned), Actions) if block.followed]
    return list(found[0].items) if found else []


def test_an_effect_is_measured_on_the_records_it_concerns():
    action = followed(mails(20, 70), EMAIL)[0]
    assert (action.before.value, action.now.value, action.change.value) == (0.2, 0.7, 0.5)
    assert (action.n_before, action.n, action.verdict) == (100, 100, "verdict.better")
    assert action.interval.lo > 0
    assert (action.target.value, action.target.unit) == (0.5, "ratio")


@pytest.mark.parametrize(
    ("before", "after", "verdict"), [(70, 20, "worse"), (50, 52, "unsure"), (50, 50, "unsure"), (0, 100, "better")]
)
def test_the_verdict_follows_the_interval(before, after, verdict):
    assert followed(mails(before, after), EMAIL)[0].verdict == f"verdict.{verdict}"


def test_too_few_to_tell():
    assert followed(mails(0, 9, of=9), EMAIL)[0].verdict == "verdict.few"


def test_only_what_came_after_the_action_counts():
    late = Planned("A2", "2025-09", "派单", "frt_within_3m", where="channel = '邮件'", since="2025-10-22")
    action = followed(mails(20, 70), late)[0]
    assert action.now.value == 0.0
    assert action.n < 100


def test_an_action_not_yet_begun_or_of_this_month_is_not_followed_up():
    assert followed(mails(20, 70), Planned("A3", "2025-09", "等", "frt_within_3m", since="2025-11-05")) == []
    assert followed(mails(20, 70), Planned("A4", "2025-10", "等", "frt_within_3m")) == []


def test_counts_are_compared_a_day():
    action = followed(tickets(surge=0), Planned("A5", "2025-09", "自助查询", "volume", where="category = '物流'"))[0]
    frame = tickets(surge=0).filter(pl.col("category") == "物流")
    september = frame.filter(pl.col("created_at").dt.month() == 9).height / 30
    october = frame.filter(pl.col("created_at").dt.month() == 10).height / 31
    assert action.change.value == pytest.approx(october / september - 1, abs=1e-6)
    assert action.change.unit == action.interval.unit == "change"


def test_what_was_given_up_is_listed_without_a_figure():
    action = followed(mails(20, 70), Planned("A6", "2025-09", "算了", "frt_within_3m", status="dropped"))[0]
    assert (action.before, action.verdict, action.status) == (None, "verdict.dropped", "status.dropped")


def test_a_metric_these_records_cannot_give_is_said_not_guessed():
    assert followed(mails(20, 70), Planned("A7", "2025-09", "回访", "nps"))[0].verdict == "verdict.none"


def test_a_condition_that_is_none_names_its_line():
    wrong = Planned("A8", "2025-09", "x", "volume", where="kanal = '邮件'", path="actions.toml", line=7)
    with pytest.raises(Usage, match=r"report\.action_where") as told:
        followed(mails(20, 70), wrong)
    assert (told.value.params["path"], told.value.params["line"]) == ("actions.toml", 7)


def test_more_actions_ask_for_more_evidence():
    one = followed(mails(40, 56), EMAIL)[0].interval
    many = followed(mails(40, 56), EMAIL, *(Planned(f"B{n}", "2025-09", "x", "volume") for n in range(9)))[0].interval
    assert many.lo < one.lo < one.hi < many.hi
