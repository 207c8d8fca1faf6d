"""Folding and unfolding: --fold, --gap, --unfold."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "fold.what": (
        "--fold 只能是 messages 或 events，不能是 {what}：写 --fold messages（聊天记录）或 --fold events（工单流水）",
        "--fold is messages (chat lines) or events (a ticket's history), not {what}",
    ),
    "fold.kind": (
        "--fold {what} 读的是 {kind} 记录：去掉 --kind {given}",
        "--fold {what} reads {kind} records; leave out --kind {given}",
    ),
    "fold.missing": (
        "--fold {what} 需要字段 {field}，输入里没有：用 --map 表头={field} 指明表头",
        "--fold {what} needs the field {field}, which is not there; name its heading with --map HEADER={field}",
    ),
    "fold.gap": (
        "--gap 只和 --fold messages 同用：加上 --fold messages 或去掉 --gap",
        "--gap goes with --fold messages; add that, or leave out --gap",
    ),
    "fold.unfold": (
        "--unfold 得到的是聊天记录，只能接 --fold messages",
        "--unfold makes messages, which only --fold messages can fold",
    ),
    "fold.automatic": (
        "当作自动回复，不算人工回复：“{text}”，{n} 次（在 {sessions} 个会话里客户说完 3 秒内发出）",
        "taken as an automatic reply, not a person's: “{text}”, {n} times (within 3 s in {sessions} sessions)",
    ),
    "fold.automatic_more": (
        "另有 {texts} 种自动回复，共 {n} 次",
        "and {texts} other automatic replies, {n} times in all",
    ),
    "unfold.field": (
        "--unfold：输入里没有字段 {field}{near}",
        "--unfold: the input has no field {field}{near}",
    ),
}
