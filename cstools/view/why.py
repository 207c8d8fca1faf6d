"""cs-why for people: a section a factor, a line a level; the strongest of each factor in bold."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import polars as pl

from cstools.view.page import Page, Row, Section, parted
from cstools.view.scorecard import LINES
from cstools.view.scorecard_cells import PERCENT
from cstools.view.table import Column

LEVELS = ("factor", "level", "n", "rate", "lift", "odds_ratio", "or_lo", "or_hi", "p_adj", "adj_or", "ame", "ref")
FUNNEL = ("step", "n", "rate_prev", "lo", "hi", "rate_first", "drop")
RANKS = ("factor", "rho", "lo", "hi", "n")
WORDS = {"(other)": "other", "true": "yes", "false": "no"}
"""Levels that are no words of the data."""
NUMBER, RANGE = re.compile(r"-?\d+(\.\d+)?"), re.compile(r"(<=|>)-?[\d.]+|-?[\d.]+?\.\.-?[\d.]+")
"""A level of a number, whole and cut, as `kernels/why/levels.py` names it."""
MOST = 12
"""Levels of one factor shown, and that which others are compared with."""
LEAST = 0.001
"""A p below this is not told apart."""


def levels(page: Page, frame: pl.DataFrame) -> None:
    """The table of levels (`kernels/why/table.py`)."""
    whole = parted(frame, ["factor"], frame.height)
    parts = [_foremost(part) for part in whole]
    rows = [row for part in parts for row in part]
    page.table(
        [
            Column(page.word("why.level"), [_level(page, row) for row in rows], soft=True),
            Column(page.word("why.n"), [f"{row['n']:,}" for row in rows], right=True),
            Column(page.word("why.rate"), page.figures([{**row, "unit": "ratio"} for row in rows], "rate"), right=True),
            Column(page.word("why.lift"), [_number(row["lift"]) for row in rows], right=True),
            Column(page.word("why.odds"), [_ratio(row, "odds_ratio", "or") for row in rows], right=True),
            Column(page.word("why.p"), [_p(row["p_adj"]) for row in rows], right=True),
            Column(page.word("why.adjusted"), [_adjusted(page, row) for row in rows], right=True),
            Column(page.word("why.ame"), [_effect(page, row) for row in rows], right=True),
        ],
        [_section(page, part, len(every) - len(part)) for part, every in zip(parts, whole, strict=True)],
    )
    legend = [
        page.word(f"why.{key}") for key in ("legend", *(["strong"] if page.marks.bold("x") != "x" else []), "cause")
    ]
    page.end(len(rows), frame.height, legend)


def ranks(page: Page, frame: pl.DataFrame) -> None:
    """The rank correlations (`kernels/why/rank.py`)."""
    rows = list(frame.head(LINES).to_dicts())
    spans = [None if row["lo"] is None else f"{row['lo']:.3f} – {row['hi']:.3f}" for row in rows]
    page.table(
        [
            Column(page.word("why.factor"), [page.pen.label(row["factor"]) for row in rows], soft=True),
            Column(page.word("why.rho"), [None if row["rho"] is None else f"{row['rho']:+.3f}" for row in rows], True),
            Column(page.word("why.interval"), spans, right=True),
            Column(page.word("why.n"), [f"{row['n']:,}" for row in rows], right=True),
        ]
    )
    page.end(len(rows), frame.height, [page.word("why.cause")])


def funnel(page: Page, frame: pl.DataFrame, *, by: str) -> None:
    """The funnel (`kernels/why/funnel.py`), a section a group."""
    name = by.partition(":")[0]
    parts = parted(frame, [name], LINES) if name else [list(frame.to_dicts())]
    rows = [row for part in parts for row in part]
    ratios = [{**row, "unit": "ratio"} for row in rows]
    spans = [None if row["lo"] is None else f"{row['lo']:.1%}–{row['hi']:.1%}" for row in rows]
    columns = [
        Column(page.word("why.step"), [page.word(f"why.step_{row['step']}") for row in rows]),
        Column(page.word("why.n"), [f"{row['n']:,}" for row in rows], right=True),
        Column(page.word("why.rate_prev"), page.figures(ratios, "rate_prev"), right=True),
        Column(page.word("why.interval"), spans, right=True),
        Column(page.word("why.rate_first"), page.figures(ratios, "rate_first"), right=True),
        Column(
            page.word("why.drop"), [None if row["drop"] is None else f"{row['drop']:,}" for row in rows], right=True
        ),
    ]
    page.table(columns, [Section(page.member(name, part[0][name]), len(part)) for part in parts] if name else ())
    page.end(len(rows), frame.height)


def _foremost(part: Sequence[Row]) -> Sequence[Row]:
    """The levels of a factor to show: those that matter most, and the one others are compared with.

    Sorted by adjusted p, then lift; numbers and their ranges stay in their order.
    """
    ranked = sorted(part, key=_rank)
    kept = [row for at, row in enumerate(ranked) if at < MOST or row["level"] == row["ref"]]
    return sorted(kept, key=part.index) if _rising([row["level"] for row in part if row["level"]]) else kept


def _rising(names: Sequence[str]) -> bool:
    """Whether levels are of a number: ranges, or numbers that rise."""
    if all(map(NUMBER.fullmatch, names)):
        return sorted(names, key=float) == [*names]
    return all(map(RANGE.fullmatch, names))


def _rank(row: Row) -> tuple[float, float]:
    return (math.inf if row["p_adj"] is None else row["p_adj"], -(row["lift"] or 0.0))


def _section(page: Page, part: Sequence[Row], left: int) -> Section:
    far = [_far(row) for row in part]
    strong = [bool(each) and each == max(far) for each in far]
    under = [*[""] * (len(part) - 1), page.word("why.others", n=f"{left:,}")] if left else ()
    return Section(page.pen.label(part[0]["factor"]), len(part), under=under, strong=strong)


def _far(row: Row) -> float:
    """How far a level is from the one it is compared with; 0 where that may be chance."""
    lo, hi, value = row["adj_lo"], row["adj_hi"], row["adj_or"]
    return 0.0 if value is None or not value or lo <= 1 <= hi else abs(math.log(value))


def _level(page: Page, row: Row) -> str:
    if row["level"] in WORDS:
        return page.word(f"why.{WORDS[row['level']]}")
    return page.pen.word("null") if row["level"] is None else page.pen.safe(row["level"])


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:,.2f}"


def _ratio(row: Row, name: str, short: str) -> str | None:
    if row[name] is None:
        return None
    return f"{_number(row[name])} ({_number(row[f'{short}_lo'])}–{_number(row[f'{short}_hi'])})"


def _adjusted(page: Page, row: Row) -> str | None:
    ref = row["ref"] == row["level"] and row["adj_or"] is None and row["ref"] is not None
    return page.word("why.ref") if ref else _ratio(row, "adj_or", "adj")


def _effect(page: Page, row: Row) -> str | None:
    return None if row["ame"] is None else page.pen.word("points", n=f"{row['ame'] * PERCENT:+.1f}")


def _p(value: float | None) -> str | None:
    if value is None:
        return None
    return f"<{LEAST}" if value < LEAST else f"{value:.3f}"
