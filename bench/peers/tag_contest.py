"""Two tools that read the same texts in turn, each in a process of its own; for bench/tag.py."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from peers.tag_rate import evenly, read

PEERS = Path(__file__).parent
SAME = 0.999
"""Share of the texts that both label alike, at least."""
Judge = Callable[[Sequence[Any], Sequence[Any], list[dict[str, Any]]], tuple[str, bool]]


class Child:
    """A tool in its process: made ready at once, it works when it is told to."""

    def __init__(self, command: Sequence[str], given: dict[str, Any], folder: Path) -> None:
        self.answers = Path(tempfile.mkdtemp(dir=folder)) / "answers.json"
        self.errors = self.answers.with_name("errors").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True, encoding="utf-8"
        )
        self.tell(json.dumps(given | {"answers": str(self.answers)}))

    def tell(self, line: str) -> None:
        """One line to it."""
        try:
            print(line, file=self.process.stdin, flush=True)
        except BrokenPipeError:
            self.failed()

    def turn(self) -> float:
        """Its speed in one more turn."""
        self.tell("")
        said = self.process.stdout.readline() if self.process.stdout else ""
        return float(said) if said else self.failed()

    def failed(self) -> float:
        """Raises RuntimeError with the last it said."""
        self.process.wait()
        self.errors.seek(0)
        raise RuntimeError((self.errors.read().strip().splitlines() or ["it ended"])[-1])

    def end(self) -> None:
        """Let it go."""
        try:
            self.process.communicate()
        except BrokenPipeError:
            self.process.wait()
        self.errors.close()


@dataclass(frozen=True)
class Contest:
    """Ours against a peer. python: its interpreter, None where it is missing. limit: of its texts; 0: all.

    least: how many times as fast we have to be, if anything. judge: what is said of both answers, and whether that is
    right.
    """

    name: str
    ours: str
    python: Path | None
    script: str
    limit: int
    least: float | None
    judge: Judge

    def row(self, given: dict[str, Any], rounds: int, folder: Path) -> int:
        """Take turns and print the row: whether a bound was broken."""
        title = f"{self.name:33}"
        if self.python is None:
            print(f"{title}missing", flush=True)
            return 0
        own = Child([sys.executable, str(PEERS / "tag_ours.py"), self.ours], given | {"limit": 0}, folder)
        its = Child([str(self.python), str(PEERS / self.script)], given | {"limit": self.limit}, folder)
        try:
            pairs = [(own.turn(), its.turn()) for _ in range(rounds)]
        finally:
            own.end()
            its.end()
        answers = [json.loads(child.answers.read_text(encoding="utf-8")) for child in (own, its)]
        word, right = self.judge(evenly(answers[0], self.limit), answers[1], evenly(read(given["rows"]), self.limit))
        ratio = median(a / b for a, b in pairs)
        a, b = (median(pair[side] for pair in pairs) for side in (0, 1))
        short = max(0.0, 1 - ratio / self.least) if self.least else 0.0
        ends = f"  UNDER by {short:.0%}" * (short > 0) + "  DIFFERS" * (not right)
        bound = "" if self.least is None else f"{self.least:g}"
        print(f"{title}{a:11,.0f}{b:11,.0f}{ratio:9.1f}{bound:>7}   {word}{ends}".rstrip(), flush=True)
        return int(short > 0) + (not right)


def alike(ours: Sequence[Any], its: Sequence[Any], _: list[dict[str, Any]]) -> tuple[str, bool]:
    """How many texts both label alike."""
    share = sum(set(a) == set(b) for a, b in zip(ours, its, strict=True)) / max(len(its), 1)
    return f"{share:.2%} the same labels", share >= SAME


def told(ours: Sequence[Any], its: Sequence[Any], rows: list[dict[str, Any]]) -> tuple[str, bool]:
    """The same, where it need not be so."""
    return alike(ours, its, rows)[0], True


def graded(ours: Sequence[Any], its: Sequence[Any], rows: list[dict[str, Any]]) -> tuple[str, bool]:
    """The macro F1 of both on the texts held out."""
    held = [i for i, row in enumerate(rows) if row["held"]]
    a, b = (f1([answers[i] for i in held], [rows[i]["label"] for i in held]) for answers in (ours, its))
    return f"F1 {a:.3f}, its {b:.3f}", True


def felt(ours: Sequence[Any], its: Sequence[Any], rows: list[dict[str, Any]]) -> tuple[str, bool]:
    """The macro F1 of both where the labels are feelings: of all, for nobody was trained."""
    truth = [row["label"] for row in rows]
    if not {"0", "1"} >= set(truth):
        return "", True
    return f"F1 {f1(ours, truth):.3f}, its {f1(its, truth):.3f}", True


def f1(said: Sequence[str], truth: Sequence[str]) -> float:
    """The mean of the F1 of each label."""
    marks = []
    for label in sorted(set(truth)):
        right = sum(a == b == label for a, b in zip(said, truth, strict=True))
        marks.append(2 * right / max(list(said).count(label) + list(truth).count(label), 1))
    return sum(marks) / max(len(marks), 1)
