"""What platforms call their figures in their own reports, and which of ours each is set beside.

From exports of 旺旺 and 生意参谋, 咚咚, 飞鸽, 快手, 小红书 and 企业微信. A platform's name may mean one of several
figures of ours, the one by its own rule first: what is computed decides. Left out on purpose: 接待人数 and 询单人数
(people, where ours count contacts), a bare 首次解决率 (four figures share the name).
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from cstools.model.fields import normal
from cstools.model.metric_names import named
from cstools.model.units import bare

ROWS = {
    "art_taobao_mean art_mean": "旺旺平响;旺旺平均响应;旺旺平均响应时长;avgReplyInterval",
    "art_douyin_mean art_mean": "全天平响时长;全天平响;飞鸽平响",
    "art_mean": "平响;平均响应;平均响应时长;平均响应时间;新平均响应;人工平均回复时长;人工平均响应时长;"
    "平均回复时长;客服平均响应时长;avgRplDur;average response time;avg response time",
    "frt_mean": "首响;首响时长;平均首响;首次平均响应;首次响应;首次响应时长;首次响应时间;客服首次响应时长;"
    "平均首次响应时长;全天首响时长;firstReplyCost;firstReplyAverageSec;first response time",
    "reply_within_taobao_3m art_within_3m art_within_180s": "3分钟响应率;三分钟响应率;旺旺3分钟响应率",
    "art_within_3m art_within_180s reply_within_taobao_3m": "3分钟回复率;三分钟回复率;全天3分钟回复率;"
    "3分钟人工回复率;replyIn3minCaseRatio",
    "first_within_jd_30s frt_within_30s": "首次30秒应答率;30秒应答率;30s应答率;30秒首响率",
    "frt_within_45s": "首次45秒回复率;45秒首响率;firstReplyIn45sCaseRatio",
    "reply_rate_pdd_5m reply_rate": "5分钟人工回复率;人工回复率",
    "reply_rate": "旺旺回复率;应答率;回复率;咨询回复率;wwUserReplayRate;reply rate",
    "answer_rate": "接通率;接起率",
    "csat_pct": "客户满意率;旺旺满意度;满意度;满意率;全天满意率;好评率;客户满意度;评价满意率;satisfiedRate;CSAT",
    "dsat": "差评率;不满意率;全天不满意率;IM不满意率;客户不满意率",
    "survey_rate": "参评率;评价率;评价参与率;satisfactionParticipationRate",
    "invite_rate": "邀评率;邀请评价率;评价邀请率",
    "inquiry_conv_1d": "询单转化率;咨询转化率;询单支付转化率;询单->付款转化率;wwConsultPayRate;inquiryPayCaseRatio",
    "volume": "咨询量;咨询人次;会话量;总会话数量;接入会话量;sessionCnt",
    "customers": "咨询人数;客户数;consultUserCnt;customerCnt",
    "handled": "接待量;接待会话量;有效接待量;人工会话量;caseCnt",
    "wait_mean": "排队时长;平均排队时长;访客排队时长;平均等待时长",
    "aht_mean": "平均处理时长;平均处理时间",
    "talk_mean": "平均通话时长",
    "session_len_mean": "平均会话时长;会话时长",
    "resolution_rate": "解决率;会话解决率",
    "transfer_rate": "转接率;转出率",
    "complaint_rate": "投诉率",
    "refund_amount": "成功退款金额;退款金额",
    "inquiry_sales_1d sales": "客服销售额;销售额;支付金额;客服询单支付额",
    "aov": "客单价;客服客单价;询单客单价",
    "net_sales": "净销售额;退款后销售额",
    "aq_ratio": "答问比",
}  # fmt: skip
"""Ids of ours, the likeliest first -> names."""


@cache
def names() -> dict[str, tuple[str, ...]]:
    """Normalised name of a platform -> ids of ours, the likeliest first.

    >>> names()["旺旺平响"], names()["3分钟响应率"][0]
    (('art_taobao_mean', 'art_mean'), 'reply_within_taobao_3m')
    """
    found: dict[str, tuple[str, ...]] = {}
    for ids, words in ROWS.items():
        for word in words.split(";"):
            found.setdefault(normal(word), tuple(ids.split()))
    return found


def ours(name: str, asked: Collection[str]) -> tuple[str | None, str] | None:
    """The asked metric that a platform's name means, None for one not asked, and the unit the name says.

    None for a name that means nothing of ours.

    >>> ours("旺旺平响(秒)", ["art_mean"]), ours("旺旺平响", ["art_mean", "art_taobao_mean"])
    (('art_mean', 's'), ('art_taobao_mean', ''))
    >>> ours("客户满意率", ["volume"]), ours("好心情指数", ["volume"]), ours("csat_pct", ["csat_pct"])
    ((None, ''), None, ('csat_pct', ''))
    """
    text = name.strip()
    if text in asked:
        return text, ""
    for word, unit in ((text, ""), bare(text)):
        if ids := names().get(normal(word)):
            return next((metric for metric in ids if metric in asked), None), unit
    found = named(text)
    return (found.metric.id if found.metric.id in asked else None, found.unit) if found else None
