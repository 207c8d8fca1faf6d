"""A report written by hand, or broken, is told of as no report: no renderer ever sees it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from cstools.errors import Usage
from cstools.model.report import from_json, to_json
from tests.view.sample import SAMPLE


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    """The sample's JSON after a change."""
    model = json.loads(to_json(SAMPLE))
    change(model)
    return json.dumps(model)


def blocks(model: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(one for part in model["sections"] for one in part.get("blocks", ()) if one["type"] == kind)


WRONG: dict[str, Callable[[dict[str, Any]], object]] = {
    "meta": lambda m: m.update(meta=1),
    "sections": lambda m: m.update(sections=2),
    "month": lambda m: m["meta"].update(month="zz"),
    "rows": lambda m: m["meta"].update(rows="x"),
    "no block": lambda m: m["sections"][0].update(blocks=[[]]),
    "unit": lambda m: blocks(m, "Kpis")["cards"][0]["value"].update(unit="parsec"),
    "text for a number": lambda m: blocks(m, "Kpis")["cards"][0]["value"].update(value="12"),
    "a yes for a number": lambda m: blocks(m, "Kpis")["cards"][0].update(n=True),
    "too large": lambda m: blocks(m, "Kpis")["cards"][0]["value"].update(value=1e300),
    "a short row": lambda m: blocks(m, "Table")["rows"][0].pop(),
    "text in a column of numbers": lambda m: blocks(m, "Chart")["rows"][0].__setitem__(1, "viele"),
    "a sentence without its blanks": lambda m: blocks(m, "Findings")["items"][0]["headline"].update(params={}),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_and_not_drawn(name):
    with pytest.raises(Usage, match=r"report\.model"):
        from_json(changed(WRONG[name]))


@pytest.mark.parametrize("text", ["[" * 100_000, '{"type":"Report","meta":NaN}', '{"type":"Report","meta":Infinity}'])
def test_what_json_cannot_hold_is_no_report(text):
    with pytest.raises(Usage, match=r"report\.model"):
        from_json(text)


def test_the_sample_is_a_report_and_half_characters_cost_nothing_else():
    assert from_json(to_json(SAMPLE)) == SAMPLE
    assert "?" in to_json(from_json(changed(lambda m: m["meta"].update(title="\ud800"))))
