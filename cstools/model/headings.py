"""What reads like a heading of an export."""

from __future__ import annotations

from functools import cache

from cstools.model import fields as table
from cstools.model.units import bare, scaled


@cache
def known(heading: str) -> bool:
    """Whether a heading is a name or alias of a field of any kind, with or without its unit.

    >>> known("排队时间（秒）"), known("2025-10-01")
    (True, False)
    """
    forms = {table.normal(form) for form in (heading, bare(heading)[0], scaled(heading)[0])}
    return any(not forms.isdisjoint(table.headings(kind)) for kind in table.KINDS)
