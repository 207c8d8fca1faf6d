"""cs-clean --quality FILE and --summary: the document, the table, and when neither is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools import run

ROWS = (
    '{"ticket_id":"1","created_at":"2025-10-01 09:00:00","status":"已解决","csat":9,"phone":"+86 13812341234"}\n'
    '{"ticket_id":"2","created_at":"2025-10-01 09:00:00","status":"open","csat":4,"text":"打13912341234"}\n'
)


def test_the_document(tmp_path: Path) -> None:
    path = tmp_path / "q.json"
    said = run("clean", "--quality", str(path), stdin=ROWS)
    made = json.loads(path.read_text(encoding="utf-8"))
    assert said.code == 0
    assert (made["tool"], made["form"], made["kind"]) == ("cs-clean", 1, "ticket")
    assert made["rows"]["in"] == made["rows"]["out"] == 2
    assert made["rules"][0] | {"sentence": ""} == {
        "rule": "customer.missing",
        "sentence": "",
        "level": "flag",
        "field": "customer_id",
        "before": 2,
        "after": 2,
    }
    assert said.out == run("clean", stdin=ROWS).out


def test_the_same_bytes_whatever_the_blocks(tmp_path: Path) -> None:
    rows = "".join(ROWS.replace('"1"', f'"{n}"').replace('"2"', f'"{n}b"') for n in range(40))
    made = []
    for block in (300, 1 << 20):
        path = tmp_path / f"{block}.json"
        assert run("clean", "--quality", str(path), stdin=rows, block=block).code == 0
        made.append(path.read_bytes())
    assert made[0] == made[1]
    assert len(json.loads(made[0])["worst"]) == 10


def test_the_table() -> None:
    said = run("clean", "--summary", stdin=ROWS)
    assert "2 in, 2 out, 0 rejected" in said.err
    assert "csat.range" in said.err
    assert said.out == run("clean", stdin=ROWS).out
    assert "合格率" in run("clean", "--summary", "--lang", "zh", stdin=ROWS).err


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    said = run("clean", "--quality", str(tmp_path / "q.json"), "--dry-run", stdin=ROWS)
    assert said.code == 0
    assert not list(tmp_path.iterdir())


def test_an_empty_stream_has_a_document_too(tmp_path: Path) -> None:
    path = tmp_path / "q.json"
    assert run("clean", "--quality", str(path), stdin="").code == 0
    assert json.loads(path.read_text(encoding="utf-8"))["rows"]["in"] == 0


def test_one_file_for_two_things_is_refused(tmp_path: Path) -> None:
    path = str(tmp_path / "q.json")
    assert run("clean", "--quality", path, "-o", path, stdin=ROWS).code == 2
    assert run("clean", "--quality", path, "--rejects", path, stdin=ROWS).code == 2


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    said = run("clean", "--quality", str(tmp_path / "no" / "q.json"), stdin=ROWS)
    assert said.code == 1
    assert "q.json" in said.err


@pytest.mark.parametrize("line", ["cs-clean --quality {} | cs-clean --mask all", "cs-clean --mask all --quality {}"])
def test_what_the_stream_hides_is_hidden_in_it(tmp_path: Path, line: str) -> None:
    path = tmp_path / "q.json"
    rows = ROWS.replace('"csat":9', '"csat":"13712341234"')
    said = run("run", line.format(path), stdin=rows)
    assert said.code == 0, said.err
    text = path.read_text(encoding="utf-8")
    for secret in ("13812341234", "13912341234", "13712341234"):
        assert secret not in text + said.out


def test_the_sentence_of_a_rule_of_ones_own(tmp_path: Path) -> None:
    rules, path = tmp_path / "rules.toml", tmp_path / "q.json"
    rules.write_text(
        'kind = "ticket"\n[[rule]]\nid = "my.rule"\nfields = "csat"\ncheck = "range"\nhigh = 3\naction = "flag"\n'
        'zh = "偏高"\nen = "rather high"\n',
        encoding="utf-8",
    )
    said = run("clean", "--rules", str(rules), "--quality", str(path), stdin=ROWS)
    assert said.code == 0, said.err
    found = {one["rule"]: one["sentence"] for one in json.loads(path.read_text(encoding="utf-8"))["rules"]}
    assert found["my.rule"] == "rather high"
