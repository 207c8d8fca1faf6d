"""What cs-clean costs: its default rules against a bare conversion, and against scripts that do ten of its checks.

    python bench/clean.py [-n ROUNDS] [--rows 200000,1000000] [--bin DIR] [--data DIR]

CPU as the median ratio over rounds in turn (A B A B), the clock beside it, and peak memory. Every answer is compared
with ours before its time counts: the ids in order of a conversion; of the ten checks, how many cells fail by field. The
peers: Polars by hand (peers/clean_polars.py), pandas and pandera on its Polars backend (peers/clean_pandas.py,
peers/clean_pandera.py) in the environment of bench/streams.py. They check and convert; cs-clean also unifies every
text, keeps what it took out with its reason, and reads and writes in bounded memory. Exits 1 if a bound is broken or an
answer differs.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from peers.inputs import export
from streams import Cost, environment, options, run

PEERS = Path(__file__).parent / "peers"
CONVERSION = 3.0
"""CPU of the default rules / that of a plain Polars conversion of the same file."""
PANDAS, PANDERA = 1 / 5, 1.0
"""CPU of the default rules / that of a script with ten of their checks."""
PEAK, GROWTH = 320.0, 1.15
"""MB at any size; memory at the most rows against that at the fewest."""


@dataclass(frozen=True)
class Peer:
    """Another way to the same answer: its command, what it must say, and our CPU / its CPU at most."""

    name: str
    command: tuple[str, ...] | None
    most: float
    agrees: bool


def dirty(rows: int, folder: Path, bin_: Path) -> Path:
    """The records of a dirty export as cs-ingest leaves them, as CSV; nothing cleaned."""
    raw, target = export(rows, folder, bin_), folder / "records.csv"
    subprocess.run([bin_ / "cs-ingest", "-q", raw, "-o", target], check=True)
    return target


def failures(path: Path, field: str) -> Counter[str]:
    """How many cells a peer found to fail, by field."""
    with path.open(encoding="utf-8", newline="") as stream:
        return Counter(row[field] for row in csv.DictReader(stream))


def ours(records: Path, rejects: Path) -> Counter[str]:
    """How many cells of the ten checks we found to fail, by field; a customer that is missing is a flag."""
    checked = ("csat", "handle_s", "refund_amount", "first_response_at", "resolved_at", "status")
    with rejects.open(encoding="utf-8") as stream:
        found = Counter(str(record["field"]) for record in map(json.loads, stream))
    with records.open(encoding="utf-8") as stream:
        flagged = sum('"customer.missing"' in line for line in stream)
    return Counter({field: n for field, n in found.items() if field in checked} | {"customer_id": flagged})


def ids(path: Path) -> list[str]:
    """The ids of JSON lines, in order."""
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line)["ticket_id"] for line in stream]


def peers(table: Path, folder: Path, command: list[str]) -> list[Peer]:
    """Each peer, once it was seen what it says beside what we say."""
    records, rejects, said, failed = (folder / name for name in ("ours.jsonl", "rejects.jsonl", "said", "failed.csv"))
    run([*command, "--rejects", str(rejects)], records)
    plain = (sys.executable, str(PEERS / "clean_polars.py"), str(table))
    run(plain, said)
    left, kept = ids(said), set(ids(records))
    found = [Peer("polars, bare", plain, CONVERSION, [one for one in left if one in kept] == ids(records))]
    python = environment()
    for name, script, field, most in (
        ("pandas", "clean_pandas.py", "field", PANDAS),
        ("pandera", "clean_pandera.py", "column", PANDERA),
    ):
        line = None if python is None else (str(python), str(PEERS / script), str(table), str(failed))
        if line is not None:
            run(line, said)
        found.append(Peer(name, line, most, line is None or failures(failed, field) == ours(records, rejects)))
    return found


def row(name: str, costs: list[Cost], more: str = "") -> None:
    """One row of the table."""
    cpu, wall, peak = (median(getattr(cost, what) for cost in costs) for what in ("cpu", "wall", "peak"))
    print(f"{name:20}{cpu:9.2f}{wall:9.2f}{peak:9.0f}{more}", flush=True)


def report(rows: int, rounds: int, folder: Path, bin_: Path) -> tuple[int, float]:
    """Print the table of one size: how many bounds it broke, and our peak memory."""
    table = dirty(rows, folder, bin_)
    command = [str(bin_ / "cs-clean"), "-q", str(table), "-t", "jsonl"]
    print(f"\n{f'{rows:,} rows':20}{'CPU s':>9}{'wall s':>9}{'MB':>9}{'CPU x':>9}{'wall x':>9}{'most':>8}")
    over, own = 0, list[Cost]()
    for peer in peers(table, folder, command):
        if peer.command is None:
            print(f"{peer.name:20}missing")
            continue
        pairs = [(run(command), run(peer.command)) for _ in range(rounds)]
        own += [mine for mine, _ in pairs]
        cpu, wall = (median(getattr(a, what) / getattr(b, what) for a, b in pairs) for what in ("cpu", "wall"))
        broken = cpu > peer.most or not peer.agrees
        over += broken
        word = "" if peer.agrees else "  DIFFERS: its answer is not ours"
        row(peer.name, [its for _, its in pairs], f"{cpu:9.2f}{wall:9.2f}{peer.most:8.2f}" + "  OVER" * broken + word)
    row("cs-clean", own)
    return over, median(cost.peak for cost in own)


def main() -> int:
    """Print the tables; 1 if a bound is broken."""
    parser = options("cs-clean against its peers.")
    parser.add_argument("--rows", default="200000", metavar="N,...", help="sizes of the input (200000)")
    given = parser.parse_args()
    over, peaks = 0, list[float]()
    for rows in sorted(int(text) for text in given.rows.split(",")):
        with tempfile.TemporaryDirectory(dir=given.data) as folder:
            broken, peak = report(rows, given.rounds, Path(folder), given.bin)
        over += broken + (peak > PEAK)
        peaks.append(peak)
        print(f"memory {peak:.0f} MB, at most {PEAK:g}" + "  OVER" * (peak > PEAK))
    if len(peaks) > 1:
        grown = peaks[-1] / peaks[0]
        over += grown > GROWTH
        print(f"memory at most rows / at fewest {grown:.2f}, at most {GROWTH}" + "  OVER" * (grown > GROWTH))
    return int(over > 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"clean: {error}")
