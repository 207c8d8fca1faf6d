"""The key of --pseudonymize: a file of random bytes that only its owner can read."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from cstools.errors import Failure, Usage
from cstools.kernels.clean.pseudonyms import LEAST

MOST = 1 << 16
"""Bytes of a key file that are read; one that is longer is no key."""


def key(path: str | None, asked: Sequence[str]) -> bytes:
    """The bytes of the file, of a text without the line end an editor left; b"" where no field is asked for.

    Raises Usage without a file or a field, for a key too short and (POSIX) one that others may read or write; Failure
    for a file that is not there or cannot be read.
    """
    if path is None:
        if asked:
            raise Usage("clean.key_none")
        return b""
    if not asked:
        raise Usage("clean.key_idle")
    secret, mode = _read(path)
    if os.name == "posix" and mode & (stat.S_IROTH | stat.S_IWOTH):
        raise Usage("clean.key_open", path=path)
    if len(secret) < LEAST:
        raise Usage("clean.key_short", path=path, n=len(secret), least=LEAST)
    return secret


def _read(path: str) -> tuple[bytes, int]:
    try:
        with Path(path).open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            secret = stream.read(MOST)
            # A line end closes a text; the last of random bytes may be 10 as well as any other.
            return secret.removesuffix(b"\n").removesuffix(b"\r") if secret.isascii() else secret, mode
    except FileNotFoundError:
        raise Failure("file.missing", path=path) from None
    except IsADirectoryError:
        raise Failure("file.directory", path=path) from None
    except OSError:
        raise Failure("file.denied", path=path) from None
