"""Numbers and flags of JSON read as such: the same values and the same side records as from their text."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cstools.io.formats.jsonl import JsonlReader
from cstools.io.source import Piece, together
from cstools.kernels.expr.cells import Reading, read_cells
from cstools.kernels.expr.literals import literal
from cstools.model import fields

TICKET = {name: one for name, one in fields.of("ticket").items() if literal(one) is not None}
FIELDS = ("handle_s", "refund_amount", "csat", "nps", "transfer_count", "is_spam", "sentiment")
"""One of each type: seconds, yuan, points, points in whole numbers, a count, a flag, a float."""
LITERALS = (
    "0", "-0", "-0.0", "1", "1.0", "2.5", "1e2", "1E+2", "1e-400", "5e-324", "0.1", "0.30000000000000004", "0.0005",
    "1.00005", "2.675", "100000000000", "100000000000.01", "-100000000001", "1e11", "1e12", "1e308", "1e400", "-3",
    "9007199254740993", "-9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551616",
    "123456789012345678901234567890", "true", "false", "null", '""', '" "', '"5"', '"5分"', '"1.50"', '"3.0"', '"NaN"',
    '"true"', '"是"', '"-"', "[1]", "[]", "{}", '{"a":1}', "01", "NaN", "1.",
)  # fmt: skip


def read(blocks: list[bytes], typed: bool) -> tuple[list[tuple[pl.DataFrame, list[object]]], set[str]]:
    """Each chunk after typing, with the side records of its cells and of its lines; the columns that came as text."""
    needs = frozenset(["ticket_id", *FIELDS])
    reader = JsonlReader(needs=needs, kind=(lambda _: "ticket") if typed else None)
    found: list[tuple[pl.DataFrame, list[object]]] = []
    texts = set[str]()
    for chunk in reader.chunks(iter(blocks)):
        texts |= {name for name, dtype in chunk.frame.schema.items() if dtype == pl.String}
        made = read_cells(chunk.placed("x").lazy(), Reading("ticket", "UTC"))
        lost = [] if made.rejects is None else made.rejects.collect().rows()
        found.append((made.rows.collect(), [*chunk.side("x").rows(), *lost]))
    return found, texts


def same(blocks: list[bytes]) -> set[str]:
    """Both ways give the same; the columns that one of them had as text."""
    (mine, texts), (known, _) = read(blocks, typed=True), read(blocks, typed=False)
    assert len(mine) == len(known)
    for (rows, sides), (others, other_sides) in zip(mine, known, strict=True):
        assert_frame_equal(rows, others, check_exact=True, check_column_order=False)
        assert sides == other_sides
    return texts


def line(**cells: str) -> bytes:
    return ("{" + ",".join(f'"{name}":{cell}' for name, cell in cells.items()) + "}\n").encode()


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("cell", LITERALS)
def test_a_cell_is_worth_the_same_as_its_text(name: str, cell: str) -> None:
    good = line(ticket_id='"T1"', **{**dict.fromkeys(FIELDS, "1"), "is_spam": "true"})
    same([line(ticket_id='"T0"', **{name: cell}), good])
    same([good, good + line(ticket_id='"T2"', **{name: cell}), good])


CELL = st.sampled_from(LITERALS[:31]) | st.floats(allow_nan=False, allow_infinity=False).map(repr)
CELL |= st.integers(-(10**20), 10**20).map(str) | st.decimals(-(10**12), 10**12, places=5).map(str)


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), CELL), min_size=1, max_size=4))
def test_any_numbers_are_worth_the_same_as_their_text(records: list[dict[str, str]]) -> None:
    same([line(ticket_id='"T1"', **record) for record in records])
    same([b"".join(line(ticket_id='"T1"', **record) for record in records)])


def test_numbers_are_not_made_text() -> None:
    assert same([line(ticket_id='"T1"', handle_s="2.5", is_spam="false", nps="9")]) == {"ticket_id"}


def test_the_kind_is_not_told_by_a_corrupt_line() -> None:
    assert "handle_s" in same([b"[1]\n", line(ticket_id='"T1"', handle_s="2.5")])


@pytest.mark.parametrize("name", sorted(TICKET))
def test_a_field_is_typed_as_its_text_would_be(name: str) -> None:
    found = literal(TICKET[name])
    assert found is not None
    text = pl.LazyFrame({name: pl.Series([None], dtype=pl.String)})
    assert found.dtype == read_cells(text, Reading("ticket", "UTC")).rows.collect_schema()[name]


def test_pieces_of_numbers_and_of_text_stay_apart() -> None:
    frames = [pl.DataFrame({"n": [1.0]}), pl.DataFrame({"n": [2.0]}), pl.DataFrame({"n": ["3.50"]})]
    found = list(together((Piece(frame, pl.DataFrame(), 0) for frame in frames), 1 << 20))
    assert [piece.rows["n"].to_list() for piece in found] == [[1.0, 2.0], ["3.50"]]
