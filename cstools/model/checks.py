"""The checks a rule may make of a record, with their parameters, and what a rule may do about it.

One row a check: what it takes, what it may do, and its sentence in Chinese and English for a rule without its own.
`kernels/clean/checks.py` has the expression of each.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ACTIONS: dict[str, str] = {
    "reject": "the record leaves the stream, written down as rejected",
    "drop": "the record leaves the stream, written down as dropped: it does not count for --strict",
    "null": "the cell becomes empty, its text written down",
    "cap": "the cell becomes the nearest value within the range; counted",
    "repair": "the cell becomes what the SQL expression in `with` says; a value that breaks the rule again is emptied",
    "flag": "the record is kept, with the rule's id in its flags",
}
"""What may be done about what breaks a rule, and what that means (cstools-rules(5))."""

NUMBERS = ("int", "float", "money")
TIMES = ("time", "date")
_RECORDS = ("reject", "drop", "flag")
_CELLS = (*_RECORDS, "null", "repair")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a check. type: limit (a number or time), days (a number), text, list, bool, field, file or sql."""

    type: str
    about: str


@dataclass(frozen=True)
class Check:
    """A check.

    types: of the fields it can judge, () for any. needs: parameters that must be there (`low|high`: either). each:
    whether every field is judged by itself. beyond: whether it looks at other fields too. whole: at other records.
    """

    about: str
    zh: str
    en: str
    types: tuple[str, ...] = ()
    actions: tuple[str, ...] = _CELLS
    parameters: dict[str, Parameter] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    each: bool = True
    beyond: bool = False
    whole: bool = False


CHECKS: dict[str, Check] = {
    "required": Check(
        "The field has a value, after all fills; a field no record has is missing from all.",
        "缺少 {fields}",
        "{fields} is missing",
        actions=(*_RECORDS, "repair"),
    ),
    "some": Check(
        "At least one of the fields has a value, after all fills; one no record has is empty in all.",
        "{fields} 全是空的",
        "{fields} are all empty",
        actions=_RECORDS,
        each=False,
        beyond=True,
    ),
    "type": Check(
        "The text can be read as a type; for columns that are no field of cstools, whose values stay text.",
        "不是 {type}",
        "not of type {type}",
        types=("text", "id"),
        parameters={"type": Parameter("text", "int, float, time or bool.")},
        needs=("type",),
    ),
    "range": Check(
        "The number or time lies within limits, both included.",
        "不在 {limits} 之内",
        "not within {limits}",
        types=(*NUMBERS, *TIMES),
        actions=(*_CELLS, "cap"),
        parameters={"low": Parameter("limit", "The least."), "high": Parameter("limit", "The most.")},
        needs=("low|high",),
    ),
    "scale": Check(
        "The rating lies on its scale: from 1, or from 0 where full marks are 10 or more; an NPS from 0 to 10, a CES "
        "from 1 to 7, an FCR 0 or 1.",
        "评分超出量表",
        "outside its scale",
        types=NUMBERS,
        parameters={
            "full": Parameter("field", "The field that holds full marks; 5 where there are none."),
            "survey": Parameter("field", "The field that says what the survey asks: csat, nps, ces or fcr."),
        },
        beyond=True,
    ),
    "one-of": Check(
        "The text is one of these values; without values, one of those the field table allows.",
        "不是 {values} 之一",
        "not one of {values}",
        types=("text", "id", "enum"),
        parameters={"values": Parameter("list", "The values allowed.")},
    ),
    "pattern": Check(
        "A regular expression (of Rust: no look-around) is found in the text; ^ and $ make it all of the text.",
        "不符合格式 {pattern}",
        "does not match {pattern}",
        types=("text", "id", "enum"),
        parameters={"pattern": Parameter("text", "The expression.")},
        needs=("pattern",),
    ),
    "length": Check(
        "The text has so many characters.",
        "长度不在 {limits} 个字之内",
        "not {limits} characters long",
        types=("text", "id", "enum"),
        parameters={"low": Parameter("limit", "The fewest."), "high": Parameter("limit", "The most.")},
        needs=("low|high",),
    ),
    "unique": Check(
        "No other record has the same value: every record that shares one breaks the rule. Looks at all records, which "
        "are then held in memory.",
        "{fields} 与另一条记录相同",
        "another record has the same {fields}",
        actions=_RECORDS,
        whole=True,
    ),
    "order": Check(
        "The time is not before another one, as far as its own precision tells: one at midnight is taken for a date, "
        "one without seconds for a minute.",
        "早于 {after}",
        "before {after}",
        types=("time",),
        parameters={
            "after": Parameter("field", "The time it cannot be before."),
            "all": Parameter("bool", "Broken only where two or more of the fields have values, all of them before."),
        },
        needs=("after",),
        beyond=True,
    ),
    "span": Check(
        "The time is at most so many days after another one.",
        "比 {after} 晚 {days} 天以上",
        "more than {days} days after {after}",
        types=("time",),
        parameters={
            "after": Parameter("field", "The time it follows."),
            "days": Parameter("days", "The most days between them."),
        },
        needs=("after", "days"),
        beyond=True,
    ),
    "future": Check(
        "The time is not after --as-of; not judged without it.",
        "时间晚于 --as-of",
        "after --as-of",
        types=("time",),
    ),
    "expression": Check(
        "A SQL condition on one row holds; where it is null, nothing is known and the rule is not broken.",
        "不满足 {sql}",
        "{sql} does not hold",
        parameters={"sql": Parameter("sql", "The condition, on fields and declared columns.")},
        needs=("sql",),
        each=False,
        beyond=True,
    ),
    "exists": Check(
        "The value stands in a column of another file.",
        "{file} 里没有",
        "not in {file}",
        types=("id", "text"),
        parameters={
            "file": Parameter("file", "The file, of any format; where no path is given, beside the rule file."),
            "column": Parameter("text", "Its column, by field or heading; the field's own name unless said."),
        },
        needs=("file",),
    ),
}
"""Name -> check, in the order they are documented."""

COMMON: dict[str, tuple[str, str]] = {
    "id": ("text", "Its name, as side records and flags give it: words of letters, digits and _, split by dots."),
    "kind": ("text", "The kind of record it judges; else that of the file, else ticket."),
    "fields": ("list", "The fields it judges, as an array or split by blanks."),
    "check": ("text", "What it checks (below)."),
    "action": ("text", "What is done about what breaks it (below); flag unless said."),
    "when": ("sql", "A SQL condition on one row: only rows for which it holds are judged."),
    "with": ("sql", "For the action repair: the SQL expression on one row that gives the new value."),
    "on": ("bool", "false turns a shipped rule off, true one that is off."),
    "zh": ("text", "Its sentence in Chinese: what is wrong, as `reason` in --rejects says it."),
    "en": ("text", "Its sentence in English."),
}
"""The keys of every rule: type and what it says, in the order they are documented."""
