"""cs-staff: from the words of the command line to what the kernel is asked for."""

from __future__ import annotations

import re

from cstools.errors import Usage
from cstools.kernels.expr.span import seconds
from cstools.kernels.staff import Target, notes

LEVEL = re.compile(r"(?P<share>\d{1,3}(?:\.\d+)?)\s*%?\s*/\s*(?P<seconds>\d{1,5})\s*s?", re.ASCII)
SHARE = re.compile(r"(?P<n>\d{1,3}(?:\.\d+)?|\.\d+)\s*(?P<sign>[%％]?)", re.ASCII)
MOST = 99.99
"""The highest level, in percent, that some number of agents reaches and a float can tell from all."""


def target(level: str, occupancy: str | None) -> Target:
    """The target of `--sl` and `--max-occupancy`. Raises Usage.

    >>> target("80/20", "85%")
    Target(share=0.8, seconds=20, occupancy=0.85)
    """
    found = LEVEL.fullmatch(level.strip())
    if found is None or not 0 < float(found["share"]) <= 100:
        raise Usage("staff.sl", text=level)
    if float(found["share"]) > MOST:
        raise Usage("staff.sl_all", text=level)
    busy = 1.0 if occupancy is None else share("--max-occupancy", occupancy, 0.1, 1, "85%")
    return Target(round(float(found["share"]) / 100, 9), int(found["seconds"]), busy)


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
