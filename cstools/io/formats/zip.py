"""zip: its members one by one, unpacked on their way and never written to a disk."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from cstools.errors import Failure
from cstools.io.unpack import Damaged, Meter

UTF8 = 0x800
"""The flag of a name in UTF-8."""
LOCKED = 0x1
"""The flag of an encrypted member."""
WORKBOOK = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
"""What a zip has that is a workbook: xlsx, xlsb, ods."""
OFFICE = ("[Content_Types].xml", "mimetype")
"""What a zip has that is some document of an office."""
JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class Archive:
    """A zip that can be read at any place."""

    def __init__(self, content: BinaryIO, path: str, meter: Meter) -> None:
        self.path = path
        self.meter = meter
        with _read(path):
            self.zip = zipfile.ZipFile(content)
            self.all = [one for one in self.zip.infolist() if not one.is_dir()]
        meter.weigh(sum(one.compress_size for one in self.all), 0)
        Meter(path, meter.most, meter.packed).weigh(0, sum(one.file_size for one in self.all))

    def is_workbook(self) -> bool:
        """Whether it is a workbook; Failure for any other document."""
        names = {one.filename for one in self.all}
        if not names.isdisjoint(WORKBOOK):
            return True
        if not names.isdisjoint(OFFICE):
            raise Failure("file.unread", path=self.path, form="Office")
        return False

    def members(self) -> list[tuple[str, zipfile.ZipInfo]]:
        """The names of its files and what they are, in the order of the names. Failure where they are encrypted."""
        for one in self.all:
            if one.flag_bits & LOCKED:
                raise Failure("file.locked", path=self.path)
        return sorted(((name_of(one), one) for one in self.all), key=lambda pair: pair[0])

    def blocks(self, member: zipfile.ZipInfo, size: int) -> Iterator[bytes]:
        """The content of a file; Damaged where it cannot be unpacked any further."""
        try:
            with self.zip.open(member) as stream:
                while block := stream.read(size):
                    self.meter.weigh(0, len(block))
                    yield block
        except ERRORS as error:
            raise Damaged("file.broken", path=f"{self.path}/{name_of(member)}", why=_why(error)) from None

    def check(self) -> None:
        """Failure where its files hold more than they say: who trusts the directory would run out of memory."""
        for one in self.all:
            for _ in self.blocks(one, 1 << 20):
                pass


def is_junk(name: str) -> bool:
    """Whether a file is what a system leaves beside those of a person."""
    return name.startswith(JUNK[0]) or name.rsplit("/", 1)[-1].startswith(("._", *JUNK[1:]))


def name_of(member: zipfile.ZipInfo) -> str:
    """The name of a file as it was meant: without a flag it may be in UTF-8 or GBK, whatever the format says."""
    name = member.orig_filename
    if member.flag_bits & UTF8:
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


@contextmanager
def _read(path: str) -> Iterator[None]:
    try:
        yield
    except ERRORS as error:
        raise Failure("file.broken", path=path, why=_why(error)) from None


def _why(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or "zip"
