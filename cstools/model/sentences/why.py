"""cs-why: what it cannot do, and what it says of a run."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "why.sql": (
        "看不懂条件 {text}：{why}",
        "does not understand the condition {text}: {why}",
    ),
    "why.twice": (
        "--factors 里 {text} 写了两次：每个字段写一次，多个分界用 / 隔开，例如 wait_s:60/300",
        "--factors has {text} twice; name a field once, several cut points with / between, e.g. wait_s:60/300",
    ),
    "why.rule": (
        "--factors 看不懂 {text}：数值写 {field}:60/300（由低到高的分界）或 {field}:q4（四分位），"
        "路径写 topic:1（前几级）",
        "--factors does not understand {text}; of a number write {field}:60/300 (cut points, rising) or {field}:q4 "
        "(quartiles), of a path topic:1 (its first parts)",
    ),
    "why.kind": (
        "{field} 是时间或列表，不能直接作因素：写成条件，例如 created_at >= DATE '2025-10-16'",
        "{field} is a time or a list and no factor by itself; write a condition, e.g. created_at >= DATE '2025-10-16'",
    ),
    "why.outcome": (
        "结果：{outcome}；{n} 条中有 {hits} 条（{share}）。关联不等于因果",
        "outcome: {outcome}; {hits} of {n} ({share}). Association, not cause",
    ),
    "why.dissatisfied": (
        "不满意（评分按五分制 ≤2，其他分制先换算）",
        "dissatisfied (a rating of 2 or less of 5, other scales converted)",
    ),
    "why.leak": (
        "{names} 就是结果本身的字段，不作因素",
        "{names}: what the outcome itself is read from is no factor, left out",
    ),
    "why.none": (
        "没有可看的因素：用 --factors 指定字段",
        "no factor to look at; name fields with --factors",
    ),
    "why.pooled": (
        "{factor}：另有 {n} 个取值太少见或太多，合为 (other)（--top 可调）",
        "{factor}: {n} more values are too rare or too many, pooled as (other) (see --top)",
    ),
    "why.negative": (
        "{factor}：{n} 条时长为负，按没有值算",
        "{factor}: {n} durations below zero count as none",
    ),
    "why.constant": (
        "{names} 只有一种取值，比不出高低",
        "{names} has one value only, so there is nothing to compare",
    ),
    "why.one_class": (
        "{n} 条的结果都一样：没有比值、检验和模型",
        "all {n} records have the same outcome: no ratios, tests or model",
    ),
    "why.unmodelled": (
        "模型没有收敛，调整后的各列为空：减少因素再试",
        "the model did not converge, so its columns are null; try fewer factors",
    ),
    "why.model_ml": (
        "模型：{n} 条的 logistic 回归，{k} 个系数，每个系数 {epv} 次事件；调整后 OR 与 ref 相比，Wald 区间",
        "model: logistic regression of {n} records, {k} coefficients, {epv} events each; adjusted odds ratios against "
        "ref, Wald intervals",
    ),
    "why.model_firth": (
        "模型：有的层级全是或全不是该结果，改用 Firth 惩罚的 logistic 回归（{n} 条，{k} 个系数，"
        "每个系数 {epv} 次事件）；这些层级用轮廓似然区间，其余用 Wald 区间",
        "model: of some level all or none had the outcome, so logistic regression with Firth's penalty ({n} records, "
        "{k} coefficients, {epv} events each); profile likelihood intervals for such levels, Wald intervals for others",
    ),
    "why.unprofiled": (
        "{n} 个层级的轮廓似然区间没有求出，用 Wald 区间：偏窄或偏宽，谨慎使用",
        "no profile likelihood interval was found for {n} levels, theirs is Wald's, which is none too good here",
    ),
    "why.few": (
        "每个系数只有 {epv} 次事件，少于 {least}：调整后的数字不稳，减少因素或层级",
        "only {epv} events a coefficient, fewer than {least}: adjusted figures are shaky; take fewer factors or levels",
    ),
    "why.aliased": (
        "{names}：其他因素已经完全说明，不进模型",
        "{names}: the other factors tell it entirely, so it is not in the model",
    ),
    "why.partly": (
        "有层级被其他因素完全说明，不进模型：{names}",
        "levels that other factors tell entirely are not in the model: {names}",
    ),
    "why.inflated": (
        "与其他因素重叠很多（VIF）：{names}；调整后的区间因此很宽",
        "much of it is told by other factors (VIF): {names}; its adjusted intervals are wide for that",
    ),
    "why.judged": (
        "检验：用 {since} 之前的记录拟合，之后的 {n} 条检验：AUC {auc}，Brier {brier}（只报总体比例为 {base}）；"
        "预计 {expected} 条、实际 {hits} 条；概率最高的 {top} 条预计 {top_expected}、实际 {top_seen}",
        "judged: fitted on records before {since}, on {n} after: AUC {auc}, Brier {brier} ({base} for the base rate); "
        "{expected} expected, {hits} seen; of the {top} with the highest"
        " chance {top_expected} expected, {top_seen} seen",
    ),
    "why.no_better": (
        "模型并不比总体比例更准：p_outcome 一律写 {rate}，不要按它排先后",
        "the model is no better than the base rate: p_outcome is {rate} throughout, so rank nothing by it",
    ),
    "why.unjudged": (
        "前后两段的记录不够拟合和检验：p_outcome 写较早记录的总体比例，没有则为空",
        "too few records to fit and judge a model: p_outcome is the rate of the earlier records, null without any",
    ),
    "why.funnel": (
        "漏斗：过了前面各步才算到下一步；截至时 {days} 天内的新咨询还没走完，不算在内",
        "funnel: a step counts those that passed all before it; contacts of the last {days} days have not had their "
        "time and are left out",
    ),
    "why.steps": ("没有字段说明这几步，略去：{names}", "no field tells these steps, left out: {names}"),
    "why.cases": (
        "最差：评分最低，其次严重度最高、文字最长；最好：评分最高，其次首响最快；"
        "典型：最常见问题（{problem}）中各项数值的名次平均最靠近正中的。文字已脱敏",
        "worst: the lowest rating, then the highest severity and the longest text; best: the highest rating, then the "
        "quickest first reply; typical: of the most common problem ({problem}) those whose numbers rank nearest to its "
        "middle. Texts are masked",
    ),
    "why.cases_n": ("--cases 至少 1", "--cases takes 1 or more"),
    "why.idle": ("{option} 要与 {other} 同用", "{option} is of no use without {other}"),
    "why.one_table": (
        "{first} 和 {second} 各写一张表：请分两次运行",
        "{first} and {second} write different tables; run cs-why twice",
    ),
    "why.ranked": (
        "各数值与评分（换算成五分制）的秩相关：正数表示数值越大评分越高。关联不等于因果",
        "rank correlation with the rating (on a scale of 5): above 0, more of it goes with better ratings. "
        "Association, not cause",
    ),
    "page.why.factor": ("因素", "Factor"),
    "page.why.level": ("层级", "Level"),
    "page.why.rate": ("发生率", "Rate"),
    "page.why.interval": ("95% 区间", "95 % interval"),
    "page.why.lift": ("提升", "Lift"),
    "page.why.odds": ("OR（与其余比）", "OR (against the rest)"),
    "page.why.adjusted": ("调整后 OR（与对照比）", "Adjusted OR (against ref)"),
    "page.why.ame": ("概率差", "Effect"),
    "page.why.p": ("校正 p", "Adjusted p"),
    "page.why.ref": ("对照", "ref"),
    "page.why.other": ("（其他）", "(other)"),
    "page.why.others": ("另有 {n} 个", "{n} more"),
    "page.why.yes": ("是", "yes"),
    "page.why.no": ("否", "no"),
    "page.why.rho": ("秩相关", "Rho"),
    "page.why.n": ("样本", "n"),
    "page.why.step": ("步骤", "Step"),
    "page.why.step_contacts": ("咨询", "contacts"),
    "page.why.step_replied": ("响应", "replied to"),
    "page.why.step_resolved": ("解决", "resolved"),
    "page.why.step_rated": ("评价", "rated"),
    "page.why.rate_prev": ("占上一步", "Of the step before"),
    "page.why.rate_first": ("占咨询", "Of contacts"),
    "page.why.drop": ("流失", "Lost"),
    "page.why.legend": (
        "OR 大于 1：更容易发生；括号内为 95% 区间；层级 60..300 指大于 60、不超过 300。"
        "调整后：其他因素不变时；概率差：其他不变时概率高多少",
        "OR above 1: more likely; 95 % intervals in brackets; level 60..300 is above 60 up to 300. Adjusted: all other "
        "factors as they are; effect: by how much the probability is then higher",
    ),
    "page.why.strong": (
        "粗体：模型中各因素偏离对照最远的层级（区间不含 1）",
        "bold: of each factor the level farthest from ref in the model, its interval without 1",
    ),
    "page.why.cause": ("关联不等于因果", "Association, not cause"),
}
