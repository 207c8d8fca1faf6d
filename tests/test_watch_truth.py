"""What cs-watch is for, measured: the surge the generator plants is told on its first day, and nothing else is."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests import truth
from tests.tools import Said, run

PRODUCT, CATEGORY, FIRST = "便携充电宝M20", "质量问题", "2025-10-16"
SIZES = {"plain": ("--n", "100000"), "faint": ("--n", "150000", "--surge", ".0015")}
"""Of the faint surge a day of a thousand contacts has some two hundred more."""
Watch = Callable[..., Said]


@pytest.fixture(scope="module", params=list(SIZES))
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not truth.GENERATOR.is_file():
        pytest.skip("no ../shared/tools beside the checkout")
    made = tmp_path_factory.mktemp(request.param)
    size = [*SIZES[request.param], "--seed", "7", "--customers", "1", "--sessions", "1"]
    command = [sys.executable, str(truth.GENERATOR), *size, "--out", str(made)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    fields = "ticket_id,created_at,product,category,channel,shop"
    said = run("ingest", str(made / "tickets.csv"), "--fields", fields, "-o", str(made / "tickets.jsonl"))
    assert said.code == 0, said.err
    return made


@pytest.fixture(scope="module")
def promotions(folder: Path) -> list[str]:
    """The days of the promotions, in order."""
    known = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert known["surge"]["first_day"] == FIRST
    return sorted(known["promo_days"])


@pytest.fixture(scope="module")
def calendar(folder: Path, promotions: Sequence[str]) -> Path:
    days = "".join(f"大促{day},{day},{day}\n" for day in promotions)
    path = folder / "calendar.csv"
    path.write_text("name,start,end\n" + days, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def watch(folder: Path) -> Watch:
    def watched(day: str, *args: str) -> Said:
        given = ["--as-of", day, "--since", day, "--no-words", "-t", "jsonl", *args]
        return run("watch", str(folder / "tickets.jsonl"), *given)

    return watched


def surges(said: Said) -> dict[tuple[str, str | None], dict[str, Any]]:
    return {(row["field"], row["value"]): row for row in said.records if row["flag"] == "surge"}


def test_the_surge_is_told_on_its_first_day(watch: Watch, calendar: Path) -> None:
    said = watch(FIRST, "--calendar", str(calendar))
    found = surges(said)
    assert said.code == 4
    assert FIRST in said.err
    assert PRODUCT in said.err
    assert {("product", PRODUCT), ("category", CATEGORY)} <= found.keys()
    assert {row["surge_first"] for row in found.values()} == {FIRST}
    assert {value for field, value in found if field == "product"} == {PRODUCT}
    drivers = {one["value"] for one in json.loads(found["product", PRODUCT]["drivers"])}
    assert CATEGORY in drivers


def test_it_is_told_once(watch: Watch, calendar: Path) -> None:
    found = surges(watch(FIRST, "--calendar", str(calendar)))
    assert found["product", PRODUCT]["because"] is None
    assert found["category", CATEGORY]["because"] == f"product={PRODUCT}"


@pytest.mark.parametrize("before", range(1, 15))
def test_the_days_before_it_are_silent(watch: Watch, calendar: Path, before: int) -> None:
    day = (date.fromisoformat(FIRST) - timedelta(days=before)).isoformat()
    said = watch(day, "--calendar", str(calendar))
    assert said.code == 0, said.err
    assert not surges(said)


def test_promotions_are_alerts_only_without_a_calendar(watch: Watch, promotions: Sequence[str], calendar: Path) -> None:
    for day in promotions:
        assert watch(day).code == 4, day
        said = watch(day, "--calendar", str(calendar))
        assert said.code == 0, said.err
        assert not surges(said), day
