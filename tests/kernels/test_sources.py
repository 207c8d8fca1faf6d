"""A small export of each system a preset knows, and what it is read as."""

# ruff: noqa: E501
from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from cstools.kernels.ingest import Options, stage
from cstools.kernels.stage import LINE, decided
from cstools.model.sources import Presets, shipped

EXPORTS = """
[tmall-orders]
订单编号 | 总金额 | 买家实际支付金额 | 收货地址  | 订单创建时间 | 订单付款时间  | 退款金额
="2410293847560192837" | ¥1,299.00 | 1199.00 | 浙江省 杭州市 | 2025-10-01 09:12:00 | 2025-10-01 09:13:05 | 0
> order_id=2410293847560192837 | channel=天猫 | amount=1299.0 | paid_amount=1199.0 | refund_amount=0.0 | ordered_at=2025-10-01 09:12:00 | paid_at=2025-10-01 09:13:05 | region=浙江省 杭州市
[jd-orders]
订单号 | 商品ID | 商品名称 | 订购数量 | 下单时间 | 京东价 | 订单金额 | 应付金额 | 下单帐号 | 结算金额 | 付款确认时间 | 仓库id
300112233445 | 10001 | 净水器 | 2 | 2025-10-01 10:00:00 | 199.00 | 398 | 388 | jd_abc | 380 | 2025-10-01 10:01:00 | 7
> order_id=300112233445 | channel=京东 | sku=10001 | quantity=2.0 | amount=398.0 | paid_amount=388.0 | customer_id=jd_abc | paid_at=2025-10-01 10:01:00 | 京东价=199.00
[online-retail]
InvoiceNo | StockCode | Description | Quantity | InvoiceDate | UnitPrice | CustomerID | Country
C536379 | 85123A | WHITE HANGING HEART | -1 | 2010-12-01 09:41:00 | 27.5 | 14527 | United Kingdom
> order_id=C536379 | sku=85123A | product=WHITE HANGING HEART | quantity=-1.0 | amount=-27.5 | ordered_at=2010-12-01 09:41:00 | customer_id=14527 | region=United Kingdom | UnitPrice=27.5
[sycm-service]
统计日期 | 旺旺昵称 | 咨询人数 | 平均响应时长（秒） | 旺旺回复率 | 仅退款自主完结时长（小时） | 成功退款金额
2025-10-01 | 店:小王 | 120 | 31.5 | 98.5% | 1.5 | 1.2万
2025-10-01 | 汇总 | 300 | 30 | 99% | 2 | 3万
> date=2025-10-01 | account=店:小王 | channel=千牛 | metric=customers | value=120.0
> date=2025-10-01 | account=店:小王 | channel=千牛 | metric=art_mean | value=31.5
> date=2025-10-01 | account=店:小王 | channel=千牛 | metric=reply_rate | value=0.985
> date=2025-10-01 | account=店:小王 | channel=千牛 | metric=仅退款自主完结时长 | value=5400.0
> date=2025-10-01 | account=店:小王 | channel=千牛 | metric=refund_amount | value=12000.0
[jd-dongdong]
日期 | 客服 | 咨询量 | 应答率 | 30s应答率 | 平均会话时长(分) | 首次平均响应(秒) | 超时回复数
2025-10-01 | 咚咚01 | 80 | 99.00% | 90% | 6.5 | 12 | 3
> date=2025-10-01 | account=咚咚01 | channel=京东咚咚 | metric=volume | value=80.0
> date=2025-10-01 | account=咚咚01 | channel=京东咚咚 | metric=reply_rate | value=0.99
> date=2025-10-01 | account=咚咚01 | channel=京东咚咚 | metric=frt_within_30s | value=0.9
> date=2025-10-01 | account=咚咚01 | channel=京东咚咚 | metric=session_len_mean | value=390.0
> date=2025-10-01 | account=咚咚01 | channel=京东咚咚 | metric=frt_mean | value=12.0
> date=2025-10-01 | account=咚咚01 | channel=京东咚咚 | metric=超时回复数 | value=3.0
[feige]
日期 | 客服昵称 | 接待会话量 | 有效评价数 | 全天满意率 | 全天平响时长 | 全天首响时长
2025-10-01 | 店铺汇总值 | 30 | 9 | 90% | 11秒 | 5秒
2025-10-01 | 店铺平均值 | 15 | 4 | 90% | 11秒 | 5秒
2025-10-01 | 飞鸽小李 | 10 | 5 | 80% | 2分30秒 | --
> date=2025-10-01 | account=飞鸽小李 | channel=抖音飞鸽 | metric=handled | value=10.0 | weight=
> date=2025-10-01 | account=飞鸽小李 | channel=抖音飞鸽 | metric=有效评价数 | value=5.0 | weight=
> date=2025-10-01 | account=飞鸽小李 | channel=抖音飞鸽 | metric=csat_pct | value=0.8 | weight=5.0
> date=2025-10-01 | account=飞鸽小李 | channel=抖音飞鸽 | metric=art_mean | value=150.0 | weight=10.0
[kuaishou]
日期 | 客服昵称 | 咨询人次 | 人工会话量 | 三分钟回复率（会话） | 人工平均回复时长 | 不服务率
2025-10-01 | 快手01 | 50 | 40 | 95% | 25 | -
> date=2025-10-01 | account=快手01 | channel=快手 | metric=咨询人次 | value=50.0
> date=2025-10-01 | account=快手01 | channel=快手 | metric=handled | value=40.0
> date=2025-10-01 | account=快手01 | channel=快手 | metric=art_within_3m | value=0.95
> date=2025-10-01 | account=快手01 | channel=快手 | metric=art_mean | value=25.0
[xiaohongshu]
date | csName | caseCnt | replyCaseCnt | avgRplDur | replyIn3minCaseRatio
20251001 | 薯一 | 20 | 19 | 33.5 | 0.95
> date=2025-10-01 | agent=薯一 | channel=小红书 | metric=volume | value=20.0 | weight=
> date=2025-10-01 | agent=薯一 | channel=小红书 | metric=handled | value=19.0 | weight=
> date=2025-10-01 | agent=薯一 | channel=小红书 | metric=art_mean | value=33.5 | weight=
> date=2025-10-01 | agent=薯一 | channel=小红书 | metric=art_within_3m | value=0.95 | weight=19.0
[wecom]
stat_time | open_kfid | session_cnt | customer_cnt | reply_rate | first_reply_average_sec | satisfied_rate
1759248000 | kf1 | 9 | 8 | 0.9 | 12 | 1
> date=2025-10-01 | shop=kf1 | channel=企业微信 | metric=volume | value=9.0
> date=2025-10-01 | shop=kf1 | channel=企业微信 | metric=customers | value=8.0
> date=2025-10-01 | shop=kf1 | channel=企业微信 | metric=reply_rate | value=0.9
> date=2025-10-01 | shop=kf1 | channel=企业微信 | metric=frt_mean | value=12.0
> date=2025-10-01 | shop=kf1 | channel=企业微信 | metric=csat_pct | value=1.0
[sobot-stats]
日期 | 客服姓名 | 总会话数量 | 总接待客户数 | 有效对话数 | 评星总数
2025-10-01 | 小赵 | 30 | 28 | 25 | 7
> date=2025-10-01 | agent=小赵 | metric=volume | value=30.0
> date=2025-10-01 | agent=小赵 | metric=customers | value=28.0
> date=2025-10-01 | agent=小赵 | metric=有效对话数 | value=25.0
> date=2025-10-01 | agent=小赵 | metric=评星总数 | value=7.0
[platform-stats]
日期 | 客服 | 咨询人数 | 接待人数 | 首次响应时长(秒) | 回复率 | 答问比 | 客服销售额
2025-10-01 | 小钱 | 66 | 60 | 8 | 97% | 130% | ¥3,200
> date=2025-10-01 | agent=小钱 | metric=customers | value=66.0
> date=2025-10-01 | agent=小钱 | metric=接待人数 | value=60.0
> date=2025-10-01 | agent=小钱 | metric=frt_mean | value=8.0
> date=2025-10-01 | agent=小钱 | metric=reply_rate | value=0.97
> date=2025-10-01 | agent=小钱 | metric=aq_ratio | value=1.3
> date=2025-10-01 | agent=小钱 | metric=客服销售额 | value=3200.0
[chat-visits]
会话ID | 访客进入时间 | 会话开始时间 | 客服首次响应时长 | 访客排队时长 | 会话终止方 | 客服解决状态 | 一级分类 | 接待客服 | 满意度
S1 | 2025-10-01 09:00:00 | 2025-10-01 09:00:10 | 00:00:25 | 10秒 | 访客 | 已解决 | 物流 | 小孙 | 满意
> ticket_id=S1 | contact_type=chat | queued_at=2025-10-01 09:00:00 | created_at=2025-10-01 09:00:10 | first_response_s=25.0 | wait_s=10.0 | is_resolved=True | category=物流 | agent=小孙 | csat=4.0 | 会话终止方=访客
[chat-sessions]
会话ID | 客服姓名 | 访客标识 | 开始对话时间 | 对话结束时间 | 客服消息数 | 发起方式 | 结束方式 | 访客评价 | 会话标签
S2 | 小李 | v9 | 2025-10-01 10:00:00 | 2025-10-01 10:08:00 | 6 | 访客发起 | 4 | 未评价 | 物流|催单
> ticket_id=S2 | agent=小李 | customer_id=v9 | created_at=2025-10-01 10:00:00 | closed_at=2025-10-01 10:08:00 | agent_msgs=6 | initiator=customer | csat= | tags=物流|催单 | contact_type=chat | 结束方式=4
[sobot-tickets]
ticketid | ticket_title | ticket_level | ticket_status | start_type | deal_agent_name | create_datetime | score
t0 | 催发货 | 0 | 0 | 1 | 小周 | 2025-10-01 09:00:00 | -
t1 | 催发货 | 1 | 1 | 0 | 小周 | 2025-10-01 09:00:00 | -
t2 | 催发货 | 2 | 2 | 1 | 小周 | 2025-10-01 09:00:00 | -
t3 | 催发货 | 3 | 3 | 1 | 小周 | 2025-10-01 09:00:00 | 5
t99 | 催发货 | 0 | 99 | 1 | 小周 | 2025-10-01 09:00:00 | 2
t98 | 催发货 | 0 | 98 | 1 | 小周 | 2025-10-01 09:00:00 | -
> ticket_id=t0 | status=open | priority=low | initiator=customer | agent=小周 | text=催发货 | created_at=2025-10-01 09:00:00 | csat= | csat_scale= | contact_type=workorder | source=智齿
> ticket_id=t1 | status=open | priority=normal | initiator=agent | agent=小周 | text=催发货 | created_at=2025-10-01 09:00:00 | csat= | csat_scale= | contact_type=workorder | source=智齿
> ticket_id=t2 | status=pending | priority=high | initiator=customer | agent=小周 | text=催发货 | created_at=2025-10-01 09:00:00 | csat= | csat_scale= | contact_type=workorder | source=智齿
> ticket_id=t3 | status=resolved | priority=urgent | initiator=customer | agent=小周 | text=催发货 | created_at=2025-10-01 09:00:00 | csat=5.0 | csat_scale=5 | contact_type=workorder | source=智齿
> ticket_id=t99 | status=closed | priority=low | initiator=customer | agent=小周 | text=催发货 | created_at=2025-10-01 09:00:00 | csat=2.0 | csat_scale=5 | contact_type=workorder | source=智齿
[easemob-sessions]
serviceSessionId | originType | agentUserNiceName | createDateTime | startDateTime | stopDateTime | state
e1 | webim | 小吴 | 2025-10-01 09:00:00 | 2025-10-01 09:00:05 | 2025-10-01 09:10:00 | Terminal
> ticket_id=e1 | channel=在线客服 | agent=小吴 | queued_at=2025-10-01 09:00:00 | created_at=2025-10-01 09:00:05 | closed_at=2025-10-01 09:10:00 | status=closed | source=环信
[easemob-messages]
msgId | sessionServiceId | messageType | createDateTime | fromUser | bodies
m1 | e1 | chat | 1759280400000 | {"userType":"Visitor","nicename":"访客"} | [{"type":"txt","msg":"在吗"}]
m2 | e1 | chat | 1759280430000 | {"userType":"Agent"} | 在的
> message_id=m1 | ticket_id=e1 | sent_at=2025-10-01 09:00:00 | sender_role=customer | sender=访客 | text=在吗
> message_id=m2 | sender_role=agent | sender= | text= | bodies=在的
[refunds]
退款编号 | 订单编号 | 售后类型 | 退款原因 | 买家退款金额 | 退款申请时间 | 退款完结时间 | 客服介入状态
R1 | 1 | 退货退款 | 质量问题 | 59.9 | 2025/10/1 9:00 | 2025/10/3 9:00 | 未介入
> refund_id=R1 | order_id=1 | refund_type=return | reason=质量问题 | amount=59.9 | applied_at=2025-10-01 09:00:00 | refunded_at=2025-10-03 09:00:00 | is_platform=False
[reviews]
评价ID | 订单编号 | 评价星级 | 评价内容 | 评价时间 | 商家回复
P1 | 1 | 五星 | 很好 | 2025-10-02 08:00:00 | 谢谢
P2 | 2 | 差评 | ？ | 2025-10-02 08:00:00 | -
> review_id=P1 | order_id=1 | stars=5.0 | text=很好 | reply=谢谢
> review_id=P2 | stars=1.0 | text=？ | reviewed_at=2025-10-02 08:00:00
[calls]
通话ID | 主叫号码 | 呼叫类型 | 来电时间 | 振铃时长 | 通话时长 | 接通状态 | 挂断方 | 坐席工号
c1 | 013800138000 | 呼入 | 2025-10-01 09:00:00 | 6 | 00:03:25 | 未接听 | 客户 | 1001
> ticket_id=c1 | phone=013800138000 | direction=in | created_at=2025-10-01 09:00:00 | talk_s=205.0 | is_answered=False | account=1001 | contact_type=call | 挂断方=客户
[call-centre]
Call Id | Date | Time | Answered (Y/N) | Speed of answer in seconds | AvgTalkDuration
ID1 | 2021-01-01 | 09:12:58 | Y | 109 | 00:02:23
> ticket_id=ID1 | created_at=2021-01-01 09:12:58 | is_answered=True | wait_s=109.0 | talk_s=143.0
[roster]
姓名 | 组别 | 2025-10-01 | 2025-10-02 | 2025-10-03 | 2025-10-04 | 2025-10-05
小王 | 售后 | 早 | 22:00-6:00 |  |  | -
小李 | 售前 | 休 | 9-18 |  |  | -
> agent=小王 | team=售后 | shift=早 | start_at=2025-10-01 08:00:00 | end_at=2025-10-01 16:00:00
> agent=小王 | team=售后 | shift=22:00-6:00 | start_at=2025-10-02 22:00:00 | end_at=2025-10-03 06:00:00
> agent=小李 | team=售前 | shift=9-18 | start_at=2025-10-02 09:00:00 | end_at=2025-10-02 18:00:00
[zendesk]
id | requester_id | assignee_id | group_id | organization_id | created_at | status | satisfaction_rating | subject
35436 | 20978392 | 235323 | 98738 | 509974 | 2025-10-01T00:05:00Z | solved | good | Help
> ticket_id=35436 | customer_id=20978392 | account=235323 | team=98738 | created_at=2025-10-01 08:05:00 | status=resolved | csat=2.0 | csat_scale=2 | subject=Help
[zendesk-comments]
ticket_id | user_id | created | public | body
1 | 7 | 2025-10-01 01:00:00 | true | hi
1 | 8 | 2025-10-01 01:00:00 | false | note
> ticket_id=1 | sent_at=2025-10-01 09:00:00 | is_private=False | text=hi
> sender=8 | is_private=True | text=note
[freshdesk]
Ticket ID | Subject | Status | Source | Type | Created time | Resolved time | Initial response time | First response time (in hrs) | Resolution time (in hrs) | Resolution status | Agent interactions
12 | Late | Resolved | Email | Question | 2025-10-01 09:00:00 | 2025-10-01 11:30:00 | 2025-10-01 09:20:00 | 00:20:00 | 2.5 | Within SLA | 2
> ticket_id=12 | channel=Email | category=Question | status=resolved | first_response_at=2025-10-01 09:20:00 | first_response_s=1200.0 | resolution_s=9000.0 | sla_met=True | agent_msgs=2 | Subject=Late
[freshservice]
Ticket Id | Status | Urgency | Impact | Priority | Category | Sub-Category | Requester Name | Created Time
5 | Closed | Low | Low | Medium | Hardware | Laptop | Ann | 2025-10-01 09:00:00
> ticket_id=5 | status=closed | priority=Medium | category=Hardware | subcategory=Laptop | customer_name=Ann | Urgency=Low
[intercom]
conversation_id | state | created_at | waiting_since | snoozed_until | conversation_rating_value | conversation_rating_remark
9 | snoozed | 1759280400 | 1759280500 |  | 4 | ok
> ticket_id=9 | status=pending | created_at=2025-10-01 09:00:00 | csat=4.0 | csat_scale=5 | csat_comment=ok | waiting_since=1759280500
[chatwoot]
id | inbox_id | account_id | status | priority | created_at | last_activity_at | can_reply | first_reply_created_at
77 | 3 | 1 | snoozed | medium | 1759280400 | 1759280460 | true | 1759280430
> ticket_id=77 | channel=3 | status=pending | priority=medium | first_response_at=2025-10-01 09:00:30 | updated_at=2025-10-01 09:01:00 | account_id=1
[jira-service]
Issue key | Issue Type | Status | Created | Reporter | Satisfaction rating | Custom field (Time to first response) | Custom field (Request Type)
SD-1 | Incident | Waiting for customer | 01/Oct/25 9:00 AM | ann | 5 | -0:15 | Access
> ticket_id=SD-1 | category=Incident | subcategory=Access | status=pending | created_at=2025-10-01 09:00:00 | customer_name=ann | csat=5.0 | Custom field (Time to first response)=-0:15
[salesforce-service]
Case Number | Status | Case Owner | Contact Name | Date/Time Opened | Date/Time Closed
00001026 | On Hold | Ann | Cid | 01/10/2025 09:00 | -
00001027 | Closed | Bob | Dee | 16/10/2025 09:00 | 17/10/2025 09:00
> ticket_id=00001026 | status=pending | agent=Ann | customer_name=Cid | created_at=2025-10-01 09:00:00
> ticket_id=00001027 | status=closed | closed_at=2025-10-17 09:00:00
"""
"""[preset], its headings, its rows; then after > the fields of each record, those that are looked at."""


