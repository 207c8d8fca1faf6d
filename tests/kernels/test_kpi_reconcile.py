"""The platform's figures beside ours: names, sums and weights, levels, differences that add up to the last digit."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cstools.errors import Usage
from cstools.kernels.kpi.calendar import Calendar, Event
from cstools.kernels.kpi.reconcile import Platform, platform, reconciled
from cstools.model.kpis import find
from cstools.model.messages import say
from cstools.model.platform_names import names

UNITS = {"art_mean": "s", "csat_pct": "ratio", "handled": "n", "customers": "n", "frt_p90": "s", "csat_mean": "pt"}
STAT = {
    "date": pl.Date, "shop": pl.String, "channel": pl.String, "account": pl.String, "agent": pl.String,
    "metric": pl.String, "value": pl.Float64, "weight": pl.Float64, "source": pl.String,
}  # fmt: skip


def row(metric: str, value: float, weight: float | None = None, day: int = 1, **more: Any) -> dict[str, Any]:
    return {"date": date(2025, 10, day), "metric": metric, "value": value, "weight": weight} | more


def stat(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{name: each.get(name) for name in STAT} for each in rows], schema=STAT)


def ours(*rows: tuple[str, float | None], start: datetime | None = None, **columns: Any) -> pl.DataFrame:
    made = [
        {"metric": metric, "label": metric, "unit": UNITS[metric], "value": value, "__start": start, "__rank": at}
        for at, (metric, value) in enumerate(rows)
    ]
    frame = pl.DataFrame(made, schema_overrides={"__start": pl.Datetime("us"), "value": pl.Float64})
    return frame.with_columns(**{name: pl.lit(value) for name, value in columns.items()})


def theirs(*rows: dict[str, Any], metrics: tuple[str, ...] = tuple(UNITS)) -> Platform:
    return platform(stat(*rows), ours(*((metric, 0.0) for metric in metrics)), [])


def value(made: Platform) -> list[float | None]:
    return made.rows["platform"].to_list()


def keys(made: Platform) -> list[str]:
    return [key for key, _ in made.notes]


def test_counts_are_summed_and_means_weighted() -> None:
    made = theirs(
        row("接待量", 10), row("接待量", 5, day=2), row("旺旺平响(秒)", 30, 300), row("旺旺平响(秒)", 60, 100, 2)
    )
    assert dict(made.rows.select("metric", "platform").rows()) == {"handled": 15, "art_mean": 37.5}
    assert made.rows["days"].to_list() == [2, 2]
    assert made.notes == ()


@pytest.mark.parametrize(
    ("rows", "expected", "key"),
    [
        ([row("平响", 30), row("平响", 60, 100, 2)], 45, "reconcile.unweighted"),
        ([row("平响", 30)], 30, None),
        ([row("平响", 30, 0), row("平响", 60, 0, 2)], None, None),
        ([row("平均响应时长（分）", 1.5, 3)], 90, None),
        ([row("客户满意率", 95.57, 100)], 0.9557, "reconcile.percent"),
        ([row("客户满意率", 0.9557, 100)], 0.9557, None),
        ([row("满意率(%)", 0.8, 100)], 0.008, None),
        ([row("满意度", 4.8, 100)], None, "reconcile.score"),
        ([row("咨询人数", 10), row("咨询人数", 10, day=2)], 20, "reconcile.people"),
        ([row("frt_p90", 10), row("frt_p90", 20, day=2)], None, "reconcile.quantile"),
        ([row("frt_p90", 10)], 10, None),
        ([row("接待量", 10, account="a"), row("接待量", 30)], 30, "reconcile.levels"),
        ([row("接待量", 10, account="a"), row("接待量", 30, day=2)], 40, None),
        ([row("接待量", 10, account="a"), row("接待量", 10, account="a")], 10, "reconcile.repeated"),
        ([row("好心情指数", 1)], None, "reconcile.unknown"),
        ([row("邀评率", 0.5)], None, None),
    ],
)
def test_how_the_parts_make_the_whole(rows: list[dict[str, Any]], expected: float | None, key: str | None) -> None:
    made = theirs(*rows)
    assert (value(made) or [None]) == [expected]
    assert keys(made) == ([key] if key else [])
    for said, params in made.notes:
        for lang in ("zh", "en"):
            assert str(params["name"]) in say(said, lang, **params)


def test_sources_and_names_stay_apart() -> None:
    made = theirs(
        row("接待量", 10, source="生意参谋"), row("接待量", 12, source="赤兔"), row("有效接待量", 9, source="赤兔")
    )
    assert sorted(made.rows.select("source", "platform_metric", "platform").rows()) == [
        ("生意参谋", "接待量", 10), ("赤兔", "接待量", 12), ("赤兔", "有效接待量", 9),
    ]  # fmt: skip


def test_two_values_of_one_day_are_refused_with_their_lines() -> None:
    rows = stat(row("接待量", 10), row("接待量", 10, day=2), row("接待量", 11)).with_columns(__file=pl.lit("s.csv"))
    with pytest.raises(Usage) as caught:
        platform(rows, ours(("handled", 0.0)), [])
    assert caught.value.key == "reconcile.twice"
    assert "s.csv:2" in say("reconcile.twice", "zh", **caught.value.params)
    assert (caught.value.params["line"], caught.value.params["other"]) == (2, "4")


@pytest.mark.parametrize(
    ("key", "frame", "groups"),
    [
        ("reconcile.kind", stat(row("接待量", 1)).drop("date"), []),
        ("reconcile.group", stat(row("接待量", 1)), ["agent"]),
        ("reconcile.group", stat(row("接待量", 1)), ["team"]),
    ],
)
def test_a_column_that_is_missing_is_named(key: str, frame: pl.DataFrame, groups: list[str]) -> None:
    with pytest.raises(Usage) as caught:
        platform(frame, ours(("handled", 0.0)), groups)
    assert caught.value.key == key


def test_by_agent_and_month_with_totals() -> None:
    rows = stat(
        row("接待量", 10, agent="a"), row("接待量", 20, agent="b"), row("接待量", 31),
        {**row("接待量", 7, agent="a"), "date": date(2025, 11, 1)},
    )  # fmt: skip
    october = datetime(2025, 10, 1)
    own = pl.concat(
        [
            ours(("handled", 9.0), start=october, agent="a", __total_agent=False),
            ours(("handled", 5.0), start=october, agent="c", __total_agent=False),
            ours(("handled", 30.0), start=october, agent="all", __total_agent=True),
        ]
    )
    made = platform(rows, own, ["agent"], "month")
    assert keys(made) == ["reconcile.whole"]
    table = reconciled(own, {}, made, ["agent"], "month").select("period", "agent", "platform", "ours", "difference")
    assert table.rows() == [
        ("2025-10", "a", 10, 9, -1), ("2025-10", "b", 20, None, None), ("2025-10", "c", None, 5, None),
        ("2025-10", "all", 30, 30, 0), ("2025-11", "a", 7, None, None), ("2025-11", "all", 7, None, None),
    ]  # fmt: skip


def test_phases_and_a_limited_time() -> None:
    calendar = Calendar((Event("节", 2025, date(2025, 10, 2), date(2025, 10, 2), 1, 0),))
    rows = stat(row("接待量", 1), row("接待量", 2, day=2), row("接待量", 4, day=9))
    own = ours(("handled", 0.0))
    made = platform(rows, own, [], "phase", calendar=calendar)
    table = reconciled(own.clear(), {}, made, [], "phase", calendar)
    assert table.select("period", "platform").rows() == [("2025 节 before", 1), ("2025 节 during", 2), ("ordinary", 4)]
    assert value(platform(rows, own, [], during=(datetime(2025, 10, 2), datetime(2025, 10, 9)))) == [2]


def test_steps_explain_in_turn() -> None:
    own = ours(("art_mean", 38.2), ("csat_pct", 0.91))
    steps = {
        "with spam": ours(("art_mean", 38.5), ("csat_pct", 0.9)),
        "by its rule": ours(("art_mean", 37.95), ("csat_pct", None)),
    }
    made = reconciled(own, steps, theirs(row("平响", 37.9), row("满意率", 0.9)), [])
    assert made.select("metric", "difference", *steps, "explained", "unexplained").rows() == [
        ("art_mean", 0.3, -0.3, 0.55, 0.25, 0.05), ("csat_pct", 0.01, 0.01, None, 0.01, 0.0),
    ]  # fmt: skip


def test_a_metric_only_we_have_is_not_there() -> None:
    made = reconciled(ours(("handled", 1.0), ("art_mean", 2.0)), {}, theirs(row("接待量", 1)), [])
    assert made["metric"].to_list() == ["handled"]


FIGURE = st.one_of(st.none(), st.floats(0, 1e6, allow_nan=False), st.sampled_from([0.1, 1 / 3, 37.9, 1902487.15]))


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["art_mean", "csat_pct"]), st.tuples(FIGURE, FIGURE, FIGURE, FIGURE))
def test_the_parts_add_up_to_the_digits_that_are_written(metric: str, values: tuple[float | None, ...]) -> None:
    scale = 1e6 if metric == "csat_pct" else 1
    own, first, second, known = (None if each is None else each / scale for each in values)
    rows = [row("平响" if metric == "art_mean" else "满意率", known)] if known is not None else []
    steps = {"一": ours((metric, first)), "二": ours((metric, second))}
    made = reconciled(ours((metric, own)), steps, theirs(*rows, metrics=(metric,)), [])
    for line in made.iter_rows(named=True):
        said = {name: Decimal(repr(number)) for name, number in line.items() if isinstance(number, float)}
        if own is None:
            assert line["difference"] is line["unexplained"] is None
            continue
        parts = said.get("一", Decimal(0)) + said.get("二", Decimal(0))
        assert said["explained"] == parts
        assert said["ours"] - said["platform"] == said["difference"] == parts + said["unexplained"]


ROWS = st.lists(
    st.builds(
        row, st.sampled_from(["平响", "接待量", "满意率"]), st.floats(0, 1), st.sampled_from([None, 1, 3, 7.5]),
        st.integers(1, 9), account=st.sampled_from(["a", "b", None]), source=st.sampled_from(["s", "t"]),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda each: (each["date"], each["account"], each["source"], each["metric"]),
)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(ROWS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_the_rows_changes_nothing(pair: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    by = ["metric", "source"]
    first, second = (theirs(*rows) for rows in pair)
    assert_frame_equal(first.rows.sort(by), second.rows.sort(by), check_exact=True)
    assert first.notes == second.notes


def test_every_name_means_a_figure_that_can_be_asked_for() -> None:
    wrong = {metric for ids in names().values() for metric in ids if not find(metric)}
    assert wrong == set()


def test_the_rule_of_ours_stands_at_the_end_also_where_only_they_have_a_figure() -> None:
    figures = ours(("handled", 12.0), rule="有人工回复的接触")
    other = platform(stat(row("接待量", 10, agent="乙")), figures.with_columns(agent=pl.lit("甲")), ["agent"])
    made = reconciled(figures.with_columns(agent=pl.lit("甲")), {}, other, ["agent"])
    assert made.columns[-1] == "rule"
    assert made.select("agent", "ours", "rule").rows() == [
        ("乙", None, "有人工回复的接触"), ("甲", 12.0, "有人工回复的接触"),
    ]  # fmt: skip
