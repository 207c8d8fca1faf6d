"""Values as Excel holds them: numbers with their formats, days as dates, durations as times of Excel."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cstools.model.glyphs import visible
from cstools.model.report import Column, Figure, Param, Phrase, Value
from cstools.view import numbers
from cstools.view.workbook.names import clean, units

Native = str | float | int | bool | datetime | None
LONGEST = 32_767
"""UTF-16 units of a cell."""
EXACT = 10**15
"""Whole numbers from here on lose digits in Excel; such a number is an id, and stays text."""
DAY = 86_400
SECOND, MINUTE = 1 / DAY, 60 / DAY
HOUR = 60 * MINUTE
FINE = 10
"""Seconds below which a fraction is shown."""
SHORT = ('[s].0"秒"', '[s].0"s"')
"""For durations below that with a fraction."""
LONGEST_TIME = ("23小时59分59秒", "23h 59m 59s")
DAYS = ('0.0"天"', '0.0" d"')
"""For durations of a day and more: Excel counts them in days."""
COARSE = ('+#,##0"秒";-#,##0"秒";0"秒"', '+#,##0" s";-#,##0" s";0" s"')
"""For changes that long; as a change may be negative and a time of Excel may not, changes stay in seconds."""
FORMS: dict[str, tuple[str, str]] = {
    "date": ("yyyy-mm-dd", "yyyy-mm-dd"),
    "month": ('yyyy"年"m"月"', "mmm yyyy"),
    "n": ("#,##0", "#,##0"),
    "mean": ("#,##0.0", "#,##0.0"),
    "ratio": ("0.0%", "0.0%"),
    "x": ('0.00"倍"', '0.00"×"'),
    "r": ("+0.00;-0.00;0.00", "+0.00;-0.00;0.00"),
    "s": (
        f'[<{MINUTE:.15f}][s]"秒";[<{HOUR:.15f}][m]"分"ss"秒";[h]"小时"mm"分"ss"秒"',
        f'[<{MINUTE:.15f}][s]"s";[<{HOUR:.15f}][m]"m "ss"s";[h]"h "mm"m "ss"s"',
    ),
    "yuan": ('"¥"#,##0.00;-"¥"#,##0.00', '"¥"#,##0.00;-"¥"#,##0.00'),
    "pt": ('0.00"分"', "0.00"),
    "pp": ('+0.0"个百分点";-0.0"个百分点";0.0"个百分点"', '+0.0" pp";-0.0" pp";0.0" pp"'),
    "change": ("+0.0%;-0.0%;0.0%", "+0.0%;-0.0%;0.0%"),
    "n_change": ("+#,##0;-#,##0;0", "+#,##0;-#,##0;0"),
    "s_change": ('+#,##0.0"秒";-#,##0.0"秒";0"秒"', '+#,##0.0" s";-#,##0.0" s";0" s"'),
    "yuan_change": ('+"¥"#,##0.00;-"¥"#,##0.00;"¥"0.00', '+"¥"#,##0.00;-"¥"#,##0.00;"¥"0.00'),
    "pt_change": ('+0.00"分";-0.00"分";0.00"分"', "+0.00;-0.00;0.00"),
}
FORMS["points"] = FORMS["pp"]
SCALES = {"s": 1 / DAY, "pp": 100.0}
"""Excel counts time in days, and has no format that shows 0.015 as 1.5 points."""
PATTERNS = {"date": "%Y-%m-%d", "month": "%Y-%m"}
TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")
TIME = "yyyy-mm-dd hh:mm"
DATED = re.compile(r"\d{4}-\d\d(?:-\d\d(?: \d\d:\d\d(?::\d\d)?)?)?")
OLDEST = 1900


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and how: a number format, the text it is read as, a tone, a bold line above the text, the
    sheet it leads to.
    """

    value: Native = None
    form: str = ""
    shown: str = ""
    tone: str = ""
    head: str = ""
    link: str = ""
    bold: bool = False

    def noted(self, note: str) -> Cell:
        """The same number, its format saying a word after it.

        >>> Cell(1.5, '0.0"倍"').noted("显著").form
        '0.0"倍（显著）"'
        """
        said = "（" + note.replace('"', "") + "）"
        form = ";".join(_ending(part, said) for part in (self.form or "General").split(";"))
        return replace(self, form=form, shown=self.shown + said, bold=True)


