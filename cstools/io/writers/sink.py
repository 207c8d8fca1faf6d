"""Where records go, and in which format."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath

import polars as pl

from cstools.errors import Usage
from cstools.kernels.stage import INTERNAL
from cstools.model import fields as table

FORMATS = ("jsonl", "csv", "tsv", "arrow", "parquet", "xlsx", "table")
BINARY = ("arrow", "parquet", "xlsx")
"""What a terminal cannot show."""
HEADED = ("csv", "tsv", "xlsx")
"""What people open elsewhere: its headings may be labels."""
SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".txt": "table",
}
PACKED = (".gz", ".zst")
"""Suffixes behind that of the format: the bytes are compressed."""
UNWRITTEN = frozenset(
    f".{name}"
    for name in (
        *("zip", "bz2", "xz", "7z", "rar", "tar", "tgz", "xls", "xlsm", "xlsb", "ods", "feather", "ipc", "orc", "avro"),
        *("html", "htm", "md", "pdf", "xml", "docx", "pptx", "db", "sqlite", "yaml", "yml", "toml"),
    )
)
"""Suffixes that promise a format not written: JSON lines under such a name would open nowhere."""
RAW = "raw"
Renders = Callable[[pl.DataFrame], Iterable[tuple[str | None, str | bytes]]]
"""Makes many files of all rows: what fills the one blank of the path, and what is written there."""


@dataclass(frozen=True)
class Sink:
    """Where records go. render: writes all rows as one text, or the bytes of one file, in place of records."""

    path: str | None = None
    format: str | None = None
    fields: tuple[str, ...] = ()
    limit: int | None = None
    lang: str = "zh"
    render: Callable[[pl.DataFrame], str | bytes] | None = None
    renders: Renders | None = None
    table: Callable[[pl.DataFrame, int], str] | None = None
    own_order: bool = False
    """The records are a table a tool has made: its columns stay as they come, not in the order of the field table."""
    headers: str | None = None
    """Headings of csv, tsv and xlsx: `raw` (names of fields), or labels in `zh` or `en`; None: as the format has it."""
    bom: bool = False
    for_excel: bool = False
    """Text that a spreadsheet would take for a formula gets a leading `'`, and the file a BOM (csv, tsv)."""
    dry: bool = False
    """Say what would be written and write nothing."""
    pager: bool = False
    """A text taller than the terminal may go through a pager."""

    @property
    def form(self) -> str:
        """The format written: as asked, else by the suffix of the file, else a table on a terminal, else jsonl."""
        if self.format:
            return self.format
        if self.path in (None, "-"):
            return "table" if sys.stdout.isatty() else "jsonl"
        suffixes = [suffix.lower() for suffix in PurePath(str(self.path)).suffixes[-2:]]
        suffix = suffixes[-1] if suffixes else ""
        if suffix in PACKED:
            suffix = suffixes[-2] if len(suffixes) > 1 else ""
        if suffix in UNWRITTEN:
            raise Usage("output.suffix", suffix=suffix, path=self.path, known=", ".join(SUFFIXES))
        return SUFFIXES.get(suffix, "jsonl")

    @property
    def packing(self) -> str | None:
        """The compression, by the last suffix of the file: `.gz`, `.zst` or None."""
        suffix = "" if self.path is None else PurePath(self.path).suffix.lower()
        return suffix if suffix in PACKED else None

    @property
    def drawn(self) -> bool:
        """Whether texts or files made of all rows are written in place of records."""
        return self.render is not None or self.renders is not None

    @property
    def split(self) -> bool:
        """Whether the path has blanks: records go to many files."""
        return not self.drawn and self.path is not None and "{" in self.path

    def check(self) -> None:
        """Usage, before anything is read, for what this format cannot do."""
        if self.drawn:
            return
        form = self.form
        if form not in FORMATS:
            raise Usage("output.format", format=form, known=", ".join(FORMATS))
        if form in BINARY and self.path in (None, "-") and sys.stdout.isatty() and not self.dry:
            raise Usage("output.binary", format=form)
        for option, asked, able in (
            ("--headers", self.headers, HEADED),
            ("--bom", self.bom, HEADED[:2]),
            ("--for-excel", self.for_excel, HEADED),
        ):
            if asked and form not in able:
                raise Usage("output.option", option=option, format=form, known=", ".join(able))


def arranged(frame: pl.DataFrame, sink: Sink) -> pl.DataFrame:
    """The columns to write, in their order, or those of `--fields`; no internal ones."""
    names = [name for name in frame.columns if name not in INTERNAL]
    if not sink.fields:
        return frame.select(ordered(names, sink))
    return frame.select(
        pl.col(name) if name in names else pl.lit(None, dtype=pl.String).alias(name) for name in sink.fields
    )


def ordered(names: list[str], sink: Sink) -> list[str]:
    """The order columns are written in."""
    return names if sink.own_order or sink.fields else table.order(table.detect(names), names)
