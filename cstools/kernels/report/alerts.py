"""预警: the surges, drops and gaps of the month, series by series, and what drives them."""

from __future__ import annotations

from cstools.kernels.report.alarms import Alarm, Alarms, alarms
from cstools.kernels.report.compare import cut
from cstools.kernels.report.data import Data
from cstools.kernels.report.days import stretch
from cstools.kernels.report.period import TOPIC
from cstools.model.report import Column, Figure, Note, Param, Phrase, Section, Table, Value

LISTED = 10


def section(data: Data) -> Section:
    """The alerts of the month in a table, and what is to be made of them.

    >>> import polars as pl
    >>> from datetime import datetime
    >>> from cstools.kernels.report.data import Ask, gather
    >>> section(gather(pl.DataFrame({"created_at": [datetime(2025, 10, 31)]}), Ask())).why.key
    'why.unjudged'
    """
    found = data.once("alarms", alarms)
    if not found.days:
        return Section("alerts", why=Phrase("why.unjudged"))
    notes = Note(tuple(_notes(found)))
    if not found.items:
        return Section("alerts", (notes,), lead=Phrase("alerts.quiet", _counts(found)))
    return Section("alerts", (_table(found), notes), lead=_lead(found))


def _counts(found: Alarms) -> dict[str, Param]:
    return {"days": Figure(found.days), "series": Figure(found.series), "thin": Figure(found.thin)}


def _lead(found: Alarms) -> Phrase:
    """How many, and the first in a sentence: all that a page for a director holds."""
    first = found.items[0]
    counts = {kind: Figure(sum(one.kind == kind for one in found.items)) for kind in ("surge", "drop", "gap")}
    words: dict[str, Param] = {**counts, **said(first)}
    return Phrase("alerts.lead_cause" if first.cause else "alerts.lead", words)


def said(one: Alarm) -> dict[str, Param]:
    """The words of an alert's sentences."""
    _, cause, share = one.cause or ("", "—", None)
    return {
        "days": stretch(one.first, one.last), "series": series(one), "kind": Phrase(f"alerts.{one.kind}"),
        "n": Figure(one.n), "expected": Figure(round(one.expected)), "extra": Figure(round(abs(one.excess))),
        "ratio": Figure(_ratio(one), "x"), "topic": cause, "share": Figure(share, "ratio"),
        "length": Figure(one.days), "p": chance(one.p),
    }  # fmt: skip


def series(one: Alarm) -> Phrase:
    """A series in words."""
    if one.value is None:
        return Phrase("alerts.all")
    return Phrase("label.colon", {"name": Phrase(TOPIC if one.field == "topic" else one.field),
                                  "value": one.value})  # fmt: skip


def _ratio(one: Alarm) -> float | None:
    return round(one.n / one.expected, 6) if one.expected else None


def chance(p: float) -> str:
    """A p for people; below 0.0001 it is not told apart.

    >>> chance(0.00123), chance(1e-9)
    ('= 0.0012', '< 0.0001')
    """
    return "< 0.0001" if p < 0.0001 else f"= {p:.4f}"


def _table(found: Alarms) -> Table:
    columns = (
        Column("series"), Column("kind", "word"), Column("first_day", "date"), Column("last_day", "date"),
        Column("contacts", "n"), Column("expected", "n"), Column("times", "x"), Column("p_adjusted"),
        Column("driven_by"), Column("risen_words"),
    )  # fmt: skip
    rows = tuple(_row(one) for one in found.items[:LISTED])
    return Table(Phrase("alerts.table"), columns, rows, cut(len(rows), len(found.items)))


def _row(one: Alarm) -> tuple[Value, ...]:
    parts = tuple(
        Phrase("alerts.part", {"value": value, "share": Figure(share, "ratio")}) for _, value, share in one.drivers
    )
    return (
        series(one), f"alerts.{one.kind}", one.first.isoformat(), one.last.isoformat(), one.n, round(one.expected),
        _ratio(one), chance(one.p).removeprefix("= "), Phrase("alerts.joined", {"text": parts}) if parts else None,
        Phrase("alerts.joined", {"text": one.words}) if one.words else None,
    )  # fmt: skip


def _notes(found: Alarms) -> list[Phrase]:
    """What was judged, how sure it is, and what may be a promotion."""
    thin = [Phrase("alerts.thin", _counts(found))] if found.thin else []
    promoted = [Phrase("alerts.calendar", {"n": Figure(found.unexplained)})] if found.unexplained else []
    folded = [Phrase("alerts.folded", {"k": Figure(found.folded)})] if found.folded else []
    promotions = [Phrase("alerts.promoted", {"n": Figure(found.promoted)})] if found.promoted else []
    return [*folded, Phrase("alerts.rules", _counts(found)), *thin, *promotions, *promoted]
