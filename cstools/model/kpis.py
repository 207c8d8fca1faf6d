"""The catalogue of metrics: what each is, in words. Its expression is in `kernels/kpi/measures.py` under the same id.

`needs` lists what a metric reads: all items are needed, `a|b` is either of two, `a+b` is both of two.
An id may carry a parameter (`frt_within_30s`); a duration id (`wait`) stands for its mean, median and 90th percentile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cstools.errors import Usage

Kind = Literal["count", "sum", "rate", "mean", "quantile", "ratio", "index", "duration"]
HANDLED = "is_answered|answered_at|first_response_at|agent_msgs"
RESOLVED = "is_resolved|status|resolved_at"
WAIT = "wait_s|queued_at+answered_at"
FRT = "first_response_s|first_response_at+created_at"


@dataclass(frozen=True)
class Kpi:
    """A metric of the catalogue. unit: n, ratio, s, pt or yuan; better: + more, - less, o neither.

    param: the parameter taken when the id names none (`30s`), or empty; `{x}` in the words stands for it.
    """

    id: str
    zh: str
    en: str
    kind: Kind
    needs: tuple[str, ...]
    unit: str
    better: str
    rule_zh: str
    rule_en: str
    default: bool = False
    param: str = ""

    @property
    def name(self) -> str:
        """The id with its default parameter, as `--list` shows it."""
        return f"{self.id}_{self.param}" if self.param else self.id


@dataclass(frozen=True)
class Metric:
    """One asked figure: a metric of the catalogue, its parameter (`30s`) and, for a duration, its statistic."""

    kpi: Kpi
    param: str = ""
    stat: str = ""

    @property
    def key(self) -> str:
        """What is measured, whatever the statistic: `wait`, `frt_within_30s`."""
        return f"{self.kpi.id}_{self.param}" if self.param else self.kpi.id

    @property
    def id(self) -> str:
        """The id written in the column `metric`."""
        return f"{self.key}_{self.stat}" if self.stat else self.key

    @property
    def kind(self) -> Kind:
        """The kind of this figure: a duration is a mean or a quantile by its statistic."""
        if self.kpi.kind != "duration":
            return self.kpi.kind
        return "mean" if self.stat == "mean" else "quantile"

    @property
    def seconds(self) -> int:
        """The parameter in seconds; 0 if there is none."""
        return int(self.param[:-1]) * UNITS[self.param[-1]][0] if self.param else 0

    def label(self, lang: str) -> str:
        """The metric's name for people."""
        name = self._words(self.kpi.en if lang == "en" else self.kpi.zh, lang)
        if not self.stat:
            return name
        words = STATS.get(self.stat, (self.stat.upper(), self.stat.upper()))
        return f"{name} ({words[1]})" if lang == "en" else f"{name}（{words[0]}）"

    def rule(self, lang: str) -> str:
        """The sentence that says what the figure counts."""
        return self._words(self.kpi.rule_en if lang == "en" else self.kpi.rule_zh, lang)

    def _words(self, text: str, lang: str) -> str:
        if not self.param:
            return text
        zh, en = UNITS[self.param[-1]][1:]
        return text.replace("{x}", f"{self.param[:-1]} {en}" if lang == "en" else f"{self.param[:-1]}{zh}")


UNITS = {"s": (1, "秒", "s"), "m": (60, "分钟", "min"), "h": (3600, "小时", "h"), "d": (86400, "天", "d")}
"""The units of a parameter: seconds, and the words for it."""
STATS = {"mean": ("均值", "mean"), "p50": ("中位数", "median"), "p90": ("P90", "p90")}
"""The statistics a duration id stands for."""
ID = re.compile(r"(?P<base>[a-z_]+?)(?:_(?P<param>[1-9]\d{0,4}[smhd]))?(?:_(?P<stat>mean|p[1-9]\d?))?", re.ASCII)

