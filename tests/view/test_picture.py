"""One chart as a PNG."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest

from cstools.errors import Usage
from cstools.model.report import Phrase, Report, Section
from cstools.view.look import Look
from cstools.view.picture import picture
from tests.view.sample import BARS, FUNNEL, LONG, META, SAMPLE


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("name", ["daily", "topics", "scores", "hours", "funnel", "agents", "segments", "own"])
def test_every_kind_is_a_picture(name):
    width, height = size(picture(SAMPLE, name, "zh", Look()))
    assert width > 900
    assert height > 200


def test_a_picture_is_sharp_and_the_same_twice():
    first = picture(SAMPLE, "funnel", "zh", Look())
    assert first == picture(SAMPLE, "funnel", "zh", Look())
    assert 470 * 2 <= size(first)[0] <= 470 * 2 + 100


def test_the_accent_is_in_the_picture():
    assert picture(SAMPLE, "funnel", "zh", Look(accent="#c7000b")) != picture(SAMPLE, "funnel", "zh", Look())


def test_a_long_title_goes_on_below():
    def tall(title: str) -> int:
        chart = replace(FUNNEL, title=Phrase("label.colon", {"name": title, "value": ""}))
        return size(picture(Report(META, (Section("channels", (chart,)),)), "funnel", "zh", Look()))[1]

    assert tall(LONG) > tall("短") + 40


def test_a_name_of_no_chart_is_told_with_those_there_are():
    with pytest.raises(Usage, match=r"report\.no_chart") as refused:
        picture(SAMPLE, "nothing", "zh", Look())
    assert "daily, topics" in refused.value.params["known"]


def test_a_chart_without_data_is_told():
    report = Report(META, (Section("topics", (replace(BARS, rows=()),)),))
    with pytest.raises(Usage, match=r"report\.no_data"):
        picture(report, "topics", "zh", Look())
