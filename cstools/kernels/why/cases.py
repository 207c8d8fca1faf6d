"""典型、最差、最好: tickets chosen by rule, in the customer's own words, masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.expr.reasons import first
from cstools.kernels.kpi.facts import with_facts
from cstools.kernels.stage import INTERNAL
from cstools.kernels.why.outcome import ALWAYS, OUT, RATING, SPOILED, rating
from cstools.kernels.why.quotes import masked

KEYS = ("ticket_id", "text")
SHOWN = ("created_at", "channel", "topic", "category", "csat", "first_response_s", "transfer_count", "severity")
MIDDLE = ("first_response_s", "handle_s", "resolution_s", "transfer_count", "severity", RATING, "length")
"""What a typical ticket is in the middle of."""
NEEDS = {*KEYS, *SHOWN, *ALWAYS, "csat_scale", "handle_s", "resolution_s"}
COLUMNS = ("rule", "rank", "ticket_id", *SHOWN, "text")
PROBLEM = ("topic", "category")


class Chosen(NamedTuple):
    """The tickets, the most common problem, how many they are chosen from, and how many are left out, by reason."""

    rows: pl.DataFrame
    problem: str | None
    used: int
    lost: dict[str, int]


def chosen(lf: pl.LazyFrame, each: int) -> Chosen:
    """Up to `each` tickets of each rule (COLUMNS, those of SHOWN that are there), and the most common problem.

    worst: the lowest rating, then the highest severity, then the longest text. best: the highest rating, then the
    quickest first reply, then the longest text. typical: of the most common problem (topic, else category), those
    whose numbers (MIDDLE) are on average nearest to the middle of that problem, by rank; one that is not there is as
    far as can be. Spam, merged
    records and those without a text are none; a text is shown once. Raises Usage("field.missing").
    """
    given = [name for name in lf.collect_schema().names() if name not in INTERNAL]
    if missing := [name for name in KEYS if name not in given]:
        raise Usage("field.missing", tool="cs-why --cases", fields=", ".join(missing))
    every = _ready(lf)
    rows = every.filter(pl.col(OUT).is_null()).drop(OUT)
    lost = every.group_by(OUT).len().drop_nulls().sort(OUT)
    problem, common = _common(rows, [name for name in PROBLEM if name in given])
    rules = {"worst": _worst(rows), "best": _best(rows), "typical": _typical(common)}
    taken: list[str] = []
    parts = []
    for rule, sorted_ in rules.items():
        fresh = sorted_.filter(~pl.col("text").is_in(taken)).unique("text", keep="first", maintain_order=True)
        some = fresh.head(each)
        taken += some["text"].to_list()
        parts.append(
            some.with_row_index("rank", 1).with_columns(pl.lit(rule).alias("rule"), pl.col("rank").cast(pl.Int64))
        )
    table = pl.concat(parts, how="vertical")
    shown = [name for name in COLUMNS if name in ("rule", "rank") or name in given]
    # Masked at once: the patterns cost more to compile than the few texts to search.
    told = table.select(shown).with_columns(masked(pl.col("text")))
    return Chosen(told, problem, rows.height, {name: int(n) for name, n in lost.rows()})


def _ready(lf: pl.LazyFrame) -> pl.DataFrame:
    """Tickets with RATING, length and OUT (why one is none to choose from), in an order of their own."""
    facts = with_facts(ensure(lf, dtypes("ticket")), {"__score"})
    silent = (pl.col("text").str.strip_chars() == "").fill_null(True)
    kept = facts.with_columns(first(SPOILED | {"no text": silent}).alias(OUT))
    lengths = pl.col("text").str.len_chars().cast(pl.Int64).alias("length")
    names = list(dict.fromkeys(["ticket_id", "created_at", "text", *SHOWN, *MIDDLE, OUT]))
    return kept.with_columns(rating().alias(RATING), lengths).select(names).sort(names, nulls_last=True).collect()


def _by(rows: pl.DataFrame, keys: Mapping[str, bool]) -> pl.DataFrame:
    """Sorted by these keys (name -> whether from high to low), nulls last, else in order."""
    return rows.sort(list(keys), descending=list(keys.values()), nulls_last=True, maintain_order=True)


def _worst(rows: pl.DataFrame) -> pl.DataFrame:
    return _by(rows.filter(pl.col(RATING).is_not_null()), {RATING: False, "severity": True, "length": True})


def _best(rows: pl.DataFrame) -> pl.DataFrame:
    return _by(rows.filter(pl.col(RATING).is_not_null()), {RATING: True, "first_response_s": False, "length": True})


def _common(rows: pl.DataFrame, names: Sequence[str]) -> tuple[str | None, pl.DataFrame]:
    """The most common problem and its tickets; all tickets where no field names one."""
    for name in names:
        counts = rows[name].drop_nulls().alias("value").to_frame().group_by("value").len()
        if counts.height:
            found = counts.sort(-pl.col("len").cast(pl.Int64), "value")["value"][0]
            return found, rows.filter(pl.col(name) == found)
    return None, rows


def _typical(rows: pl.DataFrame) -> pl.DataFrame:
    ranks = [
        ((pl.col(name).rank("average") - 0.5) / pl.col(name).count() - 0.5).abs().fill_null(0.5) for name in MIDDLE
    ]
    far = pl.mean_horizontal(ranks).round(9).alias("far")
    return _by(rows.with_columns(far), {"far": False}).drop("far")
