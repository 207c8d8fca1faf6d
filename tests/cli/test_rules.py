"""Rule files from the command line: TOML and tables, other files, their sentences, and what is said of mistakes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.tools import run, side

EXAMPLE = Path(__file__).parents[2] / "man" / "rules-example.toml"
TICKETS = '{"ticket_id":"1","shop":"天猫","agent":"林晓"}\n{"ticket_id":"2","shop":"小店","agent":"王五"}\n'
SHOP = '[[rule]]\nid = "shop.known"\nfields = "shop"\ncheck = "one-of"\nvalues = ["天猫"]\naction = "reject"\n'
STAFF = '[[rule]]\nid = "agent.known"\nfields = "agent"\ncheck = "exists"\nfile = "staff.csv"\ncolumn = "姓名"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.toml").write_text(SHOP + 'zh = "不是我们的店"\nen = "not our shop"\n', encoding="utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "staff.toml").write_text(STAFF, encoding="utf-8")
    (tmp_path / "rules" / "staff.csv").write_text("姓名,组\n林晓,A\n", encoding="utf-8")
    return tmp_path


def flags(said):
    return [record["flags"] for record in said.records]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sentence_of_a_rule_is_the_reason(folder, lang):
    said = run("clean", "--rules", "shop.toml", "--rejects", "r.jsonl", "--lang", lang, stdin=TICKETS)
    assert [record["ticket_id"] for record in said.records] == ["1"]
    assert [record["reason"] for record in side(folder / "r.jsonl")] == [
        {"zh": "不是我们的店", "en": "not our shop"}[lang]
    ]
    assert "1 rejected (shop.known 1)" in said.err


def test_fused_too(folder):
    (folder / "t.jsonl").write_text(TICKETS, encoding="utf-8")
    run("run", "cs-clean t.jsonl --rules shop.toml | cs-dedupe --rejects r.jsonl --lang en")
    assert [record["reason"] for record in side(folder / "r.jsonl")] == ["not our shop"]


def test_the_file_of_a_foreign_key_is_looked_for_beside_the_rules(folder):
    said = run("clean", "--no-defaults", "--rules", "rules/staff.toml", stdin=TICKETS)
    assert flags(said) == [None, ["agent.known"]]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "jsonl"])
def test_a_table_of_rules(folder, suffix):
    columns = {"ID": ["shop.known"], "Fields": ["shop"], "check": ["one-of"], "values": ["天猫|京东"], "high": [None]}
    table = pl.DataFrame(columns, schema_overrides={"high": pl.String})
    path = folder / f"rules.{suffix}"
    {"csv": table.write_csv, "xlsx": table.write_excel, "jsonl": table.write_ndjson}[suffix](path)
    assert flags(run("clean", "--no-defaults", "--rules", path.name, stdin=TICKETS)) == [None, ["shop.known"]]


def test_a_unique_rule_sees_all_records_whatever_the_blocks(folder):
    (folder / "u.toml").write_text('[[rule]]\nid = "u"\nfields = "shop"\ncheck = "unique"\n', encoding="utf-8")
    rows = "".join(f'{{"ticket_id":"{n}","shop":"{n % 50}"}}\n' for n in range(60))
    said = [run("clean", "--no-defaults", "--rules", "u.toml", stdin=rows, block=block) for block in (100, 1 << 20)]
    assert said[0].out == said[1].out
    assert sum(flag == ["u"] for flag in flags(said[0])) == 20


def test_check_rules_reads_no_records(folder):
    said = run("clean", "--check-rules", "shop.toml")
    assert (said.code, said.out) == (0, "shop.toml is right: 1 rules, 0 spellings in dictionaries\n")


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("shop.toml", "shop.known", "shop known", "shop.toml:2: write id in letters"),
        ("shop.toml", '"shop"', '"shp"', "shop.toml:3: ticket has no field shp (shop?)"),
        ("rules/staff.toml", "staff.csv", "staf.csv", "rules/staff.toml:5: there is no file rules/staf.csv"),
        ("rules/staff.toml", "姓名", "姓明", "rules/staff.toml:6: rules/staff.csv has no column 姓明"),
    ],
)
def test_mistakes(folder, path, old, new, said):
    (folder / path).write_text((folder / path).read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    for option in ("--check-rules", "--rules"):
        found = run("clean", option, path, stdin=TICKETS)
        assert found.code == 2
        assert found.err.replace("\\", "/").startswith(f"cs-clean: {said}")


def test_rules_of_another_kind_are_an_error(folder):
    found = run("clean", "--rules", "shop.toml", stdin='{"order_id":"1","paid_amount":5}\n')
    assert (found.code, "has no rule for order records" in found.err) == (2, True)


def test_no_file_and_no_rules(folder):
    assert run("clean", "--rules", "none.toml", stdin=TICKETS).code == 1
    (folder / "empty.toml").write_text("", encoding="utf-8")
    assert run("clean", "--rules", "empty.toml", stdin=TICKETS).code == 2


def test_the_example_of_the_manual_is_right(folder):
    text = EXAMPLE.read_text(encoding="utf-8").replace("accounts.xlsx", "rules/staff.csv")
    (folder / "example.toml").write_text(text, encoding="utf-8")
    assert run("clean", "--check-rules", "example.toml").code == 0


def test_tickets_resolved_before_their_first_response_are_flagged_not_lost(shared):
    path = str(shared / "kaggle_support_tickets" / "customer_support_tickets.csv")
    said = run("clean", stdin=run("ingest", path).out)
    assert "8,469 in, 8,469 out" in said.err
    assert sum("dates.resolved" in flag for flag in flags(said)) == 1365


def test_orders_refunded_above_what_was_paid_are_kept(shared):
    orders = run("ingest", str(shared / "tmall_orders" / "tmall_order_report.csv"))
    said = run("clean", stdin=orders.out)
    assert "28,010 in, 28,010 out" in said.err
    assert sum(row["refund_amount"] > row["paid_amount"] for row in said.records) == 5336
    assert said.out == orders.out
