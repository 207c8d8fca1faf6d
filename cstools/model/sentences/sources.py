"""Presets of sources, and what cs-ingest says of headings and files."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "source.unknown": (
        "没有名为 {name} 的来源：可用 {known}，或写一个 .toml 文件（man cstools-sources）",
        "no source is called {name}; use {known}, or name a .toml file (man cstools-sources)",
    ),
    "source.toml": ("{path} 不是合法的 TOML：{why}", "{path} is not valid TOML: {why}"),
    "source.key": (
        "{path}:{line}：不认识 {word}；可用 {known}",
        "{path}:{line}: unknown key {word}; use {known}",
    ),
    "source.value": ("{path}:{line}：{word} 不能是 {value}", "{path}:{line}: {word} cannot be {value}"),
    "source.name": (
        "{path}:{line}：name 要写字母、数字和连字符，不能是 generic：{value}",
        "{path}:{line}: write name in letters, digits and hyphens, and not generic: {value}",
    ),
    "source.field": (
        "{path}:{line}：{kind} 没有字段 {field}",
        "{path}:{line}: {kind} has no field {field}",
    ),
    "source.twice": (
        "{path}:{line}：字段 {field} 已给了表头 {first}，请删去一个",
        "{path}:{line}: the field {field} is given to the heading {first} already; delete one",
    ),
    "source.reversed": (
        "{path}:{line}：reversed 要同时写 scale（满分）",
        "{path}:{line}: reversed needs scale, the full marks",
    ),
    "source.shift": (
        "{path}:{line}：班次要写成 08:00-16:00，休息写成空，不能是 {value}",
        "{path}:{line}: write a shift as 08:00-16:00, a day off as nothing, not {value}",
    ),
    "source.kind": (
        "--source {name} 是 {kind}，与 --kind {asked} 不符：去掉其中一个",
        "--source {name} holds {kind} records, not --kind {asked}; leave one of them out",
    ),
    "source.month": (
        "{file} 的表头只有日，没有月份：加 --set month=2025-10，或 --from-path 从文件名里取 {{month}}",
        "the headings of {file} are days without a month; add --set month=2025-10, or take {{month}} with --from-path",
    ),
    "ingest.nothing": (
        "{file} 没有一个认识的表头，原样保留：用 --map 表头=字段 指明，--explain 查看",
        "{file} has no heading that is known, so all are kept as they are; name some with --map HEADER=field (--explain shows them)",  # noqa: E501
    ),
    "ingest.unmapped": (
        "--map 里的表头 {headings} 在所有文件中都没有",
        "no file has the heading {headings} of --map",
    ),
    "ingest.twice": (
        "有 {n} 个编号出现在不止一个文件中：cs-dedupe 可合并",
        "{n} ids stand in more than one file; cs-dedupe merges them",
    ),
    "ingest.unread": (
        "{file} 缺少 {kind} 必需的 {fields}：用 --map 表头=字段 指明，--explain 查看",
        "{file} lacks {fields}, which a {kind} record needs; name the heading with --map HEADER=field (--explain shows them)",  # noqa: E501
    ),
    "option.derive": (
        "--derive 看不懂 {text}：写 字段=算式，例如 net=paid_amount-refund_amount（{why}）",
        "--derive does not understand {text}; write field=SQL, e.g. net=paid_amount-refund_amount ({why})",
    ),
    "option.map_file": (
        '--map-file {path} 要有 heading 和 field 两列（表头、字段），TOML 则每行写 表头 = "字段"',
        '--map-file {path} needs the columns heading and field; a TOML file needs lines of heading = "field"',
    ),
    "option.from_path": (
        "--from-path 看不懂 {text}：写 {{shop}}_{{month}}.xlsx 这样的模式",
        "--from-path does not understand {text}; write a pattern such as {{shop}}_{{month}}.xlsx",
    ),
    "option.from_path_none": (
        "文件名 {file} 不符合 --from-path {text}",
        "the file name {file} does not fit --from-path {text}",
    ),
}
