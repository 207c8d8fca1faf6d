"""What cs-rfm costs against a script written by hand for these orders (peers/rfm_polars.py).

    python bench/rfm.py [-n ROUNDS] [--rows 2000000] [--bin DIR] [--data DIR]

CPU as the median ratio over rounds in turn (A B A B), and peak memory. The peer's customers are compared with ours
before its time counts: as many, each with the same scores, money and segment. What --clv and --cohort add is told
beside. Exits 1 if a bound is broken or an answer differs. The orders are made by ../shared/tools/gen.py where that is
at hand, else drawn here.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from streams import Cost, options, run

PEER = Path(__file__).parent / "peers" / "rfm_polars.py"
GENERATOR = Path(__file__).parents[2] / "shared" / "tools" / "gen.py"
MOST = 1.5
"""CPU of cs-rfm / that of the script."""
A_CUSTOMER = 4.1
"""Orders the generator makes for each."""


def orders(rows: int, folder: Path, bin_: Path) -> Path:
    """About so many orders, as cs-ingest leaves them, in a CSV."""
    raw, target = folder / "orders.csv", folder / "records.csv"
    if GENERATOR.is_file():
        size = ["--n", "100", "--sessions", "1", "--customers", str(int(rows / A_CUSTOMER)), "--seed", "7"]
        command = [sys.executable, GENERATOR, *size, "--out", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    else:
        drawn(rows, raw)
    subprocess.run([bin_ / "cs-ingest", "-q", raw, "-o", target], check=True)
    return target


def drawn(rows: int, target: Path) -> None:
    """Orders of our own, some customers buying far more often than others."""
    rng = random.Random(7)
    with target.open("w", encoding="utf-8", newline="") as stream:
        write = csv.writer(stream).writerow
        write(["订单编号", "买家ID", "下单时间", "实付金额", "订单状态"])
        for number in range(rows):
            who = int(rows / A_CUSTOMER * rng.random() ** 2)
            day = f"2025-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
            state = "退款成功" if rng.random() < 0.06 else "交易成功"
            write(
                [
                    10**17 + number,
                    f"U{who}",
                    f"{day} {rng.randint(10, 23)}:00:00",
                    f"{rng.lognormvariate(5, 1):.2f}",
                    state,
                ]
            )


def answers(path: Path) -> list[tuple[str, ...]]:
    """What must agree, a line a customer; money to the cent."""
    names = ("customer_id", "orders", "r", "f", "m", "segment")
    with path.open(encoding="utf-8", newline="") as stream:
        return [(*(row[name] for name in names), f"{float(row['monetary']):.2f}") for row in csv.DictReader(stream)]


def main() -> int:
    """Print the table; 1 if a bound is broken."""
    parser = options("cs-rfm against a script by hand.")
    parser.add_argument("--rows", type=int, default=2_000_000, metavar="N", help="orders (2000000)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.data) as name:
        folder = Path(name)
        table = orders(given.rows, folder, given.bin)
        ours, theirs = folder / "ours.csv", folder / "theirs.csv"
        command = [str(given.bin / "cs-rfm"), "-q", str(table), "-o", str(ours)]
        peer = [sys.executable, str(PEER), str(table), str(theirs)]
        run(command), run(peer)
        same = answers(ours) == answers(theirs)
        pairs = [(run(command), run(peer)) for _ in range(given.rounds)]
        more = {option: run([*command, *option.split()]) for option in ("--summary", "--cohort month", "--clv")}
    ratio = median(a.cpu / b.cpu for a, b in pairs)
    print(f"{'':22}{'CPU s':>9}{'MB':>9}")
    row("cs-rfm", [a for a, _ in pairs])
    row("by hand, in Polars", [b for _, b in pairs])
    for option, cost in more.items():
        row(f"cs-rfm {option}", [cost])
    broken = ratio > MOST or not same
    print(f"CPU {ratio:.2f}x, at most {MOST}x" + "  OVER" * (ratio > MOST) + "  DIFFERS" * (not same))
    return int(broken)


def row(name: str, costs: list[Cost]) -> None:
    """One line: median CPU and peak memory."""
    print(f"{name:22}{median(cost.cpu for cost in costs):9.2f}{median(cost.peak for cost in costs):9.0f}", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"rfm: {error}")
