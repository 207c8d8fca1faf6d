"""cs-join on tables as people keep them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.tools import run

HEADINGS = ("客服账号", "姓名", "组", "班次", "生效日期", "失效日期")
ACCOUNTS = [f"客服{n:02}" for n in range(1, 61)]
ABSENT = ["客服98", "客服 07", "客服99"]


def workbook(path: Path, rows: list[tuple[Any, ...]], headings: tuple[str, ...] = HEADINGS) -> str:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("账号")
        for number, row in enumerate([headings, *rows]):
            page.write_row(number, 0, row)
    return str(path)


def sixty(path: Path) -> str:
    """60 accounts; the first ten change teams in the middle of October."""
    rows: list[tuple[Any, ...]] = []
    for n, account in enumerate(ACCOUNTS):
        moved = n < 10
        rows.append((account, f"张{n}", "售前", "早", "2025-01-01", "2025年10月15日" if moved else ""))
        if moved:
            rows.append((account, f"张{n}", "售后", "晚", "2025/10/16", ""))
    return workbook(path, rows)


def tickets(n: int = 900) -> list[dict[str, Any]]:
    names = [*ACCOUNTS, *ABSENT, None]
    return [
        {"ticket_id": str(i), "account": names[i % len(names)], "created_at": f"2025-10-{i % 28 + 1:02} 23:59:59"}
        for i in range(n)
    ]


def jsonl(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.mark.parametrize("block", [None, 700])
def test_sixty_accounts_join_to_every_ticket(tmp_path: Path, block: int | None) -> None:
    """The unmapped ones are named, counted and kept; rows and their order are those that came."""
    table, beside, rows = sixty(tmp_path / "accounts.xlsx"), tmp_path / "unmatched.csv", tickets()
    said = run("join", "--with", table, "--on", "account", "--unmatched", str(beside), stdin=jsonl(rows), block=block)
    assert said.code == 0, said.err
    assert [(row["ticket_id"], row["account"]) for row in said.records] == [
        (row["ticket_id"], row["account"]) for row in rows
    ]
    for given, made in zip(rows, said.records, strict=True):
        n = ACCOUNTS.index(given["account"]) if given["account"] in ACCOUNTS else None
        late = n is not None and n < 10 and given["created_at"] >= "2025-10-16"
        wanted = (None, None, None) if n is None else (f"张{n}", "售后" if late else "售前", "晚" if late else "早")
        assert (made["agent"], made["team"], made["shift"]) == wanted
    lost = Counter(row["account"] for row in rows)
    with beside.open(encoding="utf-8", newline="") as stream:
        kept = {row["account"]: (int(row["n"]), row["why"], row["near"]) for row in csv.DictReader(stream)}
    assert kept == {name: (lost[name], "unknown", "客服07" if name == ABSENT[1] else "") for name in ABSENT}
    assert f"3 values of account in {sum(lost[name] for name in ABSENT)} records" in said.err
    assert f"{ABSENT[1]} ({lost[ABSENT[1]]}; the table has 客服07)" in said.err
    summary = said.err.splitlines()[-1]
    assert summary.startswith("cs-join: 900 in, 900 out, ")
    assert f"{lost[None]} without account or created_at" in summary


def test_fused_is_piped(tmp_path: Path) -> None:
    table, given = sixty(tmp_path / "accounts.xlsx"), jsonl(tickets(200))
    piped = run("kpi", "--by", "team", "--metrics", "volume", stdin=run(*JOIN, table, stdin=given).out)
    fused = run("run", f"cs-join --with '{table}' --on account | cs-kpi --by team --metrics volume", stdin=given)
    assert fused.out == piped.out
    assert "3 values of account" in fused.err


JOIN = ("join", "--on", "account", "--with")


def test_two_joins_in_one_run_tell_their_own(tmp_path: Path) -> None:
    one = workbook(tmp_path / "one.xlsx", [("a", "x")], ("客服账号", "组"))
    two = workbook(tmp_path / "two.xlsx", [("x", "y")], ("组", "班次"))
    rows = [{"ticket_id": "1", "account": "a"}, {"ticket_id": "2", "account": "b", "team": "z"}]
    said = run("run", f"cs-join --with {one} --on account | cs-join --with {two} --on team", stdin=jsonl(rows))
    assert [row["shift"] for row in said.records] == ["y", None]
    assert f"1 values of account in 1 records have no match in {one}: b (1)" in said.err
    assert f"1 values of team in 1 records have no match in {two}: z (1)" in said.err


@pytest.mark.parametrize(
    ("args", "wanted"),
    [
        (["--on", "account=登录号", "--add", "team=部"], {"team": "售前"}),
        (["--on", "account=登录号"], {"team": None, "部": "售前", "等级": "007"}),
        (["--on", "account=登录号", "--add", "等级"], {"team": None, "等级": "007"}),
        (["--on", "ticket_id=登录号"], {"部": None}),
    ],
)
def test_headings_of_the_table_are_named(tmp_path: Path, args: list[str], wanted: dict[str, Any]) -> None:
    table = workbook(tmp_path / "t.xlsx", [("a", "售前", "007")], ("登录号", "部", "等级"))
    said = run("join", "--with", table, *args, stdin=jsonl([{"ticket_id": "1", "account": "a", "team": None}]))
    assert said.code == 0, said.err
    assert wanted.items() <= said.records[0].items()


@pytest.mark.parametrize(
    ("args", "code", "word"),
    [
        ([], 2, "--with"),
        (["--with", "T"], 2, "--with"),
        (["--with", "no.xlsx", "--on", "account"], 1, "no such file"),
        (["--with", "T", "--on", "account=账户"], 2, "账户"),
        (["--with", "T", "--on", "account", "--add", "grop"], 2, "grop"),
        (["--with", "T", "--on", "=x"], 2, "=x"),
        (["--with", "T", "--on", "account", "--valid", "a,b,c"], 2, "a,b,c"),
        (["--with", "T", "--on", "account", "--valid", "组"], 1, "line 2"),
        (["--with", "T", "--on", "acount=客服账号"], 2, "(account)"),
        (["--with", "T", "--on", "account", "--unmatched", "OUT"], 2, "out.jsonl"),
    ],
)
def test_what_cannot_be_done_is_one_line(tmp_path: Path, args: list[str], code: int, word: str) -> None:
    table = workbook(tmp_path / "t.xlsx", [("a", "售前", "早")], ("客服账号", "组", "班次"))
    out = str(tmp_path / "out.jsonl")
    named = [{"T": table, "OUT": out}.get(arg, arg) for arg in args]
    said = run("join", *named, "-o", out, stdin=jsonl([{"ticket_id": "1", "account": "a"}]))
    assert (said.code, said.out) == (code, ""), said.err
    assert word in said.err
    assert said.err.count("\n") == 1
    assert not Path(out).exists()


def test_a_cell_that_cannot_be_read_is_named_by_its_line(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("客服账号,严重度,备注\na,3,x\nb,高,y\n", encoding="utf-8")
    said = run(*JOIN, str(table), stdin='{"ticket_id":"1","account":"a"}\n')
    assert (said.code, said.out) == (1, "")
    assert "line 3, severity" in said.err
    assert run(*JOIN, str(table), "--add", "备注", stdin='{"ticket_id":"1","account":"a"}\n').code == 0


@pytest.mark.parametrize(
    ("headings", "args"),
    [
        (("客服账号", "组", "失效日期"), []),
        (("客服账号", "组", "到"), ["--valid", ",到"]),
        (("客服账号", "组", "到"), ["--valid", ",到", "--at", "created_at"]),
    ],
)
def test_an_end_alone_is_minded(tmp_path: Path, headings: tuple[str, ...], args: list[str]) -> None:
    table = workbook(tmp_path / "t.xlsx", [("a", "售前", "2025-09-30")], headings)
    rows = [{"ticket_id": day, "account": "a", "created_at": f"2025-{day} 23:00:00"} for day in ("09-30", "10-01")]
    said = run(*JOIN, table, *args, stdin=jsonl(rows))
    assert [row["team"] for row in said.records] == ["售前", None]
    assert "a (1, outside its dates)" in said.err


def test_a_title_stands_above_the_headings(tmp_path: Path) -> None:
    rows = [("", "", ""), HEADINGS[:3], ("客服01", "张三", "售前"), ("客服02", "李四", "售后")]
    table = workbook(tmp_path / "t.xlsx", rows, ("客服账号对照表", "", ""))
    said = run(*JOIN, table, stdin='{"ticket_id":"1","account":"客服02"}\n{"ticket_id":"2","account":"姓名"}\n')
    assert said.code == 0, said.err
    assert [(row["agent"], row["team"]) for row in said.records] == [("李四", "售后"), (None, None)]


@pytest.mark.parametrize("form", ["csv", "gb18030", "jsonl", "tsv"])
def test_a_table_may_come_in_any_format(tmp_path: Path, form: str) -> None:
    rows = [("客服账号", "组"), ("a", "售前"), ("007", "售后")]
    path = tmp_path / "table"
    if form == "jsonl":
        path.write_text("".join(json.dumps(dict(zip(rows[0], row, strict=True))) + "\n" for row in rows[1:]))
    else:
        text = "".join(("\t" if form == "tsv" else ",").join(row) + "\n" for row in rows)
        path.write_bytes(text.encode("gb18030" if form == "gb18030" else "utf-8"))
    said = run(*JOIN, str(path), stdin='{"ticket_id":"1","account":"007"}\n')
    assert [row["team"] for row in said.records] == ["售后"]


def test_a_dry_run_names_keys_and_writes_nothing(tmp_path: Path) -> None:
    table, beside = workbook(tmp_path / "t.xlsx", [("a", "售前")], ("客服账号", "组")), tmp_path / "u.csv"
    said = run(*JOIN, table, "--unmatched", str(beside), "--dry-run", stdin='{"ticket_id":"1","account":"b"}\n')
    assert (said.code, said.out) == (0, "")
    assert "b (1)" in said.err
    assert not beside.exists()


def test_every_key_has_its_answer(tmp_path: Path) -> None:
    """Nothing is said of unmapped keys where there are none, and the file holds its header only."""
    table, beside = workbook(tmp_path / "t.xlsx", [("a", "售前")], ("客服账号", "组")), tmp_path / "u.csv"
    said = run(*JOIN, table, "--unmatched", str(beside), stdin='{"ticket_id":"1","account":"a"}\n')
    assert said.err.count("\n") == 1
    assert beside.read_text(encoding="utf-8") == "account,n,why,near\n"
