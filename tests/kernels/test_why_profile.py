"""Intervals by the profile of the penalised likelihood, against published ones and a search of our own."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cstools.kernels.expr.notes import read
from cstools.kernels.why import Ask, made
from cstools.kernels.why import profile as kernel
from cstools.kernels.why.design import Design
from cstools.kernels.why.factors import parse
from cstools.kernels.why.logit import Fit, fitted

FOXMAN = (
    "000010:2:1 001000:16:14 001010:4:3 001100:18:10 001110:30:12 001111:1:1 010000:86:44 010001:3:3 010010:1:0 "
    "011000:16:15 011001:1:1 011010:2:2 011100:12:7 011110:9:3 101000:2:2 101010:1:1 101011:1:1 101100:3:1 101110:4:0 "
    "101111:1:1 110000:19:5 110010:1:0 111000:4:3 111110:2:0"
)
"""Urinary tract infection (Foxman and others 1997): age, oc, vic, vicl, vis, dia; women, of them with an infection."""
LOGISTF = {
    0: (0.12025405, -0.8185591, 1.07315122), 1: (-1.10598131, -1.9737884, -0.30742514),
    2: (-0.06881673, -0.9414363, 0.78920202), 3: (2.26887464, 1.2730216, 3.43543273),
    4: (-2.11140817, -3.2608611, -1.11773495), 5: (-0.78831694, -1.6080879, 0.01518468),
    6: (3.09601166, 0.7745682, 8.03029352),
}  # fmt: skip
"""Estimates and profile intervals that the R package logistf (Heinze and Ploner) gives for them."""


def design() -> Design:
    cells = [cell.split(":") for cell in FOXMAN.split()]
    codes = [np.array([int(key[at]) for key, *_ in cells]) for at in range(6)]
    n, hits = (np.array([int(cell[at]) for cell in cells]) for at in (1, 2))
    return Design(codes, n, hits, [2] * 6, [0] * 6)


def fit(cells: Design) -> Fit:
    found = fitted(cells)
    assert found is not None
    return found


def test_published_intervals() -> None:
    foxman = fit(design())
    assert foxman.firth
    assert kernel.concerned(foxman) == [6]
    for column, (estimate, lo, hi) in LOGISTF.items():
        found = kernel.profile(foxman, column)
        assert found is not None
        assert [foxman.beta[column], found.lo, found.hi] == pytest.approx([estimate, lo, hi], abs=2e-6)
        assert (found.p < 0.05) == (not lo <= 0 <= hi)


def test_an_end_is_where_the_best_likelihood_has_fallen() -> None:
    """A search over a grid of the other coefficient, that shares nothing with the steps but the table."""
    bad, n = np.array([30, 0]), np.array([100, 40])
    found = kernel.profile(fit(Design([np.array([0, 1])], n, bad, [2], [0])), 1)
    assert found is not None

    def best(slope: float) -> float:
        a = np.linspace(-6, 4, 200_001)
        p, q = 1 / (1 + np.exp(-a)), 1 / (1 + np.exp(-a - slope))
        data = bad[0] * np.log(p) + (n[0] - bad[0]) * np.log(1 - p) + n[1] * np.log(1 - q)
        return float((data + np.log(n[0] * p * (1 - p) * n[1] * q * (1 - q)) / 2).max())

    top = max(best(slope) for slope in np.linspace(-5, -2, 601))
    assert [2 * (top - best(end)) for end in (found.lo, found.hi)] == pytest.approx([3.841459] * 2, abs=1e-3)


def rows() -> pl.LazyFrame:
    cells = [("a", 30, 70), ("b", 0, 40), ("c", 25, 75)]
    table = [(channel, mark) for channel, bad, good in cells for mark in [1.0] * bad + [5.0] * good]
    return pl.LazyFrame(table, {"channel": pl.String, "csat": pl.Float64}, orient="row")


def test_a_separated_level_has_its_profile_and_others_are_as_they_were() -> None:
    result = made(Ask(factors=parse("channel"))).apply(rows())
    found = {row["level"]: row for row in result.rows.collect().to_dicts()}
    middle = found["b"]["adj_or"] ** 2 / (found["b"]["adj_lo"] * found["b"]["adj_hi"])
    assert middle > 2  # farther down than up: no interval of Wald
    assert found["c"]["adj_or"] ** 2 == pytest.approx(found["c"]["adj_lo"] * found["c"]["adj_hi"], rel=1e-4)
    assert found["b"]["adj_hi"] < 1
    assert found["b"]["adj_p"] < 0.001


def test_steps_that_lead_nowhere_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "STEPS", 1)
    result = made(Ask(factors=parse("channel"))).apply(rows())
    row = result.rows.collect().filter(pl.col("level") == "b").row(0, named=True)
    assert row["adj_or"] ** 2 == pytest.approx(row["adj_lo"] * row["adj_hi"], rel=1e-4)
    assert result.found is not None
    assert ("why.unprofiled", {"n": "1"}) in read(result.found.collect())


def test_without_separation_nothing_is_profiled() -> None:
    cells = Design([np.array([0, 1])], np.array([100, 40]), np.array([30, 5]), [2], [0])
    assert kernel.profiles(fit(cells)) == {}
