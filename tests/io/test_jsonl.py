"""JSONL in blocks: keys that come late, literals kept, corrupt lines alone."""

from __future__ import annotations

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


def test_projection() -> None:
    chunk = next(iter(JsonlReader().chunks(iter([b'{"a":"1","b":"2"}\n{"a":"3","b":""}\n'])))).only({"b"})
    assert chunk.placed("x").drop("__file").rows() == [("2", 1), (None, 2)]


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
    assert [row[LINE] for row in whole] == list(range(1, len(rows) + 1))


def _printable(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Rows orjson can write: it has no integers above 64 bits."""
    return [{k: v if not isinstance(v, int) or abs(v) < 2**63 else str(v) for k, v in row.items()} for row in rows]
