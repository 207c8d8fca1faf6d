"""What cs-watch costs beside cs-kpi on the same tickets: CPU as the median ratio over rounds in turn, and peak memory.

    python bench/watch.py [-n ROUNDS] [--rows 1000000] [--bin DIR] [--data DIR]

Exits 1 if cs-watch takes more than twice the CPU. The tickets are those of why.py.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from streams import Cost, options, run
from why import tickets

MOST = 2.0
"""CPU of cs-watch / that of cs-kpi."""


def main() -> int:
    """Print the table; 1 if the bound is broken."""
    parser = options("cs-watch against cs-kpi on the same file.")
    parser.add_argument("--rows", type=int, default=1_000_000, metavar="N", help="tickets (1000000)")
    given = parser.parse_args()
    names = ("cs-kpi", "cs-watch", "cs-watch --no-words")
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory(dir=given.data) as folder:
        table = tickets(given.rows, Path(folder), given.bin)
        for _ in range(given.rounds):
            for name, found in costs.items():
                script, *asked = name.split()
                found.append(run([str(given.bin / script), "-q", *asked, str(table)]))
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
