"""What is in the files that are read: formats, archives, sheets."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "file.cut": (
        "{path} 不完整：在中间断开了，断开之前的记录已读取；请重新下载或导出",
        "{path} is incomplete: it breaks off half-way, and what came before has been read; download or export it again",
    ),
    "file.hole": (
        "{path} 读到一半变成二进制内容，之前的记录已读取；请重新导出",
        "{path} turns into binary content half-way, and what came before has been read; export it again",
    ),
    "file.bomb": (
        "{path} 解压后超过 {size}：如果可信，请用 --max-unpacked 放宽",
        "{path} unpacks to more than {size}; if you trust it, allow more with --max-unpacked",
    ),
    "file.locked": (
        "{path} 有密码：请先去掉密码，另存后再读",
        "{path} is encrypted; save a copy without the password first",
    ),
    "file.nested": (
        "{path} 是压缩包里的压缩包：请先解压外层",
        "{path} is an archive within an archive; unpack the outer one first",
    ),
    "file.page": (
        "{path} 是网页（{title}），里面没有表格：多半是登录过期或下载出错，请重新导出",
        "{path} is a web page ({title}) without a table: a login or an error, most likely; export it again",
    ),
    "file.refused": (
        "{path} 里没有记录，是接口返回的错误：{code} {words}",
        "{path} holds no records but an error of the API: {code} {words}",
    ),
    "xml.doctype": (
        "{path} 含有 DOCTYPE 声明，出于安全不读取：请删去这一段",
        "{path} has a DOCTYPE, which is not read for safety; delete that declaration",
    ),
    "zip.skipped": ("{path} 中不是表格、已跳过：{files}", "{path}: skipped, as they are no tables: {files}"),
    "text.guessed": (
        "{path} 的编码猜为 {encoding}：有乱码请用 --encoding 指明",
        "{path}: took its encoding for {encoding}; give --encoding if words look wrong",
    ),
    "sheets.more": (
        "{path} 只读了工作表“{sheet}”，还有：{sheets}（--sheet 名称，或 --sheet '*' 全部读取）",
        "{path}: read sheet {sheet} only; it also has {sheets} (--sheet NAME, or --sheet '*' for all)",
    ),
    "tables.more": (
        "{path} 只读了第一个表格，后面还有 {n} 个没有读",
        "{path}: read its first table only; {n} more were not read",
    ),
    "json.records": ("{path} 的记录取自 {where}", "{path}: the records are those of {where}"),
}
