"""The generator of the documents: what is committed is what it writes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = spec_from_file_location("generate", ROOT / "man" / "generate.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_nothing_is_stale(generate: ModuleType):
    stale = [path.name for path, text in generate.everything().items() if path.read_text(encoding="utf-8") != text]
    assert stale == []


def test_no_page_is_left_over(generate: ModuleType):
    assert {path for path in generate.everything() if path.parent.name == "man"} == set((ROOT / "man").glob("*.[157]"))


def test_check_shows_the_difference_and_fails(generate: ModuleType, tmp_path: Path, monkeypatch, capsys):
    page = tmp_path / "cs-kpi.1"
    page.write_text("old\n", encoding="utf-8")
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate, "everything", lambda: {page: "new\n"})
    assert generate.main(check=True) == 1
    shown = capsys.readouterr().out
    assert "-old\n+new\n" in shown
    assert "make docs" in shown
    assert generate.main(check=False) == 0
    assert page.read_text(encoding="utf-8") == "new\n"
    assert generate.main(check=True) == 0


@pytest.mark.parametrize(
    ("text", "wanted"),
    [(".Dd", "\\&.Dd"), ("--by", "\\-\\-by"), ("a\\b", "a\\eb"), ("'quoted'", "\\&'quoted'"), ("一.二", "一.二")],
)
def test_roff_shows_text_as_typed(generate: ModuleType, text: str, wanted: str):
    assert generate.roff(text) == wanted


@pytest.mark.skipif(shutil.which("mandoc") is None, reason="needs mandoc")
def test_mandoc_finds_nothing_wrong():
    pages = sorted((ROOT / "man").glob("*.[157]"))
    run = subprocess.run(["mandoc", "-Tlint", *pages], capture_output=True, text=True, check=False, encoding="utf-8")
    assert run.stdout + run.stderr == ""


@pytest.mark.skipif(shutil.which("man") is None, reason="needs man")
def test_man_finds_the_page_beside_the_tool():
    beside = Path(sys.executable).parent
    run = subprocess.run(
        ["man", "-w", "cs-kpi"], capture_output=True, text=True, check=False, env={"PATH": f"{beside}:/usr/bin:/bin"}
    )
    assert run.stdout.strip().endswith("share/man/man1/cs-kpi.1"), run.stderr
