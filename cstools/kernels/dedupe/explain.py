"""Links in words: the pairs of one entity with what each field says, and why two records were joined or not."""

from __future__ import annotations

import numpy as np
import polars as pl

from cstools.errors import Usage
from cstools.kernels.dedupe import weights
from cstools.kernels.dedupe.forms import NONE, Codes, Column
from cstools.kernels.dedupe.likeness import levels
from cstools.kernels.dedupe.links import Linked
from cstools.model.linkage import EMPTY, NOTHING, OTHER, SAME, Kind, Level

EQUAL = "="
"""What brought records together that are equal in every field."""
SHOWN = 5
"""Records that one is shown beside: those it is most like."""


def link_pairs(ids: pl.Series, found: Linked, rule: str) -> pl.DataFrame:
    """The candidates that ended in one group, and each record that is equal to another with the first such.

    Out: rule, id_a, id_b, score, FIELD_w (bits, null without a value), block. score: the probability that the two are
    one entity. block: the first pass that brought them together. Sorted by all.

    >>> from cstools.kernels.dedupe.links import Ask, linked
    >>> from cstools.model.linkage import parse
    >>> frame = pl.DataFrame({"id": ["1", "2"], "p": ["13812345678", "13812345678"]})
    >>> link_pairs(frame["id"], linked(frame, Ask(parse("p:phone"))), "link.same").rows()
    [('link.same', '1', '2', 1.0, 8.0, '=')]
    """
    label, left, right = found.groups.label, found.found.left, found.found.right
    kept = np.flatnonzero(label[left] == label[right])
    blocks = pl.Series(found.found.passes, dtype=pl.String).gather(found.found.by[kept])
    again = np.flatnonzero(found.first != np.arange(len(label))).astype(np.uint32)
    first, equal = found.first[again].astype(np.uint32), pl.repeat(EQUAL, len(again), dtype=pl.String, eager=True)
    parts = [
        _listed(ids, found, left[kept], right[kept], blocks, weights.probability(found.odds[kept])),
        _listed(ids, found, first, again, equal, np.ones(len(again))),
    ]
    made = pl.concat(parts).select(pl.lit(rule).alias("rule"), pl.all())
    return made.sort("id_a", "id_b", "score", descending=[False, False, True], nulls_last=True)


def _listed(
    ids: pl.Series, found: Linked, left: Codes, right: Codes, blocks: pl.Series, score: weights.Floats
) -> pl.DataFrame:
    said: dict[str, pl.Series] = {}
    for one in found.columns:
        level = levels(one, left, right)
        weight = pl.Series(weights.weight(one, level, left, found.model).round(3))
        said[f"{one.on.field}_w"] = weight.set(pl.Series(level < 0), None)
    return pl.DataFrame({"id_a": ids.gather(left), "id_b": ids.gather(right), "score": score, **said, "block": blocks})


def why(
    ids: pl.Series, found: Linked, asked: tuple[str, ...], lang: str, side: pl.Series | None = None
) -> pl.DataFrame:
    """Why a record is with others or not, or two are; a row for each field and pair, and two for the sum.

    Of one id the SHOWN candidates it is most like, of two ids that pair. Out: id_a, id_b, joined, probability, field,
    likeness (words in `lang`), weight (bits; of `=` the sum, of `prior` what there is before any field speaks), the
    two values as they are compared, block (null: nothing brought the two together). A record nothing is like has one
    row, without id_b. Raises Usage("dedupe.why") for an id that no record has.

    >>> from cstools.kernels.dedupe.links import Ask, linked
    >>> from cstools.model.linkage import parse
    >>> frame = pl.DataFrame({"id": ["1", "2"], "p": ["13812345678", "13812345678"]})
    >>> found = linked(frame, Ask(parse("p:phone")))
    >>> why(frame["id"], found, ("1",), "en").select("field", "likeness", "weight").rows()
    [('prior', None, 0.0), ('p', 'the same', 8.0), ('=', None, 8.0)]
    """
    for one in asked:
        if not (ids == one).any():
            raise Usage("dedupe.why", id=one)
    left, right = _two(ids, asked, side) if len(asked) > 1 else _nearest(ids, found, asked[0])
    return pl.concat(
        [_story(ids, found, pair, lang) for pair in zip(left, right, strict=True)] or [_alone(asked[0], lang)]
    )


