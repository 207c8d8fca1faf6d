"""Any input recognised by its first bytes, never by its name; the same from a file and a pipe, in any blocks."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl
import pytest
import zstandard

from cstools.io.log import Inputs
from cstools.io.sniff import Shape, enough, shape
from cstools.io.source import Source, pieces
from tests.io.test_excel import workbook
from tests.tools import run

HEAD = ["ticket_id", "text", "agent"]
ROWS = [["007", "你好, 世界", "张三"], ["2", 'b\n"c"', "李四"], ["3", "-", "a;b"]]
RECORDS = [dict(zip(HEAD, row, strict=True)) for row in ROWS]


def csv(mark: str = ",") -> str:
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in ROWS]
    return "\n".join(mark.join(row) for row in [HEAD, *quoted]) + "\n"


def xml() -> str:
    body = "".join("<t>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in row.items()) + "</t>" for row in RECORDS)
    return f'<?xml version="1.0" encoding="GBK"?><r>{body}</r>'


def html() -> str:
    cells = "".join("<tr>" + "".join(f"<td>{cell.replace(chr(10), '<br>')}" for cell in row) for row in [HEAD, *ROWS])
    return f"<html><meta charset='gb2312'><table>{cells}</table></html>"


def written(write: Callable[[pl.DataFrame, io.BytesIO], object]) -> bytes:
    content = io.BytesIO()
    write(pl.DataFrame(RECORDS), content)
    return content.getvalue()


INPUTS: dict[str, bytes] = {
    "csv": csv().encode(),
    "csv gb18030": csv().encode("gb18030"),
    "csv utf-16": csv("\t").encode("utf-16"),
    "csv utf-32": csv().encode("utf-32"),
    "csv bom crlf": csv(";").replace('\n"', '\r\n"').encode("utf-8-sig"),
    "csv sep": ("sep=|\n" + csv("|")).encode(),
    "csv after blanks": b"\n \n" * 40_000 + csv().encode(),
    "csv gz": gzip.compress(csv().encode()),
    "csv zst": zstandard.ZstdCompressor().compress(csv().encode("utf-16")),
    "csv gz gz": gzip.compress(gzip.compress(csv().encode())),
    "jsonl": "\n".join(json.dumps(row) for row in RECORDS).encode(),
    "json": json.dumps(RECORDS, indent=1, ensure_ascii=False).encode(),
    "json page": json.dumps({"code": 0, "data": {"list": RECORDS}}).encode(),
    "json gz": gzip.compress(json.dumps(RECORDS).encode()),
    "xml": xml().encode("gbk"),
    "html": html().encode("gb18030"),
    "xlsx": workbook([HEAD, *ROWS]),  # type: ignore[list-item]
    "parquet": written(pl.DataFrame.write_parquet),
    "arrow": written(pl.DataFrame.write_ipc),
    "arrow stream": written(pl.DataFrame.write_ipc_stream),
    "arrow stream gz": gzip.compress(written(pl.DataFrame.write_ipc_stream)),
}


@pytest.mark.parametrize("data", INPUTS.values(), ids=INPUTS)
def test_recognised_whatever_its_name_from_a_file_and_a_pipe_in_any_blocks(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "export.dat"
    path.write_bytes(data)
    said = run("clean", str(path))
    assert (said.code, [{key: row[key] for key in HEAD} for row in said.records]) == (0, RECORDS)
    for block in (1 << 23, 1000, 31):
        assert run("clean", stdin=data, block=block).out == said.out


@pytest.mark.parametrize("data", INPUTS.values(), ids=INPUTS)
def test_the_fields_needed_are_those_of_all(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    parts = [piece.rows for piece in pieces(Source((str(path),)), frozenset(["agent"]), Inputs())]
    whole = pl.concat(parts, how="diagonal")
    assert (whole["agent"].to_list(), "text" in whole.columns) == (["张三", "李四", "a;b"], False)


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("a,b,c\n1,2,3\n", Shape("csv", ",")),
        ("a\tb\n1\t2\n", Shape("csv", "\t")),
        ("报表,2025年\n工单号|状态|评分\n1|a,b|5\n2|c,d,e|4\n3|x|1\n", Shape("csv", "|")),
        ('"a;b",c\n"1;2;3",4\n', Shape("csv", ",")),
        ("text\nhello\n", Shape("csv", ",", alone=True)),
        ("00001 19970101 1 11.77\n00002 19970112 1 12.00\n", Shape("aligned", "\t")),
        ("sep=;\na;b\n", Shape("csv", ";", skip=6)),
        ('{"a":1}\n{"a":2}\n', Shape("jsonl")),
        ('{"a":1, "b\n{"a":2}\n', Shape("jsonl")),
        ('{\n "a": 1\n}\n', Shape("json")),
        ('[\n {"a": 1}\n]', Shape("json")),
        ("<?xml version='1.0'?><r/>", Shape("xml")),
        ("<?xml version='1.0'?>\n<!DOCTYPE html><html/>", Shape("html")),
        ("<TABLE border=1><tr>", Shape("html")),
        ("[客服] 月报,a\n1,2\n", Shape("csv", ",")),
    ],
)
def test_shape(head: str, wanted: Shape) -> None:
    assert shape(head.encode(), "x") == wanted


def test_the_shape_is_told_by_as_little_as_leaves_no_doubt() -> None:
    assert enough(b"a,b,c\n")
    assert not enough(b"a,b;c\n1,2;3\n")
    assert not enough(b'"a\nb",c,d')
    assert enough(b"a,b;c\n" * 30)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (bytes(300) + b"ustar", "binary"),
        (b"a.csv" + bytes(252) + b"ustar\x0000" + bytes(300), "tar"),
        (os.urandom(3000), "cannot|binary|encoding|empty|Arrow"),
        (b"<!DOCTYPE html><html><title>login</title></html>", "web page"),
    ],
)
def test_what_is_no_table_is_said_in_words(data: bytes, words: str) -> None:
    said = run("ingest", stdin=data)
    assert re.search(words, said.err)
    assert "internal" not in said.err


def test_nothing_but_blanks_is_empty() -> None:
    said = run("ingest", stdin=b" \n\n" * 100_000)
    assert (said.code, said.out) == (0, "")
    assert "empty" in said.err


def test_text_that_turns_binary_gives_the_records_before(tmp_path: Path) -> None:
    data = csv().encode() + b"9,abc" + bytes(5000)
    rejects = tmp_path / "r"
    said = run("clean", "--rejects", str(rejects), stdin=data)
    assert (said.code, [row["ticket_id"] for row in said.records]) == (1, ["007", "2", "3"])
    assert json.loads(rejects.read_text())["rule"] == "line.cut"


def test_one_nul_is_no_reason_to_refuse_a_file() -> None:
    said = run("clean", stdin=b"ticket_id,text,agent\n" + b"1,ab\0c,d\n" + b"2,x,y\n" * 50)
    assert (said.code, len(said.records)) == (0, 51)


@pytest.mark.parametrize("asked", ["xlsx", "parquet", "arrow", "xml", "json", "jsonl", "html"])
def test_a_format_asked_for_that_it_is_not(asked: str) -> None:
    said = run("ingest", "-f", asked, stdin=csv().encode())
    assert (said.code, f"is not {asked}" in said.err) == (1, True)


def test_sheets_are_parts_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([["工单号", "内容"], ["1", "x"]], [["订单号", "工单号"], ["9", "2"]]))
    rejects = tmp_path / "r"
    said = run("ingest", "--kind", "ticket", "--sheet", "*", "--strict", "--rejects", str(rejects), str(path))
    assert [(row["ticket_id"], row.get("order_id")) for row in said.records] == [("1", None), ("2", "9")]
    assert "--sheet" in run("ingest", "--kind", "ticket", str(path)).err


def test_exports_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).write_text(f"工单号,内容\n{name},x\n")
    said = run("ingest", str(tmp_path / "b"), str(tmp_path / "a"))
    assert [row["ticket_id"] for row in said.records] == ["a", "b"]
