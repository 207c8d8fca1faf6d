"""The stage behind cs-tag --eval: what was named beside what a column says is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.errors import Usage
from cstools.kernels.stage import Result, Stage
from cstools.kernels.tag import CUSTOMER, heard
from cstools.kernels.tag.learn.examples import MARK
from cstools.kernels.tag.learn.report import SCHEMA, table
from cstools.kernels.tag.learn.training import BAD, GOOD, HIGH, LOW
from cstools.model.taxonomy_reader import spelled

TRUTH = "__truth"
"""The column the truth waits in while models write theirs."""
NEUTRAL = "neutral"
WORDS: dict[str, str] = {
    **dict.fromkeys(("positive", "pos", "1", "正面", "积极", "好评", "正"), GOOD),
    **dict.fromkeys(("negative", "neg", "-1", "负面", "消极", "差评", "负"), BAD),
    **dict.fromkeys(("neutral", "neu", "中性", "中立", "中评"), NEUTRAL),
}
"""What a column of feelings may say; 0 is negative beside 1 alone, neutral beside -1."""
STARS = {"1", "2", "3", "4", "5"}
Prefixes = Mapping[str, Sequence[str]]


def keep(truth: str) -> Stage:
    """The row stage that puts the column `truth` aside, before a model writes into it."""

    def apply(lf: pl.LazyFrame) -> Result:
        if truth not in lf.collect_schema().names():
            raise Usage("field.missing", tool="cs-tag", fields=truth)
        return Result(lf.with_columns(pl.col(truth).alias(TRUTH)))

    return Stage("truth", apply, needs=(truth,), adds=(TRUTH,))


def stage(field: str, model: str | None, known: Prefixes, own: Prefixes) -> Stage:
    """The whole stage behind `--eval`: TRUTH beside what cs-tag wrote; out: `table`.

    model: the field a model wrote; None: where all that TRUTH says are feelings (WORDS, or a rating of 1 to 5), the
    sentiment; else topic (a list, or items joined by MARK: tags). A topic has the label whose path begins it: of `own`,
    else of `known` (both: label to prefixes), else a label that is a path or a part of it; with `own`
    only its labels are judged. Texts nobody labelled, and
    what the customer did not say, are left out. Feelings without a neutral word: a score above 0 is positive, any other
    negative. Found: `label`, for each label that no path stands for.
    """

    def apply(lf: pl.LazyFrame) -> Result:
        columns = lf.collect_schema().names()
        said = heard(columns, field, CUSTOMER).is_not_null()
        frame = lf.filter(said & pl.col(TRUTH).is_not_null()).collect()
        truth = listed(frame[TRUTH])
        several = frame[TRUTH].dtype == pl.List or bool((truth.list.len() > 1).any())
        frame = frame.filter(truth.list.len() > 0)
        truth = truth.filter(truth.list.len() > 0)
        if model is not None:
            return answer(truth, listed(frame[model]))
        meant = feelings(truth)
        if meant is not None:
            return answer(*felt(meant, frame))
        return by_path(truth, frame, several, known, own)

    needs = (field, TRUTH, "topic", "tags", "sentiment", "sender_role", *([model] if model else []))
    return Stage("eval", apply, scope="whole", needs=needs, adds=tuple(SCHEMA))


def listed(values: pl.Series) -> pl.Series:
    """Labels as lists: those of a list, the items that MARK joins, or the one; blank ones left out. Null: none."""
    if values.dtype != pl.List:
        values = values.cast(pl.String).str.split(MARK)
    clean = pl.element().cast(pl.String).str.strip_chars()
    return values.list.eval(clean.filter(clean != "")).fill_null([]).alias("labels")


def answer(truth: pl.Series, named: pl.Series) -> Result:
    """The table of two columns of lists."""
    labels = sorted(set(truth.explode().drop_nulls()) | set(named.explode().drop_nulls()))
    return Result(table(labels, holds(named, labels), holds(truth, labels)).lazy())


def holds(lists: pl.Series, labels: Sequence[str]) -> NDArray[np.bool_]:
    """Lists as a table of yes and no: a row a list, a column a label.

    >>> holds(pl.Series([["b"], []]), ["a", "b"]).tolist()
    [[False, True], [False, False]]
    """
    found = np.zeros((lists.len(), len(labels)), dtype=np.bool_)
    pairs = pl.DataFrame({"row": range(lists.len()), "label": lists}).explode("label").drop_nulls()
    places = pl.DataFrame({"label": labels, "at": range(len(labels))}, schema={"label": pl.String, "at": pl.Int64})
    at = pairs.cast({"label": pl.String}).join(places, on="label")
    found[at["row"].to_numpy(), at["at"].to_numpy()] = True
    return found


def feelings(truth: pl.Series) -> pl.Series | None:
    """The feelings a column means, or None where it says something else."""
    words = truth.list.first().str.to_lowercase().str.replace(r"\.0+$", "")
    said = set(words.unique())
    if said <= STARS and said & {"1", "2"} and said & {"4", "5"}:
        value = words.cast(pl.Int64)
        stars = pl.DataFrame({"v": value}).select(
            pl.when(pl.col("v") >= HIGH)
            .then(pl.lit(GOOD))
            .when(pl.col("v") <= LOW)
            .then(pl.lit(BAD))
            .otherwise(pl.lit(NEUTRAL))
        )
        return stars.to_series()
    known = WORDS | {"0": NEUTRAL if "-1" in said else BAD}
    return words.replace_strict(known) if said and said <= known.keys() else None


def felt(truth: pl.Series, frame: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """The feelings meant and those named, as lists of one."""
    if (truth == NEUTRAL).any():
        named = frame["sentiment_label"]
    else:
        named = (frame["sentiment"] > 0).replace_strict({True: GOOD, False: BAD}, return_dtype=pl.String)
    return listed(truth), listed(named)


def by_path(truth: pl.Series, frame: pl.DataFrame, several: bool, known: Prefixes, own: Prefixes) -> Result:
    """The table of labels that stand for paths; found: the labels no path stands for."""
    labels = sorted(own) or sorted(set(truth.explode().drop_nulls()))
    paths = sorted(set(frame["topic"].drop_nulls()) | set(frame["tags"].explode().drop_nulls()))
    match = matches(labels, paths, known, own)
    right = holds(truth, labels)
    if not several and own:
        asked = right.any(axis=1)
        frame, right = frame.filter(pl.Series(asked)), right[asked]
    if several:
        named = holds(frame["tags"], paths) @ match.T
    else:
        named = one_each(holds(listed(frame["topic"]), paths) @ match.T, right)
    lost = [label for label, row in zip(labels, match, strict=True) if not row.any()]
    found = pl.LazyFrame({"label": lost, "n": [1] * len(lost)}, schema={"label": pl.String, "n": pl.Int64})
    return Result(table(labels, named, right).lazy(), found=found)


def matches(labels: Sequence[str], paths: Sequence[str], known: Prefixes, own: Prefixes) -> NDArray[np.bool_]:
    """Which paths a label stands for: a row a label, a column a path."""
    rows = []
    for label in labels:
        prefixes = own.get(label) or known.get(spelled(label))
        by_part = [label == path or label in path.split("/") for path in paths]
        rows.append(by_part if prefixes is None else [any(path.startswith(one) for one in prefixes) for path in paths])
    return np.array(rows, dtype=np.bool_).reshape(len(labels), len(paths))


def one_each(named: NDArray[np.bool_], right: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """One label a text, where its topic stands for several: the right one if it is among them, else the first."""
    both = named & right
    hit = both.any(axis=1, keepdims=True)
    first = np.zeros_like(named)
    rows = named.any(axis=1)
    first[rows, named[rows].argmax(axis=1)] = True
    one: NDArray[np.bool_] = np.where(hit, both, first)
    return one
