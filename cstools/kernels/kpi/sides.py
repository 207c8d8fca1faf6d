"""Records of other kinds beside the tickets, or in their place: laid out as their metrics count them.

Rounds of messages, one row an order, refunds, surveys, stretches of agents' states, and of sessions at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import polars as pl

from cstools.kernels.expr.frames import dtypes, ensure
from cstools.kernels.kpi import orders, refunds, rounds, states
from cstools.kernels.kpi.ask import Ask
from cstools.kernels.kpi.counted import counted
from cstools.kernels.kpi.facts import CENTS, MS, facts
from cstools.kernels.kpi.measures.sides import OPEN, OUT, VALUE, part
from cstools.kernels.kpi.names import TIME
from cstools.kernels.kpi.walks import RAW, Walk
from cstools.kernels.stage import Result
from cstools.model.kpis import Metric
from cstools.model.platform_rules import RULES, PlatformRule, Way

Frames = Mapping[str, pl.DataFrame]
Counts = list[pl.LazyFrame]
ROUNDS = "art_rounds"
"""The rule that plain `art` is counted by."""


def frames(ask: Ask, walks: Sequence[Walk], tickets: pl.LazyFrame | None) -> tuple[dict[str, pl.DataFrame], Counts]:
    """The frames that the walks over other records than tickets count, by kind, and what is said of each.

    tickets: for what is counted of them in another way, and for groups that a message or survey takes from its ticket.
    """
    made: dict[str, pl.DataFrame] = {}
    counts: Counts = []
    for kind in _asked(ask, walks):
        metrics = [metric for walk in walks if walk.kind == kind for metric in walk.metrics]
        result = _raw(ask, kind) if kind.startswith(RAW) else MAKERS[kind](ask, metrics, tickets)
        made[kind] = _grouped(result.rows.collect(), enriched(kind, ask), tickets)
        counts += [result.counts] if result.counts is not None else []
        if kind == "message":
            made[kind] = _judged(made[kind], metrics, [group.name for group in ask.groups])
    return made, counts


def _asked(ask: Ask, walks: Sequence[Walk]) -> list[str]:
    kinds = [walk.kind for walk in walks if walk.kind != "ticket"]
    beside = [kind for walk in walks for metric in walk.metrics for kind in metric.kpi.beside if walk.kind == "ticket"]
    return list(dict.fromkeys([*kinds, *beside]))


FIELDS: dict[str, tuple[str, ...]] = {
    "ticket": (),
    "message": ("ticket_id", "customer_id", "shop", "channel", "agent"),
    "order": orders.WORDS,
    "refund": refunds.NEEDS,
    "survey": ("ticket_id", "customer_id", "agent", "survey_kind"),
    "agent_state": ("agent", "state"),
    "load": ("agent",),
}
"""What records of each kind can be grouped by themselves; of tickets, anything."""


def lacking(kind: str, ask: Ask) -> list[str]:
    """The groups that records of a kind have no field for, nor a ticket to take it from."""
    if kind in ("ticket", "") or enriched(kind, ask):
        return []
    known = ask.sides[kind.removeprefix(RAW)].columns if kind.startswith(RAW) else FIELDS[kind]
    return [group.field for group in ask.groups if group.field not in (TIME, *known)]


def enriched(kind: str, ask: Ask) -> list[str]:
    """The groups that records of a kind take from their ticket."""
    if ask.kind != "ticket" or "ticket_id" not in FIELDS.get(kind, ()):
        return []
    return [group.field for group in ask.groups if group.field not in (TIME, *FIELDS[kind])]


def _grouped(frame: pl.DataFrame, wanted: Sequence[str], tickets: pl.LazyFrame | None) -> pl.DataFrame:
    """The records with the groups that they take from their ticket, in their order."""
    if not wanted or tickets is None:
        return frame
    present = tickets.collect_schema().names()
    fields = [name for name in wanted if name in present]
    own = tickets.select("ticket_id", *fields).drop_nulls("ticket_id").collect()
    texts = [pl.col(name).list.join("|") if own.schema[name] == pl.List else pl.col(name) for name in fields]
    # a ticket exported twice is in the first of its groups by name, whatever the order of its records
    own = own.sort("ticket_id", *texts, nulls_last=True).unique("ticket_id", keep="first", maintain_order=True)
    return frame.join(own, on="ticket_id", how="left", maintain_order="left")


def _raw(ask: Ask, kind: str) -> Result:
    """The records as they are, with every field of their kind."""
    own = kind.removeprefix(RAW)
    return Result(ensure(ask.sides[own].lazy(), dtypes(own)))


def _rounds(ask: Ask, metrics: Sequence[Metric], _: pl.LazyFrame | None) -> Result:
    ways: list[Way] = list(dict.fromkeys(_rule(metric).way for metric in metrics))
    result = rounds.rounds(ask.sides["message"].lazy(), ways, as_of=ask.as_of)
    # An unanswered round is the owner's: grouped by who answered, it would be nobody's and flatter everybody.
    return Result(result.rows.with_columns(pl.col("owner").alias("agent")), counts=result.counts)


def _rule(metric: Metric) -> PlatformRule:
    return RULES.get(metric.kpi.id, RULES[ROUNDS])


def _judged(frame: pl.DataFrame, metrics: Sequence[Metric], groups: Sequence[str]) -> pl.DataFrame:
    """Rounds with what each gives to each metric: some rules look at a person's other rounds."""
    within = [name for name in groups if name in frame.columns]
    made: dict[str, pl.Expr] = {}
    for metric in metrics:
        one = counted(_rule(metric), metric.seconds or None, within)
        made |= {part(metric, VALUE): one.value, part(metric, OUT): one.out, part(metric, OPEN): one.open}
    return frame.with_columns(**made)


