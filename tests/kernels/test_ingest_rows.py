"""Ids and labels of an export: the quick looks at bytes find whatever looking at every cell would."""

from __future__ import annotations

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from cstools.kernels.expr.frames import blank
from cstools.kernels.expr.text import plain
from cstools.kernels.ingest.rows import ROUNDED, ids, no_nulls, no_totals
from cstools.model.words import NULLS, TOTALS


def wide(text: str) -> str:
    """Its signs as full-width ones."""
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


SPACES = " \t\u0085\u00a0\u1680\u2003\u2029\u202f\u205f\u3000"
WORDS = [
    "",
    "-",
    "N/A",
    wide("nuLL"),
    "－",
    "暂无",
    "??",
    "无",
    "小王",
    "T1",
    "1.2E+17",
    "=7",
    '="7"',
    "'8",
    "’9",
    wide("=7"),
    "9e5",
]
CELL = st.one_of(st.none(), st.sampled_from(WORDS), st.tuples(*[st.sampled_from(["", *SPACES])] * 2).map("x".join))
SPACED = st.tuples(st.sampled_from(["", *SPACES]), CELL, st.sampled_from(["", *SPACES]))
CELLS = st.lists(SPACED.map(lambda parts: None if parts[1] is None else "".join(map(str, parts))), max_size=4)


def texts(**columns: list[str | None]) -> pl.DataFrame:
    """Columns of text."""
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


@given(CELLS)
def test_words_for_nothing_and_spaces_at_the_ends_go(cells: list[str | None]) -> None:
    frame = texts(agent=cells, text=cells)
    word = pl.col("agent")
    wanted = frame.with_columns(pl.when(~plain(word).is_in(list(NULLS))).then(word.str.strip_chars()))
    assert no_nulls(frame, "ticket").rows() == wanted.rows()


@given(CELLS)
def test_wrapped_ids_are_bare_and_rounded_ones_are_told(cells: list[str | None]) -> None:
    frame = texts(ticket_id=cells)
    bare = frame.with_columns(pl.all().str.replace(r'^="?(.*?)"?$', "${1}").str.replace(r"^['’]", ""))
    lost = pl.col("ticket_id").str.contains(ROUNDED)
    rows, sides = ids(frame, "ticket")
    assert rows.rows() == bare.with_columns(pl.when(~lost).then(pl.col("ticket_id"))).rows()
    told = pl.concat(sides).collect()["__value"].to_list() if sides else []
    assert told == bare.filter(lost)["ticket_id"].to_list()


TOTAL = st.sampled_from(
    [None, "合计", "小计：", wide("TOTAL"), "Grand Total", "平均响应", "sum", " mean ", "T1", "客服"]
)


@given(st.lists(st.tuples(TOTAL, TOTAL), max_size=5))
@example([(None, "合计"), ("T1", None)])
def test_totals_are_told_by_the_first_cell_that_is_not_empty(cells: list[tuple[str | None, str | None]]) -> None:
    frame = texts(a=[a for a, _ in cells], b=[b for _, b in cells])
    first = plain(pl.coalesce("a", "b")).str.strip_chars(":： ").is_in(list(TOTALS)).fill_null(False)
    rows, dropped = no_totals(frame)
    assert rows.rows() == frame.filter(~first).rows()
    assert (0 if dropped is None else dropped.collect().height) == frame.filter(first).height


@given(CELLS, CELLS)
def test_blank_rows_hold_nothing_but_spaces(a: list[str | None], b: list[str | None]) -> None:
    size = min(len(a), len(b))
    frame = texts(a=a[:size], b=b[:size])
    # As before: text that begins with a sign above the space is taken for something.
    wanted = [all(not cell or (not cell.strip() and cell < "!") for cell in row) for row in frame.rows()]
    assert blank(frame).to_list() == wanted
