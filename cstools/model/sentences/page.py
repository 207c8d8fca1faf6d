"""Tables of cs-kpi on a terminal: the parts of a change, the steps of a score, the platform beside us, the records."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "page.columns": (
        "{width} 列宽放不下：{names}（-t csv 都有）",
        "{width} columns do not hold: {names} (all are in -t csv)",
    ),
    # --mix
    "page.mix.change": (
        "{label} {before} → {now}：{then} → {value}，{change}",
        "{label} {before} → {now}: {then} → {value}, {change}",
    ),
    "page.mix.parts": (" = 结构 {structure} + 自身 {own}", " = structure {structure} + own {own}"),
    "page.mix.gain": ("变化", "Change"),
    "page.mix.legend": (
        "结构影响：占比变了带来的，与平均比；自身影响：各项数值变了带来的；{before} → {now} 为两期",
        "structure: what moving shares bring, against the average; own: what each one's own value brings; "
        "{before} → {now} are the two periods",
    ),
    "page.mix.exact": (
        "各行两种影响之和恰为合计，合计恰为两期之差；这里四舍五入，全部位数见 -t csv",
        "structure and own of the rows add up to the total, and that to the change, to the last digit; "
        "rounded here, in full with -t csv",
    ),
    "page.mix.before": ("前", "before"),
    "page.mix.now": ("后", "after"),
    # --score
    "page.score.else": ("其余", "else"),
    "page.score.points": ("{n}分", "{n}"),
    "page.score.most": ("最高{n}分", "at most {n}"),
    "page.score.ranked": ("按综合得分排名", "By score"),
    "page.score.off": ("不计分：{names}", "left out: {names}"),
    "page.score.legend": (
        "得分 × 权重 = 计入，从上往下相加即综合得分；封顶和否决写减去的分",
        "points x weight = counted, added from the top down; a cap or veto has what it takes off",
    ),
    "page.score.shared": (
        "权重写作 前 → 后 的：有指标不计分，余下的按原比例摊满 100%",
        "a weight before → after: a metric is left out, the others share 100% in proportion",
    ),
    # --reconcile
    "page.reconcile.heading": ("{label} · 平台：{names}", "{label} · platform: {names}"),
    "page.reconcile.legend": (
        "相差 = 我方数 － 平台数 = 各步之和 + 未解释，一位不差（这里四舍五入）；每步是照平台的做法再算一遍所动的",
        "difference = ours - platform = the steps + unexplained, to the last digit (rounded here); a step is what "
        "our figure moves by when made the platform's way",
    ),
    "page.reconcile.idle": ("试过而没有动的：{names}", "tried, and moved nothing: {names}"),
    "page.reconcile.null": ("{null}：只有一方有数值", "{null}: only one side has a figure"),
    # --rows
    "page.rows.n": ("记录数", "Records"),
    "page.rows.counts": ("全部 {n} 条的去向", "where all {n} went"),
    "page.rows.legend": (
        "分母：计入而未命中；分子也在分母里",
        "denominator: counted, and no hit; a numerator is in the denominator too",
    ),
}
