"""cs-ingest: any export in, canonical records out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cstools.cli.options import Common, Files, tool
from cstools.errors import Usage
from cstools.model.fields import KINDS, of

if TYPE_CHECKING:
    from cstools.io.runner import Job

DAYS = {"auto": None, "yes": True, "no": False}


@tool("ingest")
def main(
    files: Files,
    common: Common,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="Kind of record; default: by headings.")
    ] = None,
    map_: Annotated[
        list[str] | None, typer.Option("--map", metavar="HEADER=field", help="Read this heading as that field.")
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="field=value", help="Give every record this value.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="Encoding; default: recognised.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="Sheet of a workbook; default: first not empty.")
    ] = None,
    header_row: Annotated[
        int | None, typer.Option("--header-row", metavar="N", min=1, help="Line of the headings, from 1.")
    ] = None,
    day_first: Annotated[
        str, typer.Option("--day-first", metavar="auto|yes|no", help="Read 6/10/2025 as 6 October.")
    ] = "auto",
) -> Job:
    """Any export in, canonical records out."""
    from cstools.cli.job import job, source
    from cstools.kernels import ingest
    from cstools.kernels.expr.columns import near

    if kind is not None and kind not in KINDS:
        raise Usage("option.kind", kind=kind, known=", ".join(KINDS))
    if day_first not in DAYS:
        raise Usage("option.day_first")
    mapped = _pairs("map", map_)
    known = [name for one in ([kind] if kind else KINDS) for name in of(one)]
    for name in mapped.values():
        if name not in known:
            raise Usage("option.map_field", field=name, near=near(name, list(dict.fromkeys(known))))
    options = ingest.Options(
        kind=kind, mapped=mapped, given=_pairs("set", set_), tz=common.tz, day_first=DAYS[day_first]
    )
    reads = source("ingest", files, common, raw=True, encoding=encoding, sheet=sheet, header_row=header_row, kind=kind)
    return job("ingest", files, common, ingest.stage(options), reads=reads, raw=True)


def _pairs(option: str, texts: list[str] | None) -> dict[str, str]:
    """`left=right` texts as a mapping; Usage for one without `=`."""
    pairs = [text.rpartition("=") if option == "map" else text.partition("=") for text in texts or ()]
    for text, (left, sign, _) in zip(texts or (), pairs, strict=True):
        if not sign or not left:
            raise Usage(f"option.{option}", text=text)
    return {left: right for left, _, right in pairs}
