"""`cs-kpi --mix` for people: each change with its two parts, and a line for each value of the field."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.view.page import Page, Row, parted
from cstools.view.scorecard import LINES
from cstools.view.scorecard_cells import PERCENT
from cstools.view.table import Column

NEEDS = (
    "period_before", "period", "metric", "label", "unit", "n_before", "n", "share_before", "share", "value_before",
    "value", "structure", "own",
)  # fmt: skip
STRUCTURE, OWN = "structure", "own"


def draw(page: Page, frame: pl.DataFrame, *, field: str, by: Sequence[str]) -> None:
    """A block a metric, period and group. field: what the change is split by. by: all groups, as asked."""
    others = [name for name in by if name != field]
    blocks = parted(frame, [*others, "period_before", "period", "metric"], LINES)
    for block in blocks:
        _block(page, block, field, others)
    before, now = page.word("mix.before"), page.word("mix.now")
    legend = page.word("mix.legend", before=before, now=now), page.word("mix.exact")
    page.end(sum(map(len, blocks)), frame.height, legend)


def _block(page: Page, block: Sequence[Row], field: str, others: Sequence[str]) -> None:
    *parts, whole = block
    rows = [*sorted(parts, key=_size, reverse=True), whole]
    page.heading(_heading(page, whole, others))
    split = any(row[STRUCTURE] is not None for row in rows)
    effects = {page.pen.label(name): name for name in (STRUCTURE, OWN)} if split else {page.word("mix.gain"): OWN}
    shares = [{**row, "unit": "ratio"} for row in rows]
    counts = [[f"{row[name]:,}" for row in rows] for name in _pair("n")]
    page.table(
        [
            *page.members(rows, [field]),
            _moved(page, "share", [page.figures(shares, name) for name in _pair("share")]),
            _moved(page, "value", [page.figures(rows, name) for name in _pair("value")]),
            *(Column(heading, _effects(page, rows, name), right=True) for heading, name in effects.items()),
            Column(page.pen.label("n"), page.pairs(*counts), right=True),
        ]
    )


def _pair(name: str) -> tuple[str, str]:
    return f"{name}_before", name


def _moved(page: Page, key: str, sides: Sequence[list[str | None]]) -> Column:
    return Column(page.pen.label(key), page.pairs(*sides), right=True)


def _effects(page: Page, rows: Sequence[Row], name: str) -> list[str | None]:
    """The effects; in points with two decimals, as parts are smaller than what they are of."""
    exact = [None if row[name] is None else _points(row[name] * PERCENT) for row in rows]
    return [
        page.pen.word("points", n=text) if row["unit"] == "ratio" and text else page.change(row[name], row["unit"])
        for row, text in zip(rows, exact, strict=True)
    ]


def _points(size: float) -> str:
    """Two decimals and a sign; nothing has none.

    >>> _points(-1.135), _points(-0.004)
    ('-1.14', '0.00')
    """
    return f"{size:+.2f}" if round(size, 2) else "0.00"


def _size(row: Row) -> float:
    return abs(_sum(row))


def _sum(row: Row) -> float:
    return float((row[STRUCTURE] or 0.0) + (row[OWN] or 0.0))


def _heading(page: Page, whole: Row, others: Sequence[str]) -> str:
    """The change of the whole, in words, with its parts."""
    null, unit = page.marks.null, whole["unit"]
    then, now = (page.figure(whole[name], unit) or null for name in _pair("value"))
    parts = {name: page.change(whole[name], unit) for name in (STRUCTURE, OWN)}
    text = page.word(
        "mix.change", label=page.pen.safe(whole["label"]), before=page.pen.safe(whole["period_before"]),
        now=page.period(whole), then=then, value=now, change=page.change(_sum(whole), unit),
    )  # fmt: skip
    named = f"{page.group(whole, others, period=False)} · " if others else ""
    return named + text + (page.word("mix.parts", **parts) if parts[STRUCTURE] is not None else "")
