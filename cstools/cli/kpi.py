"""cs-kpi: figures by period and group, each with its n, interval and rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cstools.cli.options import Common, Files, items, tool

if TYPE_CHECKING:
    import polars as pl

    from cstools.io.job import Job

Metrics = Annotated[str, typer.Option("--metrics", metavar="LIST|all", help="Ids; all: what the fields allow.")]
By = Annotated[str, typer.Option("--by", metavar="FIELDS", help="Fields, hour, weekday; topic:2 cuts a path.")]
Period = Annotated[str, typer.Option("--period", metavar="P", help="day, week, month, quarter, year or all.")]
Rollup = Annotated[bool, typer.Option("--rollup", help="Add the totals over the groups, named all.")]
Compare = Annotated[str, typer.Option("--compare", metavar="prev,year", help="Set earlier periods beside each.")]
Targets = Annotated[str | None, typer.Option("--targets", metavar="FILE", help="Table of metric and target.")]
Basis = Annotated[str, typer.Option("--date-basis", metavar="B", help="Date records by created or resolved.")]
Listing = Annotated[bool, typer.Option("--list", help="Print the catalogue of metrics, read nothing.")]
Wide = Annotated[bool, typer.Option("--wide", help="A column a metric, values only.")]


@tool("kpi")
def main(
    files: Files,
    common: Common,
    metrics: Metrics = "",
    by: By = "",
    period: Period = "all",
    rollup: Rollup = False,
    compare: Compare = "",
    targets: Targets = None,
    date_basis: Basis = "created",
    wide: Wide = False,
    listing: Listing = False,
) -> Job:
    """Figures by period and group; `--during` limits the figures, not what earlier periods are compared with."""
    from cstools.cli.job import as_of, job, printed, tongue
    from cstools.io.read import read_table
    from cstools.kernels import kpi
    from cstools.kernels.expr.periods import bounds

    if listing:
        printed(job("kpi", None, common), catalogue(tongue(common)))
        raise typer.Exit
    stage = kpi.stage(
        items(metrics),
        by=items(by),
        period=period,
        rollup=rollup,
        compare=items(compare),
        targets=read_table(targets) if targets else None,
        date_basis=date_basis,
        wide=wide,
        as_of=as_of(common),
        during=None if common.during is None else bounds(common.during),
        lang=tongue(common),
    )
    return job("kpi", files, replace(common, during=None), stage)


def catalogue(lang: str) -> pl.DataFrame:
    """The catalogue as records: metric, label, unit, kind, better, needs, default, rule."""
    import polars as pl

    from cstools.model.kpis import CATALOGUE, parse

    rows = [
        {
            "metric": kpi.name,
            "label": replace(parse(kpi.id)[0], stat="").label(lang),
            "unit": kpi.unit,
            "kind": kpi.kind,
            "better": kpi.better,
            "needs": ", ".join(kpi.needs),
            "default": kpi.default,
            "rule": parse(kpi.id)[0].rule(lang),
        }
        for kpi in CATALOGUE
    ]
    return pl.DataFrame(rows)
