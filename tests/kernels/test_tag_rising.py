"""Words that rise, and words no dictionary has."""

from __future__ import annotations

import math
import random
from collections import Counter
from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from scipy.stats import false_discovery_control, hypergeom

from cstools.errors import Usage
from cstools.kernels.tag.words import fisher, novel, rising
from cstools.kernels.tag.words.grams import LONGEST, codes, levels
from cstools.kernels.tag.words.segment import dictionary, segmenter

START = datetime(2025, 9, 1)
CHARACTERS = "漏空坏碎少买收退换用旧重轻软硬长短红蓝绿"


def tickets(texts: list[str | None], times: list[datetime | None]) -> pl.LazyFrame:
    return pl.LazyFrame(
        {"ticket_id": [f"T{i}" for i in range(len(texts))], "text": texts, "created_at": times},
        schema={"ticket_id": pl.String, "text": pl.String, "created_at": pl.Datetime("us")},
    )


def surge() -> pl.LazyFrame:
    """Ten records a day for 45 days; in the last week, from 13 October, some say 鼓包."""
    rng = random.Random(7)
    usual = ["退款没有到账", "鞋子开胶", "快递破损", "发票抬头错误", "优惠券过期"]
    rows = [(f"{rng.choice(usual)}{rng.choice(CHARACTERS)}", START + timedelta(hours=2.4 * i)) for i in range(450)]
    rows += [(f"鼓包{sign}", datetime(2025, 10, 14, 8) + timedelta(hours=i)) for i, sign in enumerate(CHARACTERS)]
    return tickets([text for text, _ in rows], [time for _, time in rows])


def named(word: str) -> list[str]:
    """400 texts with a word."""
    return [f"{a}{word}{b}" for a in CHARACTERS for b in CHARACTERS]


def plain() -> list[str]:
    """Texts of other words."""
    return [f"包裹{a}破损{b}严重问题很大，快递{b}签收{a}怎么没有人处理" for a in CHARACTERS for b in CHARACTERS]


def table(lf: pl.LazyFrame, *arguments: object, **options: object) -> pl.DataFrame:
    return rising.stage(*arguments, **options).apply(lf).rows.collect()


def test_a_word_that_surges_is_first() -> None:
    rows = table(surge(), "week")
    assert rows.columns == list(rising.COLUMNS)
    assert rows.schema == rising.SCHEMA
    first = rows.filter(word="鼓包").to_dicts()[0]
    assert first["z"] == rows["z"].max()
    assert (first["period"], first["n"], first["n_before"], first["share_before"]) == ("2025-W42", 20, 0, 0.0)
    assert first["share"] == round(20 / first["records"], 6)
    assert first["p_adjusted"] < 0.001
    assert first["example_id"] == "T450"
    assert (rows["z"] > 0).all()
    assert rows["z"].is_sorted(descending=True)


def test_the_last_period_is_that_of_as_of() -> None:
    result = rising.stage("week", as_of=datetime(2025, 10, 14, 9)).apply(surge())
    assert set(result.rows.collect()["period"]) <= {"2025-W42"}
    assert result.counts is not None
    counts = dict(result.counts.collect().iter_rows())
    assert counts["left out (after --as-of)"] > 0
    assert "鼓包" not in table(surge(), "week", as_of=datetime(2025, 10, 12))["word"].to_list()


def test_a_word_no_dictionary_has_rises() -> None:
    assert not segmenter().knows("蓝胖机")
    usual = plain()
    new = [f"{a}蓝胖机{b}" for a in "买收退换用" for b in "漏空坏碎少"]
    times = [START] * len(usual) + [datetime(2025, 9, 9)] * len(new)
    rows = table(tickets([*usual, *new], times), "week")
    assert rows["word"][0] == "蓝胖机"
    assert rows["n"][0] == 25


def test_a_word_counts_once_a_record_and_a_record_every_time() -> None:
    texts = ["开胶开胶开胶"] * 6 + ["鞋子"] * 9
    rows = table(tickets(texts, [datetime(2025, 9, 9)] * 6 + [START] * 9), "week")
    assert rows.select("word", "n", "records", "n_before", "records_before").rows() == [("开胶", 6, 6, 0, 9)]


def test_minimum_and_top() -> None:
    assert table(surge(), "week", minimum=21).filter(word="鼓包").is_empty()
    assert table(surge(), "week", top=1)["word"].to_list() == ["鼓包"]


def test_only_the_customers_messages_count() -> None:
    lf = pl.LazyFrame(
        {
            "message_id": [str(i) for i in range(40)],
            "sent_at": [START] * 20 + [datetime(2025, 9, 9)] * 20,
            "sender_role": ["customer", "agent"] * 20,
            "text": ["快递", "鞋子"] * 10 + ["开胶", "退款"] * 10,
        }
    )
    result = rising.stage("week").apply(lf)
    assert result.rows.collect().select("word", "n", "example_id").rows() == [("开胶", 10, "20")]
    assert result.counts is not None
    assert dict(result.counts.collect().iter_rows()) == {"used": 20, "left out (no text)": 20}


