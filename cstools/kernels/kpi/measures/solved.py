"""Whether it was solved, and for good: the expressions of `model/catalogue/solved.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from cstools.kernels.kpi.facts import AS_OF, MS, elapsed
from cstools.kernels.kpi.measures.made import Measure, col, share


def _fcr_touch(_: int) -> Measure:
    touches = pl.coalesce("rounds", "agent_msgs")
    unmoved = (col("transfer_count").fill_null(0) == 0) & (col("reopen_count").fill_null(0) == 0)
    return share(col("__resolved"), (touches == 1) & unmoved, no_touch=col("__resolved") & touches.is_null())


def _matured(seconds: int) -> Measure:
    """What is resolved at an unknown time may have been resolved too late."""
    full, limit = col("__full"), seconds * MS
    unknown = col("__resolved") & full.is_null()
    young = elapsed(col("created_at"), col(AS_OF)) < limit
    return share(
        pl.lit(True), col("__resolved") & (full <= limit), no_date=col("created_at").is_null(), young=young,
        no_length=unknown,
    )  # fmt: skip


def no_repeat(seconds: int, beside: str = "") -> Measure:
    """Of first contacts old enough, those without another; `beside` names the neighbours that are looked at."""
    limit = seconds * MS
    first = ~(elapsed(col(f"__before{beside}"), col("created_at")) <= limit).fill_null(False) & ~col("__child")
    young = elapsed(col("created_at"), col(AS_OF)) < limit
    again = (elapsed(col("created_at"), col(f"__after{beside}")) <= limit).fill_null(False)
    return share(
        first, ~again, no_customer=col("customer_id").is_null(), no_date=col("created_at").is_null(),
        young=first & young,
    )  # fmt: skip


def _repeat_rate(seconds: int) -> Measure:
    end, limit = pl.coalesce("resolved_at", "created_at"), seconds * MS
    young = elapsed(end, col(AS_OF)) < limit
    again = elapsed(end, col("__after")) <= limit
    return share(
        ~col("__child"), again, no_customer=col("customer_id").is_null(), no_date=col("created_at").is_null(),
        young=young & ~col("__child"),
    )  # fmt: skip


SOLVED: Mapping[str, Callable[[int], Measure]] = {
    "resolution_rate": lambda _: share(pl.lit(True), col("__resolved")),
    "resolution_rate_answered": lambda _: share(col("__handled"), col("__resolved")),
    "resolution_rate_matured": _matured,
    "fcr_touch": _fcr_touch,
    "fcr_window": no_repeat,
    "fcr_window_category": lambda seconds: no_repeat(seconds, "_same"),
    "repeat_rate": _repeat_rate,
    "reopen_rate": lambda _: share(col("__resolved"), col("reopen_count") > 0),
}
