"""What one pass over the texts looks for: the phrases of a taxonomy and the words of the lexicon, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import polars as pl

from cstools.model import lexicon
from cstools.model.taxonomy import Taxonomy

DENY, SURE, MAYBE = 1, 2, 3
"""What stands before a phrase: a denial, a question, or a word that makes one if the text goes on with 吗."""
DENIED = -1
"""In place of a weight's factor: the word is denied."""
MILLI = 1000
"""Weights are summed as integers, so that no order of summing changes a score."""


@dataclass(frozen=True)
class Patterns:
    """The compiled taxonomy and lexicon. Leaves and pairs are named by their place.

    words: every pattern once, with what it is: `phrase`, `near`, `cancel`, `bought` (Boolean) and `weight` (Int64 in
    thousandths, null for what is no word of the lexicon).
    phrases, cancels: `word`, `leaf`; an ignored phrase has a null leaf. sides: `word`, `pair`, `left` (Boolean).
    pairs: `pair`, `leaf`, `gap` (bytes). leaves: `leaf`, `path`, `severity`, `rank`, `aside`, `drop`, `ask` (leaf).
    before: `prefix`, `kind` (DENY, SURE, MAYBE). tone: `prefix`, `times` (thousandths, or DENIED).
    whole: a regular expression for texts that are nothing but a whole-text phrase, and its leaf; or None.
    """

    words: pl.DataFrame
    phrases: pl.DataFrame
    cancels: pl.DataFrame
    sides: pl.DataFrame
    pairs: pl.DataFrame
    leaves: pl.DataFrame
    before: pl.DataFrame
    tone: pl.DataFrame
    whole: tuple[tuple[str, int], ...]


def compiled(taxonomy: Taxonomy, sentiment: bool = True) -> Patterns:
    """The tables of a taxonomy; without `sentiment` the lexicon is left out.

    >>> from cstools.model.taxonomy import parse
    >>> tree = parse('tag = [{path = "售后/退款", severity = 2, any = "退款 退钱"}]')
    >>> compiled(tree, sentiment=False).phrases.rows()
    [('退款', 0), ('退钱', 0)]
    """
    leaves = taxonomy.leaves
    named: list[tuple[str, int | None]] = [(word, at) for at, leaf in enumerate(leaves) for word in leaf.any]
    named += [(word, None) for word in taxonomy.ignore]
    cancels = [(word, at) for at, leaf in enumerate(leaves) for word in leaf.cancel]
    nears = [(at, near) for at, leaf in enumerate(leaves) for near in leaf.near]
    sides = [(word, at, True) for at, (_, near) in enumerate(nears) for word in near.left]
    sides += [(word, at, False) for at, (_, near) in enumerate(nears) for word in near.right]
    weights = {word: round(weight * MILLI) for word, weight in lexicon.words().items()} if sentiment else {}
    whole = tuple((alone(leaf.whole), at) for at, leaf in enumerate(leaves) if leaf.whole)
    return Patterns(
        words=vocabulary(
            {word for word, _ in named}, {word for word, *_ in sides}, {word for word, _ in cancels},
            set(taxonomy.bought), weights,
        ),
        phrases=table(named, word=pl.String(), leaf=pl.Int64()),
        cancels=table(cancels, word=pl.String(), leaf=pl.Int64()),
        sides=table(sides, word=pl.String(), pair=pl.Int64(), left=pl.Boolean()),
        pairs=table(
            [(at, leaf, near.gap * 3) for at, (leaf, near) in enumerate(nears)],
            pair=pl.Int64(), leaf=pl.Int64(), gap=pl.Int64(),
        ),
        leaves=leaf_table(taxonomy),
        before=prefixes(),
        tone=tones(),
        whole=whole,
    )  # fmt: skip


