"""Options that all tools share, and fields named in them."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "option.path": ("{option} 要写一个文件名", "{option} takes the name of a file"),
    "during.bad": (
        "--during 看不懂 {text}：写 2025-10、2025-Q4、2025-W41、2025-10-16 或 A..B",
        "--during does not understand {text}; write 2025-10, 2025-Q4, 2025-W41, 2025-10-16 or A..B",
    ),
    "option.during_kind": (
        "--during 需要时间字段 {field}，输入里没有",
        "--during needs the time field {field}, which the input does not have",
    ),
    "option.where": ("--where 的条件看不懂：{why}", "cannot read the --where condition: {why}"),
    "option.as_of": (
        "--as-of 看不懂 {text}：写 2025-10-31 或 2025-10-31 18:00:00",
        "--as-of does not understand {text}; write 2025-10-31 or 2025-10-31 18:00:00",
    ),
    "option.tz": ("没有时区 {tz}：例如 Asia/Shanghai", "no time zone {tz}; e.g. Asia/Shanghai"),
    "option.lang": ("--lang 只能是 zh 或 en", "--lang is zh or en"),
    "option.max_rejects": (
        "--max-rejects 看不懂 {text}：写个数 100 或比例 2%",
        "--max-rejects does not understand {text}; write a number (100) or a share (2%)",
    ),
    "option.kind": ("没有记录类型 {kind}：可用 {known}", "no kind of record {kind}; use one of {known}"),
    "option.map": (
        "--map 看不懂 {text}：写 原表头=字段，例如 买家昵称=customer_id",
        "--map does not understand {text}; write HEADER=field, e.g. 买家昵称=customer_id",
    ),
    "option.set": (
        "--set 看不懂 {text}：写 字段=值，例如 shop=旗舰店",
        "--set does not understand {text}; write field=value, e.g. shop=Flagship",
    ),
    "option.map_field": ("--map：没有字段 {field}{near}", "--map: no field {field}{near}"),
    "option.day_first": ("--day-first 只能是 auto、yes 或 no", "--day-first is auto, yes or no"),
    "option.encoding": (
        "不认识的编码 {encoding}：例如 gb18030、utf-8，或去掉 --encoding 让工具自己识别",
        "unknown encoding {encoding}; write e.g. gb18030, or leave out --encoding and let the tool recognise it",
    ),
    "field.unknown": (
        "没有字段 {field}{near}",
        "no field {field}{near}",
    ),
    "field.missing": (
        "{tool} 需要字段 {fields}，输入里没有：先用 cs-ingest 转换，或用 --map 指明表头",
        "{tool} needs the field {fields}, which the input does not have; convert it with cs-ingest first, or use --map",
    ),
    "word.yes": ("是", "yes"),
    "word.no": ("否", "no"),
    "option.span": (
        "时长看不懂 {text}：写 24h、30m、7d、90s 或 1h30m，最长十年",
        "cannot read the span {text}; write 24h, 30m, 7d, 90s or 1h30m, ten years at most",
    ),
}
