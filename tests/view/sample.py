"""A report made by hand that holds every kind of block and every field, for the tests of all renderers."""

from __future__ import annotations

from dataclasses import replace

from cstools.model.report import (
    Action,
    Actions,
    Card,
    Case,
    Cases,
    Chart,
    Column,
    Figure,
    Finding,
    Findings,
    Kpis,
    Meta,
    Note,
    Phrase,
    Report,
    Section,
    Span,
    Table,
    Value,
)  # fmt: skip

HOSTILE = "<b>坏</b>|*星*_下_`码`[链](http://x.cn)\x1b[31m@all<@all>\u202e{{7*7}}&amp;#12~😀"
"""Markup of every kind, a control character, a mention, an emoji."""
LONG = "很长的名字" * 20
MONTHS = tuple(f"2024-{month:02d}" for month in (11, 12)) + tuple(f"2025-{month:02d}" for month in range(1, 11))
DAYS: tuple[tuple[Value, ...], ...] = tuple(
    (f"2025-10-{day:02d}", 900 + 7 * day + (900 if day == 16 else 0), 1004.5 + day, 850.5, 1153.5,
     "day.high" if day == 16 else None)
    for day in range(1, 32)
)  # fmt: skip


def trend(*values: float | None) -> tuple[tuple[str, float | None], ...]:
    """Twelve months of a metric, oldest first."""
    return tuple(zip(MONTHS, values, strict=True))


