"""The review of a month: what was planted is found, what was not is not said, and every row is accounted for."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cstools.errors import Usage
from cstools.kernels.report import build
from cstools.kernels.report.data import Ask, gather
from cstools.kernels.report.stats import critical, difference, shrunk
from cstools.kernels.report.trend import expected, runs
from cstools.model.report import Actions, Cases, Chart, Findings, Kpis, Report, Table, from_json, to_json
from tests.months import SURGE, blocks, findings, tickets


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return tickets()


@pytest.fixture(scope="module")
def report(frame: pl.DataFrame) -> Report:
    return build(frame)


def test_the_last_complete_month_is_picked(frame):
    assert build(frame).meta.month == "2025-10"
    cut = frame.filter(pl.col("created_at") < datetime(2025, 10, 20))
    assert build(cut).meta.month == "2025-09"
    assert build(cut, "2025-10").sections[1].lead.key == "kpis.partial"


def test_a_month_is_asked_for_as_a_month(frame):
    with pytest.raises(Usage, match=r"report\.during"):
        build(frame, "2025-W41")


def test_red_lines_come_first_with_their_numbers(report):
    first = blocks(report, Findings)[0].items[0]
    assert (first.tag, first.n) == ("tag.red_line", 3)
    assert first.headline.params["ids"] == ("T01000", "T01001", "T01002")


def test_one_red_line_is_enough():
    assert findings(build(tickets(surge=0, red=1)))["tag.red_line"].n == 1


def test_the_planted_surge_is_found_and_its_problem_named(report):
    surge = findings(report)["tag.surge"]
    assert surge.headline.params["days"].params["day"].value == "2025-10-16"
    assert surge.detail.params["topic"] == "质量"
    assert surge.effect.value > 2.5


def test_the_slow_channel_is_found(report):
    unlike = findings(report)["tag.unlike"]
    assert (unlike.headline.params["name"], unlike.metric) == ("邮件", "frt_within_3m")
    assert unlike.interval.hi < 0


def test_a_quiet_month_says_so():
    quiet = tickets(surge=0, red=0).with_columns(channel=pl.lit("千牛"), first_response_s=pl.lit(30.0))
    found = blocks(build(quiet), Findings)[0]
    assert [one.tag for one in found.items] == []
    assert found.otherwise.key == "finding.none"


def test_without_a_month_before_no_change_is_denied():
    alone = build(pl.DataFrame({"created_at": [datetime(2025, 10, 31, 9)]}))
    assert blocks(alone, Findings)[0].otherwise.key == "finding.none_alone"
    assert [part.lead.key for part in alone.sections if part.id == "kpis"] == ["kpis.alone"]
    assert [part.lead.params["mean"].value for part in alone.sections if part.id == "peaks"] == [1.0]


def test_at_most_six_findings_and_every_one_has_a_line_to_act_on(report):
    found = blocks(report, Findings)[0].items
    assert 0 < len(found) <= 6
    assert [line.finding for line in blocks(report, Actions)[0].items] == [one.headline for one in found]


def test_totals_named_twice_agree(report, frame):
    volume = blocks(report, Kpis)[0].cards[0].value.value
    daily, topics = blocks(report, Chart, "trend")[0], blocks(report, Chart, "topics")[0]
    counted = dict(row for row in blocks(report, Table, "quality")[0].rows)
    assert volume == report.meta.rows == sum(row[1] for row in daily.rows) == sum(row[1] for row in topics.rows)
    assert volume == counted["rows.month"] == sum(row[1] for row in blocks(report, Table, "channels")[0].rows)
    assert counted["rows.read"] == frame.height == counted["rows.month"] + counted["rows.other"]


def test_rows_left_out_are_listed(frame):
    dirty = frame.with_columns(
        is_spam=pl.int_range(pl.len()) < 5,
        created_at=pl.when(pl.int_range(pl.len()) < 8).then(None).otherwise("created_at"),
    )
    rows = dict(blocks(build(dirty, "2025-10"), Table, "quality")[0].rows)
    assert (rows["excluded.date"], rows.get("excluded.spam", 0)) == (8, 0)
    assert rows["rows.read"] == sum(rows.values()) - rows["rows.read"]


def test_row_order_changes_nothing(frame, report):
    assert to_json(build(frame.sample(fraction=1.0, shuffle=True, seed=1))) == to_json(report)


def test_the_model_survives_json(report):
    assert from_json(to_json(report)) == report


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"type": "Nonsense"}', '{"type": "Meta", "x": 1}', '"Report"'])
def test_what_is_no_report_is_refused(text):
    with pytest.raises(Usage, match=r"report\.model"):
        from_json(text)


def test_quotes_are_masked(report):
    quotes = [case.quote for case in blocks(report, Cases)[0].items]
    assert quotes
    assert all("12345678" not in quote for quote in quotes)


def test_targets_are_met_or_missed(frame):
    cards = {
        card.metric: card for card in blocks(build(frame, targets={"frt_p50": 1e6, "csat_pct": 1.0}), Kpis)[0].cards
    }
    assert (cards["frt_p50"].met, cards["csat_pct"].met, cards["volume"].met) == (True, False, None)


def test_the_log_is_told_without_our_own_lines(frame):
    log = [
        {"tool": "cs-clean", "version": "1", "in": 9, "out": 7, "rejected": {"id.missing": 2}},
        {"tool": "cs-report", "in": 7},
    ]
    runs_ = blocks(build(frame, log=log), Table, "quality")[1]
    assert [row[:5] for row in runs_.rows] == [("cs-clean", "1", 9, 7, 2)]


EDGES = {
    "nothing": pl.DataFrame(),
    "no rows": pl.DataFrame(schema={"created_at": pl.Datetime("us")}),
    "one row": pl.DataFrame({"created_at": [datetime(2025, 10, 31, 9)]}),
    "one day": pl.DataFrame({"created_at": [datetime(2025, 10, 31, 9)] * 9, "csat": [None] * 8 + [5.0]}),
    "no date": pl.DataFrame({"ticket_id": ["1"], "created_at": pl.Series([None], dtype=pl.Datetime("us"))}),
    "all null": pl.DataFrame(
        {
            "ticket_id": ["1", "2"], "created_at": [datetime(2025, 10, 31)] * 2, "channel": [None, None],
            "agent": [None, None], "csat": [None, None], "text": [None, None], "red_line": [None, None],
        },
        schema_overrides=dict.fromkeys(("channel", "agent", "text"), pl.String)
        | {"csat": pl.Float64, "red_line": pl.Boolean},
    ),
    "one agent": tickets(surge=0).with_columns(agent=pl.lit("甲")),
    "many problems": tickets(surge=0).with_columns(category=pl.col("ticket_id")),
    "many agents": tickets(surge=0).with_columns(agent=pl.col("ticket_id").str.slice(3)),
}  # fmt: skip


@pytest.mark.parametrize("name", EDGES)
def test_edge_months_have_a_model(name):
    report = build(EDGES[name])
    assert from_json(to_json(report)) == report
    assert all(section.blocks or section.why for section in report.sections)


def test_a_surge_does_not_raise_its_own_expectation():
    days = pl.date_range(date(2025, 8, 1), date(2025, 10, 31), "1d", eager=True)
    calm = pl.DataFrame({"day": days, "n": [100 + (i * 37) % 11 for i in range(days.len())]})
    wild = calm.with_columns(n=pl.when(pl.col("day").is_between(SURGE, date(2025, 10, 18))).then(400).otherwise("n"))
    told = expected(wild)
    assert runs(told, "high") == [(SURGE, date(2025, 10, 18))]
    near = pl.col("day") == date(2025, 10, 17)
    assert_frame_equal(
        told.filter(near).select("expected"), expected(calm).filter(near).select("expected"), rel_tol=0.03
    )


def test_a_day_that_is_not_there_is_missing_data_not_a_quiet_day():
    days = pl.date_range(date(2025, 8, 1), date(2025, 10, 31), "1d", eager=True)
    frame_ = pl.DataFrame({"day": days, "n": [100 + (i * 37) % 11 for i in range(days.len())]})
    holed = frame_.with_columns(n=pl.when(pl.col("day") == SURGE).then(0).otherwise("n"))
    assert runs(expected(holed), "gap") == [(SURGE, SURGE)]


@pytest.mark.parametrize("every", [1, 7, 14, 30])
@pytest.mark.parametrize("n", [0, 1, 9])
def test_days_of_few_or_no_contacts_have_figures_or_none(every, n):
    days = pl.date_range(date(2025, 8, 1), date(2025, 10, 31), "1d", eager=True)
    told = expected(pl.DataFrame({"day": days, "n": [n if at % every == 0 else 0 for at in range(days.len())]}))
    assert not told.select(pl.col("expected", "lo", "hi", "phi").is_nan().fill_null(False).any()).row(0).count(True)
    assert (
        not told.select(pl.col("expected", "lo", "hi", "phi").is_infinite().fill_null(False).any()).row(0).count(True)
    )


def test_history_too_short_gives_no_band():
    data = gather(tickets().filter(pl.col("created_at") >= datetime(2025, 10, 20)), Ask())
    assert data.days["expected"].null_count() == data.days.height


@pytest.mark.parametrize(
    ("sample", "low", "high"), [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090)]
)
def test_newcombe_1998_table_2(sample, low, high):
    _, lo, hi = difference(*sample, 1.959964)
    assert (round(lo, 4), round(hi, 4)) == (low, high)


def test_more_questions_ask_for_more():
    assert critical(1) < critical(2) < critical(100)


def test_shrinking_draws_small_groups_further():
    near, far = shrunk([9, 900, 50], [10, 1000, 100])[:2]
    assert near < far < 0.9
    assert shrunk([0, 0], [0, 0]) == [None, None]
