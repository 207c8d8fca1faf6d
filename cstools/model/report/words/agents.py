"""Channels and people."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "channels.lead": (
        "点为本月数值，横线为95%区间，竖线为全体。",
        "Dots are this month's values, lines their 95% intervals, the rule is all contacts.",
    ),
    "agents.lead": (
        "按收缩后的{metric}排序，横线为95%区间；不足{least}个样本的不参与比较。标“无法区分”的，差别可能只是偶然，不宜用于排名。",
        'In the order of the shrunken {metric}, with 95% intervals; fewer than {least} are not compared. "Not '
        'distinguishable" may be chance alone: no ground for a ranking.',
    ),
    "agents.few": (
        "每人的样本都不足{least}个，只列数，不比较。",
        "No one has {least} contacts that count: listed, not compared.",
    ),
    "why.channel": ("没有渠道字段 channel。", "There is no field channel."),
    "why.agent": ("没有客服字段 agent。", "There is no field agent."),
}
