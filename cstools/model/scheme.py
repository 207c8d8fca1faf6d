"""A scheme of customer segments: a shipped one by its name, or one of a user's own, read from TOML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

from cstools.errors import Failure, Usage
from cstools.model.scheme_keys import LEAST, MOST, SEGMENT, TOP
from cstools.model.segments import CN8, DIMENSIONS, SCHEMES, Scheme, Segment, bits
from cstools.model.taxonomy_tree import Source
from cstools.model.toml_tables import known, opened

BITS = tuple("".join(code) for code in product("01", repeat=len(DIMENSIONS)))


def load(name: str) -> Scheme:
    """The shipped scheme of that name, else the one in the file at that path (a file called cn8 is ./cn8).

    Raises Failure for a file that cannot be read, Usage with file and line for whatever is wrong in it: TOML that does
    not parse, an unknown key, a wrong value, an id twice, a combination of scores in no segment or in two.

    >>> load("grid10").scores
    5
    """
    if name in SCHEMES:
        return SCHEMES[name]
    try:
        text = Path(name).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Usage("scheme.missing", path=name, known=", ".join(SCHEMES)) from error
    except (OSError, ValueError) as error:
        raise Failure("file.broken", path=name, why=error) from error
    return parse(text, name)


def parse(text: str, name: str = "segments.toml") -> Scheme:
    r"""The scheme written in `text`; `name` is what an error calls the file. Raises as `load`.

    >>> parse('[names]\n111 = "VIP"\n011 = "VIP"').boxes[0].id
    'VIP'
    """
    data, source = opened(text, name)
    known(data, TOP, source, "", 0)
    if ("names" in data) == ("segment" in data):
        raise source.wrong("scheme.either", "", None)
    if "names" in data:
        return Scheme(name, _renamed(data["names"], source))
    tables = data["segment"]
    if not tables or not all(isinstance(table, dict) for table in tables):
        raise source.wrong("scheme.either", "segment", None)
    scores = data.get("scores")
    if scores is not None and scores not in range(LEAST, MOST + 1):
        raise source.wrong("scheme.scores", "", "scores", value=scores, least=LEAST, most=MOST)
    found = [(at, box) for at, table in enumerate(tables) for box in _boxes(table, source, at, scores)]
    _ids(tables, source)
    _covered(found, source, scores, len(tables) - 1)
    return Scheme(name, tuple(box for _, box in found), scores)


def _renamed(names: Mapping[str, object], source: Source) -> tuple[Segment, ...]:
    """The eight segments of cn8, those that are named under their new name; two of one name are one segment."""
    for code, name in names.items():
        if code not in CN8:
            raise source.wrong("scheme.key", "names", code, word=code, known=" ".join(CN8))
        if not isinstance(name, str) or not name.strip():
            raise source.wrong("scheme.value", "names", code, word=code, value=name or '""')
    called = {code: str(names[code]).strip() if code in names else None for code in CN8}
    return tuple(
        bits(code, *(3 * [new] if (new := called[code]) is not None else [zh, zh, en]))
        for code, (zh, en) in CN8.items()
    )


def _boxes(table: Mapping[str, Any], source: Source, at: int, scores: int | None) -> list[Segment]:
    """The boxes of one [[segment]]. Raises Usage with the line."""
    known(table, SEGMENT, source, "segment", at)
    if "id" not in table:
        raise source.wrong("scheme.id", "segment", None, at)
    name = table["id"].strip()
    zh, en = table.get("zh", name), table.get("en", name)
    odd = sorted({*DIMENSIONS} & table.keys() if scores is None else {"bits"} & table.keys())
    if odd:
        raise source.wrong("scheme.form", "segment", odd[0], at, word=odd[0])
    if scores is not None:
        r, f, m = (_range(table, key, source, at, scores) for key in DIMENSIONS)
        return [Segment(name, zh, en, r, f, m)]
    codes = table.get("bits", [])
    codes = [codes] if isinstance(codes, str) else codes
    if not codes or not all(code in BITS for code in codes):
        raise source.wrong("scheme.bits", "segment", "bits", at, value=table.get("bits", '""'))
    return [bits(code, name, zh, en) for code in codes]


def _range(table: Mapping[str, Any], key: str, source: Source, at: int, scores: int) -> frozenset[int] | None:
    """The scores from the lowest to the highest written; None where the key is absent. Raises Usage with the line."""
    if key not in table:
        return None
    value = table[key]
    ends = value if isinstance(value, list) else [value]
    whole = all(type(end) is int and 1 <= end <= scores for end in ends)
    if not whole or len(ends) not in (1, 2) or ends != sorted(ends):
        raise source.wrong("scheme.range", "segment", key, at, word=key, value=value, most=scores)
    return frozenset(range(ends[0], ends[-1] + 1))


def _ids(tables: list[dict[str, Any]], source: Source) -> None:
    """Every id stands once. Raises Usage with the line of the second."""
    seen: Counter[str] = Counter()
    for at, table in enumerate(tables):
        name = table["id"].strip()
        seen[name] += 1
        if seen[name] > 1:
            raise source.wrong("scheme.twice", "segment", "id", at, value=name)


def _covered(found: list[tuple[int, Segment]], source: Source, scores: int | None, last: int) -> None:
    """Every combination of scores is in exactly one box. Raises Usage with the line of the second, or of the last."""
    each = range(2) if scores is None else range(1, scores + 1)
    used = [name for name in DIMENSIONS if any(name in box.asks() for _, box in found)]
    for cell in product(*([*each] if name in used else [None] for name in DIMENSIONS)):
        scored = {name: score for name, score in zip(DIMENSIONS, cell, strict=True) if score is not None}
        hits = [(at, box) for at, box in found if all(scored[name] in asked for name, asked in box.asks().items())]
        shown = " ".join(f"{name}={score}" for name, score in scored.items())
        if not hits:
            raise source.wrong("scheme.gap", "segment", None, last, cell=shown)
        if len(hits) > 1:
            (_, first), (at, second), *_ = hits
            raise source.wrong("scheme.overlap", "segment", None, at, cell=shown, first=first.id, second=second.id)
