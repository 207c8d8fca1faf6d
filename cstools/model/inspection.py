"""Words by which cs-tag judges a conversation: what a question is, and where a new conversation begins.

Patterns are in the syntax of Polars (Rust regex: no look-around) and match text in lower case.
"""

from __future__ import annotations

QUESTION = (
    r"(吗|呢|么|嘛|[?？])[^\p{L}\p{N}]*$"
    r"|怎么|怎样|咋|如何|什么时候|啥时候|什么时间|为什么|为啥|为何|凭什么|多少|多久|几天|几点|哪里|哪个|哪款|哪家|在哪|到哪"
    r"|能不能|可不可以|是不是|有没有|会不会|要不要|行不行|好不好|对不对|是否|请问"
)
"""A customer's message that asks something."""
PING = r"^[\W_]*((在吗?|在不在|在么|有人吗|有人么|人呢|你好|您好|亲|客服|客服呢|喂|hi|hello|hey)[\W_]*)+$"
"""One that only asks whether somebody is there."""
PAUSE = 30 * 60 * 1000
"""Milliseconds of silence after which a customer without a session number begins a new conversation."""
