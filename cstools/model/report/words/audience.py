"""Pages for one reader: what a lead and an agent see beside the rest."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "overdue": ("超时未结", "Overdue"),
    "overdue.table": ("最久的在前", "Oldest first"),
    "overdue.lead": (
        "截至{at}，超时未结{n}单，最久{age}（{rule}）。",
        "At {at}, {n} contacts were open and overdue, the oldest for {age} ({rule}).",
    ),
    "overdue.lead_about": (
        "截至{at}，超时未结{n}单，最久{age}（{rule}）；其中“{topic}”{k}单。",
        'At {at}, {n} contacts were open and overdue, the oldest for {age} ({rule}); {k} of them are "{topic}".',
    ),
    "overdue.promised": ("按承诺时间 sla_due_at", "by the promise, sla_due_at"),
    "overdue.usual": ("没有承诺时间，按{days}天", "no promise is known: {days} days"),
    "overdue.none": ("截至{at}，没有超时未结的咨询。", "At {at}, no contact was open and overdue."),
    "why.resolved": (
        "没有解决与否的字段（is_resolved、status 或 resolved_at）。",
        "There is no field that tells what is resolved (is_resolved, status or resolved_at).",
    ),
    "age": ("已等", "Open for"),
    "ticket_id": ("工单号", "Ticket"),
    "score": ("绩效得分", "Score"),
    "score.lead": (
        "得分{score}，每一步都可以手算（{path}）。",
        "The score is {score}; every step can be checked by hand ({path}).",
    ),
    "score.table": ("得分的每一步", "Every step of the score"),
    "score.veto": ("否决：{metric}", "Veto: {metric}"),
    "score.cap": ("封顶", "Cap"),
    "score.score": ("综合得分", "Score"),
    "why.score": ("没有绩效表：用 --score 给出，才有得分。", "There is no scorecard: give one with --score."),
    "why.scope": (
        "得分是某个人或某一组的：用 --split agent 或 --split team 一人（组）一份。",
        "A score is that of one person or team: ask for a report each by --split agent or --split team.",
    ),
    "band": ("档", "Band"),
    "points": ("分", "Points"),
    "weight_used": ("权重", "Weight"),
    "part": ("得分", "Part"),
    "beside.team": ("本组", "Team"),
    "beside.all": ("全体", "All"),
}
