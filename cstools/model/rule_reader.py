"""From what a rule file says to rules, checked: every name, type and value, with the line to name in an error."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from cstools.errors import Usage
from cstools.model import fields as table
from cstools.model.checks import ACTIONS, CHECKS, COMMON, TIMES, Check
from cstools.model.rule_values import convert
from cstools.model.rules import Place, Rule
from cstools.model.toml_lines import line_in

WORDS = ("text", "enum", "id")
"""Types of fields that hold words."""
TOP = ("kind", "own", "rule", "dictionary")
ID = re.compile(r"\w+(\.\w+)*")
PARAMETERS = {name: one.type for check in CHECKS.values() for name, one in check.parameters.items()}
TYPES = {"int": "", "float": "", "time": "", "bool": ""}


def toml(text: str, path: str) -> tuple[dict[str, Any], list[Place]]:
    """What a TOML text holds, and the place of each [[rule]]. Raises Usage with the line for what is no TOML."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Usage("rules.toml", path=path, line=line_in(error), why=error) from error
    found = data.get("rule", [])
    rules = found if isinstance(found, list) and all(isinstance(one, dict) for one in found) else []
    return data, [Place(path, text, "rule", at) for at in range(len(rules))]


class Reader:
    """Turns what a rule file says into rules.

    shipped: the rules of a kind that an id may stand for. sentences: those of ids (of the shipped files themselves).
    written: values are text, as in a table.
    """

    def __init__(
        self,
        path: str,
        default_kind: str,
        shipped: Callable[[str], Sequence[Rule]] = lambda kind: (),
        sentences: Mapping[str, Rule] | None = None,
        written: bool = False,
    ) -> None:
        """`path` is what an error calls the file."""
        self.path, self.kind, self.shipped, self.written = path, default_kind, shipped, written
        self.sentences = sentences or {}
        self.own: tuple[str, ...] = ()

    def top(self, data: Mapping[str, Any], text: str) -> tuple[str, ...]:
        """What stands above the rules: the kind they are for, and the columns of one's own. Raises Usage."""
        place = Place(self.path, text)
        for key, value in data.items():
            at = place if place.line(key) > 1 else Place(self.path, text, key)  # a key, or the heading of a table
            self.among(at, key, key, TOP, "rules.key")
            if not isinstance(value, {"kind": str, "rule": list, "dictionary": dict}.get(key, (list, str))):
                self.fail(place, key, "rules.value", word=key, value=value)
        if not all(isinstance(one, dict) for one in data.get("rule", [])):
            self.fail(place, "rule", "rules.value", word="rule", value=data["rule"])
        self.kind = data.get("kind", self.kind)
        self.among(place, "kind", self.kind, table.KINDS, "rules.kind")
        self.own = self.value(place, "own", "list", data["own"]) if data.get("own") else ()
        return self.own

    def rules(self, found: Iterable[Mapping[str, Any]], places: Iterable[Place]) -> tuple[Rule, ...]:
        """The rules, no id twice in a kind. Raises Usage."""
        made: dict[tuple[str, str], Rule] = {}
        for one, place in zip(found, places, strict=True):
            rule = self.rule(one, place)
            if (rule.kind, rule.id) in made:
                self.fail(place, "id", "rules.twice", id=rule.id)
            made[rule.kind, rule.id] = rule
        return tuple(made.values())

    def rule(self, given: Mapping[str, Any], place: Place) -> Rule:
        """One rule; keys it lacks come from the shipped rule of its id. Raises Usage."""
        for key in given:
            self.among(place, key, key, (*COMMON, *PARAMETERS), "rules.key")
        kinds = {key: COMMON[key][0] if key in COMMON else PARAMETERS[key] for key in given}
        said = {key: self.value(place, key, kinds[key], value) for key, value in given.items()}
        if not ID.fullmatch(said.get("id", "")):
            self.fail(place, "id", "rules.id", value=said.get("id", ""))
        kind = said.get("kind", self.kind)
        self.among(place, "kind", kind, table.KINDS, "rules.kind")
        base = next((one for one in self.shipped(kind) if one.id == said["id"]), None)
        name = said.get("check", base.check if base else "")
        self.among(place, "check", name, CHECKS, "rules.check")
        old = base.parameters if base and base.check == name else {}
        rule = Rule(
            id=said["id"],
            zh="",
            en="",
            kind=kind,
            fields=tuple(said.get("fields", base.fields if base else ())),
            check=name,
            action=said.get("action", base.action if base else "flag"),
            on=said.get("on", True),
            parameters={**old, **{key: said[key] for key in said if key in PARAMETERS or key in ("when", "with")}},
            place=place,
        )
        self.fits(rule, CHECKS[name])
        changed = base is None or name != base.check or rule.parameters != base.parameters
        zh, en = _words(rule, said, self.sentences.get(rule.id) if changed else base)
        return replace(rule, zh=zh, en=en)

    def fits(self, rule: Rule, check: Check) -> None:
        """The action, the parameters and the fields are such as the check takes. Raises Usage."""
        place = rule.place or Place(self.path)
        self.among(place, "action", rule.action, ACTIONS, "rules.action")
        if rule.action not in check.actions:
            self.fail(place, "action", "rules.cannot", check=rule.check, action=rule.action, known=check.actions)
        for key in rule.parameters:
            if key not in check.parameters and key not in ("when", "with"):
                self.fail(place, key, "rules.parameter", word=key, check=rule.check, known=check.parameters)
        for either in (keys.split("|") for keys in check.needs):
            if not any(key in rule.parameters for key in either):
                self.fail(place, "check", "rules.needs", check=rule.check, known=either)
        if rule.action == "repair" and "with" not in rule.parameters:
            self.fail(place, "action", "rules.with")
        if not rule.fields and (check.each or rule.action in ("null", "cap", "repair")):
            self.fail(place, "fields", "rules.fields", check=rule.check)
        self.fields(rule, check, place)

    def fields(self, rule: Rule, check: Check, place: Place) -> None:
        """The fields are there, and of a type the check can judge; limits are of their type. Raises Usage."""
        known = table.of(rule.kind)
        asked = {key: rule.parameters[key] for key in ("after", "full", "survey") if key in rule.parameters}
        for key, name in (*(("fields", name) for name in rule.fields), *asked.items()):
            self.among(place, key, name, (*known, *self.own), "rules.field", kind=rule.kind)
        for name in rule.fields:
            type_ = known[name].type if name in known else "text"
            if check.types and type_ not in check.types:
                self.fail(place, "fields", "rules.type", check=rule.check, field=name, type=type_)
            for key in ("low", "high"):
                wrong = key in rule.parameters and isinstance(rule.parameters[key], int | float) == (type_ in TIMES)
                if wrong:
                    self.fail(place, key, "rules.value", word=key, value=rule.parameters[key])
        low, high = (rule.parameters.get(key) for key in ("low", "high"))
        if low is not None and high is not None and low > high:
            self.fail(place, "high", "rules.value", word="high", value=high)
        if rule.check == "type":
            self.among(place, "type", rule.parameters["type"], TYPES, "rules.key")

    def dictionaries(self, given: Mapping[str, Any], text: str) -> dict[str, dict[str, str]]:
        """Field -> spelling -> the word it ends at, however many steps away. Raises Usage, for a circle too."""
        known = (field for kind in table.KINDS for field in table.of(kind).values())
        names = dict.fromkeys(field.name for field in known if field.type in WORDS)
        made = {}
        for field, words in given.items():
            place = Place(self.path, text, f"dictionary.{field}")
            self.among(place, "", field, names, "rules.dictionary")
            if not isinstance(words, dict):
                self.fail(place, "", "rules.value", word=place.section, value=words)
            for spelling, word in words.items():
                if not isinstance(word, str) or not word.strip() or not spelling.strip():
                    self.fail(place, spelling, "rules.value", word=spelling, value=word)
            made[field] = self.ends(words, place)
        return made

    def ends(self, words: Mapping[str, str], place: Place) -> dict[str, str]:
        """Every spelling with the last word of its chain. Raises Usage("rules.cycle") for a chain without an end."""
        step = {table.normal(one): word for one, word in words.items() if table.normal(one) != table.normal(word)}
        made = {table.normal(word): word for word in words.values()}
        for spelling, word in words.items():
            chain = [table.normal(spelling)]
            while (last := table.normal(word)) in step:
                if last in chain:
                    self.fail(place, spelling, "rules.cycle", chain=" → ".join([*chain, last]))
                chain.append(last)
                word = step[last]
            made[chain[0]] = word
        return made

    def value(self, place: Place, key: str, type_: str, value: Any) -> Any:
        """A value as its type. Raises Usage for one of another type."""
        try:
            return convert(type_, value, self.written)
        except (ValueError, TypeError):
            self.fail(place, key, "rules.value", word=key, value=value)

    def among(self, place: Place, key: str, word: str, known: Iterable[str], message: str, **params: object) -> None:
        """The word is a known one. Raises Usage, with the nearest."""
        names = list(known)
        if word not in names:
            self.fail(place, key, message, word=word, near=near(word, names), **params)

    def fail(self, place: Place, key: str, message: str, /, **params: Any) -> NoReturn:
        """Raises Usage that names the line of a key."""
        known = params.get("known")
        if known is not None:
            params["known"] = ", ".join(known)
        raise Usage(message, path=self.path, line=place.line(key), **params)


