"""Outputs that are complete or absent."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import BinaryIO

from cstools.errors import Failure

OPEN = r"/dev/(stdout|stderr|fd/([0-9]+))"
"""A file that is open already, by its number."""
CAUSES = {
    errno.ENOENT: "output.nowhere",
    errno.EISDIR: "output.folder",
    errno.ENOSPC: "output.full",
    errno.EDQUOT: "output.full",
    errno.EBADF: "output.closed",
    errno.EACCES: "file.readonly",
    errno.EPERM: "file.readonly",
    errno.EROFS: "file.readonly",
}
"""The sentence for each error of the system about which there is something to do."""


@dataclass
class Files:
    """Files that are written beside their places and take them together, when the block ends; on failure none does."""

    private: bool = False
    made: list[tuple[Path, Path]] = field(default_factory=list)
    """The file written, and the place it will take."""
    folders: list[Path] = field(default_factory=list)
    """The folders created for them."""

    def __enter__(self) -> Files:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            for beside, target in self.made:
                beside.chmod(0o600 if self.private else _mode(target))
                beside.replace(target)
            return
        for beside, _ in self.made:
            beside.unlink(missing_ok=True)
        for folder in reversed(self.folders):
            with contextlib.suppress(OSError):  # another program has put something there
                folder.rmdir()

    @contextlib.contextmanager
    def open(self, path: str) -> Iterator[BinaryIO]:
        """A stream to write one of them to. Failure where it cannot be made.

        A target that is not a regular file (/dev/null, a named pipe) or is open already (/dev/stdout, the /dev/fd/63 of
        a shell's `>(...)`) is written in place; a link is followed.
        """
        target = Path(path).resolve()
        try:
            place = _in_place(path, target)
            handle = -1 if place else self._beside(target)
        except OSError as error:
            raise unwritten(path, error) from None
        with place or os.fdopen(handle, "wb") as stream:
            yield stream

    def _beside(self, target: Path) -> int:
        """A new file beside a target, open. It is in `made` before it is there, as a run may be ended in between."""
        beside = target.parent / f".{target.name[:40]}.{token_hex(8)}"
        self.made.append((beside, target))
        try:
            return os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except OSError:
            self.made.pop()
            raise

    def folder(self, path: Path) -> None:
        """Create a folder, and those it lies in, unless it is there. Failure where it cannot be made."""
        if path.is_dir():
            return
        for one in reversed([path, *path.parents]):
            if not one.is_dir():
                try:
                    one.mkdir()
                except OSError as error:
                    raise unwritten(str(one), error) from None
                self.folders.append(one)


@contextlib.contextmanager
def written(path: str | None, *, private: bool = False) -> Iterator[BinaryIO]:
    """A stream to write to: standard output without a path, else a file that takes its place when the block ends.

    What fails half-way leaves the target as it was. private: readable by its owner only.
    """
    if path in (None, "-"):
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with Files(private) as files, files.open(str(path)) as stream:
        yield stream


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


def unwritten(path: str, error: OSError) -> Failure:
    """What to tell of an output that the system does not let us write."""
    key = CAUSES.get(error.errno or 0, "output.cannot")
    return Failure(key, path=path, why=error.strerror or str(error))
