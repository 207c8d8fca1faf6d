"""cs-run: the grammar of a pipeline's text, and one process that says what the pipe says."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstools.cli.pipeline import words
from cstools.errors import Usage
from tests.tools import Said, run, side

CSV = "ticket_id,channel,csat,created_at,text\n1,千牛,9,2025-10-01 08:00:00,物流太慢了\n2,抖音,4,2025-10-02,好的\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("cs-clean", [["clean"]]),
        ("cs-ingest a.csv|cs-clean", [["ingest", "a.csv"], ["clean"]]),
        ("cs-ingest 'a b.csv' \"c d.csv\" e\\ f.csv", [["ingest", "a b.csv", "c d.csv", "e f.csv"]]),
        ("cs-clean --where 'text = \"$5\"'", [["clean", "--where", 'text = "$5"']]),
        ("cs-clean --where 'text = \"`x`\"'", [["clean", "--where", 'text = "`x`"']]),
        ('cs-clean --where "csat > 3 | csat < 2 & a ; (b)"', [["clean", "--where", "csat > 3 | csat < 2 & a ; (b)"]]),
        ("cs-clean # no comment", [["clean", "#", "no", "comment"]]),
        ("cs-ingest '' | cs-clean", [["ingest", ""], ["clean"]]),
        ("cs-ingest 千牛.csv\n| cs-clean", [["ingest", "千牛.csv"], ["clean"]]),
        ("cs-clean --fill csat=median:x", [["clean", "--fill", "csat=median:x"]]),
    ],
)
def test_words(text: str, wanted: list[list[str]]) -> None:
    assert words(text) == wanted


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("cat a.csv | cs-clean", "cat"),
        ("cs-clean | head -1", "head"),
        ("cs-clean | cs-nothing", "cs-nothing"),
        ("cs-run 'cs-clean'", "cs-run"),
        ("clean a.csv", "clean"),
        ("cs-ingest a.csv > b.jsonl", ">"),
        ("cs-ingest a.csv >> b.jsonl", ">>"),
        ("cs-ingest < a.csv", "<"),
        ("cs-ingest a.csv 2>&1", ">&"),
        ("cs-ingest a.csv && cs-clean", "&&"),
        ("cs-ingest a.csv || cs-clean", "||"),
        ("cs-ingest a.csv ; cs-clean", ";"),
        ("cs-ingest a.csv &", "&"),
        ("(cs-ingest a.csv)", "("),
        ("cs-ingest $FILE", "$FILE"),
        ("cs-ingest ${FILE}", "${FILE}"),
        ('cs-ingest "$FILE"', "$FILE"),
        ("cs-ingest $(ls)", "$"),
        ("cs-ingest `ls`", "`ls`"),
        ("FILE=a cs-ingest", "FILE=a"),
    ],
)
def test_what_is_not_of_the_grammar_is_named(text: str, word: str) -> None:
    said = run("run", text)
    assert (said.code, said.out) == (2, "")
    assert word in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "key"),
    [("", "run.empty"), ("  ", "run.empty"), ("cs-clean |", "run.empty"), ("| cs-clean", "run.empty"),
     ("cs-clean | | cs-tag", "run.empty"), ("cs-clean 'a", "run.quote"), ('cs-clean "a', "run.quote")],
)  # fmt: skip
def test_what_is_no_pipeline(text: str, key: str) -> None:
    with pytest.raises(Usage) as error:
        words(text)
    assert error.value.key == key
    assert run("run", text).code == 2


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("cs-ingest | cs-clean b.csv", "b.csv"),
        ("cs-ingest | cs-clean '*.csv' | cs-tag", "*.csv"),
        ("cs-ingest -o a.jsonl | cs-clean", "-o"),
        ("cs-ingest | cs-clean --limit 3 | cs-tag", "--limit"),
        ("cs-clean -t table | cs-tag", "-t table"),
        ("cs-report | cs-clean", "cs-report"),
        ("cs-clean | cs-ingest", "cs-ingest"),
        ("cs-ingest --rejects a | cs-clean --rejects b", "--rejects"),
        ("cs-ingest --log a | cs-clean --log b", "--log"),
        ("cs-ingest | cs-kpi --by colour", "colour"),
        ("cs-ingest | cs-clean --nope", "--nope"),
    ],
)
def test_what_has_no_place_in_a_pipeline_is_named(text: str, word: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("run", text, stdin=CSV)
    assert (said.code, said.out) == (2, "")
    assert word in said.err
    assert list(tmp_path.iterdir()) == []


def piped(*commands: list[str], stdin: str) -> Said:
    said = Said(0, stdin, "")
    for name, *args in commands:
        said = run(name, *args, stdin=said.out)
        assert said.code == 0, said.err
    return said


@pytest.mark.parametrize(
    "text",
    [
        "cs-ingest | cs-clean",
        "cs-ingest | cs-clean | cs-dedupe | cs-tag",
        "cs-ingest --fields csat,ticket_id,channel | cs-clean",
        "cs-ingest | cs-clean --fields ticket_id,csat | cs-dedupe -t csv",
        "cs-ingest | cs-clean --where 'csat > 3' | cs-view --limit 1",
        "cs-ingest | cs-kpi --by channel -t csv",
        "cs-ingest | cs-clean | cs-tag | cs-view freq topic",
        "cs-ingest -t csv | cs-clean",
        "cs-ingest | cs-kpi --metrics csat_mean | cs-view -t csv",
        "cs-ingest --lang en | cs-kpi --lang en -t csv",
        "cs-ingest --fields nope,csat | cs-clean",
        "cs-ingest --map text=paid_at --map channel=paid_amount | cs-clean",
    ],
)
def test_fused_is_piped(text: str) -> None:
    fused = run("run", text, stdin=CSV)
    assert fused.code == 0, fused.err
    assert fused.out == piped(*words(text), stdin=CSV).out


def test_globs_are_sorted_and_home_is_known(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.csv").write_text(f"ticket_id,n\n{name},1\n", encoding="utf-8")
    for given in (f"{tmp_path}/*.csv", "~/*.csv", "~/[ab].csv"):
        said = run("run", f"cs-ingest {given} | cs-clean", HOME=str(tmp_path))
        assert [row["ticket_id"] for row in said.records] == ["a", "b"]


def test_side_records_name_their_tool(tmp_path: Path) -> None:
    path = tmp_path / "side.jsonl"
    said = run("run", f"cs-ingest | cs-clean | cs-dedupe --rejects {path}", stdin=CSV + "1,千牛,5,2025-10-03,x\n3\n")
    assert [(r["level"], r["tool"], r["rule"]) for r in side(path)] == [
        ("cell", "cs-clean", "csat.range"),
        ("cell", "cs-ingest", "line.short"),
        ("merged", "cs-dedupe", "key.same"),
    ]
    assert said.err.startswith("cs-run: 4 in, 3 out, 1 merged (key.same 1), 2 cells rejected")


def test_output_and_limits_belong_to_the_last(tmp_path: Path) -> None:
    target = tmp_path / "o.csv"
    assert run("run", f"cs-ingest | cs-clean -o {target}", stdin=CSV).code == 0
    assert target.read_text(encoding="utf-8").startswith("ticket_id,channel,")
    assert run("run", "cs-ingest | cs-clean --strict", stdin=CSV).code == 3
    assert run("run", "cs-ingest --strict | cs-clean", stdin=CSV).code == 3
    assert run("run", "-q", "cs-ingest | cs-clean", stdin=CSV).err == ""


def test_help_in_a_pipeline_is_printed() -> None:
    said = run("run", "cs-ingest --help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Usage: cs-ingest")
