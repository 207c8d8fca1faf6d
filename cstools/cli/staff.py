"""cs-staff: contacts in, how many agents each interval needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cstools.cli.options import Common, Files, items, tool

if TYPE_CHECKING:
    from cstools.io.job import Job

Interval = Annotated[
    Literal["15", "30", "60"] | None, typer.Option("--interval", metavar="15|30|60", help="Minutes; default: 30.")
]
Level = Annotated[str, typer.Option("--sl", metavar="80/20", help="80 % answered within 20 seconds.")]
Occupancy = Annotated[str | None, typer.Option("--max-occupancy", metavar="P%", help="Agents no busier than this.")]
Shrinkage = Annotated[str, typer.Option("--shrinkage", metavar="P%", help="Paid time off the line: breaks, leave.")]
Concurrency = Annotated[int, typer.Option("--concurrency", metavar="N", min=1, max=50, help="Chats an agent has.")]
Patience = Annotated[
    str | None, typer.Option("--patience", metavar="SPAN", help="Who waits leaves after this on average: Erlang A.")
]
Aht = Annotated[str | None, typer.Option("--aht", metavar="SPAN", help="Handling time, in place of the records'.")]
By = Annotated[str, typer.Option("--by", metavar="FIELDS", help="A queue each; queue: calls and chats apart.")]
CalendarFile = Annotated[
    str | None, typer.Option("--calendar", metavar="FILE", help="Promotions: their days are not usual ones.")
]
Every = Annotated[bool, typer.Option("--all-days", help="Holidays and promotions are usual days too.")]
RosterFile = Annotated[
    str | None, typer.Option("--roster", metavar="FILE", help="Who is on duty: shifts, or people by days.")
]
Agents = Annotated[
    int | None, typer.Option("--agents", metavar="N", min=1, max=100_000, help="So many are on duty in every interval.")
]
PeriodOption = Annotated[
    Literal["week", "month", "quarter", "year"] | None,
    typer.Option(
        "--period", metavar="week|month|quarter|year", help="Look back: where the target was lost, by how many."
    ),
]
Forecast = Annotated[bool, typer.Option("--forecast", help="The weeks to come, day by day, not a usual week.")]
Weeks = Annotated[int | None, typer.Option("--weeks", metavar="N", min=1, max=26, help="To forecast; default: 2.")]
ShiftsFile = Annotated[
    str | None, typer.Option("--shifts", metavar="FILE", help="Shifts (TOML): how many people each takes.")
]


@tool("staff")
def main(
    files: Files,
    common: Common,
    interval: Interval = None,
    sl: Level = "80/20",
    max_occupancy: Occupancy = None,
    shrinkage: Shrinkage = "0%",
    concurrency: Concurrency = 1,
    patience: Patience = None,
    aht: Aht = None,
    by: By = "",
    calendar: CalendarFile = None,
    all_days: Every = False,
    roster: RosterFile = None,
    agents: Agents = None,
    period: PeriodOption = None,
    forecast: Forecast = False,
    weeks: Weeks = None,
    shifts: ShiftsFile = None,
) -> Job:
    """How many agents each interval of the week needs, by Erlang C or A, and what one more or one fewer would do."""
    from cstools.cli import staff_options as read
    from cstools.cli.figures import dated
    from cstools.cli.job import as_of, job, tongue
    from cstools.cli.notes import Told
    from cstools.kernels import staff

    read.together({"--roster": roster, "--agents": agents})
    read.together({"--period": period, "--forecast": forecast})
    read.together({"--period": period, "--shifts": shifts})
    ask = staff.Ask(
        by=items(by),
        minutes=int(interval or 30),
        target=read.target(sl, max_occupancy),
        shrinkage=read.share("--shrinkage", shrinkage, 0, 0.9, "30%"),
        concurrency=concurrency,
        patience=read.spell("--patience", patience, "2m"),
        aht=read.spell("--aht", aht, "5m"),
        calendar=dated(calendar, common.tz) if calendar else None,
        every=all_days,
        as_of=as_of(common),
        agents=agents,
        roster=read.rostered(roster, common) if roster else None,
        period=period,
        weeks=read.ahead(weeks, asked=forecast),
        shifts=read.shifted(shifts) if shifts else None,
    )
    made = job("staff", files, common, staff.made(ask), render=read.drawn(common, ask), kind="ticket")
    return made.told("staff", Told("cs-staff", tongue(common), common.quiet))
