"""How cs-dedupe --on grows: CPU and memory from the fewest rows to the most, what blocking reaches, one giant block.

    python bench/dedupe_scale.py [-n ROUNDS] [--rows 100000,1000000] [--bin DIR] [--data DIR]

Rows: made-up customers (peers/people.py) by name, phone, address and text. Blocking recall, at the most rows: of all
true pairs of tickets of one customer (the generator of bench/streams.py, where it is), the share that is compared, as
`--pairs-known` counts it. Giant block: 200,000 rows with one phone number, alone and beside names. CPU is that of
whole processes, the median over rounds in turn. Exits 1 if a bound is broken.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import polars as pl
from peers import people
from peers.inputs import GENERATOR
from streams import Cost, run

GROWTH, PEAK, RECALL = 13.0, 2000.0, 0.99
"""CPU at the most rows / at the fewest; MB at any size; the share of true pairs that is compared."""
PEOPLE = "name:name,phone:phone,address:address,text:text"
TICKETS = "customer_id,phone:phone,customer_name:name"
GIANT = 200_000
KNOWN = re.compile(r"([\d,]+) known pairs(?: (compared))?\b(?! in)")


def bound(name: str, value: float, limit: float, *, least: bool = False) -> int:
    """Print a figure beside its bound: whether it breaks it."""
    broken = value < limit if least else value > limit
    print(f"{name:48}{value:12,.4g}  {'at least' if least else 'at most'} {limit:g}" + "  OVER" * broken, flush=True)
    return int(broken)


def linked(bin_: Path, path: Path, on: str, out: Path) -> Cost:
    """One run that marks the groups of a file."""
    return run([str(bin_ / "cs-dedupe"), "-q", str(path), "--on", on, "--emit", "mark", "-t", "jsonl"], out)


def growth(sizes: list[int], rounds: int, folder: Path, bin_: Path) -> int:
    """CPU and memory of made-up customers, size by size."""
    files = {}
    for size in sizes:
        (folder / str(size)).mkdir()
        files[size], _ = people.make(size, folder / str(size))
    costs: dict[int, list[Cost]] = {size: [] for size in sizes}
    for _ in range(rounds):
        for size, path in files.items():
            costs[size].append(linked(bin_, path, PEOPLE, folder / "out.jsonl"))
    over = 0
    for size, found in costs.items():
        print(f"{f'{size:,} people: CPU s':48}{median(one.cpu for one in found):12.1f}")
        over += bound(f"{size:,} people: MB", max(one.peak for one in found), PEAK)
    grown = [big.cpu / small.cpu for small, big in zip(costs[sizes[0]], costs[sizes[-1]], strict=True)]
    return over + bound("CPU at the most rows / at the fewest", median(grown), GROWTH)


def recall(rows: int, folder: Path, bin_: Path) -> int:
    """The share of true pairs of generated tickets that is compared."""
    if not GENERATOR.is_file():
        print("blocking recall: the generator is missing")
        return 0
    made = [sys.executable, str(GENERATOR), "--n", str(rows), "--seed", "7", "--out", str(folder)]
    subprocess.run([*made, "--customers", "1", "--sessions", "1"], check=True, stdout=subprocess.DEVNULL)
    tickets, known = folder / "tickets.jsonl", folder / "known.csv"
    subprocess.run([bin_ / "cs-ingest", "-q", folder / "tickets.csv", "-o", tickets], check=True)
    truth = pl.scan_parquet(folder / "tickets_truth.parquet").select("ticket_id", "customer")
    pairs = truth.join(truth, on="customer").filter(pl.col("ticket_id") < pl.col("ticket_id_right"))
    pairs.select(id_a="ticket_id", id_b="ticket_id_right").collect().write_csv(known)
    command = [bin_ / "cs-dedupe", tickets, "--on", TICKETS, "--pairs-known", known, "--emit", "pairs", "-o"]
    said = subprocess.run([*command, folder / "pairs.jsonl"], check=True, capture_output=True, text=True).stderr
    counts = {what or "all": int(n.replace(",", "")) for n, what in KNOWN.findall(said)}
    return bound(f"blocking recall of {rows:,} tickets", counts["compared"] / counts["all"], RECALL, least=True)


def giant(folder: Path, bin_: Path) -> int:
    """One phone number in all rows: memory, and what the tool says."""
    path, draw, over = folder / "giant.csv", random.Random(0), 0
    names = ["".join(draw.choices("王李张刘陈杨黄赵吴周伟芳娜敏静丽强磊", k=3)) for _ in range(GIANT)]
    pl.DataFrame(
        {"ticket_id": [f"T{n}" for n in range(GIANT)], "phone": ["13812345678"] * GIANT, "customer_name": names}
    ).write_csv(path)
    for on in ("phone:phone", "phone:phone,customer_name:name"):
        cost = linked(bin_, path, on, folder / "out.jsonl")
        over += bound(f"{GIANT:,} rows with one phone, --on {on.split(',')[-1]}: MB", cost.peak, PEAK)
        command = [bin_ / "cs-dedupe", path, "--on", on, "--emit", "mark", "--dry-run", "-t", "jsonl"]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stderr.strip().splitlines()[-1])
    return over


def main() -> int:
    """Print the figures; 1 if a bound is broken."""
    parser = argparse.ArgumentParser(description="How cs-dedupe --on grows.")
    parser.add_argument("-n", "--rounds", type=int, default=1, help="rounds (1)")
    parser.add_argument("--rows", default="100000,1000000", metavar="N,...", help="sizes (100000,1000000)")
    parser.add_argument("--bin", type=Path, default=Path(sys.executable).parent, metavar="DIR", help="where cs-* are")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where the input is made; default: the temporary one")
    given = parser.parse_args()
    sizes = sorted(int(text) for text in given.rows.split(","))
    with tempfile.TemporaryDirectory(dir=given.data) as folder:
        over = growth(sizes, given.rounds, Path(folder), given.bin)
        over += recall(sizes[-1], Path(folder), given.bin)
        over += giant(Path(folder), given.bin)
    return int(over > 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"dedupe_scale: {error}")
