"""Compressed output: the same bytes for the same records, whatever the chunks were and whenever it is run."""

from __future__ import annotations

import zlib
from typing import Any, BinaryIO

GZIP = 31
"""What asks zlib for gzip's own header; it holds no name and no time."""
LEVEL = {".gz": 6, ".zst": 3}
BLOCK = 1 << 20
"""Bytes handed on at a time: where a caller's write ends must not show."""


class Packed:
    """A stream that compresses into another. A flush is not passed on: it would show where a chunk ends."""

    def __init__(self, stream: BinaryIO, packing: str) -> None:
        self.stream = stream
        self.packer = _packer(packing)
        self.waiting = bytearray()

    def write(self, data: Any) -> int:
        """Take some bytes."""
        self.waiting += data
        if len(self.waiting) >= BLOCK:
            whole = len(self.waiting) - len(self.waiting) % BLOCK
            for start in range(0, whole, BLOCK):
                self.stream.write(self.packer.compress(bytes(self.waiting[start : start + BLOCK])))
            del self.waiting[:whole]
        return len(data)

    def flush(self) -> None:
        """Nothing: see the class."""

    def finish(self) -> None:
        """Write what is left; the stream beneath stays open."""
        self.stream.write(self.packer.compress(bytes(self.waiting)) + self.packer.flush())


def _packer(packing: str) -> Any:
    if packing == ".gz":
        return zlib.compressobj(LEVEL[packing], zlib.DEFLATED, GZIP)
    from zstandard import ZstdCompressor

    return ZstdCompressor(level=LEVEL[packing], write_checksum=True).compressobj()
