"""Rule files of cs-clean: what is wrong with them, and what is said of one that is right."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "rules.toml": ("{path}:{line}：不是合法的 TOML：{why}", "{path}:{line}: not valid TOML: {why}"),
    "rules.key": ("{path}:{line}：不认识 {word}{near}", "{path}:{line}: unknown key {word}{near}"),
    "rules.value": ("{path}:{line}：{word} 不能是 {value}", "{path}:{line}: {word} cannot be {value}"),
    "rules.id": (
        "{path}:{line}：id 要写字母、数字和 _，可用点分开，例如 csat.low，不能是 {value}",
        "{path}:{line}: write id in letters, digits and _, split by dots, e.g. csat.low, not {value}",
    ),
    "rules.twice": ("{path}:{line}：规则 {id} 写了两次", "{path}:{line}: the rule {id} comes twice"),
    "rules.kind": (
        "{path}:{line}：没有记录类型 {word}{near}",
        "{path}:{line}: no kind of record is called {word}{near}",
    ),
    "rules.field": (
        '{path}:{line}：{kind} 没有字段 {word}{near}；自己的列要在文件开头写 own = ["{word}"]',
        '{path}:{line}: {kind} has no field {word}{near}; declare a column of your own at the top: own = ["{word}"]',
    ),
    "rules.dictionary": (
        "{path}:{line}：没有叫 {word} 的文字字段{near}",
        "{path}:{line}: no field of words is called {word}{near}",
    ),
    "rules.check": ("{path}:{line}：没有检查 {word}{near}", "{path}:{line}: no check is called {word}{near}"),
    "rules.action": ("{path}:{line}：没有动作 {word}{near}", "{path}:{line}: no action is called {word}{near}"),
    "rules.cannot": (
        "{path}:{line}：{check} 不能用动作 {action}；可用 {known}",
        "{path}:{line}: {check} has no action {action}; use {known}",
    ),
    "rules.parameter": (
        "{path}:{line}：{check} 没有参数 {word}；可用 {known}",
        "{path}:{line}: {check} takes no {word}; it takes {known}",
    ),
    "rules.needs": ("{path}:{line}：{check} 要写 {known}", "{path}:{line}: {check} needs {known}"),
    "rules.with": (
        "{path}:{line}：repair 要用 with 写出新值（SQL 算式）",
        "{path}:{line}: repair needs the new value, a SQL expression in with",
    ),
    "rules.with_type": (
        "{path}:{line}：字段 {field} 不能存 {type} 类型的值",
        "{path}:{line}: {field} cannot hold a value of type {type}",
    ),
    "rules.fields": ("{path}:{line}：{check} 要写 fields", "{path}:{line}: {check} needs fields"),
    "rules.type": (
        "{path}:{line}：{check} 不能检查 {type} 类型的字段 {field}",
        "{path}:{line}: {check} cannot judge {field}, which is of type {type}",
    ),
    "rules.regex": ("{path}:{line}：正则表达式写错了：{why}", "{path}:{line}: the regular expression is wrong: {why}"),
    "rules.sql": ("{path}:{line}：{word} 写错了：{why}", "{path}:{line}: {word} is wrong: {why}"),
    "rules.file": ("{path}:{line}：没有文件 {file}", "{path}:{line}: there is no file {file}"),
    "rules.column": (
        "{path}:{line}：{file} 没有 {name} 这一列{near}",
        "{path}:{line}: {file} has no column {name}{near}",
    ),
    "rules.cycle": ("{path}:{line}：词典绕成了圈：{chain}", "{path}:{line}: the dictionary goes in a circle: {chain}"),
    "rules.none": (
        '{path} 没有 {kind} 的规则，只有 {known} 的：在规则里写 kind = "{kind}"',
        '{path} has no rule for {kind} records, only for {known}; write kind = "{kind}" in a rule',
    ),
    "rules.empty": ("{path} 里没有规则", "{path} holds no rules"),
    "rules.good": (
        "{path} 正确：{rules} 条规则，{words} 个词典写法",
        "{path} is right: {rules} rules, {words} spellings in dictionaries",
    ),
}
