"""The alerts of cs-watch for people: a row an alert with its course, and below it what drives it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import polars as pl

from cstools.kernels.watch.because import name as series
from cstools.model import fields
from cstools.model.glyphs import visible
from cstools.model.messages import listed, say
from cstools.view.course import drawn
from cstools.view.page import Page, Row, Section
from cstools.view.table import Column

NEEDS = ("field", "value", "period", "n", "flag", "drivers", "words", "because")
TOLD = ("surge", "drop", "gap")
"""Flags that are told; of others the notes say how many."""
UNJUDGED = ("thin", "short")
"""Flags of what could not be judged."""
MOST = 20
"""Alerts shown."""
BEST = 3
"""Drivers and words named."""


def alerts(frame: pl.DataFrame) -> list[Row]:
    """The rows to tell: the latest first, surges before others, the surest first. A surge that another one explains
    is told with it: in its `same`, those of a surge as (field, value).
    """
    order = pl.col("flag").replace_strict(list(TOLD), [0, 1, 2], default=3, return_dtype=pl.Int8)
    found = frame.filter(pl.col("flag").is_in(TOLD)).with_columns(order.alias("__order"))
    keys = ["period", "__order", "p_adj", "field", "value"]
    rows = found.sort(keys, descending=[True, False, False, False, False]).to_dicts()
    same: dict[tuple[str, str], list[tuple[str, str | None]]] = {}
    for row in rows:
        if row["because"] is not None:
            same.setdefault((row["period"], row["because"]), []).append((row["field"], row["value"]))
    heads = (row for row in rows if row["because"] is None)
    return [row | {"same": same.get((row["period"], series(row["field"], row["value"])), [])} for row in heads]


def draw(page: Page, frame: pl.DataFrame) -> None:
    """The alerts of a frame, or that there is none."""
    lang = page.pen.lang
    found = alerts(frame)
    page.heading(say("watch.title", lang))
    if not found:
        page.told(quiet(frame, lang))
        return
    shown = found[:MOST]
    courses = {key: _course(part) for key, part in frame.partition_by(["field", "value"], as_dict=True).items()}
    columns = [
        Column(say("watch.when", lang), [row["period"] for row in shown]),
        Column(say("watch.series", lang), [visible(name(row, lang)) for row in shown], soft=True),
        Column(
            say("watch.what", lang),
            [say(f"watch.flag.{row['flag']}", lang) for row in shown],
            tones=["bad"] * len(shown),
        ),
        Column(say("watch.n", lang), [f"{row['n']:,}" for row in shown], right=True),
        Column(say("watch.usual", lang), [usual(row) for row in shown], right=True),
        Column(say("watch.course", lang), [courses[row["field"], row["value"]] for row in shown]),
    ]
    page.table(
        columns,
        [Section("", 1, under=[visible(("；" if lang == "zh" else "; ").join(why(row, lang)))]) for row in shown],
    )
    page.end(len(shown), len(found))


def quiet(frame: pl.DataFrame, lang: str) -> str:
    """That nothing is unusual in the periods of all contacts that were judged, or that none was."""
    judged = pl.col("value").is_null() & ~pl.col("flag").is_in(UNJUDGED).fill_null(False)
    days = frame.filter(judged)["period"].sort().to_list()
    return say("watch.quiet", lang, since=days[0], day=days[-1]) if days else say("watch.unjudged", lang)


def _course(part: pl.DataFrame) -> str:
    return drawn([float(n) for n in part.sort("period")["n"]])


def name(row: Row, lang: str) -> str:
    """A series in words."""
    return say("watch.all", lang) if row["value"] is None else str(row["value"])


def usual(row: Row) -> str | None:
    """What was expected, and its band."""
    if row["expected"] is None:
        return None
    return f"{row['expected']:,.0f} ({row['lo']:,.0f}–{row['hi']:,.0f})"


def why(row: Row, lang: str) -> list[str]:
    """What drives a surge, in sentences: its first day, values, words, and the surges it explains."""
    said = []
    if row["surge_first"] not in (None, row["period"]):
        said.append(say("watch.began", lang, first=row["surge_first"]))
    best = [one for one in _read(row["drivers"]) if one["share"]][:BEST]
    if best:
        shares = (say("watch.driver", lang, value=one["value"], share=f"{one['share']:.0%}") for one in best)
        said.append(say("watch.drivers", lang, drivers=listed(shares, lang)))
    words = [str(one["word"]) for one in _read(row["words"])][:BEST]
    if words:
        said.append(say("watch.risen", lang, words=listed(words, lang)))
    if row["same"]:
        said.append(say("watch.same", lang, series=_named(row["same"], lang)))
    return said


def _named(same: Sequence[tuple[str, str | None]], lang: str) -> str:
    """Series by field, all contacts first, of each field some."""
    parts = [say("watch.all", lang)] if any(value is None for _, value in same) else []
    for field in dict.fromkeys(field for field, value in same if value is not None):
        values = [str(value) for one, value in same if one == field]
        some = listed(values[:BEST], lang)
        told = some if len(values) <= BEST else say("watch.same_more", lang, series=some, n=len(values))
        parts.append(f"{_labels(field, lang)} {told}")
    return ("，" if lang == "zh" else "; ").join(parts)


def _labels(field: str, lang: str) -> str:
    return listed((fields.label(fields.TICKET, name, lang) for name in field.split(",")), lang)


def _read(cell: str | None) -> Sequence[dict[str, object]]:
    found: Sequence[dict[str, object]] = json.loads(cell) if cell else []
    return found
