"""cs-dedupe --on as people type it: what they are told, what goes on, and what is kept beside."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path
from typing import Any

import pytest

from tests.tools import Said, run, side

ON = ("--on", "customer_name:name,phone:phone")
PEOPLE = [
    ("张伟", "13812345678"), ("李雷", "13900001111"), ("韩梅梅", "13722223333"), ("王小明", "13544445555"),
    ("赵子龙", "18866667777"), ("司马相如", "15988889999"), ("欧阳修", "17712123434"), ("陈圆圆", "13656567878"),
    ("张伟先生", "+86 138-1234-5678"), ("章玮", "13812345678"), ("李雷", "13900001111"), ("韩梅梅", "137****3333"),
]  # fmt: skip
TWINS = {"T00", "T08", "T09"}


def tickets(people: list[tuple[str | None, str | None]] = PEOPLE, key: str = "ticket_id") -> list[dict[str, Any]]:
    return [
        {
            key: f"{key[0].upper()}{n:02}",
            "customer_name": name,
            "phone": phone,
            "created_at": f"2025-10-{n // 24 + 1:02} {n % 24:02}:00:00",
        }
        for n, (name, phone) in enumerate(people)
    ]


def jsonl(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def written(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text(jsonl(rows), encoding="utf-8")
    return str(path)


def dedupe(*args: str, rows: list[dict[str, Any]] | None = None) -> Said:
    said = run("dedupe", *args, stdin=jsonl(tickets() if rows is None else rows))
    assert said.code == 0, said.err
    return said


def test_what_is_merged_names_its_survivor_and_nothing_is_lost(tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.jsonl"
    said = dedupe(*ON, "--rejects", str(rejects))
    merged = side(rejects)
    gone = {row["record"]["ticket_id"]: row["value"].split()[0] for row in merged}
    assert sorted([*(row["ticket_id"] for row in said.records), *gone]) == [row["ticket_id"] for row in tickets()]
    assert {row["level"] for row in merged} == {"merged"}
    assert {row["rule"] for row in merged} == {"link.same"}
    kept = {row["ticket_id"] for row in said.records}
    assert set(gone.values()) <= kept
    assert gone.items() >= {"T00": "T09", "T08": "T09"}.items()
    assert {row["field"] for row in merged} == {"customer_name,phone"}
    assert all(row["reason"] for row in merged)
    assert f"cs-dedupe: 12 in, {len(kept)} out, {len(merged)} merged (link.same {len(merged)})" in said.err


def test_mark_keeps_every_record_and_names_groups() -> None:
    rows = dedupe(*ON, "--emit", "mark").records
    assert len(rows) == len(PEOPLE)
    (name,) = {row["dup_group"] for row in rows if row["ticket_id"] in TWINS}
    own = [row for row in rows if row["dup_group"] == name]
    assert {row["ticket_id"] for row in own} == TWINS
    assert sorted(row["dup_rank"] for row in own) == [1, 2, 3]
    assert next(row["ticket_id"] for row in own if row["dup_rank"] == 1) == "T09"  # the newest
    assert all((row["dup_score"] is None) == (row["dup_group"] is None) for row in rows)


@pytest.mark.parametrize("emit", ["keep", "mark", "pairs"])
def test_rows_may_come_in_any_order(tmp_path: Path, emit: str) -> None:
    first = dedupe(*ON, "--emit", emit, "--rejects", str(tmp_path / "one.jsonl"))
    rows = tickets()
    random.Random(7).shuffle(rows)
    again = dedupe(*ON, "--emit", emit, "--rejects", str(tmp_path / "two.jsonl"), rows=rows)
    assert again.out == first.out
    if emit == "keep":
        one, two = (
            [{**row, "line": 0, "value": row["value"].split()[0]} for row in side(tmp_path / name)]
            for name in ("one.jsonl", "two.jsonl")
        )
        assert one == two


def test_pairs_are_a_table_of_bits() -> None:
    said = dedupe(*ON, "--emit", "pairs", "-t", "csv")
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert list(rows[0]) == ["rule", "id_a", "id_b", "score", "customer_name_w", "phone_w", "block"]
    assert {frozenset((row["id_a"], row["id_b"])) for row in rows} >= {
        frozenset(("T00", "T08")),
        frozenset(("T00", "T09")),
    }
    assert all(row["id_a"] < row["id_b"] and 0 <= float(row["score"]) <= 1 for row in rows)
    assert all(row["block"] for row in rows)


def test_two_parts_of_an_address_have_a_weight_each() -> None:
    streets = ["南京东", "建国", "人民", "解放大", "中山北", "五四", "长江", "淮海中"]
    rows = [{"ticket_id": f"T{n}", "addr": f"{street}路{n * 7 + 1}号"} for n, street in enumerate([*streets, "五四"])]
    rows.append({"ticket_id": "T9", "addr": "长江路４３号"})
    (pair,) = dedupe("--on", "addr:address", "--emit", "pairs", rows=rows).records
    assert (pair["id_a"], pair["id_b"]) == ("T6", "T9")
    assert {"addr_w", "addr.numbers_w"} <= pair.keys()


@pytest.mark.parametrize(("threshold", "joined"), [("0.1", True), ("0.5", True)])
def test_the_threshold_says_how_sure_a_link_must_be(threshold: str, joined: bool) -> None:
    rows = dedupe(*ON, "--emit", "mark", "--threshold", threshold).records
    assert any(row["dup_group"] for row in rows) is joined


def test_blocks_over_max_block_are_counted_in_the_summary() -> None:
    rows = tickets([(f"{chr(0x4E00 + 97 * n)}{chr(0x5E00 + 89 * n)}", "4008123123") for n in range(40)] + PEOPLE[:8])
    said = dedupe(*ON, "--emit", "mark", "--max-block", "10", rows=rows)
    assert "1 blocks compared by a second field and nearest neighbours" in said.err
    assert "40 records in the largest block" in said.err


def test_one_record_is_made_of_all(tmp_path: Path) -> None:
    rows = [row | {"refund_amount": n + 0.5, "tags": [f"t{n}"]} for n, row in enumerate(tickets())]
    rows[0]["note"] = "长一点的备注"
    rows[8]["csat"] = 5
    said = dedupe(*ON, "--survivor", "merge", "--merge", "refund_amount=sum", "--merge", "tags=union", rows=rows)
    (one,) = [row for row in said.records if row["ticket_id"] == "T09"]
    assert (one["refund_amount"], one["note"], one["csat"]) == (0.5 + 8.5 + 9.5, "长一点的备注", 5)
    assert one["customer_name"] == "章玮"
    assert one["tags"] == ["t9", "t8", "t0"]


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["--on", "phone:fone"], "phone:fone"),
        (["--on", ""], "FIELD:KIND"),
        (["--on", "phone,phone:phone"], "phone stands there twice"),
        (["--on", "fone:phone"], "no field fone (phone"),
        (["--on", "phone:phone", "--key", "ticket_id"], "--key"),
        (["--threshold", "0.9"], "--threshold needs --on"),
        (["--max-block", "50"], "--max-block needs --on"),
        (["--max-cluster", "50"], "--max-cluster needs --on"),
        (["--against", "OTHER"], "--against needs --on"),
        (["--assign", "customer_id"], "--assign needs --on"),
        (["--pairs-known", "OTHER"], "--pairs-known needs --on"),
        (["--why", "T00"], "--why needs --on"),
        ([*ON, "--threshold", "0"], "--threshold cannot be 0"),
        ([*ON, "--threshold", "1.5"], "--threshold cannot be 1.5"),
        ([*ON, "--max-block", "1"], "--max-block cannot be 1"),
        ([*ON, "--max-cluster", "1"], "--max-cluster cannot be 1"),
        ([*ON, "--against", "OTHER", "--against", "OTHER"], "--against takes one file"),
        ([*ON, "--pairs-known", "NARROW"], "two columns"),
        ([*ON, "--why", "T00,T01,T02"], "T00,T01,T02"),
        ([*ON, "--why", ","], "--why does not understand"),
        ([*ON, "--why", "T99"], "no record has the id T99"),
        ([*ON, "--why", "T00,T99"], "no record has the id T99"),
        ([*ON, "--merge", "phone=longest"], "--merge needs --survivor merge"),
        ([*ON, "--survivor", "merge", "--merge", "phone"], "FIELD=RULE"),
        ([*ON, "--survivor", "merge", "--merge", "phone=mean"], "phone=mean"),
        ([*ON, "--survivor", "merge", "--merge", "phone=sum"], "phone has no sum"),
        ([*ON, "--survivor", "merge", "--merge", "nosuch=sum"], "nosuch has no sum"),
    ],
)
def test_what_cannot_be_asked_is_one_line(tmp_path: Path, args: list[str], word: str) -> None:
    other = written(tmp_path / "other.jsonl", tickets(PEOPLE[:2], "order_id"))
    narrow = written(tmp_path / "narrow.jsonl", [{"ticket_id": "T00"}])
    named = [{"OTHER": other, "NARROW": narrow}.get(arg, arg) for arg in args]
    out = tmp_path / "out.jsonl"
    said = run("dedupe", *named, "-o", str(out), stdin=jsonl(tickets()))
    assert (said.code, said.out) == (2, ""), said.err
    assert word in said.err
    assert said.err.count("\n") == 1
    assert not out.exists()


@pytest.mark.parametrize("option", ["--against", "--pairs-known"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, option: str) -> None:
    said = run("dedupe", *ON, option, str(tmp_path / "no.csv"), stdin=jsonl(tickets()))
    assert (said.code, said.out) == (1, "")
    assert "no such file" in said.err


@pytest.mark.parametrize(("lang", "likeness"), [("en", "sounds the same"), ("zh", "同音")])
def test_why_says_it_in_words(lang: str, likeness: str) -> None:
    rows = dedupe(*ON, "--why", "T00,T09", "--lang", lang).records
    assert [row["field"] for row in rows] == ["prior", "customer_name", "phone", "="]
    assert rows[1]["likeness"] == likeness
    assert all(row["joined"] for row in rows)


def test_why_not_is_answered_too() -> None:
    rows = dedupe(*ON, "--why", "T02, T05").records
    assert {row["joined"] for row in rows} == {False}
    assert rows[-1]["probability"] < 0.01
    assert {row["block"] for row in rows} == {None}


def test_known_pairs_are_counted_in_the_summary(tmp_path: Path) -> None:
    known = tmp_path / "known.csv"
    known.write_text("a,b\nT00,T09\nT01,T10\nT03,T04\nT00,T77\n", encoding="utf-8")
    said = dedupe(*ON, "--pairs-known", str(known), "--emit", "mark")
    assert "3 known pairs" in said.err
    assert "2 known pairs compared" in said.err
    assert "2 known pairs in one group" in said.err


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_partners_in_another_file(tmp_path: Path, form: str) -> None:
    people = [("张伟", "138 1234 5678"), *PEOPLE[4:8], ("路人", "19911112222")]
    other, rows = tmp_path / f"orders.{form}", tickets(people, "order_id")
    if form == "csv":
        text = "\n".join(
            [
                "order_id,customer_name,phone",
                *(f"{row['order_id']},{row['customer_name']},{row['phone']}" for row in rows),
            ]
        )
        other.write_text(text + "\n", encoding="utf-8")
    else:
        written(other, rows)
    said = dedupe(*ON, "--against", str(other), rows=tickets(PEOPLE[:6]))
    assert [(row["ticket_id"], row["match_id"]) for row in said.records] == [
        ("T00", "O00"), ("T01", None), ("T02", None), ("T03", None), ("T04", "O01"), ("T05", "O02"),
    ]  # fmt: skip
    assert all((row["match_score"] or 0) > 0.5 for row in said.records if row["match_id"])
    assert "6 in, 6 out" in said.err


def test_one_id_over_several_files_whichever_is_the_stream(tmp_path: Path) -> None:
    chats = [
        row | {"channel": "chat", "customer_id": one} for row, one in zip(tickets(PEOPLE[:6]), "abcdef", strict=True)
    ]
    calls = [row | {"channel": "phone"} for row in tickets([PEOPLE[0], PEOPLE[1], PEOPLE[6], PEOPLE[7]], "order_id")]
    mails = [row | {"channel": "mail", "customer_id": "z"} for row in tickets([PEOPLE[0], PEOPLE[7]], "refund_id")]
    names = ("chats.jsonl", "calls.jsonl", "mails.jsonl")
    paths = [written(tmp_path / name, rows) for name, rows in zip(names, (chats, calls, mails), strict=True)]
    found = []
    for n in range(3):
        first, *others = [*paths[n:], *paths[:n]]
        against = [word for path in others for word in ("--against", path)]
        said = run("dedupe", first, *ON, "--assign", "customer_id", *against, "--emit", "pairs")
        assert said.code == 0, said.err
        assert "of 6 in chat linked" in said.err
        found.append(said.out)
    assert found[0] == found[1] == found[2]
    table = {row["id"]: row["customer_id"] for row in map(json.loads, found[0].splitlines())}
    assert table["T00"] == table["O00"] == table["R00"] == "a"  # a and z once each
    assert table["T01"] == table["O01"] == "b"
    assert table["O03"] == table["R01"] == "z"
    assert (table["T05"], table["O02"]) == ("f", None)
    assert len(table) == 12


@pytest.mark.parametrize("text", ["", "ticket_id,customer_name,phone\n", "ticket_id,customer_name,phone\nT1,张伟,\n"])
@pytest.mark.parametrize("emit", ["keep", "mark", "pairs"])
def test_nothing_or_one_record_is_no_error(tmp_path: Path, text: str, emit: str) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text(text, encoding="utf-8")
    said = run("dedupe", str(path), *ON, "--emit", emit)
    if text:
        assert said.code == 0, said.err
        assert len(said.records) == (text.count("\n") - 1 if emit != "pairs" else 0)
    else:
        assert "\n" in said.err
        assert "tool itself" not in said.err


def test_any_table_can_be_linked_by_its_own_headings(tmp_path: Path) -> None:
    path = tmp_path / "shops.csv"
    shops = ["好又多超市", "老王水果店", "阳光药房", "新华书店", "永和豆浆", "兰州拉面馆", "永和豆浆！"]
    rows = [f"{n},{shop},{(n if n < 6 else 4) * 31 + 5}号" for n, shop in enumerate(shops)]
    path.write_text("\n".join(["编号,店 名,门牌", *rows]) + "\n", encoding="utf-8")
    said = run("dedupe", str(path), "--on", "店 名:name,门牌", "--emit", "pairs")
    assert said.code == 0, said.err
    assert [(row["id_a"], row["id_b"]) for row in said.records] == [("4", "6")]


@pytest.mark.parametrize("block", [200, 700])
def test_fused_is_piped_and_blocks_do_not_matter(block: int) -> None:
    rows = jsonl(tickets())
    whole = run("dedupe", *ON, "--emit", "mark", stdin=rows)
    assert run("dedupe", *ON, "--emit", "mark", stdin=rows, block=block).out == whole.out
    fused = run("run", f"cs-dedupe {' '.join(ON)} --emit mark | cs-view freq dup_group -t jsonl", stdin=rows)
    piped = run("view", "freq", "dup_group", "-t", "jsonl", stdin=whole.out)
    assert fused.out == piped.out
    assert fused.code == piped.code == 0
