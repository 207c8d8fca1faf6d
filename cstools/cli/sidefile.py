"""Side files that people keep by hand: TOML, or a table of any format the tools read."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import polars as pl

from cstools.errors import Failure
from cstools.io.read import read_raw
from cstools.kernels.stage import LINE, PROVENANCE

Made = TypeVar("Made")


def either(path: str, toml: Callable[[str, str], Made], table: Callable[[pl.DataFrame, str], Made]) -> Made:
    """What a side file says: TOML by its name, else a table. Raises Failure for what cannot be read."""
    if Path(path).suffix.lower() == ".toml":
        return toml(text(path), path)
    return table(read_raw(path), path)


def text(path: str) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, or GB18030, as editors save it. Raises Failure for one that is
    not there or cannot be read.
    """
    try:
        raw = Path(path).read_bytes()
        return _decoded(raw)
    except FileNotFoundError as error:
        raise Failure("file.missing", path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Failure("file.broken", path=path, why=error) from error


def _decoded(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16").replace("\r\n", "\n")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return raw.decode("gb18030").replace("\r\n", "\n")


def rows(frame: pl.DataFrame) -> list[tuple[dict[str, str], int]]:
    """The rows of a small table with the lines they stand on; headings are trimmed, empty cells left out."""
    own = [name for name in frame.columns if name not in PROVENANCE]
    told = []
    for row in frame.iter_rows(named=True):
        cells = {name.strip(): (row[name] or "").strip() for name in own}
        told.append(({name: value for name, value in cells.items() if value}, row[LINE] or 1))
    return [(cells, line) for cells, line in told if cells]
