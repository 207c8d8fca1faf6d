"""What a stage found to say, said on standard error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from cstools.cli.boundary import complain
from cstools.kernels.expr.notes import WORD, read
from cstools.model.messages import say


def sentence(key: str, lang: str, blanks: Mapping[str, object]) -> str:
    """A note in words, blanks that are sentences themselves in words too.

    >>> sentence("rfm.idle", "en", {"option": {WORD: "rfm.period_month"}, "other": "--clv"})
    'month is of no use without --clv'
    """
    words = {
        name: say(blank[WORD], lang, **blanks) if isinstance(blank, dict) else blank for name, blank in blanks.items()
    }
    return say(key, lang, **words)


@dataclass(frozen=True)
class Told:
    """Takes the notes of a run and says them in order, unless it is to be quiet."""

    script: str
    lang: str
    quiet: bool

    def __call__(self, found: pl.DataFrame) -> None:
        """Say the notes."""
        for key, blanks in () if self.quiet else read(found):
            complain(self.script, sentence(key, self.lang, blanks))
