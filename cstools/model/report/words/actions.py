"""Actions."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "actions.followed": (
        "先看以前定下的措施有没有用：只比较它所涉及的记录，定下时的那个月对生效以后的本月；再定本月的措施。",
        "First whether earlier actions helped: on the records they concern, the month they were decided about against "
        "this month since they were in force; then this month's.",
    ),
    "action.finding": ("{id} {finding}", "{id} {finding}"),
    "action.id": ("{id}", "{id}"),
    "actions.lead": (
        "每条要点一行，措施、负责人与期限在会上填写。",
        "A line for each key point; action, owner and date are for the meeting to fill in.",
    ),
    "why.actions": ("没有要点，暂无措施可填。", "No key points, nothing to act on."),
}
