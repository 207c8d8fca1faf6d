"""The tiny line of a card: twelve months, drawn without the library."""

from __future__ import annotations

from html import escape
from itertools import groupby

from cstools.model.report import Card, Figure
from cstools.view.numbers import NONE, figure, month

WIDTH, HEIGHT, EDGE = 120, 28, 3
Point = tuple[float, float]


def spark(card: Card, lang: str) -> str:
    """The months of a card as an inline SVG that names them all; nothing where fewer than two have a value.

    By hand, unlike every other picture here: it has no axis, scale or label, which is what the library is for, and
    a dozen of them by Altair and vl-convert cost 0.6 s of CPU, half as much as all the charts of a report together;
    so they cost less than a millisecond.
    """
    values = [value for _, value in card.trend if value is not None]
    if len(values) < 2:
        return ""
    told = escape("、".join(f"{month(at, lang)} {_said(card, value, lang)}" for at, value in card.trend), quote=True)
    lines = "".join(f'<polyline points="{" ".join(map(_pair, run))}"/>' for run in _runs(card, values))
    x, y = _points(card, values)[-1] or _last(card, values)
    dot = f'<circle cx="{_short(x)}" cy="{_short(y)}" r="2.5"/>'
    return (
        f'<svg class="spark" role="img" aria-label="{told}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"<title>{told}</title>{lines}{dot}</svg>"
    )


def _said(card: Card, value: float | None, lang: str) -> str:
    return NONE if value is None else figure(Figure(value, card.value.unit), lang)


def _points(card: Card, values: list[float]) -> list[Point | None]:
    low, high = min(values), max(values)
    step = (WIDTH - 2 * EDGE) / max(len(card.trend) - 1, 1)
    tall = HEIGHT - 2 * EDGE
    return [
        None
        if value is None
        else (EDGE + at * step, EDGE + tall * ((high - value) / (high - low) if high > low else 0.5))
        for at, (_, value) in enumerate(card.trend)
    ]


def _last(card: Card, values: list[float]) -> Point:
    return next(point for point in reversed(_points(card, values)) if point)


def _runs(card: Card, values: list[float]) -> list[list[Point]]:
    """The points without a gap between them; a point alone is no line."""
    runs = [[point for point in some if point] for there, some in groupby(_points(card, values), bool) if there]
    return [run for run in runs if len(run) > 1]


def _pair(point: Point) -> str:
    return f"{_short(point[0])},{_short(point[1])}"


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
