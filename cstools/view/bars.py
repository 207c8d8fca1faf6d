"""Bars and sparklines of text: eighths of a cell, or plain ASCII."""

from __future__ import annotations

from collections.abc import Sequence

EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
FULL, FULL_ASCII = "█", "#"
LEVELS, LEVELS_ASCII = "▁▂▃▄▅▆▇█", "_.-=+*#@"
NONE = " "


def bar(value: float | None, most: float, width: int, *, ascii_only: bool = False) -> str:
    """A bar as long as value is of `most`, which takes `width` cells; nothing for null, 0 and below.

    What is above 0 is seen: it has an eighth of a cell at least.

    >>> bar(5, 10, 4), bar(1, 1000, 4), bar(7, 8, 1), bar(None, 10, 4), bar(5, 10, 4, ascii_only=True)
    ('██', '▏', '▉', '', '##')
    """
    if value is None or value <= 0 or most <= 0:
        return ""
    share = min(value / most, 1.0)
    if ascii_only:
        return FULL_ASCII * max(1, round(share * width))
    whole, rest = divmod(max(1, round(share * width * 8)), 8)
    return FULL * whole + EIGHTHS[rest]


def sparkline(values: Sequence[float | None], *, ascii_only: bool = False, null: str = NONE) -> str:
    """One character a value, from the least (lowest) to the most (full); level where all are equal.

    null: what stands for a null, a blank unless told.

    >>> sparkline([1, 2, None, 4]), sparkline([3, 3]), sparkline([0, 1, None], ascii_only=True, null="?")
    ('▁▃ █', '▁▁', '_@?')
    """
    known = [value for value in values if value is not None]
    levels = LEVELS_ASCII if ascii_only else LEVELS
    if not known:
        return null * len(values)
    low, high = min(known), max(known)
    step = (high - low) / (len(levels) - 1) or 1.0
    return "".join(null if value is None else levels[round((value - low) / step)] for value in values)


def thinned(values: Sequence[float | None], width: int) -> list[float | None]:
    """At most `width` values: runs of neighbours as their mean, null where a run has none.

    >>> thinned([1, 3, 5, None, None, None], 3), thinned([1, 2], 9)
    ([2.0, 5.0, None], [1, 2])
    """
    if len(values) <= width:
        return list(values)
    size = -(-len(values) // max(width, 1))
    runs = ([v for v in values[at : at + size] if v is not None] for at in range(0, len(values), size))
    return [sum(run) / len(run) if run else None for run in runs]
