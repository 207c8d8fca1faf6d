"""What --fold, --gap and --unfold of cs-ingest ask for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from cstools.errors import Usage
from cstools.model.messages import say

if TYPE_CHECKING:
    import polars as pl

    from cstools.io.job import Job
    from cstools.kernels.stage import Stage

READS = {"messages": "message", "events": "ticket"}
"""What can be folded, and the kind of record it is read from."""
GAP = "30m"
"""A session ends after so long without a word, as chat systems close them."""
LISTED = 5
"""Automatic replies that are told by their text, the most frequent first."""
SHOWN = 40
"""Characters of a text that are told."""


@dataclass(frozen=True)
class Folding:
    """The options, as given. Usage for what does not fit together."""

    fold: str | None = None
    gap: str | None = None
    unfold: str | None = None

    def __post_init__(self) -> None:
        if self.fold is not None and self.fold not in READS:
            raise Usage("fold.what", what=self.fold)
        if self.gap is not None and self.fold != "messages":
            raise Usage("fold.gap")
        if self.unfold is not None and self.fold == "events":
            raise Usage("fold.unfold")

    def kind(self, given: str | None) -> str | None:
        """The kind the export is read as: `--kind`, else what is folded; a transcript may stand in any kind."""
        wanted = None if self.unfold or self.fold is None else READS[self.fold]
        if given is not None and wanted not in (None, given):
            raise Usage("fold.kind", what=self.fold, kind=wanted, given=given)
        return given or wanted

    def stages(self, tz: str) -> tuple[Stage, ...]:
        """The stages after that of cs-ingest, none where nothing is folded."""
        if not (self.fold or self.unfold):
            return ()
        from cstools.kernels.expr.span import seconds
        from cstools.kernels.fold import events, messages, unfold

        made = [unfold.stage(self.unfold, tz)] if self.unfold else []
        if self.fold == "messages":
            made.append(messages.stage(seconds(self.gap or GAP), tz))
        elif self.fold == "events":
            made.append(events.stage())
        return tuple(made)

    def told(self, job: Job) -> Job:
        """The job, which tells at its end what it took for automatic replies."""
        if self.fold != "messages":
            return job
        return job.told("fold", partial(_told, job.sink.lang))


def _told(lang: str, found: pl.DataFrame) -> None:
    from cstools.cli.boundary import complain

    rows = sorted(found.rows(named=True), key=lambda row: (-row["n"], row["text"]))
    for row in rows[:LISTED]:
        text = " ".join(row["text"].split())
        text = text if len(text) <= SHOWN else text[:SHOWN] + "…"
        complain(
            "cs-ingest", say("fold.automatic", lang, text=text, n=f"{row['n']:,}", sessions=f"{row['sessions']:,}")
        )
    if rest := rows[LISTED:]:
        times = sum(row["n"] for row in rest)
        complain("cs-ingest", say("fold.automatic_more", lang, texts=f"{len(rest):,}", n=f"{times:,}"))
