"""Models: learned the same from any order, judged on what they had not seen, written and read whole or not at all."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Failure, Usage
from cstools.kernels.tag.learn import examples as made
from cstools.kernels.tag.learn import training, using
from cstools.kernels.tag.learn.calibrate import middle, platt, temperature
from cstools.kernels.tag.learn.examples import FOLDS, examples
from cstools.kernels.tag.learn.model import MAGIC, SUM, Model, packed, unpacked
from cstools.kernels.tag.learn.predict import chances, labelled
from cstools.kernels.tag.learn.report import table
from cstools.kernels.tag.learn.train import CHOOSING, train
from cstools.kernels.tag.learn.truth import TRUTH, keep

WORDS = {
    "物流": ["快递", "发货", "物流", "签收"],
    "退款": ["退款", "退钱", "到账"],
    "质量": ["坏了", "开胶", "漏水", "破"],
}
ENDS = ["怎么办", "请处理", "急", "谢谢", "在吗", "太久了", "什么时候", "第三次了"]


def frame(times: int = 12) -> pl.DataFrame:
    """Texts that tell their label by a word of it."""
    rows = [
        (f"{begin}{word}{end}{n}", label)
        for label, words in WORDS.items()
        for word in words
        for end in ENDS
        for n, begin in zip(range(times), ["我的", "你好，", "这个", "又"] * times, strict=False)
    ]
    return pl.DataFrame(rows, schema={"text": pl.String, "label": pl.String}, orient="row")


FRAME = frame()


def learned(data: pl.DataFrame, multi: bool | None = None) -> tuple[bytes, pl.DataFrame]:
    """The bytes of a model and its report."""
    result = training.stage("text", "label", multi).apply(keep("label").apply(data.lazy()).rows)
    assert result.found is not None
    return result.found.collect()["model"][0], result.rows.collect()


def test_what_words_tell_is_learned_and_the_order_of_rows_is_nothing() -> None:
    data, report = learned(FRAME)
    assert report["label"].to_list() == ["物流", "质量", "退款", "(macro)", "(micro)"]
    assert report["f1"].min() > 0.95
    assert report["n"].to_list()[3] == sum(examples(FRAME["text"], FRAME["label"]).part != CHOOSING)
    again, same = learned(pl.concat([FRAME, FRAME.head(7)]).sample(fraction=1, shuffle=True, seed=3))
    assert (again, same.rows()) == (data, report.rows())
    model = unpacked(data, "m")
    assert model.about["texts"] == FRAME["text"].n_unique()
    assert model.about["judged"] == report["n"][3]
    assert model.about["macro_f1"] == report["f1"][3]


def test_a_part_is_judged_by_a_model_that_has_not_seen_it() -> None:
    """Labels drawn at random cannot be told: a report that showed it could would have looked."""
    rng = np.random.default_rng(5)
    noise = FRAME.with_columns(pl.Series("label", rng.choice(["a", "b"], FRAME.height)))
    _, judged = train(examples(noise["text"], noise["label"]), "label")
    assert len(judged) == FOLDS - 1  # the part that chose the cost has been seen
    named, truth = (
        np.concatenate(parts) for parts in zip(*((one.named, one.examples.holds) for one in judged), strict=True)
    )
    assert 0.4 < float(str(table(["a", "b"], named, truth)["f1"][-1])) < 0.6


def test_probabilities_are_those_of_the_labels() -> None:
    model = unpacked(learned(FRAME)[0], "m")
    rows = labelled(pl.Series(["快递怎么办", "", None, "  ", "开胶了"]), model)
    assert rows["label"].to_list() == ["物流", None, None, None, "质量"]
    assert rows["label_p"].null_count() == 3
    assert all(0.5 < p <= 1 for p in rows["label_p"].drop_nulls())
    assert labelled(pl.Series(["快递坏了退款"]), model, 0.999)["label"].to_list() == [None]
    score = np.random.default_rng(0).normal(size=(50, 3))
    assert np.allclose(chances(score, model).sum(axis=1), 1)


def test_a_text_may_have_several_labels() -> None:
    both = FRAME.with_columns(
        pl.col("label") + "|" + pl.when(pl.col("text").str.contains("急")).then(pl.lit("急")).otherwise("label")
    )
    data, report = learned(both.with_columns(pl.col("label").str.split("|").list.unique(maintain_order=True)))
    model = unpacked(data, "m")
    assert model.multi
    assert report["f1"].min() > 0.9
    rows = labelled(pl.Series(["快递急", "嗯嗯", None]), model)
    assert sorted(rows["label"][0].split("|")) == ["急", "物流"]
    assert rows["label"].to_list()[2] is None
    assert len(rows["label_p"][0].split("|")) == 2


def test_texts_under_many_labels_are_taken_to_have_them_all_only_if_they_are_many() -> None:
    text = [f"第{n}条" for n in range(40)]
    once = pl.Series(["a", "b"] * 20)
    one = examples(pl.Series(text), once)
    twice = pl.Series([*text, text[0]]), pl.Series([*once, "b"])
    assert (one.multi, examples(*twice).multi) == (False, False)
    often = pl.Series([*text, *text[:10]]), pl.Series([*once, *["c"] * 10])
    assert examples(*often).multi
    single = examples(*often, multi=False)
    assert (single.multi, single.labels, single.rare) == (False, ("a", "b"), {})


@pytest.mark.parametrize("labels", [["a"] * 20, ["a"] * 18 + ["b"] * 2, [None] * 20, [""] * 20])
def test_one_label_teaches_nothing(labels: list[str | None]) -> None:
    with pytest.raises(Usage, match=r"train\.labels"):
        examples(pl.Series([f"t{n}" for n in range(20)]), pl.Series(labels, dtype=pl.String))


def test_rare_labels_are_left_out_and_named() -> None:
    texts = pl.Series([f"第{n}条" for n in range(42)])
    assert examples(texts, pl.Series(["a", "b"] * 20 + ["z", "z"])).rare == {"z": 2}


def test_numbers_are_no_labels() -> None:
    with pytest.raises(Usage, match=r"train\.number"):
        training.stage("text", "csat").apply(pl.LazyFrame({"text": ["a"], TRUTH: [5.0]}))
    with pytest.raises(Usage, match=r"field\.missing"):
        training.stage("text", "goods").apply(pl.LazyFrame({"text": ["a"]}))


def test_more_texts_than_are_taken_are_drawn_by_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "MOST", 100)
    some = examples(FRAME["text"], FRAME["label"])
    other = examples(FRAME["text"].reverse(), FRAME["label"].reverse())
    assert len(some.texts) == 100
    assert some.texts.to_list() == other.texts.to_list()


def test_the_feeling_is_learned_from_ratings() -> None:
    texts = [f"{word}{end}{n}" for word in ("绝绝子", "拉垮") for end in ENDS for n in range(10)]
    stars = [5.0 if text.startswith("绝") else 1.0 for text in texts]
    lf = pl.LazyFrame({"text": [*texts, "还行吧"], "csat": [*stars, 3.0], "sentiment": [0.0] * (len(texts) + 1)})
    result = training.by_rating("text").apply(lf)
    assert result.found is not None
    model = unpacked(result.found.collect()["model"][0], "m")
    assert (model.field, model.labels) == ("sentiment", ("negative", "positive"))
    rows = using.stage(model).apply(lf.select("text", "sentiment")).rows.collect()
    assert rows["sentiment_label"].to_list()[:1] == ["positive"]
    assert set(rows.columns) == {"text", "sentiment", "sentiment_label"}
    assert -1 <= float(str(rows["sentiment"].min())) < 0 < float(str(rows["sentiment"].max())) <= 1


def test_a_model_labels_only_what_the_customer_says() -> None:
    model = unpacked(learned(FRAME)[0], "m")
    lf = pl.LazyFrame({"text": ["退款"] * 3, "sender_role": ["customer", "agent", None], "label": ["x", "y", "z"]})
    rows = using.stage(model).apply(lf).rows.collect()
    assert rows["label"].to_list() == ["退款", None, None]


@given(st.lists(st.sampled_from([*FRAME["text"].head(40), "", None, "😀", "A" * 500]), max_size=20), st.integers(1, 7))
@settings(max_examples=40, deadline=None)
def test_a_model_says_the_same_of_any_chunk(texts: list[str | None], size: int) -> None:
    model = unpacked(BYTES, "m")
    data = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    stage = using.stage(model)
    whole = stage.apply(data.lazy()).rows.collect()
    parts = [stage.apply(data[at : at + size].lazy()).rows.collect() for at in range(0, data.height, size)]
    assert whole.rows() == [row for part in parts for row in part.rows()]


BYTES = learned(FRAME)[0]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "foreign"), (b"PK\x03\x04zip", "foreign"), (MAGIC, "damaged"), (BYTES[:-1], "damaged"),
        (BYTES[:100] + b"x" + BYTES[101:], "damaged"), (BYTES + b"x", "damaged"),
    ],
)  # fmt: skip
def test_a_foreign_or_damaged_file_is_refused(data: bytes, key: str) -> None:
    with pytest.raises(Failure, match=rf"model\.{key}"):
        unpacked(data, "m.cst")


def test_a_model_of_another_version_is_refused() -> None:
    import hashlib

    start = len(MAGIC) + 4
    size = int.from_bytes(BYTES[len(MAGIC) : start], "big")
    header = json.loads(BYTES[start : start + size]) | {"version": 99}
    told = json.dumps(header).encode()
    body = MAGIC + len(told).to_bytes(4, "big") + told + BYTES[start + size : -SUM]
    with pytest.raises(Failure, match=r"model\.version"):
        unpacked(body + hashlib.sha256(body).digest(), "m.cst")


def test_bytes_and_values_are_the_same_model() -> None:
    model = unpacked(BYTES, "m")
    assert packed(model) == BYTES
    assert packed(replace(model, field="other")) != BYTES


def test_platt_and_temperature_find_what_made_the_labels() -> None:
    rng = np.random.default_rng(11)
    score = rng.normal(size=20_000)
    right = rng.random(score.size) < 1 / (1 + np.exp(-(2.5 * score - 0.7)))
    slope, offset = platt(score, right)
    assert abs(slope - 2.5) < 0.1
    assert abs(offset + 0.7) < 0.06
    many = rng.normal(size=(20_000, 4))
    power = np.exp(1.8 * many)
    drawn = (np.cumsum(power / power.sum(axis=1, keepdims=True), axis=1) < rng.random((len(many), 1))).sum(axis=1)
    assert abs(temperature(many, np.eye(4, dtype=bool)[drawn]) - 1.8) < 0.06


def test_a_label_without_examples_has_a_calibration() -> None:
    assert platt(np.array([1.0, 2.0]), np.array([False, False])) == (1.0, 0.0)
    assert temperature(np.zeros((0, 3)), np.zeros((0, 3), dtype=bool)) == 1.0
    chance = np.array([[0.4, 0.6], [0.7, 0.3]])
    assert 0.15 <= middle(chance, np.array([[True], [False]])) <= 0.7


def test_a_report_counts_what_it_says() -> None:
    named = np.array([[True, False], [True, False], [False, True], [False, False]])
    truth = np.array([[True, False], [False, True], [False, True], [False, True]])
    rows = table(["a", "b"], named, truth)
    assert rows.rows()[0] == ("a", 1, 2, 1, 0.5, 1.0, 0.666667)
    assert rows.rows()[1] == ("b", 3, 1, 1, 1.0, 0.333333, 0.5)
    assert rows.rows()[3] == ("(micro)", 4, 3, 2, 0.666667, 0.5, 0.571429)
    assert table([], np.zeros((0, 0), dtype=bool), np.zeros((0, 0), dtype=bool))["f1"].to_list() == [None, None]


def test_scoring_needs_no_scikit_learn() -> None:
    model = Model(
        "x", ("a", "b"), False, 4, np.ones((16, 1), dtype=np.int8), (1.0,), (0.0,), (1.0,), (0.0,), cut=(0.5,)
    )
    assert labelled(pl.Series(["好"]), model)["x"].to_list() == ["b"]


def test_texts_that_models_read_alike_are_one_example() -> None:
    rng = np.random.default_rng(9)
    base = [f"第{n}号单子{''.join(rng.choice(list('甲乙丙丁戊己庚辛'), 6))}" for n in range(200)]
    labels = rng.choice(["a", "b"], 200)
    rows = [
        (text + end, label) for text, label in zip(base, labels, strict=True) for end in ("", "。", " ", "~", "，，")
    ]
    found = examples(pl.Series([text for text, _ in rows]), pl.Series([label for _, label in rows]))
    assert len(found.texts) == 200
    _, report = learned(pl.DataFrame(rows, schema=["text", "label"], orient="row"))
    assert float(report["f1"][-1]) < 0.65


@pytest.mark.parametrize("end", ["。", "  ", "～", "，，，", "\n"])
def test_an_ending_that_says_nothing_changes_nothing(end: str) -> None:
    model = unpacked(BYTES, "m")
    assert labelled(pl.Series(["快递怎么办" + end]), model).rows() == labelled(pl.Series(["快递怎么办"]), model).rows()
