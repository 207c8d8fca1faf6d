"""Spans of time as people type them: `24h`, `30m`, `7d`, `90s`, `1h30m`."""

from __future__ import annotations

import re

from cstools.errors import Usage

UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
"""Seconds in a unit. A month is no span: its length depends on the calendar."""
PART = re.compile(r"(\d+)([wdhms])", re.ASCII)
WHOLE = re.compile(r"(?:\d+[wdhms])+", re.ASCII)
LONGEST = 3_660 * UNITS["d"]
"""Ten years. Longer is a slip of the hand, and would overflow when added to a time."""


def seconds(text: str) -> int:
    """The seconds in a span: whole numbers with a unit (w, d, h, m, s), largest first or not, added up.

    Raises Usage("option.span") for anything else, a bare number too (30 of what?), and for more than ten years.

    >>> [seconds(text) for text in ("24h", "30m", "7d", "90s", "1h30m", "0s")]
    [86400, 1800, 604800, 90, 5400, 0]
    """
    given = text.strip().lower()
    total = sum(int(number) * UNITS[unit] for number, unit in PART.findall(given))
    if not WHOLE.fullmatch(given) or total > LONGEST:
        raise Usage("option.span", text=text)
    return total
