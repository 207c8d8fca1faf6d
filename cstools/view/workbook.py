"""The report as an Excel workbook."""

from __future__ import annotations

from cstools.model.report import Report


def workbook(report: Report, lang: str) -> bytes:
    """The report as .xlsx."""
    raise NotImplementedError
