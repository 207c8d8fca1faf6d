"""上升词: the words that customers say more this month than the month before."""

from __future__ import annotations

import polars as pl

from cstools.kernels.report.data import Data
from cstools.kernels.report.stats import ALPHA, FAMILIES
from cstools.model.report import Block, Column, Figure, Note, Param, Phrase, Table

MOST = 15
SAMPLE = 10_000
"""Texts of a month that are cut into words. A word of one text in a thousand is in ten of them; 20,000 texts cost
0.3 s of CPU beside the 0.6 s that numpy and the dictionary take to load, all of a big shop's would cost seconds."""
FIELDS = ("ticket_id", "created_at", "text")
SURE = ALPHA / len(FAMILIES)
"""The p, adjusted for all words, below which a word is listed: as strict as a family of findings."""


def rising(data: Data) -> Block | None:
    """The words whose share of texts rose most, by the kernel of `cs-tag --rising`; a sentence where none did.

    None without texts in both months.
    """
    now, before = (_texts(data.month(month)) for month in (None, data.period.previous))
    if not now.height or not before.height:
        return None
    from cstools.kernels.tag.words import rising as kernel

    used = [sampled(texts) for texts in (now, before)]
    found = kernel.stage("month", top=MOST).apply(pl.concat(used).lazy()).rows.collect()
    found = found.filter(pl.col("p_adjusted") <= SURE)
    words: dict[str, Param] = {
        "n": Figure(used[0].height), "all": Figure(now.height), "before": Figure(used[1].height),
        "all_before": Figure(before.height),
    }  # fmt: skip
    whole = [each.height for each in used] == [now.height, before.height]
    basis = Phrase("rising.basis" if whole else "rising.sample", words)
    if found.is_empty():
        return Note((Phrase("rising.none"), basis))
    columns = (
        Column("word"), Column("texts", "n"), Column("texts_before", "n"), Column("text_share", "ratio"),
        Column("text_share_before", "ratio"), Column("z", "mean"), Column("example"),
    )  # fmt: skip
    kept = found.select("word", "n", "n_before", "share", "share_before", pl.col("z").round(3), "example_id")
    return Table(Phrase("rising.table"), columns, tuple(kept.iter_rows()), basis)


def sampled(texts: pl.DataFrame) -> pl.DataFrame:
    """Every k-th record in the order of its number, k the least that leaves SAMPLE or fewer.

    >>> sampled(pl.DataFrame({"ticket_id": ["2", "1"], "created_at": [None, None], "text": ["b", "a"]})).rows()
    [('1', None, 'a'), ('2', None, 'b')]
    """
    return texts.sort(FIELDS).gather_every(max(1, -(-texts.height // SAMPLE)))


def _texts(rows: pl.DataFrame) -> pl.DataFrame:
    """What customers wrote in a month: FIELDS."""
    if "text" not in rows.columns:
        return rows.select("created_at").clear()
    names = [name for name in FIELDS if name in rows.columns]
    lacking = [] if "ticket_id" in names else [pl.lit(None, dtype=pl.String).alias("ticket_id")]
    return rows.filter(pl.col("text").is_not_null()).select(names).with_columns(lacking).select(FIELDS)
