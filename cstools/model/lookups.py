"""The headings of side tables that people keep by hand, beside those of the field table.

A team lead's list of accounts says 姓名 and 生效日期 where an export says 客服姓名 and 开始时间.
"""

from __future__ import annotations

from cstools.model import fields

FROM, TO = "valid_from", "valid_to"
"""The columns that say when a row of a side table holds."""

_ROWS: dict[str, str] = {
    "agent": "姓名;员工;员工姓名;人员;客服人员;真实姓名;对应客服;staff;staff name;employee;employee name",
    "team": "组;组别;小组;班组;团队;所属组;所属团队;所在组",
    "shift": "班;班制;排班",
    "account": "账号;帐号;子账号;子帐号;旺旺;旺旺号;登录名;login",
    FROM: "生效日期;生效时间;生效日;起始日期;开始日期;开始时间;启用日期;入职日期;上岗日期;起;自;"
    "valid from;effective from;effective date;start date;from;since",
    TO: "失效日期;失效时间;失效日;截止日期;结束日期;结束时间;终止日期;停用日期;离职日期;到期日期;止;至;"
    "valid to;valid until;effective to;expiry date;end date;to;until",
}
HEADINGS: dict[str, str] = {heading: name for name, headings in _ROWS.items() for heading in headings.split(";")}
"""Heading -> column of a side table."""

NO_END = ("至今", "长期", "永久", "在职", "现在", "present", "now", "current", "open")
"""Words for an end that has not come; so is any day of the year 9999."""


def kind_of(names: tuple[str, ...]) -> str:
    """The kind of record whose fields a side table is looked up by: the first that has them all, else ticket.

    >>> kind_of(("account",)), kind_of(("sku",)), kind_of(("mood",))
    ('ticket', 'order', 'ticket')
    """
    return next((kind for kind in fields.KINDS if set(names) <= set(fields.of(kind))), fields.TICKET)


def meaning(kind: str, name: str) -> str:
    """The column a name of a side table stands for: a heading above, a field's label or heading, else itself.

    >>> meaning("ticket", "组"), meaning("ticket", "客服账号"), meaning("ticket", "region"), meaning("ticket", "城区")
    ('team', 'account', 'region', '城区')
    """
    wanted = fields.normal(name)
    own = {fields.normal(heading): column for heading, column in HEADINGS.items()}
    if wanted in own:
        return own[wanted]
    found = fields.find(kind, name)
    return found[0] if found else name.strip()
