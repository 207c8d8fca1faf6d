"""`--date-basis`: what dates a record for a figure, and how figures of several dates stand in one table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cstools.errors import Usage
from cstools.kernels.kpi import stage
from tests.kernels.kpis import LATER, TICKET, Row, figures, records, tickets

SEPTEMBER, OCTOBER, NOVEMBER = (datetime(2025, month, 5) for month in (9, 10, 11))
ROWS = tickets(
    {"ticket_id": "1", "channel": "a", "created_at": SEPTEMBER, "csat": 5.0, "csat_at": OCTOBER},
    {"ticket_id": "2", "channel": "a", "created_at": OCTOBER, "csat": 2.0, "csat_at": OCTOBER},
    {"ticket_id": "3", "channel": "a", "created_at": OCTOBER, "csat": 4.0},
    {"ticket_id": "4", "channel": "b", "created_at": SEPTEMBER, "resolved_at": NOVEMBER},
    {"ticket_id": "5", "channel": "b", "csat": 1.0, "csat_at": NOVEMBER, "resolved_at": SEPTEMBER},
)
METRICS = "volume,csat_pct,resolved"


def table(basis: str, rows: pl.LazyFrame = ROWS, metrics: str = METRICS, **options: Any) -> dict[tuple[str, ...], Any]:
    """By period, groups and metric: value and n."""
    made = figures(metrics, rows, **{"period": "month", "date_basis": basis, **options})
    keys = [*options.get("by", []), "period", "metric"]
    return {row[: len(keys)]: row[len(keys) :] for row in made.select(*keys, "value", "n").rows()}


def test_a_rating_counts_in_the_month_it_was_given_and_a_resolution_in_its_own() -> None:
    assert table("event") == {
        ("2025-09", "volume"): (2, 2), ("2025-09", "csat_pct"): (None, 0), ("2025-09", "resolved"): (1, 1),
        ("2025-10", "volume"): (2, 2), ("2025-10", "csat_pct"): (0.5, 2), ("2025-10", "resolved"): (0, 0),
        ("2025-11", "volume"): (0, 0), ("2025-11", "csat_pct"): (0, 1), ("2025-11", "resolved"): (1, 1),
    }  # fmt: skip


def test_by_creation_every_figure_is_of_the_same_records() -> None:
    assert table("created") == {
        ("2025-09", "volume"): (2, 2), ("2025-09", "csat_pct"): (1, 1), ("2025-09", "resolved"): (1, 1),
        ("2025-10", "volume"): (2, 2), ("2025-10", "csat_pct"): (0.5, 2), ("2025-10", "resolved"): (0, 0),
    }  # fmt: skip


def test_by_resolution_only_the_resolved_are_in_figures_and_in_the_month_of_that() -> None:
    assert table("resolved") == {
        ("2025-09", "volume"): (1, 1), ("2025-09", "csat_pct"): (0, 1), ("2025-09", "resolved"): (1, 1),
        ("2025-11", "volume"): (1, 1), ("2025-11", "csat_pct"): (None, 0), ("2025-11", "resolved"): (1, 1),
    }  # fmt: skip


def test_a_group_and_a_period_that_one_walk_alone_has_is_a_row_of_all() -> None:
    made = table("event", by=["channel"], metrics="volume,csat_pct")
    assert made == {
        ("a", "2025-09", "volume"): (1, 1), ("a", "2025-09", "csat_pct"): (None, 0),
        ("b", "2025-09", "volume"): (1, 1), ("b", "2025-09", "csat_pct"): (None, 0),
        ("a", "2025-10", "volume"): (2, 2), ("a", "2025-10", "csat_pct"): (0.5, 2),
        ("b", "2025-11", "volume"): (0, 0), ("b", "2025-11", "csat_pct"): (0, 1),
    }  # fmt: skip


def test_the_total_of_all_groups_is_there_once() -> None:
    made = table(
        "event",
        by=["channel"],
        rollup=True,
        period="all",
        metrics="volume,csat_pct,resolved",
        during=(SEPTEMBER, NOVEMBER),
    )
    assert made == {
        ("a", "all", "volume"): (3, 3), ("a", "all", "csat_pct"): (0.5, 2), ("a", "all", "resolved"): (0, 0),
        ("b", "all", "volume"): (1, 1), ("b", "all", "csat_pct"): (None, 0), ("b", "all", "resolved"): (1, 1),
        ("all", "all", "volume"): (4, 4), ("all", "all", "csat_pct"): (0.5, 2), ("all", "all", "resolved"): (1, 1),
    }  # fmt: skip


def test_a_month_is_compared_with_the_month_before_of_the_same_date() -> None:
    made = figures(METRICS, ROWS, period="month", date_basis="event", compare=["prev"])
    found = made.filter(pl.col("metric") == "csat_pct").select("period", "value", "prev", "change_pt")
    assert found.rows() == [("2025-09", None, None, None), ("2025-10", 0.5, None, None), ("2025-11", 0, 0.5, -50)]


def test_during_takes_what_happened_in_it() -> None:
    during = (datetime(2025, 10, 1), datetime(2025, 11, 1))
    assert table("event", during=during, period="all") == {
        ("all", "volume"): (2, 2), ("all", "csat_pct"): (0.5, 2), ("all", "resolved"): (0, 0)
    }  # fmt: skip
    made = stage([], rows="csat_pct", date_basis="event", during=during, lang="en").apply(ROWS).rows.collect()
    assert made.select("ticket_id", "part", "why").rows() == [
        ("1", "numerator", None), ("2", "denominator", None), ("3", "excluded", "without a date"),
        ("4", "excluded", "without a date"),
    ]  # fmt: skip


def test_the_basis_is_said_beside_every_figure() -> None:
    for basis in ("created", "event", "resolved"):
        assert figures(METRICS, ROWS, date_basis=basis)["date_basis"].unique().to_list() == [basis]


@pytest.mark.parametrize(("basis", "lost"), [("created", "created_at"), ("resolved", "resolved_at")])
def test_the_time_of_the_basis_has_to_be_there(basis: str, lost: str) -> None:
    with pytest.raises(Usage) as caught:
        table(basis, ROWS.drop(lost), metrics="csat_pct")
    assert (caught.value.key, caught.value.params["fields"]) == ("field.missing", lost)


IDS = ["volume", "csat_pct", "csat_mean", "resolved", "handled", "wait", "rt_full", "nps", "customers"]


@settings(max_examples=10)
@given(st.lists(TICKET, min_size=1, max_size=25), st.permutations(IDS).map(lambda ids: ids[:4]))
def test_a_figure_is_the_same_alone_and_among_others(rows: list[Row], ids: list[str]) -> None:
    given_, options = records("ticket", *rows).lazy(), {"period": "week", "by": ["channel"], "date_basis": "event"}
    whole = figures(",".join(ids), given_, as_of=LATER, **options)
    for id_ in ids:
        alone = figures(id_, given_, as_of=LATER, **options)
        keys = ["channel", "period", "metric"]
        among = whole.join(alone, on=keys, how="semi", nulls_equal=True).select(alone.columns)
        assert_frame_equal(among.sort(keys), alone.sort(keys), check_exact=True)
        more = whole.filter(pl.col("metric").str.starts_with(id_)).join(alone, on=keys, how="anti", nulls_equal=True)
        assert set(more["n"]) <= {0}
        assert set(more["value"]) <= {0, None}
