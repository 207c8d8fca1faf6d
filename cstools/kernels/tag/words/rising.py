"""Words that are said more in the last period than before it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.periods import ALL, PERIODS, start_of, text_of
from cstools.kernels.stage import Result, Stage, counted
from cstools.kernels.tag import CUSTOMER, ROLE
from cstools.kernels.tag.words.fisher import adjusted, more
from cstools.kernels.tag.words.novel import broken, novel, sample
from cstools.kernels.tag.words.segment import Own, segmenter
from cstools.kernels.tag.words.terms import TEXT, readable, spoken, terms
from cstools.model import fields

SCHEMA: dict[str, pl.DataType] = {
    "word": pl.String(), "period": pl.String(), "n": pl.Int64(), "records": pl.Int64(), "share": pl.Float64(),
    "n_before": pl.Int64(), "records_before": pl.Int64(), "share_before": pl.Float64(), "log_odds": pl.Float64(),
    "z": pl.Float64(), "p_adjusted": pl.Float64(), "example_id": pl.String(),
}  # fmt: skip
COLUMNS = tuple(SCHEMA)
PRIOR = 3
"""Made-up words, 30 to 9,000 records a period: the order is that of Fisher's exact test (rank correlation .994 or more)
and no word that did not change is above z = 3. With 1, words new in a short period come behind frequent ones that rose
less; with more, z shrinks for nothing."""
EARLIER = 1_000_000
"""Characters of earlier texts that new words are looked for in, to tell what is usual beside what is new."""
KINDS = ("ticket", "review", "survey", "message", "refund", "order")
"""The kinds that hold what customers write, one whose time another has too (surveys are sent) before that one."""
TOOL = "cs-tag --rising"
TIME, ID, NOW, RANK = "__time", "__id", "__now", "__rank"


def stage(
    period: str = "week",
    field: str = "text",
    as_of: datetime | None = None,
    minimum: int = 5,
    top: int = 50,
    own: Own | None = None,
    speaker: str = CUSTOMER,
) -> Stage:
    """The whole stage behind `cs-tag --rising PERIOD`: a row a word that rises (COLUMNS) in place of the records.

    Reads `field`, sender_role, and the main time and key of the kind (created_at and ticket_id of tickets, sent_at and
    message_id, else ticket_id, of messages, ...). The last period is the one that holds `as_of` (the latest time of a
    text by default); it is compared with all before it, by shares of records, so a last period that has not ended is no
    disadvantage. Records after as_of, without a time, or without a text of the customer's are left out and counted.

    word: one worth counting (`terms`), or a new one that no dictionary has (`novel`, same minimum).
    n, n_before: records with it, once a record; records, records_before: all with a text; share, share_before: n of
    records. log_odds, z, p_adjusted: `compared`. example_id: the key of the first record of the period with it, null
    where there is none. Words of `minimum` records of the period or more with z above 0, the `top` highest first.

    Without texts, no rows. Raises Usage("words.period") for a period that is none, ("words.number") for minimum or top
    below 1 and, applied, ("field.missing"), ("words.no_text") where the last period has no text and
    ("words.one_period") where no text is before it.

    >>> texts = ["鞋子开胶"] * 6 + ["鞋子不错"] * 30
    >>> times = [datetime(2025, 10, 16)] * 6 + [datetime(2025, 10, 1)] * 30
    >>> rows = stage("week").apply(pl.LazyFrame({"text": texts, "created_at": times})).rows
    >>> rows.select("word", "period", "n", "n_before", "z").collect().rows()
    [('开胶', '2025-W42', 6, 0, 3.008674)]
    """
    known = [name for name in PERIODS if name != ALL]
    if period not in known:
        raise Usage("words.period", text=period, known=", ".join(known))
    for value in (minimum, top):
        if value < 1:
            raise Usage("words.number", option="--rising", value=value)

    def apply(lf: pl.LazyFrame) -> Result:
        said, notes = _said(lf, field, as_of, speaker)
        if said.is_empty():
            return Result(pl.LazyFrame(schema=SCHEMA), counts=counted(notes))
        start = start_of(pl.lit(as_of or said[TIME].max(), dtype=pl.Datetime("us")), period)
        said = said.with_columns((pl.col(TIME) >= start).alias(NOW))
        named = str(pl.select(text_of(start, period)).item())
        here = int(said[NOW].sum())
        if here in (0, said.height):
            raise Usage("words.one_period" if here else "words.no_text", period=named)
        rows = _rows(said, minimum, top, own).with_columns(pl.lit(named).alias("period")).select(COLUMNS)
        return Result(rows.lazy(), counts=counted(notes))

    named = [name for kind in KINDS for name in (fields.TIME[kind], fields.KEY[kind]) if name]
    return Stage("rising", apply, scope="whole", needs=(field, ROLE, *named), adds=COLUMNS, narrow=True)


def compared(words: pl.DataFrame, records: int, before: int) -> pl.DataFrame:
    """All words tested (n of `records`, n_before of `before` records) with log_odds, z and p_adjusted.

    The log-odds-ratio with an informative Dirichlet prior of Monroe, Colaresi and Quinn (2008, "Fightin' Words",
    equations 16, 20 and 22), for records that have a word or not, so with two outcomes: Beta priors at the word's share
    of all records, and the variance of all four cells, not of the two of rare words alone. The prior weighs PRIOR times
    the records of the period. p_adjusted: Fisher's exact test, adjusted for the number of words (`fisher`): z, which
    the prior draws towards 0, puts words in order but is no test.

    >>> words = pl.DataFrame({"n": [9, 6], "n_before": [30, 50]})
    >>> compared(words, 100, 1000).select(pl.col("log_odds", "z", "p_adjusted").round(3)).rows()
    [(0.47, 1.672, 0.012), (0.061, 0.236, 0.401)]
    """
    share = (pl.col("n") + pl.col("n_before")) / (records + before)
    prior = PRIOR * records
    has = [pl.col(n) + prior * share for n in ("n", "n_before")]
    lacks = [records + prior - has[0], before + prior - has[1]]
    odds = (has[0] / lacks[0]).log() - (has[1] / lacks[1]).log()
    spread = sum((1 / cell for cell in (*has, *lacks)), pl.lit(0.0)).sqrt()
    # A word that every record has lacks nowhere: it cannot rise.
    moves = share < 1
    return words.with_columns(
        pl.when(moves).then(odds).otherwise(0.0).alias("log_odds"),
        pl.when(moves).then(odds / spread).otherwise(0.0).alias("z"),
        adjusted(more(words["n"], words["n_before"], records, before)).alias("p_adjusted"),
    )


def _said(lf: pl.LazyFrame, field: str, as_of: datetime | None, speaker: str) -> tuple[pl.DataFrame, Mapping[str, int]]:
    """The texts that count (TEXT, TIME and ID), and how many records were left out by reason."""
    frame = spoken(lf, field, TOOL, speaker)
    # Not by `fields.detect`: what tells a kind may be among the fields the reader left out.
    kind = next((kind for kind in KINDS if fields.TIME[kind] in frame.columns), None)
    if kind is None:
        raise Usage("field.missing", tool=TOOL, fields=str(fields.TIME[fields.TICKET]))
    keys = [key for key in (fields.KEY[kind], fields.KEY[fields.TICKET]) if key and key in frame.columns]
    name = pl.col(keys[0]) if keys else pl.lit(None)
    texts = frame.select(
        TEXT,
        pl.col(str(fields.TIME[kind])).cast(pl.Datetime("us")).alias(TIME),
        name.cast(pl.String).alias(ID),
    )
    worded = texts.filter(pl.col(TEXT).is_not_null())
    timed = worded.filter(pl.col(TIME).is_not_null())
    used = timed if as_of is None else timed.filter(pl.col(TIME) <= as_of)
    left = {
        "left out (no text)": texts.height - worded.height,
        "left out (no time)": worded.height - timed.height,
        "left out (after --as-of)": timed.height - used.height,
    }
    return used, {"used": used.height} | {name: n for name, n in left.items() if n}


def _rows(said: pl.DataFrame, minimum: int, top: int, own: Own | None) -> pl.DataFrame:
    """COLUMNS without period, from TEXT, TIME, ID and NOW."""
    # The same example whatever the order of the records.
    said = said.sort(TIME, ID, TEXT).with_row_index(RANK)
    records = int(said[NOW].sum())
    before = said.height - records
    words = _counted(said, minimum, own)
    # Chosen by both together: a choice by n alone would favour words that rose by chance.
    tested = compared(words.filter(pl.col("n") + pl.col("n_before") >= minimum).sort("word"), records, before)
    risen = tested.filter((pl.col("n") >= minimum) & (pl.col("z") > 0))
    columns = risen.with_columns(
        pl.lit(records, dtype=pl.Int64).alias("records"),
        pl.lit(before, dtype=pl.Int64).alias("records_before"),
        (pl.col("n") / records).round(6).alias("share"),
        (pl.col("n_before") / before).round(6).alias("share_before"),
        pl.col("log_odds", "z").round(6),
        pl.col("p_adjusted").round_sig_figs(6),
        pl.lit(said[ID]).gather(RANK).alias("example_id"),
    )
    return columns.sort(["z", "n", "word"], descending=[True, True, False]).head(top)


def _counted(said: pl.DataFrame, minimum: int, own: Own | None) -> pl.DataFrame:
    """word, n, n_before and the lowest RANK of a record of the period with it, for all words."""
    now = pl.col(NOW)
    each = said.group_by(TEXT).agg(
        now.sum().cast(pl.Int64).alias("n"),
        (~now).sum().cast(pl.Int64).alias("n_before"),
        pl.col(RANK).filter(now).min(),
    )
    each = each.with_columns(readable(each[TEXT]).alias(TEXT))
    here = pl.col("n") > 0
    looked = pl.concat([each.filter(here)[TEXT], sample(each.filter(~here)[TEXT].sort(), EARLIER)])
    new = broken(novel(looked, minimum, segmenter(own)))
    found = terms(each[TEXT], segmenter([*(own or ()), *((word, None) for word in new)])).unique()
    places = each.drop(TEXT).with_row_index("i").with_columns(pl.col("i").cast(pl.Int64))
    return found.join(places, on="i").group_by("word").agg(pl.col("n", "n_before").sum(), pl.col(RANK).min())
