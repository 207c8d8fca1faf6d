"""What goes with dissatisfaction, and the alerts, in every form of the report."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import fastexcel
import pytest

from cstools.model.report import Chart, Column, Figure, Phrase, Report, Section, from_json, to_json
from cstools.model.report.config import SECTIONS
from cstools.view.charts import spec
from cstools.view.charts.dots import steps
from cstools.view.html import html
from cstools.view.markdown import markdown
from cstools.view.terminal import terminal
from cstools.view.workbook import workbook
from tests.view.sample import META


def named(name: str, value: str) -> Phrase:
    return Phrase("label.colon", {"name": Phrase(name), "value": value})


ODDS = Chart(
    "drivers", "dots", Phrase("drivers.chart"), Phrase("drivers.chart"),
    (Column("driver"), Column("n", "n"), Column("adjusted_odds", "x"), Column("lo", "x"), Column("hi", "x"),
     Column("mark", "word")),
    ((named("channel", "mail"), 324, 32.1, 24.6, 41.9, "mark.unhappy"),
     (named("product", "a kettle of a very long name"), 900, 0.5, 0.25, 1.1, "mark.same")),
    {"label": "driver", "value": "adjusted_odds", "lo": "lo", "hi": "hi", "beside": "n", "mark": "mark"},
    reference=Figure(1.0, "x"), wide=True,
)  # fmt: skip
REPORT = Report(META, (Section("drivers", (ODDS,), lead=Phrase("drivers.chart")),))
FORMS = {
    "html": lambda lang: unescape(html(REPORT, lang)),
    "md": lambda lang: markdown(REPORT, lang),
    "table": lambda lang: terminal(REPORT, lang, 200),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_names_the_levels_and_their_odds(form, lang):
    text = FORMS[form](lang)
    colon = "：" if lang == "zh" else ": "
    assert f"{'渠道' if lang == 'zh' else 'Channel'}{colon}mail" in text
    assert ("32.1倍" if lang == "zh" else "32.1×") in text
    assert form == "html" or ("对照 1倍" if lang == "zh" else "compared with 1×") in text
    assert ("显著更易不满意" if lang == "zh" else "dissatisfied more often") in text


def test_the_workbook_holds_them_as_numbers():
    book = fastexcel.read_excel(workbook(REPORT, "zh"))
    cells = [cell for name in book.sheet_names for row in book.load_sheet(name, header_row=None).to_polars().rows()
             for cell in row]  # fmt: skip
    assert "渠道：mail" in cells
    assert any(str(cell).startswith("32.1") for cell in cells)


def test_a_model_read_again_is_the_same():
    assert from_json(to_json(REPORT)) == REPORT


def test_odds_are_drawn_on_a_log_scale_and_rates_are_not():
    def scale(chart: Chart) -> dict:
        return spec(chart, "zh", 940)["layer"][1]["encoding"]["x"]["scale"]

    assert scale(ODDS)["type"] == "log"
    low, high = scale(ODDS)["domain"]
    assert 0 < low < 0.25
    assert high > 41.9
    rates = replace(ODDS, columns=tuple(replace(one, unit="ratio") if one.unit == "x" else one for one in ODDS.columns))
    assert scale(rates).get("type") != "log"
    none = replace(ODDS, rows=((named("channel", "mail"), 3, 0.0, 0.0, 0.0, None),))
    assert scale(none).get("type") != "log"


def test_an_axis_of_ratios_has_one_and_few_lines():
    for low, high in ((0.3, 45.0), (0.9, 1.2), (0.001, 5000.0), (1.0, 1.0)):
        values = steps(low, high)["values"]
        assert len(values) <= 8
        assert 1.0 in values


def test_on_a_telephone_a_long_name_leaves_its_field_out():
    small = [row["name"] for row in spec(ODDS, "en", 330)["layer"][1]["data"]["values"]]
    assert small[0].startswith("Channel: mail")
    assert small[1].startswith("a kettle")


def test_the_sections_stand_where_they_should():
    assert [name for name in SECTIONS if name in ("satisfaction", "drivers", "segments", "alerts", "cases")] == [
        "satisfaction", "drivers", "segments", "alerts", "cases",
    ]  # fmt: skip
    assert re.search("不满意", html(REPORT, "zh"))
