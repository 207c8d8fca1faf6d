"""满意度与响应、解决: ratings by how long the customer waited, and how closely the two go together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from cstools.kernels.expr.correlation import Correlation, spearman
from cstools.kernels.kpi.facts import MS
from cstools.kernels.report.compare import Dots, dots
from cstools.kernels.report.data import Data
from cstools.kernels.report.groups import Group, groups
from cstools.kernels.report.ratings import rated
from cstools.kernels.why.outcome import RATING
from cstools.model.report import Block, Chart, Figure, Note, Param, Phrase, Section, Span

if TYPE_CHECKING:
    from cstools.model.hours import Hours

METRIC = "csat_pct"
BIN = "report_bin"
HOUR, DAY = 3600, 86400


@dataclass(frozen=True)
class Wait:
    """A duration that ratings are set against.

    name: of its chart; word: of its column; fact: in ms; bins: their limits in s and words, `longest` the one above.
    """

    name: str
    word: str
    fact: str
    bins: tuple[tuple[int, str], ...]
    longest: str

    def binned(self) -> pl.Expr:
        """The word of the bin of a record; null for an unknown or negative duration."""
        wait = pl.col(self.fact)
        steps: Any = pl.when(wait < 0).then(pl.lit(None, dtype=pl.String))
        for limit, key in self.bins:
            steps = steps.when(wait <= limit * MS).then(pl.lit(key))
        return steps.when(wait.is_not_null()).then(pl.lit(self.longest)).alias(self.word)  # type: ignore[no-any-return]


FIRST = ((30, "wait.30"), (60, "wait.60"), (180, "wait.180"), (600, "wait.600"))
LAST = ((HOUR, "solving.1h"), (4 * HOUR, "solving.4h"), (DAY, "solving.1d"), (3 * DAY, "solving.3d"))
WAITS = (
    Wait("wait", "report_wait", "__frt", FIRST, "wait.over"),
    Wait("solving", "report_solving", "__full", LAST, "solving.over"),
)
STRENGTHS = ((0.1, "rho.negligible"), (0.3, "rho.weak"), (0.5, "rho.moderate"), (1.0, "rho.strong"))
"""What a correlation below a size is called (Cohen 1988, Statistical Power Analysis, p. 79)."""


def section(data: Data) -> Section:
    """Satisfaction by how long the first response and the solution took, with rho of both and the share rated.

    >>> from datetime import datetime
    >>> from cstools.kernels.report.data import Ask, gather
    >>> rows = {"created_at": [datetime(2025, 10, 31)] * 2, "csat": [5.0, None], "first_response_s": [20.0, 90.0]}
    >>> chart, note = section(gather(pl.DataFrame(rows), Ask())).blocks
    >>> chart.rows[0][:3], note.lines[0].params["share"].value
    (('wait.30', 1, 1.0), 0.5)
    """
    if not data.able((METRIC,), WAITS[0].word) or not data.has("csat"):
        return Section("satisfaction", why=Phrase("why.csat"))
    rows = timed(data.counts(METRIC), data.ask.hours)
    bins = _bins(data, rows)
    drawn = [(wait, chart) for wait in WAITS if (chart := _chart(data, bins, wait))]
    if not drawn:
        return Section("satisfaction", why=Phrase("why.response"))
    blocks: list[Block] = [*(replace(chart, wide=len(drawn) < len(WAITS)) for _, chart in drawn)]
    note = Note((_participation(rows), *(_said(rows, wait) for wait, _ in drawn)))
    lead = Phrase("satisfaction.lead", {"waits": tuple(Phrase(wait.word) for wait, _ in drawn)})
    return Section("satisfaction", (*blocks, note), lead=lead)


def timed(rows: pl.DataFrame, hours: Hours | None = None) -> pl.DataFrame:
    """Contacts with the durations of WAITS (Int64, ms; null where negative), their bins, and RATING.

    hours: durations are of these business hours, as in the figures of cs-kpi.

    >>> rows = pl.DataFrame({"first_response_s": [30.0, -1.0], "csat": [5.0, None]})
    >>> timed(rows).select("__frt", "report_wait", RATING).rows()
    [(30000, 'wait.30', 5.0), (None, None, None)]
    """
    facts = [wait.fact for wait in WAITS]
    times = [name for name, dtype in rows.schema.items() if dtype == pl.Datetime]
    business = None
    if hours:
        from cstools.kernels.expr.hours import open_time

        business = open_time(hours, rows, times).open_ms
    known = [pl.when(pl.col(fact) >= 0).then(fact).alias(fact) for fact in facts]
    bins = [wait.binned() for wait in WAITS]
    made = rated(rows, facts, business).with_columns(known).with_columns(bins)
    return made.select(*rows.columns, RATING, *facts, *(wait.word for wait in WAITS)).collect()


def _bins(data: Data, rows: pl.DataFrame) -> dict[str | None, Group]:
    """The bins of all durations by their words, a contact being in one of each; gone through once."""
    known = rows.drop(RATING, *(wait.fact for wait in WAITS))
    each = (known.filter(pl.col(wait.word).is_not_null()).with_columns(pl.col(wait.word).alias(BIN)) for wait in WAITS)
    both = pl.concat(each)
    if both.is_empty():
        return {}
    return {group.name: group for group in groups(data.alone(both), BIN, (METRIC,))}


def _chart(data: Data, bins: Mapping[str | None, Group], wait: Wait) -> Chart | None:
    """The rate of satisfied by the bins of one duration, in the order of the bins."""
    order = [*(key for _, key in wait.bins), wait.longest]
    made = [bins[key] for key in order if key in bins and bins[key].part(METRIC, "n")]
    return dots(data, made, Dots(f"satisfaction_{wait.name}", wait.word, METRIC, unit="word", least=1))


def _participation(rows: pl.DataFrame) -> Phrase:
    """How many rated: those who did not are no random part of all."""
    n = rows[RATING].count()
    words: dict[str, Param] = {"n": Figure(n), "all": Figure(rows.height)}
    return Phrase("satisfaction.rated", words | {"share": Figure(round(n / rows.height, 6), "ratio")})


def _said(rows: pl.DataFrame, wait: Wait) -> Phrase:
    """One sentence on rho: how strong, only where its interval leaves out 0."""
    found = spearman(rows, wait.fact, RATING)
    words: dict[str, Param] = {"wait": Phrase(wait.word), "n": Figure(found.n)}
    if found.rho is None or found.lo is None or found.hi is None:
        return Phrase("rho.none", words)
    words |= {"rho": Figure(found.rho, "r"), "interval": Span(found.lo, found.hi, "r")}
    if found.lo <= 0 <= found.hi:
        return Phrase("rho.unsure", words)
    return Phrase("rho.lower" if found.rho < 0 else "rho.higher", words | {"strength": Phrase(strength(found))})


def strength(found: Correlation) -> str:
    """The word for the size of a correlation.

    >>> strength(Correlation(-0.31, -0.4, -0.2, 400))
    'rho.moderate'
    """
    size = abs(found.rho or 0.0)
    return next(word for limit, word in STRENGTHS if size < limit or limit >= 1)
