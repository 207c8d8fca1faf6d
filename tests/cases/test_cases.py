"""Golden cases: a folder each, `cases/COMMAND/NAME/{cmd, files..., expout, experr, code}`.

`cmd` is one command a line, quoted as for a shell; each line's output is fed to the next, without a shell. A file that
the commands write is compared with `exp.NAME`. `pytest tests/cases --populate` writes what the commands say now; read
the diff before you commit it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/*/cmd"))
SECONDS = re.compile(r", \d+\.\d s$", re.MULTILINE)
EXPECTED = ("exp*", "code", "cmd")


def run(case: Path, folder: Path) -> tuple[str, str, int]:
    """Standard output, standard error (all commands', without times) and exit code of the case's pipeline."""
    scripts = Path(sys.executable).parent
    env = {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "LANG": "C.UTF-8", "COLUMNS": "100", "TZ": "UTC"}
    fed = b""
    errors: list[str] = []
    code = 0
    for command in (case / "cmd").read_text(encoding="utf-8").splitlines():
        words = shlex.split(command)
        done = subprocess.run(words, input=fed, cwd=folder, env=env, capture_output=True, check=False, timeout=60)
        fed, code = done.stdout, done.returncode
        errors.append(done.stderr.decode())
    return fed.decode(), SECONDS.sub("", "".join(errors)), code


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_case(case: Path, tmp_path: Path, populate: bool) -> None:
    """The pipeline says, byte for byte, what the folder holds."""
    folder = tmp_path / "case"
    shutil.copytree(case, folder, ignore=shutil.ignore_patterns(*EXPECTED))
    before = set(folder.iterdir())
    out, err, code = run(case, folder)
    made = {"expout": out, "experr": err, "code": f"{code}\n"}
    made |= {f"exp.{path.name}": path.read_text(encoding="utf-8") for path in set(folder.iterdir()) - before}
    if populate:
        for name, text in made.items():
            (case / name).write_text(text, encoding="utf-8")
    wanted = {path.name: path.read_text(encoding="utf-8") for path in case.iterdir() if path.name.startswith("exp")}
    assert made == wanted | {"code": (case / "code").read_text(encoding="utf-8")}


def test_every_tool_has_cases() -> None:
    """No tool without a golden case."""
    from cstools.model.commands import COMMANDS

    assert {f"cs-{name}" for name in COMMANDS} <= {case.parent.name for case in CASES}
