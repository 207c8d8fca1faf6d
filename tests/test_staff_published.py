"""cs-staff on a call centre of a year with four agents, whose target was lost; skipped where the data is not at hand.

Its own description says: open 8 to 18 on weekdays, four agents, five minutes a call, 90 % within 60 seconds.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools import run

FILE = Path(__file__).parents[2] / "shared" / "data" / "sim_call_centre" / "simulated_call_centre.csv"
AGENTS = 4
NEAR = 0.025
"""How far the model may be from what was observed in any month."""


@pytest.fixture(scope="module")
def calls() -> str:
    if not FILE.is_file():
        pytest.skip("no ../shared/data beside the checkout")
    return run("ingest", str(FILE)).out


def test_the_month_is_named_and_the_agents_that_would_have_kept_it(calls: str) -> None:
    said = run("staff", "--sl", "90/60", "--agents", str(AGENTS), "--period", "month", "--lang", "en", stdin=calls)
    months = {row["period"]: row for row in said.records}
    assert len(months) == 12
    lost = [name for name, row in months.items() if not row["met"]]
    assert lost == ["2021-09", "2021-10", "2021-11", "2021-12"]
    assert months["2021-09"]["sl"] == pytest.approx(0.8988, abs=5e-5)
    assert months["2021-12"]["sl"] == pytest.approx(0.8345, abs=5e-5)
    assert all(abs(row["sl"] - row["sl_rostered"]) < NEAR for row in months.values())
    assert {months[name]["more"] for name in lost} == {1}
    assert {months[name]["agents"] for name in lost} == {AGENTS + 1}
    assert "was lost in 2021-09: 89.9%" in said.err
    assert "1 more, 5 in all, would have kept it" in said.err


def test_it_is_named_from_a_roster_and_from_the_records_alone(calls: str, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    days = [f"2021-01-{day:02},2021-01-{day:02} 08:00,2021-01-{day:02} 18:00,{AGENTS}" for day in range(4, 9)]
    roster.write_text("day,start_at,end_at,headcount\n" + "\n".join(days) + "\n", encoding="utf-8")
    by_roster = run("staff", "--sl", "90/60", "--roster", str(roster), "--lang", "en", stdin=calls)
    assert "was lost in 2021-09" in by_roster.err
    assert "1 more, 5 in all, would have kept it" in by_roster.err
    alone = run("staff", "--sl", "90/60", "--lang", "en", stdin=calls)
    assert "it would have been kept by 5 in 2021-09" in alone.err


def test_the_forecast_beats_the_last_week(calls: str) -> None:
    said = run("staff", "--forecast", "--lang", "en", stdin=calls)
    assert "forecast: the level of the last weeks times the weekday" in said.err
    assert {row["weekday"] for row in said.records} == {1, 2, 3, 4, 5}
