"""The scorecard."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "change.sure": ("显著", "significant"),
    "change.good": ("显著好转", "significantly better"),
    "change.bad": ("显著变差", "significantly worse"),
    "change.unsure": ("不显著", "not significant"),
    "target.met": ("达标", "met"),
    "target.missed": ("未达标", "missed"),
    "kpis.lead": (
        "与{before}比较，咨询量按日均。颜色只作辅助，变化是否显著以文字为准。",
        "Compared with {before}, contacts by the day. Colour only helps: the words say whether a change is "
        "significant.",
    ),
    "kpis.alone": ("没有{before}的数据可比。", "There is nothing of {before} to compare with."),
    "kpis.partial": (
        "本月数据未满，数量类指标不与{before}比较。",
        "The month is not complete: counts are not compared with {before}.",
    ),
}
