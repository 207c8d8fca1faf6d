"""Around libraries of compiled code: what they make of hostile bytes, as a Failure in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl

from cstools.errors import Failure

PANIC = "PanicException"
"""What a crash of a Rust library comes as; each library has its own, below BaseException."""
STOPS = ("KeyboardInterrupt", "_Ended")
"""What stops a run inside a callback of Polars comes out as such a crash too, and names itself."""


OWN: tuple[type[Exception], ...] = (pl.exceptions.PolarsError, OSError, ValueError, OverflowError)


@contextmanager
def guarded(path: str, *errors: type[Exception]) -> Iterator[None]:
    """Failure naming the file for an error of Polars, for one of these, and for a crash below Python."""
    try:
        yield
    except OWN + errors as error:
        why = next(iter(str(error).splitlines()), "") or type(error).__name__
    except BaseException as error:
        if type(error).__name__ != PANIC or any(stop in str(error) for stop in STOPS):
            raise
        why = "corrupt"
    else:
        return
    raise Failure("file.broken", path=path, why=why)
