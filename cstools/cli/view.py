"""cs-view: records looked at in a terminal."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cstools.cli.options import Common, for_people, styled, tool, width
from cstools.errors import Usage

if TYPE_CHECKING:
    import polars as pl

    from cstools.io.job import Job
    from cstools.view.view import Screen

HEAD = "head"
VERBS = {HEAD: "", "describe": "", "freq": "field", "hist": "field", "line": "field", "customer": "customer"}
"""Verb -> what the word after it is: nothing, a field, or a customer's id."""
ROWS = 40
"""Rows shown where --limit says nothing."""
EXAMPLES = {"field": "channel", "customer": "U100000"}

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[VERB] FILE", help="head, describe, freq FIELD, hist FIELD, line FIELD, customer ID."),
]
Ascii = Annotated[bool, typer.Option("--ascii", help="Draw with plain ASCII.")]


@tool("view")
def main(words: Words, common: Common, ascii_only: Ascii = False) -> Job:
    """Look at records: rows, fields, the values of a field, its spread and course, one person's contacts."""
    from cstools.cli.job import job, tongue

    lang = tongue(common)
    verb, operand, files = parsed(words or [], lang)
    stages = []
    if verb != HEAD:
        from cstools.kernels.view import stage

        stages.append(stage(verb, operand, lang=lang))
    if not for_people(common):
        if verb == HEAD and common.limit is None:
            common = replace(common, limit=ROWS)
        return job("view", files, common, *stages, to="tsv")
    # The sink's own table holds the first records only; it also takes columns chosen by --fields.
    if common.fields or (verb == HEAD and common.limit is None and not ascii_only):
        return job("view", files, common, *stages)
    return job("view", files, common, *stages, render=partial(shown, verb, operand, screen(common, lang, ascii_only)))


def parsed(words: list[str], lang: str = "zh") -> tuple[str, str, list[str]]:
    """The verb, its word and the files. A first word that is no verb is a file: head is meant.

    >>> parsed(["freq", "channel", "a.jsonl", "-"]), parsed(["./head"]), parsed([])
    (('freq', 'channel', ['a.jsonl', '-']), ('head', '', ['./head']), ('head', '', []))
    """
    if not words or words[0] not in VERBS:
        return HEAD, "", words
    verb, *rest = words
    what = VERBS[verb]
    if not what:
        return verb, "", rest
    if not rest:
        from cstools.model.messages import say

        raise Usage("view.operand", verb=verb, what=say(f"view.what.{what}", lang), example=EXAMPLES[what])
    return verb, rest[0], rest[1:]


def screen(common: Common, lang: str, ascii_only: bool) -> Screen:
    """This terminal: its width, and whether it may show bold and faint (NO_COLOR)."""
    from cstools.view.view import Screen

    return Screen(lang, width(), common.limit or ROWS, ascii_only, styled())


def shown(verb: str, operand: str, where: Screen, frame: pl.DataFrame) -> str:
    """The picture of a verb."""
    from cstools.view.view import picture

    return picture(verb, frame, operand, where)
