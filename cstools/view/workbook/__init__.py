"""The report as an Excel workbook: a sheet a section, figures as numbers, charts that Excel itself draws."""

from __future__ import annotations

from io import BytesIO

from cstools.model.report import Report, Section
from cstools.model.report.words import word
from cstools.view.grid import masthead, title
from cstools.view.workbook.book import Book
from cstools.view.workbook.front import front
from cstools.view.workbook.names import sheet_names
from cstools.view.workbook.section import section

FRONT = "findings"
"""The section that stands on the first sheet, below the heading."""


def workbook(report: Report, lang: str) -> bytes:
    """The report as .xlsx in `lang` (zh or en). The same report gives the same bytes.

    First the heading, the facts and the key points, then a sheet a section. Raises Usage("report.model") for a word
    that is not there.

    >>> from cstools.model.report import Meta
    >>> workbook(Report(Meta("2025-10", "2025-10-31 18:00:00", 3), ()), "zh")[:2]
    b'PK'
    """
    stream = BytesIO()
    first, others = _split(report)
    heads = [title(first, lang) if first else word("page.contents", lang), *(title(part, lang) for part in others)]
    names = sheet_names(heads)
    book = Book(stream, lang, masthead(report, lang)[0], _links(report, first, others, names))
    front(book.sheet(names[0]), report, first, list(zip(others, names[1:], strict=True)))
    for part, name in zip(others, names[1:], strict=True):
        section(book.sheet(name), part)
    book.close()
    return stream.getvalue()


def _split(report: Report) -> tuple[Section | None, list[Section]]:
    """The section for the first sheet, and the rest in their order."""
    first = next((part for part in report.sections if part.id == FRONT), None)
    return first, [part for part in report.sections if part is not first]


def _links(report: Report, first: Section | None, others: list[Section], names: list[str]) -> dict[str, str]:
    """Section id -> the name of its sheet."""
    made = {part.id: name for part, name in zip(others, names[1:], strict=True)}
    return made | ({first.id: names[0]} if first else {})
