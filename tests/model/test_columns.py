"""Every column that the analyses write has a label in both languages, each its own."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from cstools.model import columns, fields

CASES = Path(__file__).parents[1] / "cases"
GROUPS = {name for kind in fields.KINDS for name in fields.of(kind)}


def written(tool: str) -> set[str]:
    """The names of the columns in the tool's golden folders."""
    found: set[str] = set()
    for cmd in CASES.glob(f"{tool}/*/cmd"):
        asked, out = cmd.read_text(encoding="utf-8"), cmd.parent / "expout"
        first = out.read_text(encoding="utf-8").partition("\n")[0] if out.exists() else ""
        if first.startswith("{"):
            found |= set(json.loads(first))
        elif "-t csv" in asked and first:
            found |= set(next(csv.reader([first])))
    return found


@pytest.mark.parametrize("tool", ["cs-why", "cs-watch", "cs-staff"])
def test_every_column_has_a_label(tool: str) -> None:
    names = written(tool)
    assert len(names) > 10
    assert names <= set(columns.LABELS) | GROUPS


@pytest.mark.parametrize("lang", [0, 1])
def test_no_two_columns_share_a_label(lang: int) -> None:
    assert max(Counter(pair[lang] for pair in columns.LABELS.values()).values()) == 1
