"""Sentiment: the weights of the words said, each turned or weighed by what stands around it."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.kernels.tag.finds import Finds, longest, written
from cstools.kernels.tag.lexis import AFTERS, DEGREE, TONE, TURNING, WEIGHED, Ints, Lexis
from cstools.kernels.tag.patterns import DENIED, MILLI
from cstools.kernels.tag.script import Script
from cstools.model.lexicon import AFTER_BUT, FLIP_BAD, FLIP_GOOD

HALF = 2 * MILLI
"""The sum of weights at which the score is half way to its end."""
CLEAR = 0.15
"""Scores nearer to 0 than this are neutral."""


def feeling(script: Script, finds: Finds, lexis: Lexis) -> Ints:
    """The sum of weights of each text, in thousandths.

    A longer word hides those in it (快递 is not 快); a denied good word is bad, a denied bad one weakly good. What
    follows a word can turn it as well (线头都没有), and what follows 但是 weighs more.
    """
    words = finds.all(WEIGHED)
    which, at, end = longest(script.codes.size, finds.at[words], finds.end[words])
    word, marks = finds.word[words][which], finds.marks[words][which]
    text = script.text[at]
    real = lexis.weight[word] != 0
    weight = weighed(at[real], end[real], lexis.weight[word[real]], finds, lexis, script.codes.size)
    spent = degrees(at[real], end[real], weight, (marks[real] & DEGREE) > 0)
    late = at[real] > last(text, at, (marks & TURNING) > 0, script.i.size)[text[real]]
    weight = np.where(late, weight * round(AFTER_BUT * MILLI) // MILLI, weight)
    sums = np.bincount(text[real][~spent], weights=weight[~spent], minlength=script.i.size)
    return sums.astype(np.int64)  # sums of whole numbers far below 2**53 are exact


def weighed(at: Ints, end: Ints, weight: Ints, finds: Finds, lexis: Lexis, size: int) -> Ints:
    """Weights turned or multiplied by what stands right before and after their words."""
    before, after = finds.all(TONE), finds.all(AFTERS)
    times = written(size, finds.end[before], lexis.tone[finds.word[before]], MILLI)[at]
    turn = written(size, finds.at[after], lexis.turn[finds.word[after]], MILLI)[end]
    flipped = weight * np.where(weight > 0, round(FLIP_GOOD * MILLI), round(FLIP_BAD * MILLI))
    full = np.where(times == DENIED, flipped, weight * times) // MILLI
    turned: Ints = full * turn // MILLI
    return turned


def degrees(at: Ints, end: Ints, weight: Ints, degree: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which words only weigh the next one: 好 in 好贵. In order; no word that a longer one holds is left."""
    spent = np.zeros(at.size, dtype=np.bool_)
    spent[:-1] = degree[:-1] & (at[1:] == end[:-1]) & (weight[1:] != 0)
    return spent


def last(text: Ints, at: Ints, turning: NDArray[np.bool_], texts: int) -> Ints:
    """Where the last 但是 of each text stands; behind everything where there is none: nothing is late then."""
    found = np.full(texts, np.iinfo(np.int64).max, dtype=np.int64)
    found[text[turning]] = at[turning]
    return found


def score(weight: pl.Expr) -> pl.Expr:
    """A sum of weights as a score of -1 to 1; null is 0.

    >>> pl.DataFrame({"w": [2000, -6000, None]}).select(score(pl.col("w"))).to_series().to_list()
    [0.5, -0.75, 0.0]
    """
    known = weight.fill_null(0)
    return (known / (known.abs() + HALF)).round(6)


def label(value: pl.Expr) -> pl.Expr:
    """The word for a score: positive, neutral or negative; null stays null.

    >>> pl.DataFrame({"s": [0.5, -0.1, -0.4, None]}).select(label(pl.col("s"))).to_series().to_list()
    ['positive', 'neutral', 'negative', None]
    """
    clear = pl.when(value >= CLEAR).then(pl.lit("positive")).when(value <= -CLEAR).then(pl.lit("negative"))
    return clear.when(value.is_not_null()).then(pl.lit("neutral"))
