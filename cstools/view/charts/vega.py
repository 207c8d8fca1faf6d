"""A chart of the user's own: Vega-Lite, drawn over our rows in our colours, never reaching for anything else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cstools.errors import Usage
from cstools.model.glyphs import visible
from cstools.model.report import Chart, Value
from cstools.model.report.spec import OUTSIDE
from cstools.view.charts.frame import records
from cstools.view.theme import own_config

PARTED = ("facet", "repeat", "concat", "hconcat", "vconcat")
"""Views made of views: their width is that of each."""
DEEPEST = 64
SAID = 200
"""Characters of what the schema says: it names every value there might have been."""


def vega(chart: Chart, lang: str, width: int) -> dict[str, Any]:
    """The user's spec with our rows as its data, our configuration under theirs, as wide as there is room.

    Raises Usage("report.spec") for what is not Vega-Lite, Usage("report.spec_url") where it asks for an address.
    """
    found = parsed(chart)
    records(chart, lang)
    _checked(chart, found)
    made = {key: value for key, value in found.items() if key not in ("$schema", "config")}
    made["data"] = {"values": [_row(chart, row) for row in chart.rows]}
    made["config"] = _under(own_config(), found.get("config") or {})
    if not _parted(made) and "width" not in made:
        made |= {"width": width, "autosize": {"type": "fit-x", "contains": "padding"}}
    return made


CHANGING = re.compile(r"\b(?:random|now)\s*\(|\"sample\"|(?i:\burl\s*\()")
"""What would give another picture on another run, or an address."""


def parsed(chart: Chart) -> dict[str, Any]:
    """The spec of a chart as an object, its text visible. Raises Usage as `vega`."""
    try:
        found = json.loads(chart.spec)
        places = list(_places(found))
    except (ValueError, RecursionError) as error:
        raise Usage("report.spec", name=chart.name, why=str(error)) from error
    if not isinstance(found, dict):
        raise Usage("report.spec", name=chart.name, why=type(found).__name__)
    if changing := CHANGING.search(chart.spec):
        raise Usage("report.spec", name=chart.name, why=changing[0])
    if outside := [place for place, key in places if key in OUTSIDE]:
        raise Usage("report.spec_url", name=chart.name, place=outside[0])
    return dict(_shown(found))


def _places(part: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every key of a spec, and where it is."""
    if place.count(".") > DEEPEST:
        raise RecursionError(place)
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in items:
        at = f"{place}.{key}".lstrip(".")
        yield at, str(key)
        yield from _places(value, at)


def _shown(part: Any) -> Any:
    """The spec with control characters as glyphs: the drawing library would abort on one in a label."""
    if isinstance(part, dict):
        return {visible(key): _shown(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_shown(value) for value in part]
    return "\n".join(map(visible, part.split("\n"))) if isinstance(part, str) else part


def _row(chart: Chart, row: tuple[Value, ...]) -> dict[str, Value]:
    """A row as fields: by the key of a column, and by its own label where it has one."""
    made: dict[str, Value] = {}
    for column, value in zip(chart.columns, row, strict=True):
        shown = visible(value) if isinstance(value, str) else value
        made |= {column.key: shown} | ({visible(column.label): shown} if column.label else {})
    return made


def _under(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Our configuration, what the user says over it."""
    made = dict(ours)
    for key, value in theirs.items():
        both = isinstance(value, dict) and isinstance(made.get(key), dict)
        made[key] = _under(made[key], value) if both else value
    return made


def _parted(made: Mapping[str, Any]) -> bool:
    encoding = made.get("encoding")
    split = isinstance(encoding, dict) and any(key in encoding for key in ("facet", "row", "column"))
    return split or any(key in made for key in PARTED)


def _checked(chart: Chart, found: dict[str, Any]) -> None:
    """Read the user's spec against the schema of Vega-Lite, so that what is wrong is said of what they wrote."""
    import altair as alt

    try:
        alt.Chart.from_dict(found | {"data": {"values": []}})
    except Exception as error:  # the schema's own error, or whatever a spec of another shape meets on its way
        raise Usage("report.spec", name=chart.name, why=_first(error)) from error


def _first(error: Exception) -> str:
    """What is wrong in a line, and where in the spec if the schema says it."""
    said = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
    place = str(getattr(error, "json_path", "")).removeprefix("$").removeprefix(".")
    return f"{place}: {said}"[:SAID] if place else said[:SAID]
