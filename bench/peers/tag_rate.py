"""How many texts a tool takes in a second of CPU: measured in its own process, without imports and loading.

The first line of standard input is JSON and says what is asked (`Given`). For every line after it the tool works SPEND
seconds and says its speed on standard output; its answers go to a file the first time. So two tools made ready can take
turns, with nothing but their work between.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SPEND = 1.0
"""Seconds of CPU of a turn at least."""
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
    """A tool made ready: texts in the form it takes, its work on them, and its answers as a list.

    renew: called before every piece of work, beside the clock; makes a tool forget the texts it has seen.
    """

    prepare: Callable[[list[str]], Any]
    work: Callable[[Any], Any]
    told: Callable[[Any], list[Any]] = list
    renew: Callable[[], object] = object


def evenly(rows: Sequence[Any], limit: int) -> Sequence[Any]:
    """So many of them from all parts; 0: all."""
    return rows[:: max(1, len(rows) // limit)][:limit] if limit else rows


def read(path: str | Path) -> list[dict[str, Any]]:
    """The records of JSON lines."""
    with Path(path).open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def turn(tool: Tool, data: Any) -> tuple[float, Any]:
    """Texts a second of CPU, and what was said of them."""
    spent, done, said = 0.0, 0, None
    while spent < SPEND:
        tool.renew()
        began = time.process_time()
        said = tool.work(data)
        spent, done = spent + time.process_time() - began, done + len(data)
    return done / spent, said


def measure(make: Callable[[Given], Tool]) -> None:
    """Make the tool, let it read, then work whenever it is asked to."""
    asked = json.loads(sys.stdin.readline())
    given = Given(read(asked.pop("rows")), **asked)
    tool, answers = make(given), Path(given.answers)
    tool.work(tool.prepare(given.texts[:WARM]))
    data = tool.prepare(given.texts)
    for _ in sys.stdin:
        speed, said = turn(tool, data)
        if not answers.exists():
            answers.write_text(json.dumps(tool.told(said), ensure_ascii=False), encoding="utf-8")
        print(speed, flush=True)
