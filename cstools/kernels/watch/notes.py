"""What is said of a run of cs-watch beside its rows: which alert, what was watched, and what to make of it."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from cstools.kernels.expr.notes import Note
from cstools.kernels.expr.reasons import named
from cstools.kernels.watch.answer import END, Watched
from cstools.kernels.watch.ask import Ask
from cstools.kernels.watch.because import BECAUSE
from cstools.kernels.watch.cube import OUT, N
from cstools.kernels.watch.judge import SHORT, SURGE, THIN
from cstools.kernels.watch.series import ALL

ALERT, STALE = "watch.alert", "watch.stale"
"""The notes that decide the exit code."""
ALERTS = {
    (False, False): ALERT, (False, True): "watch.alert_same", (True, False): "watch.alert_all",
    (True, True): "watch.alert_all_same",
}  # fmt: skip
"""The sentence of an alert: whether all contacts surge, and whether one series explains others."""
FAR = 28
"""Days without a contact before the last day with some, from which its date is doubted."""
SHOWN = 5
"""Series of an alert named in its sentence."""


def counts(out: pl.DataFrame) -> pl.LazyFrame:
    """What the summary line says: contacts used, records left out by reason.

    >>> counts(pl.DataFrame({OUT: [None, "spam"], N: [5, 1]})).collect().sort("name").rows()
    [('left out (spam)', 1), ('used', 5)]
    """
    return out.lazy().select(named(pl.col(OUT)).alias("name"), pl.col(N).cast(pl.Int64).alias("n"))


def notes(found: Watched, rows: pl.DataFrame, ask: Ask, explained: int) -> list[Note]:
    """The notes in order, what decides the exit code last. explained: surges of which the drivers were looked for."""
    if found.last is None:
        return []
    day = found.last.isoformat()
    said = [] if found.found is None else [_rules(found, ask, day), *_apart(found, rows, ask)]
    if not found.over:
        said.append(("watch.unfinished", {"day": day}))
    surges = rows.filter(pl.col("flag") == SURGE)
    if surges.height > explained:
        said.append(("watch.explained", {"n": f"{surges.height:,}", "k": f"{explained:,}"}))
    return [*said, *_far(found), *_surges(found, surges, ask, day), *_stale(found, ask, day)]


def _far(found: Watched) -> Iterator[Note]:
    """That the last day lies far behind the others: a wrong date makes it the day that is judged."""
    if found.found is None or found.made is None or found.last is None:
        return
    days = [day for day, n in zip(found.made.starts, found.found.counts[0].tolist(), strict=True) if n]
    if len(days) > 1 and (days[-1] - days[-2]).days > FAR:
        yield "watch.far", {"day": days[-1].isoformat(), "before": days[-2].isoformat()}


def _apart(found: Watched, rows: pl.DataFrame, ask: Ask) -> Iterator[Note]:
    """Series that are not watched, or not by the day, or not judged."""
    if found.found and found.found.left:
        yield "watch.left", {"n": f"{found.found.left:,}", "kept": f"{len(found.found.keys):,}"}
    weekly = sum(one == "week" for one in found.grain) if ask.period == "day" else 0
    if weekly:
        yield "watch.weekly", {"n": f"{weekly:,}"}
    for key, flag in (("watch.thin", THIN), ("watch.short", SHORT)):
        n = rows.filter(pl.col("flag") == flag).select(pl.struct("field", "value").n_unique()).item()
        if n:
            yield key, {"n": f"{n:,}"}


def _surges(found: Watched, surges: pl.DataFrame, ask: Ask, day: str) -> Iterator[Note]:
    # What one product or category explains is no promotion.
    total = surges.filter(pl.col("field") == ALL, pl.col(BECAUSE).is_null())
    if ask.calendar is None and total.height:
        yield "watch.calendar", {"n": f"{total.height:,}", "days": _listed(list(total["period"]))}
    today = surges.filter(pl.col(END) == found.last).sort("p_adj", "field", "value")
    if today.height:
        heads = today.filter(pl.col(BECAUSE).is_null())
        same, whole = today.height - heads.height, ALL in today["field"]
        names = [value or "" for value in heads["value"]]
        said = {"day": day, "n": f"{heads.height:,}", "series": _listed(names), "same": f"{same:,}"}
        yield ALERT, said | {"key": ALERTS[whole, bool(same)]}


def _stale(found: Watched, ask: Ask, day: str) -> list[Note]:
    return [(STALE, {"day": day})] if ask.as_of is not None and not found.fresh else []


def _rules(found: Watched, ask: Ask, day: str) -> Note:
    size = len(found.found.keys) if found.found else 0
    since = found.since.isoformat() if found.since else day
    return "watch.rules", {"since": since, "day": day, "n": f"{size:,}", "alpha": f"{ask.alpha:g}"}


def _listed(names: list[str]) -> str:
    said = [name for name in names if name]
    return ", ".join(said[:SHOWN]) + (" …" if len(said) > SHOWN else "")
