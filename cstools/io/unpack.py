"""gz and zst: any number of members one behind another, unpacked block by block, within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from cstools.errors import Failure

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
SKIPPED = b"\x2a\x4d\x18"
"""What follows the first byte of a zst frame to be passed over."""
MOST = 20 << 30
"""Bytes an archive may unpack to."""
RATIO = 200
"""How many times its size an archive may unpack to, unless it was said how much it may: ten times is usual for text."""
FREE = 64 << 20
"""What does no harm, whatever it was packed to."""
SLICE = 2048
"""Bytes of zst unpacked at a time: a frame can make 32,000 times as many of them."""


class Damaged(Failure):
    """The input breaks off or cannot be read any further. What came before has been given.

    tail: the text of the record it breaks off in.
    """

    def __init__(self, key: str, *, tail: bytes = b"", **params: object) -> None:
        super().__init__(key, **params)
        self.tail = tail


@dataclass
class Meter:
    """How much one input holds and unpacks to. most: bytes it may unpack to."""

    path: str
    most: int = MOST
    packed: int = 0
    plain: int = 0

    def weigh(self, packed: int, plain: int) -> None:
        """Count these bytes; Failure where it is too much."""
        self.packed += packed
        self.plain += plain
        bound = self.most if self.most != MOST else min(MOST, max(FREE, RATIO * self.packed))
        if self.plain > bound:
            raise Failure("file.bomb", path=self.path, size=_size(bound))


def _size(count: int) -> str:
    units = ((30, "GB"), (20, "MB"), (10, "KB"))
    return next((f"{count / (1 << bits):,.0f} {unit}" for bits, unit in units if count >= 1 << bits), f"{count} B")


class _Codec(Protocol):
    """One member on its way."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def is_packed(head: bytes) -> bool:
    """Whether the stream is gz or zst."""
    return head.startswith((GZIP, ZSTD)) or _skippable(head)


def unpacked(blocks: Iterator[bytes], size: int, meter: Meter) -> Iterator[bytes]:
    """The content of a packed stream, in blocks of at most about `size` bytes.

    Raises Damaged where it breaks off or is corrupt, after all that could be unpacked; Failure beyond
    the meter's bound.
    """
    member = _Member(size)
    for block in blocks:
        meter.weigh(len(block), 0)
        rest = block
        full = False
        while rest or full:
            try:
                plain, rest = member.take(rest)
            except ValueError as error:
                raise Damaged("file.broken", path=meter.path, why=str(error)) from None
            full = len(plain) >= size  # there may be more of it, though nothing is left to be unpacked
            if plain:
                meter.weigh(0, len(plain))
                yield plain
    if not member.whole:
        raise Damaged("file.cut", path=meter.path)


class _Member:
    """The member that is being unpacked; the next begins behind its end."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.begin = b""
        self.unpack: Callable[[bytes], tuple[bytes, bytes]] | None = None
        self.whole = True

    def take(self, data: bytes) -> tuple[bytes, bytes]:
        """A block of what `data` holds, and the part of it not yet used. ValueError for what is corrupt."""
        if self.unpack is None:
            begin = self.begin + data
            if not begin.strip(b"\0"):  # tar and tapes fill up with NUL
                return b"", b""
            if len(begin) < len(ZSTD):
                self.begin, self.whole = begin, False
                return b"", b""
            self.unpack, data, self.begin, self.whole = self._begun(begin), begin, b"", False
        return self.unpack(data)

    def _begun(self, begin: bytes) -> Callable[[bytes], tuple[bytes, bytes]]:
        if begin.startswith(GZIP):
            gzip = zlib.decompressobj(31)
            return lambda data: self._gzip(gzip, data)
        if begin.startswith(ZSTD) or _skippable(begin):
            import zstandard

            frame = zstandard.ZstdDecompressor().decompressobj()
            return lambda data: self._frame(frame, data)
        raise ValueError("trailing garbage")

    def _gzip(self, gzip: zlib._Decompress, data: bytes) -> tuple[bytes, bytes]:
        before = gzip.copy()
        try:
            plain = gzip.decompress(data, self.size)
        except zlib.error as error:
            return self._last(_up_to_error(before, data, self.size), error)
        # At the end of a member its tail holds what `unused_data` holds.
        return self._ended(gzip, plain, b"" if gzip.eof else gzip.unconsumed_tail)

    def _frame(self, frame: _Codec, data: bytes) -> tuple[bytes, bytes]:
        import zstandard

        parts: list[bytes] = []
        held = at = 0
        try:
            while at < len(data) and held < self.size and not frame.eof:
                parts.append(frame.decompress(data[at : at + SLICE]))
                held += len(parts[-1])
                at += SLICE
        except zstandard.ZstdError as error:
            return self._last(b"".join(parts), error)
        return self._ended(frame, b"".join(parts), data[at:])

    def _last(self, plain: bytes, error: Exception) -> tuple[bytes, bytes]:
        """What came before an error, which is raised when that has gone on."""
        why = str(error)

        def fail(_: bytes) -> tuple[bytes, bytes]:
            raise ValueError(why)

        self.unpack = fail
        return plain, b"\0"

    def _ended(self, codec: _Codec, plain: bytes, rest: bytes) -> tuple[bytes, bytes]:
        if codec.eof:
            rest = codec.unused_data + rest
            self.unpack, self.whole = None, True
        return plain, rest


def _up_to_error(gzip: zlib._Decompress, data: bytes, size: int) -> bytes:
    """What can be unpacked before the byte that is corrupt: zlib gives nothing from a call that meets an error."""
    parts: list[bytes] = []
    for step in (SLICE, 1):
        try:
            while data and len(parts) < size:
                before = gzip.copy() if step > 1 else gzip
                parts.append(gzip.decompress(data[:step]))
                data = data[step:]
        except zlib.error:
            gzip = before
    return b"".join(parts)


def _skippable(head: bytes) -> bool:
    return head[1:4] == SKIPPED and 0x50 <= head[0] <= 0x5F
