"""What a run ends with: one line in words, and an exit code."""

from __future__ import annotations

import errno

import pytest
from polars.exceptions import PanicException

from cstools.cli import boundary
from cstools.cli.options import tool
from cstools.errors import Exit, Failure, Usage
from tests.tools import ENGLISH, Said, run

TICKETS = '{"ticket_id":"1","csat":5}\n{"ticket_id":"2","csat":3}\n'


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """The exit code and standard error of a tool whose command raises an error."""
    for name, value in ENGLISH.items():
        monkeypatch.setenv(name, value)

    def attempt(error: BaseException, *args: str) -> tuple[int, str]:
        def main() -> None:
            raise error

        return boundary.attempt(tool("clean")(main), list(args)), capsys.readouterr().err

    return attempt


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (Failure("file.missing", path="a.csv"), 1, "cs-clean: no such file: a.csv; check the name and the folder\n"),
        (Usage("option.lang"), 2, "cs-clean: --lang is zh or en\n"),
        (KeyboardInterrupt(), 130, ""),
        (PanicException("PyErr { value: KeyboardInterrupt() }"), 130, ""),
        (PanicException("PyErr { value: _Ended(15) }"), 143, ""),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 141, ""),
        (OSError("write failed (os error 32)"), 141, ""),
        (ValueError("parquet: underlying IO error: Broken pipe (os error 32)"), 141, ""),
        (
            ValueError("parquet: (os error 28)"),
            1,
            "cs-clean: no space left to write -; free some, or write elsewhere\n",
        ),
        (
            OSError(errno.ENOSPC, "No space left on device", "o"),
            1,
            "cs-clean: no space left to write o; free some, or write elsewhere\n",
        ),
    ],
)
def test_every_error_has_its_code_and_one_line(raising, error: BaseException, code: int, said: str) -> None:
    assert raising(error) == (code, said)


def test_an_error_after_a_signal_is_the_signal(raising, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary, "_received", {2: 0.0})
    assert raising(Failure("file.broken", path="a.csv", why="?")) == (130, "")


def test_an_unforeseen_error_is_one_line_too(raising) -> None:
    code, said = raising(ZeroDivisionError("a\nb"))
    assert code == Exit.FAILED
    assert said.count("\n") == 1
    assert "ZeroDivisionError: a b" in said


def test_with_v_an_unforeseen_error_is_shown_whole() -> None:
    def main(verbose: bool = False) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        boundary.attempt(tool("clean")(main), ["--verbose"])


def test_an_error_shows_no_control_character_of_the_data(raising) -> None:
    _, said = raising(Failure("file.missing", path="\x1b[31m\u202ered\nno"))
    assert said == "cs-clean: no such file: ␛[31m␦red no; check the name and the folder\n"


@pytest.mark.parametrize(
    ("args", "word"),
    [(["--nope"], "--nope"), (["--limit", "x"], "x"), (["--limit", "-1"], "-1"), (["--lang", "fr"], "--lang")],
)
def test_a_wrong_option_is_named(args: list[str], word: str) -> None:
    said = run("clean", *args)
    assert said.code == Exit.USAGE
    assert word in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


@pytest.mark.parametrize(
    ("args", "env", "word"),
    [
        ([], "en_US.UTF-8", "no such file"),
        ([], "C.UTF-8", "找不到文件"),
        ([], "", "找不到文件"),
        (["--lang", "zh"], "en_US.UTF-8", "找不到文件"),
        (["--lang=en"], "zh_CN.UTF-8", "no such file"),
    ],
)
def test_an_error_speaks_the_language_asked_for(args: list[str], env: str, word: str) -> None:
    assert word in run("clean", "nothing.csv", *args, LANG=env).err


def test_help_and_version_are_no_runs() -> None:
    assert run("clean", "--help").out.startswith("Usage: cs-clean")
    assert run("clean", "-h").code == Exit.OK
    assert run("clean", "--version").out.startswith("cstools ")


def test_the_summary_is_the_last_line_and_q_is_quiet() -> None:
    said = run("view", stdin=TICKETS)
    assert said == Said(0, said.out, said.err)
    assert said.err.startswith("cs-view: 2 in, 2 out, ")
    assert run("view", "-q", stdin=TICKETS).err == ""
