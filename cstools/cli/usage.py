"""What Typer found wrong with a command line, in the language of the run."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from cstools.model.messages import say


def sentence(error: Any, lang: str) -> str:
    """The sentence for a usage error of Typer; its own English words for one that is not known here."""
    make = MADE.get(type(error).__name__)
    return (make and make(error, lang)) or str(error.format_message())


def _no_option(error: Any, lang: str) -> str:
    near = f" ({', '.join(sorted(error.possibilities))})" if error.possibilities else ""
    return say("usage.no_option", lang, option=error.option_name, near=near)


def _option_usage(error: Any, lang: str) -> str:
    takes = "requires" in error.message
    return say("usage.needs_value" if takes else "usage.takes_none", lang, option=error.option_name)


def _missing(error: Any, lang: str) -> str:
    return say("usage.missing", lang, name=error.param.get_error_hint(error.ctx).strip("'")) if error.param else ""


def _value(error: Any, lang: str) -> str:
    """A value an option cannot have: what it was stands in Typer's own message, in quotes or in front."""
    if error.param is None:
        return ""
    kind, message = error.param.type, error.message
    value = re.match(r"'(?P<quoted>.*?)' is not|(?P<plain>\S+) is not in", message, re.DOTALL)
    if value is None:
        return ""
    return say(
        "usage.value",
        lang,
        option="/".join(error.param.opts[-1:]),
        value=value["quoted"] or value["plain"],
        known=_known(kind, lang),
    )


def _known(kind: Any, lang: str) -> str:
    """What the option takes instead."""
    if choices := getattr(kind, "choices", None):
        return say("usage.choice", lang, known=", ".join(map(str, choices)))
    if getattr(kind, "min", None) is not None:
        return say("usage.least" if kind.max is None else "usage.between", lang, least=kind.min, most=kind.max)
    return say("usage.float" if kind.name == "float" else "usage.int", lang)


def _extra(error: Any, lang: str) -> str:
    found = re.match(r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", error.message, re.DOTALL)
    return say("usage.extra", lang, words=found[1]) if found else ""


MADE: dict[str, Callable[[Any, str], str]] = {
    "NoSuchOption": _no_option,
    "BadOptionUsage": _option_usage,
    "MissingParameter": _missing,
    "BadParameter": _value,
    "UsageError": _extra,
}
"""By the class of the error: Typer keeps these classes to itself."""
