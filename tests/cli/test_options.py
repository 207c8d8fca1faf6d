"""The options all tools share: each does what its help says, in every tool alike."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from cstools.model.commands import COMMANDS
from tests.tools import ASKED, levels, run, side

ROWS = [
    {"ticket_id": "007", "channel": "chat", "csat": 5.0, "created_at": "2025-10-01 08:00:00", "note": "1.50"},
    {"ticket_id": "8", "channel": "call", "csat": 3.0, "created_at": "2025-09-30 23:59:59", "note": None},
    {"ticket_id": "9", "channel": None, "csat": None, "created_at": "2025-10-31 23:59:59", "note": "x"},
]
TICKETS = "".join(json.dumps(row) + "\n" for row in ROWS)
TOOLS = [name for name in COMMANDS if name != "run"]


def ids(*args: str) -> list[str]:
    return [row["ticket_id"] for row in run("view", "-t", "jsonl", *args, stdin=TICKETS).records]


@pytest.mark.parametrize(
    ("args", "wanted"),
    [
        (["--where", "csat >= 4"], ["007"]),
        (["--where", "csat < 4 OR channel IS NULL"], ["8", "9"]),
        (["--during", "2025-10"], ["007", "9"]),
        (["--during", "2025-09-30..2025-10-01"], ["007", "8"]),
        (["--limit", "2"], ["007", "8"]),
        (["--limit", "0"], []),
        (["--where", "csat > 2", "--during", "2025-10"], ["007"]),
    ],
)
def test_rows_are_chosen(args: list[str], wanted: list[str]) -> None:
    assert sorted(ids(*args)) == sorted(wanted)


def test_what_is_left_out_is_dropped_and_kept_beside(tmp_path: Path) -> None:
    path = tmp_path / "side.jsonl"
    said = run("clean", "--where", "csat > 4", "--during", "2025-10", "--rejects", str(path), stdin=TICKETS)
    assert "3 in, 1 out, 2 dropped (option.where 2)" in said.err
    assert levels(side(path)) == {"dropped": 2}
    assert [(record["line"], record["record"]["ticket_id"]) for record in side(path)] == [(2, "8"), (3, "9")]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_fields_are_written_in_the_order_asked_for() -> None:
    rows = run("clean", "--fields", "csat,ticket_id,nope", stdin=TICKETS).records
    assert list(rows[0].items()) == [("csat", 5.0), ("ticket_id", "007"), ("nope", None)]


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("csv", "ticket_id,channel,created_at,csat,note\n007,chat,2025-10-01 08:00:00,5.0,1.50\n"),
        ("tsv", "ticket_id\tchannel\tcreated_at\tcsat\tnote\n007\tchat\t2025-10-01 08:00:00\t5.0\t1.50\n"),
        (
            "jsonl",
            '{"ticket_id":"007","channel":"chat","created_at":"2025-10-01 08:00:00","csat":5.0,"note":"1.50"}\n',
        ),
    ],
)
def test_formats(form: str, wanted: str, tmp_path: Path) -> None:
    assert run("view", "--limit", "1", "-t", form, stdin=TICKETS).out == wanted
    path = tmp_path / f"a.{form}"
    assert run("view", "--limit", "1", "-o", str(path), stdin=TICKETS).out == ""
    assert path.read_text(encoding="utf-8") == wanted
    assert run("view", "--limit", "1", stdin=TICKETS, CS_TO=form).out == wanted
    assert run("view", "--limit", "1", "-t", "jsonl", stdin=wanted).records == [ROWS[0]]


def test_a_table_for_people() -> None:
    said = run("view", "-t", "table", stdin=TICKETS)
    assert "3 in all" in said.out
    assert "007" in said.out


@pytest.mark.parametrize("name", TOOLS)
@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["-t", "pdf"], "pdf"),
        (["--lang", "fr"], "--lang"),
        (["--tz", "Mars/Base"], "Mars/Base"),
        (["-f", "pdf", "{file}"], "pdf"),
        (["--where", "csat >"], "--where"),
        (["--where", "csat > 4 UNION SELECT 1"], "--where"),
        (["--where", "sum(csat) > 4"], "--where"),
        (["--where", "colour = 1"], "colour"),
        (["--during", "soon"], "soon"),
        (["--max-rejects", "few"], "few"),
        (["{nowhere}/*.csv"], "/*.csv"),
    ],
)
def test_what_cannot_be_is_one_line_and_nothing_is_written(
    name: str, args: list[str], word: str, tmp_path: Path
) -> None:
    given = tmp_path / "a.jsonl"
    given.write_text(TICKETS, encoding="utf-8")
    target = tmp_path / ("out.html" if name == "report" else "out.jsonl")
    args = [arg.format(file=given, nowhere=tmp_path / "x") for arg in args]
    said = run(name, *ASKED.get(name, []), *args, "-o", str(target), stdin=TICKETS)
    assert said.code == (1 if word == "/*.csv" else 2), said.err
    assert said.err.count("\n") == 1
    assert word in said.err
    assert said.out == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl"]


@pytest.mark.parametrize("as_of", ["2025-10-31", "2025-10-31 18:00:00", "2025-10-31T18:00"])
def test_as_of_is_a_time(as_of: str) -> None:
    assert run("clean", "--as-of", as_of, stdin=TICKETS).code == 0


def test_as_of_that_is_none() -> None:
    assert run("clean", "--as-of", "soon", stdin=TICKETS).code == 2


def test_a_condition_over_many_chunks_is_the_same() -> None:
    rows = "".join(json.dumps({"ticket_id": str(n), "csat": n % 5}) + "\n" for n in range(200))
    whole = run("clean", "--where", "csat > 2", stdin=rows)
    assert run("clean", "--where", "csat > 2", stdin=rows, block=64).out == whole.out
    assert len(whole.records) == 80


def test_the_log_is_one_line_a_run(tmp_path: Path) -> None:
    data, log = tmp_path / "a.jsonl", tmp_path / "log.jsonl"
    data.write_text(TICKETS, encoding="utf-8")
    for _ in range(2):
        run("clean", "--where", "csat > 4", "--log", str(log), str(data))
    first, second = side(log)
    assert (first["tool"], first["in"], first["out"], first["dropped"]) == ("cs-clean", 3, 1, {"option.where": 2})
    assert first["inputs"] == second["inputs"]
    assert first["inputs"][0]["rows"] == 3
    assert first["options"]["where"] == "csat > 4"


def test_files_globs_and_home(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.csv").write_text(f"ticket_id,n\n{name},1\n", encoding="utf-8")
    assert [row["ticket_id"] for row in run("clean", str(tmp_path / "*.csv")).records] == ["a", "b"]
    assert [row["ticket_id"] for row in run("clean", "~/*.csv", HOME=str(tmp_path)).records] == ["a", "b"]
    mixed = run("clean", str(tmp_path / "b.csv"), "-", stdin="ticket_id,n\nc,1\n")
    assert [row["ticket_id"] for row in mixed.records] == ["b", "c"]


@pytest.mark.parametrize(
    "text", ["ticket_id,csat\n1,\n,\n2,5\n", '{"ticket_id":"1","csat":null}\n\n{"ticket_id":"2","csat":5}\n']
)
def test_a_record_without_the_fields_a_tool_reads_is_still_a_record(text: str) -> None:
    said = run("kpi", "--metrics", "volume,csat_mean", stdin=text)
    assert {row["metric"]: row["value"] for row in said.records} == {"volume": 2.0, "csat_mean": 5.0}
    assert "3 in, 2 out, 1 dropped (row.blank 1), 2 used" in said.err
    assert run("rfm", stdin=text).code == 2


@pytest.mark.parametrize(
    ("terminal", "env", "answer"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_styles_are_for_terminals_that_want_them(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, env: dict[str, str], answer: bool
) -> None:
    from cstools.cli.options import styled

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
    assert styled() is answer
