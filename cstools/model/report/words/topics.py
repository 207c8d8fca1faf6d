"""Problems."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "topics.lead": ("前{k}类占全部咨询的{share}。", "The first {k} are {share} of all contacts."),
    "topics.chart": ("问题分类帕累托", "Problems by number"),
    "topics.alt": (
        "{k}类问题，最多的是“{top}”，{n}条。",
        '{k} problems; the most frequent is "{top}" with {n} contacts.',
    ),
    "topics.note": (
        "数字为咨询量与累计占比；标记为占比与上月的显著差异",
        "Contacts and cumulative share; marks are significant changes of share",
    ),
    "topics.note_first": (
        "数字为咨询量与累计占比；没有上月数据可比",
        "Contacts and cumulative share; there is no month before to compare with",
    ),
    "why.topics": (
        "没有问题分类：先运行 cs-tag，或在导入时映射 category。",
        "No problems are named: run cs-tag first, or map a heading to category.",
    ),
}
