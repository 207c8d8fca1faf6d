"""From the model of a report to the bytes that are written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cstools.cli.options import Common, form, width
from cstools.errors import Usage

if TYPE_CHECKING:
    import polars as pl

    from cstools.io.job import Job
    from cstools.model.report import Report
    from cstools.view.look import Look

FORMS = ("html", "md", "xlsx", "json", "table")
SUFFIXES = {
    ".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".json": "json", ".txt": "table", ".xlsx": "xlsx",
    ".png": "png",
}  # fmt: skip
UNWRITTEN = (
    ".parquet", ".ndjson", ".tsv", ".arrow", ".pdf", ".docx", ".doc", ".pptx", ".xls", ".csv", ".jsonl", ".gz", ".zip",
    ".svg", ".jpg",
)  # fmt: skip
"""Suffixes that promise a format not written: a page of HTML under such a name would open nowhere."""
DIALECTS = ("github", "wecom", "dingtalk", "feishu")
Draw = Callable[["Report"], str | bytes]
Parts = Callable[["pl.DataFrame", str], Iterable[tuple[str | None, "Report"]]]


def renderer(common: Common, to: str | None, *, for_: str | None, chart: str | None, look: Look) -> Draw:
    """What draws the report as asked: only that renderer is imported. Raises Usage for what is not written."""
    from cstools.cli.job import tongue

    lang, kind = tongue(common), _form(to, for_, chart, common.output)
    if kind == "png":
        from cstools.view.picture import picture

        return partial(picture, name=chart or "", lang=lang, look=look)
    if kind == "html":
        from cstools.view.html import html

        return partial(html, lang=lang, look=look)
    if kind == "xlsx":
        from cstools.view.workbook import workbook

        return partial(workbook, lang=lang)
    if kind == "md":
        from cstools.view.markdown import markdown

        return partial(markdown, lang=lang, dialect=for_ or DIALECTS[0])
    if kind == "json":
        from cstools.model.report import to_json

        return to_json
    from cstools.view.terminal import terminal

    return partial(terminal, lang=lang, width=width())


def _form(to: str | None, for_: str | None, chart: str | None, output: str | None) -> str:
    """The format: as asked, else by the suffix of -o, else a table on a terminal, else html."""
    if for_ not in (None, *DIALECTS):
        raise Usage("report.for", name=for_, known=", ".join(DIALECTS))
    asked = form(to, output)
    if asked and asked not in FORMS:
        raise Usage("output.format", format=asked, known=", ".join(FORMS))
    if to and (chart or for_ is not None) and (chart or to != "md"):
        raise Usage("report.both", option="--chart" if chart else "--for", form=to)
    named = None if to else _suffixed(output)
    if chart is not None:
        if named != "png":
            raise Usage("report.png", name=chart)
        return "png"
    if named == "png":
        raise Usage("report.chart", path=output)
    if asked:
        return asked
    return "md" if for_ is not None else named or ("table" if sys.stdout.isatty() else "html")


def _suffixed(output: str | None) -> str | None:
    if output in (None, "-"):
        return None
    suffix = Path(str(output)).suffix.lower()
    if suffix in UNWRITTEN:
        raise Usage("output.suffix", suffix=suffix, path=output, known=", ".join(SUFFIXES))
    return SUFFIXES.get(suffix, "html")


def many(asked: Job, parts: Parts, field: str, draw: Draw) -> Job:
    """The job that writes a file for each value of a field. Raises Usage("report.split") where -o names no file."""
    from cstools.io.writers.template import Template

    path = asked.sink.path
    if path in (None, "-"):
        raise Usage("report.split", field=field)
    named = str(path) if "{" in str(path) else _blank(str(path), field)
    if {name for name, _ in Template(named).blanks} != {field}:
        raise Usage("report.split", field=field)
    sink = replace(asked.sink, path=named, render=None, renders=lambda rows: _drawn(parts(rows, field), draw))
    return replace(asked, sink=sink)


def _blank(path: str, field: str) -> str:
    """`2025-10.html` as `2025-10-{team}.html`."""
    pure = Path(path)
    return str(pure.with_name(f"{pure.stem}-{{{field}}}{pure.suffix}"))


def _drawn(parts: Iterable[tuple[str | None, Report]], draw: Draw) -> Iterator[tuple[str | None, str | bytes]]:
    for member, report in parts:
        yield member, draw(report)


def write(report: Report, draw: Draw, common: Common) -> None:
    """Write one report where -o says."""
    from cstools.cli.boundary import complain
    from cstools.cli.job import tongue
    from cstools.io.atomic import written
    from cstools.model.messages import say

    if common.dry_run:
        complain("cs-report", say("dry.text", tongue(common), path=common.output or "-"))
        return
    made = draw(report)
    with written(common.output) as stream:
        stream.write(made.encode() if isinstance(made, str) else made)
