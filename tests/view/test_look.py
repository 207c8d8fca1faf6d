"""How a page looks: colours that can be read, a logo, an accent, templates of the user's own."""

from __future__ import annotations

import re
from itertools import product

import pytest

from cstools.errors import Usage
from cstools.model.messages import say
from cstools.model.report import Kpis, Report, Section
from cstools.view.html import html
from cstools.view.look import LOGO, Look, accent, logo
from cstools.view.palette import HEAT, ON, READABLE, SCHEMES, contrast, css, palette
from tests.view.sample import CARDS, FINDINGS, META

ACCENTS = ("", "#c7000b", "#ffd400", "#00ff00", "#000000", "#ffffff", "#808080", "#0050ff", "#ff00ff")
TEXT = (
    *product(("ink", "muted", "accent", "good", "bad", "warn"), ("card", "bg")),
    ("good", "good-bg"), ("bad", "bad-bg"), ("warn", "warn-bg"), ("ink", "flat-bg"), ("card", "accent"),
    *zip(ON, HEAT, strict=True),
)  # fmt: skip
"""What is written, and on what."""
REPORT = Report(META, (Section("findings", (FINDINGS,)), Section("kpis", (Kpis(CARDS),))))
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.mark.parametrize("chosen", ACCENTS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_all_text_can_be_read(scheme, chosen):
    made = palette(scheme, chosen)
    assert [(text, ground) for text, ground in TEXT if contrast(made[text], made[ground]) < READABLE] == []


def test_the_ramp_of_an_accent_runs_from_the_card_to_the_ink():
    made = palette("light", "#c7000b")
    steps = [contrast(made[step], made["card"]) for step in HEAT]
    assert steps == sorted(steps)
    assert made["accent"] == "#c7000b"


def test_the_page_has_the_accent_in_light_and_dark():
    page = html(REPORT, "zh", Look(accent="#c7000b"))
    assert css("#c7000b") in page
    assert "#1f5fbf" not in page


@pytest.mark.parametrize("text", ["red", "#12", "#1234567", "", "#ggg", "#c7000b;}", "url(x)"])
def test_what_is_no_colour_is_told(text):
    with pytest.raises(Usage, match=r"report\.accent"):
        accent(text)


KINDS = [
    (PNG, "png"), (b"\xff\xd8\xff\xe0", "jpeg"), (b"GIF89a", "gif"), (b"RIFF\n\n\0\0WEBPVP8 ", "webp"),
    (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a --><svg xmlns="x">', "svg+xml"), (b"<svg>", "svg+xml"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "kind"), KINDS)
def test_a_logo_is_known_by_its_first_bytes(content, kind):
    assert logo(content, "a").startswith(f"data:image/{kind};base64,")


@pytest.mark.parametrize("content", [b"", b"<html><svg>", b"BM", b"%PDF", b"<script>"])
def test_what_is_no_picture_is_told(content):
    with pytest.raises(Usage, match=r"report\.logo'"):
        logo(content, "a.png")


def test_a_large_logo_is_told():
    with pytest.raises(Usage, match=r"report\.logo_size"):
        logo(PNG + b"0" * LOGO, "a.png")


def test_only_a_page_with_a_logo_shows_pictures():
    shown = html(REPORT, "zh", Look(logo=logo(PNG, "a.png")))
    assert "; img-src data:" in shown
    assert '<img class="logo" src="data:image/png;base64,' in shown
    assert "img-src" not in html(REPORT, "zh")


def given(**templates: str) -> str:
    named = {name.replace("_", "."): text for name, text in templates.items()}
    return html(REPORT, "zh", Look(templates=named, folder="mine"))


def test_a_block_of_the_page_is_replaced():
    page = given(
        report_html_j2="{% extends 'base.html.j2' %}{% block footer %}<p>内部资料 {{ heading }}</p>{% endblock %}"
    )
    assert "<p>内部资料 客服月度复盘" in page
    assert "cs-report 0.1.0" not in page
    assert "首次响应时长" in page


def test_a_file_of_a_block_is_replaced_and_may_hold_ours():
    page = given(kpis_html_j2="<p>先看这里</p>{% include 'ours/kpis.html.j2' %}")
    assert "<p>先看这里</p>" in page
    assert '<div class="cards">' in page


def test_a_style_is_replaced_and_ends_no_element():
    page = given(report_css="h1{color:red}</style><b>")
    assert "h1{color:red}" in page
    assert "</style><b>" not in page


def test_data_stay_text_in_a_template_of_ones_own():
    assert "<b>坏" not in given(findings_html_j2="{% for one in block.items %}{{ say(one.detail) }}{% endfor %}")


BROKEN = [
    ("{% extends 'base.html.j2' %}\n{% block footer %}", 2),
    ("\n\n{{ nothing }}", 3),
    ("\n{{ word('nothing') }}", 2),
    ("{{ ().__class__.__bases__ }}", 1),
    ("\n{% include 'other.html.j2' %}", 2),
    ("{{ 1 / 0 }}", 1),
    ("{{ range(99999999) }}", 1),
    ("\n{{ report.meta.update({}) }}", 2),
]


@pytest.mark.parametrize(("text", "line"), BROKEN)
def test_a_broken_template_is_told_with_its_line(text, line):
    with pytest.raises(Usage, match=r"report\.template") as refused:
        given(report_html_j2=text)
    assert refused.value.params["path"] == "mine/report.html.j2"
    assert refused.value.params["line"] == line
    assert f"mine/report.html.j2:{line}: " in say("report.template", "en", **refused.value.params)


def test_a_broken_template_that_is_included_is_told_by_its_name():
    with pytest.raises(Usage, match=r"report\.template") as refused:
        given(kpis_html_j2="<p>\n{{ card.nothing }}")
    assert (refused.value.params["path"], refused.value.params["line"]) == ("mine/kpis.html.j2", 2)


def test_no_role_of_the_style_is_undefined():
    page = html(REPORT, "zh")
    style = page[page.index("<style>") : page.index("</style>")]
    assert set(re.findall(r"var\((--[a-z0-9-]+)\)", style)) <= set(re.findall(r"(--[a-z0-9-]+):", style))
