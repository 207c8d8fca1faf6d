"""The taxonomy of customer-service problems: read from TOML, checked, held as plain values.

Phrases are written as one text separated by blanks, or as an array: TOML parses 5,000 of them as text in half the CPU
(16 ms against 34), and a run on ten records pays it every time. What the keys mean stands in taxonomy_keys.py.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from cstools.errors import Failure, Usage
from cstools.model import taxonomy_reader as reader
from cstools.model.taxonomy_keys import RED
from cstools.model.taxonomy_tree import Leaf, Near, Source, Taxonomy

__all__ = ["RED", "SHIPPED", "Leaf", "Near", "Taxonomy", "load", "parse"]

FOLDER = Path(__file__).with_name("taxonomies")
SHIPPED = {name: FOLDER / f"{name}.toml" for name in ("shop", "qa")}
"""The taxonomies that have a name; the first is taken where none is named."""


def load(path: str | Path | None = None) -> Taxonomy:
    """The taxonomy in the file at `path`, or the shipped one of that name (a file called qa is ./qa); None: shop.

    Raises Failure for a file that cannot be read, and Usage with file and line for whatever is wrong in it: TOML that
    does not parse, an unknown key, a wrong type, an empty label or phrase, a path twice, a severity outside 1-5, a
    `near` of another form, a path in `ask`, `flip` or [categories] that no leaf has, a leaf without phrases.

    >>> len(load().leaves) >= 70
    True
    """
    return _load(path or next(iter(SHIPPED)), ())


def parse(text: str, name: str = "taxonomy.toml") -> Taxonomy:
    """The taxonomy written in `text`; `name` is what an error calls the file. Raises as `load`."""
    return _parse(text, name, Path(), ())


def _load(path: str | Path, above: tuple[Path, ...]) -> Taxonomy:
    source = SHIPPED.get(path, Path(path)) if isinstance(path, str) else path
    try:
        text = source.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Failure("file.missing", path=source) from error
    except (OSError, ValueError) as error:
        raise Failure("file.broken", path=source, why=error) from error
    return _parse(text, str(source), source.parent, (*above, source.resolve()))


def _parse(text: str, name: str, folder: Path, above: tuple[Path, ...]) -> Taxonomy:
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Usage("taxonomy.toml", path=name, why=error) from error
    source = Source(text, name)
    base = _extended(data.get("extend"), source, folder, above)
    tree = reader.top(data, source, base)
    old = {leaf.path: leaf for leaf in tree.leaves}
    own = [reader.leaf(table, source, at, old) for at, table in enumerate(data.get("tag", ()))]
    return reader.merged(tree, own, data, source)


def _extended(name: object, source: Source, folder: Path, above: tuple[Path, ...]) -> Taxonomy | None:
    """The taxonomy that a file adds to. Raises Usage for one that is not there, or that adds to this one."""
    if not isinstance(name, str):
        return None
    path = SHIPPED.get(name, folder / name)
    try:
        there = path.is_file()
    except ValueError:
        there = False
    if not there or path.resolve() in above:
        raise source.wrong("taxonomy.extend", "", "extend", value=name)
    return _load(path, above)
