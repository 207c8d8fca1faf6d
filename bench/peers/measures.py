"""What bench/streams.py measures: our command, the peers' that give the same answer, and the bounds."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from peers.inputs import Inputs

CONVERT, PASS = 0.5, 0.25
"""CPU of CSV to records, and of JSON lines through, against Miller's plain cat."""
GROUP_MILLER, GROUP_POLARS, GROUP_DUCKDB = 0.1, 1.3, 2.5
"""CPU of a group-by from JSON lines against Miller's, a bare projected Polars script's and DuckDB's."""
FUSED = 1.3
"""CPU of four stages in one process against one script written by hand."""
CORRUPT = 1.1
"""CPU with one corrupt line against none."""
PEAK, GROWTH = 300.0, 1.15
"""MB of the conversion at any size; memory at the most rows against that at the fewest."""

PEERS = Path(__file__).parent
ROWS = "cs-ingest {} | cs-clean | cs-tag | cs-clean --mask all"
FOUR = "cs-ingest {} | cs-clean | cs-tag | cs-kpi --by channel --period month --metrics volume,csat_mean,frt_mean"
ID = re.compile(rb'"ticket_id": ?"([^"]*)"')
Answer = object
Says = Callable[[Path], Answer]


@dataclass(frozen=True)
class Peer:
    """Another way to the same answer.

    runs: what starts it: mlr, csvkit, python of the peers' environment, polars (the python that runs this), tool.
    says: None for the same bytes. ours: how our output is read beside it, where that is not the measure's way.
    most: our CPU / its CPU at most.
    """

    name: str
    runs: str
    args: tuple[str, ...]
    says: Says | None
    most: float | None = None
    ours: Says | None = None


@dataclass(frozen=True)
class Measure:
    """A command of ours, what its output says, and the peers that say the same."""

    name: str
    command: tuple[str, ...]
    says: Says
    peers: tuple[Peer, ...]
    most_mb: float | None = None


def records(path: Path) -> Answer:
    """How many JSON lines, and their ids in order."""
    digest, n = hashlib.sha256(), 0
    with path.open("rb") as stream:
        for line in stream:
            found = ID.search(line)
            digest.update(found[1] if found else b"?")
            n += 1
    return n, digest.hexdigest()


def rows(path: Path) -> Answer:
    """The same of CSV with a heading."""
    digest, n = hashlib.sha256(), 0
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            digest.update(row["ticket_id"].encode())
            n += 1
    return n, digest.hexdigest()


def _number(text: str | None) -> float:
    return round(float(text or 0), 4)


def ratings(path: Path) -> Answer:
    """Channel -> how many ratings, and their sum."""
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["channel"]: (_number(row["n"]), _number(row["total"])) for row in csv.DictReader(stream)}


def totals(name: str) -> Says:
    """Channel -> the sum of its ratings, in a column of that name: Miller's count takes nulls in."""

    def says(path: Path) -> Answer:
        with path.open(encoding="utf-8", newline="") as stream:
            return {row["channel"]: _number(row[name]) for row in csv.DictReader(stream)}

    return says


def figures(path: Path) -> Answer:
    """(channel, period) -> metric -> numerator and denominator, as cs-kpi writes them."""
    found: dict[tuple[str, ...], dict[str, tuple[float, float]]] = {}
    with path.open(encoding="utf-8") as stream:
        for row in map(json.loads, stream):
            parts = (row["n"], 0) if row["metric"] == "volume" else (row["numerator"] or 0, row["denominator"] or 0)
            found.setdefault((row["channel"], row["period"]), {})[row["metric"]] = tuple(map(float, parts))
    return found


def kpi_ratings(path: Path) -> Answer:
    """Channel -> how many ratings, and their sum, of cs-kpi's CSV."""
    with path.open(encoding="utf-8", newline="") as stream:
        kept = csv.DictReader(stream)
        return {row["channel"]: (_number(row["denominator"]), _number(row["numerator"])) for row in kept}


def by_hand(path: Path) -> Answer:
    """What `figures` says, of the script written by hand."""
    with path.open(encoding="utf-8", newline="") as stream:
        return {
            (row["channel"], row["period"]): {
                "volume": (float(row["volume"]), 0.0),
                "csat_mean": (_number(row["csat"]), _number(row["csat_n"])),
                "frt_mean": (_number(row["frt"]), _number(row["frt_n"])),
            }
            for row in csv.DictReader(stream)
        }


def measures(inputs: Inputs, bin_: Path) -> Iterator[Measure]:
    """Every measure on these inputs."""
    yield from _through(inputs, bin_)
    yield from _grouped(inputs, bin_)
    yield from _piped(inputs, bin_)


