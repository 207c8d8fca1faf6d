"""`--rank` and `--mix` of cs-kpi: what they need, and the words for a band."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "rank.groups": (
        "--rank 要有可比的组：加上 --by agent 等",
        "--rank needs groups to compare; add --by agent or another",
    ),
    "rank.band.above": ("显著高", "significantly higher"),
    "rank.band.same": ("持平", "no different"),
    "rank.band.below": ("显著低", "significantly lower"),
    "mix.period": (
        "--mix 要有周期可比：加上 --period month 等",
        "--mix needs periods to compare; add --period month or another",
    ),
    "mix.left_out": (
        "{metrics} 不能拆成结构与自身变化：分位数与去重人数不能由各组相加",
        "{metrics} cannot be split into structure and own effect: quantiles and distinct counts do not add up",
    ),
}
