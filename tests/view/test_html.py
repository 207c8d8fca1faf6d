"""The page of the report: one file without an address, readable by everyone, of bounded size whatever the data."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from cstools.model.report import Card, Cases, Column, Figure, Findings, Phrase, Report, Section, Table
from cstools.view.html import LARGE, html
from cstools.view.look import Look
from tests.view.sample import BARS, CASES, FINDINGS, FOLLOWED, HOSTILE, LONG, META, SAMPLE, STACK, crowded

PAGES = {lang: html(SAMPLE, lang) for lang in ("zh", "en")}


@pytest.fixture(params=["zh", "en"])
def page(request) -> str:
    return PAGES[request.param]


class Tags(HTMLParser):
    """What a browser would see."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.ids, self.text, self.attributes = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data):
        self.text.append(data)

    @property
    def said(self) -> str:
        return "".join(self.text)


def alone(*blocks, audience="", lang="zh") -> str:
    return html(Report(replace(META, audience=audience), (Section("trend", blocks),)), lang)


def test_the_page_has_no_address_and_no_script(page):
    assert "://" not in page
    assert re.findall(r"(?i)url\(|@import|<script", page) == []
    seen = Tags(page)
    assert not {"script", "img", "link", "iframe", "object"} & set(seen.tags)
    assert not [name for name in seen.attributes if name.startswith("on") or name in ("src", "srcset", "action")]


def test_an_address_a_customer_wrote_is_shown_as_it_is(page):
    assert "http://x.cn" in Tags(page).said


def test_the_policy_allows_styles_and_nothing_else(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1] == "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def test_data_are_text_everywhere(page):
    assert "<b>" not in page
    assert "{{7*7}}" in page
    assert "&lt;b&gt;" in page
    assert not set(page) & {"\x1b", "\u202e"}


