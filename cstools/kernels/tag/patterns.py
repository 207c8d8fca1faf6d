"""What one pass over the texts looks for: the phrases of a taxonomy and the words of the lexicon, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import polars as pl

from cstools.kernels.tag.regex import alone, sound
from cstools.model import lexicon
from cstools.model.folding import folded
from cstools.model.inspection import QUESTION
from cstools.model.taxonomy import Leaf, Taxonomy

DENY, SURE, MAYBE = 1, 2, 3
"""What stands before a phrase: a denial, a question, or a word that makes one if the text goes on with 吗."""
DENIED = -1
"""In place of a weight's factor: the word is denied."""
MILLI = 1000
"""Weights are summed as integers, so that no order of summing changes a score."""


@dataclass(frozen=True)
class Session:
    """A leaf of the conversation: its place, its kind, and the phrases that satisfy it.

    only: a regular expression for a text of nothing but these phrases. asks: those that tell a question.
    """

    leaf: int
    kind: str
    phrases: tuple[str, ...]
    only: str
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Patterns:
    """The compiled taxonomy and lexicon. Patterns, leaves and pairs are named by their place, Int64.

    words: every pattern once (`word`, `p`), with what it is: `phrase`, `near`, `needed`, `cancel`, `bought` (Boolean)
    and `weight` (Int64 in thousandths, null for what is no word of the lexicon).
    phrases, cancels: `p`, `leaf`; an ignored phrase has a null leaf. sides: `p`, `pair`, `left` (Boolean).
    pairs: `pair`, `leaf`, `gap` (bytes). needs: `p`, `leaf`, `slot`: forms of one phrase of `all` share a slot.
    leaves: `leaf`, `path`, `severity`, `grade` (the least is the topic), `heft` (order of the other tags), `drop`,
    `ask`, `flip` (leaf), `slots` (how many phrases of `all` there are) and `lone` (there is nothing else).
    before: `prefix`, `kind` (DENY, SURE, MAYBE). tone: `prefix`, `times` (thousandths, or DENIED).
    regex, whole: a regular expression and its leaf; `whole` for texts of nothing but such phrases.
    sessions: the leaves of the conversation.
    """

    words: pl.DataFrame
    phrases: pl.DataFrame
    cancels: pl.DataFrame
    sides: pl.DataFrame
    pairs: pl.DataFrame
    needs: pl.DataFrame
    leaves: pl.DataFrame
    before: pl.DataFrame
    tone: pl.DataFrame
    regex: tuple[tuple[str, int], ...]
    whole: tuple[tuple[str, int], ...]
    sessions: tuple[Session, ...] = ()


def compiled(taxonomy: Taxonomy, sentiment: bool = True) -> Patterns:
    """The tables of a taxonomy; without `sentiment` the lexicon is left out.

    Raises Usage with the line for a regular expression that is none, or that matches anything.

    >>> from cstools.model.taxonomy import parse
    >>> tree = parse('tag = [{path = "售后/退款", severity = 2, any = "退款 退钱"}]')
    >>> compiled(tree, sentiment=False).phrases.rows()
    [(0, 0), (1, 0)]
    """
    leaves = [(at, leaf) for at, leaf in enumerate(taxonomy.leaves) if leaf.session is None]
    nears = [(at, near) for at, leaf in leaves for near in leaf.near]
    slots = [(at, slot, word) for at, leaf in leaves for slot, word in enumerate(leaf.all)]
    named: list[tuple[str, int | None]] = [(word, at) for at, leaf in leaves for word in leaf.any]
    named += [(word, None) for word in taxonomy.ignore]
    cancels = [(word, at) for at, leaf in leaves for word in leaf.cancel]
    sides = [(word, at, True) for at, (_, near) in enumerate(nears) for word in near.left]
    sides += [(word, at, False) for at, (_, near) in enumerate(nears) for word in near.right]
    needs = [(form, at, slot) for at, slot, word in slots for form in dict.fromkeys((word, folded(word)))]
    words = vocabulary(
        {"phrase": named, "near": sides, "needed": needs, "cancel": cancels, "bought": [(w,) for w in taxonomy.bought]},
        {word: round(weight * MILLI) for word, weight in lexicon.words().items()} if sentiment else {},
    )
    places = dict(zip(words["word"].to_list(), range(words.height), strict=True))
    for leaf in taxonomy.leaves:
        for rule in leaf.regex:
            sound(rule, leaf)
    return Patterns(
        words=words,
        phrases=table(named, places, p=pl.Int64(), leaf=pl.Int64()),
        cancels=table(cancels, places, p=pl.Int64(), leaf=pl.Int64()),
        sides=table(sides, places, p=pl.Int64(), pair=pl.Int64(), left=pl.Boolean()),
        pairs=table(
            [(at, leaf, near.gap * 3) for at, (leaf, near) in enumerate(nears)],
            pair=pl.Int64(), leaf=pl.Int64(), gap=pl.Int64(),
        ),
        needs=table(needs, places, p=pl.Int64(), leaf=pl.Int64(), slot=pl.Int64()),
        leaves=leaf_table(taxonomy),
        before=prefixes(),
        tone=tones(),
        regex=tuple((rule, at) for at, leaf in leaves for rule in leaf.regex),
        whole=tuple((alone(leaf.whole, leaf), at) for at, leaf in leaves if leaf.whole),
        sessions=tuple(session(leaf, at) for at, leaf in enumerate(taxonomy.leaves) if leaf.session is not None),
    )  # fmt: skip


