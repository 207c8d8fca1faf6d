"""cs-watch: from the words of the command line to what is drawn, and what a run ends with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

import polars as pl

from cstools.cli.boundary import complain
from cstools.cli.job import Render, paged, tongue
from cstools.cli.options import Common, for_people, form
from cstools.errors import Alert, Failure, Usage
from cstools.kernels.expr.notes import read
from cstools.kernels.watch.notes import ALERT, STALE
from cstools.model.messages import say


def day(text: str | None) -> date | None:
    """A date. Raises Usage("watch.date") for what is none."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise Usage("watch.date", text=text) from None


def drawn(common: Common, dialect: str | None) -> Render | None:
    """What draws the rows for people: a page on a terminal, a message as Markdown; None for records.

    Raises Usage("watch.for") for a dialect of another format.
    """
    asked = form(common.to, common.output)
    if asked == "md" or (dialect is not None and asked is None):
        from cstools.view.watch_message import message

        return partial(message, lang=tongue(common), dialect=dialect or "github")
    if dialect is not None:
        raise Usage("watch.for", format=asked)
    if for_people(common) and not common.fields:
        from cstools.view import watch

        return paged(common, watch.draw, watch.NEEDS)
    return None


@dataclass(frozen=True)
class Told:
    """Takes the notes of a run: says them, unless it is to be quiet, and ends it with the code of an alert."""

    lang: str
    quiet: bool

    def __call__(self, found: pl.DataFrame) -> None:
        """Say the notes; raise Failure for stale data, Alert for a surge on the last day."""
        ends = (ALERT, STALE)
        said = read(found)
        for key, blanks in said:
            if key not in ends and not self.quiet:
                complain("cs-watch", say(key, self.lang, **blanks))
        for key, blanks in said:
            if key == STALE:
                raise Failure(key, **blanks)
            if key == ALERT:
                raise Alert(**blanks)  # type: ignore[arg-type]
