"""What is written, and what there is to say of it."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "output.binary": (
        "{format} 不能写到终端上：用 -o 写到文件，或用管道送走",
        "{format} cannot go to a terminal; name a file with -o, or pipe it on",
    ),
    "output.option": (
        "{option} 不能用于 {format}：只用于 {known}",
        "{option} does not go with {format}; it is for {known}",
    ),
    "option.headers": ("--headers 只能是 zh、en 或 raw", "--headers is zh, en or raw"),
    "option.max_unpacked": (
        "--max-unpacked 看不懂 {text}：写 20GB、500MB 或字节数",
        "--max-unpacked does not understand {text}; write 20GB, 500MB or a number of bytes",
    ),
    "split.bad": (
        "-o {path} 看不懂：花括号里写字段，例如 archive/{{created_at:month}}.jsonl.gz；花括号本身写两个",
        "cannot read -o {path}; write a field in braces: archive/{{created_at:month}}.jsonl.gz; double plain braces",
    ),
    "split.period": (
        "-o 的花括号里没有周期 {text}：可用 {known}",
        "no period {text} for the braces of -o; use one of {known}",
    ),
    "split.time": (
        "-o 的 {field} 不是时间，不能按周期分：去掉冒号后面的周期",
        "{field} in -o is no time and has no period; leave out what follows the colon",
    ),
    "output.full": (
        "没有空间写 {path}：请腾出磁盘空间，或换一个输出位置",
        "no space left to write {path}; free some, or write elsewhere",
    ),
    "output.folder": (
        "{path} 是文件夹：请写出文件名，例如 {path}/out.jsonl",
        "{path} is a folder; name a file in it, e.g. {path}/out.jsonl",
    ),
    "output.nowhere": (
        "无法写入 {path}：它所在的文件夹不存在，请先建好，或换一个输出位置",
        "cannot write {path}: its folder does not exist; make it first, or write elsewhere",
    ),
    "output.closed": ("标准输出没有打开：用 -o 写到文件", "standard output is closed; name a file with -o"),
    "file.folder": ("{path} 不是文件夹：请换一个输出位置", "{path} is not a folder; write elsewhere"),
    "file.readonly": ("没有权限写入 {path}：请换一个输出位置", "no permission to write in {path}; write elsewhere"),
    "output.files": ("写了 {n} 个文件：{files}", "{n} files written: {files}"),
    "dry.file": (
        "试运行：不写文件；会写 {path}（{format}，{rows} 条）：{columns}",
        "dry run, nothing written; would write {path} ({format}, {rows} records): {columns}",
    ),
    "dry.split": (
        "试运行：不写文件；会写 {n} 个文件（{format}）：{files}；列：{columns}",
        "dry run, nothing written; would write {n} files ({format}): {files}; columns: {columns}",
    ),
    "dry.text": ("试运行：不写文件；会写 {path}", "dry run, nothing written; would write {path}"),
    "xlsx.columns": (
        "xlsx 一张表最多 {most} 列，这里有 {n} 列：用 --fields 选一些，或写 csv",
        "a sheet of xlsx holds {most} columns, here are {n}; choose some with --fields, or write csv",
    ),
    "xlsx.long": (
        "{path}：{n} 个单元格超过 Excel 的 32,767 字上限，被截断；要完整内容请写 csv 或 jsonl",
        "{path}: {n} cells were cut at the 32,767 characters Excel allows; csv and jsonl hold them whole",
    ),
    "xlsx.sheets": (
        "{path}：一张表放不下，分成了 {n} 张",
        "{path}: more rows than a sheet holds, so there are {n} sheets",
    ),
    "xlsx.data": ("数据", "data"),
    "usage.no_option": ("没有选项 {option}{near}", "no option {option}{near}"),
    "usage.needs_value": ("选项 {option} 后面要写值", "option {option} needs a value"),
    "usage.takes_none": ("选项 {option} 不带值", "option {option} takes no value"),
    "usage.value": ("{option} 不能是 {value}：{known}", "{option} cannot be {value}: {known}"),
    "usage.missing": ("缺少 {name}", "{name} is missing"),
    "usage.extra": ("多余的参数 {words}", "unexpected argument {words}"),
    "usage.int": ("要写整数", "write a whole number"),
    "usage.float": ("要写数字", "write a number"),
    "usage.least": ("要写不小于 {least} 的数", "write a number of at least {least}"),
    "usage.between": ("要写 {least} 到 {most} 的数", "write a number from {least} to {most}"),
    "usage.choice": ("可用 {known}", "use one of {known}"),
}
