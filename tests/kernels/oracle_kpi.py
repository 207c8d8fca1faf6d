"""The ticket metrics of cs-kpi in plain Python, written from the sentences of `cs-kpi --list`, sharing no code with it.

`figures` gives (value, n, numerator, denominator, lo, hi, n_open) of each metric over a list of records (dicts).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from math import inf, sqrt
from typing import Any

from scipy import stats

Row = dict[str, Any]
Value = Any
Z = stats.norm.ppf(0.975)
BOXES = {2: (2, 1), 3: (3, 1), 4: (3, 2), 5: (4, 2), 7: (6, 2), 10: (9, 2), 100: (80, 40)}


def first(*values: Value) -> Value:
    return next((value for value in values if value is not None), None)


def ms(start: datetime | None, end: datetime | None) -> int | None:
    return None if start is None or end is None else (end - start) // timedelta(milliseconds=1)


def thousandths(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


def answered(r: Row) -> bool | None:
    msgs = None if r["agent_msgs"] is None else r["agent_msgs"] > 0
    return first(r["is_answered"], r["answered_at"] and True, r["first_response_at"] and True, msgs)


def resolved(r: Row) -> bool:
    state = None if r["status"] is None else r["status"] in ("resolved", "closed")
    return first(r["is_resolved"], state, r["resolved_at"] is not None)


def replied(r: Row) -> bool:
    return first(answered(r), r["first_response_s"] is not None)


def inbound(r: Row) -> bool:
    return r["initiator"] != "agent" and r["direction"] != "out"


def child(r: Row) -> bool:
    return r["contact_type"] == "workorder" and r["parent_id"] is not None


def bot_only(r: Row) -> bool:
    return (r["bot_msgs"] or 0) > 0 and r["agent_msgs"] == 0 and r["bot_handoff_at"] is None


def consulted(r: Row) -> bool:
    return inbound(r) and r["customer_msgs"] != 0 and not bot_only(r)


def begun(r: Row) -> datetime | None:
    return max((t for t in (r["created_at"], r["first_customer_at"], r["bot_handoff_at"]) if t), default=None)


def frt(r: Row) -> int | None:
    return first(thousandths(r["first_response_s"]), ms(begun(r), r["first_response_at"]))


def wait(r: Row) -> int | None:
    return first(thousandths(r["wait_s"]), ms(r["queued_at"], r["answered_at"]))


def handle(r: Row) -> int | None:
    talk = None if r["talk_s"] is None else r["talk_s"] + (r["hold_s"] or 0) + (r["wrap_s"] or 0)
    return first(thousandths(r["handle_s"]), thousandths(talk))


def full(r: Row) -> int | None:
    return first(thousandths(r["resolution_s"]), ms(r["created_at"], r["resolved_at"]))


def lost(r: Row) -> bool:
    return bool(r["is_abandoned"]) or answered(r) is False


def span(r: Row) -> tuple[datetime | None, datetime | None]:
    """When a record came into the backlog and left it; nothing for one of unknown or impossible end."""
    end = first(r["resolved_at"], r["closed_at"])
    if r["created_at"] is None or (end is None and resolved(r)) or (end is not None and end < r["created_at"]):
        return None, None
    return r["created_at"], end


def score(r: Row) -> float | None:
    top = r["csat_scale"] or 5
    lowest = 0 if top >= 10 else 1
    return r["csat"] if r["csat"] is not None and lowest <= r["csat"] <= top else None


class World:
    """What a record is seen beside: the time that is now, other contacts, the channels that time a first reply."""

    def __init__(self, every: Sequence[Row], now: datetime | None = None) -> None:
        self.counted = [r for r in every if not r["is_spam"] and r["merged_into"] is None]
        self.now = now or max(r["created_at"] for r in every if r["created_at"])
        self.timed = {r["channel"] for r in self.counted if frt(r) is not None}
        self.scales = {r["csat_scale"] or 5 for r in self.counted if score(r) is not None}

    def bounds(self, id_: str) -> tuple[float, float]:
        """The least and the most a mean can be, where that is known."""
        top = max(self.scales) if len(self.scales) == 1 else 5
        known = {"csat_mean": (0 if top >= 10 else 1, top), "ces": (1, 7), "csat_100_range": (0, 100)}
        return known.get(id_, known["csat_100_range"] if id_ == "csat_100_max" else (-inf, inf))

    def age(self, r: Row) -> int | None:
        return ms(r["created_at"], self.now)

    def others(self, r: Row, same: bool = False, complaints: bool = False) -> list[datetime]:
        """The times of the customer's other contacts."""
        return [
            o["created_at"] for o in self.counted
            if o["customer_id"] == r["customer_id"] and o["created_at"] not in (None, r["created_at"])
            and (o["is_complaint"] if complaints else not child(o))
            and (not same or (o["category"] is not None and o["category"] == r["category"]))
        ]  # fmt: skip


