"""What the taps of `quality.py` come to: the quality of records before and after cs-clean, as one document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from cstools.kernels.clean.quality import FLAG, KEY, PART, WORST, ranked
from cstools.kernels.stage import FIELD, FILE, LEVEL, LINE, RULE, VALUE
from cstools.model import fields

FORM = 1
"""The number of this form of the document; a reader refuses one it does not know."""
LEFT = ("row", "dropped")
"""Levels at which a record does not go on."""


def document(found: pl.DataFrame, sentence: Callable[[str], str], lang: str) -> dict[str, Any]:
    """The quality of a run, from the sum of what its chunks found (`quality.PART`). Shares: `_share`.

    form: FORM. kind: of the records. rows: in, out, rejected, dropped, flagged, passed. Of the fields that came, before
    and after: completeness (cells with a value / all cells) and validity (cells that break no rule / cells with a
    value; after: by the flags that go on, for what else breaks a rule does not). repaired: cells changed or gained /
    those, the cells emptied and the records rejected. passed: records that go on and that no rule flags / records that
    go on; a rule about a column the data does not have counts against none.

    fields: one row a field: field, label, added (no record had it when it came), before and after (rows, filled, valid,
    completeness, validity), and what became of the cells of records that go on: changed (to another value: unified,
    repaired, capped), gained (from nothing to a value: derived, filled), emptied.
    rules: one row a rule, level and field: rule, sentence, level (cell: emptied; row, dropped: the record left; flag:
    kept and marked), field, before and after (records that break it), the most frequent first.
    worst: at most WORST records, those that broke most rules first: file, line (of the tool's own input), key (field,
    value), broken (rule, sentence, level, field, value). Values are as masked as the stream.

    >>> found = pl.DataFrame({PART: ["rows", "rows"], LEVEL: ["in", "out"], "n": [4, 3]}).with_columns(
    ...     pl.lit(None, dtype=pl.String).alias(name) for name in (RULE, FIELD, VALUE, FILE, LINE))
    >>> made = document(found, str, "en")
    >>> made["rows"]["in"], made["passed"]
    (4, {'value': 1.0, 'numerator': 3, 'denominator': 3})
    """
    rows, rules = _rows(found), _rules(found, sentence)
    kind = _first(found.filter(pl.col(PART) == "kind")[VALUE].to_list()) or fields.TICKET
    each = [_field(name, counts, rows, kind, lang) for name, counts in _cells(found, kind).items()]
    came = [one for one in each if not one["added"]]
    changed, gained, emptied = (sum(one[what] for one in came) for what in ("changed", "gained", "emptied"))
    repaired = changed + gained
    return {
        "form": FORM,
        "kind": kind,
        "rows": rows,
        "completeness": {when: _all(came, when, "filled", "rows") for when in ("before", "after")},
        "validity": {when: _all(came, when, "valid", "filled") for when in ("before", "after")},
        "repaired": _share(repaired, repaired + emptied + rows["rejected"]),
        "passed": _share(rows["passed"], rows["out"]),
        "fields": each,
        "rules": rules,
        "worst": _worst(found, sentence),
    }


def _share(numerator: int, denominator: int) -> dict[str, float | int | None]:
    """A share with what it is made of; of nothing, null."""
    value = float(f"{numerator / denominator:.9g}") if denominator else None
    return {"value": value, "numerator": numerator, "denominator": denominator}


def _first(values: list[str]) -> str | None:
    return values[0] if values else None


def _rows(found: pl.DataFrame) -> dict[str, int]:
    counted = dict(found.filter(pl.col(PART) == "rows").select(LEVEL, "n").rows())
    left = dict(found.filter(pl.col(PART) == "rules").group_by(LEVEL).agg(pl.col("n").sum()).select(LEVEL, "n").rows())
    out = counted.get("out", 0)
    return {
        "in": counted.get("in", 0),
        "out": out,
        "rejected": left.get("row", 0),
        "dropped": left.get("dropped", 0),
        "flagged": counted.get("flagged", 0),
        "passed": out - counted.get("failed", 0),
    }


def _rules(found: pl.DataFrame, sentence: Callable[[str], str]) -> list[dict[str, Any]]:
    """The rules that were broken, the most frequent first."""
    part = found.filter(pl.col(PART) == "rules").group_by(RULE, LEVEL, FIELD).agg(pl.col("n").sum())
    part = part.sort("n", RULE, LEVEL, FIELD, descending=[True, False, False, False])
    return [
        {
            "rule": rule,
            "sentence": sentence(rule),
            "level": level,
            "field": field,
            "before": n,
            "after": n if level == FLAG else 0,
        }
        for rule, level, field, n in part.select(RULE, LEVEL, FIELD, "n").rows()
    ]


def _cells(found: pl.DataFrame, kind: str) -> dict[str, dict[str, int]]:
    """Field -> what became of its cells (broken: those that broke a rule; doubtful: those of them that go on flagged);
    in the order of the field table.
    """
    counts: dict[str, dict[str, int]] = {}
    for field, level, n in found.filter(pl.col(PART) == "cells").select(FIELD, LEVEL, "n").rows():
        counts.setdefault(field, {})[level] = n
    for one in counts.values():
        one["broken"] = one.get("doubted", 0)
    rules = found.filter((pl.col(PART) == "rules") & pl.col(VALUE).is_not_null())
    for field, level, n in rules.select(FIELD, LEVEL, "n").rows():
        if field in counts and level not in ("dropped", FLAG):
            counts[field]["broken"] += n
    return {name: counts[name] for name in fields.order(kind, sorted(counts))}


def _field(name: str, counts: dict[str, int], rows: dict[str, int], kind: str, lang: str) -> dict[str, Any]:
    added = "before" not in counts
    return {
        "field": name,
        "label": fields.label(kind, name, lang),
        "added": added,
        "before": _state(0 if added else rows["in"], counts.get("before", 0), counts.get("broken", 0)),
        "after": _state(rows["out"], counts.get("after", 0), counts.get("doubtful", 0)),
        "changed": counts.get("changed", 0),
        "gained": counts.get("gained", 0),
        "emptied": counts.get("emptied", 0),
    }


def _state(rows: int, filled: int, broken: int) -> dict[str, Any]:
    valid = max(filled - broken, 0)
    return {
        "rows": rows,
        "filled": filled,
        "valid": valid,
        "completeness": _share(filled, rows)["value"],
        "validity": _share(valid, filled)["value"],
    }


def _all(each: list[dict[str, Any]], when: str, part: str, whole: str) -> dict[str, float | int | None]:
    return _share(sum(one[when][part] for one in each), sum(one[when][whole] for one in each))


def _worst(found: pl.DataFrame, sentence: Callable[[str], str]) -> list[dict[str, Any]]:
    """The worst of the worst that the chunks named."""
    part = found.filter(pl.col(PART) == "worst")
    broken, ids = part.filter(pl.col(LEVEL) != KEY), part.filter(pl.col(LEVEL) == KEY)
    chosen = ranked(broken.lazy()).head(WORST).collect().select(FILE, LINE).rows()
    made = {place: {"file": place[0], "line": place[1], "key": None, "broken": []} for place in chosen}
    for file, line, field, value in ids.select(FILE, LINE, FIELD, VALUE).rows():
        if (file, line) in made:
            made[file, line]["key"] = {"field": field, "value": value}
    for file, line, level, rule, field, value in broken.select(FILE, LINE, LEVEL, RULE, FIELD, VALUE).rows():
        if (file, line) in made:
            what = {"rule": rule, "sentence": sentence(rule), "level": level, "field": field, "value": value}
            made[file, line]["broken"].append(what)
    return list(made.values())
