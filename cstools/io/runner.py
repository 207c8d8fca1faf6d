"""The runner: source | stages | sink.

Chunk by chunk in bounded memory while the stages are row-scoped, whole from the first that is not, with the needed
fields pushed into the reader.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile
from pathlib import Path

import polars as pl

from cstools.errors import Exit, TooManyRejects, Usage
from cstools.io.blocks import expand
from cstools.io.log import Input, append, ready
from cstools.io.rejects import SideFile, side_file
from cstools.io.source import Source, pieces
from cstools.io.tally import Limits, Tally
from cstools.io.write import Sink, arranged, opened
from cstools.kernels.expr.frames import DTYPES
from cstools.kernels.stage import LEVEL, RULE, Stage, side
from cstools.kernels.typed import typed
from cstools.model import fields as table
from cstools.model.messages import say

Hide = Callable[[pl.LazyFrame, str], pl.LazyFrame]
"""Masks side records of a kind."""


@dataclass(frozen=True)
class Step:
    """A stage and the tool it belongs to."""

    tool: str
    stage: Stage


@dataclass(frozen=True)
class Job:
    """One run of a tool, or of several fused."""

    tool: str
    source: Source
    steps: tuple[Step, ...]
    sink: Sink
    limits: Limits = field(default_factory=Limits)
    rejects: str | None = None
    log: str | None = None
    quiet: bool = False
    options: dict[str, object] = field(default_factory=dict)
    hide: Hide | None = None


def execute(job: Job) -> int:
    """Run the job and tell its exit code: 0, or 3 for too many rejects. Raises the CsError of any other failure."""
    began = time.monotonic()
    apart(job)
    if job.log:
        ready(job.log)
    run = _Run(job)
    failed: TooManyRejects | None = None
    with side_file(job.rejects, job.sink.lang) as run.side:
        try:
            with opened(job.sink) as writer:
                for frame in run.limited():
                    run.seen.update(frame.columns)
                    writer.write(arranged(frame, job.sink))
                    run.tally.out += frame.height
                job.limits.check(run.tally)
        except TooManyRejects as error:
            failed = error
    _account(job, run, failed, time.monotonic() - began)
    return failed.code if failed else Exit.OK


def _account(job: Job, run: _Run, failed: TooManyRejects | None, seconds: float) -> None:
    """What the run ends with: warnings, why it failed, the summary line, the log."""
    if not run.tally.read:
        _tell(job, "input.empty", path=", ".join(job.source.files) or "-")
    elif absent := [name for name in job.sink.fields if name not in run.seen]:
        _tell(job, "fields.absent", fields=", ".join(absent))
    if failed:
        _tell(job, failed.key, **failed.params)
    if not job.quiet:
        sys.stderr.write(run.tally.line(seconds, kept=job.rejects is not None) + "\n")
    if job.log:
        append(job.log, run.tally, run.inputs, job.options)


def apart(job: Job) -> None:
    """Usage where one file would be written twice, or read and written.

    Records may go back to the one file they came from (it is complete before it is replaced); but an output among
    several inputs would be read again by the next run.
    """
    read = _files(expand(job.source.files))
    side = [*_files([job.rejects]), *_files([job.log])]
    out = _files([job.sink.path])
    for path in (*side, *out):
        if [*side, *out].count(path) > 1 or (path in read and (path in side or len(read) > 1)):
            raise Usage("output.same", path=path)


def _files(names: Sequence[str | None]) -> list[Path]:
    """The names that are, or would be, regular files."""
    paths = [Path(name).resolve() for name in names if name not in (None, "-")]
    return [path for path in paths if path.is_file() or not path.exists()]


def _tell(job: Job, key: str, **params: object) -> None:
    sys.stderr.write(f"{job.tool}: {say(key, job.sink.lang, **params)}\n")


def needed(steps: tuple[Step, ...]) -> frozenset[str] | None:
    """The fields the reader must parse: those of all steps up to the first narrow one; None for all fields."""
    names: set[str] = set()
    for step in steps:
        if step.stage.needs is None:
            return None
        names |= set(step.stage.needs)
        if step.stage.narrow:
            return frozenset(names)
    return None


class _Run:
    """The state of one execution."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.tally = Tally(job.tool)
        self.side = SideFile(None, job.sink.lang)
        self.inputs: list[Input] = []
        self.seen: set[str] = set()
        self.first = job.steps[0].tool if job.steps else job.tool
        self.needs = None if job.source.raw else needed(job.steps)
        reading = typed(job.source.kind, job.source.tz, projected=self.needs is not None)
        typing = () if job.source.raw else (Step(self.first, reading),)
        steps = (*typing, *job.steps)
        self.head = tuple(takewhile(lambda step: step.stage.scope == "row", steps))
        self.tail = steps[len(self.head) :]

    def limited(self) -> Iterator[pl.DataFrame]:
        """The frames to write, cut at `--limit`; what was read beyond it is dropped and counted."""
        left = self.job.sink.limit
        for frame in self.frames():
            if left is None:
                yield frame
                continue
            if frame.height > left:
                self._note(side(frame.slice(left).lazy(), "dropped", "option.limit").collect(), self.job.tool)
            yield frame.head(left)
            left -= min(left, frame.height)
            if left == 0:
                return

    def frames(self) -> Iterator[pl.DataFrame]:
        """The frames after all steps."""
        held: list[pl.DataFrame] = []
        for frame in self._by_rows():
            if not self.tail:
                yield frame
            else:
                held.append(frame)
        if self.tail:
            whole = pl.concat(held, how="diagonal_relaxed", rechunk=True) if held else self._nothing()
            for step in self.tail:
                whole = self._apply(step, whole)
            yield whole

    def _nothing(self) -> pl.DataFrame:
        """An empty stream as the first whole stage expects it, so that it can give its header."""
        known = {name: one.type for kind in reversed(table.KINDS) for name, one in table.of(kind).items()}
        needs = self.tail[0].stage.needs or ()
        return pl.DataFrame(schema={name: DTYPES[known.get(name, "text")] for name in needs})

    def _by_rows(self) -> Iterator[pl.DataFrame]:
        """The frames after the row-scoped steps, file by file: a decision about a column is taken over one file."""
        kinds: dict[int, str] = {}
        for number, group in groupby(pieces(self.job.source, self.needs, self.inputs), key=lambda piece: piece.number):
            pump = _Pump(self, list(self.head))
            for piece in group:
                self._note(piece.side, self.first)
                lost = piece.side.filter(pl.col(LEVEL) != "cell").height
                self.tally.read += piece.rows.height + lost
                for frame in pump.push(piece.rows):
                    self._one_kind(kinds, number, frame)
                    yield frame
                if not pump.held:
                    self.side.settle()
            for frame in pump.end():
                self._one_kind(kinds, number, frame)
                yield frame
            self.side.settle()

    def _one_kind(self, kinds: dict[int, str], number: int, frame: pl.DataFrame) -> None:
        """Usage where a file holds another kind of record than the first: a stream holds one."""
        if self.job.source.kind is not None or number in kinds:
            return
        kinds[number] = table.detect(frame.columns)
        first = min(kinds)
        if kinds[number] != kinds[first]:
            raise Usage(
                "kind.mixed",
                first=self.inputs[first].file,
                kind=kinds[first],
                other=self.inputs[number].file,
                other_kind=kinds[number],
            )

    def _apply(self, step: Step, frame: pl.DataFrame) -> pl.DataFrame:
        result = step.stage.apply(frame.lazy())
        asked = [result.rows, *(part for part in (result.rejects, result.counts) if part is not None)]
        rows, *rest = pl.collect_all(asked)
        if result.rejects is not None:
            self._note(rest.pop(0), step.tool)
        if result.counts is not None:
            self.tally.add_counts(rest.pop(0))
        return rows

    def _note(self, records: pl.DataFrame, tool: str) -> None:
        if records.height and RULE in records.columns:
            self.tally.add_side(records)
            if self.job.hide and self.side.stream:
                records = self.job.hide(records.lazy(), table.detect(records.columns)).collect()
            self.side.write(records, tool)


