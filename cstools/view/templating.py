"""The templates of the page: ours, and those of the user in place of ours or over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

from cstools.errors import CsError, Usage
from cstools.view.look import Look

if TYPE_CHECKING:
    from jinja2 import Environment

STYLE, PAGE = "report.css", "report.html.j2"
OURS = "ours/"
"""`ours/NAME` is our template NAME, also where the user has one of that name."""
SOURCE = "templates"


def names() -> list[str]:
    """The files a user's folder may hold in place of ours."""
    return sorted(one.name for one in (files("cstools.view") / SOURCE).iterdir() if one.is_file())


def text(name: str, look: Look) -> str | None:
    """A file by its name: the user's, else ours; None where there is none."""
    if name in look.templates:
        return look.templates[name]
    plain = name.removeprefix(OURS)
    return (files("cstools.view") / SOURCE / plain).read_text(encoding="utf-8") if plain in names() else None


def rendered(look: Look, values: Mapping[str, Any]) -> str:
    """The page. Raises Usage("report.template") with the file and line of a user's template that is broken.

    Templates are sandboxed (no attribute of Python's own, nothing is changed), a name that is not there is an error,
    and all text is escaped.
    """
    try:
        return environment(look, values).get_template(PAGE).render()
    except Exception as error:  # whatever a user's template does; ours raise only what the model is to blame for
        if not _theirs(error, look):
            raise
        raise _broken(error, look) from error


def environment(look: Look, values: Mapping[str, Any]) -> Environment:
    """Jinja, strict and sandboxed; the values are there in every template, one that is imported too."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(
        loader=_loader(look),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.update(values)
    return made


def _loader(look: Look) -> Any:
    from jinja2 import FunctionLoader

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = text(name, look)
        return None if found is None else (found, _path(name, look), lambda: True)

    return FunctionLoader(load)


def _path(name: str, look: Look) -> str:
    return f"{look.folder}/{name}" if look.folder and name in look.templates else name


def _theirs(error: Exception, look: Look) -> bool:
    """Whether a template of the user's is to blame: it cannot be read, or it is the innermost that ran."""
    ran = _ran(error)
    return bool(look.templates) and (not isinstance(error, CsError) or ran[-1][0] in _paths(look))


def _ran(error: Exception) -> list[tuple[str, int]]:
    """The templates that ran when something went wrong, the innermost last, each with its line."""
    frames = extract_tb(error.__traceback__)
    return [(frame.filename, frame.lineno or 1) for frame in frames if frame.filename.endswith((".j2", STYLE))]


def _paths(look: Look) -> set[str]:
    return {_path(name, look) for name in look.templates}


def _broken(error: Exception, look: Look) -> Usage:
    """Where a template went wrong: where it cannot be read, else the innermost line of a user's template that ran."""
    ran = [frame for frame in _ran(error) if frame[0] in _paths(look)]
    read = getattr(error, "filename", None) or getattr(error, "name", None), getattr(error, "lineno", None)
    path, line = read if read[1] else ran[-1] if ran else (_path(PAGE, look), 1)
    why = getattr(error, "message", None) or str(error) or type(error).__name__
    return Usage("report.template", path=path, line=line, why=why)
