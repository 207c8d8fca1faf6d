"""The runner: source | stages | sink (`flow.py` has what happens between), and the account of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from cstools.errors import Exit, TooManyRejects, Usage
from cstools.io.blocks import expand
from cstools.io.flow import Flow
from cstools.io.job import Job
from cstools.io.log import append, ready
from cstools.io.progress import Progress
from cstools.io.rejects import side_file
from cstools.io.unpack import Damaged
from cstools.io.writers.output import opened
from cstools.io.writers.writer import Told
from cstools.model.glyphs import visible
from cstools.model.messages import say


def execute(job: Job) -> int:
    """Run the job and tell its exit code: 0, or 3 for too many rejects. Raises the CsError of any other failure."""
    began = time.monotonic()
    apart(job)
    if job.log and not job.sink.dry:
        ready(job.log)
    run = Flow(job)
    failed: TooManyRejects | Damaged | None = None
    progress = Progress(job.tool, expand(job.source.files), run.inputs, job.progress)
    shared = job.sink.path in (None, "-") and sys.stdout.isatty()  # elsewhere the line may stay while rows are written
    own = [rule for step in job.steps for rule in step.stage.rules]
    with progress.showing(), side_file(None if job.sink.dry else job.rejects, job.sink.lang, own) as run.side:
        try:
            with opened(job.sink) as output:
                run.told = output.told
                for frame in run.limited():
                    run.seen.update(frame.columns)
                    if shared:
                        progress.clear()
                    output.write(frame)
                    run.tally.out += frame.height
                progress.clear()
                run.inputs.check()
                job.limits.check(run.tally)
        except (TooManyRejects, Damaged) as error:
            failed = error
    _account(job, run, failed, time.monotonic() - began)
    return failed.code if failed else Exit.OK


def _account(job: Job, run: Flow, failed: TooManyRejects | Damaged | None, seconds: float) -> None:
    """What the run ends with: warnings, why it failed, the summary line, the log."""
    if without := None if failed else _without_rows(job, run):
        _tell(job, without, path=", ".join(job.source.files) or "-", row=job.source.header_row)
    elif absent := [name for name in job.sink.fields if name not in run.seen]:
        _tell(job, "fields.absent", fields=", ".join(absent))
    _notes(job, run)
    if failed:
        _tell(job, failed.key, **failed.params)
    else:
        _report(job, run.told)
    try:
        for step in job.steps:
            if step.after and not (job.sink.dry and step.writes):
                step.after(run.found[step.after].total())
    finally:  # an alert ends the run, which is accounted for all the same
        if not job.quiet:
            sys.stderr.write(run.tally.line(seconds, kept=job.rejects is not None) + "\n")
        if job.log and not job.sink.dry:
            append(job.log, run.tally, run.inputs, job.options, run.told.files)


def _without_rows(job: Job, run: Flow) -> str | None:
    """The sentence for inputs that hold no records, None where they hold some."""
    if job.source.header_row and not any(one.rows for one in run.inputs.all):
        return "input.below"
    return None if run.tally.read else "input.empty"


def _notes(job: Job, run: Flow) -> None:
    """What there is to say of the inputs."""
    for key, params in (note for one in run.inputs.all for note in one.notes):
        _tell(job, key, **params)


def _report(job: Job, told: Told) -> None:
    """What there is to say of the output; -v names the files."""
    for key, params in told.notes:
        _tell(job, key, **params)
    if job.verbose and told.files:
        named = ", ".join(f"{path} ({rows:,})" for path, rows in told.files.items())
        _tell(job, "output.files", n=f"{len(told.files):,}", files=named)


def apart(job: Job) -> None:
    """Usage where one file would be written twice, or read and written.

    Records may go back to the one file they came from (it is complete before it is replaced); but an output among
    several inputs would be read again by the next run.
    """
    read = _files(expand(job.source.files))
    told = [path for step in job.steps for path in step.writes]
    side = [path for name in (job.rejects, job.log, *told) for path in _files([name])]
    out = _files([job.sink.path])
    for path in (*side, *out):
        if [*side, *out].count(path) > 1 or (path in read and (path in side or len(read) > 1)):
            raise Usage("output.same", path=path)
    if job.sink.split:
        from cstools.io.writers.template import Template

        made = Template(str(Path(str(job.sink.path)).resolve()))
        for path in (*read, *side):
            if made.fits(str(path)):
                raise Usage("output.same", path=path)


def _files(names: Sequence[str | None]) -> list[Path]:
    """The names that are, or would be, regular files."""
    paths = [Path(name).resolve() for name in names if name not in (None, "-")]
    return [path for path in paths if path.is_file() or not path.exists()]


def _tell(job: Job, key: str, **params: object) -> None:
    sys.stderr.write(f"{job.tool}: {visible(say(key, job.sink.lang, **params))}\n")
