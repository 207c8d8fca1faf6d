"""Words by which a chat is read: who speaks, who asks for a person, what a bot says without answering.

Patterns are in the syntax of Polars (Rust regex: no look-around) and match text in lower case.
"""

from __future__ import annotations

ROLES: dict[str, str] = {
    "bot": r"^(智能|ai|在线)?(机器人|客服机器人|智能客服|智能助手|小蜜|店小蜜|robot|chatbot|bot\b)",
    "system": r"^(系统|平台通知|通知|提示|system\b|notification)",
    "agent": r"^(人工|在线|售前|售后)?(客服|坐席|客户服务|客户经理|agent\b|operator\b|support\b|staff\b)",
    "customer": r"^(买家|客户|访客|顾客|用户|会员|游客|customer\b|visitor\b|user\b|buyer\b|guest\b|client\b)",
}
"""Role -> how its speakers are called, in the order they are tried: 客服机器人 is a bot, 客户服务 an agent."""
ACCOUNT = r"^[^:：\s]{2,}[:：][^:：]+$|(旗舰|专卖|专营|官方|企业)店$"
"""A shop's sub-account (`店铺:子账号`), or the shop itself."""

ASKS = (
    r"^.{0,8}(人工|真人|转客服|转接客服|找客服)([^费智缝制编织成].{0,5})?$"
    r"|\b(human|real person|live (agent|person|chat)|representative|speak to (an agent|someone|a person))\b"
)
"""A customer who asks for a person, in a short message that is not about wages or handmade goods (人工缝制)."""
NOTICE = (
    r"(正在|已|已经|马上|稍后|现在|即将)(为|帮|给)?[您你]?.{0,2}(转接|转人工|转至人工|接入人工|接通人工)"
    r"|(为|帮|给)[您你](转接|转人工)|转(接|人工)(成功|中)|(人工客服|客服).{0,12}(已接入|接入会话|开始为[您你]服务)"
    r"|\b(transferr(ing|ed)|connecting) (you|to)\b|has joined"
)
"""A bot or the system says that a person takes over: that answers nothing."""
GREETS = (
    r"欢迎|为[您你]服务|很高兴|有什么(可以|能)帮|请问有什么|智能客服|机器人|回复.{0,3}人工"
    r"|^(您好|你好|亲亲?|在的?|hi|hello)[^\p{L}\p{N}]*$"
    r"|\bwelcome\b|how (can|may) (i|we) help|virtual assistant"
)
"""A bot's greeting: that answers nothing either."""

RECEIVERS = (
    "接收人",
    "接收方",
    "接收者",
    "接收人昵称",
    "接收账号",
    "接收方账号",
    "receiver",
    "recipient",
    "to",
    "touser",
)
"""Headings of who a message is for, as `model.fields.normal` writes them."""
ACTIONS = ("event", "eventtype", "action", "事件", "事件类型", "操作", "操作类型", "动作")
"""Headings under which an event log says what happened, as `model.fields.normal` writes them."""
REPLIES = (
    r"^(客服|坐席|人工|首次)?(已)?(回复|应答|答复|响应)(客户|买家|用户)?$"
    r"|^(agent|public|first|staff|admin)?[ _.-]?(repl(y|ied)|response|responded|comment)( added| sent)?$"
)
"""An event that is an agent's answer to the customer; a private note or a customer's reply is none."""
