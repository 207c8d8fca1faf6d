"""Hashed n-grams: every n-gram once in its slot, sums that no split of the texts changes."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.kernels.tag.learn import grams
from cstools.kernels.tag.learn.codes import END, codes
from cstools.kernels.tag.learn.grams import MIX, NOWHERE, blocks, sums, touched

BITS = 12
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)


def slots_of(text: str) -> Counter[int]:
    """The slots of one text, hashed one n-gram at a time in plain Python."""
    signs = [int(code) for code in codes(pl.Series([text]))[:-2]]
    word = (1 << 32) - 1
    found: Counter[int] = Counter()
    one, two, three, four, five = (int(number) for number in MIX)
    for at in range(len(signs)):
        key = signs[at] * one & word
        run = [key]
        for gap, inner, outer in ((1, two, three), (2, one, two), (3, four, three), (4, five, one)):
            if at + gap < len(signs):
                key = ((key ^ (signs[at + gap] * inner & word)) * outer) & word
                run.append(key)
        for size, value in enumerate(run, 1):
            part = signs[at : at + size]
            latin = all(sign < 128 and sign != END for sign in part)
            whole = END not in part[1:-1] and any(sign != END for sign in part)
            if whole and (size <= 3 or latin):
                found[value >> (32 - BITS)] += 1
    found.pop(NOWHERE, None)
    return found


@given(st.lists(TEXT, min_size=1, max_size=6))
@settings(max_examples=80, deadline=None)
def test_every_n_gram_is_in_its_slot(texts: list[str]) -> None:
    rows, slots = touched(pl.Series(texts), BITS)
    for at, text in enumerate(texts):
        assert Counter(slots[rows == at].tolist()) == slots_of(text), text


@given(st.lists(TEXT, min_size=1, max_size=8), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_sums_are_those_of_the_slots_for_any_split(texts: list[str], wide: int) -> None:
    table = np.random.default_rng(7).integers(-127, 128, (1 << BITS, wide)).astype(np.int16)
    table[NOWHERE] = 0
    totals, counts = sums(pl.Series(texts), table, BITS)
    one_by_one = [sums(pl.Series([text]), table, BITS) for text in texts]
    assert totals.tolist() == [one[0][0].tolist() for one in one_by_one]
    assert counts.tolist() == [int(one[1][0]) for one in one_by_one]
    for text, total in zip(texts, totals, strict=True):
        said = [table[slot].astype(int) * n for slot, n in slots_of(text).items()]
        assert total.tolist() == np.sum(said, axis=0).tolist() if said else not total.any()


def test_blocks_split_long_input_and_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = pl.Series([f"第{n}条，物流很慢 order {n}" for n in range(50)])
    table = np.random.default_rng(1).integers(-127, 128, (1 << BITS, 1)).astype(np.int16)
    table[NOWHERE] = 0
    whole = sums(texts, table, BITS)
    monkeypatch.setattr(grams, "BLOCK", 40)
    assert len(list(blocks(texts, 40))) > 10
    assert [part.tolist() for part in sums(texts, table, BITS)] == [part.tolist() for part in whole]
    assert [part.tolist() for part in touched(texts, BITS)] == [part.tolist() for part in touched(texts, BITS)]


@pytest.mark.parametrize(
    ("a", "b"),
    [("ＡＢ１２", "ab12"), ("好  的", "好,的"), ("好。。。的", "好，的"), ("好\n的", "好 的"), ("Ａ\u3000b", "a b")],
)
def test_what_is_written_otherwise_is_the_same(a: str, b: str) -> None:
    assert codes(pl.Series([a])).tolist() == codes(pl.Series([b])).tolist()


@pytest.mark.parametrize("text", ["", "\n", "\x00", "😀👍", "a" * 1_000_000, "慢" * 300_000, "\ud7ff", "é\u0301"])
def test_odd_texts_are_summed(text: str) -> None:
    table = np.ones((1 << BITS, 1), dtype=np.int16)
    totals, counts = sums(pl.Series([text, "好"]), table, BITS)
    assert totals.shape == (2, 1)
    assert counts[1] == 4
    assert (counts[0] == 0) == (text in ("", "\n", "\x00"))


def test_no_texts_have_no_sums() -> None:
    totals, counts = sums(pl.Series([], dtype=pl.String), np.ones((4, 3), dtype=np.int16), 2)
    assert (totals.shape, counts.shape) == ((0, 3), (0,))
