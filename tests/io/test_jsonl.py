"""JSONL in blocks: keys that come late, literals kept, corrupt lines alone."""

from __future__ import annotations

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.io.formats.jsonl import JsonlReader
from cstools.kernels.stage import LINE, RULE


def read(data: bytes, size: int = 1 << 20, **options: object) -> tuple[list[dict[str, object]], list[tuple[str, int]]]:
    """The records of all chunks as they would be written (a chunk has the keys seen so far), and what was corrupt."""
    reader = JsonlReader(**options)  # type: ignore[arg-type]
    rows: list[dict[str, object]] = []
    corrupt: list[tuple[str, int]] = []
    for chunk in reader.chunks(iter([data[at : at + size] for at in range(0, len(data), size)])):
        rows += chunk.placed("x").drop("__file").to_dicts()
        corrupt += chunk.side("x").select(RULE, LINE).rows()
    return rows, corrupt


def test_literals_are_kept() -> None:
    line = b'{"id":"007","n":1.50,"e":1e3,"big":12345678901234567890123,"o":{"z":1.50,"a":[1, 2]},"t":true,"s":""}\n'
    wanted = {"id": "007", "n": "1.50", "e": "1e3", "big": "12345678901234567890123"}
    wanted |= {"o": '{"z":1.50,"a":[1,2]}', "t": "true", "s": None}
    for times in (1, 3):
        rows, corrupt = read(line * times)
        assert [{k: v for k, v in row.items() if k != LINE} for row in rows] == [wanted] * times
        assert corrupt == []


@pytest.mark.parametrize("literal", ["1.0", "1e3", "-0", "-0.0", "1.50", "123456789012345678901", "[1, 2]"])
def test_no_later_block_rewrites_a_literal(literal: str) -> None:
    line = f'{{"order_no":{literal}}}\n'.encode()
    rows, _ = read(line * 4, len(line))
    assert {row["order_no"] for row in rows} == {literal.replace(" ", "")}


@pytest.mark.parametrize("needs", [None, frozenset(["备注"])])
@pytest.mark.parametrize("key", [r"\u5907\u6ce8", r"\u5907注", "备注"])
@pytest.mark.parametrize("colon", [":", ": ", " : "])
def test_a_literal_is_kept_however_its_key_is_written(key: str, colon: str, needs: frozenset[str] | None) -> None:
    lines = [f'{{"id":"1","{key}"{colon}1.50}}\n', '{"id":"2","备注":null}\n', f'{{"id":"3","{key}"{colon}1e5}}\n']
    rows, _ = read("".join(lines).encode(), needs=needs)
    assert [row["备注"] for row in rows] == ["1.50", None, "1e5"]


def test_a_new_key_is_seen_beside_one_that_ends_in_a_backslash() -> None:
    data = b'{"a\\\\":"1"}\n' + b'{"a\\\\":"1","b":"2"}\n'
    rows, _ = read(data, 14)
    assert rows[-1]["b"] == "2"


def test_a_new_key_is_written_from_the_row_that_holds_it() -> None:
    data = b'{"a":"1"}\n{"a":"2"}\n{"a":"3","b":"x"}\n{"a":"4"}\n'
    rows, _ = read(data)
    assert [list(row) for row in rows] == [["a", LINE], ["a", LINE], ["a", "b", LINE], ["a", "b", LINE]]
    assert all(read(data, size)[0] == rows for size in (1, 7, 11, 23))


def test_each_corrupt_line_costs_only_itself() -> None:
    data = b'{"a":"1"}\n{bad\n\n[1]\n{"a":"\\ud800"}\n{"a":"\xff"}\n{"a":NaN}\n{"a":"2"}\n'
    rows, corrupt = read(data)
    assert [(row["a"], row[LINE]) for row in rows] == [("1", 1), ("2", 8)]
    assert corrupt == [
        ("line.corrupt", 2),
        ("row.blank", 3),
        ("line.corrupt", 4),
        ("line.corrupt", 5),
        ("line.encoding", 6),
        ("line.corrupt", 7),
    ]


def test_lists_stay_lists_and_a_single_text_is_one_item() -> None:
    rows, _ = read(b'{"tags":["a","b"]}\n{"tags":"c"}\n{"tags":null}\n', lists=frozenset(["tags"]))
    assert [row["tags"] for row in rows] == [["a", "b"], ["c"], None]


def asked(data: bytes, needs: str, size: int = 1 << 20, **options: object) -> tuple[list[dict[str, object]], object]:
    return read(data, size, needs=frozenset(needs.split()), **options)


def test_projection() -> None:
    rows, corrupt = asked(b'{"a":"1","b":"2"}\n{"a":"3","b":""}\n{"a":" ","b":null}\n{}\n', "b")
    assert rows == [{"b": "2", LINE: 1}, {"b": None, LINE: 2}]
    assert corrupt == [("row.blank", 3), ("row.blank", 4)]


