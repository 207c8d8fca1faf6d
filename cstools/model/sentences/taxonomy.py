"""The taxonomy of cs-tag."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "taxonomy.good": ("{path}：{n} 个分类，没有问题", "{path}: {n} leaves, nothing wrong"),
    "taxonomy.toml": ("{path} 不是合法的 TOML：{why}", "{path} is not valid TOML: {why}"),
    "taxonomy.empty": (
        "{path} 里没有分类：每个分类以 [[tag]] 开头，写 path、severity、any",
        "{path} has no leaves; begin each with [[tag]] and give path, severity and any",
    ),
    "taxonomy.key": (
        "{path} 第 {line} 行：不认识 {word}；可用 {known}",
        "{path} line {line}: unknown key {word}; use {known}",
    ),
    "taxonomy.value": (
        "{path} 第 {line} 行：{word} 不能是 {value}",
        "{path} line {line}: {word} cannot be {value}",
    ),
    "taxonomy.path": (
        "{path} 第 {line} 行：path 要写成 一级/二级/三级，每级不能空：{value}",
        "{path} line {line}: write path as stage/group/leaf, no part empty: {value}",
    ),
    "taxonomy.severity": (
        "{path} 第 {line} 行：severity 要写 1 到 5，不能是 {value}",
        "{path} line {line}: severity is 1 to 5, not {value}",
    ),
    "taxonomy.near": (
        '{path} 第 {line} 行：near 要写成 "退款|退钱 8 没到|到账"，不能是 {value}',
        '{path} line {line}: write near as "refund|money 8 not|never", not {value}',
    ),
    "taxonomy.phrases": (
        "{path} 第 {line} 行：{value} 没有词语：写 any、near 或 whole",
        "{path} line {line}: {value} has no phrases; give any, near or whole",
    ),
    "taxonomy.twice": ("{path} 第 {line} 行：{value} 写了两次", "{path} line {line}: {value} is there twice"),
    "taxonomy.ask": (
        "{path} 第 {line} 行：ask 指向的 {value} 不存在",
        "{path} line {line}: ask names {value}, which is no path here",
    ),
}
