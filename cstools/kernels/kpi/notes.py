"""What there is to say of a run of cs-kpi beside its figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import polars as pl

from cstools.kernels.expr.notes import Note
from cstools.kernels.kpi import exclude
from cstools.kernels.kpi.ask import EVERYTHING, Ask, at_hand
from cstools.kernels.kpi.facts import AS_OF
from cstools.kernels.kpi.needs import passes, rests
from cstools.kernels.stage import LINE
from cstools.model.catalogue import CATALOGUE
from cstools.model.kpis import lacking

MANY = 12
"""Notes of one kind that are said one by one; of more, the rest are counted."""


def struck(ask: Ask, hits: Sequence[pl.DataFrame]) -> list[Note]:
    """How many records each exclusion strikes, who approved it and why; that one strikes none is likely a typo."""
    if ask.exclusions is None:
        return []
    told = exclude.told(ask.exclusions, hits[0])
    return [
        ("exclude.none" if row["n"] == 0 else "exclude.struck", {**row, "path": ask.exclusions.path, "line": row[LINE]})
        for row in told.iter_rows(named=True)
    ]


def until(ask: Ask, now: datetime | None) -> list[Note]:
    """What stands for now, where nobody said so and something rests on it."""
    rested = not ask.timeline.endless or any(AS_OF in rests(walk, ask) for walk in passes(ask))
    if now is None or ask.told_as_of is not None or not rested:
        return []
    return [("kpi.until", {"time": f"{now:%Y-%m-%d %H:%M:%S}"})]


def lacking_fields(ask: Ask, columns: Collection[str]) -> list[Note]:
    """With `all`, the metrics that are not given, and what each lacks."""
    if ask.ids != (EVERYTHING,):
        return []
    given = at_hand(ask, columns) if ask.kind == "ticket" else {kind: each.columns for kind, each in ask.sides.items()}
    found = {kpi.id for kpi in CATALOGUE if not lacking(kpi, given)}
    missing: dict[str, list[str]] = {}
    for kpi in CATALOGUE:
        for need in lacking(kpi, given) if kpi.id not in found else ():
            missing.setdefault(need, []).append(kpi.name)
    told = "; ".join(f"{need}: {', '.join(dict.fromkeys(names))}" for need, names in missing.items())
    n = len({kpi.id for kpi in CATALOGUE} - found)
    return [("kpi.lacking", {"n": n, "metrics": told})] if n else []


def of_files(ask: Ask) -> list[Note]:
    """What the side files say that was not used: columns not read, and windows of promotions that were cut."""
    found: list[Note] = []
    for given in (ask.exclusions, ask.calendar):
        if given is not None and given.ignored:
            found.append(("side.ignored", {"path": given.path, "columns": ", ".join(given.ignored)}))
    for cut in ask.calendar.cuts if ask.calendar else ():
        event = cut.event
        blanks = {"path": ask.calendar.path if ask.calendar else "", "line": event.line, "year": event.year}
        words = {"name": event.name, "phase": cut.phase, "asked": cut.asked, "kept": cut.kept, "other": cut.other.name}
        found.append(("calendar.cut", {**blanks, **words}))
    return found
