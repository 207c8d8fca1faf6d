"""Days and hours."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "day.high": ("激增", "surge"),
    "day.promo": ("大促", "promotion"),
    "day.low": ("偏低", "low"),
    "day.gap": ("疑似缺数", "data missing?"),
    "trend.chart": ("每日咨询量", "Contacts a day"),
    "trend.alt": (
        "{days}天共{n}条咨询，{marked}天超出预期范围。",
        "{n} contacts in {days} days, {marked} of them outside the expected range.",
    ),
    "trend.alt_plain": ("{days}天共{n}条咨询。", "{n} contacts in {days} days."),
    "trend.lead": ("{days}天中{marked}天超出预期范围。", "{marked} of {days} days are outside the expected range."),
    "trend.note": (
        "浅色带：按星期与前后四周水平（大促、缺数和未完的日子除外）算出的预期范围，一个月里偶然超出的机会约1%；"
        "圆点为超出的日子",
        "The band is the range expected by weekday and the weeks around, without days of promotions, missing or "
        "unfinished ones: about one month in a hundred leaves it by chance; dots mark days outside",
    ),
    "trend.short": ("历史不足三周，没有预期范围", "Less than three weeks of history: no expected range"),
    "peaks.lead": (
        "最忙的是{weekday}{hour}–{next}时，平均每小时{mean}条。",
        "The busiest hour is {weekday} {hour}:00–{next}:00, with {mean} contacts on average.",
    ),
    "peaks.chart": ("星期 × 小时", "Weekday by hour"),
    "peaks.alt": (
        "每小时平均咨询量，最高为{weekday}{hour}时的{mean}条。",
        "Mean contacts an hour; highest {weekday} {hour}:00 with {mean}.",
    ),
    "peaks.note": (
        "每格为该星期该小时的平均咨询量，颜色越深越多",
        "Mean contacts of that hour of that weekday; darker is more",
    ),
    "why.clock": ("创建时间只有日期，没有钟点。", "Creation times are dates without a time of day."),
}
