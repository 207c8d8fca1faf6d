"""The monthly review, from the dirty exports to the page: it is made, nothing is lost on the way, make redoes no more
than it must."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TRUTH = json.loads((ROOT / "examples" / "data" / "truth.json").read_text(encoding="utf-8"))
PERIOD = "2025-10"
Make = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("monthly")
    shutil.copytree(ROOT / "examples" / "data", folder / "data")
    return folder


@pytest.fixture(scope="module")
def make(folder: Path, environment: dict[str, str]) -> Make:
    if shutil.which("make") is None:
        pytest.skip("make is not installed")

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        where = (f"PERIOD={PERIOD}", f"DATA={folder / 'data'}", f"BUILD={folder / 'build'}")
        command = ["make", "--no-print-directory", "-C", str(ROOT / "examples" / "monthly"), *where, *args]
        return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)

    return run


@pytest.fixture(scope="module")
def build(make: Make, folder: Path) -> Path:
    """The folder after one run of everything."""
    done = make()
    assert done.returncode == 0, done.stderr
    (folder / "said.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    return folder / "build"


@pytest.fixture(scope="module")
def log(build: Path) -> dict[str, dict[str, object]]:
    lines = (build / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["tool"]: line for line in map(json.loads, lines)}


def count(line: dict[str, object], level: str) -> int:
    told = line[level]
    assert isinstance(told, dict)
    return sum(told.values())


def volume(build: Path) -> list[dict[str, str]]:
    with (build / f"kpi-{PERIOD}.csv").open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["metric"] == "volume" and row["period"] == PERIOD]


def contacts(build: Path) -> list[dict[str, object]]:
    rows = map(json.loads, (build / "tickets.jsonl").read_text(encoding="utf-8").splitlines())
    return [row for row in rows if (row["created_at"] or "").startswith(PERIOD)]


def test_the_review_is_a_page_about_the_month(build: Path) -> None:
    page = (build / f"{PERIOD}.html").read_text(encoding="utf-8")
    assert page.lstrip().lower().startswith("<!doctype html")
    assert TRUTH["surge"]["product"] in page


def test_the_second_review_follows_up_what_the_first_decided(build: Path) -> None:
    first, second = (json.loads((build / f"{month}.json").read_text(encoding="utf-8")) for month in ("2025-09", PERIOD))
    followed = [block for block in blocks(second, "actions") if block.get("followed")]
    assert [item["id"] for item in followed[0]["items"]] == ["2025-09-1", "2025-09-2", "2025-09-3"]
    assert all(item["verdict"].startswith("verdict.") for item in followed[0]["items"])
    assert not any(block.get("followed") for block in blocks(first, "actions"))


def test_totals_of_the_review_are_those_of_the_figures(build: Path) -> None:
    report = json.loads((build / f"{PERIOD}.json").read_text(encoding="utf-8"))
    struck = [row for row in blocks(report, "quality")[1]["rows"] if row[0] == "excluded.struck"]
    assert report["meta"]["rows"] + struck[0][1] == len(contacts(build))


def blocks(report: dict[str, Any], section: str) -> list[dict[str, Any]]:
    return [block for part in report["sections"] if part["id"] == section for block in part["blocks"]]


def test_the_sheet_of_a_review_can_be_filled_in_and_read_again(build: Path, environment: dict[str, str]) -> None:
    sheet = build / f"actions-{PERIOD}.toml"
    command = ["cs-report", "--check", "--actions", str(sheet)]
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
    assert 'month = "2025-10"' in sheet.read_text(encoding="utf-8")


def test_the_run_ends_with_summary_figures_and_the_place_of_the_review(build: Path) -> None:
    said = (build.parent / "said.txt").read_text(encoding="utf-8")
    assert "咨询量" in said
    assert "cs-ingest" in said
    assert str(build / f"{PERIOD}.html") in said.splitlines()[-1] + said


def test_what_was_read_is_what_the_files_hold(log: dict[str, dict[str, object]]) -> None:
    files = [TRUTH["files"][name] for name in TRUTH["tickets"]["files"]]
    read = log["cs-ingest"]
    assert read["in"] == sum(told["rows"] for told in files)
    assert count(read, "dropped") == sum(told["totals"] for told in files)
    assert count(read, "rejected") == sum(told["corrupt_lines"] for told in files)
    assert count(read, "cells_rejected") == TRUTH["tickets"]["bad_cells"]
    assert read["out"] == TRUTH["tickets"]["records"]


@pytest.mark.parametrize("tool", ["cs-ingest", "cs-clean", "cs-dedupe", "cs-tag"])
def test_no_row_is_lost(log: dict[str, dict[str, object]], tool: str) -> None:
    line = log[tool]
    assert line["in"] == line["out"] + sum(count(line, level) for level in ("rejected", "merged", "dropped"))


def test_each_step_reads_what_the_one_before_wrote(log: dict[str, dict[str, object]]) -> None:
    steps = list(log.values())
    assert [step["in"] for step in steps[1:]] == [step["out"] for step in steps[:-1]]


def test_the_planted_dirt_is_found(log: dict[str, dict[str, object]], build: Path) -> None:
    rejected, cells = log["cs-clean"]["rejected"], log["cs-clean"]["cells_rejected"]
    assert isinstance(rejected, dict)
    assert isinstance(cells, dict)
    assert rejected["dates.order"] + cells["time.order"] == TRUTH["tickets"]["time_order"]
    assert count(log["cs-dedupe"], "merged") == TRUTH["tickets"]["duplicates"]
    kept = (build / "rejects" / "dedupe.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(kept) == TRUTH["tickets"]["duplicates"]


def test_most_planted_repeats_are_marked_and_few_others(build: Path) -> None:
    lines = (build / "tickets.jsonl").read_text(encoding="utf-8").splitlines()
    marked = sum(json.loads(line).get("repeat_of") is not None for line in lines)
    assert 0.9 * TRUTH["tickets"]["repeats"] <= marked <= 1.3 * TRUTH["tickets"]["repeats"]


def test_the_surge_is_red_lines(build: Path) -> None:
    days = tuple(TRUTH["surge"]["days"])
    product = TRUTH["surge"]["product"]
    red = [row for row in contacts(build) if row["red_line"] and row["product"] == product]
    planted = [row for row in red if str(row["created_at"]).startswith(days)]
    assert len(planted) >= 0.95 * TRUTH["surge"]["contacts"]


def test_the_figures_count_every_contact_once(build: Path) -> None:
    rows = {row["channel"]: float(row["value"]) for row in volume(build)}
    assert rows.pop("all") == sum(rows.values()) == len(contacts(build))


def table(build: Path, name: str) -> list[dict[str, str]]:
    with (build / f"{name}-{PERIOD}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_team_stands_against_its_targets(build: Path) -> None:
    rows = table(build, "teams")
    assert {row["team"] for row in rows if row["target"]} == {"售前组", "售后一组", "售后二组", "all"}
    assert all(row["level"] for row in rows)
    assert {row["target"] for row in rows if row["metric"] == "csat_pct"} == {"0.85", "0.8", "0.75"}


def test_the_agent_with_low_ratings_stands_out_and_the_mix_adds_up(build: Path) -> None:
    low = [row["agent"] for row in table(build, "agents") if row["metric"] == "csat_pct" and row["band"] == "below"]
    assert low == ["方圆"]
    *parts, whole = table(build, "mix")
    for name in ("structure", "own"):
        assert sum(round(float(row[name]) * 10**9) for row in parts) == round(float(whole[name]) * 10**9)


def test_the_records_behind_satisfaction_are_its_parts(build: Path) -> None:
    rows, team = table(build, "behind-csat"), table(build, "teams")
    (figure,) = [row for row in team if row["metric"] == "csat_pct" and row["team"] == "all"]
    parts = [row["part"] for row in rows]
    assert parts.count("numerator") == float(figure["numerator"])
    assert parts.count("numerator") + parts.count("denominator") == float(figure["denominator"])


def test_the_customers_are_those_who_ordered(build: Path) -> None:
    with (build / "customers.csv").open(encoding="utf-8", newline="") as stream:
        ids = [row["customer_id"] for row in csv.DictReader(stream)]
    assert len(ids) == len(set(ids)) == TRUTH["orders"]["customers"]
    assert all(len(one) == 10 and one.startswith("00") for one in ids)


def test_nothing_is_redone_when_nothing_changed(make: Make, build: Path) -> None:
    assert build.is_dir()
    assert make("-q", "files").returncode == 0


@pytest.mark.parametrize(
    ("touched", "redone", "left"),
    [
        ("data/订单.csv", {"cs-ingest", "cs-rfm", "cs-report"}, {"cs-clean", "cs-dedupe", "cs-tag", "cs-kpi"}),
        ("build/3-deduped.jsonl", {"cs-tag", "cs-kpi", "cs-report"}, {"cs-ingest", "cs-clean", "cs-dedupe", "cs-rfm"}),
        ("data/目标.csv", {"cs-kpi", "cs-report"}, {"cs-ingest", "cs-clean", "cs-dedupe", "cs-tag", "cs-rfm"}),
        ("data/措施.toml", {"cs-report"}, {"cs-ingest", "cs-clean", "cs-dedupe", "cs-tag", "cs-rfm", "cs-kpi"}),
        ("data/抖音飞鸽.csv", {"cs-ingest", "cs-clean", "cs-dedupe", "cs-tag", "cs-kpi", "cs-report"}, {"cs-rfm"}),
    ],
)
def test_only_what_depends_on_a_changed_file_is_redone(
    make: Make, build: Path, touched: str, redone: set[str], left: set[str]
) -> None:
    path = build.parent / touched
    before = path.stat()
    newest = max(made.stat().st_mtime for made in build.rglob("*.*"))
    os.utime(path, (newest + 10, newest + 10))
    planned = {name for word in make("-n", "files").stdout.split() if (name := Path(word).name).startswith("cs-")}
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert redone <= planned
    assert not left & planned


def test_a_missing_export_ends_the_run_and_leaves_no_half_file(make: Make, tmp_path: Path) -> None:
    gone = make(f"TICKETS={tmp_path / '没有.csv'}", f"BUILD={tmp_path / 'build'}", "files")
    assert gone.returncode != 0
    assert not list((tmp_path / "build").glob("*.jsonl")) if (tmp_path / "build").exists() else True