CATALOGUE: tuple[Kpi, ...] = (
    Kpi("volume", "咨询量", "contacts", "count", (), "n", "o",
        "接触数；无效、并入他单的不计，挂在上级接触下的工单不算新接触",
        "contacts; spam and merged records are out, a work order under a contact is not a new one", True),
    Kpi("customers", "咨询人数", "customers", "count", ("customer_id",), "n", "o",
        "不同客户数；没有客户ID的不计，各组各期不可相加",
        "distinct customers; records without a customer id are out; not additive over groups or periods"),
    Kpi("handled", "接待量", "handled", "count", (HANDLED,), "n", "o",
        "有人工应答的记录数，转接多人只算一次", "records a person answered, once however many answered"),
    Kpi("resolved", "解决量", "resolved", "count", (RESOLVED,), "n", "o",
        "已解决的记录数（依次看是否解决、状态、解决时间；都没有算未解决）",
        "resolved records (by is_resolved, else status, else resolved_at; none of them means unresolved)"),
    Kpi("backlog", "积压量", "backlog", "count", ("created_at", "resolved_at|closed_at"), "n", "-",
        "期末之前创建、到期末仍未解决或关闭的记录数",
        "records created before the period's end and not yet resolved or closed then"),
    Kpi("answer_rate", "接通率", "answer rate", "rate", ("is_answered|answered_at|is_abandoned",), "ratio", "+",
        "接通数 ÷ 呼入数（客服发起的、不知是否接通的不计）",
        "answered / offered (outbound, and what nobody knows to be answered or not, is out)"),
    Kpi("reply_rate", "回复率", "reply rate", "rate", (HANDLED + "|first_response_s",), "ratio", "+",
        "有人工回复 ÷ 咨询（客服发起、客户没说话、只由机器人接待的不计）",
        "replied by a person / consulted (agent-started, wordless and bot-only records are out)", True),
    Kpi("frt", "首次响应时长", "first response time", "duration", (FRT,), "s", "-",
        "首次人工回复 － 创建、客户首条消息、转人工三者中最晚的；未回复的计入未完结数，不算零",
        "first reply by a person - the latest of creation, customer's first message, bot hand-off; unreplied are open",
        True),
    Kpi("frt_within", "{x}首响率", "first reply within {x}", "rate", (FRT,), "ratio", "+",
        "{x}内首次回复 ÷ 咨询；未回复且已超过{x}算未达，未到{x}的、从不记首响的渠道不计",
        "first reply within {x} / consulted; unreplied for longer is a miss; younger ones, and channels that never "
        "time a first reply, are out", param="30s"),
    Kpi("art", "平均响应时长", "average response time", "duration", ("avg_response_s",), "s", "-",
        "各会话平均响应时长的统计（按会话，不按回合加权）",
        "over each session's own average response time (by session, not by round)"),
    Kpi("wait", "等待时长", "queue wait", "duration", (WAIT,), "s", "-",
        "接起 － 进入排队，只算接通的；未接通不按零计",
        "answered - queued, answered contacts only; unanswered are not zeros", True),
    Kpi("aht", "平均处理时长", "handle time", "duration", ("handle_s|talk_s",), "s", "o",
        "处理时长，没有则通话+保持+话后；只算有人接待的",
        "handle time, else talk + hold + wrap; handled contacts only"),
    Kpi("talk", "通话时长", "talk time", "duration", ("talk_s",), "s", "o",
        "通话时长，只算接通的", "talk time of answered contacts"),
    Kpi("session_len", "会话时长", "session length", "duration", ("created_at", "closed_at"), "s", "o",
        "关闭 － 创建；未关闭的计入未完结数", "closed - created; those not closed are open"),
    Kpi("rt_full", "最终解决时长", "full resolution time", "duration", ("resolution_s|resolved_at+created_at",), "s",
        "-",
        "最后一次解决 － 创建，只算已解决的；未解决的计入未完结数",
        "last resolved - created, resolved records; unresolved are open", True),
    Kpi("resolution_rate", "解决率", "resolution rate", "rate", (RESOLVED,), "ratio", "+",
        "已解决 ÷ 同一批创建的全部记录", "resolved / all records of the same cohort", True),
    Kpi("resolution_rate_answered", "解决率（占接通）", "resolution rate of answered", "rate", (RESOLVED, HANDLED),
        "ratio", "+",
        "已解决 ÷ 有人工应答的记录", "resolved / records a person answered"),
    Kpi("fcr_touch", "首次解决率（单次触达）", "one-touch resolution", "rate", (RESOLVED, "rounds|agent_msgs"), "ratio",
        "+",
        "一次回复、无转接、无重开即解决 ÷ 已解决（回合数优先于消息数）",
        "resolved in one reply, no transfer, no reopening / resolved (rounds before messages)"),
    Kpi("fcr_window", "首次解决率（{x}内未再来）", "no repeat within {x}", "rate", ("customer_id", "created_at"),
        "ratio", "+",
        "首次咨询（之前{x}内没来过）中，之后{x}内同一客户未再来的占比；距数据截止不足{x}的不计",
        "first contacts (none in the {x} before) with none in the {x} after; those younger than {x} are out",
        True, "7d"),
    Kpi("repeat_rate", "{x}重复咨询率", "repeat contact within {x}", "rate", ("customer_id", "created_at"), "ratio",
        "-",
        "同一客户在解决前、或解决（未解决则创建）后{x}内再来的占比；距数据截止不足{x}的不计",
        "the customer came again before resolution or within {x} of it (else of creation); the younger are out", True,
        "72h"),
    Kpi("csat_pct", "满意率", "CSAT top box", "rate", ("csat",), "ratio", "+",
        "满意 ÷ 已评价（5分制4–5分、3分制3分、2分制2分为满意）；未评不计",
        "satisfied / rated (4-5 of 5, 3 of 3, 2 of 2); unrated are out", True),
    Kpi("csat_mean", "满意度均分", "CSAT mean", "mean", ("csat",), "pt", "+",
        "评分均值，未评不计；量表不一时先折算到1–5分",
        "mean rating, unrated are out; mixed scales are first mapped onto 1-5"),
    Kpi("dsat", "差评率", "dissatisfied", "rate", ("csat",), "ratio", "-",
        "不满意 ÷ 已评价（5分制1–2分、3分制1分、2分制1分为不满意）", "dissatisfied / rated (1-2 of 5, 1 of 3, 1 of 2)"),
    Kpi("survey_rate", "参评率", "survey response rate", "rate", ("survey_sent_at", "csat"), "ratio", "+",
        "已评价 ÷ 已邀评", "rated / surveys sent", True),
    Kpi("invite_rate", "邀评率", "invitation rate", "rate", ("survey_sent_at", HANDLED), "ratio", "+",
        "已邀评 ÷ 接待量", "surveys sent / handled"),
    Kpi("nps", "净推荐值", "NPS", "index", ("nps",), "pt", "+",
        "（9–10分人数 － 0–6分人数）÷ 评分人数 × 100", "(scores 9-10 less scores 0-6) / scored x 100"),
    Kpi("ces", "费力度", "CES", "mean", ("ces",), "pt", "+",
        "1–7分均值，7为最省力", "mean of 1-7, 7 is least effort"),
    Kpi("complaint_rate", "投诉率", "complaint rate", "rate", ("is_complaint",), "ratio", "-",
        "标为投诉 ÷ 全部记录（未标按否）", "flagged as a complaint / all records (no flag is no)", True),
    Kpi("escalation_rate", "升级率", "escalation rate", "rate", ("is_escalated", HANDLED), "ratio", "-",
        "标为升级 ÷ 接待量（未标按否）", "escalated / handled (no flag is no)"),
    Kpi("transfer_rate", "转接率", "transfer rate", "rate", ("transfer_count", HANDLED), "ratio", "-",
        "有转接 ÷ 接待量；机器人转人工不算转接", "transferred / handled; bot to person is not a transfer", True),
    Kpi("reopen_rate", "重开率", "reopen rate", "rate", ("reopen_count", RESOLVED), "ratio", "-",
        "有重开 ÷ 已解决", "reopened / resolved"),
    Kpi("abandon_rate", "放弃率", "abandonment", "rate", ("is_abandoned",), "ratio", "-",
        "放弃 ÷ 呼入数（客服发起的不计）", "abandoned / offered (outbound is out)"),
    Kpi("service_level", "{x}服务水平", "service level {x}", "rate", (WAIT,), "ratio", "+",
        "{x}内接起 ÷（呼入数 － 5秒内放弃）", "answered within {x} / (offered - abandoned within 5 s)", param="20s"),
    Kpi("sla_rate", "SLA达成率", "SLA attainment", "rate", ("sla_met|sla_due_at+resolved_at",), "ratio", "+",
        "达成 ÷（达成 + 超时）；未解决且未到期的不计", "met / (met + breached); active and not yet due are out"),
    Kpi("refund_amount", "退款金额", "refunds", "sum", ("refund_amount",), "yuan", "-",
        "退款金额合计", "sum of refunds"),
    Kpi("cost_per_contact", "单次成本", "cost per contact", "mean", ("cost", HANDLED), "yuan", "-",
        "服务成本 ÷ 接待量（只算有成本的接待）", "cost / handled (those with a cost)"),
    Kpi("msgs_per_ticket", "每单消息数", "messages per contact", "mean", ("customer_msgs", "agent_msgs"), "n", "o",
        "客户与客服消息数之和的均值，机器人消息不计", "customer and agent messages a contact; bot messages are out"),
    Kpi("aq_ratio", "答问比", "answers per question", "ratio", ("customer_msgs", "agent_msgs"), "n", "o",
        "客服消息数 ÷ 客户消息数", "agent messages / customer messages"),
)  # fmt: skip
KPIS: dict[str, Kpi] = {kpi.id: kpi for kpi in CATALOGUE}


