"""What a person at a terminal sees: pages, and how far a run is."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from cstools.io import pager, progress
from cstools.io.log import Inputs
from cstools.io.pager import show
from cstools.io.progress import Progress

posix = pytest.mark.skipif(sys.platform == "win32", reason="pagers of POSIX")
TALL = "退货\n" * 50


def shown(text: str, tmp_path: Path, *, pager: bool = True, **env: str) -> tuple[str, str | None]:
    """What went to the stream, and what to the pager."""
    kept = tmp_path / "paged"
    given = {
        "PAGER": f"sh -c 'cat > {kept}'",
        "TERM": "xterm",
        "PATH": os.environ["PATH"],
        "LINES": "24",
        "COLUMNS": "80",
    }
    stream = io.BytesIO()
    with patch.dict(os.environ, given | env, clear=True):
        show(text, stream, pager=pager)
    return stream.getvalue().decode(), kept.read_text(encoding="utf-8") if kept.exists() else None


@posix
def test_a_tall_text_goes_through_the_pager(tmp_path: Path) -> None:
    assert shown(TALL, tmp_path) == ("", TALL)


@posix
@pytest.mark.parametrize(
    ("text", "asked", "env"),
    [
        ("short\n", True, {}),
        (TALL, False, {}),
        (TALL, True, {"TERM": "dumb"}),
        (TALL, True, {"PAGER": ""}),
        (TALL, True, {"PAGER": "cat"}),
        (TALL, True, {"PAGER": "no-such-pager -x"}),
        (TALL, True, {"PAGER": "an open 'quote"}),
    ],
)
def test_it_is_written_where_no_pager_is_needed_or_there(
    text: str, asked: bool, env: dict[str, str], tmp_path: Path
) -> None:
    assert shown(text, tmp_path, pager=asked, **env) == (text, None)


@posix
def test_a_pager_left_early_is_no_failure(tmp_path: Path) -> None:
    assert shown("x" * 80 + "\n" * 2**20, tmp_path, PAGER="sh -c true") == ("", None)


@posix
def test_less_shows_chinese_and_leaves_where_all_fits(tmp_path: Path) -> None:
    kept = tmp_path / "env"
    shown(TALL, tmp_path, PAGER=f"sh -c 'echo $LESS $LESSCHARSET > {kept}'")
    assert kept.read_text() == "FRX utf-8\n"
    shown(TALL, tmp_path, PAGER=f"sh -c 'echo $LESS > {kept}'", LESS="S")
    assert kept.read_text() == "S\n"
    assert pager.PAGER == "less"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def watched(files: list[str], asked: bool | None, stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    inputs = Inputs()
    with Progress("cs-clean", files, inputs, asked).showing():
        one = inputs.add(files[0])
        blocks: Iterator[bytes] = one.watched(iter([b"x" * 50, b"x" * 50]))
        next(blocks)
        one.rows = 7
        list(blocks)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "asked", "terminal", "seen"),
    [
        ("a.csv", None, True, True),
        ("a.csv", True, True, True),
        ("a.csv", False, True, False),
        ("a.csv", None, False, False),
        ("a.csv", True, False, False),
        ("-", None, True, False),
        ("-", True, True, True),
    ],
)
def test_progress_is_for_a_person_only(
    name: str, asked: bool | None, terminal: bool, seen: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes(b"x" * 100)
    monkeypatch.chdir(tmp_path)
    said = watched([name], asked, Terminal() if terminal else io.StringIO(), monkeypatch)
    assert bool(said) is seen
    if seen:
        assert said.startswith("\r\x1b[Kcs-clean: 50 B" + (" / 100 B 50%" if name == "a.csv" else ""))
        assert said.endswith("\r\x1b[K")


def test_an_input_is_hashed_only_for_the_log(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"abc")
    plain, hashed = Inputs().add(str(path)), Inputs(hashed=True).add(str(path))
    assert list(plain.watched(iter([b"abc"]))) == [b"abc"]
    assert plain.digest is None
    whole = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert hashed.sha256() == whole, "a file that was not read to its end is hashed whole"
    list(hashed.watched(iter([b"abc"])))
    assert hashed.sha256() == whole
    assert Inputs(hashed=True).add("-").sha256() is None
