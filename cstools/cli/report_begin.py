"""`cs-report --init`: a report.toml and a table of actions to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cstools.cli.options import Common
from cstools.errors import Failure, Usage
from cstools.model.report.starter import ACTIONS, SETTINGS, action, actions, settings

if TYPE_CHECKING:
    from cstools.cli.report_files import Given
    from cstools.model.report import Action, Report

TOOL = "cs-report"


def begin(given: Given, common: Common, model: str | None) -> None:
    """Write both files, or none. model: a report whose follow-up sheet the actions are to be filled from.

    Raises Failure for a file that is there already, Usage for what is no folder.
    """
    from cstools.cli.boundary import complain
    from cstools.cli.job import tongue
    from cstools.io.atomic import Files
    from cstools.model.messages import say

    lang = tongue(common)
    folder = _folder(given, common)
    texts = {folder / SETTINGS: settings(), folder / ACTIONS: actions(_lines(model, lang) if model else ())}
    for path in texts:
        if path.exists() or path.is_symlink():
            raise Failure("settings.exists", path=path)
    if not common.dry_run:
        with Files() as files:
            for path, text in texts.items():
                with files.open(str(path)) as stream:
                    stream.write(text.encode())
    for path in texts if not common.quiet else ():
        complain(TOOL, say("dry.text" if common.dry_run else "settings.began", lang, path=path))


def _folder(given: Given, common: Common) -> Path:
    """The folder to write into: the one named, else that of -o, else this one."""
    if len(given.files) > 1 or (given.files and not Path(given.files[0]).is_dir()):
        raise Usage("settings.folder", path=given.files[-1])
    if given.files:
        return Path(given.files[0])
    if common.output in (None, "-"):
        return Path()
    output = Path(str(common.output))
    return output if output.is_dir() else output.parent


def _lines(model: str, lang: str) -> Iterator[str]:
    """An action for every line of this month's follow-up sheet. Raises Usage for what is no report."""
    from cstools.cli.report_files import Given, rendered
    from cstools.model.kpis import find
    from cstools.view.numbers import figure, say

    report = rendered(model, Given())
    if not report.meta.month:
        raise Failure("settings.model_alone")
    for number, line in enumerate(_sheet(report), 1):
        said = {
            "id": line.id or f"{report.meta.month}-{number}",
            "month": report.meta.month,
            "finding": say(line.finding, lang),
            "metric": line.metric,
            **({"where": line.where} if line.where else {}),
            **dict.fromkeys(("what", "owner", "due"), ""),
        }
        yield action(said, figure(line.now, lang), off=not find(line.metric))


def _sheet(report: Report) -> list[Action]:
    from cstools.model.report import Actions

    return [
        line
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Actions) and not block.followed
        for line in block.items
    ]
