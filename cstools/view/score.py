"""`cs-kpi --score` for people: the steps of each score as a sum that can be done by hand, then the scores in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from cstools.model.messages import listed
from cstools.view.cells import decimals, plain
from cstools.view.page import Page, Row, Section, parted
from cstools.view.scorecard import LINES
from cstools.view.table import Column

NEEDS = (
    "period", "metric", "label", "value", "unit", "n", "band", "points", "weight", "weight_used", "part", "note",
)  # fmt: skip
SCORE, CAP, VETO = "score", "cap", "veto"
LIMITS = (CAP, VETO)
ALL, ELSE = "all", "else"
PLACE = "__place"


def draw(page: Page, frame: pl.DataFrame, *, by: Sequence[str]) -> None:
    """A section a group and period, and last the scores of all of them."""
    several = frame["period"].n_unique() > 1
    groups = parted(frame, [*by, "period"], LINES)
    rows = [row for each in groups for row in each]
    columns = _columns(page, rows)
    notes = Column(page.pen.label("note"), [_note(page, row) for row in rows])
    beside = page.fits([*columns, notes])
    sections = [
        Section(
            page.group(each[0], by, period=several), len(each),
            under=() if beside else [_note(page, row) for row in each],
            strong=[row["metric"] == SCORE for row in each],
        )
        for each in groups
    ]  # fmt: skip
    page.table([*columns, notes] if beside and any(notes.cells) else columns, sections)
    ends = frame.filter(pl.col("metric") == SCORE)
    if ends.height > 1:
        _ranked(page, frame, _places(ends, by), by, several=several)
    page.end(len(rows), frame.height, _legend(page, rows))


def _columns(page: Page, rows: Sequence[Row]) -> list[Column]:
    places = decimals([row[name] for row in rows for name in ("part", "points") if row[name] is not None])
    return [
        Column(page.pen.label("metric"), [page.pen.safe(row["label"]) for row in rows], soft=True),
        Column(page.pen.label("value"), [_value(page, row) for row in rows], right=True),
        Column(page.pen.label("n"), ["" if row["n"] is None else f"{row['n']:,}" for row in rows], right=True),
        Column(f"{page.pen.label('band')} → {page.pen.label('points')}", _bands(page, rows), right=True),
        Column(f"× {page.pen.label('weight')}", _weights(page, rows), right=True),
        Column(f"= {page.pen.label('part')}", [_part(row, places) for row in rows], right=True),
    ]


def _value(page: Page, row: Row) -> str | None:
    """The figure; that of the score itself stands at the end of its row."""
    return "" if row["metric"] == SCORE else page.figure(row["value"], row["unit"])


def _bands(page: Page, rows: Sequence[Row]) -> list[str | None]:
    """What stands for what: `>=90% → 40分`; a cap stands by itself."""
    bands = [page.word("score.else") if row["band"] == ELSE else page.pen.safe(row["band"] or "") for row in rows]
    points = [_points(page, row) for row in rows]
    pairs = page.pairs([band or None for band in bands], [point or None for point in points], right=False)
    return [
        "" if row["metric"] == SCORE else pair if band else point or None
        for row, pair, band, point in zip(rows, pairs, bands, points, strict=True)
    ]


def _points(page: Page, row: Row) -> str:
    points = row["points"]
    if points is None:
        return ""
    return page.word("score.most" if row["metric"] in LIMITS else "score.points", n=_number(points))


def _weights(page: Page, rows: Sequence[Row]) -> list[str | None]:
    """The weight, and the one used where the weights of others were shared out."""
    moved = _moved(rows)
    given = [None if row["weight"] is None else f"{_number(row['weight'])}%" for row in rows]
    if not moved:
        return [cell or "" for cell in given]
    used = [None if row["weight_used"] is None else f"{_number(row['weight_used'])}%" for row in rows]
    return [pair or "" for pair in page.pairs(given, used)]


def _moved(rows: Sequence[Row]) -> bool:
    return any(row["weight"] != row["weight_used"] for row in rows)


def _part(row: Row, places: int) -> str | None:
    """What a row adds, what a cap or veto takes off, and the sum."""
    size = row["value"] if row["metric"] == SCORE else row["part"]
    if size is None:
        return None
    return plain(size, places)


def _number(value: float) -> str:
    return plain(value, decimals([value]))


def _note(page: Page, row: Row) -> str:
    """What was done, in words; a score that is a sum needs none."""
    return "" if row["metric"] == SCORE and row["value"] is not None else page.pen.safe(row["note"] or "")


def _places(ends: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The scores with their places in each period; totals over groups, and who has none, have no place."""
    total = pl.any_horizontal(pl.lit(False), *(pl.col(name).cast(pl.String).eq_missing(ALL) for name in by))
    counted = pl.when(~total).then("value")
    return ends.with_columns(counted.rank("min", descending=True).over("period").alias(PLACE))


def _ranked(page: Page, frame: pl.DataFrame, ends: pl.DataFrame, by: Sequence[str], *, several: bool) -> None:
    """The scores, the highest first, each with what was left out or taken off."""
    keys = [*by, "period"]
    rows = ends.sort("period", PLACE, *by, nulls_last=True).head(LINES).to_dicts()
    remarks = {_key(each[0], keys): _told(page, each) for each in parted(frame, keys, frame.height)}
    notes = [remarks[_key(row, keys)] for row in rows]
    places = decimals([row["value"] for row in rows if row["value"] is not None])
    totals = [None if row["value"] is None else plain(row["value"], places) for row in rows]
    page.heading(page.word("score.ranked"))
    page.table(
        [
            *([Column(page.pen.label("period"), [page.period(row) for row in rows])] if several else []),
            Column(page.pen.label("rank"), [_place(page, row, rows) for row in rows]),
            *page.members(rows, by),
            Column(page.pen.safe(rows[0]["label"]), totals, right=True),
            *([Column(page.pen.label("note"), notes, soft=True)] if any(notes) else []),
        ]
    )


def _key(row: Row, keys: Sequence[str]) -> tuple[object, ...]:
    return tuple(row[name] for name in keys)


def _place(page: Page, row: Row, rows: Sequence[Row]) -> str | None:
    place = row[PLACE]
    if place is None:
        return None
    tied = sum((each["period"], each[PLACE]) == (row["period"], place) for each in rows) > 1
    return f"{place} {page.pen.word('tied')}" if tied else f"{place}"


def _told(page: Page, steps: Sequence[Row]) -> str:
    """What was left out, and what a cap or veto took off."""
    off = [page.pen.safe(row["label"]) for row in steps if row["weight"] is not None and row["part"] is None]
    taken = [
        f"{page.pen.safe(row['label'])} {_number(row['part'])}"
        for row in steps
        if row["metric"] in LIMITS and row["part"]
    ]
    return " · ".join([*([page.word("score.off", names=listed(off, page.pen.lang))] if off else []), *taken])


def _legend(page: Page, rows: Sequence[Row]) -> Iterator[str]:
    yield page.word("score.legend")
    if _moved(rows):
        yield page.word("score.shared")
