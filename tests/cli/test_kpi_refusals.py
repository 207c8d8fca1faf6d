"""cs-kpi from the command line: what it refuses, and what it must not choke on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools import run

ROWS = "\n".join(
    json.dumps(row)
    for row in (
        {"ticket_id": "1", "period": "x", "label": "y", "n": "1", "channel": "a", "csat": 5, "tags": ["p/q", "p/r"],
         "created_at": "2025-02-28 10:00:00", "topic": "p/q"},
        {"ticket_id": "2", "period": "z", "label": "y", "n": "2", "channel": "b", "csat": 1, "tags": ["s"],
         "created_at": "2025-03-01 10:00:00", "topic": "p/r"},
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--by", "period"], "is the name of a column of the answer"),
        (["--by", "label"], "is the name of a column of the answer"),
        (["--by", "n", "--rank"], "is the name of a column of the answer"),
        (["--by", "__main"], "is the name of a column of the answer"),
        (["--by", "volume", "--wide"], "is the name of a column of the answer"),
        (["--kind", "nonsense"], "no figures of records of kind nonsense; it takes ticket, message, order"),
        (["--kind", "load"], "no figures of records of kind load"),
        (["--metrics", "咨询量"], "near: volume "),
        (["--metrics", "VOLUME"], "near: volume "),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(args: list[str], said: str) -> None:
    made = run("kpi", *args, stdin=ROWS)
    assert (made.code, made.out) == (2, "")
    assert said in made.err


def test_the_records_behind_a_figure_come_with_exit_code_0() -> None:
    made = run("kpi", "--rows", "csat_pct", stdin=ROWS)
    assert made.code == 0
    assert [record["part"] for record in made.records] == ["numerator", "denominator"]


def test_a_path_in_a_list_is_cut_and_counts_its_record_once() -> None:
    made = run("kpi", "--metrics", "volume", "--by", "tags:1", stdin=ROWS)
    assert [(record["tags"], record["value"]) for record in made.records] == [("p", 1), ("s", 1)]


def test_a_change_is_split_by_a_path_that_is_cut() -> None:
    made = run("kpi", "--metrics", "csat_pct", "--mix", "topic:1", "--period", "month", stdin=ROWS)
    assert made.code == 0
    assert {record["topic"] for record in made.records} == {"p", "all"}


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--messages", "order_id,customer_id\nO1,C1\n"), ("--orders", "ticket_id,sent_at\n1,2025-10-01\n"),
        ("--refunds", "客户ID,订单编号\n张,1\n"), ("--states", "hello\nworld\n"), ("--surveys", "agent\n张\n"),
    ],
)  # fmt: skip
def test_a_side_file_of_other_records_is_refused(option: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "side.csv"
    path.write_text(text)
    made = run("kpi", option, str(path), stdin=ROWS)
    assert (made.code, made.out) == (2, "")
    assert f"{option} {path} has no" in made.err
