"""What one run of cs-why is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cstools.kernels.rfm.cuts import DAY_MS
from cstools.kernels.why.factors import Factor

Table = Literal["levels", "spearman", "score", "funnel", "cases"]


@dataclass(frozen=True)
class Ask:
    """What a run is asked for.

    outcome: a SQL condition on one record; "" for dissatisfaction. factors: () for the usual ones. top: levels of one
    text factor at most, the rest are pooled. exact: Fisher's test for every level. by: a field the funnel is split by.
    cases: how many of each rule. matured_ms: contacts of the funnel are at least so old at as_of.
    """

    outcome: str = ""
    factors: tuple[Factor, ...] = ()
    table: Table = "levels"
    top: int = 12
    exact: bool = False
    by: str = ""
    cases: int = 0
    matured_ms: int = 3 * DAY_MS
    as_of: datetime | None = None
