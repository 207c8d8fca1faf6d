"""A text too tall for the terminal, shown page by page."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
from typing import BinaryIO

PAGER = "less"
LESS = {"LESS": "FRX", "LESSCHARSET": "utf-8"}
"""less leaves at once where all fits, shows colours, and leaves the text on the screen. A user's own LESS stands."""


def show(text: str | bytes, stream: BinaryIO, *, pager: bool = False) -> None:
    """Write the text; pager: through a pager, if it is taller than the terminal and there is one. Bytes as they are."""
    if isinstance(text, bytes):
        stream.write(text)
        return
    command = _command() if pager and text.count("\n") >= shutil.get_terminal_size().lines else []
    if not command or not _paged(command, text.encode()):
        stream.write(text.encode())


def _command() -> list[str]:
    """The pager: $PAGER, else less; none on a terminal that cannot move its cursor."""
    asked = os.environ.get("PAGER", PAGER)
    if os.environ.get("TERM") == "dumb" or not asked.strip() or asked == "cat":
        return []
    try:
        words = [asked] if sys.platform == "win32" else shlex.split(asked)
    except ValueError:  # a quote that is not closed
        return []
    return words if shutil.which(words[0]) else []


def _paged(command: list[str], text: bytes) -> bool:
    """Show the text in a pager until it is left; whether it could be started."""
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=LESS | dict(os.environ))
    except OSError:
        return False
    # Ctrl-C belongs to the pager while it is shown; leaving it early is no failure.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with contextlib.suppress(OSError):
            process.communicate(text)
        process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    return True