def _ending(part: str, said: str) -> str:
    return f'{part[:-1]}{said}"' if part.endswith('"') else f'{part}"{said}"'


def text(said: str, **how: Any) -> Cell:
    """A cell of text, as long as a cell may be. No text is an empty cell."""
    kept = units(clean(said), LONGEST)
    return Cell(kept or None, shown=kept, **how)


def native(value: Value, unit: str, lang: str) -> Cell:
    """A value in a unit as Excel holds it. A null, and a number that is none, is an empty cell.

    >>> native(0.8549, "ratio", "zh"), native(None, "n", "zh").value, native("0012", "text", "zh").value
    (Cell(value=0.8549, form='0.0%', shown='85.5%', tone='', head='', link='', bold=False), None, '0012')
    >>> native("2025-10-06", "date", "zh").value, native(21.6, "s", "zh").value
    (datetime.datetime(2025, 10, 6, 0, 0), 0.00025)
    """
    if isinstance(value, Figure):
        return figure(value, lang)
    if isinstance(value, Phrase):
        return text(numbers.say(value, lang))
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return Cell()
    if isinstance(value, bool):
        return Cell(value, shown=str(value))
    if isinstance(value, str):
        return _worded(value, unit, lang)
    if abs(value) >= EXACT:
        return text(str(value))
    if unit in ("weekday", "word"):
        return text(numbers.cell(value, Column("", unit), lang))
    return _number(value, unit, lang)


def _number(value: float, unit: str, lang: str) -> Cell:
    scaled = round(value * SCALES[unit], 15) if unit in SCALES else value
    shown = numbers.cell(value, Column("", unit), lang)
    if unit == "s" and HOUR <= scaled < 1:
        shown = LONGEST_TIME[lang == "en"]
    return Cell(scaled, _forms(value, unit)[lang == "en"], shown)


def _forms(value: float, unit: str) -> tuple[str, str]:
    if unit == "s" and value >= DAY:
        return DAYS
    if unit == "s" and value < FINE and value != int(value):
        return SHORT
    if unit == "s_change" and abs(value) >= FINE:
        return COARSE
    return FORMS.get(unit, ("", ""))


def _worded(value: str, unit: str, lang: str) -> Cell:
    if unit == "word":
        return text(numbers.cell(value, Column("", unit), lang))
    found = _time(value, (PATTERNS[unit],)) if unit in PATTERNS else None
    if found is None:
        return text(visible(value))
    return Cell(found, FORMS[unit][lang == "en"], numbers.month(value, lang) if unit == "month" else value)


def _time(value: str, patterns: tuple[str, ...]) -> datetime | None:
    """The time a text says in one of the patterns, if Excel can hold it."""
    for pattern in patterns if DATED.fullmatch(value) else ():
        try:
            found = datetime.strptime(value, pattern)
        except ValueError:
            continue
        return found if found.year > OLDEST else None
    return None


def figure(value: Figure | None, lang: str) -> Cell:
    """A figure as Excel holds it."""
    return Cell() if value is None else native(value.value, value.unit, lang)


def fact(name: str, value: Param, lang: str) -> Cell:
    """A fact of a case: a figure as a number, a time as a time, the rest as text.

    >>> fact("created_at", "2025-10-01 10:46", "zh").value, fact("channel", "2025-10-01", "zh").value
    (datetime.datetime(2025, 10, 1, 10, 46), '2025-10-01')
    """
    if isinstance(value, Figure):
        return figure(value, lang)
    found = _time(value, TIMES) if isinstance(value, str) and name.endswith("_at") else None
    return Cell(found, TIME, found.strftime(TIMES[1])) if found else text(numbers.fill(value, lang))
