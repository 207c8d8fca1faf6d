"""Tools that count: figures, and customers by what they bought."""

from __future__ import annotations

from cstools.model.commands.command import Command, Example

ROWS = (
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
)
