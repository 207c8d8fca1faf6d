"""cs-tag: every text of a customer named, with severity, red line and feeling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cstools.cli.options import Common, Files, tool

if TYPE_CHECKING:
    from cstools.io.job import Job

TaxonomyOption = Annotated[str | None, typer.Option("--taxonomy", metavar="FILE", help="Your own taxonomy (TOML).")]
FieldOption = Annotated[str, typer.Option("--field", metavar="FIELD", help="The field that holds the text.")]
FillCategory = Annotated[bool, typer.Option("--fill-category", help="Where category is null, write the topic there.")]
Sentiment = Annotated[bool, typer.Option("--sentiment/--no-sentiment", help="Score the feeling, -1 to 1.")]
Explain = Annotated[bool, typer.Option("--explain", help="Add tag_words: the words found and what they name.")]
Coverage = Annotated[bool, typer.Option("--coverage", help="A row a topic in place of the records.")]
CheckTaxonomy = Annotated[
    str | None, typer.Option("--check-taxonomy", metavar="FILE", help="Check a taxonomy, read nothing else.")
]


@tool("tag")
def main(
    files: Files,
    common: Common,
    taxonomy: TaxonomyOption = None,
    field: FieldOption = "text",
    fill_category: FillCategory = False,
    sentiment: Sentiment = True,
    explain: Explain = False,
    coverage: Coverage = False,
    check_taxonomy: CheckTaxonomy = None,
) -> Job:
    """Topics, tags, severity and sentiment by the shipped taxonomy or your own."""
    from cstools.cli.job import job, tongue
    from cstools.model.messages import say
    from cstools.model.taxonomy import load

    if check_taxonomy is not None:
        leaves = load(check_taxonomy).leaves
        typer.echo(say("taxonomy.good", tongue(common), path=check_taxonomy, n=len(leaves)))
        raise typer.Exit
    from cstools.kernels import tag
    from cstools.kernels.tag import coverage as table

    stage = tag.stage(load(taxonomy), field, fill_category, sentiment and not coverage, explain)
    return job("tag", files, common, stage, *([table.stage(field)] if coverage else []))
