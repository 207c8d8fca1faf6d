"""What one command costs, measured by a process of its own: COMMAND... as JSON on standard input with where it writes.

A process started from a large one begins with the memory of that one: of what the bench holds to compare answers, the
command's own peak could not be told.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def measure(command: list[str], out: str) -> dict[str, float | str]:
    """CPU seconds of all its processes, seconds by the clock, the most memory one held (MB); or `failed`, and why."""
    with Path(out).open("wb") as target, tempfile.TemporaryFile() as said:
        began = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=target, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            why = said.read().decode(errors="replace").strip().splitlines()[-1:] or ["?"]
            return {"failed": f"exit {process.returncode}: {' '.join(command)[:200]}: {why[0]}"}
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return {"cpu": used.ru_utime + used.ru_stime, "wall": wall, "peak": used.ru_maxrss / unit}


if __name__ == "__main__":
    given = json.load(sys.stdin)
    print(json.dumps(measure(given["command"], given["out"])))
