"""Unified text loses no letter, digit or emoji; tokens and names have one spelling each, a user's words before ours."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.kernels.clean.names import canonical, dictionary
from cstools.kernels.clean.text import unify
from cstools.model import synonyms
from cstools.model.fields import normal


def unified(texts, form="long"):
    return pl.DataFrame({"t": texts}, schema={"t": pl.String}).select(unify(pl.col("t"), form)).to_series().to_list()


def kept(text):
    """What must survive: letters, marks, digits and signs, after NFKC; no spaces, format marks or punctuation."""
    signs = unicodedata.normalize("NFKC", (text or "").replace("\u3000", " "))
    return Counter(sign for sign in signs if unicodedata.category(sign)[0] in "LMNS" and sign not in "<>&")


BLOCKS = [
    (0x20, 0x7F), (0xA0, 0x180), (0x370, 0x400), (0x400, 0x500), (0x590, 0x600), (0x600, 0x700), (0x900, 0x980),
    (0x980, 0xA00), (0xB80, 0xC00), (0xD00, 0xD80), (0xE00, 0xE80), (0xF00, 0xFB0), (0x1000, 0x10A0), (0x1100, 0x1200),
    (0x1780, 0x1800), (0x1800, 0x18AA), (0x1E00, 0x1F00), (0x1F00, 0x2000), (0x2010, 0x2028), (0x2030, 0x205F),
    (0x2070, 0x20A0), (0x2100, 0x2190), (0x2460, 0x2500), (0x2E80, 0x2FE0), (0x3001, 0x3100), (0x3130, 0x3190),
    (0x3200, 0x3400), (0x4E00, 0x4E80), (0xAC00, 0xAC80), (0xF900, 0xFA70), (0xFB00, 0xFB50), (0xFB50, 0xFC00),
    (0xFE30, 0xFE70), (0xFF01, 0xFFEF), (0x1D400, 0x1D800), (0x1F100, 0x1F200), (0x20000, 0x20080), (0x2F800, 0x2FA20),
]  # fmt: skip
SIGN = st.sampled_from([chr(code) for low, high in BLOCKS for code in range(low, high) if chr(code).isprintable()])
INVISIBLE = st.sampled_from(
    ["\u200b", "\u200c", "\u200d", "\ufeff", "\u202e", "\x00", "\u3000", "\xa0", "\n", "\r\n", " "]
)
PLAIN = st.lists(SIGN.filter(lambda sign: unicodedata.normalize("NFKC", sign) not in "<>&[]"), max_size=8).map("".join)
TEXT = st.lists(PLAIN | INVISIBLE, max_size=8).map("".join)
EMOJI = st.sampled_from(
    ["👨‍👩‍👧‍👦", "👍🏽", "🧑🏿‍🦰", "🏳️‍🌈", "❤️‍🔥", "🏴‍☠️", "🇨🇳", "🇭🇰🇲🇴",
     "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
     "1️⃣", "☎️", "㊙️", "🫶🏻", "🙏", "🤷🏻‍♀️", "👁️‍🗨️"]
)  # fmt: skip


@given(st.lists(TEXT, min_size=1, max_size=6), st.sampled_from(["long", "short", "id"]))
def test_no_letter_of_any_script_is_lost(texts, form):
    once = unified(texts, form)
    assert [kept(text) for text in once] == [kept(text) for text in texts]
    assert unified(once, form) == once


@given(st.lists(EMOJI | st.sampled_from(["好", "a", " ", "，", "<br>", "\u200b", "\ufeff"]), max_size=8))
def test_emoji_survive_whole(parts):
    text = "".join(parts)
    once = unified([text])[0] or ""
    bare = re.sub("<br>|[\u200b\ufeff]|\\s", "", text)
    assert re.sub(r"\s", "", once) == bare
    assert unified([once])[0] == (once or None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\u0645\u06cc\u200c\u062e\u0648", "\u0645\u06cc\u200c\u062e\u0648"),  # Persian: without it, another word
        ("ක්\u200dෂ", "ක්\u200dෂ"),  # Sinhala: the joiner makes the letter
        ("好\u200c的\u200d", "好的"),
        ("a\U000e0041\U000e0042b", "ab"),  # hidden tags
        ("电话𝟏𝟑𝟖", "电话138"),
        ("ﾃｽﾄｶﾞ", "テストガ"),
        ("oﬃce", "office"),
        ("ㅋㅋ ½ x² Ⅱ ① ㎡ ℃ № …", "ㅋㅋ ½ x² Ⅱ ① ㎡ ℃ № …"),
        ("第一行_x000D_\n第二行", "第一行\n第二行"),
        ("a&nbsp b", "a b"),
        ("https://x.cn/?a=1&copy=2", "https://x.cn/?a=1&copy=2"),
    ],
)
def test_what_a_sign_means_stays(text, expected):
    assert unified([text]) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("坏了[图片]", "坏了[图片]"),
        ("[图片1][图片 2]【图片】\uff3b图片\uff3d<图片>\u3014截图\u3015", "[图片]" * 6),
        ("[买家发送图片] [Image] [photo]", "[图片] [图片] [图片]"),
        ('<p>看<img src="https://x/1.jpg" width="9"></p>', "看[图片]"),
        ('<img class="face" src="f12.gif">呵呵<video controls src="v"></video>', "[表情]呵呵[视频]"),
        ('[语音 12"][语音消息]', "[语音][语音]"),
        ("[动画表情][微笑][怒]", "[表情][微笑][怒]"),
        ("[宝贝链接]和【订单链接】", "[商品]和【订单链接】"),
        ("[文件: 发票.pdf]", "[文件: 发票.pdf]"),
        ("图片不清楚(图片)", "图片不清楚(图片)"),
        ("[[图片1]<[图片1]>", "[[图片]<[图片]>"),
    ],
)
def test_tokens(text, expected):
    assert unified([text]) == [expected]
    assert unified([expected]) == [expected]


def test_a_name_is_no_place_for_tokens():
    assert unified(["【图片】大图版", "<img src=x>A"], "short") == ["【图片】大图版", "A"]


PARTS = ["[", "]", "【", "】", "<", ">", "图片", "图", "1", "img", " ", "语音", "a", "\n"]
BRACKETS = st.lists(
    st.sampled_from(["[", "]", "【", "】", "<", ">", "图片", "图", "1", "img", " ", "语音", "a", "\n"]), max_size=12
)


@given(st.lists(BRACKETS.map("".join), max_size=5))
def test_tokens_twice_is_once(texts):
    once = unified(texts)
    assert unified(once) == once


def test_a_column_of_few_words_is_done_by_word():
    words = ["好", "Ａ类", " 坏 ", None, ""]
    assert unified(words * 500, "short") == ["好", "A类", "坏", None, None] * 500


def named(field, words, own=None, kind="ticket"):
    column = pl.DataFrame({"w": words}, schema={"w": pl.String})
    return column.select(canonical(pl.col("w"), dictionary(kind, field, own))).to_series().to_list()


@pytest.mark.parametrize("field", sorted(synonyms.SYNONYMS))
def test_a_spelling_leads_to_one_word(field):
    seen = {}
    for word, spellings in synonyms.SYNONYMS[field].items():
        for spelling in [word, *spellings.split()]:
            assert seen.setdefault(normal(spelling), word) == word, spelling


def test_tokens_lead_to_one_word():
    spellings = [normal(spelling) for word, text in synonyms.SENT.items() for spelling in [word, *text.split()]]
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize("field", ["channel", "status", "priority", "category"])
def test_names_twice(field):
    words = [word for word in synonyms.words(field)] + ["自家渠道", None]
    once = named(field, words)
    assert named(field, once) == once


def test_channels_and_categories_of_different_things_stay_apart():
    channels = ["千牛", "京东咚咚", "抖音飞鸽", "微信公众号", "400电话", "电话", "邮件", "email", "APP内客服", "小程序"]
    assert named("channel", channels) == channels
    categories = ["物流", "物流配送", "退款退货", "退换货", "仅退款", "质量问题", "Billing inquiry"]
    assert named("category", categories) == categories


def test_a_users_words_go_before_ours_and_reach_their_spellings():
    own = {normal("千牛"): "淘系", normal("淘系"): "淘系", normal("VOC"): "自有", normal("自有"): "自有"}
    once = named("channel", ["旺旺", "千牛", "淘系", "voc", "飞鸽", None], own)
    assert once == ["淘系", "淘系", "淘系", "自有", "抖音飞鸽", None]
    assert named("channel", once, own) == once
    assert named("product", ["A3", "b"], {"a3": "空气炸锅A3", "空气炸锅a3": "空气炸锅A3"}) == ["空气炸锅A3", "b"]


@given(
    st.dictionaries(
        *[st.sampled_from(["千牛", "旺旺", "飞鸽", "chat", "Chat", "live chat", "电话", "x"])] * 2, max_size=4
    )
)
def test_any_dictionary_without_circles_is_stable(pairs):
    ends = {normal(word): word for word in pairs.values()} | {
        normal(spelling): word for spelling, word in pairs.items()
    }
    if any(normal(ends[normal(word)]) != normal(word) for word in ends.values()):
        return  # the reader of rule files follows chains and refuses circles
    ends |= {normal(word): word for word in ends.values()}
    words = ["千牛", "旺旺", "飞鸽", "chat", "Chat", "livechat", "热线", "电话", "x", "y"]
    once = named("channel", words, ends)
    assert named("channel", once, ends) == once


TEXTS = {
    "banking77/banking77_train.csv": "text",
    "bdci_car/bdci_car_train.csv": "content",
    "kaggle_support_tickets/customer_support_tickets.csv": "Ticket Description",
    "waimai_10k/waimai_10k.csv": "review",
    "zhijiang_aspects/aspects.csv": "review",
}


def worded(texts):
    """Their words, after NFKC; of texts with a tag or an entity, none."""
    plain = pl.when(~texts.str.contains("[<&]")).then(texts).otherwise(pl.lit(""))
    words = plain.str.normalize("NFKC").str.extract_all(r"[\p{L}\p{N}]+").list.join(" ")
    return pl.select(words).to_series()


@pytest.mark.parametrize("path", sorted(TEXTS))
def test_real_texts_keep_their_words(shared, path):
    texts = pl.read_csv(shared / path, columns=[TEXTS[path]], infer_schema=False)[TEXTS[path]].head(4_000).rename("t")
    once = texts.to_frame().select(unify(pl.col("t"), "long")).to_series()
    assert worded(texts).equals(worded(once.zip_with(~texts.str.contains("[<&]"), texts)), null_equal=True)
    assert once.to_frame().select(unify(pl.col("t"), "long")).to_series().equals(once, null_equal=True)
