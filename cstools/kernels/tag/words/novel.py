"""Words that no dictionary has, found by how they hold together and how free they stand.

The measures are those of Huang and Powers (2003, "Chinese word segmentation based on contextual entropy", PACLIC 17)
and, for the weakest split, of Sproat and Shih (1990, "A statistical method for finding word boundaries in Chinese
text"), as Chinese practice joins them.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.errors import Usage
from cstools.kernels.stage import Result, Stage, counted
from cstools.kernels.tag import CUSTOMER, ROLE
from cstools.kernels.tag.words.grams import LONGEST, Level, Places, codes, han, levels
from cstools.kernels.tag.words.segment import Own, Segmenter, segmenter
from cstools.kernels.tag.words.terms import TEXT, readable, spoken, worth
from cstools.model.stopwords import EDGES

COLUMNS = ("word", "n", "pmi", "entropy_left", "entropy_right", "pieces", "example")
SCHEMA: dict[str, pl.DataType] = {
    "word": pl.String(), "n": pl.Int64(), "pmi": pl.Float64(), "entropy_left": pl.Float64(),
    "entropy_right": pl.Float64(), "pieces": pl.String(), "example": pl.String(),
}  # fmt: skip
TIGHT = 4.0
"""Bits a word must hold together by."""
FREE = 1.5
"""Bits of what stands before it, and of what stands behind."""
MOST = 20_000_000
"""Characters that are looked through, at some 60 bytes of memory each."""
AROUND = 12
"""Characters of an example on either side of the word."""
Floats = NDArray[np.float64]


def stage(
    field: str = "text", minimum: int = 10, top: int = 500, own: Own | None = None, speaker: str = CUSTOMER
) -> Stage:
    """The whole stage of new words: reads `field` (and sender_role), gives a row a word (`novel`) for the records.

    At most `top` rows, the most frequent first. Texts that are the same count once. Counts: texts, different texts.
    The first column can be given back as `own` (a user dictionary) once the rows that are no words are struck out.

    Raises Usage("words.number") for a minimum or top below 1 and, applied, ("field.missing").

    >>> lf = pl.LazyFrame({"text": [f"{a}小蓝瓶{b}" for a in "买收退换用" for b in "漏空坏碎少"] + ["慢" * 600]})
    >>> stage(minimum=10).apply(lf).rows.collect().rows()
    [('小蓝瓶', 25, 4.857981, 2.321928, 2.321928, '小蓝瓶', '买小蓝瓶坏')]
    """
    for option, value in (("--new-words", minimum), ("top", top)):
        if value < 1:
            raise Usage("words.number", option=option, value=value)

    def apply(lf: pl.LazyFrame) -> Result:
        texts = spoken(lf, field, "cs-tag --new-words", speaker)[TEXT].drop_nulls()
        each = texts.unique()
        rows = novel(readable(each), minimum, segmenter(own)).head(top)
        return Result(rows.lazy(), counts=counted({"texts": texts.len(), "different texts": each.len()}))

    return Stage("novel", apply, scope="whole", needs=(field, ROLE), adds=COLUMNS, narrow=True)


def novel(texts: pl.Series, minimum: int, segment: Segmenter) -> pl.DataFrame:
    """The words of texts (as `readable` leaves them, each once) that the segmenter's dictionary lacks: COLUMNS.

    word: 2 to 6 Chinese characters without a function word at either end. n (Int64): occurrences, at least `minimum`.
    pmi: log2 of P(word) / (P(left) P(right)) for the split where that is least, P being a share of all Chinese
    characters. entropy_left, entropy_right: bits of the character before and behind; an end of a run of Chinese
    characters is a sign of its own each time, since a word may stand there. pieces: how the segmenter cuts it, a space
    between. Of more than MOST characters every second (third, ...) text in order is read, and n counts in those.
    example: the word with what is around it in the first text in order. Rows: most frequent first, then by
    word. Kept are words of TIGHT and FREE or more.
    """
    points = codes(sample(texts.drop_nulls().unique().sort(), MOST))
    grams = levels(points, minimum)
    total = int(han(points).sum())
    found = [_words(points, grams, size, total) for size in range(2, LONGEST + 1)]
    rows = pl.concat(found).sort(["n", "word"], descending=[True, False])
    new = rows["word"].is_in(worth(rows["word"]).implode())
    new &= pl.Series([not segment.knows(word) for word in rows["word"]], dtype=pl.Boolean)
    rows = rows.filter(new)
    pieces = [" ".join(segment.cut(word)) for word in rows["word"]]
    rows = rows.with_columns(pl.Series("pieces", pieces, dtype=pl.String))
    return rows.with_columns(pl.col("pmi", "entropy_left", "entropy_right").round(6)).select(COLUMNS)


def sample(texts: pl.Series, most: int) -> pl.Series:
    """Every text, or as many at equal steps as have about `most` characters or fewer; give them in order.

    >>> sample(pl.Series(["一二", "三四", "五六"]), 4).to_list()
    ['一二', '五六']
    """
    return texts.gather_every(int(texts.str.len_chars().sum()) // (most + 1) + 1)


def broken(words: pl.DataFrame) -> list[str]:
    """The words of `novel` that the segmenter cannot see: it leaves single characters of them, or has no word for them.

    What it cuts into words (售后 客服) is counted by those, and what holds another of them (小蓝瓶坏) by that one.

    >>> words = {"word": ["小蓝瓶", "小蓝瓶坏", "售后客服"], "pieces": ["小 蓝瓶", "小 蓝瓶 坏", "售后 客服"]}
    >>> broken(pl.DataFrame(words))
    ['小蓝瓶']
    """
    whole = ~pl.col("pieces").str.contains(" ")
    single = pl.col("pieces").str.split(" ").list.eval(pl.element().str.len_chars() == 1).list.any()
    within = pl.col("word").str.extract_many(pl.col("word").implode(), overlapping=True)
    return words.filter(whole | single).filter(within.list.len() == 1)["word"].to_list()


def _words(points: NDArray[np.uint32], grams: list[Level], size: int, total: int) -> pl.DataFrame:
    """The grams of one size that pass: SCHEMA without pieces."""
    level = grams[size - 1]
    first = level.first()
    pmi = _tightness(grams, size, first, total)
    edges = np.isin(points[np.stack([first, first + size - 1])], [ord(sign) for sign in EDGES]).any(axis=0)
    # What fails here needs no look at its neighbours, which is the dear part.
    passed = (pmi >= TIGHT) & ~edges
    left, right = (_freedom(points, level, passed, step) for step in (-1, size))
    kept = np.flatnonzero(passed & (left >= FREE) & (right >= FREE))
    columns = {"pmi": pmi[kept], "entropy_left": left[kept], "entropy_right": right[kept]}
    said = [_said(points, int(place), size) for place in first[kept]]
    texts = {"word": [word for word, _ in said], "n": level.n[kept], "example": [around for _, around in said]}
    return pl.DataFrame({**texts, **columns}, schema={name: SCHEMA[name] for name in (*texts, *columns)})


def _tightness(grams: list[Level], size: int, first: Places, total: int) -> Floats:
    """log2 of P(word) / (P(left) P(right)) at the weakest split of each gram of a size."""
    level = grams[size - 1]
    splits = [
        grams[k - 1].often(first) * grams[size - k - 1].often(first + k).astype(np.float64) for k in range(1, size)
    ]
    found: Floats = np.log2(level.n * float(total) / np.max(splits, axis=0))
    return found


def _freedom(points: NDArray[np.uint32], level: Level, asked: NDArray[np.bool_], step: int) -> Floats:
    """Bits of the character `step` from where each gram begins, for the grams asked for; 0 for the others."""
    chosen = asked[level.gram]
    gram, sign = level.gram[chosen], points[level.at[chosen] + step]
    inner = han(sign)
    bits = np.zeros(len(level.n))
    if inner.any():
        pairs, n = np.unique(gram[inner].astype(np.int64) << 21 | sign[inner], return_counts=True)
        np.add.at(bits, pairs >> 21, n * np.log2(n))
    # -sum p log2 p = log2 N - sum n log2 n / N, and a sign that occurs once adds nothing to the sum.
    return np.where(asked, np.log2(level.n) - bits / level.n, 0.0)


def _said(points: NDArray[np.uint32], place: int, size: int) -> tuple[str, str]:
    """The gram at a place, and it with what is around it in its text."""
    start = max(place - AROUND, 0)
    before, word, after = (
        part.tobytes().decode("utf-32-le")
        for part in (points[start:place], points[place : place + size], points[place + size : place + size + AROUND])
    )
    return word, before.rpartition("\n")[2] + word + after.partition("\n")[0]
