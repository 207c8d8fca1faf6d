"""The stage behind cs-tag --train: the records become a report of a model, and the model is what it found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from cstools.errors import Usage
from cstools.kernels.stage import Result, Stage
from cstools.kernels.tag import CUSTOMER, heard
from cstools.kernels.tag.learn.examples import examples
from cstools.kernels.tag.learn.model import Model, packed
from cstools.kernels.tag.learn.report import MACRO, MICRO, SCHEMA, table
from cstools.kernels.tag.learn.train import Judged, train

FEELING = "sentiment"
"""The field of a model that tells feelings: it writes sentiment and sentiment_label."""
GOOD, BAD = "positive", "negative"
RATINGS = {"csat": "csat_scale", "score": "scale", "stars": ""}
"""Fields that hold a rating (of tickets, surveys, reviews), and those that say how far it goes; else SCALE."""
SCALE = 5
HIGH, LOW = 4, 2
"""Of SCALE: ratings from HIGH up are good, down from LOW bad; those between say neither."""
FEW = 30
"""Texts with a label below which its figures are hardly more than chance."""


def stage(field: str, label: str, multi: bool | None = None) -> Stage:
    """The whole stage behind `--train LABEL`: reads `field` and `label`; out: the report (`table`) of held-out texts.

    Found: `model` (Binary), the model of all texts as bytes. Only the customer's words teach.

    Raises, applied, Usage("field.missing") without one of the two, Usage("train.labels") for too few labels,
    Usage("train.number") for a field of numbers, times or yes and no.
    """

    def apply(lf: pl.LazyFrame) -> Result:
        frame = needed(lf, field, label)
        kind = frame["label"].dtype
        if kind not in (pl.String, pl.List, pl.Null):
            raise Usage("train.number", field=label, type=str(kind))
        given = examples(frame["text"], frame["label"], multi)
        model, judged = train(given, label)
        return answer(model, judged, given.rare)

    return Stage("train", apply, scope="whole", needs=(field, label, "sender_role"), adds=tuple(SCHEMA), narrow=True)


def by_rating(field: str) -> Stage:
    """The whole stage behind `--train-from-rating`: reads `field`, one of RATINGS, and sentiment as cs-tag wrote it.

    The labels are GOOD and BAD; the model is of FEELING and weighs the lexicon beside the n-grams.
    """

    def apply(lf: pl.LazyFrame) -> Result:
        columns = lf.collect_schema().names()
        rating = next((name for name in RATINGS if name in columns), "csat")
        scale = RATINGS[rating] if RATINGS[rating] in columns else None
        frame = needed(lf, field, rating, FEELING, *([scale] if scale else []))
        value = pl.col("label").cast(pl.Float64, strict=False)
        if scale:
            value = value * SCALE / pl.col(scale).fill_null(SCALE)
        word = pl.when(value >= HIGH).then(pl.lit(GOOD)).when(value <= LOW).then(pl.lit(BAD))
        frame = frame.with_columns(word.alias("label"))
        given = examples(frame["text"], frame["label"], multi=False)
        feelings = frame.drop_nulls("text").unique("text", keep="any").select("text", FEELING)
        own = given.texts.rename("text").to_frame().join(feelings, on="text", how="left", maintain_order="left")
        model, judged = train(given, FEELING, own[FEELING].fill_null(0.0))
        return answer(model, judged, given.rare)

    needs = (field, *RATINGS, *filter(None, RATINGS.values()), FEELING, "sender_role")
    return Stage("train", apply, scope="whole", needs=needs, adds=tuple(SCHEMA), narrow=True)


def needed(lf: pl.LazyFrame, field: str, label: str, *more: str) -> pl.DataFrame:
    """Columns text (the customer's words), label, and more. Raises Usage("field.missing")."""
    columns = lf.collect_schema().names()
    absent = [name for name in (field, label, *more) if name not in columns]
    if absent:
        raise Usage("field.missing", tool="cs-tag", fields=", ".join(absent))
    return lf.select(
        heard(columns, field, CUSTOMER).cast(pl.String).alias("text"), pl.col(label).alias("label"), *more
    ).collect()


def answer(model: Model, judged: list[Judged], rare: dict[str, int]) -> Result:
    """The report of what was judged, and the model with what is said of it."""
    named, truth = (
        np.concatenate(parts) for parts in ([one.named for one in judged], [one.examples.holds for one in judged])
    )
    report = table(model.labels, named, truth)
    marks = dict(report.select("label", "f1").rows())
    about = {
        "texts": sum(len(one.examples.texts) for one in judged),
        "macro_f1": marks[MACRO], "micro_f1": marks[MICRO], "rare": rare,
        "few": report.filter(pl.col("label").is_in(model.labels) & (pl.col("n") < FEW))["label"].to_list(),
    }  # fmt: skip
    found = pl.LazyFrame({"model": [packed(replace(model, about=about))], "n": [1]})
    return Result(report.lazy(), found=found)
