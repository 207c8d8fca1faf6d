"""The funnel 咨询, 响应, 解决, 评价: how many contacts come how far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import polars as pl

from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.expr.reasons import first
from cstools.kernels.expr.stats import ratio, rounded, wilson
from cstools.kernels.kpi.facts import AS_OF, clock, with_facts
from cstools.kernels.stage import INTERNAL
from cstools.kernels.why.ask import Ask
from cstools.kernels.why.factors import bound, parse
from cstools.kernels.why.levels import value
from cstools.kernels.why.outcome import ALWAYS, SPOILED

BY = "channel"


@dataclass(frozen=True)
class Step:
    """A step: its word, the test of a contact that passed it, the fields of which one tells."""

    word: str
    passed: pl.Expr
    fields: tuple[str, ...]


FIRST = "funnel.contacts"
STEPS = (
    Step(
        "funnel.replied",
        pl.col("__replied"),
        ("is_answered", "answered_at", "first_response_at", "first_response_s", "agent_msgs"),
    ),
    Step("funnel.resolved", pl.col("__resolved"), ("is_resolved", "status", "resolved_at")),
    Step("funnel.rated", pl.col("__score").is_not_null(), ("csat",)),
)
FACTS = {"__replied", "__resolved", "__score"}
TIME = "created_at"
COLUMNS = ("step", "n", "rate_prev", "lo", "hi", "rate_first", "drop")
NEEDS = {name for step in STEPS for name in step.fields} | {
    TIME, "csat_scale", "contact_type", "parent_id", *ALWAYS,
}  # fmt: skip
OUT = "__out"


def told(given: Iterable[str]) -> list[Step]:
    """The steps that these fields tell."""
    return [step for step in STEPS if {*step.fields} & {*given}]


def counted(rows: pl.DataFrame, steps: Sequence[Step], by: str = BY) -> pl.DataFrame:
    """The contacts of each group that came to each step: `by`, FIRST, the words of the steps (Int64).

    A contact is counted in a step only if it passed those before, so no step has more than the one before it. Most
    contacts first, then by name, those without a group last. In: contacts with any fields.

    >>> rows = pl.DataFrame({"channel": ["电话", "电话"], "is_answered": [True, False], "is_resolved": [True, True]})
    >>> counted(rows, STEPS).rows()
    [('电话', 2, 1, 1, 0)]
    """
    ready = with_facts(ensure(rows.lazy(), dtypes("ticket")), FACTS)
    chain = accumulate((step.passed.fill_null(False) for step in steps), lambda before, passed: before & passed)
    sums = [reached.sum().cast(pl.Int64).alias(step.word) for step, reached in zip(steps, chain, strict=True)]
    found = ready.group_by(by).agg(pl.len().cast(pl.Int64).alias(FIRST), *sums)
    return found.sort(pl.col(by).is_null(), -pl.col(FIRST), by).collect()


def aged(rows: pl.LazyFrame, ask: Ask) -> pl.DataFrame:
    """Contacts with OUT: why one is left out, null where it is counted. In: typed fields.

    Left out are spam, merged records, work orders under a contact, and contacts that are younger than the window at
    as_of (default: the latest creation): they have not had the time to come to the end.
    """
    facts = with_facts(rows.with_columns(clock(ask.as_of).alias(AS_OF)), {"__child"})
    young = pl.col(TIME) > pl.col(AS_OF) - pl.duration(milliseconds=ask.matured_ms)
    reasons = SPOILED | {
        "work order under a contact": pl.col("__child"), "undated": pl.col(TIME).is_null(), "too young": young,
    }  # fmt: skip
    return facts.with_columns(first(reasons).alias(OUT)).drop("__child", AS_OF, strict=False).collect()


def funnel(lf: pl.LazyFrame, ask: Ask) -> tuple[pl.DataFrame, dict[str, int], list[Step]]:
    """The table (`by`, if asked for, and COLUMNS), the records used and left out by reason, and the steps it has.

    n: contacts that passed the step and all before it. rate_prev: n over those of the step before, with Wilson's
    interval lo, hi; rate_first: n over all contacts; drop: how many did not pass. Null at the first step.
    """
    given = [name for name in lf.collect_schema().names() if name not in INTERNAL]
    steps = told(given)
    typed = ensure(lf, dtypes("ticket"))
    by = ask.by.partition(":")[0] or "__all"
    group = value(bound(parse(ask.by)[0], typed.collect_schema(), given)) if ask.by else pl.lit("", dtype=pl.String)
    rows = aged(typed.with_columns(group.cast(pl.String).alias(by)), ask)
    lost = rows.group_by(OUT).len().drop_nulls().sort(OUT)
    used = rows.filter(pl.col(OUT).is_null())
    counts = counted(used, steps, by) if used.height else pl.DataFrame(schema={by: pl.String, FIRST: pl.Int64})
    table = _long(counts, [FIRST, *(step.word for step in steps)], by)
    return (table if ask.by else table.drop(by)), {"used": used.height} | {n: int(k) for n, k in lost.rows()}, steps


def _long(counts: pl.DataFrame, words: Sequence[str], by: str) -> pl.DataFrame:
    parts = []
    for before, word in zip([None, *words], words, strict=False):
        if word not in counts.columns:
            continue
        n = pl.col(word)
        prev = n * 0 if before is None else pl.col(before)
        low, high = wilson(n, prev)
        name = pl.lit(word.removeprefix("funnel."))
        first = rounded(ratio(n, pl.col(FIRST))).alias("rate_first")
        drop = pl.lit(None, dtype=pl.Int64) if before is None else prev - n
        parts.append(
            counts.with_row_index("at").select(
                "at", by, name.alias("step"), n.alias("n"), rounded(ratio(n, prev)).alias("rate_prev"),
                rounded(low).alias("lo"), rounded(high).alias("hi"), first,
                drop.alias("drop"),
            )
        )  # fmt: skip
    return pl.concat(parts).sort("at", maintain_order=True).drop("at")
