"""Inputs of bench/tag.py: what customers of the invented shop say, real reviews where they are at hand, 500 phrases."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from peers.inputs import ROOT

from cstools.model.taxonomy import load

EXAMPLES = ROOT / "examples" / "data"
REVIEWS = ROOT.parent / "shared" / "data" / "waimai_10k" / "waimai_10k.csv"
"""Reviews of take-away food, 1 good and 0 bad, where they are at hand."""
HELD = 5
"""One text in so many is kept from training."""
LEAVES, PHRASES = 20, 25
"""Of the taxonomy of rules."""
NOTHING = "此处无言"
"""A phrase nobody says."""
LONG = re.compile("[0-9]{6,}")
"""Orders and telephones: what they are says nothing of the text, and cs-tag remembers texts without them."""
Row = dict[str, Any]


def contacts(seed: int) -> Iterator[Row]:
    """Contacts without end: some sentences of the examples about one product, with numbers and orders of their own.

    label: the team that answers.
    """
    rng = Random(seed)
    told = tomllib.loads((EXAMPLES / "texts.toml").read_text(encoding="utf-8"))
    with (EXAMPLES / "商品.csv").open(encoding="utf-8-sig", newline="") as stream:
        products = [row["品名"] for row in csv.DictReader(stream)]
    stages = {stage: [t for t in told["topic"] if t["stage"] == stage] for stage in ("售前", "售后")}
    names = list(stages)
    while True:
        stage = rng.choice(names)
        yield {
            "text": rng.choice(told["openers"]) + said(rng, stages[stage], rng.choice(products), told),
            "label": stage,
        }


def said(rng: Random, topics: list[Row], product: str, told: Row) -> str:
    """One sentence or two, and how they end."""
    order = f"28{rng.randrange(10**16):016}"
    slots = {
        "p": product,
        "o": order,
        "d": rng.randrange(2, 30),
        "m": rng.randrange(9, 2000),
        "t": rng.randrange(10**8),
    }
    some = [rng.choice(rng.choice(topics)["texts"]).format(**slots) for _ in range(rng.choice((1, 2, 2)))]
    return "，".join(some) + rng.choice(told["anger"] if rng.random() < 0.3 else told["thanks"])


def made(n: int, different: bool = False, seed: int = 7) -> Iterator[Row]:
    """So many contacts. different: none that differs from another in a long number alone."""
    seen, number = set[str](), 0
    for row in contacts(seed):
        if number == n:
            return
        if different and (bare := LONG.sub("", row["text"])) not in seen:
            seen.add(bare)
        elif different:
            continue
        yield row | {"ticket_id": f"T{number:09}", "held": number % HELD == 0}
        number += 1


def alone(rows: Iterable[Row]) -> float:
    """The share of texts that differ in more than a long number from those before."""
    bare = [LONG.sub("", row["text"]) for row in rows]
    return len(set(bare)) / max(len(bare), 1)


def reviews(n: int) -> list[Row]:
    """Different reviews, or as many texts as `n` where there are none; sentiment can be judged of reviews alone."""
    if not REVIEWS.is_file():
        return list(made(n))
    with REVIEWS.open(encoding="utf-8", newline="") as stream:
        found = {row["review"].strip(): row["label"] for row in csv.DictReader(stream)}
    each = [(text, label) for text, label in found.items() if text]
    return [{"text": text, "label": label, "held": i % HELD == 0} for i, (text, label) in enumerate(each)]


def written(rows: Iterable[Row], path: Path, *fields: str) -> Path:
    """The rows as JSON lines, of some fields or all."""
    with path.open("w", encoding="utf-8") as stream:
        for row in rows:
            kept = {name: row[name] for name in fields} if fields else row
            stream.write(json.dumps(kept, ensure_ascii=False) + "\n")
    return path


def taxonomy(path: Path) -> Path:
    """The LEAVES of the shipped taxonomy that have the most, PHRASES each: no denials, no phrase within another leaf's.

    So a loop that looks for every phrase can say the same: with us a longer phrase hides those in it.
    """
    taken: dict[str, list[str]] = {}
    for leaf in sorted(load().leaves, key=lambda leaf: -len(leaf.any)):
        others = [word for words in taken.values() for word in words]
        own = [word for word in leaf.any if not any(word in other or other in word for other in others)]
        if len(own) >= PHRASES and len(taken) < LEAVES:
            taken[leaf.path] = own[:PHRASES]
    return tagged(taken, path)


def nothing(path: Path) -> Path:
    """A taxonomy that names nothing."""
    return tagged({"无": [NOTHING]}, path)


def tagged(leaves: dict[str, list[str]], path: Path) -> Path:
    """A taxonomy of these leaves; JSON's texts are TOML's."""
    form = '[[tag]]\npath = {}\nseverity = 3\nnegate = "keep"\nany = {}\n'
    parts = (
        form.format(*(json.dumps(value, ensure_ascii=False) for value in (name, words)))
        for name, words in leaves.items()
    )
    path.write_text("\n".join(parts), encoding="utf-8")
    return path
