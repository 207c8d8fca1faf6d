"""What the tools say to people: one row a sentence, Chinese and English, blanks filled by `str.format`.

An error says what is wrong, where, and what to do. The summary line is not here: it is a fixed line that scripts read.
"""

from __future__ import annotations

Lang = str
"""`zh` or `en`."""

MESSAGES: dict[str, tuple[str, str]] = {
    # files and streams
    "file.missing": ("找不到文件 {path}：请检查文件名和路径", "no such file: {path}; check the name and the folder"),
    "file.directory": (
        "{path} 是文件夹：请写出其中的文件，例如 {path}/*.csv",
        "{path} is a directory; name the files in it, e.g. {path}/*.csv",
    ),
    "file.denied": ("没有权限读取 {path}", "no permission to read {path}"),
    "file.binary": (
        "{path} 不是表格或文本（含二进制内容）：请导出为 CSV、JSONL 或 xlsx",
        "{path} is neither a table nor text (binary content); export it as CSV, JSONL or xlsx",
    ),
    "file.encoding": (
        "{path} 的编码无法识别：请用 --encoding 指明，例如 gb18030",
        "cannot tell the encoding of {path}; name it with --encoding, e.g. gb18030",
    ),
    "file.broken": ("{path} 无法读取：{why}", "cannot read {path}: {why}"),
    "file.format": (
        "{path} 不是 {format} 格式：去掉 -f 让工具自己识别",
        "{path} is not {format}; leave out -f and let the tool recognise it",
    ),
    "file.sheet": (
        "{path} 没有工作表 {sheet}；有：{sheets}",
        "{path} has no sheet {sheet}; it has: {sheets}",
    ),
    "glob.none": ("没有文件匹配 {pattern}", "no file matches {pattern}"),
    "input.terminal": (
        "没有输入：请写文件名，或用管道送入（{tool} --help 有例子）",
        "nothing to read: name a file or pipe records in ({tool} --help has examples)",
    ),
    "input.empty": ("{path} 是空的", "{path} is empty"),
    "output.cannot": ("无法写入 {path}：{why}", "cannot write {path}: {why}"),
    "output.format": (
        "不认识的输出格式 {format}：可用 {known}",
        "unknown output format {format}; use one of {known}",
    ),
    "input.format": (
        "不认识的输入格式 {format}：可用 {known}",
        "unknown input format {format}; use one of {known}",
    ),
    "output.same": (
        "输出 {path} 也是输入：请换一个文件名",
        "{path} is both input and output; name another file",
    ),
    # options
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
    "option.day_first": ("--day-first 只能是 auto、yes 或 no", "--day-first is auto, yes or no"),
    "option.encoding": ("不认识的编码 {encoding}", "unknown encoding {encoding}"),
    "field.unknown": (
        "没有字段 {field}{near}",
        "no field {field}{near}",
    ),
    "field.missing": (
        "{tool} 需要字段 {fields}，输入里没有：先用 cs-ingest 转换，或用 --map 指明表头",
        "{tool} needs the field {fields}, which the input does not have; convert it with cs-ingest first, or use --map",
    ),
    # tables and views
    "table.count": ("共 {total} 条", "{total} in all"),
    "table.shown": ("共 {total} 条，显示 {shown}", "{total} in all, {shown} shown"),
    "table.columns": ("还有 {n} 列：{names}", "{n} more columns: {names}"),
    "word.yes": ("是", "yes"),
    "word.no": ("否", "no"),
    # rejects
    "rejects.strict": (
        "有 {n} 条被拒收（--strict）：--rejects FILE 可查看",
        "{n} rejected under --strict; --rejects FILE shows them",
    ),
    "rejects.many": (
        "被拒收 {n} 条，超过 --max-rejects {limit}：--rejects FILE 可查看",
        "{n} rejected, more than --max-rejects {limit}; --rejects FILE shows them",
    ),
    # cs-kpi
    "kpi.metric": (
        "没有指标 {metric}；相近的：{near}（cs-kpi --list 列出全部）",
        "no metric {metric}; near: {near} (cs-kpi --list shows all)",
    ),
    "kpi.needs": (
        "指标 {metric} 需要字段 {fields}（| 表示任一，+ 表示都要），输入里没有",
        "metric {metric} needs {fields} (| either, + both), which the input does not have",
    ),
    "kpi.column": ("--by 没有字段 {column}；相近的：{near}", "--by has no field {column}; near: {near}"),
    "kpi.by": (
        "--by 看不懂 {text}：写字段名、hour、weekday 或 topic:2，各写一次",
        "--by does not understand {text}; write fields, hour, weekday or topic:2, each once",
    ),
    "kpi.period": ("--period 没有 {text}：可用 {known}", "--period has no {text}; use one of {known}"),
    "kpi.basis": ("--date-basis 没有 {text}：可用 {known}", "--date-basis has no {text}; use one of {known}"),
    "kpi.compare": ("--compare 没有 {text}：可用 {known}", "--compare has no {text}; use {known}"),
    "kpi.compare_all": (
        "--compare 要有周期可比：加上 --period month 等",
        "--compare needs periods to compare; add --period month or another",
    ),
    "kpi.targets": (
        "--targets 的表读不懂（{why}）：要有 metric、target 两列，每个指标一行，目标是数字或 85%",
        "cannot read the --targets table ({why}); it needs the columns metric and target, a row a metric, numbers or 85%",
    ),
    # cs-run
    "run.empty": (
        "没有流水线：写 cs-run 'cs-ingest a.csv | cs-clean | cs-kpi'",
        "no pipeline; write cs-run 'cs-ingest a.csv | cs-clean | cs-kpi'",
    ),
    "run.word": (
        "cs-run 只运行 cs-* 工具，用 | 连接：不支持 {word}",
        "cs-run runs cs-* tools joined by |; it does not take {word}",
    ),
    "run.middle": (
        "cs-run：{word} 只能写在第一个或最后一个工具上",
        "cs-run: {word} belongs to the first or the last tool",
    ),
    "run.quote": ("cs-run：引号没有成对", "cs-run: a quote is not closed"),
    "run.once": (
        "cs-run：{word} 只写一次，写在最后一个工具上",
        "cs-run: write {word} once, on the last tool",
    ),
}


def say(key: str, lang: Lang, **params: object) -> str:
    """The sentence for `key` in `lang`, its blanks filled.

    >>> say("file.missing", "en", path="a.csv")
    'no such file: a.csv; check the name and the folder'
    """
    zh, en = MESSAGES[key]
    return (en if lang == "en" else zh).format(**params)


def language(env: dict[str, str]) -> Lang:
    """The language of a run without `--lang`: English where LANG begins with en, else Chinese.

    >>> language({"LANG": "en_GB.UTF-8"}), language({})
    ('en', 'zh')
    """
    return "en" if env.get("LANG", "").lower().startswith("en") else "zh"
