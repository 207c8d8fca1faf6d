"""Labels and probabilities of texts by a model."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.kernels.tag.learn.grams import sums
from cstools.kernels.tag.learn.labels import MARK, joined
from cstools.kernels.tag.learn.model import Model

SURE = "_p"
"""Ends the name of the column with the probability."""
FAR = 700.0
Floats = NDArray[np.float64]


def scores(texts: pl.Series, model: Model, feeling: pl.Series | None = None) -> Floats:
    """A score a text and column of the model: above 0 for the label, below against it.

    texts: String without nulls. feeling: the lexicon's sentiment of each, for a model that asks for it.
    """
    totals, counts = sums(texts, model.weights.astype(np.int16), model.bits)
    size = np.sqrt(np.maximum(counts, 1)).reshape(-1, 1)
    linear: Floats = totals * np.array(model.scale) / size + np.array(model.bias)
    if model.lexicon and feeling is not None:
        linear += model.lexicon * feeling.to_numpy().reshape(-1, 1)
    return linear


def chances(score: Floats, model: Model) -> Floats:
    """The probability of each label (in the order of `labels`), a row a text.

    One score of two labels, and each of several that may hold together: logistic (Platt 1999). One of many: softmax by
    one temperature (Guo et al. 2017), which keeps their order; they sum to 1.
    """
    scaled = score * np.array(model.slope) + np.array(model.offset)
    if model.binary:
        own = logistic(scaled)
        return np.hstack([1 - own, own])
    if model.multi:
        return logistic(scaled)
    power = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    share: Floats = power / power.sum(axis=1, keepdims=True)
    return share


def logistic(score: Floats) -> Floats:
    """1 / (1 + exp(-x)), without overflow.

    >>> logistic(np.array([0.0, -1000.0])).tolist()
    [0.5, 0.0]
    """
    # NumPy's own exp and no tanh: SciPy's expit is not loaded where nothing is trained.
    share: Floats = np.where(score < -FAR, 0.0, 1 / (1 + np.exp(-np.clip(score, -FAR, FAR))))
    return share


def given_labels(chance: Floats, model: Model) -> NDArray[np.bool_]:
    """Which labels are given: the likeliest; of two the second from its cut; of several all that reach theirs."""
    if model.multi:
        several: NDArray[np.bool_] = chance >= np.array(model.cut)
        return several
    first = (chance[:, 1] >= model.cut[0]).astype(int) if model.binary else chance.argmax(axis=1)
    one: NDArray[np.bool_] = np.eye(len(model.labels), dtype=np.bool_)[first]
    return one


def labelled(texts: pl.Series, model: Model, least: float = 0.0) -> pl.DataFrame:
    """What the model says of each text: the columns `field` and `field`_p, a row a text.

    In: String; null and blank texts have nulls. Of labels that exclude one another one, and its probability; null where
    that is below `least`. Of several, as text that `listed` reads, those given with at least `least`, the likeliest
    first, and their probabilities.
    """
    chance = chances(scores(texts.fill_null(""), model), model).round(6)
    named = given_labels(chance, model)
    sure = named & (chance >= least)
    found = ranked(sure, chance, model.labels) if model.multi else best(named, chance, model, least)
    read = pl.when(pl.lit(texts.str.contains(r"\S").fill_null(value=False)))
    return found.select(read.then("label").alias(model.field), read.then("p").alias(model.field + SURE))


def best(named: NDArray[np.bool_], chance: Floats, model: Model, least: float) -> pl.DataFrame:
    """Columns label, p: the one label of each text and its probability; both null below `least`."""
    first = named.argmax(axis=1)
    p = pl.Series("p", chance[np.arange(first.size), first])
    label = pl.Series("label", model.labels, dtype=pl.String).gather(first.astype(np.uint32))
    return pl.DataFrame([label, p]).with_columns(pl.when(pl.col("p") >= least).then(pl.all()))


def ranked(named: NDArray[np.bool_], chance: Floats, labels: tuple[str, ...]) -> pl.DataFrame:
    """Columns label, p: the labels of each text, the likeliest first, and their probabilities, joined as text.

    >>> ranked(np.array([[True, True], [False, False]]), np.array([[0.6, 0.7], [0.1, 0.2]]), ("a", "b")).rows()
    [('b|a', '0.7|0.6'), ('', '')]
    """
    text, label = np.nonzero(named)
    names = pl.Series(labels, dtype=pl.String).gather(label.astype(np.uint32))
    pairs = pl.DataFrame({"i": text, "at": label, "label": names, "p": chance[text, label]})
    ordered = pairs.sort("i", "p", "at", descending=[False, True, False])
    lists = ordered.group_by("i", maintain_order=True).agg("label", pl.col("p").cast(pl.String))
    every = pl.DataFrame({"i": np.arange(len(named))}).join(lists, on="i", how="left", maintain_order="left")
    return every.select(joined(pl.col("label")).fill_null(""), pl.col("p").list.join(MARK).fill_null(""))
