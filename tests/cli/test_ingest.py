"""cs-ingest: presets, headings and what is said of them, whatever the size of a chunk."""

from __future__ import annotations

import csv
import shlex
from pathlib import Path

import pytest
import xlsxwriter

from tests.tools import run, side

CASES = Path(__file__).parents[1] / "cases" / "cs-ingest"
TABLES = ["dongdong", "feige", "joined-exports", "own-source", "roster", "two-systems"]


def arguments(case: str) -> list[str]:
    """The words of a golden case that name no side file."""
    words = shlex.split((CASES / case / "cmd").read_text(encoding="utf-8"))[1:]
    return words[: words.index("--rejects")] + words[words.index("--rejects") + 2 :] if "--rejects" in words else words


@pytest.mark.parametrize("case", TABLES)
@pytest.mark.parametrize("block", [1, 17, 400])
def test_the_size_of_a_chunk_changes_nothing(case: str, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES / case)
    assert run("ingest", *arguments(case), block=block).out == Path("expout").read_text(encoding="utf-8")


@pytest.mark.parametrize("blank", [999, 1000])
def test_the_size_of_a_chunk_decides_on_no_scale(blank: int) -> None:
    text = "ticket_id,csat\n" + "".join(f"{at},\n" for at in range(blank)) + "a,4/5\n"
    whole, cut = run("ingest", stdin=text), run("ingest", stdin=text, block=4000)
    assert whole.out == cut.out
    assert ("csat_scale" in whole.records[-1]) == (blank < 1000)


def test_lines_above_the_line_of_the_headings_are_counted() -> None:
    said = run("ingest", "--header-row", "3", stdin="title\n2025,x\n编号,内容\n1,a\n")
    assert len(said.records) == 1
    assert "3 in, 1 out, 2 dropped (row.title 2" in said.err


def test_a_line_of_headings_beyond_the_end_is_said() -> None:
    said = run("ingest", "--header-row", "99", stdin="编号,内容\n1,a\n")
    assert "- has no records below line 99 (--header-row)" in said.err
    assert "2 in, 0 out, 2 dropped (row.title 2" in said.err


def test_a_file_of_one_endless_line_is_not_looked_at_for_long() -> None:
    from cstools.model.fields import LONGEST, normal
    from cstools.model.units import bare, scaled

    endless = "x" * (20 * LONGEST)
    assert len(normal(endless)) == LONGEST
    assert bare(endless + "(s)") == (endless + "(s)", "")
    assert scaled(endless + "(10)") == (endless + "(10)", None)


@pytest.mark.parametrize(("what", "field"), [("messages", "sent_at"), ("events", "ticket_id")])
def test_what_a_fold_lacks_is_to_be_mapped(what: str, field: str) -> None:
    said = run("ingest", "--fold", what, stdin="a,b\n1,2\n")
    assert said.code == 2
    assert f"--fold {what} needs the field {field}" in said.err
    assert f"--map HEADER={field}" in said.err


def test_months_make_no_roster() -> None:
    months = ",".join(f"2025-{month:02}" for month in range(1, 7))
    said = run("ingest", stdin=f"店铺,{months}\n甲,5,4,3,5,5,1\n")
    assert said.records == [{"shop": "甲"} | dict(zip(months.split(","), "543551", strict=True))]


@pytest.mark.parametrize("case", ["dongdong", "feige", "roster"])
def test_a_workbook_is_read_like_the_text(case: str, tmp_path: Path) -> None:
    text = next((CASES / case).glob("*.csv"))
    path = tmp_path / f"{text.stem}.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(csv.reader(text.read_text(encoding="utf-8").splitlines())):
            sheet.write_row(at, 0, row)
    rest = [word for word in arguments(case) if not word.endswith(".csv")]
    assert run("ingest", str(path), *rest).out == (CASES / case / "expout").read_text(encoding="utf-8")


def test_a_title_is_kept_with_its_line(tmp_path: Path) -> None:
    rejects = tmp_path / "side.jsonl"
    text = '"十月\n报表"\n\n工单号,创建时间,状态\n1,2025-10-01,已解决\n2,x,已解决\n'
    said = run("ingest", "--rejects", str(rejects), stdin=text)
    assert [row["ticket_id"] for row in said.records] == ["1", "2"]
    assert [(row["line"], row["rule"]) for row in side(rejects)] == [(1, "row.title"), (6, "cell.time")]


