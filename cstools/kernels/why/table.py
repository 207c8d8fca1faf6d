"""The table of levels: how often the outcome is there and elsewhere, by how much more, and is that more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from cstools.kernels.expr.significance import LEAST, adjusted, fisher, normal_p, two_rates
from cstools.kernels.expr.stats import Z, ratio, rounded, wilson
from cstools.kernels.why.design import Design
from cstools.kernels.why.effects import Term, inflation, terms
from cstools.kernels.why.gather import HITS, N
from cstools.kernels.why.levels import Levels
from cstools.kernels.why.logit import Fit, fitted
from cstools.kernels.why.profile import Profile, profiles

CRUDE = (
    "factor", "level", "n", "hits", "rate", "lo", "hi", "n_rest", "hits_rest", "rate_rest", "support", "lift",
    "odds_ratio", "or_lo", "or_hi", "rel_risk", "rr_lo", "rr_hi", "phi", "chi2", "test", "p", "p_adj",
)  # fmt: skip
MODEL = ("ref", "adj_or", "adj_lo", "adj_hi", "adj_p", "ame", "ame_lo", "ame_hi")
COLUMNS = (*CRUDE, *MODEL)
HALF = 0.5
"""Added to every count of a table with an empty cell (Haldane 1955; Anscombe 1956), so that no ratio is infinite."""
DIGITS = 6
SCHEMA = {"factor": pl.String(), "level": pl.String(), N: pl.Int64(), HITS: pl.Int64()}


@dataclass(frozen=True)
class Modelled:
    """The model of a run. fit: None where there is none. made: the factors in it, by place. inflated: the VIF of each.
    spoken: of each of these, how many of its levels say something of their own. profiles: `profile.profiles`.
    """

    fit: Fit | None
    made: tuple[int, ...]
    inflated: tuple[float | None, ...] = ()
    spoken: tuple[int, ...] = ()
    profiles: Mapping[int, Profile | None] = field(default_factory=dict)


def crude(cells: pl.DataFrame, made: Sequence[Levels], *, exact: bool = False) -> pl.DataFrame:
    """A row a factor and level (CRUDE), in order; a level against all records of other levels.

    In: cells of `gather.cells`. rate: hits / n, with Wilson's interval (what association rules call confidence).
    support: n / all records. lift: rate / the rate of all. odds_ratio and rel_risk with the intervals of their
    logarithms (Woolf 1955; Katz and others 1978); HALF is added where a cell is empty; null where the outcome never or
    always happens, or there is no other level. chi2: Pearson's, without correction. test: which of chi-squared and
    Fisher's exact test p is by (`significance.two_rates`; `exact`: always Fisher's). p_adj: among all levels, by
    Benjamini and Hochberg.
    """
    parts = [_counts(cells, at, one) for at, one in enumerate(made)]
    if not parts:
        return pl.DataFrame(schema={name: SCHEMA.get(name, pl.Float64()) for name in CRUDE})
    table = pl.concat(parts).with_columns(
        pl.lit(int(cells[N].sum()), dtype=pl.Int64).alias("all_n"),
        pl.lit(int(cells[HITS].sum()), dtype=pl.Int64).alias("all_hits"),
    )
    table = table.with_columns(n_rest=pl.col("all_n") - pl.col(N), hits_rest=pl.col("all_hits") - pl.col(HITS))
    table = table.with_columns(*_rates(), *_ratios(), *_tests(exact))
    table = table.with_columns(pl.lit(1).alias("family")).with_columns(p_adj=adjusted(pl.col("p"), ["family"]))
    floats = [name for name, dtype in table.schema.items() if dtype == pl.Float64]
    return table.with_columns(rounded(pl.col(name).fill_nan(None)) for name in floats).select(CRUDE)


def _counts(cells: pl.DataFrame, at: int, one: Levels) -> pl.DataFrame:
    sums = cells.group_by(pl.col(str(at)).alias("code")).agg(pl.col(N, HITS).sum())
    labels = pl.DataFrame({"level": one.labels, "code": range(len(one.labels))}, {"level": pl.String, "code": pl.Int64})
    counted = labels.join(sums, on="code", how="left", maintain_order="left").with_columns(pl.col(N, HITS).fill_null(0))
    return counted.select(pl.lit(one.factor.name).alias("factor"), "level", N, HITS)


def _rates() -> list[pl.Expr]:
    hits, n = pl.col(HITS), pl.col(N)
    rate, (lo, hi) = ratio(hits, n), wilson(hits, n)
    return [
        rate.alias("rate"), lo.alias("lo"), hi.alias("hi"), ratio(n, pl.col("all_n")).alias("support"),
        ratio(pl.col("hits_rest"), pl.col("n_rest")).alias("rate_rest"),
        ratio(rate, ratio(pl.col("all_hits"), pl.col("all_n"))).alias("lift"),
    ]  # fmt: skip


def _tells() -> pl.Expr:
    """Whether two groups can be compared at all."""
    return (pl.col(N) > 0) & (pl.col("n_rest") > 0) & (pl.col("all_hits") > 0) & (pl.col("all_hits") < pl.col("all_n"))


def _ratios() -> list[pl.Expr]:
    a, c = pl.col(HITS), pl.col("hits_rest")
    b, d = pl.col(N) - a, pl.col("n_rest") - c
    half = pl.when(pl.min_horizontal(a, b, c, d) == 0).then(HALF).otherwise(0.0)
    a, b, c, d = (each + half for each in (a, b, c, d))
    odds, risk = a * d / (b * c), a / (a + b) * (c + d) / c
    errors = (1 / a + 1 / b + 1 / c + 1 / d).sqrt(), (1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)).sqrt()
    found = []
    for name, short, value, error in zip(("odds_ratio", "rel_risk"), ("or", "rr"), (odds, risk), errors, strict=True):
        ends = {name: value, f"{short}_lo": value * (-Z * error).exp(), f"{short}_hi": value * (Z * error).exp()}
        found += [pl.when(_tells()).then(end).alias(key) for key, end in ends.items()]
    return found


def _tests(exact: bool) -> list[pl.Expr]:
    hits, n, hits0, n0 = (pl.col(name) for name in (HITS, N, "hits_rest", "n_rest"))
    whole, all_hits = n + n0, hits + hits0
    top = (hits * (n0 - hits0) - (n - hits) * hits0).cast(pl.Float64)
    spread = (n.cast(pl.Float64) * n0 * all_hits * (whole - all_hits)).sqrt()
    phi = pl.when(_tells()).then(top / spread)
    small = pl.min_horizontal(n, n0) * pl.min_horizontal(all_hits, whole - all_hits) < LEAST * whole
    p = fisher(hits, n, hits0, n0, every=True) if exact else two_rates(hits, n, hits0, n0)
    test = pl.when(pl.lit(exact) | small).then(pl.lit("fisher")).otherwise(pl.lit("chi2"))
    return [
        phi.alias("phi"), (phi.pow(2) * whole).alias("chi2"), pl.when(_tells()).then(test).alias("test"),
        pl.when(_tells()).then(p).alias("p"),
    ]  # fmt: skip


def modelled(cells: pl.DataFrame, made: Sequence[Levels]) -> Modelled:
    """The logistic model of all factors that have two levels or more."""
    own = tuple(at for at, one in enumerate(made) if len(one.labels) > 1)
    if not own or not cells.height:
        return Modelled(None, own)
    design = Design(
        [cells[str(at)].to_numpy() for at in own], cells[N].to_numpy(), cells[HITS].to_numpy(),
        [len(made[at].labels) for at in own], [made[at].ref for at in own],
    )  # fmt: skip
    fit = fitted(design)
    if fit is None:
        return Modelled(None, own)
    layout = design.layout
    spoken = tuple(int((cols < layout.width).sum()) for cols in layout.columns[1:])
    return Modelled(fit, own, tuple(inflation(design)), spoken)


def profiled(model: Modelled) -> Modelled:
    """The model with the profiles of the coefficients whose interval is not to be had by Wald."""
    return model if model.fit is None else replace(model, profiles=profiles(model.fit))


def with_model(table: pl.DataFrame, made: Sequence[Levels], model: Modelled) -> pl.DataFrame:
    """The table with MODEL: each level against `ref`, the level of comparison, all other factors as they are.

    adj_lo, adj_hi, adj_p: by Wald, or by the profile where there is one; ame: by how much the probability is higher
    (0..1), averaged over all records. Null for the level of comparison itself and for what the model cannot tell. 6
    significant digits.
    """
    found: list[tuple[str | None, Term | None]] = []
    told = {} if model.fit is None else dict(zip(model.made, terms(model.fit), strict=True))
    for at, one in enumerate(made):
        ref = one.labels[one.ref] if at in model.made and one.labels else None
        own = told.get(at) or [None] * len(one.labels)
        found += [(ref, term) for term in own]
    names = ["ref", "b", "b_se", "e", "e_se", "lo", "hi", "p"]
    rows = [(ref, *_figures(term, model)) for ref, term in found]
    schema = {name: pl.String() if name == "ref" else pl.Float64() for name in names}
    frame = pl.DataFrame(rows, schema, orient="row")
    b, b_se, e, e_se, lo, hi, p = map(pl.col, names[1:])
    made_ = {
        "adj_or": b.exp(), "adj_lo": pl.coalesce(lo, b - Z * b_se).exp(), "adj_hi": pl.coalesce(hi, b + Z * b_se).exp(),
        "adj_p": pl.coalesce(p, normal_p(b / b_se)),
        "ame": e, "ame_lo": (e - Z * e_se).clip(-1.0, 1.0), "ame_hi": (e + Z * e_se).clip(-1.0, 1.0),
    }  # fmt: skip
    adjusted_ = frame.select("ref", *(_sane(expr).alias(name) for name, expr in made_.items()))
    return table.hstack(adjusted_).select(COLUMNS)


def _figures(term: Term | None, model: Modelled) -> tuple[float | None, ...]:
    if term is None:
        return (None,) * 7
    found = model.profiles.get(term.column)
    return *term.odds, *term.effect, *((found.lo, found.hi, found.p) if found else (None,) * 3)


def _sane(value: pl.Expr) -> pl.Expr:
    """Six digits, and nothing that is no number."""
    return pl.when(value.is_finite()).then(value.round_sig_figs(DIGITS))
