"""cs-watch: contacts a day against what the days before let expect, and an alert where they surge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cstools.cli.options import Common, Files, items, tool

if TYPE_CHECKING:
    from cstools.io.job import Job

By = Annotated[str, typer.Option("--by", metavar="FIELDS", help="Watch each combination; default: single fields.")]
PeriodOption = Annotated[
    Literal["day", "week"], typer.Option("--period", metavar="day|week", help="What is judged; thin series by week.")
]
Alpha = Annotated[
    float, typer.Option("--alpha", metavar="A", help="Chance of a false alert on a day, over all series.")
]
CalendarFile = Annotated[
    str | None, typer.Option("--calendar", metavar="FILE", help="Promotions: their days raise no alert.")
]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Judge from here; default: 28 days.")]
Words = Annotated[bool, typer.Option("--words/--no-words", help="Words that rose in a surge; without: less memory.")]
For = Annotated[
    Literal["github", "wecom", "dingtalk", "feishu"] | None,
    typer.Option("--for", metavar="github|wecom|dingtalk|feishu", help="A message in this Markdown (-t md)."),
]


@tool("watch")
def main(
    files: Files,
    common: Common,
    by: By = "",
    period: PeriodOption = "day",
    alpha: Alpha = 0.01,
    calendar: CalendarFile = None,
    since: Since = None,
    words: Words = True,
    for_: For = None,
) -> Job:
    """Contacts against what the days before let expect; exit 4 on a surge on the day of --as-of, 1 without data."""
    from dataclasses import replace

    from cstools.cli import watch_options
    from cstools.cli.figures import dated
    from cstools.cli.job import as_of, job, tongue
    from cstools.kernels import watch
    from cstools.kernels.kpi.groups import parse

    ask = watch.Ask(
        by=parse(items(by)),
        period=period,
        alpha=alpha,
        calendar=dated(calendar, common.tz) if calendar else None,
        since=watch_options.day(since),
        as_of=as_of(common),
        words=words,
    )
    draw = watch_options.drawn(common, for_)
    asked = replace(common, to=None) if draw is not None else common
    made = job("watch", files, asked, watch.made(ask), render=draw)
    return made.told("watch", watch_options.Told(tongue(common), common.quiet))
