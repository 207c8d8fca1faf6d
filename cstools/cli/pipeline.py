"""The grammar of cs-run: `cs-*` tools joined by `|`, with the shell's quoting and nothing else of a shell."""

from __future__ import annotations

import re
import shlex

from cstools.errors import Usage
from cstools.model.commands import COMMANDS

QUOTED = re.compile(r"'[^']*'")
"""Single quotes keep `$` and backquotes as they are; nothing else does."""


def words(text: str) -> list[list[str]]:
    """The commands of a pipeline, each as its words; the first word is the tool's name without `cs-`.

    Raises Usage for an empty pipeline, an open quote, and for every word that only a shell understands.

    >>> words("cs-ingest 'a b.csv' | cs-kpi --by channel")
    [['ingest', 'a b.csv'], ['kpi', '--by', 'channel']]
    """
    foreign = re.search(r"\S*[$`]\S*", QUOTED.sub("", text))
    if foreign:
        raise Usage("run.word", word=foreign.group())
    lexer = shlex.shlex(text, posix=True, punctuation_chars="|<>&;()")
    lexer.commenters = ""
    try:
        tokens = list(lexer)
    except ValueError:
        raise Usage("run.quote") from None
    commands: list[list[str]] = [[]]
    for token in tokens:
        if token == "|":
            commands.append([])
        elif token and not token.strip("|<>&;()"):
            raise Usage("run.word", word=token)
        else:
            commands[-1].append(token)
    return [_known(command) for command in commands]


def _known(command: list[str]) -> list[str]:
    if not command:
        raise Usage("run.empty")
    name = command[0].removeprefix("cs-")
    if not command[0].startswith("cs-") or name not in COMMANDS or name == "run":
        raise Usage("run.word", word=command[0])
    return [name, *command[1:]]