def _library(verb: str, path: Path, says: Says, duckdb: float | None = None) -> tuple[Peer, ...]:
    asked = (verb, str(path))
    return (
        Peer("DuckDB", "python", (str(PEERS / "with_duckdb.py"), *asked), says, duckdb),
        Peer("pandas", "python", (str(PEERS / "with_pandas.py"), *asked), says),
    )


def _through(inputs: Inputs, bin_: Path) -> Iterator[Measure]:
    """Records in, records out."""
    raw, jsonl = str(inputs.raw), str(inputs.jsonl)
    ingest = str(bin_ / "cs-ingest")
    yield Measure(
        "convert",
        (ingest, "-q", raw),
        records,
        (
            Peer("Miller", "mlr", ("--icsv", "--ojsonl", "cat", raw), records, CONVERT),
            Peer("csvkit", "csvkit", ("csvjson", "--stream", "--no-inference", raw), records),
            *_library("convert", inputs.raw, records),
        ),
        PEAK,
    )
    yield Measure(
        "pass",
        (ingest, "-q", jsonl),
        records,
        (
            Peer("Miller", "mlr", ("--ijsonl", "--ojsonl", "cat", jsonl), records, PASS),
            *_library("pass", inputs.jsonl, records),
        ),
        PEAK,
    )
    yield Measure(
        "filter",
        (ingest, "-q", "--where", "csat <= 2", jsonl),
        records,
        (
            Peer(
                "Miller", "mlr", ("--ijsonl", "--ojsonl", "filter", "is_not_empty($csat) && $csat <= 2", jsonl), records
            ),
            Peer("csvkit", "csvkit", ("csvgrep", "-c", "csat", "-r", "^[12](\\.0)?$", str(inputs.csv)), rows),
            *_library("filter", inputs.jsonl, records),
        ),
        PEAK,
    )


def _grouped(inputs: Inputs, bin_: Path) -> Iterator[Measure]:
    """Records in, one row a channel out."""
    for name, path in (("group", inputs.jsonl), ("group-csv", inputs.csv)):
        bound = path == inputs.jsonl
        form = "--ijsonl" if bound else "--icsv"
        asked = ("stats1", "-a", "count,sum", "-f", "csat", "-g", "channel", str(path))
        polars = (str(PEERS / "with_polars.py"), "group", str(path))
        yield Measure(
            name,
            (str(bin_ / "cs-kpi"), "-q", "--by", "channel", "--metrics", "csat_mean", "-t", "csv", str(path)),
            kpi_ratings,
            (
                Peer(
                    "Miller",
                    "mlr",
                    (form, "--ocsv", *asked),
                    totals("csat_sum"),
                    GROUP_MILLER if bound else None,
                    totals("numerator"),
                ),
                Peer("Polars", "polars", polars, ratings, GROUP_POLARS if bound else None),
                *_library("group", path, ratings, GROUP_DUCKDB if bound else None),
            ),
            PEAK,
        )


def _piped(inputs: Inputs, bin_: Path) -> Iterator[Measure]:
    """Several stages: fused against a script and against the pipe; one corrupt line."""
    four = FOUR.format(f"'{inputs.raw}'")
    quiet = re.sub(r"\b(cs-\w+)", rf"'{bin_}/\1' -q", four)
    yield Measure(
        "fused",
        (str(bin_ / "cs-run"), "-q", ROWS.format(f"'{inputs.raw}'")),
        records,
        (Peer("by hand", "polars", (str(PEERS / "kernels.py"), str(inputs.raw)), None, FUSED),),
    )
    script = (str(PEERS / "fused.py"), str(inputs.raw))
    yield Measure(
        "figures",
        (str(bin_ / "cs-run"), "-q", four),
        figures,
        (
            Peer("one question", "polars", script, by_hand),
            Peer("as a pipe", "polars", ("-c", f"import os; os.execl('/bin/sh', 'sh', '-c', {quiet!r})"), None),
        ),
    )
    rejects = inputs.corrupt.with_name("rejects.jsonl")
    ingest = (str(bin_ / "cs-ingest"), "-q")
    yield Measure(
        "corrupt",
        (*ingest, "--rejects", str(rejects), str(inputs.corrupt)),
        lambda path: (_lines(path) + 1, [json.loads(line)["line"] for line in rejects.read_text("utf-8").splitlines()]),
        (
            Peer(
                "no such line", "tool", (*ingest, str(inputs.jsonl)), lambda path: (_lines(path), [inputs.bad]), CORRUPT
            ),
        ),
    )


def _lines(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
