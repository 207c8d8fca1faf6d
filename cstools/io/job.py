"""A job: one run of a tool, or of several fused, from its source to its sink."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import polars as pl

from cstools.io.source import Source
from cstools.io.tally import Limits
from cstools.io.writers.sink import Sink
from cstools.kernels.stage import Stage

Hide = Callable[[pl.LazyFrame, str], pl.LazyFrame]
"""Masks side records of a kind."""


@dataclass(frozen=True)
class Step:
    """A stage and the tool it belongs to.

    after: takes what the stage found (`Result.found`, summed) when the run ends. writes: the files it writes that to.
    """

    tool: str
    stage: Stage
    after: Callable[[pl.DataFrame], None] | None = None
    writes: tuple[str, ...] = ()

    def told(self, after: Callable[[pl.DataFrame], None], writes: str | None) -> Step:
        """The same step, whose findings go to `after` too."""
        both = after if self.after is None else _Both(self.after, after)
        return replace(self, after=both, writes=self.writes if writes is None else (*self.writes, writes))


@dataclass(frozen=True)
class _Both:
    first: Callable[[pl.DataFrame], None]
    second: Callable[[pl.DataFrame], None]

    def __call__(self, found: pl.DataFrame) -> None:
        self.first(found)
        self.second(found)


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
    verbose: bool = False
    progress: bool | None = None
    """Whether to show how far it is; None: where a person watches."""
    options: dict[str, object] = field(default_factory=dict)
    hide: Hide | None = None

    def told(self, stage: str, after: Callable[[pl.DataFrame], None], writes: str | None = None) -> Job:
        """The same job, in which what stages of a name found goes to `after`, beside those told before."""
        steps = (one.told(after, writes) if one.stage.name == stage else one for one in self.steps)
        return replace(self, steps=tuple(steps))
