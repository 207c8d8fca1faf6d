"""The alerts of cs-watch as a message to a group, in the Markdown of a work chat and within its limit of bytes."""

from __future__ import annotations

import polars as pl

from cstools.model.messages import say
from cstools.view.markdown.dialects import DIALECTS, Dialect
from cstools.view.markdown.escape import backslashed
from cstools.view.page import Row
from cstools.view.watch import alerts, name, quiet, why

GITHUB = Dialect(limit=60_000, escape=backslashed, title="# {}", heading="## {}", item="- {}", aside="{}")
"""A comment of GitHub holds 65,536 characters."""
MOST = 10
"""Alerts told."""
LONGEST = 200
"""Characters of one line of data."""


def message(frame: pl.DataFrame, lang: str, dialect: str) -> str:
    """The alerts of the last period that has any, whole items only, and how many are left out."""
    form = DIALECTS.get(dialect, GITHUB)
    title = form.title.format(form.escape(say("watch.title", lang)))
    found = alerts(frame)
    if not frame.height or not found:
        return f"{title}\n\n{form.escape(quiet(frame, lang))}\n"
    items = [_item(row, form, lang) for row in found]
    text, told = title, 0
    room = form.limit - len(_more(len(items), form, lang).encode()) - 1
    for item in items[:MOST]:
        if len((text + item).encode()) > room:
            break
        text, told = text + item, told + 1
    return text + (_more(len(items) - told, form, lang) if told < len(items) else "") + "\n"


def _item(row: Row, form: Dialect, lang: str) -> str:
    flag = "[" + say("watch.flag." + row["flag"], lang) + "]"
    told = {key: f"{row[key]:,.0f}" for key in ("n", "expected", "lo", "hi")}
    line = say("watch.line", lang, series=name(row, lang), **told)
    head = form.tones.get("bad", "{}").format(form.escape(flag))
    first = f"{head} {form.strong.format(form.escape(row['period']))} {_safe(line, form)}"
    return "\n\n" + form.turn.join([form.item.format(first), *(_safe(text, form) for text in why(row, lang))])


def _safe(text: str, form: Dialect) -> str:
    return form.escape(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def _more(n: int, form: Dialect, lang: str) -> str:
    return "\n\n" + form.aside.format(form.escape(say("watch.more", lang, n=f"{n:,}")))
