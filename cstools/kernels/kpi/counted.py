"""What a platform rule counts of the rounds: who is in, the value or the hit, and why others are out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cstools.kernels.expr.reasons import first
from cstools.kernels.kpi.facts import AS_OF, MS, elapsed
from cstools.model.masks import MARKS
from cstools.model.platform_rules import DAY, PlatformRule

col = pl.col


@dataclass(frozen=True)
class Counted:
    """Expressions over the whole frame of `rounds.rounds`: some look at other rows, so filter what they give.

    base: whether a row is in n (never null). value: of rows in base, the duration in ms (Int64) or whether it is a hit;
    null for the others. out: why a row that the rule looks at is in neither, a word of REASONS; null for the others.
    open: unanswered rows that are in no mean because the clock still runs.
    """

    base: pl.Expr
    value: pl.Expr
    out: pl.Expr
    open: pl.Expr


def counted(rule: PlatformRule, seconds: int | None = None, within: Sequence[str] = ()) -> Counted:
    """What a rule counts. seconds: the parameter of a rule that gives a share, if it is not its own.

    within: columns that keep persons apart, besides shop and day: those a figure is grouped by. A person's row is the
    first of the day; a person of several days is one in each.

    >>> from cstools.model.platform_rules import RULES
    >>> rows = pl.DataFrame({"way": "turn", "answer_ms": 700_000, "auto": False, "bot_only": False})
    >>> timed = rows.with_columns(question_at=pl.datetime(2025, 10, 6, 9), __as_of=pl.datetime(2025, 10, 7))
    >>> timed.select(counted(RULES["art_taobao"]).value).item()
    600000
    """
    limit = (rule.cap_s or (rule.seconds if seconds is None else seconds)) * MS
    looked_at = col("way") == rule.way
    if rule.unit == "session":
        looked_at &= col("is_first")
    unanswered = col("answer_ms").is_null()
    pending = unanswered & (elapsed(col("question_at"), col(AS_OF)) <= limit)
    reason = _reason(rule)
    fits = looked_at & reason.is_null()
    if rule.unit == "person":
        return _persons(fits, looked_at, reason, pending, limit, within)
    if rule.unanswered == "out":
        base, running = fits & ~unanswered, fits & unanswered
    else:
        base, running = fits & ~pending, pl.lit(False)
        reason = pl.coalesce(reason, pl.when(pending).then(pl.lit("pending")))
    value = (col("answer_ms") <= limit).fill_null(False) if rule.kind == "rate" else _duration(rule)
    return Counted(base, pl.when(base).then(value), pl.when(looked_at).then(reason), running)


def _reason(rule: PlatformRule) -> pl.Expr:
    """Why a row is out whatever its answer, null if it is not."""
    hour = col("question_at" if rule.hours_by == "question" else "session_start").dt.hour().cast(pl.Int64)
    start, end = rule.hours
    outside = ~hour.is_between(start, end, closed="left") if rule.hours != DAY else pl.lit(False)
    tests = {
        "hours": outside,
        "automatic": col("auto") if rule.automatic == "out" else pl.lit(False),
        # What the bot says may be a greeting, which answers nothing: then nobody was asked, and nobody failed to.
        "bot_only": col("bot_only") & col("answer_ms").is_null(),
        "no_customer": _nobody() if rule.unit == "person" else pl.lit(False),
    }
    return first(tests)


def _nobody() -> pl.Expr:
    """No id, or a masked one, which many share."""
    return col("customer_id").is_null() | col("customer_id").str.contains(MARKS)


def _duration(rule: PlatformRule) -> pl.Expr:
    if not rule.cap_s:
        return col("answer_ms")
    return pl.min_horizontal(col("answer_ms").fill_null(rule.cap_s * MS), rule.cap_s * MS)


def _persons(
    fits: pl.Expr, looked_at: pl.Expr, reason: pl.Expr, pending: pl.Expr, limit: int, within: Sequence[str]
) -> Counted:
    """A row a customer, shop and day: a miss if any round is, else pending if any is not yet due."""
    keys = ["way", "shop", "customer_id", col("question_at").dt.date(), *within]
    late = ~(col("answer_ms") <= limit).fill_null(False) & ~pending
    missed, waits = (fits & late).any().over(keys), (fits & pending).any().over(keys)
    first = fits & (fits.cast(pl.Int64).cum_sum().over(keys) == 1)
    base = first & (missed | ~waits)
    undue = pl.when(first & ~base).then(pl.lit("pending"))
    return Counted(
        base, pl.when(base).then(~missed), pl.when(looked_at).then(pl.coalesce(reason, undue)), pl.lit(False)
    )


NOTHING = pl.lit(None, dtype=pl.String)


def share(base: pl.Expr, hit: pl.Expr) -> Counted:
    """A rate: of the rows where `base` is true, those where `hit` is; a null hit is a miss.

    >>> rows = pl.DataFrame({"hit": [True, False, None]})
    >>> rows.select(share(pl.lit(True), pl.col("hit")).value).to_series().to_list()
    [True, False, False]
    """
    sure = base.fill_null(False)
    return Counted(sure, pl.when(sure).then(hit.fill_null(False)), NOTHING, pl.lit(False))


def lasting(value: pl.Expr, keep: pl.Expr, running: pl.Expr) -> Counted:
    """A duration in ms of the rows to keep; a negative one is out (`negative`), not clipped, one that runs is open.

    >>> rows = pl.DataFrame({"ms": [5, -5, None]})
    >>> rows.select(lasting(pl.col("ms"), pl.lit(True), pl.col("ms").is_null()).value).to_series().to_list()
    [5, None, None]
    """
    kept = keep.fill_null(False)
    base = kept & (value >= 0).fill_null(False)
    out = pl.when(kept & (value < 0)).then(pl.lit("negative"))
    return Counted(base, pl.when(base).then(value), out, kept & value.is_null() & running.fill_null(False))


def sum_of(base: pl.Expr, value: pl.Expr) -> Counted:
    """A sum over the rows where `base` is true; a null value is not in n.

    >>> rows = pl.DataFrame({"paid": [5, None]})
    >>> rows.select(sum_of(pl.lit(True), pl.col("paid")).value.sum()).item()
    5
    """
    sure = base.fill_null(False) & value.is_not_null()
    return Counted(sure, pl.when(sure).then(value), NOTHING, pl.lit(False))
