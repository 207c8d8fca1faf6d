"""Reading and writing."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
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
    "file.broken": (
        "{path} 无法读取（{why}）：文件可能已损坏，请重新下载或导出",
        "cannot read {path} ({why}); it may be damaged: download or export it again",
    ),
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
        "没有输入：请写文件名，或用管道送入（用法见 {tool} --help，例子见 man {tool}）",
        "nothing to read: name a file or pipe records in ({tool} --help for the options, man {tool} for examples)",
    ),
    "input.empty": ("{path} 是空的", "{path} is empty"),
    "input.below": (
        "{path} 在第 {row} 行（--header-row）以下没有记录：请检查行号，或去掉 --header-row 让工具自己识别",
        "{path} has no records below line {row} (--header-row); check the number, or leave it out",
    ),
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
    "kind.mixed": (
        "{first} 是 {kind}，{other} 是 {other_kind}：一次只能读一种记录，请分开处理，或用 --kind 指明",
        "{first} holds {kind} records, {other} {other_kind}: a stream holds one kind; read them apart, or name --kind",
    ),
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
    "fields.foreign": (
        "{path} 的列没有一个是规范字段，指标和规则都用不上：先用 cs-ingest 转换",
        "no column of {path} is a canonical field, so no figure or rule can use them; convert it with cs-ingest first",
    ),
    "fields.absent": (
        "--fields 里的 {fields} 在所有记录中都没有，写成了空列",
        "no record has {fields} of --fields; written as empty columns",
    ),
    "rejects.strict": (
        "有 {n} 条被拒收（--strict）：--rejects FILE 可查看",
        "{n} rejected under --strict; --rejects FILE shows them",
    ),
    "rejects.many": (
        "被拒收 {n} 条，超过 --max-rejects {limit}：--rejects FILE 可查看",
        "{n} rejected, more than --max-rejects {limit}; --rejects FILE shows them",
    ),
    "log.broken": (
        "{path} 第 {line} 行不是 --log 写出的 JSON：请换文件或删去该行",
        "{path}, line {line} is not JSON as --log writes it; name another file or delete the line",
    ),
}
