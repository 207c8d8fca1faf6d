"""The console scripts, installed beside this Python or found on PATH; without them there is nothing to try."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from cstools.model.commands import COMMANDS

ROOT = Path(__file__).parents[2]
SEARCH = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))


@pytest.fixture(scope="session")
def scripts() -> Path:
    """The folder of the console scripts."""
    found = {row.script: shutil.which(row.script, path=SEARCH) for row in COMMANDS.values()}
    missing = [name for name, path in found.items() if path is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)} (pip install -e .)")
    return Path(found["cs-run"] or "").parent


@pytest.fixture(scope="session")
def environment(scripts: Path) -> dict[str, str]:
    """The environment of a user who has the scripts on PATH, with nothing set that changes what they print."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CS_", "MAKE", "MFLAGS", "LC_"))}
    return {**kept, "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}", "LANG": "C.UTF-8"}
