"""The taxonomy of cs-tag."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "taxonomy.good": ("{path}：{n} 个分类，没有问题", "{path}: {n} leaves, nothing wrong"),
    "taxonomy.toml": ("{path} 不是合法的 TOML：{why}", "{path} is not valid TOML: {why}"),
    "taxonomy.empty": (
        "{path} 第 {line} 行：没有分类：每个分类以 [[tag]] 开头，写 path、severity、any",
        "{path} line {line}: there are no leaves; begin each with [[tag]] and give path, severity and any",
    ),
    "taxonomy.key": (
        "{path} 第 {line} 行：不认识 {word}；可用 {known}",
        "{path} line {line}: unknown key {word}; use {known}",
    ),
    "taxonomy.value": (
        "{path} 第 {line} 行：{word} 不能是 {value}",
        "{path} line {line}: {word} cannot be {value}",
    ),
    "taxonomy.blank": (
        "{path} 第 {line} 行：{word} 里有空的内容：写上，或删掉这一项",
        "{path} line {line}: {word} has an empty text; fill it or take it out",
    ),
    "taxonomy.path": (
        "{path} 第 {line} 行：path 要写成 一级/二级/三级，每级不能空：{value}",
        "{path} line {line}: write path as stage/group/leaf, no part empty: {value}",
    ),
    "taxonomy.severity": (
        "{path} 第 {line} 行：severity 要写 1 到 5，不能是 {value}",
        "{path} line {line}: severity is 1 to 5, not {value}",
    ),
    "taxonomy.priority": (
        "{path} 第 {line} 行：priority 要写 -{top} 到 {top}，不能是 {value}",
        "{path} line {line}: priority is -{top} to {top}, not {value}",
    ),
    "taxonomy.near": (
        '{path} 第 {line} 行：near 要写成 "退款|退钱 8 没到|到账"，不能是 {value}',
        '{path} line {line}: write near as "refund|money 8 not|never", not {value}',
    ),
    "taxonomy.gap": (
        "{path} 第 {line} 行：near 里两个词最多隔 0 到 {top} 个字：{value}",
        "{path} line {line}: the two words of near stand 0 to {top} characters apart: {value}",
    ),
    "taxonomy.phrases": (
        "{path} 第 {line} 行：{value} 没有词语：写 any、near、all、regex 或 whole",
        "{path} line {line}: {value} has no phrases; give any, near, all, regex or whole",
    ),
    "taxonomy.short": (
        '{path} 第 {line} 行：any 里的 {value} 只有一个字，到处都会命中：写长一点，用 near，确实要就写 ["{value}"]',
        "{path} line {line}: {value} in any is one character and is found everywhere; write more of it, use near, or "
        'write ["{value}"] if you mean it',
    ),
    "taxonomy.regex": (
        "{path} 第 {line} 行：正则表达式 {value} 不合语法：{why}",
        "{path} line {line}: the regular expression {value} is not valid: {why}",
    ),
    "taxonomy.anything": (
        "{path} 第 {line} 行：正则表达式 {value} 什么都能匹配：写得更具体",
        "{path} line {line}: the regular expression {value} matches anything; say more",
    ),
    "taxonomy.twice": ("{path} 第 {line} 行：{value} 写了两次", "{path} line {line}: {value} is there twice"),
    "taxonomy.target": (
        "{path} 第 {line} 行：{word} 指向的 {value} 不存在",
        "{path} line {line}: {word} names {value}, which is no path here",
    ),
    "taxonomy.flip": (
        '{path} 第 {line} 行：{value}：negate = "flip" 和 flip = "一级/二级/三级" 要一起写',
        '{path} line {line}: {value}: negate = "flip" and flip = "stage/group/leaf" go together',
    ),
    "taxonomy.add": (
        "{path} 第 {line} 行：add 只能用在 extend 的文件里已有的分类上，那里没有 {value}",
        "{path} line {line}: add goes with a leaf of the extended file, and {value} is none",
    ),
    "taxonomy.extend": (
        "{path} 第 {line} 行：extend 的 {value} 不是文件，或绕回了自己；可写 shop、qa 或文件路径",
        "{path} line {line}: extend names {value}, which is no file or leads back here; use shop, qa or a file's path",
    ),
    "taxonomy.prefix": (
        "{path} 第 {line} 行：{word} 指向的 {value} 不是任何 path 的开头",
        "{path} line {line}: {word} stands for {value}, with which no path begins",
    ),
    "taxonomy.session": (
        "{path} 第 {line} 行：{word} 不合适：session = {value} 的分类要写 any，此外只有 unanswered 可写 regex",
        "{path} line {line}: {word} is wrong here; a leaf with session = {value} has any, and regex only if unanswered",
    ),
    "taxonomy.fields": (
        "这份分类要看整个会话，记录里缺 {fields}：请用 kind 为 message 的记录，每条有会话号、发送方和时间",
        "this taxonomy judges conversations, and the records lack {fields}; give messages with their session and time",
    ),
}
