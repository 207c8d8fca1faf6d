"""report.toml and the actions: read, merged with the command line, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cstools.cli.options import Common
from cstools.errors import Usage
from cstools.model.kpis import Known
from cstools.model.report.config import Config
from cstools.model.report.keys import FILES
from cstools.model.report.planned import Planned

if TYPE_CHECKING:
    from cstools.cli.report_files import Given

SIDES = {"orders": "order", "refunds": "refund", "messages": "message", "surveys": "survey"}
"""Keys of [files] -> the kind of records they give."""
LOOKS = ("logo", "template")
"""Keys that name a file or a folder."""
TOOL = "cs-report"


def merged(given: Given, common: Common) -> tuple[Given, Common]:
    """What is asked for with the settings of `--config`; the command line wins. Raises Usage with file and line."""
    if not given.config:
        return given, common
    config = settings(given.config)
    asked = {"title": config.title, "accent": config.accent, "audience": config.audience}
    paths = {**config.files, **{name: getattr(config, name) for name in LOOKS if getattr(config, name)}}
    for name in (*FILES, *LOOKS):
        said = given.sides.get(SIDES[name]) if name in SIDES else getattr(given, name)
        if name in paths and not said:
            asked[name] = located(config, name, paths[name])
    sides = {kind: given.sides.get(kind) or asked.pop(name, None) for name, kind in SIDES.items()}
    new: dict[str, Any] = {name: value for name, value in asked.items() if value and not getattr(given, name)}
    return replace(given, settings=config, sides=sides, **new), replace(common, lang=common.lang or config.lang or None)


def settings(path: str) -> Config:
    """The settings of a report.toml. Raises Failure for what cannot be read, Usage for what is wrong."""
    from cstools.cli import figures
    from cstools.cli.sidefile import text
    from cstools.kernels.report.tried import condition
    from cstools.model.report.config_reader import Beside, parse

    def defined(name: str, line: int) -> Known:
        return figures.defined(_there(path, line, "define", name))

    def opened(name: str, line: int) -> str:
        return text(_there(path, line, "spec", name))

    return parse(text(path), path, Beside(defined, opened, condition, _staffed))


def _staffed(name: str, value: Any) -> bool:
    """Whether a setting of [staffing] can be."""
    from cstools.cli.staff_options import settings

    try:
        settings({name: value})
    except Usage:
        return False
    return True


def planned(path: str, own: Known) -> tuple[Planned, ...]:
    """The actions of a file. own: metrics besides those of the catalogue. Raises Usage("settings.*"), Failure."""
    import polars as pl

    from cstools.cli.sidefile import either, rows
    from cstools.kernels.kpi.sheet import Sheet, headed
    from cstools.kernels.report.tried import condition
    from cstools.model.report import planned_reader

    def toml(text: str, name: str) -> tuple[Planned, ...]:
        return planned_reader.parse(text, name, own, condition)

    def table(frame: pl.DataFrame, name: str) -> tuple[Planned, ...]:
        sheet = headed(Sheet(frame, name), planned_reader.HEADINGS, "metric")
        return planned_reader.table(rows(sheet.rows), name, own, condition)

    return either(path, toml, table)


def located(config: Config, name: str, file: str) -> str:
    """A file that the settings name, from where they stand. Raises Usage with the line if it is not there."""
    key = f"files.{name}" if name in FILES else name
    return _there(config.path, config.lines[key], name, file)


def _there(path: str, line: int, name: str, file: str) -> str:
    found = Path(path).parent / file
    if not found.exists():
        raise Usage("settings.file", path=path, line=line, name=name, file=str(found))
    return str(found)


def checked(given: Given, common: Common) -> None:
    """Read the settings, the actions and the small files they name, and say what they hold. Raises what these raise."""
    from cstools.cli.boundary import complain
    from cstools.cli.job import tongue
    from cstools.cli.report_files import asked
    from cstools.errors import Failure
    from cstools.model.messages import say

    if not given.config and not given.actions:
        raise Usage("settings.nothing")
    for path in _large(given):
        if path != "-" and not Path(path).exists():
            raise Failure("file.missing", path=path)
    ask = asked(replace(given, sides={}, reconcile=None, log=None), common)
    lang = tongue(common)
    if given.config:
        order = ask.config.order
        complain(TOOL, say("settings.holds", lang, path=given.config, sections=len(order), own=len(ask.config.own)))
    if given.actions:
        complain(TOOL, say("settings.holds_actions", lang, path=given.actions, n=len(ask.planned)))


def _large(given: Given) -> list[str]:
    """The files that are records: whether they are there is all a check looks at."""
    found: Mapping[str, str | None] = {**given.sides, "reconcile": given.reconcile, "log": given.log}
    return [path for path in found.values() if path]
