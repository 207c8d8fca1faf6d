"""Learning a model: one linear support vector machine a label, chosen and calibrated on texts it has not seen."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.errors import Usage
from cstools.kernels.tag.learn.calibrate import calibrated
from cstools.kernels.tag.learn.examples import FOLDS, Examples
from cstools.kernels.tag.learn.grams import sums, touched
from cstools.kernels.tag.learn.model import Model
from cstools.kernels.tag.learn.predict import chances, given_labels, scores

COSTS = (0.3, 1.0, 4.0)
"""How much a text on the wrong side costs; which is best depends on the labels, and a part of the texts tells."""
BITS, NARROW, WIDE = 17, 16, 8
"""Rows of the table: 2**BITS, or 2**NARROW with more than WIDE labels (70 labels are 4.6 MB then, and .002 of F1)."""
ROUNDS = 20
"""Passes of the optimiser at most: with 200 the F1 of four corpora is the same, and 77 labels take twice as long."""
NAIVE, SMOOTH = 0.1, 0.1
"""The cost where n-grams are weighed by naive Bayes, and what is added to their counts."""
LEVELS = 127
"""The largest weight as a whole number."""
JUDGING, CHOOSING = 0, 1
"""The part of the texts that is kept for judging alone, and the one that chooses the cost and calibrates."""
ALL = 200_000
"""Texts times labels up to which each part but CHOOSING is held out in turn and judged; of more JUDGING alone is."""

Floats = NDArray[np.float64]
Line = tuple[Floats, float]


def train(given: Examples, field: str, feeling: pl.Series | None = None) -> tuple[Model, list[Judged]]:
    """The model of all examples, and how models that had not seen them label the parts of them.

    feeling: the lexicon's sentiment of each text, as one more feature. Deterministic: liblinear with a fixed seed, over
    sorted texts. Source: Fan et al., LIBLINEAR (JMLR 9, 2008); L2 loss, classes weighed by their frequency.

    Raises Usage("learn.missing") without scikit-learn.
    """
    data = features(given, feeling)
    choosing = given.part == CHOOSING
    pick, own = given.only(choosing), chosen(feeling, choosing)
    trials = fitted(data, given, ~choosing & (given.part != JUDGING), COSTS, field)
    marks = [quality(scores(pick.texts, model, own), pick) for model in trials]
    best = marks.index(max(marks))
    tuned = calibrated(trials[best], scores(pick.texts, trials[best], own), pick)

    def model(rows: NDArray[np.bool_]) -> Model:
        (made,) = fitted(data, given, rows, COSTS[best : best + 1], field)
        return replace(made, slope=tuned.slope, offset=tuned.offset, cut=tuned.cut)

    parts = [part for part in range(FOLDS) if part != CHOOSING] if given.holds.size <= ALL else [JUDGING]
    judged = [judge(given, model(given.part != part), given.part == part, feeling) for part in parts]
    return model(given.part >= 0), judged


@dataclass(frozen=True)
class Judged:
    """Examples held out, and the labels a model gave them that had not seen them: a row a text, a column a label."""

    examples: Examples
    named: NDArray[np.bool_]


def judge(given: Examples, model: Model, rows: NDArray[np.bool_], feeling: pl.Series | None) -> Judged:
    """What a model says of examples it has not seen."""
    held = given.only(rows)
    chance = chances(scores(held.texts, model, chosen(feeling, rows)), model)
    return Judged(held, given_labels(chance, model))


def chosen(values: pl.Series | None, rows: NDArray[np.bool_]) -> pl.Series | None:
    """Some of the values, where there are any."""
    return None if values is None else values.filter(pl.Series(rows))


def bits(columns: int) -> int:
    """The size of the table for this many columns."""
    return NARROW if columns > WIDE else BITS


def features(given: Examples, feeling: pl.Series | None) -> Any:
    """The n-grams of each text, counted, over the root of their number; then `feeling`. A sparse matrix of SciPy."""
    sparse = _library("scipy.sparse")
    size = bits(given.holds.shape[1])
    row, slot = touched(given.texts, size)
    counts = sums(given.texts, np.zeros((1 << size, 1), dtype=np.int16), size)[1]
    values = (1 / np.sqrt(np.maximum(counts, 1)))[row]
    found = sparse.csr_matrix((values, (row, slot)), shape=(len(given.texts), 1 << size))
    found.sum_duplicates()
    return found if feeling is None else sparse.hstack([found, feeling.to_numpy().reshape(-1, 1)]).tocsr()


def fitted(data: Any, given: Examples, rows: NDArray[np.bool_], costs: Sequence[float], field: str) -> list[Model]:
    """A model of the chosen rows for each cost, its weights rounded to whole numbers."""
    columns = given.holds[:, 1:] if not given.multi and given.holds.shape[1] == 2 else given.holds
    shown = data[rows]
    made = [machines(shown, column[rows], costs) for column in columns.T]
    return [shaped(given, [one[at] for one in made], field) for at in range(len(costs))]


def shaped(given: Examples, made: list[Line], field: str) -> Model:
    """A model of one line a column; a weight beyond the table's is that of the lexicon."""
    size = bits(given.holds.shape[1])
    weights = np.array([weight[: 1 << size] for weight, _ in made])
    own = made[0][0][1 << size :].sum()
    scale = np.maximum(np.abs(weights).max(axis=1), 1e-9) / LEVELS
    whole = np.round(weights / scale[:, None]).astype(np.int8).T
    ones, zeros, halves = (tuple([value] * len(made)) for value in (1.0, 0.0, 0.5))
    return Model(
        field, given.labels, given.multi, size, np.ascontiguousarray(whole), tuple(map(rounded, scale)),
        tuple(rounded(bias) for _, bias in made), slope=ones, offset=zeros, cut=halves, lexicon=rounded(own),
    )  # fmt: skip


