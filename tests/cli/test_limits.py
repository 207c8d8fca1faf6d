"""cs-clean --limits and --learn-limits: files are read twice, a pipe is held, the bytes are the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools import run

ASKED = (
    *("--fill", "handle_s=median by channel", "--outliers", "handle_s=iqr(3) by channel:cap"),
    *("--outliers", "rounds=mad", "--scale", "csat=zscore"),
)


def tickets(path: Path, n: int = 60) -> str:
    """Half the tickets have a csat, which no record before the tenth has, and a tenth no handle_s."""
    rows = [
        {
            "ticket_id": f"T{i}",
            "created_at": f"2025-10-{i % 28 + 1:02} 09:00:00",
            "channel": ("千牛", "400电话", None)[i % 3],
            "rounds": 900 if i == 17 else i % 7,
            **({"handle_s": 3000 if i == 21 else 30 + 7 * i % 50} if i % 10 else {}),
            **({"csat": i % 5 + 1} if i > 10 and i % 2 else {}),
        }
        for i in range(n)
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_file_pipe_blocks_and_a_table_give_the_same_bytes(tmp_path: Path) -> None:
    path, table, other = tickets(tmp_path / "a.jsonl"), tmp_path / "limits.json", tmp_path / "limits.csv"
    by_name = run("clean", path, *ASKED, "--learn-limits", str(table))
    assert by_name.code == 0, by_name.err
    text = Path(path).read_text(encoding="utf-8")
    piped = run("clean", *ASKED, "--learn-limits", str(other), stdin=text)
    assert "until all records are read: handle_s, rounds, csat;" in piped.err
    assert "memory" not in by_name.err
    for said in (
        piped,
        run("clean", path, *ASKED, block=500),
    ):
        assert said.out == by_name.out
    for said in (
        run("clean", *ASKED, "--limits", str(table), stdin=text, block=500),
        run("clean", *ASKED, "--limits", str(other), stdin=text),
    ):  # a stream writes a key from the record that first has it
        assert [{"csat": None, **row} for row in said.records] == by_name.records
    learned = json.loads(table.read_text(encoding="utf-8"))
    assert [(row["field"], row["method"], row["group"], row["n"]) for row in learned if row["field"] == "handle_s"] == [
        *(("handle_s", "iqr(3)", group, n) for group, n in ((None, 58), ("400电话", 20), ("千牛", 20))),
        *(("handle_s", "median", group, n) for group, n in ((None, 54), ("400电话", 18), ("千牛", 18))),
    ]
    first, *rest = other.read_text(encoding="utf-8").splitlines()
    assert first == ",".join(learned[0])
    assert len(rest) == len(learned)


def test_next_month_is_judged_by_last_months_limits(tmp_path: Path) -> None:
    table, november = tmp_path / "l.csv", '{"ticket_id": "1", "channel": "千牛", "handle_s": 3000, "rounds": 5}\n'
    run("clean", tickets(tmp_path / "a.jsonl"), *ASKED, "--learn-limits", str(table), "--dry-run")
    assert not table.exists()
    run("clean", tickets(tmp_path / "a.jsonl"), *ASKED, "--learn-limits", str(table))
    said = run("clean", "--outliers", "handle_s=iqr(3) by channel:null", "--limits", str(table), stdin=november)
    assert "value.outlier 1" in said.err
    assert said.records[0].get("handle_s") is None


def test_where_and_rules_hold_for_what_is_learned(tmp_path: Path) -> None:
    """The first pass sees what the run sees: rows left out by --where and cells emptied by rules teach nothing."""
    rows = [{"ticket_id": str(i), "channel": "千牛", "wait_s": wait} for i, wait in enumerate([1, 3, -9, None])]
    rows.append({"ticket_id": "x", "channel": "邮件", "wait_s": 900})
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    said = run("clean", str(path), "--where", "channel = '千牛'", "--fill", "wait_s=mean")
    assert [row["wait_s"] for row in said.records] == [1.0, 3.0, 2.0, 2.0]


def test_fills_from_other_records_say_so() -> None:
    said = run("clean", "--fill", "region=customer", stdin='{"ticket_id": "1", "created_at": "2025-10-01 09:00:00"}\n')
    assert said.code == 0
    assert "filled from other records, all of which are held in memory: region" in said.err
    silent = run("clean", "-q", "--fill", "region=previous", "--scale", "csat=zscore", stdin="")
    assert (silent.code, silent.out) == (0, "")
    assert "region" not in silent.err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--limits", "{table}", "--learn-limits", "{out}", "--outliers", "csat=iqr"), "leave one of them out"),
        (("--limits", "{table}"), "--limits is of no use"),
        (("--learn-limits", "{out}", "--fill", "csat=3"), "--learn-limits is of no use"),
        (("--learn-limits", "{out}.xlsx", "--outliers", "csat=iqr"), ".json or .csv"),
        (("--limits", "{table}", "--outliers", "csat=mad(4)"), "the table has no csat=mad(4); it has csat=iqr(1.5)"),
        (("--limits", "{bad}", "--outliers", "csat=iqr"), "bad.csv:2: low cannot be x;"),
        (("--limits", "{input}", "--outliers", "csat=iqr"), "a.jsonl has no column field"),
        (("--learn-limits", "{out}", "--fill", "csat=mean by phone"), "phone, which is private"),
        (
            (
                "--outliers",
                "csat=iqr by chanel",
            ),
            "chanel",
        ),
    ],
)
def test_what_cannot_be(tmp_path: Path, args: tuple[str, ...], words: str) -> None:
    table, bad, source = tmp_path / "l.csv", tmp_path / "bad.csv", tickets(tmp_path / "a.jsonl")
    table.write_text("field,method,by,group,low,high,n\ncsat,iqr(1.5),,,1,5,9\n", encoding="utf-8")
    bad.write_text("field,method,by,group,low,high,n\ncsat,iqr(1.5),,,x,5,9\n", encoding="utf-8")
    paths = {"table": table, "bad": bad, "input": source, "out": tmp_path / "out.csv"}
    said = run("clean", source, *(arg.format(**paths) for arg in args))
    assert (said.code, said.out) == (2, "")
    assert words in said.err


def test_a_missing_file_is_said_once(tmp_path: Path) -> None:
    said = run("clean", str(tmp_path / "none.csv"), "--outliers", "csat=iqr")
    assert said.code == 1
    assert len(said.err.splitlines()) == 1


def test_limits_are_no_output_or_input(tmp_path: Path) -> None:
    path = tickets(tmp_path / "a.json")
    assert run("clean", path, "--outliers", "csat=iqr", "--learn-limits", path).code == 2


def test_the_table_shows_nothing_that_the_stream_hides(tmp_path: Path) -> None:
    path, table = tmp_path / "a.csv", tmp_path / "l.json"
    path.write_text("ticket_id,备注,csat\n1,13812345678,5\n2,13812345678,\n", encoding="utf-8")
    for given in ((str(path),), ()):
        stdin = "" if given else path.read_bytes()
        asked = ("--fill", "csat=mean by 备注", "--mask", "phone", "--learn-limits", str(table))
        said = run("clean", *given, *asked, stdin=stdin)
        assert said.code == 0, said.err
        assert "13812345678" not in table.read_text(encoding="utf-8") + said.out
        assert "138****5678" in table.read_text(encoding="utf-8")
