"""Actions."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "actions.since": (
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
    "actions.followed": ("此前措施的结果", "What came of earlier actions"),
    "actions.filled": ("本月措施", "This month's actions"),
    "verdict.better": ("显著好转", "significantly better"),
    "verdict.worse": ("显著变差", "significantly worse"),
    "verdict.changed": ("显著变化", "changed significantly"),
    "verdict.waiting": ("尚未开始执行", "not yet in force"),
    "verdict.untested": ("不作检验", "not tested"),
    "verdict.unsure": ("看不出变化", "no clear change"),
    "verdict.few": ("样本太少，不判断", "too few to tell"),
    "verdict.none": ("没有数据可比", "nothing to compare"),
    "verdict.dropped": ("已放弃", "dropped"),
    "status.open": ("进行中", "open"),
    "status.done": ("已完成", "done"),
    "status.dropped": ("已放弃", "dropped"),
    "follow.before": ("之前", "Before"),
    "follow.now": ("之后", "After"),
    "follow.change": ("变化", "Change"),
    "follow.verdict": ("结果", "Outcome"),
    "follow.status": ("状态", "Status"),
    "follow.n_before": ("之前样本", "n before"),
    "follow.n": ("之后样本", "n after"),
    "follow.where": ("范围", "Records"),
    "follow.note": ("说明", "Note"),
    "follow.id": ("编号", "Id"),
    "why.actions": ("没有要点，暂无措施可填。", "No key points, nothing to act on."),
}
