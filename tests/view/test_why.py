from __future__ import annotations

import polars as pl
import pytest

from cstools.kernels.why import Ask, made
from cstools.kernels.why.factors import parse
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


def test_the_levels_that_matter_come_first_and_the_rest_are_counted() -> None:
    agents = [f"a{n:02}" for n in range(20)]
    bad = {agent: 45 if agent == "a07" else (n % 2) * 10 + 5 for n, agent in enumerate(agents)} | {"a19": 24}
    rows = [
        {"agent": agent, "wait_s": float(n % 3 + 1), "csat": 1.0 if n < bad[agent] else 5.0}
        for agent in agents
        for n in range(120 if agent == "a19" else 60)
    ]
    frame = made(Ask(factors=parse("agent,wait_s:1/2"), top=20)).apply(pl.LazyFrame(rows)).rows.collect()
    text = page.render(frame, draw=why.levels, needs=why.LEVELS, lang="zh", width=200)
    lines = [line.split()[0] for line in text.splitlines() if line.strip()]
    shown = [line for line in lines if line in agents]
    assert shown[0] == "a07"
    assert len(shown) == why.MOST + 1
    assert frame["ref"][0] == "a19" == shown[-1]
    assert "另有 7 个" in text
    assert [line for line in lines if line in ("<=1", "1..2", ">2")] == ["<=1", "1..2", ">2"]
