"""The keys of a taxonomy: what may stand above the leaves and in a leaf, of which types, and what each says."""

from __future__ import annotations

from dataclasses import dataclass

RED = 5
"""The severity at which every single record is reported."""
LEVELS = 4
"""Parts a path may have."""
FARTHEST = 100
"""Characters that may stand between the two words of a pair: beyond that they are no longer about one thing."""
TOP_PRIORITY = 100
NEGATE = ("drop", "keep", "flip")
SPEAKERS = ("customer", "agent", "bot")
SESSIONS = ("first", "last", "unanswered")


@dataclass(frozen=True)
class Key:
    """A key: the types of its value, as TOML has them, and what it says (a line of cstools-taxonomy(5)).

    phrases: whether its value is a text of phrases separated by blanks, or an array of them.
    """

    types: tuple[type, ...]
    about: str
    phrases: bool = False


_WORDS = (str, list)
TOP: dict[str, Key] = {
    "extend": Key(
        (str,),
        "The taxonomy this file adds to: shop, qa, or the path of a file, from this one's folder. A leaf with the path "
        "of one there replaces it; all else is added.",
    ),
    "speaker": Key((str,), f"Whose words are read: {', '.join(SPEAKERS)}; {SPEAKERS[0]} unless said."),
    "stages": Key(
        (list,), "First parts of paths in an order: at equal severity the leaf of the later one is the topic."
    ),
    "ignore": Key(_WORDS, "Longer phrases that hide what they contain and name nothing themselves.", phrases=True),
    "bought": Key(
        _WORDS,
        "Signs that the goods were bought: a text with one of them is no question before purchase.",
        phrases=True,
    ),
    "categories": Key(
        (dict,),
        'A category as a source writes it = "the beginnings of the paths it stands for", separated by blanks. Upper '
        "and lower case are one.",
    ),
    "tag": Key((list,), "The leaves, a table [[tag]] each."),
}
"""What stands above the leaves."""
LEAF: dict[str, Key] = {
    "path": Key((str,), f"What people read, up to {LEVELS} parts: stage/group/leaf. Required, and each only once."),
    "zh": Key((str,), "Its label in Chinese; the last part of the path unless said."),
    "en": Key((str,), "Its label in English; the last part of the path unless said."),
    "severity": Key((int,), f"1 (a question) to {RED} (a red line: every single record is reported). Required."),
    "priority": Key(
        (int,),
        f"-{TOP_PRIORITY} to {TOP_PRIORITY}, 0 unless said: of the leaves in a text the highest is the topic, whatever "
        "its severity.",
    ),
    "party": Key((str,), "Who answers for it by default."),
    "aside": Key((bool,), "true: never the topic beside a leaf that is not aside."),
    "any": Key(
        _WORDS,
        "Phrases; one is enough. One within a longer phrase does not count, whichever leaf that belongs to. One of a "
        "single character is taken only in an array.",
        phrases=True,
    ),
    "near": Key(
        (list,),
        '"A|B 6 C|D": A or B, and after it at most 6 characters (a Latin letter counts a third) C or D. '
        f"At most {FARTHEST}.",
        phrases=True,
    ),
    "all": Key(
        _WORDS,
        "Phrases that must all be in the text, in any place. Alone they are enough; beside any, near or regex they are "
        "asked for as well.",
        phrases=True,
    ),
    "regex": Key(
        _WORDS,
        "A regular expression, or an array of them, in the syntax of Rust: no look-around. It reads the text as "
        "searched, so write it in lower case, and signs as [,，]: wide ones may stay as they are.",
        phrases=True,
    ),
    "not": Key(_WORDS, "Phrases that take this leaf from the whole text.", phrases=True),
    "whole": Key(
        _WORDS, "Phrases; the text must be nothing else, signs and blanks aside, and name no other leaf.", phrases=True
    ),
    "ask": Key((str,), "The path of the leaf a question becomes, where nothing says that the goods were bought."),
    "negate": Key(
        (str,),
        "What a denial right before a phrase of any does: drop (the phrase names nothing, the default), keep (it names "
        "the leaf all the same), flip (it names the leaf of flip).",
    ),
    "flip": Key((str,), 'The path of the leaf a denied phrase names; goes with negate = "flip".'),
    "session": Key(
        (str,),
        "Makes the leaf one of the conversation: first (an agent's first message has none of the phrases of any), last "
        "(the last message has none), unanswered (a question got no reply, or only phrases of any; regex says what a "
        "question is).",
    ),
    "add": Key(
        (bool,),
        "true: the phrases are added to the leaf of this path in the extended file, and what is not said stays.",
    ),
}
"""What stands in a leaf."""
