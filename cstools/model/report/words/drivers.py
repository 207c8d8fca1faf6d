"""What goes with dissatisfaction."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "driver": ("因素", "Factor"),
    "against": ("对照", "Compared with"),
    "adjusted_odds": ("调整后比值比", "Adjusted OR"),
    "interval": ("95%区间", "95% interval"),
    "effect": ("平均概率差", "Mean effect"),
    "drivers.lead": (
        "{n}条评价中{hits}条不满意（折合五分制2分及以下），占{share}。以下是与不满意的关联，不等于因果。",
        "{hits} of {n} rated contacts are dissatisfied (2 or less of 5): {share}. What goes with it is an association, "
        "not a cause.",
    ),
    "drivers.lead_months": (
        "本月不满意的评价太少，看的是最近{months}个月：{n}条评价中{hits}条不满意（折合五分制2分及以下），占{share}。"
        "以下是与不满意的关联，不等于因果。",
        "Too few are dissatisfied this month, so these are the last {months} months: {hits} of {n} rated contacts (2 "
        "or less of 5), {share}. What goes with it is an association, not a cause.",
    ),
    "drivers.far": (
        "{k}个取值中{far}个与对照显著不同，列出把握最大的{shown}个。",
        "{far} of {k} values differ significantly from what they are compared with; the {shown} surest are shown.",
    ),
    "drivers.none": (
        "{k}个取值都与对照无法区分：没有哪个因素与不满意有显著关联。",
        "None of {k} values can be told from what it is compared with: nothing goes with it significantly.",
    ),
    "drivers.chart": ("不满意的调整后比值比", "Adjusted odds ratios of dissatisfaction"),
    "drivers.alt": (
        "{shown}个取值的调整后比值比及95%区间；{k}个取值中{far}个与对照显著不同。",
        "Adjusted odds ratios of {shown} values with 95% intervals; {far} of {k} differ significantly from what they "
        "are compared with.",
    ),
    "drivers.note": (
        "其他因素不变时，与对照相比不满意的比值（odds）是几倍：1 为没有差别，右侧更容易不满意；对数刻度",
        "How many times the odds of dissatisfaction are those of what it is compared with, all other factors as they "
        "are: 1 is no difference, right of it dissatisfied more often; log scale",
    ),
    "drivers.table": ("与不满意的关联", "What goes with dissatisfaction"),
    "drivers.interval": ("{interval}", "{interval}"),
    "drivers.basis": (
        "{all}条咨询中{n}条有评价（{share}），只看这些；平均概率差为其他因素不变时不满意的概率高多少。"
        "客服个人不作因素，见客服对比。",
        "{n} of {all} contacts are rated ({share}), and only these are looked at. The mean effect is by how much the "
        "probability of dissatisfaction is higher, all other factors as they are. People are no factor here: see the "
        "comparison of agents.",
    ),
    "drivers.model": (
        "一次 logistic 回归，{k}个系数，每个系数{epv}条不满意；区间为95%，显著与否已按全部取值校正。",
        "One logistic regression of {k} coefficients, {epv} dissatisfied each; intervals are 95%, marks allow for all "
        "values at once.",
    ),
    "drivers.model_firth": (
        "一次 logistic 回归（有的取值全是或全不是不满意，用 Firth 惩罚），{k}个系数，每个系数{epv}条不满意；"
        "区间为95%，显著与否已按全部取值校正。",
        "One logistic regression (with Firth's penalty, for of some value all or none are dissatisfied) of {k} "
        "coefficients, {epv} dissatisfied each; intervals are 95%, marks allow for all values at once.",
    ),
    "drivers.few": (
        "每个系数不足{least}条不满意，调整后的数字不稳，只作线索。",
        "Fewer than {least} dissatisfied a coefficient: adjusted figures are shaky, take them as hints.",
    ),
    "drivers.aliased": (
        "{names}已由其他因素完全说明，不单独列出。",
        "{names}: told entirely by the other factors, so not apart.",
    ),
    "drivers.inflated": (
        "{names}与其他因素重叠很多，区间因此很宽。",
        "{names}: much of it is told by other factors, which makes its intervals wide.",
    ),
    "drivers.yes": ("是", "yes"),
    "drivers.no": ("否", "no"),
    "drivers.empty": ("未填", "empty"),
    "drivers.other": ("其他", "other"),
    "drivers.most": ("不超过{most}", "up to {most}"),
    "drivers.between": ("{least}–{most}", "{least} to {most}"),
    "drivers.over": ("超过{over}", "over {over}"),
    "why.dissatisfied": (
        "{n}条评价中{hits}条不满意：满意与不满意各要{least}条以上，才能看出与什么有关。",
        "{hits} of {n} rated contacts are dissatisfied; {least} of each kind are needed to tell what goes with it.",
    ),
    "why.levels": (
        "{n}条评价没有可比的因素：字段只有一种取值，或样本太少。",
        "The {n} rated contacts have no factor to compare: fields have one value only, or too few records.",
    ),
    "why.unmodelled": (
        "{n}条评价的模型没有收敛，不作比较。",
        "The model of {n} rated contacts did not converge, so nothing is compared.",
    ),
}
