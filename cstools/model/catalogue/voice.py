"""What customers said: satisfaction, its participation, NPS, effort."""

from __future__ import annotations

from dataclasses import replace

from cstools.model.catalogue.kpi import HANDLED, Kpi

VOICE: tuple[Kpi, ...] = (
    Kpi("csat_pct", "满意率", "CSAT top box", "rate", ("csat",), "ratio", "+",
        "满意 ÷ 已评价（5分制4–5分、3分制3分、2分制2分为满意）；未评不计",
        "satisfied / rated (4-5 of 5, 3 of 3, 2 of 2); unrated are out", True, event="csat_at"),
    Kpi("csat_mean", "满意度均分", "CSAT mean", "mean", ("csat",), "pt", "+",
        "评分均值，未评不计；量表不一时先折算到1–5分",
        "mean rating, unrated are out; mixed scales are first mapped onto 1-5", event="csat_at"),
    Kpi("csat_100_range", "满意度百分制（极差）", "CSAT of 100, by range", "mean", ("csat",), "pt", "+",
        "（评分 － 最低分）÷（满分 － 最低分）× 100 的均值：5分制均分4.0为75；未评不计",
        "mean of (rating - lowest) / (full marks - lowest) x 100: 4.0 of 5 is 75; unrated are out", event="csat_at"),
    Kpi("csat_100_max", "满意度百分制（满分）", "CSAT of 100, by full marks", "mean", ("csat",), "pt", "+",
        "评分 ÷ 满分 × 100 的均值：5分制均分4.0为80；未评不计",
        "mean of rating / full marks x 100: 4.0 of 5 is 80; unrated are out", event="csat_at"),
    Kpi("dsat", "差评率", "dissatisfied", "rate", ("csat",), "ratio", "-",
        "不满意 ÷ 已评价（5分制1–2分、3分制1分、2分制1分为不满意）", "dissatisfied / rated (1-2 of 5, 1 of 3, 1 of 2)",
        event="csat_at"),
    Kpi("survey_rate", "参评率", "survey response rate", "rate", ("survey_sent_at", "csat"), "ratio", "+",
        "已评价 ÷ 已邀评", "rated / surveys sent", True, event="survey_sent_at"),
    Kpi("invite_rate", "邀评率", "invitation rate", "rate", ("survey_sent_at", HANDLED), "ratio", "+",
        "已邀评 ÷ 接待量", "surveys sent / handled"),
    Kpi("nps", "净推荐值", "NPS", "index", ("nps",), "pt", "+",
        "（9–10分人数 － 0–6分人数）÷ 评分人数 × 100", "(scores 9-10 less scores 0-6) / scored x 100", event="csat_at"),
    Kpi("ces", "费力度", "CES", "mean", ("ces",), "pt", "+",
        "1–7分均值，7为最省力", "mean of 1-7, 7 is least effort", event="csat_at"),
    Kpi("ces_pct", "省力率", "low effort", "rate", ("ces",), "ratio", "+",
        "5–7分 ÷ 1–7分有效评分", "scores 5-7 / valid scores of 1-7", event="csat_at"),
)  # fmt: skip
BY_SURVEY: tuple[Kpi, ...] = tuple(
    replace(kpi, of="survey", event="replied_at")
    for kpi in VOICE
    if {"csat", "nps", "ces"} & set(kpi.needs) and "survey_sent_at" not in kpi.needs
)
"""The same over survey records, where these are given."""
