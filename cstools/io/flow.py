"""The flow of one run: chunk by chunk in bounded memory while the steps are row-scoped, whole from the first that is
not, with the needed fields pushed into the reader.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, takewhile

import polars as pl

from cstools.errors import Usage
from cstools.io.found import Found
from cstools.io.job import Job, Step
from cstools.io.log import Inputs
from cstools.io.pump import Pump
from cstools.io.rejects import SideFile
from cstools.io.source import Piece, pieces, together
from cstools.io.sums import BATCH, Sums, batches
from cstools.io.tally import Tally
from cstools.io.writers.writer import Told
from cstools.kernels.expr.frames import DTYPES
from cstools.kernels.stage import LEVEL, RULE, Result, side
from cstools.kernels.typed import typed
from cstools.model import fields as table


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


def useful(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps without those that only add fields which no later step reads: figures by channel need no topics."""
    kept: list[Step] = []
    read: set[str] | None = None
    for step in reversed(steps):
        one = step.stage
        if one.narrow:
            read = None if one.needs is None else set(one.needs)
        elif one.bare and read is not None and read.isdisjoint(one.adds):
            continue
        elif read is not None:
            read = None if one.needs is None else read | set(one.needs)
        kept.append(step)
    return tuple(reversed(kept))


class Flow:
    """The state of one execution."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.tally = Tally(job.tool)
        self.side = SideFile(None, job.sink.lang)
        self.inputs = Inputs(hashed=job.log is not None and not job.sink.dry)
        self.seen: set[str] = set()
        self.told = Told()
        self.found: defaultdict[object, Found] = defaultdict(Found)
        """By `Step.after`: a step that has decided is another one."""
        self.first = job.steps[0].tool if job.steps else job.tool
        steps = useful(job.steps)
        self.needs = None if job.source.raw else needed(steps)
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
                if not self.tail:  # the chunk that was cut is not finished: what it left out is written in order here
                    self.side.settle()
                return

    def frames(self) -> Iterator[pl.DataFrame]:
        """The frames after all steps."""
        if not self.tail:
            yield from self._by_rows()
            return
        first, *rest = self.tail
        whole = self._summed(first)
        for step in rest:
            whole = self._apply(step, whole)
        yield whole

    def _all(self) -> pl.DataFrame:
        """The rows of all chunks; for an empty stream none, with the fields the first whole stage asks for."""
        held = list(self._by_rows())
        return pl.concat(held, how="diagonal_relaxed", rechunk=True) if held else self._nothing()

    def _summed(self, step: Step) -> pl.DataFrame:
        """The answer of a whole stage; of one that rests on sums, in bounded memory."""
        if step.stage.partial is None or step.stage.merge is None:
            return self._apply(step, self._all())
        sums = Sums()
        for frame in batches(self._by_rows()):
            sums.add(step.stage.partial(frame.lazy()))
        if not sums.tables:
            sums.add(step.stage.partial(self._nothing().lazy()))
        return self._collected(step, step.stage.merge(sums.total()))

    def _nothing(self) -> pl.DataFrame:
        """An empty stream as the first whole stage expects it, so that it can give its header."""
        known = {name: one.type for kind in reversed(table.KINDS) for name, one in table.of(kind).items()}
        needs = self.tail[0].stage.needs or ()
        return pl.DataFrame(schema={name: DTYPES[known.get(name, "text")] for name in needs})

    def _by_rows(self) -> Iterator[pl.DataFrame]:
        """The frames after the row-scoped steps, file by file: a decision about a column is taken over one file."""
        kinds: dict[int, str] = {}
        for number, group in groupby(self._pieces(), key=lambda piece: piece.number):
            opening = next(group)
            if self.job.source.canonical and opening.foreign and opening.rows.height:
                self.inputs[number].note("fields.foreign", path=self.inputs[number].file)
            steps = (*self._typing(opening), *self.head)
            pump = Pump(steps, self._apply, lambda side: self._note(side, self.first), lambda: self.side.settle())
            for frame in chain(self._pumped(pump, self._gathered(chain([opening], group))), pump.end()):
                self._one_kind(kinds, number, frame)
                yield frame

    def _pieces(self) -> Iterator[Piece]:
        return pieces(self.job.source, self.needs, self.inputs, self._narrow())

    def _narrow(self) -> str | None:
        """The kind of record that the first narrow step reads its fields as; None where they tell it."""
        return next((step.stage.kind for step in self.job.steps if step.stage.narrow), None)

    def _typing(self, opening: Piece) -> tuple[Step, ...]:
        """The step from text to types. Of some fields only, the kind they are read as is not told by themselves."""
        source = self.job.source
        if source.raw:
            return ()
        kind = source.kind or (None if self.needs is None else self._narrow() or opening.kind)
        return (Step(self.first, typed(kind, source.tz, projected=self.needs is not None)),)

    def _gathered(self, group: Iterable[Piece]) -> Iterable[Piece]:
        """Larger pieces where nobody waits for the first rows, and few fields of each are kept."""
        return together(group, BATCH) if self.tail and self.needs is not None else group

    def _pumped(self, pump: Pump, group: Iterable[Piece]) -> Iterator[pl.DataFrame]:
        for piece in group:
            lost = piece.side.filter(pl.col(LEVEL) != "cell").height
            self.tally.read += piece.rows.height + lost
            yield from pump.push(piece)

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
        return self._collected(step, step.stage.apply(frame.lazy()))

    def _collected(self, step: Step, result: Result) -> pl.DataFrame:
        """The rows of a result; what it left out, counted and found is noted."""
        asked = [result.rows, *(part for part in (result.rejects, result.counts, result.found) if part is not None)]
        rows, *rest = pl.collect_all(asked)
        if result.rejects is not None:
            self._note(rest.pop(0), step.tool)
        if result.counts is not None:
            self.tally.add_counts(rest.pop(0))
        if result.found is not None:
            self.found[step.after].add(self._hidden(rest.pop(0)))
        return rows

    def _note(self, records: pl.DataFrame, tool: str) -> None:
        if records.height and RULE in records.columns:
            self.tally.add_side(records)
            self.side.write(self._hidden(records) if self.side.stream else records, tool)

    def _hidden(self, records: pl.DataFrame) -> pl.DataFrame:
        """Side records, or findings in their form, as private as the stream."""
        if self.job.hide is None or RULE not in records.columns:
            return records
        return self.job.hide(records.lazy(), table.detect(records.columns)).collect()
