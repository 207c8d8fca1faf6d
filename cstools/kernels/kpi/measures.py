"""One expression a metric: what each record gives to it. The words are in `model/kpis.py` under the same id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from cstools.kernels.kpi.facts import AS_OF, CENTS, MS, elapsed, present, whole

SHORT = 5 * MS
"""An abandon within this many milliseconds is no offered contact (the usual default of call-centre systems)."""
BOXES = {2: (2, 1), 3: (3, 1), 4: (3, 2), 5: (4, 2), 7: (6, 2), 10: (9, 2), 100: (80, 40)}
"""Scale -> (satisfied from, dissatisfied to): two boxes of 5, one of 3 and of 2 (Zendesk, JD)."""
PROMOTER, DETRACTOR = 9, 6
col = pl.col


@dataclass(frozen=True)
class Measure:
    """What a record gives to a metric.

    value: Boolean for a rate or a count, Int64 for the rest (ms, 1e-4 yuan or points, messages); null: not in n.
    factor: value / factor is in the metric's unit. below: what a ratio divides by (Int64). out: the record had to be
    left out (counted in n_excluded). open: the clock is still running (counted in n_open).
    """

    value: pl.Expr
    factor: int = 1
    below: pl.Expr | None = None
    out: pl.Expr | None = None
    open: pl.Expr | None = None

    @property
    def parts(self) -> tuple[pl.Expr, ...]:
        """The expressions it is made of."""
        return tuple(part for part in (self.value, self.below, self.out, self.open) if part is not None)


def share(base: pl.Expr, hit: pl.Expr, out: pl.Expr | None = None) -> Measure:
    """A rate: of the records where `base` is true, those where `hit` is; a null hit is a miss."""
    return Measure(pl.when(base).then(hit.fill_null(False)), out=out)


def duration(
    value: pl.Expr, keep: pl.Expr | None = None, running: pl.Expr | None = None, lost: pl.Expr | None = None
) -> Measure:
    """A duration in ms of the records to keep; a negative one is left out, not clipped, and so is one that is lost."""
    kept = value if keep is None else pl.when(keep).then(value)
    negative = (kept < 0).fill_null(False)
    return Measure(pl.when(kept >= 0).then(kept), MS, out=negative if lost is None else negative | lost, open=running)


def _not(flag: str) -> pl.Expr:
    return ~col(flag).fill_null(False)


def _customers(_: int) -> Measure:
    return Measure(col("customer_id"), out=col("customer_id").is_null())


def _frt(_: int) -> Measure:
    frt, asked = col("__frt"), col("__asked") & col("__timed")
    return duration(frt, asked, asked & frt.is_null() & ~col("__replied"), ~asked & frt.is_not_null())


def _frt_within(seconds: int) -> Measure:
    unknown = col("__frt").is_null() & col("__replied")
    young = col("__frt").is_null() & (elapsed(col("created_at"), col(AS_OF)) <= seconds * MS).fill_null(False)
    out = ~col("__asked") | ~col("__timed") | (col("__frt") < 0).fill_null(False) | unknown | young
    return share(~out, col("__frt") <= seconds * MS, out)


def _fcr_touch(_: int) -> Measure:
    touches = pl.coalesce("rounds", "agent_msgs")
    unmoved = (col("transfer_count").fill_null(0) == 0) & (col("reopen_count").fill_null(0) == 0)
    return share(
        col("__resolved") & touches.is_not_null(), (touches == 1) & unmoved, col("__resolved") & touches.is_null()
    )


def _fcr_window(seconds: int) -> Measure:
    known = col("customer_id").is_not_null() & col("created_at").is_not_null()
    first = ~(elapsed(col("__before"), col("created_at")) <= seconds * MS).fill_null(False) & ~col("__child")
    ripe = elapsed(col("created_at"), col(AS_OF)) >= seconds * MS
    again = (elapsed(col("created_at"), col("__after")) <= seconds * MS).fill_null(False)
    return share(known & first & ripe, ~again, ~known | (first & ~ripe))


def _repeat_rate(seconds: int) -> Measure:
    end = pl.coalesce("resolved_at", "created_at")
    known = col("customer_id").is_not_null() & col("created_at").is_not_null()
    ripe = elapsed(end, col(AS_OF)) >= seconds * MS
    again = elapsed(end, col("__after")) <= seconds * MS
    return share(known & ripe & ~col("__child"), again, ~known | (~ripe & ~col("__child")))


def _box(index: int) -> pl.Expr:
    limit = col("__scale").replace_strict(
        list(BOXES), [box[index] for box in BOXES.values()], default=None, return_dtype=pl.Float64
    )
    return (col("__score") >= limit) if index == 0 else (col("__score") <= limit)


def _csat_share(index: int) -> Measure:
    good = _box(index)
    return Measure(good, out=col("csat").is_not_null() & good.is_null())


def _csat_mean(_: int) -> Measure:
    mapped = 1 + (col("__score") - 1) * 4 / (col("__scale") - 1)
    score = pl.when(col("__mixed")).then(mapped).otherwise(col("__score"))
    return Measure(whole(score, CENTS), CENTS, out=col("csat").is_not_null() & col("__score").is_null())


def _nps(_: int) -> Measure:
    score = col("nps")
    valid = score.is_between(0, 10)
    side = (score >= PROMOTER).cast(pl.Int64) - (score <= DETRACTOR).cast(pl.Int64)
    return Measure(pl.when(valid).then(side), out=(~valid).fill_null(False))


def _ces(_: int) -> Measure:
    valid = col("ces").is_between(1, 7)
    return Measure(pl.when(valid).then(whole(col("ces"), CENTS)), CENTS, out=(~valid).fill_null(False))


def _answer_rate(_: int) -> Measure:
    """Known to be answered, or known not to be; who waited in a queue and was not answered is the latter."""
    queued = pl.when(col("__wait").is_not_null() | col("queued_at").is_not_null()).then(False)
    answered = pl.coalesce("is_answered", present("answered_at"), ~col("is_abandoned"), queued)
    known = col("__offered") & answered.is_not_null()
    return share(known, answered, ~known)


def _abandon_rate(_: int) -> Measure:
    return share(col("__offered"), col("is_abandoned"), ~col("__offered"))


def _service_level(seconds: int) -> Measure:
    lost = col("is_abandoned").fill_null(False) | ~col("__answered").fill_null(True)
    brief = col("is_abandoned").fill_null(False) & (col("__wait") < SHORT).fill_null(False)
    out = ~col("__offered") | brief | (~lost & col("__wait").is_null())
    return share(~out, ~lost & (col("__wait") <= seconds * MS), out)


def _sla_rate(_: int) -> Measure:
    due, solved = col("sla_due_at"), col("resolved_at")
    breached = pl.when(solved.is_null() & (col(AS_OF) > due)).then(False)
    met = pl.coalesce("sla_met", solved <= due, breached)
    return Measure(met, out=met.is_null() & due.is_not_null())


def _rt_full(_: int) -> Measure:
    solved = col("__resolved")
    return duration(col("__full"), solved, ~solved, solved & col("__full").is_null())


def _aq_ratio(_: int) -> Measure:
    both = col("agent_msgs").is_not_null() & col("customer_msgs").is_not_null()
    return Measure(pl.when(both).then(col("agent_msgs")), below=pl.when(both).then(col("customer_msgs")))


CONNECTED = col("__answered").fill_null(True) & _not("is_abandoned")
"""Not known to be unanswered: a wait or a talk of an unanswered contact is no wait and no talk."""
MEASURES: dict[str, Callable[[int], Measure]] = {
    "volume": lambda _: Measure(~col("__child"), out=col("__child")),
    "customers": _customers,
    "handled": lambda _: Measure(col("__handled")),
    "resolved": lambda _: Measure(col("__resolved")),
    "backlog": lambda _: Measure(col("created_at").is_not_null() & col("__ended").is_null() & ~col("__resolved")),
    "answer_rate": _answer_rate,
    "reply_rate": lambda _: share(col("__asked"), col("__replied"), ~col("__asked")),
    "frt": _frt,
    "frt_within": _frt_within,
    "art": lambda _: duration(whole(col("avg_response_s"), MS)),
    "wait": lambda _: duration(col("__wait"), CONNECTED),
    "aht": lambda _: duration(col("__handle"), CONNECTED),
    "talk": lambda _: duration(whole(col("talk_s"), MS), CONNECTED),
    "session_len": lambda _: duration(elapsed(col("created_at"), col("closed_at")), None, col("closed_at").is_null()),
    "rt_full": _rt_full,
    "resolution_rate": lambda _: share(pl.lit(True), col("__resolved")),
    "resolution_rate_answered": lambda _: share(col("__handled"), col("__resolved")),
    "fcr_touch": _fcr_touch,
    "fcr_window": _fcr_window,
    "repeat_rate": _repeat_rate,
    "csat_pct": lambda _: _csat_share(0),
    "csat_mean": _csat_mean,
    "dsat": lambda _: _csat_share(1),
    "survey_rate": lambda _: share(col("survey_sent_at").is_not_null(), col("csat").is_not_null()),
    "invite_rate": lambda _: share(col("__handled"), col("survey_sent_at").is_not_null()),
    "nps": _nps,
    "ces": _ces,
    "complaint_rate": lambda _: share(pl.lit(True), col("is_complaint")),
    "escalation_rate": lambda _: share(col("__handled"), col("is_escalated")),
    "transfer_rate": lambda _: share(col("__handled"), col("transfer_count") > 0),
    "reopen_rate": lambda _: share(col("__resolved"), col("reopen_count") > 0),
    "abandon_rate": _abandon_rate,
    "service_level": _service_level,
    "sla_rate": _sla_rate,
    "refund_amount": lambda _: Measure(whole(col("refund_amount"), CENTS), CENTS),
    "cost_per_contact": lambda _: Measure(
        pl.when(col("__handled")).then(whole(col("cost"), CENTS)), CENTS, out=col("__handled") & col("cost").is_null()
    ),
    "msgs_per_ticket": lambda _: Measure(col("customer_msgs") + col("agent_msgs")),
    "aq_ratio": _aq_ratio,
}
