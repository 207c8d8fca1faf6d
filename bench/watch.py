"""What cs-watch costs beside cs-kpi on the same tickets: CPU as the median ratio over rounds in turn, and peak memory.

    python bench/watch.py FILE [-n ROUNDS] [--bin DIR]

Exits 1 if cs-watch takes more than twice the CPU.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from statistics import median

from streams import Cost, run

MOST = 2.0
"""CPU of cs-watch / that of cs-kpi."""


def main() -> int:
    """Print the table; 1 if the bound is broken."""
    parser = argparse.ArgumentParser(description="cs-watch against cs-kpi on the same file.")
    parser.add_argument("file", help="tickets as cs-ingest leaves them, without a surge on their last day")
    parser.add_argument("-n", "--rounds", type=int, default=3, help="rounds (3)")
    parser.add_argument("--bin", type=Path, default=Path(sys.executable).parent, metavar="DIR", help="where cs-* are")
    given = parser.parse_args()
    names = ("cs-kpi", "cs-watch", "cs-watch --no-words")
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    for _ in range(given.rounds):
        for name, found in costs.items():
            script, *options = name.split()
            found.append(run([str(given.bin / script), "-q", *options, given.file]))
    ratio = median(a.cpu / b.cpu for a, b in zip(costs["cs-watch"], costs["cs-kpi"], strict=True))
    print(f"{'':22}{'CPU s':>9}{'MB':>9}")
    for name, found in costs.items():
        print(f"{name:22}{median(one.cpu for one in found):9.2f}{median(one.peak for one in found):9.0f}")
    print(f"CPU {ratio:.2f}x, at most {MOST}x" + "  OVER" * (ratio > MOST))
    return int(ratio > MOST)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"watch: {error}")
