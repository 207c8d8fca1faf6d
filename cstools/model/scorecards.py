"""A scorecard as a value: banded points, weights, caps and vetoes, all numbers exact.

Points, weights and limits are whole millionths (MILLION is 1), so that what is printed adds up to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cstools.model.kpis import find

MILLION = 1_000_000
FULL = 100 * MILLION
"""What the weights add up to."""
ELSE = "else"


@dataclass(frozen=True)
class Band:
    """Where a value gets points: it stands to `bound` (in the metric's unit) as `op` says. text: as it was written."""

    text: str
    op: str
    bound: float
    points: int


@dataclass(frozen=True)
class Item:
    """A metric of the card. The first band that holds gives the points, at most `cap`.

    Below `min_n` records, or without a value, `missing` are its points; None: left out, the other weights share its
    own in proportion.
    """

    metric: str
    bands: tuple[Band, ...]
    weight: int
    cap: int | None = None
    min_n: int = 0
    missing: int | None = None


@dataclass(frozen=True)
class Veto:
    """Where a metric stands to `bound` as `op` says, the whole score is at most `score`."""

    metric: str
    text: str
    op: str
    bound: float
    score: int


@dataclass(frozen=True)
class Card:
    """A scorecard. base: full marks, which no points exceed. cap: what the sum is cut to before the vetoes."""

    items: tuple[Item, ...]
    vetoes: tuple[Veto, ...] = ()
    base: int = FULL
    cap: int | None = None
    path: str = ""

    @property
    def metrics(self) -> tuple[str, ...]:
        """The ids of the figures it is made of, each once: what to ask for."""
        return tuple(dict.fromkeys([*(item.metric for item in self.items), *(veto.metric for veto in self.vetoes)]))


def label(metric: str, lang: str) -> str:
    """The name of a figure for people; an id of one's own is its own name.

    >>> label("csat_pct", "zh"), label("mine", "en")
    ('满意率', 'mine')
    """
    found = find(metric)
    return found[0].label(lang) if len(found) == 1 else metric


def said(millionths: int) -> str:
    """A number of millionths as people write it.

    >>> said(87_400_000), said(100_000_000)
    ('87.4', '100')
    """
    text = f"{Decimal(millionths) / MILLION:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
