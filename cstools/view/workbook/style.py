"""How cells look: the formats of the workbook, each made once."""

from __future__ import annotations

from typing import Any

FONTS = {"zh": "Microsoft YaHei", "en": "Calibri"}
COLOURS = {
    "ink": "#1B2430", "muted": "#55606E", "line": "#DFE3E8", "head": "#E3ECF9", "accent": "#1F5FBF", "band": "#D3E2F8",
    "good": "#0B7A4B", "bad": "#B3261E", "warn": "#8A5A00", "flat": "#55606E", "card": "#FFFFFF", "fill": "#FFF9E6",
}  # fmt: skip
RAMP = ("#EEF3FB", "#D5E3F7", "#B3CDF0", "#8BB2E6", "#6093D8", "#3A74C4", "#2157A3")
TONES = {
    "mark.rising": "bad", "mark.falling": "good", "mark.worse": "bad", "mark.better": "good", "mark.few": "muted",
    "mark.unhappy": "bad", "mark.content": "good",
    "mark.same": "muted", "day.high": "bad", "day.low": "warn", "day.gap": "warn", "verdict.better": "good",
    "verdict.worse": "bad",
}  # fmt: skip
"""The tone of a word of the data; the word itself always stands beside it."""
SIZE = 10
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "font_color": COLOURS["ink"]},
    "heading": {"bold": True, "font_size": 12, "font_color": COLOURS["accent"]},
    "paragraph": {"text_wrap": True, "valign": "top"},
    "muted": {"text_wrap": True, "valign": "top", "font_color": COLOURS["muted"]},
    "head": {
        "bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": COLOURS["head"], "bottom": 1,
        "bottom_color": COLOURS["accent"],
    },
    "cell": {"valign": "vcenter", "bottom": 4, "bottom_color": COLOURS["line"]},
    "bold": {"bold": True},
    "plain": {},
}  # fmt: skip


class Styles:
    """The formats of a workbook by what they look like."""

    def __init__(self, book: Any, lang: str) -> None:
        self.book = book
        self.base = {"font_name": FONTS.get(lang, FONTS["en"]), "font_size": SIZE}
        self.made: dict[tuple[Any, ...], Any] = {}

    def of(self, name: str, **more: Any) -> Any:
        """The format of a style, with some properties more."""
        properties = self.base | STYLES[name] | more
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(properties)
        return self.made[key]
