"""Regular expressions of a taxonomy: proven on an empty text, and those made of phrases."""

from __future__ import annotations

import polars as pl

from cstools.model.taxonomy import Leaf

SIGNS = frozenset(r"\.+*?()|[]{}^$#&-~")
"""What means something in a regular expression; a backslash before any other sign may mean something too."""
LONG = 10_000
"""Characters of an expression made of phrases from which on it may be more than Polars takes."""
STRANGERS = ("客", "a", "7", "，")
"""Texts that have nothing in common: what matches all of them matches anything."""


def sound(rule: str, leaf: Leaf) -> None:
    """Raises Usage with the line of the leaf for what is no regular expression of Polars, or matches anything.

    >>> from cstools.model.taxonomy import parse
    >>> leaf = parse('tag = [{path = "a", severity = 1, regex = "a+"}]').leaves[0]
    >>> sound("a+", leaf)
    """
    if matched(rule, leaf, ("",))[0] or all(matched(rule, leaf, STRANGERS)):
        raise leaf.wrong("taxonomy.anything", "regex", value=rule)


def matched(rule: str, leaf: Leaf, texts: tuple[str, ...], key: str = "regex") -> list[bool]:
    """Which of the texts the rule matches. Raises Usage with the line of the key for a rule that is none."""
    try:
        return pl.Series(texts, dtype=pl.String).str.contains(rule).to_list()
    except pl.exceptions.ComputeError as error:
        why = [
            line.rpartition("error: ")[2] for line in str(error).splitlines() if "error: " in line or "exceeds" in line
        ]
        raise leaf.wrong("taxonomy.regex", key, value=rule, why=why[-1] if why else error) from error


def escaped(word: str) -> str:
    r"""A phrase as a regular expression that matches it and nothing else.

    >>> print(escaped("a+b，c"))
    a\+b，c
    """
    return "".join("\\" + sign if sign in SIGNS else sign for sign in word)


def alone(phrases: tuple[str, ...], leaf: Leaf, key: str = "whole") -> str:
    """A regular expression for a text of nothing but these phrases, signs and blanks.

    Raises Usage with the line of the key for more phrases than an expression can hold.

    >>> from cstools.model.taxonomy import parse
    >>> leaf = parse('tag = [{path = "a", severity = 1, whole = "你好"}]').leaves[0]
    >>> pl.Series(["你好，在吗？", "你好，退款"]).str.contains(alone(("你好", "在吗"), leaf)).to_list()
    [True, False]
    """
    longest = sorted(phrases, key=lambda word: (-len(word), word))
    rule = rf"^[\W_]*(?:(?:{'|'.join(map(escaped, longest))})[\W_]*)+$"
    # Proving one costs a start 3 ms, and only a long one can be too long.
    if len(rule) > LONG:
        matched(rule, leaf, ("",), key)
    return rule
