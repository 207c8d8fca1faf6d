"""What is decided of a file before its rows are read: its preset and kind, and what its values tell of its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from cstools.errors import Alert
from cstools.kernels.ingest import scales
from cstools.kernels.ingest.captures import captures
from cstools.kernels.ingest.headings import Plan, plan
from cstools.kernels.ingest.presets import opened
from cstools.kernels.ingest.required import lacking
from cstools.kernels.ingest.seen import Seen, looked
from cstools.kernels.ingest.twins import settled, tell, twins
from cstools.kernels.stage import FILE, PROVENANCE
from cstools.model import fields as table
from cstools.model.sources import Preset


@dataclass(frozen=True)
class Options:
    """What the command line says.

    choose: the preset for the headings of a file. day_first: None to decide per column from the whole file. tz_in: the
    zone of times that say none; None for the preset's, else `tz`. derived: field -> formula. from_path: the pattern of
    a file's name. check: whether a file that lacks a field its kind requires stops the run.
    """

    kind: str | None = None
    mapped: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    tz: str = "Asia/Shanghai"
    day_first: bool | None = None
    choose: Callable[[Sequence[str]], Preset] = lambda _: Preset()
    tz_in: str | None = None
    derived: Mapping[str, str] = field(default_factory=dict)
    from_path: str | None = None
    check: bool = False


@dataclass(frozen=True)
class Decisions:
    """What has been decided of a file: its kind, the fields that values tell of headings, where the day comes first.

    guessed: the headings in which nothing tells whether the day or the month comes first. scales: see `scales.tell`.
    captured: what the file's name says.
    """

    kind: str
    preset: Preset = field(default_factory=Preset)
    captured: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[str, int | None] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    day_first: Mapping[str, bool] = field(default_factory=dict)
    guessed: frozenset[str] = frozenset()


def decide(
    options: Options, seen: Seen, made: Decisions | None, chunk: pl.DataFrame | None
) -> tuple[Seen, Decisions, bool]:
    """What is seen with one more chunk of a file (None: it has ended), what that decides, and whether more could."""
    made = made or _begun(pl.DataFrame() if chunk is None else chunk, options)
    if chunk is not None:
        chunk = opened(chunk, made.preset)
        planned = planned_for(chunk.columns, options, made)
        unsure = [heading for heading in twins(planned) if heading not in made.told]
        days = _asked_days(planned, options, made)
        seen = looked(seen, chunk, unsure, days, scales.asked(planned, made.scales))
    planned = planned_for(seen.columns, options, made)
    told, more = tell(planned, seen.samples, made.told)
    marks, unscaled = scales.tell(planned, seen.ratings, made.scales)
    decided = replace(made, told=told, scales=marks)
    first, guessed = _days(options, decided, seen)
    if (more or unscaled or guessed) and chunk is not None:
        return seen, made, True
    orders = set(first.values())
    if len(orders) == 1:  # the other dates of a file are written as those that tell
        first, guessed = {**dict.fromkeys(guessed, orders.pop()), **first}, frozenset()
    return seen, replace(decided, day_first=first, guessed=guessed), False


def _begun(frame: pl.DataFrame, options: Options) -> Decisions:
    """What the headings of a file tell, and its name. Raises Alert under `check` where they lack what is required."""
    columns = [name for name in frame.columns if name not in PROVENANCE]
    preset = options.choose(columns)
    columns += [heading for heading, (outer, _) in preset.paths.items() if outer in columns]
    made = plan(columns, options.kind, options.mapped, preset)
    file = frame.get_column(FILE)[0] if FILE in frame.columns and frame.height else None
    captured = captures(options.from_path, file) if options.from_path and file else {}
    missing = lacking(made, {**captured, **options.given, **options.derived})
    if options.check and missing:
        raise Alert("ingest.unread", file=file or "-", kind=made.kind, fields=", ".join(missing))
    return Decisions(made.kind, preset, captured)


def planned_for(names: Sequence[str], options: Options, made: Decisions) -> Plan:
    """The plan for headings, with what has been decided of the file."""
    columns = [name for name in names if name not in PROVENANCE]
    return settled(plan(columns, made.kind, options.mapped, made.preset), made.told)


def _time_headings(made: Plan) -> list[str]:
    known = table.of(made.kind)
    whole = [h for h, name in made.fields.items() if name in known and known[name].type in ("time", "date")]
    return list(dict.fromkeys([*whole, *(date for date, _ in made.halves.values())]))


def _asked_days(planned: Plan, options: Options, made: Decisions) -> list[str]:
    """The headings that are times, or may turn out to be, and of which nobody has said whether the day comes first."""
    if options.day_first is not None or made.preset.day_first is not None:
        return []
    maybe = [heading for heading, types in twins(planned).items() if "time" in types]
    return [name for name in dict.fromkeys([*_time_headings(planned), *maybe]) if name not in made.day_first]


def _days(options: Options, made: Decisions, seen: Seen) -> tuple[dict[str, bool], frozenset[str]]:
    """Per heading, whether the day comes first, by the first cell that tells; and the headings that are still open."""
    headings = _time_headings(planned_for(seen.columns, options, made))
    said = made.preset.day_first if options.day_first is None else options.day_first
    if said is not None:
        return dict.fromkeys(headings, said), frozenset()
    days = {name: first for name in headings if (first := seen.days.get(name)) is not None}
    return {**made.day_first, **days}, frozenset(name for name in headings if name in seen.days and name not in days)
