"""The charts of the report: every kind, edge data, hostile names, charts of the user's own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from cstools.errors import Usage
from cstools.model.report import Column, Figure
from cstools.view.charts import cut, draw, drawable
from cstools.view.charts.frame import folded, ticks
from tests.view.sample import BAND, BARS, DOTS, FUNNEL, HEAT, HOSTILE, LONG, MATRIX, STACK, VEGA

CHARTS = [BAND, BARS, DOTS, FUNNEL, HEAT, MATRIX, STACK, VEGA]
ONE = [
    replace(BARS, rows=BARS.rows[:1]),
    replace(BAND, rows=BAND.rows[:1]),
    replace(DOTS, rows=((LONG, 1, 1.0, 1.0, 1.0, None),)),
    replace(DOTS, rows=(("a", 1, 0.0, 0.0, 0.0, None),)),
    replace(DOTS, rows=(("a", 1, 0.5, None, None, None),)),
    replace(HEAT, rows=((1, 0, 1.0),)),
    replace(FUNNEL, rows=FUNNEL.rows[:1]),
    replace(MATRIX, rows=MATRIX.rows[:1]),
    replace(STACK, rows=(("a", None, 0.0, 0.0, None, 0.0, 1.0),)),
    replace(VEGA, rows=VEGA.rows[:1]),
]
EMPTY = [
    *(replace(chart, rows=()) for chart in CHARTS),
    replace(FUNNEL, rows=(("a", 0, None), ("b", None, None))),
    replace(MATRIX, rows=(("a", "b", None, None),)),
    replace(STACK, rows=(("a", 3, *[0.0] * 5), ("b", 3, *[None] * 5))),
]


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


def titles(svg: str) -> list[str]:
    return re.findall(r"<title>([^<]*)</title>", svg)


@pytest.mark.parametrize("small", [False, True])
@pytest.mark.parametrize("chart", [*CHARTS, *ONE], ids=lambda chart: f"{chart.kind}{len(chart.rows)}")
def test_a_chart_is_drawn(chart, small):
    drawn = draw(chart, "zh", small=small)
    assert drawn.startswith('<svg class="ch" role="img" aria-labelledby=')
    assert "NaN" not in drawn
    assert "undefined" not in drawn
    assert "<b>" not in drawn
    assert not set(drawn) & {"\x1b", "\u202e"}
    assert draw(chart, "zh", small=small) == drawn


@pytest.mark.parametrize("chart", EMPTY, ids=lambda chart: f"{chart.kind}{len(chart.rows)}")
def test_a_chart_without_data_is_none(chart):
    assert not drawable(chart)
    assert draw(chart, "zh") == ""


@pytest.mark.parametrize("chart", [BAND, BARS, DOTS, FUNNEL, HEAT, MATRIX, STACK], ids=lambda chart: chart.kind)
def test_every_mark_has_a_hover_title(chart):
    assert len(titles(draw(chart, "zh"))) >= len([row for row in chart.rows if any(row[1:])]) - 30


def test_rows_of_one_name_stay_rows():
    rows = (("物流", 5, 0.5, 0.5, 1, 1.0, None, None), ("物流", 3, 0.5, 1.0, 1, 1.0, None, None))
    assert texts(draw(replace(BARS, rows=rows), "zh")).count("物流") == 2


def test_a_funnel_tells_the_rate_of_the_step_before():
    assert "30,519 · 上一步的91.8%" in texts(draw(FUNNEL, "zh"))
    assert "30,519 · 91.8%" in texts(draw(FUNNEL, "zh", small=True))
    assert "咨询：33,924" in titles(draw(FUNNEL, "zh"))


def test_a_stack_writes_the_parts_that_have_room():
    drawn = draw(STACK, "zh")
    assert {"10.1%", "39.0%", "1,811", "5分"} <= set(texts(drawn))
    assert "物流：5分 39.0%" in titles(drawn)
    assert not [text for text in texts(draw(STACK, "zh", small=True)) if text == "5.2%"]


def test_a_matrix_writes_its_figures_and_marks():
    drawn = draw(MATRIX, "zh")
    assert {"1.1倍", "显著上升", "重要价值"} <= set(texts(drawn))
    assert len(titles(drawn)) == len(MATRIX.rows)
    assert "重要价值 · 退款：1.1倍" in titles(drawn)


def test_a_matrix_too_wide_goes_on_below():
    rows = tuple((f"层{y}", f"很长的问题{x}", 1.0 + x, None) for y in range(3) for x in range(14))
    drawn = draw(replace(MATRIX, rows=rows), "zh", small=True)
    assert texts(drawn).count("层0") == 3


def test_factors_of_about_one_are_of_one_colour():
    rows = tuple(("a", f"{x}", 0.95 + x / 100, None) for x in range(10))
    assert set(re.findall(r'fill="var\(--(h\d)\)"', draw(replace(MATRIX, rows=rows), "zh"))) == {"h3"}


def test_an_axis_of_durations_counts_as_a_clock():
    assert ticks("s", 15, 290, "zh")["values"] == [60, 120, 180, 240]
    columns = tuple(replace(column, unit="s") if column.unit == "ratio" else column for column in DOTS.columns)
    slow = replace(DOTS, columns=columns, rows=(("a", 9, 100.0, 60.0, 400.0, None),), reference=Figure(90.0, "s"))
    assert {"2分", "4分", "6分"} <= set(texts(draw(slow, "zh")))


def test_names_fold_between_words():
    assert folded("首次响应时长 first response", 80) == ["首次响应时长", "first", "response"]


@pytest.mark.parametrize("chart", [BARS, DOTS, STACK, MATRIX], ids=lambda chart: chart.kind)
def test_a_picture_fits_a_page(chart):
    first = 1 if chart is MATRIX else 0
    rows = tuple((*chart.rows[0][:first], f"{LONG}{number}", *chart.rows[0][first + 1 :]) for number in range(500))
    many = cut(replace(chart, rows=rows))
    assert len(many.rows) <= 40
    drawn = draw(many, "zh")
    assert len(drawn) < 100_000
    assert float(re.search(r'viewBox="0 0 \d+ (\d+)', drawn)[1]) < 1300


def test_of_dots_the_first_and_the_last_are_drawn():
    rows = tuple((f"{number}", 9, 0.5, 0.4, 0.6, None) for number in range(500))
    kept = [row[0] for row in cut(replace(DOTS, rows=rows)).rows]
    assert kept[0] == "0"
    assert kept[-1] == "499"


BROKEN = [
    replace(BARS, roles={**BARS.roles, "value": "nothing"}),
    replace(BARS, roles={"label": "problem"}),
    replace(BARS, rows=(("a", "5", None, None, None, None, None, None),)),
    replace(BARS, rows=(("a", float("inf"), None, None, None, None, None, None),)),
    replace(BARS, kind="pie"),
    replace(HEAT, rows=(("八", 3, 1.0),)),
    replace(BAND, rows=((3, 1, 1.0, 1.0, 1.0, None),)),
    replace(STACK, roles={"beside": "contacts", "part.1": "part.1"}),
]


@pytest.mark.parametrize("chart", BROKEN)
def test_a_broken_chart_is_a_broken_model(chart):
    with pytest.raises(Usage, match=r"report\.model"):
        draw(chart, "zh")


def own(spec, **more):
    return replace(VEGA, spec=spec if isinstance(spec, str) else json.dumps(spec), **more)


BAR = {"mark": "bar", "encoding": {"x": {"field": "n", "type": "quantitative"}, "y": {"field": "shop"}}}


@pytest.mark.parametrize("field", ["shop", "店铺"])
def test_columns_are_the_fields_of_a_chart_of_ones_own(field):
    assert "天猫" in texts(draw(own({"mark": "bar", "encoding": {"y": {"field": field, "type": "nominal"}}}), "zh"))


def test_ones_own_configuration_is_over_ours():
    drawn = draw(own(BAR | {"config": {"mark": {"color": "#ff0000"}}}), "zh")
    assert "#ff0000" in drawn
    assert "var(--line)" in drawn


ADDRESSES = [
    ("data.url", {"data": {"url": "data.csv"}} | BAR),
    ("encoding.url", {"mark": "image", "encoding": {"url": {"field": "shop"}}}),
    ("transform.0.from.data.url", {"transform": [{"lookup": "shop", "from": {"data": {"url": "file.csv"}}}]} | BAR),
    ("encoding.href", {"mark": "bar", "encoding": {"href": {"field": "shop"}}}),
]


@pytest.mark.parametrize(("place", "spec"), ADDRESSES)
def test_an_address_in_a_chart_of_ones_own_is_refused(place, spec):
    with pytest.raises(Usage, match=r"report\.spec_url") as refused:
        draw(own(spec), "zh")
    assert refused.value.params["place"] == place


SPECS = [
    "", "{", "[]", "1", "null", '{"mark": 3}', '{"mark": "bar", "encoding": 7}', '{"x": 1}', "[" * 9000 + "]" * 9000,
    '{"mark": "bar", "config": 7}', '{"mark": "bar", "config": {"axis": 7}}',
]  # fmt: skip


@pytest.mark.parametrize("spec", SPECS, ids=range(len(SPECS)))
def test_a_broken_chart_of_ones_own_is_told(spec):
    with pytest.raises(Usage, match=r"report\.spec"):
        draw(own(spec), "zh")


def test_ids_of_a_chart_of_ones_own_are_its_own():
    shaded = BAR["encoding"] | {"color": {"field": "n", "type": "quantitative"}}
    spec = {"mark": {"type": "bar", "clip": True}, "encoding": shaded}
    drawn = draw(own(spec), "zh", name="c7")
    ids = re.findall(r' id="([^"]+)"', drawn)
    assert len(ids) > 2
    assert all(name.startswith("c7-w-") for name in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", drawn)) <= set(ids)


def test_hostile_text_in_a_chart_of_ones_own_is_text():
    columns = (Column("shop", label=HOSTILE), Column("n", "n"))
    drawn = draw(own(BAR | {"title": f"a\nb\x07{HOSTILE}"}, columns=columns), "zh")
    assert "<b>" not in drawn
    assert "\x07" not in drawn


def test_deciding_what_is_drawable_loads_no_library():
    code = "import sys, cstools.view.charts; print([name for name in ('altair', 'vl_convert') if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
