"""Likeness of texts. The one file that knows RapidFuzz."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

Match = tuple[int, int, float]
"""Position of a text, position of the earlier text it is like, and how like: 0..1."""


def normal(text: pl.Expr) -> pl.Expr:
    """A text as it is compared: NFKC, lower case, letters and digits only; null if nothing is left.

    >>> frame = pl.DataFrame({"t": ["Hello， 怎么还没发货？！②", "……"]})
    >>> frame.select(normal(pl.col("t"))).to_series().to_list()
    ['hello怎么还没发货2', None]
    """
    kept = text.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", "")
    return pl.when(kept != "").then(kept)


def earliest(
    texts: Sequence[str | None], names: Sequence[str | None], cases: Sequence[str | None], reach: Sequence[int],
    similar: float,
) -> list[Match]:  # fmt: skip
    """For each text the first of the `reach` texts before it that is at least `similar` to it; texts without are out.

    Likeness is 1 - (insertions + deletions) / (both lengths), the Indel similarity: 2 LCS / (m + n). An earlier text
    without a name cannot be pointed at, and one of the same case is the same request, not a repeat of it.

    One text is compared with many in one call: RapidFuzz then prepares it once, and needs no NumPy, whose import would
    cost a short run more than the work.

    >>> earliest(["发货太慢了", "在吗", "发货太慢了啊"], ["T1", "T2", "T3"], ["T1", "T2", "T3"], [0, 1, 2], 0.9)
    [(2, 0, 0.909090909)]
    """
    if not any(reach):
        return []
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extract_iter

    anchors = [text if name is not None else None for text, name in zip(texts, names, strict=True)]
    found: list[Match] = []
    for at, (text, back) in enumerate(zip(texts, reach, strict=True)):
        if not back or text is None:
            continue
        first = at - back
        likes = extract_iter(text, anchors[first:at], scorer=Indel.normalized_similarity, score_cutoff=similar)
        for _, score, offset in likes:
            if cases[at] is None or cases[first + offset] != cases[at]:
                found.append((at, first + offset, round(score, 9)))
                break
    return found
