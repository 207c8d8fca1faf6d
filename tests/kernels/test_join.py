"""cs-join: no row more or less, nothing guessed, every key without an answer known."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.errors import CsError, Failure, Usage
from cstools.kernels.expr.frames import dtypes
from cstools.kernels.join import Ask, Lookup, Sheet, prepare, stage, unmatched
from cstools.kernels.stage import LINE
from cstools.model import fields

DAY = datetime(2025, 10, 1)


def table(*rows: tuple[Any, ...], names: str = "account team valid_from valid_to") -> Sheet:
    columns = names.split()
    made = pl.DataFrame([row[: len(columns)] for row in rows], schema=dict.fromkeys(columns, pl.String), orient="row")
    return Sheet(made.with_columns(pl.int_range(2, len(rows) + 2, dtype=pl.Int64).alias(LINE)), "a.xlsx")


def ask(**how: Any) -> Ask:
    given_ = {"on": ("account",), "keys": ("account",), "add": ("team",), "valid": ("valid_from", "valid_to")}
    return Ask(**{**given_, **how})


def joined(lookup: Lookup, *rows: tuple[Any, ...], names: str = "account created_at") -> list[tuple[Any, ...]]:
    types = dtypes("ticket")
    columns = names.split()
    frame = pl.DataFrame(rows, schema={name: types.get(name, pl.String()) for name in columns}, orient="row")
    return stage(lookup).apply(frame.lazy()).rows.collect().rows()


def counts(lookup: Lookup, frame: pl.DataFrame) -> dict[str, int]:
    made = stage(lookup).apply(frame.lazy()).counts
    assert made is not None
    return {name: n for name, n in made.collect().rows() if n}


@pytest.mark.parametrize(
    ("at", "wanted"),
    [
        ("2025-09-30 23:59:59.999999", "售后"),
        ("2025-10-01 00:00:00", "售前"),
        ("2024-12-31 23:59:59", None),
        ("2025-12-31 23:59:59", "售前"),
        ("2026-01-01 00:00:00", None),
    ],
)
def test_both_ends_of_a_window_are_whole_days(at: str, wanted: str | None) -> None:
    rows = table(("a", "售后", "2025-01-01", "2025年9月30日"), ("a", "售前", "2025/10/1", "2025-12-31"))
    when = datetime.fromisoformat(at)
    assert joined(prepare(rows, ask()), ("a", when)) == [("a", when, wanted)]


@pytest.mark.parametrize("end", ["", "-", "至今", "9999-12-31", "2199-12-31"])
@pytest.mark.parametrize("start", ["", "2025-01-01"])
def test_an_end_may_be_open(start: str, end: str) -> None:
    assert joined(prepare(table(("a", "x", start, end)), ask()), ("a", DAY))[0][-1] == "x"


def test_an_end_with_a_clock_is_that_moment() -> None:
    made = prepare(table(("a", "x", "2025-10-01 08:00", "2025-10-01 18:00:00")), ask())
    at = [datetime(2025, 10, 1, 7, 59, 59), datetime(2025, 10, 1, 8), datetime(2025, 10, 1, 18)]
    late = datetime(2025, 10, 1, 18, 0, 1)
    assert [row[-1] for row in joined(made, *(("a", time) for time in [*at, late]))] == [None, "x", "x", None]


def test_without_an_end_a_row_holds_until_the_next_begins() -> None:
    rows = table(("a", "new", "2025-10-01"), ("a", "old", "2025-01-01"), names="account team valid_from")
    made = prepare(rows, ask(valid=("valid_from", None)))
    assert [row[-1] for row in joined(made, ("a", DAY), ("a", DAY - timedelta(seconds=1)))] == ["new", "old"]


def test_without_a_start_a_row_holds_until_its_end() -> None:
    rows = table(("a", "x", "2025-09-30"), names="account team valid_to")
    made = prepare(rows, ask(valid=(None, "valid_to")))
    assert [row[-1] for row in joined(made, ("a", DAY), ("a", DAY - timedelta(seconds=1)))] == [None, "x"]


@pytest.mark.parametrize(
    ("rows", "valid", "lines"),
    [
        ([("a", "x"), ("b", "y"), ("a", "z")], None, (2, 4)),
        ([("a", "x", "", "2025-10-01"), ("a", "z", "2025-10-01", "")], ("valid_from", "valid_to"), (2, 3)),
        (
            [("a", "x", "2025-01-01", ""), ("a", "y", "2025-02-01", "2025-03-01"), ("b", "y", "", "")],
            ("valid_from", "valid_to"),
            (2, 3),
        ),
        (
            [
                ("a", "x", "2025-01-01", "2025-12-31"),
                ("a", "y", "2025-02-01", "2025-02-02"),
                ("a", "z", "2025-06-01", ""),
            ],
            ("valid_from", "valid_to"),
            (2, 3),
        ),
        ([("a", "x", "2025-01-01"), ("a", "y", "2025/1/1")], ("valid_from", None), (2, 3)),
    ],
)
def test_two_answers_are_an_error_that_names_both_lines(rows: Any, valid: Any, lines: tuple[int, int]) -> None:
    padded = [(*row, "", "", "")[:4] for row in rows]
    with pytest.raises(Failure) as caught:
        prepare(table(*padded), ask(valid=valid))
    assert caught.value.key == "join.ambiguous"
    assert (caught.value.params["value"], caught.value.params["line"], caught.value.params["other"]) == ("a", *lines)
    first = prepare(table(*padded), ask(valid=valid, first=True))
    assert joined(first, ("a", datetime(2025, 10, 1)))[0][-1] in ("x", "z")


def test_the_first_of_two_windows_holds_where_they_meet() -> None:
    rows = table(("a", "x", "2025-03-01", "2025-03-31"), ("a", "y", "2025-01-01", ""))
    made = prepare(rows, ask(first=True))
    times = [datetime(2025, 1, 1), datetime(2025, 3, 1), datetime(2025, 3, 31, 23), datetime(2025, 4, 1)]
    assert [row[-1] for row in joined(made, *(("a", time) for time in times))] == ["y", "x", "x", "y"]


def test_rows_that_say_the_same_are_one() -> None:
    assert prepare(table(("a", "x"), (" a", "x"), names="account team"), ask(valid=None)).rows.height == 1


@pytest.mark.parametrize(
    ("rows", "key", "value"),
    [
        ([("a", "x", "2025-13-01", "")], "join.date", "2025-13-01"),
        ([("a", "x", "2025-02-01", "2025-01-01")], "join.backwards", None),
        ([("1.23456789012346E+17", "x", "", "")], "join.rounded", "1.23456789012346E+17"),
    ],
)
def test_a_table_that_cannot_be_used_says_where(rows: Any, key: str, value: str | None) -> None:
    with pytest.raises(CsError) as caught:
        prepare(table(("b", "y", "", ""), *rows), ask())
    assert (caught.value.key, caught.value.params["line"]) == (key, 3)
    assert caught.value.params.get("value") == value


def test_keys_are_compared_as_text_without_their_ends() -> None:
    made = prepare(table(('="007"', "x"), ("'8", "y"), (" c ", "z"), ("", "no"), names="account team"), ask(valid=None))
    wanted = {"007": "x", "8": "y", "c": "z", " 007 ": "x", "7": None, "C": None, "": None, " ": None}
    assert dict(joined(made, *((key,) for key in wanted), names="account")) == wanted
    assert made.idle == (5,)


def test_a_number_is_compared_as_it_is_written() -> None:
    made = prepare(table(("3", "x"), names="severity team"), ask(on=("severity",), keys=("severity",), valid=None))
    assert joined(made, (3,), (4,), names="severity") == [(3, "x"), (4, None)]


def test_two_keys_match_together() -> None:
    rows = table(("s1", "a", "x"), ("s2", "a", "y"), names="shop account team")
    made = prepare(rows, ask(on=("shop", "account"), keys=("shop", "account"), valid=None))
    got = joined(made, ("s2", "a"), ("s1", "a"), (None, "a"), ("s1", None), names="shop account")
    assert [row[-1] for row in got] == ["y", "x", None, None]


@pytest.mark.parametrize(("replace", "wanted", "word"), [(False, "own", "kept"), (True, "x", "replaced")])
def test_a_value_of_the_records_own(replace: bool, wanted: str, word: str) -> None:
    made = prepare(table(("a", "x"), ("b", ""), names="account team"), ask(valid=None, replace=replace))
    empty = made.rows.with_columns(pl.col("__new_team").replace({"": None}))
    made = Lookup(made.ask, empty)
    frame = pl.DataFrame({"account": ["a", "a", "a", "b"], "team": ["own", None, "x", "own"]})
    got = stage(made).apply(frame.lazy()).rows.collect()["team"].to_list()
    assert got == [wanted, "x", "x", "own"]
    assert [n for name, n in counts(made, frame).items() if word in name] == [1]


def test_a_field_of_the_table_takes_the_type_it_has_in_the_records() -> None:
    sheet = Sheet(pl.DataFrame({"account": ["a"], "csat": [5.0], LINE: [2]}), "a.xlsx")
    made = prepare(sheet, ask(add=("csat",), valid=None))
    assert joined(made, ("a", None), names="account csat") == [("a", 5.0)]
    texts = stage(made).apply(pl.LazyFrame({"account": ["a"], "csat": ["4"]})).rows.collect()
    assert texts.rows() == [("a", "4")]


def test_counts_say_what_became_of_every_row() -> None:
    made = prepare(table(("a", "x", "", "")), ask())
    frame = pl.DataFrame({"account": ["a", "b", None, "a"], "created_at": [DAY, DAY, DAY, None]})
    assert counts(made, frame) == {"matched": 1, "unmatched": 1, "without account or created_at": 2}


def test_keys_without_a_match_say_why_and_what_was_meant() -> None:
    made = prepare(table(("客服01", "x", "2026-01-01", ""), ("B", "y", "", "")), ask())
    frame = pl.DataFrame({"account": ["Ｂ", "客服01", "c", "c", None, "B"], "created_at": [DAY] * 6})
    found = stage(made).apply(frame.lazy()).found
    assert found is not None
    assert unmatched(found.collect(), made).rows() == [
        ("c", 2, "unknown", None),
        ("客服01", 1, "dates", None),
        ("Ｂ", 1, "unknown", "B"),
    ]


@pytest.mark.parametrize("dated", [True, False])
def test_nothing_in_is_nothing_out(dated: bool) -> None:
    made = prepare(table(("a", "x", "", "")), ask(valid=("valid_from", "valid_to") if dated else None))
    assert joined(made) == []


@pytest.mark.parametrize("dated", [True, False])
def test_a_field_that_comes_later_is_no_key_yet(dated: bool) -> None:
    made = prepare(table(("a", "x", "", "")), ask(valid=("valid_from", "valid_to") if dated else None))
    assert joined(made, ("1",), ("2",), names="ticket_id") == [("1", None), ("2", None)]


@pytest.mark.parametrize(("on", "at"), [("acount", None), ("account", "when")])
def test_a_slip_of_the_pen_is_named(on: str, at: str | None) -> None:
    made = prepare(table(("a", "x", "", "")), ask(on=(on,), at=at))
    with pytest.raises(Usage) as caught:
        joined(made, ("a", DAY))
    assert caught.value.key == "field.unknown"


def test_a_time_must_be_one() -> None:
    with pytest.raises(Usage, match=r"join\.at"):
        joined(prepare(table(("a", "x", "", "")), ask(at="channel")), ("a", "b"), names="account channel")


def test_one_name_has_one_type_in_all_kinds_but_one() -> None:
    """A table is typed by one kind and joined to another."""
    types: dict[str, set[str]] = {}
    for kind in fields.KINDS:
        for name, one in dtypes(kind).items():
            types.setdefault(name, set()).add(str(one))
    assert {name for name, found in types.items() if len(found) > 1} <= set()


KEYS = st.sampled_from(["a", "b", "c", None, " a", "A"])
DAYS = st.integers(0, 9)
WINDOWS = st.lists(st.tuples(st.sampled_from("abc"), DAYS, DAYS), max_size=8)


def holding(rows: list[tuple[str, int, int]], key: str | None, day: int | None) -> int | None:
    """The first row of the table that holds, found the slow way."""
    if key is None or day is None:
        return None
    return next((at for at, (own, start, end) in enumerate(rows) if own == key.strip() and start <= day <= end), None)


@given(WINDOWS, st.lists(st.tuples(KEYS, st.one_of(st.none(), DAYS)), max_size=12), st.integers(1, 5))
def test_as_the_slow_way_says_in_any_chunks(rows: Any, asked: Any, size: int) -> None:
    rows = [(key, *sorted(ends)) for key, *ends in rows]
    origin = datetime(2025, 10, 1)
    texts = [
        (key, f"row {at}", *(f"{origin + timedelta(days=n):%Y-%m-%d}" for n in ends))
        for at, (key, *ends) in enumerate(rows)
    ]
    sheet = table(*texts)
    frame = pl.DataFrame(
        [(key, None if day is None else origin + timedelta(days=day, hours=23)) for key, day in asked],
        schema={"account": pl.String, "created_at": pl.Datetime("us")},
        orient="row",
    )
    made = stage(prepare(sheet, ask(first=True)))
    got = made.apply(frame.lazy()).rows.collect()
    assert got.select("account", "created_at").equals(frame)
    wanted = [holding(rows, key, day) for key, day in asked]
    assert got["team"].to_list() == [None if at is None else f"row {at}" for at in wanted]
    parts = [made.apply(part.lazy()).rows.collect() for part in frame.iter_slices(size)]
    assert not parts or pl.concat(parts).equals(got)
