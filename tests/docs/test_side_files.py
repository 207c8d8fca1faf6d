"""The side files of the examples and of cstools-kpi(5): each is read, says what it should, and stands in the page."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from cstools.cli import figures
from cstools.io.read import read_raw
from cstools.kernels.kpi import targets_read
from cstools.kernels.kpi.sheet import Sheet
from cstools.model import fields
from cstools.model.own_metrics import KEYS

ROOT = Path(__file__).resolve().parents[2]
MAN, DATA = ROOT / "man", ROOT / "examples" / "data"
TZ = "Asia/Shanghai"
PAGE = re.sub(r"\\f[BR]|\\&", "", (MAN / "cstools-kpi.5").read_text(encoding="utf-8")).replace("\\-", "-")


def examples() -> list[str]:
    spec = spec_from_file_location("generate", MAN / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return list(module.SIDE_FILES.values())


@pytest.mark.parametrize("path", examples())
def test_the_page_shows_the_file_that_is_read(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8").strip() in PAGE


def test_targets_long_as_a_matrix_and_in_toml() -> None:
    long = figures.targeted(str(DATA / "目标.csv"), TZ, ["team"]).rows
    assert long.select("metric", "team", "period", "target", "floor", "stretch").row(2) == (
        "csat_pct", "售后二组", "2025-10", 0.75, 0.65, None
    )  # fmt: skip
    assert long.filter(metric="repeat_rate_72h").select("target", "floor").row(0) == (0.18, 0.25)
    matrix = targets_read.read(Sheet(read_raw(str(MAN / "targets-matrix-example.csv")), "t.csv")).rows
    assert matrix.filter(metric="frt_p90").sort("target").select("team", "target").rows()[0] == ("售前组", 120.0)
    told = figures.targeted(str(MAN / "targets-example.toml"), TZ).rows
    assert told.select("metric", "team", "period", "target").rows() == [
        ("csat_pct", None, None, 0.8), ("frt_p50", None, None, 50.0), ("csat_pct", None, "2025-11", 0.78),
        ("csat_pct", "售前组", None, 0.85), ("csat_pct", "售后二组", "2025-11", 0.75),
    ]  # fmt: skip


def test_promotions_and_exclusions() -> None:
    made = figures.dated(str(DATA / "大促.csv"), TZ)
    assert [(event.name, event.before, (event.end - event.start).days) for event in made.events] == [
        ("99大促", 5, 2), ("国庆", 7, 7)
    ]  # fmt: skip
    assert made.cuts == ()
    rows = figures.excluded(str(DATA / "剔除.csv"), TZ).rows
    assert rows["what"].to_list() == [
        "agent 方圆 2025-10-14..2025-10-15", "agent 许嘉 2025-10-21 14:00..2025-10-21 18:00",
        "ticket_id 7480245337565259826",
    ]  # fmt: skip
    assert rows["metrics"].to_list() == [["csat_pct"], ["frt", "frt_mean", "frt_p50", "frt_p90"], None]


def test_a_scorecard_metrics_of_ones_own_and_hours() -> None:
    card = figures.scored(str(DATA / "绩效.toml"), {})
    assert card.metrics == ("csat_pct", "frt_mean", "transfer_rate", "complaints")
    assert {item.min_n for item in card.items} == {20}
    assert list(figures.defined(str(DATA / "自定义指标.toml"))) == ["asked_again", "long_waits", "handling"]
    assert figures.hours(str(DATA / "营业时间.toml")).field == "channel"


def test_the_page_has_every_column_and_key() -> None:
    assert [name for name in fields.of("kpi") if f"\n{name}\n" not in PAGE] == []
    assert [key for key in KEYS if f"\n{key}\n" not in PAGE] == []