FOUND = Finding(
    "tag.worse", "bad", Phrase("finding.metric_up", {"metric": Phrase("frt_p50"), "value": Figure(43.0, "s")}),
    Phrase("finding.metric_detail", {"before": Figure(39.0, "s"), "change": Figure(4.25, "s_change")}),
    Phrase("finding.metric_evidence", {"interval": Span(2.15, 6.45, "s_change"), "n": Figure(33252)}),
    "kpis", "frt_p50", Figure(4.25, "s_change"), Figure(43.0, "s"), Span(2.15, 6.45, "s_change"), 33252, 33252.0,
)  # fmt: skip
RED = Finding(
    "tag.red_line", "bad", Phrase("finding.red", {"n": Figure(2)}),
    Phrase("finding.red_ids", {"ids": (HOSTILE, "T_2")}),
    Phrase("finding.red_evidence", {"topics": HOSTILE}), "cases", "volume", Figure(2), Figure(2), n=2,
)  # fmt: skip
BETTER = replace(FOUND, tag="tag.better", tone="good", metric="csat_pct", section="satisfaction")
FINDINGS = Findings(
    (RED, FOUND, BETTER), Phrase("finding.none", {"n": Figure(33923)}), lead=Phrase("label.n", {"n": Figure(31337)})
)
CARDS = (
    Card(
        "csat_pct", Figure(0.8299, "ratio"), 11021, Span(0.8231, 0.8374, "ratio"), Figure(0.8245, "ratio"),
        Figure(0.0161, "pp"), Span(0.0012, 0.0203, "pp"), Figure(0.0309, "pp"), Figure(0.9, "ratio"), False, "+",
        "good", True, trend(0.79, 0.8, 0.8, 0.81, None, 0.8, 0.82, 0.82, 0.83, 0.82, 0.8245, 0.8299),
        Figure(0.8417, "ratio"), "label.beside",
    ),
    Card(
        "frt_p50", Figure(43.0, "s"), 33252, Span(42.6, 44.2, "s"), Figure(39.0, "s"), Figure(4.25, "s_change"),
        Span(2.15, 6.45, "s_change"), Figure(-7.0, "s_change"), Figure(60.0, "s"), True, "-", "bad", True,
        trend(50, 50, 49, 47, 47, 46, 45, 44, 41, 40, 39, 43), Figure(41.0, "s"), "label.beside",
    ),
    Card("volume", Figure(33923), change=Figure(0.147, "change"), change_interval=Span(-0.01, 0.31, "change")),
    Card("refund_amount", Figure(1347330.03, "yuan"), change=Figure(0.036, "change"), label=f"自定义退款{HOSTILE}"),
)  # fmt: skip
BAND = Chart(
    "daily", "band", Phrase("trend.chart"), Phrase("trend.alt_plain", {"days": Figure(31), "n": Figure(33923)}),
    (Column("day", "date"), Column("contacts", "n"), Column("expected", "mean"), Column("lo", "mean"),
     Column("hi", "mean"), Column("mark", "word")),
    DAYS, {"x": "day", "value": "contacts", "lo": "lo", "hi": "hi", "middle": "expected", "mark": "mark"},
    lead=Phrase("trend.note"), wide=True,
)  # fmt: skip
BARS = Chart(
    "topics", "bars", Phrase("topics.chart"), Phrase("topics.chart"),
    (Column("problem"), Column("contacts", "n"), Column("share", "ratio"), Column("cumulative", "ratio"),
     Column("before", "n"), Column("share_ratio", "x"), Column("mark", "word"),
     Column("own", "ratio", f"自定义率{HOSTILE}")),
    ((HOSTILE, 5467, 0.161, 0.162, 2789, 1.71, "mark.rising", 0.8091),
     ("售中订单/物流", 3525, 0.104, 0.2655, 3162, 1.02, None, 0.8402),
     (LONG, 1, 0.0003, 1.0, 9, 0.11, "mark.falling", None)),
    {"label": "problem", "value": "contacts", "beside": "cumulative", "mark": "mark"}, wide=True,
)  # fmt: skip
HEAT = Chart(
    "hours", "heat", Phrase("peaks.chart"), Phrase("peaks.note"),
    (Column("weekday", "weekday"), Column("hour", "n"), Column("mean", "mean")),
    tuple((day, hour, float(day * hour) if day < 7 else None) for day in range(1, 8) for hour in range(24)),
    {"x": "hour", "y": "weekday", "value": "mean"}, wide=True,
)  # fmt: skip
DOTS = Chart(
    "agents", "dots", Phrase("dots.chart", {"metric": Phrase("csat_pct"), "by": Phrase("agent")}), Phrase("agents"),
    (Column("agent"), Column("n", "n"), Column("csat_pct", "ratio"), Column("lo", "ratio"), Column("hi", "ratio"),
     Column("mark", "word")),
    (("甲", 1209, 0.8553, 0.7802, 0.9054, "mark.same"), (HOSTILE, 907, 0.0, 0.0, 0.0406, "mark.worse"),
     ("丙", 3, None, None, None, None)),
    {"label": "agent", "value": "csat_pct", "lo": "lo", "hi": "hi", "beside": "n", "mark": "mark"},
    reference=Figure(0.6071, "ratio"),
)  # fmt: skip
STACK = Chart(
    "scores", "stack", Phrase("csat"), Phrase("csat"),
    (Column("problem"), Column("contacts", "n"),
     *(Column(f"part.{score}", "ratio", f"{score}分") for score in range(1, 6))),
    (("物流", 1811, 0.101, 0.052, 0.153, 0.304, 0.39), (LONG, 62, 0.0, 0.0, 0.0, 0.25, 0.75), ("空", 0, *[None] * 5)),
    {"label": "problem", "beside": "contacts", **{f"part.{score}": f"part.{score}" for score in range(1, 6)}},
    wide=True,
)  # fmt: skip
FUNNEL = Chart(
    "funnel", "funnel", Phrase("channels"), Phrase("channels"),
    (Column("what"), Column("rows", "n"), Column("share", "ratio")),
    (("咨询", 33924, None), ("响应", 33246, 0.9802), ("解决", 30519, 0.9183), ("评价", 11022, 0.3611)),
    {"label": "what", "value": "rows", "rate": "share"},
)  # fmt: skip
MATRIX = Chart(
    "segments", "matrix", Phrase("customers"), Phrase("customers"),
    (Column("segment", label="客户分层"), Column("problem"), Column("lift", "x", "提升"), Column("mark", "word")),
    tuple(
        (segment, problem, round(0.4 + 0.7 * x + 0.3 * y, 2), "mark.rising" if x + y > 2 else None)
        for y, segment in enumerate(("重要价值", "一般挽留", HOSTILE))
        for x, problem in enumerate(("物流", "退款", "质量"))
        if x != y
    ),
    {"x": "problem", "y": "segment", "value": "lift", "mark": "mark"}, wide=True,
)  # fmt: skip
VEGA = Chart(
    "own", "vega", Phrase("label.colon", {"name": "自画的图", "value": HOSTILE}), Phrase("label.ticket", {"id": "图"}),
    (Column("shop", label="店铺"), Column("n", "n", "单量")), (("天猫", 12121), (HOSTILE, 777)),
    {"label": "shop", "value": "n"},
    spec='{"mark": "bar", "encoding": {"x": {"field": "n", "type": "quantitative"}, "y": {"field": "shop"}}}',
)  # fmt: skip
TABLE = Table(
    Phrase("table.by", {"by": Phrase("agent")}),
    (Column("agent"), Column("contacts", "n"), Column("own", "s", "自定义时长"), Column("due", "date")),
    ((HOSTILE, 4321, 84.2, "2025-10-06"), ("乙", 1234, None, None)), more=Phrase("table.more", {"k": Figure(2),
     "all": Figure(517)}),
)  # fmt: skip
CASES = Cases((
    Case("T_000087838", "case.csat", (("channel", HOSTILE), ("csat", Figure(1.0, "mean"))), HOSTILE),
    Case(HOSTILE, "case.red_line", (("first_response_s", Figure(5025.0, "s")),), "等了三天没人理\n还被挂电话"),
))  # fmt: skip
TO_DO = Actions((
    Action(FOUND.headline, "frt_p50", Figure(43.0, "s")),
    Action(RED.headline, "volume", Figure(2), "逐单回访", "张三", "2025-11-15"),
))  # fmt: skip
FOLLOWED = Actions((
    Action(
        FOUND.headline, "frt_p50", Figure(58.0, "s"), "晚班加一人", "张三", "2025-11-15", "A-1",
        "channel = '邮件'", "done", Figure(60.0, "s"), Figure(91.0, "s"), Figure(-33.0, "s_change"),
        Span(-41.0, -25.0, "s_change"), 3307, 2909, "better",
        Phrase("kpis.alone", {"before": Figure("2025-09", "month")}),
    ),
    Action(BETTER.headline, "csat_pct", Figure(0.7907, "ratio"), HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "dropped",
           before=Figure(0.8108, "ratio"), change=Figure(-0.0201, "pp"), interval=Span(-0.0402, 0.0003, "pp"),
           verdict="unsure"),
    Action(BETTER.headline, "csat_pct", Figure(None, "ratio"), status="open", verdict="none"),
), followed=True)  # fmt: skip
META = Meta(
    "2025-10", "2025-10-31 23:59:58", 33923, ("天猫旗舰店", HOSTILE), version="0.1.0", audience="lead", field="team",
    member="一组",
)  # fmt: skip
SAMPLE = Report(META, (
    Section("findings", (FINDINGS,)),
    Section("kpis", (Kpis(CARDS),), lead=Phrase("kpis.lead", {"before": Figure("2025-09", "month")})),
    Section("trend", (BAND,)),
    Section("topics", (BARS, STACK)),
    Section("peaks", (HEAT,)),
    Section("channels", (FUNNEL,)),
    Section("agents", (DOTS, TABLE)),
    Section("satisfaction", why=Phrase("why.csat")),
    Section("own.1", (MATRIX, VEGA), title=f"退货专题{HOSTILE}"),
    Section("cases", (CASES,)),
    Section("actions", (FOLLOWED, TO_DO), lead=Phrase("actions.lead")),
    Section("quality", (Note((Phrase("quality.version", {"version": "0.1.0"}), Phrase("label.n", {"n": HOSTILE}))),)),
))  # fmt: skip
"""Every kind of block, every field."""


def crowded(agents: int = 500) -> Report:
    """A report of many people with names of 100 characters, and as many problems, findings and actions."""
    names = [f"{LONG[:95]}{number:05d}" for number in range(agents)]
    rows = tuple((name, 100, 0.5, 0.4, 0.6, "mark.same") for name in names)
    problems = tuple((name, 100, 0.1, 0.1, 90, 1.1, None, 0.8) for name in names)
    found = tuple(replace(RED, detail=Phrase("finding.red_ids", {"ids": (name,)})) for name in names)
    sheet = replace(TABLE, rows=tuple((name, 1, 2.0, None) for name in names))
    acted = tuple(replace(FOLLOWED.items[0], what=name) for name in names)
    return Report(META, (
        Section("findings", (replace(FINDINGS, items=found),)),
        Section("kpis", (Kpis(tuple(replace(CARDS[0], label=name) for name in names)),)),
        Section("topics", (replace(BARS, rows=problems),)),
        Section("agents", (replace(DOTS, rows=rows), sheet)),
        Section("actions", (replace(FOLLOWED, items=acted),)),
    ))  # fmt: skip
