"""What streams cost: each tool against the tools people would use instead, and against Polars written by hand.

    python bench/streams.py [-n ROUNDS] [--rows 200000,2000000] [--only NAME,...] [--bin DIR] [--data DIR]

CPU and wall as ratios of ours to a peer, both in the same run and in turn, with the peak memory of each. A peer counts
only once its answer was found equal to ours. Peers: Miller if `mlr` is on PATH; csvkit, DuckDB and pandas in an
environment of their own, made at the first call (bench/peers/requirements.txt; the network is used only for that);
Polars by hand (bench/peers). One that cannot be had is said to be missing. Exits 1 if a bound is broken or an answer
differs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from peers.inputs import Inputs, make
from peers.measures import GROWTH, Measure, Peer, measures

PEERS = Path(__file__).parent / "peers"
SLOW = 20.0
"""Seconds after which a peer runs once only."""


@dataclass(frozen=True)
class Cost:
    """One run: CPU seconds of all its processes, seconds by the clock, the most memory one of them held (MB)."""

    cpu: float
    wall: float
    peak: float


@dataclass(frozen=True)
class Figure:
    """Ours beside one peer's, run by run."""

    ours: tuple[Cost, ...]
    peer: tuple[Cost, ...]

    def ratio(self, what: str) -> float:
        """The median of ours / the peer's."""
        pairs = zip(self.ours, self.peer, strict=True)
        return median(getattr(a, what) / max(getattr(b, what), 1e-3) for a, b in pairs)


def options(description: str, rounds: int = 3) -> argparse.ArgumentParser:
    """The options of a measurement that makes its input: --rounds, --bin, --data."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("-n", "--rounds", type=int, default=rounds, help=f"rounds ({rounds})")
    parser.add_argument("--bin", type=Path, default=Path(sys.executable).parent, metavar="DIR", help="where cs-* are")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where the input is made; default: the temporary one")
    return parser


def run(command: Sequence[str], out: Path | None = None) -> Cost:
    """One run, its output to a file or nowhere. RuntimeError, with what it said, if it fails."""
    given = json.dumps({"command": list(command), "out": str(out or os.devnull)})
    script = [sys.executable, str(PEERS / "cost.py")]
    done = subprocess.run(script, input=given, capture_output=True, text=True, check=True)
    cost = json.loads(done.stdout)
    if "failed" in cost:
        raise RuntimeError(cost["failed"])
    return Cost(**cost)


def environment(name: str = "streams", listed: str = "requirements.txt") -> Path | None:
    """The interpreter of the peers' own environment, made at the first call; None where it cannot be.

    name: its folder. listed: the file of what is installed there.
    """
    folder = PEERS / name
    python = folder / "bin" / "python"
    wanted, ready = (PEERS / listed).read_text(), folder / "ready"
    if not ready.exists() or ready.read_text() != wanted:
        install = [str(python), "-m", "pip", "install", "--quiet", "-r", str(PEERS / listed)]
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=False, capture_output=True)
        if made.returncode or subprocess.run(install, check=False, capture_output=True).returncode:
            return None
        ready.write_text(wanted)
    return python


def command(peer: Peer, python: Path | None) -> list[str] | None:
    """The peer's command line; None where it is missing."""
    where = {
        "tool": peer.args[0],
        "mlr": shutil.which("mlr"),
        "polars": sys.executable,
        "python": python and str(python),
        "csvkit": python and str(python.parent / peer.args[0]),
    }[peer.runs]
    if where is None:
        return None
    if peer.runs in ("csvkit", "tool"):
        return [str(Path(where).parent / Path(peer.args[0]).name), *peer.args[1:]]
    return [where, *peer.args]


