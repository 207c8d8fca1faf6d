"""The other tools: cs-clean, cs-dedupe, cs-run."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "dedupe.similar": (
        "--similar 不能是 {value}：写大于 0、不超过 1 的数，例如 0.9",
        "--similar cannot be {value}; write a number above 0 and up to 1, e.g. 0.9",
    ),
    "dedupe.merge_emit": (
        "--merge-repeats 会合并记录，不能与 --emit {emit} 同用：去掉其中一个",
        "--merge-repeats merges records and cannot go with --emit {emit}; leave one of them out",
    ),
    "clean.fill": (
        "--fill 看不懂 {text}：写 字段=方法，例如 csat=median 或 category=其他",
        "--fill does not understand {text}; write FIELD=METHOD, e.g. csat=median or category=other",
    ),
    "clean.fill_type": (
        "--fill：字段 {field} 不能用 {method}：median 和 mean 只用于数字",
        "--fill: {field} has no {method}; median and mean are for numbers",
    ),
    "clean.fill_value": (
        "--fill：{value} 不是字段 {field} 能存的值",
        "--fill: {field} cannot hold {value}",
    ),
    "clean.outliers": (
        "--outliers 看不懂 {text}：写 字段=方法[:动作]，方法 {methods}，动作 {actions}",
        "--outliers does not understand {text}; write FIELD=METHOD[:ACTION], methods {methods}, actions {actions}",
    ),
    "clean.outliers_type": (
        "--outliers：字段 {field} 不是数字",
        "--outliers: {field} does not hold numbers",
    ),
    "clean.mask": (
        "--mask 看不懂 {text}：可用 {known}，或 all",
        "--mask does not understand {text}; use {known}, or all",
    ),
    "run.empty": (
        "没有流水线：写 cs-run 'cs-ingest a.csv | cs-clean | cs-kpi'",
        "no pipeline; write cs-run 'cs-ingest a.csv | cs-clean | cs-kpi'",
    ),
    "run.word": (
        "cs-run 只运行 cs-* 工具，用 | 连接：不支持 {word}",
        "cs-run runs cs-* tools joined by |; it does not take {word}",
    ),
    "run.middle": (
        "{word} 只能写在第一个或最后一个工具上",
        "{word} belongs to the first or the last tool",
    ),
    "run.first": (
        "{word} 只能是第一个工具",
        "{word} can only be the first tool",
    ),
    "run.quote": ("引号没有成对", "a quote is not closed"),
    "run.once": (
        "{word} 只写一次，写在最后一个工具上",
        "write {word} once, on the last tool",
    ),
}
