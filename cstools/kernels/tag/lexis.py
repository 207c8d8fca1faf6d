"""The patterns as arrays by the number of a word: what a block of text is read with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.kernels.tag.finder import Finder, finder
from cstools.kernels.tag.patterns import MILLI, Patterns
from cstools.kernels.tag.script import folded
from cstools.model.lexicon import AFTER, BUT, DEGREES, ENDINGS, SPELLINGS

PHRASE, IGNORED, NEAR, CANCEL, BOUGHT, NEEDED, WEIGHED, DEGREE, TURNING, ENDING, BEFORE, TONE, AFTERS, SLIP = (
    1 << bit for bit in range(14)
)
"""What a word is."""
Ints = NDArray[np.signedinteger[Any]]
Pair = tuple[Ints, Ints]


@dataclass(frozen=True)
class Rows:
    """A table by word: the values of word w are those from start[w] to start[w + 1]."""

    start: Ints
    values: tuple[Ints, ...]

    def of(self, words: Ints) -> tuple[Ints, tuple[Ints, ...]]:
        """For each value of each of the words: the place of the word among them, and the values.

        >>> rows(3, [(2, 8), (0, 5), (2, 7)]).of(np.array([2, 1]))
        (array([0, 0]), (array([8, 7]),))
        """
        size = self.start[words + 1] - self.start[words]
        place = np.repeat(np.arange(words.size), size)
        within = np.arange(place.size) - np.repeat(np.cumsum(size) - size, size)
        at = self.start[words][place] + within
        return place, tuple(value[at] for value in self.values)


def rows(words: int, pairs: list[tuple[int, ...]] | list[tuple[int, int]], wide: int = 1) -> Rows:
    """The table of rows that begin with the number of a word; their order within a word is kept."""
    found = np.array(pairs, dtype=np.int64).reshape(-1, wide + 1)
    found = found[np.argsort(found[:, 0], kind="stable")]
    start = np.searchsorted(found[:, 0], np.arange(words + 1))
    return Rows(start, tuple(found[:, column] for column in range(1, wide + 1)))


@dataclass(frozen=True)
class Lexis:
    """Words and what they are. Arrays are by word, 0 where a word is not that.

    marks: the bits of what it is. p: its number in Patterns.words, -1 for none. weight, tone, turn (thousandths),
    before: as in Patterns. leaves: of a phrase; cancels: leaves; needs: leaf and slot. near: its row and column of
    reach, the greatest distance in bytes and one, 0 for no pair; lefts: pairs it begins; rights[pair, near]: ends.
    gap, leaf: by pair.
    """

    words: list[str]
    marks: NDArray[np.uint16]
    p: Ints
    weight: Ints
    tone: Ints
    turn: Ints
    before: NDArray[np.int8]
    leaves: Rows
    cancels: Rows
    needs: Rows
    near: Ints
    reach: NDArray[np.uint16]
    lefts: Rows
    rights: NDArray[np.bool_]
    gap: Ints
    leaf: Ints

    @cached_property
    def far(self) -> Ints:
        """By row of reach, the greatest in it: how far a left word looks, and one."""
        far: Ints = self.reach.max(axis=1, initial=0).astype(np.int64)
        return far

    @cached_property
    def finder(self) -> Finder:
        """What finds them."""
        return finder(self.words)


def arrays(patterns: Patterns) -> Lexis:
    """The arrays of compiled patterns."""
    own = folded(patterns.words["word"].to_list())
    places: dict[str, int] = {word: at for at, word in enumerate(dict.fromkeys(own))}
    made = Maker(places)
    p = np.full(len(places), -1, dtype=np.int64)
    p[[places[word] for word in reversed(own)]] = np.arange(len(own) - 1, -1, -1)
    at = np.array([places[word] for word in own], dtype=np.int64)  # by number in Patterns
    for name, bit in (("phrase", PHRASE), ("near", NEAR), ("cancel", CANCEL), ("bought", BOUGHT), ("needed", NEEDED)):
        made.mark(at[patterns.words[name].to_numpy()], bit)
    weight = patterns.words["weight"]
    made.mark(at[weight.is_not_null().to_numpy()], WEIGHED)
    sentiment = weight.is_not_null().any()
    tone = dict(patterns.tone.rows()) if sentiment else {}
    turn = {word: round(times * MILLI) for word, times in AFTER.items()} if sentiment else {}
    before = dict(patterns.before.rows())
    for found, bit in (
        (tone, TONE),
        (turn, AFTERS),
        (before, BEFORE),
        (dict.fromkeys(ENDINGS.split()), ENDING),
        (SPELLINGS, SLIP),
    ):
        made.mark(made.numbers(list(found)), bit)
    if sentiment:
        made.mark(made.numbers(list(DEGREES)), DEGREE)
        made.mark(made.numbers(BUT.split()), TURNING)
    made.mark(at[patterns.phrases.filter(pl.col("leaf").is_null())["p"].to_numpy()], IGNORED)
    n = len(places)
    weights = np.zeros(n, dtype=np.int64)
    weights[at] = weight.fill_null(0).to_numpy()
    sides = patterns.sides.with_columns(pl.Series("w", at[patterns.sides["p"].to_numpy()]))
    near, reach, rights = pairs(n, sides, patterns.pairs["gap"].to_numpy())
    return Lexis(
        words=list(places),
        marks=made.marks(),
        p=np.concatenate([p, np.full(n - p.size, -1, dtype=np.int64)]),
        weight=weights,
        tone=made.values(tone), turn=made.values(turn), before=made.values(before).astype(np.int8),
        leaves=by_word(n, at, patterns.phrases.drop_nulls("leaf"), "leaf"),
        cancels=by_word(n, at, patterns.cancels, "leaf"),
        needs=by_word(n, at, patterns.needs, "leaf", "slot"),
        near=near, reach=reach, lefts=by_word(n, at, patterns.sides.filter("left"), "pair"), rights=rights,
        gap=patterns.pairs["gap"].to_numpy(), leaf=patterns.pairs["leaf"].to_numpy(),
    )  # fmt: skip


class Maker:
    """Numbers words, and collects what they are."""

    def __init__(self, places: dict[str, int]) -> None:
        """`places`: the words known so far; new ones are added."""
        self.places = places
        self.asked: list[tuple[Ints, int]] = []

    def numbers(self, words: list[str]) -> Ints:
        """The numbers of words, new ones given."""
        found = [self.places.setdefault(word, len(self.places)) for word in folded(words)]
        return np.array(found, dtype=np.int64)

    def mark(self, words: Ints, bit: int) -> None:
        """Words are something."""
        self.asked.append((words, bit))

    def marks(self) -> NDArray[np.uint16]:
        """What each word is."""
        found = np.zeros(len(self.places), dtype=np.uint16)
        for words, bit in self.asked:
            found[words] |= bit
        return found

    def values(self, table: dict[str, int]) -> Ints:
        """A value by word, 0 for those that are not in the table."""
        found = np.zeros(len(self.places), dtype=np.int64)
        found[self.numbers(list(table))] = list(table.values())
        return found


def by_word(n: int, at: Ints, table: pl.DataFrame, *columns: str) -> Rows:
    """A table of Patterns by word."""
    words = at[table["p"].to_numpy()].tolist()
    return rows(n, list(zip(words, *(table[name].to_list() for name in columns), strict=True)), len(columns))


def pairs(n: int, sides: pl.DataFrame, gap: Ints) -> tuple[Ints, NDArray[np.uint16], NDArray[np.bool_]]:
    """near, reach and rights of the sides of pairs (w, pair, left)."""
    words = sides["w"].unique().sort().to_numpy()
    near = np.zeros(n, dtype=np.int64)
    near[words] = np.arange(words.size)
    reach = np.zeros((words.size, words.size), dtype=np.uint16)
    rights = np.zeros((gap.size, words.size), dtype=np.bool_)
    for pair, (left, right) in sided(sides, near).items():
        rights[pair, right] = True
        block = np.ix_(left, right)
        reach[block] = np.maximum(reach[block], gap[pair] + 1)
    return near, reach, rights


def sided(sides: pl.DataFrame, near: Ints) -> dict[int, Pair]:
    """The left and the right words of each pair, by their place in reach."""
    found: dict[int, tuple[list[int], list[int]]] = {}
    for word, pair, left in sides.select("w", "pair", "left").iter_rows():
        found.setdefault(pair, ([], []))[0 if left else 1].append(near[word])
    return {pair: (np.array(left), np.array(right)) for pair, (left, right) in found.items()}
