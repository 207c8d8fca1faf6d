"""Drawn cells: an interval with its value, shares of a whole."""

from __future__ import annotations

from collections.abc import Sequence

from cstools.model.report import Value

FILLS, FILLS_ASCII = "█▓▒░▞▚", "#*+=-."
"""The parts of a whole, in order; a seventh begins again."""
DRAWN, DRAWN_ASCII = ("●", "─", "┊"), ("o", "-", "|")
"""Value, interval, the rule of the whole."""


def number(value: Value) -> float | None:
    """A value as a number; text is none.

    >>> number(3), number("3"), number(None)
    (3.0, None, None)
    """
    return float(value) if isinstance(value, int | float) else None


def interval(
    value: float | None,
    lo: float | None,
    hi: float | None,
    *,
    width: int,
    ends: tuple[float, float],
    reference: float | None = None,
    ascii_only: bool = False,
) -> str:
    """The value as a dot on its interval, the reference as a rule, on a scale from one of the `ends` to the other.

    >>> interval(0.5, 0.25, 0.75, width=9, ends=(0.0, 1.0), reference=0.0)
    '┊ ──●──  '
    >>> interval(None, None, None, width=3, ends=(0.0, 1.0)), interval(1, 1, 1, width=3, ends=(1.0, 1.0))
    ('   ', '●  ')
    """
    dot, line, rule = DRAWN_ASCII if ascii_only else DRAWN
    drawn = [" "] * width
    if reference is not None:
        drawn[_at(reference, width, ends)] = rule
    if value is None:
        return "".join(drawn)
    if lo is not None and hi is not None:
        first, last = _at(lo, width, ends), _at(hi, width, ends)
        drawn[first : last + 1] = line * (last + 1 - first)
    drawn[_at(value, width, ends)] = dot
    return "".join(drawn)


def _at(value: float, width: int, ends: tuple[float, float]) -> int:
    low, high = ends
    share = (value - low) / (high - low) if high > low else 0.0
    return round(min(max(share, 0.0), 1.0) * (width - 1))


def shares(parts: Sequence[float | None], width: int, fills: str = FILLS) -> str:
    """The parts of a whole in exactly `width` cells, each in the fill of its place; nothing where the whole is nothing.

    Cells are given by the largest remainder (Hamilton), ties to the earlier part.

    >>> shares([0.5, 0.25, 0.25], 8), shares([1, None, 2], 3), shares([None, 0], 4)
    ('████▓▓▒▒', '█▒▒', '')
    """
    known = [max(part or 0.0, 0.0) for part in parts]
    whole = sum(known)
    if not whole:
        return ""
    exact = [part / whole * width for part in known]
    cells = [int(part) for part in exact]
    order = sorted(range(len(known)), key=lambda at: (cells[at] - exact[at], at))
    for at in order[: width - sum(cells)]:
        cells[at] += 1
    return "".join(fills[at % len(fills)] * count for at, count in enumerate(cells))