def _length(value: int | None) -> Value:
    return value if value is not None and value >= 0 else None


def _unanswered(r: Row, w: World, limit: int) -> Value:
    age = w.age(r)
    if not consulted(r) or (not replied(r) and (age is None or age <= limit)):
        return None
    return not replied(r)


def _frt_within(r: Row, w: World, limit: int) -> Value:
    value, age = frt(r), w.age(r)
    if not consulted(r) or r["channel"] not in w.timed or (value is not None and value < 0):
        return None
    if value is None and (replied(r) or (age is not None and age <= limit)):
        return None
    return value is not None and value <= limit


def _level(r: Row, w: World, limit: int, brief: bool = False, only_answered: bool = False) -> Value:
    value = wait(r)
    if not inbound(r) or (only_answered and lost(r)) or (not lost(r) and value is None):
        return None
    if brief and r["is_abandoned"] and value is not None and value < 5000:
        return None
    return not lost(r) and value is not None and value <= limit


def _answer_rate(r: Row, w: World, limit: int) -> Value:
    gone = None if r["is_abandoned"] is None else not r["is_abandoned"]
    queued = False if wait(r) is not None or r["queued_at"] else None
    return first(r["is_answered"], r["answered_at"] and True, gone, queued) if inbound(r) else None


def _sla(r: Row, w: World, limit: int) -> Value:
    due, done = r["sla_due_at"], r["resolved_at"]
    late = None if due is None else (done <= due if done else (False if w.now > due and not resolved(r) else None))
    return first(r["sla_met"], late)


def _matured(r: Row, w: World, limit: int) -> Value:
    age = w.age(r)
    if age is None or age < limit or (resolved(r) and full(r) is None):
        return None
    return resolved(r) and full(r) <= limit


def _no_repeat(r: Row, w: World, limit: int, same: bool = False) -> Value:
    if not r["customer_id"] or r["created_at"] is None or child(r) or w.age(r) < limit:
        return None
    gaps = [ms(r["created_at"], t) for t in w.others(r, same)]
    return None if any(-limit <= gap < 0 for gap in gaps) else not any(0 < gap <= limit for gap in gaps)


def _repeat(r: Row, w: World, limit: int) -> Value:
    if not r["customer_id"] or r["created_at"] is None or child(r):
        return None
    end = r["resolved_at"] or r["created_at"]
    if ms(end, w.now) < limit:
        return None
    return any(t > r["created_at"] and ms(end, t) <= limit for t in w.others(r))


def _contained(r: Row, w: World, limit: int) -> Value:
    if not r["bot_msgs"] or child(r) or not r["customer_id"] or r["created_at"] is None or w.age(r) < limit:
        return None
    return bot_only(r) and not any(0 < ms(r["created_at"], t) <= limit for t in w.others(r))


def _repeat_complaint(r: Row, w: World, limit: int) -> Value:
    if not r["is_complaint"] or not r["customer_id"] or r["created_at"] is None:
        return None
    again = any(0 < ms(r["created_at"], t) <= limit for t in w.others(r, complaints=True))
    return r["customer_id"], again


def _touch(r: Row, w: World, limit: int) -> Value:
    touches = first(r["rounds"], r["agent_msgs"])
    if not resolved(r) or touches is None:
        return None
    return touches == 1 and not r["transfer_count"] and not r["reopen_count"]


def _box(r: Row, good: bool) -> Value:
    box, value = BOXES.get(r["csat_scale"] or 5), score(r)
    return None if box is None or value is None else value >= box[0] if good else value <= box[1]


def _marks(r: Row, w: World) -> tuple[float, int, int] | None:
    top = r["csat_scale"] or 5
    return None if score(r) is None else (score(r), 0 if top >= 10 else 1, top)


def _mean_mark(r: Row, w: World, limit: int) -> Value:
    marks = _marks(r, w)
    if marks is None or len(w.scales) == 1:
        return marks and marks[0]
    value, low, top = marks
    return 1 + (value - low) * 4 / (top - low)


Rule = Callable[[Row, World, int], Value]


def of(value: Callable[[Row], Value], base: Callable[[Row], Value] = lambda r: True) -> Rule:
    """A rule that looks at its record only."""
    return lambda r, w, limit: value(r) if base(r) else None


def _both(r: Row) -> bool:
    return r["agent_msgs"] is not None and r["customer_msgs"] is not None


