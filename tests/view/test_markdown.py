"""Each dialect of Markdown has its subset and its limit, and data are never markup."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from cstools.model.glyphs import visible
from cstools.model.report import Action, Actions, Figure, Findings, Kpis, Meta, Phrase, Report, Section, words
from cstools.view.markdown import escaped, markdown
from cstools.view.markdown.dialects import DIALECTS
from cstools.view.markdown.escape import APART, backslashed_cell, entities, widened
from tests.view.sample import BARS, CARDS, FINDINGS, FOLLOWED, FOUND, HOSTILE, META, SAMPLE, TO_DO, crowded

CHATS = sorted(DIALECTS)
LINES = {
    "wecom": r"#{1,6} .+|> .+|\*\*\d+\.\*\* .+",
    "dingtalk": r"#{1,6} .+|> .+|- .+|\*\*\d+\.\*\* .+",
    "feishu": r"\*\*[^*]+\*\*|• .+|\*\*\d+\.\*\* .+",
}
"""What a line with a mark at its start may be."""
TAGS = {
    "wecom": r'<font color="(?:info|comment|warning)">|</font>',
    "dingtalk": r"(?!)",
    "feishu": r"<font color='(?:red|green|grey)'>|</font>",
}
NUMBERED, LISTED = r"^\*\*\d+\.\*\* ", r"^(?:> |- |• ).*\*\*(?:83\.0%|100)\*\*"
HOSTILE_TEXTS = (
    "@all", "<@all>", "<at id=all></at>", "<font color=\"warning\">x</font>", "**b**", "*i*", "_i_", "__b__", "~~s~~",
    "`c`", "# h", "> q", "- l", "+ l", "1. l", "12) l", "| a | b |", "[t](http://x.cn)", "![i](http://x.cn/a.png)",
    "https://x.cn", "www.x.cn", "\\*", "&lt;", "&#60;", "a\n# b", "$x$", "{{7*7}}", ":OK:", "#12", "😀", "\x1b[31m\x07",
)  # fmt: skip


def plain(text: str) -> str:
    """What a reader sees of hostile text: one line, control characters as glyphs."""
    return visible(" ".join(text.split()))


@pytest.fixture(scope="module", params=CHATS)
def chat(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("report", [SAMPLE, crowded()], ids=["sample", "crowded"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_message_has_no_more_than_its_dialect(chat, report, lang):
    for line in filter(None, markdown(report, lang, chat).splitlines()):
        bare = re.sub(TAGS[chat], "", line)
        assert "|" not in bare, line
        assert not re.search(r"<|(?<!^)(?<!> )>|\]\(|!\[|`", bare.removeprefix("> ")), line
        if re.match(r"[#>*+•-]|\d+[.)] ", bare):
            assert re.fullmatch(LINES[chat], bare), line
        assert bare.count("**") % 2 == 0
        assert "*" not in bare.replace("**", ""), line


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("agents", [1, 7, 500])
def test_a_message_holds_its_limit_and_says_what_it_left_out(chat, lang, agents):
    limit = {"wecom": 4096, "dingtalk": 20_000, "feishu": 20_000}[chat]
    text = markdown(crowded(agents), lang, chat)
    assert len(text.encode()) <= min(limit, DIALECTS[chat].limit)
    left = re.search(re.escape(words.word("message.left", lang)).replace(re.escape("{n}"), "([0-9,]+)"), text)
    assert bool(left) == (agents > 7 or (chat == "wecom" and agents > 1))
    if left:
        parts = 1 + agents + agents + min(agents, 5) + agents  # lead, findings, metrics, problems, actions
        numbered, listed = (len(re.findall(mark, text, re.MULTILINE)) for mark in (NUMBERED, LISTED))
        assert int(left[1].replace(",", "")) == parts - 1 - numbered - listed


def test_a_message_is_cut_by_whole_parts(chat):
    """Every line of a short message stands in the long one, but for the last."""
    text = markdown(crowded(500), "zh", chat)
    whole = markdown(crowded(1), "zh", chat)
    assert text.splitlines()[:6] == whole.splitlines()[:6]
    for part in text.split("\n\n"):
        assert part.count("**") % 2 == 0
        assert part.count("<font") == part.count("</font>")


@pytest.mark.parametrize("size", [50, 5000, 200_000])
def test_an_endless_name_does_not_break_the_limit(chat, size):
    endless = "*" * size
    meta = replace(META, shops=(endless,) * 5, title=endless, member=endless)
    found = replace(FOUND, detail=Phrase("finding.red_ids", {"ids": (endless,)}))
    sections = (Section("findings", (Findings((found,), FINDINGS.otherwise),), title=endless),
                Section("kpis", (Kpis((replace(CARDS[0], label=endless),)),)))  # fmt: skip
    text = markdown(Report(meta, sections), "zh", chat)
    assert len(text.encode()) <= DIALECTS[chat].limit
    assert "83.0%" in text


def test_the_order_of_a_message(chat):
    text = markdown(SAMPLE, "zh", chat)
    places = [text.index(word) for word in (
        "客服月度复盘", "33,923条咨询", "31,337", "红线2起", "2.1秒", "指标看板", "显著好转", "90.0%", "问题分类",
        "5,467", "此前措施的结果", "之前 1分31秒", "-41秒至-25秒", "逐单回访",
    )]  # fmt: skip
    assert places == sorted(places)


def test_severity_is_in_words_where_colour_is_taken_away(chat):
    bare = re.sub(TAGS[chat], "", markdown(SAMPLE, "zh", chat))
    shown = html.unescape(bare).translate({0xFF3B: "[", 0xFF3D: "]"})
    for word in ("[红线]", "[变差]", "[好转]", "显著变差", "显著好转", "不显著", "未达标", "[看不出变化]"):
        assert word in shown


def test_a_report_without_a_month_says_why(chat):
    empty = Report(Meta("", "", 0), (Section("findings", why=Phrase("why.nothing")),))
    assert "输入里没有带创建时间的记录" in markdown(empty, "zh", chat)


def test_a_month_without_findings_says_so(chat):
    quiet = Report(META, (Section("findings", (replace(FINDINGS, items=(), lead=None),)),))
    assert "与上月相比无显著变化" in markdown(quiet, "zh", chat)


def test_an_action_to_be_filled_in_is_for_the_whole_report_only(chat):
    empty = Actions((Action(FOUND.headline, "frt_p50", Figure(43.0, "s")),))
    text = markdown(Report(META, (Section("actions", (empty,)),)), "zh", chat)
    assert "本月措施" not in text
    assert "逐单回访" in markdown(Report(META, (Section("actions", (TO_DO,)),)), "zh", chat)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_for_chats_without_an_escape_looks_as_it_is(text):
    """Signs become full-width: the same text once they are narrow again, and none of them is left to be markup."""
    shown = widened(text)
    narrow = "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in shown)
    assert narrow == plain(text)
    assert not set(shown) & set("\\`*[]<>|~@&$#")
    assert not re.search(r"^\s*(?:[-+=]|\d+[.)])\s|://|www\.", shown)
    assert "\n" not in shown


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_for_feishu_is_entities(text):
    shown = entities(text)
    assert html.unescape(shown) == plain(text)
    assert not set(re.sub(r"&#\d+;", "", shown)) & set("\\`*_[]<>|~@&$#!")


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_for_github_is_escaped(text):
    shown = escaped(text)
    seen = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", shown).replace(APART, "")
    assert seen == plain(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>|~]", shown)
    assert not re.search(r"@\w|#\d", shown)
    assert not re.search(r"^(?:[-+#>]|\d+[.)])\s|(?<!\\)://", shown)


PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TOKENS = {"heading", "paragraph", "inline", "text", "strong", "softbreak", "hardbreak", "html_inline", "text_special"}
BLOCKS = {
    "github": {"table", "thead", "tbody", "tr", "th", "td", "ordered_list", "list_item", "blockquote"},
    "wecom": {"blockquote"},
    "dingtalk": {"blockquote", "bullet_list", "list_item"},
    "feishu": set(),
}
"""What a parser of CommonMark may find in each dialect, besides TOKENS."""


@pytest.mark.parametrize("dialect", sorted(BLOCKS))
def test_a_parser_finds_only_what_we_wrote(dialect):
    found = PARSER.parse(markdown(SAMPLE, "zh", dialect))
    inside = [child for token in found for child in token.children or []]
    kinds = {re.sub("_(?:open|close)$", "", token.type) for token in [*found, *inside]}
    assert kinds <= TOKENS | BLOCKS[dialect]
    assert {child.content for child in inside if child.type == "html_inline"} <= FONTS.get(dialect, set())


FONTS = {
    "wecom": {'<font color="info">', '<font color="comment">', '<font color="warning">', "</font>"},
    "feishu": {"<font color='red'>", "<font color='green'>", "<font color='grey'>", "</font>"},
}


def test_github_shows_hostile_text_as_it_is():
    found = PARSER.parse(markdown(SAMPLE, "zh"))
    shown = "\n".join("".join(child.content for child in token.children or []) for token in found if token.children)
    assert shown.replace(APART, "").count(plain(HOSTILE)) >= 15


def test_a_figure_in_a_cell_of_github_is_not_escaped():
    assert backslashed_cell("-3.1%") == "-3.1%"
    assert backslashed_cell("+1.4 pp") == "+1.4 pp"


def test_every_table_of_github_is_even():
    tables = re.findall(r"(?:^\|.*\n)+", markdown(SAMPLE, "zh"), re.MULTILINE)
    assert len(tables) >= 10
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1


def test_github_has_every_row_of_a_long_chart():
    rows = tuple((f"问题{n}", n, None, None, None, None, None, None) for n in range(1, 301))
    text = markdown(Report(META, (Section("topics", (replace(BARS, rows=rows),)),)), "zh")
    assert all(f"| 问题{n} |" in text for n in range(1, 301))


def test_the_same_report_gives_the_same_bytes():
    for dialect in ("github", *CHATS):
        assert markdown(SAMPLE, "zh", dialect) == markdown(SAMPLE, "zh", dialect)
        assert "\x1b" not in markdown(SAMPLE, "en", dialect)
        assert plain(HOSTILE) != HOSTILE


def test_what_came_of_actions_has_a_word_for_every_verdict_and_status():
    for verdict in ("better", "worse", "unsure", "few", "none", "dropped"):
        one = replace(FOLLOWED.items[0], verdict=verdict)
        text = markdown(Report(META, (Section("actions", (Actions((one,), followed=True),)),)), "zh")
        assert words.word(f"verdict.{verdict}", "zh") in text
        assert text == markdown(
            Report(
                META, (Section("actions", (Actions((replace(one, verdict=f"verdict.{verdict}"),), followed=True),)),)
            ),
            "zh",
        )
    for status in ("open", "done", "dropped"):
        one = replace(FOLLOWED.items[0], status=status)
        text = markdown(Report(META, (Section("actions", (Actions((one,), followed=True),)),)), "en")
        assert words.word(f"status.{status}", "en") in text
