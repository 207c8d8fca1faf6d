"""Repeats: the same customer asking nearly the same again."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest

from cstools.kernels import dedupe
from cstools.kernels.dedupe import repeats

ASKED = "我买的充电宝怎么还没有发货"
START = datetime(2025, 10, 1)


def contacts(hours: list[float], texts: list[str | None] | None = None, **more: list[str | None]) -> pl.LazyFrame:
    n = len(hours)
    return pl.LazyFrame(
        {
            "ticket_id": [f"T{i}" for i in range(n)],
            "customer_id": ["c"] * n,
            "created_at": [START + timedelta(hours=hour) for hour in hours],
            "text": texts or [ASKED] * n,
            **more,
        }
    )


def chains(lf: pl.LazyFrame, within: str = "24h", similar: float = 0.9) -> dict[str, str | None]:
    rows = dedupe.stage(within=within, similar=similar).apply(lf).rows.select("ticket_id", "repeat_of").collect()
    return dict(rows.rows())


def test_a_chain_leads_to_its_first_contact() -> None:
    assert chains(contacts([0, 20, 40, 60])) == {"T0": None, "T1": "T0", "T2": "T0", "T3": "T0"}


def test_the_window_includes_its_end() -> None:
    assert chains(contacts([0, 24]))["T1"] == "T0"
    assert chains(contacts([0, 24.001]))["T1"] is None
    assert chains(contacts([0, 24.001]), within="72h")["T1"] == "T0"


@pytest.mark.parametrize(
    ("text", "repeat"),
    [
        ("急！我买的充电宝，怎么还没有发货？", True),
        ("我买的充电宝怎么还没有发货", True),
        ("我要退款", False),
        ("！！！", False),
        (None, False),
    ],
)
def test_texts_are_compared_without_their_signs(text: str | None, repeat: bool) -> None:
    assert (chains(contacts([0, 1], [ASKED, text]))["T1"] == "T0") is repeat


def test_only_the_same_known_customer_repeats() -> None:
    pairs: list[list[str | None]] = [["c", "d"], [None, None], ["t**1", "t**1"]]
    for pair in pairs:
        assert chains(contacts([0, 1], customer_id=pair))["T1"] is None


def test_one_case_does_not_repeat_itself() -> None:
    lf = contacts([0, 1, 2], parent_id=[None, "T0", None])
    assert chains(lf) == {"T0": None, "T1": None, "T2": "T0"}


def test_an_earlier_contact_without_an_id_cannot_be_named() -> None:
    lf = contacts([0, 1, 2], ticket_id=[None, "T1", "T2"])
    assert chains(lf) == {None: None, "T1": None, "T2": "T1"}


def test_duplicates_are_not_repeats() -> None:
    assert chains(contacts([0, 1], ticket_id=["T0", "T0"])) == {"T0": None}


def test_repeats_stay_unless_they_are_to_be_merged() -> None:
    lf = contacts([0, 20, 40])
    kept = dedupe.stage().apply(lf)
    assert kept.counts is not None
    assert kept.rows.collect().height == 3
    assert ("repeats", 2) in kept.counts.collect().rows()
    merged = dedupe.stage(merge_repeats=True).apply(lf)
    assert merged.rejects is not None
    assert merged.rows.collect()["ticket_id"].to_list() == ["T0"]
    assert merged.rejects.select("__rule", "__value", "ticket_id").collect().rows() == [
        ("repeat.text", "T0", "T1"),
        ("repeat.text", "T0", "T2"),
    ]


def test_a_busy_account_is_compared_with_its_nearest_only_and_counted() -> None:
    n = 2_000
    result = dedupe.stage().apply(contacts([i / 1000 for i in range(n)]))
    assert result.counts is not None
    assert result.rows.collect()["repeat_of"].drop_nulls().unique().to_list() == ["T0"]
    assert dict(result.counts.collect().rows())["contacts compared with the nearest 64 only"] == n - 65


def test_merging_looks_again_where_neighbours_were_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "NEAREST", 2)
    other = "请问这个杯子有没有蓝色的可以选"
    lf = contacts([0, 1, 2, 3, 4], [ASKED, other, other, other, ASKED])
    stage = dedupe.stage(merge_repeats=True)
    out = stage.apply(lf).rows.collect()
    assert out["ticket_id"].to_list() == ["T0", "T1"]
    assert stage.apply(out.lazy()).rows.collect().equals(out)


def test_other_kinds_have_no_repeats() -> None:
    lf = pl.LazyFrame({"order_id": ["1"], "amount": [1.0]})
    assert dedupe.stage().apply(lf).rows.collect_schema().names() == ["order_id", "amount"]
