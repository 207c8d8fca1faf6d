"""What all charts share: their widths, rows by role, hover titles, names of rows, axes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import isfinite
from typing import Any
from unicodedata import east_asian_width

from cstools.errors import Usage
from cstools.model.report import Chart, Column, Figure, Phrase, Value
from cstools.view.numbers import NONE, PARTS, cell, fill, say
from cstools.view.theme import colour

WIDE, HALF, SMALL = 940, 470, 330
"""Widths in pixels: the whole page, half of it, a telephone."""
ROW = 26
SEPARATOR = " · "
LABEL = {WIDE: 240, HALF: 140, SMALL: 100}
"""Room for the names beside rows; longer names end in an ellipsis and are whole in the table."""
FULL, NARROW = 12.2, 6.9
"""Pixels of a Chinese and of a Latin character at the size of the labels."""
TONES = {
    "mark.rising": "bad", "mark.falling": "good", "mark.worse": "bad", "mark.better": "good", "mark.few": "muted",
    "mark.unhappy": "bad", "mark.content": "good",
    "day.high": "bad", "day.promo": "good", "day.low": "warn", "day.gap": "warn",
}  # fmt: skip
ROLES = ("accent", "bad", "good", "warn", "muted")
NUMBERS = ("value", "lo", "hi", "middle", "rate", "part.")
"""Roles whose values are numbers."""
MARK = "\u2063"
"""Ends the drawn part of a name; never in the data, whose invisible characters are glyphs by now (a control character
in a label would abort the process: the drawing library cannot measure it)."""
DRAWN = f"split(datum.label, '{MARK}')[0]"
"""The drawn part of a name, as Vega's expression."""
LEAF = re.compile(r"^[^<>]*/(?=[^/])")
LONG = 60
"""Characters of a name in a picture; the whole is in the table."""
UNITS = (86400, 3600, 60, 1)
STEPS = (
    1,
    2,
    5,
    10,
    15,
    30,
    60,
    120,
    300,
    600,
    900,
    1800,
    3600,
    7200,
    10800,
    21600,
    43200,
    *(86400 * 2**n for n in range(24)),
)
"""Seconds between the ticks of an axis of durations."""
MOST = 8
Record = dict[str, Any]


def index(chart: Chart, key: str) -> int:
    """The place of a column. Raises Usage("report.model") where there is none."""
    for place, column in enumerate(chart.columns):
        if column.key == key:
            return place
    raise Usage("report.model", why=f"{chart.name}: ? {key}")


def places(chart: Chart, roles: Iterable[str]) -> list[int]:
    """The places of the columns of some roles. Raises Usage("report.model") for a role not filled."""
    roles = list(roles)
    if missing := [role for role in roles if role not in chart.roles]:
        raise Usage("report.model", why=f"{chart.name}: ? {missing[0]}")
    return [index(chart, chart.roles[role]) for role in roles]


def column(chart: Chart, role: str) -> Column:
    """The column of a role."""
    return chart.columns[places(chart, [role])[0]]


def records(chart: Chart, lang: str) -> list[Record]:
    """The rows by role, with a hover title each."""
    at = {role: index(chart, key) for role, key in chart.roles.items()}
    found = []
    for number, row in enumerate(chart.rows):
        record: Record = {role: _checked(chart, role, row[place], lang) for role, place in at.items()}
        record["tip"] = tip(chart, row, lang)
        record["place"] = number
        found.append(record)
    return found


def _checked(chart: Chart, role: str, value: Value, lang: str) -> Value:
    if isinstance(value, Phrase):
        return say(value, lang)
    numeric = value is None or (isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value))
    if role.startswith(NUMBERS) and not numeric:
        raise Usage("report.model", why=f"{chart.name}: {role} = {value}")
    return value


def tip(chart: Chart, row: tuple[Value, ...], lang: str) -> str:
    """A row in one line: its name, its figure with the interval or the expected, its mark."""
    drawn = {role: (row[index(chart, key)], chart.columns[index(chart, key)]) for role, key in chart.roles.items()}
    words = {role: cell(value, column, lang) for role, (value, column) in drawn.items() if value is not None}
    told = words.get("value", NONE)
    if "lo" in words and "hi" in words:
        told = say(Phrase("label.noted", {"value": told, "note": f"{words['lo']}–{words['hi']}"}), lang)
    told = f"{told} {words['mark']}" if "mark" in words else told
    name = words.get("label", words.get("x", NONE))
    return paired(f"{words['y']}{SEPARATOR}{name}" if chart.kind == "matrix" and "y" in words else name, told, lang)