RULES: dict[str, Rule] = {
    "volume": of(lambda r: not child(r)),
    "customers": of(lambda r: r["customer_id"] and (r["customer_id"], True)),
    "handled": of(lambda r: bool(answered(r))),
    "resolved": of(resolved),
    "resolve_events": of(lambda r: 1 + (r["reopen_count"] or 0), resolved),
    "answer_rate": _answer_rate,
    "reply_rate": of(replied, consulted),
    "unanswered": _unanswered,
    "frt": lambda r, w, limit: _length(frt(r)) if consulted(r) and r["channel"] in w.timed else None,
    "frt_within": _frt_within,
    "art": of(lambda r: _length(thousandths(r["avg_response_s"]))),
    "wait": of(lambda r: _length(wait(r)), lambda r: not lost(r)),
    "aht": of(lambda r: _length(handle(r)), lambda r: not lost(r)),
    "talk": of(lambda r: _length(thousandths(r["talk_s"])), lambda r: not lost(r)),
    "session_len": of(lambda r: _length(ms(r["created_at"], r["closed_at"]))),
    "rt_full": of(lambda r: _length(full(r)), resolved),
    "service_level": lambda r, w, limit: _level(r, w, limit, brief=True),
    "service_level_offered": _level,
    "service_level_answered": lambda r, w, limit: _level(r, w, limit, only_answered=True),
    "abandon_rate": of(lambda r: bool(r["is_abandoned"]), inbound),
    "sla_rate": _sla,
    "resolution_rate": of(resolved),
    "resolution_rate_answered": of(resolved, answered),
    "resolution_rate_matured": _matured,
    "fcr_touch": _touch,
    "fcr_window": _no_repeat,
    "fcr_window_category": lambda r, w, limit: _no_repeat(r, w, limit, same=True),
    "repeat_rate": _repeat,
    "reopen_rate": of(lambda r: (r["reopen_count"] or 0) > 0, resolved),
    "csat_pct": of(lambda r: _box(r, good=True)),
    "dsat": of(lambda r: _box(r, good=False)),
    "csat_mean": _mean_mark,
    "csat_100_range": lambda r, w, limit: (m := _marks(r, w)) and (m[0] - m[1]) / (m[2] - m[1]) * 100,
    "csat_100_max": lambda r, w, limit: (m := _marks(r, w)) and m[0] / m[2] * 100,
    "survey_rate": of(lambda r: r["csat"] is not None, lambda r: r["survey_sent_at"]),
    "invite_rate": of(lambda r: r["survey_sent_at"] is not None, answered),
    "nps": of(lambda r: (r["nps"] >= 9) - (r["nps"] <= 6), lambda r: r["nps"] is not None and 0 <= r["nps"] <= 10),
    "ces": of(lambda r: r["ces"], lambda r: r["ces"] is not None and 1 <= r["ces"] <= 7),
    "ces_pct": of(lambda r: r["ces"] >= 5, lambda r: r["ces"] is not None and 1 <= r["ces"] <= 7),
    "red_lines": of(lambda r: bool(r["red_line"])),
    "complaints": of(lambda r: bool(r["is_complaint"])),
    "complaint_rate": of(lambda r: bool(r["is_complaint"])),
    "repeat_complaint": _repeat_complaint,
    "escalation_rate": of(lambda r: bool(r["is_escalated"]), answered),
    "transfer_rate": of(lambda r: (r["transfer_count"] or 0) > 0, answered),
    "bot_containment": _contained,
    "refund_amount": of(lambda r: r["refund_amount"]),
    "cost_per_contact": of(lambda r: r["cost"], answered),
    "cost_per_resolved": of(lambda r: (r["cost"], resolved(r)), lambda r: r["cost"] is not None),
    "msgs_per_ticket": of(lambda r: r["customer_msgs"] + r["agent_msgs"], _both),
    "aq_ratio": of(lambda r: (r["agent_msgs"], r["customer_msgs"]), _both),
}
"""What a record gives to a metric: None where it is not in it, else yes or no, a number (a duration in ms, whole), a
pair (above, below) of a ratio, or (person, yes or no) of what counts people.
"""
OPENS: dict[str, Callable[[Row, World], bool]] = {
    "frt": lambda r, w: consulted(r) and r["channel"] in w.timed and frt(r) is None and not replied(r),
    "session_len": lambda r, w: r["closed_at"] is None,
    "rt_full": lambda r, w: not resolved(r),
}


def wilson(hits: int, n: int) -> tuple[float, float]:
    p = hits / n
    middle, half = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return (middle - half) / (1 + Z * Z / n), (middle + half) / (1 + Z * Z / n)


