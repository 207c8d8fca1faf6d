"""Tools that ask further: why, when to worry, how many people."""

from __future__ import annotations

from cstools.model.commands.command import Command, Example

ROWS = (
    Command(
        name="why",
        summary_en="Find what goes with bad ratings: each factor, and all together.",
        summary_zh="找原因线索：哪些因素与差评一起出现，单独看和一起看",
        scope="needs the whole input, of which it holds only the fields it reads",
        reads="csat and csat_scale, or the fields of --outcome; those of --factors, by default first_response_s, "
        "wait_s, is_resolved, transfer_count, reopen_count, channel, topic (or category), product, shop, agent, as far "
        "as they are there; is_spam and merged_into, to leave those records out",
        writes="a row a factor and level: n, hits, rate (the confidence of association rules) with interval lo, hi; "
        "n_rest, hits_rest, rate_rest of all other levels; support, lift, odds_ratio, rel_risk, each with interval; "
        "phi, chi2 (Pearson's), test, p, p_adj (Benjamini-Hochberg). Then of the logistic model of all factors, "
        "against the level ref: adj_or with adj_lo, adj_hi, adj_p; ame, by how much the probability is higher, with "
        "ame_lo, ame_hi. --spearman: a row a number: rho, lo, hi, n. --score: the records, with p_outcome. "
        "--funnel: a row a step, and group: step, n, rate_prev with lo, hi, rate_first, drop. --cases: rule, rank and "
        "the ticket with its text masked",
        examples=(
            Example(
                "What goes with dissatisfaction (a rating of 2 or less of 5); first replies after one and five minutes",
                "cs-ingest data/千牛_2025-*.csv data/抖音飞鸽.csv | cs-clean | cs-tag | cs-why -t table\n"
                "cs-ingest data/千牛_2025-*.csv | cs-why --factors first_response_s:60/300,agent -t csv",
            ),
            Example(
                "An outcome of your own, and conditions as factors",
                "cs-ingest data/千牛_2025-*.csv | cs-clean |\n"
                "  cs-why --outcome 'transfer_count > 0' --factors \"first_response_s > 60,agent\" -t csv",
            ),
            Example(
                "The contacts most likely to end in a bad rating, those not rated among them",
                "cs-ingest data/千牛_2025-*.csv | cs-clean | cs-tag | cs-why --score |\n"
                "  cs-view --where 'csat IS NULL AND p_outcome > 0.3' --fields ticket_id,agent,p_outcome",
            ),
            Example(
                "How many contacts are answered, resolved and rated, by channel; and tickets to talk about",
                "cs-ingest data/千牛_2025-10.csv data/抖音飞鸽.csv | cs-why --funnel --by channel -t table\n"
                "cs-ingest data/千牛_2025-10.csv | cs-tag | cs-why --cases 2 -t csv",
            ),
        ),
    ),
    Command(
        name="watch",
        summary_en="Raise an alert when contacts surge, and say what drives it.",
        summary_zh="咨询量激增时预警，并指出来源",
        scope="needs the whole input, of which it holds counts a day and what customers wrote; with --no-words "
        "only the counts, in bounded memory",
        reads="records of kind ticket: created_at, is_spam, merged_into, contact_type, parent_id; product, category, "
        "topic, channel, shop or the fields of --by; text",
        writes="a row a series and period: field, value, period, n, expected, lo, hi, z, p, p_adj, flag (surge, drop, "
        "gap, promotion, thin, short), phi, the days learned from, the ends of the surge, drivers, words; because, the "
        "surge that wholly explains this one (at least 80 % of its excess)",
        examples=(
            Example(
                "Each morning: was yesterday unusual, promotions aside; the code 4 is an alert",
                "cs-ingest -o log.jsonl data/千牛_2025-*.csv\n"
                "cs-watch --calendar data/大促.csv --since 2025-10-01 -t table log.jsonl",
            ),
            Example(
                "A message for the group, by channel and category together",
                "cs-ingest data/千牛_2025-*.csv | cs-watch --by channel,category -t md --for wecom",
            ),
            Example(
                "Week by week, what customers say is urgent alone, as CSV",
                "cs-ingest data/千牛_2025-*.csv |\n"
                "  cs-watch --where \"text LIKE '%急%'\" --period week --since 2025-09-01 -t csv",
            ),
        ),
    ),
    Command(
        name="staff",
        summary_en="Say how many agents each interval needs, where the roster falls short, and when a target was lost.",
        summary_zh="算出每个时段要多少客服，排班差在哪里，哪个月没守住目标",
        scope="needs the whole input, of which it holds only the fields it reads",
        reads="tickets: created_at, queued_at, bot_handoff_at; handle_s, talk_s, hold_s, wrap_s; wait_s, answered_at, "
        "is_answered, is_abandoned; contact_type, direction, initiator; the fields of --by",
        writes="a row a weekday and interval: contacts a day, handling, erlangs, agents and what they give, one fewer "
        "and one more; with a roster rostered, gap and their level. --forecast: a row a date and interval. --period: a "
        "row a period: n, sl, lo, hi, met, agents; with a roster more. --shifts: a row a shift and weekdays: people, "
        "hours",
        examples=(
            Example(
                "How many are needed on the phones, for 80 % within 20 seconds and 30 % shrinkage",
                "cs-ingest data/400电话.xlsx | cs-clean | cs-staff --sl 80/20 --shrinkage 30% -t csv",
            ),
            Example(
                "In which month three on the phones lost 80 % within 20 seconds, and how many would have kept it",
                "cs-ingest data/400电话.xlsx | cs-clean | cs-staff --period month --agents 3",
            ),
            Example(
                "Next week day by day against the roster",
                "cs-ingest data/千牛_2025-*.csv | cs-clean |\n"
                "  cs-staff --concurrency 3 --forecast --weeks 1 --interval 60 --roster data/排班表.csv",
            ),
            Example(
                "How many people each shift takes",
                "cs-ingest data/千牛_2025-*.csv | cs-clean | cs-staff --interval 60 --shifts data/班次.toml",
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
)
