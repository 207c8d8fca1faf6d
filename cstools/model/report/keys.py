"""The keys of report.toml and of the table of actions: what each takes and says.

One table for the readers, for `cs-report --init` and for cstools-report(5).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cstools.model.report.config import SECTIONS
from cstools.model.report.planned import STATUSES

AUDIENCES = ("director", "lead", "agent")
FORMS: dict[str, tuple[type, ...]] = {
    '"..."': (str,), '["...", "..."]': (list,), "1, 2, 3 ...": (int,), '0.85, "85%"': (int, float, str),
    "2025-10-08": (str, date), "[files]": (dict,), "[[...]]": (list,),
}  # fmt: skip
"""How a value is written -> the types TOML gives it."""
TEXT, TEXTS, WHOLE, AMOUNT, DATE, TABLE, TABLES = FORMS


@dataclass(frozen=True)
class Key:
    """A key: how its value is written, what it says in both languages.

    default: what stands for it where it is left out, as TOML; sample: what it may look like, where nothing does.
    choices: the only values; least, most: of a number. required: never left out. headings: of its column in a table.
    """

    form: str
    en: str
    zh: str
    default: str = ""
    sample: str = ""
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    required: bool = False
    headings: str = ""


Keys = Mapping[str, Key]


def _file(en: str, zh: str, sample: str) -> Key:
    return Key(TEXT, en, zh, sample=f'"{sample}"')


def _listed(names: tuple[str, ...]) -> str:
    return json.dumps(names)


TOP: dict[str, Key] = {
    "title": Key(TEXT, "Heading of the report.", "报告的标题。", sample='"旗舰店客服复盘"'),
    "logo": Key(
        TEXT, "Picture beside the heading, kept in the page.", "标题旁的图片，嵌入页面。", sample='"logo.png"'
    ),
    "accent": Key(TEXT, "Colour of headings and charts, #RRGGBB.", "标题与图表的主色 #RRGGBB。", sample='"#1f6feb"'),
    "audience": Key(
        TEXT, f"Whom it is for: {', '.join(AUDIENCES)}, each with its sections, "
        "a lead with yours too; all of it unless said.",
        "给谁看：director 主管一页，lead 组长，agent 客服本人，章节各有规定，自己的章节只给组长看；"
        "不写则为全文。", sample='"director"',
        choices=AUDIENCES,
    ),
    "template": Key(TEXT, "Folder of templates in place of ours.", "自己的模板所在文件夹。", sample='"templates"'),
    "lang": Key(
        TEXT, "Words for people: zh or en; by LANG unless said.", "报告语言 zh 或 en；不写则按 LANG。", sample='"zh"',
        choices=("zh", "en"),
    ),
    "sections": Key(
        TEXTS, "Which sections, in which order, your own ones by their id. Your own that are not named stand before "
        "quality.", "有哪些章节、什么顺序；自己的章节写 id，没写到的排在 quality 之前。", default=_listed(SECTIONS),
    ),
    "findings": Key(WHOLE, "At most this many findings.", "至多几条要点。", default="6", least=1, most=20),
    "least": Key(
        WHOLE, "Groups of fewer contacts are not compared.", "样本少于此数的组不参与比较。", default="30", least=1,
        most=1_000_000,
    ),
    "kpis": Key(
        TEXTS, "The metrics of the scorecard, in place of ours: ids of cs-kpi --list, or of define.",
        "看板上放哪些指标：cs-kpi --list 里的编号，或 define 里自己的。", sample='["volume", "csat_pct", "frt_p90"]',
    ),
    "define": Key(
        TEXT, "Metrics of your own, a file as of cs-kpi --define.", "自定义指标文件，写法同 cs-kpi --define。",
        sample='"自定义指标.toml"',
    ),
    "files": Key(TABLE, "What is read beside the records; see below.", "记录之外要读的文件，见下。"),
    "staffing": Key(TABLE, "What the need of heads is reckoned for; see below.", "按什么目标算要排几人，见下。"),
    "own": Key(TABLES, "[[own]]: a section of your own; see below.", "[[own]]：自己的章节，见下。"),
}  # fmt: skip
"""What stands above the tables of report.toml."""
FILES: dict[str, Key] = {
    "orders": _file("Orders: contacts per order, segments.", "订单：咨询率、客户分层。", "orders.jsonl"),
    "refunds": _file("Refunds: their rates and durations.", "退款：退款率与时长。", "refunds.jsonl"),
    "messages": _file("Chat lines: rounds of replies.", "聊天记录：逐轮响应。", "messages.jsonl"),
    "surveys": _file("Surveys: ratings, participation.", "满意度问卷：评分与参评率。", "surveys.jsonl"),
    "targets": _file("Table of metric and target.", "目标表。", "目标.csv"),
    "actions": _file("What was decided: its effect is told.", "改进措施表：跟进效果。", "actions.toml"),
    "calendar": _file("Promotions: their days are expected.", "大促日历：这些天的高峰在预期之内。", "大促.csv"),
    "exclude": _file("Strike records, with who approved it.", "剔除清单，写明原因与审批人。", "剔除.csv"),
    "hours": _file("Business hours: durations count within.", "营业时间：时长只算营业时间。", "营业时间.toml"),
    "reconcile": _file("The platform's own figures beside ours.", "平台自己的数字，用来对数。", "平台日报.csv"),
    "score": _file("Scorecard, shown on an agent's page.", "绩效评分卡，放在客服本人的报告里。", "绩效.toml"),
    "roster": _file("Roster: where heads are short.", "排班表：看哪里缺人。", "排班表.csv"),
    "log": _file("What the tools before have logged.", "前面各步用 --log 写的日志。", "log.jsonl"),
    "quality": _file("What cs-clean --quality found.", "cs-clean --quality 的结果。", "quality.json"),
}
"""Keys of [files], each an option of cs-report."""
STAFFING: dict[str, Key] = {
    "sl": Key(
        TEXT, "The target, as cs-staff --sl has it: 80/20 is 80 % within 20 seconds.",
        "目标，写法同 cs-staff --sl：80/20 是 20 秒内接起 80%。", default='"80/20"',
    ),
    "shrinkage": Key(AMOUNT, "Paid time off the line.", "缩减率：上班但不在线的时间。", sample='"30%"'),
    "concurrency": Key(
        WHOLE, "Chats an agent has at once.", "在线一人同时接几个。", default="1", least=1, most=50,
    ),
    "patience": Key(
        TEXT, "Who waits leaves after this on average: Erlang A.", "平均等多久放弃：用 Erlang A。", sample='"2m"',
    ),
    "max_occupancy": Key(AMOUNT, "Agents no busier than this.", "占用率不超过多少。", sample='"85%"'),
}  # fmt: skip
"""Keys of [staffing]."""
OWN: dict[str, Key] = {
    "id": Key(
        TEXT, "Its id, for sections: small letters, digits, - and _; none of ours.",
        "编号，供 sections 使用：小写字母、数字、- 与 _，不能与已有章节相同。", sample='"vip"', required=True,
    ),
    "title": Key(TEXT, "Its heading.", "标题。", sample='"VIP 客户"', required=True),
    "note": Key(TEXT, "What stands first, a line a paragraph.", "开头的说明，一行一段。", sample='"会员的情况。"'),
    "block": Key(TABLES, "[[own.block]]: what it is made of; see below.", "[[own.block]]：章节的内容，见下。"),
}  # fmt: skip
"""Keys of [[own]]."""
PERIODS = ("day", "week", "month")
TOPMOST, DRAWN = 20, 6
"""Groups that a block shows unless it says; charts of one line each that it draws."""


@dataclass(frozen=True)
class Kind:
    """A kind of block: what it shows, the keys it cannot do without, those it may have besides."""

    en: str
    zh: str
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {
    "table": Kind(
        "A row a group, a column a metric.", "表：一组一行，一个指标一列。", ("metrics",),
        ("title", "by", "period", "top", "where"),
    ),
    "bars": Kind(
        "Bars, one a group or a period; a chart a metric.", "条形图：一组或一期一条，一个指标一张。", ("metrics",),
        ("title", "by", "period", "top", "where"),
    ),
    "dots": Kind(
        "A dot a group with its interval; a chart a metric.", "点图：一组一点并带区间，一个指标一张。",
        ("metrics", "by"), ("title", "top", "where"),
    ),
    "line": Kind(
        f"A line over days unless period says; a chart a metric, and a group: {DRAWN} groups unless top says.",
        f"折线图：默认按天；一个指标、一组一张，默认至多 {DRAWN} 组。", ("metrics",),
        ("title", "by", "period", "top", "where"),
    ),
    "kpis": Kind("Cards, as on the scorecard.", "指标卡，同看板。", ("metrics",), ("where",)),
    "note": Kind("Text, a line a paragraph.", "文字，一行一段。", ("note",)),
    "vega": Kind(
        "Your own Vega-Lite, drawn with the figures as its data.", "自己的 Vega-Lite 图，数据就是这些指标。",
        ("metrics", "spec"), ("title", "by", "period", "top", "where"),
    ),
}  # fmt: skip
"""Kinds of blocks."""
BLOCK: dict[str, Key] = {
    "kind": Key(
        TEXT, f"What it is: {', '.join(KINDS)}; see below.", f"类型：{'、'.join(KINDS)}，见下。", sample='"bars"',
        choices=tuple(KINDS), required=True,
    ),
    "title": Key(TEXT, "Its heading; the metrics unless said.", "标题；不写则用指标名。", sample='"各组满意率"'),
    "metrics": Key(
        TEXTS, "What it shows: ids of cs-kpi --list, or of define. A duration's id (frt) is its mean.",
        "显示哪些指标：cs-kpi --list 里的编号，或 define 里自己的；时长编号（frt）指均值。", sample='["csat_pct"]',
    ),
    "by": Key(
        TEXT, "A field: a figure for each of its values. topic:2 cuts a path; hour and weekday are fields too.",
        "按哪个字段分组；topic:2 只取路径前两级，hour、weekday 也可以。", sample='"team"',
    ),
    "period": Key(
        TEXT, "day or week: those of the month; month: up to the last twelve. The month as a whole unless said.",
        "day 或 week：本月逐日、逐周；month：至多最近 12 个月；不写则为本月合计。", sample='"week"', choices=PERIODS,
    ),
    "top": Key(
        WHOLE, "At most this many groups, those of most records.", "至多几组，按记录数取前几名。", default=f"{TOPMOST}",
        least=1, most=1000,
    ),
    "where": Key(
        TEXT, "The records it looks at: SQL on one record.", "只看哪些记录：对一条记录的 SQL 条件。",
        sample="\"customer_level = 'VIP'\"",
    ),
    "note": Key(TEXT, "The text of a note.", "note 的文字。", sample='"数据自 9 月起可比。"'),
    "spec": Key(
        TEXT, "Vega-Lite without data, or the path of a .json: its fields are period, by, and the metrics. No url, "
        "no href.", "不带数据的 Vega-Lite，或 .json 的路径；字段为 period、分组字段与各指标；不许有 url、href。",
        sample='"vip.json"',
    ),
}  # fmt: skip
"""Keys of [[own.block]]."""
ACTION: dict[str, Key] = {
    "id": Key(
        TEXT, "Its number, each only once; the month and a number unless said.", "编号，不可重复；不写则为月份加序号。",
        sample='"2025-10-1"', headings="编号;序号;措施编号;no;no.;#",
    ),
    "month": Key(
        TEXT, "The month reviewed, 2025-10: its effect is looked for in later ones.",
        "在哪个月的复盘中决定，如 2025-10；效果看之后的月份。", sample='"2025-10"', required=True,
        headings="月份;月;复盘月份;复盘月",
    ),
    "finding": Key(
        TEXT, "What was found.", "对应的发现。", sample='"邮件渠道首响慢"', headings="发现;对应发现;问题;问题描述;要点",
    ),
    "what": Key(
        TEXT, "What was decided.", "决定做什么。", sample='"邮件改由夜班值守"', headings="措施;改进措施;行动;action",
    ),
    "owner": Key(TEXT, "Who sees to it.", "谁负责。", sample='"张三"', headings="负责人;责任人;跟进人"),
    "due": Key(
        DATE, "By which day.", "到哪天为止。", sample="2025-11-15", headings="期限;截止;截止日期;完成期限;deadline"
    ),
    "status": Key(
        TEXT, f"{', '.join(STATUSES)}.", "open 进行中，done 完成，dropped 搁置。", default='"open"', choices=STATUSES,
        headings="状态;进展",
    ),
    "metric": Key(
        TEXT, "The metric that will show it: its id in cs-kpi --list (or of define), or its name.",
        "用哪个指标看效果：cs-kpi --list 里的编号或名称，或 define 里自己的。", sample='"frt_p90"', required=True,
        headings="指标;考核指标;衡量指标",
    ),
    "where": Key(
        TEXT, "The records it concerns: SQL on one record; all unless said.", "涉及哪些记录：SQL 条件；不写则为全部。",
        sample="\"channel = '邮件'\"", headings="范围;条件;适用范围",
    ),
    "target": Key(
        AMOUNT, 'What is to be reached: 0.9 or "90%" of a rate, seconds or "1分30秒" of a duration.',
        "目标：比率写 0.9 或 \"90%\"，时长写秒数或 \"1分30秒\"。", sample='"10分"', headings="目标;目标值",
    ),
    "since": Key(
        DATE, "The first day it was in force; the first of the month after unless said.",
        "从哪天起执行；不写则为次月 1 日。", sample="2025-11-03", headings="生效;生效日;生效日期;执行日期;开始",
    ),
}  # fmt: skip
"""Keys of [[action]], and columns of a table of actions."""
ASIDE = "备注;说明;现值;当前值;note;notes;remark;now;方向"
"""Headings in a table of actions that are for people only."""
STATUS_WORDS: dict[str, str] = {
    "open": "进行中;未开始;待办;跟进中;在办;todo;in progress", "done": "完成;已完成;已办;closed",
    "dropped": "搁置;取消;暂停;不做;cancelled",
}  # fmt: skip
"""What people write for a status."""
