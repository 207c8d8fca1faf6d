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
    "funnel.contacts": ("咨询", "Contacts"),
    "funnel.replied": ("响应", "Responded"),
    "funnel.resolved": ("解决", "Resolved"),
    "funnel.rated": ("评价", "Rated"),
    "funnel.replied_rate": ("响应占上一步", "Responded / before"),
    "funnel.resolved_rate": ("解决占上一步", "Resolved / before"),
    "funnel.rated_rate": ("评价占上一步", "Rated / before"),
    "funnel.chart": ("服务漏斗", "Service funnel"),
    "funnel.table": ("各渠道的漏斗", "Funnel by channel"),
    "funnel.alt": (
        "{n}条咨询，走到“{last}”的{k}条（{share}）；通过率最低的一步是“{step}”（{passed}）。",
        '{n} contacts, {k} of which come to "{last}" ({share}); the step that fewest pass is "{step}" ({passed}).',
    ),
    "funnel.lead": (
        "每一步只数走完前面各步的咨询；数据截至{as_of}，月末的咨询可能还没来得及解决或评价",
        "Each step counts the contacts that passed those before; data up to {as_of}: those of the last days may still "
        "be resolved or rated",
    ),
}
