"""What cs-tag reaches on public corpora: bounds of its issue, held by the command line as people type it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools import Said, run

ASPECTS = {
    "物流": ("售中订单/物流", "售中订单/发货", "非业务/其他/表扬感谢/物流快"),
    "价格": (
        "售后问题/价格争议", "售前咨询/价格活动", "非业务/其他/表扬感谢/价格实惠", "售后问题/描述不符/赠品承诺未兑现",
    ),
    "包装": ("售后问题/收货异常/运输破损", "非业务/其他/表扬感谢/包装好"),
    "真伪": ("售后问题/描述不符/质疑假货", "售前咨询/商品咨询/正品资质", "非业务/其他/表扬感谢/是正品"),
    "服务": ("服务与风险/服务体验", "非业务/其他/表扬感谢/服务好"),
    "气味": ("售后问题/商品质量/异味变质过期", "非业务/其他/表扬感谢/气味好闻"),
}  # fmt: skip
"""Which paths an aspect of the contest means. 价格 holds gifts there."""


def f1(said: Said, row: str = "(macro)") -> float:
    """F1 of a row of the table."""
    assert said.code == 0, said.err
    return next(float(record["f1"]) for record in said.records if record["label"] == row)


def test_sentiment_of_takeaway_reviews_without_training(shared: Path) -> None:
    reviews = str(shared / "waimai_10k" / "waimai_10k.csv")
    assert f1(run("tag", reviews, "--field", "review", "--eval", "label")) >= 0.84
    # Learned from the texts alone.
    assert f1(run("tag", reviews, "--field", "review", "--adapt", "--eval", "label")) >= 0.86


def test_aspects_of_cosmetics_by_the_shipped_taxonomy(shared: Path, tmp_path: Path) -> None:
    table = tmp_path / "aspects.csv"
    rows = [f"{label},{path}" for label, paths in ASPECTS.items() for path in paths]
    table.write_text("\n".join(["label,path", *rows]), encoding="utf-8")
    reviews = str(shared / "zhijiang_aspects" / "aspects.csv")
    said = run("tag", reviews, "--field", "review", "--eval", "categories", "--eval-map", str(table))
    assert f1(said) >= 0.88
    assert {record["label"] for record in said.records} == {*ASPECTS, "(macro)", "(micro)"}


@pytest.mark.parametrize(
    ("folder", "file", "field", "label", "least"),
    [
        ("waimai_10k", "waimai_10k.csv", "review", "label", 0.88),
        ("bdci_car", "bdci_car_train.csv", "content", "subject", 0.80),
        ("banking77", "banking77_train.csv", "text", "category", 0.87),
    ],
)
def test_labels_learned_and_held_out(
    shared: Path, folder: str, file: str, field: str, label: str, least: float
) -> None:
    said = run("tag", str(shared / folder / file), "--field", field, "--train", label)
    assert f1(said) >= least
