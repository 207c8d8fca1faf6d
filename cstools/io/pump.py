"""The row-scoped steps over the chunks of one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import polars as pl

from cstools.io.job import Step
from cstools.io.source import Piece
from cstools.io.spool import Held

Apply = Callable[[Step, pl.DataFrame], pl.DataFrame]
"""A step on a frame; what it leaves out is noted."""


class Pump:
    """Chunks in, chunks out; holds them back while a step's decision about the file is open.

    note: takes the side records of a chunk before its rows go through; settle: called when they have, so that what one
    chunk left out is written before the next one's.
    """

    def __init__(
        self, steps: Sequence[Step], apply: Apply, note: Callable[[pl.DataFrame], None], settle: Callable[[], None]
    ) -> None:
        self.steps = list(steps)
        self.apply = apply
        self.note = note
        self.settle = settle
        self.held = Held()
        self.seen: object = None

    def push(self, piece: Piece) -> Iterator[pl.DataFrame]:
        """A chunk through the steps; nothing comes out while it is held."""
        number = self._open()
        if number is None:
            yield from self._through(piece.side, piece.rows, 0)
            return
        rows = piece.rows
        for step in self.steps[:number]:
            rows = self.apply(step, rows)
        if not self._decided(number, rows):
            self.held.add(piece.side, rows)
            return
        yield from self._released(number)
        yield from self._through(piece.side, rows, number)

    def end(self) -> Iterator[pl.DataFrame]:
        """What was held to the end of the file."""
        number = self._open()
        if self.held and number is not None:
            self._decided(number, None)
            yield from self._released(number)

    def _open(self) -> int | None:
        return next((at for at, step in enumerate(self.steps) if step.stage.settle is not None), None)

    def _decided(self, number: int, rows: pl.DataFrame | None) -> bool:
        """Whether the step that has to decide can, with one more chunk (None: there is no more)."""
        step = self.steps[number]
        if step.stage.settle is None:
            return True
        self.seen, stage = step.stage.settle(self.seen, rows)
        if stage is not None:
            self.steps[number] = Step(step.tool, stage, step.after, step.writes)
            self.seen = None
        return stage is not None

    def _released(self, number: int) -> Iterator[pl.DataFrame]:
        held, self.held = self.held, Held()
        for side, rows in held.taken():
            yield from self._through(side, rows, number)

    def _through(self, side: pl.DataFrame, rows: pl.DataFrame, number: int) -> Iterator[pl.DataFrame]:
        """A chunk through the steps from one of them on."""
        self.note(side)
        for step in self.steps[number:]:
            rows = self.apply(step, rows)
        yield rows
        self.settle()
