"""Every console script as a person runs it: on a pipe, into `head`, stopped by Ctrl-C, on bad input."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cstools.errors import Exit
from cstools.model.commands import COMMANDS
from tests.tools import ASKED, ENGLISH, Said, run

SCRIPTS = Path(sys.executable).parent
TICKET = (
    '{{"ticket_id":"{0}","customer_id":"c{0}","created_at":"2025-10-0{1} 08:00:00","text":"物流太慢了","csat":{1}}}\n'
)
ORDER = '{{"order_id":"{0}","customer_id":"c{0}","ordered_at":"2025-10-0{1} 08:00:00","paid_amount":{1}}}\n'
PIPELINE = "cs-ingest | cs-clean | cs-tag"
USUAL = {name: [PIPELINE] if name == "run" else ASKED.get(name, []) for name in COMMANDS} | {"why": ["--score"]}
"""What each tool is asked here; on its own, cs-run does nothing."""
LONG = USUAL | {
    "kpi": ["--by", "ticket_id", "--metrics", "volume,csat_mean", "-t", "csv"],
    "view": ["freq", "ticket_id"],
    "watch": ["--by", "ticket_id"],
    "staff": ["--by", "ticket_id"],
}
"""Something that has much more to say than a pipe holds."""

HEADER = b"ticket_id,order_id,customer_id,ordered_at,paid_amount,text\n"

every_script = pytest.mark.parametrize("name", COMMANDS)
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals, devices and terminals of POSIX")


def records(name: str, n: int = 3) -> bytes:
    line = ORDER if name == "rfm" else TICKET
    return "".join(line.format(number, number % 5 + 1) for number in range(n)).encode()


def output(name: str) -> str:
    return "out.html" if name == "report" else "out.jsonl"


def started(name: str, *args: str, **streams: object) -> subprocess.Popen[bytes]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    return subprocess.Popen([SCRIPTS / f"cs-{name}", *args], env=ENGLISH, **pipes)  # type: ignore[call-overload, no-any-return]


@every_script
def test_on_a_pipe(name: str) -> None:
    with started(name, *USUAL[name]) as process:
        out, err = process.communicate(records(name), timeout=60)
    assert process.returncode == Exit.OK, err.decode()
    assert out.endswith(b"\n")
    assert err.decode().splitlines()[-1].startswith(f"cs-{name}: 3 in, ")


@posix
@every_script
def test_the_next_in_the_pipe_may_leave(name: str, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(records(name, 8000))
    with source.open("rb") as stdin, started(name, *LONG[name], stdin=stdin) as process:
        assert process.stdout
        assert process.stderr
        assert name == "report" or process.stdout.readline()  # one page is less than a pipe holds
        process.stdout.close()
        said = process.stderr.read().decode()
        assert process.wait(60) == Exit.BROKEN_PIPE
    assert said == ""


@posix
@every_script
def test_ctrl_c_leaves_nothing_behind(name: str, tmp_path: Path) -> None:
    target = tmp_path / output(name)
    target.write_text("as it was", encoding="utf-8")
    args = [f"{PIPELINE} -o {target}"] if name == "run" else [*USUAL[name], "-o", str(target)]
    with started(name, *args) as process:
        assert process.stdin
        assert process.stderr
        process.stdin.write(records(name))
        process.stdin.flush()
        until = time.monotonic() + 30
        while len(list(tmp_path.iterdir())) == 1 and time.monotonic() < until:
            time.sleep(0.01)  # the output is open once its temporary file stands beside it
        process.send_signal(signal.SIGINT)
        assert (process.wait(30), process.stderr.read()) == (Exit.INTERRUPTED, b"")
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["as it was"]


@posix
@every_script
def test_a_terminal_as_input_is_no_input(name: str) -> None:
    ours, theirs = os.openpty()
    try:
        done = subprocess.run(
            [SCRIPTS / f"cs-{name}", *USUAL[name]],
            stdin=theirs,
            env=ENGLISH,
            capture_output=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(theirs)
    assert (done.returncode, done.stdout) == (Exit.USAGE, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"nothing to read" in done.stderr


@posix
@every_script
def test_a_device_survives_being_written_to(name: str) -> None:
    args = [f"{PIPELINE} -o /dev/null"] if name == "run" else [*USUAL[name], "-o", "/dev/null"]
    assert run(name, *args, stdin=records(name)).code == Exit.OK
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def bad(name: str, path: Path, *more: str) -> Said:
    """The tool on a bad file, its output going to a file."""
    target = path.parent / output(name)
    if name == "run":
        return run(name, " ".join(["cs-ingest", f"'{path}'", "| cs-clean", *more, "-o", f"'{target}'"]))
    return run(name, *USUAL[name], str(path), *more, "-o", str(target))


@every_script
@pytest.mark.parametrize(
    ("made", "word"),
    [
        (None, "no such file"),
        ("folder", "is a directory"),
        (bytes(range(256)) * 4, "neither a table nor text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "cannot read"),
        (b"PK\x03\x04 and no more", "cannot read"),
        (b"\x1f\x8b\x08 and no more", "cannot read"),
        (b'{"ret_code":"900002","ret_msg":"token expired"}', "token expired"),
        (b"<html><table></table></html>", "without a table"),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><r><i>&a;</i></r>', "DOCTYPE"),
    ],
)
def test_what_cannot_be_read_is_one_line(name: str, made: bytes | str | None, word: str, tmp_path: Path) -> None:
    path = tmp_path / "in"
    if isinstance(made, bytes):
        path.write_bytes(made)
    elif made:
        path.mkdir()
    before = sorted(tmp_path.iterdir())
    said = bad(name, path)
    assert (said.code, said.out) == (Exit.FAILED, "")
    why, *account = said.err.splitlines()
    assert word in why
    assert all(" in, " in line for line in account)  # what broke off half-way is still counted
    assert len(account) <= 1
    assert sorted(tmp_path.iterdir()) == before


@every_script
@pytest.mark.parametrize("content", [b"", b"\n\n", HEADER, b"\xef\xbb\xbf"])
def test_an_empty_file_is_no_failure(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "in"
    path.write_bytes(content)
    said = bad(name, path)
    assert said.code == Exit.OK, said.err
    assert "is empty" in said.err
    assert (tmp_path / output(name)).exists()


@every_script
def test_a_corrupt_line_costs_only_itself(name: str, tmp_path: Path) -> None:
    path, beside = tmp_path / "in.jsonl", tmp_path / "rejects.jsonl"
    first, *rest = records(name).splitlines(keepends=True)
    path.write_bytes(b"".join([first, b'{"ticket_id":"4", oops}\n', *rest]))
    said = bad(name, path, "--rejects", str(beside))
    assert said.code == Exit.OK, said.err
    assert "4 in" in said.err
    assert "1 rejected (line.corrupt 1)" in said.err
    assert beside.read_text(encoding="utf-8").count("\n") == 1
    assert bad(name, path, "--strict").code == Exit.REJECTS


def test_an_unknown_column_is_named_with_its_neighbours() -> None:
    for name, args in {"kpi": ["--by", "chanel"], "view": ["freq", "chanel"], "dedupe": ["--key", "chanel"]}.items():
        said = run(name, *args, stdin=b'{"ticket_id":"1","channel":"x"}\n')
        assert (said.code, said.out) == (Exit.USAGE, "")
        assert "chanel" in said.err
        assert "channel" in said.err
        assert said.err.count("\n") == 1


@posix
def test_a_descriptor_of_the_shell_is_written_to(tmp_path: Path) -> None:
    given, said = tmp_path / "in.csv", tmp_path / "out.txt"
    given.write_text("ticket_id,csat\n1,x\n", encoding="utf-8")
    with said.open("wb") as stdout:
        stdout.write(b"first\n")
        stdout.flush()
        command = [SCRIPTS / "cs-ingest", "-q", given, "-o", "/dev/stdout", "--rejects", "/dev/stderr"]
        done = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, env=ENGLISH, timeout=60, check=True)
    assert said.read_text(encoding="utf-8") == 'first\n{"ticket_id":"1","csat":null}\n'
    assert done.stderr.startswith(b'{"level":"cell"')


@posix
def test_one_large_block_into_head_is_a_broken_pipe_unbuffered(tmp_path: Path) -> None:
    """With PYTHONUNBUFFERED, as in containers, Python gives a short write for a whole one."""
    source = tmp_path / "in.csv"
    source.write_text("ticket_id,csat\n" + "".join(f"{n},5\n" for n in range(60_000)), encoding="utf-8")
    env = ENGLISH | {"PYTHONUNBUFFERED": "1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([SCRIPTS / "cs-ingest", source], env=env, **pipes) as process:  # type: ignore[call-overload]
        process.stdout.read(1)
        process.stdout.close()
        assert (process.wait(60), process.stderr.read()) == (Exit.BROKEN_PIPE, b"")
