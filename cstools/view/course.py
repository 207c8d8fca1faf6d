"""The course of a figure over periods: every period from the first to the last, drawn in one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from cstools.kernels.expr.periods import FORM, FORMATS, dates
from cstools.view.bars import sparkline, thinned

LENGTH = 24
"""Cells of a drawn course: neighbours of a longer one share a cell."""
MOST = 10_000
"""Periods up to which those without a figure are filled in."""
GAP, GAP_ASCII = "·", "?"
"""What stands for a period without a figure."""
FORMS = ("day", "week", "quarter", "month")


def filled(periods: Sequence[str]) -> list[str]:
    """The periods in order and those missing between them; as they come where they are not all of one length.

    >>> filled(["2025-12", "2025-10", "2026-01"]), filled(["2025-Q4", "2025-Q2"])
    (['2025-10', '2025-11', '2025-12', '2026-01'], ['2025-Q2', '2025-Q3', '2025-Q4'])
    >>> filled(["2025 双11 before", "2025 双11 after"]), filled(["2025-13", "2025-10"])
    (['2025 双11 before', '2025 双11 after'], ['2025-13', '2025-10'])
    >>> filled(["2025-02-27", "2025-02-30", "2025-03-01"])
    ['2025-02-27', '2025-02-30', '2025-03-01']
    """
    found = [FORM.fullmatch(period) for period in periods]
    if not found or not all(found) or len({_form(match) for match in found if match}) > 1:
        return list(periods)
    known = sorted(periods)
    try:
        run = _run(known[0], known[-1])
    except (ValueError, OverflowError):
        return list(periods)
    return run if set(known) <= set(run) else list(periods)


def drawn(values: Sequence[float | None], *, ascii_only: bool = False) -> str:
    """The values as a sparkline with a mark for each gap; runs of neighbours share a cell in a long one.

    >>> drawn([1, None, 3]), drawn([1, None, 3], ascii_only=True), len(drawn([1.0] * 100))
    ('▁·█', '_?@', 20)
    """
    return sparkline(thinned(values, LENGTH), ascii_only=ascii_only, null=GAP_ASCII if ascii_only else GAP)


def together(periods: int) -> int:
    """How many neighbouring periods share a cell.

    >>> together(24), together(25), together(100)
    (1, 2, 5)
    """
    return -(-periods // LENGTH)


def _run(first: str, last: str) -> list[str]:
    """ValueError for a period the calendar does not have, or too many."""
    run, form = [first], _form(_match(first))
    while run[-1] != last:
        after = dates(_match(run[-1]))[1]
        if len(run) >= MOST:
            raise ValueError(last)
        run.append(_text(after, form))
    return run


def _match(period: str) -> re.Match[str]:
    found = FORM.fullmatch(period)
    if found is None:
        raise ValueError(period)
    return found


def _form(found: re.Match[str]) -> str:
    return next((form for form in FORMS if found[form]), "year")


def _text(start: date, form: str) -> str:
    return f"{start.year}-Q{(start.month + 2) // 3}" if form == "quarter" else start.strftime(FORMATS[form])
