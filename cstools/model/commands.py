"""The tools: one row each, in the order of a month's work. Help, man pages and README read this table."""

from __future__ import annotations

from dataclasses import dataclass

from cstools.errors import Exit


@dataclass(frozen=True)
class Example:
    """A command that works in `examples/` as it stands (tests run each), and what it is for."""

    purpose: str
    shell: str


@dataclass(frozen=True)
class Command:
    """What help, man page and README say of a tool beside its options.

    scope: whether it works row by row or needs the whole input, in words. reads, writes: the fields, in words.
    """

    name: str
    summary_en: str
    summary_zh: str
    scope: str
    reads: str
    writes: str
    examples: tuple[Example, ...]

    @property
    def script(self) -> str:
        """The console script.

        >>> COMMANDS["kpi"].script
        'cs-kpi'
        """
        return f"cs-{self.name}"


_ROWS = (
    Command(
        name="ingest",
        summary_en="Turn any export into clean, typed records.",
        summary_zh="把任何系统导出的表格转换成统一的记录",
        scope="row by row, in bounded memory at any size; --fold needs the whole input",
        reads="any table; headings are matched against presets of known systems, then the names and aliases of fields",
        writes="the fields it recognised, typed; a heading it does not know is kept as text under its own name. "
        "--fold messages: one ticket a chat session, with first_response_s, avg_response_s, rounds, participants and "
        "counts of messages; its agent is who replied last. --fold events: the last state of each ticket, with events, "
        "reopen_count and transfer_count",
        examples=(
            Example(
                "One export, whatever its encoding, as JSON lines",
                "cs-ingest data/千牛_2025-10.csv",
            ),
            Example(
                "Several systems at once, with what could not be read kept beside",
                "cs-ingest --rejects rejects.jsonl -o tickets.jsonl \\\n"
                "  data/千牛_2025-*.csv data/抖音飞鸽.csv data/400电话.xlsx data/工单.jsonl",
            ),
            Example(
                "Name a heading it should read otherwise, and give every record a shop",
                "cs-ingest --map 会话时长=talk_s --set shop=旗舰店 data/千牛_2025-10.csv",
            ),
        ),
    ),
    Command(
        name="join",
        summary_en="Look up accounts, people, products and shops in a table.",
        summary_zh="按表补充信息：账号对应的人、组和班次，商品，店铺",
        scope="row by row, in bounded memory at any size; the table is held whole",
        reads="the fields of --on; with validity dates the record's time as well",
        writes="the table's columns, or those of --add: a gap is filled, a value that is there stays unless --replace",
        examples=(
            Example(
                "First response by shift, from the list a team lead keeps",
                "cs-ingest data/千牛_2025-10.csv | cs-join --with data/客服名单.xlsx --on agent |\n"
                "  cs-kpi --by shift --metrics frt",
            ),
            Example(
                "Orders with one column of the products, found by a heading of that table",
                "cs-ingest data/订单.csv | cs-join --with data/商品.csv --on product=品名 --add 品类 -t csv",
            ),
            Example(
                "Who is not on the list, kept as a table",
                "cs-ingest data/千牛_2025-*.csv |\n"
                "  cs-join --with data/客服名单.xlsx --on agent --add shift --unmatched missing.csv -o tickets.jsonl",
            ),
        ),
    ),
    Command(
        name="clean",
        summary_en="Unify text and names, fill gaps, reject impossible records.",
        summary_zh="统一文字和叫法，填补缺失，拒收不可能的记录",
        scope=(
            "row by row; what is computed from the data (a median, a fence) is learned from files in a first pass, and "
            "on a pipe needs the whole input unless --limits has it"
        ),
        reads="every field it knows",
        writes="the same fields, cleaned; flags, derived durations and times, FIELD_scaled",
        examples=(
            Example(
                "Keep what was left out; say what the records were like before and after",
                "cs-ingest data/千牛_2025-10.csv | cs-clean --rejects rejects.jsonl --summary",
            ),
            Example(
                "Fill a gap, cap the longest waits, refuse records without a customer",
                "cs-ingest data/400电话.xlsx |\n"
                "  cs-clean --fill agent=未接 --outliers wait_s=iqr:cap --require customer_id",
            ),
            Example(
                "Mask phone numbers and names before a file leaves the house",
                "cs-ingest data/工单.jsonl | cs-clean --mask phone,name -o masked.csv",
            ),
        ),
    ),
    Command(
        name="dedupe",
        summary_en="Merge records that came twice; mark questions asked again.",
        summary_zh="合并重复记录，标出重复咨询",
        scope="needs the whole input",
        reads="ticket_id, or the fields of --key or --on; customer_id, created_at and text to find what was asked "
        "again, and beside them order_id, phone, customer_name, product, first_response_at, parent_id",
        writes="repeat_of; with --emit mark dup_group, dup_rank, dup_score; with --against the id and score of the "
        "partner; with --assign FIELD and FIELD_was",
        examples=(
            Example(
                "One record a ticket, two exports overlap by a day; who asked again within two hours",
                "cs-ingest data/千牛_2025-*.csv | cs-dedupe --within 2h --rejects merged.jsonl |\n"
                "  cs-view --where 'repeat_of IS NOT NULL' --fields customer_id,created_at,text",
            ),
            Example(
                "Which tickets are of one customer, whatever id each channel gave, and why two of them are",
                "cs-ingest data/400电话.xlsx data/工单.jsonl |\n"
                "  cs-dedupe --on phone:phone,customer_name:name --emit pairs -t csv\n"
                "cs-ingest data/400电话.xlsx data/工单.jsonl |\n"
                "  cs-dedupe --on phone:phone,customer_name:name --why 040025090107031640,040025102113365261 -t table",
            ),
            Example(
                "One customer id over all channels",
                "cs-ingest data/千牛_2025-*.csv data/400电话.xlsx data/工单.jsonl |\n"
                "  cs-dedupe --on customer_id,phone:phone,customer_name:name --assign customer_id -o one.jsonl",
            ),
        ),
    ),
    Command(
        name="tag",
        summary_en="Name the problem, its severity and the mood of each record.",
        summary_zh="给每条记录打标签：问题分类、严重程度、情绪",
        scope="row by row, in bounded memory at any size; --adapt, --topics, the tables and --taxonomy qa need the "
        "whole input",
        reads="text, or the field of --field; sender_role, so that only the customer's messages are tagged; category, "
        "to say how far topic agrees; the fields of --train and --eval; --train-from-rating csat, score or stars; "
        "--rising created_at or sent_at; --taxonomy qa also ticket_id or customer_id, sent_at, message_id, is_auto, "
        "is_private",
        writes="topic, tags, severity, red_line, sentiment, sentiment_label; with --explain tag_words, --keywords "
        "keywords, --topics --keep cluster, --model its field and FIELD_p",
        examples=(
            Example(
                "Name the problems",
                "cs-ingest data/千牛_2025-10.csv | cs-clean | cs-tag -o tagged.jsonl",
            ),
            Example(
                "Learn a shop's own categories, and label with them",
                "cs-ingest data/千牛_2025-*.csv | cs-tag --train category --save category.cst -t table\n"
                "cs-ingest data/抖音飞鸽.csv | cs-tag --model category.cst --min-confidence 0.6",
            ),
            Example(
                "What agents should not have said, or left unanswered",
                "cs-ingest data/聊天记录.csv | cs-tag --taxonomy qa | cs-view freq topic -t table",
            ),
        ),
    ),
    Command(
        name="kpi",
        summary_en="Compute service figures, each with its n, parts and interval.",
        summary_zh="计算客服指标，每个数字都带样本量、分子分母和区间",
        scope="needs the whole input; figures that are sums are summed chunk by chunk, in bounded memory, all others "
        "hold the fields they use",
        reads="the fields of the figures asked for (--list names them), of tickets, messages, orders, refunds, "
        "surveys or states of agents; records of other kinds beside them with --messages, --orders, --refunds, "
        "--surveys, --states; the fields of --by and --mix; with --exclude ticket_id, customer_id, agent and the time",
        writes="records of kind kpi, one a figure, group and period; cstools-kpi(5) says what each column is. --mix, "
        "--score and --reconcile: rows of kind kpi of their own; --wide: a row a group and period, a column a metric; "
        "--rows: the records behind a figure, with period, metric, part, value and why",
        examples=(
            Example(
                "Each team's October against its targets and against September",
                "cs-ingest data/千牛_2025-*.csv data/抖音飞鸽.csv data/400电话.xlsx |\n"
                "  cs-kpi --by team --rollup --period month --during 2025-10 --compare prev -t table \\\n"
                "    --targets data/目标.csv --metrics csat_pct,frt_within_60s,frt_p50,repeat_rate_72h",
            ),
            Example(
                "Whose ratings are above or below the others' by more than chance, and the records behind them",
                "cs-ingest data/千牛_2025-*.csv data/抖音飞鸽.csv |\n"
                "  cs-kpi --by team,agent --metrics csat_pct --rank -t table\n"
                "cs-ingest data/千牛_2025-*.csv data/抖音飞鸽.csv |\n"
                "  cs-kpi --rows csat_pct --where \"agent = '方圆'\" -t csv",
            ),
            Example(
                "Did satisfaction change, or only the share of the channels",
                "cs-ingest data/千牛_2025-*.csv data/抖音飞鸽.csv data/400电话.xlsx |\n"
                "  cs-kpi --mix channel --period month --metrics csat_pct -t table",
            ),
            Example(
                "More work, or only more orders: contacts for every 1,000 paid orders",
                "cs-ingest -o orders.jsonl data/订单.csv\n"
                "cs-ingest data/千牛_2025-*.csv data/抖音飞鸽.csv data/400电话.xlsx |\n"
                "  cs-kpi --orders orders.jsonl --period month --during 2025-09..2025-10 --compare prev \\\n"
                "    --metrics volume,orders_paid,contacts_per_1k_orders -t table",
            ),
            Example(
                "Scores by a card, each step a row; without what was struck, in business hours",
                "cs-ingest data/千牛_2025-*.csv data/抖音飞鸽.csv |\n"
                "  cs-kpi --by agent --score data/绩效.toml --exclude data/剔除.csv --hours data/营业时间.toml -t csv",
            ),
            Example(
                "The platform's own figures beside ours, day by day, and what explains the difference",
                "cs-ingest -o daily.jsonl data/平台日报.csv\n"
                "cs-ingest data/千牛_2025-10.csv |\n"
                "  cs-kpi --reconcile daily.jsonl --period day --during 2025-10-13..2025-10-15 --exclude data/剔除.csv "
                "-t csv",
            ),
            Example(
                "Before, during and after promotions, and a metric of one's own",
                "cs-ingest data/千牛_2025-*.csv data/抖音飞鸽.csv data/400电话.xlsx |\n"
                "  cs-kpi --calendar data/大促.csv --metrics volume,frt_p50 -t table\n"
                "cs-ingest data/400电话.xlsx | cs-kpi --define data/自定义指标.toml --metrics long_waits --by hour",
            ),
        ),
    ),
    Command(
        name="rfm",
        summary_en="Score customers by recency, frequency and money.",
        summary_zh="按最近购买、次数、金额给客户分层",
        scope="needs the whole input, of which it holds only the fields it reads",
        reads="records of kind order: customer_id, order_id, parent_order_id, amount, paid_amount, refund_amount, "
        "ordered_at, paid_at, status",
        writes="records of kind customer: scores and segment, one a customer; --clv adds p_alive, expected_orders, "
        "expected_value and clv. --summary: a row a segment; --cohort: a row a cohort and period; --join: tickets with "
        "segment",
        examples=(
            Example(
                "The segments by cut-offs of your own (10 days, 3 orders, 200 yuan), and who comes back month by month",
                "cs-ingest -o orders.jsonl data/订单.csv\n"
                "cs-rfm --cut fixed --cuts r=10,f=3,m=200 --summary -t csv orders.jsonl\n"
                "cs-rfm --cohort month -t csv orders.jsonl",
            ),
            Example(
                "One record a customer, with what each is expected to buy in half a year",
                "cs-ingest data/订单.csv | cs-rfm --clv --horizon 180d --fit-report fit.json -o customers.csv",
            ),
            Example(
                "Tickets with the segment of their customer",
                "cs-ingest -o tickets.jsonl data/千牛_2025-10.csv\n"
                "cs-ingest data/订单.csv | cs-rfm --join tickets.jsonl | cs-kpi --by segment --metrics volume",
            ),
        ),
    ),
    Command(
        name="staff",
        summary_en="Say how many agents each interval needs, and where the roster falls short.",
        summary_zh="算出每个时段要多少客服，排班差在哪里",
        scope="needs the whole input, of which it holds only the fields it reads",
        reads="tickets: created_at, queued_at, bot_handoff_at; handle_s, talk_s, hold_s, wrap_s; wait_s, answered_at, "
        "is_answered, is_abandoned; contact_type, direction, initiator; the fields of --by",
        writes="a row a weekday and interval: contacts a day, handling, erlangs, agents and what they give, one fewer "
        "and one more",
        examples=(
            Example(
                "How many are needed on the phones, for 80 % within 20 seconds and 30 % shrinkage",
                "cs-ingest data/400电话.xlsx | cs-clean | cs-staff --sl 80/20 --shrinkage 30% -t csv",
            ),
            Example(
                "Where callers leave after two minutes, and agents must not be busier than 85 %",
                "cs-ingest data/400电话.xlsx | cs-clean |\n"
                "  cs-staff --patience 2m --max-occupancy 85% --interval 60 -t csv",
            ),
            Example(
                "Chats, three at once an agent, promotions left out",
                "cs-ingest data/千牛_2025-10.csv | cs-clean |\n"
                "  cs-staff --concurrency 3 --calendar data/大促.csv --interval 60 -t csv",
            ),
        ),
    ),
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

COMMANDS: dict[str, Command] = {row.name: row for row in _ROWS}
"""Name to row, in the order of work."""

EXITS: dict[Exit, tuple[str, str]] = {
    Exit.OK: (
        "完成（没有记录时输出表头和提示，也是 0）",
        "done; an empty stream gives its header and a warning, and is done too",
    ),
    Exit.FAILED: (
        "失败：文件不存在、读不了、写不了",
        "failed: a missing file, unreadable input, an output that cannot be written",
    ),
    Exit.USAGE: ("用法或配置有误", "usage: the command line or a configuration file asks for what does not exist"),
    Exit.REJECTS: (
        "拒收的记录超过 --strict 或 --max-rejects 的限度",
        "more was rejected than --strict or --max-rejects allows",
    ),
    Exit.ALERT: ("要求的检查或预警被触发", "a check or alert that was asked for fired"),
    Exit.INTERRUPTED: ("被中断（Ctrl-C）", "interrupted (Ctrl-C)"),
    Exit.BROKEN_PIPE: ("下游关闭了管道（例如 | head）", "the reader of the output closed the pipe (as | head does)"),
}
"""What each exit code means, Chinese and English."""