def machines(data: Any, right: NDArray[np.bool_], costs: Sequence[float]) -> list[Line]:
    """Weights and bias of one label for each cost; without examples on both sides the bias alone.

    The mean of two machines: of n-grams as they are, and of n-grams weighed by naive Bayes (Wang and Manning, Baselines
    and bigrams, 2012). Each is linear, so their mean is one table; together they err less than either.
    """
    if right.all() or not right.any():
        return [(np.zeros(data.shape[1]), 1.0 if right.all() else -1.0)] * len(costs)
    ratio = odds(data, right)
    weighed = data.copy()
    weighed.data *= ratio[data.indices]
    naive, other = margin(weighed, right, NAIVE)
    plain = [margin(data, right, cost) for cost in costs]
    return [((weight + naive * ratio) / 2, (bias + other) / 2) for weight, bias in plain]


def odds(data: Any, right: NDArray[np.bool_]) -> Floats:
    """The logarithm of how much more of each n-gram the texts with a label have than the others (naive Bayes)."""
    yes, no = (np.asarray(data[side].sum(axis=0)).ravel() for side in (right, ~right))
    # The lexicon's feature may be below 0; counts are not.
    yes, no = np.maximum(yes, 0) + SMOOTH, np.maximum(no, 0) + SMOOTH
    ratio: Floats = np.log(yes / yes.sum()) - np.log(no / no.sum())
    return ratio


def margin(data: Any, right: NDArray[np.bool_], cost: float) -> Line:
    """Weights and bias of a linear support vector machine."""
    svm = _library("sklearn.svm")
    with warnings.catch_warnings():
        # It says when ROUNDS are over; that is a choice here.
        warnings.simplefilter("ignore")
        model = svm.LinearSVC(C=cost, class_weight="balanced", random_state=0, max_iter=ROUNDS).fit(data, right)
    return model.coef_[0], float(model.intercept_[0])


def quality(score: NDArray[np.float64], given: Examples) -> float:
    """The mean F1 of the labels by the sign of their score, or by the highest."""
    if given.multi:
        named = score > 0
    else:
        first = (score[:, 0] > 0).astype(int) if score.shape[1] == 1 else score.argmax(axis=1)
        named = np.eye(len(given.labels), dtype=bool)[first]
    right = (named & given.holds).sum(axis=0)
    return float((2 * right / np.maximum(named.sum(axis=0) + given.holds.sum(axis=0), 1)).mean())


def rounded(value: float) -> float:
    """Nine significant digits: what two machines agree on."""
    return float(f"{value:.9g}")


def _library(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise Usage("learn.missing") from error
