"""The lines of a transcript that say who speaks and when.

A pattern gives day, clock and who, in the order of its letters (d, c, w); the rest of the line is said.
"""

from __future__ import annotations

import polars as pl

from cstools.model.chat import ROLES

DAY = r"(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)"
CLOCK = r"((?:上午|下午)?\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?: ?[AaPp][Mm])?)"
WHO = r"([^\s:：\[\]()（）【】][^\r\n\[\]()（）【】]{0,40}?)"
SHOP = r"[^\s:：]{1,30}?(?:店|旗舰|专营|专卖|官方|商城)[^\s:：]{0,10}[:：][^\s:：]{1,20}"
BEFORE_COLON = rf"({SHOP}|{WHO[1:-1]})"
"""Who speaks, where a colon follows: 旗舰店:小王 is one name."""
WORDS = "|".join(pattern.removeprefix("^") for pattern in ROLES.values())
OPEN, SHUT = r"[\[(（【]", r"[\])）】]"
SAYS = r"\s*[:：]\s*"

PATTERNS: tuple[tuple[str, str], ...] = (
    # 2025-10-06 08:05:03 昵称: 文本 · [2025-10-06 08:05:03] 昵称：文本
    ("dcw", rf"^\s*{OPEN}?\s*{DAY}[T\s]*{CLOCK}\s*{SHUT}?\s*[,，-]?\s*{BEFORE_COLON}{SAYS}"),
    # 昵称(2025-10-06 08:05:03): 文本 · 昵称 (2025-10-06 08:05:03)
    ("wdc", rf"^\s*{WHO}\s*{OPEN}\s*{DAY}[T\s]*{CLOCK}\s*{SHUT}(?:{SAYS}|\s*$)"),
    # 昵称 2025-10-06 08:05:03
    ("wdc", rf"^\s*{WHO}[\s:：]+{DAY}[T\s]*{CLOCK}\s*[:：]?\s*$"),
    # 2025-10-06 08:05:03 昵称
    ("dcw", rf"^\s*{OPEN}?\s*{DAY}[T\s]*{CLOCK}\s*{SHUT}?\s+{WHO}\s*$"),
    # [08:05:03] 昵称：文本 · 08:05:03 昵称: 文本
    ("cw", rf"^\s*{OPEN}?\s*{CLOCK}\s*{SHUT}?\s*{BEFORE_COLON}{SAYS}"),
    # 昵称 (08:05:03): 文本
    ("wc", rf"^\s*{WHO}\s*{OPEN}\s*{CLOCK}\s*{SHUT}(?:{SAYS}|\s*$)"),
    # 昵称 08:05:03
    ("wc", rf"^\s*{WHO}\s+{CLOCK}\s*[:：]?\s*$"),
    # 客服小王：文本, no time at all
    ("w", rf"^\s*((?i:{WORDS})[^:：，。,.\r\n]{{0,20}}){SAYS}"),
)
"""Order of the groups, and the pattern; those that say most stand first."""
DATE = rf"^[\s\-—_=*·.]*{DAY}[\s\-—_=*·.]*(?:星期.|周.)?[\s\-—_=*·.]*$"
"""A line that holds a date and nothing else: the clocks below are of that day."""
GROUPS = {"d": "day", "c": "clock", "w": "who"}
RANKS = [0 if "d" in order else 1 if "c" in order else 2 for order, _ in PATTERNS]
"""How much a pattern says: a line with a date is surer to be a header than one that only looks like a name."""


def matches(line: pl.Expr, at: int) -> pl.Expr:
    """Whether a line is a header of pattern `at`.

    >>> lines = pl.DataFrame({"x": ["[08:05:03] 小王：在", "小王 2025-10-06 08:05:03", "约 10:30 到", "客服: 您好"]})
    >>> [lines.select(matches(pl.col("x"), at)).to_series().to_list() for at in (2, 4)]
    [[False, True, False, False], [True, False, False, False]]
    """
    return line.str.contains(PATTERNS[at][1])


def begins(line: str) -> bool:
    """Whether a transcript could begin with this line: a header that gives a time, or a date alone.

    >>> begins("小王 2025-10-06 08:05:03"), begins("客服: 您好"), begins("—— 2025-10-06 ——")
    (True, False, True)
    """
    timed = [pattern for rank, (_, pattern) in zip(RANKS, PATTERNS, strict=True) if rank < max(RANKS)]
    found = pl.Series([line])
    return any(found.str.contains(pattern).item() for pattern in (*timed, DATE))


def parts(line: pl.Expr, at: int) -> dict[str, pl.Expr]:
    """day, clock, who and said (the rest) of a header line of pattern `at`; null for what it does not say."""
    order, pattern = PATTERNS[at]
    found = {GROUPS[sign]: line.str.extract(pattern, number + 1) for number, sign in enumerate(order)}
    nothing = {name: pl.lit(None, pl.String) for name in GROUPS.values() if name not in found}
    return found | nothing | {"said": line.str.replace(pattern, "")}
