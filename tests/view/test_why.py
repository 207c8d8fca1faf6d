from __future__ import annotations

import polars as pl
import pytest

from cstools.kernels.why import Ask, made
from cstools.view import page, why

ROWS = pl.LazyFrame(
    {
        "wait_s": [9.0, 1.0] * 60, "is_resolved": [True, False, True] * 40, "csat": [1.0, 5.0, 5.0, 4.0] * 30,
        "agent": ["a"] * 60 + ["b"] * 50 + list("cdefghijkl"),
    }
)  # fmt: skip


@pytest.mark.parametrize(("lang", "words"), [("zh", ["是", "（其他）", "对照"]), ("en", ["yes", "(other)", "ref"])])
@pytest.mark.parametrize("width", [40, 80, 200])
def test_levels_in_words(lang: str, words: list[str], width: int) -> None:
    frame = made(Ask()).apply(ROWS).rows.collect()
    text = page.render(frame, draw=why.levels, needs=why.LEVELS, lang=lang, width=width)
    assert text.endswith("\n")
    assert all(word in text for word in words[:2])
    assert width < 200 or words[2] in text
    assert ("关联不等于因果" if lang == "zh" else "Association, not cause") in text.replace("\n", "")
