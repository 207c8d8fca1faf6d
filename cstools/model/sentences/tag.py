"""cs-tag: its options, models and what it says in the end."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "tag.tables": (
        "{first} 和 {second} 都会用表格代替记录：只留一个",
        "{first} and {second} both put a table in place of the records; leave one of them out",
    ),
    "tag.needs": ("{option} 要与 {needs} 同用", "{option} is of no use without {needs}"),
    "tag.useless": (
        "{option} 与 {table} 同用没有意义：表格代替了记录",
        "{option} is of no use beside {table}, whose table stands in place of the records",
    ),
    "tag.empty": ("{option} 要写一个字段名", "{option} takes the name of a field"),
    "tag.labels": (
        "--labels 不能是 {value}：可用 auto、one、several",
        "--labels cannot be {value}; use auto, one or several",
    ),
    "tag.confidence": (
        "--min-confidence 不能是 {value}：写 0 到 1 的概率",
        "--min-confidence cannot be {value}; write a probability, 0 to 1",
    ),
    "tag.feeling": (
        "{option} 要用到情感分：去掉 --no-sentiment",
        "{option} needs the sentiment; leave --no-sentiment out",
    ),
    "tag.eval_map": (
        "--eval-map {path} 要有两列：标签、路径（开头几级即可），一行一条",
        "--eval-map {path} needs two columns, a label and the path (or its first parts) that means it",
    ),
    "tag.lost": (
        "这些标签没有对应的路径，召回率为 0：{names}；用 --eval-map 写明",
        "no path stands for these labels, so their recall is 0: {names}; say what they mean with --eval-map",
    ),
    "tag.agreed": (
        "topic 与来源的 category 一致 {share}（{n} 条里 {right} 条）",
        "topic agrees with the source's category in {share} of records ({right} of {n})",
    ),
    "tag.unknown": (
        "{rows} 条的 category 不知道对应哪些路径：{names}；在分类文件的 [categories] 里写明",
        "no path stands for the category of {rows} records ({names}); name it under [categories] of a taxonomy",
    ),
    "train.labels": (
        "至少要有两个标签，每个不少于 {least} 条不同的文本；现有：{known}",
        "it takes two labels with {least} different texts each; there are: {known}",
    ),
    "train.number": (
        "--train 不能学 {field}：它存的是数字、时间或是否，不是类别；学满意度用 --train-from-rating",
        "--train cannot learn {field}, which holds numbers, times or yes and no; for a rating use --train-from-rating",
    ),
    "train.self": (
        "{field} 是文本所在的字段，不能又是标签",
        "{field} is the field of the texts and cannot be their label too",
    ),
    "model.twice": (
        "两个 --model 都写 {field}：只留一个",
        "two of --model write {field}; leave one of them out",
    ),
    "adapt.few": (
        "--adapt 要有更多带情绪的文本：好评和差评各不少于 {least} 条",
        "--adapt needs more texts with a feeling: {least} good and {least} bad ones",
    ),
    "learn.missing": (
        "学习要用 scikit-learn：pip install 'cstools[learn]'",
        "learning needs scikit-learn; pip install 'cstools[learn]'",
    ),
    "model.one": (
        "{field}：{labels} 个标签，从 {texts} 条不同的文本学；"
        "{judged} 条没学过的文本上宏平均 F1 {macro}，正确率 {micro}",
        "{field}: {labels} labels, learned from {texts} different texts; on {judged} it had not seen macro F1 {macro}, "
        "accuracy {micro}",
    ),
    "model.several": (
        "{field}：{labels} 个可并存的标签，从 {texts} 条不同的文本学；"
        "{judged} 条没学过的文本上宏平均 F1 {macro}，微平均 F1 {micro}",
        "{field}: {labels} labels that may hold together, learned from {texts} different texts; on {judged} it had not "
        "seen macro F1 {macro}, micro F1 {micro}",
    ),
    "model.thin": (
        "只有 {texts} 条文本：标出 1,000 条以上，模型才可靠",
        "only {texts} texts; a model becomes reliable with 1,000 or more",
    ),
    "model.few": (
        "{n} 个标签的文本不到 30 条，它们的数字没有把握：{names}",
        "{n} labels have fewer than 30 texts, so their figures mean little: {names}",
    ),
    "model.rare": (
        "{n} 个标签的文本不到 5 条，没有学：{names}",
        "{n} labels have fewer than 5 texts and were not learned: {names}",
    ),
    "model.saved": (
        "{path}：{field} 的模型，{size} 字节；用 cs-tag --model {path} 打标",
        "{path}: a model of {field}, {size} bytes; label with cs-tag --model {path}",
    ),
    "model.foreign": (
        "{path} 不是 cs-tag 的模型：用 cs-tag --train 字段 --save 文件 得到模型",
        "{path} is no model of cs-tag; make one with cs-tag --train FIELD --save FILE",
    ),
    "model.damaged": (
        "模型 {path} 已损坏（校验和不符）：重新训练或重新复制",
        "the model {path} is damaged (its checksum is wrong); train or copy it again",
    ),
    "model.version": (
        "模型 {path} 是别的版本做的：重新训练",
        "the model {path} was made by another version; train it again",
    ),
}
