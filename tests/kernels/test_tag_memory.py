"""Remembered answers: those of asking anew, however the texts come."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cstools.kernels import tag
from cstools.kernels.tag import memory, sieve
from cstools.kernels.tag.memory import Memory
from cstools.kernels.tag.script import LONG, NUMBER, shortened
from cstools.model.taxonomy import load, parse

TEXTS = st.lists(st.one_of(st.none(), st.sampled_from("abcdefgh"), st.text(max_size=3)), max_size=30)


class Counting:
    """Answers with the text, and counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: pl.Series) -> pl.DataFrame:
        self.asked += texts.to_list()
        return pl.DataFrame({"said": texts, "size": texts.str.len_bytes()})


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=6))
def test_every_text_is_asked_for_once_and_answered_each_time(chunks: list[list[str | None]]) -> None:
    ask = Counting()
    known = Memory(ask)
    for chunk in chunks:
        assert known(pl.Series(chunk, dtype=pl.String))["said"].to_list() == chunk
    assert len(ask.asked) == len(set(ask.asked))


def test_it_forgets_and_answers_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("BITS", 6), ("MOST", 32), ("PART", 8)):
        monkeypatch.setattr(memory, name, value)
    known = Memory(Counting())
    texts = pl.Series([str(n % 37) for n in range(500)] + [None])
    assert known(texts)["said"].to_list() == texts.to_list()
    assert known.known.height <= 32


def test_a_collision_of_one_hash_is_told_by_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    class Poor(pl.Series):
        def hash(self, seed: int = 0, *rest: int) -> pl.Series:  # type: ignore[override]
            return super().hash(seed) * (seed > 0)

        def drop_nulls(self) -> pl.Series:
            return Poor(super().drop_nulls())

    known = Memory(Counting())
    assert known(Poor(["a", "b", "a", "c"]))["said"].to_list() == ["a", "b", "a", "c"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="0123456789退款单号，k", max_size=24), min_size=1, max_size=8))
def test_a_long_number_is_read_as_what_stands_for_it(texts: list[str]) -> None:
    tree = load()
    told, short = (
        tag.stage(tree).apply(pl.LazyFrame({"text": said})).rows.collect().drop("text")
        for said in (texts, shortened(pl.Series(texts)))
    )
    assert_frame_equal(told, short)
    why = tag.stage(tree, explain=True).apply(pl.LazyFrame({"text": texts})).rows.collect()
    assert_frame_equal(told, why.drop("text", "tag_words"))


def test_a_phrase_may_hold_a_long_number() -> None:
    tree = parse('[[tag]]\npath = "a"\nseverity = 1\nany = "4006123"\nnear = ["单 4 查"]\n')
    texts = ["拨打4006123", "拨打14006123", "单12345678901234567890查", "单1234567890123查", "单一二三四五查"]
    found = tag.stage(tree).apply(pl.LazyFrame({"text": texts})).rows.collect()
    assert found["topic"].to_list() == ["a", None, "a", "a", None]
    assert shortened(pl.Series(["1" * 30]))[0] == chr(NUMBER) * LONG


FEW_WORDS = parse(
    '[[tag]]\npath = "a"\nseverity = 1\nany = "退款 app 没有"\n'
    '[[tag]]\npath = "b"\nseverity = 2\nnear = ["快递 3 慢"]\n'
    '[[tag]]\npath = "c"\nseverity = 3\nall = "发票 抬头"\nnot = "不要"\n'
)
"""Few enough words to be sifted."""


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.none(),
            st.text(alphabet="退款aApPＡ\uff50P快递慢很发票抬头不要木有法é①㎏ﾀ１2\n，😀", max_size=12),
        ),
        max_size=12,
    )
)
def test_sifting_loses_nothing(texts: list[str | None]) -> None:
    lf = pl.LazyFrame({"text": texts}, schema={"text": pl.String})
    sifted = tag.stage(FEW_WORDS, sentiment=False).apply(lf).rows.collect()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sieve, "FEW", 0)
        assert_frame_equal(tag.stage(FEW_WORDS, sentiment=False).apply(lf).rows.collect(), sifted)
