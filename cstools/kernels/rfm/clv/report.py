"""The fit report of `--clv`: what was fitted to what, how well, and where an assumption fails."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from cstools.kernels.expr.notes import Note, word
from cstools.kernels.rfm.clv import LEAST, Clv, Valued, bgnbd
from cstools.kernels.rfm.clv.check import counted, held_out, sig
from cstools.kernels.rfm.clv.fitting import Fit
from cstools.kernels.rfm.clv.history import WEEK

CORRELATED = 0.3
"""Of how often and how much: beyond this Gamma-Gamma's assumption that they are unrelated does not hold."""
MISSED = 0.25
"""Of the purchases that were made: a forecast farther off than this has missed them."""


def report(made: Valued, lines: pl.LazyFrame, money: str, ask: Clv, as_of: datetime) -> dict[str, Any]:
    """The report as a document; null for what could not be fitted."""
    buying, spending = made.buying, made.spending
    whole: dict[str, Any] = {
        "as_of": str(as_of)[:19],
        "unit": "weeks",
        "purchase": "day with a purchase",
        "money": money,
        "horizon_d": ask.horizon,
        "discount": ask.discount,
        "customers": int(made.table["n"].sum()),
        "repeaters": made.again,
        "repeats": int((made.table["n"] * made.table["x"]).sum()),
        "bgnbd": _model(buying),
        "gamma_gamma": _model(spending),
        "left_out_of_gamma_gamma": made.left_out,
        "correlation": correlation(made.repeats),
    }
    if buying is not None and buying.converged:
        # Sorted, since floats add up differently in another order.
        orders, clv, alive = made.rows.sort("customer_id").select(
            pl.col("expected_orders").sum(),
            pl.when(pl.col("clv").count() > 0).then(pl.col("clv").sum()),
            pl.col("p_alive").mean(),
        ).row(0)  # fmt: skip
        whole |= {
            "expected_orders": round(orders, 4),
            "clv": None if clv is None else round(clv, 2),
            "p_alive_mean": sig(alive),
            "expected_of_new": sig(bgnbd.expected_new(buying, ask.horizon / WEEK)),
            "by_repeats": counted(made.table, buying),
        }
    if ask.holdout is not None:
        known = made.rows.filter(pl.col("reason").is_null()).select("customer_id")
        whole["holdout"] = held_out(known, lines, money, as_of, ask.holdout)
    return whole


def _model(fit: Fit | None) -> dict[str, Any] | None:
    if fit is None:
        return None
    return {name: sig(value) for name, value in fit.named().items()} | {
        "log_likelihood": round(fit.likelihood, 3),
        "customers": fit.n,
        "converged": fit.converged,
        "edge": list(fit.edge),
    }


def correlation(repeats: pl.DataFrame) -> float | None:
    """Pearson's correlation of how often customers came back with what they spent a purchase; null of a constant.

    >>> correlation(pl.DataFrame({"x": [1, 2, 3], "spent": [1.0, 4.0, 9.0]}))
    1.0
    """
    pairs = repeats.select("x", (pl.col("spent") / pl.col("x")).alias("mean")).sort("x", "mean")
    found = pairs.select(pl.corr("x", "mean")).item()
    return None if found is None or found != found else sig(found)


def notes(made: Valued, told: dict[str, Any], ask: Clv) -> list[Note]:
    """The report in sentences, then the warnings."""
    buying, spending = made.buying, made.spending
    if buying is None:
        return [("clv.few", {"n": f"{made.again:,}", "least": str(LEAST)})]
    found: list[Note] = [("clv.bgnbd", _said(buying, told) | {"repeaters": f"{made.again:,}"})]
    if spending is not None:
        found.append(("clv.gamma", _said(spending, told)))
    if buying.converged:
        rate = word(f"clv.discount_{'rate' if ask.discount else 'none'}")
        ahead = {"days": f"{ask.horizon:,}", "orders": f"{told['expected_orders']:,.1f}", "clv": "—"}
        ahead |= {} if told["clv"] is None else {"clv": f"{told['clv']:,.2f}"}
        found.append(("clv.horizon", {**ahead, "discount": rate, "rate": f"{ask.discount:g}"}))
    if ask.holdout is not None:
        found.append(_holdout(told["holdout"]))
    return [*found, *_warnings(made, told)]


def _said(fit: Fit, told: dict[str, Any]) -> dict[str, str]:
    corr = told["correlation"]
    shown = {name: f"{value:.4g}" for name, value in fit.named().items()}
    shown |= {"likelihood": f"{fit.likelihood:,.2f}", "customers": f"{fit.n:,}"}
    return shown | {"correlation": "—" if corr is None else f"{corr:.3f}"}


def _off(told: dict[str, Any]) -> float | None:
    """How far a forecast was off, of the purchases made; None of none."""
    return told["predicted"] / told["actual"] - 1 if told["actual"] else None


def _holdout(told: dict[str, Any]) -> Note:
    if told["model"] is None:
        return "clv.holdout_none", {
            "days": f"{told['days']:,}",
            "n": f"{told['repeaters']:,}",
            "least": str(LEAST),
        }
    off = _off(told)
    return "clv.holdout", {
        "cut": told["cut"],
        "days": f"{told['days']:,}",
        "predicted": f"{told['predicted']:,.1f}",
        "actual": f"{told['actual']:,}",
        "off": "—" if off is None else f"{off:+.1%}",
        "mae": f"{told['mae']:.4f}",
        "naive": f"{told['mae_naive']:.4f}",
    }


def _warnings(made: Valued, told: dict[str, Any]) -> list[Note]:
    """Where an assumption fails."""
    found: list[Note] = []
    for model, fit in (("BG/NBD", made.buying), ("Gamma-Gamma", made.spending)):
        if fit is not None and not fit.converged:
            found.append(("clv.unconverged", {"model": model}))
        elif fit is not None and fit.edge:
            found.append(("clv.edge", {"model": model, "names": ", ".join(fit.edge)}))
    held = told.get("holdout") or {"model": None}
    off = None if held["model"] is None else _off(held)
    if off is not None and (abs(off) > MISSED or held["mae"] > held["mae_naive"]):
        found.append(("clv.missed", {"off": f"{off:+.1%}"}))
    corr = told["correlation"]
    if corr is not None and abs(corr) > CORRELATED:
        found.append(("clv.correlated", {"correlation": f"{corr:.3f}", "most": str(CORRELATED)}))
    if made.left_out:
        found.append(("clv.money", {"n": f"{made.left_out:,}"}))
    if made.spending is not None and made.spending.values[1] <= 1:
        found.append(("clv.heavy", {"q": f"{made.spending.values[1]:.4g}"}))
    return found
