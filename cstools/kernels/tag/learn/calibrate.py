"""From scores to probabilities, and the probability from which a label is given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cstools.kernels.tag.learn.examples import Examples
from cstools.kernels.tag.learn.model import Model
from cstools.kernels.tag.learn.predict import chances

Floats = NDArray[np.float64]
ENOUGH = 10
"""Texts with a label from which its probability is fitted by itself; below, all labels share one curve."""
CUTS = tuple(step / 100 for step in range(15, 75, 5))


def calibrated(model: Model, score: Floats, given: Examples) -> Model:
    """The model with slope, offset and cut fitted to the scores of texts it has not seen."""
    if not (model.multi or model.binary):
        warmth = temperature(score, given.holds)
        return replace(model, slope=(warmth,) * len(model.labels))
    truth = given.holds if model.multi else given.holds[:, 1:]
    pooled = platt(score.ravel(), truth.ravel())
    pairs = [
        platt(one, right) if ENOUGH <= right.sum() <= len(right) - ENOUGH else pooled
        for one, right in zip(score.T, truth.T, strict=True)
    ]
    slope, offset = zip(*pairs, strict=True)
    tuned = replace(model, slope=slope, offset=offset)
    return replace(
        tuned, cut=cuts(chances(score, tuned), truth) if model.multi else (middle(chances(score, tuned), truth),)
    )


def platt(score: Floats, right: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset of the logistic curve through right and wrong, by maximum likelihood.

    Platt, Probabilistic outputs for support vector machines (1999), with his targets against overconfidence.

    >>> slope, offset = platt(np.array([-1.0, -0.5, 0.5, 1.0] * 10), np.array([False, False, True, True] * 10))
    >>> slope > 1, abs(offset) < 0.01
    (True, True)
    """
    yes, no = int(right.sum()), int((~right).sum())
    if not yes or not no:
        return 1.0, 0.0
    goal = np.where(right, (yes + 1) / (yes + 2), 1 / (no + 2))

    def loss(pair: Floats) -> tuple[float, Floats]:
        line = pair[0] * score + pair[1]
        miss = 1 / (1 + np.exp(-np.clip(line, -700, 700))) - goal
        return float((np.logaddexp(0, line) - goal * line).sum()), np.array([(miss * score).sum(), miss.sum()])

    slope, offset = _minimum(loss, np.array([1.0, 0.0]), jac=True)
    return float(f"{slope:.6g}"), float(f"{offset:.6g}")


def temperature(score: Floats, holds: NDArray[np.bool_]) -> float:
    """What scores are multiplied by before softmax. Guo et al., On calibration of modern neural networks (2017)."""
    own = score[holds]

    def loss(log: Floats) -> float:
        line = score * np.exp(log[0])
        most = line.max(axis=1)
        return float((most + np.log(np.exp(line - most[:, None]).sum(axis=1))).sum() - own.sum() * np.exp(log[0]))

    return float(f"{np.exp(_minimum(loss, np.array([1.0]))[0]):.6g}") if own.size else 1.0


def cuts(chance: Floats, truth: NDArray[np.bool_]) -> tuple[float, ...]:
    """The probability from which each label has its best F1; of equal ones that nearest to a half."""
    found = []
    for p, right in zip(chance.T, truth.T, strict=True):
        found.append(max((f1(p >= cut, right), -abs(cut - 0.5), cut) for cut in CUTS)[2])
    return tuple(found)


def middle(chance: Floats, truth: NDArray[np.bool_]) -> float:
    """The probability from which the second of two labels is given: where the mean of both F1 is best."""
    right = truth[:, 0]
    marks = [
        (f1(named, right) + f1(~named, ~right), -abs(cut - 0.5), cut) for cut in CUTS for named in [chance[:, 1] >= cut]
    ]
    return max(marks)[2]


def f1(named: NDArray[np.bool_], right: NDArray[np.bool_]) -> float:
    """Twice the hits over all named and all right; 0 where there is neither.

    >>> f1(np.array([True, False]), np.array([True, True]))
    0.6666666666666666
    """
    return float(2 * (named & right).sum() / max(named.sum() + right.sum(), 1))


def _minimum(loss: Any, start: Floats, jac: bool = False) -> Any:
    from scipy.optimize import minimize

    return minimize(loss, start, jac=jac or None, method="BFGS").x
