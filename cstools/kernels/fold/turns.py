"""A transcript taken apart: one row a header line, with who spoke, when, and what was said up to the next."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.times import times
from cstools.kernels.fold.headers import DATE, PATTERNS, RANKS, matches, parts

RECORD = "__record"
"""Int64: number of the record the transcript stands in."""
WHEN = "__when"
"""The record's own time."""
LINE_IN = "__line_in"
"""Int64: place of the header line in its transcript, from 0."""
STYLE, TURN, DAYS = "__style", "__turn", "__days"
BACKWARDS = 3_600_000
"""Milliseconds by which a clock must run backwards to mean the next day: lines of one minute may be out of order."""
DAY = 24 * 3_600_000
NEAR = DAY - BACKWARDS
SAYS = ("day", "clock", "who", "said")


def turns(cells: pl.DataFrame, tz: str) -> pl.DataFrame:
    r"""RECORD, sent_at, sender, sender_role, text and LINE_IN of every message, in order.

    In: RECORD, WHEN, text. sender_role is `system` for what stands before the first header, `customer` for a cell
    without header lines, else null.

    >>> cells = pl.DataFrame({"__record": [0], "text": ["tb1 2025-10-06 08:05:03\n在吗"]})
    >>> turns(cells.with_columns(pl.lit(None, pl.Datetime("us")).alias("__when")), "UTC").rows()[0][2:]
    ('tb1', None, '在吗', 0)
    """
    told = _told(_styled(_lines(cells))).with_columns(
        pl.col("__header").cast(pl.Int64).cum_sum().over(RECORD).alias(TURN),
        pl.col("__dated").cast(pl.Int64).cum_sum().over(RECORD).alias(DAYS),
    )
    line = pl.when(pl.col("__header")).then("said").when(~pl.col("__dated")).then("text")
    made = told.group_by(RECORD, TURN, maintain_order=True).agg(
        pl.col(WHEN, STYLE).first(),
        pl.col(DAYS).first(),
        pl.col("day", "clock", "who").drop_nulls().first(),
        line.drop_nulls().str.join("\n").str.strip_chars().alias("text"),
        pl.col(LINE_IN).first(),
    )
    dated = _dated(made, _days(told, tz), tz)
    first = pl.col("sent_at").drop_nulls().first().over(RECORD)
    bare = pl.col(STYLE).is_null()
    said = dated.filter((pl.col(TURN) > 0) | (pl.col("text") != ""))
    return said.select(
        RECORD,
        pl.when(bare).then(WHEN).when(pl.col(TURN) == 0).then(first).otherwise("sent_at").alias("sent_at"),
        pl.col("who").str.strip_chars().alias("sender"),
        pl.when(bare).then(pl.lit("customer")).when(pl.col(TURN) == 0).then(pl.lit("system")).alias("sender_role"),
        pl.when(pl.col("text") != "").then("text").alias("text"),
        LINE_IN,
    )


def _lines(cells: pl.DataFrame) -> pl.DataFrame:
    """One row a line, with LINE_IN."""
    split = cells.with_columns(pl.col("text").str.replace_all(r"\r\n?", "\n").str.split("\n")).explode("text")
    return split.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).over(RECORD).alias(LINE_IN))


def _styled(lines: pl.DataFrame) -> pl.DataFrame:
    """STYLE of each line's transcript: of the patterns that say most (a date, then a clock), the most frequent.

    A line may match two (旗舰店:小美 is a name, or a name and a word): the others of its transcript decide. A pattern
    that says less is tried only on transcripts in which none that says more is found.
    """
    left = lines
    found = []
    for rank in sorted(set(RANKS)):
        of_rank = [at for at in range(len(PATTERNS)) if RANKS[at] == rank]
        counts = left.group_by(RECORD, maintain_order=True).agg(
            pl.concat_list(matches(pl.col("text"), at).sum().cast(pl.Int64) for at in of_rank).alias("__n")
        )
        some = pl.col("__n").list.max() > 0
        best = pl.col("__n").list.arg_max().cast(pl.Int64) + of_rank[0]
        found.append(counts.filter(some).select(RECORD, best.alias(STYLE)))
        left = left.join(found[-1], on=RECORD, how="anti", maintain_order="left")
    return lines.join(pl.concat(found), on=RECORD, how="left", maintain_order="left")


