"""How each platform counts response: hours, cap, unanswered rounds, automatic replies, as declared values.

What a rule counts is here and nowhere else; its sentence is made of the same values, so that they cannot differ. Most
platforms do not publish theirs: `source` says who told it, `checked` of what date that is (empty: undated). Check
before a rule decides anybody's pay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cstools.model.messages import say

Unit = Literal["round", "session", "person"]
Unanswered = Literal["miss", "cap", "out"]
Automatic = Literal["answers", "out", "none"]
Way = Literal["person", "account", "turn"]
WAYS: dict[Automatic, Way] = {"none": "person", "answers": "account", "out": "turn"}
"""What ends a round: a person's message; any from an agent's account but greetings; any at all but greetings."""
DAY = (0, 24)
UNITS = {"s": 1, "m": 60, "h": 3600}
REASONS = ("hours", "automatic", "bot_only", "no_customer", "pending")
"""Why a round is in no figure, in the order they are looked at; the words are in `model/why.py`."""


@dataclass(frozen=True)
class PlatformRule:
    """One way to count response. zh, en: its name, `{x}` for the parameter.

    unit: what is counted: rounds, sessions (by their first round) or persons (a customer and day). param: the time in
    which an answer is a hit (`3m`); empty for a rule that gives the duration itself. hours: from, to in whole hours,
    half-open, of the question or of the session's start (hours_by). cap_s: the most a round counts, 0 for no cap.
    unanswered: a miss, counts the cap, or out. automatic: a reply of an agent's account without a person answers, takes
    the round out of both sides, or is no answer.
    """

    id: str
    zh: str
    en: str
    platform: str
    unit: Unit
    unanswered: Unanswered
    automatic: Automatic
    source: str
    checked: str
    param: str = ""
    hours: tuple[int, int] = DAY
    hours_by: Literal["question", "session"] = "question"
    cap_s: int = 0

    @property
    def kind(self) -> Literal["duration", "rate"]:
        """A rule with a parameter gives a share (of hits), one without a duration."""
        return "rate" if self.param else "duration"

    @property
    def seconds(self) -> int:
        """Its own parameter in seconds, 0 if it has none.

        >>> RULES["reply_within_taobao"].seconds
        180
        """
        return int(self.param[:-1]) * UNITS[self.param[-1]] if self.param else 0

    @property
    def way(self) -> Way:
        """What ends a round: the `way` of its rows."""
        return WAYS[self.automatic]

    def rule(self, lang: str) -> str:
        """The sentence that says what the figure counts; `{x}` stands for the parameter.

        >>> RULES["art_taobao"].rule("en").split("; ")[2:4]
        ['questions asked 8:00-23:00 only', 'a round counts 600 s at most']
        """
        hours = "all" if self.hours == DAY else self.hours_by
        keys = [f"{self.unit}.{self.kind}", f"hours.{hours}", *(["cap"] if self.cap_s else [])]
        keys += [f"unanswered.{self.unanswered}", f"automatic.{self.automatic}"]
        blanks = {"x": "{x}", "start": self.hours[0], "end": self.hours[1], "cap": self.cap_s}
        return ("; " if lang == "en" else "；").join(say(f"rounds.rule.{key}", lang, **blanks) for key in keys)


OURS = "cstools"
PLATFORM_RULES: tuple[PlatformRule, ...] = (
    PlatformRule(
        "art_rounds", "平均响应时长（按回合）", "average response time, by round", "", "round", "out", "none", OURS, "",
    ),
    PlatformRule(
        "art_within", "{x}回复率（按回合）", "rounds answered within {x}", "", "round", "miss", "none", OURS, "",
        param="180s",
    ),
    PlatformRule(
        "art_taobao", "淘宝平响", "Taobao average response", "taobao", "round", "cap", "out",
        "secondary: seller guides on 旺旺平响, 2022", "2022", hours=(8, 23), cap_s=600,
    ),
    PlatformRule(
        "reply_within_taobao", "旺旺{x}响应率", "Wangwang reply within {x}", "taobao", "round", "miss", "answers",
        "secondary: seller guides on 3分钟响应率, with three worked cases", "", param="3m", hours=(8, 24),
    ),
    PlatformRule(
        "first_within_jd", "咚咚首次{x}应答率", "JD first answer within {x}", "jd", "session", "miss", "none",
        "secondary: maijiaw, the rule of 2021-12; it does not say how automatic replies count", "2021-12", param="30s",
        hours=(9, 23), hours_by="session",
    ),
    PlatformRule(
        "reply_rate_pdd", "拼多多{x}人工回复率", "Pinduoduo reply rate, {x}", "pdd", "person", "miss", "none",
        "secondary: the rule of 2019; replies of the bot do not count as 人工回复", "2019", param="1h", hours=(8, 23),
    ),
    PlatformRule(
        "art_douyin", "抖音平响", "Douyin average response", "douyin", "round", "out", "answers",
        "secondary: a data lead on 飞鸽全天平响; greetings out, assisted automatic replies count", "",
    ),
)  # fmt: skip
RULES = {rule.id: rule for rule in PLATFORM_RULES}