def against(measure: Measure, peer: Peer, line: list[str], rounds: int, folder: Path) -> Figure | str:
    """Ours and the peer's costs in turn; a word for why there are none."""
    said = folder / "peer.out"
    try:
        first = run(line, said)
    except RuntimeError as error:
        return f"failed: {error}"
    ours = folder / "ours.out"
    if (
        (said.read_bytes() != ours.read_bytes())
        if peer.says is None
        else peer.says(said) != (peer.ours or measure.says)(ours)
    ):
        return "DIFFERS: its answer is not ours"
    times = 1 if first.wall > SLOW else rounds
    pairs = [(run(measure.command), run(line)) for _ in range(times)]
    return Figure(tuple(a for a, _ in pairs), tuple(b for _, b in pairs))


def report(measure: Measure, rounds: int, folder: Path, python: Path | None) -> tuple[int, float]:
    """Print the rows of one measure: how many bounds it broke, and its peak memory."""
    own = [run(measure.command, folder / "ours.out")]
    own += [run(measure.command) for _ in range(rounds)]
    peak = median(cost.peak for cost in own)
    over = int(measure.most_mb is not None and peak > measure.most_mb)
    say(measure.name, "cstools", median(c.cpu for c in own[1:]), median(c.wall for c in own[1:]), peak)
    if over:
        print(f"{'':25}OVER {measure.most_mb:g} MB")
    for peer in measure.peers:
        line = command(peer, python)
        found = "missing" if line is None else against(measure, peer, line, rounds, folder)
        if isinstance(found, str):
            print(f"{'':10}{peer.name:15}{found}", flush=True)
            over += found.startswith("DIFFERS")
            continue
        ratio = found.ratio("cpu")
        broken = peer.most is not None and ratio > peer.most
        over += broken
        costs = [median(getattr(cost, what) for cost in found.peer) for what in ("cpu", "wall", "peak")]
        bound = "" if peer.most is None else f"{peer.most:8.2f}" + ("  OVER" if broken else "")
        say("", peer.name, *costs, f"{ratio:9.2f}{found.ratio('wall'):9.2f}{bound}")
    return over, peak


def say(measure: str, who: str, cpu: float, wall: float, peak: float, more: str = "") -> None:
    """One row of the table."""
    print(f"{measure:10}{who:15}{cpu:9.2f}{wall:9.2f}{peak:9.0f}{more}", flush=True)


def sized(rows: Sequence[int], given: argparse.Namespace) -> Iterator[tuple[int, Inputs, Path]]:
    """The inputs of each size, in a folder that goes again."""
    for n in sorted(rows):
        with tempfile.TemporaryDirectory(dir=given.data) as folder:
            yield n, make(n, Path(folder), given.bin), Path(folder)


def main() -> int:
    """Print the tables; 1 if a bound is broken."""
    parser = argparse.ArgumentParser(description="Streams against their peers.")
    parser.add_argument("-n", "--rounds", type=int, default=3, help="rounds after a warm-up (3)")
    parser.add_argument("--rows", default="200000", metavar="N,...", help="sizes of the input (200000)")
    parser.add_argument("--only", default="", metavar="NAME,...", help="these measures only")
    parser.add_argument("--bin", type=Path, default=Path(sys.executable).parent, metavar="DIR", help="where cs-* are")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="where the input is made; default: the temporary folder"
    )
    given = parser.parse_args()
    only = [name for name in given.only.split(",") if name]
    over, peaks, python = 0, dict[str, list[float]](), environment()
    for n, inputs, folder in sized([int(text) for text in given.rows.split(",")], given):
        print(f"\n{f'{n:,} rows':25}{'CPU s':>9}{'wall s':>9}{'MB':>9}{'CPU x':>9}{'wall x':>9}{'most':>8}")
        for measure in measures(inputs, given.bin):
            if not only or measure.name in only:
                broken, peak = report(measure, given.rounds, folder, python)
                over += broken
                peaks.setdefault(measure.name, []).append(peak)
    for name, seen in peaks.items():
        if len(seen) > 1:
            grown = seen[-1] / seen[0]
            over += grown > GROWTH
            print(
                f"{name:10}memory at most rows / at fewest {grown:.2f}, at most {GROWTH}" + "  OVER" * (grown > GROWTH)
            )
    return int(over > 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"streams: {error}")
