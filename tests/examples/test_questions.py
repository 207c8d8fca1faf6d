"""Each question has an answer: the script runs from anywhere and prints a table."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

QUESTIONS = sorted((Path(__file__).parents[2] / "examples" / "questions").glob("*.sh"))


def test_there_are_questions() -> None:
    assert len(QUESTIONS) >= 7


@pytest.mark.parametrize("script", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_says_what_it_asks_in_both_languages(script: Path) -> None:
    first, comment = script.read_text(encoding="utf-8").splitlines()[:2]
    assert first == "#!/bin/sh"
    assert comment.startswith("# ")
    assert "？ " in comment  # Chinese, then English
    assert comment.isascii() is False


@pytest.mark.parametrize("script", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_has_an_answer(script: Path, environment: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", str(script)], env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) >= 3, done.stderr
    assert not list(tmp_path.iterdir())
