"""The table of cs-watch: a row a series and period judged, from the counts of a run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.stats import rounded
from cstools.kernels.watch.ask import DAYS, Ask
from cstools.kernels.watch.cube import DAY, N, fields, now
from cstools.kernels.watch.judge import MANY, TOO_FEW, Judged, judged, runs
from cstools.kernels.watch.series import Series, series
from cstools.kernels.watch.timeline import LOOK, WEEK, Timeline, days, weeks

SCHEMA: dict[str, pl.DataType] = {
    "field": pl.String(), "value": pl.String(), "period": pl.String(), "n": pl.Int64(), "expected": pl.Float64(),
    "lo": pl.Float64(), "hi": pl.Float64(), "z": pl.Float64(), "p": pl.Float64(), "p_adj": pl.Float64(),
    "flag": pl.String(), "baseline_days": pl.Int64(), "phi": pl.Float64(), "surge_first": pl.String(),
    "surge_last": pl.String(), "drivers": pl.String(), "words": pl.String(),
    "because": pl.String(),
}  # fmt: skip
COLUMNS = tuple(SCHEMA)
LATER = ("drivers", "words", "because")
"""What is told of surges once they are known."""
FIGURES = ("expected", "lo", "hi", "z", "p", "p_adj", "phi")
BEFORE = 14
"""Days judged before the first one told, so that a surge has its first day."""
START, END, PLACE = "__start", "__end", "__place"


@dataclass(frozen=True)
class Watched:
    """The rows (COLUMNS, those of LATER null, with START, END and PLACE of the series), and what they rest on.

    last: the day of `as_of`; None without contacts. fresh: whether it has contacts. grain: of each series, day or week.
    """

    rows: pl.DataFrame
    last: date | None = None
    over: bool = True
    fresh: bool = False
    since: date | None = None
    found: Series | None = None
    made: Timeline | None = None
    grain: tuple[str, ...] = ()

    def past(self, first: date) -> list[date]:
        """The usable days among those that a day is compared with."""
        days = zip(self.made.starts, self.made.usable, strict=True) if self.made else ()
        return [day for day, fine in days if fine and first - timedelta(days=LOOK) <= day < first]


def watched(cube: pl.DataFrame, ask: Ask) -> Watched:
    """Judge every series of a cube. No rows where there are no contacts.

    Raises Usage("watch.ended") for a `since` after the last day, as `Ask` does where `as_of` says which that is.
    """
    nothing = pl.DataFrame(schema=SCHEMA | {START: pl.Date(), END: pl.Date(), PLACE: pl.Int64()})
    moment = now(cube, ask)
    if moment is None or not cube.height:
        return Watched(nothing, last=moment[0] if moment else None)
    last, over = moment
    if ask.since is not None and ask.since > last:
        raise Usage("watch.ended", since=ask.since, day=last)
    first: date = cube[DAY].min()  # type: ignore[assignment]
    found = series(cube, _sets(ask, cube.columns), first, last)
    made = days(first, last, found.counts[0], ask.calendar)
    since = ask.since or last - timedelta(days=DAYS - 1)
    grain = _grain(found, made, ask)
    frames = [nothing]
    for period in ("day", "week"):
        at = np.array([place for place, one in enumerate(grain) if one == period], dtype=np.int64)
        if not len(at):
            continue
        line, counts = (made, found.counts[at]) if period == "day" else weeks(made, found.counts[at])
        if period == "week" and line.ends and line.ends[-1] == last and not over:
            line, counts = weeks(
                days(first, last - timedelta(days=1), found.counts[0, :-1], ask.calendar), found.counts[at, :-1]
            )
        begin = next((i for i, end in enumerate(line.ends) if end >= since - timedelta(days=BEFORE)), len(line.ends))
        told = judged(counts, line, period, ask.alpha, begin, over=over)
        frames.append(_rows(told, line, at, found))
    rows = pl.concat(frames).filter(pl.col(END) >= since).sort(PLACE, START)
    fresh = cube.filter(pl.col(DAY) == last).height > 0
    return Watched(rows, last, over, fresh, since, found, made, grain)


def _sets(ask: Ask, columns: list[str]) -> list[tuple[str, ...]]:
    """The fields of the series: the combination asked for, else each usual one for itself."""
    if ask.by:
        return [tuple(group.name for group in ask.by)]
    return [(group.name,) for group in fields(ask, columns)]


def _grain(found: Series, made: Timeline, ask: Ask) -> tuple[str, ...]:
    """Of each series whether it is judged by the day or, too thin for it, by the week, if there is a whole one."""
    usable = made.usable[-DAYS - 1 : -1] if len(made.starts) > 1 else made.usable
    part = found.counts[:, -DAYS - 1 : -1] if len(made.starts) > 1 else found.counts
    level = (part * usable).sum(1) / max(int(usable.sum()), 1)
    thin = (level < TOO_FEW) & (np.arange(len(level)) > 0)
    # A value that was not there before is no thin series on the day it has many contacts.
    thin &= found.counts[:, -WEEK:].max(1) < MANY
    if not weeks(made, found.counts)[0].starts:
        thin[:] = False
    return tuple("week" if ask.period == "week" or slim else "day" for slim in thin)


def _rows(told: Judged, line: Timeline, at: np.ndarray[tuple[int], np.dtype[np.int64]], found: Series) -> pl.DataFrame:
    """One row a cell."""
    size, span = told.n.shape
    first, last = runs(told.flag)
    texts, starts = np.array([*line.texts, ""], dtype=object), list(line.starts[told.first :])

    def text(places: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> list[str | None]:
        return [None if place < 0 else str(texts[place + told.first]) for place in places.ravel()]

    frame = pl.DataFrame(
        {
            "field": [found.field(int(place)) for place in at for _ in range(span)],
            "value": [found.value(int(place)) for place in at for _ in range(span)],
            "period": list(line.texts[told.first :]) * size,
            N: told.n.ravel().astype(np.int64),
            **{name: getattr(told, name).ravel() for name in FIGURES},
            "flag": told.flag.ravel().tolist(),
            "baseline_days": told.used.ravel(),
            "surge_first": text(first),
            "surge_last": text(last),
            START: starts * size,
            END: list(line.ends[told.first :]) * size,
            PLACE: np.repeat(at, span),
        },
        schema={name: dtype for name, dtype in SCHEMA.items() if name not in LATER}
        | {START: pl.Date(), END: pl.Date(), PLACE: pl.Int64()},
        strict=False,
    )
    return frame.with_columns(
        *(rounded(pl.col(name).fill_nan(None)).alias(name) for name in FIGURES),
        flag=pl.when(pl.col("flag") != "").then("flag"),
        **{name: pl.lit(None, dtype=pl.String) for name in LATER},
    ).select(*COLUMNS, START, END, PLACE)
