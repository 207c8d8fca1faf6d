"""What a file has shown so far of the columns that could be read two ways: small, whatever its size.

A decision to add is a field of `Seen`, what `looked` makes of it with every chunk, and a reason in `stage.py` to wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from cstools.kernels.expr.times import days_first, is_year_last
from cstools.kernels.ingest.scales import LOOK
from cstools.kernels.ingest.twins import Sample


@dataclass(frozen=True)
class Seen:
    """columns: all so far, in order of appearance.

    samples: the first values of headings that could be several fields. ratings: the first of headings of ratings. days:
    per heading with a date like 6/10/2025, whether the day comes first, None while nothing has told.
    """

    columns: tuple[str, ...] = ()
    samples: Mapping[str, Sample] = field(default_factory=dict)
    days: Mapping[str, bool | None] = field(default_factory=dict)
    ratings: Mapping[str, Sample] = field(default_factory=dict)


def looked(
    seen: Seen, chunk: pl.DataFrame, twins: Iterable[str], dates: Iterable[str], ratings: Iterable[str] = ()
) -> Seen:
    """What is seen with one more chunk. twins, dates, ratings: the headings in question; one it lacks is passed over.

    >>> seen = looked(Seen(), pl.DataFrame({"t": ["6/10/2025"]}), [], ["t"])
    >>> seen.days, looked(seen, pl.DataFrame({"t": ["16/10/2025"]}), [], ["t"]).days
    ({'t': None}, {'t': True})
    """
    samples = {name: seen.samples.get(name, Sample()).more(chunk[name]) for name in twins if name in chunk.columns}
    rated = {
        name: seen.ratings.get(name, Sample()).more(chunk[name], LOOK) for name in ratings if name in chunk.columns
    }
    asked = [name for name in dates if name in chunk.columns and seen.days.get(name) is None]
    columns = dict.fromkeys([*seen.columns, *chunk.columns])
    return Seen(
        tuple(columns),
        {**seen.samples, **samples},
        {**seen.days, **_days(chunk, asked)},
        {**seen.ratings, **rated},
    )


def _days(chunk: pl.DataFrame, headings: list[str]) -> dict[str, bool | None]:
    """Of the headings with a date to decide, what the first cell that tells says."""
    found = chunk.select(is_year_last(pl.col(name)).any().alias(name) for name in headings)
    days: dict[str, bool | None] = {}
    for name in (name for name in headings if found[name].item()):
        short = chunk.select(name).filter(is_year_last(pl.col(name)))  # taken apart alone: it costs ten times the look
        told = short.select(days_first(pl.col(name))).to_series().drop_nulls()
        days[name] = bool(told[0]) if len(told) else None
    return days
