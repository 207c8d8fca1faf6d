"""The options of cs-report."""

from __future__ import annotations

from typing import Annotated, Any

import typer


def _option(*flags: str, metavar: str | None = None, help: str) -> Any:
    return typer.Option(*flags, metavar=metavar, help=help)


Month = Annotated[str | None, _option("--during", metavar="MONTH", help="Default: the last complete one.")]
Form = Annotated[
    str | None, _option("-t", "--to", "--format", metavar="html|md|xlsx|json|table", help="Default: by -o, else html.")
]
For = Annotated[
    str | None, _option("--for", metavar="wecom|dingtalk|feishu|github", help="Markdown as this one shows it.")
]
Orders = Annotated[str | None, _option("--orders", metavar="FILE", help="Orders: contacts per order, segments.")]
Refunds = Annotated[str | None, _option("--refunds", metavar="FILE", help="Refunds: their rates and durations.")]
Messages = Annotated[str | None, _option("--messages", metavar="FILE", help="Chat lines: rounds of replies.")]
Surveys = Annotated[str | None, _option("--surveys", metavar="FILE", help="Surveys: ratings, participation.")]
Targets = Annotated[str | None, _option("--targets", metavar="FILE", help="Table of metric and target.")]
ActionsFile = Annotated[str | None, _option("--actions", metavar="FILE", help="What was decided: its effect is told.")]
CalendarFile = Annotated[str | None, _option("--calendar", metavar="FILE", help="Promotions: their days are expected.")]
Exclude = Annotated[str | None, _option("--exclude", metavar="FILE", help="Strike records, with who approved it.")]
HoursFile = Annotated[str | None, _option("--hours", metavar="FILE", help="Business hours: durations count within.")]
Stat = Annotated[str | None, _option("--reconcile", metavar="STAT", help="The platform's own figures beside ours.")]
RosterFile = Annotated[str | None, _option("--roster", metavar="FILE", help="Roster: where heads are short.")]
Score = Annotated[str | None, _option("--score", metavar="FILE", help="Scorecard, shown on an agent's page.")]
Log = Annotated[str | None, _option("--log", metavar="FILE", help="Show what the tools before have logged here.")]
Quality = Annotated[str | None, _option("--quality", metavar="FILE", help="Show what cs-clean --quality found.")]
ConfigFile = Annotated[str | None, _option("--config", metavar="FILE", help="Settings, own sections: report.toml.")]
Audience = Annotated[
    str | None, _option("--audience", metavar="director|lead|agent", help="One page; a team; one person.")
]
Split = Annotated[str | None, _option("--split", metavar="FIELD", help="One file for each team or agent.")]
FromModel = Annotated[str | None, _option("--from-model", metavar="FILE", help="Render a report written as json.")]
ChartName = Annotated[str | None, _option("--chart", metavar="NAME", help="One chart as PNG: -o x.png.")]
Title = Annotated[str, _option("--title", metavar="TEXT", help="Heading of the report; default by the month.")]
Logo = Annotated[str | None, _option("--logo", metavar="FILE", help="Picture beside the heading, kept in the page.")]
Accent = Annotated[str | None, _option("--accent", metavar="#RRGGBB", help="Colour of headings and charts.")]
TemplateDir = Annotated[str | None, _option("--template", metavar="DIR", help="Templates in place of ours.")]
Init = Annotated[bool, typer.Option("--init", help="Write report.toml and actions.toml to begin with.")]
Check = Annotated[bool, typer.Option("--check", help="Check the settings and actions, make no report.")]
