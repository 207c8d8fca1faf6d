"""The taxonomy of customer-service problems: read from TOML, checked, held as plain values.

Phrases are written as one text separated by blanks, or as an array: TOML parses 5,000 of them as text in half the CPU
(16 ms against 34), and a run on ten records pays it every time. What the keys mean stands in taxonomies/shop.toml.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from cstools.errors import Failure, Usage
from cstools.model.toml_lines import line_of

SHIPPED = Path(__file__).with_name("taxonomies") / "shop.toml"
RED = 5
"""The severity at which every single record is reported."""
LEVELS = 4
KEYS: dict[str, tuple[type, ...]] = {
    "path": (str,), "en": (str,), "severity": (int,), "party": (str,), "aside": (bool,), "any": (str, list),
    "near": (list,), "not": (str, list), "whole": (str, list), "ask": (str,), "negate": (str,),
}  # fmt: skip
TOP_KEYS = ("stages", "ignore", "bought", "tag")
NEGATE = ("drop", "keep")


@dataclass(frozen=True)
class Near:
    """One of `left`, and at most `gap` characters after it one of `right`."""

    left: tuple[str, ...]
    gap: int
    right: tuple[str, ...]


@dataclass(frozen=True)
class Leaf:
    """One problem: its path, what it costs, who answers for it, and the phrases that name it.

    rank: its place in the contest for the primary topic at equal severity (later stage, higher rank).
    """

    path: str
    en: str
    severity: int
    party: str
    rank: int
    aside: bool = False
    negate: str = "drop"
    ask: str | None = None
    any: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()
    cancel: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()

    @property
    def red_line(self) -> bool:
        """Whether every single record is reported."""
        return self.severity >= RED


@dataclass(frozen=True)
class Taxonomy:
    """The leaves in the order of the file, with what holds for all of them."""

    leaves: tuple[Leaf, ...]
    ignore: tuple[str, ...] = ()
    bought: tuple[str, ...] = ()
    index: dict[str, int] = field(default_factory=dict, compare=False)


def load(path: str | Path | None = None) -> Taxonomy:
    """The taxonomy in the file at `path`, or the shipped one.

    Raises Failure for a file that cannot be read, and Usage with the line for TOML that does not parse, an unknown
    key, a wrong type, an empty label, a path twice, a severity outside 1-5, a `near` of another form, an `ask` that
    names no leaf, or a leaf without phrases.

    >>> len(load().leaves)
    70
    """
    source = Path(path) if path is not None else SHIPPED
    try:
        text = source.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Failure("file.missing", path=source) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Failure("file.broken", path=source, why=error) from error
    return parse(text, str(source))


def parse(text: str, name: str = "taxonomy.toml") -> Taxonomy:
    """The taxonomy written in `text`; `name` is what an error calls the file. Raises as `load`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Usage("taxonomy.toml", path=name, why=error) from error
    reader = Reader(text, name)
    reader.top(data)
    stages: list[str] = list(data.get("stages", []))
    leaves = tuple(reader.leaf(at, table, stages) for at, table in enumerate(data["tag"]))
    index = reader.index(leaves)
    return Taxonomy(leaves, phrases(data.get("ignore", "")), phrases(data.get("bought", "")), index)


def phrases(value: str | list[str]) -> tuple[str, ...]:
    """The phrases of a text separated by blanks, or of an array, lower case, each once.

    >>> phrases("退款 退钱  退款")
    ('退款', '退钱')
    """
    items = value.lower().split() if isinstance(value, str) else [item.lower() for item in value if item.strip()]
    return tuple(dict.fromkeys(items))


