"""How alike two values are: the measures that levels are declared over, and the level of each pair."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.kernels.dedupe.forms import NONE, Codes, Column, packed, unpacked
from cstools.kernels.dedupe.sound import sounds
from cstools.model.linkage import MASKED, Kind

Measures = list[pl.Series | pl.Expr]
Levels = NDArray[np.int8]
"""-1 where one of two values is missing, 0 for other, then the kind's levels from the least alike, then the same."""
MANY = 128
"""Values one is compared with from which `cdist` pays. Measured on names: a list of 64 at 9.8M pairs a second and one
of 256 at 16, of 4 at 1.1; `cpdist` at 6 whatever it is given."""


def same(kind: Kind) -> int:
    """The level of equal values.

    >>> from cstools.model.linkage import KINDS
    >>> same(KINDS["exact"]), same(KINDS["text"])
    (2, 4)
    """
    return len(kind.levels) + 1


def levels(column: Column, left: Codes, right: Codes) -> Levels:
    """The level of each pair of records, given by their places. Each pair of values is measured once.

    A masked value is never the same as another, itself included: people who differ share it.

    >>> from cstools.kernels.dedupe.forms import column
    >>> from cstools.model.linkage import parse
    >>> names = column(pl.DataFrame({"n": ["张伟", "张维", None, "张*"]}), parse("n:name")[0])
    >>> left, right = np.array([0, 0, 0, 0], np.uint32), np.array([0, 1, 2, 3], np.uint32)
    >>> levels(names, left, right).tolist()
    [8, 7, -1, 1]
    """
    a, b = column.codes[left], column.codes[right]
    found = np.zeros(len(a), np.int8)
    found[a == b] = same(column.on.kind)
    none = (a == NONE) | (b == NONE)
    found[none] = -1
    if column.masked.any():
        found[(a == b) & ~none & column.masked[np.where(none, 0, a)]] = 0
    todo = np.flatnonzero(found == 0)
    if not len(todo) or not column.on.kind.levels:
        return found
    pairs, place = np.unique(packed(a[todo], b[todo]), return_inverse=True)
    first, second = unpacked(pairs)
    found[todo] = level(column.on.kind, column.words.gather(first), column.words.gather(second))[place]
    return found


def level(kind: Kind, left: pl.Series, right: pl.Series) -> Levels:
    """The highest level whose condition each pair of values meets, 0 for none; MASKED alone where one has stars.

    >>> from cstools.model.linkage import KINDS
    >>> pair = pl.Series(["13812345678", "13812345678"]), pl.Series(["13812345679", "138****5678"])
    >>> level(KINDS["phone"], *pair).tolist()
    [2, 1]
    """
    seen = pl.DataFrame({"left": left, "right": right})
    starred = left.str.contains("*", literal=True) | right.str.contains("*", literal=True)
    masked = _masked() if starred.any() else pl.lit(False)
    measures = [*_MEASURES[kind.name](seen), masked.alias("masked"), starred.alias("starred")]
    chain: Any = pl
    for number, one in reversed(list(enumerate(kind.levels, 1))):
        holds = pl.sql_expr(one.when) if one is MASKED else pl.sql_expr(one.when) & ~pl.col("starred")
        chain = chain.when(holds).then(pl.lit(number, dtype=pl.Int8))
    rows = seen.lazy().with_columns(measures).select(chain.otherwise(pl.lit(0, dtype=pl.Int8)).alias("level"))
    return rows.collect().to_series().to_numpy()


def _masked() -> pl.Expr:
    """Whether one of two values is masked and the other fits what it shows."""

    def fits(shown: str, whole: str) -> pl.Expr:
        head, tail = pl.col(shown).str.extract(r"^([^*]*)\*", 1), pl.col(shown).str.extract(r"\*([^*]*)$", 1)
        ends = pl.col(whole).str.starts_with(head) & pl.col(whole).str.ends_with(tail)
        return pl.col(shown).str.contains("*", literal=True) & ends & ((head != "") | (tail != ""))

    return (fits("left", "right") | fits("right", "left")).fill_null(False)


def _likeness(scorer: Callable[..., float], left: pl.Series, right: pl.Series, least: float) -> NDArray[np.float32]:
    """The scorer's likeness of each pair, 0 below `least`: those of one left value at a time where it has MANY, else
    pair by pair.
    """
    from rapidfuzz.process import cdist, cpdist

    found = np.empty(len(left), np.float32)
    alone = np.ones(len(left), bool)
    for start, end in _runs(left):
        one, others = left[start : start + 1].to_list(), right[start:end].to_list()
        found[start:end] = cdist(one, others, scorer=scorer, score_cutoff=least, dtype=np.float32)[0]
        alone[start:end] = False
    pairs = (left.filter(alone).to_list(), right.filter(alone).to_list())
    found[alone] = cpdist(*pairs, scorer=scorer, score_cutoff=least, dtype=np.float32)
    return found


def _runs(left: pl.Series) -> list[tuple[int, int]]:
    """Where the same left value stands MANY times."""
    begins = np.flatnonzero((left != left.shift()).fill_null(True).to_numpy())
    ends = np.append(begins[1:], len(left))
    many = ends - begins >= MANY
    return list(zip(begins[many].tolist(), ends[many].tolist(), strict=True))


