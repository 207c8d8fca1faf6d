"""Evaluation, coverage and agreement: figures that follow from the records by hand."""

from __future__ import annotations

import polars as pl
import pytest

from cstools.errors import Usage
from cstools.kernels.stage import Result
from cstools.kernels.tag import agreement, coverage
from cstools.kernels.tag.learn import evaluate
from cstools.kernels.tag.learn.truth import TRUTH, keep
from cstools.kernels.tag.untagged import phrases

PATHS = {"物流": ("售中/物流",), "退款": ("售后/退款",)}


def judged(
    rows: dict[str, list[object]], model: str | None = None, own: dict[str, tuple[str, ...]] | None = None
) -> Result:
    """What --eval makes of records."""
    frame = pl.DataFrame({"text": ["x"] * len(rows[TRUTH]), **rows}, strict=False)
    return evaluate.stage("text", model, PATHS, own or {}).apply(frame.lazy())


def f1(result: Result) -> dict[str, float]:
    """Label to F1."""
    return dict(result.rows.collect().select("label", "f1").rows())


def topics(truth: list[object], topic: list[object], tags: list[object] | None = None) -> dict[str, list[object]]:
    """Records with a topic; tags hold it."""
    made = [[one] if one else None for one in topic] if tags is None else tags
    return {TRUTH: truth, "topic": topic, "tags": made, "sentiment": [0.0] * len(truth)}


def test_topics_are_judged_by_their_beginning() -> None:
    truth = ["物流", "物流", "退款", "退款", None, "其他"]
    topic = ["售中/物流/慢", "售后/退款/进度", "售后/退款/进度", None, "售中/物流/慢", "售中/物流/慢"]
    result = judged(topics(truth, topic))
    assert f1(result) == {"其他": 0.0, "物流": 0.5, "退款": 0.5, "(macro)": 0.333333, "(micro)": 0.444444}
    assert result.found is not None
    assert result.found.collect().rows() == [("其他", 1)]


def test_a_label_may_be_a_path_or_a_part_of_it() -> None:
    result = judged(topics(["慢", "售后/退款/进度"], ["售中/物流/慢", "售后/退款/进度"]))
    assert f1(result)["(macro)"] == 1.0


def test_of_several_labels_every_tag_counts() -> None:
    rows = topics(
        ["物流|退款", "物流"],
        ["售后/退款/a", "售中/物流/b"],
        [["售后/退款/a", "售中/物流/b"], ["售中/物流/b", "售后/退款/a"]],
    )
    found = judged(rows).rows.collect()
    assert found.rows()[0][:4] == ("物流", 2, 2, 2)
    assert found.rows()[1][:4] == ("退款", 1, 2, 1)


def test_a_map_says_which_labels_are_judged() -> None:
    rows = topics(["快", "慢", "整体"], ["售中/物流/快", "售中/物流/慢", None])
    result = judged(rows, own={"快": ("售中/物流/快",), "慢": ("售中/物流/慢",)})
    assert f1(result) == {"快": 1.0, "慢": 1.0, "(macro)": 1.0, "(micro)": 1.0}


def test_a_label_beyond_the_map_can_be_named_wrongly() -> None:
    rows = topics(["快", "整体"], ["售中/物流/快", "售中/物流/快"])
    assert judged(rows, own={"快": ("售中/物流/快",)}).rows.collect().rows()[0][:4] == ("快", 1, 2, 1)


def test_a_map_is_asked_before_feelings() -> None:
    rows = topics(["1", "0"], ["售中/物流/快", "售中/物流/慢"])
    found = judged(rows, own={"1": ("售中/物流/快",), "0": ("售中/物流/慢",)})
    assert f1(found)["(macro)"] == 1.0


def test_a_prefix_is_of_whole_parts() -> None:
    result = judged(topics(["退款"], ["售后/退款险"]))
    assert f1(result)["退款"] == 0.0


def test_nothing_to_judge_is_an_empty_table() -> None:
    result = judged(topics([None, None], ["a", None]))
    assert result.rows.collect().height == 0
    assert result.counts is not None
    assert dict(result.counts.collect().rows()) == {"left out (no text or label)": 2}


