"""What the Markdown of each work chat has, and how much of it a message may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cstools.view.markdown.escape import entities, widened


@dataclass(frozen=True)
class Dialect:
    """How a message is written. limit: bytes of UTF-8 of the whole.

    escape: makes data plain text. title, heading, strong, item, aside: how each is written around `{}`.
    tones: tone -> the colour around `{}`; colour only helps, the word is always there. turn: ends a line within a part.
    """

    limit: int
    escape: Callable[[str], str]
    title: str
    heading: str
    item: str
    aside: str
    turn: str = "\n"
    strong: str = "**{}**"
    tones: Mapping[str, str] = field(default_factory=dict)


WECOM = Dialect(
    limit=4096,
    escape=widened,
    title="# {}",
    heading="### {}",
    item="> {}",
    aside='<font color="comment">{}</font>',
    tones={tone: f'<font color="{colour}">{{}}</font>' for tone, colour in (
        ("bad", "warning"), ("warn", "warning"), ("good", "info"),
    )},
)  # fmt: skip
"""企业微信群机器人, message type markdown: headings, bold, links, code, quotes, three colours; no list, no table.
A longer content is refused (errcode 40058, "exceed max length 4096")."""
DINGTALK = Dialect(limit=18_000, escape=widened, title="# {}", heading="### {}", item="- {}", aside="> {}", turn="\n\n")
"""钉钉自定义机器人, message type markdown: headings, quotes, bold, links, lists; no table, no documented colour; a line
ends only at an empty one. A request holds 20,000 bytes: the rest is for the JSON around it."""
FEISHU = Dialect(
    limit=18_000,
    escape=entities,
    title="**{}**",
    heading="**{}**",
    item="• {}",
    aside="<font color='grey'>{}</font>",
    tones={"bad": "<font color='red'>{}</font>", "good": "<font color='green'>{}</font>"},
)
"""飞书卡片, Markdown of JSON 1.0 (lark_md): bold, links, three colours; headings, quotes and tables only in JSON 2.0,
lists not in lark_md. A card holds 30 KB, a request of a 自定义机器人 20 KB: the lesser counts."""
DIALECTS = {"wecom": WECOM, "dingtalk": DINGTALK, "feishu": FEISHU}
"""The dialects of a message; GitHub's is the whole report."""
