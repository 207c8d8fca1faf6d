"""`--exclude` on figures: before and after, only what a line touches, and the same in chunks."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.kernels.expr.notes import read as read_notes
from cstools.kernels.kpi import stage
from cstools.kernels.stage import Part, Result, Stage
from tests.kernels.kpis import LATER, TICKET, Row, at, excluded, figures, records, tickets

ROWS = tickets(
    {"ticket_id": "1", "customer_id": "甲", "agent": "王", "created_at": at(0), "csat": 5.0, "first_response_s": 10.0},
    {"ticket_id": "2", "customer_id": "甲", "agent": "李", "created_at": at(1), "csat": 1.0, "first_response_s": 30.0},
    {"ticket_id": "3", "customer_id": "乙", "agent": "王", "created_at": at(24), "csat": 1.0, "first_response_s": 50.0},
    {"ticket_id": "4", "customer_id": "丙", "agent": "李", "created_at": at(48), "first_response_s": 90.0},
)
PARTS = ("value", "n", "n_excluded", "before", "n_before")


def after(metrics: str, *lines: str, rows: pl.LazyFrame = ROWS, **options: Any) -> dict[str, tuple[Any, ...]]:
    made = figures(metrics, rows, exclusions=excluded(*lines), **options)
    return {metric: parts for metric, *parts in made.select("metric", *PARTS).rows()}


def test_a_figure_is_given_before_and_after() -> None:
    assert after("volume,csat_pct,csat_mean", "3|||||") == {
        "volume": [3, 3, 1, 4, 4],
        "csat_pct": [0.5, 2, 1, pytest.approx(1 / 3), 3],
        "csat_mean": [3, 2, 1, pytest.approx(7 / 3), 3],
    }


def test_only_the_metrics_that_a_line_names_are_touched() -> None:
    assert after("volume,csat_pct", "2|||||满意率") == {
        "volume": [4, 4, 0, 4, 4],
        "csat_pct": [0.5, 2, 1, 1 / 3, 3],
    } | {"csat_pct": [0.5, 2, 1, pytest.approx(1 / 3), 3]}


def test_the_name_of_a_duration_touches_all_its_statistics_and_one_of_them_itself() -> None:
    made = after("frt", "4|||||frt", "3|||||frt_p50")
    assert made == {
        "frt_mean": [30, 3, 1, 45, 4], "frt_p50": [20, 2, 2, 40, 4], "frt_p90": [46, 3, 1, 78, 4]
    }  # fmt: skip


def test_an_agent_in_a_window_and_a_customer_in_another() -> None:
    made = after("volume", "||王|2025-09-29|2025-09-29|", "|丙||2025-10-01|2025-10-01|", "||李|2025-10-05||")
    assert made == {"volume": [2, 2, 2, 4, 4]}


def test_customers_are_counted_of_the_records_that_are_left() -> None:
    assert after("customers", "1|||||", "4|||||")["customers"] == [2, 2, 2, 3, 3]
    assert after("customers", "1|||||", "2|||||")["customers"][0] == 2


def test_figures_by_group_and_period_are_before_and_after_each() -> None:
    made = figures("csat_pct", ROWS, by=["agent"], rollup=True, exclusions=excluded("2|||||"))
    assert made.select("agent", *PARTS).rows() == [
        ("李", None, 0, 1, 0, 1), ("王", 0.5, 2, 0, 0.5, 2), ("all", 0.5, 2, 1, pytest.approx(1 / 3), 3)
    ]  # fmt: skip


def test_a_figure_of_two_is_before_and_after_if_one_of_them_is() -> None:
    order = {"order": records("order", {"order_id": "1", "paid_amount": 5.0}, {"order_id": "2", "paid_amount": 5.0})}
    made = after("contacts_per_1k_orders,orders_paid", "1|||||", beside=order)
    assert made["contacts_per_1k_orders"] == [1500, 2, None, 2000, 2]
    assert made["orders_paid"] == [2, 2, 0, 2, 2]


def test_a_backlog_counts_all_that_is_there() -> None:
    rows = ROWS.with_columns(resolved_at=pl.lit(None, pl.Datetime("us")))
    made = after("backlog,backlog_age_p50,volume", "1|||||", rows=rows, as_of=at(72))
    assert made == {
        "backlog": [4, 4, None, 4, 4], "backlog_age_p50": [59.5 * 3600, 4, 0, 59.5 * 3600, 4],
        "volume": [3, 3, 1, 4, 4],
    }  # fmt: skip


def test_a_metric_of_ones_own_is_struck_too() -> None:
    from cstools.kernels.kpi.measures.own import prepared
    from cstools.model.own_metrics import from_toml

    own = prepared(from_toml('[good]\nkind = "rate"\nden = "csat > 0"\nnum = "csat >= 4"', "own.toml"))
    assert after("good", "2|||||", own=own) == {"good": [0.5, 2, 1, pytest.approx(1 / 3), 3]}


def test_every_line_says_how_many_it_strikes_and_that_one_strikes_none() -> None:
    result = stage(["volume"], exclusions=excluded("1|||||", "77|||||")).apply(ROWS)
    assert result.found is not None
    told = [(key, blanks["n"]) for key, blanks in read_notes(result.found.collect())]
    assert told == [("exclude.struck", 1), ("exclude.none", 0)]


LINES = st.lists(
    st.sampled_from([
        "a|||||", "b|||||csat_pct", "||c|2025-09-29|2025-09-30|frt", "|b||2025-09-30||", "||a|2025-10-01||满意率",
        "c|a||||volume",
    ]), min_size=1, max_size=4, unique=True,
)  # fmt: skip
IDS = "volume,csat_pct,frt,customers,nps,rt_full,talk_p90"
AS_OF = {"as_of": LATER, "by": ["channel"], "period": "day"}


def told(result: Result) -> tuple[Any, ...]:
    assert result.counts is not None
    assert result.found is not None
    return result.rows.collect().rows(), sorted(result.counts.collect().rows()), result.found.collect().rows()


def by_chunks(made: Stage, chunks: list[pl.DataFrame]) -> Result:
    assert made.partial is not None
    assert made.merge is not None
    added = [made.partial(chunk.lazy()) for chunk in chunks]
    return made.merge([
        Part(parts[0].keys, pl.concat([part.rows for part in parts], how="vertical_relaxed")).summed().collect()
        for parts in zip(*added, strict=True)
    ])  # fmt: skip


@settings(max_examples=8)
@given(st.lists(TICKET, min_size=2, max_size=25), LINES, st.lists(st.integers(0, 25), max_size=3))
def test_chunks_add_up_to_the_whole(rows: list[Row], lines: list[str], cuts: list[int]) -> None:
    frame = records("ticket", *rows)
    edges = [0, *sorted(min(cut, frame.height) for cut in cuts), frame.height]
    made = stage(IDS.split(","), exclusions=excluded(*lines), **AS_OF)
    assert told(by_chunks(made, [frame[a:b] for a, b in pairwise(edges)])) == told(made.apply(frame.lazy()))


@settings(max_examples=8)
@given(st.lists(TICKET, min_size=1, max_size=25), LINES)
def test_before_is_the_figure_without_the_list_and_after_that_of_the_rest(rows: list[Row], lines: list[str]) -> None:
    frame, exclusions = records("ticket", *rows).lazy(), excluded(*lines)
    both = figures(IDS, frame, exclusions=exclusions, **AS_OF)
    plain = figures(IDS, frame, **AS_OF)
    assert both.select("before", "n_before").rows() == plain.select("value", "n").rows()
    everything = excluded(*(line.rsplit("|", 1)[0] + "|" for line in lines))
    kept = figures(IDS, frame, exclusions=everything, **AS_OF).select("channel", "period", "metric", "value", "n")
    from cstools.kernels.kpi.exclude import touches

    struck = touches(everything, "volume")
    assert struck is not None
    rest = figures(IDS, frame.filter(struck.is_null()), **AS_OF)
    joined = rest.join(kept, on=["channel", "period", "metric"], how="left", nulls_equal=True)
    assert joined["value"].equals(joined["value_right"], null_equal=True)
    assert joined["n"].equals(joined["n_right"])
