"""What it costs to start each tool, as ratios of CPU time against a peer in the same run.

    python bench/startup.py [-n ROUNDS] [--bin DIR]

`--help` of every console script against `python -c pass`: at most 9x. A run on ten rows of the example data against
`python -c "import polars"`: at most 1.6x. Exits 1 if a tool is over.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from statistics import median

from ratio import Comparison, compare

DATA = Path(__file__).parent.parent / "examples" / "data"
MOST_HELP, MOST_RUN = 9.0, 1.6
PASS = (sys.executable, "-c", "pass")
POLARS = (sys.executable, "-c", "import polars")


@dataclass(frozen=True)
class Run:
    """A run on ten rows: the tool, which rows of `inputs` it reads, its options."""

    tool: str
    rows: str
    args: tuple[str, ...] = ()
    most: float = MOST_RUN


RUNS = (
    Run("cs-ingest", "raw"),
    Run("cs-join", "tickets", ("--with", str(DATA / "商品.csv"), "--on", "product=品名")),
    Run("cs-clean", "tickets"),
    Run("cs-dedupe", "tickets"),
    Run("cs-tag", "tickets"),
    Run("cs-kpi", "tickets", ("--by", "channel", "--period", "month")),
    Run("cs-rfm", "orders"),
    Run("cs-view", "tickets", ("describe",)),
    Run("cs-report", "tickets", ("-t", "md"), most=3.0),
    Run("cs-run", "tickets", ("cs-clean | cs-kpi --by channel",), most=2.0),
)
"""The last two are no single tool's run: cs-report makes twelve sections of five groups of figures (as Markdown: the
charts of its HTML come from a library that alone costs more than Polars), cs-run is two tools in one process."""


def scripts() -> list[str]:
    """The console scripts of cstools, as installed."""
    installed = entry_points(group="console_scripts")
    return sorted({one.name for one in installed if one.value.startswith("cstools.")})


def inputs(bin_: Path, folder: Path) -> dict[str, Path]:
    """Ten rows of each sort: as a platform exported them, and as cs-ingest writes them."""
    raw = folder / "raw.csv"
    raw.write_bytes(b"".join((DATA / "抖音飞鸽.csv").read_bytes().splitlines(keepends=True)[:11]))
    made = {"raw": raw}
    for name, export in (("tickets", "抖音飞鸽.csv"), ("orders", "订单.csv")):
        made[name] = folder / f"{name}.jsonl"
        command = [str(bin_ / "cs-ingest"), "-q", "--limit", "10", "-o", str(made[name]), str(DATA / export)]
        subprocess.run(command, check=True)
    return made


def measurements(bin_: Path, rounds: int) -> Iterator[tuple[str, Comparison, float]]:
    """What was run, its comparison, and the most its ratio may be."""
    names = scripts() or [run.tool for run in RUNS]
    for name in names:
        yield f"{name} --help", compare((str(bin_ / name), "--help"), PASS, rounds), MOST_HELP
    with tempfile.TemporaryDirectory() as folder:
        rows = inputs(bin_, Path(folder))
        for run in RUNS:
            if run.tool in names:
                command = (str(bin_ / run.tool), *run.args)
                yield f"{run.tool} on ten rows", compare(command, POLARS, rounds, rows[run.rows]), run.most


def main() -> int:
    """Print the table; 1 if a tool is over."""
    parser = argparse.ArgumentParser(description="Start-up cost of every tool.")
    parser.add_argument("-n", "--rounds", type=int, default=9, help="rounds after a warm-up (9)")
    parser.add_argument("--bin", type=Path, default=Path(sys.executable).parent, metavar="DIR", help="where cs-* are")
    given = parser.parse_args()
    over = 0
    print(f"{'CPU s, median of ' + str(given.rounds):30}{'tool':>8}{'peer':>8}{'ratio':>8}{'most':>7}")
    for name, found, most in measurements(given.bin, given.rounds):
        over += found.ratio > most
        row = f"{name:30}{median(found.a):8.3f}{median(found.b):8.3f}{found.ratio:8.2f}{most:7.1f}"
        print(row + ("  OVER" if found.ratio > most else ""), flush=True)
    return int(over > 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"startup: {error}")