def session(leaf: Leaf, at: int) -> Session:
    """A leaf of the conversation, number `at`. Raises Usage for more phrases than an expression can hold."""
    return Session(at, str(leaf.session), leaf.any, alone(leaf.any, leaf, "any"), leaf.regex or (QUESTION,))


def table(
    rows: Sequence[tuple[Any, ...]], places: Mapping[str, int] | None = None, **columns: pl.DataType
) -> pl.DataFrame:
    """Rows as a typed frame, empty or not; with `places` the words they begin with become these.

    >>> table([("退款", 3)], {"退款": 8}, p=pl.Int64(), leaf=pl.Int64()).rows(), table([], word=pl.String()).columns
    ([(8, 3)], ['word'])
    """
    # By column, which takes Polars half the time of reading tuples by row.
    values: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(columns)
    if places is not None:
        values[0] = [places[word] for word in values[0]]
    return pl.DataFrame(dict(zip(columns, values, strict=True)), schema=columns)


def vocabulary(kinds: dict[str, Sequence[tuple[Any, ...]]], weights: dict[str, int]) -> pl.DataFrame:
    """Every pattern once, sorted, with its place and what it is; each row of `kinds` begins with a word.

    >>> vocabulary({"phrase": [("退款",)]}, {"差": -1200}).rows()
    [('差', 0, False, -1200), ('退款', 1, True, None)]
    """
    sets = {kind: {row[0] for row in rows} for kind, rows in kinds.items()}
    words = sorted(weights.keys() | set().union(*sets.values()))
    return pl.DataFrame(
        {
            "word": words,
            "p": range(len(words)),
            **{kind: [word in found for word in words] for kind, found in sets.items()},
            "weight": [weights.get(word) for word in words],
        },
        schema_overrides={"word": pl.String, "p": pl.Int64, "weight": pl.Int64, **dict.fromkeys(kinds, pl.Boolean)},
    )


def leaf_table(taxonomy: Taxonomy) -> pl.DataFrame:
    """A row a leaf, as `Patterns.leaves` describes it."""
    leaves, places = taxonomy.leaves, taxonomy.index
    grades = [(leaf.aside, -leaf.priority, -leaf.severity, -leaf.rank) for leaf in leaves]
    hefts = [(-leaf.severity, leaf.aside, -leaf.rank) for leaf in leaves]
    return pl.DataFrame(
        {
            "leaf": range(len(leaves)),
            "path": [leaf.path for leaf in leaves],
            "severity": [leaf.severity for leaf in leaves],
            "grade": dense(grades),
            "heft": dense(hefts),
            "drop": [leaf.negate == "drop" for leaf in leaves],
            "ask": [places.get(leaf.ask or "") for leaf in leaves],
            "flip": [places.get(leaf.flip or "") for leaf in leaves],
            "slots": [len(leaf.all) for leaf in leaves],
            "lone": [not (leaf.any or leaf.near or leaf.regex) for leaf in leaves],
        },
        schema_overrides={name: pl.Int64 for name in ("leaf", "severity", "grade", "heft", "ask", "flip", "slots")},
    )


def dense(keys: Sequence[tuple[int, ...]]) -> list[int]:
    """The place of each among all different ones in order.

    >>> dense([(1, 0), (0, 9), (1, 0)])
    [1, 0, 1]
    """
    places = {key: at for at, key in enumerate(sorted(set(keys)))}
    return [places[key] for key in keys]


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
