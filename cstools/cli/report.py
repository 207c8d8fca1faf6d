"""cs-report: the monthly review, from records to one page."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cstools.cli.options import Common, Files, form, tool, width
from cstools.errors import Failure, Usage

if TYPE_CHECKING:
    import polars as pl

    from cstools.io.job import Job
    from cstools.model.report import Report

Title = Annotated[str, typer.Option("--title", metavar="TEXT", help="Heading of the report; default by the month.")]
Targets = Annotated[str | None, typer.Option("--targets", metavar="FILE", help="Table of metric and target.")]
FromModel = Annotated[str | None, typer.Option("--from-model", metavar="FILE", help="Render a report written as json.")]
Month = Annotated[str | None, typer.Option("--during", metavar="MONTH", help="Default: the last complete one.")]
Form = Annotated[
    str | None, typer.Option("-t", "--to", metavar="html|md|json|table", help="Default: by -o, else html.")
]
Log = Annotated[str | None, typer.Option("--log", metavar="FILE", help="Show what the tools before have logged here.")]
FORMS = ("html", "md", "json", "table")
SUFFIXES = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".json": "json", ".txt": "table"}
UNWRITTEN = (".pdf", ".docx", ".doc", ".pptx", ".xlsx", ".xls", ".csv", ".jsonl", ".gz", ".zip")
"""Suffixes that promise a format not written yet: a page of HTML under such a name would open nowhere."""


@tool("report")
def main(
    files: Files,
    common: Common,
    during: Month = None,
    to: Form = None,
    log: Log = None,
    title: Title = "",
    targets: Targets = None,
    from_model: FromModel = None,
) -> Job:
    """The review of one month; rows of other months feed comparisons."""
    from cstools.cli.job import job, tongue

    lang, view = tongue(common), _view(_form(to, common.output))
    if from_model:
        _write(_rendered(from_model, title), view, common, lang)
        raise typer.Exit
    make = _built(common, during, title, targets, log)
    return job("report", files, common, render=lambda rows: view(make(rows), lang))


def _form(to: str | None, output: str | None) -> str:
    """The format: as asked, else by the suffix of -o, else a table on a terminal, else html."""
    asked = form(to, output)
    if to and to not in FORMS:
        raise Usage("output.format", format=to, known=", ".join(FORMS))
    if asked in FORMS:
        return str(asked)
    if output not in (None, "-"):
        suffix = Path(str(output)).suffix.lower()
        if suffix in UNWRITTEN:
            raise Usage("output.suffix", suffix=suffix, path=output, known=", ".join(SUFFIXES))
        return SUFFIXES.get(suffix, "html")
    return "table" if sys.stdout.isatty() else "html"


def _built(
    common: Common, month: str | None, title: str, targets: str | None, log: str | None
) -> Callable[[pl.DataFrame], Report]:
    from cstools.cli.figures import targeted
    from cstools.cli.job import as_of
    from cstools.kernels.report import build

    aims = targeted(targets, common.tz) if targets else None
    now, lines = as_of(common), _log(log)
    return lambda rows: build(rows, month, as_of=now, title=title, targets=aims, log=lines)


def _rendered(path: str, title: str) -> Report:
    from cstools.model.report import from_json

    report = from_json(_read(path))
    return replace(report, meta=replace(report.meta, title=title)) if title else report


def _write(report: Report, view: Callable[[Report, str], str], common: Common, lang: str) -> None:
    from cstools.cli.boundary import complain
    from cstools.io.atomic import written
    from cstools.model.messages import say

    if common.dry_run:
        complain("cs-report", say("dry.text", lang, path=common.output or "-"))
        return
    with written(common.output) as stream:
        stream.write(view(report, lang).encode())


def _read(path: str) -> bytes:
    from cstools.io.blocks import open_bytes

    with open_bytes(path) as stream:
        return stream.read()


def _log(path: str | None) -> list[dict[str, Any]]:
    """The lines of a log. Failure for a line that is no JSON object."""
    if path is None:
        return []
    lines = []
    for number, line in enumerate(_read(path).splitlines(), 1):
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        if not isinstance(entry, dict):
            raise Failure("log.broken", path=path, line=number)
        lines.append(entry)
    return lines


def _view(form: str) -> Callable[[Report, str], str]:
    """The renderer of a format; only that one is imported."""
    if form == "html":
        from cstools.view.html import html

        return html
    if form == "md":
        from cstools.view.markdown import markdown

        return markdown
    if form == "json":
        from cstools.model.report import to_json

        return lambda report, _: to_json(report)
    from cstools.view.terminal import terminal

    return lambda report, lang: terminal(report, lang, width())
