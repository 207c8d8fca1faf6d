"""Texts read by the patterns: which leaves they name, where, by which rule; and the weight of what they feel."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.kernels.tag.feeling import feeling
from cstools.kernels.tag.finder import Places
from cstools.kernels.tag.finds import Finds, finds, longest, written
from cstools.kernels.tag.lexis import BEFORE, BOUGHT, CANCEL, ENDING, NEEDED, PHRASE, SLIP, Ints, Lexis
from cstools.kernels.tag.named import ALL, ANY, ASK, FLIP, NEAR, REGEX, Named, first, joined, rows
from cstools.kernels.tag.pairs import Pairs, pairs
from cstools.kernels.tag.patterns import DENY, MAYBE, SURE, Patterns
from cstools.kernels.tag.plain import plain
from cstools.kernels.tag.script import Script, longer, scripts

NONE = -1


@dataclass(frozen=True)
class Reading:
    """named: NAMED, one row a text and leaf. every: NAMED, the first find of each phrase of `all` of a leaf that has
    all of them. feeling: i, weight (thousandths). odd: the numbers of the texts read as `plain` leaves them, not sign
    by sign.
    """

    named: pl.DataFrame
    every: pl.DataFrame
    feeling: pl.DataFrame
    odd: pl.Series


@dataclass(frozen=True)
class Leaves:
    """What is known of leaves, by number: see Patterns.leaves. ask, flip: NONE for no leaf."""

    drop: NDArray[np.bool_]
    ask: Ints
    flip: Ints
    slots: Ints
    lone: NDArray[np.bool_]


@dataclass(frozen=True)
class Reader:
    """Reads texts by compiled patterns. long: how many digits make a number one thing."""

    patterns: Patterns
    lexis: Lexis
    leaves: Leaves
    long: int

    def read(self, texts: pl.DataFrame) -> Reading:
        """What `texts` (i, text as written; no null) say."""
        parts: list[Part] = []
        strange: list[Ints] = []
        for script in scripts(texts, self.long):
            part, odd = self.block(script)
            parts.append(part)
            strange.append(script.i[odd])
        again = pl.Series("i", np.concatenate(strange) if strange else [], dtype=pl.Int64)
        if again.len():
            for script in scripts(plain(texts.filter(pl.col("i").is_in(again.implode()))), self.long):
                parts.append(self.block(script, again=True)[0])
        parts.append(nothing())
        named, every = (
            joined(rows).frame(self.lexis.p) for rows in zip(*((part.named, part.every) for part in parts), strict=True)
        )
        weights = {
            "i": np.concatenate([part.i for part in parts]),
            "weight": np.concatenate([part.weight for part in parts]),
        }
        return Reading(named, every, pl.DataFrame(weights, schema={"i": pl.Int64, "weight": pl.Int64}), again)

    def block(self, script: Script, again: bool = False) -> tuple[Part, NDArray[np.bool_]]:
        """What a block says, but for the texts that are odd and have to be read again; and which those are."""
        lexis, found = self.lexis, finds(script, self.lexis)
        odd = np.zeros(script.i.size, dtype=np.bool_)
        if not again:
            odd |= script.odd
            odd[script.text[found.at[found.all(SLIP)]]] = True
        near = pairs(script, found, lexis)
        parts = [self.phrases(script, found, near), beside(script, found, near), *self.expressions(script)]
        named, every = self.together(joined(parts), script, found)
        named, kept = self.turned(named, script, found)
        kept &= ~odd[named.text]
        key = self.key(named)
        kept &= ~among(key, self.cancelled(script, found))
        named = named.only(kept)
        sure = named.only(first(named, key[kept])).placed(script)
        whole = every.only(~odd[every.text]).placed(script)
        return Part(sure, whole, script.i[~odd], feeling(script, found, lexis)[~odd]), odd

    def phrases(self, script: Script, found: Finds, near: Pairs) -> Named:
        """The leaves of phrases that stand in no longer one, nor in a word of a pair found."""
        own = found.all(PHRASE)
        both = np.concatenate([near.left, near.right])
        covers = found.at[both], found.end[both]
        which, at, end = longest(script.codes.size, found.at[own], found.end[own], covers)
        word = found.word[own][which]
        place, (leaf,) = self.lexis.leaves.of(word)
        return rows(ANY, script.text[at[place]], leaf, at[place], end[place], word[place])

    def expressions(self, script: Script) -> list[Named]:
        """The leaves named by regular expressions."""
        if not self.patterns.regex:
            return []
        texts = script.strings()
        return [expression(texts, script, rule, leaf) for rule, leaf in self.patterns.regex]

    def together(self, named: Named, script: Script, found: Finds) -> tuple[Named, Named]:
        """The leaves named, without those that lack a phrase of `all` and with those that ask for nothing else."""
        if self.patterns.needs.is_empty():
            return named, named.only(np.zeros(named.text.size, dtype=np.bool_))
        every = self.every(script, found)
        leaves = self.leaves
        whole = among(self.key(named), self.key(every))
        lone = every.only(leaves.lone[every.leaf])
        return joined([named.only((leaves.slots[named.leaf] == 0) | whole), lone]), every

    def every(self, script: Script, found: Finds) -> Named:
        """The first find of each phrase of `all`, of the leaves that have all of theirs in a text."""
        own = found.all(NEEDED)
        place, (leaf, slot) = self.lexis.needs.of(found.word[own])
        at, end, word = found.at[own][place], found.end[own][place], found.word[own][place]
        text = script.text[at].astype(np.int64)
        order = np.lexsort((end, at, slot, leaf, text))
        text, leaf, slot, at, end, word = (one[order] for one in (text, leaf, slot, at, end, word))
        new = np.diff(text, prepend=NONE) | np.diff(leaf, prepend=NONE) | np.diff(slot, prepend=NONE)
        each = rows(ALL, text, leaf, at, end, word).only(new != 0)
        _, group, n = np.unique(self.key(each), return_inverse=True, return_counts=True)
        return each.only(n[group] == self.leaves.slots[each.leaf])

    def turned(self, named: Named, script: Script, found: Finds) -> tuple[Named, NDArray[np.bool_]]:
        """The phrases of `any` moved to the leaf that a denial or a question names; and which rows are not denied."""
        size, leaves = script.codes.size, self.leaves
        before, ending = found.all(BEFORE), found.all(ENDING)
        kind = written(size, found.end[before], self.lexis.before[found.word[before]], 0)[named.at]
        ends = np.zeros(size, dtype=np.bool_)
        ends[found.at[ending]] = True
        owner = np.zeros(script.i.size, dtype=np.bool_)
        owner[script.text[found.at[found.all(BOUGHT)]]] = True
        phrase = named.rule == ANY
        denied = phrase & (kind == DENY)
        flip, ask = leaves.flip[named.leaf], leaves.ask[named.leaf]
        asked = (kind == SURE) | (ends[named.end] & ((kind == 0) | (kind == MAYBE)))
        asks = phrase & asked & (ask >= 0) & ~owner[named.text]
        flips = denied & (flip >= 0)
        leaf = np.where(flips, flip, np.where(asks, ask, named.leaf))
        rule = np.where(flips, FLIP, np.where(asks, ASK, named.rule))
        return replace(named, leaf=leaf, rule=rule), ~(denied & leaves.drop[named.leaf])

    def cancelled(self, script: Script, found: Finds) -> Ints:
        """The keys of the leaves that a phrase of `not` cancels."""
        own = found.all(CANCEL)
        place, (leaf,) = self.lexis.cancels.of(found.word[own])
        keys: Ints = script.text[found.at[own][place]].astype(np.int64) * self.leaves.drop.size + leaf
        return keys

    def key(self, named: Named) -> Ints:
        """A number by text and leaf."""
        return named.text * self.leaves.drop.size + named.leaf


@dataclass(frozen=True)
class Part:
    """A Reading of one block: named and every placed, and by text i and weight."""

    named: Named
    every: Named
    i: Ints
    weight: Ints


def nothing() -> Part:
    """The part of no text."""
    none = np.zeros(0, dtype=np.int64)
    rest = rows(ANY, none, none, none, none)
    return Part(rest, rest, none, none)


def reader(patterns: Patterns, lexis: Lexis) -> Reader:
    """What reads texts by compiled patterns."""
    table = patterns.leaves
    flags = {name: table[name].to_numpy() for name in ("drop", "lone")}
    numbers = {name: table[name].fill_null(NONE).to_numpy() for name in ("ask", "flip", "slots")}
    return Reader(patterns, lexis, Leaves(**flags, **numbers), longer(lexis.words))


def among(keys: Ints, known: Ints) -> NDArray[np.bool_]:
    """Which keys are known.

    >>> among(np.array([3, 4]), np.array([4, 9])).tolist()
    [False, True]
    """
    if not known.size:
        return np.zeros(keys.size, dtype=np.bool_)
    ordered = np.sort(known)
    there: NDArray[np.bool_] = ordered[np.minimum(np.searchsorted(ordered, keys), ordered.size - 1)] == keys
    return there


def beside(script: Script, found: Finds, near: Pairs) -> Named:
    """The leaves of pairs."""
    at, end = found.at[near.left], found.end[near.right]
    return rows(NEAR, script.text[at], near.leaf, at, end, found.word[near.left], found.word[near.right])


def expression(texts: pl.Series, script: Script, rule: str, leaf: int) -> Named:
    """The leaf that a regular expression names: the first place in each text."""
    text = pl.col("text")
    found = texts.rename("text").to_frame().with_row_index("row").with_columns(text.str.find(rule).alias("at"))
    found = found.drop_nulls("at").with_columns(
        text.cast(pl.Binary).bin.slice(0, "at").cast(pl.String).str.len_chars().alias("at"),
        text.str.extract(rule, 0).str.len_chars().alias("size"),
    )
    row, at, size = (found[name].cast(pl.Int64).to_numpy() for name in ("row", "at", "size"))
    begin: Places = script.begin[row] + at
    return rows(REGEX, row, np.full(row.size, leaf, dtype=np.int64), begin, begin + size)
