"""What a command costs against another: CPU time of the two, run in turn A B A B, so that a busy machine tells nothing.

    python bench/ratio.py [-n ROUNDS] [--most RATIO] 'COMMAND A' 'COMMAND B'

Prints the least, the median and the most CPU seconds (user + system) of each, and the median of the pairwise ratios
A / B; exits 1 if that is above --most. A command that fails ends the run. Standard library only; POSIX.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Comparison:
    """CPU seconds of A and of B, round by round."""

    a: tuple[float, ...]
    b: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median of A / B over the rounds."""
        return median(a / b for a, b in zip(self.a, self.b, strict=True))


def cpu(command: Sequence[str], stdin: Path | None = None) -> float:
    """CPU seconds (user + system) of one run and of the processes it waited for. RuntimeError if it fails."""
    with Path(stdin or os.devnull).open("rb") as source:
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"exit {process.returncode}: {shlex.join(command)}")
    return used.ru_utime + used.ru_stime


def compare(a: Sequence[str], b: Sequence[str], rounds: int = 9, stdin: Path | None = None) -> Comparison:
    """Run both once to warm up, then in turn; `stdin` is what A reads."""
    cpu(a, stdin), cpu(b)
    pairs = [(cpu(a, stdin), cpu(b)) for _ in range(rounds)]
    return Comparison(tuple(a for a, _ in pairs), tuple(b for _, b in pairs))


def line(name: str, seconds: Sequence[float]) -> str:
    """One row of the table."""
    return f"{name}  min {min(seconds):.3f}  median {median(seconds):.3f}  max {max(seconds):.3f} s CPU"


def main() -> int:
    """Compare two commands of the command line."""
    parser = argparse.ArgumentParser(description="Compare the CPU time of two commands.")
    parser.add_argument("-n", "--rounds", type=int, default=9, help="rounds after a warm-up (9)")
    parser.add_argument("--most", type=float, metavar="RATIO", help="exit 1 if A / B is above this")
    parser.add_argument("a", metavar="COMMAND-A")
    parser.add_argument("b", metavar="COMMAND-B")
    given = parser.parse_args()
    found = compare(shlex.split(given.a), shlex.split(given.b), given.rounds)
    over = given.most is not None and found.ratio > given.most
    print(line("A", found.a), line("B", found.b), sep="\n")
    print(f"A / B  median of {given.rounds} pairs {found.ratio:.2f}" + (f"  OVER {given.most:g}" if over else ""))
    return int(over)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError, ValueError) as error:
        sys.exit(f"ratio: {error}")