def near(word: str, names: Sequence[str]) -> str:
    """The name most like a word, in brackets; all of them where there are few, nothing where none is like it.

    >>> near("csatt", ["csat", "nps", "ces"] * 10), near("x", ["null", "flag"])
    (' (csat?)', ' (null, flag)')
    """
    from difflib import get_close_matches

    found = get_close_matches(word, names, 1)
    if found:
        return f" ({found[0]}?)"
    return f" ({', '.join(names)})" if len(names) <= 20 else ""


def _words(rule: Rule, said: Mapping[str, Any], known: Rule | None) -> tuple[str, str]:
    """The sentence in Chinese and English: what is said; else what is known of the id; else what the check says."""
    if "zh" in said or "en" in said:
        return said.get("zh") or said["en"], said.get("en") or said["zh"]
    if known:
        return known.zh, known.en
    check = CHECKS[rule.check]
    return check.zh.format(**_blanks(rule, "zh")), check.en.format(**_blanks(rule, "en"))


def _blanks(rule: Rule, lang: str) -> dict[str, object]:
    """What fills the blanks of a check's sentence."""
    given = {key: ", ".join(value) if isinstance(value, tuple) else value for key, value in rule.parameters.items()}
    limits = "..".join(str(given.get(key, "")) for key in ("low", "high"))
    if rule.check == "one-of" and "values" not in given:
        known = table.of(rule.kind)
        given["values"] = ", ".join(word for name in rule.fields if name in known for word in known[name].choices)
    return {
        **{name: given.get(name, "") for name in PARAMETERS},
        "limits": limits,
        "fields": ", ".join(table.label(rule.kind, name, lang) for name in rule.fields),
        **({"after": table.label(rule.kind, given["after"], lang)} if "after" in given else {}),
    }
