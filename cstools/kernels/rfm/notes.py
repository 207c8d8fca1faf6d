"""What is said of a run beside its rows: counts for the summary line, and the rules and thresholds that were used."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.notes import Note, word
from cstools.kernels.expr.reasons import named
from cstools.kernels.rfm.ask import Ask
from cstools.kernels.rfm.cuts import DAY_MS
from cstools.kernels.rfm.purchases import UNITS
from cstools.kernels.rfm.rates import counted, rates
from cstools.kernels.rfm.scores import ONE, VALUES, Cutting

REPORT = "clv.report"
"""The key of the row that is no sentence: the fit report of `--clv`."""
SHOWN = 12
"""Thresholds of one score that are printed at most."""


def counts(lines: pl.LazyFrame, people: pl.LazyFrame, by_id: bool) -> pl.LazyFrame:
    """What the summary line says: lines used and left out by reason, orders, customers without a segment.

    >>> lines = pl.LazyFrame({"out": [None, "unpaid"]})
    >>> people = pl.LazyFrame({"orders": [1], "reason": ["rfm.refunded"]})
    >>> counts(lines, people, by_id=True).collect().sort("name").rows()
    [('customers without a segment', 1), ('left out (unpaid)', 1), ('orders (by order id)', 1), ('used', 1)]
    """
    used = lines.select(named(pl.col("out")).alias("name"))
    totals = {
        "orders (by order id)" if by_id else "orders (one a line)": pl.col("orders").sum(),
        "customers without a segment": pl.col("reason").count(),
    }
    whole = [people.select(pl.lit(name).alias("name"), n.cast(pl.Int64).alias("n")) for name, n in totals.items()]
    return pl.concat([used.group_by("name").agg(pl.len().cast(pl.Int64).alias("n")), *whole])


def found(lines: pl.LazyFrame, people: pl.DataFrame, ask: Ask) -> list[Note]:
    """The rules of a run, its thresholds, guests, repurchase and churn; nothing of no customers.

    In: lines of `purchases`, customers of `scores.scored`.
    """
    if not people.height:
        return []
    notes = [_rules(people, ask)]
    if ask.cohort is None:
        notes += thresholds(people, ask.cutting)
    else:
        notes.append(("rfm.cohorts", {"period": word(f"rfm.period_{ask.cohort}")}))
    guests = lines.filter(pl.col("out") == "no customer").select(pl.len(), pl.col(ask.monetary).sum()).collect()
    if guests.item(0, 0):
        notes.append(("rfm.guests", {"n": f"{guests.item(0, 0):,}", "money": number(guests.item(0, 1) / UNITS)}))
    return [*notes, *_rates(people, ask)]


def number(value: float) -> str:
    """A number as people read it: up to six decimals, none that say nothing.

    >>> number(1234.5), number(3.0), number(0.3333333), number(-0.0)
    ('1,234.5', '3', '0.333333', '0')
    """
    text = f"{value + 0.0:,.6f}"
    return text.rstrip("0").rstrip(".")


def _rules(people: pl.DataFrame, ask: Ask) -> Note:
    return "rfm.rules", {
        "as_of": str(people["as_of"][0])[:19],
        "basis": word(f"rfm.basis_{'data' if ask.as_of is None else 'given'}"),
        "frequency": word(f"rfm.frequency_{ask.frequency}"),
        "monetary": word(f"rfm.monetary_{ask.monetary}"),
    }


def thresholds(people: pl.DataFrame, cutting: Cutting) -> list[Note]:
    """Where each score begins, and above which mean score high begins; nothing where no customer is scored.

    >>> frame = pl.DataFrame({"near": [-9 * DAY_MS, -DAY_MS], "frequency": [1, 5], "money": [100000, 900000],
    ...     "reason": [None, None]}, schema_overrides={"reason": pl.String})
    >>> from cstools.kernels.rfm.scores import scored
    >>> [(_, said)] = thresholds(scored(frame, Cutting("mean")), Cutting("mean"))
    >>> said["r"], said["f"], said["m"]
    ('<5', '>3', '>50')
    """
    used = people.filter(pl.col("reason").is_null())
    if not used.height:
        return []
    by = {score: _begins(used, score, cutting) for score in VALUES}
    how = {"how": word(f"rfm.how_{cutting.cut}"), "bins": str(cutting.bins), "tie": cutting.tie}
    notes: list[Note] = [("rfm.thresholds", {**how, **by})]
    if cutting.scheme.scores is None and any(cutting.scores(score) is not None for score in VALUES):
        middles = {score: number(used[f"cut_{score}"][0]) if cutting.scores(score) else "—" for score in VALUES}
        notes.append(("rfm.middle", middles))
    return notes


def _begins(used: pl.DataFrame, score: str, cutting: Cutting) -> str:
    """What reaches each score: `5≤3, 4≤20` of days, `5≥7` of others; of low and high only the threshold."""
    sign = -1 if score == "r" else 1
    if cutting.cut in ("mean", "median"):
        return f"{'<' if score == 'r' else '>'}{number(sign * used[f'cut_{score}'][0] / ONE[score])}"
    reach = "≤" if score == "r" else "≥"
    if cutting.cuts is not None:
        points = cutting.cuts.of(score)
        return ", ".join(
            f"{at if len(points) > 1 else ''}{reach}{number(sign * point / ONE[score])}"
            for at, point in sorted(enumerate(points, 2), reverse=True)
        )
    table = used.group_by(score).agg(pl.col(VALUES[score]).min()).sort(score, descending=True).rows()
    said = [f"{at}{reach}{number(sign * value / ONE[score])}" for at, value in table[:-1]]
    return ", ".join([*said[:SHOWN], *(["…"] if len(said) > SHOWN else [])]) or "—"


def _rates(people: pl.DataFrame, ask: Ask) -> list[Note]:
    row = people.select(counted(ask.churn_ms)).with_columns(rates()).row(0, named=True)
    if not row["buyers"]:
        return []
    low, high = (f"{row[name]:.1%}" for name in ("repurchase_lo", "repurchase_hi"))
    said = {"n": f"{row['buyers']:,}", "again": f"{row['repurchased']:,}", "churned": f"{row['churned']:,}"}
    said |= {"repurchase": f"{row['repurchase_rate']:.1%}", "churn": f"{row['churn_rate']:.1%}", "lo": low, "hi": high}
    return [("rfm.rates", said | {"days": number(ask.churn_ms / DAY_MS)})]
