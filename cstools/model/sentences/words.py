"""Words: keywords, rising words, new words and topics of cs-tag."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "words.number": ("{option} 要写 1 以上的整数，不能是 {value}", "{option} is a whole number from 1, not {value}"),
    "words.dictionary": (
        "{path} 第 {line} 行：用户词典每行写“词 [词频] [词性]”，不能是 {text}",
        '{path} line {line}: a user dictionary has "word [frequency] [tag]" a line, not {text}',
    ),
    "words.table": (
        "找不到 jieba 的 IDF 词表（{path}）：重新安装 jieba",
        "jieba's IDF table is missing ({path}); install jieba again",
    ),
    "words.period": ("--rising 没有 {text}：可用 {known}", "--rising has no {text}; use one of {known}"),
    "words.one_period": (
        "数据里 {period} 之前没有带文字的记录，无从比较：多给一些历史数据，或把 --rising 的周期改短",
        "no text before {period} to compare with; give more of the past, or a shorter period to --rising",
    ),
    "words.no_text": (
        "{period} 没有带文字的记录：检查 --as-of",
        "no text in {period}; check --as-of",
    ),
    "words.learn": (
        "--topics 要用 scikit-learn：pip install 'cstools[learn]'",
        "--topics needs scikit-learn: pip install 'cstools[learn]'",
    ),
    "words.topics": (
        "--topics {k} 多于不同的文本（用词不同的只有 {n} 条）：把 K 改小",
        "--topics {k} is more than there are different texts ({n} by their words); make K smaller",
    ),
}
