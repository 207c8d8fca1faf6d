"""Links in words: the pairs of one entity with what each field says, and why two records were joined or not."""

from __future__ import annotations

import numpy as np
import polars as pl

from cstools.errors import Usage
from cstools.kernels.dedupe import weights
from cstools.kernels.dedupe.forms import Codes
from cstools.kernels.dedupe.likeness import levels
from cstools.kernels.dedupe.links import Linked
from cstools.model.linkage import EMPTY, NOTHING, OTHER, SAME, Kind, Level

SHOWN = 5
"""Records that one is shown beside: those it is most like."""


def link_pairs(ids: pl.Series, found: Linked, rule: str) -> pl.DataFrame:
    """The candidates that ended in one group: rule, id_a, id_b, score, FIELD_w (bits, null without a value), block.

    score: the probability that the two are one entity. block: the first pass that brought them together. Sorted by all.

    >>> from cstools.kernels.dedupe.links import Ask, linked
    >>> from cstools.model.linkage import parse
    >>> frame = pl.DataFrame({"id": ["1", "2"], "p": ["13812345678", "13812345678"]})
    >>> link_pairs(frame["id"], linked(frame, Ask(parse("p:phone"))), "link.same").rows()
    [('link.same', '1', '2', 0.996108949, 8.0, 'p')]
    """
    label, left, right = found.groups.label, found.found.left, found.found.right
    kept = np.flatnonzero(label[left] == label[right])
    left, right = left[kept], right[kept]
    seen = {name: one[kept] for name, one in found.levels.items()}
    made = pl.DataFrame(
        {
            "rule": pl.repeat(rule, len(kept), dtype=pl.String, eager=True),
            "id_a": ids.gather(left),
            "id_b": ids.gather(right),
            "score": weights.probability(found.odds[kept]),
            **{f"{name}_w": column for name, column in _weights(found, seen, left).items()},
            "block": pl.Series(found.found.passes, dtype=pl.String).gather(found.found.by[kept]),
        }
    )
    return made.sort("id_a", "id_b", "score", descending=[False, False, True], nulls_last=True)


def _weights(
    found: Linked, seen: dict[str, np.ndarray[tuple[int], np.dtype[np.int8]]], left: Codes
) -> dict[str, pl.Series]:
    made: dict[str, pl.Series] = {}
    for one in found.columns:
        level = seen[one.on.field]
        weight = pl.Series(weights.weight(one, level, left, found.model).round(3))
        made[one.on.field] = weight.set(pl.Series(level < 0), None)
    return made


def why(ids: pl.Series, found: Linked, asked: tuple[str, ...], lang: str) -> pl.DataFrame:
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
    left, right = _two(ids, asked) if len(asked) > 1 else _nearest(ids, found, asked[0])
    return pl.concat(
        [_story(ids, found, pair, lang) for pair in zip(left, right, strict=True)] or [_alone(asked[0], lang)]
    )


def _two(ids: pl.Series, asked: tuple[str, ...]) -> tuple[Codes, Codes]:
    ends = [int((ids == one).arg_true()[0]) for one in asked[:2]]
    return np.array([min(ends)], np.uint32), np.array([max(ends)], np.uint32)


def _nearest(ids: pl.Series, found: Linked, asked: str) -> tuple[Codes, Codes]:
    rows = (ids == asked).arg_true().to_numpy()
    with_it = np.flatnonzero(np.isin(found.found.left, rows) | np.isin(found.found.right, rows))
    best = with_it[np.argsort(-found.odds[with_it], kind="stable")[:SHOWN]]
    return found.found.left[best], found.found.right[best]


def _story(ids: pl.Series, found: Linked, pair: tuple[np.uint32, np.uint32], lang: str) -> pl.DataFrame:
    left, right = (np.array([one], np.uint32) for one in pair)
    at = np.flatnonzero((found.found.left == pair[0]) & (found.found.right == pair[1]))
    odds = float(found.weigh(left, right)[0])
    lines: list[tuple[str, str | None, str | None, str | None, float]] = [
        ("prior", None, None, None, found.model.prior)
    ]
    for one in found.columns:
        level = levels(one, left, right)
        words = named(one.on.kind, int(level[0]))
        weight = float(weights.weight(one, level, left, found.model)[0])
        values = one.values
        said = words.en if lang == "en" else words.zh
        lines.append((one.on.field, values[int(pair[0])], values[int(pair[1])], said, weight))
    lines.append(("=", None, None, None, odds))
    told = pl.DataFrame(
        lines,
        schema={
            "field": pl.String,
            "value_a": pl.String,
            "value_b": pl.String,
            "likeness": pl.String,
            "weight": pl.Float64,
        },
        orient="row",
    ).with_columns(pl.col("weight").round(3))
    label = found.groups.label
    return told.select(
        pl.lit(ids[int(pair[0])]).alias("id_a"),
        pl.lit(ids[int(pair[1])]).alias("id_b"),
        pl.lit(bool(label[pair[0]] == label[pair[1]])).alias("joined"),
        pl.lit(float(weights.probability(np.array([odds]))[0])).alias("probability"),
        pl.col("field", "likeness", "weight", "value_a", "value_b"),
        pl.lit(found.found.passes[int(found.found.by[at[0]])] if len(at) else None, dtype=pl.String).alias("block"),
    )


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


def named(kind: Kind, level: int) -> Level:
    """A level by its number.

    >>> from cstools.model.linkage import KINDS
    >>> named(KINDS["exact"], 2).en, named(KINDS["exact"], -1).en, named(KINDS["phone"], 3).en
    ('the same', 'missing', 'the same last seven digits')
    """
    return EMPTY if level < 0 else (OTHER, *kind.levels, SAME)[level]
