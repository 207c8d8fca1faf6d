"""What cs-why costs against cs-kpi on the same tickets.

    python bench/why.py [-n ROUNDS] [--rows 1000000] [--bin DIR] [--data DIR]

CPU as the median ratio over rounds in turn (A B A B), and peak memory: the default table of cs-why, with its model of
all usual factors, against the default figures of cs-kpi. What --score, --funnel and --cases cost is told beside. Exits
1 if the bound is broken. The tickets are made by ../shared/tools/gen.py where that is at hand, else drawn here.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from streams import Cost, options, run

GENERATOR = Path(__file__).parents[2] / "shared" / "tools" / "gen.py"
MOST = 2.0
"""CPU of cs-why / that of cs-kpi."""


def tickets(rows: int, folder: Path, bin_: Path) -> Path:
    """So many tickets, as cs-ingest and cs-tag leave them."""
    raw, target = folder / "tickets.csv", folder / "tickets.jsonl"
    if GENERATOR.is_file():
        size = ["--n", str(rows), "--customers", "1", "--sessions", "1", "--seed", "7"]
        command = [sys.executable, GENERATOR, *size, "--out", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    else:
        drawn(rows, raw)
    line = f"cs-ingest -q '{raw}' | cs-clean -q | cs-tag -q -o '{target}'"
    subprocess.run([bin_ / "cs-run", line], check=True, stderr=subprocess.DEVNULL)
    return target


def drawn(rows: int, target: Path) -> None:
    """Tickets of our own: the longer the wait, the worse the rating."""
    rng = random.Random(7)
    with target.open("w", encoding="utf-8") as stream:
        stream.write("ticket_id,created_at,channel,agent,first_response_s,transfer_count,status,csat,text\n")
        for number in range(rows):
            wait = int(rng.lognormvariate(4, 1))
            mark = max(1, min(5, round(5 - wait / 100 + rng.gauss(0, 1)))) if rng.random() < 0.3 else ""
            when = f"2025-{rng.randint(1, 12):02}-{rng.randint(1, 28):02} {rng.randint(8, 22):02}:00:00"
            who = f"{rng.choice(('千牛', '电话', '邮件'))},客服{rng.randint(1, 250):03}"
            state = rng.choice(("resolved", "resolved", "open"))
            stream.write(f"T{number},{when},{who},{wait},{int(rng.random() < 0.1)},{state},{mark},物流太慢了\n")


def main() -> int:
    """Print the table; 1 if the bound is broken."""
    parser = options("cs-why against cs-kpi.")
    parser.add_argument("--rows", type=int, default=1_000_000, metavar="N", help="tickets (1000000)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.data) as name:
        folder = Path(name)
        table, out = tickets(given.rows, folder, given.bin), str(folder / "out.jsonl")
        ours, theirs = ([str(given.bin / tool), "-q", str(table), "-o", out] for tool in ("cs-why", "cs-kpi"))
        run(ours), run(theirs)
        pairs = [(run(ours), run(theirs)) for _ in range(given.rounds)]
        more = {option: run([*ours, *option.split()]) for option in ("--score", "--funnel", "--cases 3", "--spearman")}
    ratio = median(a.cpu / b.cpu for a, b in pairs)
    print(f"{'':22}{'CPU s':>9}{'MB':>9}")
    row("cs-why", [a for a, _ in pairs])
    row("cs-kpi", [b for _, b in pairs])
    for option, cost in more.items():
        row(f"cs-why {option}", [cost])
    print(f"CPU {ratio:.2f}x, at most {MOST}x" + "  OVER" * (ratio > MOST))
    return int(ratio > MOST)


def row(name: str, costs: list[Cost]) -> None:
    """One line: median CPU and peak memory."""
    print(f"{name:22}{median(cost.cpu for cost in costs):9.2f}{median(cost.peak for cost in costs):9.0f}", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"why: {error}")
