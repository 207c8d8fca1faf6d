"""cs-rfm: from the words of the command line to what the kernel is asked for, and what is said at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from cstools.cli.boundary import complain
from cstools.cli.notes import sentence
from cstools.errors import Usage
from cstools.io.read import read_table
from cstools.kernels.expr.notes import read
from cstools.kernels.expr.span import UNITS, seconds
from cstools.kernels.rfm.clv import Clv
from cstools.kernels.rfm.cuts import parsed
from cstools.kernels.rfm.notes import REPORT
from cstools.kernels.rfm.scores import Cut, Cutting, Tie
from cstools.model.scheme import load

SELLERS = "r=10,f=3,m=200"
"""Where `--cut fixed` cuts unless told: as a tool for sellers does whose rules are published."""


@dataclass(frozen=True)
class Words:
    """The options as typed; None where they were not."""

    cut: Cut
    cuts: str | None
    churn_after: str
    clv: bool
    horizon: str
    discount: float
    holdout: str | None
    fit_report: str | None


def cutting(words: Words, bins: int, tie: Tie, scheme: str) -> Cutting:
    """How customers are cut. Raises Usage for options that do not go together, and for a scheme that is wrong."""
    if words.cut != "fixed" and words.cuts is not None:
        raise Usage("rfm.idle", option="--cuts", other="--cut fixed")
    cuts = parsed(SELLERS if words.cuts is None else words.cuts) if words.cut == "fixed" else None
    return Cutting(words.cut, bins, tie, load(scheme), cuts)


def days(option: str, text: str) -> int:
    """Whole days in a span. Raises Usage for less than one."""
    found, rest = divmod(seconds(text), UNITS["d"])
    if found < 1 or rest:
        raise Usage("rfm.span", option=option, value=text, least=1)
    return found


def clv(words: Words) -> Clv | None:
    """What `--clv` asks for; None without it. Raises Usage for an option that is of use only with it."""
    if not words.clv:
        idle = {
            "--horizon": words.horizon != "365d",
            "--discount": words.discount != 0,
            "--holdout": words.holdout is not None,
            "--fit-report": words.fit_report is not None,
        }
        for option, given in idle.items():
            if given:
                raise Usage("rfm.idle", option=option, other="--clv")
        return None
    if not 0 <= words.discount < 1:
        raise Usage("rfm.discount", value=words.discount)
    holdout = None if words.holdout is None else days("--holdout", words.holdout)
    return Clv(days("--horizon", words.horizon), words.discount, holdout)


def tickets(path: str | None, tz: str, *, other: bool) -> pl.DataFrame | None:
    """The tickets of `--join`; not read where another table is asked for, which is an error anyway."""
    if path is None:
        return None
    return pl.DataFrame() if other else read_table(path, "ticket", tz)


@dataclass(frozen=True)
class Told:
    """Takes the notes of a run: says them, unless it is to be quiet, and writes the fit report."""

    lang: str
    quiet: bool
    path: str | None

    def __call__(self, found: pl.DataFrame) -> None:
        """Say the notes in order."""
        for key, blanks in read(found):
            if key == REPORT:
                self._write(blanks)
            elif not self.quiet:
                complain("cs-rfm", sentence(key, self.lang, blanks))

    def _write(self, made: Mapping[str, object]) -> None:
        import orjson

        from cstools import __version__
        from cstools.io.atomic import written

        if self.path is None:
            return
        head = {"tool": "cs-rfm", "version": __version__}
        with written(self.path) as stream:
            stream.write(orjson.dumps({**head, **made}, option=orjson.OPT_INDENT_2) + b"\n")
