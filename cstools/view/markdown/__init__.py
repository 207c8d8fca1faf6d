"""The report as Markdown: the whole of it for GitHub, a message that fits for the bots of work chats."""

from __future__ import annotations

from cstools.model.report import Report
from cstools.view.markdown.dialects import DIALECTS
from cstools.view.markdown.escape import backslashed as escaped
from cstools.view.markdown.message import message
from cstools.view.markdown.whole import whole

__all__ = ["escaped", "markdown"]


def markdown(report: Report, lang: str, dialect: str = "github") -> str:
    """The report as Markdown in `lang` and in a dialect: github (all of it, with tables), or a summary for a bot of
    wecom, dingtalk, feishu, in what that product's Markdown has and within its limit of bytes.
    """
    return message(report, lang, DIALECTS[dialect]) if dialect in DIALECTS else whole(report, lang)
