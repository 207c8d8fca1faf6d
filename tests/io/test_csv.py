"""CSV in blocks: the same records whatever the block size, and a corrupt line costs only itself."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.io.formats.csv import CsvReader
from cstools.kernels.stage import LINE, RULE

Read = tuple[list[tuple[object, ...]], list[tuple[str, int]]]


def read(data: bytes, size: int = 1 << 20, **options: object) -> Read:
    """The records with their line, and (rule, line) of what was corrupt."""
    reader = CsvReader(**options)  # type: ignore[arg-type]
    rows: list[tuple[object, ...]] = []
    corrupt: list[tuple[str, int]] = []
    for chunk in reader.chunks(iter([data[at : at + size] for at in range(0, len(data), size)])):
        rows += chunk.placed("x").drop("__file").rows()
        corrupt += chunk.side("x").select(RULE, LINE).rows()
    return rows, corrupt


def test_quoted_newlines_and_the_line_a_record_begins_on() -> None:
    assert read(b'a,b\n1,"x\ny"\n2,z\n') == ([("1", "x\ny", 2), ("2", "z", 4)], [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    assert read(end.join(["a,b", "1,2", "3,4", ""]).encode()) == ([("1", "2", 2), ("3", "4", 3)], [])


def test_ids_stay_text_and_empty_is_null() -> None:
    assert read(b"id,n\n007,\n12345678901234567890,1.50\n")[0] == [
        ("007", None, 2),
        ("12345678901234567890", "1.50", 3),
    ]


def test_a_stray_quote_is_text() -> None:
    assert read(b'a,b\n1,5" tv\n2,z\n')[0] == [("1", '5" tv', 2), ("2", "z", 3)]


def test_each_corrupt_line_costs_only_itself() -> None:
    rows, corrupt = read(b'a,b\n1,x\n2,"open\n3,y,more\n4\n\n5,\xff\n6,z\n')
    assert rows == [("1", "x", 2), ("4", None, 5), ("6", "z", 8)]
    assert corrupt == [
        ("line.quote", 3),
        ("line.fields", 4),
        ("line.short", 5),
        ("row.blank", 6),
        ("line.encoding", 7),
    ]


def test_an_open_quote_is_bounded() -> None:
    data = b'a,b\n1,"open\n' + b"2,x\n" * 3000
    rows, corrupt = read(data)
    assert (len(rows), corrupt) == (3000, [("line.quote", 2)])


def test_a_stray_quote_costs_its_own_line_not_those_up_to_the_next() -> None:
    data = b'a,b\n1,"stray\n' + b"2,x\n" * 50 + b'3,"y, z"\n'
    for size in (1 << 20, 7, 60):
        rows, corrupt = read(data, size)
        assert (len(rows), rows[-1], corrupt) == (51, ("3", "y, z", 53), [("line.quote", 2)])


def test_a_last_field_that_ends_with_a_line_end_is_closed() -> None:
    for data in (b'a,b\n"r\rs","x\n"\n', b'a,b\n"r\rs","x\n"'):
        assert read(data) == ([("r\rs", "x\n", 2)], [])


def test_headings_repeated_or_blank_get_names() -> None:
    reader = CsvReader()
    list(reader.chunks(iter([b"a,a,,b\n1,2,3,4\n"])))
    assert reader.names == ["a", "a_2", "column_3", "b"]


@pytest.mark.parametrize("above", ["", "\n" * 100_000])
def test_a_heading_longer_than_the_opening_that_is_looked_at(above: str) -> None:
    long = "x" * 40_000 + "\n" + "y" * 40_000
    reader = CsvReader()
    chunks = list(reader.chunks(iter([f'{above}a,"{long}"\n1,2\n'.encode()])))
    assert reader.names == ["a", long]
    assert [chunk.frame.rows() for chunk in chunks] == [[("1", "2")]]
    assert list(chunks[0].lines) == [len(above) + 3]


def test_projection_tells_blank_rows_by_all_fields() -> None:
    chunk = next(iter(CsvReader().chunks(iter([b"a,b,c\n1,2,3\n4,,5\n,,\n"])))).only({"b"})
    assert chunk.placed("x").drop("__file").rows() == [("2", 2), (None, 3)]
    assert chunk.side("x").select(RULE, LINE).rows() == [("row.blank", 4)]


def test_projection_to_no_field_keeps_the_rows() -> None:
    chunk = next(iter(CsvReader().chunks(iter([b"a\n1\n2\n"])))).only({"b"})
    assert chunk.placed("x").drop("__file").rows() == [(2,), (3,)]


def test_a_blank_row_costs_nothing_where_no_field_is_read() -> None:
    chunk = next(iter(CsvReader().chunks(iter([b"a,b\n1,2\n,\n  , \n"])))).only({"c"})
    assert chunk.placed("x").drop("__file").rows() == [(2,)]
    assert chunk.side("x").select(RULE, LINE).rows() == [("row.blank", 3), ("row.blank", 4)]


def test_header_row() -> None:
    assert read("月报\n\na,b\n1,2\n".encode(), header_row=3)[0] == [("1", "2", 4)]


def test_aligned_text() -> None:
    rows, corrupt = read(
        b" id  date     n\r\n 00001 19970101  1\r\n 00002 19970102 22\r\n", aligned=True, delimiter="\t"
    )
    assert (rows, corrupt) == ([("00001", "19970101", "1", 2), ("00002", "19970102", "22", 3)], [])


CELL = st.text(st.sampled_from('ab"\n,中 '), max_size=6)


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=12), st.integers(1, 60))
def test_what_was_written_is_read_whatever_the_block_size(rows: list[tuple[str, str, str]], size: int) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([("a", "b", "c"), *rows])
    got, corrupt = read(text.getvalue().encode(), size)
    assert [row[:3] for row in got] == [tuple(cell or None for cell in row) for row in rows]
    assert corrupt == []
    lines = [2 + sum(cell.count("\n") + 0 for before in rows[:n] for cell in before) + n for n in range(len(rows))]
    assert [row[3] for row in got] == lines


@given(st.text(st.sampled_from('ab",\n\r;中'), max_size=60), st.integers(1, 30))
def test_every_line_is_accounted_for(body: str, size: int) -> None:
    """Records and corrupt lines together cover the input, in any block size, for any bytes."""
    data = ("a,b\n" + body).encode()
    whole = read(data)
    assert read(data, size) == whole
    assert pl.Series([line for *_, line in whole[0]], dtype=pl.Int64).is_sorted()
