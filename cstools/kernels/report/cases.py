"""典型案例: tickets chosen by rule, in the customer's own words, masked."""

from __future__ import annotations

from typing import Any

import polars as pl

from cstools.kernels.report.data import TOPIC, Data, told
from cstools.kernels.report.groups import NAMELESS
from cstools.kernels.report.ratings import rated
from cstools.kernels.why.outcome import RATING
from cstools.kernels.why.quotes import masked
from cstools.model.report import Case, Cases, Figure, Param, Phrase, Section

LISTED = 6
EACH = 2
"""Cases of the report, and of one rule."""
LOW = 3
"""The highest of five marks that is called a low rating."""


def rules(columns: list[str]) -> list[tuple[str, pl.Expr, list[pl.Expr]]]:
    """The rules in order: a word, which tickets, and which of them first; without those whose fields are absent.

    In: RATING, if there is a csat. The lowest ratings are those of at most LOW: where all are content, none is low.
    """
    low = pl.col(RATING).filter(pl.col(RATING) <= LOW).min()
    severe = [-pl.col("severity").fill_null(0)] if "severity" in columns else []
    every: list[tuple[str, tuple[str, ...], pl.Expr, list[pl.Expr]]] = [
        ("case.red_line", ("red_line",), pl.col("red_line"), [*severe]),
        ("case.csat", ("csat",), pl.col(RATING) == low, [*severe, -pl.col("length")]),
        (
            "case.severity",
            ("severity",),
            (pl.col("severity") >= 2) & ~_red(columns),
            [-pl.col("severity"), -pl.col("length")],
        ),
        ("case.transfers", ("transfer_count",), pl.col("transfer_count") >= 2, [-pl.col("transfer_count")]),
        ("case.complaint", ("is_complaint",), pl.col("is_complaint"), [-pl.col("length")]),
    ]
    return [(word, test, order) for word, needs, test, order in every if set(needs) <= set(columns)]


def _red(columns: list[str]) -> pl.Expr:
    return pl.col("red_line").fill_null(False) if "red_line" in columns else pl.lit(False)


def section(data: Data) -> Section:
    """Up to six tickets with the customer's text: red lines, lowest ratings, most severe, most passed on."""
    rows = data.month()
    if "text" not in rows.columns or "ticket_id" not in rows.columns:
        return Section("cases", why=Phrase("why.text"))
    rows = rows.filter(pl.col("text").is_not_null(), pl.col("ticket_id").is_not_null())
    rows = _ordered(rows.with_columns(length=pl.col("text").str.len_chars().cast(pl.Int64)))
    found = rows.clear().with_columns(rule=pl.lit(None, dtype=pl.String))
    for word, test, order in rules(rows.columns):
        fresh = rows.filter(~pl.col("ticket_id").is_in(found["ticket_id"].implode()), test.fill_null(False))
        first = fresh.unique("text", keep="first", maintain_order=True)
        first = (first.sort(order, maintain_order=True) if order else first).head(EACH)
        found.extend(first.with_columns(rule=pl.lit(word)))
    if not found.height:
        return Section("cases", why=Phrase("why.cases"))
    # Masked at once: the patterns cost more to compile than the few texts to search.
    chosen = told(found.head(LISTED).with_columns(masked(pl.col("text"))))
    return Section("cases", (Cases(tuple(map(_case, chosen))),), lead=Phrase("cases.lead"))


def _ordered(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with RATING, in an order of their own: an id that two tickets have does not decide between them."""
    # All else that is shown or chosen by; records alike in this are one case.
    keys = ("ticket_id", "created_at", "text", *(name for name, _ in FACTS), "red_line", "is_complaint")
    rows = rows.sort(list(dict.fromkeys(name for name in keys if name in rows.columns)), nulls_last=True)
    if "csat" not in rows.columns:
        return rows
    return rows.with_columns(rated(rows).select(RATING).collect())


FACTS = (
    ("created_at", "time"), ("channel", "text"), (TOPIC, "text"), ("csat", "mean"), ("first_response_s", "s"),
    ("transfer_count", "n"), ("severity", "n"),
)  # fmt: skip


def _case(row: dict[str, Any]) -> Case:
    facts: list[tuple[str, Param]] = []
    for name, unit in FACTS:
        value = row.get(name)
        if value is None or (name == "transfer_count" and not value):
            continue
        told_: Param = Figure(value, unit)
        if unit in ("text", "time"):
            told_ = f"{value:%Y-%m-%d %H:%M}" if unit == "time" else str(value or NAMELESS)
        facts.append((name, told_))
    return Case(ticket=row["ticket_id"], rule=row["rule"], facts=tuple(facts), quote=row["text"])
