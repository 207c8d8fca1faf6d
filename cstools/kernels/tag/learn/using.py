"""The stage behind cs-tag --model: every text labelled by a model."""

from __future__ import annotations

import polars as pl

from cstools.kernels.stage import Result, Stage
from cstools.kernels.tag import CUSTOMER, ROLE, heard
from cstools.kernels.tag.feeling import label
from cstools.kernels.tag.learn.model import Model
from cstools.kernels.tag.learn.predict import SURE, chances, labelled, scores
from cstools.kernels.tag.learn.training import FEELING

TEXT, LEXICON = "__text", "__lexicon"
"""What is said, and the lexicon's sentiment of it, which some models weigh beside the n-grams."""


def stage(model: Model, field: str = "text", least: float = 0.0, speaker: str = CUSTOMER) -> Stage:
    """The row stage of one model: reads `field` (and sender_role); writes the model's field and its probability.

    Types: String and Float64; of a model whose labels hold together String. A model of FEELING writes sentiment (twice
    the probability of the good less 1) and sentiment_label instead. Null and blank texts, and what the speaker did not
    say, have nulls; so does what is less sure than `least`. Each different text is scored once.

    Raises, applied, Usage("field.missing") without `field`.
    """
    adds = (FEELING, "sentiment_label") if model.field == FEELING else (model.field, model.field + SURE)

    def apply(lf: pl.LazyFrame) -> Result:
        said = heard(lf.collect_schema().names(), field, speaker).cast(pl.String).alias(TEXT)
        frame = lf.collect()
        asked = frame.select(said)
        if model.lexicon:
            asked = asked.with_columns(frame[FEELING].alias(LEXICON))
        each = asked.unique(maintain_order=True)
        known = felt(each, model, least) if model.field == FEELING else labelled(each[TEXT], model, least)
        rows = asked.join(each.hstack(known), on=asked.columns, how="left", nulls_equal=True, maintain_order="left")
        return Result(frame.drop(list(adds), strict=False).hstack(rows.select(adds)).lazy())

    needs = (field, ROLE, *((FEELING,) if model.lexicon else ()))
    return Stage("model", apply, needs=needs, adds=adds, bare=True)


def felt(each: pl.DataFrame, model: Model, least: float) -> pl.DataFrame:
    """The feeling of texts: columns sentiment and sentiment_label. In: TEXT, and LEXICON if the model asks for it."""
    lexicon = each[LEXICON].fill_null(0.0) if model.lexicon else None
    chance = chances(scores(each[TEXT].fill_null(""), model, lexicon), model)
    good = pl.Series(FEELING, (2 * chance[:, 1] - 1)).round(6)
    sure = pl.Series(chance.max(axis=1) >= least) & each[TEXT].str.contains(r"\S").fill_null(value=False)
    value = pl.DataFrame([good]).select(pl.when(pl.lit(sure)).then(FEELING))
    return value.with_columns(label(pl.col(FEELING)).alias("sentiment_label"))
