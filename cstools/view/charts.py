"""Charts: a block of the report as one inline SVG. Altair draws, `view/theme.py` colours."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any
from unicodedata import east_asian_width

from cstools.model.report import Chart, Column, Figure, Phrase, Value
from cstools.model.report.words import WEEKDAYS
from cstools.view.numbers import NONE, cell, figure, say
from cstools.view.theme import HEAT, colour, config, inlined

WIDE, HALF, SMALL = 940, 470, 330
"""Widths in pixels: the whole page, half of it, a telephone."""
ROW = 26
SEPARATOR = " · "
LABEL = {WIDE: 240, HALF: 140, SMALL: 100}
"""Room for the names beside bars and dots; longer names end in an ellipsis and are whole in the table."""
FULL, NARROW = 12.2, 6.9
"""Pixels of a Chinese and of a Latin character at the size of the labels."""
TONES = {
    "mark.rising": "bad", "mark.falling": "good", "mark.worse": "bad", "mark.better": "good", "mark.few": "muted",
    "day.high": "bad", "day.promo": "good", "day.low": "warn", "day.gap": "warn",
}  # fmt: skip
FEW = 4
"""Up to this many contacts a day every count has its own line, so that no half is labelled as a whole."""
MARK = "\u2063"
"""Ends the drawn part of a name; never in the data, whose invisible characters are glyphs by now (a control character
in a label would abort the process: the drawing library cannot measure it)."""
Record = dict[str, Any]


def draw(chart: Chart, lang: str, *, small: bool = False) -> str:
    """The chart as an inline SVG, or nothing where there is nothing to draw (no rows, no value, all zero)."""
    if not drawable(chart):
        return ""
    import vl_convert

    width = SMALL if small else WIDE if chart.wide else HALF
    spec = KINDS[chart.kind](chart, lang, width).to_dict(validate=False) | {"config": config()}
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    name = f"{chart.name}-{'s' if small else 'w'}"
    words = escape(say(chart.title, lang)), escape(say(chart.alt, lang))
    return inlined(svg, width, escape(name, quote=True), *words, told=not small)


def drawable(chart: Chart) -> bool:
    """Whether any value of the chart is other than null and zero; a rate of zero is a value."""
    place = index(chart, chart.roles["value"])
    values = [row[place] for row in chart.rows]
    if chart.kind == "dots":
        return any(value is not None for value in values)
    return any(value for value in values)


def index(chart: Chart, key: str) -> int:
    """The place of a column."""
    return [column.key for column in chart.columns].index(key)


def records(chart: Chart, lang: str) -> list[Record]:
    """The rows by role, with a hover title each."""
    places = {role: index(chart, key) for role, key in chart.roles.items()}
    found = []
    for number, row in enumerate(chart.rows):
        record: Record = {role: row[place] for role, place in places.items()}
        record["tip"] = tip(chart, row, lang)
        record["place"] = number
        found.append(record)
    return found


def tip(chart: Chart, row: tuple[Value, ...], lang: str) -> str:
    """A row in one line: its name, its figure with the interval or the expected, its mark."""
    drawn = {role: (row[index(chart, key)], chart.columns[index(chart, key)]) for role, key in chart.roles.items()}
    words = {role: cell(value, column, lang) for role, (value, column) in drawn.items() if value is not None}
    told = words.get("value", NONE)
    if "lo" in words and "hi" in words:
        told = say(Phrase("label.noted", {"value": told, "note": f"{words['lo']}–{words['hi']}"}), lang)
    told = f"{told} {words['mark']}" if "mark" in words else told
    return say(Phrase("label.colon", {"name": words.get("label", words.get("x", NONE)), "value": told}), lang)


def _data(rows: list[Record]) -> Any:
    import altair

    return altair.Data(values=rows)  # type: ignore[no-untyped-call]


def _axis(**options: Any) -> Any:
    import altair

    return altair.Axis(title=None, **options)


def band(chart: Chart, lang: str, width: int) -> Any:
    """A line over days, the band of the expected behind it, dots and words on the days outside."""
    import altair as alt

    rows = records(chart, lang)
    column = chart.columns[index(chart, chart.roles["x"])]
    for row in rows:
        row["x"] = cell(row["x"], column, lang)
    base = alt.Chart(_data(rows)).encode(x=_days(rows, width))
    layers = []
    if "lo" in chart.roles:
        layers.append(base.mark_area(color=colour("band"), aria=False).encode(y="lo:Q", y2="hi:Q"))
        dashed = base.mark_line(color=colour("muted"), strokeDash=[3, 3], strokeWidth=1, aria=False)
        layers.append(dashed.encode(y="middle:Q"))
    top = max(row["value"] or 0 for row in rows)
    ticks = {"values": list(range(int(top) + 1))} if top <= FEW else {"tickCount": 4}
    count = alt.Y("value:Q", axis=_axis(format=",.0f", **ticks), scale=alt.Scale(zero=True, nice=True))
    layers.append(base.mark_line(color=colour("accent"), strokeWidth=2, aria=False).encode(y=count))
    layers.append(base.mark_circle(color=colour("accent"), size=18, opacity=1).encode(y=count, description="tip:N"))
    marked = [row for row in rows if row.get("mark")]
    for role in sorted({TONES[row["mark"]] for row in marked}):
        some = [row for row in marked if TONES[row["mark"]] == role]
        layers += _marked(some, marked, rows, count, role, lang, width)
    return alt.layer(*layers).properties(width=width - 50, height=240 if width > SMALL else 180)


def _days(rows: list[Record], width: int) -> Any:
    import altair as alt

    step = max(1, -(-len(rows) // (width // 75)))
    axis = _axis(values=[row["x"] for row in rows[::step]], labelAngle=0, grid=False)
    return alt.X("x:O", sort=None, axis=axis, scale=alt.Scale(type="point", padding=0.5))


def _marked(
    some: list[Record], marked: list[Record], rows: list[Record], count: Any, role: str, lang: str, width: int
) -> list[Any]:
    import altair as alt

    base = alt.Chart(_data(some)).encode(x=_days(rows, width), y=count)
    dots = base.mark_circle(color=colour(role), size=70, opacity=1).encode(description="tip:N")
    tops = [row for row in some if not any(_near(row, other) and _above(other, row) for other in marked)]
    if width == SMALL:
        tops = sorted(tops, key=lambda row: -row["value"])[:3]
    for row in tops:
        word = cell(row["mark"], Column("mark", "word"), lang)
        row["note"] = figure(Figure(row["value"]), lang) if width == SMALL else f"{word} {row['value']:,.0f}"
    text = alt.Chart(_data(tops)).encode(x=_days(rows, width), y=count, text="note:N")
    return [dots, text.mark_text(color=colour(role), dy=-12, fontWeight=600, aria=False)]


def _near(row: Record, other: Record) -> bool:
    return row is not other and abs(row["place"] - other["place"]) <= 2


def _above(other: Record, row: Record) -> bool:
    return (other["value"], -other["place"]) > (row["value"], -row["place"])


def bars(chart: Chart, lang: str, width: int) -> Any:
    """Bars in the order of the rows, each with its figure, what stands beside it, and a word if it is marked."""
    import altair as alt

    rows = records(chart, lang)
    value = chart.columns[index(chart, chart.roles["value"])]
    for row in rows:
        row["name"] = _name(chart, row, lang)
        row["note"] = _note(chart, row, value, lang, width)
        row["role"] = TONES.get(row.get("mark") or "", "accent")
    top = max(row["value"] or 0 for row in rows)
    x = alt.X("value:Q", axis=None, stack=None, scale=alt.Scale(domain=[0, top], nice=False))
    base = alt.Chart(_data(rows)).encode(y=_names(rows, width), x=x)
    colours = alt.Color("role:N", scale=_roles(), legend=None)
    drawn = base.mark_bar(height=17).encode(color=colours, description="tip:N")
    text = base.mark_text(align="left", dx=6, color=colour("muted"), aria=False).encode(text="note:N")
    room = _room(rows, width)
    return alt.layer(drawn, text).properties(width=room, height=ROW * len(rows))


def _note(chart: Chart, row: Record, value: Column, lang: str, width: int) -> str:
    told = [cell(row["value"], value, lang)]
    if row.get("beside") is not None:
        beside = chart.columns[index(chart, chart.roles["beside"])]
        told.append(cell(row["beside"], beside, lang))
    if row.get("mark") and width != SMALL:
        told.append(cell(row["mark"], Column("mark", "word"), lang))
    return SEPARATOR.join(told)


def dots(chart: Chart, lang: str, width: int) -> Any:
    """A dot and its interval for each row, a rule for the whole, the figure and n beside."""
    import altair as alt

    rows = [row for row in records(chart, lang) if row["value"] is not None]
    value = chart.columns[index(chart, chart.roles["value"])]
    for row in rows:
        row["name"] = _name(chart, row, lang)
        n = say(Phrase("label.n", {"n": Figure(row["beside"])}), lang)
        row["note"] = cell(row["value"], value, lang) + ("" if width == SMALL else f"{SEPARATOR}{n}")
        row["role"] = TONES.get(row.get("mark") or "", "accent")
    low, high = min(row["lo"] for row in rows), max(row["hi"] for row in rows)
    pad = max((high - low) * 0.04, 0.005)
    scale = alt.Scale(domain=[low - pad, high + pad], nice=False, zero=False)
    x = alt.X("value:Q", scale=scale, axis=_axis(format=".0%", tickCount=4 if width < WIDE else 8))
    room = _room(rows, width)
    base = alt.Chart(_data(rows)).encode(y=_names(rows, width))
    colours = alt.Color("role:N", scale=_roles(), legend=None)
    line = base.mark_rule(strokeWidth=2, aria=False).encode(x=alt.X("lo:Q", scale=scale), x2="hi:Q", color=colours)
    dot = base.mark_circle(size=80, opacity=1).encode(x=x, color=colours, description="tip:N")
    text = base.mark_text(align="left", color=colour("muted"), aria=False, dx=8).encode(
        x=alt.value(room), text="note:N"
    )
    layers = [line, dot, text]
    if chart.reference and chart.reference.value is not None:
        whole = alt.Chart(_data([{"all": chart.reference.value}]))
        rule = whole.mark_rule(color=colour("muted"), strokeDash=[4, 3], aria=False)
        layers.insert(0, rule.encode(x=alt.X("all:Q", scale=scale)))
    return alt.layer(*layers).properties(width=room, height=ROW * len(rows))


def heat(chart: Chart, lang: str, width: int) -> Any:
    """Hours by weekdays, in seven steps of one colour; a cell without days stays empty."""
    import altair as alt

    value = chart.columns[index(chart, chart.roles["value"])]
    rows = [row for row in records(chart, lang) if row["value"] is not None]
    for row in rows:
        row["y"] = WEEKDAYS[lang][int(row["y"]) - 1]
        row["tip"] = f"{row['y']} {row['x']}:00 {cell(row['value'], value, lang)}"
        row["x"] = str(row["x"])
    top = max(row["value"] for row in rows)
    hours = [str(hour) for hour in range(24)]
    x = alt.X("x:O", sort=hours, scale=alt.Scale(domain=hours, paddingInner=0.06), axis=_hours(hours, width))
    y = alt.Y(
        "y:O", sort=list(WEEKDAYS[lang]), axis=_axis(), scale=alt.Scale(domain=list(WEEKDAYS[lang]), paddingInner=0.06)
    )
    steps = alt.Scale(type="quantize", domain=[0, top], range=[colour(step) for step in HEAT])
    legend = alt.Legend(
        title=None, orient="bottom", direction="horizontal", format=",.0f" if top >= 14 else ".1f",
        symbolStrokeWidth=0, symbolSize=140, columns=7 if width > SMALL else 4,
    )  # fmt: skip
    cells = alt.Chart(_data(rows)).mark_rect().encode(
        x=x, y=y, color=alt.Color("value:Q", scale=steps, legend=legend), description="tip:N"
    )  # fmt: skip
    return cells.properties(width=width - 50, height=7 * (30 if width > SMALL else 22))


def _hours(hours: list[str], width: int) -> Any:
    return _axis(labelAngle=0, orient="top", values=hours if width > SMALL else hours[::3])


def _names(rows: list[Record], width: int) -> Any:
    import altair as alt

    axis = _axis(labelLimit=LABEL[width] - 12, labelExpr="split(datum.label, '\\u2063')[0]")
    return alt.Y("name:N", sort=[row["name"] for row in rows], axis=axis)


def _name(chart: Chart, row: Record, lang: str) -> str:
    """A row's name, made unique by what follows the mark, which is not drawn: rows of one name stay rows."""
    column = chart.columns[index(chart, chart.roles["label"])]
    return f"{cell(row['label'], column, lang)}{MARK}{row['place']}"


def _room(rows: list[Record], width: int) -> float:
    """What names on the left and figures on the right leave of the width."""
    names = max(pixels(row["name"].split(MARK)[0]) for row in rows)
    return width - min(names + 12, LABEL[width]) - max(pixels(row["note"]) for row in rows) - 16


def pixels(text: str) -> float:
    """About how wide a label is.

    >>> round(pixels("客服A"))
    31
    """
    return sum(FULL if east_asian_width(character) in "WF" else NARROW for character in text)


def _roles() -> Any:
    import altair as alt

    roles = ["accent", "bad", "good", "warn", "muted"]
    return alt.Scale(domain=roles, range=[colour(role) for role in roles])


KINDS: dict[str, Callable[[Chart, str, int], Any]] = {"band": band, "bars": bars, "dots": dots, "heat": heat}
