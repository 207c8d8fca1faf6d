"""Damaged files: every line is accounted for, and every record out of the damage's reach survives as it was."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cstools.model.messages import say
from tests.tools import Said, levels, run, side

HEADINGS = ["ticket_id", "甲", "乙"]
CONTROLS = 4
"""More of them, in files as small as these, are no text."""
INTERNAL = say("internal", "en", why="|").split("|")[0]


class Change(NamedTuple):
    """Bytes put in place of others. at: a share of the file's records; length: bytes taken out."""

    at: float
    length: int
    given: bytes


class Damaged(NamedTuple):
    """A file with some bytes changed, and its records that nothing of it reaches."""

    data: bytes
    untouched: list[list[str]]


BYTES = st.lists(st.sampled_from([b'"', b"\x00", b"\xff", b"\n", b"\r", b",", b"x", b"\xe4", b"{", b"\\"]), max_size=3)
CHANGES = st.lists(st.builds(Change, st.floats(0, 1), st.integers(0, 6), BYTES.map(b"".join)), min_size=1, max_size=3)
PLAIN = st.text(st.sampled_from("ab中，1 ."), max_size=6)
QUOTED = st.text(st.sampled_from('ab中",\n1'), max_size=6)


def csv_text(rows: list[list[str]], end: str = "\n") -> bytes:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(rows)
    return text.getvalue().encode()


def damaged(lines: list[bytes], records: list[list[str]], changes: list[Change]) -> Damaged:
    """The lines with the changes made from the last one on, so that places hold. The first line stays as it is."""
    data = b"".join(lines)
    head = len(lines[0])
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    touched: set[int] = set()
    astray = False
    for change in sorted(changes, reverse=True):
        at = head + int(change.at * (len(data) - head))
        stop = max(at, min(at + change.length, starts[-1]))
        astray = astray or b'"' in data[at:stop] + change.given
        reach = stop + sum(other.length for other in changes)  # others at the same place take more out
        touched |= {n for n in range(len(lines)) if starts[n] <= reach and at <= starts[n + 1]}
        data = data[:at] + change.given + data[stop:]
    if astray:  # a quote astray may reach to the last one that is not its line's own
        last = len(lines) if b'"' in b"".join(lines) else max(touched)
        touched |= set(range(min(touched), last + 1))
    return Damaged(data, [record for number, record in enumerate(records) if number + 1 not in touched])


def ingested(
    folder: Path, data: bytes, *options: str, block: int | None = None
) -> tuple[Said, list[dict[str, object]]]:
    """One run of cs-ingest over a file, and its side records; the summary must add up."""
    path, kept = folder / "in", folder / "rejects"
    path.write_bytes(data)
    kept.unlink(missing_ok=True)
    said = run("ingest", "--rejects", str(kept), *options, str(path), block=block)
    assert "Traceback" not in said.err
    assert INTERNAL not in said.err
    found = side(kept) if kept.exists() else []
    if said.code == 0 and " in, " in said.err:
        lost = levels(found)
        assert read_rows(said) == len(said.records) + lost["row"] + lost["dropped"]
    return said, found


def read_rows(said: Said) -> int:
    """Rows read, as the summary says."""
    return int(said.err.splitlines()[-1].split(": ")[1].split(" in")[0].replace(",", ""))


def rows_of(said: Said) -> list[list[str]]:
    """The records written, as the rows of the CSV they came from."""
    return [[record.get(name) or "" for name in HEADINGS] for record in said.records]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples."""
    return tmp_path_factory.mktemp("conservation")


def numbered(cells: list[tuple[str, str]]) -> list[list[str]]:
    """Records with an id of their own; enough of them in Chinese that a few bad bytes leave the encoding plain."""
    return [[f"T{number:04d}", a, f"{b}客服"] for number, (a, b) in enumerate(cells * 3)]


@settings(max_examples=25)
@given(
    st.one_of(st.lists(st.tuples(cell, cell), min_size=2, max_size=10) for cell in (PLAIN, QUOTED)),
    CHANGES,
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(60, 400),
)
def test_damaged_csv(folder: Path, cells: list[tuple[str, str]], changes: list[Change], end: str, block: int) -> None:
    records = numbered(cells)
    lines = [csv_text([row], end) for row in [HEADINGS, *records]]
    if end != "\n":
        records = [[cell.replace("\n", " ") for cell in row] for row in records]
        lines = [csv_text([row], end) for row in [HEADINGS, *records]]
    data, untouched = damaged(lines, records, changes)
    assume(data.count(0) <= CONTROLS)
    said, found = ingested(folder, data, "--encoding", "utf-8")
    assert said.code == 0
    survived = rows_of(said)
    assert [row for row in untouched if row not in survived] == []
    count = counted(data)
    assert count in (None, read_rows(said))
    again, found_again = ingested(folder, data, "--encoding", "utf-8", block=block)
    assert (again.out, found_again) == (said.out, found)


def counted(data: bytes) -> int | None:
    """Records as Python's csv counts them; None where it finds the text at fault or sees line ends otherwise."""
    text = data.replace(b"\r\n", b"\n").decode("utf-8", "surrogateescape")
    if "\r" in text:
        return None
    try:
        return len(list(csv.reader(io.StringIO(text, newline=""), strict=True))) - 1
    except csv.Error:
        return None


