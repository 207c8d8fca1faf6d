"""Tools that make records clean and named."""

from __future__ import annotations

from cstools.model.commands.command import Command, Example

ROWS = (
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
)