def test_of_fields_not_asked_for_only_the_line_must_be_json() -> None:
    odd = [
        b'{"a":1.50,"b":"x","new":1}',
        b'{"b":"y","o":{"b":[1, 2]}}',
        b'{"b":"z","s":"\\ud800"}',
        b'{"b":"w","n":1e400}',
    ]
    rows, corrupt = asked(b"\n".join(odd), "b")
    assert [row["b"] for row in rows] == ["x", "y", "z", "w"]
    assert corrupt == []
    rows, corrupt = asked(b'{"b":"x"}\n{"b":"y","c":\n{"b":"\\ud800"}\n{"c":"1"}\n', "b")
    assert [row["b"] for row in rows] == ["x", None]
    assert corrupt == [("line.corrupt", 2), ("line.corrupt", 3)]


def test_a_field_asked_for_that_comes_late_is_there_from_its_row_on() -> None:
    data = b'{"z":"1"}\n{"z":"2","b":null,"c":""}\n{"z":"3","c":"x"}\n{"z":"4","b":"y"}\n'
    rows, _ = asked(data, "b c")
    assert [list(row) for row in rows] == [[LINE], [LINE], ["c", LINE], ["c", "b", LINE]]
    assert all(asked(data, "b c", size)[0] == rows for size in (1, 9, 30, 60))


def test_rows_without_the_field_asked_for_are_looked_at_by_another() -> None:
    lines = [f'{{"id":"{n}","b":null}}\n'.encode() for n in range(300)]
    reader = JsonlReader(needs=frozenset("b"))
    assert sum(chunk.frame.height for chunk in reader.chunks(iter([b"".join(lines), b'{"id":" ","b":""}\n']))) == 300
    assert reader.witness == "id"


@pytest.mark.parametrize("size", [1, 25, 1 << 20])
def test_of_a_key_given_twice_the_first_value_counts(size: int) -> None:
    data = b'{"a":"0","b":"0"}\n' + b'{"a":"1","a":"2","b":"3"}\n' * 3
    assert [row["a"] for row in read(data, size)[0]] == ["0", "1", "1", "1"]
    assert [row["a"] for row in asked(data, "a", size)[0]] == ["0", "1", "1", "1"]


@pytest.mark.parametrize("style", [(",", ":"), (", ", ": "), (" , ", " : "), (",\t", "\t:\t")])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_every_style_of_json_reads_alike(style: tuple[str, str], ascii_only: bool) -> None:
    given = [
        {"a": "1", "b": None, "t": 'say "x": null'},
        {"a": None, "b": "中\U0001f600", "t": "\\"},
        {"a": "3", "b": "x", "t": None, "late\\": "y"},
        {"a": "4", "b": "x", "late\\": None, "t": '\\":'},
    ]
    lines = [json.dumps(row, ensure_ascii=ascii_only, separators=style).encode() + b"\n" for row in given]
    for size in (1 << 20, 50):
        rows, corrupt = read(b"".join(lines), size)
        assert [{key: row.get(key) for key in record} for row, record in zip(rows, given, strict=True)] == given
        assert corrupt == []


def test_half_a_pair_of_surrogates_is_never_a_nul() -> None:
    data = b'{"a":"x"}\n{"a":"\\ud83d\\ude00"}\n{"a":"\\ud800"}\n{"a":"\\u0000"}\n'
    rows, corrupt = read(data)
    assert [row["a"] for row in rows] == ["x", "\U0001f600", "\0"]
    assert corrupt == [("line.corrupt", 3)]


def test_items_of_a_list_keep_their_literal() -> None:
    data = b'{"tags":["a"]}\n{"tags":["a",1.50,null,[1, 2]]}\n'
    for size in (1, 1 << 20):
        assert read(data, size, lists=frozenset(["tags"]))[0][1]["tags"] == ["a", "1.50", "[1,2]"]


ROW = st.dictionaries(
    st.sampled_from(["a", 'b"', "c:", "丁"]),
    st.one_of(st.none(), st.text(st.sampled_from('x":\\{}中\n'), max_size=5), st.booleans(), st.integers(-9, 10**20)),
)


@given(st.lists(ROW, max_size=10), st.integers(1, 80))
def test_same_records_in_any_block_size(rows: list[dict[str, object]], size: int) -> None:
    rows = [{"a": "1"}, *rows]
    data = b"".join(orjson.dumps(row, option=orjson.OPT_PASSTHROUGH_SUBCLASS) + b"\n" for row in _printable(rows))
    whole, corrupt = read(data)
    assert read(data, size) == (whole, corrupt)
    some = read(data, needs=frozenset("ab"))
    assert read(data, size, needs=frozenset("ab")) == some
    kept = {row[LINE]: row for row in some[0]}
    assert all(row.get("a") == kept[row[LINE]].get("a") for row in whole if row[LINE] in kept)
    blank = [row for row in whole if row[LINE] not in kept]
    assert [row[LINE] for row in blank] == [line for _, line in some[1]]
    assert not any((value or "").strip() for row in blank for key, value in row.items() if key != LINE)
    assert [row[LINE] for row in whole] == list(range(1, len(rows) + 1))


def _printable(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Rows orjson can write: it has no integers above 64 bits."""
    return [{k: v if not isinstance(v, int) or abs(v) < 2**63 else str(v) for k, v in row.items()} for row in rows]
