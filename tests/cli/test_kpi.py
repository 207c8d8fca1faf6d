"""cs-kpi at the command line: runs that end well, and what people see of tables that are no list of figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools import run

TICKETS = """\
ticket_id,channel,created_at,csat
1,web,2025-09-01 09:00:00,5
2,app,2025-09-02 09:00:00,1
3,web,2025-10-01 09:00:00,5
4,app,2025-10-02 09:00:00,4
5,app,2025-10-03 09:00:00,
"""


@pytest.fixture
def tickets(tmp_path: Path) -> str:
    path = tmp_path / "t.csv"
    path.write_text(TICKETS, encoding="utf-8")
    return str(path)


def test_the_records_behind_a_figure_end_well(tickets: str) -> None:
    found = run("kpi", tickets, "--rows", "csat_pct")
    assert (found.code, found.out.count("\n")) == (0, 5)
    assert "5 in, 5 out, 1 denominator, 1 excluded, 3 numerator" in found.err


def test_a_change_is_split_also_where_only_its_later_period_is_asked_for(tickets: str) -> None:
    asked = ["kpi", tickets, "--mix", "channel", "--period", "month", "--metrics", "csat_pct"]
    whole, later = run(*asked), run(*asked, "--during", "2025-10")
    assert whole.out.count("\n") == 3
    assert later.out == whole.out


CARD = '[metric.csat_pct]\nweight = 100\nbands = {">=85%" = 100, else = 60}\n'
STAT = '{"date":"2025-10-01","metric":"满意率","value":0.8,"weight":2}\n'


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--mix", "channel", "--period", "month"], "满意率 2025-09 → 2025-10：50.0% → 100.0%，+50.0点 = 结构 "),
        (["--score", "card.toml", "--by", "channel"], "按综合得分排名"),
        (["--reconcile", "stat.jsonl"], "满意率 · 平台：满意率"),
        (["--rows", "csat_pct"], "全部 5 条的去向"),
    ],
)
def test_people_see_the_table_that_is_asked_for(
    tickets: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("card.toml").write_text(CARD, encoding="utf-8")
    Path("stat.jsonl").write_text(STAT, encoding="utf-8")
    metrics = [] if args[0] in ("--rows", "--score") else ["--metrics", "csat_pct"]
    found = run("kpi", tickets, *args, *metrics, "-t", "table", "--lang", "zh")
    assert found.code == 0
    assert said in found.out
    chosen = run("kpi", tickets, *args, *metrics, "-t", "table", "--lang", "zh", "--fields", "metric")
    assert said not in chosen.out


def test_a_mix_compares_with_what_compare_does(tickets: str) -> None:
    """Where --during cuts the earlier period: with all of it."""
    asked = ["kpi", tickets, "--period", "month", "--metrics", "csat_pct", "--during", "2025-09-02..2025-10-31"]
    mixed = [json.loads(line) for line in run(*asked, "--mix", "channel").out.splitlines()]
    later = [json.loads(line) for line in run(*asked, "--compare", "prev").out.splitlines()][-1]
    assert (mixed[-1]["channel"], mixed[-1]["value_before"]) == ("all", later["prev"]) == ("all", 0.5)
