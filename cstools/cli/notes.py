"""What a stage found to say, said on standard error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from cstools.cli.boundary import complain
from cstools.kernels.expr.notes import WORD, read
from cstools.model.messages import listed, say


def sentence(key: str, lang: str, blanks: Mapping[str, object]) -> str:
    """A note in words, blanks that are sentences themselves in words too.

    >>> sentence("rfm.idle", "en", {"option": {WORD: "rfm.period_month"}, "other": "--clv"})
    'month is of no use without --clv'
    """
    return say(key, lang, **{name: _filled(blank, lang, blanks) for name, blank in blanks.items()})


def _filled(blank: object, lang: str, blanks: Mapping[str, object]) -> object:
    if not isinstance(blank, dict):
        return blank
    keys = blank[WORD]
    return say(keys, lang, **blanks) if isinstance(keys, str) else listed((say(one, lang) for one in keys), lang)


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
