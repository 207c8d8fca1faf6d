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
    "file.unread": (
        "{path} 是 {form}，还不能读取：请导出为 CSV、JSONL 或 xlsx",
        "{path} is {form}, which cannot be read yet; export it as CSV, JSONL or xlsx",
    ),
    "file.encoding": (
        "{path} 的编码无法识别：请用 --encoding 指明，例如 gb18030",
        "cannot tell the encoding of {path}; name it with --encoding, e.g. gb18030",
    ),
    "file.decode": (
        "{path} 不是 {encoding} 编码：去掉 --encoding 让工具自己识别，或换一个编码",
        "{path} is not in {encoding}; leave out --encoding and let the tool recognise it, or name another",
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
        "{path} 既要读又要写，或要写两样东西：请换一个文件名",
        "{path} is to be both read and written, or written twice; name another file",
    ),
    "output.suffix": (
        "还不能写 {suffix} 文件：{path} 请改用 {known}，或用 -t 指明格式",
        "cannot write {suffix} files yet; name {path} otherwise ({known}), or give the format with -t",
    ),
    "internal": (
        "工具自身出错（{why}）：加 -v 看详情，并请把它报告给我们",
        "an error of the tool itself ({why}); add -v for the whole story, and please report it",
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
    "kind.mixed": (
        "{first} 是 {kind}，{other} 是 {other_kind}：一次只能读一种记录，请分开处理，或用 --kind 指明",
        "{first} holds {kind} records, {other} {other_kind}: a stream holds one kind; read them apart, or name --kind",
    ),
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
    # cs-view
    "view.number": (
        "{field} 不是数字：看取值用 cs-view freq {field}，看走势用 cs-view line {field}",
        "{field} is not a number; cs-view freq {field} shows its values, cs-view line {field} its course",
    ),
    "view.time": (
        "cs-view line 需要时间字段 {field}，输入里没有",
        "cs-view line needs the time field {field}, which the input does not have",
    ),
    "view.operand": (
        "cs-view {verb} 后面要写{what}，例如 cs-view {verb} {example} a.jsonl",
        "cs-view {verb} takes a {what}, e.g. cs-view {verb} {example} a.jsonl",
    ),
    "view.what.field": ("字段名", "field"),
    "view.what.customer": ("客户ID", "customer id"),
    "view.records": ("{n} 条{kind}，{fields} 个字段", "{n} {kind}, {fields} fields"),
    "view.values": ("共 {total} 种取值", "{total} values"),
    "view.values_shown": ("共 {total} 种取值，显示 {shown}", "{total} values, {shown} shown"),
    "view.customer": ("客户 {who}：{n} 条，{first} 至 {last}", "customer {who}: {n}, {first} to {last}"),
    "view.nobody": ("没有客户 {who} 的记录", "no records of customer {who}"),
    "view.field": ("字段", "Field"),
    "view.label": ("名称", "Label"),
    "view.type": ("类型", "Type"),
    "view.n": ("条数", "n"),
    "view.null_rate": ("空值", "Null"),
    "view.distinct": ("不同值", "Distinct"),
    "view.min": ("最小", "Min"),
    "view.median": ("中位", "Median"),
    "view.max": ("最大", "Max"),
    "view.top": ("最常见", "Most frequent"),
    "view.share": ("占比", "Share"),
    "view.cum_share": ("累计", "Cumulative"),
    "view.range": ("范围", "Range"),
    "view.period": ("周期", "Period"),
    "view.mean": ("均值", "Mean"),
    "view.null": ("（空）", "(null)"),
    "view.gap": ("间隔", "After"),
    "kind.ticket": ("工单", "tickets"),
    "kind.message": ("消息", "messages"),
    "kind.order": ("订单", "orders"),
    "kind.refund": ("退款", "refunds"),
    "kind.survey": ("问卷", "surveys"),
    "kind.review": ("评价", "reviews"),
    "kind.stat": ("平台统计", "platform figures"),
    "kind.agent_state": ("坐席状态", "agent states"),
    "kind.roster": ("班表", "roster rows"),
    "kind.customer": ("客户", "customers"),
    "kind.kpi": ("指标", "figures"),
    "type.id": ("编号", "id"),
    "type.text": ("文本", "text"),
    "type.enum": ("选项", "enum"),
    "type.list": ("列表", "list"),
    "type.time": ("时间", "time"),
    "type.date": ("日期", "date"),
    "type.int": ("整数", "int"),
    "type.float": ("小数", "float"),
    "type.money": ("金额", "money"),
    "type.bool": ("是否", "bool"),
    "fields.absent": (
        "--fields 里的 {fields} 在所有记录中都没有，写成了空列",
        "no record has {fields} of --fields; written as empty columns",
    ),
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
        "cannot read the --targets table ({why}); it needs columns metric and target, a row a metric, numbers or 85%",
    ),
    # cs-dedupe
    "option.span": (
        "时长看不懂 {text}：写 24h、30m、7d、90s 或 1h30m，最长十年",
        "cannot read the span {text}; write 24h, 30m, 7d, 90s or 1h30m, ten years at most",
    ),
    "dedupe.similar": (
        "--similar 不能是 {value}：写大于 0、不超过 1 的数，例如 0.9",
        "--similar cannot be {value}; write a number above 0 and up to 1, e.g. 0.9",
    ),
    "dedupe.merge_emit": (
        "--merge-repeats 会合并记录，不能与 --emit {emit} 同用：去掉其中一个",
        "--merge-repeats merges records and cannot go with --emit {emit}; leave one of them out",
    ),
    # cs-rfm
    "rfm.grid": (
        "--scheme grid10 按 {bins} 分制划分：用 --cut quantile --bins {bins}",
        "--scheme grid10 is drawn on {bins} scores; use --cut quantile --bins {bins}",
    ),
    "rfm.summary_join": (
        "--summary 和 --join 各写一张表：请分两次运行",
        "--summary and --join write different tables; run cs-rfm twice",
    ),
    # cs-clean
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
    # cs-report
    "report.during": (
        "cs-report 的 --during 要写一个月：2025-10，不能是 {text}",
        "--during of cs-report is a month such as 2025-10, not {text}",
    ),
    "report.model": (
        "不是 cs-report -t json 写出的报告：{why}",
        "not a report that cs-report -t json wrote: {why}",
    ),
    "log.broken": (
        "{path} 第 {line} 行不是 --log 写出的 JSON：请换文件或删去该行",
        "{path}, line {line} is not JSON as --log writes it; name another file or delete the line",
    ),
    # cs-tag
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
