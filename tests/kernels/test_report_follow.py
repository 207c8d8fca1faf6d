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


def test_an_action_not_yet_begun_is_listed_and_one_of_this_month_is_not():
    waiting = followed(mails(20, 70), Planned("A3", "2025-09", "等", "frt_within_3m", since="2025-11-05"))[0]
    assert (waiting.verdict, waiting.before) == ("verdict.waiting", None)
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


def test_a_problem_that_is_gone_is_a_change_of_a_hundred_percent():
    frame = tickets(surge=0).filter((pl.col("category") != "物流") | (pl.col("created_at").dt.month() == 9))
    action = followed(frame, Planned("A9", "2025-09", "x", "volume", where="category = '物流'"))[0]
    assert (action.now.value, action.change.value, action.verdict) == (0.0, -1.0, "verdict.changed")


def steady(spread: int, first: int = 1) -> pl.DataFrame:
    """Contacts of two months, a hundred a day, spread alternately above and below."""
    days = [datetime(2025, 9, 1) + timedelta(days=day) for day in range(first - 1, 61)]
    counts = [100 + (spread if number % 4 < 2 else -spread) for number, _ in enumerate(days)]
    rows = [(f"{day:%d%m}-{at}", day + timedelta(minutes=at), f"C{at}") for day, n in zip(days, counts, strict=True)
            for at in range(n)]  # fmt: skip
    return pl.DataFrame(rows, schema=["ticket_id", "created_at", "customer_id"], orient="row")


def test_days_that_scatter_need_more_to_be_a_change():
    calm, wild = (followed(steady(spread), Planned("B1", "2025-09", "x", "volume"))[0].interval for spread in (0, 40))
    assert wild.hi - wild.lo > 2 * (calm.hi - calm.lo)


def test_only_days_the_data_reach_are_counted():
    action = followed(steady(0, first=21), Planned("B2", "2025-09", "x", "volume"))[0]
    assert action.change.value == 0.0
    assert action.verdict == "verdict.unsure"


def test_before_ends_where_the_action_begins():
    early = Planned("B3", "2025-09", "x", "volume", since="2025-09-11")
    assert followed(steady(0), early)[0].before.value == 1000.0


def test_people_counted_once_are_not_so_many_a_day():
    action = followed(steady(0), Planned("B4", "2025-09", "x", "customers", since="2025-10-27"))[0]
    assert (action.change.value, action.interval, action.verdict) == (None, None, "verdict.untested")
