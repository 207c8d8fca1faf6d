"""Segments of customers and what they ask about."""

from __future__ import annotations

from cstools.model.segments import SCHEMES

PREFIX = "rfm."
"""Before the id of a segment: the key of its name."""
NAMES: dict[str, tuple[str, str]] = {
    f"{PREFIX}{box.id}": (box.zh, box.en) for scheme in SCHEMES.values() for box in scheme.boxes
}
"""The names of the segments of cs-rfm, in the order of their schemes."""
WORDS: dict[str, tuple[str, str]] = {
    **NAMES,
    "why.orders": (
        "没有订单：用 --orders 给出订单，才能按客户分层看问题。",
        "There are no orders: give them with --orders to see problems by segment of customer.",
    ),
    "why.rfm": (
        "订单缺少字段：{fields}，无法按客户分层。",
        "The orders lack fields for segments of customers: {fields}.",
    ),
    "why.customer": (
        "咨询没有 customer_id，无法与订单的客户对上。",
        "The contacts have no customer_id to find their customers among the orders.",
    ),
    "why.matched": (
        "{n}条咨询中有{matched}条能按 customer_id 在订单里找到客户：两边的编号可能不是一套，或脱敏方式不同。",
        "{matched} of {n} contacts have a customer_id that is among the orders: the two may number customers, or mask "
        "them, differently.",
    ),
    "segments.matched": (
        "{n}条咨询中有{matched}条（{share}）按 customer_id 在订单里找到客户，以下只看这些；"
        "分层为截至月末的RFM（cs-rfm 的默认口径）。",
        "{matched} of {n} contacts ({share}) have a customer_id that is among the orders; only these are looked at "
        "here. The segments are those of cs-rfm by default, at the end of the month.",
    ),
    "segments.table": ("客户分层", "Segments of customers"),
    "segments.chart": ("客户分层 × 问题：占比为全体的几倍", "Segments x problems: share as a multiple of that of all"),
    "segments.alt": (
        "{k}个分层与{problems}类问题；{more}格显著偏多，{less}格显著偏少。",
        "{k} segments and {problems} problems; {more} cells are significantly more, {less} significantly less.",
    ),
    "segments.note": (
        "数字为该分层中这类问题的占比与全体占比之比；标记按问过的客户数检验（一位客户只算一次），"
        "没有标记的与其余分层没有显著差别；来咨询的客户不足{least}位的分层不画",
        "The share of the problem within the segment over that of all; marks are tested on customers who asked, each "
        "counted once: cells without one do not differ significantly from the other segments; segments of fewer than "
        "{least} customers who asked are not drawn",
    ),
    "segments.more": (
        "“{segment}”问“{problem}”最突出：占其咨询的{share}（{n}条），为全体的{lift}；另有{others}格显著不同。",
        '"{segment}" stand out by "{problem}": {share} of their contacts ({n}), {lift} the share of all; {others} more '
        "cells differ significantly.",
    ),
    "segments.less": (
        "“{segment}”问“{problem}”明显少：占其咨询的{share}（{n}条），为全体的{lift}；另有{others}格显著不同。",
        '"{segment}" stand out by how seldom they ask about "{problem}": {share} of their contacts ({n}), {lift} the '
        "share of all; {others} more cells differ significantly.",
    ),
    "segments.more_customers": (
        "“{segment}”中问过“{problem}”的客户显著偏多；另有{others}格显著不同。",
        'Of "{segment}" significantly more customers asked about "{problem}"; {others} more cells differ '
        "significantly.",
    ),
    "segments.less_customers": (
        "“{segment}”中问过“{problem}”的客户显著偏少；另有{others}格显著不同。",
        'Of "{segment}" significantly fewer customers asked about "{problem}"; {others} more cells differ '
        "significantly.",
    ),
    "segments.none": (
        "没有哪个分层的问题构成与其余显著不同。",
        "No segment's problems differ significantly from those of the others.",
    ),
}
