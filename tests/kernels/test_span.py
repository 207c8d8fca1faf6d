"""Spans of time."""

from __future__ import annotations

import pytest

from cstools.errors import Usage
from cstools.kernels.expr.span import seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24h", 86_400), ("30m", 1_800), ("7d", 604_800), ("90s", 90), ("2w", 1_209_600), ("1h30m", 5_400),
        (" 72H ", 259_200), ("0s", 0), ("3660d", 316_224_000),
    ],
)  # fmt: skip
def test_spans(text: str, expected: int) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize("text", ["", "24", "h", "1.5h", "-1h", "24 h", "3mo", "1h!", "٣h", "3661d", "9" * 30 + "s"])
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(Usage) as error:
        seconds(text)
    assert (error.value.key, error.value.params) == ("option.span", {"text": text})
