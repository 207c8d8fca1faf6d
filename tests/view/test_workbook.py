"""The report as a workbook: the model's figures as numbers and no others, charts of the cells beside them."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from itertools import pairwise
from math import isclose
from xml.etree import ElementTree
from zipfile import ZipFile

import fastexcel
import pytest

from cstools.model.report import Chart, Column, Figure, Kpis, Meta, Phrase, Report, Section, Span, Table, to_json
from cstools.view import workbook as package
from cstools.view.numbers import say
from cstools.view.workbook import workbook
from cstools.view.workbook.names import sheet_names
from tests.view.sample import (
    BAND,
    BARS,
    CARDS,
    CASES,
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

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ZERO_DAY = date(1899, 12, 30)
Cells = dict[str, str | float]


class Read:
    """What is in the file, read from its XML."""

    def __init__(self, made: bytes) -> None:
        self.zip = ZipFile(io.BytesIO(made))
        self.names = [one.get("name") for one in self.tree("xl/workbook.xml").iter(f"{MAIN}sheet")]
        self.strings = [
            "".join(part.text or "" for part in one.iter(f"{MAIN}t"))
            for one in self.tree("xl/sharedStrings.xml").iter(f"{MAIN}si")
        ]
        self.sheets = {name: self.cells(self.xml(number)) for number, name in enumerate(self.names, 1)}

    def tree(self, path: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.zip.read(path))

    def text(self, path: str) -> str:
        return self.zip.read(path).decode()

    def xml(self, number: int) -> ElementTree.Element:
        return self.tree(f"xl/worksheets/sheet{number}.xml")

    def raw(self, name: str) -> str:
        return self.text(f"xl/worksheets/sheet{self.names.index(name) + 1}.xml")

    def cells(self, sheet: ElementTree.Element) -> Cells:
        found: Cells = {}
        for cell in sheet.iter(f"{MAIN}c"):
            value = cell.find(f"{MAIN}v")
            if value is not None:
                found[cell.get("r")] = self.strings[int(value.text)] if cell.get("t") == "s" else float(value.text)
        return found

    def paths(self, kind: str) -> list[str]:
        return sorted(name for name in self.zip.namelist() if re.fullmatch(rf"xl/{kind}\d+\.xml", name))

    def said(self) -> str:
        return "\n".join(self.strings)


def of(*blocks, **more) -> Report:
    return Report(META, (Section("trend", blocks, **more),))


def only(report: Report, lang: str = "zh") -> tuple[Read, Cells]:
    read = Read(workbook(report, lang))
    return read, read.sheets[read.names[1]]


@pytest.fixture(scope="module")
def sample() -> Read:
    return Read(workbook(SAMPLE, "zh"))


def in_excel(value: object, unit: str) -> float | None:
    """A figure as Excel holds it, worked out apart from the writer."""
    if isinstance(value, str) and unit == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return float((date.fromisoformat(value) - ZERO_DAY).days)
    if isinstance(value, str) or value is None or unit in ("word", "weekday"):
        return None
    return value / 86400 if unit == "s" else value * 100 if unit == "pp" else float(value)


def figures(part: object) -> Iterator[tuple[object, str]]:
    """Every figure of a part of the model that its cells show."""
    if isinstance(part, Figure):
        yield part.value, part.unit
    elif isinstance(part, Span):
        yield from ((part.lo, part.unit), (part.hi, part.unit))
    elif isinstance(part, Table | Chart):
        yield from tabled(part)
    elif isinstance(part, tuple):
        for one in part:
            yield from figures(one)
    elif is_dataclass(part) and not isinstance(part, Phrase):
        for field in fields(part):
            yield from figures(getattr(part, field.name))


def tabled(block: Table | Chart) -> Iterator[tuple[object, str]]:
    yield from ((value, column.unit) for row in block.rows for value, column in zip(row, block.columns, strict=True))
    if isinstance(block, Chart) and block.reference:
        yield from ((block.reference.value, block.reference.unit) for _ in block.rows)


def shown(block: object) -> list[float]:
    """The numbers a block puts on its sheet."""
    found = [in_excel(value, unit) for value, unit in figures(block)]
    if isinstance(block, Kpis):
        found += [float(card.n) for card in block.cards if card.n is not None]
        found += [in_excel(value, card.value.unit) for card in block.cards for _, value in card.trend]
    if isinstance(block, Chart) and block.kind == "heat":
        found = [*map(float, range(24)), *(in_excel(row[2], "mean") for row in block.rows)]
    return sorted(value for value in found if value is not None)


@pytest.mark.parametrize("block", [BAND, BARS, STACK, FUNNEL, HEAT, DOTS, MATRIX, VEGA, TABLE, Kpis(CARDS), CASES])
def test_a_sheet_has_the_figures_of_the_model_and_no_others(block):
    _, cells = only(of(block))
    numbers = sorted(value for value in cells.values() if isinstance(value, float))
    assert len(numbers) == len(shown(block)) > 0
    assert all(isclose(ours, theirs, rel_tol=1e-9) for ours, theirs in zip(numbers, shown(block), strict=True))


def test_actions_and_findings_are_numbers_too(sample):
    actions = sorted(value for value in sample.sheets["改进措施"].values() if isinstance(value, float))
    for value in (58 / 86400, 91 / 86400, 60 / 86400, -33.0, -41.0, -25.0, 3307, 2909, 0.8108, -2.01, -4.02, 0.03):
        assert any(isclose(value, one, rel_tol=1e-9) for one in actions), value
    points = [value for value in sample.sheets["本月要点"].values() if isinstance(value, float)]
    for value in (2.0, 43 / 86400, 4.25, 33252.0):
        assert any(isclose(value, one, rel_tol=1e-9) for one in points), value


def test_a_reader_of_tables_gets_them_back():
    made = workbook(of(BARS), "zh")
    sheet = fastexcel.read_excel(made).load_sheet("趋势与异常", header_row=3, n_rows=3)
    frame = sheet.to_polars()
    assert frame["咨询量"].to_list() == [row[1] for row in BARS.rows]
    assert frame["占比"].to_list() == [row[2] for row in BARS.rows]
    assert frame["占比变化"].to_list() == [row[5] for row in BARS.rows]
    assert frame["标记"].to_list() == ["显著上升", None, "显著下降"]


SECONDS = '[<0.000694444444444][s]"秒";[<0.041666666666667][m]"分"ss"秒";[h]"小时"mm"分"ss"秒"'
FORMATS = {
    "ratio": "0.0%",
    "n": "#,##0",
    "yuan": '"¥"#,##0.00;-"¥"#,##0.00',
    "s": SECONDS,
    "date": "yyyy-mm-dd",
    "x": '0.00"倍"',
    "pp": '+0.0"个百分点";-0.0"个百分点";0.0"个百分点"',
}


@pytest.mark.parametrize("unit", FORMATS)
def test_a_figure_has_the_format_of_its_unit(unit):
    value = "2025-10-06" if unit == "date" else 25
    read, cells = only(of(Table(Phrase("topics"), (Column("problem"), Column("now", unit)), (("甲", value),))))
    at = next(name for name, found in cells.items() if isinstance(found, float))
    styles = read.tree("xl/styles.xml")
    style = int(re.search(rf'<c r="{at}" s="(\d+)"', read.raw("趋势与异常"))[1])
    used = styles.find(f"{MAIN}cellXfs")[style].get("numFmtId")
    known = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{MAIN}numFmt")}
    assert FORMATS[unit] in {"3": "#,##0"}.get(used, known.get(used))


WIDTHS = (("s", 86_399, 15), ("s", 4_950_000.0, 6), ("month", "2025-10", 10), ("date", "2025-10-06", 10),
          ("yuan", 12_345_678.9, 14), ("s_change", -4_950_000.0, 12), ("pp", 1.0, 13))  # fmt: skip


@pytest.mark.parametrize(("unit", "value", "width"), WIDTHS)
def test_a_column_is_as_wide_as_what_excel_shows(unit, value, width):
    read, _ = only(of(Table(Phrase("topics"), (Column("problem"), Column("n", unit)), (("甲", value),))))
    found = [float(one.get("width")) for one in read.xml(2).iter(f"{MAIN}col") if one.get("min") == "2"]
    assert found[0] > width


def test_a_duration_of_days_is_told_in_days():
    read, _ = only(of(Table(Phrase("topics"), (Column("problem"), Column("n", "s")), (("甲", 4_950_000.0),))))
    assert '0.0"天"' in {one.get("formatCode") for one in read.tree("xl/styles.xml").iter(f"{MAIN}numFmt")}


def test_nulls_are_empty_cells():
    _, cells = only(of(replace(TABLE, rows=((None, None, None, None), ("乙", 1, float("nan"), None)), more=None)))
    assert "—" not in cells.values()
    assert [value for value in cells.values() if isinstance(value, float)] == [1.0]


def test_the_same_report_gives_the_same_bytes(sample):
    made = workbook(SAMPLE, "zh")
    assert made == workbook(SAMPLE, "zh")
    assert {one.date_time[:3] for one in Read(made).zip.infolist()} == {(1980, 1, 1)}
    assert "2000-01-01T00:00:00Z" in sample.text("docProps/core.xml")


def test_data_are_neither_formulas_nor_links(sample):
    evil = ("=1+1", "+1", "-1", "@SUM(A1)", "http://x.cn/", "mailto:a@b.cn", "internal:A1", "{=1}", "\ufffe\x00")
    report = of(Table(Phrase("table.by", {"by": "=1"}), (Column("a", label="=2"), Column("b", label="http://x.cn")),
                      tuple((one, one) for one in evil)))  # fmt: skip
    read, cells = only(replace(report, meta=replace(META, title="=cmd|x & co")))
    assert set(evil[:-1]) <= set(cells.values())
    assert "\u2426\u2400" in cells.values()
    for one in (read, sample):
        for number in range(1, len(one.names) + 1):
            assert one.xml(number).find(f".//{MAIN}f") is None
        assert not [name for name in one.zip.namelist() if b"External" in one.zip.read(name)]


def test_control_characters_are_glyphs(sample):
    for name in sample.zip.namelist():
        text = sample.zip.read(name).decode("utf-8", "ignore")
        assert not re.search("_x001B_|[\x00-\x08\x0e-\x1f\u202e]", text), name
    assert HOSTILE.replace("\x1b", "␛").replace("\u202e", "\u2426") in sample.strings


def test_no_text_breaks_the_file():
    evil = "\ufffe\uffff\x00\ud800_x0041_<&>\"'"
    said = Phrase("label.colon", {"name": evil, "value": evil})
    chart = replace(BARS, title=said, alt=said, lead=said, columns=(Column("problem", label=evil), *BARS.columns[1:]))
    rows = tuple((evil, 1, None, None) for _ in range(9))
    sheet = replace(TABLE, title=said, more=said, rows=rows, columns=(Column("a", label=evil), *TABLE.columns[1:]))
    report = Report(
        replace(META, title=evil),
        (Section("own.1", (chart, sheet, Kpis((replace(CARDS[0], label=evil),))), title=evil),),
    )
    read = Read(workbook(report, "zh"))
    for name in read.zip.namelist():
        read.tree(name)
    assert len(read.names) == 2


def test_names_of_sheets_are_taken_by_excel(sample):
    assert sample.names[:3] == ["本月要点", "指标看板", "趋势与异常"]
    names = sheet_names(
        ["a" * 40, "A" * 40, "x[]:*?/\\y", "'q'", "", "History", "😀" * 20, "😀" * 20, "满意度", "满意度"]
    )
    assert len({name.casefold() for name in names}) == len(names)
    for name in names + sample.names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)
    assert names[0] == "a" * 31
    assert names[-1] == "满意度 2"


def test_links_lead_to_sheets_that_are_there(sample):
    raw = sample.raw("本月要点")
    targets = re.findall(r'<hyperlink ref="\w+" location="\'(.*?)\'!A1"', raw)
    assert len(targets) == len(sample.names) - 1 + 3
    assert {target.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for target in targets} <= {
        *sample.names
    }


PICTURES = {"band": BAND, "bars": BARS, "dots": DOTS, "stack": STACK, "funnel": FUNNEL}


@pytest.mark.parametrize("kind", PICTURES)
def test_a_chart_is_drawn_from_the_cells_beside_it(kind):
    block = PICTURES[kind]
    read, cells = only(of(block))
    drawn = read.tree(read.paths("charts/chart")[0])
    refs = [one.text for one in drawn.iter(f"{CHART}f")]
    for ref in refs:
        assert ref.startswith("趋势与异常!") or ref.startswith("'趋势与异常'!")
    title = drawn.find(f"{CHART}chart/{CHART}title//{CHART}v").text
    assert title == say(block.title, "zh") == cells["A2"]
    for values in drawn.iter(f"{CHART}val"):
        told = [one.find(f"{CHART}v").text for one in values.iter(f"{CHART}pt")]
        first, last = re.findall(r"\$([A-Z]+)\$(\d+)", values.find(f".//{CHART}f").text)
        column = [cells.get(f"{first[0]}{row}") for row in range(int(first[1]), int(last[1]) + 1)]
        assert len(column) == len(block.rows)
        assert [float(value) for value in told if value] == [value for value in column if value is not None]
    assert f'descr="{say(block.alt, "zh")}"' in read.text("xl/drawings/drawing1.xml")


def test_the_series_of_a_chart_are_its_roles():
    counted = {
        kind: len([*Read(workbook(of(block), "zh")).tree("xl/charts/chart1.xml").iter(f"{CHART}ser")])
        for kind, block in PICTURES.items()
    }
    assert counted == {"band": 4, "bars": 1, "dots": 4, "stack": 5, "funnel": 1}


@pytest.mark.parametrize("block", [HEAT, MATRIX], ids=["heat", "matrix"])
def test_a_grid_is_shaded_and_not_drawn(block):
    read, _ = only(of(block))
    assert "colorScale" in read.raw("趋势与异常")
    assert not read.paths("charts/chart")


def test_a_mark_of_a_matrix_is_said_behind_its_figure():
    read, cells = only(of(MATRIX))
    formats = [one.get("formatCode") for one in read.tree("xl/styles.xml").iter(f"{MAIN}numFmt")]
    assert '0.00"倍（显著上升）"' in formats
    assert "客户分层" in cells.values()


def test_a_chart_of_the_users_own_is_its_table():
    read, cells = only(of(VEGA))
    assert not read.paths("charts/chart")
    assert 12121.0 in cells.values()


def test_trends_are_drawn_from_the_months(sample):
    raw = sample.raw("指标看板")
    ranges = re.findall(r"<xm:f>'?指标看板'?!(.*?)</xm:f>", raw)
    places = re.findall(r"<xm:sqref>(\w+)</xm:sqref>", raw)
    drawn = [card for card in CARDS if card.trend]
    assert len(ranges) == len(places) == len(drawn)
    cells = sample.sheets["指标看板"]
    pairs = sorted(zip(places, ranges, strict=True), key=lambda pair: int(pair[0][1:]))
    for card, (place, area) in zip(drawn, pairs, strict=True):
        row = re.search(r"(\d+)$", area)[1]
        values = [cells.get(f"{column}{row}") for column in "BCDEFGHIJKLM"]
        expected = [in_excel(value, card.value.unit) for _, value in card.trend]
        assert all(a == b or isclose(a, b) for a, b in zip(values, expected, strict=True))
        assert cells[f"A{row}"] == cells[f"A{place[1:]}"]


def test_what_is_significant_and_met_is_said_in_words(sample):
    said = set(sample.sheets["指标看板"].values())
    assert {"显著好转", "显著变差", "不显著", "达标", "未达标", "对照"} <= said


def test_sheets_print_on_a4_and_keep_their_headings(sample):
    for name in sample.names:
        raw = sample.raw(name)
        assert re.search('<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"', raw)
        assert "<pane " in raw
        assert 'state="frozen"' in raw
    titles = re.findall(r'name="_xlnm.Print_Titles"', sample.text("xl/workbook.xml"))
    assert len(titles) == len(sample.names)
    _, cells = only(of(TABLE))
    head = next(at for at, value in cells.items() if value == "咨询量")
    assert f'ySplit="{head[1:]}"' in only(of(TABLE))[0].raw("趋势与异常")


def test_a_long_table_is_cut_with_a_note_and_can_be_filtered():
    rows = tuple((f"{number:06d}", number, 1.0, None) for number in range(1, 5002))
    read, cells = only(of(replace(TABLE, rows=rows)))
    assert "表中为前5,000行，共5,001行；全部见 -t json 的输出。" in cells.values()
    assert "005000" in cells.values()
    assert "005001" not in cells.values()
    assert re.search(r'ref="A\d+:C\d+"', read.text("xl/tables/table1.xml"))


def test_headings_of_a_filtered_table_are_unlike():
    columns = (
        Column("a", label="名"),
        Column("b", label="名"),
        Column("c", label="名 (2)"),
        Column("d", label="长" * 400),
    )
    read, cells = only(of(Table(Phrase("topics"), columns, tuple((1, 2, 3, 4) for _ in range(9)))))
    heads = [one.get("name") for one in read.tree("xl/tables/table1.xml").iter(f"{MAIN}tableColumn")]
    assert len(set(heads)) == 4
    assert set(heads) <= set(cells.values())
    assert max(map(len, heads)) <= 255


def test_long_text_is_cut_where_excel_ends():
    _, cells = only(of(replace(TABLE, rows=(("😀" * 40_000, 1, None, None),), more=None)))
    longest = max((value for value in cells.values() if isinstance(value, str)), key=len)
    assert len(longest.encode("utf-16-le")) // 2 in (32_766, 32_767)


def test_a_chart_of_many_rows_shows_the_first():
    rows = tuple((f"{LONG}{number}", number, 0.1, 0.2, 1, 1.0, None, None) for number in range(300, 0, -1))
    read, cells = only(of(replace(BARS, rows=rows)))
    assert "图中为前60行，共300行。" in cells.values()
    assert sum(isinstance(value, float) and value == 0.2 for value in cells.values()) == 300
    assert re.findall(r"<c:ptCount val=\"(\d+)\"", read.text("xl/charts/chart1.xml"))[-1] == "60"


EMPTY = [
    replace(BARS, rows=()),
    replace(BARS, rows=tuple(("a", 0, None, None, 0, None, None, None) for _ in range(3))),
    replace(BAND, rows=tuple((day, None, None, None, None, None) for day, *_ in BAND.rows)),
    replace(DOTS, rows=(("a", 0, None, None, None, None),)),
    replace(HEAT, rows=()),
    replace(HEAT, rows=tuple((day, hour, None) for day, hour, _ in HEAT.rows)),
    replace(STACK, rows=(("空", 0, *[None] * 5),)),
    replace(FUNNEL, rows=()),
    replace(MATRIX, rows=()),
    replace(VEGA, rows=()),
    replace(TABLE, rows=()),
]


@pytest.mark.parametrize("block", EMPTY, ids=lambda block: f"{getattr(block, 'kind', 'table')}{len(block.rows)}")
def test_a_block_without_data_says_so(block):
    read, cells = only(of(block))
    assert "无数据" in cells.values()
    assert not read.paths("charts/chart")


def test_a_chart_without_what_its_kind_needs_is_its_table():
    unnamed = replace(BARS, columns=BARS.columns[1:], rows=tuple(row[1:] for row in BARS.rows))
    for block in (unnamed, replace(BARS, kind="pie"), replace(HEAT, roles={"value": "mean"})):
        read, cells = only(of(block))
        assert not read.paths("charts/chart")
        assert len(cells) > len(block.rows)


ONE = [replace(block, rows=block.rows[:1]) for block in (BARS, BAND, DOTS, HEAT, STACK, FUNNEL, MATRIX, VEGA, TABLE)]


@pytest.mark.parametrize("block", ONE, ids=lambda block: getattr(block, "kind", "table"))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_block_of_one_row_is_laid(block, lang):
    read, cells = only(of(block), lang)
    assert len(cells) > 2
    assert len(read.paths("charts/chart")) == (getattr(block, "kind", "") in PICTURES)


def test_an_empty_report_is_a_sheet():
    read = Read(workbook(Report(Meta("", "", 0), ()), "zh"))
    assert read.names == ["目录"]
    assert read.sheets["目录"]["A1"] == "客服月度复盘"


def test_a_section_without_blocks_says_why(sample):
    assert "没有满意度评分 csat。" in sample.sheets["满意度与响应"].values()


def test_a_crowded_report_is_written():
    read = Read(workbook(crowded(500), "zh"))
    assert sum("00499" in str(value) for value in read.sheets["客服对比"].values()) == 2
    heights = [float(one) for one in re.findall(r' ht="([\d.]+)"', read.raw("客服对比"))]
    assert max(heights) <= 409


def test_rows_of_a_sheet_do_not_overlap(sample):
    for number, name in enumerate(sample.names, 1):
        merged = [one.get("ref") for one in sample.xml(number).iter(f"{MAIN}mergeCell")]
        rows = sorted(int(re.search(r"\d+", ref)[0]) for ref in merged)
        assert all(before < after for before, after in pairwise(rows)), name


def test_english_has_no_chinese_of_ours():
    plain = tuple(part for part in SAMPLE.sections if part.id in ("kpis", "trend", "peaks", "satisfaction", "quality"))
    cards = tuple(replace(card, label="") for card in CARDS)
    sections = tuple(replace(part, blocks=(Kpis(cards),)) if part.id == "kpis" else part for part in plain)
    meta = replace(META, shops=(), member="")
    said = Read(workbook(Report(meta, sections), "en")).said().replace(HOSTILE.replace("\x1b", "␛"), "")
    assert re.findall("[\u4e00-\u9fff]+", said.replace("坏", "").replace("星", "").replace("下", "")) in (
        [],
        ["码", "链"],
    )


def test_it_needs_no_other_library():
    code = (
        "import sys, cstools.view.workbook; before = 'xlsxwriter' in sys.modules;"
        "from cstools.model.report import Meta, Report;"
        "cstools.view.workbook.workbook(Report(Meta('2025-10', '', 0), ()), 'zh');"
        "print(before, [name for name in ('altair', 'jinja2', 'polars') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False []"
    assert package.workbook is workbook


def test_the_model_in_json_gives_the_same_workbook(tmp_path):
    from cstools.model.report import from_json

    assert workbook(from_json(to_json(SAMPLE)), "zh") == workbook(SAMPLE, "zh")
