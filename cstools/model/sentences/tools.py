"""The other tools: cs-clean, cs-dedupe, cs-run."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "dedupe.similar": (
        "--similar 不能是 {value}：写大于 0、不超过 1 的数，例如 0.9",
        "--similar cannot be {value}; write a number above 0 and up to 1, e.g. 0.9",
    ),
    "dedupe.merge_emit": (
        "--merge-repeats 会合并记录，不能与 --emit {emit} 同用：去掉其中一个",
        "--merge-repeats merges records and cannot go with --emit {emit}; leave one of them out",
    ),
    "dedupe.on": (
        "--on 看不懂 {text}：写 字段:种类，例如 phone:phone,customer_name:name；种类有 {kinds}",
        "--on does not understand {text}; write FIELD:KIND, e.g. phone:phone,customer_name:name; kinds are {kinds}",
    ),
    "dedupe.on_twice": (
        "--on：字段 {field} 写了两次：只留一次",
        "--on: {field} stands there twice; leave one",
    ),
    "dedupe.on_key": (
        "--key 与 --on 只能用一个：--key 按字段相等，--on 按多个字段的相似程度",
        "--key and --on do not go together: one asks for equal fields, the other for alike ones; leave one out",
    ),
    "dedupe.needs_on": (
        "{option} 要与 --on 同用，例如 --on phone:phone,customer_name:name",
        "{option} needs --on, e.g. --on phone:phone,customer_name:name",
    ),
    "dedupe.threshold": (
        "--threshold 不能是 {value}：写大于 0、小于 1 的概率，例如 0.9",
        "--threshold cannot be {value}; write a probability above 0 and below 1, e.g. 0.9",
    ),
    "dedupe.most": (
        "{option} 不能是 {value}：写 2 到 {most}",
        "{option} cannot be {value}; write 2 to {most}",
    ),
    "dedupe.against": (
        "--against 只能给一个文件；多个文件统一编号请加 --assign 字段",
        "--against takes one file; for one id over several, add --assign FIELD",
    ),
    "dedupe.assign": (
        "--assign 不能用于 {field}：写要统一的编号字段，例如 customer_id",
        "--assign is not for {field}; name the id that all records of one entity should have, e.g. customer_id",
    ),
    "dedupe.against_input": (
        "--against 不能是标准输入（-）：写文件名",
        "--against cannot be standard input (-); name a file",
    ),
    "dedupe.useless": (
        "{option} 与 {other} 同用没有意义：去掉其中一个",
        "{option} says nothing beside {other}; leave one of them out",
    ),
    "dedupe.known": (
        "--pairs-known {path} 应有两列（或 id_a、id_b）：每行两个已知是同一对象的编号",
        "--pairs-known {path} should have two columns (or id_a and id_b): the ids of two records known to be one",
    ),
    "dedupe.known_none": (
        "--pairs-known：没有一对编号在记录里：检查编号的写法",
        "--pairs-known: no pair has two ids of these records; look at how the ids are written",
    ),
    "dedupe.why": (
        "--why：没有编号为 {id} 的记录",
        "--why: no record has the id {id}",
    ),
    "dedupe.why_ids": (
        "--why 看不懂 {text}：写一个编号，或用逗号隔开的两个编号",
        "--why does not understand {text}; write one id, or two with a comma between",
    ),
    "dedupe.merge": (
        "--merge 看不懂 {text}：写 字段=规则，例如 refund_amount=sum；规则有 {rules}",
        "--merge does not understand {text}; write FIELD=RULE, e.g. refund_amount=sum; rules are {rules}",
    ),
    "dedupe.merge_type": (
        "--merge：字段 {field} 不能用 {rule}：sum 用于数字，union 用于列表，longest 用于文本，字段必须存在",
        "--merge: {field} has no {rule}; sum takes numbers, union lists, longest texts, of a field that is there",
    ),
    "dedupe.merge_survivor": (
        "--merge 要与 --survivor merge 同用",
        "--merge needs --survivor merge",
    ),
    "clean.fill": (
        "--fill 看不懂 {text}：写 字段=方法，例如 wait_s='median by channel' 或 category=其他",
        "--fill does not understand {text}; write FIELD=METHOD, e.g. wait_s='median by channel' or category=other",
    ),
    "clean.fill_type": (
        "--fill：字段 {field} 不能用 {method}：median、mean、interpolate 只用于数字，列表只能用常数",
        "--fill: {field} has no {method}; median, mean and interpolate are for numbers, lists take constants only",
    ),
    "clean.fill_time": (
        "--fill {field}={method}：记录没有时间，分不出前后（种类 {kind}）",
        "--fill {field}={method}: the records have no time, so none comes before another (kind {kind})",
    ),
    "clean.fill_customer": (
        "--fill {field}=customer：记录里没有 customer_id",
        "--fill {field}=customer: the records have no customer_id",
    ),
    "clean.by_type": (
        "不能按字段 {field} 分组：用文字、编号、是非或整数字段",
        "{field} makes no groups; use a field of text, ids, yes/no or whole numbers",
    ),
    "clean.scale": (
        "--scale 看不懂 {text}：写 字段=方法，方法 {methods}",
        "--scale does not understand {text}; write FIELD=METHOD, methods {methods}",
    ),
    "clean.scale_type": (
        "--scale：字段 {field} 不是数字",
        "--scale: {field} does not hold numbers",
    ),
    "clean.limits_lack": (
        "--limits：界限表里没有 {what}；有：{known}",
        "--limits: the table has no {what}; it has {known}",
    ),
    "clean.limits_table": (
        "{path}:{line}：{column} 不能是 {value}：这不是 --learn-limits 写的界限表",
        "{path}:{line}: {column} cannot be {value}; this is no table written by --learn-limits",
    ),
    "clean.limits_column": (
        "{path} 没有列 {column}：这不是 --learn-limits 写的界限表",
        "{path} has no column {column}; it is no table written by --learn-limits",
    ),
    "clean.limits_both": (
        "--limits 用现成的界限，--learn-limits 重新计算：去掉其中一个",
        "--limits takes limits as they are, --learn-limits learns them; leave one of them out",
    ),
    "clean.limits_idle": (
        "{option} 没有用处：加上 --outliers、--scale，或用 mode、median、mean 的 --fill",
        "{option} is of no use without --outliers, --scale, or --fill with mode, median or mean",
    ),
    "clean.limits_private": (
        "--learn-limits 会写出字段 {field} 的值，而它是隐私：换一个字段",
        "--learn-limits would write values of {field}, which is private; take another field",
    ),
    "clean.limits_form": (
        "--learn-limits {path}：文件名以 .json 或 .csv 结尾",
        "--learn-limits {path}: end the name in .json or .csv",
    ),
    "clean.holds": (
        "要看到全部记录才能算，先都放在内存里：{names}；直接给出文件名，或用 --limits，就不必",
        "held in memory until all records are read: {names}; name files, or use --limits, to avoid it",
    ),
    "clean.spans": (
        "用其他记录来填，先把全部记录放在内存里：{names}",
        "filled from other records, all of which are held in memory: {names}",
    ),
    "clean.wholes": (
        "要看全部记录的规则，先把记录都放在内存里：{names}",
        "rules that look at all records, which are held in memory: {names}",
    ),
    "clean.fill_value": (
        "--fill：{value} 不是字段 {field} 能存的值",
        "--fill: {field} cannot hold {value}",
    ),
    "clean.outliers": (
        "--outliers 看不懂 {text}：写 字段=方法[(k)][ by 字段][:动作]，方法 {methods}，动作 {actions}",
        "--outliers does not understand {text}; write FIELD=METHOD[(K)][ by FIELDS][:ACTION], methods {methods}, "
        "actions {actions}",
    ),
    "clean.outliers_type": (
        "--outliers：字段 {field} 不是数字",
        "--outliers: {field} does not hold numbers",
    ),
    "clean.mask": (
        "--mask 看不懂 {text}：可用 {known}，或 all",
        "--mask does not understand {text}; use {known}, or all",
    ),
    "quality.figures": (
        "进 {in} 条，出 {out} 条，拒收 {rejected}，去除 {dropped}，标记 {flagged}。"
        "完整率 {completeness_before} → {completeness_after}，有效率 {validity_before} → {validity_after}，"
        "自动修复率 {repaired}，合格率 {passed}",
        "{in} in, {out} out, {rejected} rejected, {dropped} dropped, {flagged} flagged. "
        "Complete {completeness_before} -> {completeness_after}, valid {validity_before} -> {validity_after}, "
        "repaired {repaired}, passed {passed}",
    ),
    "quality.field": ("字段", "field"),
    "quality.filled_before": ("完整率前", "filled before"),
    "quality.filled_after": ("完整率后", "filled after"),
    "quality.valid_before": ("有效率前", "valid before"),
    "quality.valid_after": ("有效率后", "valid after"),
    "quality.changed": ("已改", "changed"),
    "quality.gained": ("补上", "gained"),
    "quality.emptied": ("清空", "emptied"),
    "quality.rule": ("规则", "rule"),
    "quality.before": ("清洗前", "before"),
    "quality.after": ("清洗后", "after"),
    "quality.sentence": ("说明", "reason"),
    "clean.mask_style": (
        "--mask-style 不能是 {text}：可用 {known}",
        "--mask-style cannot be {text}; use {known}",
    ),
    "clean.pseudonymize_type": (
        "--pseudonymize：字段 {field} 不是编号或文字",
        "--pseudonymize: {field} holds neither ids nor text",
    ),
    "clean.key_none": (
        "--pseudonymize 需要密钥文件：head -c 32 /dev/urandom > cs.key; chmod 600 cs.key，再加 --key-file cs.key",
        "--pseudonymize needs a key; head -c 32 /dev/urandom > cs.key; chmod 600 cs.key; then --key-file cs.key",
    ),
    "clean.key_idle": (
        "--key-file 只与 --pseudonymize 同用",
        "--key-file is of no use without --pseudonymize",
    ),
    "clean.key_short": (
        "密钥文件 {path} 只有 {n} 字节：至少要 {least} 个随机字节",
        "the key file {path} has {n} bytes; it takes {least} random ones or more",
    ),
    "clean.key_open": (
        "密钥文件 {path} 谁都能读：先运行 chmod 600 {path}",
        "anyone can read the key file {path}; run chmod 600 {path} first",
    ),
    "run.empty": (
        "没有流水线：写 cs-run 'cs-ingest a.csv | cs-clean | cs-kpi'",
        "no pipeline; write cs-run 'cs-ingest a.csv | cs-clean | cs-kpi'",
    ),
    "run.word": (
        "cs-run 只运行 cs-* 工具，用 | 连接：不支持 {word}",
        "cs-run runs cs-* tools joined by |; it does not take {word}",
    ),
    "run.middle": (
        "{word} 只能写在第一个或最后一个工具上",
        "{word} belongs to the first or the last tool",
    ),
    "run.first": (
        "{word} 只能是第一个工具",
        "{word} can only be the first tool",
    ),
    "run.quote": ("引号没有成对", "a quote is not closed"),
    "run.once": (
        "{word} 只写一次，写在最后一个工具上",
        "write {word} once, on the last tool",
    ),
}