class _Pump:
    """The row-scoped steps over the chunks of one file; holds chunks back while a step's decision is open."""

    def __init__(self, run: _Run, steps: list[Step]) -> None:
        self.run = run
        self.steps = steps
        self.held: list[pl.DataFrame] = []

    def push(self, frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """A chunk through the steps; nothing comes out while it is held."""
        number = next((at for at, step in enumerate(self.steps) if step.stage.settle is not None), None)
        if number is None:
            yield self._through(frame, 0)
            return
        for step in self.steps[:number]:
            frame = self.run._apply(step, frame)
        self.held.append(frame)
        yield from self._settled(number, last=False)

    def end(self) -> Iterator[pl.DataFrame]:
        """What was held to the end of the file."""
        if self.held:
            number = next(at for at, step in enumerate(self.steps) if step.stage.settle is not None)
            yield from self._settled(number, last=True)

    def _settled(self, number: int, *, last: bool) -> Iterator[pl.DataFrame]:
        """What is held through the step that decides and those after it, each chunk as it came; nothing if open."""
        step = self.steps[number]
        decided = step.stage.settle(self.held, last) if step.stage.settle else None
        if decided is None:
            return
        self.steps[number] = Step(step.tool, decided)
        held, self.held = self.held, []
        for frame in held:
            yield self._through(frame, number)

    def _through(self, frame: pl.DataFrame, number: int) -> pl.DataFrame:
        """A chunk through the steps from one of them on."""
        for step in self.steps[number:]:
            frame = self.run._apply(step, frame)
        return frame
