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
    "weights.table": (
        "问题分类（按咨询量×平均严重度）",
        "Problems by contacts x mean severity",
    ),
    "weights.plain": ("问题分类（按咨询量）", "Problems by contacts"),
    "ratings.chart": ("各类问题的评分分布", "Ratings by problem"),
    "ratings.alt": (
        "{k}类问题的评分分布；1–2分占比最高的是“{low}”（{bad}），5分占比最高的是“{high}”（{five}）。",
        'Ratings of {k} problems; ratings of 1 and 2 are most frequent for "{low}" ({bad}), ratings of 5 for "{high}" '
        "({five}).",
    ),
    "ratings.lead": (
        "各分值占已评价的比例；满分不是5分的先折算成1–5分；评价不足{least}个的类别不画",
        "Shares of those rated; other scales are mapped onto 1 to 5; problems of fewer than {least} ratings are not "
        "drawn",
    ),
    "unmet.chart": ("未满足需求：解决率最低的问题", "Unmet needs: the problems resolved least"),
    "unmet.alt": (
        "{k}类问题的解决率低于全体的{all}，最低的是“{name}”（{value}）；{worse}类显著低于其余。",
        '{k} problems have a resolution rate below the {all} of all; the lowest is "{name}" ({value}); {worse} are '
        "significantly below the rest.",
    ),
    "unmet.lead": (
        "解决率低于全体（{all}）的问题，按收缩后的解决率从低到高，横线为95%区间",
        "Problems resolved less than all ({all}), in the order of the shrunken rate, with 95% intervals",
    ),
    "rising.table": ("上升词：本月比上月说得多的词", "Words said more than last month"),
    "rising.basis": (
        "按含该词的文本占比比较：本月{n}条文本，上月{before}条。只列校正后显著的词；z为对数优势比与其标准误之比。",
        "By share of texts with the word: {n} texts this month, {before} last month. Only words significant after "
        "adjustment for all words; z is the log odds ratio over its standard error.",
    ),
    "rising.sample": (
        "按含该词的文本占比比较，文本按单号等距抽取：本月{all}条取{n}条，上月{all_before}条取{before}条。"
        "只列校正后显著的词；z为对数优势比与其标准误之比。",
        "By share of texts with the word, of every k-th text by ticket number: {n} of {all} this month, {before} of "
        "{all_before} last month. Only words significant after adjustment for all words; z is the log odds ratio over "
        "its standard error.",
    ),
    "rising.none": ("没有比上月显著多说的词。", "No word is said significantly more than last month."),
}
