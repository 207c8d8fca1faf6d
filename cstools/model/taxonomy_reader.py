"""From parsed TOML to a taxonomy: every key, type and value checked, with the line to name in an error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from cstools.model.folding import folded
from cstools.model.taxonomy_keys import FARTHEST, LEAF, LEVELS, NEGATE, RED, SESSIONS, SPEAKERS, TOP, TOP_PRIORITY, Key
from cstools.model.taxonomy_tree import Leaf, Near, Source, Taxonomy

CHOICES = {"negate": NEGATE, "session": SESSIONS, "speaker": SPEAKERS}
TEXTS = ("zh", "en")
PHRASES = ("any", "near", "all", "regex", "cancel", "whole")
"""Fields of a leaf that `add` joins."""
NAMING = ("any", "near", "all", "regex", "whole")
"""Keys of which a leaf needs one."""
OF_SESSIONS = frozenset({"near", "all", "not", "whole", "ask", "negate", "flip"})
"""Keys that a leaf of the conversation cannot have."""
_PAIR = re.compile(r"(\S+)\s+(-?\d{1,9})\s+(\S+)", re.ASCII)


def phrases(value: str | list[str]) -> tuple[str, ...]:
    """The phrases of a text separated by blanks, or of an array: lower case, each once, in both forms texts come in.

    >>> phrases("退款 退钱  退款"), phrases(["A 货", "查定单"])
    (('退款', '退钱'), ('a 货', '查定单', '查订单'))
    """
    items = listed(value)
    whole = "\n".join(items)
    if (other := folded(whole)) != whole:
        items += other.split("\n")
    return tuple(dict.fromkeys(items))


def top(data: Mapping[str, Any], source: Source, base: Taxonomy | None) -> Taxonomy:
    """What stands above the leaves, over what `base` says, with no leaves yet. Raises Usage with the line."""
    for key, value in data.items():
        known = TOP.get(key)
        if known is None:
            raise source.wrong("taxonomy.key", "", key, word=key, known=" ".join(TOP))
        if key != "tag":
            check(source, "", 0, key, value, known)
    old = base or Taxonomy(())
    tables = data.get("tag", [] if base else None)
    if not isinstance(tables, list) or (base is None and not tables) or not all(isinstance(t, dict) for t in tables):
        raise source.wrong("taxonomy.empty", "tag", None)
    return Taxonomy(
        leaves=old.leaves,
        ignore=tuple(dict.fromkeys([*old.ignore, *phrases(data.get("ignore", ""))])),
        bought=tuple(dict.fromkeys([*old.bought, *phrases(data.get("bought", ""))])),
        stages=tuple(data.get("stages", old.stages)),
        speaker=data.get("speaker", old.speaker),
        categories={**old.categories, **categories(data.get("categories", {}), source)},
    )


def check(source: Source, section: str, at: int, key: str, value: object, known: Key) -> None:
    """A value is of its type, one of its choices, and holds no empty phrase. Raises Usage with the line."""
    texts = value if isinstance(value, list) else []
    wrong = not isinstance(value, known.types) or (isinstance(value, bool) and bool not in known.types)
    if wrong or not all(isinstance(item, str) for item in texts) or value not in CHOICES.get(key, (value,)):
        raise source.wrong("taxonomy.value", section, key, at, word=key, value=value)
    blank = value.strip() == "" if isinstance(value, str) else value == [] or not all(item.strip() for item in texts)
    if blank and (known.phrases or key in TEXTS) and (section or value != ""):
        raise source.wrong("taxonomy.blank", section, key, at, word=key)


def categories(table: Mapping[str, object], source: Source) -> dict[str, tuple[str, ...]]:
    """The words of a source in lower case, with the beginnings of paths each stands for. Raises Usage with the line."""
    found: dict[str, tuple[str, ...]] = {}
    for word, value in table.items():
        texts: list[Any] = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in texts):
            raise source.wrong("taxonomy.value", "categories", word, word=word, value=value)
        prefixes = tuple(item.strip("/") for text in texts for item in text.split())
        key = spelled(word)
        if not key or not prefixes or not all(prefixes):
            raise source.wrong("taxonomy.blank", "categories", word, word=word or '""')
        if key in found:
            raise source.wrong("taxonomy.twice", "categories", word, value=word)
        found[key] = prefixes
    return found


def spelled(word: str) -> str:
    """A category as it is looked up: lower case, one blank between words."""
    return " ".join(word.lower().split())


def leaf(table: Mapping[str, Any], source: Source, at: int, base: Mapping[str, Leaf]) -> Leaf:
    """The leaf of the table number `at`; `base`: the leaves of the extended file. Raises Usage with the line."""
    for key, value in table.items():
        if key not in LEAF:
            raise source.wrong("taxonomy.key", "tag", key, at, word=key, known=" ".join(LEAF))
        check(source, "tag", at, key, value, LEAF[key])
    parts = [part.strip() for part in table.get("path", "").split("/")]
    if not all(parts) or len(parts) > LEVELS or any(sign < " " for sign in table["path"]):
        raise source.wrong("taxonomy.path", "tag", "path", at, value=table.get("path", ""))
    path = "/".join(parts)
    old = base.get(path) if table.get("add") else None
    if table.get("add") and old is None:
        raise source.wrong("taxonomy.add", "tag", "add", at, value=path)
    severity = table.get("severity", old.severity if old else None)
    if severity not in range(1, RED + 1):
        raise source.wrong("taxonomy.severity", "tag", "severity", at, value=severity)
    made = Leaf(
        path=path,
        zh=table.get("zh", parts[-1]),
        en=table.get("en", parts[-1]),
        severity=severity,
        party=table.get("party", ""),
        priority=table.get("priority", 0),
        aside=table.get("aside", False),
        negate=table.get("negate", "drop"),
        ask=slashed(table.get("ask")),
        flip=slashed(table.get("flip")),
        session=table.get("session"),
        any=phrases(table.get("any", "")),
        near=tuple(near(item, source, at) for item in table.get("near", ())),
        all=tuple(dict.fromkeys(listed(table.get("all", "")))),
        regex=tuple([table["regex"]] if isinstance(table.get("regex"), str) else table.get("regex", ())),
        cancel=phrases(table.get("not", "")),
        whole=phrases(table.get("whole", "")),
        source=source,
        at=at,
    )
    full = added(old, made, table) if old else made
    sound(full, table)
    return full


def slashed(path: str | None) -> str | None:
    """A path as `leaf` writes it."""
    return None if path is None else "/".join(part.strip() for part in path.split("/"))


def listed(value: str | list[str]) -> list[str]:
    """Phrases in lower case, as written."""
    return value.lower().split() if isinstance(value, str) else [" ".join(item.lower().split()) for item in value]


def added(old: Leaf, own: Leaf, table: Mapping[str, Any]) -> Leaf:
    """The leaf `old` with the phrases of `own` beside its own, and what `table` says besides."""
    joined: dict[str, Any] = {
        name: tuple(dict.fromkeys([*getattr(old, name), *getattr(own, name)])) for name in PHRASES
    }
    said = {name: getattr(own, name) for name in table if name not in ("add", "not", *joined)}
    return replace(old, **said, **joined, source=own.source, at=own.at)


def near(item: str, source: Source, at: int) -> Near:
    """The pair written `A|B 6 C|D`. Raises Usage for another form, and for a gap that is none."""
    parts = _PAIR.fullmatch(item.strip())
    left, right = (tuple(filter(None, part.split("|"))) for part in (parts[1], parts[3])) if parts else ((), ())
    if parts is None or not left or not right:
        raise source.wrong("taxonomy.near", "tag", "near", at, value=item)
    if int(parts[2]) not in range(FARTHEST + 1):
        raise source.wrong("taxonomy.gap", "tag", "near", at, value=item, top=FARTHEST)
    return Near(phrases(list(left)), int(parts[2]), phrases(list(right)))


def sound(leaf: Leaf, table: Mapping[str, Any]) -> None:
    """The keys of a leaf go together. Raises Usage with the line."""
    if not any(getattr(leaf, name) for name in NAMING):
        raise leaf.wrong("taxonomy.phrases", "path", value=leaf.path)
    if abs(leaf.priority) > TOP_PRIORITY:
        raise leaf.wrong("taxonomy.priority", "priority", value=leaf.priority, top=TOP_PRIORITY)
    if (leaf.negate == "flip") != (leaf.flip is not None):
        raise leaf.wrong("taxonomy.flip", "flip" if leaf.flip else "negate", value=leaf.path)
    if leaf.session is not None:
        odd = OF_SESSIONS & table.keys() | ({"regex"} & table.keys() if leaf.session != "unanswered" else set())
        if odd or not leaf.any:
            word = min(odd, default="any")
            raise leaf.wrong("taxonomy.session", word, word=word, value=leaf.session)
    elif isinstance(said := table.get("any"), str) and (short := [word for word in said.split() if len(word) == 1]):
        raise leaf.wrong("taxonomy.short", "any", value=short[0])


def merged(tree: Taxonomy, own: list[Leaf], data: Mapping[str, Any], source: Source) -> Taxonomy:
    """`tree` with the leaves of its file: those of the extended file replaced, the others behind. Raises Usage."""
    places: dict[str, int] = {}
    for one in own:
        if places.setdefault(one.path, one.at) != one.at:
            raise one.wrong("taxonomy.twice", "path", value=one.path)
    leaves = {one.path: one for one in (*tree.leaves, *own)}
    for one in own:
        for key in ("ask", "flip"):
            if getattr(one, key) not in (None, *leaves):
                raise one.wrong("taxonomy.target", key, word=key, value=getattr(one, key))
    ends(tree, leaves, data.get("categories", {}), source)
    ranks = {stage: rank for rank, stage in enumerate(tree.stages)}
    ranked = tuple(ranked_as(one, ranks.get(path.partition("/")[0], 0)) for path, one in leaves.items())
    return replace(tree, leaves=ranked, index={path: at for at, path in enumerate(leaves)})


def ends(tree: Taxonomy, paths: Iterable[str], words: Iterable[str], source: Source) -> None:
    """Each beginning of a path that a category stands for is one, of whole parts. Raises Usage with the line."""
    starts = {path[:end] for path in paths for end in range(len(path) + 1) if path[end : end + 1] in ("", "/")}
    for word in words:
        for prefix in tree.categories[spelled(word)]:
            if prefix not in starts:
                raise source.wrong("taxonomy.prefix", "categories", word, word=word, value=prefix)


def ranked_as(leaf: Leaf, rank: int) -> Leaf:
    """The leaf with its rank."""
    return leaf if leaf.rank == rank else replace(leaf, rank=rank)
