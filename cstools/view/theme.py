"""The colours of charts: roles, drawn as sentinels that the page replaces by its own custom properties.

One inline SVG so serves light, dark and print: the library draws `#010204`, the file says `var(--accent)`.
"""

from __future__ import annotations

import re
from typing import Any

from cstools.view.palette import HEAT, LIGHT, ON, Palette

ROLES = ("ink", "muted", "line", "accent", "band", "good", "bad", "warn", "card")
SENTINELS = {role: f"#0102{number:02x}" for number, role in enumerate((*ROLES, *HEAT, *ON), start=1)}
FONT_SIZE = 12
ATTRIBUTES = re.compile(
    r" (?:xmlns(?::xlink)?|version|class|width|height|pointer-events|role|aria-roledescription|aria-hidden|font-family"
    r'|stroke-miterlimit)="[^"<>]*"'
)
OWN = re.compile(r' (?:xmlns(?::xlink)?|version|class|pointer-events|role|aria-roledescription|font-family)="[^"<>]*"')
"""What is left out of a chart of the user's own, whose frames and clips count."""
OUTER, FIXED = re.compile(r"<svg[^<>]*>"), re.compile(r' (?:width|height)="[^"<>]*"')
CLIPPED = re.compile(r' clip-path="[^"<>]*"|<clipPath.*?</clipPath>|<defs></defs>', re.DOTALL)
"""Nothing of ours is larger than its frame."""
NAMED = re.compile(r'(\bid="|url\(#)')
NUMBERS = re.compile(r'\b(d|transform|x1|x2|y1|y2)="([^"<>]*)"')
LONG = re.compile(r"(\d+\.\d)\d+")
EMPTY = re.compile(r'<path[^<>]*(?: d=""|d="M0,0h[\d.]+v[\d.]+h-?[\d.]+Z")(?![^<>]*fill)[^<>]*/>')
HOLLOW = re.compile(r"<g(?: transform=\"translate\(0,0\)\")?></g>|<g></g>")
UNSEEN = re.compile(r' stroke="[^"<>]*" stroke-width="0"')
GROUPS = re.compile(r'<g aria-label="[^"]*"')
BOX = re.compile(r'viewBox="0 0 (\d+)(?:\.\d+)? (\d+(?:\.\d+)?)"')
ROUND = re.compile(r'<path([^<>]*) d="M([\d.]+),0A\2,\2,0,1,1,-\2,0A\2,\2,0,1,1,\2,0"([^<>]*?)(?: stroke-width="2")?/>')
"""A circle as Vega draws it; said shorter."""
TOLD = re.compile(r'<(path|circle|rect|line|text)([^<>]*?) aria-label="([^"]*)"([^<>]*?)(?:/>|></\1>)')


def colour(role: str) -> str:
    """The sentinel of a role."""
    return SENTINELS[role]


def config() -> dict[str, Any]:
    """Vega's configuration: our sizes and roles, no frame, no ground."""
    text = {"labelColor": colour("ink"), "titleColor": colour("muted"), "labelFontSize": FONT_SIZE}
    return {
        "background": None,
        "font": "sans-serif",
        "view": {"stroke": None, "continuousHeight": 240},
        "axis": text
        | {
            "domain": False, "ticks": False, "gridColor": colour("line"), "labelPadding": 6,
            "titleFontSize": FONT_SIZE, "titleFontWeight": "normal",
        },
        "legend": text
        | {"titleFontSize": FONT_SIZE, "titleFontWeight": "normal", "symbolType": "square", "rowPadding": 6},
        "text": {"fontSize": FONT_SIZE},
    }  # fmt: skip


def own_config() -> dict[str, Any]:
    """The configuration under a chart of the user's own: marks and categories in our roles.

    A continuous scale runs between colours, which roles cannot do: it has the shades of the light page everywhere.
    """
    shades = [LIGHT[step] for step in HEAT]
    return config() | {
        "mark": {"color": colour("accent")},
        "range": {
            "category": [colour(role) for role in ("accent", "warn", "good", "bad", "muted", "h3")],
            "ordinal": shades, "ramp": shades, "heatmap": shades, "diverging": shades,
        },
    }  # fmt: skip


def painted(text: str, made: Palette) -> str:
    """A spec or an SVG with the colours of a palette for roles.

    >>> painted(f'{{"fill": "{colour("accent")}"}}', {"accent": "#1f5fbf"})
    '{"fill": "#1f5fbf"}'
    """
    for role, sentinel in SENTINELS.items():
        text = text.replace(sentinel, made.get(role, sentinel))
    return text


def inlined(svg: str, width: int, name: str, title: str, description: str, *, told: bool, own: bool = False) -> str:
    """A drawn SVG as it stands in the page: no address, no fixed size, roles for colours, hover titles, a name.

    title and description are markup-safe text; name makes the ids unique; told: marks keep their hover titles. The
    view box is at least `width` wide, so that text is the same size in every chart. own: one of the user's, which may
    clip its marks and refer to parts of itself.
    """
    svg = OUTER.sub(lambda found: FIXED.sub("", found[0]), svg, count=1)
    svg = NAMED.sub(rf"\g<1>{name}-", OWN.sub("", svg)) if own else CLIPPED.sub("", ATTRIBUTES.sub("", svg))
    svg = NUMBERS.sub(lambda found: f'{found[1]}="{LONG.sub(_short, found[2])}"', svg)
    svg = EMPTY.sub("", svg)
    svg = UNSEEN.sub("", svg)
    for usual in (f' font-size="{FONT_SIZE}px"', ' opacity="1"', ' text-anchor="start"', f' fill="{SENTINELS["ink"]}"'):
        svg = svg.replace(usual, "")
    svg = ROUND.sub(r'<circle\1 r="\2"\3/>', svg)
    for _ in range(4):
        svg = HOLLOW.sub("", svg)
    for role, sentinel in SENTINELS.items():
        svg = svg.replace(f'"{sentinel}"', f'"var(--{role})"')
    svg = GROUPS.sub("<g", svg)
    svg = TOLD.sub(r"<\1\2\4><title>\3</title></\1>" if told else r"<\1\2\4/>", svg)
    svg = BOX.sub(lambda found: f'viewBox="0 0 {max(width, int(found[1]))} {found[2]}"', svg, count=1)
    head = f'<svg class="ch" role="img" aria-labelledby="{name}-t {name}-d"'
    inner = f'<title id="{name}-t">{title}</title><desc id="{name}-d">{description}</desc>'
    return re.sub(r"^<svg([^<>]*)>", lambda found: f"{head}{found[1]}>{inner}", svg, count=1)


def _short(found: re.Match[str]) -> str:
    return found[1].removesuffix(".0")
