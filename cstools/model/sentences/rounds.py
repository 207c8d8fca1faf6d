"""Rounds of question and answer: the parts of a platform rule's sentence, and why a round is in no figure."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "rounds.rule.round.duration": (
        "每轮从客户首条未回复的消息到首次回复的时长；回复前再发的消息不另起一轮",
        "from a customer's first unanswered message to the first answer; more messages before it open no new round",
    ),
    "rounds.rule.round.rate": (
        "{x}内回复的轮次 ÷ 轮次；一轮从客户首条未回复的消息起，回复前再发的消息不另起一轮",
        "rounds answered within {x} / rounds; a round opens with a customer's first unanswered message, more messages "
        "before the answer open none",
    ),
    "rounds.rule.session.rate": (
        "首轮在{x}内回复的会话 ÷ 会话",
        "sessions whose first round is answered within {x} / sessions",
    ),
    "rounds.rule.person.rate": (
        "当天每轮都在{x}内得到回复的客户 ÷ 当天咨询的客户（多天来的每天各算一次，没有客户ID的不计）",
        "customers of a day whose every round is answered within {x} / customers of the day (once each day they come; "
        "without a customer id out)",
    ),
    "rounds.rule.hours.all": ("全天", "at all hours"),
    "rounds.rule.hours.question": ("只计{start}–{end}点的提问", "questions asked {start}:00-{end}:00 only"),
    "rounds.rule.hours.session": ("只计{start}–{end}点开始的会话", "sessions started {start}:00-{end}:00 only"),
    "rounds.rule.cap": ("每轮封顶{cap}秒", "a round counts {cap} s at most"),
    "rounds.rule.unanswered.miss": (
        "未回复算未达（截止时还不满{x}的不计）",
        "unanswered is a miss (younger than {x} is out)",
    ),
    "rounds.rule.unanswered.cap": (
        "未回复按{cap}秒计（截止时还不满{cap}秒的不计）",
        "unanswered counts {cap} s (younger than that is out)",
    ),
    "rounds.rule.unanswered.out": ("未回复的不计，列为未完结", "unanswered is open, and in no mean"),
    "rounds.rule.automatic.answers": (
        "客服账号的自动回复算回复，欢迎语和机器人不算，只由机器人接待的会话不计",
        "automatic replies from agents' accounts answer, greetings and bots do not, sessions of a bot alone are out",
    ),
    "rounds.rule.automatic.out": (
        "只有自动回复的轮次、只由机器人接待的会话，分子分母都不计；欢迎语不算回复",
        "rounds answered automatically only, and sessions of a bot alone, are out of both sides; greetings answer "
        "nothing",
    ),
    "rounds.rule.automatic.none": (
        "自动回复和机器人不算回复，只由机器人接待的会话不计",
        "automatic replies and bots answer nothing, sessions of a bot alone are out",
    ),
}
