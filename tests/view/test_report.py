"""The report on paper, screen and terminal: the model's figures and no others, in one file without an address."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from rich.cells import cell_len

from cstools.errors import Usage
from cstools.model.report import (
    Action,
    Actions,
    Card,
    Case,
    Cases,
    Chart,
    Column,
    Figure,
    Finding,
    Findings,
    Kpis,
    Meta,
    Note,
    Phrase,
    Report,
    Section,
    Span,
    Table,
    words,
)  # fmt: skip
from cstools.view.html import html
from cstools.view.markdown import escaped, markdown
from cstools.view.terminal import terminal

HOSTILE = "<script>alert(1)</script>\x1b[31m|@all\u202e{{7*7}}&"
DAYS = tuple(
    (f"2025-10-{day:02d}", 100 + day, 101.0, 80.0, 125.0, "day.high" if day == 16 else None) for day in range(1, 32)
)
BAND = Chart(
    "daily", "band", Phrase("trend.chart"), Phrase("trend.alt_plain", {"days": Figure(31), "n": Figure(3596)}),
    (Column("day", "date"), Column("contacts", "n"), *(Column(name, "mean") for name in ("expected", "lo", "hi")),
     Column("mark", "word")),
    DAYS, {"x": "day", "value": "contacts", "lo": "lo", "hi": "hi", "middle": "expected", "mark": "mark"}, wide=True,
)  # fmt: skip
BARS = Chart(
    "topics", "bars", Phrase("topics.chart"), Phrase("topics.chart"),
    (Column("problem"), Column("contacts", "n"), Column("cumulative", "ratio"), Column("mark", "word")),
    ((HOSTILE, 5000, 0.8, "mark.rising"), ("物流", 1250, 1.0, None), ("物流", 0, 1.0, None)),
    {"label": "problem", "value": "contacts", "beside": "cumulative", "mark": "mark"}, wide=True,
)  # fmt: skip
DOTS = Chart(
    "agents", "dots", Phrase("dots.chart", {"metric": Phrase("csat_pct"), "by": Phrase("agent")}), Phrase("agents"),
    (Column("agent"), Column("n", "n"), Column("csat_pct", "ratio"), Column("lo", "ratio"), Column("hi", "ratio"),
     Column("mark", "word")),
    (("甲", 120, 0.855, 0.78, 0.905, "mark.same"), ("乙", 90, 0.0, 0.0, 0.04, "mark.worse"),
     ("丙", 0, None, None, None, None)),
    {"label": "agent", "value": "csat_pct", "lo": "lo", "hi": "hi", "beside": "n", "mark": "mark"},
    reference=Figure(0.6, "ratio"),
)  # fmt: skip
HEAT = Chart(
    "hours", "heat", Phrase("peaks.chart"), Phrase("peaks.note"),
    (Column("weekday", "weekday"), Column("hour", "n"), Column("mean", "mean")),
    tuple((day, hour, float(day * hour) if day < 7 else None) for day in range(1, 8) for hour in range(24)),
    {"x": "hour", "y": "weekday", "value": "mean"}, wide=True,
)  # fmt: skip
CARD = Card(
    "csat_pct", Figure(0.8549, "ratio"), 2222, Span(0.846, 0.864, "ratio"), Figure(0.84, "ratio"), Figure(0.0149, "pp"),
    Span(0.001, 0.02, "pp"), Figure(0.03, "pp"), Figure(0.9, "ratio"), False, "+", "good", True,
)  # fmt: skip
FOUND = Finding(
    "tag.red_line", "bad", Phrase("finding.red", {"n": Figure(2)}), Phrase("finding.red_ids", {"ids": (HOSTILE, "T2")}),
    Phrase("finding.red_evidence", {"topics": HOSTILE}), "cases", "volume", Figure(2), Figure(2), n=2,
)  # fmt: skip
REPORT = Report(
    Meta("2025-10", "2025-10-31 23:59:58", 5000, (HOSTILE,), version="0.1.0"),
    (
        Section("findings", (Findings((FOUND,), Phrase("finding.none", {"n": Figure(5000)})),)),
        Section("kpis", (Kpis((CARD, Card("frt_p50", Figure(84.2, "s")), Card("volume", Figure(5000)))),)),
        Section("trend", (BAND,)),
        Section("topics", (BARS,)),
        Section("peaks", (HEAT,)),
        Section("agents", (DOTS, Table(Phrase("table.by", {"by": Phrase("agent")}), DOTS.columns, DOTS.rows))),
        Section(
            "cases",
            (Cases((Case("T1", "case.csat", (("channel", HOSTILE), ("csat", Figure(1.0, "mean"))), HOSTILE),)),),
        ),
        Section("actions", (Actions((Action(FOUND.headline, "volume", Figure(2)),)),)),
        Section("satisfaction", why=Phrase("why.csat")),
        Section("quality", (Note((Phrase("quality.version", {"version": "0.1.0"}),)),)),
    ),
)


@pytest.fixture(scope="module")
def page() -> str:
    return html(REPORT, "zh")


FIGURES = (
    "85.5%",
    "5,000",
    "1分24秒",
    "84.6%–86.4%",
    "+1.5个百分点",
    "2,222",
    "1,250",
    "80.0%",
    "125.0",
    "116",
    "138.0",
)


@pytest.mark.parametrize("figure", FIGURES)
def test_every_format_has_the_figures(figure, page):
    if figure != "138.0":  # the terminal shows a heat map as shades
        assert figure in terminal(REPORT, "zh", 160)
    assert figure in markdown(REPORT, "zh")
    assert figure in page


@pytest.mark.parametrize("write", [html, markdown, terminal])
def test_english_has_no_chinese_of_ours(write):
    plain = replace(REPORT, sections=tuple(part for part in REPORT.sections if part.id not in ("topics", "agents")))
    assert re.findall(r"[\u4e00-\u9fff]+", re.sub(r"<style>.*?</style>", "", write(plain, "en"), flags=re.DOTALL)) == []


def test_markdown_data_is_no_markup():
    text = markdown(REPORT, "zh")
    assert not re.search(r"(?<!\\)<script", text)
    assert "@all" not in text
    for line in text.splitlines():
        if line.startswith("|"):
            cells = len(re.findall(r"(?<!\\)\|", line)) - 1
            assert cells > 1
    assert escaped("# a") == "\\# a"
    assert escaped("1. a") == "1\\. a"
    assert escaped("x\n# y") == "x \\# y"


@pytest.mark.parametrize("width", [40, 80, 160])
def test_terminal_lines_fit_and_steer_nothing(width):
    text = terminal(REPORT, "zh", width)
    assert max(cell_len(line) for line in text.splitlines()) <= max(width, 56)
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_ascii_terminal_has_no_blocks():
    assert not set(terminal(REPORT, "en", 80, ascii_only=True)) & set("█▏▎▍░▒▓─…")


EMPTY = [
    replace(BARS, rows=()),
    replace(BARS, rows=(("a", 0, None, None),)),
    replace(BAND, rows=tuple((day, 0, None, None, None, None) for day, *_ in DAYS)),
    replace(DOTS, rows=(("a", 0, None, None, None, None),)),
    replace(HEAT, rows=tuple((day, hour, None) for day, hour, _ in HEAT.rows)),
    replace(HEAT, rows=()),
]


@pytest.mark.parametrize("chart", EMPTY, ids=lambda chart: f"{chart.kind}{len(chart.rows)}")
@pytest.mark.parametrize("write", [html, markdown, terminal])
def test_a_chart_without_data_says_so(chart, write):
    assert "无数据" in write(Report(REPORT.meta, (Section("trend", (chart,)),)), "zh")


def test_every_sentence_is_in_both_languages_with_the_same_blanks():
    assert len(words.WORDS) == sum(len(subject.WORDS) for subject in words.SUBJECTS)
    for key, (zh, en) in words.WORDS.items():
        assert zh, key
        assert en, key
        assert set(re.findall(r"{(\w+)}", en)) <= set(re.findall(r"{(\w+)}", zh)), key


def test_a_word_that_is_not_there_is_a_broken_model():
    with pytest.raises(Usage, match=r"report\.model"):
        markdown(Report(REPORT.meta, (Section("nonsense.key"),)), "zh")


def test_text_formats_draw_nothing():
    """Neither Markdown nor the terminal pays for the chart library."""
    code = (
        "import sys, cstools.view.markdown, cstools.view.terminal;"
        "print([name for name in ('altair', 'vl_convert', 'jinja2') if name in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
