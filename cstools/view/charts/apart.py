"""A chart of the user's own is drawn by a process of its own: a specification can abort or stall the drawing library.

The library measures text and runs expressions in compiled code that ends the whole process on some of them (a control
character an expression makes, a font name with a quote, a width of a billion), where no exception can be caught. Our
own charts, whose specifications are made here, are drawn within this process: another one costs a third of a second.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

SECONDS = 20
"""A chart that is not drawn by then never will be."""
CHILD = """
import json, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, ValueError, OSError):
    pass
import vl_convert
asked = json.load(sys.stdin)
made = getattr(vl_convert, asked["how"])(asked["spec"], allowed_base_urls=[], **asked["options"])
sys.stdout.buffer.write(made if isinstance(made, bytes) else made.encode())
"""


class Undrawn(ValueError):
    """The chart could not be drawn; why, in one line."""


def drawn(how: str, spec: Mapping[str, Any] | str, **options: Any) -> bytes:
    """What the library's function `how` makes of a specification. Raises Undrawn."""
    asked = json.dumps({"how": how, "spec": spec, "options": options}).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-c", CHILD], input=asked, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Undrawn(f"{SECONDS} s") from None
    if done.returncode:
        said = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.startswith("ValueError")]
        raise Undrawn(said[-1].partition(": ")[2] if said else "the drawing library gave up")
    return done.stdout
