"""What cs-report says of its options and files."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "report.during": (
        "cs-report 的 --during 要写一个月：2025-10，不能是 {text}",
        "--during of cs-report is a month such as 2025-10, not {text}",
    ),
    "report.model": (
        "不是 cs-report -t json 写出的报告：{why}",
        "not a report that cs-report -t json wrote: {why}",
    ),
    "report.for": ("--for 不能是 {name}；可用 {known}", "--for cannot be {name}; use {known}"),
    "report.audience": ("--audience 不能是 {name}；可用 {known}", "--audience cannot be {name}; use {known}"),
    "report.action_where": (
        "{path}:{line}：措施 {id} 的范围不是这些记录上的条件：{where}",
        "{path}:{line}: the records of action {id} cannot be told by {where}",
    ),
    "report.reader": (
        "模型里没有 {audience} 要看的 {sections}：从记录生成（不用 --from-model）才有",
        "the model does not hold {sections}, which a {audience} sees: make the report from the records for that",
    ),
    "report.both": (
        "{option} 与 -t {form} 只能用一个",
        "{option} and -t {form} do not go together",
    ),
    "report.split_field": (
        "--split {field}：一条记录有好几个值，不能按它分",
        "--split {field}: a record has several values, reports cannot be split by it",
    ),
    "report.stdin": (
        "标准输入（-）只能读一次：{options} 都要它",
        "standard input (-) can be read once: {options} all ask for it",
    ),
    "report.rows": (
        "{option} 要看记录：不能与 --from-model 同用",
        "{option} needs the records: not with --from-model",
    ),
    "report.quality": (
        "{path} 不是 cs-clean --quality 写出的文件",
        "{path} is not what cs-clean --quality wrote",
    ),
    "report.split": (
        "--split {field} 为每个取值写一个文件：请加 -o，例如 -o '复盘-{{{field}}}.html'",
        "--split {field} writes a file for each value: add -o, such as -o 'review-{{{field}}}.html'",
    ),
    "report.png": ("--chart {name} 写成图片：请加 -o 文件名.png", "--chart {name} is a picture: add -o FILE.png"),
    "report.chart": ("{path} 是图片：请用 --chart 说明是哪张图", "{path} is a picture: name the chart with --chart"),
    "report.no_chart": (
        "报告里没有名为 {name} 的图；有 {known}",
        "the report has no chart called {name}; it has {known}",
    ),
    "report.no_data": ("{name} 这张图没有数据可画", "the chart {name} has no data to draw"),
    "report.logo": (
        "{path} 不是 PNG、JPEG、GIF、WebP 或 SVG 图片，不能作 --logo",
        "{path} is no PNG, JPEG, GIF, WebP or SVG picture: not a --logo",
    ),
    "report.logo_size": (
        "{path} 超过 {most} KB：--logo 的图片会放进页面，请先缩小",
        "{path} is over {most} KB: a --logo is kept in the page, make it smaller first",
    ),
    "report.accent": (
        "--accent 要写一个颜色：'#c7000b'，不能是 {text}",
        "--accent is a colour such as '#c7000b', not {text}",
    ),
    "report.template": ("{path} 第 {line} 行：模板有误：{why}", "{path}:{line}: the template is broken: {why}"),
    "report.template_dir": (
        "--template {path} 里没有能代替的文件；可放 {known}",
        "--template {path} holds no file in place of ours; there may be {known}",
    ),
    "report.spec": ("图 {name} 的 Vega-Lite 有误：{why}", "the Vega-Lite of the chart {name} is broken: {why}"),
    "report.spec_url": (
        "图 {name} 的 Vega-Lite 在 {place} 处要取外部地址：报告从不联网，数据只来自报告本身，请去掉这一项",
        "the Vega-Lite of the chart {name} asks for an address at {place}: a report never reaches the network, its "
        "data are the report's own; leave it out",
    ),
}
