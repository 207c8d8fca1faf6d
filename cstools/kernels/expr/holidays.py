"""Public holidays of China and the weekend days worked in return (调休): the one file that asks the library.

chinesecalendar knows every day of a break, its Saturdays and Sundays too, and no year it has no notice for; the larger
holidays gives 19 of the 28 days off in 2025, and a guess for the years to come (bench/holiday_libraries.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

LIBRARY = "chinesecalendar"


def known() -> tuple[int, int]:
    """The first and the last year the library has data for.

    The last days of December are in the notice of the year after: of the last year they may still change.

    >>> known()[0]
    2004
    """
    from chinese_calendar.constants import holidays

    years = [day.year for day in holidays]
    return min(years), max(years)


def closed(years: Iterable[int]) -> list[date]:
    """The days off of these years, in order, weekend days within a break included; none of a year not known.

    >>> [day.isoformat() for day in closed([2025]) if day.month == 10]  # doctest: +ELLIPSIS
    ['2025-10-01', '2025-10-02', ..., '2025-10-08']
    """
    from chinese_calendar.constants import holidays

    wanted = set(years)
    return sorted(day for day in holidays if day.year in wanted)


def worked(years: Iterable[int]) -> list[date]:
    """The Saturdays and Sundays of these years that are worked in return for days off, in order.

    >>> [day.isoformat() for day in worked([2025])]
    ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11']
    """
    from chinese_calendar.constants import workdays

    wanted = set(years)
    return sorted(day for day in workdays if day.year in wanted)
