"""Names of files with the values of a field in them: `archive/{created_at:month}.jsonl.gz`."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from string import Formatter

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.columns import near
from cstools.kernels.expr.periods import text_of
from cstools.kernels.expr.text import listed
from cstools.model import fields

PERIODS = ("day", "week", "month", "quarter", "year")
BLANK = "__blank_"
"""Begins the name of the column that holds the text of a blank."""
NULL, EMPTY = "_null", "_empty"
"""What stands for no value, and for a text without characters."""
UNSAFE = re.compile(r'[%/\\:*?"<>|\x00-\x1f\x7f\u0080-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]|^[. ~-]|[. ]$')
"""Signs with a meaning for some file system, shell or terminal."""
DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""Names Windows keeps for itself."""
LONGEST = 150
"""Bytes of a value in a name: file systems allow 255 for the whole name."""


@dataclass(frozen=True)
class Template:
    """A path with blanks. Raises Usage for one that cannot be read."""

    path: str

    @cached_property
    def parts(self) -> list[tuple[str, str | None, str]]:
        """Text, the field behind it (None at the end) and its period ("" for its value)."""
        try:
            read = list(Formatter().parse(self.path))
        except ValueError:
            raise Usage("split.bad", path=self.path) from None
        if any(name == "" or turned for _, name, _, turned in read):
            raise Usage("split.bad", path=self.path)
        return [(text, name, spec or "") for text, name, spec, _ in read]

    @property
    def blanks(self) -> list[tuple[str, str]]:
        """Field and period of each blank."""
        return [(name, spec) for _, name, spec in self.parts if name is not None]

    def check(self) -> None:
        """Usage for a period that is none, or one of a field that is no time."""
        for name, period in self.blanks:
            if period not in ("", *PERIODS):
                raise Usage("split.period", text=period, known=", ".join(PERIODS))
            kinds = {kind.type for one in fields.KINDS for kind in fields.of(one).values() if kind.name == name}
            if period and kinds and not kinds & {"time", "date"}:
                raise Usage("split.time", field=name)

    def values(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The text of each blank, null where a row has no value. Usage where a period is asked of what is no time."""
        made = []
        for number, (name, period) in enumerate(self.blanks):
            dtype = frame.schema.get(name, pl.Null())
            value = pl.lit(None, pl.String) if dtype == pl.Null else pl.col(name)
            if period and dtype not in (pl.Datetime, pl.Date, pl.Null):
                raise Usage("split.time", field=name)
            if dtype == pl.List:
                value = listed(value)
            elif dtype == pl.Datetime and not period:
                value = value.dt.to_string("%Y-%m-%d %H-%M-%S")
            elif dtype != pl.Null:
                value = text_of(value, period) if period else value.cast(pl.String)
            made.append(value.alias(f"{BLANK}{number}"))
        return frame.with_columns(made).select(f"{BLANK}{number}" for number in range(len(made)))

    def filled(self, values: tuple[str | None, ...]) -> str:
        """The path for some values."""
        left = iter(values)
        return "".join(text + ("" if name is None else safe(next(left))) for text, name, _ in self.parts)

    def absent(self, columns: list[str]) -> None:
        """Usage for a field that is none of the columns the records had."""
        for name, _ in self.blanks:
            if name not in columns:
                raise Usage("field.unknown", field=name, near=near(name, columns))

    def fits(self, path: str) -> bool:
        """Whether a path could be one of the files."""
        pattern = "".join(re.escape(text) + ("" if name is None else ".*") for text, name, _ in self.parts)
        return re.fullmatch(pattern, path, re.DOTALL | re.IGNORECASE) is not None


def safe(value: str | None) -> str:
    """A value as part of a file's name: unsafe signs as `%2F`, so that no two values share a name.

    >>> safe("华东/上海"), safe(".."), safe(None), safe("_null"), safe("NUL")
    ('华东%2F上海', '%2E%2E', '_null', '%5Fnull', '%4EUL')
    """
    if not value:
        return NULL if value is None else EMPTY
    text = UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), value)
    if text in (NULL, EMPTY) or DEVICE.fullmatch(text):
        text = f"%{ord(text[0]):02X}{text[1:]}"
    if len(text.encode()) <= LONGEST:
        return text
    short = text.encode()[: LONGEST - 20].decode(errors="ignore")
    return f"{short}~{hashlib.sha256(value.encode()).hexdigest()[:16]}"


def folded(path: str) -> str:
    """A path as the least careful file system compares it."""
    return unicodedata.normalize("NFC", path).casefold()


def apart(path: str, taken: set[str]) -> str:
    """The path, or the first free one `name~2.suffix`: names that differ in case only are one name to some systems."""
    pure = PurePath(path)
    suffixes = "".join(pure.suffixes[-2:])
    stem = path[: len(path) - len(suffixes)] if suffixes else path
    tries = (f"{stem}~{number}{suffixes}" if number > 1 else path for number in range(1, len(taken) + 2))
    return next(one for one in tries if folded(one) not in taken)
