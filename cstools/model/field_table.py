"""The field table itself: every field of every kind of record, one line a field.

`[kind]` or `[kind tool]` opens a block; the tool is the one that adds these fields. Then, split by `|`:
name | type (`!` after it: private; an enum is followed by its values) | unit | Chinese label | English label | headings

Headings are those seen in real exports, split by `;` (`fields.headings` says how they are compared; the name and both
labels are headings too, so they are not repeated). `Date@date` and `Time@clock` are the two halves of one time: the
reader joins them; either alone stands for the whole time, and a clock whose field has no date heading takes the date
of the kind's main time.
"""

# ruff: noqa: E501
from __future__ import annotations

TABLE = """
[ticket]
ticket_id|id||工单号|Ticket ID|会话ID;会话编号;会话标识;对话ID;工单编号;工单ID;通话ID;咨询ID;服务单号;session id;chat id;call id;conversation id;case number;case id;case no;issue key;ticket number;ticket no;incident id;id
parent_id|id||上级工单号|Parent ticket|父工单号;关联工单号;parent ticket id;parent case number;parent issue
contact_type|enum chat/call/workorder/message/email||接触类型|Contact type|会话类型;接触方式;association type
source|text||来源系统|Source system|来源;source name
shop|text||店铺|Shop|店铺名称;店铺名;所属店铺;shop name;store;brand;brand id;brand name
channel|text||渠道|Channel|来源渠道;渠道名称;咨询渠道;接入渠道;平台;ticket channel;via channel;via;contact channel
initiator|enum customer/agent/bot/system||发起方|Initiator|发起方式;会话发起方;started by
direction|enum in/out||呼入呼出|Direction|呼叫方向;呼叫类型;call direction;call type
customer_id|id||客户ID|Customer ID|买家ID;用户ID;客户编号;会员ID;访客ID;访客标识;买家昵称;买家旺旺;客户账号;买家账号;user id;buyer id;requester id;contact id;visitor id
customer_name|text!||客户姓名|Customer name|访客用户名;访客名称;客户名称;客户;用户姓名;买家姓名;requester name;requester;reporter;contact name;full name;customer;caller
customer_level|text||客户等级|Customer level|会员等级;用户等级;vip等级;customer tier;vip level
phone|text!||电话|Phone|联系电话;手机;手机号;手机号码;电话号码;客户电话;主叫号码;来电号码;phone number;mobile;customer phone;caller id
region|text||地区|Region|省份;地域;所在地区;城市;province;city;area
order_id|id||订单号|Order ID|订单编号;订单ID;关联订单;关联订单号;交易单号;order no;order number
product|text||商品|Product|商品名称;宝贝标题;宝贝名称;咨询商品;产品;产品名称;product name;product purchased;item
account|text||客服账号|Agent account|客服ID;客服昵称;旺旺昵称;客服旺旺;客服工号;工号;坐席工号;assignee id;agent id;case owner alias
agent|text||客服|Agent|接待客服;客服姓名;客服名称;处理人;受理人;受理客服;坐席;坐席姓名;服务人员;assignee;case owner;agent name;assigned to;owner
team|text||客服组|Team|接入分组;客服分组;技能组;分组;处理组;受理组;部门;group;group name;group id;assignment group;queue
shift|text||班次|Shift|班别
participants|list||参与客服|Participants|协作客服;会话转移接入方;participants list
category|text||问题类型(来源)|Category (source)|问题类型;问题分类;咨询分类;咨询类型;一级分类;一级类目;工单类型;分类;type;ticket type;issue type;topic;request category;case reason
subcategory|text||问题子类(来源)|Subcategory (source)|问题子类;二级分类;二级类目;子分类;sub-category;ticket subject;request type;custom field (request type)
priority|text||优先级|Priority|紧急程度;ticket priority;urgency
status|enum open/pending/resolved/closed||状态|Status|工单状态;会话状态;处理状态;ticket status;case status;state
text|text!||客户内容|Customer text|content;内容;问题描述;咨询内容;客户问题;留言内容;工单内容;描述;聊天内容;description;ticket description;message;body;question;comment body
created_at|time||创建时间|Created|created time;创建日期;会话开始时间;开始对话时间;开始时间;会话时间;咨询时间;提交时间;受理时间;进线时间;来电时间;接入时间;日期时间;date/time opened;opened at;opened;creation date;date created;created date;start time;创建于;日期@date;date@date;时间@clock;time@clock;call started@clock
queued_at|time||排队时间|Queued|访客进入时间;进入排队时间;开始排队时间;waiting since;queue time
answered_at|time||接起时间|Answered at|接通时间;应答时间;接听时间;answer time;call answered@clock
bot_handoff_at|time||转人工时间|Handed off by bot|转人工时刻;handoff time
first_customer_at|time||客户首条消息时间|First customer message|访客首次发消息时间;客户首次发言时间
first_response_at|time||首次响应时间|First response|客服首次回复时间;首次回复时间;首次响应时刻;首响时间;first response time;initial response time;first reply time;first replied at;custom field ([chart] date of first response)
resolved_at|time||解决时间|Resolved at|解决日期;resolved time;resolution date;solved at;date resolved
closed_at|time||关闭时间|Closed|对话结束时间;会话结束时间;结束时间;完结时间;关闭日期;closed time;date/time closed;date closed;closed date;end time;call ended@clock
updated_at|time||更新时间|Updated|事件时间;操作时间;变更时间;event time;event at;changed at;最后更新时间;最后一条消息时间;最近更新时间;last update time;last updated;last modified;update time
wait_s|float|s|排队等待时长|Wait (s)|访客排队时长;排队时长;等待时长;排队时间(秒);等待时间(秒);wait time;waiting time;wait length;wait seconds;queue seconds;speed of answer in seconds;speed of answer
first_response_s|float|s|首次响应时长|First response (s)|客服首次响应时长;首响时长;首次响应时长(秒);首次回复时长;首次响应(秒);全天首响时长;first response seconds;first response time (in hrs);first response time (s);frt;frt seconds
avg_response_s|float|s|平均响应时长|Average response (s)|客服平均响应时长;平响时长;平均响应时长(秒);旺旺平响(秒);平均回复时长;全天平响时长;avg response time;average response time;avg response seconds
resolution_s|float|s|解决时长|Resolution (s)|解决用时;完结时长;time to resolution;resolution time;resolution time (in hrs);resolution seconds;time to resolve;full resolution time
handle_s|float|s|处理时长|Handling (s)|handle seconds;handle time;会话时长;对话时长;服务时长;处理用时;time tracked;aht;duration;session duration
talk_s|float|s|通话时长|Talk (s)|通话时间;通话时长(秒);avgtalkduration;talk time;talk seconds;talk duration;call duration;service length
hold_s|float|s|保持时长|Hold (s)|hold time;hold seconds
wrap_s|float|s|话后时长|Wrap-up (s)|话后处理时长;事后处理时长;wrap time;wrap seconds;acw;after call work
customer_msgs|int|n|客户消息数|Customer messages|访客消息数;买家消息数;客户发送消息数;customer interactions;customer message count;visitor messages
agent_msgs|int|n|客服消息数|Agent messages|客服发送消息数;客服回复数;agent interactions;agent message count;replies
bot_msgs|int|n|机器人消息数|Bot messages|机器人回复数;bot message count
rounds|int|n|回合数|Rounds|对话回合数;会话回合数;对话轮次;turns
events|int|n|事件数|Events|event count
transfer_count|int|n|转接次数|Transfers|transfer;转接数;转移次数;转出次数;transfers count
reopen_count|int|n|重开次数|Reopens|重新打开次数;reopened;reopen times
is_answered|bool||是否接通|Answered|answered (y/n);是否接起;是否应答;接通状态
is_abandoned|bool||是否放弃|Abandoned|是否弃呼;是否放弃排队;abandoned (y/n)
is_resolved|bool||是否解决|Resolved|客服解决状态;解决状态;问题是否解决;resolved (y/n);solved
is_complaint|bool||是否投诉|Complaint|投诉
is_escalated|bool||是否升级|Escalated|升级
is_presale|bool||是否售前|Presale|售前
is_spam|bool||是否无效|Spam|无效会话
merged_into|id||并入工单|Merged into|合并至;merged ticket id
sla_due_at|time||SLA截止|SLA due|due by time;due by;due at;due date;截止时间;要求完成时间
sla_met|bool||SLA达成|SLA met|resolution status;meets standard;是否达标;within sla
csat|float|pt|满意度评分|Satisfaction|满意度;满意度评价;评分;客户评价;访客评价;服务评价;satisfaction rating;customer satisfaction rating;custom field (satisfaction);satisfaction score;csat score;rating;survey results;conversation rating value
csat_scale|int||满意度满分|Satisfaction scale|评分满分
csat_at|time||评价时间|Rated|评分时间;custom field (satisfaction date);satisfaction date;rated at
csat_comment|text!||评价内容|Rating comment|评价原因;评价留言;满意度备注;satisfaction comment;conversation rating remark;survey comment
survey_sent_at|time||邀评时间|Survey sent|邀请评价时间;survey sent time
nps|int|pt|推荐值|NPS|推荐意愿;nps score
ces|float|pt|费力度|CES|费力度评分;ces score
refund_amount|money|yuan|退款金额|Refund (yuan)|退款额;refund;成功退款金额
cost|money|yuan|服务成本|Cost (yuan)|成本
consent|bool||授权|Consent|是否授权
flags|list||标记|Flags|
[ticket cs-dedupe]
repeat_of|id||重复催问自|Repeat of|
dup_group|id||重复组|Duplicate group|
dup_rank|int||组内序|Rank in group|
dup_score|float||重复得分|Duplicate score|
[ticket cs-tag]
topic|text||问题路径|Topic|
tags|list||命中标签|Tags|会话标签;标签;labels
severity|int||严重度|Severity|
red_line|bool||红线|Red line|
sentiment|float||情感分|Sentiment score|
sentiment_label|enum positive/neutral/negative||情感|Sentiment label|
keywords|list||关键词|Keywords|
cluster|int||文本组|Cluster|
tag_words|text||命中依据|Tag words|
[ticket cs-why --score]
p_outcome|float||结果概率|Chance of the outcome|
[ticket cs-rfm --join]
segment|text||客户分层|Segment|
[message]
message_id|id||消息ID|Message ID|消息编号;msg id;comment id;id
ticket_id|id||工单号|Ticket ID|session id;会话ID;会话编号;对话ID;conversation id;chat id;会话标识;对话编号;chat no
customer_id|id||客户ID|Customer ID|买家ID;访客ID;访客标识;用户ID;买家昵称;user id;visitor id;买家旺旺;客户账号;买家账号;客户编号;会员ID;买家;客户;访客;顾客;buyer id;buyer;customer;visitor
shop|text||店铺|Shop|店铺名称;shop name
channel|text||渠道|Channel|来源渠道;平台
sent_at|time||发送时间|Sent|消息时间;聊天时间;发言时间;timestamp;created at;created;日期@date;date@date;时间@clock;time@clock;发送日期;消息发送时间;sent at;send time;message time;msg time
sender_role|enum customer/agent/bot/system||发送方|Sender role|role;角色;发送者类型;发送者角色;消息方向;author type;sender type;身份;发言人类型;消息来源;sender role;from type
sender|text!||发送人|Sender|发送者;发言人;昵称;nick;author;from;发送人昵称;发送者昵称;发送方昵称;发送人名称;发言者;sender name;speaker
is_auto|bool||自动消息|Automatic|是否自动;自动回复;是否自动回复;automated
is_private|bool||内部备注|Private note|是否内部;private;内部消息;private note;internal
text|text!||消息内容|Text|content;内容;聊天内容;发言内容;消息;message;body;消息正文;msg;message content;message text
[order]
order_id|id||订单号|Order ID|订单编号;订单ID;子订单编号;交易单号;order no;order number
parent_order_id|id||主订单号|Parent order ID|主订单编号;父订单号;parent order no
shop|text||店铺|Shop|店铺名称;shop name;store
channel|text||渠道|Channel|订单渠道;订单来源;来源渠道;平台
customer_id|id||客户ID|Customer ID|买家ID;买家会员名;买家昵称;用户ID;会员ID;下单帐号;下单账号;客户编号;buyer id;user id
agent|text||客服|Agent|归属客服;接待客服;客服姓名
product|text||商品|Product|商品名称;宝贝标题;标题;商品标题;product name;item
sku|id||SKU|SKU|商品ID;sku id;货号;商品编码;product id
quantity|float|n|数量|Quantity|宝贝总数量;购买数量;订购数量;商品数量;number of cds;qty;units
amount|money|yuan|订单金额|Amount (yuan)|总金额;订单总额;应收金额;dollar value;order amount;total;total amount;order total;gmv
paid_amount|money|yuan|实付金额|Paid (yuan)|买家实际支付金额;应付金额;实际支付金额;买家实付;买家实付金额;实收金额;支付金额;amount paid
refund_amount|money|yuan|退款金额|Refund (yuan)|退款额;refund;成功退款金额
ordered_at|time||下单时间|Ordered|订单创建时间;创建时间;订单时间;成交时间;order time;order datetime;created at;日期@date;下单日期@date;date@date;order date@date;时间@clock;time@clock;order clock@clock
paid_at|time||付款时间|Paid at|订单付款时间;付款确认时间;支付时间;payment time
shipped_at|time||发货时间|Shipped|shipping time;ship date
finished_at|time||完成时间|Finished|订单完成时间;确认收货时间;交易完成时间;completed at
status|text||订单状态|Order status|交易状态;状态
region|text||地区|Region|收货地址;收货地区;省份;城市;province;city
[refund]
refund_id|id||退款单号|Refund ID|退款编号;售后单号;售后编号;服务单号
order_id|id||订单号|Order ID|订单编号;订单ID;order no
sku|id||SKU|SKU|商品ID;sku id;货号
customer_id|id||客户ID|Customer ID|买家ID;买家会员名;买家昵称;用户ID;buyer id
shop|text||店铺|Shop|店铺名称;shop name
refund_type|enum refund/return/exchange/resend/price_protection||退款类型|Refund type|售后类型;退款方式;售后方式
reason|text||退款原因|Reason|售后原因;申请原因;买家退款原因;refund reason
amount|money|yuan|退款金额|Refund (yuan)|买家退款金额;申请退款金额;refund amount
compensation|money|yuan|赔付金额|Compensation (yuan)|赔偿金额;补偿金额
applied_at|time||申请时间|Applied|退款申请时间;售后申请时间;申请退款时间;created at
agreed_at|time||同意时间|Agreed|同意退款时间;审核时间
returned_at|time||退回时间|Returned|退货时间;买家退货时间
received_at|time||签收时间|Received|商家收货时间;确认收货时间
refunded_at|time||退款时间|Refunded|退款完结时间;退款成功时间;完结时间
agent|text||处理客服|Agent|客服;处理人;客服姓名
is_platform|bool||平台介入|Platform involved|客服介入状态;是否平台介入;小二介入
liability|text||责任方|Liability|责任归属
[survey]
survey_id|id||问卷号|Survey ID|答卷编号;问卷编号;response id;id
ticket_id|id||工单号|Ticket ID|会话ID;工单编号;session id
customer_id|id||客户ID|Customer ID|买家ID;用户ID;respondent id
agent|text||客服|Agent|客服姓名;接待客服
survey_kind|enum csat/nps/ces/fcr||问卷类型|Survey kind|调查类型;survey type
sent_at|time||发送时间|Sent|邀评时间;survey sent at
replied_at|time||答复时间|Replied|答题时间;提交答卷时间;评价时间;回复时间;submitted at;response time;responded at
score|float|pt|评分|Score|分值;得分;满意度;rating
scale|int||满分|Scale|评分满分
text|text!||留言|Comment|评价内容;备注;content;feedback
[review]
review_id|id||评价号|Review ID|评价ID;评论ID;id
order_id|id||订单号|Order ID|订单编号;订单ID
customer_id|id||客户ID|Customer ID|买家ID;买家昵称;用户ID;评价人
shop|text||店铺|Shop|店铺名称;shop name
product|text||商品|Product|商品名称;宝贝标题;product name
stars|float|pt|星级|Stars|评价星级;星数;star rating;评分
text|text!||评价内容|Review|评论内容;评论;content;review text;comment
reviewed_at|time||评价时间|Reviewed|评论时间;review date;date@date;time@clock
reply|text||店铺回复|Reply|商家回复;解释;回复内容
replied_at|time||回复时间|Replied|商家回复时间
[stat]
date|date||日期|Date|统计日期;数据日期;时间
shop|text||店铺|Shop|店铺名称;shop name
channel|text||渠道|Channel|平台
account|text||客服账号|Agent account|旺旺昵称;客服昵称;客服ID
agent|text||客服|Agent|客服姓名;客服名称
metric|text||指标|Metric|指标名称;指标名
value|float||数值|Value|指标值
weight|float|n|权重(分母)|Weight|权重;分母
source|text||来源系统|Source system|来源
[agent_state]
agent|text||客服|Agent|客服姓名;坐席
state|enum ready/busy/wrap/break/offline||状态|State|客服状态;坐席状态;status
start_at|time||开始|Start|开始时间;状态开始时间;start time
end_at|time||结束|End|结束时间;状态结束时间;end time
[roster]
agent|text||客服|Agent|客服姓名;姓名;员工姓名
team|text||客服组|Team|组别;小组;group
shift|text||班次|Shift|班别
start_at|time||开始|Start|开始时间;上班时间;start time
end_at|time||结束|End|结束时间;下班时间;end time
headcount|int|n|人数|Headcount|在岗人数;排班人数;staff
[customer cs-rfm]
customer_id|id||客户ID|Customer ID|
as_of|time||截至|As of|
orders|int|n|订单数|Orders|
recency_d|float|d|最近购买距今|Recency (d)|
frequency|int|n|频次|Frequency|
monetary|money|yuan|金额|Monetary (yuan)|
r|int||R分|R score|
f|int||F分|F score|
m|int||M分|M score|
segment|text||客户分层|Segment|
p_alive|float||存活概率|P(alive)|
expected_orders|float|n|预期订单|Expected orders|
expected_value|money|yuan|预期客单|Expected value (yuan)|
clv|money|yuan|客户价值|CLV (yuan)|
[kpi cs-kpi]
period|text||周期|Period|
metric|text||指标|Metric|
label|text||名称|Label|
value|float||数值|Value|
unit|text||单位|Unit|
n|int|n|样本量|n|
numerator|float||分子|Numerator|
denominator|float||分母|Denominator|
lo|float||区间下|Low|
hi|float||区间上|High|
n_open|int|n|未完结数|Open|
n_excluded|int|n|剔除数|Excluded|
before|float||剔除前|Before exclusions|
n_before|int|n|之前样本量|n before|
prev|float||上期|Previous|
change|float||环比|Change|
change_pt|float||环比百分点|Change (pt)|
year_ago|float||同期|Year ago|
year_change|float||同比|Change on year|
target|float||目标|Target|
gap|float||差距|Gap|
met|bool||达标|Met|
level|text||达标水平|Level|
floor|float||底线|Floor|
stretch|float||挑战值|Stretch|
benchmark|float||对标|Benchmark|
vs_group|float||与组均差|Against group|
shrunk|float||收缩值|Shrunk|
rank|int||名次|Rank|
tied|bool||并列|Tied|
p_adj|float||校正p|Adjusted p|
band|text||档位|Band|
partial|bool||未满期|Partial|
date_basis|text||日期口径|Date basis|
rule|text||口径|Rule|
period_before|text||对比期|Period before|
share_before|float||之前占比|Share before|
share|float||占比|Share|
value_before|float||之前数值|Value before|
structure|float||结构影响|Structure|
own|float||自身影响|Own effect|
points|float|pt|得分|Points|
weight|float||权重|Weight|
weight_used|float||折算权重|Weight used|
part|text||计入|Counted|
note|text||说明|Note|
why|text||原因|Why|
source|text||来源系统|Source system|
platform_metric|text||平台指标|Platform's metric|
days|int|d|天数|Days|
platform|float||平台数|Platform|
ours|float||我方数|Ours|
difference|float||相差|Difference|
without_exclusions|float||其中:不剔除|Without exclusions|
calendar_time|float||其中:自然时间|Calendar time|
with_spam|float||其中:含无效|With spam|
event_dates|float||其中:按发生时间|By event time|
explained|float||已解释|Explained|
unexplained|float||未解释|Unexplained|
"""