def test_headings_are_in_order_and_ids_are_unique(page):
    seen = Tags(page)
    levels = [int(tag[1]) for tag in seen.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(seen.ids) == len(set(seen.ids))
    named = re.findall(r'aria-labelledby="([^"]+)"', page)
    assert {name for names in named for name in names.split()} <= set(seen.ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(seen.ids)


def test_every_picture_has_a_name_and_a_description(page):
    pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(pictures) > 14
    for picture in pictures:
        assert 'role="img"' in picture[:200]
        assert re.search(r"<title[^>]*>[^<]+</title>", picture)


def test_every_chart_is_drawn_twice_with_its_table_behind(page):
    assert page.count("<details>") == page.count('class="large"') == page.count('class="small"') == 8


def test_the_same_report_gives_the_same_bytes():
    assert html(SAMPLE, "zh") == PAGES["zh"]


def test_a_usual_page_is_small(page):
    assert len(page.encode()) < 200_000


def test_colours_are_roles(page):
    drawn = "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    assert re.findall(r'(?:fill|stroke)="(?!none|transparent|var\(--[a-z0-9]+\))[^"]*"', drawn) == []
    style = page[page.index("<style>") : page.index("</style>")]
    assert set(re.findall(r"var\((--[a-z0-9-]+)\)", page)) <= set(re.findall(r"(--[a-z0-9-]+):", style))


def test_what_comes_first_is_said_before_the_findings():
    lead = PAGES["zh"].index("n = 31,337")
    assert lead < PAGES["zh"].index('<ol class="findings">')
    assert 'class="verdict' in PAGES["zh"][lead - 60 : lead]


@pytest.mark.parametrize(("tone", "word"), [("bad", "要处理"), ("warn", "要留意"), ("good", "向好"), ("<b>", "知悉")])
def test_severity_is_a_word(tone, word):
    found = replace(FINDINGS.items[1], tone=tone)
    assert f'<span class="severity">{word}</span>' in alone(Findings((found,), FINDINGS.otherwise))


def test_a_finding_whose_section_is_left_out_is_no_link():
    assert "<a href" not in re.sub(r"<(?:nav|a class).*", "", alone(Findings((FINDINGS.items[0],), FINDINGS.otherwise)))


def test_a_card_says_all_it_knows():
    said = Tags(PAGES["zh"]).said
    for part in ("目标", "90.0%（未达标）", "82.3%–83.7%", "11,021", "同比", "+3.1个百分点", "对照", "84.2%"):
        assert part in said


def test_a_trend_is_a_line_that_names_its_months():
    spark = re.search(r'<svg class="spark".*?</svg>', PAGES["zh"])
    assert spark
    assert "2024年11月 79.0%" in spark[0]
    assert "2025年3月 —" in spark[0]
    assert spark[0].count("<polyline") == 2


@pytest.mark.parametrize("values", [(), (("2025-10", 1.0),), (("2025-09", None), ("2025-10", 1.0))])
def test_a_trend_of_one_month_is_no_line(values):
    from cstools.view.charts.spark import spark

    assert spark(Card("volume", Figure(1), trend=values), "zh") == ""


def test_a_flat_trend_ending_in_nothing_is_drawn():
    from cstools.view.charts.spark import spark

    trend = (("2025-08", 2.0), ("2025-09", 2.0), ("2025-10", None))
    assert 'points="3,14 60,14"' in spark(Card("volume", Figure(None), trend=trend), "zh")


def test_what_came_of_an_action_is_a_word():
    said = Tags(alone(FOLLOWED)).said
    for part in ("晚班加一人", "显著好转", "1分31秒 → 58秒", "已完成", "张三", "2,909 → 3,307"):
        assert part in said


def test_own_sections_have_their_own_headings_and_safe_anchors():
    own = Section("a b\"'<", (STACK,), title="退货<i>专题</i>")
    page = html(Report(META, (own, own, Section("trend", (STACK,)))), "zh")
    assert Tags(page).said.count("退货<i>专题</i>") == 4
    assert re.findall(r'<section id="([^"]+)"', page) == ["part-1", "part-2", "trend"]


def test_the_audience_is_a_class():
    assert '<body class="for-director">' in alone(STACK, audience="director")
    assert "<body>" in alone(STACK, audience='"><b>')
    assert '<body class="for-lead">' in alone(STACK, audience="lead")  # .lead is the line under a heading


WIDE = Table(
    Phrase("agents"),
    tuple(Column("agent", label=f"列{number}") for number in range(30)),
    tuple(tuple(HOSTILE * 9 for _ in range(30)) for _ in range(3000)),
)
STACKS = tuple(
    replace(STACK, name=f"s{number}", rows=tuple((f"{LONG}{row}", 9, *[0.2] * 5) for row in range(300)))
    for number in range(6)
)


def test_a_page_of_many_people_is_not_large():
    page = html(crowded(), "zh")
    assert len(page.encode()) < LARGE
    assert "全部在 JSON 与 XLSX 里" in page


def test_no_page_is_large_and_pictures_there_is_no_room_for_are_said():
    page = html(Report(META, (Section("trend", (*STACKS, WIDE)),)), "zh")
    assert len(page.encode()) < LARGE
    assert "全部在 JSON 与 XLSX 里" in page
    assert "页面放不下这张图" in page
    assert page.count("<details>") == len(STACKS)


def test_a_long_quote_ends():
    page = alone(Cases((replace(CASES.items[0], quote="甲" * 9000),)))
    assert "甲" * 800 + "…" in page


def test_a_table_without_rows_says_so():
    assert "无数据" in alone(Table(Phrase("agents"), (Column("agent"),), ()))


def test_a_finding_without_findings_says_so():
    assert "没有红线" in alone(Findings((), Phrase("finding.none", {"n": Figure(5)})))


def test_a_look_changes_nothing_it_is_not_asked_for():
    assert html(Report(META, (Section("trend", (BARS,)),)), "zh", Look()) == alone(BARS, audience="lead")