@settings(max_examples=25)
@given(st.lists(st.tuples(PLAIN, QUOTED), min_size=2, max_size=10), CHANGES, st.integers(60, 400))
def test_damaged_jsonl(folder: Path, cells: list[tuple[str, str]], changes: list[Change], block: int) -> None:
    records = numbered(cells)
    lines = [json.dumps(dict(zip(HEADINGS, row, strict=True)), ensure_ascii=False).encode() + b"\n" for row in records]
    changes = [change._replace(given=change.given.replace(b'"', b"'"), length=0) for change in changes]
    data, untouched = damaged(lines, records[1:], changes)
    assume(data.count(0) <= CONTROLS)
    said, found = ingested(folder, data, "--encoding", "utf-8")
    assert said.code == 0
    assert read_rows(said) == len(data.removesuffix(b"\n").split(b"\n"))
    survived = rows_of(said)
    assert [row for row in untouched if row not in survived] == []
    again, found_again = ingested(folder, data, "--encoding", "utf-8", block=block)
    assert (again.out, found_again) == (said.out, found)


@settings(max_examples=20)
@given(
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "big5"]),
    st.sampled_from(["csv", "jsonl"]),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4)), max_size=2),
    st.floats(0, 1),
)
def test_any_encoding_damaged_anywhere_ends_in_words(
    folder: Path, encoding: str, form: str, changes: list[tuple[float, bytes]], cut: float
) -> None:
    rows = [HEADINGS, *numbered([("我的退款", "还没有到账"), ("", "請問")])] * 3
    text = csv_text(rows) if form == "csv" else b"".join(json.dumps({"甲": r[1]}).encode() + b"\n" for r in rows)
    data = text.decode().encode(encoding, "replace")
    for at, given_ in changes:
        place = int(at * len(data))
        data = data[:place] + given_ + data[place + len(given_) :]
    said, _ = ingested(folder, data[: int(cut * len(data))])
    assert said.code in (0, 1)


@pytest.mark.parametrize(("cell", "block"), [("长" * 3_500_000, 1 << 18), ("长," * 2_500_000, None)])
def test_a_line_of_ten_megabytes_survives(folder: Path, cell: str, block: int | None) -> None:
    data = csv_text([HEADINGS, ["T1", cell, ""], ["T2", "x", "y"], ["T3", "z"]])
    said, found = ingested(folder, data, block=block)
    assert rows_of(said) == [["T1", cell, ""], ["T2", "x", "y"], ["T3", "z", ""]]
    assert [one["rule"] for one in found] == ["line.short"]


def test_one_corrupt_line_costs_only_itself(folder: Path) -> None:
    lines = csv_text([["ticket_id", "甲"], *([f"T{number}", "退款，还没有到账"] for number in range(12_000))]).split(
        b"\n"
    )
    lines[9_000] = b'"astray,x'
    for block in (None, 1 << 16):
        said, found = ingested(folder, b"\n".join(lines), block=block)
        assert (read_rows(said), len(said.records)) == (12_000, 11_999)
        assert [(one["level"], one["rule"], one["line"]) for one in found] == [("row", "line.quote", 9_001)]


def test_five_thousand_columns(folder: Path) -> None:
    names = [f"c{number}" for number in range(5000)]
    rows = [[f"{number}" for _ in names] for number in range(12)]
    data = csv_text([names, *rows[:6], rows[0][:-1], *rows[6:]])
    began = time.process_time()
    said, found = ingested(folder, data)
    assert time.process_time() - began < 15
    assert [one["rule"] for one in found] == ["line.short"]
    assert [list(record.values()) for record in said.records if record["c4999"]] == rows


def test_headings_longer_than_what_is_looked_at(folder: Path) -> None:
    names = [f"heading {number:04d}" for number in range(6000)]
    said, found = ingested(folder, csv_text([names, ["值"] * 6000]))
    assert [list(record) for record in said.records] == [names]
    assert found == []


def test_a_bad_byte_in_a_heading(folder: Path) -> None:
    said, _ = ingested(folder, "甲\udc80,乙\n退款,还没有到账\n".encode("utf-8", "surrogateescape"))
    assert said.records == [{"甲?": "退款", "乙": "还没有到账"}]


def test_headings_repeated_behind_a_mark(folder: Path) -> None:
    said, _ = ingested(folder, b"\xef\xbb\xbfa,a,a\n1,2,3\n")
    assert said.records == [{"a": "1", "a_2": "2", "a_3": "3"}]
