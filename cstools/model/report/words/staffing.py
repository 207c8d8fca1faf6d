"""Heads, roster and target."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "queue": ("队列", "Queue"),
    "from": ("从", "From"),
    "until": ("到", "Until"),
    "heads_each": ("每小时人数", "Heads an hour"),
    "head_hours": ("人时", "Head hours"),
    "judgement": ("判断", "Judged"),
    "in_time": ("及时接起率", "In time"),
    "agents_needed": ("要几人在线", "Agents needed"),
    "staffing.call": ("电话", "calls"),
    "staffing.chat": ("在线", "chats"),
    "staffing.short": ("缺人", "short"),
    "staffing.idle": ("富余", "idle"),
    "staffing.interval": ("{interval}", "{interval}"),
    "staffing.heads": (
        "每小时要排几人（近{weeks}周的平常日；— 没有来访）",
        "Heads each hour takes (usual days of the last {weeks} weeks; — where nobody comes)",
    ),
    "staffing.lead": (
        "按近{weeks}周的来访，一周要排{need}人时；最多的是{weekday}{hour}–{next}时，要{peak}人。",
        "By the contacts of the last {weeks} weeks a week takes {need} head hours; most of all {weekday} "
        "{hour}:00–{next}:00, which takes {peak}.",
    ),
    "staffing.lead_roster": (
        "按近{weeks}周的来访，一周要排{need}人时，排了{have}人时：缺{short}，富余{idle}；最多的是"
        "{weekday}{hour}–{next}时，要{peak}人。",
        "By the contacts of the last {weeks} weeks a week takes {need} head hours and has {have}: {short} short, "
        "{idle} idle; most of all {weekday} {hour}:00–{next}:00, which takes {peak}.",
    ),
    "staffing.gaps": ("排班缺口", "Where the roster is short or idle"),
    "staffing.months": (
        "{seconds}秒内接起{share}的目标：各月",
        "{share} within {seconds} s, month by month",
    ),
    "staffing.rule": (
        "按 Erlang C，{seconds}秒内接起{share}，缩减率（上班而不在线）{shrinkage}；"
        "取自{days}个平常日。要几人在线：开放的每小时人数相同时，达到目标的最少人数。"
        "写法见 report.toml 的 [staffing]，单独看用 cs-staff。",
        "By Erlang C, {share} within {seconds} s, shrinkage {shrinkage}; taken from {days} usual days. Agents needed: "
        "the fewest that reach the target, the same number in each open hour. Set in [staffing] of report.toml; "
        "cs-staff shows more.",
    ),
    "staffing.rule_patience": (
        "按 Erlang A（平均等{patience}放弃），{seconds}秒内接起{share}，缩减率（上班而不在线）{shrinkage}；"
        "取自{days}个平常日。要几人在线：开放的每小时人数相同时，达到目标的最少人数。"
        "写法见 report.toml 的 [staffing]，单独看用 cs-staff。",
        "By Erlang A (leaving after {patience} on average), {share} within {seconds} s, shrinkage {shrinkage}; taken "
        "from {days} usual days. Agents needed: the fewest that reach the target, the same number in each open hour. "
        "Set in [staffing] of report.toml; cs-staff shows more.",
    ),
    "staffing.surges": (
        "激增的{surged}天（见预警）不作平常日。",
        "The {surged} days of surges (see alerts) are no usual days.",
    ),
    "staffing.chats": ("在线一人同时接{concurrency}个。", "An agent has {concurrency} chats at once."),
    "staffing.one_chat": (
        "在线按一人一次接一个算；同时接几个，写在 [staffing] 的 concurrency。",
        "An agent has one chat at a time; how many at once is said by concurrency in [staffing].",
    ),
    "staffing.no_roster": (
        "没有排班表，看不出缺口；用 --roster 给出。",
        "Without a roster the gap is not known; give it with --roster.",
    ),
    "why.handling": (
        "记录里没有处理时长（handle_s、talk_s），算不出要排几人。",
        "The records have no handling times (handle_s, talk_s), so the heads needed are not known.",
    ),
}
