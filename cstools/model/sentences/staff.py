"""cs-staff: what it cannot do, and what it says of a run."""

from __future__ import annotations

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
        "as needed: {mean} agents on average, {peak} at most, {sl} within {seconds} s, {sl_held} of {n} intervals on "
        "target; with one fewer in each {sl_minus} ({sl_minus_held} on target), with one more {sl_plus} "
        "({sl_plus_held})",
    ),
}
