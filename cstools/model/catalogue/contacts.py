"""How many came, and what became of them: volume, handling, complaints, cost."""

from __future__ import annotations

from cstools.model.catalogue.kpi import HANDLED, RESOLVED, Kpi

CONTACTS: tuple[Kpi, ...] = (
    Kpi("volume", "咨询量", "contacts", "count", (), "n", "o",
        "接触数；无效、并入他单的不计，挂在上级接触下的工单不算新接触",
        "contacts; spam and merged records are out, a work order under a contact is not a new one", True),
    Kpi("customers", "咨询人数", "customers", "count", ("customer_id",), "n", "o",
        "不同客户数；没有客户ID的不计，各组各期不可相加",
        "distinct customers; records without a customer id are out; not additive over groups or periods", adds=False),
    Kpi("handled", "接待量", "handled", "count", (HANDLED,), "n", "o",
        "有人工应答的记录数，转接多人只算一次", "records a person answered, once however many answered",
        event="answered_at"),
    Kpi("resolved", "解决量", "resolved", "count", (RESOLVED,), "n", "o",
        "已解决的记录数（依次看是否解决、状态、解决时间；都没有算未解决）",
        "resolved records (by is_resolved, else status, else resolved_at; none of them means unresolved)",
        event="resolved_at"),
    Kpi("resolve_events", "解决次数", "resolve events", "sum", (RESOLVED, "reopen_count"), "n", "o",
        "已解决的记录，每重开一次多算一次", "resolved records, once more for each reopening", event="resolved_at"),
    Kpi("backlog", "积压量", "backlog", "count", ("created_at", "resolved_at|closed_at"), "n", "-",
        "期末之前创建、到期末仍未解决或关闭的记录数",
        "records created before the period's end and not yet resolved or closed then", adds=False),
    Kpi("backlog_age", "积压时长", "backlog age", "duration", ("created_at", "resolved_at|closed_at"), "s", "-",
        "期末仍未解决或关闭的记录，从创建到期末（未满期则到截止时间）的时长",
        "of the records in the backlog, from creation to the period's end, or to now in a running period", adds=False),
    Kpi("net_flow", "净流入", "net flow", "sum", ("created_at", "resolved_at|closed_at"), "n", "-",
        "期内新建 － 期内解决或关闭（各按自己的时间计）", "created less resolved or closed, each in its own period"),
    Kpi("answer_rate", "接通率", "answer rate", "rate", ("is_answered|answered_at|is_abandoned",), "ratio", "+",
        "接通数 ÷ 呼入数（客服发起的、不知是否接通的不计）",
        "answered / offered (outbound, and what nobody knows to be answered or not, is out)"),
    Kpi("reply_rate", "回复率", "reply rate", "rate", (HANDLED + "|first_response_s",), "ratio", "+",
        "有人工回复 ÷ 咨询（客服发起、客户没说话、只由机器人接待的不计）",
        "replied by a person / consulted (agent-started, wordless and bot-only records are out)", True),
    Kpi("unanswered", "{x}未回复率", "unanswered after {x}", "rate", (HANDLED + "|first_response_s", "created_at"),
        "ratio", "-",
        "超过{x}仍无人工回复 ÷ 咨询；未满{x}的未回复、客服发起、客户没说话、只由机器人接待的不计",
        "without a person's reply after {x} / consulted; unreplied for less, agent-started, wordless and bot-only "
        "records are out", param="1h"),
)  # fmt: skip
