"""A sheet to be exported, the dirt put into it on purpose, and the account kept of that dirt."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from world import END

Row = dict[str, Any]


@dataclass
class Sheet:
    """Rows under headings. untouched: indexes of rows that have no dirt yet; totals: rows that are no records."""

    name: str
    headings: list[str]
    rows: list[Row]
    duplicates: int = 0
    totals: list[Row] = field(default_factory=list)
    bad_cells: list[tuple[int, str, str]] = field(default_factory=list)
    time_order: list[int] = field(default_factory=list)
    out_of_range: list[int] = field(default_factory=list)
    corrupt: int = 0
    untouched: set[int] = field(default_factory=set)

    def pick(self, rng: Random, n: int, fit: Callable[[Row], bool]) -> list[int]:
        """Take n clean rows that fit; they are clean no more."""
        chosen = rng.sample([i for i in sorted(self.untouched) if fit(self.rows[i])], n)
        self.untouched -= set(chosen)
        return chosen

    def spoil(self, rng: Random, heading: str, name: str, values: tuple[str, ...]) -> None:
        """Put each of the unreadable values into the column that becomes the field `name`, where there was a value."""
        rows = self.pick(rng, len(values), lambda row: row.get(heading) not in (None, "", "-", "--", "未评价"))
        for index, value in zip(rows, values, strict=True):
            self.rows[index][heading] = value
            self.bad_cells.append((index, name, value))

    def line(self, index: int) -> int:
        """The physical first line of a row, the heading being line 1 (a cell may hold line breaks)."""
        before = self.rows[:index]
        return index + 2 + sum(str(value).count("\n") for row in before for value in row.values())

    def account(self) -> dict[str, Any]:
        """What is in the file, for truth.json."""
        return {
            "rows": len(self.rows) + len(self.totals) + self.corrupt,
            "records": len(self.rows),
            "totals": len(self.totals),
            "corrupt_lines": self.corrupt,
            "duplicates": self.duplicates,
            "time_order": len(self.time_order),
            "csat_out_of_range": len(self.out_of_range),
            "bad_cells": [
                {"line": self.line(index), "field": name, "value": value}
                for index, name, value in sorted(self.bad_cells)
            ],
        }


def sheet(name: str, rows: list[Row], copies: set[int] | None = None) -> Sheet:
    """A sheet of these rows; `copies`: the indexes of rows that belong to a planted duplicate and stay untouched."""
    headings = [heading for heading in dict.fromkeys(heading for row in rows for heading in row) if heading[0] != "_"]
    return Sheet(name, headings, rows, untouched=set(range(len(rows))) - (copies or set()))


def write_csv(made: Sheet, folder: Path, encoding: str) -> None:
    """As a shop's back-end does: that encoding, CRLF."""
    text = io.StringIO()
    writer = csv.DictWriter(text, made.headings, restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows([*made.rows, *made.totals])
    (folder / made.name).write_bytes(text.getvalue().encode(encoding))


def write_jsonl(made: Sheet, folder: Path) -> None:
    """One object a line; the corrupt line is a record cut short, in the middle of the file."""
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in made.rows]
    for _ in range(made.corrupt):
        lines.insert(len(lines) // 2, lines[len(lines) // 2][:73])
    (folder / made.name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def write_xlsx(made: Sheet, folder: Path, name: str) -> None:
    """One sheet, dates as Excel dates; the same bytes on every run."""
    book = xlsxwriter.Workbook(folder / made.name, {"in_memory": True})
    book.set_properties({"created": END})
    page = book.add_worksheet(name)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_row(0, 0, made.headings)
    for number, row in enumerate(made.rows, start=1):
        for column, heading in enumerate(made.headings):
            value = row[heading]
            if isinstance(value, date):
                page.write_datetime(number, column, value, day)
            elif isinstance(value, int):
                page.write_number(number, column, value)
            else:
                page.write_string(number, column, value)
    book.close()