def parse(text: str) -> tuple[Metric, ...]:
    """The figures one id stands for: three for a duration id, else one.

    Raises Usage("kpi.metric") for what is not in the catalogue, with the nearest ids.

    >>> [metric.id for metric in parse("wait")]
    ['wait_mean', 'wait_p50', 'wait_p90']
    >>> parse("frt_within_3m")[0].label("zh"), parse("frt_within_3m")[0].seconds
    ('3分钟首响率', 180)
    """
    figures = find(text)
    if not figures:
        raise Usage("kpi.metric", metric=text, near=", ".join(nearest(text, _spellings())))
    return figures


def find(text: str) -> tuple[Metric, ...]:
    """The figures an id stands for; none for what is not in the catalogue.

    >>> [metric.id for metric in find("talk_p90")], find("channel")
    (['talk_p90'], ())
    """
    if text in KPIS:
        return _figures(KPIS[text], "", "")
    found = ID.fullmatch(text)
    kpi = KPIS.get(found["base"]) if found else None
    if not found or not kpi or _misplaced(kpi, found):
        return ()
    return _figures(kpi, found["param"] or "", found["stat"] or "")


def expand(ids: Iterable[str]) -> tuple[Metric, ...]:
    """The figures a list of ids stands for, each once, in the order asked. Raises Usage("kpi.metric").

    >>> [metric.id for metric in expand(["volume", "wait_p90", "volume"])]
    ['volume', 'wait_p90']
    """
    return tuple(dict.fromkeys(metric for text in ids for metric in parse(text)))


