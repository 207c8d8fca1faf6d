"""Tools for people to read by, and the one that runs a pipeline."""

from __future__ import annotations

from cstools.model.commands.command import Command, Example

ROWS = (
    Command(
        name="report",
        summary_en="Make the monthly review: one file to put on the table.",
        summary_zh="生成月度复盘报告：一个可以直接拿去开会的文件",
        scope="needs the whole input",
        reads="the fields of the figures it shows",
        writes="a report (HTML, Markdown, ...), not records",
        examples=(
            Example(
                "The review of a month, as one HTML file",
                "cs-ingest data/千牛_2025-*.csv | cs-clean | cs-dedupe | cs-tag |\n"
                "  cs-report --during 2025-10 -o review.html",
            ),
            Example(
                "Keep the review as data, and render it later without the records",
                "cs-ingest data/千牛_2025-*.csv | cs-clean | cs-tag |\n"
                "  cs-report --during 2025-10 -t json -o review.json\n"
                "cs-report --from-model review.json -o review.md",
            ),
            Example(
                "With targets, promotions and what the last review decided, a page for each team",
                "cs-ingest data/千牛_2025-*.csv | cs-clean | cs-tag |\n"
                "  cs-report --during 2025-10 --targets data/目标.csv --calendar data/大促.csv --actions data/措施.toml"
                " \\\n  --split channel --audience lead -o 'review-{channel}.html'",
            ),
            Example(
                "The same review in the terminal, in English",
                "cs-ingest data/千牛_2025-*.csv | cs-clean | cs-tag |\n  cs-report --during 2025-10 -t table --lang en",
            ),
        ),
    ),
    Command(
        name="view",
        summary_en="Look at records in the terminal: rows, fields, values.",
        summary_zh="在终端里看数据：记录、字段、取值",
        scope="needs the whole input; head stops after the rows it shows",
        reads="any record",
        writes="a table for people, not records; TSV in a pipe",
        examples=(
            Example(
                "What is in a file",
                "cs-ingest data/千牛_2025-10.csv | cs-view describe",
            ),
            Example(
                "How often each value occurs",
                "cs-ingest data/千牛_2025-10.csv | cs-view freq category -t table",
            ),
            Example(
                "Everything of one customer, in order of time",
                "cs-ingest data/千牛_2025-10.csv | cs-view customer 0027774452 -t table",
            ),
        ),
    ),
    Command(
        name="run",
        summary_en="Run a pipeline of cs-* tools in one process.",
        summary_zh="在一个进程里运行整条 cs-* 流水线，结果逐字节相同",
        scope="that of its stages: row by row up to the first that needs the whole input",
        reads="what its first tool reads",
        writes="what its last tool writes",
        examples=(
            Example(
                "The same bytes as the pipe, sooner",
                "cs-run 'cs-ingest data/千牛_2025-*.csv | cs-clean | cs-kpi --by channel --period month'",
            ),
            Example(
                "A pipeline into a file, with one line about the run",
                "cs-run 'cs-ingest data/抖音飞鸽.csv | cs-clean | cs-tag -o tagged.jsonl --log log.jsonl'",
            ),
            Example(
                "Customers from orders, as a table",
                "cs-run 'cs-ingest data/订单.csv | cs-rfm --summary -t table'",
            ),
        ),
    ),
)
