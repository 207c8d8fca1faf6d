"""The one boundary: what a run ends with, in words and as an exit code."""

from __future__ import annotations

import contextlib
import errno
import gc
import io
import os
import re
import signal
import sys
import time
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

import typer

from cstools.errors import CsError, Exit, Failure
from cstools.model.messages import language, say

if TYPE_CHECKING:
    from cstools.io.job import Job


class Runs(Protocol):
    """What can be run: a console script and what its arguments ask for."""

    script: str

    def job(self, args: list[str]) -> Job | None:
        """What the arguments ask for, or None where all has been said."""
        ...


SIGNALLED = 128
"""What a shell adds to the number of the signal that ended a process."""
ENDED = ("SIGINT", "SIGTERM") if sys.platform == "win32" else ("SIGINT", "SIGTERM", "SIGHUP")
CLOSED = (("stdin", "r", os.O_RDONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY))
AGAIN = 1.0
"""Seconds a run has to undo what it began; only then does another signal count, or one that was lost come again."""
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EBADF)
"""What only writing runs into."""

UsageError: Any = typer.BadParameter.__mro__[1]
"""Typer carries its own copy of click and exports only this subclass of its usage error."""


def run(tool: Runs, args: list[str] | None = None) -> NoReturn:
    """Parse, execute, and leave with the right code: one line on standard error for every way a run can fail."""
    # A tool is a short process: collecting garbage during imports and taking the interpreter apart at the end cost a
    # fifth of `import polars` (bench/startup.py). Nothing is left to tidy: outputs are closed, side files renamed.
    gc.disable()
    # Before Polars is imported. A chunk is too small to share out: two threads take a fifth more CPU for it than one,
    # eight twice as much, in no less time.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    # The allocator of Polars (jemalloc) keeps what is freed for the next chunk, twice over where a chunk is large: some
    # 150 MB by the end of a long run.
    os.environ.setdefault("_RJEM_MALLOC_CONF", "narenas:1,dirty_decay_ms:100,muzzy_decay_ms:0")
    # NumPy starts a thread a core when it is imported, for products of matrices: half of what importing it costs.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _open_streams()
    _take_over_signals()
    code = attempt(tool, sys.argv[1:] if args is None else args)
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    os._exit(code)


class _Ended(BaseException):
    """Another process asks this one to end: outputs are undone on the way out, as on Ctrl-C."""


_received: dict[int, float] = {}
"""Signals that came, and when. What one raises may come out as another error, from below Python or around an import."""


def _ended(number: int, _: object) -> None:
    now = time.monotonic()
    if all(now - before >= AGAIN for before in _received.values()):
        _received[number] = now
        raise KeyboardInterrupt if number == signal.SIGINT else _Ended(number)


def _take_over_signals() -> None:
    for name in ENDED:
        if signal.getsignal(number := getattr(signal, name)) is not signal.SIG_IGN:  # nohup, or in the background
            signal.signal(number, _ended)
    sys.unraisablehook = _again


def _again(lost: sys.UnraisableHookArgs) -> None:
    """A signal that came where Python cannot raise, in a destructor or a callback from below, is sent once more."""
    if not _received:
        sys.__unraisablehook__(lost)
        return
    from threading import Timer

    Timer(AGAIN + 0.1, os.kill, [os.getpid(), next(iter(_received))]).start()


def _open_streams() -> None:
    """Give standard streams that were closed (`<&-`) something to be: no input, an output that fails, no messages."""
    for number, (name, mode, way) in enumerate(CLOSED):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, way)
            if handle != number:
                os.dup2(handle, number)
            setattr(sys, name, open(number, mode, encoding="utf-8", errors="replace"))  # noqa: PTH123, SIM115
    if isinstance(sys.stdout.buffer, io.RawIOBase):  # PYTHONUNBUFFERED, as in containers: a write may be a short one
        whole = io.BufferedWriter(sys.stdout.buffer)
        sys.stdout = io.TextIOWrapper(whole, sys.stdout.encoding, sys.stdout.errors, write_through=True)


def attempt(tool: Runs, args: list[str]) -> int:
    """The exit code of one run."""
    try:
        job = tool.job(args)
        if job is None:
            sys.stdout.flush()
            return Exit.OK
        from cstools.io.runner import execute

        gc.enable()
        return execute(job)
    except BaseException as error:  # a panic of Polars is no Exception
        return stopped(error) or failed(tool, args, error)


def failed(tool: Runs, args: list[str], error: BaseException) -> int:
    """The exit code of an error, after its sentence."""
    if isinstance(error, CsError):
        complain(tool.script, say(error.key, tongue(args), **error.params))
        return error.code
    if isinstance(error, UsageError):
        from cstools.cli.usage import sentence

        complain(tool.script, f"{sentence(error, tongue(args))} ({tool.script} --help)")
        return Exit.USAGE
    return unforeseen(tool, args, error)


def stopped(error: BaseException) -> int:
    """The exit code of a run that was told to stop, 0 if it was not."""
    if _received:
        return SIGNALLED + next(iter(_received))
    if isinstance(error, (KeyboardInterrupt, typer.Abort)):
        return Exit.INTERRUPTED
    if isinstance(error, _Ended):
        return SIGNALLED + int(error.args[0])
    # What stops a callback of Polars comes out of it as a panic that names it.
    found = re.search(rf"{KeyboardInterrupt.__name__}|{_Ended.__name__}\((\d+)", str(error))
    return 0 if found is None else SIGNALLED + int(found[1] or signal.SIGINT)


def unforeseen(tool: Runs, args: list[str], error: BaseException) -> int:
    """What a failure of the system, or of the tool itself, ends with; `-v` shows the latter whole."""
    from cstools.io.atomic import unwritten

    number = number_of(error)
    if number == errno.EPIPE:
        return Exit.BROKEN_PIPE
    where = getattr(error, "filename", None) or "-"
    if number in FULL:
        failure = unwritten(where, OSError(number, os.strerror(number)))
    elif isinstance(error, OSError):
        failure = Failure("file.broken", path=where, why=error.strerror or str(error))
    elif {"-v", "--verbose"} & set(args):
        raise error
    else:
        failure = Failure("internal", why=f"{type(error).__name__}: {error}"[:300])
    complain(tool.script, say(failure.key, tongue(args), **failure.params))
    return Exit.FAILED


def number_of(error: BaseException) -> int | None:
    """The number of the system's error, None for one of ours. Polars, which may call it a ComputeError, has it in
    words only.
    """
    told = re.search(r"\(os error ([0-9]+)\)", str(error))
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    return int(told[1]) if told else None


def tongue(args: list[str]) -> str:
    """The language of a run whose options may not have parsed: `--lang` if it stands there, else the environment's."""
    for before, after in zip(args, [*args[1:], ""], strict=False):
        choice = after if before == "--lang" else before.removeprefix("--lang=") if "--lang=" in before else ""
        if choice in ("zh", "en"):
            return choice
    return language(dict(os.environ))


def complain(script: str, message: str) -> None:
    """One line on standard error, with no control character of the data in it."""
    from cstools.model.glyphs import visible

    sys.stderr.write(f"{script}: {visible(' '.join(message.split()).removeprefix(f'{script} '))}\n")
    sys.stderr.flush()
