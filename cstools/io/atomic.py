"""Outputs that are complete or absent."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cstools.errors import Failure

OPEN = r"/dev/(stdout|stderr|fd/([0-9]+))"
"""A file that is open already, by its number."""


@contextlib.contextmanager
def written(path: str | None, *, private: bool = False) -> Iterator[BinaryIO]:
    """A stream to write to: standard output without a path, else a file beside `path` that takes its place at the end.

    A target that is not a regular file (/dev/null, a named pipe) or is open already (/dev/stdout, the /dev/fd/63 of a
    shell's `>(...)`) is written in place; a link is followed. What fails half-way leaves the target as it was. private:
    readable by its owner only.
    """
    if path in (None, "-"):
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(str(path)).resolve()
    try:
        place = _in_place(str(path), target)
        handle, name = (-1, "") if place else tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise Failure("output.cannot", path=path, why=_why(error)) from None
    if place:
        with place as stream:
            yield stream
        return
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        beside.chmod(0o600 if private else _mode(target))
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _in_place(path: str, target: Path) -> BinaryIO | None:
    """The stream of a target that cannot be replaced, None for a regular file."""
    if handle := re.fullmatch(OPEN, path):
        number = {"stdout": 1, "stderr": 2}.get(handle[1]) or int(handle[2])
        return os.fdopen(os.dup(number), "wb")
    return target.open("wb") if target.exists() and not target.is_file() else None


def _mode(target: Path) -> int:
    """The mode the target has, or a new file would get."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _why(error: OSError) -> str:
    return error.strerror or str(error)
