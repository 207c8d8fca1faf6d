"""A metric of the catalogue: what it is, in words. Its expression is in `kernels/kpi/measures` under the same id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["count", "sum", "rate", "mean", "quantile", "ratio", "index", "duration"]
HANDLED = "is_answered|answered_at|first_response_at|agent_msgs"
RESOLVED = "is_resolved|status|resolved_at"
WAIT = "wait_s|queued_at+answered_at"
FRT = "first_response_s|first_response_at+created_at"


@dataclass(frozen=True)
class Own:
    """What a metric of the user's own is computed from: row conditions and values in SQL, "" where there is none.

    at: where it stands (file:line), for messages.
    """

    where: str = ""
    num: str = ""
    den: str = ""
    value: str = ""
    at: str = ""


@dataclass(frozen=True)
class Kpi:
    """A metric. unit: n, ratio, s, pt, yuan or d; better: + more, - less, o neither.

    needs: what it reads: all items are needed, `a|b` is either of two, `a+b` is both of two.
    param: the parameter taken when the id names none (`30s`), or empty; `{x}` in the words stands for it.
    of: the kind of record it is counted over; "" for one made of two others (`over`: above, below; `times`: per how
    many). beside: kinds of records it needs besides. event: the time that dates it under `--date-basis event`, "" for
    the main time of the kind. adds: numerators and denominators of parts add up to those of the whole.
    own: how a metric of the user's own is computed.
    """

    id: str
    zh: str
    en: str
    kind: Kind
    needs: tuple[str, ...]
    unit: str
    better: str
    rule_zh: str
    rule_en: str
    default: bool = False
    param: str = ""
    of: str = "ticket"
    event: str = ""
    adds: bool = True
    beside: tuple[str, ...] = ()
    over: tuple[str, str] = ("", "")
    times: int = 1
    own: Own | None = None

    @property
    def name(self) -> str:
        """The id with its default parameter, as `--list` shows it."""
        return f"{self.id}_{self.param}" if self.param else self.id