@pytest.mark.parametrize(
    ("time", "key"),
    [
        ("created_at", "ticket_id"),
        ("sent_at", "message_id"),
        ("sent_at", "ticket_id"),
        ("reviewed_at", "review_id"),
        ("replied_at", "survey_id"),
        ("applied_at", "refund_id"),
    ],
)
def test_every_kind_has_its_time_and_key(time: str, key: str) -> None:
    times = [START] * 9 + [datetime(2025, 9, 9)] * 9
    lf = pl.LazyFrame({time: times, key: range(10, 28), "text": ["快递"] * 9 + ["开胶"] * 9})
    assert table(lf).select("word", "example_id").rows() == [("开胶", "19")]


def test_without_texts_there_are_no_rows() -> None:
    for texts in ([], [None, None]):
        rows = table(tickets([*texts], [START] * len(texts)))
        assert rows.is_empty()
        assert rows.schema == rising.SCHEMA
    assert table(tickets(["退款"] * 9, [None] * 9)).is_empty()


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        ({"period": "all"}, "words.period"),
        ({"period": "fortnight"}, "words.period"),
        ({"minimum": 0}, "words.number"),
        ({"top": 0}, "words.number"),
        ({"field": "note"}, "field.missing"),
        ({"period": "year"}, "words.one_period"),
        ({"as_of": datetime(2026, 1, 1)}, "words.no_text"),
    ],
)
def test_what_cannot_be_compared_is_said(arguments: dict[str, object], key: str) -> None:
    with pytest.raises(Usage) as caught:
        table(surge(), **arguments)
    assert caught.value.key == key


def test_records_without_their_time_are_refused() -> None:
    with pytest.raises(Usage, match=r"field\.missing"):
        table(pl.LazyFrame({"text": ["退款"]}))


@pytest.mark.parametrize(
    "texts", [["😀"] * 12, ["?"] * 12, ["battery broken"] * 12, ["\0退款\0"] * 12, ["鞋子开胶"] * 12]
)
def test_odd_texts(texts: list[str]) -> None:
    times = [START] * 6 + [datetime(2025, 9, 9)] * 6
    assert table(tickets([*texts], times)).is_empty()


@given(st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=10)
def test_the_order_of_the_records_changes_nothing(rng: random.Random) -> None:
    frame = surge().collect()
    order = list(range(frame.height))
    rng.shuffle(order)
    assert_frame_equal(table(frame[order].lazy()), table(frame.lazy()))


def test_z_and_p() -> None:
    rng = np.random.default_rng(3)
    words = pl.DataFrame({"n": rng.integers(0, 60, 200), "n_before": rng.integers(1, 300, 200)})
    rows = rising.compared(words, 60, 300)
    more = words["n"] / 60 > words["n_before"] / 300
    assert ((rows["log_odds"] > 0) == more).all()
    p = hypergeom.sf(words["n"] - 1, 360, words["n"] + words["n_before"], 60)
    expected = false_discovery_control(np.where(more, p, 1.0))
    assert rows["p_adjusted"].to_list() == pytest.approx(expected.tolist(), rel=1e-6, abs=1e-12)
    every = rising.compared(pl.DataFrame({"n": [6], "n_before": [9]}), 6, 9)
    assert every.select("log_odds", "z", "p_adjusted").row(0) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize(("n", "before"), [(36, 102), (500, 0), (9000, 80_000), (1, 0), (3300, 30_000), (7, 6)])
def test_the_exact_test_far_and_near(n: int, before: int) -> None:
    p = fisher.more(pl.Series([n]), pl.Series([before]), 9128, 90_872).item()
    assert p == pytest.approx(hypergeom.sf(n - 1, 100_000, n + before, 9128), rel=1e-6)


def test_words_that_did_not_change_are_seldom_above_three() -> None:
    rng = np.random.default_rng(5)
    for now, before in ((31, 1044), (300, 3000), (5000, 5000), (30, 60)):
        share = np.exp(rng.uniform(math.log(2 / (now + before)), math.log(0.2), 20_000))
        words = pl.DataFrame({"n": rng.binomial(now, share), "n_before": rng.binomial(before, share)})
        tested = rising.compared(words.filter(pl.col("n") + pl.col("n_before") >= 5), now, before)
        assert (tested.filter(pl.col("n") >= 5)["z"] > 3).sum() <= 0.00135 * 20_000
        assert (tested["p_adjusted"] < 0.05).sum() <= 1


# New words.


