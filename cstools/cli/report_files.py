"""The files cs-report is given beside the records, read into what its kernel takes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cstools.cli.options import Common
from cstools.errors import Failure, Usage
from cstools.model.report.config import Config
from cstools.model.report.keys import AUDIENCES

if TYPE_CHECKING:
    import polars as pl

    from cstools.kernels.report.ask import Ask, Input
    from cstools.kernels.staff import Ask as Staffing
    from cstools.kernels.stage import Stage
    from cstools.model.report import Report

BESIDE = (
    "actions",
    "log",
    "quality",
    "targets",
    "calendar",
    "exclude",
    "hours",
    "reconcile",
    "score",
    "roster",
    "config",
)
"""Files beside the records."""


@dataclass(frozen=True)
class Given:
    """What was asked on the command line, as it stands there."""

    month: str | None = None
    title: str = ""
    config: str | None = None
    actions: str | None = None
    log: str | None = None
    quality: str | None = None
    targets: str | None = None
    calendar: str | None = None
    exclude: str | None = None
    hours: str | None = None
    reconcile: str | None = None
    score: str | None = None
    roster: str | None = None
    audience: str | None = None
    split: str | None = None
    sides: Mapping[str, str | None] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    logo: str | None = None
    accent: str | None = None
    template: str | None = None
    settings: Config = field(default_factory=Config)


@dataclass(frozen=True)
class Built:
    """What makes the report: the stage that keeps the fields it reads, and the functions from rows to it.

    parts: from rows and a field to a report for each of its values.
    """

    stage: Stage
    report: Callable[[pl.DataFrame], Report]
    parts: Callable[[pl.DataFrame, str], Iterable[tuple[str | None, Report]]]


def once(given: Given) -> None:
    """Usage where standard input would be read twice."""
    asking = [option for option, path in (_sides(given) | _beside(given)).items() if path == "-"]
    asking += ["FILE"] if "-" in given.files or not given.files else []
    if len(asking) > 1:
        raise Usage("report.stdin", options=", ".join(asking))


def _sides(given: Given) -> dict[str, str | None]:
    """The options of records of other kinds, and their files."""
    return {f"--{kind}s": path for kind, path in given.sides.items()}


def _beside(given: Given) -> dict[str, str | None]:
    """The options of BESIDE, and their files."""
    return {f"--{name}": getattr(given, name) for name in BESIDE}


def built(given: Given, common: Common) -> Built:
    """What makes the report; every file beside the records is read before they are."""
    from cstools.kernels.report import made, told
    from cstools.kernels.report.needs import stage
    from cstools.kernels.report.split import split

    once(given)
    ask = asked(given, common)

    def whole() -> Ask:
        return replace(ask, inputs=_inputs(given))

    return Built(
        stage(ask, given.split), lambda rows: made(rows, whole()), lambda rows, field: split(rows, whole(), field, told)
    )


def asked(given: Given, common: Common) -> Ask:
    """The files as the kernel takes them. Raises Usage or Failure with the file and line of what is wrong."""
    from cstools.cli import figures, report_config
    from cstools.cli.job import as_of, tongue
    from cstools.kernels.report.ask import Ask

    tz = common.tz
    return Ask(
        month=given.month,
        as_of=as_of(common),
        title=given.title,
        targets=figures.targeted(given.targets, tz) if given.targets else None,
        log=logged(given.log),
        calendar=figures.dated(given.calendar, tz) if given.calendar else None,
        exclusions=figures.excluded(given.exclude, tz) if given.exclude else None,
        hours=figures.hours(given.hours) if given.hours else None,
        sides=figures.beside(given.sides, tz, tongue(common), "cs-report"),
        stat=figures.platform(given.reconcile, tz) if given.reconcile else None,
        quality=assessed(given.quality) if given.quality else None,
        score=figures.scored(given.score, given.settings.metrics) if given.score else None,
        staffing=_staffing(given, common),
        audience=read_by(given),
        planned=report_config.planned(given.actions, given.settings.metrics) if given.actions else (),
        config=replace(given.settings, lang=tongue(common)),
    )


def _staffing(given: Given, common: Common) -> Staffing:
    """What [staffing] asks for, with the roster."""
    from cstools.cli.staff_options import rostered, settings

    roster = rostered(given.roster, common, "cs-report") if given.roster else None
    return replace(settings(given.settings.staffing), roster=roster)


def _inputs(given: Given) -> tuple[Input, ...]:
    from cstools.io.blocks import expand
    from cstools.kernels.report.ask import Input

    return tuple(Input(Path(name).name, _digest(name)) for name in expand(given.files)) or (Input("-"),)


def _digest(name: str) -> str | None:
    path = Path(name)
    if name == "-" or not path.is_file():
        return None
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def rendered(path: str, given: Given, lang: str = "zh") -> Report:
    """The report of a model that was written, with the title and for the reader asked for; says what that reader would
    see of the records and the model does not hold.

    Raises Usage("report.model").
    """
    from cstools.cli.boundary import complain
    from cstools.model.messages import say
    from cstools.model.report import from_json
    from cstools.model.report.audience import lacking, shown

    report = from_json(content(path))
    named = replace(report, meta=replace(report.meta, title=given.title)) if given.title else report
    reader = read_by(given)
    if absent := lacking(named, reader):
        complain("cs-report", say("report.reader", lang, audience=reader, sections=", ".join(absent)))
    return shown(named, reader)


def alone(given: Given) -> None:
    """Usage("report.rows") for what was asked of a written model and needs the records: it is what it is."""
    options = {"--split": given.split} | _beside(given) | {"--during": given.month} | _sides(given)
    asked = [option for option, value in options.items() if value and option != "--config"]
    asked += ["FILE"] if given.files else []
    if asked:
        raise Usage("report.rows", option=", ".join(asked))


def read_by(given: Given) -> str:
    """Who the report is for. Raises Usage("report.audience")."""
    if given.audience not in (None, "", *AUDIENCES):
        raise Usage("report.audience", name=given.audience, known=", ".join(AUDIENCES))
    return given.audience or ""


def content(path: str) -> bytes:
    """The bytes of a file or of standard input."""
    from cstools.io.blocks import open_bytes

    with open_bytes(path) as stream:
        return stream.read()


def assessed(path: str) -> dict[str, Any]:
    """What `cs-clean --quality` wrote. Failure for anything else."""
    try:
        found = json.loads(content(path))
    except ValueError:
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("fields"), list):
        raise Failure("report.quality", path=path)
    return found


def logged(path: str | None) -> list[dict[str, Any]]:
    """The lines of a log. Failure for a line that is no JSON object."""
    lines = []
    for number, line in enumerate(content(path).splitlines() if path else (), 1):
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        if not isinstance(entry, dict):
            raise Failure("log.broken", path=path, line=number)
        lines.append(entry)
    return lines
