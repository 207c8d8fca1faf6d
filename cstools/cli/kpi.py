"""cs-kpi: figures by period and group, each with its n, interval and rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cstools.cli.options import Common, Files, items, tool

if TYPE_CHECKING:
    import polars as pl

    from cstools.io.job import Job
    from cstools.model.kpis import Known

Metrics = Annotated[str, typer.Option("--metrics", metavar="LIST|all", help="Ids; all: what the fields allow.")]
By = Annotated[str, typer.Option("--by", metavar="FIELDS", help="Fields, hour, weekday; topic:2 cuts a path.")]
Period = Annotated[str, typer.Option("--period", metavar="P", help="day, week, month, quarter, year or all.")]
Rollup = Annotated[bool, typer.Option("--rollup", help="Add the totals over the groups, named all.")]
Compare = Annotated[str, typer.Option("--compare", metavar="prev,year", help="Set earlier periods beside each.")]
Targets = Annotated[str | None, typer.Option("--targets", metavar="FILE", help="Table of metric and target.")]
Basis = Annotated[str, typer.Option("--date-basis", metavar="B", help="Date records by created or resolved.")]
Listing = Annotated[bool, typer.Option("--list", help="Print the catalogue of metrics, read nothing.")]
HoursFile = Annotated[str | None, typer.Option("--hours", metavar="FILE", help="Count business hours only.")]
CalendarFile = Annotated[
    str | None, typer.Option("--calendar", metavar="FILE", help="Promotions: before/during/after.")
]
Exclude = Annotated[str | None, typer.Option("--exclude", metavar="FILE", help="Strike records, with who approved it.")]
Rank = Annotated[bool, typer.Option("--rank", help="Groups in order, and which cannot be told apart.")]
Mix = Annotated[str, typer.Option("--mix", metavar="FIELD", help="Split a change: structure and own effect.")]
Score = Annotated[str | None, typer.Option("--score", metavar="FILE", help="Score groups by bands; every step a row.")]
Reconcile = Annotated[
    str | None, typer.Option("--reconcile", metavar="STAT", help="The platform's own figures beside ours.")
]
Messages = Annotated[str | None, typer.Option("--messages", metavar="FILE", help="Chat lines: rounds of replies.")]
Orders = Annotated[str | None, typer.Option("--orders", metavar="FILE", help="Orders: sales, conversion, refunds.")]
Refunds = Annotated[str | None, typer.Option("--refunds", metavar="FILE", help="Refunds: their rates and durations.")]
Surveys = Annotated[str | None, typer.Option("--surveys", metavar="FILE", help="Surveys: ratings, NPS, resolution.")]
States = Annotated[str | None, typer.Option("--states", metavar="FILE", help="States of agents: occupancy.")]
Kind = Annotated[str | None, typer.Option("--kind", metavar="K", help="What the records are; default: told by fields.")]
Censored = Annotated[str, typer.Option("--censored", metavar="km", help="Durations with the open ones: Kaplan-Meier.")]
Rows = Annotated[str, typer.Option("--rows", metavar="METRIC", help="The records behind a figure, each with why.")]
Define = Annotated[str | None, typer.Option("--define", metavar="FILE", help="Metrics of your own, by SQL on rows.")]
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
    hours: HoursFile = None,
    calendar: CalendarFile = None,
    exclude: Exclude = None,
    rank: Rank = False,
    mix: Mix = "",
    score: Score = None,
    reconcile: Reconcile = None,
    messages: Messages = None,
    orders: Orders = None,
    refunds: Refunds = None,
    surveys: Surveys = None,
    states: States = None,
    kind: Kind = None,
    censored: Censored = "",
    rows: Rows = "",
    define: Define = None,
    listing: Listing = False,
) -> Job:
    """Figures by period and group; `--during` limits the figures, not what earlier periods are compared with."""
    from functools import partial

    from cstools.cli import figures
    from cstools.cli.job import as_of, job, printed, tongue
    from cstools.cli.options import for_people
    from cstools.kernels import kpi
    from cstools.kernels.expr.periods import bounds

    own = figures.defined(define) if define else {}
    if listing:
        printed(
            job("kpi", None, common, render=figures.listed(common) if for_people(common) else None),
            catalogue(tongue(common), own),
        )
        raise typer.Exit
    stage = kpi.stage(
        items(metrics),
        by=items(by),
        period=period,
        rollup=rollup,
        compare=items(compare),
        date_basis=date_basis,
        wide=wide,
        hours=figures.hours(hours) if hours else None,
        calendar=figures.dated(calendar, common.tz) if calendar else None,
        exclusions=figures.excluded(exclude, common.tz) if exclude else None,
        targets=figures.targeted(targets, common.tz, items(by)) if targets else None,
        rank=rank,
        mix=mix,
        score=figures.scored(score, own) if score else None,
        stat=figures.platform(reconcile, common.tz) if reconcile else None,
        kind=kind,
        beside=figures.beside(
            {"message": messages, "order": orders, "refund": refunds, "survey": surveys, "agent_state": states},
            common.tz,
            tongue(common),
        ),
        censored=censored,
        rows=rows,
        own=own,
        as_of=as_of(common),
        during=None if common.during is None else bounds(common.during),
        lang=tongue(common),
    )
    drawn = None
    if for_people(common) and not common.fields:
        drawn = figures.drawn(common, own, items(by), rows=rows, mix=mix, score=score, reconcile=reconcile)
    asked = job("kpi", files, replace(common, during=None), stage, render=drawn)
    return asked.told("kpi", partial(figures.said, tongue(common)))


def catalogue(lang: str, own: Known | None = None) -> pl.DataFrame:
    """The catalogue as records: metric, label, topic, unit, kind, better, of, needs, default, additive, rule."""
    import polars as pl

    from cstools.model.catalogue import CATALOGUE
    from cstools.model.catalogue.topics import topic_of
    from cstools.model.kpis import Metric, given_by

    rows = [
        {
            "metric": kpi.name,
            "label": Metric(kpi, kpi.param).label(lang),
            "topic": topic_of(kpi),
            "unit": kpi.unit,
            "kind": kpi.kind,
            "better": kpi.better,
            "of": kpi.of,
            "needs": ", ".join([*given_by(kpi), *kpi.needs]),
            "default": kpi.default,
            "additive": kpi.adds and kpi.kind != "quantile",
            "rule": Metric(kpi, kpi.param).rule(lang),
        }
        for kpi in (*CATALOGUE, *(own or {}).values())
    ]
    return pl.DataFrame(rows)
