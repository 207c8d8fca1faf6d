"""Private data out of sight: kinds and styles, texts, columns and side records."""

from __future__ import annotations

from cstools.errors import Usage
from cstools.kernels.clean.mask.columns import cell, columns, masked_side
from cstools.kernels.clean.mask.texts import masked
from cstools.model.masks import ALL, KINDS, STYLES, Style

__all__ = ["ALL", "KINDS", "cell", "columns", "masked", "masked_side", "parse", "style"]


def parse(text: str) -> tuple[str, ...]:
    """The kinds of `--mask` in table order; `all`: all but those that must be named (order_id).

    Raises Usage("clean.mask") for another word.

    >>> parse("email,phone"), parse("all") == ALL, parse("all,order_id") == KINDS
    (('email', 'phone'), True, True)
    """
    asked = {word.strip() for word in text.split(",")}
    if not asked <= {*KINDS, "all"}:
        raise Usage("clean.mask", text=text, known=", ".join(KINDS))
    return tuple(kind for kind in KINDS if kind in asked or (kind in ALL and "all" in asked))


def style(word: str) -> Style:
    """The style of `--mask-style`. Raises Usage("clean.mask_style") for another word.

    >>> style("token")
    'token'
    """
    for known in STYLES:
        if word == known:
            return known
    raise Usage("clean.mask_style", text=word, known=", ".join(STYLES))
