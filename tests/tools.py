"""The tools run inside a test: quick, with their exit code and both streams."""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from cstools.cli import boundary
from cstools.cli.options import Tool

TABLE = Path(__file__).parent / "cases" / "cs-join" / "first-replace-english" / "accounts.csv"
ASKED = {"join": ["--with", str(TABLE), "--on", "ticket_id=客服账号", "--first"]}
"""What a tool cannot do without."""
ENGLISH = {"LANG": "en_GB.UTF-8", "PATH": os.environ["PATH"], "COLUMNS": "100"}


class Said(NamedTuple):
    """What a run said: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class InBlocks:
    """A tool that reads so many bytes at a time."""

    def __init__(self, tool: Tool, size: int) -> None:
        self.tool, self.script, self.size = tool, tool.script, size

    def job(self, args: list[str]) -> Any:
        job = self.tool.job(args)
        return job and replace(job, source=replace(job.source, block=self.size))


def run(tool: str, *args: str, stdin: bytes | str = b"", block: int | None = None, **env: str) -> Said:
    """One run of cs-TOOL through the boundary. block: bytes read at a time; env: beside LANG=en_GB.UTF-8."""
    made: Any = import_module(f"cstools.cli.{tool}").main
    made = InBlocks(made, block) if block else made
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline=""), io.StringIO()
    with tempfile.TemporaryFile() as given, patch.dict(os.environ, ENGLISH | env, clear=True):
        given.write(stdin.encode() if isinstance(stdin, str) else stdin)
        given.seek(0)
        with (
            os.fdopen(os.dup(given.fileno())) as read,
            patch.object(sys, "stdin", read),
            patch.object(sys, "stdout", out),
            patch.object(sys, "stderr", err),
        ):
            code = boundary.attempt(made, list(args))
    out.flush()
    return Said(int(code), out.buffer.getvalue().decode(), err.getvalue())  # type: ignore[attr-defined]


def side(path: Path) -> list[dict[str, Any]]:
    """The side records of a `--rejects` file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def levels(records: list[dict[str, Any]]) -> Counter[str]:
    """How many side records of each level."""
    return Counter(record["level"] for record in records)
