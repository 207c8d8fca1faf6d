"""Tagging: every text of a customer named by the taxonomy, with its severity and feeling."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.frames import ensure
from cstools.kernels.stage import Result, Stage
from cstools.kernels.tag.hits import hits, plain
from cstools.kernels.tag.leaves import greetings, leaves
from cstools.kernels.tag.mood import label, mood, score
from cstools.kernels.tag.patterns import Patterns, compiled
from cstools.model.taxonomy import RED, Taxonomy

TOPICS: dict[str, pl.DataType] = {
    "topic": pl.String(), "tags": pl.List(pl.String()), "severity": pl.Int64(), "red_line": pl.Boolean(),
}  # fmt: skip
FEELINGS: dict[str, pl.DataType] = {"sentiment": pl.Float64(), "sentiment_label": pl.String()}
EXPLAIN = "tag_words"
ROLE, CUSTOMER = "sender_role", "customer"
NAMED = "tagged"


def stage(
    taxonomy: Taxonomy,
    field: str = "text",
    fill_category: bool = False,
    sentiment: bool = True,
    explain: bool = False,
) -> Stage:
    """The row stage behind cs-tag: reads `field` (and sender_role, category), adds TOPICS and FEELINGS.

    topic: the primary path: the most severe leaf that is not aside, then the later stage, then the first said; an aside
    leaf only where there is no other; null where nothing is named. tags: all paths named: the topic, then the others, the
    most severe first. severity, red_line: the highest of all leaves named. sentiment: -1..1; 0 where no word of the lexicon is
    said. With `explain`, EXPLAIN holds the words and their leaves. A null text, and a message that is not the
    customer's, has nulls throughout. Counts: the texts with a topic.

    Raises, applied, Usage("field.missing") for a frame without `field`.

    >>> from cstools.model.taxonomy import load
    >>> lf = pl.LazyFrame({"text": ["物流十天不动了，再不处理打12315", None]})
    >>> stage(load()).apply(lf).rows.select("topic", "severity", "red_line", "sentiment_label").collect().rows()
    [('售中订单/物流/物流停滞', 5, True, 'negative'), (None, None, None, None)]
    """
    patterns = compiled(taxonomy, sentiment)
    adds = {**TOPICS, **(FEELINGS if sentiment else {}), **({EXPLAIN: pl.String()} if explain else {})}

    def apply(lf: pl.LazyFrame) -> Result:
        columns = lf.collect_schema().names()
        if field not in columns:
            raise Usage("field.missing", tool="cs-tag", fields=field)
        # Collected here: a lazy Python step would run once for the rows and once more for the counts.
        frame = lf.collect()
        said = pl.col(field) if ROLE not in columns else pl.when(pl.col(ROLE) == CUSTOMER).then(field)
        answer = tagged(frame.select(said.alias("text"))["text"], patterns, adds)
        rows = frame.drop(list(adds), strict=False).hstack(answer).lazy()
        count = answer.select(pl.lit(NAMED).alias("name"), pl.col("topic").count().cast(pl.Int64).alias("n"))
        if fill_category:
            rows = ensure(rows, {"category": pl.String()}).with_columns(pl.coalesce("category", "topic"))
        return Result(rows, counts=count.lazy())

    return Stage("tag", apply, needs=(field, ROLE, "category"), adds=tuple(adds), bare=not fill_category)


def tagged(texts: pl.Series, patterns: Patterns, adds: dict[str, pl.DataType]) -> pl.DataFrame:
    """A row a text with the fields `adds`, all null for a null text. Each different text is read once."""
    column = texts.rename("text").cast(pl.String).to_frame()
    each = column.drop_nulls().unique(maintain_order=True).with_row_index("i").with_columns(pl.col("i").cast(pl.Int64))
    known = each.join(answers(plain(each), patterns), on="i", how="left").with_columns(
        pl.col("red_line").fill_null(value=False)
    )
    if "sentiment" in adds:
        known = known.with_columns(score(pl.col("weight")).alias("sentiment"))
        known = known.with_columns(label(pl.col("sentiment")).alias("sentiment_label"))
    rows = column.join(known, on="text", how="left", maintain_order="left")
    return rows.select(pl.col(name).cast(dtype) for name, dtype in adds.items())


def answers(texts: pl.DataFrame, patterns: Patterns) -> pl.DataFrame:
    """What is known of each text (i, text as `plain` leaves it): i, TOPICS, EXPLAIN and weight (the sum of `mood`)."""
    found = hits(texts, patterns.words)
    named = leaves(found, patterns)
    named = pl.concat([named, greetings(texts, named, patterns)])
    return summed(named, patterns).join(mood(found, patterns), on="i", how="full", coalesce=True)


def summed(named: pl.DataFrame, patterns: Patterns) -> pl.DataFrame:
    """One row a text from one row a text and leaf (i, leaf, at, said): i, TOPICS, EXPLAIN."""
    aside, mild = pl.col("aside").cast(pl.Int64), RED - pl.col("severity")
    early = [-pl.col("rank"), pl.col("at"), pl.col("leaf")]
    contest = named.join(patterns.leaves, on="leaf").sort("i", aside, mild, *early)
    first = pl.col("i").is_first_distinct()
    ranked = contest.with_columns((~first).alias("other")).sort("i", "other", mild, aside, *early)
    return ranked.group_by("i").agg(
        pl.col("path").first().alias("topic"),
        pl.col("path").alias("tags"),
        pl.col("severity").max(),
        (pl.col("severity").max() >= RED).alias("red_line"),
        pl.format("{}={}", "said", "path").str.join("; ").alias(EXPLAIN),
    )
