"""What `--logo`, `--accent` and `--template` of cs-report name, read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cstools.errors import Failure, Usage

if TYPE_CHECKING:
    from cstools.view.look import Look

SUFFIXES = (".j2", ".css", ".html")
"""What is read of a folder of templates."""


def look(logo: str | None, accent: str | None, template: str | None) -> Look:
    """How the page looks. Raises Usage for a picture, a colour or a folder that is none, Failure for a missing file."""
    from cstools.view import look as view

    return view.Look(
        logo=_logo(logo) if logo else "",
        accent=view.accent(accent) if accent else "",
        templates=_templates(Path(template)) if template else {},
        folder=template or "",
    )


def _logo(path: str) -> str:
    from cstools.io.blocks import open_bytes
    from cstools.view import look as view

    with open_bytes(path) as stream:
        return view.logo(stream.read(view.LOGO + 1), path)


def _templates(folder: Path) -> dict[str, str]:
    """The templates and style of a folder, by name."""
    from cstools.view.templating import names

    if not folder.is_dir():
        raise Failure("file.missing", path=str(folder))
    found = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES and path.is_file())
    texts = {path.name: _text(path) for path in found}
    if not set(texts) & set(names()):
        raise Usage("report.template_dir", path=str(folder), known=", ".join(names()))
    return texts


def _text(path: Path) -> str:
    from cstools.cli.report_files import content

    try:
        return content(str(path)).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Usage("report.template", path=str(path), line=line, why=str(error)) from error
