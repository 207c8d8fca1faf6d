"""cs-staff: from the words of the command line to what the kernel is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import polars as pl

from cstools.cli.boundary import complain
from cstools.cli.job import Render, paged, tongue
from cstools.cli.options import Common, for_people
from cstools.errors import Usage
from cstools.io.read import read_raw
from cstools.kernels import stage
from cstools.kernels.expr.span import seconds
from cstools.kernels.staff import Ask, Target, notes, usable
from cstools.model.messages import say
from cstools.model.shifts import Shifts

LEVEL = re.compile(r"(?P<share>\d{1,3}(?:\.\d+)?)\s*%?\s*/\s*(?P<seconds>\d{1,5})\s*s?", re.ASCII)
SHARE = re.compile(r"(?P<n>\d{1,3}(?:\.\d+)?|\.\d+)\s*(?P<sign>[%％]?)", re.ASCII)
MOST = 99.99
"""The highest level, in percent, that some number of agents reaches and a float can tell from all."""


def target(level: str, occupancy: str | None) -> Target:
    """The target of `--sl` and `--max-occupancy`. Raises Usage.

    >>> target("80/20", "85%")
    Target(share=0.8, seconds=20, occupancy=0.85)
    >>> target("0.8/20", None).share
    0.8
    """
    found = LEVEL.fullmatch(level.strip())
    if found is None or not 0 < float(found["share"]) <= 100:
        raise Usage("staff.sl", text=level)
    wanted = float(found["share"]) * (100 if float(found["share"]) <= 1 else 1)
    if wanted > MOST:
        raise Usage("staff.sl_all", text=level)
    busy = 1.0 if occupancy is None else share("--max-occupancy", occupancy, 0.1, 1, "85%")
    return Target(round(wanted / 100, 9), int(found["seconds"]), busy)


def share(option: str, text: str, least: float, most: float, example: str) -> float:
    """A share written as a percentage, or as a number up to 1. Raises Usage for what is neither, or out of bounds.

    >>> share("--shrinkage", "30%", 0, 0.9, "30%"), share("--shrinkage", "0.3", 0, 0.9, "30%")
    (0.3, 0.3)
    """
    found = SHARE.fullmatch(text.strip())
    value = float(found["n"]) if found else -1.0
    value = round(value / 100, 9) if found and (found["sign"] or value > 1) else value
    if not least <= value <= most:
        bounds = {"least": notes.percent(least), "most": notes.percent(most)}
        raise Usage("staff.percent", option=option, text=text, example=example, **bounds)
    return value


def spell(option: str, text: str | None, example: str) -> int | None:
    """Seconds in a span; None where it is not given. Raises Usage for less than one."""
    if text is None:
        return None
    found = seconds(text)
    if found < 1:
        raise Usage("staff.span", option=option, text=text, example=example)
    return found


SL = "80/20"
"""The target unless said: the one call centres speak of."""
WEEKS = 2
"""Weeks a forecast is of unless said."""


def together(options: Mapping[str, object]) -> None:
    """Raise Usage("staff.one") where two of the options are given."""
    given = [name for name, value in options.items() if value]
    if len(given) > 1:
        raise Usage("staff.one", first=given[0], second=given[1])


def ahead(weeks: int | None, *, asked: bool) -> int:
    """Weeks to forecast, 0 for none. Raises Usage for `--weeks` without a forecast."""
    if weeks is not None and not asked:
        raise Usage("staff.alone", option="--weeks", other="--forecast")
    return (weeks or WEEKS) if asked else 0


def shifted(path: str) -> Shifts:
    """The shifts of `--shifts`. Raises Usage("shifts.*"), Failure for a file that cannot be read."""
    from cstools.cli.sidefile import text
    from cstools.model.shifts import parse

    return parse(text(path), path)


def rostered(path: str, common: Common, tool: str = "cs-staff") -> pl.DataFrame:
    """The shifts of `--roster`, read as cs-ingest reads a roster. Raises Usage("staff.roster_fields") for a table of
    something else, Failure for a file that cannot be read.
    """
    from cstools.cli.ingest_options import Given
    from cstools.kernels import ingest

    raw = read_raw(path, ingest.find)
    try:
        made = ingest.whole(raw, Given(kind="roster", tz=common.tz).options(None))
        read = made.rows.collect()
    except Usage as error:
        raise Usage("staff.roster_month", path=path) if error.key == "source.month" else error from None
    if made.rejects is not None:
        _lost(path, made.rejects.collect(), common, tool)
    rows = usable(read)
    if not rows.height:
        raise Usage("staff.roster_fields", path=path)
    if rows.height < read.height and not common.quiet:
        complain(tool, say("staff.roster_left", tongue(common), path=path, n=f"{read.height - rows.height:,}"))
    return rows


def _lost(path: str, rejects: pl.DataFrame, common: Common, tool: str) -> None:
    """Say which cells of a roster could not be read."""
    from cstools.cli.figures import ruled

    lost = rejects.filter(pl.col(stage.LEVEL).is_in(["cell", "row"]))
    if not lost.height or common.quiet:
        return
    line, value = lost.sort(stage.LINE).select(stage.LINE, stage.VALUE).row(0)
    blanks = {"path": path, "n": f"{lost.height:,}", "rules": ruled(lost), "line": line, "value": value}
    complain(tool, say("staff.roster_lost", tongue(common), **blanks))


def settings(said: Mapping[str, Any]) -> Ask:
    """What [staffing] in report.toml asks for. Raises Usage for what cannot be.

    >>> made = settings({"sl": "90/60", "shrinkage": "30%"})
    >>> made.target.seconds, made.shrinkage, made.concurrency
    (60, 0.3, 1)
    """
    occupancy, patience = said.get("max_occupancy"), said.get("patience")
    return Ask(
        target=target(said.get("sl", SL), None if occupancy is None else str(occupancy)),
        shrinkage=share("shrinkage", str(said.get("shrinkage", "0%")), 0, 0.9, "30%"),
        concurrency=said.get("concurrency", 1),
        patience=spell("patience", patience, "2m"),
    )


def drawn(common: Common, ask: Ask) -> Render | None:
    """What draws the rows for people; None for records."""
    if not for_people(common) or common.fields:
        return None
    from cstools.view import staff

    draw, needs = staff.PAGES["shifts" if ask.shifts else "periods" if ask.period else "need"]
    return paged(common, partial(draw, by=ask.queues), needs)