def blocks() -> dict[str, list[str]]:
    """The lines of each preset."""
    parts = [block.splitlines() for block in EXPORTS.strip().removeprefix("[").split("\n[")]
    return {name.removesuffix("]"): lines for name, *lines in parts}


def columns(lines: list[str]) -> dict[str, list[str | None]]:
    """The export as the reader gives it: text, nothing for an empty cell."""
    headings, *rows = [line.split(" | ") for line in lines if not line.startswith("> ")]
    return {heading: [row[at].strip() or None for row in rows] for at, heading in enumerate(headings)}


def written(value: object) -> str:
    """A value as the table has it."""
    return "" if value is None else "|".join(value) if isinstance(value, list) else str(value)


def read(given: dict[str, list[str | None]], **options: Any) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The records of an export, and the counts of its run."""
    frame = pl.DataFrame(given, schema=dict.fromkeys(given, pl.String))
    frame = frame.with_columns(pl.int_range(2, frame.height + 2, dtype=pl.Int64).alias(LINE))
    result = decided(stage(Options(choose=Presets().best, **options)), [frame]).apply(frame.lazy())
    counts = {} if result.counts is None else dict(result.counts.collect().rows())
    return result.rows.drop(LINE).collect().rows(named=True), counts


def test_every_preset_has_an_export() -> None:
    assert {head.name for head in shipped()} == set(blocks())


@pytest.mark.parametrize("name", blocks())
def test_an_export_is_told_and_read(name: str) -> None:
    lines = blocks()[name]
    rows, counts = read(columns(lines))
    assert any(count == f"read as {name}" for count in counts)
    wanted = [dict(pair.split("=", 1) for pair in line[2:].split(" | ")) for line in lines if line.startswith("> ")]
    assert len(rows) == len(wanted)
    seen = [{key: written(row.get(key, "absent")) for key in want} for row, want in zip(rows, wanted, strict=True)]
    assert seen == wanted
