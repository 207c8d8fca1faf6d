"""cs-run: a pipeline of tools in one process."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from cstools.cli.options import DryRun, NoPager, Progress, Quiet, Tool, Verbose, Version, tool
from cstools.errors import Usage

if TYPE_CHECKING:
    from cstools.io.job import Job, Step


@tool("run")
def main(
    pipeline: Annotated[str, typer.Argument(metavar="'PIPELINE'", help="cs-* tools joined by |, in quotes.")],
    quiet: Quiet = False,
    verbose: Verbose = False,
    dry_run: DryRun = False,
    progress: Progress = None,
    no_pager: NoPager = False,
    version: Version = False,
) -> Job | None:
    """Run a pipeline of tools fused: the same bytes out, no process and no text between them."""
    from cstools.cli.job import fused
    from cstools.cli.pipeline import words

    commands = words(pipeline)
    with fused():
        jobs = [_tool(command[0]).job(command[1:]) for command in commands]
    asked = [job for job in jobs if job is not None]
    if len(asked) < len(jobs):
        return None
    made = _joined(asked)
    return replace(
        made,
        quiet=quiet or made.quiet,
        verbose=verbose or made.verbose,
        progress=made.progress if progress is None else progress,
        sink=replace(made.sink, dry=dry_run or made.sink.dry, pager=made.sink.pager and not no_pager),
        options={"pipeline": pipeline},
    )


def _tool(name: str) -> Tool:
    made: Tool = import_module(f"cstools.cli.{name}").main
    return made


def _joined(jobs: list[Job]) -> Job:
    """One job: the first one's source, every one's steps, the last one's sink."""
    if not jobs[0].source.files and sys.stdin.isatty():
        raise Usage("input.terminal", tool="cs-run")
    for job in jobs[1:]:
        if job.source.raw:
            raise Usage("run.first", word=job.tool)
        if job.source.files not in ((), ("-",)):
            raise Usage("run.middle", word=job.source.files[0])
    for job in jobs[:-1]:
        _no_end(job)
    last = jobs[-1]
    return replace(
        last,
        tool="cs-run",
        source=jobs[0].source,
        steps=tuple(step for before, job in zip([None, *jobs[:-1]], jobs, strict=True) for step in _steps(job, before)),
        limits=next((job.limits for job in jobs if job.limits != type(job.limits)()), last.limits),
        rejects=_once(jobs, "rejects"),
        log=_once(jobs, "log"),
        hide=next((job.hide for job in jobs if job.hide), None),
        sink=replace(last.sink, dry=any(job.sink.dry for job in jobs), pager=all(job.sink.pager for job in jobs)),
        quiet=any(job.quiet for job in jobs),
        verbose=any(job.verbose for job in jobs),
        progress=next((job.progress for job in jobs if job.progress is not None), None),
    )


def _no_end(job: Job) -> None:
    """What only the end of a pipeline can do, asked of a tool before it."""
    sink = job.sink
    asked = {"-o": sink.path, "--limit": sink.limit, "-t table": sink.format == "table" or None}
    asked |= {"--headers": sink.headers, "--bom": sink.bom or None, "--for-excel": sink.for_excel or None}
    asked[job.tool] = None if sink.render is None else True
    for word, value in asked.items():
        if value is not None:
            raise Usage("run.middle", word=word)


def _steps(job: Job, before: Job | None) -> tuple[Step, ...]:
    """The steps of a job, after what lies between it and the one before: `--fields` there, types here."""
    from cstools.io.job import Step
    from cstools.kernels.filters import only
    from cstools.kernels.typed import typed

    if before is None:
        return job.steps
    chosen = (Step(before.tool, only(before.sink.fields)),) if before.sink.fields else ()
    # Only --fields can leave rows with nothing in them; elsewhere there is no need to look.
    types = typed(job.source.kind, job.source.tz, projected=not chosen)
    return (*chosen, Step(job.tool, types), *job.steps)


def _once(jobs: list[Job], name: str) -> str | None:
    given = [value for job in jobs if (value := getattr(job, name)) is not None]
    if len(given) > 1:
        raise Usage("run.once", word=f"--{name}")
    return given[0] if given else None
