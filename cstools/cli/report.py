"""cs-report: the monthly review, from records to one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cstools.cli import report_options as own
from cstools.cli.options import Common, Files, tool

if TYPE_CHECKING:
    from cstools.io.job import Job


@tool("report")
def main(
    files: Files,
    common: Common,
    during: own.Month = None,
    to: own.Form = None,
    for_: own.For = None,
    orders: own.Orders = None,
    refunds: own.Refunds = None,
    messages: own.Messages = None,
    surveys: own.Surveys = None,
    targets: own.Targets = None,
    actions: own.ActionsFile = None,
    calendar: own.CalendarFile = None,
    exclude: own.Exclude = None,
    hours: own.HoursFile = None,
    reconcile: own.Stat = None,
    score: own.Score = None,
    roster: own.RosterFile = None,
    log: own.Log = None,
    quality: own.Quality = None,
    config: own.ConfigFile = None,
    audience: own.Audience = None,
    split: own.Split = None,
    from_model: own.FromModel = None,
    chart: own.ChartName = None,
    title: own.Title = "",
    logo: own.Logo = None,
    accent: own.Accent = None,
    template: own.TemplateDir = None,
    init: own.Init = False,
    check: own.Check = False,
) -> Job | None:
    """The review of one month; rows of other months feed comparisons."""
    from cstools.cli import report_begin, report_config, report_files, report_look, report_out
    from cstools.cli.job import job, tongue

    asked = report_files.Given(
        month=during, title=title, config=config, actions=actions, log=log, quality=quality, targets=targets,
        calendar=calendar, exclude=exclude, hours=hours, reconcile=reconcile, score=score, roster=roster,
        audience=audience,
        sides={"order": orders, "refund": refunds, "message": messages, "survey": surveys}, files=tuple(files or ()),
        split=split, logo=logo, accent=accent, template=template,
    )  # fmt: skip
    if init:
        report_begin.begin(asked, common, from_model)
        raise typer.Exit
    if from_model:
        report_files.alone(asked)
    asked, common = report_config.merged(asked, common)
    look = report_look.look(asked.logo, asked.accent, asked.template)
    if check:
        report_config.checked(asked, common)
        raise typer.Exit
    draw = report_out.renderer(common, to, for_=for_, chart=chart, look=look)
    if from_model:
        report_out.write(report_files.rendered(from_model, asked, tongue(common)), draw, common)
        raise typer.Exit
    made = report_files.built(asked, common)
    if split:
        return report_out.many(job("report", files, common, made.stage, render=str), made.parts, split, draw)
    return job("report", files, common, made.stage, render=lambda rows: draw(made.report(rows)))
