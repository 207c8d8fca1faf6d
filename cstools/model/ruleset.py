"""Rules as values: those that cs-clean ships with, and a user's own, which extend, override or replace them.

The shipped ones stand in `rulesets/`, one file a kind, in the form a user writes (cstools-rules(5)); their sentences in
`rules.py`. Only the file of the kind at hand is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cstools.errors import Usage
from cstools.model.rule_reader import Reader, toml
from cstools.model.rules import RULES, Place, Rule

SHIPPED = Path(__file__).with_name("rulesets")


@dataclass(frozen=True)
class Ruleset:
    """What a rule file holds.

    dictionaries: field -> spelling as `fields.normal` gives it -> word; chains are followed to their end and every word
    is a spelling of itself, so that one look-up is enough. own: the columns beyond the field table that rules may name.
    """

    rules: tuple[Rule, ...] = ()
    dictionaries: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    own: tuple[str, ...] = ()
    path: str = ""


@cache
def shipped(kind: str) -> tuple[Rule, ...]:
    """The shipped rules of a kind, those that are off too; none for a kind that only our tools write.

    >>> [rule.id for rule in shipped("message")]
    ['time.range', 'time.future', 'cell.enum']
    """
    path = SHIPPED / f"{kind}.toml"
    if not path.exists():
        return ()
    data, places = toml(path.read_text(encoding="utf-8"), path.name)
    reader = Reader(path.name, default_kind=kind, sentences=RULES)
    return tuple(reader.rule(one, place) for one, place in zip(data["rule"], places, strict=True))


def chosen(kind: str, own: Ruleset | None = None, defaults: bool = True) -> tuple[Rule, ...]:
    """The rules for a kind that are on: the shipped ones if `defaults`, and a user's, in place of one of the same id.

    Raises Usage("rules.none") for a rule file whose rules are all for other kinds.

    >>> [rule.id for rule in chosen("message", Ruleset((Rule("time.future", "", "", kind="message", on=False),)))]
    ['time.range', 'cell.enum']
    """
    rules = own.rules if own else ()
    if own and rules and not own.dictionaries and all(rule.kind != kind for rule in rules):
        known = ", ".join(dict.fromkeys(rule.kind for rule in rules))
        raise Usage("rules.none", path=own.path, kind=kind, known=known)
    found = {rule.id: rule for rule in shipped(kind)} if defaults else {}
    found |= {rule.id: rule for rule in rules if rule.kind == kind}
    return tuple(rule for rule in found.values() if rule.on)


def parse(text: str, path: str = "rules.toml") -> Ruleset:
    r"""The rules and dictionaries written as TOML; `path` is what an error calls the file.

    Raises Usage, naming the line, for what is no TOML, an unknown key, kind, field, check or action (with the nearest
    that is known), a value of the wrong type, an id that comes twice, and a dictionary that goes in a circle.

    >>> made = parse('[[rule]]\nid = "csat.low"\nfields = "csat"\ncheck = "range"\nlow = 2')
    >>> made.rules[0].en, made.rules[0].action
    ('not within 2..', 'flag')
    """
    data, places = toml(text, path)
    reader = Reader(path, default_kind="ticket", shipped=shipped)
    top = reader.top(data, text)
    rules = reader.rules(data.get("rule", []), places)
    return Ruleset(rules, reader.dictionaries(data.get("dictionary", {}), text), top, path)


def table(rows: list[tuple[int, dict[str, str]]], path: str) -> Ruleset:
    """The rules written as a table: a row a rule, its line beside it; empty cells left out. Raises as `parse`.

    >>> table([(2, {"id": "text.short", "fields": "text", "check": "length", "low": "2"})], "rules.csv").rules[0].fields
    ('text',)
    """
    reader = Reader(path, default_kind="ticket", shipped=shipped, written=True)
    return Ruleset(reader.rules([row for _, row in rows], [Place(path, row=line) for line, _ in rows]), path=path)
