"""One error tree and one table of exit codes, for every floor."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a tool's exit code says (the contract of cstools(7))."""

    OK = 0
    FAILED = 1
    USAGE = 2
    REJECTS = 3
    ALERT = 4
    INTERRUPTED = 130
    BROKEN_PIPE = 141


class CsError(Exception):
    """A problem to tell a person in one line.

    `key` names the sentence in `model/messages.py`, `params` fill its blanks: the words are chosen where they are
    printed, so that an error raised on any floor reads in the language the user asked for.
    """

    code: Exit = Exit.FAILED

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key, params)
        self.key = key
        self.params = params


class Failure(CsError):
    """The work could not be done: a missing file, unreadable input, an output that cannot be written."""


class Usage(CsError):
    """The command line or a configuration file asks for something that does not exist."""

    code = Exit.USAGE


class TooManyRejects(CsError):
    """More was rejected than `--strict` or `--max-rejects` allows."""

    code = Exit.REJECTS


class Alert(CsError):
    """A check that was asked for fired."""

    code = Exit.ALERT
