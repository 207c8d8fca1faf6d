"""Values in the form they are compared in, and how alike two of them are."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.kernels.dedupe.explain import level_of
from cstools.kernels.dedupe.forms import NONE, coded, column, compared, form
from cstools.kernels.dedupe.grams import FEW, KEPT, rare, sequences
from cstools.kernels.dedupe.likeness import MANY, level, levels, same
from cstools.kernels.dedupe.sound import sounds
from cstools.model.linkage import KINDS, parse


def seen(kind: str, one: object, other: object) -> list[str]:
    """The levels of two values, of an address those of its words and its numbers."""
    frame = pl.DataFrame({"x": [one, other]}, strict=False)
    ends = np.array([0], np.uint32), np.array([1], np.uint32)
    return [
        level_of(part.on.kind, int(levels(part, *ends)[0])).id
        for part in compared(column(frame, parse(f"x:{kind}")[0]))
    ]


def formed(kind: str, values: list[str | None] | pl.Series) -> list[str | None]:
    frame = pl.DataFrame({"x": values}) if isinstance(values, pl.Series) else pl.DataFrame({"x": pl.Series(values)})
    return frame.select(form("x", frame.schema["x"], KINDS[kind])).to_series().to_list()


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("exact", " Ａ １ b ", "a1b"),
        ("exact", "——", None),
        ("name", "张伟先生", "张伟"),
        ("name", "张伟 女士", "张伟"),
        ("name", "李老师", "李"),
        ("name", "Mr. John  Smith", "john smith"),
        ("name", "O'Neil, Ann", "oneil ann"),
        ("name", "先生", "先生"),  # a title alone is all there is
        ("name", "drake", "drake"),  # begins with dr, is no title
        ("name", "  ", None),
        ("name", "？？", None),
        ("phone", "+86 138-1234-5678", "13812345678"),
        ("phone", "0086 138 1234 5678", "13812345678"),
        ("phone", "\uff0b\uff18\uff16 138-1234-5678", "13812345678"),
        ("phone", "+86 138****5678", "138****5678"),
        ("phone", "8621 6234 5678", "862162345678"),  # only of a mobile is 86 surely the country
        ("phone", "0571-87654321转802", "057187654321"),
        ("phone", "010-62345678 ext. 12", "01062345678"),
        ("phone", "无", None),
        ("address", "浙江省杭州市文一西路12号5栋1203室", "浙江杭州文一西 12 5 1203"),
        ("address", "浙江 杭州 文一西12-5-1203", "浙江杭州文一西 12 5 1203"),
        ("address", "１２ Main Street, Suite 5", "12 main st ste 5"),
        ("address", "-", None),
        ("text", "还没，发货！！", "还没发货"),
        ("text", "OK  ok", "okok"),
        ("date", "2025-10-01", "20251001"),
        ("date", "2025/10/1", "20251001"),
        ("date", "2025年10月1日", "20251001"),
        ("date", "2025-10-01 23:59:59", "20251001"),
        ("date", "20251001", "20251001"),
        ("date", "不详", None),
        ("number", "SF-00 12.5", "sf0012.5"),
        ("number", "——", None),
        ("number", None, None),
    ],
)
def test_values_in_their_form(kind: str, value: str | None, wanted: str | None) -> None:
    assert formed(kind, pl.Series([value], dtype=pl.String)) == [wanted]


@pytest.mark.parametrize(
    ("kind", "values", "wanted"),
    [
        ("date", pl.Series([date(2025, 10, 1), None]), ["20251001", None]),
        ("date", pl.Series([datetime(2025, 10, 1, 23, 59)]), ["20251001"]),
        ("exact", pl.Series([datetime(2025, 10, 1, 23, 59)]), ["20251001"]),
        ("number", pl.Series([1804974, None]), ["1804974", None]),
        ("number", pl.Series([12.5]), ["12.5"]),
        ("phone", pl.Series([13812345678]), ["13812345678"]),
        ("exact", pl.Series([True, False]), ["true", "false"]),
        ("exact", pl.Series([None, None]), [None, None]),
        ("name", pl.Series([["ann", None, "smith"], [], None]), ["ann smith", None, None]),
        ("exact", pl.Series(["a", None], dtype=pl.Categorical), ["a", None]),
    ],
)
def test_typed_values_in_their_form(kind: str, values: pl.Series, wanted: list[str | None]) -> None:
    assert formed(kind, values) == wanted


LEVELS = [
    ("exact", "A 1", "Ａ１", "same"),
    ("exact", "a", "b", "other"),
    ("exact", "a", None, "empty"),
    ("exact", None, None, "empty"),
    ("exact", "13*", "138", "masked"),
    ("exact", "13*", "148", "other"),
    ("exact", "***", "138", "empty"),
    ("name", "张伟先生", "张伟", "same"),
    ("name", "Mr Smith", "smith", "same"),
    ("name", "O'Neil", "ONEIL", "same"),
    ("name", "王", "王小丽花花花花", "begins"),
    ("name", "张伟", "章玮", "sound"),
    ("name", "王丽", "汪莉", "sound"),
    ("name", "张伟", "张三", "other"),
    ("name", "李", "王丽", "other"),
    ("name", "张*", "张伟", "masked"),
    ("name", "*伟", "张伟", "masked"),
    ("name", "张*", "李伟", "other"),
    ("name", "**", "张伟", "empty"),
    ("name", "jonathan", "jonathon", "close"),
    ("name", "martha", "marhta", "close"),
    ("name", "王伟", "王伟强", "near"),
    ("name", "jones", "johnson", "alike"),
    ("name", "ann", "bob", "other"),
    ("name", "ann oneil", "oneil ann", "close"),
    ("name", "van der berg", "vanderberg", "close"),
    ("name", "deli cafe", "the deli cafe", "within"),
    ("phone", "+86 138-1234-5678", "13812345678", "same"),
    ("phone", "13812345678", "13812345679", "digit"),
    ("phone", "13812345678", "1381234567", "digit"),
    ("phone", "13812345678", "13812345687", "digit"),
    ("phone", "13812345678", "13812346789", "other"),
    ("phone", "021-62345678", "62345678", "tail"),
    ("phone", "0571-87654321", "0571-87654321转802", "same"),
    ("phone", "12345", "2345", "empty"),
    ("phone", "138****5678", "13812345678", "masked"),
    ("phone", "138****5678", "13812345679", "other"),
    ("phone", "138****5678", "138****5678", "masked"),
    ("phone", "[手机]", "[手机]", "empty"),
    ("text", "还没发货！", "还没发货", "same"),
    ("text", "怎么还没有发货啊", "怎么还没有发货", "close"),
    ("text", "怎么还没有发货", "怎么还不发货", "near"),
    ("text", "怎么还没有发货", "我的货怎么没有到", "alike"),
    ("text", "我的快递到哪里了", "我要退款退货退钱", "other"),
    ("date", "2025-10-01", "2025年10月1日", "same"),
    ("date", "2025-10-01", "2025-10-02", "digit"),
    ("date", "2025-03-12", "2025-12-03", "digit"),
    ("date", "2025-10-11", "2025-10-22", "digits"),
    ("date", "2025-03-12", "2024-12-03", "other"),
    ("date", "2025-10-01", "1999-05-23", "other"),
    ("number", "A-001", "a001", "same"),
    ("number", "1804974", "1804975", "digit"),
    ("number", "1804974", "1804947", "digit"),
    ("number", "1804974", "1804985", "digits"),
    ("number", "1804974", "9999999", "other"),
    ("number", "18*4974", "1804974", "masked"),
]


@pytest.mark.parametrize(("kind", "one", "other", "wanted"), LEVELS)
def test_levels_of_likeness(kind: str, one: str | None, other: str | None, wanted: str) -> None:
    assert seen(kind, one, other) == [wanted]
    assert seen(kind, other, one) == [wanted]


@pytest.mark.parametrize(
    ("one", "other", "words", "numbers"),
    [
        ("文一西路12号5栋1203室", "文一西路12-5-1203", "same", "same"),
        ("12号5栋1203室", "12-5-1203", "empty", "same"),
        ("浙江省杭州市西湖区文一西路12号5栋1203室", "浙江杭州西湖文一西１２号5幢1203", "same", "same"),
        ("浙江省杭州市文一西路12号5栋1203室", "杭州文一西路12号5栋1203室", "close", "same"),
        ("文一西路12号5栋1203室", "文一西路12号5栋1204室", "same", "some"),
        ("文一西路12号", "文一西路14号", "same", "other"),
        ("文一西路12号5栋", "文一西路12号", "same", "part"),
        ("文一西路12号5栋1203室", "绿城花园5栋1203室", "other", "part"),
        ("文一西路", "文一西路12号", "same", "empty"),
        ("文一西路12号", "北京市朝阳区建国路88号", "other", "other"),
        ("12 Main Street", "12 main st", "same", "same"),
        ("12 Main Street", "Main St. 12", "same", "same"),
        ("100 North Oak Avenue Suite 5", "5 n oak ave 100", "close", "whole"),
        ("12 Main Street", "12 Main Street Apt 3", "close", "part"),
        ("435 s. la cienega blv.", "435 s. la cienega blvd.", "close", "same"),
        ("文一西路12号", None, "empty", "empty"),
    ],
)
def test_words_and_numbers_of_addresses(one: str | None, other: str | None, words: str, numbers: str) -> None:
    assert seen("address", one, other) == [words, numbers]
    assert seen("address", other, one) == [words, numbers]


def test_every_level_of_every_kind_is_in_the_tables() -> None:
    shown = {(kind, wanted) for kind, _, _, wanted in LEVELS}
    levels_ = {(name, one.id) for name, kind in KINDS.items() for one in kind.levels if not kind.also}
    assert levels_ <= shown


VALUE = st.text(alphabet="张章伟王 ab12*", max_size=8)


@settings(max_examples=100)
@given(kind=st.sampled_from(sorted(KINDS)), values=st.lists(VALUE, min_size=2, max_size=12))
def test_likeness_has_no_order_and_masked_values_are_never_the_same(kind: str, values: list[str]) -> None:
    frame = pl.DataFrame({"x": values})
    left, right = (ends.astype(np.uint32) for ends in np.triu_indices(len(values), 1))
    for part in compared(column(frame, parse(f"x:{kind}")[0])):
        found = levels(part, left, right)
        assert np.array_equal(found, levels(part, right, left))
        assert found.min() >= -1
        assert found.max() <= same(part.on.kind)
        one, other = part.codes[left], part.codes[right]
        assert np.array_equal(found == -1, (one == NONE) | (other == NONE))
        for at in np.flatnonzero(found == same(part.on.kind)):
            assert one[at] == other[at]
            assert not part.masked[one[at]]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_one_value_beside_many_is_measured_as_pair_by_pair(kind: str) -> None:
    """From MANY values on they are compared another way."""
    rng = np.random.default_rng(3)
    others = pl.Series(["".join(rng.choice(list("张王12345 ab"), 6)) for _ in range(MANY + 9)])
    one = pl.Series(["张王 123a"] * len(others))
    together = level(KINDS[kind], one, others)
    alone = [int(level(KINDS[kind], one[:1], others[at : at + 1])[0]) for at in range(len(others))]
    assert together.tolist() == alone


@given(values=st.lists(st.one_of(st.none(), VALUE), max_size=20))
def test_codes_are_places_of_sorted_values(values: list[str | None]) -> None:
    words, codes = coded(pl.Series(values, dtype=pl.String))
    assert words.to_list() == sorted({value for value in values if value is not None})
    assert [None if code == NONE else words[int(code)] for code in codes] == values


def test_shares_are_of_records_that_have_a_value() -> None:
    made = column(pl.DataFrame({"x": ["a", "a", "b", None]}), parse("x")[0])
    assert made.share.tolist() == pytest.approx([2 / 3, 1 / 3])
    assert made.values.to_list() == ["a", "a", "b", None]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [("张伟", "章玮", True), ("王丽", "汪莉", True), ("张伟", "张三", False), ("ann李", "ann里", True)],
)
def test_names_that_sound_the_same(one: str, other: str, equal: bool) -> None:
    said = sounds(pl.Series([one, other]))
    assert (said[0] == said[1]) is equal


def test_sequences_never_run_from_one_text_into_the_next() -> None:
    rows, hashes = sequences(pl.Series(["abcd", "efgh", "abc", None, "", "xabcd"]))
    assert rows.tolist() == [0, 1, 5, 5]
    assert len(set(hashes.tolist())) == 3


def test_common_sequences_find_nothing_and_few_are_kept() -> None:
    rows, _ = rare(pl.Series(["怎么还没发货"] * (FEW + 1)))
    assert not len(rows)
    rows, _ = rare(pl.Series(["我家住在杭州文一西路十二号"] * 2))
    assert np.bincount(rows).tolist() == [KEPT, KEPT]


def test_sequences_held_are_bounded_and_equal_texts_still_meet() -> None:
    texts = pl.Series([f"第{n // 2}个很长很长的文本，写了{n // 2 * 7919}个字" for n in range(400)])
    every, _ = sequences(texts)
    rows, hashes = sequences(texts, held=len(every) // 4)
    assert 0 < len(rows) < len(every) / 2
    found = pl.DataFrame({"row": rows, "key": hashes}).group_by("row").agg(pl.col("key").sort()).sort("row")
    sets = dict(found.rows())
    assert all(sets.get(n) == sets.get(n + 1) for n in range(0, 400, 2))
