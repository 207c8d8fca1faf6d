"""The colours of the page by role, for light and dark; and what an accent of the user's own makes of them."""

from __future__ import annotations

from collections.abc import Mapping

Palette = dict[str, str]
STEPS = 7
HEAT = tuple(f"h{step}" for step in range(STEPS))
ON = tuple(f"on{step}" for step in range(STEPS))
"""Steps of the ramp of one colour, and what is written on each."""
LIGHT: Palette = {
    "bg": "#f6f7f9", "card": "#ffffff", "ink": "#1b2430", "muted": "#55606e", "line": "#dfe3e8", "accent": "#1f5fbf",
    "band": "#d3e2f8", "good": "#0b7a4b", "bad": "#b3261e", "warn": "#8a5a00", "good-bg": "#e3f4ec",
    "bad-bg": "#fce9e7", "warn-bg": "#fdf1da", "flat-bg": "#e3ecf9", "h0": "#eef3fb", "h1": "#d5e3f7", "h2": "#b3cdf0",
    "h3": "#8bb2e6", "h4": "#6093d8", "h5": "#3a74c4", "h6": "#2157a3",
}  # fmt: skip
DARK: Palette = {
    "bg": "#12161c", "card": "#1b2129", "ink": "#e8ecf1", "muted": "#a9b4c1", "line": "#323b46", "accent": "#7db0f5",
    "band": "#274266", "good": "#5fd39b", "bad": "#ff9c92", "warn": "#f2c063", "good-bg": "#14342a",
    "bad-bg": "#40201d", "warn-bg": "#3a2e14", "flat-bg": "#22344c", "h0": "#1d2733", "h1": "#1f3653", "h2": "#244a78",
    "h3": "#2d619f", "h4": "#3f7cc4", "h5": "#6199dd", "h6": "#94bdee",
}  # fmt: skip
PAPER: Palette = LIGHT | {"bg": "#ffffff", "ink": "#111111", "muted": "#444444", "line": "#cccccc"}
SCHEMES: Mapping[str, Palette] = {"light": LIGHT, "dark": DARK, "paper": PAPER}
MIXED = {"band": 0.22, "flat-bg": 0.13, "h0": 0.07, "h1": 0.2, "h2": 0.36, "h3": 0.53, "h4": 0.74, "h5": 1.0}
"""How much accent there is in a colour made of card and accent."""
DEEPEST = 0.28
"""How much ink there is in the last step of the ramp."""
READABLE = 4.5
"""Least contrast of text (WCAG 2.2, 1.4.3)."""
BLACK, WHITE = "#000000", "#ffffff"
PARTS = 50
"""In how many steps an accent is taken towards the ink."""


def palette(scheme: str, accent: str = "") -> Palette:
    """The colours of a scheme (light, dark, paper), by role; with an accent those that come from it are its shades.

    >>> palette("light")["accent"], palette("light", "#c7000b")["accent"], palette("light", "#ffd400")["accent"]
    ('#1f5fbf', '#c7000b', '#7f711b')
    """
    made = dict(SCHEMES[scheme])
    if accent:
        made["accent"] = readable(accent, made)
        made |= {role: mixed(made["card"], made["accent"], share) for role, share in MIXED.items()}
        made[HEAT[-1]] = mixed(made["accent"], made["ink"], DEEPEST)
    return made | {on: written(made[step]) for on, step in zip(ON, HEAT, strict=True)}


def readable(accent: str, made: Palette) -> str:
    """The accent, taken towards the ink until it can be read on card and ground."""
    grounds = (made["card"], made["bg"])
    for step in range(PARTS):
        shade = mixed(accent.lower(), made["ink"], step / PARTS)
        if all(contrast(shade, ground) >= READABLE for ground in grounds):
            return shade
    return made["ink"]


def written(ground: str) -> str:
    """Black or white, whichever reads better on a colour: at least 4.58 on any.

    >>> written("#eef3fb"), written("#2157a3")
    ('#000000', '#ffffff')
    """
    return max((BLACK, WHITE), key=lambda text: contrast(text, ground))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio).

    >>> round(contrast("#000000", "#ffffff"), 1), round(contrast("#767676", "#ffffff"), 2)
    (21.0, 4.54)
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two: `share` of the second.

    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def css(accent: str = "") -> str:
    """The colours as custom properties: light, dark where the reader's system is, paper in print."""
    light, dark, paper = (_properties(palette(scheme, accent)) for scheme in SCHEMES)
    return (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        f"@media print{{:root{{color-scheme:light;{paper}}}}}\n"
    )


def _properties(made: Palette) -> str:
    return ";".join(f"--{role}:{colour}" for role, colour in made.items())


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
