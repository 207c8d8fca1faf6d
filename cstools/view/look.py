"""How a page looks beside our own style: what `--logo`, `--accent` and `--template` give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Look:
    """logo: an image as a data URI. accent: a colour `#rrggbb`. templates: name of a file -> its text, in place of ours
    of that name.
    """

    logo: str = ""
    accent: str = ""
    templates: Mapping[str, str] = field(default_factory=dict)
