"""Input for bench/streams.py: a dirty export of so many tickets, and the clean records of it."""

from __future__ import annotations

import csv
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT.parent / "shared" / "tools" / "gen.py"
"""Makes exports of any size with six forms of dates, where it is at hand; else our example data is repeated."""
EXAMPLES = ("千牛_2025-09.csv", "千牛_2025-10.csv", "抖音飞鸽.csv")
FIELDS = (
    "ticket_id,created_at,channel,shop,customer_id,customer_name,phone,agent,category,product,order_id,text,"
    "first_response_at,resolved_at,status,handle_s,transfer_count,csat,refund_amount"
)


@dataclass(frozen=True)
class Inputs:
    """raw: the export. jsonl, csv: its clean records. corrupt: the jsonl with one line in the middle cut short."""

    raw: Path
    jsonl: Path
    csv: Path
    corrupt: Path
    rows: int
    bad: int
    """The line of `corrupt` that is no record."""


def make(rows: int, folder: Path, bin_: Path) -> Inputs:
    """The files, in `folder`."""
    raw = export(rows, folder, bin_)
    made = {form: folder / f"tickets.{form}" for form in ("jsonl", "csv")}
    for path in made.values():
        # Cleaned, for cs-kpi takes no rating beyond its scale and the peers take every number.
        subprocess.run([str(bin_ / "cs-run"), "-q", f"cs-ingest '{raw}' | cs-clean -o '{path}'"], check=True)
    corrupt, bad = folder / "corrupt.jsonl", rows // 2
    with made["jsonl"].open("rb") as given, corrupt.open("wb") as target:
        for number, line in enumerate(given, start=1):
            target.write(line if number != bad else line[: len(line) // 2].rstrip(b"\\") + b"\n")
    return Inputs(raw, made["jsonl"], made["csv"], corrupt, rows, bad)


def export(rows: int, folder: Path, bin_: Path) -> Path:
    """The dirty export alone, in `folder`."""
    return _generated(rows, folder) if GENERATOR.is_file() else _repeated(rows, folder, bin_)


def _generated(rows: int, folder: Path) -> Path:
    command = [sys.executable, str(GENERATOR), "--n", str(rows), "--seed", "7", "--out", str(folder)]
    subprocess.run([*command, "--customers", "1", "--sessions", "1"], check=True, stdout=subprocess.DEVNULL)
    return (folder / "tickets.csv").rename(folder / "raw.csv")


def _repeated(rows: int, folder: Path, bin_: Path) -> Path:
    """The tickets of the examples, as many times as it takes, each with an id of its own."""
    once = folder / "once.csv"
    exports = [str(ROOT / "examples" / "data" / name) for name in EXAMPLES]
    command = [str(bin_ / "cs-ingest"), "-q", *exports, "--fields", FIELDS, "-o", str(once)]
    subprocess.run(command, check=True)
    with once.open(encoding="utf-8", newline="") as stream:
        heading, *records = csv.reader(stream)
    raw = folder / "raw.csv"
    with raw.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows([f"T{n:09}", *records[n % len(records)][1:]] for n in range(rows))
    return raw
