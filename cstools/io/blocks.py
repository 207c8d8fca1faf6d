"""Files and standard input, opened and read in blocks of bytes."""

from __future__ import annotations

import glob
import os
import select
import signal
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import polars as pl

from cstools.errors import Failure

BLOCK = 8 << 20
"""Bytes read at a time. Each block costs a plan (about 24 ms); four times as much is no faster and takes double the
memory (measured on 300 MB of tickets)."""
LONG = 1 << 20
"""Bytes whose lines Polars counts: of 8 MiB in 1.5 ms, where `bytes.count` takes 5."""
TAIL = 64 << 10
"""Bytes of a block in which its last line end is looked for."""
BURST, PATIENCE = 32 << 10, 0.02
"""So many bytes are no live row but part of a file, and so many seconds are waited for its rest: on a busy machine
the tool before pauses in the middle, and a plan for every pause doubles the CPU of a pipe of four."""


def expand(names: tuple[str, ...]) -> list[str]:
    """The files that names, `-` and globs stand for, each glob in name order; Failure where a glob has none."""
    paths: list[str] = []
    for given in names or ("-",):
        name = str(Path(given).expanduser()) if given.startswith("~") else given
        if name == "-" or Path(name).exists() or not glob.has_magic(name):
            paths.append(name)
            continue
        found = sorted(glob.glob(name, recursive=True))  # noqa: PTH207  (Path.glob takes no absolute pattern)
        if not found:
            raise Failure("glob.none", pattern=name)
        paths += found
    return paths


def open_bytes(path: str) -> BinaryIO:
    """The input, unbuffered; Failure in words for what cannot be opened."""
    if path == "-":
        return sys.stdin.buffer
    try:
        if stat.S_ISDIR(Path(path).stat().st_mode):
            raise Failure("file.directory", path=path)
        return Path(path).open("rb", buffering=0)
    except FileNotFoundError:
        raise Failure("file.missing", path=path) from None
    except PermissionError:
        raise Failure("file.denied", path=path) from None


def blocks(stream: BinaryIO, size: int = BLOCK) -> Iterator[bytes]:
    """Blocks of about `size` bytes; a shorter one as soon as nothing more waits, so that a live row goes on at once."""
    handle = stream.fileno()
    bytes(2 * BLOCK)  # freed at once: glibc then keeps what a block frees for the next one (malloc(3), threshold)
    if sys.platform != "win32":
        # Polars takes SIGINT over with SA_RESTART: a read that waits would begin again, and Ctrl-C would do nothing.
        signal.siginterrupt(signal.SIGINT, True)
    carried = b""
    while True:
        parts = _gather(handle, _to_line_end(handle, size), carried)
        carried = _over(parts) if sum(map(len, parts)) >= size else b""
        if not parts:
            return
        yield parts[0] if len(parts) == 1 else b"".join(parts)


def by_lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    r"""The same text, cut behind the last line end of a block; what comes last need not end so.

    >>> list(by_lines([b"a\nb", b"c", b"d\n", b"e"]))
    [b'a\n', b'bcd\n', b'e']
    """
    held: list[bytes] = []
    for block in blocks:
        cut = block.rfind(b"\n") + 1
        if cut == len(block) and not held:
            yield block
        elif cut:
            yield b"".join((*held, memoryview(block)[:cut]))
            held = [block[cut:]] if cut < len(block) else []
        else:
            held.append(block)
    if rest := b"".join(held):
        yield rest


def _to_line_end(handle: int, size: int) -> int:
    """So many bytes, or a few less where a file has a line end: a block need not be cut then, and its rest joined."""
    if sys.platform != "win32":
        with suppress(OSError):  # no file
            before = max(0, size - TAIL)
            tail = os.pread(handle, size - before, os.lseek(handle, 0, os.SEEK_CUR) + before)
            if len(tail) == size - before and b"\n" in tail:
                return before + tail.rfind(b"\n") + 1
    return size


def _over(parts: list[bytes]) -> bytes:
    """What stands behind the last line end of full parts, taken off them."""
    cut = parts[-1].rfind(b"\n") + 1
    if not cut:
        return b""
    over = parts[-1][cut:]
    parts[-1] = parts[-1][:cut]
    return over


def lines(text: bytes) -> int:
    r"""How many lines a text has; the last need not end.

    >>> lines(b"a\n\nb"), lines(b"a\n")
    (3, 1)
    """
    if len(text) >= LONG:
        rows = pl.scan_csv(text, separator="\x01", quote_char=None, has_header=False, infer_schema=False)
        return int(rows.select(pl.len()).collect().item())
    return text.count(b"\n") + (not text.endswith(b"\n"))


def _gather(handle: int, size: int, carried: bytes) -> list[bytes]:
    parts = [carried] if carried else []
    held = len(carried)
    while held < size:
        part = os.read(handle, size - held)
        if not part:
            break
        parts.append(part)
        held += len(part)
        if not _waiting(handle, PATIENCE if held >= BURST else 0):
            break
    return parts


def _waiting(handle: int, patience: float) -> bool:
    """Whether more can be read within so many seconds. Windows cannot ask a pipe: a block is what one read gives."""
    if sys.platform == "win32":
        return False
    return bool(select.select([handle], [], [], patience)[0])


class Feed:
    """Blocks as one stream, of which so many bytes can be taken at a time."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self.blocks = blocks
        self.held: list[bytes] = []
        self.size = 0

    def take(self, count: int) -> bytes:
        """The next `count` bytes; fewer only where the stream ends."""
        while self.size < count:
            block = next(self.blocks, b"")
            if not block:
                break
            self.held.append(block)
            self.size += len(block)
        over = self.size - count
        rest = b""
        if over > 0:  # only the last block is cut: the ones before may be many
            last = self.held.pop() if self.held else b""
            self.held.append(last[: len(last) - over])
            rest = last[len(last) - over :]
        whole = b"".join(self.held)
        self.held, self.size = [rest] if rest else [], max(0, over)
        return whole
