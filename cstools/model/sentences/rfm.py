"""cs-rfm: what it cannot do, and what it says of a run."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "rfm.scores": (
        "--scheme {scheme} 按 {scores} 分制划分：用 --bins {scores}（quantile 或 kmeans），"
        "或 --cut fixed 并给 {parts} 各 {less} 个分界",
        "--scheme {scheme} is drawn on {scores} scores; use --bins {scores} (by quantile or kmeans), or --cut fixed "
        "with {less} thresholds for each of {parts}",
    ),
    "rfm.tables": (
        "{first} 和 {second} 各写一张表：请分两次运行",
        "{first} and {second} write different tables; run cs-rfm twice",
    ),
    "rfm.idle": ("{option} 要与 {other} 同用", "{option} is of no use without {other}"),
    "rfm.cuts": (
        "--cuts 看不懂 {text}：写 r=天数,f=次数,m=元，多个分界用 / 隔开，由低到高，例如 r=30/90/180,f=2/4,m=100/500",
        "--cuts does not understand {text}; write r=DAYS,f=ORDERS,m=YUAN, several thresholds of one with / between, "
        "rising, e.g. r=30/90/180,f=2/4,m=100/500",
    ),
    "rfm.span": (
        "{option} 不能是 {value}：至少 {least} 天，例如 180d",
        "{option} cannot be {value}; give {least} days or more, e.g. 180d",
    ),
    "rfm.discount": (
        "--discount 不能是 {value}：写每年的折现率，0 到 1 之间，例如 0.1",
        "--discount cannot be {value}; write the rate of a year, 0 up to 1, e.g. 0.1",
    ),
    "rfm.rules": (
        "截至 {as_of}（{basis}）；频次为{frequency}，金额{monetary}",
        "as of {as_of} ({basis}); frequency is {frequency}, money {monetary}",
    ),
    "rfm.basis_data": ("数据中最晚的时间", "the latest time in the data"),
    "rfm.basis_given": ("--as-of 指定", "given by --as-of"),
    "rfm.frequency_orders": ("订单数", "orders"),
    "rfm.frequency_days": ("有购买的天数", "days with a purchase"),
    "rfm.monetary_net": ("减去退款", "net of refunds"),
    "rfm.monetary_gross": ("不减退款", "before refunds"),
    "rfm.thresholds": (
        "按{how}划分，同值同分：R {r} 天；F {f}；M {m} 元",
        "cut by {how}, equal values alike: R {r} days; F {f}; M {m} yuan",
    ),
    "rfm.middle": (
        "分数高于均值为高：R {r}，F {f}，M {m}",
        "high is above the mean score: R {r}, F {f}, M {m}",
    ),
    "rfm.how_quantile": (
        "分位数（{bins} 分，同值取 {tie} 名次）",
        "quantile ({bins} scores, ties take the {tie} place)",
    ),
    "rfm.how_mean": ("均值", "mean"),
    "rfm.how_median": ("中位数", "median"),
    "rfm.how_fixed": ("给定的分界", "the thresholds given"),
    "rfm.how_kmeans": (
        " k-means（一维，取对数，至多 {bins} 类）",
        "k-means of one dimension (up to {bins} groups, on logarithms)",
    ),
    "rfm.guests": (
        "没有客户编号的订单另计：{n} 行，{money} 元",
        "orders without a customer id are counted apart: {n} lines, {money} yuan",
    ),
    "rfm.rates": (
        "复购率 {repurchase}（{n} 位客户中 {again} 位下过两单以上，95% 区间 {lo}–{hi}）；"
        "流失率 {churn}（{churned} 位超过 {days} 天没有下单）",
        "repurchase rate {repurchase} ({again} of {n} customers ordered twice or more, 95 % {lo}-{hi}); churn {churn} "
        "({churned} have not ordered for more than {days} days)",
    ),
    "rfm.cohorts": (
        "批次按首单所在的{period}；留存 = 当期下单的客户 ÷ 批次人数，流失 = 1 - 留存；"
        "还没到的周期为空，没过完的标 partial",
        "cohorts by the {period} of the first order; retention is customers who order in a period / size of the "
        "cohort, churn 1 - retention; periods not begun are null, one not ended is partial",
    ),
    "rfm.period_week": ("周", "week"),
    "rfm.period_month": ("月", "month"),
    "rfm.period_quarter": ("季度", "quarter"),
    "rfm.period_year": ("年", "year"),
    "clv.bgnbd": (
        "BG/NBD（按周，每天至多算一次购买）：r {r}，alpha {alpha}，a {a}，b {b}；对数似然 {likelihood}；"
        "{customers} 位客户，{repeaters} 位回购",
        "BG/NBD (in weeks, purchases of a day count once): r {r}, alpha {alpha}, a {a}, b {b}; log-likelihood "
        "{likelihood}; {customers} customers, {repeaters} came back",
    ),
    "clv.gamma": (
        "Gamma-Gamma（元）：p {p}，q {q}，v {v}；{customers} 位回购客户；次数与客单价的相关 {correlation}",
        "Gamma-Gamma (yuan): p {p}, q {q}, v {v}; {customers} customers who came back; frequency and value correlate "
        "{correlation}",
    ),
    "clv.horizon": (
        "今后 {days} 天：预期 {orders} 次购买，价值 {clv} 元（{discount}）",
        "the next {days} days: {orders} purchases expected, worth {clv} yuan ({discount})",
    ),
    "clv.discount_none": ("不折现", "not discounted"),
    "clv.discount_rate": ("年折现率 {rate}", "discounted by {rate} a year"),
    "clv.holdout": (
        "检验：用 {cut} 之前的数据拟合，后 {days} 天预测 {predicted} 次、实际 {actual} 次（{off}）；"
        "每客户平均误差 {mae}，按以往速度推算为 {naive}",
        "holdout: fitted up to {cut}, {predicted} purchases predicted for the {days} days after and {actual} made "
        "({off}); mean error a customer {mae}, by each one's own pace {naive}",
    ),
    "clv.few": (
        "回购的客户只有 {n} 位，拟合至少要 {least} 位：p_alive、expected_orders、clv 为空；给更长时间的订单",
        "only {n} customers came back and a fit takes {least}: p_alive, expected_orders and clv are null; give orders "
        "over a longer time",
    ),
    "clv.unconverged": (
        "{model} 没有收敛，要靠它的字段为空：检查订单的时间和金额",
        "{model} did not converge, and fields that rest on it are null; look at the times and amounts of the orders",
    ),
    "clv.edge": (
        "{model} 的参数走到了边界（{names}）：客户之间看不出这方面的差别，预测要谨慎",
        "parameters of {model} ran to the edge ({names}): customers do not differ in that, so take forecasts with care",
    ),
    "clv.correlated": (
        "次数与客单价相关 {correlation}，超过 {most}：Gamma-Gamma 假定两者无关，clv 会有偏差",
        "frequency and value correlate {correlation}, beyond {most}; Gamma-Gamma takes them as unrelated, clv is off",
    ),
    "clv.money": (
        "{n} 位回购客户的平均客单价不大于 0，没有用于 Gamma-Gamma，clv 为空",
        "{n} customers who came back spend 0 or less on average: left out of Gamma-Gamma, no clv",
    ),
    "clv.heavy": (
        "Gamma-Gamma 的 q = {q}，不大于 1：平均客单价没有上限，expected_value 和 clv 为空",
        "q of Gamma-Gamma is {q}, not above 1: the mean value has no bound, so expected_value and clv are null",
    ),
    "clv.missed": (
        "检验没有通过（差 {off}，或不如按以往速度推算）：客户的行为变了，不要拿 p_alive、expected_orders、clv 做决定",
        "the holdout was missed (by {off}, or no better than each one's own pace): customers changed, so decide "
        "nothing by p_alive, expected_orders and clv",
    ),
    "clv.holdout_none": (
        "--holdout {days}d：那之前的数据不够拟合（回购 {n} 位，要 {least} 位），没有检验",
        "--holdout {days}d: too little data before that to fit ({n} came back, {least} needed), nothing was checked",
    ),
    "scheme.missing": (
        "没有分层方案 {path}：可用 {known}，或一个文件（man cstools-segments）",
        "no scheme {path}; use {known}, or a file (man cstools-segments)",
    ),
    "scheme.toml": ("{path} 不是合法的 TOML：{why}", "{path} is no valid TOML: {why}"),
    "scheme.key": (
        "{path} 第 {line} 行：没有 {word} 这一项；可用 {known}",
        "{path} line {line}: there is no {word} here; use {known}",
    ),
    "scheme.value": (
        "{path} 第 {line} 行：{word} 不能是 {value}",
        "{path} line {line}: {word} cannot be {value}",
    ),
    "scheme.either": (
        "{path} 第 {line} 行：写若干 [[segment]]，或一个 [names]，二者取一",
        "{path} line {line}: write tables [[segment]], or one [names], not both",
    ),
    "scheme.scores": (
        "{path} 第 {line} 行：scores 不能是 {value}：写 {least} 到 {most}；只分高低就不写，用 bits",
        "{path} line {line}: scores cannot be {value}; write {least} to {most}, or leave it out and use bits",
    ),
    "scheme.id": (
        "{path} 第 {line} 行：这个 [[segment]] 没有 id",
        "{path} line {line}: this [[segment]] has no id",
    ),
    "scheme.form": (
        "{path} 第 {line} 行：{word} 不合这个方案：有 scores 用 r、f、m，没有就用 bits",
        "{path} line {line}: {word} does not go with this scheme; with scores use r, f, m, without them bits",
    ),
    "scheme.bits": (
        '{path} 第 {line} 行：bits 不能是 {value}：写三个 0 或 1，R、F、M 各一个，例如 "011"',
        '{path} line {line}: bits cannot be {value}; write 0 or 1 for each of R, F and M, e.g. "011"',
    ),
    "scheme.range": (
        "{path} 第 {line} 行：{word} 不能是 {value}：写 1 到 {most} 的一个分数，或 [最低, 最高]",
        "{path} line {line}: {word} cannot be {value}; write a score of 1 to {most}, or [lowest, highest]",
    ),
    "scheme.twice": (
        "{path} 第 {line} 行：id {value} 写了两次",
        "{path} line {line}: the id {value} is there twice",
    ),
    "scheme.gap": (
        "{path} 第 {line} 行：{cell} 不属于任何分层：每种分数都要有归属",
        "{path} line {line}: {cell} is in no segment; every combination of scores must be in one",
    ),
    "scheme.overlap": (
        "{path} 第 {line} 行：{cell} 同时属于 {first} 和 {second}：只能属于一个",
        "{path} line {line}: {cell} is in {first} and in {second}; it must be in one only",
    ),
}
