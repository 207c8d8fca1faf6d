"""The metrics of cs-kpi as a list to read: by topic or kind, each with its name, unit, direction, fields and rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from cstools.model.glyphs import visible
from cstools.model.messages import listed, say
from cstools.model.sentences import SENTENCES
from cstools.view import table
from cstools.view.table import Column, Marks, body, cut, fit, marks, wrap

NEEDED = ("metric", "label", "unit", "better", "rule")
"""Columns without which a frame is no catalogue; `needs` and `default` may be absent."""
INDENT, WHOLE = "    ", 20
"""What stands below a metric is indented, and has as many lines as it takes."""


def render(
    frame: pl.DataFrame,
    *,
    lang: str,
    width: int,
    ascii_only: bool = False,
    total: int | None = None,
    styled: bool = False,
    section: str = "kind",
) -> str:
    """The catalogue under a heading for each value of `section`, in the order of its rows; ends with a newline.

    As `table.render`, which draws a frame that lacks a column. In: columns NEEDED, `needs` (a text: `a|b, c`),
    `default`, and `section`; a value of it that no sentence names stands as it is.
    """
    if not set(NEEDED) | {section} <= set(frame.columns) or not frame.height:
        return table.render(frame, kind=None, lang=lang, width=width, ascii_only=ascii_only, total=total, styled=styled)
    drawn = marks(ascii_only=ascii_only, styled=styled)
    rows = _shown(frame, section, ascii_only=ascii_only)
    found = _sections(rows, section)
    rows = [row for _, each in found for row in each]
    lines = iter(_lines(rows, lang, width, drawn))
    out: list[str] = []
    for name, each in found:
        title = f"{_word(section, name, lang)} ({len(each):,})"
        out += [*([""] if out else []), drawn.bold(cut(title, width, drawn))]
        for row in each:
            out += [next(lines), *_below(row, lang, width, drawn)]
    count = say("catalogue.count", lang, n=f"{frame.height if total is None else total:,}")
    return "\n".join([*out, "", *(drawn.dim(part) for part in wrap(count, width, WHOLE, drawn))]) + "\n"


def alternatives(needs: str, lang: str) -> list[str]:
    """What a metric needs, in words: each item is needed, of those parted by `|` one, `+` binds several.

    >>> alternatives("csat, wait_s|queued_at+answered_at", "zh")
    ['csat', 'wait_s、queued_at+answered_at 之一']
    """
    items = [item.split("|") for item in needs.split(", ") if item]
    return [
        item[0] if len(item) == 1 else say("catalogue.or", lang, items=listed(item, lang)) for item in items
    ]  # fmt: skip


def _shown(frame: pl.DataFrame, section: str, *, ascii_only: bool) -> list[dict[str, Any]]:
    wanted = (*NEEDED, "needs", section)
    return [
        {name: visible(str(row.get(name) or ""), ascii_only=ascii_only) for name in wanted}
        | {"default": row.get("default") is True}
        for row in frame.iter_rows(named=True)
    ]


def _sections(rows: Sequence[dict[str, Any]], section: str) -> list[tuple[str, list[dict[str, Any]]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row[section], []).append(row)
    return list(found.items())


def _lines(rows: Sequence[dict[str, Any]], lang: str, width: int, drawn: Marks) -> list[str]:
    """Id, name, unit, direction and whether it is given unasked, a line a metric: one set of columns for all."""
    default = say("catalogue.default", lang)
    cells = {
        "metric": [row["metric"] for row in rows],
        "label": [row["label"] for row in rows],
        "unit": [_word("unit", row["unit"], lang) for row in rows],
        "better": [_word("better", row["better"], lang) for row in rows],
        "default": [default if row["default"] else "" for row in rows],
    }
    columns = [Column("", each, soft=name == "label") for name, each in cells.items()]
    widths = fit(columns, width, drawn)
    bodies = [body(column, wide, drawn) for column, wide in zip(columns, widths, strict=False)]
    return [table.GAP.join(line).rstrip() for line in zip(*bodies, strict=True)]


def _below(row: dict[str, Any], lang: str, width: int, drawn: Marks) -> Iterator[str]:
    """The rule, and the fields it needs."""
    room = max(width - len(INDENT), 1)
    needs = ("；" if lang == "zh" else "; ").join(alternatives(row["needs"], lang))
    for text in (row["rule"], say("catalogue.needs", lang, needs=needs) if needs else ""):
        yield from (drawn.dim(INDENT + line) for line in wrap(text, room, WHOLE, drawn))


def _word(subject: str, value: str, lang: str) -> str:
    """The word for a value of the catalogue; the value itself where there is none."""
    key = f"catalogue.{subject}.{value}"
    return say(key, lang) if key in SENTENCES else value