def _of_style(by_style: dict[int, pl.Expr], nothing: pl.DataType) -> pl.Expr:
    chosen = [pl.when(pl.col(STYLE) == at).then(expr) for at, expr in by_style.items()]
    return pl.coalesce(*chosen, pl.lit(None, nothing))


def _told(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with whether they are headers, whether they hold a date only, and day, clock, who and said of headers.

    A line of a date alone counts where headers have clocks only; elsewhere somebody may have said it.
    """
    styles = lines[STYLE].drop_nulls().unique().sort().to_list()
    header = _of_style({at: matches(pl.col("text"), at) for at in styles}, pl.Boolean()).fill_null(False)
    clocks = [at for at, rank in enumerate(RANKS) if rank == 1]
    day = (pl.col(STYLE).is_in(clocks) & pl.col("text").str.contains(DATE)).fill_null(False)
    marked = lines.with_columns(header.alias("__header"), day.alias("__dated"))
    found = {at: parts(pl.col("text"), at) for at in styles}
    words = {name: _of_style({at: found[at][name] for at in styles}, pl.String()) for name in SAYS}
    return marked.with_columns(pl.when("__header").then(word).alias(name) for name, word in words.items())


def _days(lines: pl.DataFrame, tz: str) -> pl.DataFrame:
    """RECORD, DAYS and the date that a line of its own gives."""
    day = pl.col("text").str.extract(DATE, 1)
    return lines.filter("__dated").select(RECORD, DAYS, times(day, tz).alias("__given"))


def _dated(made: pl.DataFrame, days: pl.DataFrame, tz: str) -> pl.DataFrame:
    """The turns with sent_at: the header's date and clock, else the clock on the day of the date line or the record."""
    clock = pl.col("clock").str.replace(",", ".")
    text = pl.concat_str(pl.coalesce("day", pl.lit("2000-01-01")), clock, separator=" ")
    read = made.join(days, on=[RECORD, DAYS], how="left", maintain_order="left").with_columns(
        times(text, tz).alias("sent_at")
    )
    of_day = (pl.col("sent_at") - pl.col("sent_at").dt.truncate("1d")).dt.total_milliseconds()
    back = of_day.diff().over(RECORD, DAYS) < -BACKWARDS
    undated = read.filter(pl.col("day").is_null() & pl.col("sent_at").is_not_null())
    rolled = undated.with_columns(
        of_day.alias("__ms"), back.fill_null(False).cast(pl.Int64).cum_sum().over(RECORD, DAYS).alias("__roll")
    )
    start = pl.coalesce("__given", WHEN).dt.truncate("1d")
    since = (pl.col(WHEN) - pl.col(WHEN).dt.truncate("1d")).dt.total_milliseconds()
    first = pl.col("__ms").first().over(RECORD)
    # Record and chat begin on two sides of midnight; a record with a date only does not tell.
    apart = pl.when(pl.col("__given").is_null() & (since > 0)).then(since - first)
    shift = pl.when(apart > NEAR).then(1).when(apart < -NEAR).then(-1).otherwise(0)
    at = start + pl.duration(days=pl.col("__roll") + shift, milliseconds=pl.col("__ms"))
    settled = rolled.select(RECORD, TURN, at.alias("__at"))
    joined = read.join(settled, on=[RECORD, TURN], how="left", maintain_order="left")
    return joined.with_columns(pl.when(pl.col("day").is_null()).then("__at").otherwise("sent_at").alias("sent_at"))
