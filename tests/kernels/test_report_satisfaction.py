"""Ratings by waiting: the bins, the share rated, and the sentence on how closely they go together."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import polars as pl
import pytest

from cstools.kernels.report import satisfaction
from cstools.kernels.report.data import Ask, Data, gather
from cstools.model.hours_reader import toml
from cstools.model.report import Chart, Note, Phrase, Section

DAY = datetime(2025, 10, 31)


def gathered(columns: dict[str, list | pl.Series]) -> Data:
    height = len(next(iter(columns.values())))
    return gather(pl.DataFrame({"created_at": [DAY] * height, **columns}), Ask(month="2025-10"))


def charts(section: Section) -> dict[str, Chart]:
    return {block.name: block for block in section.blocks if isinstance(block, Chart)}


def lines(section: Section) -> list[Phrase]:
    return [line for block in section.blocks if isinstance(block, Note) for line in block.lines]


def test_ratings_by_first_response_are_binned_with_the_limit_in_the_lower_bin():
    columns = {
        "first_response_s": [30.0, 30.5, 60.0, 180.0, 600.0, 601.0, -5.0, None],
        "csat": [5.0, 1.0, 5.0, 4.0, 2.0, 1.0, 5.0, 5.0],
    }
    found = charts(satisfaction.section(gathered(columns)))["satisfaction_wait"]
    assert [row[:3] for row in found.rows] == [
        ("wait.30", 1, 1.0), ("wait.60", 2, 0.5), ("wait.180", 1, 1.0), ("wait.600", 1, 0.0), ("wait.over", 1, 0.0)
    ]  # fmt: skip
    assert (found.wide, {row[-1] for row in found.rows}) == (True, {"mark.few"})


def test_ratings_by_resolution_take_the_two_times_where_there_are_no_seconds():
    hours = (0.5, 1, 3, 4, 23, 24, 71, 73)
    columns = {
        "resolved_at": [DAY + timedelta(hours=each) for each in hours],
        "csat": [5.0, 5.0, 1.0, 5.0, 4.0, 1.0, 4.0, 2.0],
    }
    found = charts(satisfaction.section(gathered(columns)))
    assert list(found) == ["satisfaction_solving"]
    assert [row[:3] for row in found["satisfaction_solving"].rows] == [
        ("solving.1h", 2, 1.0), ("solving.4h", 2, 0.5), ("solving.1d", 2, 0.5), ("solving.3d", 1, 1.0),
        ("solving.over", 1, 0.0),
    ]  # fmt: skip


def test_a_bin_that_nobody_rated_is_not_drawn():
    columns = {"first_response_s": [10.0, 100.0], "csat": [5.0, None]}
    found = charts(satisfaction.section(gathered(columns)))["satisfaction_wait"]
    assert [row[0] for row in found.rows] == ["wait.30"]


def test_both_charts_stand_side_by_side_on_the_same_month():
    columns = {"first_response_s": [10.0] * 9, "resolution_s": [100.0] * 9, "csat": [5.0] * 9}
    found = charts(satisfaction.section(gathered(columns)))
    assert [(chart.wide, chart.rows[0][1]) for chart in found.values()] == [(False, 9), (False, 9)]


def test_the_share_rated_is_printed():
    columns = {"first_response_s": [10.0] * 8, "csat": [5.0, 4.0, 9.0, None, None, None, None, None]}
    said = lines(satisfaction.section(gathered(columns)))[0]
    assert (said.key, {name: value.value for name, value in said.params.items()}) == (
        "satisfaction.rated",
        {"n": 2, "all": 8, "share": 0.25},
    )


def waited(falling: float) -> Data:
    dice = Random(6)
    waits = [float(dice.randrange(1, 900)) for _ in range(400)]
    csat = [min(5, max(1, round(3 - falling * (wait - 450) / 300 + dice.gauss(0, 1)))) for wait in waits]
    return gathered({"first_response_s": waits, "csat": [float(each) for each in csat]})


@pytest.mark.parametrize(
    ("falling", "key", "strength"),
    [(1.5, "rho.lower", "rho.strong"), (0.25, "rho.lower", "rho.weak"), (-1.5, "rho.higher", "rho.strong")],
)
def test_the_association_is_named_where_there_is_one(falling, key, strength):
    said = lines(satisfaction.section(waited(falling)))[1]
    assert (said.key, said.params["strength"].key, said.params["n"].value) == (key, strength, 400)
    rho, interval = said.params["rho"], said.params["interval"]
    assert interval.lo < rho.value < interval.hi
    assert interval.lo > 0 or interval.hi < 0


def test_no_word_of_strength_where_the_interval_holds_nothing():
    said = lines(satisfaction.section(waited(0.0)))[1]
    assert said.key == "rho.unsure"
    assert "strength" not in said.params
    assert said.params["interval"].lo < 0 < said.params["interval"].hi


@pytest.mark.parametrize("csat", [[5.0] * 40, [5.0, 4.0] + [None] * 38], ids=["every rating the same", "two ratings"])
def test_without_a_rho_the_sentence_says_so(csat):
    said = lines(satisfaction.section(gathered({"first_response_s": [float(n) for n in range(40)], "csat": csat})))[1]
    assert said.key == "rho.none"


def test_ratings_of_two_scales_are_put_on_one_before_they_are_ranked():
    """3 of 3 is as good as 5 of 5: the longer the wait the lower on both scales, so rho is -1 but for ties."""
    columns = {
        "first_response_s": [float(n) for n in range(20)],
        "csat": [5.0, 3.0] * 5 + [1.0, 1.0] * 5,
        "csat_scale": [5, 3] * 10,
    }
    said = lines(satisfaction.section(gathered(columns)))[1]
    assert said.params["rho"].value == pytest.approx(-0.867, abs=0.001)


def test_waits_are_of_business_hours_where_these_are_given():
    """Asked at 8:50, answered at 9:02: twelve minutes by the clock, two of a day that opens at nine."""
    asked, answered = datetime(2025, 10, 31, 8, 50), datetime(2025, 10, 31, 9, 2)
    frame = pl.DataFrame({"created_at": [asked], "first_response_at": [answered], "csat": [5.0]})
    for hours, word in ((None, "wait.over"), (toml('daily = "09:00-18:00"'), "wait.180")):
        section = satisfaction.section(gather(frame, Ask(month="2025-10", hours=hours)))
        assert [row[0] for row in charts(section)["satisfaction_wait"].rows] == [word]


NULL = pl.Series([None] * 3, dtype=pl.Float64)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"first_response_s": [1.0] * 3}, "why.csat"),
        ({"first_response_s": [1.0] * 3, "csat": NULL}, "why.csat"),
        ({"csat": [5.0] * 3}, "why.response"),
        ({"csat": [5.0] * 3, "first_response_s": NULL, "resolution_s": NULL}, "why.response"),
        ({"csat": [5.0, None, None], "first_response_s": [None, 3.0, 3.0]}, "why.response"),
    ],
)
def test_what_is_missing_is_said(columns, why):
    section = satisfaction.section(gathered(columns))
    assert (section.blocks, section.why.key) == ((), why)
