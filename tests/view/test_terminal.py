"""The report on a terminal: within the width, aligned, nothing that steers, nothing left out."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from rich.cells import cell_len, get_character_cell_size

from cstools.model.report import Chart, Column, Kpis, Meta, Phrase, Report, Section, Table
from cstools.view.grid import Grid, grid
from cstools.view.terminal import terminal
from cstools.view.terminal.marks import interval, shares
from cstools.view.terminal.sheet import Sheet
from tests.view.sample import (
    BAND,
    BARS,
    CARDS,
    DOTS,
    FUNNEL,
    HEAT,
    HOSTILE,
    LONG,
    MATRIX,
    META,
    SAMPLE,
    STACK,
    TABLE,
    VEGA,
    crowded,
)  # fmt: skip

WIDTHS = (40, 60, 80, 100, 140, 200)
DRAWN = set("█▓▒░▞▚▏▎▍▌▋▊▉▁▂▃▄▅▆▇●─┊…—–·×¥→")
CHARTS = (BAND, BARS, HEAT, DOTS, STACK, FUNNEL, MATRIX, VEGA)
GAP = "  "


def of(*blocks: object, lang: str = "zh", width: int = 100, ascii_only: bool = False) -> str:
    return terminal(Report(META, (Section("topics", blocks),)), lang, width, ascii_only=ascii_only)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_no_line_is_wider_than_the_width(width, lang, ascii_only):
    for report in (SAMPLE, crowded(12)):
        lines = terminal(report, lang, width, ascii_only=ascii_only).splitlines()
        assert max(map(cell_len, lines)) <= width
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u200b]", "\n".join(lines))
        assert not any(one == two == "" for one, two in pairwise(lines))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_ascii_draws_with_ascii(lang):
    assert not set(terminal(SAMPLE, lang, 80, ascii_only=True)) & DRAWN


def test_ascii_of_ascii_data_is_ascii():
    rows = (("a", 12, 0.5, 0.5, 9, 1.5, "mark.rising", 0.5), ("b", 3, 0.25, 0.75, 9, 0.5, None, 0.5))
    columns = (*BARS.columns[:-1], Column("csat_pct", "ratio"))
    parts = tuple(replace(column, label=column.label[:1]) for column in STACK.columns)
    stack = replace(STACK, columns=parts, rows=(("x", 3, *[0.2] * 5),))
    report = Report(Meta("2025-10", "2025-10-31", 3), (
        Section("kpis", (Kpis(CARDS[:2]), replace(BARS, columns=columns, rows=rows), HEAT, BAND, stack)),
    ))  # fmt: skip
    assert terminal(report, "en", 80, ascii_only=True).isascii()


def cells(line: str) -> list[str]:
    """A cell of the terminal each; the second half of a wide sign is empty."""
    found = []
    for sign in line:
        found += [sign, ""][: get_character_cell_size(sign)]
    return found


def tables(lines: list[str], rule: str) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for line in lines:
        found[-1:] = [found[-1] + [line]] if line else [found[-1], []]
    return [one for one in found if len(one) > 1 and set(one[1]) <= {rule, " "}]


def aligned(table: list[str], right: tuple[bool, ...] | None = None) -> None:
    """Every line keeps to the columns of the rule, and a column of numbers ends at its right edge on every line."""
    spans = [found.span() for found in re.finditer(r"[^ ]+", table[1])]
    assert "".join(cells(table[1])) == table[1]
    for line in (table[0], *table[2:]):
        drawn = cells(line) + [" "] * (cell_len(table[1]) - cell_len(line))
        assert len(drawn) == cell_len(table[1]), line
        for (_, end), (start, _) in pairwise(spans):
            assert drawn[end:start] == list(GAP), line
        for (start, end), flush in zip(spans, right or (), strict=right is not None):
            if flush and any(sign.strip() for sign in drawn[start:end]):
                assert drawn[end - 1] != " ", line


ALPHABET = "中文，。（）％Ａ①abcXYZ019 .%-|~😀👍🏽é👨‍👩‍👧🇨🇳한글ｱｲ"


@pytest.mark.parametrize("seed", range(150))
def test_tables_of_anything_are_aligned(seed):
    dice = random.Random(seed)
    count, rows = dice.randint(1, 9), dice.randint(0, 6)

    def text() -> str:
        return "".join(dice.choices(ALPHABET, k=dice.choice((0, 1, 4, 9, 30, 120))))

    right = tuple(dice.random() < 0.5 for _ in range(count))
    lines = tuple(("行" + text(), *(text() for _ in right[1:])) for _ in range(rows))
    made = Grid(("头" + text(), *(text() for _ in right[1:])), right, lines)
    sheet = Sheet("zh", dice.choice(WIDTHS), dice.random() < 0.3)
    sheet.table(made)
    assert max(map(cell_len, sheet.lines)) <= sheet.width
    seen = tables(sheet.lines, sheet.marks.rule)
    assert "\n\n".join("\n".join(table) for table in seen) == "\n".join(sheet.lines)
    for table in seen:
        aligned(table)
    assert sum(len(table[1].split()) - 1 for table in seen) == count - 1


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("block", [*CHARTS, TABLE], ids=lambda block: getattr(block, "kind", "table"))
@pytest.mark.parametrize("ascii_only", [False, True])
def test_every_table_is_aligned(block, width, ascii_only):
    sheet = Sheet("zh", width, ascii_only)
    made = grid(block, "zh")
    sheet.table(made)
    seen = tables(sheet.lines, "-" if ascii_only else "─")
    assert seen
    assert "\n\n".join("\n".join(table) for table in seen) == "\n".join(sheet.lines)
    for table in seen:
        aligned(table, made.right if len(seen) == 1 else None)


@pytest.mark.parametrize("width", WIDTHS)
def test_what_does_not_fit_follows_below(width):
    """Every heading and every figure is there at any width."""
    rows = tuple((f"行{n}", *(n * 1000 + place for place in range(12))) for n in range(1, 5))
    columns = (Column("problem"), *(Column("n", "n", f"列{place}") for place in range(12)))
    text = of(Table(Phrase("topics"), columns, rows), width=width)
    for n, *_ in [(n,) for n in range(1, 5)]:
        assert all(f"{n},{place:03d}" in text for place in range(12))
    assert all(f"列{place}" in text for place in range(12))


def test_long_text_of_a_table_is_whole():
    long = "很长的一句话" * 9
    text = of(Table(Phrase("topics"), (Column("metric"), Column("definition")), (("量", long), ("率", "短"))), width=60)
    column = [line[cell_len("指标") :].strip() for line in text.splitlines() if "很长" in line or "话" in line]
    assert "".join(column).replace(" ", "").count("很长的一句话") == 9


def test_the_trend_is_a_line_of_blocks():
    text = of(Kpis(CARDS), width=140)
    assert "▁▃▃▅·▃▆▆█▆▇█" in text
    assert "_--+?-**@*#@" in of(Kpis(CARDS), width=140, ascii_only=True)
    assert "走势" not in of(Kpis(CARDS[2:]), width=140)


def test_a_heat_map_has_two_cells_an_hour():
    lines = of(HEAT, width=60).splitlines()
    saturday = next(line for line in lines if line.startswith("周六"))
    assert cell_len(saturday) == 6 + 48
    assert saturday.endswith("█" * 6)
    assert cell_len(next(line for line in of(HEAT, width=40).splitlines() if line.startswith("周六"))) == 6 + 24


def test_a_stack_is_a_bar_of_the_whole_with_its_legend():
    lines = of(STACK, width=140).splitlines()
    assert "█ 1分  ▓ 2分  ▒ 3分  ░ 4分  ▞ 5分" in lines
    drawn = next(line for line in lines if line.startswith("物流"))
    assert re.search("█+▓+▒+░+▞+", drawn)
    assert "39.0%" in drawn
    empty = next(line for line in lines if line.startswith("空"))
    assert not set(empty) & DRAWN - {"—"}


@pytest.mark.parametrize("seed", range(50))
def test_shares_fill_their_width(seed):
    dice = random.Random(seed)
    parts = [dice.choice((None, 0.0, dice.random(), 1e-9, 1e9)) for _ in range(dice.randint(1, 9))]
    width = dice.randint(1, 60)
    assert len(shares(parts, width)) == (width if sum(part or 0 for part in parts) else 0)


def test_a_funnel_has_bars_and_the_rate_of_the_step_before():
    lines = of(FUNNEL, width=80).splitlines()
    lengths = [line.count("█") for line in lines if re.match("咨询|响应|解决|评价", line)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > lengths[-1] > 0
    assert re.search(r"响应 .*33,246  98\.0%", "\n".join(lines))


def test_a_matrix_has_figures_and_shades():
    text = of(MATRIX, width=140)
    assert "█ 2.1倍（显著上升）" in text
    assert "░ 0.7倍" in text
    assert text.count("—") >= 3


def test_an_interval_stands_where_its_values_are():
    drawn = interval(0.5, 0.0, 1.0, width=11, ends=(0.0, 1.0), reference=1.0)
    assert drawn == "─────●─────"
    assert interval(0.0, None, None, width=3, ends=(0.0, 1.0), reference=1.0) == "● ┊"
    assert "┊ 全体 60.7%" in of(DOTS)


def test_words_of_the_user_are_headings():
    text = terminal(SAMPLE, "zh", 200)
    assert "退货专题" in text
    assert "客户分层" in text
    assert "自定义退款" in text


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.kind)
@pytest.mark.parametrize("width", [40, 100])
def test_a_chart_of_nothing_says_so(chart, width):
    hollow = tuple((row[0], *[None] * (len(row) - 1)) for row in chart.rows)
    for rows in ((), hollow) if chart.kind not in ("vega", "heat", "matrix") else ((),):
        assert "无数据" in of(replace(chart, rows=rows), width=width)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.kind)
def test_a_chart_of_one_row_is_drawn(chart: Chart):
    for width in WIDTHS:
        text = of(replace(chart, rows=chart.rows[-1:]), width=width)
        assert max(map(cell_len, text.splitlines())) <= width


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.kind)
def test_a_chart_that_lacks_its_roles_is_its_table(chart):
    columns = tuple(
        replace(column, label="") if column.key in ("contacts", "n") else column for column in chart.columns
    )
    assert len(of(replace(chart, columns=columns, roles={})).splitlines()) > len(chart.rows)


def test_hostile_text_is_shown_as_it_is():
    text = re.sub(r"\s+", "", terminal(SAMPLE, "zh", 200))
    assert text.count("<b>坏</b>|*星*_下_`码`[链](http://x.cn)␛[31m@all<@all>␦{{7*7}}&amp;#12~😀") >= 12
    assert "\x1b" in HOSTILE
    assert LONG[:20] in text


def test_the_same_report_gives_the_same_bytes():
    assert terminal(SAMPLE, "zh", 80) == terminal(SAMPLE, "zh", 80)
