"""The actions decided on in a review, as people keep them (`--actions`)."""

from __future__ import annotations

from dataclasses import dataclass

OPEN, DONE, DROPPED = "open", "done", "dropped"
STATUSES = (OPEN, DONE, DROPPED)


@dataclass(frozen=True)
class Planned:
    """One action. month: of the review it was decided in; its effect is looked for in later ones.

    what: what was decided. metric: the id that will show it; where: the records it concerns, as an SQL condition on a
    record ("" for all); target in the metric's unit. since: the first day it was in force (`2025-10-08`), "" for the
    first of the month after. path and line: where it stands.
    """

    id: str
    month: str
    what: str
    metric: str
    finding: str = ""
    owner: str = ""
    due: str = ""
    status: str = OPEN
    where: str = ""
    target: float | None = None
    since: str = ""
    path: str = ""
    line: int = 0
