"""cs-rfm: orders in, one row a customer out, with scores and a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cstools.cli.options import Common, Files, tool

if TYPE_CHECKING:
    from cstools.io.job import Job

CutOption = Annotated[
    Literal["quantile", "mean", "median"],
    typer.Option("--cut", metavar="quantile|mean|median", help="Where high begins."),
]
Bins = Annotated[int, typer.Option("--bins", metavar="N", min=2, max=100, help="Scores by quantile, 1 to N.")]
TieOption = Annotated[
    Literal["min", "max", "average"],
    typer.Option("--tie", metavar="min|max|average", help="The place equal values share, by quantile."),
]
SchemeOption = Annotated[
    Literal["cn8", "grid10"],
    typer.Option("--scheme", metavar="cn8|grid10", help="Eight segments by R, F, M or ten by R, F."),
]
MonetaryOption = Annotated[
    Literal["net", "gross"],
    typer.Option("--monetary", metavar="net|gross", help="Money with refunds taken off, or before."),
]
Summary = Annotated[bool, typer.Option("--summary", help="A row a segment, with its cut-offs.")]
Join = Annotated[str | None, typer.Option("--join", metavar="TICKETS", help="Write these tickets with segment added.")]


@tool("rfm")
def main(
    files: Files,
    common: Common,
    cut: CutOption = "quantile",
    bins: Bins = 5,
    tie: TieOption = "min",
    scheme: SchemeOption = "cn8",
    monetary: MonetaryOption = "net",
    summary: Summary = False,
    join: Join = None,
) -> Job:
    """Customers by how recently, how often and how much they bought; equal customers score alike."""
    from cstools.cli.job import as_of, job
    from cstools.io.read import read_table
    from cstools.kernels import rfm

    tickets = read_table(join, "ticket", common.tz) if join else None
    stage = rfm.stage(cut, bins, tie, scheme, monetary, summary, tickets, as_of(common))
    return job("rfm", files, common, stage, kind="order")
