"""Charts of the user's own: Vega-Lite as JSON, which may load nothing and link nowhere."""

from __future__ import annotations

import json
from typing import Any

OUTSIDE = ("url", "href")
"""Keys that load something or lead somewhere: a report is one file without an address."""
DATA = ("data", "datasets")
"""Keys that bring figures of their own: those of the report are the data."""


def spec_problem(text: str) -> tuple[str, str] | None:
    """Why a text is no spec: what is wrong (json, outside, data) and its words; None if it is one.

    >>> spec_problem('{"mark": "bar"}'), spec_problem('[]')
    (None, ('json', '{ ... }'))
    >>> spec_problem('{"layer": [{"data": {"url": "x.csv"}}]}'), spec_problem('{"data": {"values": []}}')
    (('outside', 'url'), ('data', 'data'))
    """
    try:
        spec = json.loads(text)
    except (ValueError, RecursionError) as error:
        return "json", str(error)
    if not isinstance(spec, dict):
        return "json", "{ ... }"
    keys = _keys(spec)
    for problem, names in (("outside", OUTSIDE), ("data", DATA)):
        for name in names:
            if name in keys:
                return problem, name
    return None


def _keys(spec: Any) -> set[str]:
    """Every key, however deep."""
    found: set[str] = set()
    left = [spec]
    while left:
        part = left.pop()
        if isinstance(part, dict):
            found |= part.keys()
            left += part.values()
        elif isinstance(part, list):
            left += part
    return found