@given(st.lists(st.text("甲乙丙，a", max_size=12), max_size=8), st.integers(1, 3))
@settings(deadline=None)
def test_runs_are_counted_exactly(texts: list[str], minimum: int) -> None:
    made = levels(codes(pl.Series(texts, dtype=pl.String)), minimum)
    points = codes(pl.Series(texts, dtype=pl.String))
    for size, level in enumerate(made, 1):
        runs = Counter(
            text[at : at + size] for text in texts for at in range(len(text) - size + 1)
            if not set(text[at : at + size]) & set("，a")
        )  # fmt: skip
        said = ["".join(map(chr, points[place : place + size])) for place in level.first()]
        assert dict(zip(said, level.n.tolist(), strict=True)) == {run: n for run, n in runs.items() if n >= minimum}
    assert len(made) == LONGEST


def test_large_keys_are_counted_as_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    points = codes(pl.Series(named("小蓝瓶")))
    small = levels(points, 3)
    monkeypatch.setattr("cstools.kernels.tag.words.grams.DENSE", 0)
    for a, b in zip(small, levels(points, 3), strict=True):
        assert (a.at.tolist(), a.gram.tolist(), a.n.tolist()) == (b.at.tolist(), b.gram.tolist(), b.n.tolist())


def test_the_measures_are_those_of_the_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(novel, "TIGHT", -99.0)
    monkeypatch.setattr(novel, "FREE", -1.0)
    texts = ["犇羴猋骉", "骉犇羴猋", "犇羴麤，犇羴猋", "猋猋"]
    rows = {row["word"]: row for row in novel.novel(pl.Series(texts), 1, segmenter()).to_dicts()}
    total, n = 16, {"犇羴": 4, "犇": 4, "羴": 4, "犇羴猋": 3, "猋": 5, "羴猋": 3}
    assert rows["犇羴"]["pmi"] == round(math.log2(n["犇羴"] * total / (n["犇"] * n["羴"])), 6)
    weakest = min(math.log2(3 * total / (n["犇"] * n["羴猋"])), math.log2(3 * total / (n["犇羴"] * n["猋"])))
    assert rows["犇羴猋"]["pmi"] == round(weakest, 6)
    # Before 犇羴: thrice an end of its own, once 骉. Behind: thrice 猋, once 麤.
    assert rows["犇羴"]["entropy_left"] == 2.0
    assert rows["犇羴"]["entropy_right"] == round(-(0.75 * math.log2(0.75) + 0.25 * math.log2(0.25)), 6)
    assert rows["犇羴"]["n"] == 4


def found(texts: list[str | None], **options: object) -> pl.DataFrame:
    lf = pl.LazyFrame({"text": texts}, schema={"text": pl.String})
    return novel.stage(**options).apply(lf).rows.collect()


def test_a_new_word_is_found_and_can_be_given_back() -> None:
    texts = [*named("蓝胖机"), *plain()]
    rows = found([*texts], minimum=30)
    assert rows.columns == list(novel.COLUMNS)
    assert rows.schema == novel.SCHEMA
    (row,) = rows.filter(word="蓝胖机").to_dicts()
    assert row["n"] == 400
    assert "蓝胖机" in row["example"]
    own = dictionary("\n".join(rows["word"]), "own.txt")
    assert segmenter(own).cut("我的蓝胖机坏了")[2:3] == ["蓝胖机"]
    assert found([*texts], minimum=30, own=own).is_empty()


def test_the_same_text_counts_once() -> None:
    assert found(["买蓝胖机坏"] * 100).is_empty()


def test_known_words_and_fragments_are_no_new_words() -> None:
    texts = [*named("退款"), *plain()]
    assert "退款" not in found([*texts], minimum=30)["word"].to_list()
    texts = [*named("蓝胖机"), *plain()]
    assert not set(found([*texts], minimum=30)["word"]) & {"蓝胖", "胖机"}


@pytest.mark.parametrize("texts", [[], [None], ["😀😀"], ["battery"], ["退"], ["\0\0"], ["鞋"] * 10, ["𠮷" * 50]])
def test_texts_without_new_words(texts: list[str | None]) -> None:
    assert found([*texts], minimum=1).is_empty()
    assert found([*texts]).schema == novel.SCHEMA


def test_a_megabyte_of_one_text() -> None:
    assert found(["退款没有到账，鞋子开胶。" * 90_000]).height < 20


def test_more_than_most_is_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*named("蓝胖机"), *plain()]
    monkeypatch.setattr(novel, "MOST", 2000)
    rows = found([*texts])
    assert 0 < rows.filter(word="蓝胖机")["n"].item() < 400


def test_bad_options_of_novel() -> None:
    for options in ({"minimum": 0}, {"top": 0}):
        with pytest.raises(Usage, match=r"words\.number"):
            novel.stage(**options)