def _name(seen: pl.DataFrame) -> Measures:
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

    left, right = seen["left"], seen["right"]
    several = left.str.contains(" ", literal=True) | right.str.contains(" ", literal=True)
    return [
        pl.Series("winkler", _where(~several, JaroWinkler.normalized_similarity, left, right, 0.75)),
        pl.Series("sorted", _where(several, token_sort_ratio, left, right, 60) / 100),
        pl.Series("shared", _where(several, token_set_ratio, left, right, 75) / 100),
        (~several).alias("single"),
        _begins().alias("begins"),
        _sound(left, right).alias("sound"),
        (pl.col("left").str.replace_all(" ", "") == pl.col("right").str.replace_all(" ", "")).alias("glued"),
    ]


def _where(
    asked: pl.Series, scorer: Callable[..., float], left: pl.Series, right: pl.Series, least: float
) -> NDArray[np.float32]:
    """The likeness of the pairs asked for, 0 of the others."""
    found = np.zeros(len(left), np.float32)
    if asked.any():
        found[asked.to_numpy()] = _likeness(scorer, left.filter(asked), right.filter(asked), least)
    return found


def _begins() -> pl.Expr:
    """Whether one is a single Chinese character, the first of the other: 王女士, who is 王丽 elsewhere."""
    left, right = pl.col("left"), pl.col("right")
    lone = r"^\p{Han}$"
    return (left.str.contains(lone) & right.str.starts_with(left)) | (
        right.str.contains(lone) & left.str.starts_with(right)
    )


def _sound(left: pl.Series, right: pl.Series) -> pl.Series:
    """Whether two Chinese names of the same length sound the same."""
    chinese = left.str.contains(r"\p{Han}") & right.str.contains(r"\p{Han}")
    if not chinese.any():
        return chinese
    return chinese & (left.str.len_chars() == right.str.len_chars()) & (sounds(left) == sounds(right))


def _slip(seen: pl.DataFrame) -> Measures:
    """slip: 1 - edits / length, where an edit puts in, takes out, changes, or swaps two neighbours (OSA)."""
    from rapidfuzz.distance import OSA

    likeness = _likeness(OSA.normalized_similarity, seen["left"], seen["right"], 0.69)
    return [pl.Series("slip", likeness + np.float32(1e-6))]


def _date(seen: pl.DataFrame) -> Measures:
    """swapped: the same year, the day of one the month of the other."""
    left, right = (
        {part: pl.col(side).str.slice(*at) for part, at in (("year", (0, 4)), ("one", (4, 2)), ("two", (6, 2)))}
        for side in ("left", "right")
    )
    turned = (left["one"] == right["two"]) & (left["two"] == right["one"]) & (left["year"] == right["year"])
    return [*_slip(seen), turned.alias("swapped")]


def _phone(seen: pl.DataFrame) -> Measures:
    tail = pl.col("left").str.tail(7)
    long = pl.min_horizontal(pl.col("left", "right").str.len_chars()) >= 7
    apart = pl.col("left").str.len_chars() != pl.col("right").str.len_chars()
    return [*_slip(seen), (long & apart & (tail == pl.col("right").str.tail(7))).alias("tail")]


def _address(seen: pl.DataFrame) -> Measures:
    return [pl.Series("words", _words(seen["left"], seen["right"]))]


def _words(left: pl.Series, right: pl.Series) -> NDArray[np.float32]:
    """Words in any order; words, or in Chinese characters, that one of the two lacks cost it a little."""
    from rapidfuzz.distance import LCSseq
    from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

    shared = _likeness(token_set_ratio, left, right, 50) / 100  # never less than that of all words sorted
    every = _where(pl.Series(shared > 0), token_sort_ratio, left, right, 50) / 100
    words = np.maximum(every, shared * np.float32(0.95))
    chinese = left.str.contains(r"\p{Han}") & right.str.contains(r"\p{Han}")
    todo = chinese & pl.Series(words < 0.9)
    if todo.any():
        one, two = left.filter(todo), right.filter(todo)
        shorter = pl.select(pl.min_horizontal(one.str.len_chars(), two.str.len_chars())).to_series()
        held = _likeness(LCSseq.similarity, one, two, 1) / shorter.to_numpy()
        words[todo.to_numpy()] = np.maximum(words[todo.to_numpy()], held.astype(np.float32) * np.float32(0.9))
    return words


def _numbers(seen: pl.DataFrame) -> Measures:
    """whole, part, some: the numbers are the same, all of one are among the other's, or half of three or more are: a
    Chinese address names a building by its street or by its estate.
    """
    digits = seen.select(pl.col("left", "right").str.split(" ").list.unique())
    counts = digits.select(
        shared=pl.col("left").list.set_intersection("right").list.len(),
        fewer=pl.min_horizontal(pl.col("left", "right").list.len()),
        more=pl.max_horizontal(pl.col("left", "right").list.len()),
    )
    shared = pl.col("shared")
    found = counts.select(
        whole=shared == pl.col("more"),
        part=(shared > 0) & (shared == pl.col("fewer")),
        some=(shared > 0) & (shared * 2 >= pl.col("fewer")) & (pl.col("more") >= 3),
    )
    return list(found)


def _text(seen: pl.DataFrame) -> Measures:
    from rapidfuzz.distance import Indel

    return [pl.Series("ratio", _likeness(Indel.normalized_similarity, seen["left"], seen["right"], 0.5))]


_MEASURES: dict[str, Callable[[pl.DataFrame], Measures]] = {
    "exact": lambda _: [],
    "name": _name,
    "phone": _phone,
    "address": _address,
    "numbers": _numbers,
    "text": _text,
    "date": _date,
    "number": _slip,
}