class Reader:
    """Turns parsed tables into leaves, and knows the line to name in an error."""

    def __init__(self, text: str, name: str) -> None:
        """`text` is searched for lines only when there is an error."""
        self.text, self.name = text, name

    def top(self, data: dict[str, Any]) -> None:
        """Checks what stands above the leaves. Raises Usage."""
        for key, value in data.items():
            if key not in TOP_KEYS:
                raise Usage(
                    "taxonomy.key", path=self.name, line=self.line(None, key), word=key, known=" ".join(TOP_KEYS)
                )
            texts = value if isinstance(value, list) else [value]
            if key != "tag" and not all(isinstance(item, str) for item in texts):
                raise Usage("taxonomy.value", path=self.name, line=self.line(None, key), word=key, value=value)
        if not isinstance(data.get("tag"), list) or not data["tag"]:
            raise Usage("taxonomy.empty", path=self.name, line=1)

    def leaf(self, at: int, table: dict[str, Any], stages: list[str]) -> Leaf:
        """The leaf of the table number `at`. Raises Usage with the line of the key at fault."""
        self.types(at, table)
        parts = [part.strip() for part in table.get("path", "").split("/")]
        if not all(parts) or len(parts) > LEVELS:
            self.fail("taxonomy.path", at, "path", value=table.get("path", ""))
        if table.get("severity") not in range(1, RED + 1):
            self.fail("taxonomy.severity", at, "severity", value=table.get("severity"))
        if table.get("negate", "drop") not in NEGATE:
            self.fail("taxonomy.value", at, "negate", word="negate", value=table["negate"])
        if not any(table.get(key) for key in ("any", "near", "whole")):
            self.fail("taxonomy.phrases", at, None, value=table["path"])
        return Leaf(
            path="/".join(parts),
            en=table.get("en", parts[-1]),
            severity=table["severity"],
            party=table.get("party", ""),
            rank=stages.index(parts[0]) if parts[0] in stages else 0,
            aside=table.get("aside", False),
            negate=table.get("negate", "drop"),
            ask=table.get("ask"),
            any=phrases(table.get("any", "")),
            near=tuple(self.near(at, item) for item in table.get("near", [])),
            cancel=phrases(table.get("not", "")),
            whole=phrases(table.get("whole", "")),
        )

    def types(self, at: int, table: dict[str, Any]) -> None:
        """Every key is known and of its type; phrases are text. Raises Usage."""
        for key, value in table.items():
            kinds = KEYS.get(key)
            if kinds is None:
                self.fail("taxonomy.key", at, key, word=key, known=" ".join(KEYS))
            mixed = isinstance(value, list) and key != "near" and not all(isinstance(item, str) for item in value)
            if mixed or not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
                self.fail("taxonomy.value", at, key, word=key, value=value)

    def near(self, at: int, item: object) -> Near:
        """The pair written `A|B 6 C|D`. Raises Usage for another form."""
        parts = item.lower().split() if isinstance(item, str) else []
        if len(parts) != 3 or not parts[1].isdigit():
            self.fail("taxonomy.near", at, "near", value=item)
        left, right = (tuple(word for word in part.split("|") if word) for part in (parts[0], parts[2]))
        if not left or not right:
            self.fail("taxonomy.near", at, "near", value=item)
        return Near(left, int(parts[1]), right)

    def index(self, leaves: tuple[Leaf, ...]) -> dict[str, int]:
        """The place of each path. Raises Usage for a path twice, and for an `ask` that is no path."""
        found: dict[str, int] = {}
        for at, leaf in enumerate(leaves):
            if leaf.path in found:
                self.fail("taxonomy.twice", at, "path", value=leaf.path)
            found[leaf.path] = at
        for at, leaf in enumerate(leaves):
            if leaf.ask is not None and leaf.ask not in found:
                self.fail("taxonomy.ask", at, "ask", value=leaf.ask)
        return found

    def fail(self, message: str, at: int, at_key: str | None, /, **params: object) -> NoReturn:
        """Raises Usage that names the line of the key in the table number `at`."""
        raise Usage(message, path=self.name, line=self.line(at, at_key), **params)

    def line(self, at: int | None, key: str | None) -> int:
        """The line of a key in the table number `at` (None: above the tables), else of the table's heading."""
        return line_of(self.text, "", key) if at is None else line_of(self.text, "tag", key, at)
