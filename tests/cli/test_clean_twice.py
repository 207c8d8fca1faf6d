"""A second run of cs-clean over what the first one wrote: nothing left to do, and figures as exact as they are kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tools import run

KNOWN = {"customer_id": "U1", "order_id": "D1", "tags": ["物流"]}
CREATED, LATER = "2025-07-01 09:00:01", "2025-07-01 11:00:01"


def lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps({"ticket_id": str(at), **KNOWN, **row}) + "\n" for at, row in enumerate(rows))


def twice(given: str, *args: str) -> list[dict[str, Any]]:
    """The records of a first run, if a second one has them byte for byte and rejects nothing."""
    first = run("clean", *args, stdin=given)
    second = run("clean", *args, "--strict", stdin=first.out)
    assert (first.code, second.code, second.out) == (0, 0, first.out), first.err + second.err
    return first.records


def rules(path: Path, *keys: str) -> str:
    (path / "own.toml").write_text('[[rule]]\nid = "own.rule"\n' + "\n".join(keys), encoding="utf-8")
    return str(path / "own.toml")


def test_a_mean_is_in_whole_milliseconds() -> None:
    means = [(446667, 3), (364143, 7), (1003, 1)]
    rows = [{"team": f"T{ms}", "handle_s": ms / 1000} for ms, _ in means] + [{"team": f"T{ms}"} for ms, _ in means]
    found = twice(lines(*rows), "--fill", "handle_s=mean by team")
    assert [row["handle_s"] for row in found] == 2 * [ms / 1000 for ms, _ in means]


def test_derived_durations_are_in_whole_milliseconds() -> None:
    times = {"created_at": "2025-07-01 09:00:01.123456", "resolved_at": "2025-07-01 11:00:01.987"}
    parts = {"talk_s": 446.667, "hold_s": 0, "wrap_s": 0}
    [found] = twice(lines({**times, **parts}))
    assert (found["resolution_s"], found["handle_s"]) == (7200.864, 446.667)


def test_fences_are_as_exact_as_their_field() -> None:
    values = [446.667, 446.7, 446.71, 446.72, 446.733, 500, 10]
    found = twice(lines(*({"handle_s": value} for value in values)), "--outliers", "handle_s=iqr:cap")
    assert all(row["handle_s"] == round(row["handle_s"], 3) for row in found)


@pytest.mark.parametrize("action", ["reject", "drop"])
def test_a_users_rule_sees_what_was_derived(tmp_path: Path, action: str) -> None:
    own = rules(tmp_path, 'fields = "resolution_s"', 'check = "range"', "high = 5000", f'action = "{action}"')
    given = lines({"created_at": CREATED, "resolved_at": LATER}, {"created_at": CREATED, "resolved_at": CREATED})
    assert [row["ticket_id"] for row in twice(given, "--rules", own)] == ["1"]


def test_a_users_rule_sees_which_cells_were_emptied(tmp_path: Path) -> None:
    own = rules(tmp_path, 'check = "expression"', 'sql = "csat is not null"', 'action = "reject"')
    assert [row["ticket_id"] for row in twice(lines({"csat": 9}, {"csat": 5}), "--rules", own)] == ["1"]


def test_no_fill_breaks_a_rule() -> None:
    rows = [{"csat": 8, "csat_scale": 10}, {"csat": 8, "csat_scale": 10}, {"csat_scale": 5}, {"csat_scale": 10}]
    assert [row["csat"] for row in twice(lines(*rows), "--fill", "csat=median")] == [8, 8, None, 8]


def test_limits_learned_from_a_file_know_which_fills_break_a_rule(tmp_path: Path) -> None:
    rows = [{"csat": 8, "csat_scale": 10}, {"csat": 9, "csat_scale": 10}, {"csat_scale": 5}]
    (tmp_path / "in.jsonl").write_text(lines(*rows), encoding="utf-8")
    args = ["--fill", "csat=median", "--scale", "csat=minmax"]
    assert run("clean", str(tmp_path / "in.jsonl"), *args).out == run("clean", *args, stdin=lines(*rows)).out


def test_a_flag_that_came_keeps_its_bar() -> None:
    rows = [{"flags": ["x|y", "customer.missing"]}, {"flags": []}, {"flags": ["z"], "order_id": None}]
    assert [row["flags"] for row in twice(lines(*rows))] == [["x|y"], None, ["z", "order.missing"]]


def test_a_cell_that_two_flags_doubt_is_one_cell(tmp_path: Path) -> None:
    again = ["[[rule]]", 'id = "own.other"', 'fields = "csat"', 'check = "range"', "low = 4"]
    own = rules(tmp_path, 'fields = "csat"', 'check = "range"', "low = 3", *again)
    run("clean", "--rules", own, "--quality", str(tmp_path / "q.json"), stdin=lines({"csat": 1}, {"csat": 5}))
    made = json.loads((tmp_path / "q.json").read_text(encoding="utf-8"))
    [csat] = [one for one in made["fields"] if one["field"] == "csat"]
    assert [(csat[when]["filled"], csat[when]["valid"]) for when in ("before", "after")] == [(2, 1), (2, 1)]


def test_what_was_scaled_can_be_scaled_and_counted_again(tmp_path: Path) -> None:
    given = lines({"csat": 1}, {"csat": 3}, {"csat": 5})
    found = twice(given, "--scale", "csat=minmax", "--quality", str(tmp_path / "q.json"))
    assert [row["csat_scaled"] for row in found] == [0, 0.5, 1]
    made = json.loads((tmp_path / "q.json").read_text(encoding="utf-8"))
    assert [one["changed"] for one in made["fields"] if one["field"] == "csat_scaled"] == [0]
