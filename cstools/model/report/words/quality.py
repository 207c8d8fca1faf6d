"""Definitions and data quality."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "rows.read": ("读入", "read"),
    "rows.month": ("本月咨询", "contacts of the month"),
    "rows.other": ("其他月份的咨询", "contacts of other months"),
    "excluded.date": ("没有创建时间，未计入", "left out: no creation time"),
    "excluded.spam": ("无效咨询，未计入", "left out: spam"),
    "excluded.merged": ("并入他单，未计入", "left out: merged into another"),
    "excluded.child": ("挂在上级接触下的工单，未计入", "left out: a work order under a contact"),
    "quality.basis": (
        "本期为{month}，按创建时间归月；数据截至{as_of}。",
        "The month is {month}, by creation time; data up to {as_of}.",
    ),
    "quality.partial": ("数据没有到月末，本月未满。", "The data do not reach the end of the month."),
    "quality.tests": (
        "比例的区间为Wilson 95%，中位数与P90为次序统计量区间。“显著”已按同时提出的问题数收紧，平稳的月份约二十个中"
        "至多一个会误报；各条咨询按相互独立计，同一客户反复来问的多，误报会多一些。",
        'Intervals are Wilson\'s for rates and order statistics for medians and P90, at 95%. "Significant" allows '
        "for all questions asked at once: of twenty quiet months at most one shows a false finding. Contacts are taken "
        "as independent: where customers ask again and again, false findings are somewhat more frequent.",
    ),
    "quality.hours": (
        "时长只计营业时间（{path}）。",
        "Durations count within business hours ({path}).",
    ),
    "quality.inputs": ("输入文件", "Input files"),
    "quality.rejects": ("之前各步的拒收、合并、丢弃，按规则", "What the steps before left out, by rule"),
    "quality.struck": ("剔除记录", "Exclusions"),
    "quality.fields": ("字段的完整率与有效率（cs-clean）", "How full and valid the fields are (cs-clean)"),
    "reconcile.table": ("与平台数字核对：{metric}", "Beside the platform's figures: {metric}"),
    "reconcile.days": ("平台的表里没有本月的数字。", "The platform's table has no figure of this month."),
    "excluded.later": ("截止时间之后的，未计入", "left out: after what stands for now"),
    "excluded.struck": ("按剔除表未计入", "left out: on the list of exclusions"),
    "cells_rejected": ("单元格拒收", "Cell rejected"),
    "quality.version": ("cstools {version}", "cstools {version}"),
    "quality.rows": ("输入的每一行", "Every row of the input"),
    "quality.runs": ("之前各步", "The steps before"),
    "quality.definitions": ("指标口径", "Definitions"),
    "quality.own": ("自定义指标的口径", "Definitions of your own metrics"),
}
