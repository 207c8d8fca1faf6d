"""The stage of cs-ingest: headings to fields, cells to values, totals rows out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from cstools.kernels.expr.cells import Reading, blank_rows, read_cells
from cstools.kernels.expr.times import is_year_last
from cstools.kernels.ingest import scales, wide
from cstools.kernels.ingest.decisions import Decisions, Options, decide, planned_for
from cstools.kernels.ingest.derive import derived, parsed
from cstools.kernels.ingest.extras import no_extras
from cstools.kernels.ingest.headings import Plan
from cstools.kernels.ingest.presets import constants, opened, valued
from cstools.kernels.ingest.required import found
from cstools.kernels.ingest.rows import fielded, given, ids, no_nulls, no_totals
from cstools.kernels.ingest.seen import Seen
from cstools.kernels.stage import Result, Stage, counted
from cstools.model.source_keys import GENERIC

GUESSED = "dates read day first (--day-first says otherwise)"
"""Said of 6/10/2025 where no other date of its column has a day above 12."""
READ_AS = "read as {name}"
"""Said of the rows of a file that a preset was told by."""


def stage(options: Options) -> Stage:
    """Any export in (text columns under its own headings), canonical records out, typed; scope row.

    Unknown columns keep their heading and their text. Side records: row.blank, row.total, row.header, row.note and
    row.source (dropped), cell.* for a cell that cannot be read, id.rounded for an id that has lost digits. Counts:
    GUESSED, READ_AS, those of `wide`. Found: `required.found`.
    """
    return _undecided(options, None)


def whole(frame: pl.DataFrame, options: Options) -> Result:
    """What the stage makes of a file that is there as a whole: a side table.

    In: text columns under their own headings.
    """
    undecided = stage(options)
    assert undecided.settle is not None
    known, made = undecided.settle(None, frame)
    if made is None:
        _, made = undecided.settle(known, None)
    assert made is not None
    return made.apply(frame.lazy())


def _undecided(options: Options, before: Decisions | None) -> Stage:
    """The stage that decides what a chunk shows, and holds the file back while a column could be read two ways.

    The kind is that of the first chunk's headings; a heading that comes later (a new key of JSONL) is matched when it
    comes.
    """

    def settle(known: object, chunk: pl.DataFrame | None) -> tuple[object, Stage | None]:
        seen, made = known if isinstance(known, tuple) else (Seen(), before)
        seen, made, open_ = decide(options, seen, made, chunk)
        if open_:
            return (seen, made), None
        return None, replace(_undecided(options, made), apply=lambda lf: _apply(lf, options, made))

    return Stage(name="ingest", apply=Result, settle=settle)


def _apply(lf: pl.LazyFrame, options: Options, made: Decisions) -> Result:
    rows, blank = blank_rows(lf)
    frame, total = no_totals(rows.collect())
    frame, extra = no_extras(frame, made.preset)
    frame = opened(frame, made.preset)
    planned = planned_for(frame.columns, options, made)
    days = {planned.fields[name]: first for name, first in made.day_first.items() if name in planned.fields}
    days |= {name: made.day_first[date] for name, (date, _) in planned.halves.items() if date in made.day_first}
    source_tz = options.tz_in or made.preset.tz_in
    reading = Reading(planned.kind, options.tz, days, planned.units, source_tz)
    named = _valued(fielded(frame, planned), options, made)
    named = derived(named, planned, _formulas(planned, options, named.columns), reading)
    long, unread, counts = wide.spread(named, planned, {**made.captured, **options.given})
    cleaned, rounded = ids(no_nulls(long, planned.kind), planned.kind)
    read = read_cells(cleaned.lazy(), reading)
    sides = [part for part in (blank, total, *extra, *unread, *rounded, read.rejects) if part is not None]
    rejects = pl.concat(sides, how="diagonal_relaxed") if sides else None
    if made.preset.name != GENERIC:
        counts |= {READ_AS.format(name=made.preset.name): frame.height}
    told = [_counts(counts), _guesses(frame.lazy(), made.guessed)]
    return Result(
        read.rows,
        rejects,
        pl.concat([part for part in told if part is not None]) if any(part is not None for part in told) else None,
        found(planned, frame, options.mapped),
    )


def finished(lf: pl.LazyFrame, options: Options, made: Decisions) -> pl.DataFrame:
    """The records of some rows of a file that has been decided on."""
    return _apply(lf, options, made).rows.collect()


def _valued(frame: pl.DataFrame, options: Options, made: Decisions) -> pl.DataFrame:
    """The source's words and marks as they are meant, and what was said of all records: name, preset, `--set`."""
    frame = scales.with_scales(valued(frame, made.preset), made.scales, made.preset)
    return given(constants(given(frame, made.captured), made.preset), options.given)


def _formulas(planned: Plan, options: Options, columns: Sequence[str]) -> dict[str, str]:
    """The formulas of the preset whose field has no column and whose own columns are there, and those of `--derive`."""
    there = {*planned.fields.values(), *planned.halves, *options.derived}
    fit = {name for name, made in parsed(planned.preset.derive).items() if set(made.meta.root_names()) <= set(columns)}
    own = {name: text for name, text in planned.preset.derive.items() if name in fit - there}
    return {**own, **options.derived}


def _counts(counts: Mapping[str, int]) -> pl.LazyFrame | None:
    return counted(counts) if counts else None


def _guesses(lf: pl.LazyFrame, headings: Iterable[str]) -> pl.LazyFrame | None:
    """How many dates were read day first because nothing in their column told."""
    own = [is_year_last(pl.col(name)).sum() for name in headings if name in lf.collect_schema()]
    return lf.select(pl.lit(GUESSED).alias("name"), pl.sum_horizontal(own).cast(pl.Int64).alias("n")) if own else None
