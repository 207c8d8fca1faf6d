"""Side records in a file: what was rejected, merged or dropped, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import itemgetter
from typing import BinaryIO

import polars as pl

from cstools.io.atomic import written
from cstools.io.writers.jsonl import as_jsonl
from cstools.kernels.stage import FIELD, FILE, INTERNAL, LEVEL, LINE, RULE, VALUE
from cstools.model.rules import Rule, sentence


@dataclass
class SideFile:
    """Takes side records; without a file it forgets them (they are counted elsewhere)."""

    stream: BinaryIO | None
    lang: str
    own: Mapping[str, Rule] = field(default_factory=dict)
    """The rules that a user wrote."""
    held: list[tuple[int, bytes]] = field(default_factory=list)
    """Line of the record, and the side record as JSON."""

    def write(self, side: pl.DataFrame, tool: str) -> None:
        """Take the side records of one stage of `tool`."""
        if self.stream is None or side.is_empty():
            return
        rules = side.get_column(RULE).unique().to_list()
        own = [name for name in side.columns if name not in INTERNAL]
        record = pl.when(pl.col(LEVEL) != "cell").then(pl.struct(own)) if own else pl.lit(None)
        made = side.select(
            pl.col(LEVEL).alias("level"),
            pl.lit(tool).alias("tool"),
            pl.col(FILE).alias("file"),
            pl.col(LINE).alias("line"),
            pl.col(FIELD).alias("field"),
            pl.col(VALUE).alias("value"),
            pl.col(RULE).alias("rule"),
            pl.col(RULE).replace_strict({rule: sentence(rule, self.lang, self.own) for rule in rules}).alias("reason"),
            record.alias("record"),
        )
        lines = made["line"].cast(pl.Int64).fill_null(0).to_list()
        self.held += zip(lines, as_jsonl(made).splitlines(keepends=True), strict=True)

    def settle(self) -> None:
        """Write what a chunk left, by line: where one chunk ends and the next begins then makes no difference."""
        self.held.sort(key=itemgetter(0))
        self.flush()

    def flush(self) -> None:
        """Write what is held as it came."""
        if self.stream is not None:
            self.stream.writelines(record for _, record in self.held)
        self.held.clear()


@contextmanager
def side_file(path: str | None, lang: str, own: Iterable[Rule] = ()) -> Iterator[SideFile]:
    """The side file at `path`, readable by its owner only, complete when the block ends. own: rules a user wrote."""
    if path is None:
        yield SideFile(None, lang)
        return
    with written(path, private=True) as stream:
        made = SideFile(stream, lang, {rule.id: rule for rule in own})
        yield made
        made.flush()
