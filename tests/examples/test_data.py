"""The example data: made again they are the same, and they hold what truth.json says."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "examples" / "data"
TRUTH = json.loads((DATA / "truth.json").read_text(encoding="utf-8"))
ENCODINGS = {
    "千牛_2025-09.csv": "gb18030",
    "千牛_2025-10.csv": "gb18030",
    "抖音飞鸽.csv": "utf-8-sig",
    "订单.csv": "gb18030",
    "聊天记录.csv": "utf-8",
}


def records(name: str) -> list[list[str]]:
    with (DATA / name).open(encoding=ENCODINGS[name], newline="") as stream:
        return list(csv.reader(stream))[1:]


def parsed(line: str) -> dict[str, object] | None:
    try:
        return dict(json.loads(line))
    except ValueError:
        return None


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    subprocess.run([sys.executable, "-B", str(DATA / "make.py"), "--out", str(folder)], check=True)
    return folder


@pytest.mark.parametrize("name", [*ENCODINGS, "工单.jsonl", "truth.json"])
def test_made_again_a_text_file_has_the_same_bytes(again: Path, name: str) -> None:
    assert (again / name).read_bytes() == (DATA / name).read_bytes()


def test_made_again_the_workbook_has_the_same_parts(again: Path) -> None:
    # The parts, not the file: how well a zip is packed is zlib's affair.
    def parts(path: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(path) as book:
            return {name: book.read(name) for name in book.namelist()}

    assert parts(again / "400电话.xlsx") == parts(DATA / "400电话.xlsx")


@pytest.mark.parametrize("name", ENCODINGS)
def test_rows_and_totals_of_a_csv_are_those_of_the_truth(name: str) -> None:
    rows, told = records(name), TRUTH["files"][name]
    totals = [row for row in rows if row[0] in ("合计", "店铺汇总值", "店铺平均值")]
    assert (len(rows), len(totals)) == (told["rows"], told["totals"])
    assert told["records"] == told["rows"] - told["totals"]


def test_the_json_lines_hold_one_corrupt_line_and_a_late_key() -> None:
    lines = (DATA / "工单.jsonl").read_text(encoding="utf-8").splitlines()
    good = [row for row in map(parsed, lines) if row is not None]
    told = TRUTH["files"]["工单.jsonl"]
    assert (len(lines), len(lines) - len(good)) == (told["rows"], told["corrupt_lines"])
    late = ["warehouse_note" in row for row in good]
    assert any(late)
    assert not any(late[: len(late) // 2])


def test_duplicates_are_ids_that_come_twice() -> None:
    chats = Counter(
        row[0] for name in ("千牛_2025-09.csv", "千牛_2025-10.csv", "抖音飞鸽.csv") for row in records(name)
    )
    lines = (DATA / "工单.jsonl").read_text(encoding="utf-8").splitlines()
    orders = Counter(row["ticket_id"] for row in map(parsed, lines) if row is not None)
    twice = sum(n - 1 for ids in (chats, orders) for id_, n in ids.items() if id_ != "合计")
    told = TRUTH["tickets"]
    assert twice == told["duplicates"]
    assert told["contacts"] == told["records"] - told["duplicates"] == sum(told["contacts_by_month"].values())


def test_every_bad_cell_stands_where_the_truth_says() -> None:
    for name in ("千牛_2025-09.csv", "千牛_2025-10.csv", "抖音飞鸽.csv", "订单.csv"):
        lines = (DATA / name).read_text(encoding=ENCODINGS[name]).split("\n")
        for cell in TRUTH["files"][name]["bad_cells"]:
            start = cell["line"] - 1
            assert cell["value"] in "\n".join(lines[start : start + 2]), (name, cell)


def test_the_surge_is_in_the_files() -> None:
    days = {"2025-10-21", "2025-10-22", "2025-10-23"}
    words = TRUTH["surge"]["words"]
    rows = [row for row in records("抖音飞鸽.csv") if any(word in row[10] for word in words)]
    assert rows
    assert {row[11][:10] for row in rows} <= days
    assert {row[6] for row in rows} == {TRUTH["surge"]["product"]}
    assert sum(TRUTH["surge"]["days"].values()) == TRUTH["surge"]["contacts"]


def test_wording_is_varied_and_the_folder_is_small() -> None:
    topics = tomllib.loads((DATA / "texts.toml").read_text(encoding="utf-8"))["topic"]
    assert len(topics) >= 20
    assert sum(len(topic["texts"]) for topic in topics) >= 60
    assert sum(path.stat().st_size for path in DATA.iterdir() if path.is_file()) < 1_000_000
