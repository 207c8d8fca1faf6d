"""The grammar of cs-run: `cs-*` tools joined by `|`, with the shell's quoting and nothing else of a shell."""

from __future__ import annotations

import re
import shlex

from cstools.errors import Usage
from cstools.model.commands import COMMANDS

PIECES = re.compile(r"""'[^']*'|"(?:\\.|[^"\\])*"|\\.|[|<>&;()]+|[^'"\\|<>&;()]+|.""", re.DOTALL)
"""A quoted piece, an escaped sign, an operator, or plain text; a quote left over stands alone."""
OPERATORS = frozenset("|<>&;()")


def words(text: str) -> list[list[str]]:
    """The commands of a pipeline, each as its words; the first word is the tool's name without `cs-`.

    Raises Usage for an empty pipeline, an open quote, and for every word that only a shell understands.

    >>> words("cs-ingest 'a b.csv' | cs-kpi --by channel")
    [['ingest', 'a b.csv'], ['kpi', '--by', 'channel']]
    """
    commands = [""]
    for piece in PIECES.findall(text):
        if piece == "|":
            commands.append("")
        elif piece[0] in OPERATORS:
            raise Usage("run.word", word=piece)
        elif piece[0] not in "'\\" and (foreign := re.search(r"\S*[$`]\S*", piece)):
            raise Usage("run.word", word=foreign.group())
        else:
            commands[-1] += piece
    try:
        return [_known(shlex.split(command)) for command in commands]
    except ValueError:
        raise Usage("run.quote") from None


def _known(command: list[str]) -> list[str]:
    if not command:
        raise Usage("run.empty")
    name = command[0].removeprefix("cs-")
    if not command[0].startswith("cs-") or name not in COMMANDS or name == "run":
        raise Usage("run.word", word=command[0])
    return [name, *command[1:]]
