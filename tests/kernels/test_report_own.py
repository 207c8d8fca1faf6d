"""Sections of one's own: the figures are those of cs-kpi, and what the data cannot give is said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import polars as pl
import pytest

from cstools.errors import Usage
from cstools.kernels import kpi
from cstools.kernels.kpi.measures.own import prepared
from cstools.kernels.report import build
from cstools.kernels.report.data import Ask, Data, gather
from cstools.kernels.report.own import sections
from cstools.kernels.report.tried import condition
from cstools.model.messages import say
from cstools.model.own_metrics import from_toml
from cstools.model.report import Block, Chart, Kpis, Note, Phrase, Report, Table, from_json, to_json
from cstools.model.report.config import SECTIONS, Config, Own, OwnSection
from cstools.model.report.words import template
from cstools.view.markdown import markdown
from cstools.view.numbers import say as told

MINE = prepared(
    from_toml(
        '[slow]\nzh = "慢"\nen = "slow"\nkind = "rate"\nnum = "first_response_s > 60"\nbetter = "-"\n'
        '[days]\nkind = "mean"\nunit = "d"\nvalue = "first_response_s / 86400"\n'
        '[turns]\nzh = "轮次"\nkind = "mean"\nvalue = "agent_msgs"\n',
        "own.toml",
    )
)
TEAMS = ("一组", "二组", "三组", None)


def rows() -> pl.DataFrame:
    dice = Random(5)
    start = datetime(2025, 9, 1)
    return pl.DataFrame(
        [
            {
                "ticket_id": f"T{number}",
                "created_at": start + timedelta(hours=number * 2),
                "team": dice.choices(TEAMS, [5, 3, 2, 1])[0],
                "first_response_s": float(dice.randrange(120)),
                "csat": dice.choice([1.0, 5.0, None]),
                "agent_msgs": dice.randrange(9),
                "城区": dice.choice(["东", "西"]),
            }
            for number in range(61 * 12)
        ]
    )


ROWS = rows()


def data(*blocks: Own, lang: str = "zh", frame: pl.DataFrame = ROWS) -> Data:
    config = Config(own=(OwnSection("mine", "自己的", "第一行\n\n第二行", blocks),), metrics=MINE, lang=lang)
    return gather(frame, Ask(month="2025-10", config=config))


def made(*blocks: Own, **others) -> tuple[Block, ...]:
    """What stands below the note of the section."""
    (section,) = sections(data(*blocks, **others))
    assert (section.id, section.title) == ("mine", "自己的")
    first, *rest = section.blocks
    assert [told(line, "zh") for line in first.lines] == ["第一行", "第二行"]
    return tuple(rest)


def figures(metrics: list[str], **options) -> dict[tuple[str, ...], float | None]:
    """The figures of cs-kpi: group and period -> value."""
    frame = kpi.stage(metrics, own=MINE, as_of=ROWS["created_at"].max(), **options).apply(ROWS.lazy()).rows.collect()
    keys = [*options.get("by", ()), "period", "metric"]
    return {tuple(row[key] for key in keys): row["value"] for row in frame.iter_rows(named=True)}


def text(note: Block, lang: str = "zh") -> str:
    assert isinstance(note, Note)
    return " ".join(told(line, lang) for line in note.lines)


def test_a_table_has_the_figures_of_cs_kpi():
    (table,) = made(Own("table", metrics=("csat_pct", "slow", "volume"), by="team"))
    wanted = figures(["csat_pct", "slow", "volume"], by=["team"], period="month")
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == ["一组", "二组", "三组", "—"]
    for name, *values in table.rows:
        group = None if name == "—" else name
        assert values == [wanted[group, "2025-10", metric] for metric in ("csat_pct", "slow", "volume")]
    assert [(column.key, column.unit, column.label) for column in table.columns] == [
        ("team", "text", ""), ("csat_pct", "ratio", ""), ("slow", "ratio", "慢"), ("volume", "n", "")
    ]  # fmt: skip
    assert told(table.title, "zh") == "满意率、慢、咨询量（按客服组）"


def test_only_the_largest_groups_are_shown_and_it_is_said():
    (table,) = made(Own("table", metrics=("volume",), by="team", top=2))
    assert [row[0] for row in table.rows] == ["一组", "二组"]
    assert told(table.more, "zh") == "只列前2个，共4个。"


def test_bars_are_by_value_and_periods_in_order():
    (bars,) = made(Own("bars", metrics=("csat_pct",), by="team", title="各组"))
    assert isinstance(bars, Chart)
    values = [row[1] for row in bars.rows]
    assert values == sorted(values, reverse=True)
    assert (bars.kind, bars.roles, bars.wide) == ("bars", {"label": "team", "value": "csat_pct"}, True)
    assert told(bars.title, "zh") == "各组"
    both = made(Own("bars", metrics=("volume", "slow"), period="week"))
    assert [chart.name for chart in both] == ["mine-1.1", "mine-1.2"]
    assert [row[0] for row in both[0].rows] == [f"2025-W{week}" for week in range(40, 45)]
    assert sum(row[1] for row in both[0].rows) == 31 * 12


def test_hours_and_weekdays_stand_in_their_order():
    (bars,) = made(Own("bars", metrics=("volume",), by="hour"))
    assert [row[0] for row in bars.rows] == [f"{hour:02d}" for hour in range(0, 24, 2)]
    (table,) = made(Own("table", metrics=("volume",), by="weekday"))
    assert [row[0] for row in table.rows] == [1, 2, 3, 4, 5, 6, 7]
    assert table.columns[0].unit == "weekday"


def test_dots_have_intervals_and_mark_the_few():
    (dots,) = made(Own("dots", metrics=("csat_pct",), by="team"))
    assert dots.roles == {"label": "team", "value": "csat_pct", "lo": "lo", "hi": "hi", "beside": "n", "mark": "mark"}
    assert all(low <= value <= high for _, value, low, high, _, _ in dots.rows)
    assert {row[5] for row in dots.rows if row[4] >= 30} == {None}
    assert {row[5] for row in dots.rows if row[4] < 30} == {"mark.few"}
    assert dots.reference.value == figures(["csat_pct"], period="month")["2025-10", "csat_pct"]
    assert text(*made(Own("dots", metrics=("volume",), by="team"))) == "咨询量没有区间，画不成点图。"


def test_lines_have_every_day_and_month_the_data_reach():
    frame = ROWS.filter(pl.col("created_at").dt.day() != 12)
    lines = made(Own("line", metrics=("volume", "csat_pct"), by="team", top=1), frame=frame)
    assert [told(chart.title, "zh") for chart in lines] == ["咨询量（按客服组）：一组", "满意率（按客服组）：一组"]
    assert [len(chart.rows) for chart in lines] == [31, 31]
    assert (lines[0].rows[11], lines[1].rows[11]) == (("2025-10-12", 0), ("2025-10-12", None))
    (months,) = made(Own("line", metrics=("volume",), period="month"))
    assert months.rows == (("2025-09", 360), ("2025-10", 372))
    assert (months.kind, months.columns[0].unit) == ("band", "month")


def test_a_year_of_months_at_most():
    start = datetime(2024, 1, 1)
    frame = pl.DataFrame({"created_at": [start + timedelta(days=day) for day in range(670)]})
    (months,) = made(Own("line", metrics=("volume",), period="month"), frame=frame)
    assert [row[0] for row in months.rows] == ["2024-11", "2024-12", *(f"2025-{month:02d}" for month in range(1, 11))]


def test_vega_is_given_every_figure():
    (chart,) = made(Own("vega", metrics=("volume", "days"), by="team", period="week", spec='{"mark": "bar"}'))
    assert (chart.kind, chart.spec, chart.roles) == ("vega", '{"mark": "bar"}', {})
    assert [column.key for column in chart.columns] == ["period", "team", "volume", "days"]
    assert len(chart.rows) == 4 * 5


def test_cards_of_ones_own_metrics_have_their_words_and_units():
    (cards,) = made(Own("kpis", metrics=("slow", "days", "turns")))
    assert isinstance(cards, Kpis)
    slow, days, turns = cards.cards
    assert (slow.label, slow.better, slow.value.unit, slow.change.unit) == ("慢", "-", "ratio", "pp")
    assert (days.label, days.value.unit) == ("days", "s")
    mean = ROWS.filter(pl.col("created_at").dt.month() == 10)["first_response_s"].mean()
    assert days.value.value == pytest.approx(mean, rel=1e-3)
    assert (turns.value.unit, turns.change.unit, turns.sure) == ("mean", "change", False)
    (english,) = made(Own("kpis", metrics=("slow",)), lang="en")
    assert english.cards[0].label == "slow"


def test_a_condition_holds_for_every_part_of_a_block():
    (table, cards) = made(
        Own("table", metrics=("volume",), by="team", where="team = '二组'"),
        Own("kpis", metrics=("volume",), where="team = '二组' AND created_at >= '2025-10-16'"),
    )
    october = ROWS.filter((pl.col("created_at").dt.month() == 10) & (pl.col("team") == "二组"))
    assert table.rows == (("二组", october.height),)
    assert cards.cards[0].value.value == october.filter(pl.col("created_at").dt.day() >= 16).height


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (Own("table", metrics=("aht_mean",)), "数据里没有平均处理时长（均值）所需的字段"),
        (Own("table", metrics=("volume",), by="shop"), "数据里没有字段 shop。"),
        (Own("table", metrics=("volume",), by="商圈"), "数据里没有字段 商圈。"),
        (Own("table", metrics=("volume",), where="channel = '邮件'"), "数据里没有字段 channel。"),
        (Own("table", metrics=("volume",), where="城区 > 3"), "数据不能按 城区 > 3 筛选"),
        (Own("bars", metrics=("volume",), by="team", where="team = '九组'"), "这个月没有符合条件的记录。"),
        (Own("kpis", metrics=("aht_mean",)), "数据里没有平均处理时长（均值）所需的字段"),
    ],
)
def test_what_the_data_cannot_give_is_said(block: Own, said: str):
    (note,) = made(block)
    assert text(note).startswith(said)
    assert text(note, "en").isascii() or "商圈" in said or "城区" in said


def test_what_can_be_given_stands_beside_what_cannot():
    table, note = made(Own("table", metrics=("volume", "aht_mean"), by="城区"))
    assert [(column.key, column.label) for column in table.columns] == [("城区", "城区"), ("volume", "")]
    assert "处理时长" in text(note)
    cards, note = made(Own("kpis", metrics=("volume", "aht_mean")))
    assert [card.metric for card in cards.cards] == ["volume"]
    assert "处理时长" in text(note)


def test_a_metric_without_a_value_is_said():
    frame = ROWS.with_columns(csat=pl.lit(None, pl.Float64))
    assert text(*made(Own("bars", metrics=("csat_pct",), by="team"), frame=frame)) == "这个月没有满意率的数值。"
    assert text(*made(Own("line", metrics=("csat_pct",)), frame=frame)) == "这个月没有满意率的数值。"
    assert text(*made(Own("kpis", metrics=("csat_pct",)), frame=frame)) == "这个月没有这些指标的数值。"


def report(config: Config) -> Report:
    return build(ROWS, "2025-10", config=config)


def test_sections_stand_where_they_are_put():
    own = (OwnSection("mine", "自己的", "x"), OwnSection("empty", "空"))
    names = [section.id for section in report(Config(own=own)).sections]
    assert names[-3:] == ["mine", "empty", "quality"]
    assert [name for name in names if name in SECTIONS] == [*names[:-3], "quality"]
    made_ = report(Config(sections=("mine", "kpis"), own=own))
    assert [(section.id, section.title) for section in made_.sections] == [
        ("mine", "自己的"), ("kpis", ""), ("empty", "空")
    ]  # fmt: skip
    assert made_.sections[-1].why == Phrase("own.empty")


def test_a_lead_sees_the_own_sections_too():
    own = (OwnSection("mine", "自己的", "x"),)
    names = {
        audience: [section.id for section in build(ROWS, "2025-10", config=Config(own=own), audience=audience).sections]
        for audience in ("director", "lead", "agent")
    }
    assert names["lead"][-2:] == ["mine", "quality"]
    assert "mine" not in names["director"] + names["agent"]


def test_what_is_counted_over_orders_has_no_groups():
    orders = pl.DataFrame({"order_id": ["1", "2"], "paid_at": [datetime(2025, 10, 3), datetime(2025, 10, 4)]})
    own = OwnSection("mine", "自己的", blocks=(
        Own("table", metrics=("contacts_per_1k_orders",), by="team"), Own("kpis", metrics=("contacts_per_1k_orders",)),
    ))  # fmt: skip
    made_ = build(ROWS, "2025-10", config=Config(sections=(), own=(own,)), sides={"order": orders})
    note, cards = made_.sections[0].blocks
    assert text(note).endswith("不是只从工单算出的，不能分组。")
    assert (cards.cards[0].value.value, cards.cards[0].value.unit) == (186_000.0, "mean")


def test_the_scorecard_has_the_metrics_asked_for():
    found = report(Config(sections=("findings", "kpis"), kpis=("slow", "volume"), metrics=MINE))
    (cards,) = found.sections[1].blocks
    cards_, note = report(Config(sections=("kpis",), kpis=("volume", "aht_mean"))).sections[0].blocks
    assert [card.metric for card in cards_.cards] == ["volume"]
    assert "平均处理时长" in text(note)
    assert found.sections[-1].id == "kpis"
    table = report(Config(sections=("quality",), metrics=MINE)).sections[0].blocks[-1]
    assert table.rows[0] == ("慢", "num: first_response_s > 60")
    assert [(card.metric, card.label) for card in cards.cards] == [("slow", "慢"), ("volume", "")]


def test_a_change_of_ones_own_metric_is_a_finding_in_ones_own_words():
    frame = ROWS.with_columns(
        first_response_s=pl.when(pl.col("created_at").dt.month() == 10).then(100.0).otherwise(10.0)
    )
    config = Config(sections=("findings",), kpis=("slow",), metrics=MINE, findings=1)
    findings = build(frame, "2025-10", config=config).sections[0].blocks[0].items
    assert len(findings) == 1
    assert "慢" in told(findings[0].headline, "zh")
    whole = build(frame, "2025-10", config=replace(config, sections=("findings", "kpis", "actions", "quality")))
    for lang in ("zh", "en"):
        assert markdown(whole, lang).count("慢") >= 3


def test_a_report_with_own_sections_is_the_same_from_json_and_again():
    own = (OwnSection("mine", "自己的", "<b>x</b>", (Own("dots", metrics=("slow",), by="team"),)),)
    found = report(Config(own=own, metrics=MINE))
    assert from_json(to_json(found)) == found
    assert to_json(report(Config(own=own, metrics=MINE))) == to_json(found)


def test_an_empty_month_and_no_data():
    own = (OwnSection("mine", "自己的", blocks=(Own("table", metrics=("volume",), by="team"),)),)
    assert [one.id for one in build(ROWS, "2024-01", config=Config(own=own)).sections] == [
        "findings",
        "kpis",
        "quality",
    ]
    assert build(ROWS.clear(), config=Config(own=own)).sections[0].why == Phrase("why.nothing")


def test_names_of_fields_are_words():
    assert (template("team", "zh"), template("team", "en")) == ("客服组", "Team")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("chanel = '邮件'", "unknown"), ("sum(csat) > 3", "where"), ("csat > ", "where"), ("csat", "where"),
        ("created_at > now()", "where"), ("csat > (SELECT 1)", "where"), ("1", "where"), ("csat = 'x' AND", "where"),
        ("row_number() OVER () > 1", "where"), ("a; DROP TABLE b", "where"),
    ],
)  # fmt: skip
def test_what_is_no_condition_is_refused_with_its_line(text: str, key: str):
    with pytest.raises(Usage) as caught:
        condition(text, "r.toml", 7)
    assert caught.value.key == f"settings.{key}"
    for lang in ("zh", "en"):
        assert re.search(r"r\.toml:7\b", say(caught.value.key, lang, **caught.value.params))


@pytest.mark.parametrize(
    "text", ["csat < 3", "城区 = '东'", "created_at >= '2025-10-16'", "goods_p > '0.5'", "team IS NULL"]
)
def test_conditions(text: str):
    condition(text, "r.toml", 7)
