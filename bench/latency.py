"""How long a live row takes: written into `cs-clean | cs-tag`, read from its end.

    python bench/latency.py [-n ROWS] [--every SECONDS] [--bin DIR]

One row at a time, each only when nothing waits, as `tail -f` gives them; the first, which waits for the tools to start,
is printed apart. Milliseconds by the clock: median, 95th percentile and most. Exits 1 if the 95th percentile is above
100 ms: run it on an idle machine.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import quantiles
from typing import IO

MOST = 100.0
TOOLS = ("cs-clean", "cs-tag")


def row(n: int) -> bytes:
    """A ticket as a live system gives it."""
    made = {
        "ticket_id": f"{n:019}",
        "channel": "千牛",
        "customer_id": f"u{n % 7}",
        "text": f"订单{n}物流十天不动了，再不处理就投诉！",
        "created_at": f"2025-10-{n % 28 + 1:02} 08:05:03",
        "csat": n % 5 + 1,
    }
    return json.dumps(made, ensure_ascii=False).encode() + b"\n"


def waited(into: IO[bytes], out: IO[bytes], n: int) -> float:
    """Milliseconds from the row's last byte in to its last byte out. RuntimeError if another comes out."""
    began = time.perf_counter()
    into.write(row(n))
    into.flush()
    said = out.readline()
    took = (time.perf_counter() - began) * 1000
    if f"{n:019}".encode() not in said:
        raise RuntimeError(f"row {n} came out as {said[:80]!r}")
    return took


def main() -> int:
    """Print the figures; 1 if rows are late."""
    parser = argparse.ArgumentParser(description="Latency of a live row.")
    parser.add_argument("-n", "--rows", type=int, default=100, help="rows after the first (100)")
    parser.add_argument("--every", type=float, default=0.05, metavar="SECONDS", help="pause between rows (0.05)")
    parser.add_argument("--bin", type=Path, default=Path(sys.executable).parent, metavar="DIR", help="where cs-* are")
    given = parser.parse_args()
    pipe = subprocess.PIPE
    first = subprocess.Popen([given.bin / TOOLS[0], "-q"], stdin=pipe, stdout=pipe, bufsize=0)
    last = subprocess.Popen([given.bin / TOOLS[1], "-q"], stdin=first.stdout, stdout=pipe)
    assert first.stdin
    assert first.stdout
    assert last.stdout
    first.stdout.close()
    start = waited(first.stdin, last.stdout, 0)
    times = []
    for n in range(1, given.rows + 1):
        time.sleep(given.every)
        times.append(waited(first.stdin, last.stdout, n))
    first.stdin.close()
    if first.wait(60) or last.wait(60):
        raise RuntimeError("a tool failed")
    cuts = quantiles(times, n=20, method="inclusive")
    late = cuts[18] > MOST
    print(f"{' | '.join(TOOLS)}: first row {start:.0f} ms; then median {cuts[9]:.1f}, p95 {cuts[18]:.1f}", end="")
    print(f", most {max(times):.1f} ms of {len(times)} rows; p95 at most {MOST:g}" + "  OVER" * late)
    return int(late)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        sys.exit(f"latency: {error}")
