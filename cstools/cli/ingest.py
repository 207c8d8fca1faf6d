"""cs-ingest: any export in, canonical records out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cstools.cli.options import Common, Files, tool

if TYPE_CHECKING:
    from cstools.io.job import Job

Texts = list[str] | None
Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Kind of record; default: by headings.")]
Source_ = Annotated[
    str | None, typer.Option("--source", metavar="NAME|FILE", help="Preset of headings; default: recognised.")
]
Map = Annotated[Texts, typer.Option("--map", metavar="HEADER=field", help="Read this heading as that field.")]
MapFile = Annotated[str | None, typer.Option("--map-file", metavar="FILE", help="Table of heading and field.")]
Derive = Annotated[Texts, typer.Option("--derive", metavar="field=SQL", help="Compute this field row by row.")]
Set = Annotated[Texts, typer.Option("--set", metavar="field=value", help="Give every record this value.")]
FromPath = Annotated[
    str | None, typer.Option("--from-path", metavar="PATTERN", help="Fields in file names: '{shop}_{month}.csv'.")
]
Encoding = Annotated[str | None, typer.Option("--encoding", metavar="NAME", help="Encoding; default: recognised.")]
Sheet = Annotated[
    str | None, typer.Option("--sheet", metavar="NAME", help="Sheet of a workbook; default: first not empty.")
]
HeaderRow = Annotated[
    int | None, typer.Option("--header-row", metavar="N", min=1, help="Line of the headings; default: recognised.")
]
DayFirst = Annotated[str, typer.Option("--day-first", metavar="auto|yes|no", help="Read 6/10/2025 as 6 October.")]
TzIn = Annotated[str | None, typer.Option("--tz-in", metavar="ZONE", help="Zone of times that say none.")]
Fold = Annotated[
    str | None, typer.Option("--fold", metavar="messages|events", help="One ticket a chat session, or a history.")
]
Gap = Annotated[str | None, typer.Option("--gap", metavar="SPAN", help="Silence that ends a session; default: 30m.")]
Unfold = Annotated[
    str | None, typer.Option("--unfold", metavar="FIELD", help="Take the transcript in this field apart.")
]
Check = Annotated[bool, typer.Option("--check", help="Exit 4 if a field the kind requires has no heading.")]
Explain = Annotated[bool, typer.Option("--explain", help="Show how each file would be read, write no records.")]
Listing = Annotated[bool, typer.Option("--list-sources", help="Print the presets, read nothing.")]


@tool("ingest")
def main(
    files: Files,
    common: Common,
    kind: Kind = None,
    source: Source_ = None,
    map_: Map = None,
    map_file: MapFile = None,
    derive: Derive = None,
    set_: Set = None,
    from_path: FromPath = None,
    encoding: Encoding = None,
    sheet: Sheet = None,
    header_row: HeaderRow = None,
    day_first: DayFirst = "auto",
    tz_in: TzIn = None,
    fold: Fold = None,
    gap: Gap = None,
    unfold: Unfold = None,
    check: Check = False,
    explain: Explain = False,
    list_sources: Listing = False,
) -> Job:
    """Any export in, canonical records out."""
    from cstools.cli import job as jobs
    from cstools.cli.folding import Folding
    from cstools.cli.ingest_options import Given, catalogue, many, telling
    from cstools.kernels import ingest

    if list_sources:
        jobs.printed(jobs.job("ingest", ["-"], common), catalogue(jobs.tongue(common)))
        raise typer.Exit
    folding = Folding(fold, gap, unfold)
    given = Given(
        kind=folding.kind(kind),
        source=source,
        map_=map_ or (),
        map_file=map_file,
        set_=set_ or (),
        derive=derive or (),
        from_path=from_path,
        day_first=day_first,
        tz=common.tz,
        tz_in=jobs.zone(tz_in) if tz_in else None,
        check=check and not explain,
    )
    preset = given.preset()
    reads = jobs.source(
        "ingest",
        files,
        common,
        raw=True,
        encoding=encoding,
        sheet=sheet or (preset.sheet if preset else None),
        header_row=header_row or (preset.header_row if preset else None),
        kind=given.kind or (preset.kind if preset else None) or None,
    )
    reads = replace(reads, find=ingest.find, logs=unfold is not None)
    options = given.options(preset)
    if explain:
        from cstools.cli.explain import show

        show(jobs.job("ingest", files, common, reads=reads), options, check=check)
        raise typer.Exit
    ids = ingest.Ids() if many(reads.files) else None
    stages = [ingest.stage(options), *([ingest.across(ids)] if ids else []), *folding.stages(common.tz)]
    made = jobs.job("ingest", files, common, *stages, reads=reads, raw=True)
    return folding.told(telling(made, given.mapped, ids))
