"""The records a finding is about, as an SQL condition on one record that people can read and keep."""

from __future__ import annotations

from collections.abc import Collection


def quoted(text: str) -> str:
    """A text as SQL writes it.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def equals(field: str, value: str | None) -> str:
    """The records whose field has this value, or none.

    >>> equals("channel", "邮件"), equals("channel", None)
    ("channel = '邮件'", 'channel IS NULL')
    """
    return f"{field} IS NULL" if value is None else f"{field} = {quoted(value)}"


def problem_is(name: str, columns: Collection[str]) -> str:
    """The records of a problem: its path or one below it, else the source's own category where there is no topic.

    >>> problem_is("物流", ["category"])
    "category = '物流'"
    >>> problem_is("售后/物流", ["topic"])
    "topic = '售后/物流' OR starts_with(topic, '售后/物流/')"
    """
    below = f"topic = {quoted(name)} OR starts_with(topic, {quoted(name + '/')})"
    if "topic" not in columns:
        return equals("category", name)
    return f"{below} OR (topic IS NULL AND {equals('category', name)})" if "category" in columns else below
