"""From the options of a command to the Job that the runner executes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from cstools.cli.options import Common, form, items, styled, width
from cstools.errors import Usage
from cstools.io.job import Hide, Job, Step
from cstools.io.source import Source
from cstools.io.tally import Limits
from cstools.io.writers.sink import FORMATS, RAW, Sink
from cstools.kernels.filters import during, where
from cstools.kernels.stage import Stage
from cstools.model.messages import language, say

ANY = ("join", "view")
"""Tools that are of use on any table."""
MAX_UNPACKED = Source.max_unpacked
Render = Callable[[pl.DataFrame], str | bytes]


def job(
    tool: str,
    files: list[str] | None,
    common: Common,
    *stages: Stage,
    render: Render | None = None,
    to: str | None = None,
    raw: bool = False,
    kind: str | None = None,
    reads: Source | None = None,
    hide: Hide | None = None,
) -> Job:
    """The run a command asks for.

    render: writes all rows as one text in place of records. to: this tool's own default format. raw: the stages take
    the input as text under its own headings (cs-ingest), else it is read as canonical records of `kind`. hide: masks
    side records of a kind, whichever stage they come from.
    """
    lang = tongue(common)
    as_of(common)  # a tool that has no use for it refuses a wrong one too
    filters = _filters(common)
    script = f"cs-{tool}"
    return Job(
        tool=script,
        source=reads or source(tool, files, common, kind=kind),
        steps=tuple(Step(script, stage) for stage in ((*stages, *filters) if raw else (*filters, *stages))),
        sink=Sink(
            path=common.output,
            format=None if render else _format(common, to),
            fields=tuple(dict.fromkeys(items(common.fields))),
            limit=common.limit,
            lang=lang,
            render=render,
            table=partial(_table, lang=lang),
            own_order=any(stage.narrow for stage in stages),
            headers=_headers(common),
            bom=common.bom,
            for_excel=common.for_excel,
            dry=common.dry_run,
            pager=_pager(common),
        ),
        limits=Limits(strict=common.strict, max_rejects=common.max_rejects),
        rejects=common.rejects,
        log=common.log,
        quiet=common.quiet,
        verbose=common.verbose,
        progress=common.progress,
        options=_options(common),
        hide=hide,
    )


def printed(made: Job, frame: pl.DataFrame) -> None:
    """Write a table in place of the job's records."""
    from cstools.cli.boundary import complain
    from cstools.io.writers.output import opened

    with opened(made.sink) as output:
        output.write(frame)
    for key, params in output.told.notes:
        complain(made.tool, say(key, made.sink.lang, **params))


def paged(common: Common, draw: Callable[..., None], needs: Sequence[str]) -> Render:
    """What draws rows for people, as `view.page.render` does. needs: the fields that `draw` reads."""
    from cstools.view import page

    return partial(page.render, draw=draw, needs=needs, lang=tongue(common), width=width(), styled=styled())


def source(
    tool: str,
    files: list[str] | None,
    common: Common,
    *,
    raw: bool = False,
    kind: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
) -> Source:
    """The files or standard input of a run; Usage where there are no files and a person sits at standard input."""
    if not files and sys.stdin.isatty() and not _fused.get():
        raise Usage("input.terminal", tool=f"cs-{tool}")
    zone(common.tz)
    return Source(
        files=tuple(files or ()),
        format=common.from_,
        encoding=encoding,
        sheet=sheet,
        header_row=header_row,
        tz=common.tz,
        raw=raw,
        kind=kind,
        canonical=not raw and tool not in ANY,
        max_unpacked=MAX_UNPACKED if common.max_unpacked is None else size(common.max_unpacked),
    )


_fused: ContextVar[bool] = ContextVar("fused", default=False)


@contextmanager
def fused() -> Iterator[None]:
    """Within it, commands are parts of a pipeline: standard input is not theirs to ask for."""
    token = _fused.set(True)
    try:
        yield
    finally:
        _fused.reset(token)


def zone(name: str) -> str:
    """The name of a time zone; Usage for one that does not exist."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Usage("option.tz", tz=name) from None
    return name


def _table(frame: pl.DataFrame, total: int, *, lang: str) -> str:
    from cstools.view.table import render

    return render(frame, kind=None, lang=lang, width=width(), total=total)


def tongue(common: Common) -> str:
    """The language of this run; Usage if `--lang` is neither zh nor en."""
    if common.lang not in (None, "zh", "en"):
        raise Usage("option.lang")
    return common.lang or language(dict(os.environ))


def as_of(common: Common) -> datetime | None:
    """`--as-of` as a time, a bare date meaning its last second; None: the latest time in the data."""
    text = common.as_of
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Usage("option.as_of", text=text) from None
    return moment.replace(hour=23, minute=59, second=59) if len(text) == 10 else moment.replace(tzinfo=None)


def size(text: str) -> int:
    """Bytes: a number, or one with a unit (1 kB is 1,024). Usage for what is neither.

    >>> size("20GB"), size("1.5 mb"), size("700")
    (21474836480, 1572864, 700)
    """
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*([kmgt]?)b?", text.strip().lower())
    if found is None:
        raise Usage("option.max_unpacked", text=text)
    return int(float(found[1]) * 1024 ** " kmgt".index(found[2] or " "))


def _headers(common: Common) -> str | None:
    if common.headers not in (None, "zh", "en", RAW):
        raise Usage("option.headers")
    return common.headers


def _pager(common: Common) -> bool:
    """Whether a person reads the output: on a terminal, and not asked to be left without pages."""
    return not common.no_pager and common.output in (None, "-") and sys.stdout.isatty()


def _filters(common: Common) -> list[Stage]:
    asked = [(where, common.where), (during, common.during)]
    return [make(text) for make, text in asked if text is not None]


def _format(common: Common, to: str | None) -> str | None:
    chosen = form(common.to, common.output) or (None if common.output else to)
    if chosen is not None and chosen not in FORMATS:
        raise Usage("output.format", format=chosen, known=", ".join(FORMATS))
    return chosen


def _options(common: Common) -> dict[str, object]:
    return {name: value for name, value in vars(common).items() if value not in (None, False)}
