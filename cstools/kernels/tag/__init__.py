"""Tagging: every text of a customer named by the taxonomy, with its severity and feeling."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.frames import ensure
from cstools.kernels.stage import Result, Stage
from cstools.kernels.tag import inspect
from cstools.kernels.tag.explain import explained
from cstools.kernels.tag.feeling import label, score
from cstools.kernels.tag.lexis import arrays
from cstools.kernels.tag.memory import Memory
from cstools.kernels.tag.patterns import Patterns, compiled
from cstools.kernels.tag.read import Reader, reader
from cstools.kernels.tag.script import shortened
from cstools.kernels.tag.sieve import settled, sift
from cstools.kernels.tag.wholes import wholes
from cstools.model.taxonomy import RED, Taxonomy
from cstools.model.taxonomy_keys import SPEAKERS

TOPICS: dict[str, pl.DataType] = {
    "topic": pl.String(), "tags": pl.List(pl.String()), "severity": pl.Int64(), "red_line": pl.Boolean(),
}  # fmt: skip
FEELINGS: dict[str, pl.DataType] = {"sentiment": pl.Float64(), "sentiment_label": pl.String()}
EXPLAIN = "tag_words"
ROLE, PRIVATE, CUSTOMER = "sender_role", "is_private", SPEAKERS[0]
NAMED = "tagged"


def stage(
    taxonomy: Taxonomy,
    field: str = "text",
    sentiment: bool = True,
    explain: bool = False,
) -> Stage:
    """The stage behind cs-tag: reads `field` (and sender_role), adds TOPICS and FEELINGS.

    topic: the primary path: of the leaves that are not aside (or of those that are, where there is no other) the one of
    the highest priority, then the most severe, then of the later stage, then the first said; null where nothing is
    named. tags: all paths named: the topic, then the others, the most severe first. severity, red_line: the highest of
    all leaves named. sentiment: -1..1; 0 where no word of the lexicon is said. With `explain`, EXPLAIN says which words
    name each leaf, and where. A null text, and a message of another than the taxonomy's speaker, has nulls throughout;
    so has a private note, where the speaker is no customer. Counts: the texts with a topic.

    Leaves of the conversation make it a whole stage; they stand on the line they are about, whoever says it.

    Raises, applied, Usage("field.missing") for a frame without `field`, and Usage("taxonomy.fields") where
    conversations are judged and cannot be told apart.

    >>> from cstools.model.taxonomy import load
    >>> lf = pl.LazyFrame({"text": ["物流十天不动了，再不处理打12315", None]})
    >>> stage(load()).apply(lf).rows.select("topic", "severity", "red_line", "sentiment_label").collect().rows()
    [('售中订单/物流/物流停滞', 5, True, 'negative'), (None, None, None, None)]
    """
    patterns = compiled(taxonomy, sentiment)
    reads_by = reader(patterns, arrays(patterns))
    adds = {**TOPICS, **(FEELINGS if sentiment else {}), **({EXPLAIN: pl.String()} if explain else {})}
    # Texts that differ in a long number alone have one answer, but not one place in the text, nor for an expression.
    alike = not (explain or patterns.sessions or patterns.regex)
    remembered = Memory(lambda texts: tagged(texts, reads_by, adds))
    sifted = sift(patterns, reads_by.lexis) if alike else None

    def asked(said: pl.Series) -> pl.DataFrame:
        if sifted is None:
            return remembered(shortened(said, reads_by.long))
        kept = sifted(said)
        return settled(said, kept, remembered(shortened(said.filter(kept), reads_by.long)))

    def apply(lf: pl.LazyFrame) -> Result:
        asked_of = heard(lf.collect_schema().names(), field, taxonomy.speaker)
        # Collected here: a lazy Python step would run once for the rows and once more for the counts.
        frame = lf.collect()
        said = frame.select(asked_of.alias("text"))["text"]
        chat = inspect.judged(frame, field, patterns.sessions) if patterns.sessions else None
        answer = asked(said) if alike else tagged(said, reads_by, adds, chat)
        rows = frame.drop(list(adds), strict=False).hstack(answer).lazy()
        count = answer.select(pl.lit(NAMED).alias("name"), pl.col("topic").count().cast(pl.Int64).alias("n"))
        return Result(rows, counts=count.lazy())

    return Stage(
        "tag",
        apply,
        scope="whole" if patterns.sessions else "row",
        needs=tuple(dict.fromkeys((field, ROLE, *reads(taxonomy.speaker, patterns)))),
        adds=tuple(adds),
        bare=True,
    )


def filled() -> Stage:
    """The row stage behind --fill-category: topic where category is null or absent.

    >>> lf = pl.LazyFrame({"topic": ["a", "b"], "category": ["x", None]})
    >>> filled().apply(lf).rows.collect()["category"].to_list()
    ['x', 'b']
    """

    def apply(lf: pl.LazyFrame) -> Result:
        return Result(ensure(lf, {"category": pl.String()}).with_columns(pl.coalesce("category", "topic")))

    return Stage("fill", apply, needs=("category", "topic"), adds=("category",))


def reads(speaker: str, patterns: Patterns) -> tuple[str, ...]:
    """The fields that only some taxonomies look at."""
    return inspect.FIELDS if patterns.sessions else () if speaker == CUSTOMER else (PRIVATE,)


def heard(columns: list[str], field: str, speaker: str, tool: str = "cs-tag") -> pl.Expr:
    """The texts to read: those of the speaker, where the records say who speaks; null for the others.

    Raises Usage("field.missing") where `columns` lack the field.
    """
    if field not in columns:
        raise Usage("field.missing", tool=tool, fields=field)
    heard = pl.lit(value=True) if ROLE not in columns else pl.col(ROLE) == speaker
    if speaker != CUSTOMER and PRIVATE in columns:
        heard &= ~pl.col(PRIVATE).fill_null(value=False)
    return pl.when(heard).then(field)


def tagged(
    texts: pl.Series, reader: Reader, adds: dict[str, pl.DataType], chat: pl.DataFrame | None = None
) -> pl.DataFrame:
    """A row a text with the fields `adds`, all null for a null text.

    chat: leaves of the conversation, as `inspect.judged` gives them.
    """
    column = texts.rename("text").cast(pl.String).to_frame().with_row_index("i").cast({"i": pl.Int64})
    known = answers(column.drop_nulls("text"), reader, EXPLAIN in adds, chat)
    rows = column.join(known, on="i", how="left", maintain_order="left")
    read = pl.col("text").is_not_null()
    rows = rows.with_columns(pl.col("red_line").fill_null(pl.when(read).then(pl.lit(value=False))))
    if "sentiment" in adds:
        rows = rows.with_columns(pl.when(read).then(score(pl.col("weight"))).alias("sentiment"))
        rows = rows.with_columns(label(pl.col("sentiment")).alias("sentiment_label"))
    return rows.select(pl.col(name).cast(dtype) for name, dtype in adds.items())


def answers(texts: pl.DataFrame, reader: Reader, explain: bool, chat: pl.DataFrame | None) -> pl.DataFrame:
    """What is known of each text (i, text as written): i, TOPICS, EXPLAIN and weight (the sum of `feeling`)."""
    patterns, reading = reader.patterns, reader.read(texts)
    alone = wholes(texts, reading.named, reading.odd, patterns)
    named = pl.concat([reading.named, alone, *([] if chat is None else [chat])])
    if explain:
        said = explained(named, reading.every, texts, reading.odd, patterns)
        named = named.join(said, on=["i", "leaf"], how="left")
    return summed(named, patterns).join(reading.feeling, on="i", how="full", coalesce=True)


def summed(named: pl.DataFrame, patterns: Patterns) -> pl.DataFrame:
    """One row a text from one row a text and leaf (i, leaf, at, perhaps said): i, TOPICS, EXPLAIN of what is said."""
    leaf = ("path", "severity", "grade", "heft")
    contest = named.with_columns(patterns.leaves[name].gather(named["leaf"]) for name in leaf)
    single = contest["i"].is_unique()
    # Most texts have one tag, and nothing to sort.
    alone = contest.filter(single).select("i", "path", "severity", pl.concat_list("path").alias("tags"), *said(named))
    rest = contest.filter(~single).sort("i", "grade", "at", "leaf")
    other = (~pl.col("i").is_first_distinct()).alias("other")
    ranked = rest.with_columns(other).sort("i", "other", "heft", "at", "leaf")
    several = ranked.group_by("i", maintain_order=True).agg(
        pl.col("path").first(),
        pl.col("severity").max(),
        pl.col("path").alias("tags"),
        *(pl.col(name).str.join("; ") for name in said(named)),
    )
    both = pl.concat([alone, several]).rename({"path": "topic", **dict.fromkeys(said(named), EXPLAIN)})
    return both.with_columns((pl.col("severity") >= RED).alias("red_line"))


def said(named: pl.DataFrame) -> list[str]:
    """The column that explains, where there is one."""
    return ["said"] if "said" in named.columns else []
