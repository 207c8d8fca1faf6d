"""Business hours: files of `cs-kpi --hours`."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "hours.toml": ("{path}:{line}：不是合法的 TOML：{why}", "{path}:{line}: not valid TOML: {why}"),
    "hours.day": (
        "{path}:{line}：看不懂是哪些天：{word}；可写 周一至周五、周六、每天、节假日、调休、2026-02-17、"
        "2026-02-17..2026-02-19",
        "{path}:{line}: {word} names no days; write mon-fri, sat, daily, holidays, makeup, 2026-02-17 or "
        "2026-02-17..2026-02-19",
    ),
    "hours.span": (
        "{path}:{line}：{word} 的时间看不懂：{value}；可写 09:00-18:00，几段用 ; 隔开，过夜写 22:00-02:00，"
        "整天写 24h，休息写 closed；起止不能相同",
        "{path}:{line}: {word} has hours that cannot be read: {value}; write 09:00-18:00, several apart by ;, "
        "22:00-02:00 over midnight, 24h or closed; begin and end differ",
    ),
    "hours.overlap": (
        "{path}:{line}：{word} 的时间有重叠：{value}",
        "{path}:{line}: {word} has hours that overlap: {value}",
    ),
    "hours.backwards": (
        "{path}:{line}：{word} 的结束早于开始，或长过十年",
        "{path}:{line}: {word} ends before it begins, or is longer than ten years",
    ),
    "hours.twice": (
        "{path}:{line}：{word} 里有的日子已经写过，而且范围一样大：只留一处",
        "{path}:{line}: {word} names a day that as wide an entry has named already; leave one of them",
    ),
    "hours.group_twice": ("{path}:{line}：{value} 写在两组里", "{path}:{line}: {value} is in two groups"),
    "hours.group": (
        '{path}:{line}：看不懂 {word}：分组要写明字段和值，例如 [team."售后一组"]',
        '{path}:{line}: {word} is no group; name the field and the value, e.g. [team."Returns"]',
    ),
    "hours.fields": (
        "{path}:{line}：一个文件只能按一个字段分组，这里有 {fields}",
        "{path}:{line}: a file is by one field, and this one is by {fields}",
    ),
    "hours.field": (
        "{path}：按 {field} 分组，记录里没有这个字段{near}",
        "{path} is by {field}, and the records have no such field{near}",
    ),
    "hours.default": (
        "{path}:{line}：没有写其余记录的时间：在最前面写上，例如 周一至周五 = 09:00-18:00",
        "{path}:{line}: no hours for all other records; write them first, e.g. mon-fri = 09:00-18:00",
    ),
    "hours.value": ("{path}:{line}：{word} 不能是 {value}", "{path}:{line}: {word} cannot be {value}"),
    "hours.country": (
        "{path}:{line}：不知道 {value} 的节假日；可用 {known}，不放假写 none",
        "{path}:{line}: the holidays of {value} are not known; use {known}, or none",
    ),
    "hours.makeup": (
        "{path}:{line}：{word} 只有写了 holidays = CN 才起作用",
        "{path}:{line}: {word} says nothing without holidays = CN",
    ),
    "hours.year": (
        "{path}:{line}：数据里有 {year} 年，节假日只知道 {known} 年：时间写错了就先用 cs-clean 清洗，否则更新 "
        "{library}，或用 --during 只看这些年，或自己写上当年的日子并加 own_years = [{year}]",
        "{path}:{line}: the records are of {year}, and holidays are known for {known}; if that is a slip, run cs-clean "
        "first; else renew {library}, look at those years only (--during), or write the days of the year into the file "
        "and own_years = [{year}]",
    ),
    "hours.columns": (
        "{path}:{line}：表头要有 星期或日期、时间，分组写 字段和值，或一列以字段名为表头；现在是 {found}",
        "{path}:{line}: the headings are days or date, hours, name, and field with value, or one that is a field; they "
        "are {found}",
    ),
    "hours.both": (
        "{path}:{line}：星期和日期只写一个：{word}",
        "{path}:{line}: give days or a date, not both: {word}",
    ),
}
