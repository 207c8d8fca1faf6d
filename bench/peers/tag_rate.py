"""How many texts a tool takes in a second of CPU: measured in its own process, without imports and loading.

What is asked stands as JSON on standard input (`Given`); the speed goes to standard output, the answers to a file.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SPEND = 2.0
"""Seconds of CPU a tool is watched for at least."""
WARM = 50
"""Texts read before."""


@dataclass(frozen=True)
class Given:
    """rows: text, label, held (kept from training). limit: how many of them are asked, evenly chosen; 0: all.

    taxonomy, model: files, where a tool wants one. answers: the file they go to.
    """

    rows: list[dict[str, Any]]
    limit: int
    answers: str
    taxonomy: str = ""
    model: str = ""

    @property
    def texts(self) -> list[str]:
        """The texts to read."""
        return [row["text"] for row in evenly(self.rows, self.limit)]

    def shown(self) -> tuple[list[str], list[str]]:
        """The texts to learn from, and their labels."""
        rows = [row for row in self.rows if not row["held"]]
        return [row["text"] for row in rows], [row["label"] for row in rows]


@dataclass(frozen=True)
class Tool:
    """A tool made ready: texts in the form it takes, its work on them, and its answers as a list."""

    prepare: Callable[[list[str]], Any]
    work: Callable[[Any], Any]
    told: Callable[[Any], list[Any]] = list


def evenly(rows: Sequence[Any], limit: int) -> Sequence[Any]:
    """So many of them from all parts; 0: all."""
    return rows[:: max(1, len(rows) // limit)][:limit] if limit else rows


def read(path: str | Path) -> list[dict[str, Any]]:
    """The records of JSON lines."""
    with Path(path).open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def measure(make: Callable[[Given], Tool]) -> None:
    """Make the tool, let it read, say how fast it was."""
    asked = json.load(sys.stdin)
    given = Given(read(asked.pop("rows")), **asked)
    tool = make(given)
    tool.work(tool.prepare(given.texts[:WARM]))
    data, spent, done = tool.prepare(given.texts), 0.0, 0
    while spent < SPEND:
        began = time.process_time()
        said = tool.work(data)
        spent, done = spent + time.process_time() - began, done + len(data)
    Path(given.answers).write_text(json.dumps(tool.told(said), ensure_ascii=False), encoding="utf-8")
    print(json.dumps(done / spent))
