"""Where records go, as a person asks for it: formats, headings, many files, a dry run."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from cstools.model.commands import COMMANDS
from tests.cli.test_options import ROWS, TICKETS
from tests.tools import run, side

TOOLS = [name for name in COMMANDS if name not in ("run", "join")]
ORDERS = '{"order_id":"1","customer_id":"c","ordered_at":"2025-10-01 08:00:00","paid_amount":5}\n'
TEXTS = ["007", "1234567890123456789", "1.50", "9007199254740993", "1E5", "NaN", "=1", "true", "2025-10-01", "null"]
FAITHFUL = "".join(json.dumps({"ticket_id": str(n), "csat": 5.0, "note": text}) + "\n" for n, text in enumerate(TEXTS))


def given(name: str) -> str:
    return ORDERS if name == "rfm" else TICKETS.replace('"note"', '"text"')


@pytest.mark.parametrize("name", TOOLS)
def test_a_dry_run_writes_nothing_and_says_what_it_would(name: str, tmp_path: Path) -> None:
    data, target = tmp_path / "a.jsonl", tmp_path / ("out.html" if name == "report" else "out.csv")
    data.write_text(given(name) + "{oops\n", encoding="utf-8")
    log = [] if name == "report" else ["--log", str(tmp_path / "log")]
    asked = [str(data), "-o", str(target), "--rejects", str(tmp_path / "rejects"), *log]
    said = run(name, *asked, "--dry-run")
    assert (said.code, said.out) == (0, ""), said.err
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]
    assert f"dry run, nothing written; would write {target}" in said.err
    real = run(name, *asked)
    assert said.err.splitlines()[-1].rsplit(",", 1)[0] == real.err.splitlines()[-1].rsplit(",", 1)[0]
    if name != "report":
        header, *rows = target.read_text(encoding="utf-8").splitlines()
        assert f"(csv, {len(rows)} records): {header.replace(',', ', ')}" in said.err


def test_a_dry_run_still_refuses_too_many_rejects() -> None:
    assert run("clean", "--dry-run", "--strict", stdin=TICKETS + "{oops\n").code == 3


def test_a_dry_run_of_many_files_names_them(tmp_path: Path) -> None:
    said = run("clean", "--dry-run", "-o", str(tmp_path / "{created_at:month}.csv"), stdin=TICKETS)
    assert "would write 2 files (csv): " in said.err
    assert f"{tmp_path / '2025-10.csv'} (2)" in said.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("asked", [["cs-ingest | cs-clean", "--dry-run"], ["cs-ingest | cs-clean --dry-run"]])
def test_a_dry_run_of_a_pipeline(asked: list[str]) -> None:
    said = run("run", *asked, stdin=TICKETS)
    assert (said.code, said.out) == (0, "")
    assert "would write - (jsonl, 3 records): ticket_id, " in said.err


@pytest.mark.parametrize("flag", ["--bom", "--for-excel", "--headers zh"])
def test_what_belongs_to_the_end_of_a_pipeline_is_refused_before_it(flag: str) -> None:
    said = run("run", f"cs-ingest -t csv {flag} | cs-clean", stdin=TICKETS)
    assert said.code == 2
    assert flag.split()[0] in said.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx"])
def test_labels_are_read_back_as_the_same_fields(lang: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{form}"
    assert run("ingest", "--headers", lang, "-o", str(path), stdin=TICKETS).code == 0
    if form != "xlsx":
        wanted = "工单号" if lang == "zh" else "Ticket ID"
        assert path.read_text(encoding="utf-8").startswith(wanted)
    assert run("ingest", str(path)).records == ROWS


def test_what_is_for_excel_cannot_run(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [{"ticket_id": "1", "note": text} for text in ("=1+1", "-5", "@x", "+86 138", "plain")]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    run("ingest", "--for-excel", "-o", str(path), stdin=text)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfticket_id,note\n1,'=1+1\n")
    assert [row["ticket_id"] for row in run("ingest", str(path)).records] == ["1"] * 5


READ: dict[str, Callable[..., pl.DataFrame]] = {
    "arrow": pl.read_ipc_stream,
    "parquet": pl.read_parquet,
    "xlsx": pl.read_excel,
}


@pytest.mark.parametrize("form", ["csv", "tsv", *READ])
def test_texts_survive_every_format(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{form}"
    assert run("clean", "--no-defaults", "-o", str(path), stdin=FAITHFUL).code == 0
    separator = "," if form == "csv" else "\t"
    read = READ[form](path) if form in READ else pl.read_csv(path, infer_schema=False, separator=separator)
    assert read["note"].to_list() == TEXTS
    assert run("ingest", str(path)).out == run("ingest", stdin=FAITHFUL).out


def test_a_chain_of_formats_changes_nothing(tmp_path: Path) -> None:
    before, wanted = tmp_path / "0.jsonl", run("ingest", stdin=FAITHFUL).out
    before.write_text(FAITHFUL, encoding="utf-8")
    for number, form in enumerate(
        ["csv", "jsonl", "arrow", "jsonl", "parquet", "xlsx", "csv.gz", "jsonl.zst", "tsv"], 1
    ):
        after = tmp_path / f"{number}.{form}"
        assert run("ingest", str(before), "-o", str(after)).code == 0
        before = after
    assert run("ingest", str(before)).out == wanted


def test_many_files_hold_all_rows(tmp_path: Path) -> None:
    said = run("clean", "-v", "-o", str(tmp_path / "a/{created_at:month}.jsonl.gz"), stdin=TICKETS)
    found = {path.name: gzip.decompress(path.read_bytes()).count(b"\n") for path in (tmp_path / "a").iterdir()}
    assert found == {"2025-10.jsonl.gz": 2, "2025-09.jsonl.gz": 1}
    assert "3 in, 3 out" in said.err
    assert "2 files written: " in said.err


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        (["-o", "{there}/{{chanel}}.csv"], "chanel"),
        (["-o", "{there}/{{channel:month}}.csv"], "channel"),
        (["-o", "{there}/{{created_at:moon}}.csv"], "moon"),
        (["-o", "{there}/{{channel.csv"], "braces"),
        (["-o", "{there}/in-{{channel}}.jsonl", "{there}/in-1.jsonl"], "in-1.jsonl"),
        (["-o", "{there}/x-{{channel}}.jsonl", "--rejects", "{there}/x-y.jsonl"], "x-y.jsonl"),
        (["--headers", "fr", "-t", "csv"], "--headers"),
        (["--headers", "zh"], "--headers"),
        (["--bom", "-t", "parquet"], "--bom"),
        (["--max-unpacked", "lots"], "lots"),
    ],
)
def test_what_cannot_be_written_is_one_line(asked: list[str], word: str, tmp_path: Path) -> None:
    (tmp_path / "in-1.jsonl").write_text(TICKETS, encoding="utf-8")
    said = run("clean", *(one.format(there=tmp_path) for one in asked), stdin=TICKETS)
    assert (said.code, said.out) == (2, "")
    assert word in said.err
    assert said.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in-1.jsonl"]


def test_the_log_says_what_came_of_it(tmp_path: Path) -> None:
    log, out = tmp_path / "log", tmp_path / "o.csv"
    run("clean", "--log", str(log), "-o", str(out), stdin=TICKETS + '{"ticket_id":" x "}\n{oops\n')
    (line,) = side(log)
    assert line["outputs"] == [{"file": str(out), "rows": 4}]
    assert (line["in"], line["out"], line["rejected"]) == (5, 4, {"line.corrupt": 1})
    assert len(line["inputs"][0]["sha256"]) == 64
    assert "repaired" in line


@pytest.mark.parametrize(
    ("name", "asked", "zh", "en"),
    [
        ("clean", ["--limt", "3"], "没有选项 --limt (--limit", "no option --limt (--limit"),
        ("clean", ["--limit"], "选项 --limit 后面要写值", "option --limit needs a value"),
        ("clean", ["--strict=1"], "选项 --strict 不带值", "option --strict takes no value"),
        (
            "clean",
            ["--limit", "x"],
            "--limit 不能是 x：要写不小于 0 的数",
            "--limit cannot be x: write a number of at least 0",
        ),
        (
            "rfm",
            ["--bins", "1"],
            "--bins 不能是 1：要写 2 到 100 的数",
            "--bins cannot be 1: write a number from 2 to 100",
        ),
        ("rfm", ["--cut", "x"], "--cut 不能是 x：可用 quantile", "--cut cannot be x: use one of quantile"),
        ("run", [], "缺少 PIPELINE", "PIPELINE is missing"),
        ("run", ["a", "b"], "多余的参数 b", "unexpected argument b"),
    ],
)
def test_a_wrong_command_line_is_told_in_the_language_of_the_run(name: str, asked: list[str], zh: str, en: str) -> None:
    for lang, wanted in (("zh_CN.UTF-8", zh), ("en_GB.UTF-8", en)):
        said = run(name, *asked, LANG=lang)
        assert (said.code, said.out) == (2, "")
        assert said.err.startswith(f"cs-{name}: {wanted}")
        assert said.err.endswith(f" (cs-{name} --help)\n")


@pytest.mark.parametrize(
    ("tool", "text", "said"),
    [
        ("kpi", "工单号,满意度\n1,5\n", True),
        ("clean", "工单号,满意度\n1,5\n", True),
        ("view", "工单号,满意度\n1,5\n", False),
        ("ingest", "工单号,满意度\n1,5\n", False),
        ("clean", "工单号,csat\n1,5\n", False),
        ("clean", "工单号,满意度\n", False),
    ],
)
def test_a_file_that_was_not_converted_is_named(tool: str, text: str, said: bool) -> None:
    assert ("convert it with cs-ingest first" in run(tool, stdin=text).err) == said
