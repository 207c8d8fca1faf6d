"""Scorecards of cs-kpi: what is wrong with one, and what is said of each step of a score."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "score.toml": ("{path}:{line}：不是合法的 TOML：{why}", "{path}:{line}: not valid TOML: {why}"),
    "score.key": ("{path}:{line}：不认识 {word}{near}", "{path}:{line}: unknown key {word}{near}"),
    "score.value": (
        "{path}:{line}：{word} 不能是 {value}（{why}）",
        "{path}:{line}: {word} cannot be {value} ({why})",
    ),
    "score.metric": (
        "{path}:{line}：没有指标 {word}{near}；时长要写明统计量，例如 frt_mean（cs-kpi --list 列出全部）",
        "{path}:{line}: no metric {word}{near}; a duration names its statistic, e.g. frt_mean (see cs-kpi --list)",
    ),
    "score.twice": (
        "{path}:{line}：{metric} 的 {word} 写了两次，且不一样",
        "{path}:{line}: {word} of {metric} comes twice, and differs",
    ),
    "score.lacks": ("{path}:{line}：{metric} 要写 {word}", "{path}:{line}: {metric} needs {word}"),
    "score.weights": (
        "{path}:{line}：权重之和是 {total}，要正好是 100",
        "{path}:{line}: the weights add up to {total}, not to 100",
    ),
    "score.band": (
        "{path}:{line}：看不懂档位 {word}：写 <=20秒、<85%、>=4.5 或 else，单位与指标一致",
        "{path}:{line}: cannot read the band {word}; write <=20s, <85%, >=4.5 or else, in the unit of the metric",
    ),
    "score.gap": (
        "{path}:{line}：{metric} 的档位没有覆盖全部取值（缺 {word}）：补上 else",
        "{path}:{line}: the bands of {metric} do not cover every value ({word} is in none); add else",
    ),
    "score.overlap": (
        "{path}:{line}：{metric} 的档位 {word} 与前面的 {other} 重叠：同向的由窄到宽写，反向的不能相交",
        "{path}:{line}: the band {word} of {metric} overlaps {other} before it; write bands of one direction from "
        "narrow to wide, and let opposite ones not meet",
    ),
    "score.none": ("{path} 里没有计分的指标", "{path} holds no metrics to score"),
    # steps
    "score.label.score": ("综合得分", "score"),
    "score.label.cap": ("总分封顶", "cap of the score"),
    "score.label.veto": ("否决：{label}", "veto: {label}"),
    "score.note.none": (
        "没有数值，不计分，权重按比例分给其余指标",
        "no value: left out, the other weights share its own",
    ),
    "score.note.few": (
        "样本不足 {min_n}，不计分，权重按比例分给其余指标",
        "fewer than {min_n} records: left out, the other weights share its own",
    ),
    "score.note.none_points": ("没有数值，按规定计 {points} 分", "no value: {points} points, as the card says"),
    "score.note.few_points": (
        "样本不足 {min_n}，按规定计 {points} 分",
        "fewer than {min_n} records: {points} points, as the card says",
    ),
    "score.note.capped": ("得分封顶 {cap}", "points cut to {cap}"),
    "score.note.over": ("合计超过上限，减去超出部分", "the sum is above the cap, the excess is taken off"),
    "score.note.under": ("合计未超过上限", "the sum is not above the cap"),
    "score.note.vetoed": ("已触发：总分最高 {score}", "applies: the score is at most {score}"),
    "score.note.clear": ("未触发", "does not apply"),
    "score.note.unknown": ("没有数值，未触发", "no value: does not apply"),
    "score.note.whole": ("各项得分之和", "the sum of the parts"),
    "score.note.nothing": ("没有可计分的指标", "no metric counts"),
}
