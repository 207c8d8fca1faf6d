"""Tables of the report as text: headings, cells in words, which columns are numbers. Shared by all renderers."""

from __future__ import annotations

from cstools.view.grid.actions import follow_up, status, verdict
from cstools.view.grid.base import Grid, heading, masthead, metric, title
from cstools.view.grid.cards import beside, change, scorecard, target
from cstools.view.grid.tables import empty, grid

__all__ = [
    "Grid", "beside", "change", "empty", "follow_up", "grid", "heading", "masthead", "metric", "scorecard", "status",
    "target", "title", "verdict",
]  # fmt: skip