def _orders(ask: Ask, _: Sequence[Metric], __: pl.LazyFrame | None) -> Result:
    back = refunds.refunds(ask.sides["refund"].lazy()).rows.collect() if "refund" in ask.sides else None
    result = orders.orders(ask.sides["order"].lazy(), back)
    return Result(
        result.rows.with_columns(pl.coalesce("ordered_at", "paid_at").alias("ordered_at")), None, result.counts
    )


def _refunds(ask: Ask, _: Sequence[Metric], __: pl.LazyFrame | None) -> Result:
    result = refunds.refunds(ask.sides["refund"].lazy(), ask.sides.get("order"))
    dated = pl.coalesce("applied_at", "refunded_at").alias("applied_at")
    return Result(result.rows.with_columns(dated), counts=result.counts)


def _states(ask: Ask, _: Sequence[Metric], __: pl.LazyFrame | None) -> Result:
    return states.states(ask.sides["agent_state"].lazy(), ask.as_of)


def _load(ask: Ask, _: Sequence[Metric], tickets: pl.LazyFrame | None) -> Result:
    if tickets is None:
        return states.concurrency(pl.LazyFrame())
    every = ensure(tickets, {name: dtypes("ticket")[name] for name in ("is_spam", "merged_into")})
    clean = ~pl.col("is_spam").fill_null(False) & pl.col("merged_into").is_null()
    return states.concurrency(every if ask.spam else every.filter(clean))


def _surveys(ask: Ask, _: Sequence[Metric], __: pl.LazyFrame | None) -> Result:
    return Result(ask.sides["survey"].lazy())


MAKERS: dict[str, Callable[[Ask, Sequence[Metric], pl.LazyFrame | None], Result]] = {
    "message": _rounds,
    "order": _orders,
    "refund": _refunds,
    "agent_state": _states,
    "load": _load,
    "survey": _surveys,
}


def surveys(raw: pl.DataFrame) -> pl.DataFrame:
    """Surveys with the score under the name of what was asked: csat, nps, ces, fcr, those that there are.

    A survey that does not say its kind asks for satisfaction. fcr: full marks, or without a scale any score, are yes.

    >>> rows = pl.DataFrame({"survey_kind": ["nps", None], "score": [9.0, 4.0]})
    >>> surveys(rows).select("nps", "csat").rows()
    [(9, None), (None, 4.0)]
    """
    every = ensure(raw.lazy(), dtypes("survey"))
    kind, score = pl.col("survey_kind").fill_null("csat"), pl.col("score")
    yes = pl.when(pl.col("scale").is_null()).then(score > 0).otherwise(score >= pl.col("scale"))
    asked = {
        "csat": score, "nps": score.cast(pl.Int64, strict=False), "ces": score, "fcr": yes,
    }  # fmt: skip
    known = facts()
    made = every.with_columns(pl.when(kind == name).then(value).alias(name) for name, value in asked.items())
    made = made.with_columns(
        pl.coalesce("sent_at", "replied_at").alias("asked_at"), pl.col("scale").alias("csat_scale")
    ).with_columns(known["__scale"].alias("__scale"))
    frame = made.with_columns(known["__score"].alias("__score")).collect()
    return frame.drop(name for name in (*asked, "sent_at") if frame[name].null_count() == frame.height)


MONEY = {"order": ("amount", "paid", "refunded", "net"), "refund": ("amount", "compensation")}
SPENT = {"message": ("answer_ms",), "refund": ("agree_ms", "receive_ms", "full_ms"), "agent_state": ("ms",)}


def shown(kind: str) -> list[pl.Expr]:
    """The columns of records of a kind as people read them: money in yuan, times spent in seconds (`*_s`)."""
    money = [(pl.col(name) / CENTS).round(4) for name in MONEY.get(kind, ())]
    return money + [(pl.col(name) / MS).alias(re.sub("ms$", "s", name)) for name in SPENT.get(kind, ())]
