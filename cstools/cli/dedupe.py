"""cs-dedupe: records that came twice are merged; requests made again are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cstools.cli.options import Common, Files, items, tool

if TYPE_CHECKING:
    from cstools.io.job import Job

Key = Annotated[str, typer.Option("--key", metavar="FIELDS", help="What names a record; default: its id.")]
Within = Annotated[str, typer.Option("--within", metavar="SPAN", help="How soon a repeat comes: 24h, 30m, 7d.")]
Similar = Annotated[float, typer.Option("--similar", metavar="S", help="How like a repeat's text is: 0..1.")]
Merge = Annotated[bool, typer.Option("--merge-repeats", help="Merge repeats into the first contact too.")]
EmitOption = Annotated[
    Literal["keep", "mark", "pairs"],
    typer.Option("--emit", metavar="keep|mark|pairs", help="Survivors, all rows marked, or the pairs."),
]
SurvivorOption = Annotated[
    Literal["newest", "oldest", "most-complete"],
    typer.Option("--survivor", metavar="RULE", help="newest, oldest or most-complete of a group stays."),
]


@tool("dedupe")
def main(
    files: Files,
    common: Common,
    key: Key = "",
    within: Within = "24h",
    similar: Similar = 0.9,
    merge_repeats: Merge = False,
    emit: EmitOption = "keep",
    survivor: SurvivorOption = "newest",
) -> Job:
    """Duplicates by key; repeats by customer, time and text."""
    from cstools.cli.job import job
    from cstools.kernels import dedupe

    return job("dedupe", files, common, dedupe.stage(items(key), within, similar, merge_repeats, emit, survivor))
