"""One word per thing: the spellings of channels, statuses, priorities, roles, yes and no in exports.

Channels are unified inside a language only: an English team wants `email`, a Chinese one 邮件, neither the other's.
Categories only where two spellings name the same thing (退款/退货, 退款退货): 物流 and 物流配送 stay apart.
All else goes to the wire values of the field table. `normal` compares after NFKC, case folding and removal of spaces.
"""

from __future__ import annotations

from functools import cache

from cstools.model.fields import normal

SYNONYMS: dict[str, dict[str, str]] = {
    "status": {
        "open": "新建 新增 已创建 已提交 待处理 未处理 未完成 待受理 未受理 已受理 受理 受理中 处理中 进行中 跟进中 "
        "跟踪中 未解决 未完结 未结束 未关闭 未结案 未办结 重新打开 重开 重新处理 再次处理 二次处理 待分配 未分配 "
        "待接单 已接单 待派单 已派单 派单中 待接入 待领取 未领取 已领取 待跟进 已分配 已指派 已受理待处理 待响应 "
        "未响应 未回复 待客服回复 待坐席处理 待办 在办 办理中 处置中 已转派 已转交 已转单 已升级 待审核 审核中 "
        "待审批 审批中 待核实 核实中 复核中 服务中 接待中 会话中 排队中 沟通中 未开始 待處理 處理中 new opened "
        "reopen reopened inprogress workinprogress processing inprocess working active ongoing started todo assigned "
        "unassigned unresolved unsolved waitingforsupport waitingforagent waitingonus awaitingagent awaitingsupport "
        "escalated beingprocessed queued inqueue inreview underreview investigating triage backlog",
        "pending": "挂起 挂起中 等待 等待中 等待客户 等待用户 等待买家 待客户回复 待用户回复 待买家回复 等待客户回复 "
        "等待用户回复 待回复 待反馈 等待反馈 等待确认 暂停 已暂停 暂缓 搁置 已搁置 已挂起 延期 已延期 待排期 待观察 "
        "观察中 待确认 待客户确认 待用户确认 待买家确认 待客户反馈 待用户反馈 待补充 待客户补充 待用户补充 "
        "待补充资料 待补充材料 待客户提供 等待第三方 待第三方 待第三方处理 待供应商处理 待厂家处理 待仓库处理 "
        "待物流处理 onhold on-hold hold waiting waitingoncustomer waitingforcustomer waitingforcustomerresponse "
        "waitingoncontact waitingonthirdparty waitingforthirdparty waitingforvendor waitingforapproval "
        "pendingcustomerresponse pendingcustomer snoozed paused suspended deferred postponed blocked awaitingreply "
        "awaitingyourreply awaitingcustomer awaitingcustomerreply awaitingcustomerresponse awaitinguserinfo needinfo "
        "needsinfo",
        "resolved": "已解决 解决 已处理 已处理完 处理完成 处理完毕 处理完 处理完结 已处理完成 已完成 完成 已完工 "
        "完工 已回复 已答复 已办结 办结 已办 办毕 已修复 已解決 待评价 待客户评价 待用户评价 solved done fixed "
        "complete completed finishedprocessing",
        "closed": "已关闭 关闭 已关单 关单 已完结 完结 已结束 结束 会话结束 已结案 结案 已结单 结单 已销单 销单 闭环 "
        "已闭环 已归档 归档 已评价 客户已确认 已终结 终结 已终止 终止 已取消 取消 已撤销 撤销 已撤回 已撤单 撤单 "
        "已作废 作废 已删除 无效 无效工单 无效会话 重复 重复工单 已合并 已驳回 已拒绝 已关閉 已關閉 自动关闭 "
        "系统关闭 系统自动关闭 超时关闭 超时自动关闭 自动结束 系统结束 超时结束 客户关闭 用户关闭 客服关闭 客户结束 "
        "客服结束 close finished ended terminal terminated cancelled canceled archived declined rejected deleted "
        "merged duplicate duplicated expired invalid wontfix won'tfix wontdo won'tdo withdrawn autoclosed timedout",
    },
    "priority": {
        "urgent": "紧急 特急 加急紧急 非常紧急 十分紧急 特别紧急 最高 最高级 特级 緊急 critical blocker highest "
        "immediate emergency veryhigh",
        "high": "高 较高 高级 高优先级 优先级高 重要 加急 比较紧急 較高 major important",
        "normal": "中 普通 一般 正常 中等 中级 中优先级 优先级中 标准 默认 medium moderate standard default mid",
        "low": "低 较低 低级 低优先级 优先级低 不紧急 不急 次要 最低 較低 minor lowest trivial verylow planning",
    },
    "category": {
        "其他": "其它 其他问题 其它问题 其他类 其它类 其他类型 其它类型 其他类别 其它类别 其他咨询 其它咨询 其他原因 "
        "其它原因",
        "物流配送": "物流/配送 配送物流 物流与配送 物流和配送 物流及配送 物流配送问题 物流配送类",
        "退款退货": "退款/退货 退货/退款 退款与退货 退货与退款 退款和退货 退款及退货 退款、退货 退货、退款 "
        "退款退货问题 退款退货类",
        "退换货": "退/换货 退货换货 退货/换货 退换货问题 退换货类 退换",
        "质量问题": "质量 质量类 商品质量 产品质量 商品质量问题 产品质量问题 货品质量 品质问题 質量問題",
        "发票": "发票问题 发票类 发票相关 发票咨询 开票 开票问题 开发票 發票",
        "优惠活动": "活动优惠 优惠/活动 活动/优惠 优惠与活动 优惠活动类 优惠活动问题 优惠活动咨询",
        "安装使用": "使用安装 安装/使用 安装与使用 安装和使用 安装及使用 安装使用问题 安装使用类",
        "会员账号": "会员帐号 会员/账号 会员与账号 会员账户 账号会员 会员账号问题 会员账号类",
        "价格保护": "价保 保价 价格保护问题 价保问题 价保申请",
        "服务态度": "服务态度问题 服务态度类 客服态度 客服态度问题 態度問題",
        "商品咨询": "产品咨询 商品/咨询 商品咨询类 产品咨询类 商品类咨询 商品諮詢",
        "售前咨询": "售前 售前问题 售前类",
        "售后问题": "售后 售后类 售後",
        "投诉建议": "投诉/建议 投诉与建议 投诉和建议 投诉及建议 投诉、建议 建议投诉 建议/投诉",
    },
    "contact_type": {
        "chat": "在线 在线会话 会话 聊天 在线咨询 im livechat conversation messaging",
        "call": "电话 通话 来电 热线 phone voice telephone",
        "workorder": "工单 work_order ticket case",
        "message": "留言 离线留言 leavemessage",
        "email": "邮件 邮箱 电子邮件 e-mail mail",
    },
    "direction": {"in": "呼入 来电 入 inbound incoming", "out": "呼出 外呼 去电 出 outbound outgoing"},
    "initiator": {
        "customer": "客户 买家 访客 用户 顾客 客户发起 访客发起 visitor user buyer requester enduser",
        "agent": "客服 坐席 卖家 人工 客服发起 staff seller operator assignee admin",
        "bot": "机器人 智能客服 机器人发起 robot chatbot",
        "system": "系统 系统发起 自动 automatic",
    },
    "sender_role": {
        "customer": "客户 买家 访客 用户 顾客 visitor user buyer requester enduser lead contact",
        "agent": "客服 坐席 卖家 人工 人工客服 staff seller operator assignee admin teammate",
        "bot": "机器人 智能客服 店小蜜 robot chatbot ai",
        "system": "系统 系统消息 通知 notification",
    },
    "refund_type": {
        "refund": "仅退款 退款 未发货退款 refundonly",
        "return": "退货退款 退货 returnandrefund",
        "exchange": "换货 更换",
        "resend": "补寄 补发 重发 漏发补寄 reship",
        "price_protection": "价保 价格保护 保价 退差价",
    },
    "survey_kind": {
        "csat": "满意度 满意度调查 satisfaction",
        "nps": "推荐值 净推荐值 推荐意愿",
        "ces": "费力度 客户费力度 effort",
        "fcr": "一次解决 首次解决 是否解决",
    },
    "state": {
        "ready": "空闲 就绪 在线 示闲 可接待 idle available online",
        "busy": "忙碌 通话中 接待中 繁忙 示忙 occupied oncall talking",
        "wrap": "话后 话后处理 整理 事后处理 acw aftercallwork wrapup",
        "break": "小休 休息 就餐 用餐 会议 培训 离开 away lunch meeting training",
        "offline": "离线 下线 未登录 签出 loggedout",
    },
    "sentiment_label": {"positive": "正面 积极", "neutral": "中性 中立", "negative": "负面 消极"},
    "channel": {
        "千牛": "旺旺 淘宝旺旺 阿里旺旺 天猫旺旺 千牛工作台 千牛旺旺 旺旺千牛 旺旺咨询 千牛客户端 千牛接待 淘宝千牛 "
        "天猫千牛",
        "京东咚咚": "咚咚 京东客服 京麦咚咚 京东咚咚客服 京东商家客服 京东在线客服 jd咚咚 咚咚工作台",
        "抖音飞鸽": "飞鸽 抖店飞鸽 抖音客服 抖店客服 飞鸽客服 抖音飞鸽客服 抖音商家客服 抖店im",
        "拼多多": "拼多多客服 拼多多商家客服 拼多多商家后台 pdd pdd客服",
        "快手": "快手客服 快手小店 快手小店客服 快手商家客服",
        "小红书": "小红书客服 小红书商家客服 小红书私信 红书 xhs",
        "微信公众号": "公众号 微信公众平台 微信服务号 服务号 公众号客服 微信公众号客服 公众号消息 wechat公众号",
        "企业微信": "企微 企业微信客服 企微客服 wecom 企业wechat",
        "微信小程序": "微信小程序客服 微信小程序咨询",
        "微信客服": "微信在线客服 wechat客服",
        "视频号": "微信视频号 视频号小店 视频号客服",
        "微博": "新浪微博 微博私信 微博客服",
        "闲鱼": "咸鱼 闲鱼客服",
        "唯品会": "唯品会客服 唯品",
        "钉钉": "钉钉客服 钉钉群 dingtalk",
        "飞书": "飞书客服 lark飞书",
        "邮件": "电子邮件 邮箱 电子邮箱 电邮 电郵 郵件 客服邮箱 邮件工单 邮件渠道",
        "短信": "手机短信 短信渠道 短信客服 簡訊",
        "电话": "热线 电话热线 客服电话 客服热线 电话客服 来电 呼叫中心 电话呼入 电话渠道 電話 語音電話 语音电话",
        "400电话": "400热线 400客服电话 400客服热线 400客服 400服务热线",
        "在线客服": "网页客服 在线咨询 网站客服 网页 网页在线客服 网站在线客服 官网客服 官网在线客服 在线聊天 "
        "在线渠道 線上客服",
        "APP内客服": "app客服 app在线客服 app内咨询 app内在线客服 应用内客服 手机app客服 移动端app客服",
        "留言": "在线留言 网站留言 离线留言 留言板",
        "门店": "线下门店 线下 实体店 门店到访 到店",
        "phone": "telephone voice call calls phonecall phonecalls hotline inboundcall voicecall",
        "email": "e-mail emails mail electronicmail",
        "chat": "livechat webchat onlinechat messaging webmessaging chatwidget liveagent",
        "web form": "webform web-form onlineform contactform feedbackform helpcenter",
        "sms": "textmessage textmessages",
        "social media": "social socialmedia",
        "whatsapp": "whatsappbusiness whatsappchat",
        "walk-in": "inperson in-person walkin instore in-store",
    },
}
"""Field -> canonical word -> its other spellings, split by spaces (spaces inside a spelling do not count)."""