def _two(ids: pl.Series, asked: tuple[str, ...], side: pl.Series | None) -> tuple[Codes, Codes]:
    """The records of two ids, of two files if both have them, never one with itself."""
    one, other = ((ids == each).arg_true().to_list() for each in asked[:2])
    pairs = [(a, b) for a in one[:SHOWN] for b in other[:SHOWN] if a != b]
    if not pairs:
        raise Usage("dedupe.why", id=asked[1])
    best = pairs[0] if side is None else min(pairs, key=lambda pair: (side[pair[0]] == side[pair[1]], pair))
    return np.array([min(best)], np.uint32), np.array([max(best)], np.uint32)


def _nearest(ids: pl.Series, found: Linked, asked: str) -> tuple[Codes, Codes]:
    """The records an id is equal to, then those it is most like."""
    rows = (ids == asked).arg_true().to_numpy()
    firsts = np.unique(found.first[rows])
    twins = np.setdiff1d(np.flatnonzero(np.isin(found.first, firsts)), rows[:1])[:SHOWN]
    with_it = np.flatnonzero(np.isin(found.found.left, firsts) | np.isin(found.found.right, firsts))
    best = with_it[np.argsort(-found.odds[with_it], kind="stable")[:SHOWN]]
    left = np.concatenate([np.full(len(twins), rows[0]), found.found.left[best]]).astype(np.uint32)
    return left, np.concatenate([twins, found.found.right[best]]).astype(np.uint32)


def _story(ids: pl.Series, found: Linked, pair: tuple[np.uint32, np.uint32], lang: str) -> pl.DataFrame:
    """The rows of one pair."""
    left, right = (np.array([one], np.uint32) for one in pair)
    a, b = int(pair[0]), int(pair[1])
    odds, label = found.weigh(left, right), found.groups.label
    head = (ids[a], ids[b], bool(label[a] == label[b]), float(weights.probability(odds)[0]))
    lines = [
        ("prior", None, found.model.prior, None, None),
        *(_line(one, found, left, right, lang) for one in found.columns),
        ("=", None, float(odds[0]), None, None),
    ]
    block = _block(found, a, b)
    rows = [(*head, name, said, round(weight, 3), *values, block) for name, said, weight, *values in lines]
    return pl.DataFrame(rows, schema=_STORY, orient="row")


def _line(
    one: Column, found: Linked, left: Codes, right: Codes, lang: str
) -> tuple[str, str | None, float, str | None, str | None]:
    """What a field says of two records: its name, their likeness in words, its weight, the two values."""
    level = levels(one, left, right)
    words = level_of(one.on.kind, int(level[0]))
    first, second = (
        None if code == NONE else one.words[int(code)] for code in (one.codes[left[0]], one.codes[right[0]])
    )
    said = words.en if lang == "en" else words.zh
    return one.on.field, said, float(weights.weight(one, level, left, found.model)[0]), first, second


def _block(found: Linked, a: int, b: int) -> str | None:
    """What brought two records together; None where nothing did."""
    low, high = sorted((found.first[a], found.first[b]))
    if low == high:
        return EQUAL
    at = np.flatnonzero((found.found.left == low) & (found.found.right == high))
    return found.found.passes[int(found.found.by[at[0]])] if len(at) else None


def _alone(asked: str, lang: str) -> pl.DataFrame:
    """The row of a record that was compared with none."""
    said = NOTHING.en if lang == "en" else NOTHING.zh
    row = (asked, None, False, None, None, said, None, None, None, None)
    return pl.DataFrame([row], schema=_STORY, orient="row")


_STORY = {
    "id_a": pl.String,
    "id_b": pl.String,
    "joined": pl.Boolean,
    "probability": pl.Float64,
    "field": pl.String,
    "likeness": pl.String,
    "weight": pl.Float64,
    "value_a": pl.String,
    "value_b": pl.String,
    "block": pl.String,
}


def level_of(kind: Kind, level: int) -> Level:
    """A level by its number.

    >>> from cstools.model.linkage import KINDS
    >>> level_of(KINDS["exact"], 2).en, level_of(KINDS["exact"], -1).en, level_of(KINDS["phone"], 3).en
    ('the same', 'missing', 'the same last seven digits')
    """
    return EMPTY if level < 0 else (OTHER, *kind.levels, SAME)[level]
