"""cs-dedupe: records that came twice are merged; requests made again are marked; people are found by several fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cstools.cli.options import Common, Files, items, tool

if TYPE_CHECKING:
    from cstools.io.job import Job

Key = Annotated[str, typer.Option("--key", metavar="FIELDS", help="What names a record; default: its id.")]
Within = Annotated[str, typer.Option("--within", metavar="SPAN", help="How soon a repeat comes: 24h, 30m, 7d.")]
Similar = Annotated[float, typer.Option("--similar", metavar="S", help="How like a repeat's text is: 0..1.")]
Repeats = Annotated[bool, typer.Option("--merge-repeats", help="Merge repeats into the first contact too.")]
EmitOption = Annotated[
    Literal["keep", "mark", "pairs"],
    typer.Option("--emit", metavar="keep|mark|pairs", help="Survivors, all rows marked, or the pairs."),
]
SurvivorOption = Annotated[
    Literal["newest", "oldest", "most-complete", "merge"],
    typer.Option("--survivor", metavar="RULE", help="newest, oldest, most-complete, or merge: one made of all."),
]
Merge = Annotated[
    list[str] | None,
    typer.Option("--merge", metavar="FIELD=RULE", help="With --survivor merge: sum, union, min, max, longest, oldest."),
]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="FIELD:KIND,...", help="The same entity by these fields: name, phone, address, ..."),
]
Threshold = Annotated[
    float | None, typer.Option("--threshold", metavar="P", help="Least probability of a link; default 0.5.")
]
Against = Annotated[
    list[str] | None, typer.Option("--against", metavar="FILE", help="Find each record's partner in this file.")
]
Assign = Annotated[
    str | None, typer.Option("--assign", metavar="FIELD", help="One value of FIELD for each entity, over all files.")
]
Known = Annotated[
    str | None, typer.Option("--pairs-known", metavar="FILE", help="Pairs of ids known to be one, to learn from.")
]
MaxBlock = Annotated[
    int | None, typer.Option("--max-block", metavar="N", help="Records compared all with all; default 1000.")
]
MaxCluster = Annotated[
    int | None, typer.Option("--max-cluster", metavar="N", help="Records of one entity at most; default 1000.")
]
Why = Annotated[str | None, typer.Option("--why", metavar="ID[,ID]", help="Why a record, or two, were joined or not.")]


@tool("dedupe")
def main(
    files: Files,
    common: Common,
    key: Key = "",
    within: Within = "24h",
    similar: Similar = 0.9,
    merge_repeats: Repeats = False,
    emit: EmitOption = "keep",
    survivor: SurvivorOption = "newest",
    merge: Merge = None,
    on: On = None,
    threshold: Threshold = None,
    against: Against = None,
    assign: Assign = None,
    pairs_known: Known = None,
    max_block: MaxBlock = None,
    max_cluster: MaxCluster = None,
    why: Why = None,
) -> Job:
    """Duplicates by key or by several fields; repeats by customer, time and text."""
    from dataclasses import replace

    from cstools.cli.job import job, tongue
    from cstools.kernels import dedupe
    from cstools.kernels.dedupe.merge import parse

    link = None
    asked = (on, threshold, max_block, max_cluster, tuple(against or ()), assign, pairs_known, why)
    if any(value not in (None, ()) for value in asked):
        from cstools.cli import linking

        words = linking.Words(*asked)
        linking.alone(emit, survivor, words, repeats=merge_repeats)
        link = linking.link(words, key, common.tz, tongue(common))
    stage = dedupe.stage(items(key), within, similar, merge_repeats, emit, survivor, link, parse(merge or []))
    made = job("dedupe", files, common, stage)
    # Any table can be linked: its columns need not be fields.
    return made if link is None else replace(made, source=replace(made.source, canonical=False))