SENT: dict[str, str] = {
    "图片": "图 照片 相片 截图 截屏 原图 闪照 图像 图片消息 图片信息 聊天图片 发送图片 买家发送图片 客户发送图片 "
    "用户发送图片 访客发送图片 发来图片 发送了图片 发送了一张图片 收到一张图片 图片链接 image images picture "
    "pictures pic photo photos img screenshot imagemessage picturemessage",
    "表情": "动画表情 自定义表情 动态表情 表情包 表情消息 表情图片 大表情 贴图 sticker stickers emoticon emoji gif",
    "语音": "语音消息 语音信息 音频 音频消息 录音 voice audio voicemessage audiomessage voicenote recording",
    "视频": "视频消息 视频信息 短视频 小视频 视频文件 发送视频 video videos videomessage",
    "文件": "文件消息 附件 发送文件",
    "链接": "超链接 网页链接 分享链接 链接消息",
    "商品": "商品链接 宝贝链接 商品卡片 宝贝卡片 商品消息",
    "订单": "订单卡片 订单链接 订单消息",
    "位置": "地理位置 位置消息 位置信息 发送位置",
    "名片": "个人名片 名片消息 联系人名片",
    "小程序": "小程序卡片 小程序消息",
    "卡片": "卡片消息 富文本卡片",
    "优惠券": "优惠券卡片 优惠券消息",
    "红包": "微信红包 红包消息",
    "聊天记录": "合并转发 合并消息 聊天记录消息",
    "语音通话": "语音聊天 音频通话",
    "视频通话": "视频聊天",
    "撤回": "消息撤回 消息已撤回 已撤回 撤回消息 撤回一条消息 撤回了一条消息",
}
"""What was sent -> the spellings of its token, `[图片]`. Pictures, stickers, voices and videos have one whatever the
language, because they are counted, not read; `[link]` and its like may be a word of an English text."""