def missing(kpi: Kpi, columns: Iterable[str]) -> tuple[str, ...]:
    """The needs that the columns do not meet.

    >>> missing(KPIS["resolution_rate_answered"], ["status"])
    ('is_answered|answered_at|first_response_at|agent_msgs',)
    """
    have = set(columns)
    return tuple(
        need for need in kpi.needs if not any(have.issuperset(both.split("+")) for both in need.split("|"))
    )  # fmt: skip


def allowed(columns: Iterable[str], default: bool) -> tuple[Kpi, ...]:
    """The metrics that the columns give, in the catalogue's order; with `default`, the short set.

    >>> [kpi.id for kpi in allowed(["created_at", "csat"], default=True)]
    ['volume', 'csat_pct']
    """
    have = tuple(columns)
    return tuple(kpi for kpi in CATALOGUE if (kpi.default or not default) and not missing(kpi, have))


def nearest(text: str, known: Iterable[str]) -> list[str]:
    """Up to three words closest to `text`.

    >>> nearest("chanel", ["channel", "agent"])
    ['channel']
    """
    from difflib import get_close_matches

    return get_close_matches(text, list(known), n=3, cutoff=0.5)


def _figures(kpi: Kpi, param: str, stat: str) -> tuple[Metric, ...]:
    stats = [stat] if stat or kpi.kind != "duration" else list(STATS)
    return tuple(Metric(kpi, param or kpi.param, each) for each in stats)


def _misplaced(kpi: Kpi, found: re.Match[str]) -> bool:
    return bool((found["param"] and not kpi.param) or (found["stat"] and kpi.kind != "duration"))


def _spellings() -> list[str]:
    stats = [f"{kpi.id}_{stat}" for kpi in CATALOGUE if kpi.kind == "duration" for stat in STATS]
    return [kpi.name for kpi in CATALOGUE] + stats
