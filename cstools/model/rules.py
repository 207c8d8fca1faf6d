"""The sentence for every rule a record or a cell can break: what `reason` says in `--rejects`.

One row a rule: id, Chinese, English. Ids are wire values and never change with the language. The sentence says what is
wrong; file, line, field and value stand beside it in the side record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cstools.model.toml_lines import line_of


@dataclass(frozen=True)
class Place:
    """Where something was written: its file, and there the section of a TOML text (number `at` of its name), or a row.

    text: empty for a table, whose line is known.
    """

    path: str
    text: str = field(default="", repr=False)
    section: str = ""
    at: int = 0
    row: int = 1

    def line(self, key: str = "") -> int:
        """The line of a key, else of the section or row."""
        return line_of(self.text, self.section, key, self.at) if self.text else self.row


@dataclass(frozen=True)
class Rule:
    """A rule that side records name.

    A rule that cs-clean is given as a value has more: the kind and fields it judges, its check and the parameters of
    that (`model/checks.py`), the action on what breaks it, and where it was written.
    """

    id: str
    zh: str
    en: str
    kind: str = ""
    fields: tuple[str, ...] = ()
    check: str = ""
    action: str = ""
    on: bool = True
    parameters: Mapping[str, Any] = field(default_factory=dict)
    place: Place | None = field(default=None, compare=False)


_ROWS = (
    # the reader: lines
    Rule("line.corrupt", "这一行不是合法的记录", "the line is not a valid record"),
    Rule("line.fields", "这一行的列比表头多", "the line has more fields than the header"),
    Rule("line.short", "这一行缺少末尾的列，按空处理", "the line lacks its last fields, taken as empty"),
    Rule("line.quote", "引号一直没有闭合", "a quote is never closed"),
    Rule("line.encoding", "这一行的文字无法解码", "the line's text cannot be decoded"),
    Rule("line.cut", "文件在这里中断，这条记录不完整", "the file breaks off here, in the middle of the record"),
    Rule("page.failed", "接口返回的这一页没有记录", "this page of an API's answer has no records"),
    Rule("row.blank", "空行", "a blank line"),
    Rule("row.title", "表头上方的标题，不是记录", "a title above the headings, not a record"),
    Rule("row.header", "又一次出现的表头，不是记录", "the headings again, not a record"),
    Rule("row.note", "表格下方的说明，不是记录", "a note below the table, not a record"),
    Rule("row.source", "来源预设排除的行，不是记录", "left out by the preset of its source, not a record"),
    Rule("row.total", "合计或平均行，不是记录", "a totals or averages row, not a record"),
    # the reader: cells
    Rule("cell.time", "不是能识别的时间", "not a time that can be read"),
    Rule("cell.number", "不是数字", "not a number"),
    Rule("cell.flag", "不是能识别的“是”或“否”", "neither yes nor no"),
    Rule("cell.enum", "不是该字段允许的取值", "not one of the values this field may have"),
    Rule("cell.shift", "不是预设里的班次，也不是时段", "neither a shift of the preset nor hours"),
    Rule("cell.list", "不是列表", "not a list"),
    Rule(
        "id.rounded",
        "长编号被 Excel 改成了近似值：请以文本格式重新导出",
        "Excel has rounded this id; export it as text",
    ),
    # cs-ingest: folding
    Rule("message.time", "消息没有时间，排不进会话", "the message has no time, so it has no place in a session"),
    Rule(
        "message.role",
        "看不出这条消息是谁发的（客户、客服还是机器人）",
        "nothing tells whether customer, agent or bot sent this message",
    ),
    Rule(
        "message.same",
        "同一条消息又出现一次（消息ID相同，或另一个文件里有同样的一行），已合并",
        "the same message once more, by its id or in another file, merged",
    ),
    Rule("event.earlier", "工单较早的流水，已并入最后状态", "an earlier event, merged into the last state"),
    Rule("unfold.empty", "要拆开的聊天记录是空的", "the transcript to take apart is empty"),
    # shared options
    Rule("option.where", "不满足 --where 的条件", "does not meet --where"),
    Rule("option.during", "不在 --during 的时间内", "outside --during"),
    Rule("option.limit", "超出 --limit 的条数", "beyond --limit"),
    # cs-clean: rows
    Rule("id.missing", "缺少必填的编号（--require）", "a required id is missing (--require)"),
    Rule("value.missing", "缺少必填的内容（--require）", "a required value is missing (--require)"),
    Rule("value.dropped", "缺少该字段，按要求丢弃（--fill）", "the field is missing (--fill, drop)"),
    Rule(
        "dates.order",
        "时间先后颠倒：起点晚于它之后的时间",
        "times run backwards: the start is after what follows it",
    ),
    Rule("time.future", "时间晚于 --as-of", "the time is after --as-of"),
    # cs-clean: cells
    Rule("time.range", "不可能的时间：1990 年以前", "an impossible time: before 1990"),
    Rule("time.order", "时间早于它的起点", "the time is before the one it follows"),
    Rule("time.far", "不可能的时间：比它的起点晚两年以上", "an impossible time: over two years after its start"),
    Rule("csat.range", "满意度评分超出量表", "the satisfaction rating is outside its scale"),
    Rule("nps.range", "推荐值不在 0 到 10 之间", "the NPS answer is not between 0 and 10"),
    Rule("ces.range", "费力度不在 1 到 7 之间", "the effort score is not between 1 and 7"),
    Rule("score.range", "问卷评分超出量表", "the survey score is outside its scale"),
    Rule("stars.range", "星级不在 0.5 到 5 之间", "the stars are not between 0.5 and 5"),
    Rule("duration.negative", "时长为负", "a negative duration"),
    Rule("duration.range", "处理时长超过一天", "over a day of handling time"),
    Rule("count.negative", "数量为负", "a negative count"),
    Rule("amount.negative", "金额为负", "a negative amount"),
    Rule("amount.range", "退款金额超过 20 万元", "a refund of over 200,000 yuan"),
    Rule("value.outlier", "离群值（--outliers）", "an outlier (--outliers)"),
    # cs-clean: flags
    Rule("customer.missing", "缺少客户编号", "the customer id is missing"),
    Rule("order.missing", "缺少订单编号", "the order id is missing"),
    Rule("dates.resolved", "解决时间早于首次响应", "resolved before its first response"),
    Rule("rating.reason", "评分低，却没有评语、标签或关键词", "a low rating without a comment, tags or keywords"),
    Rule("duration.contradicts", "时长与起止时间对不上", "the duration is not what its times say"),
    Rule("consent.missing", "没有客户授权的记录", "no consent of the customer on record"),
    # cs-dedupe
    Rule("key.same", "与另一条记录主键相同，已合并", "the same key as another record, merged"),
    Rule(
        "link.same",
        "与另一条记录多个字段相符，判为同一对象，已合并",
        "the same entity as another record by several fields, merged",
    ),
    Rule(
        "repeat.text",
        "同一客户在时限内问了几乎相同的内容，已并入首次（--merge-repeats）",
        "the same customer asked nearly the same in time, merged into the first (--merge-repeats)",
    ),
    # cs-rfm
    Rule("rfm.refunded", "买过的全部退款，不参与分层", "all that was bought was refunded, so no segment"),
)

RULES: dict[str, Rule] = {rule.id: rule for rule in _ROWS}
"""Id to rule."""


def sentence(rule: str, lang: str, own: Mapping[str, Rule] | None = None) -> str:
    """What a rule says in "zh" or "en"; an id that is neither in the table nor in `own`, a user's, is its own sentence.

    >>> sentence("nps.range", "en"), sentence("my.rule", "zh")
    ('the NPS answer is not between 0 and 10', 'my.rule')
    """
    row = (own or {}).get(rule) or RULES.get(rule)
    if row is None:
        return rule
    return row.en if lang == "en" else row.zh
