"""The stage behind cs-tag --train: the records become a report of a model, and the model is what it found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from cstools.errors import Usage
from cstools.kernels.stage import Result, Stage, counted
from cstools.kernels.tag import CUSTOMER, ROLE, heard
from cstools.kernels.tag.learn.codes import folded
from cstools.kernels.tag.learn.examples import Examples, examples
from cstools.kernels.tag.learn.model import Model, packed
from cstools.kernels.tag.learn.report import MACRO, MICRO, SCHEMA, table
from cstools.kernels.tag.learn.train import Judged, train
from cstools.kernels.tag.learn.truth import TRUTH

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


def stage(field: str, label: str, multi: bool | None = None, speaker: str = CUSTOMER) -> Stage:
    """The whole stage behind `--train LABEL`: reads `field` and TRUTH; out: the report (`table`) of held-out texts.

    TRUTH: the column `label`, put aside before cs-tag writes into it (`truth.keep`). Found: `model` (Binary), the model
    of all texts as bytes. Only the speaker's words teach. Counts: rows used and left out. Without rows, no report.

    Raises, applied, Usage("field.missing") without one of the two, Usage("train.labels") for too few labels,
    Usage("train.number") for a field of numbers, times or yes and no.
    """

    def apply(lf: pl.LazyFrame) -> Result:
        frame = needed(lf, field, TRUTH, speaker)
        if frame.is_empty():
            return nothing()
        if frame["label"].dtype not in (pl.String, pl.List, pl.Null):
            raise Usage("train.number", field=label)
        given = examples(frame["text"], frame["label"], multi)
        model, judged = train(given, label)
        return answer(model, judged, given, frame.height)

    return Stage("train", apply, scope="whole", needs=(field, TRUTH, ROLE), adds=tuple(SCHEMA), narrow=True)


def by_rating(field: str, speaker: str = CUSTOMER) -> Stage:
    """The whole stage behind `--train-from-rating`: reads `field`, one of RATINGS, and sentiment as cs-tag wrote it.

    The labels are GOOD and BAD; the model is of FEELING and weighs the lexicon beside the n-grams.
    """

    def apply(lf: pl.LazyFrame) -> Result:
        columns = lf.collect_schema().names()
        rating = next((name for name in RATINGS if name in columns), "csat")
        scale = RATINGS[rating] if RATINGS[rating] in columns else None
        frame = needed(lf, field, rating, speaker, FEELING, *([scale] if scale else []))
        if frame.is_empty():
            return nothing()
        value = pl.col("label").cast(pl.Float64, strict=False)
        if scale:
            value = value * SCALE / pl.col(scale).fill_null(SCALE)
        frame = frame.with_columns(starred(value).alias("label"))
        given = examples(frame["text"], frame["label"], multi=False)
        model, judged = train(given, FEELING, of_lexicon(given, frame))
        return answer(model, judged, given, frame.height)

    needs = (field, *RATINGS, *filter(None, RATINGS.values()), FEELING, ROLE)
    return Stage("train", apply, scope="whole", needs=needs, adds=tuple(SCHEMA), narrow=True)


def starred(value: pl.Expr) -> pl.Expr:
    """What a rating of SCALE says: GOOD, BAD, or null for neither."""
    return pl.when(value >= HIGH).then(pl.lit(GOOD)).when(value <= LOW).then(pl.lit(BAD))


def of_lexicon(given: Examples, frame: pl.DataFrame) -> pl.Series:
    """The lexicon's sentiment of each example: that of the first text that is read alike."""
    felt = frame.drop_nulls("text").select(FEELING, text=folded(frame["text"].drop_nulls()))
    felt = felt.unique("text", keep="first", maintain_order=True)
    own = given.texts.rename("text").to_frame().join(felt, on="text", how="left", maintain_order="left")
    return own[FEELING].fill_null(0.0)


def needed(lf: pl.LazyFrame, field: str, label: str, speaker: str, *more: str) -> pl.DataFrame:
    """Columns text (the speaker's words), label, and more. Raises Usage("field.missing")."""
    columns = lf.collect_schema().names()
    absent = [name for name in (field, label, *more) if name not in columns]
    if absent:
        raise Usage("field.missing", tool="cs-tag", fields=", ".join(absent))
    said = heard(columns, field, speaker).cast(pl.String)
    return lf.select(said.alias("text"), pl.col(label).alias("label"), *more).collect()


def answer(model: Model, judged: list[Judged], given: Examples, rows: int) -> Result:
    """The report of what was judged, and the model with what is said of it."""
    named, truth = (
        np.concatenate(parts) for parts in ([one.named for one in judged], [one.examples.holds for one in judged])
    )
    report = table(model.labels, named, truth)
    marks = dict(report.select("label", "f1").rows())
    sizes = given.holds.sum(axis=0)
    about = {
        "texts": len(given.texts), "judged": len(named), "macro_f1": marks[MACRO], "micro_f1": marks[MICRO],
        "rare": given.rare, "few": [label for label, n in zip(given.labels, sizes, strict=True) if n < FEW],
    }  # fmt: skip
    found = pl.LazyFrame({"model": [packed(replace(model, about=about))], "n": [1]})
    notes = {"used": given.rows, "left out (no text or label)": rows - given.rows, "different texts": len(given.texts)}
    return Result(report.lazy(), counts=counted({name: n for name, n in notes.items() if n}), found=found)


def nothing() -> Result:
    """The report of no rows."""
    return Result(pl.LazyFrame(schema=SCHEMA))
