"""What the READMEs and the man pages tell people to type works as it stands, and says what they say it says.

`pytest tests/docs --populate` writes the outputs in the READMEs anew; read the diff before you commit it.
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

from cstools.cli.boundary import attempt
from cstools.cli.run import main as tool
from cstools.errors import Exit
from cstools.model.commands import COMMANDS, Example

ROOT = Path(__file__).resolve().parents[2]
LANGS = {"README.md": "en_US.UTF-8", "README.zh.md": "zh_CN.UTF-8"}
EXAMPLES = [example for tool in COMMANDS.values() for example in tool.examples]
STEP = re.compile(r"```sh\n(?P<typed>.*?)```\n(?P<shown>\n```text\n(?P<output>.*?)```\n)?", re.DOTALL)
MARK = "-- end of step"


def steps(text: str) -> list[re.Match[str]]:
    """The steps of the walk: what is typed, and what it shows; not the block of the two commands, which run this."""
    return [step for step in STEP.finditer(text) if "make review" not in step["typed"]]


def start(text: str, lang: str, folder: Path) -> subprocess.Popen[str]:
    """One shell into which every step is typed."""
    script = "exec 2>&1\n" + "".join(f"{step['typed']}echo '{MARK}'\n" for step in steps(text))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.Popen(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path, "LANG": lang, "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def timeless(text: str) -> list[str]:
    """The lines of an output, sorted, without the time each tool took: tools of a pipe end in any order."""
    return sorted(re.sub(r", [0-9.]+ s$", "", line.rstrip()) for line in text.splitlines() if line.strip())


def copied(folder: Path) -> Path:
    """A copy of what a reader of the README has before them, without what they may have made."""
    shutil.copytree(ROOT / "examples", folder / "examples", ignore=shutil.ignore_patterns("build", "__pycache__"))
    return folder


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, subprocess.Popen[str]]]:
    """Both walks, side by side: they are the longest of all tests."""
    folders = {name: copied(tmp_path_factory.mktemp("walk")) for name in LANGS}
    return {
        name: (folder, start((ROOT / name).read_text(encoding="utf-8"), LANGS[name], folder))
        for name, folder in folders.items()
    }


@pytest.mark.parametrize("name", LANGS)
def test_the_walk_through_the_readme(name: str, walks, populate: bool):
    text = (ROOT / name).read_text(encoding="utf-8")
    folder, shell = walks[name]
    said, _ = shell.communicate()
    assert shell.returncode == 0, said
    assert (folder / "examples" / "review.html").stat().st_size > 1000
    outputs = said.split(f"{MARK}\n")[:-1]
    pairs = [(step, output) for step, output in zip(steps(text), outputs, strict=True) if step["shown"]]
    assert len(pairs) > 2
    if populate:
        for step, output in pairs:
            if timeless(output) == timeless(step["output"]):
                continue
            text = text.replace(step[0], f"```sh\n{step['typed']}```\n\n```text\n{output}```\n")
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
        return
    for step, output in pairs:
        assert timeless(output) == timeless(step["output"]), step["typed"]


def test_both_readmes_have_the_same_commands():
    typed = [
        re.sub(r"(?m)\s*#.*$", "", "\n".join(step["typed"] for step in STEP.finditer((ROOT / name).read_text("utf-8"))))
        for name in LANGS
    ]
    assert typed[0] == typed[1]
    assert "make test" in typed[0]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: re.sub(r"[^a-z]+", "-", example.purpose.lower()))
def test_the_examples_of_the_man_pages(example: Example, tmp_path: Path, monkeypatch, capfd):
    """Each line of an example is a pipeline of our own tools, so cs-run runs it here, without a process a tool."""
    monkeypatch.chdir(copied(tmp_path) / "examples")
    for line in re.sub(r"\\\n|(?<=\|)\n", " ", example.shell).splitlines():
        args = shlex.split(line)[1:] if line.startswith("cs-run ") else [line]
        code = attempt(tool, args)
        said = capfd.readouterr().err
        assert (code, "Traceback" in said) == (Exit.OK, False), f"{line}\n{said}"
