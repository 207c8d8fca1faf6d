"""The stage behind cs-tag --eval: what was named beside what a column says is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.errors import Usage
from cstools.kernels.stage import Result, Stage, counted
from cstools.kernels.tag import CUSTOMER, ROLE, heard
from cstools.kernels.tag.agreement import under
from cstools.kernels.tag.learn.labels import holds, listed
from cstools.kernels.tag.learn.report import SCHEMA, table
from cstools.kernels.tag.learn.training import BAD, GOOD, starred
from cstools.kernels.tag.learn.truth import TRUTH
from cstools.model.taxonomy_reader import spelled

NEUTRAL = "neutral"
WORDS: dict[str, str] = {
    **dict.fromkeys(("positive", "pos", "1", "正面", "积极", "好评", "正"), GOOD),
    **dict.fromkeys(("negative", "neg", "-1", "负面", "消极", "差评", "负"), BAD),
    **dict.fromkeys(("neutral", "neu", "中性", "中立", "中评"), NEUTRAL),
}
"""What a column of feelings may say; 0 is negative beside 1 alone, neutral beside -1."""
STARS = {"1", "2", "3", "4", "5"}
Prefixes = Mapping[str, Sequence[str]]


def stage(
    field: str, model: str | None, known: Prefixes, own: Prefixes, split: bool = True, speaker: str = CUSTOMER
) -> Stage:
    """The whole stage behind `--eval`: TRUTH (`truth.keep`) beside what cs-tag wrote; out: `table`.

    model: the field a model wrote. Else, without `own`, where all that TRUTH says are feelings (WORDS, or a rating of 1
    to 5): the sentiment; a score above 0 is positive, any other negative, where no word is neutral. Else topic (of
    cells with several labels: tags). A topic has the label whose path begins it: of `own`, where it is given (then only
    its labels are judged); of `known` (both: label to prefixes of whole parts); else a label that is a path or a part
    of it. A topic that stands for several labels counts for the right one, if it is among them: 破损 may be called a
    matter of transport or of quality. Rows without a label, and what the speaker did not say, are left out and counted.
    Found: `label`, for each label that no path stands for.

    Raises, applied, Usage("tag.feeling") for feelings without sentiment.
    """

    def apply(lf: pl.LazyFrame) -> Result:
        columns = lf.collect_schema().names()
        whole = lf.with_columns(heard(columns, field, speaker).alias(field)).collect()
        truth = listed(whole[TRUTH], split)
        asked = whole[field].is_not_null() & (truth.list.len() > 0)
        frame, truth = whole.filter(asked), truth.filter(asked)
        result = judged(truth, frame, model, known, own)
        notes = {"used": frame.height, "left out (no text or label)": whole.height - frame.height}
        return replace(result, counts=counted({name: n for name, n in notes.items() if n}))

    needs = (field, TRUTH, "topic", "tags", "sentiment", ROLE, *([model] if model else []))
    return Stage("eval", apply, scope="whole", needs=needs, adds=tuple(SCHEMA))


def judged(truth: pl.Series, frame: pl.DataFrame, model: str | None, known: Prefixes, own: Prefixes) -> Result:
    """The table of lists of labels, and what cs-tag wrote beside them."""
    if frame.is_empty():
        return Result(pl.LazyFrame(schema=SCHEMA))
    if model is not None:
        return answer(truth, listed(frame[model]))
    meant = None if own else feelings(truth)
    if meant is None:
        return by_path(truth, frame, known, own)
    if "sentiment" not in frame.columns:
        raise Usage("tag.feeling", option="--eval")
    return answer(*felt(meant, frame))


def answer(truth: pl.Series, named: pl.Series) -> Result:
    """The table of two columns of lists."""
    labels = sorted(set(truth.explode().drop_nulls()) | set(named.explode().drop_nulls()))
    return Result(table(labels, holds(named, labels), holds(truth, labels)).lazy())


def feelings(truth: pl.Series) -> pl.Series | None:
    """The feelings a column means, or None where it says something else."""
    if (truth.list.len() > 1).any():
        return None
    words = truth.list.first().str.to_lowercase().str.replace(r"\.0+$", "")
    said = set(words.unique())
    if said <= STARS and said & {"1", "2"} and said & {"4", "5"}:
        stars = words.cast(pl.Int64).alias("stars").to_frame()
        return stars.select(starred(pl.col("stars")).fill_null(NEUTRAL)).to_series()
    known = WORDS | {"0": NEUTRAL if "-1" in said else BAD}
    return words.replace_strict(known) if said and said <= known.keys() else None


def felt(truth: pl.Series, frame: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """The feelings meant and those named, as lists of one."""
    if (truth == NEUTRAL).any():
        named = frame["sentiment_label"]
    else:
        named = (frame["sentiment"] > 0).replace_strict({True: GOOD, False: BAD}, return_dtype=pl.String)
    return listed(truth), listed(named)


def by_path(truth: pl.Series, frame: pl.DataFrame, known: Prefixes, own: Prefixes) -> Result:
    """The table of labels that stand for paths; found: the labels no path stands for."""
    labels = sorted(own) or sorted(set(truth.explode().drop_nulls()))
    paths = sorted(set(frame["topic"].drop_nulls()) | set(frame["tags"].explode().drop_nulls()))
    match = matches(labels, paths, known, own)
    right = holds(truth, labels)
    if (truth.list.len() > 1).any():
        named = holds(frame["tags"], paths) @ match.T
    else:
        topic = frame.select(pl.concat_list("topic").list.drop_nulls()).to_series()
        named = one_each(holds(topic, paths) @ match.T, right)
    lost = [label for label, row in zip(labels, match, strict=True) if not row.any()]
    found = pl.LazyFrame({"label": lost, "n": [1] * len(lost)}, schema={"label": pl.String, "n": pl.Int64})
    return Result(table(labels, named, right).lazy(), found=found)


def matches(labels: Sequence[str], paths: Sequence[str], known: Prefixes, own: Prefixes) -> NDArray[np.bool_]:
    """Which paths a label stands for: a row a label, a column a path."""
    rows = []
    for label in labels:
        prefixes = own.get(label) or known.get(spelled(label))
        by_part = [label == path or label in path.split("/") for path in paths]
        rows.append(by_part if prefixes is None else [under(path, prefixes) for path in paths])
    return np.array(rows, dtype=np.bool_).reshape(len(labels), len(paths))


def one_each(named: NDArray[np.bool_], right: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """One label a text, where its topic stands for several: the right one if it is among them, else the first."""
    both = named & right
    hit = both.any(axis=1, keepdims=True)
    first = np.zeros_like(named)
    rows = np.flatnonzero(named.any(axis=1))
    if rows.size:
        first[rows, named[rows].argmax(axis=1)] = True
    one: NDArray[np.bool_] = np.where(hit, both, first)
    return one
