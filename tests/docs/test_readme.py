"""What the READMEs and the man pages tell people to type works as it stands."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cstools.cli.boundary import attempt
from cstools.cli.run import main as tool
from cstools.errors import Exit
from cstools.model.commands import COMMANDS, Example

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("README.md", "README.zh.md")
EXAMPLES = [example for tool in COMMANDS.values() for example in tool.examples]


def blocks(name: str, kind: str = "sh") -> list[str]:
    """The fenced blocks of a kind, without the one of the two commands: those run this test."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [block for block in re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL) if "make review" not in block]


def lines(text: str) -> list[str]:
    """The lines of an output, without the time a run took and the blanks at its end."""
    return [re.sub(r", [0-9.]+ s$", "", line.rstrip()) for line in text.splitlines()]


def run(script: str, folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path, "LANG": "zh_CN.UTF-8" if ".zh." in name else "en_US.UTF-8", "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what a reader of the README has before them, without what they may have made."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("build", "__pycache__"))
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_the_walk_through_the_readme_works(name: str, project: Path):
    made = run("exec 2>&1\n" + "\n".join(blocks(name)), project, name)
    assert made.returncode == 0, made.stdout
    assert (project / "examples" / "review.html").stat().st_size > 1000
    shown = lines("".join(blocks(name, "text")))
    assert [line for line in shown if line not in lines(made.stdout)] == [], made.stdout
    assert len(shown) > 20


def test_both_readmes_have_the_same_commands():
    bare = [re.sub(r"(?m)\s*#.*$", "", "\n".join(blocks(name))) for name in NAMES]
    assert bare[0] == bare[1]
    assert len(bare[0].splitlines()) > 5


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: re.sub(r"[^a-z]+", "-", example.purpose.lower()))
def test_the_examples_of_the_man_pages_work(example: Example, project: Path, monkeypatch, capfd):
    """Each line of an example is a pipeline of our own tools, so cs-run runs it here, without a process a tool."""
    monkeypatch.chdir(project / "examples")
    for line in re.sub(r"\\\n|(?<=\|)\n", " ", example.shell).splitlines():
        args = shlex.split(line)[1:] if line.startswith("cs-run ") else [line]
        code = attempt(tool, args)
        assert (code, "Traceback" in capfd.readouterr().err) == (Exit.OK, False), line
