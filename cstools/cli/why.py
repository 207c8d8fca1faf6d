"""cs-why: tickets in, what goes with an outcome out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cstools.cli.options import Common, Files, tool

if TYPE_CHECKING:
    from cstools.io.job import Job

Outcome = Annotated[
    str,
    typer.Option("--outcome", metavar="SQL", help="A condition on a record; default: rated 2 or less of 5."),
]
Factors = Annotated[
    str,
    typer.Option("--factors", metavar="LIST", help="FIELD, FIELD:60/300 (cuts), FIELD:q4, topic:1, a condition."),
]
Top = Annotated[int, typer.Option("--top", metavar="N", min=1, max=200, help="Levels of one factor at most.")]
Exact = Annotated[bool, typer.Option("--exact", help="Fisher's exact test for every level.")]
Spearman = Annotated[bool, typer.Option("--spearman", help="Numbers against the rating, by rank.")]
Score = Annotated[bool, typer.Option("--score", help="Write the records with p_outcome, judged on later ones.")]
Funnel = Annotated[bool, typer.Option("--funnel", help="Contacts, replied to, resolved, rated: how many come how far.")]
By = Annotated[str, typer.Option("--by", metavar="FIELD", help="Split --funnel by a field; topic:1 cuts a path.")]
Matured = Annotated[str, typer.Option("--matured", metavar="SPAN", help="Contacts of --funnel are at least so old.")]
Cases = Annotated[
    int | None, typer.Option("--cases", metavar="N", min=1, help="N tickets each: worst, best, typical; masked.")
]


@tool("why")
def main(
    files: Files,
    common: Common,
    outcome: Outcome = "",
    factors: Factors = "",
    top: Top = 12,
    exact: Exact = False,
    spearman: Spearman = False,
    score: Score = False,
    funnel: Funnel = False,
    by: By = "",
    matured: Matured = "3d",
    cases: Cases = None,
) -> Job:
    """What goes with bad ratings: each factor by itself, and all of them together. Association, not cause."""
    from cstools.cli import why_options
    from cstools.cli.job import as_of, job, tongue
    from cstools.cli.notes import Told
    from cstools.kernels import why

    tables = {"--spearman": spearman, "--score": score, "--funnel": funnel, "--cases": cases is not None}
    asked = why_options.Words(outcome, factors, top, exact, by, matured, cases, tables)
    ask = why_options.ask(asked, as_of(common))
    made = job("why", files, common, why.made(ask), kind="ticket", render=why_options.drawn(common, ask))
    return made.told("why", Told("cs-why", tongue(common), common.quiet))