YES = (
    "是 是的 有 真 对 已 成功 yes y true t 1 √ ✓ 已接通 接通 已接听 已应答 已解决 解决 达标 已达标 满足 "
    "按时 准时 未超时 符合 solved resolved answered withinsla met on"
)
"""Words for true, in any yes/no column."""
NO = (
    "否 无 假 不 未 没有 没解决 失败 no n false f 0 × ✗ 未接通 未接听 未应答 未解决 不达标 未达标 不满足 "
    "超时 已超时 逾期 不符合 不是 unsolved unresolved unanswered slaviolated violated breached missed off"
)
"""Words for false, in any yes/no column."""


@cache
def words(field: str) -> dict[str, str]:
    """Normalised spelling -> canonical word of a field; empty for a field without synonyms.

    >>> words("status")["处理中"], words("status")["onhold"], words("channel")["飞鸽"]
    ('open', 'pending', '抖音飞鸽')
    """
    known = {normal(word): word for word in SYNONYMS.get(field, {})}
    for word, spellings in SYNONYMS.get(field, {}).items():
        for spelling in spellings.split():
            known.setdefault(normal(spelling), word)
    return known


@cache
def sent() -> dict[str, str]:
    """Normalised spelling of a token -> what was sent.

    >>> sent()["image"], sent()["图片"]
    ('图片', '图片')
    """
    known = {normal(spelling): word for word, spellings in SENT.items() for spelling in spellings.split()}
    return known | {normal(word): word for word in SENT}


@cache
def answers() -> dict[str, bool]:
    """Normalised word -> true or false.

    >>> answers()["y"], answers()["未解决"]
    (True, False)
    """
    return {normal(word): value for text, value in ((YES, True), (NO, False)) for word in text.split()}
