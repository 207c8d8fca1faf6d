"""One chart of the report as a PNG."""

from __future__ import annotations

from cstools.model.report import Report
from cstools.view.look import Look


def picture(report: Report, name: str, lang: str, look: Look) -> bytes:
    """The chart of a name, as PNG on white. Raises Usage("report.no_chart") for a name the report has no chart of."""
    raise NotImplementedError