def test_explain_reads_what_it_needs_and_check_makes_it_an_alert(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("客服,心情\n甲,好\n", encoding="utf-8")
    said = run("ingest", str(path), "--explain", "-t", "jsonl")
    assert (said.code, said.err) == (0, "")
    rows = {row["heading"] or row["field"]: row for row in said.records}
    assert (rows["客服"]["field"], rows["客服"]["by"], rows["客服"]["before"]) == ("agent", "alias", "甲")
    assert (rows["心情"]["field"], rows["心情"]["by"]) == (None, None)
    assert rows["ticket_id"]["by"] == "missing"
    checked = run("ingest", str(path), "--explain", "--check", "-t", "jsonl")
    assert (checked.code, checked.out) == (4, said.out)
    assert "ticket_id, created_at" in checked.err


def test_check_writes_nothing_of_a_file_that_lacks_its_key(tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    assert run("ingest", "--check", "-o", str(out), stdin="客服,心情\n甲,好\n").code == 4
    assert not out.exists()
    assert run("ingest", "--check", "--set", "ticket_id=1", stdin="创建时间\n2025-10-01\n").code == 0


@pytest.mark.parametrize("suffix", ["csv", "toml", "xlsx"])
def test_a_map_may_be_a_table(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"map.{suffix}"
    if suffix == "xlsx":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["heading", "field"])
            sheet.write_row(1, 0, ["单子", "ticket_id"])
    else:
        text = {"csv": "heading,field\n单子,ticket_id\n", "toml": '"单子" = "ticket_id"\n'}[suffix]
        path.write_text(text, encoding="utf-8")
    assert run("ingest", "--map-file", str(path), stdin="单子,客服\n7,甲\n").records == [
        {"ticket_id": "7", "agent": "甲"}
    ]


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["--map-file", "map.csv"], "heading and field"),
        (["--source", "nobody"], "generic"),
        (["--source", "feige", "--kind", "order"], "stat"),
        (["--from-path", "x.csv"], "{shop}"),
        (["--from-path", "{shop}.xls", "a.csv"], "a.csv"),
        (["--derive", "net"], "net"),
        (["--derive", "net=1 +"], "net"),
        (["--derive", "net=nobody + 1", "a.csv"], "nobody"),
        (["--tz-in", "Mars"], "Mars"),
    ],
)
def test_what_cannot_be_is_told(args: list[str], word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("map.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    Path("a.csv").write_text("ticket_id\n1\n", encoding="utf-8")
    said = run("ingest", *args, stdin="ticket_id\n1\n")
    assert said.code == 2
    assert word in said.err


def test_times_without_an_offset_are_of_the_zone_they_are_said_to_be() -> None:
    text = "ticket_id,created_at\n1,2025-10-01 00:00:00\n2,2025-10-01T00:00:00+00:00\n"
    rows = run("ingest", "--tz-in", "UTC", "--tz", "Asia/Shanghai", stdin=text).records
    assert [row["created_at"] for row in rows] == ["2025-10-01 08:00:00"] * 2


def test_a_map_whose_heading_is_nowhere_is_told() -> None:
    said = run("ingest", "--map", "甲=agent", "--map", "乙=team", stdin="ticket_id,乙\n1,x\n")
    assert "甲" in said.err
    assert "乙" not in said.err


def test_ids_of_several_files_are_compared(tmp_path: Path) -> None:
    for name, ids in (("a", "1\n2\n2\n"), ("b", "2\n3\n"), ("c", "3\n4\n")):
        (tmp_path / f"{name}.csv").write_text("ticket_id\n" + ids, encoding="utf-8")
    assert "2 ids stand in more than one file" in run("ingest", str(tmp_path / "*.csv")).err
    assert "more than one file" not in run("ingest", str(tmp_path / "a.csv")).err


def test_a_preset_is_found_in_one_s_own_folder(tmp_path: Path) -> None:
    text = 'name = "mine"\nkind = "ticket"\n[match]\nall = ["单子"]\n[fields]\n"单子" = "ticket_id"\n'
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    said = run("ingest", stdin="单子\n7\n", CS_SOURCES=str(tmp_path))
    assert said.records == [{"ticket_id": "7"}]
    assert "1 read as mine" in said.err
    names = [row["name"] for row in run("ingest", "--list-sources", "-t", "jsonl", CS_SOURCES=str(tmp_path)).records]
    assert {"generic", "mine", "feige"} <= set(names)


def test_a_rating_turned_round_keeps_its_words(tmp_path: Path) -> None:
    text = 'name = "keys"\nkind = "ticket"\nscale = 3\nreversed = true\n[fields]\n"按键" = "csat"\n'
    (tmp_path / "keys.toml").write_text(text, encoding="utf-8")
    rows = run("ingest", "--source", str(tmp_path / "keys.toml"), stdin="ticket_id,按键\n1,1\n2,3\n3,-\n").records
    assert [(row["csat"], row["csat_scale"]) for row in rows] == [(3.0, 3), (1.0, 3), (None, None)]


def test_days_need_a_month() -> None:
    said = run("ingest", stdin="姓名,1,2,3,4,5\n甲,早,早,早,早,早\n")
    assert said.code == 2
    assert "--set month=2025-10" in said.err
    rows = run("ingest", "--set", "month=2025-10", stdin="姓名,1,2,3,4,5\n甲,早,休,早,早,早\n").records
    assert [row["start_at"][8:10] for row in rows] == ["01", "03", "04", "05"]
