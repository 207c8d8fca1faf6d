"""cs-join and the side tables it reads."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "join.with": (
        "没有说明查哪张表：写 --with 账号.xlsx --on account",
        "no table to look up; write --with accounts.xlsx --on account",
    ),
    "join.on": (
        "--on 看不懂 {text}：写 字段 或 字段=表里的表头，多个用逗号隔开，例如 account=客服账号,shop",
        "--on does not understand {text}; write FIELD or FIELD=HEADING, with commas, e.g. account=客服账号,shop",
    ),
    "join.valid": (
        "--valid 看不懂 {text}：写 生效列,失效列，例如 生效日期,失效日期",
        "--valid does not understand {text}; write the column of the start and that of the end: 生效日期,失效日期",
    ),
    "join.column": (
        "{path} 没有 {name} 这一列{near}",
        "{path} has no column {name}{near}",
    ),
    "join.nothing": (
        "{path} 除了 --on 的列以外没有可以加的列",
        "{path} has no column to add beside those of --on",
    ),
    "join.at": (
        "--at：字段 {field} 不是时间",
        "--at: {field} holds no times",
    ),
    "join.ambiguous": (
        "{path} 第 {line} 行和第 {other} 行都是 {value}，内容不同：改表，写明 --valid，或用 --first 取前一行",
        "{path} answers {value} in line {line} and in line {other}, differently; mend the table, name its dates"
        " with --valid, or take the first with --first",
    ),
    "join.rounded": (
        "{path} 第 {line} 行 {field}：{value} 是被 Excel 改成近似值的长编号，请把这一列存为文本",
        "{path}, line {line}, {field}: Excel has rounded {value}; keep this column as text",
    ),
    "join.date": (
        "{path} 第 {line} 行 {field}：{value} 不是能识别的日期",
        "{path}, line {line}, {field}: {value} is not a date that can be read",
    ),
    "join.backwards": (
        "{path} 第 {line} 行：{end} 早于 {start}",
        "{path}, line {line}: {end} is before {start}",
    ),
    "join.cell": (
        "{path} 第 {line} 行 {field}：读不出 {value}（{reason}）",
        "{path}, line {line}, {field}: cannot read {value} ({reason})",
    ),
    "join.idle": (
        "{path} 有 {n} 行没有 {fields}，未使用（第 {lines} 行）",
        "{n} rows of {path} have no {fields} and were not used (lines {lines})",
    ),
    "join.unmatched": (
        "{keys} 个 {fields} 在 {path} 里查不到，涉及 {rows} 条记录：{list}",
        "{keys} values of {fields} in {rows} records have no match in {path}: {list}",
    ),
    "join.near": ("{value}（{n}，表里是 {near}）", "{value} ({n}; the table has {near})"),
    "join.dates": ("{value}（{n}，不在有效期内）", "{value} ({n}, outside its dates)"),
    "join.key": ("{value}（{n}）", "{value} ({n})"),
    "join.more": ("另有 {n} 个", "and {n} more"),
    "table.corrupt": (
        "{path} 第 {line} 行读不出来（{rule}）：请改好这张表",
        "{path}, line {line} cannot be read ({rule}); mend the table",
    ),
    "table.empty": ("{path} 里没有记录", "{path} holds no rows"),
}
