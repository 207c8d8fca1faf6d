"""cs-staff: what it cannot do, and what it says of a run."""

from __future__ import annotations

from cstools.model.weekdays import WEEKDAYS

SENTENCES: dict[str, tuple[str, str]] = {
    "staff.field": (
        "--by {field}：记录里没有这个字段{near}；queue 把电话和在线分开",
        "--by {field}: the records have no such field{near}; queue keeps calls and chats apart",
    ),
    "staff.sl": (
        "--sl 看不懂 {text}：写 占比/秒数，例如 80/20 是 20 秒内接起 80%",
        "--sl does not understand {text}; write SHARE/SECONDS: 80/20 is 80 % within 20 seconds",
    ),
    "staff.sl_all": (
        "--sl {text}：多少人都做不到 100%，最多写 99.99；例如 95/20",
        "--sl {text}: no number of agents answers all in time; write 99.99 or less, e.g. 95/20",
    ),
    "staff.percent": (
        "{option} 不能是 {text}：写 {least} 到 {most} 的百分数，例如 {example}",
        "{option} cannot be {text}; write a percentage of {least} to {most}, e.g. {example}",
    ),
    "staff.span": (
        "{option} 不能是 {text}：至少 1 秒，例如 {example}",
        "{option} cannot be {text}; give a second or more, e.g. {example}",
    ),
    "staff.rule": (
        "目标：{seconds} 秒内接起 {share}{busy}；{model}；缩减率 {shrinkage}{chats}",
        "target: {share} answered within {seconds} s{busy}; {model}; shrinkage {shrinkage}{chats}",
    ),
    "staff.busy": ("，占用率不超过 {occupancy}", ", no busier than {occupancy}"),
    "staff.model_c": ("Erlang C（无人放弃）", "Erlang C (nobody leaves)"),
    "staff.model_a": (
        "Erlang A（平均等 {patience} 秒放弃，按来量计接起率）",
        "Erlang A (leaving after {patience} s on average, the level of all who come)",
    ),
    "staff.chats": ("；在线一人同时接 {concurrency} 个", "; {concurrency} chats an agent at once"),
    "staff.days": (
        "取自 {first} 至 {last} 的 {n} 天",
        "taken from {n} days, {first} to {last}",
    ),
    "staff.days_left": (
        "取自 {first} 至 {last} 的 {n} 个平常日；不计法定节假日 {n_holiday} 天、调休上班日 {n_worked} 天、"
        "大促 {n_promotion} 天、无人来访 {n_empty} 天（--all-days 全计）",
        "taken from {n} usual days, {first} to {last}; left out are {n_holiday} public holidays, {n_worked} weekend "
        "days worked, {n_promotion} days of promotions, {n_empty} days without a contact (--all-days takes them in)",
    ),
    "staff.none_usual": (
        "没有一天是平常日，只好全部计入",
        "no day is a usual one, so all were taken",
    ),
    "staff.no_aht": (
        "有时段的来访都没有处理时长，算不出人数：补上 handle_s 或 talk_s，或用 --aht 5m 指定",
        "contacts of some intervals have no handling time, so their agents are null; give handle_s or talk_s, "
        "or --aht 5m",
    ),
    "staff.zero_aht": (
        "处理时长为 0：这些时段几乎不占人，请核对 handle_s、talk_s",
        "handling times are 0: such intervals take hardly anyone; look at handle_s and talk_s",
    ),
    "staff.shared": (
        "{all} 个时段中有 {n} 个的处理样本不到 {least}，用了整个队列的平均处理时长",
        "{n} of {all} intervals have fewer than {least} handling times and take the mean of their queue",
    ),
    "staff.change": (
        "按需排班：平均 {mean} 人、最多 {peak} 人，{seconds} 秒接起率 {sl}，{n} 个时段中 {sl_held} 个达标；"
        "各少 1 人则 {sl_minus}（{sl_minus_held} 个达标），各多 1 人则 {sl_plus}（{sl_plus_held} 个达标）",
        "as needed: on average {mean} and at most {peak} on duty, {sl} within {seconds} s, {sl_held} of {n} intervals "
        "on target; with one fewer in each {sl_minus} ({sl_minus_held} on target), with one more {sl_plus} "
        "({sl_plus_held})",
    ),
    "staff.one": (
        "{first} 和 {second} 只能用一个",
        "use either {first} or {second}",
    ),
    "staff.alone": (
        "{option} 要和 {other} 一起用",
        "{option} is of no use without {other}",
    ),
    "staff.roster_fields": (
        "{path}：排班表没有能读出的班次：要有 start_at 和 end_at（开始、结束），或人×日的表",
        "{path}: no shift can be read from this roster; it needs start_at and end_at, or a matrix of people and days",
    ),
    "staff.roster_lost": (
        "{path}：{n} 个班次读不懂，未计入（{rules}）；第一个在第 {line} 行：{value}",
        "{path}: {n} shifts could not be read and are left out ({rules}); the first on line {line}: {value}",
    ),
    "staff.roster_left": (
        "{path}：{n} 行不是班次，未计入：没有开始或结束，结束不晚于开始，或长过 36 小时",
        "{path}: {n} rows are no shifts and are left out: no start or end, an end not after it, or over 36 hours",
    ),
    "staff.roster_month": (
        "{path} 的表头只有日，没有月份：先 cs-ingest --set month=2025-10 {path} > roster.jsonl，"
        "再用 --roster roster.jsonl",
        "the headings of {path} are days without a month; first cs-ingest --set month=2025-10 {path} > roster.jsonl, "
        "then --roster roster.jsonl",
    ),
    "staff.roster_together": (
        "排班表里没有 {fields}，分不清谁在哪个队列：与各队列的合计（all）比；要分开比，给排班表加上这一列",
        "the roster has no {fields}, so it is set against all queues together (all); add that column to part them",
    ),
    "staff.roster_hole": (
        "排班表中间空了 {missing} 天（整周没人上班），当作没有排，不当作没有人：核对有没有写错的日期",
        "nobody starts in whole weeks of the roster ({missing} days), taken as not in it; look for a wrong date",
    ),
    "staff.roster_other": (
        "排班表的 {field} 有 {values}，记录里没有：名称要写得一样",
        "{field} of the roster has {values}, which no record has; the names have to be the same",
    ),
    "staff.gap_some": (
        "{all} 个时段中有 {n} 个算不出排班差：需求不明，或排班表没有同星期几的平常日",
        "the gap of {n} of {all} intervals is not known, as the need is not, or the roster has no usual day of that "
        "weekday",
    ),
    "staff.name.call": ("电话", "calls"),
    "staff.name.chat": ("在线", "chats"),
    "staff.name.all": ("各队列合计", "all queues"),
    "staff.queue.call": ("电话：", "calls: "),
    "staff.queue.chat": ("在线：", "chats: "),
    "staff.enough": (
        "{queue}{period} 平均排 {heads} 人，按模型 {model}，已够；实际只有 {sl}："
        "核对真正在线的人数、处理时长（含事后整理）和放弃（--patience）",
        "{queue}{heads} heads on average in {period} are enough by the model ({model}), but {sl} was observed; check "
        "who really was there, handling times (with wrap-up) and who leaves (--patience)",
    ),
    "staff.plan_unknown": (
        "{n} 个时段的需求不明（没有处理时长），没有排进去",
        "the need of {n} intervals is not known (no handling times), and not planned for",
    ),
    "staff.long_handling": (
        "{n} 次处理时长超过一天，不计入平均：核对 handle_s、talk_s 的单位",
        "{n} handling times are over a day and do not count; look at the units of handle_s and talk_s",
    ),
    "staff.roster": (
        "排班表：{first} 至 {last} 的 {n} 天；这以外的日子按它同一星期几的平均",
        "roster: {n} days, {first} to {last}; other days are taken as its mean of the same weekday",
    ),
    "staff.gap": (
        "要排 {need} 人时，排了 {have} 人时：缺 {short}，多 {idle}",
        "{need} head hours are needed and {have} rostered: {short} short, {idle} idle",
    ),
    "staff.gap_unknown": (
        "算不出排班差：需求或排班不明",
        "the gap is not known, as the need or the roster is not",
    ),
    "staff.no_gap": ("没有缺人的时段", "no interval is short"),
    "staff.short": (
        "{queue}{day} {from}–{until} 缺 {n} 人（{hours} 人时）",
        "{queue}{day} {from}–{until}: {n} short ({hours} head hours)",
    ),
    "staff.short_more": (
        "还有 {n} 段缺人，见 gap 列",
        "{n} more stretches are short; see the column gap",
    ),
    "staff.idle": (
        "{queue}{day} {from}–{until} 多 {n} 人（{hours} 人时）",
        "{queue}{day} {from}–{until}: {n} too many ({hours} head hours)",
    ),
    "staff.outside": (
        "每周另有 {hours} 人时排在没有来访的时段",
        "{hours} head hours a week are rostered where nobody comes",
    ),
    "staff.unseen": (
        "记录里没有接起与等待的时间，看不出哪些时期达标；人数仍按来量和处理时长算",
        "the records do not tell how long customers waited, so not where the target was held; the agents needed come "
        "from contacts and handling alone",
    ),
    "staff.held": (
        "{queue}{n} 个时期都守住了 {seconds} 秒 {share}",
        "{queue}{share} within {seconds} s was held in all {n} periods",
    ),
    "staff.lost": (
        "{queue}{seconds} 秒 {share} 在 {period} 失守：{sl}（95% 区间 {lo}–{hi}）；"
        "{n} 个时期中 {n_lost} 个未达标，最低 {worst} 的 {worst_sl}",
        "{queue}{share} within {seconds} s was lost in {period}: {sl} (95 % interval {lo}–{hi}); {n_lost} of {n} "
        "periods missed it, the lowest {worst} with {worst_sl}",
    ),
    "staff.kept": (
        "{queue}{period} 要 {agents} 人在线才守得住；未达标的各期最多要 {most} 人（开放时段人数相同，按小时算）",
        "{queue}it would have been kept by {agents} in {period}, and by {most} in all periods that missed it (the same "
        "number in all open hours)",
    ),
    "staff.kept_more": (
        "{queue}{period} 平均排 {heads} 人，按模型接起 {model}；再加 {more} 人即 {enough} 人就守得住；"
        "未达标的各期最多要加 {most} 人",
        "{queue}{heads} heads on average in {period} give {model} by the model; {more} more, {enough} in all, would "
        "have kept it, and {most} more all periods that missed it",
    ),
    "staff.far": (
        "模型算出 {model}，实际 {sl}，差得远：核对排班人数、处理时长（含事后整理）和放弃（--patience）",
        "the model gives {model} where {sl} was observed; check the heads, handling times (with wrap-up) and who "
        "leaves (--patience)",
    ),
    "staff.tested": (
        "{queue}预测：近几周水平×星期；滚动检验 {n} 天，误差（WAPE）{error}，照抄上周 {naive}",
        "{queue}forecast: the level of the last weeks times the weekday; error (WAPE) over {n} days of a rolling test "
        "{error}, repeating the last week {naive}",
    ),
    "staff.tested_naive": (
        "{queue}预测：照抄上周；滚动检验 {n} 天，误差（WAPE）{naive}，不差于水平×星期的 {error}",
        "{queue}forecast: the last week repeated; its error (WAPE) over {n} days of a rolling test is {naive}, no more "
        "than the {error} of level times weekday",
    ),
    "staff.cut": (
        "{first} 起的数据不全（当天没完，或来访不到平常的四分之一），从 {first} 起预测",
        "the data from {first} on are not whole (a day that is not over, or less than a quarter of a usual one), so "
        "the forecast begins there",
    ),
    "staff.untested": (
        "{queue}预测未经检验：至少要五六周的数据；没有区间",
        "{queue}the forecast is not tested, as that takes five or six weeks of data; there is no band",
    ),
    "staff.holidays_unknown": (
        "{year} 年之后的法定节假日还不知道，都按平日预测：有新通知后升级 chinesecalendar",
        "public holidays after {year} are not known yet and forecast as usual days; upgrade "
        "chinesecalendar once they are",
    ),
    "staff.coming_holiday": (
        "预测期内有 {n} 天法定节假日：{days}；按过去节假日（含关门的）与平日之比，没有过去的就按平日",
        "{n} public holidays are ahead ({days}): by the ratio of past ones to usual days, or as usual days",
    ),
    "staff.coming_promotion": (
        "预测期内有 {n} 天大促：{days}；按过去大促与平日之比，没有过去的就按平日",
        "{n} days of promotions are ahead ({days}): by the ratio of past ones to usual days, or as usual days",
    ),
    "staff.plan": (
        "排 {people} 人，每周 {hours} 小时（成本 {cost}），需求 {need} 人时；{cells} 个时段中 {held} 个够，"
        "缺 {short} 人时",
        "{people} people, {hours} hours a week (cost {cost}) for a need of {need} head hours; {held} of {cells} "
        "intervals are covered, {short} head hours short",
    ),
    "staff.plan_best": ("已证明没有更省的排法", "proven: no plan costs less"),
    "staff.plan_open": (
        "限时内未证明最省，可能还有更省的排法",
        "not proven in the time allowed: a cheaper plan may exist",
    ),
    "staff.plan_together": (
        "各队列的需求合在一起排；要分开排，就一次只输入一个队列（--where）",
        "the queues are planned together; to plan one alone, give its records only (--where)",
    ),
    "staff.plan_short": (
        "{day} {from}–{until} 仍缺 {n} 人：没有班次覆盖，或人数到了上限",
        "{day} {from}–{until}: still {n} short, as no shift is there or the people are too few",
    ),
    "shifts.none": (
        "{path} 第 {line} 行：没有班次：每个班次写一个 [[shift]]（man cstools-shifts）",
        "{path} line {line}: no shifts; write a table [[shift]] each (man cstools-shifts)",
    ),
    "shifts.lacking": (
        "{path} 第 {line} 行：这个 [[shift]] 没有 {word}",
        "{path} line {line}: this [[shift]] has no {word}",
    ),
    "shifts.twice": (
        "{path} 第 {line} 行：班次 {value} 写了两次",
        "{path} line {line}: the shift {value} is there twice",
    ),
    "shifts.clock": (
        "{path} 第 {line} 行：{word} 不能是 {value}：写 08:00；break 写 12:00-13:00，要在班次之内",
        "{path} line {line}: {word} cannot be {value}; write 08:00, or 12:00-13:00 for a break within the shift",
    ),
    "shifts.idle": (
        "{path} 第 {line} 行：班次 {value} 全是休息，没有在岗时间",
        "{path} line {line}: the shift {value} is all break",
    ),
    "shifts.people": (
        "{path} 第 {line} 行：people 只有 {people}，各班次的 least 合计 {least}",
        "{path} line {line}: people is {people}, but the shifts take {least} at least",
    ),
    "shifts.unsolved": (
        "{seconds} 秒内没有找到排法：减少班次，或用 --interval 60",
        "no plan was found in {seconds} s; give fewer shifts, or --interval 60",
    ),
    "staff.title": ("每小时要排几人", "Heads each hour takes"),
    "staff.title_periods": ("回看：各期接起率与要的人数", "Looking back: service level and agents needed"),
    "staff.title_shifts": ("建议的班次", "Suggested shifts"),
    "staff.nobody": ("未填", "not given"),
    "staff.hour": ("时段", "Hour"),
    "staff.legend": (
        "每格是这一小时各时段里要排的最多人数（scheduled，已含缩减率）；— 没有来访",
        "a cell is the most heads of the hour's intervals (scheduled, shrinkage included); — where nobody comes",
    ),
    "staff.legend_gap": (
        "每格：要排的人数（scheduled，取这一小时最多的时段），其后是排班差（取最缺的时段，负数为缺）；— 没有来访",
        "a cell: heads to schedule (the most of the hour's intervals), then the gap of the roster (the worst interval, "
        "below 0 short); — where nobody comes",
    ),
    "staff.period": ("周期", "Period"),
    "staff.contacts": ("来访", "Contacts"),
    "staff.aht": ("处理时长", "Handling"),
    "staff.level": ("接起率", "Level"),
    "staff.band": ("95% 区间", "95 % interval"),
    "staff.needed": ("要几人在线", "Agents needed"),
    "staff.rostered": ("平均排班", "Rostered"),
    "staff.modelled": ("模型接起率", "By the model"),
    "staff.more": ("要加", "More"),
    "staff.shift": ("班次", "Shift"),
    "staff.clock": ("时间", "Hours"),
    "staff.weekdays": ("星期", "Weekdays"),
    "staff.people": ("人数", "People"),
    "staff.hours": ("周工时", "Hours a week"),
    **{f"staff.weekday.{at}": pair for at, pair in enumerate(zip(WEEKDAYS["zh"], WEEKDAYS["en"], strict=True), 1)},
}
