"""Words around a question that are no part of it: greetings in front, thanks and urging behind.

Written down from how people speak to a shop, general on purpose: a word belongs here if taking it away never changes
what is asked. They earn their place where records have no order: of the repeats among the synthetic tickets
(`tests.repeats_truth --without order_id`) 2 in 100 are found by these alone, 4 if the texts have no numbers either.
Patterns are in the syntax of Polars (Rust regex: no look-around) and match letters and digits in lower case, without
signs and spaces.
"""

from __future__ import annotations

OPENERS = (
    r"[你您]们?好|哈[喽啰罗]|嗨|喂|hello|hi|hey|上午好|中午好|下午好|晚上好|早上好",
    r"亲爱的|亲们?|老板|店家|店主|掌柜的?|[卖商]家|客服|小二|小姐姐",
    r"在[吗么嘛不]|在不在|在线吗|有人在?[吗么嘛]|有没有人|(?:转|找)?人工(?:客服)?",
    r"(?:我?想)?请?(?:问|咨询)(?:一?下)?|打扰(?:一?下|了)?|麻烦(?:了|[你您]们?|一?下)?|不好意思|劳驾",
    r"十万火急|加急|紧急|着急|急",
    r"再问一?[下遍次]|再次?(?:反馈|反映)(?:一?下)?|跟进一?下",
)
"""What comes before a question: greetings, whom one speaks to, whether anyone is there, politeness, urgency."""
CLOSERS = (
    r"谢谢?(?:[你您]们?|了|亲|啦|哈)*|感谢|多谢|辛苦(?:[你您]们?|了|啦)*|拜托(?:了|啦)?|麻烦(?:[你您]们?|了)",
    r"[哈呢啊吧呀哦啦嘛呗]|急|在线等|等(?:回复|消息)",
    r"请?尽快(?:处理|回复|解决|安排)?|[快速](?:点|速)?(?:处理|回复|解决)",
    r"(?:怎么|为什么|为啥|咋)?(?:还是|一直|都|也|还)?[没无木](?:有)?人(?:理|管|回应?|回复|答复|处理|解决)(?:我|一下|了)?",
    r"(?:我?(?:已经|之前|上次|昨天|前天|刚才|刚刚|都|刚))*"
    r"(?:反馈|反映|咨询|联系|投诉|说|问|催)[过了](?:好?[几多两一二三四五六七八九十\d]+[次遍回])?了?",
    r"太(?:失望|差劲|气人|过分|无语)了?|(?:非常|很|真的?)(?:失望|生气|无语|着急|气愤)|差评|垃圾|无语",
    r"再不(?:处理|解决|回复|理我)(?:的话)?我?就?要?(?:投诉|举报|差评)(?:[你您]们)?",
)
"""What comes after it: thanks, particles, urging, that nobody answers or that it was said before, anger."""
