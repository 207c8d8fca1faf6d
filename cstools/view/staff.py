"""cs-staff for people: a week of agents by hour, the periods of a look back, a plan of shifts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from cstools.model.glyphs import visible
from cstools.model.messages import say
from cstools.view.page import Page, Row, Section
from cstools.view.table import Column

WEEK = 7
QUEUE, QUEUES = "queue", ("call", "chat", "all")
"""The field that keeps calls and chats apart, and its values, which have words of their own."""
EACH = 12
"""Queues or weeks drawn."""


def need(page: Page, frame: pl.DataFrame, *, by: Sequence[str]) -> None:
    """The heads each hour of a weekday takes, a table a queue and week; with a roster, how many it has beyond them."""
    lang, dated = page.pen.lang, "date" in frame.columns
    keys = [*by, "__week"]
    week = _week(frame) if dated else pl.lit("")
    parts = frame.with_columns(week.alias("__week")).partition_by(keys, maintain_order=True)
    page.heading(say("staff.title", lang))
    for part in parts[:EACH]:
        first = part.row(0, named=True)
        name = " ".join(filter(None, [*(_name(page, name, first[name]) for name in by), first["__week"]]))
        _grid(page, part, name)
    if len(parts) > EACH:
        page.end(EACH, len(parts))
    page.lines.append("")
    page.told(page.pen.safe(say("staff.legend_gap" if "gap" in frame.columns else "staff.legend", page.pen.lang)))


def _week(frame: pl.DataFrame) -> pl.Expr:
    """The first and last day of the week a date is in, weeks counted from the first date."""
    day = pl.col("date").str.to_date()
    first = frame.get_column("date").str.to_date().min()
    at = (day - pl.lit(first)).dt.total_days() // WEEK * WEEK
    start = pl.lit(first) + pl.duration(days=at)
    ends = [moment.dt.to_string("%Y-%m-%d") for moment in (start, start + pl.duration(days=WEEK - 1))]
    return pl.format("{} – {}", *ends)


def _name(page: Page, field: str, value: object) -> str:
    if field == QUEUE and value in QUEUES:
        return say(f"staff.name.{value}", page.pen.lang)
    return visible(say("staff.nobody", page.pen.lang) if value is None else str(value))


def _grid(page: Page, part: pl.DataFrame, name: str) -> None:
    """Hours below one another, a column a weekday: the most agents of the hour's intervals, and the worst gap."""
    lang = page.pen.lang
    staffed = "gap" in part.columns
    hour = pl.col("interval").str.slice(0, 2).cast(pl.Int64)
    figures = [pl.col("scheduled").max(), *([pl.col("gap").min()] if staffed else [])]
    cells = part.group_by("weekday", hour.alias("hour")).agg(figures)
    found = {(row["weekday"], row["hour"]): row for row in cells.to_dicts()}
    hours = range(cells["hour"].min(), cells["hour"].max() + 1)  # type: ignore[arg-type,operator]
    columns = [Column(say("staff.hour", lang), [f"{at:02}:00" for at in hours])]
    for weekday in sorted(set(part["weekday"].to_list())):
        rows = [found.get((weekday, at)) for at in hours]
        columns.append(
            Column(
                say(f"staff.weekday.{weekday}", lang),
                [_cell(row, staffed=staffed) for row in rows],
                right=True,
                tones=[_tone(row) if staffed else "" for row in rows],
            )
        )
    page.table(columns, [Section(name, len(hours))] if name else ())


def _cell(row: Row | None, *, staffed: bool) -> str | None:
    if row is None or row["scheduled"] is None:
        return None
    gap = row["gap"] if staffed else None
    return f"{row['scheduled']}" if gap is None else f"{row['scheduled']} {_signed(gap)}"


def _signed(gap: float) -> str:
    """A gap in heads: `-2`, `+1.5`, `±0`.

    >>> _signed(-2.0), _signed(1.46), _signed(0.01)
    ('-2', '+1.5', '±0')
    """
    text = f"{gap:+.1f}".removesuffix(".0")
    return "±0" if text in ("+0", "-0") else text


def _tone(row: Row | None) -> str:
    return "bad" if row is not None and row["gap"] is not None and round(row["gap"], 1) < 0 else ""


def periods(page: Page, frame: pl.DataFrame, *, by: Sequence[str]) -> None:
    """The periods of a look back: what was reached, what those on duty give, how many are needed."""
    lang = page.pen.lang
    rows = frame.to_dicts()
    page.heading(say("staff.title_periods", lang))
    columns = [
        Column(say("staff.period", lang), [row["period"] for row in rows]),
        *(Column(page.pen.label(name), [_name(page, name, row[name]) for row in rows], soft=True) for name in by),
        Column(say("staff.contacts", lang), [f"{row['contacts']:,}" for row in rows], right=True),
        Column(say("staff.aht", lang), [page.figure(row["aht_s"], "s") for row in rows], right=True),
        Column(
            say("staff.level", lang),
            [_share(row["sl"]) for row in rows],
            right=True,
            tones=["bad" if row["met"] is False else "" for row in rows],
        ),
        Column(say("staff.band", lang), [_band(row) for row in rows], right=True),
        Column(say("staff.needed", lang), [_whole(row["agents"]) for row in rows], right=True),
    ]
    if "rostered" in frame.columns:
        columns += [
            Column(say("staff.rostered", lang), [_heads(row["rostered"]) for row in rows], right=True),
            Column(say("staff.modelled", lang), [_share(row["sl_rostered"]) for row in rows], right=True),
            Column(say("staff.more", lang), [_whole(row["more"]) for row in rows], right=True),
        ]
    page.table(columns)
    page.end(len(rows), len(rows))


def shifts(page: Page, frame: pl.DataFrame, *, by: Sequence[str]) -> None:
    """A plan: a row a shift and set of weekdays."""
    lang = page.pen.lang
    rows = frame.to_dicts()
    page.heading(say("staff.title_shifts", lang))
    joint = "" if lang == "zh" else " "
    page.table(
        [
            Column(say("staff.shift", lang), [visible(row["shift"]) for row in rows], soft=True),
            Column(say("staff.clock", lang), [f"{row['start']}–{row['end']}" for row in rows]),
            Column(say("staff.weekdays", lang), [_weekdays(row["weekdays"], lang, joint) for row in rows]),
            Column(say("staff.people", lang), [f"{row['people']:,}" for row in rows], right=True),
            Column(say("staff.hours", lang), [f"{row['hours']:,.0f}" for row in rows], right=True),
        ]
    )
    page.end(len(rows), len(rows))


def _weekdays(digits: str, lang: str, joint: str) -> str:
    """`12345` as the names of the days."""
    names = [say(f"staff.weekday.{digit}", lang) for digit in digits]
    return joint.join(name.removeprefix("周") for name in names)


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.1%}"


def _band(row: Row) -> str | None:
    return None if row["lo"] is None else f"{row['lo']:.1%}–{row['hi']:.1%}"


def _whole(value: int | None) -> str | None:
    return None if value is None else f"{value:,}"


def _heads(value: float | None) -> str | None:
    return None if value is None else f"{value:,.1f}".removesuffix(".0")


Draw = Callable[..., None]
PAGES: dict[str, tuple[Draw, tuple[str, ...]]] = {
    "need": (need, ("weekday", "interval", "scheduled")),
    "periods": (periods, ("period", "contacts", "sl")),
    "shifts": (shifts, ("shift", "weekdays", "people")),
}
"""What draws a table of cs-staff, and the fields it reads."""
