"""The words of the report, Chinese and English, a file a subject: headings, column names, and sentences with blanks.

A blank is filled with text from the data or with a figure already in words (85.5%, 1分24秒). A key that is a metric's
id is that metric's own name, `rule.ID` the sentence that defines it, a field of tickets its label.
"""

from __future__ import annotations

from cstools.errors import Usage
from cstools.model import fields
from cstools.model.kpis import parse
from cstools.model.report.words import (
    actions,
    agents,
    alerts,
    audience,
    cases,
    columns,
    drivers,
    findings,
    kpis,
    own,
    page,
    quality,
    satisfaction,
    segments,
    topics,
    trend,
    workbook,
)  # fmt: skip

SUBJECTS = (
    page, columns, findings, kpis, trend, topics, agents, satisfaction, drivers, segments, alerts, cases, actions,
    quality, audience, workbook, own,
)  # fmt: skip
WORDS: dict[str, tuple[str, str]] = {key: pair for subject in SUBJECTS for key, pair in subject.WORDS.items()}
RULE = "rule."


def template(key: str, lang: str) -> str:
    """The sentence of a key, its blanks open; a metric's id is its name, `rule.ID` its definition, a field its label.

    Raises Usage("report.model") for a key that is none of these.

    >>> template("csat_pct", "zh"), template("label.n", "en")
    ('满意率', 'n = {n}')
    """
    if found := WORDS.get(key):
        return found[lang == "en"]
    try:
        if key.startswith(RULE):
            return parse(key.removeprefix(RULE))[0].rule(lang)
        return parse(key)[0].label(lang)
    except Usage as error:
        if field := fields.of("ticket").get(key):
            return field.en if lang == "en" else field.zh
        raise Usage("report.model", why=f"? {key}") from error


def word(key: str, lang: str) -> str:
    """A word without blanks.

    >>> word("kpis", "zh"), word("frt_p50", "en")
    ('指标看板', 'first response time (median)')
    """
    return template(key, lang)
