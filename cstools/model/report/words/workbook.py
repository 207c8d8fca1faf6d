"""The workbook: what stands only on its sheets."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "sheet.number": ("序号", "No."),
    "sheet.section": ("部分", "Section"),
    "sheet.says": ("内容", "What it says"),
    "sheet.tag": ("类别", "Kind"),
    "sheet.point": ("要点", "Key point"),
    "sheet.evidence": ("依据", "Evidence"),
    "sheet.effect": ("影响", "Effect"),
    "sheet.where": ("详见", "See"),
    "sheet.verdict": ("变化判断", "Read as"),
    "sheet.met": ("达标", "Met"),
    "sheet.lo": ("95%区间下限", "95% interval from"),
    "sheet.hi": ("95%区间上限", "95% interval to"),
    "sheet.change_lo": ("变化区间下限", "Change from"),
    "sheet.change_hi": ("变化区间上限", "Change to"),
    "sheet.months": ("各月数值", "Month by month"),
    "sheet.rule": ("选取规则", "Chosen for"),
    "sheet.ticket": ("工单号", "Ticket"),
    "sheet.quote": ("客户原话", "In the customer's words"),
    "sheet.all": ("全体", "All"),
    "sheet.drawn": ("图中为前{k}行，共{all}行。", "The chart shows the first {k} of {all} rows."),
    "sheet.cut": (
        "表中为前{k}行，共{all}行；全部见 -t json 的输出。",
        "The first {k} of {all} rows; the whole is in the output of -t json.",
    ),
}