def t_interval(values: Sequence[float]) -> tuple[float | None, float | None]:
    n, mean = len(values), sum(values) / len(values)
    if n < 2:
        return None, None
    half = stats.t.ppf(0.975, n - 1) * sqrt(sum((v - mean) ** 2 for v in values) / (n - 1) / n)
    return mean - half, mean + half


def quantile(values: Sequence[float], p: float) -> tuple[float, float | None, float | None]:
    """The linear quantile and the order statistics that enclose it: at most 2.5 % on either side (binomial)."""
    ordered, n = sorted(values), len(values)
    at = (n - 1) * p
    low, high = ordered[int(at)], ordered[min(int(at) + 1, n - 1)]
    ranks = int(stats.binom.ppf(0.025, n, p)), int(stats.binom.ppf(0.975, n, p)) + 1
    ends = [ordered[rank - 1] if 1 <= rank <= n else None for rank in ranks]
    return low + (high - low) * (at - int(at)), ends[0], ends[1]


def figure(id_: str, kind: str, stat: str, chosen: Sequence[Row], w: World, seconds: int) -> dict[str, Any]:
    """The columns of one figure over the records of its period and group."""
    given = [value for r in chosen if (value := RULES[id_](r, w, seconds * 1000)) is not None]
    made = _made(kind, stat, given, people=id_ in ("customers", "repeat_complaint"))
    least, most = w.bounds(id_)
    for name in ("lo", "hi"):
        if kind in ("mean", "duration") and made.get(name) is not None:
            made[name] = min(max(made[name], least), most)
    opens = OPENS.get(id_)
    return made | {"n_open": None if opens is None else sum(opens(r, w) for r in chosen)}


def _made(kind: str, stat: str, given: list[Value], people: bool) -> dict[str, Any]:
    if people:
        given = list({person: any(hit for who, hit in given if who == person) for person, _ in given}.values())
    if kind == "count":
        return {"value": sum(given), "n": sum(given)}
    n, of_kind = len(given), MADE["quantile" if stat[:1] == "p" else "mean" if kind == "duration" else kind]
    if n:
        return {"n": n} | of_kind([v / 1000 for v in given] if stat else given, stat)
    parts = {"rate": {"numerator": 0, "denominator": 0}, "index": {"numerator": 0, "denominator": 0}}
    return {"value": None, "n": 0} | (parts.get(kind) or ({"denominator": 0} if of_kind is _mean else {}))


def _rate(given: list[Value], _: str) -> dict[str, Any]:
    hits, n = sum(given), len(given)
    low, high = wilson(hits, n)
    return {"value": hits / n, "numerator": hits, "denominator": n, "lo": low, "hi": high}


def _ratio(given: list[Value], _: str) -> dict[str, Any]:
    above, below = sum(a for a, _ in given), sum(b for _, b in given)
    return {"value": above / below if below else None, "numerator": above, "denominator": below}


def _index(given: list[Value], _: str) -> dict[str, Any]:
    n, mean = len(given), sum(given) / len(given)
    half = Z * sqrt((sum(abs(v) for v in given) / n - mean * mean) / n)
    ends = {"lo": max(mean - half, -1) * 100, "hi": min(mean + half, 1) * 100}
    return {"value": mean * 100, "numerator": sum(given), "denominator": n, **ends}


def _mean(given: list[Value], stat: str) -> dict[str, Any]:
    total, (low, high) = sum(given), t_interval(given)
    low = max(low, 0) if stat and low is not None else low
    return {"value": total / len(given), "numerator": total, "denominator": len(given), "lo": low, "hi": high}


def _quantile(given: list[Value], stat: str) -> dict[str, Any]:
    value, low, high = quantile(given, int(stat[1:]) / 100)
    return {"value": value, "lo": low, "hi": high}


MADE: dict[str, Callable[[list[Value], str], dict[str, Any]]] = {
    "rate": _rate, "ratio": _ratio, "index": _index, "mean": _mean, "quantile": _quantile,
    "sum": lambda given, _: {"value": sum(given)},
}  # fmt: skip


def at_end(id_: str, stat: str, within: Sequence[Row], start: datetime, end: datetime, now: datetime) -> dict[str, Any]:
    """Backlog, its age and net flow at the end of a period, of all records of a group."""
    spans = [span(r) for r in within]
    if id_ == "net_flow":
        ends = [(came, start, end, 1) for came, _ in spans] + [(went, start, end, -1) for _, went in spans]
        return {"value": sum(s for t, a, b, s in ends if t is not None and a <= t < b and t <= now)}
    still = [came for came, went in spans if came and came < end and not (went and went < end and went <= now)]
    if id_ == "backlog":
        return {"value": len(still), "n": len(still)}
    return _made("duration", stat, [ms(came, min(end, now)) for came in still], people=False)
