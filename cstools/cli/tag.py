"""cs-tag: every text of a customer named, with severity, red line and feeling; models and words from texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cstools.cli.options import Common, Files, tool

if TYPE_CHECKING:
    from cstools.io.job import Job

Taxonomy = Annotated[
    str | None, typer.Option("--taxonomy", metavar="FILE|qa", help="Your own taxonomy (TOML); qa judges agents.")
]
Field = Annotated[str, typer.Option("--field", metavar="FIELD", help="The field that holds the text.")]
FillCategory = Annotated[bool, typer.Option("--fill-category", help="Where category is null, write the topic there.")]
Sentiment = Annotated[bool, typer.Option("--sentiment/--no-sentiment", help="Score the feeling, -1 to 1.")]
Explain = Annotated[bool, typer.Option("--explain", help="Add tag_words: what names each path, and where.")]
Coverage = Annotated[bool, typer.Option("--coverage", help="A row a topic in place of the records.")]
CheckTaxonomy = Annotated[
    str | None, typer.Option("--check-taxonomy", metavar="FILE", help="Check a taxonomy, read nothing else.")
]
Train = Annotated[str | None, typer.Option("--train", metavar="FIELD", help="Learn the labels in FIELD; a report.")]
Labels = Annotated[
    str, typer.Option("--labels", metavar="auto|one|several", help="Whether labels of --train hold together.")
]
FromRating = Annotated[
    bool, typer.Option("--train-from-rating", help="Learn the feeling: 4 and 5 are good, 1 and 2 bad.")
]
Save = Annotated[str | None, typer.Option("--save", metavar="FILE", help="Keep what was learned.")]
Models = Annotated[
    list[str] | None, typer.Option("--model", metavar="FILE", help="Label with a model; writes its field and FIELD_p.")
]
Confidence = Annotated[
    float | None, typer.Option("--min-confidence", metavar="P", help="With --model: no label less sure than this.")
]
Adapt = Annotated[bool, typer.Option("--adapt", help="Learn the feeling from these texts, without labels.")]
Eval = Annotated[str | None, typer.Option("--eval", metavar="FIELD", help="Precision and recall against FIELD.")]
EvalMap = Annotated[
    str | None, typer.Option("--eval-map", metavar="FILE", help="Which paths a label of --eval means: label, path.")
]
Keywords = Annotated[int | None, typer.Option("--keywords", metavar="N", help="Add keywords: N words that tell most.")]
Rising = Annotated[
    str | None, typer.Option("--rising", metavar="PERIOD", help="Words of the last day, week, month that rose.")
]
NewWords = Annotated[bool, typer.Option("--new-words", help="Words no dictionary knows, for --user-dict.")]
Topics = Annotated[int | None, typer.Option("--topics", metavar="K", help="K groups of texts, without a taxonomy.")]
Keep = Annotated[bool, typer.Option("--keep", help="With --topics: the records, each with its cluster.")]
UserDict = Annotated[str | None, typer.Option("--user-dict", metavar="FILE", help="Words of your own, one a line.")]


@tool("tag")
def main(
    files: Files,
    common: Common,
    taxonomy: Taxonomy = None,
    field: Field = "text",
    fill_category: FillCategory = False,
    sentiment: Sentiment = True,
    explain: Explain = False,
    coverage: Coverage = False,
    check_taxonomy: CheckTaxonomy = None,
    train: Train = None,
    labels: Labels = "auto",
    train_from_rating: FromRating = False,
    save: Save = None,
    model: Models = None,
    min_confidence: Confidence = None,
    adapt: Adapt = False,
    eval: Eval = None,
    eval_map: EvalMap = None,
    keywords: Keywords = None,
    rising: Rising = None,
    new_words: NewWords = False,
    topics: Topics = None,
    keep: Keep = False,
    user_dict: UserDict = None,
) -> Job:
    """Topics, tags, severity and sentiment by the shipped taxonomy or your own; models and words from texts."""
    from cstools.cli import tagging

    if check_taxonomy is not None:
        tagging.check(check_taxonomy, common)
    return tagging.made(
        tagging.Words(
            taxonomy=taxonomy,
            field=field,
            fill_category=fill_category,
            sentiment=sentiment,
            explain=explain,
            coverage=coverage,
            train=train,
            labels=labels,
            from_rating=train_from_rating,
            save=save,
            models=tuple(model or ()),
            confidence=min_confidence,
            adapt=adapt,
            eval=eval,
            eval_map=eval_map,
            keywords=keywords,
            rising=rising,
            new_words=new_words,
            topics=topics,
            keep=keep,
            user_dict=user_dict,
        ),
        files,
        common,
    )
