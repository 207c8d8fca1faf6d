"""The report model: what a review says, before it is drawn.

Plain values with their units and phrases by key: no word of a language, no width, no colour. The kernels build it, the
renderers of `view/` only lay it out, and its JSON (`cs-report -t json`) can be rendered again in any format and
language.
"""

from __future__ import annotations

from cstools.model.report.blocks import (
    Action,
    Actions,
    Block,
    Card,
    Case,
    Cases,
    Chart,
    Finding,
    Findings,
    Kpis,
    Meta,
    Note,
    Report,
    Section,
    Table,
)
from cstools.model.report.figures import UNITS, Column, Figure, Param, Phrase, Span, Value
from cstools.model.report.json import from_json, to_json

__all__ = [
    "UNITS", "Action", "Actions", "Block", "Card", "Case", "Cases", "Chart", "Column", "Figure", "Finding", "Findings",
    "Kpis", "Meta", "Note", "Param", "Phrase", "Report", "Section", "Span", "Table", "Value", "from_json", "to_json",
]  # fmt: skip
