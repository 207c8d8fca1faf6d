"""cs-join: what a side table says of each record: person, team and shift of an account, a product's line, a shop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cstools.cli.options import Common, Files, tool
from cstools.errors import Usage

if TYPE_CHECKING:
    from cstools.io.job import Job

With = Annotated[str | None, typer.Option("--with", metavar="FILE", help="The table to look up, of any format.")]
On = Annotated[str | None, typer.Option("--on", metavar="FIELD[=HEADING],...", help="Fields by which it is looked up.")]
Valid = Annotated[
    str | None, typer.Option("--valid", metavar="FROM,TO", help="Columns of when a row holds; default: by heading.")
]
At = Annotated[
    str | None, typer.Option("--at", metavar="FIELD", help="Time to look up at; default: a record's main time.")
]
Add = Annotated[
    str | None, typer.Option("--add", metavar="FIELD[=HEADING],...", help="Columns to add; default: all the others.")
]
Replace = Annotated[bool, typer.Option("--replace", help="The table's value goes before the record's own.")]
First = Annotated[bool, typer.Option("--first", help="Of several rows for one key, take the first.")]
Unmatched = Annotated[str | None, typer.Option("--unmatched", metavar="FILE", help="Keep the keys without a match.")]


@tool("join")
def main(
    files: Files,
    common: Common,
    with_: With = None,
    on: On = None,
    valid: Valid = None,
    at: At = None,
    add: Add = None,
    replace: Replace = False,
    first: First = False,
    unmatched: Unmatched = None,
) -> Job:
    """Each record with the columns of a side table; neither the number nor the order of records changes."""
    from functools import partial

    from cstools.cli import lookup
    from cstools.cli.job import job, tongue
    from cstools.kernels import join

    if not with_ or not on:
        raise Usage("join.with")
    made = lookup.made(with_, lookup.Words(on, valid, at, add, first=first, replace=replace), common.tz, tongue(common))
    asked = job("join", files, common, join.stage(made))
    target = None if common.dry_run else unmatched
    return asked.told("join", partial(lookup.told, made, with_, tongue(common), target), writes=target)
