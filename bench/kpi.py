"""What cs-kpi costs: twenty figures by channel, agent and month in one run, against scripts written for just these.

    python bench/kpi.py [-n ROUNDS] [--rows 200000,2000000] [--only NAME,...] [--bin DIR] [--data DIR]

CPU as the median ratio over rounds in turn (A B A B), the clock beside it, and peak memory. Every answer is compared
with ours before its time counts: each figure's value, n, numerator and denominator, and the interval of each rate, to
the last of the nine digits printed. The peers: Polars by hand (peers/kpi_polars.py), DuckDB (peers/kpi_duckdb.sql) and
pandas (peers/kpi_pandas.py), the latter two in the environment of bench/streams.py. They know what these records hold
and read nothing else; cs-kpi also reads other forms of cells, notes what it left out, and writes each figure's rule.
Exits 1 if a bound is broken or an answer differs.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from statistics import median

from peers.inputs import export
from streams import SLOW, Cost, environment, options, run

PEERS = Path(__file__).parent / "peers"
METRICS = (
    "volume,customers,handled,resolved,reply_rate,frt_mean,frt_p50,frt_p90,frt_within_30s,aht_mean,rt_full_mean,"
    "rt_full_p50,rt_full_p90,resolution_rate,resolution_rate_answered,csat_pct,csat_mean,dsat,transfer_rate,refund_amount"
)
NAMES = ("channel", "agent", "period", "metric")
NUMBERS = ("value", "n", "numerator", "denominator")
INTERVAL = ("lo", "hi")
POLARS, DUCKDB, PANDAS = 1.3, 2.5, 0.2
"""CPU of ours / the peer's."""
PEAK, PEAK_DUCKDB = 300.0, 2.2
"""MB at any size; our peak memory / DuckDB's."""

Row = tuple[str | float | None, ...]


@dataclass(frozen=True)
class Peer:
    """Another way to the same answer: its command (None: missing), our CPU / its at most, and the same of memory."""

    name: str
    command: tuple[str, ...] | None
    most: float
    most_mb: float | None = None


def records(rows: int, folder: Path, bin_: Path) -> Path:
    """The records of a dirty export, read and cleaned: the peers take every number, cs-kpi none beyond its scale."""
    raw, target = export(rows, folder, bin_), folder / "records.jsonl"
    subprocess.run([str(bin_ / "cs-run"), "-q", f"cs-ingest '{raw}' | cs-clean -o '{target}'"], check=True)
    raw.unlink()
    return target


def peers(table: Path) -> tuple[Peer, ...]:
    """Each peer and its bounds."""
    python = environment()
    own = None if python is None else str(python)
    return (
        Peer("polars", (sys.executable, str(PEERS / "kpi_polars.py"), str(table)), POLARS),
        Peer("duckdb", own and (own, str(PEERS / "kpi_duckdb.py"), str(table)), DUCKDB, PEAK_DUCKDB),
        Peer("pandas", own and (own, str(PEERS / "kpi_pandas.py"), str(table)), PANDAS),
    )


def figures(path: Path) -> Iterator[Row]:
    """The rows of an answer: names, numbers and, of a rate, its interval. A number is as it was printed."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            rate = row["metric"].endswith(("_rate", "_answered", "_pct", "_30s")) or row["metric"] == "dsat"
            numbers = (*NUMBERS, *INTERVAL) if rate else NUMBERS
            yield (*(row[name] for name in NAMES), *(float(row[name]) if row[name] else None for name in numbers))


def difference(ours: Path, its: Path) -> str | None:
    """The first place where two answers differ, in any order of rows; None if they agree."""
    pairs = zip_longest(sorted(figures(ours), key=_names), sorted(figures(its), key=_names))
    return next((f"ours {a}, its {b}" for a, b in pairs if a != b), None)


def _names(row: Row) -> Row:
    return row[: len(NAMES)]


def row(name: str, costs: list[Cost], more: str = "") -> None:
    """One row of the table."""
    cpu, wall, peak = (median(getattr(cost, what) for cost in costs) for what in ("cpu", "wall", "peak"))
    print(f"{name:20}{cpu:9.2f}{wall:9.2f}{peak:9.0f}{more}", flush=True)


def against(peer: Peer, command: list[str], rounds: int, folder: Path) -> tuple[int, list[Cost]]:
    """Print a peer's row: how many bounds are broken against it, and what ours cost beside it."""
    if peer.command is None:
        print(f"{peer.name:20}missing")
        return 0, []
    said = folder / "said.csv"
    first = run(peer.command, said)
    unlike = difference(folder / "ours.csv", said)
    if unlike is not None:
        print(f"{peer.name:20}DIFFERS: {unlike}")
        return 1, []
    pairs = [(run(command), run(peer.command)) for _ in range(1 if first.wall > SLOW else rounds)]
    cpu, wall, peak = (
        median(getattr(a, what) / getattr(b, what) for a, b in pairs) for what in ("cpu", "wall", "peak")
    )
    over = [cpu > peer.most, peer.most_mb is not None and peak > peer.most_mb]
    words = f"{cpu:9.2f}{wall:9.2f}{peak:9.2f}{peer.most:8.2f}" + f"{peer.most_mb or '':>8}" + "  OVER" * any(over)
    row(peer.name, [its for _, its in pairs], words)
    return sum(over), [mine for mine, _ in pairs]


def report(rows: int, given: argparse.Namespace, folder: Path) -> int:
    """Print the table of one size: how many bounds it broke."""
    table = records(rows, folder, given.bin)
    fields = ",".join((*NAMES, *NUMBERS, *INTERVAL))
    asked = ["--by", "channel,agent", "--period", "month", "--metrics", METRICS, "--fields", fields, "-t", "csv"]
    command = [str(given.bin / "cs-kpi"), "-q", *asked, str(table)]
    heading = f"{'CPU s':>9}{'wall s':>9}{'MB':>9}{'CPU x':>9}{'wall x':>9}{'MB x':>9}{'most':>8}{'most MB':>8}"
    print(f"\n{f'{rows:,} rows':20}{heading}")
    run(command, folder / "ours.csv")
    over, own = 0, list[Cost]()
    only = [name for name in given.only.split(",") if name]
    for peer in peers(table):
        if not only or peer.name in only:
            broken, mine = against(peer, command, given.rounds, folder)
            over, own = over + broken, own + mine
    own = own or [run(command)]
    peak = max(cost.peak for cost in own)
    row("cs-kpi", own, f"{'':51}{PEAK:8g}" + "  OVER" * (peak > PEAK))
    return over + (peak > PEAK)


def main() -> int:
    """Print the tables; 1 if a bound is broken."""
    parser = options("cs-kpi against its peers.")
    parser.add_argument("--rows", default="2000000", metavar="N,...", help="sizes of the input (2000000)")
    parser.add_argument("--only", default="", metavar="NAME,...", help="these peers only")
    given = parser.parse_args()
    over = 0
    for rows in sorted(int(text) for text in given.rows.split(",")):
        with tempfile.TemporaryDirectory(dir=given.data) as folder:
            over += report(rows, given, Path(folder))
    return int(over > 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"kpi: {error}")
