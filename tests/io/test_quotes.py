"""Quotes of a block, against a reader that goes sign by sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.io.formats import quotes as module
from cstools.io.formats.quotes import quotes


def by_sign(text: str) -> tuple[int, int] | None:
    """Quotes taken and line ends inside, or None where a quote is astray or left open."""
    state, taken, inner, at = "start", 0, 0, 0
    while at < len(text):
        sign = text[at]
        if state == "quoted":
            if sign == '"' and text[at + 1 : at + 2] == '"':
                at += 1
                taken += 1
            elif sign == '"':
                if text[at + 1 : at + 2] not in ("", ",", "\n"):
                    return None
                state = "text"
                taken += 1
            inner += sign == "\n"
        elif sign == '"':
            if state == "text":
                return None
            state = "quoted"
            taken += 1
        else:
            state = "start" if sign in ",\n" else "text"
        at += 1
    return None if state == "quoted" else (taken, inner)


@given(st.text(st.sampled_from('a中",\n'), max_size=30), st.sampled_from([1, 3, 8, 1 << 14]))
def test_the_same_as_sign_by_sign_whatever_the_window(text: str, window: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "WINDOW", window)
        found = quotes(text.encode(), ",")
    assert (None if found is None else (found.taken, found.line_ends)) == by_sign(text)


@pytest.mark.parametrize(("text", "empty"), [('1,""\n', True), ('"",x', True), ('"a""b",c\n', False), ('"a"\n', False)])
def test_fields_that_hold_nothing_are_told(text: str, empty: bool) -> None:
    found = quotes(text.encode(), ",")
    assert found is not None
    assert found.empty == empty