def table(rows: Sequence[tuple[object, ...]], **columns: pl.DataType) -> pl.DataFrame:
    """Rows as a typed frame, empty or not.

    >>> table([], word=pl.String()).columns
    ['word']
    """
    # By column, which takes Polars half the time of reading tuples by row.
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pl.DataFrame(dict(zip(columns, values, strict=True)), schema=columns)


def vocabulary(
    phrases: set[str], nears: set[str], cancels: set[str], bought: set[str], weights: dict[str, int]
) -> pl.DataFrame:
    """Every pattern once, sorted, with what it is.

    >>> vocabulary({"退款"}, set(), set(), set(), {"差": -1200}).rows()
    [('差', False, False, False, False, -1200), ('退款', True, False, False, False, None)]
    """
    words = sorted(phrases | nears | cancels | bought | weights.keys())
    return pl.DataFrame(
        {
            "word": words,
            "phrase": [word in phrases for word in words],
            "near": [word in nears for word in words],
            "cancel": [word in cancels for word in words],
            "bought": [word in bought for word in words],
            "weight": [weights.get(word) for word in words],
        },
        schema_overrides={"word": pl.String, "weight": pl.Int64},
    )


def leaf_table(taxonomy: Taxonomy) -> pl.DataFrame:
    """A row a leaf: its place, path, severity, rank, aside, drop (negate), and the leaf a question becomes."""
    places = {leaf.path: at for at, leaf in enumerate(taxonomy.leaves)}
    rows: list[tuple[object, ...]] = [
        (at, leaf.path, leaf.severity, leaf.rank, leaf.aside, leaf.negate == "drop", places.get(leaf.ask or ""))
        for at, leaf in enumerate(taxonomy.leaves)
    ]
    kinds = {"leaf": pl.Int64(), "path": pl.String(), "severity": pl.Int64(), "rank": pl.Int64()}
    return table(rows, **kinds, aside=pl.Boolean(), drop=pl.Boolean(), ask=pl.Int64())


def prefixes() -> pl.DataFrame:
    """What before a phrase denies it or asks; a word that can do both asks only where the text goes on with 吗.

    >>> dict(prefixes().rows())["会不会"] == SURE, dict(prefixes().rows())["没有"] == DENY
    (True, True)
    """
    kinds = dict.fromkeys(lexicon.QUESTIONS.split(), MAYBE)
    kinds.update(dict.fromkeys(lexicon.CERTAIN_QUESTIONS.split(), SURE))
    kinds.update(dict.fromkeys(lexicon.DENIALS.split(), DENY))
    return pl.DataFrame({"prefix": list(kinds), "kind": list(kinds.values())})


def tones() -> pl.DataFrame:
    """What before a word of the lexicon weighs it, in thousandths, or is DENIED; a denial may hold a degree.

    >>> dict(tones().rows())["很"], dict(tones().rows())["不是很"] == DENIED, dict(tones().rows())["没有特别"] == DENIED
    (1300, True, True)
    """
    times = {word: round(weight * MILLI) for word, weight in lexicon.DEGREES.items()}
    times.update(dict.fromkeys(lexicon.NOT.split(), DENIED))
    times.update(dict.fromkeys((a + b for a, b in product(lexicon.NOT_BEFORE.split(), lexicon.DEGREES)), DENIED))
    times.update(dict.fromkeys(lexicon.ASKED.split(), 0))
    return pl.DataFrame({"prefix": list(times), "times": list(times.values())})


def alone(phrases: tuple[str, ...]) -> str:
    """A regular expression for a text of nothing but these phrases, signs and blanks.

    >>> pl.Series(["你好，在吗？", "你好，退款"]).str.contains(alone(("你好", "在吗"))).to_list()
    [True, False]
    """
    longest = sorted(phrases, key=lambda word: (-len(word), word))
    either = "|".join("".join("\\" + sign if not sign.isalnum() else sign for sign in word) for word in longest)
    return rf"^[\W_]*(?:(?:{either})[\W_]*)+$"