@pytest.mark.parametrize("cell", ["物流|退款", '["物流","退款"]'])
def test_lists_are_read_however_they_are_written(cell: str) -> None:
    rows = topics([cell], ["售后/退款/a"], [["售后/退款/a", "售中/物流/b"]])
    assert f1(judged(rows))["(macro)"] == 1.0


@pytest.mark.parametrize(
    ("truth", "labels"),
    [
        (["1", "0", "1"], ["negative", "positive"]),
        (["好评", "差评", "好评"], ["negative", "positive"]),
        (["1", "-1", "0"], ["negative", "neutral", "positive"]),
        ([5.0, 1.0, 3.0], ["negative", "neutral", "positive"]),
    ],
)
def test_feelings_are_known_by_their_words(truth: list[object], labels: list[str]) -> None:
    rows = {
        TRUTH: truth, "sentiment": [0.9, -0.9, 0.05], "sentiment_label": ["positive", "negative", "neutral"],
        "topic": [None] * 3, "tags": [None] * 3,
    }  # fmt: skip
    found = f1(judged(rows))  # type: ignore[arg-type]
    assert list(found)[:-2] == labels
    assert found["(macro)"] == 1.0


def test_without_a_neutral_word_nothing_said_is_negative() -> None:
    rows = {TRUTH: ["1", "0"], "sentiment": [0.05, 0.0], "sentiment_label": ["neutral"] * 2, "topic": [None] * 2}
    assert f1(judged(rows | {"tags": [None] * 2}))["(macro)"] == 1.0  # type: ignore[arg-type]


def test_a_model_is_judged_by_what_it_wrote() -> None:
    rows = topics(["a", "b", "b"], [None] * 3) | {"goods": ["a", "a", None]}
    assert f1(judged(rows, "goods"))["a"] == pytest.approx(0.666667)


def test_what_the_customer_did_not_say_is_not_judged() -> None:
    rows = topics(["物流", "物流"], ["售中/物流/慢", None]) | {"sender_role": ["customer", "agent"]}
    assert judged(rows).rows.collect()["n"].to_list() == [1, 1, 1]


def test_the_truth_has_to_be_there() -> None:
    with pytest.raises(Usage, match=r"field\.missing"):
        keep("goods").apply(pl.LazyFrame({"text": ["a"]}))


def test_agreement_counts_both_and_names_the_unknown() -> None:
    lf = pl.LazyFrame(
        {
            "category": ["物流", "物流", "退款", "别的", None],
            "topic": ["售中/物流/a", "售后/退款/b", "售后/退款/b", "售中/物流/a", "售中/物流/a"],
        }
    )
    result = agreement.stage(PATHS).apply(lf)
    assert result.rows.collect().rows() == lf.collect().rows()
    assert result.found is not None
    assert result.found.collect().rows() == [
        ("别的", None, 1),
        ("物流", False, 1),
        ("物流", True, 1),
        ("退款", True, 1),
    ]
    nothing = agreement.stage(PATHS).apply(pl.LazyFrame({"topic": ["a"]}))
    assert nothing.found is not None
    assert nothing.found.collect().height == 0


def test_phrases_of_texts_without_a_topic_are_named() -> None:
    unnamed = pl.Series(
        [f"{begin}掉粉严重{end}" for begin in ("又", "还", "说") for end in ("啊", "呢")] + ["在吗", None]
    )
    found = phrases(unnamed, pl.Series(["在吗", "退款", "又来了"]))
    assert found["phrase"][0] == "掉粉严重"
    assert found["texts"][0] == 6
    assert "掉粉严重" in found["example"][0]
    assert phrases(pl.Series([], dtype=pl.String), unnamed).height == 0


def test_coverage_adds_up() -> None:
    lf = pl.LazyFrame(
        {
            "text": ["a", "b", None],
            "topic": ["x", None, None],
            "tags": [["x"], None, None],
            "red_line": [True, False, None],
        }
    )
    rows = coverage.stage().apply(lf).rows.collect()
    assert rows.filter(pl.col("phrase").is_null())["share"].sum() == 1.0
    assert rows["topic"].to_list() == ["x", "未分类"]
