"""XML, HTML tables and the XML of Excel 2003."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.errors import CsError
from cstools.io.formats import xml
from cstools.io.formats.grid import Heading, grid_chunks
from cstools.io.formats.html import table_rows
from cstools.io.formats.jsonl import JsonlReader
from cstools.io.formats.relay import relayed
from cstools.io.formats.spreadsheetml import sheet_rows
from cstools.kernels.stage import LINE, RULE

TICKETS = b"""<r><code>0</code><list>
<t id="1"><name>a</name><who><nick>n</nick></who></t>
<t id="2"><name>b &amp; c</name><tag>x</tag><tag>y</tag></t>
<t id="3"><name/><name2>z</name2></t>
</list></r>
"""


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def read(data: bytes, size: int = 1 << 20) -> tuple[list[dict[str, object]], list[tuple[str, int]]]:
    """The records without their nulls, and what was corrupt."""
    rows: list[dict[str, object]] = []
    corrupt: list[tuple[str, int]] = []
    target = xml.repeated(data, "x")
    assert target is not None
    for chunk in relayed(xml.records(iter(cut(data, size)), target, "x"), JsonlReader()):
        placed = chunk.placed("x").drop("__file").to_dicts()
        rows += [{key: value for key, value in row.items() if value is not None} for row in placed]
        corrupt += chunk.side("x").select(RULE, LINE).rows()
    return rows, corrupt


def test_elements_and_attributes_are_fields() -> None:
    rows, corrupt = read(TICKETS)
    assert rows == [
        {"id": "1", "name": "a", "who/nick": "n", LINE: 2},
        {"id": "2", "name": "b & c", "tag": '["x","y"]', LINE: 3},
        {"id": "3", "name2": "z", LINE: 4},
    ]
    assert corrupt == []


@given(st.integers(1, 60))
def test_block_size_shows_nowhere(size: int) -> None:
    assert read(TICKETS, size) == read(TICKETS)


@pytest.mark.parametrize(
    ("data", "target"),
    [
        (b"<rows><row id='1'/><row id='2'/></rows>", ("rows", "row")),
        (b"<a><b><c>1</c><c>2</c></b></a>", ("a", "b")),
        (b"<a><x><id>1</id></x></a>", ("a", "x")),
        (b"<a><h>1</h><l><x><id>1</id></x><x><id>2</id></x></l></a>", ("a", "l", "x")),
    ],
)
def test_the_record_is_the_element_that_repeats(data: bytes, target: tuple[str, ...]) -> None:
    assert xml.repeated(data, "x") == target


@pytest.mark.parametrize(
    "bad", [b"<t id='2'><n>2</m></t>", b"<t id='2'><n>2 & 3</n></t>", b"<t id=2/>", b"<t id='2'><n>2</t>"]
)
@pytest.mark.parametrize("size", [1 << 20, 3])
def test_a_corrupt_record_costs_only_itself(bad: bytes, size: int) -> None:
    data = b"<r>\n<t id='1'><n>1</n></t>\n" + bad + b"\n<t id='3'><n>3</n></t>\n<t id='4'/>\n</r>"
    rows, corrupt = read(data, size)
    assert [(row["id"], row[LINE]) for row in rows] == [("1", 2), ("3", 4), ("4", 5)]
    assert corrupt == [("line.corrupt", 3)]


@pytest.mark.parametrize("end", [30, 45, 60, 75])
def test_what_breaks_off_says_so(end: int) -> None:
    data = b"<r>\n" + b"".join(b"<t id='%d'><n>abc</n></t>\n" % number for number in range(5))
    rows, corrupt = read(data[:end])
    assert len(rows) == data[:end].count(b"</t>")
    assert [rule for rule, _ in corrupt] == ["line.cut"]


def test_one_document_behind_another() -> None:
    first = b"<?xml version='1.0'?><r><t id='1'/><t id='2'/></r>\n"
    rows, corrupt = read(first + b"<?xml version='1.0'?>\n<r><t id='3'/></r>\n")
    assert ([row["id"] for row in rows], corrupt) == (["1", "2", "3"], [])


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE r SYSTEM "file:///etc/passwd">',
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_document_type_is_refused(head: bytes) -> None:
    with pytest.raises(CsError) as error:
        xml.repeated(head + b"<r><t>&b;</t></r>", "x")
    assert error.value.key == "xml.doctype"


HTML = """<html><head><style>td {}</style><title>报表</title></head><body><table><tr><td>客服部</td></tr></table>
<table border=1>
<tr><th>工单号</th><th colspan=2>内容</th></tr>
<tr><td>1<td>你好<br>世界 &lt;b&gt;<td>x
<tr><td>2</td><td><table><tr><td>inner</td></tr></table></td></tr>
</table><table><tr><td>a</td></tr><tr><td>b</td></tr></table></body></html>
"""


@pytest.mark.parametrize("size", [1 << 20, 5])
def test_the_first_table_of_a_page_with_two_rows(size: int) -> None:
    others: set[int] = set()
    rows = list(table_rows(iter(cut(HTML.encode(), size)), "x", others))
    assert rows == [(3, ["工单号", "内容", ""]), (4, ["1", "你好\n世界 <b>", "x"]), (5, ["2", "inner"])]
    assert len(others) == 1


def test_a_table_within_one_for_the_layout_is_found() -> None:
    page = b"<table><tr><td><table><tr><th>a<tr><td>1<tr><td>2</table></table>"
    assert [cells for _, cells in table_rows(iter([page]), "x", set())] == [["a"], ["1"], ["2"]]


def test_a_page_without_a_table_is_named_by_its_title() -> None:
    with pytest.raises(CsError) as error:
        list(table_rows(iter([b"<!DOCTYPE html><title>\xe7\x99\xbb\xe5\xbd\x95</title><p>x"]), "x", set()))
    assert (error.value.key, error.value.params["title"]) == ("file.page", "登录")


def test_rows_of_a_grid_with_more_fields_than_headings_are_corrupt() -> None:
    chunks = list(grid_chunks([(1, ["a", "b"]), (2, ["1"]), (3, ["1", "2", "3"]), (4, ["1", "2", ""])], Heading()))
    assert chunks[0].frame.rows() == [("1", ""), ("1", "2")]
    assert [(one.rule, one.line) for one in chunks[0].corrupt] == [("line.fields", 3)]


def test_the_xml_of_excel_2003() -> None:
    def cell(kind: str, value: str, more: str = "") -> str:
        return f'<Cell {more}><Data ss:Type="{kind}">{value}</Data></Cell>'

    row = cell("String", "a", 'ss:MergeAcross="1"') + cell("String", "c")
    cells = cell("DateTime", "2025-10-01T09:00:00.000") + cell("Boolean", "1", 'ss:Index="3"')
    text = '<?xml version="1.0"?><Workbook xmlns:ss="urn:x"><Worksheet ss:Name="S"><Table>'
    text += f'<Row>{row}</Row><Row ss:Index="4">{cells}</Row></Table></Worksheet>'
    text += '<Worksheet ss:Name="T"><Table><Row/></Table></Worksheet></Workbook>'
    assert list(sheet_rows(iter(cut(text.encode(), 9)), "x")) == [
        ("S", (1, ["a", "", "c"])),
        ("S", (4, ["2025-10-01 09:00:00", "", "true"])),
        ("T", (1, [])),
    ]