def paired(name: str, value: str, lang: str) -> str:
    """A name and what it is, as a label."""
    return say(Phrase("label.colon", {"name": name, "value": value}), lang)


def data(rows: list[Record]) -> Any:
    """Rows as Altair takes them."""
    import altair

    return altair.Data(values=rows)  # type: ignore[no-untyped-call]


def axis(**options: Any) -> Any:
    """An axis without a title: the heading of the chart says what it is."""
    import altair

    return altair.Axis(title=None, **options)


def ticks(unit: str, low: float, high: float, lang: str) -> dict[str, Any]:
    """Where the ticks of an axis are and how they are written: percents, seconds or minutes or hours, numbers."""
    if unit == "s":
        return _clock(low, high, lang)
    if unit in ("ratio", "pp", "change"):
        return {"format": ".0%" if high - low > 0.04 else ".1%"}
    return {"format": ",.0f" if high - low >= 10 or unit == "n" else ".1f"}


def _clock(low: float, high: float, lang: str) -> dict[str, Any]:
    """Ticks of durations at steps a clock has, at most some six."""
    step = next((step for step in STEPS if (high - low) / step <= 6), STEPS[-1])
    size, word = next((size, word) for size, word in zip(UNITS, PARTS[lang], strict=True) if step % size == 0)
    first = -(-low // step) * step
    values = [first + step * number for number in range(MOST) if first + step * number <= high]
    return {"values": values, "labelExpr": f"format(datum.value / {size}, '~r') + '{word}'"}


def names(rows: list[Record], width: int) -> Any:
    """The names of rows down the left, in the order of the rows."""
    import altair as alt

    return alt.Y(
        "name:N",
        sort=[row["name"] for row in rows],
        axis=axis(labelLimit=LABEL[width] - 24, labelExpr=DRAWN),
    )


def named(chart: Chart, row: Record, lang: str, role: str = "label", *, small: bool = False) -> str:
    """A row's name, made unique by what follows the mark, which is not drawn: rows of one name stay rows.

    small: of a path its last step, of a name and value that are too long the value: what tells rows apart where there
    is no room for all of it.
    """
    text = cell(row[role], column(chart, role), lang)
    whole = chart.rows[row["place"]][places(chart, [role])[0]]
    if small and isinstance(whole, Phrase) and "value" in whole.params and pixels(text) > LABEL[SMALL]:
        text = fill(whole.params["value"], lang)
    return f"{short(LEAF.sub('', text) if small else text)}{MARK}{row['place']}"


def short(text: str) -> str:
    """A name as a picture can have it."""
    return text if len(text) <= LONG else text[:LONG] + "…"


def room(rows: list[Record], width: int) -> float:
    """What names on the left and notes on the right leave of the width."""
    wide = max(pixels(row["name"].split(MARK)[0]) for row in rows)
    return width - min(wide + 12, LABEL[width]) - max(pixels(row["note"]) for row in rows) - 16


def folded(text: str, width: float) -> list[str]:
    """A text in lines of at most so many pixels, at the size of labels: between words, or where a word is longer.

    >>> folded("重要价值客户", 60), folded("two words here", 70)
    (['重要价值', '客户'], ['two words', 'here'])
    """
    lines = [""]
    for word in re.findall(r"[!-~]+ ?|.", text):
        pieces = [word] if pixels(word.rstrip()) <= width else list(word)
        for piece in pieces:
            if lines[-1] and pixels((lines[-1] + piece).rstrip()) > width:
                lines.append("")
            lines[-1] += piece
    return [line.strip() for line in lines]


def pixels(text: str) -> float:
    """About how wide a label is.

    >>> round(pixels("客服A"))
    31
    """
    return sum(FULL if east_asian_width(character) in "WF" else NARROW for character in text)


def beside(chart: Chart, row: Record, lang: str) -> str:
    """What stands beside a row: `n = 1,200` for a count of the sample, else the figure itself."""
    if row.get("beside") is None:
        return ""
    described = column(chart, "beside")
    if described.key == "n":
        return say(Phrase("label.n", {"n": Figure(row["beside"])}), lang)
    return cell(row["beside"], described, lang)


def noted(parts: Iterable[str]) -> str:
    """Parts of a note in one line."""
    return SEPARATOR.join(part for part in parts if part)


def roles() -> Any:
    """The scale from a role to its colour."""
    import altair as alt

    return alt.Scale(domain=list(ROLES), range=[colour(role) for role in ROLES])
