"""The catalogue of metrics: its words are complete, its ids parse, its needs are fields."""

from __future__ import annotations

import pytest

from cstools.errors import Usage
from cstools.model import fields
from cstools.model.catalogue import CATALOGUE, Kpi
from cstools.model.kpis import KPIS, allowed, expand, missing, parse

MADE = {"survey": {"csat", "nps", "ces", "fcr"}}
"""What our own kernels lay records of a kind out as."""
DATED = {"message": {"question_at"}, "survey": {"asked_at"}, "load": {"at"}}


@pytest.mark.parametrize("kpi", CATALOGUE, ids=lambda kpi: f"{kpi.of}-{kpi.id}")
def test_every_row_is_complete(kpi: Kpi) -> None:
    assert kpi.unit in {"n", "ratio", "s", "pt", "yuan"}
    assert kpi.better in {"+", "-", "o"}
    assert all([kpi.zh, kpi.en, kpi.rule_zh, kpi.rule_en])
    assert kpi.unit == "ratio" or kpi.kind != "rate"
    assert kpi.unit != "ratio" or kpi.kind in {"rate", "ratio"}
    assert ("{x}" in kpi.zh + kpi.rule_zh) == ("{x}" in kpi.en + kpi.rule_en) == bool(kpi.param)
    assert all("{x}" not in metric.label("zh") + metric.rule("en") for metric in parse(kpi.id))


@pytest.mark.parametrize("kpi", CATALOGUE, ids=lambda kpi: f"{kpi.of}-{kpi.id}")
def test_needs_are_fields_of_its_records(kpi: Kpi) -> None:
    if not kpi.of:
        assert all(parse(part) for part in kpi.over)
        return
    named = {name for need in kpi.needs for name in need.replace("+", "|").split("|")}
    known = set(fields.of("ticket" if kpi.of == "load" else kpi.of)) | MADE.get(kpi.of, set())
    assert named <= known
    assert kpi.event in known | DATED.get(kpi.of, set()) | {""}


def test_ids_are_unique() -> None:
    assert len({(kpi.of, kpi.id) for kpi in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("kpi", CATALOGUE, ids=lambda kpi: f"{kpi.of}-{kpi.id}")
def test_every_id_the_tool_writes_can_be_asked_for(kpi: Kpi) -> None:
    assert all([found.id for found in parse(metric.id)] == [metric.id] for metric in parse(kpi.name))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("wait", ["wait_mean", "wait_p50", "wait_p90"]),
        ("wait_p95", ["wait_p95"]),
        ("frt_within", ["frt_within_30s"]),
        ("frt_within_2h", ["frt_within_2h"]),
        ("fcr_window_24h", ["fcr_window_24h"]),
        ("resolution_rate_answered", ["resolution_rate_answered"]),
    ],
)
def test_parse(text: str, ids: list[str]) -> None:
    assert [metric.id for metric in parse(text)] == ids


@pytest.mark.parametrize(
    "text", ["", "weit", "volume_30s", "csat_pct_mean", "frt_within_0s", "frt_within_30x", "wait_p0"]
)
def test_what_is_not_in_the_catalogue_is_refused(text: str) -> None:
    with pytest.raises(Usage) as caught:
        parse(text)
    assert caught.value.key == "kpi.metric"


def test_a_slip_gets_the_nearest_ids() -> None:
    with pytest.raises(Usage) as caught:
        parse("wiat_mean")
    assert "wait_mean" in str(caught.value.params["near"])


def test_a_list_keeps_its_order_and_drops_repeats() -> None:
    assert [metric.id for metric in expand(["wait_p90", "volume", "wait"])] == [
        "wait_p90", "volume", "wait_mean", "wait_p50",
    ]  # fmt: skip


def test_labels_and_rules_carry_the_parameter() -> None:
    metric = parse("service_level_20s")[0]
    assert (metric.label("zh"), metric.label("en")) == ("20秒服务水平", "service level 20 s")
    assert parse("wait_p50")[0].label("zh") == "等待时长（中位数）"


def test_either_field_meets_a_need_and_both_of_two_are_needed() -> None:
    assert missing(KPIS["wait"], ["wait_s"]) == ()
    assert missing(KPIS["wait"], ["queued_at"]) == ("wait_s|queued_at+answered_at",)


def test_default_is_a_part_of_all() -> None:
    every = {kind: list(fields.of(kind)) for kind in fields.KINDS}
    assert set(allowed(every, default=True)) < set(allowed(every, default=False)) <= set(CATALOGUE)
