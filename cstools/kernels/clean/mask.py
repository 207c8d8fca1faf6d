"""Private data out of sight: 138****1234. What is masked once stays as it is when masked again."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from cstools.errors import Usage
from cstools.kernels.stage import FIELD, INTERNAL, RULE, VALUE
from cstools.model import fields

KINDS = ("phone", "id_card", "email", "name", "address")

_ROOM = r"(?:[0-9A-Za-z]{1,6}|[一二三四五六七八九十百]{1,4}) ?(?:号楼|号院|号|弄|栋|幢|座|单元|楼|层|室)"
PATTERNS: dict[str, tuple[tuple[str, str], ...]] = {
    "id_card": (
        (
            r"(^|[^0-9])([1-9][0-9]{5})(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])([0-9]{3}[0-9Xx])([^0-9]|$)",
            "$1$2********$3$4",
        ),
    ),
    "phone": (
        (r"(^|[^0-9])(?:\+86|0086|86)[ -]?(1[3-9][0-9])[ -]?[0-9]{4}[ -]?([0-9]{4})([^0-9]|$)", "$1$2****$3$4"),
        (r"(^|[^0-9])(1[3-9][0-9])[ -]?[0-9]{4}[ -]?([0-9]{4})([^0-9]|$)", "$1$2****$3$4"),
        (r"(^|[^0-9])(0[1-9][0-9]{1,2})[ -]?[0-9]{3,4}([0-9]{4})([^0-9]|$)", "$1$2****$3$4"),
    ),
    "email": (
        (r"([0-9A-Za-z])[0-9A-Za-z._%+-]*@([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+)", "$1***@$2"),
    ),
    "name": (
        (r"((?:收件人|收货人|联系人|姓名)(?:是|为|[:：]) ?)(\p{Han})[\p{Han}·]{1,3}", "$1$2**"),
    ),
    "address": (
        (r"(地址(?:是|为|[:：]) ?\p{Han}{2})[^，。；,;!！?？\n*]{3,}", "$1***"),
        (rf"(?:{_ROOM}){{2,}}", "***"),
    ),
}  # fmt: skip
"""Kind -> patterns and what stays. Every digit run is matched whole, so that a 19-digit order id is no phone number."""


def parse(text: str) -> tuple[str, ...]:
    """The kinds of `--mask`, `all` for every one, in table order. Raises Usage("clean.mask") for another word.

    >>> parse("email,phone"), parse("all") == KINDS
    (('phone', 'email'), True)
    """
    asked = {word.strip() for word in text.split(",")}
    if not asked <= {*KINDS, "all"}:
        raise Usage("clean.mask", text=text, known=", ".join(KINDS))
    return KINDS if "all" in asked else tuple(kind for kind in KINDS if kind in asked)


def masked(column: pl.Expr, kinds: Collection[str]) -> pl.Expr:
    """A text column with the private data in it masked; null stays null.

    >>> texts = pl.lit(pl.Series(["电话13812341234,13900001111", "zhang@qq.com", "订单8131516132658557147"]))
    >>> pl.select(masked(texts, KINDS)).to_series().to_list()
    ['电话138****1234,139****1111', 'z***@qq.com', '订单8131516132658557147']
    """
    for kind, patterns in PATTERNS.items():
        if kind in kinds:
            for pattern, stays in patterns:
                # A border belongs to two neighbours and a match takes it: the second round gets the other half.
                column = column.str.replace_all(pattern, stays).str.replace_all(pattern, stays)
    return column


def masked_phone(column: pl.Expr) -> pl.Expr:
    """A column of phone numbers, in whatever form: the last four digits stay, in front of them at most three.

    >>> numbers = pl.lit(pl.Series(["186-2669-7597", "+44 20 7946 0958", "177****9298", "12"]))
    >>> pl.select(masked_phone(numbers)).to_series().to_list()
    ['186****7597', '****0958', '177****9298', '****']
    """
    known = masked(column, ("phone",))
    last = known.str.replace_all(r"[^0-9]", "").str.extract(r"([0-9]{4})$").fill_null("")
    hidden = known.str.contains("*", literal=True)
    return pl.when(hidden).then(known).when(known.is_not_null()).then(pl.lit("****") + last)


def masked_name(column: pl.Expr) -> pl.Expr:
    """A column of names: the first character and two stars, whatever the length.

    >>> pl.select(masked_name(pl.lit(pl.Series(["欧阳修", "Marisa Obrien", "王**", "李"])))).to_series().to_list()
    ['欧**', 'M**', '王**', '李**']
    """
    return column.str.replace(r"(?s)^(.).*$", "$1**")


def columns(kind: str, schema: pl.Schema, kinds: Collection[str]) -> list[pl.Expr]:
    """The masked columns of a frame: private fields, other free text, and unknown columns; ids and names of ours stay.

    >>> frame = pl.DataFrame({"phone": ["13812341234"], "order_id": ["13812341234"], "备注": ["13812341234"]})
    >>> frame.with_columns(columns("ticket", frame.schema, ["phone"])).row(0)
    ('138****1234', '13812341234', '138****1234')
    """
    return [
        _column(kind, name, kinds, "sender_role" in schema).alias(name)
        for name, dtype in schema.items()
        if dtype == pl.String and name not in INTERNAL and _free(kind, name)
    ]


def _free(kind: str, name: str) -> bool:
    field = fields.of(kind).get(name)
    return field is None or field.private or (field.type == "text" and not field.added_by)


def _column(kind: str, name: str, kinds: Collection[str], roles: bool) -> pl.Expr:
    column = pl.col(name)
    field = fields.of(kind).get(name)
    private = field is not None and field.private
    if private and name == "phone" and "phone" in kinds:
        return masked_phone(column)
    if private and name == "customer_name" and "name" in kinds:
        return masked_name(column)
    if private and name == "sender" and "name" in kinds and roles:
        ours = pl.col("sender_role").is_in(["agent", "bot", "system"]).fill_null(False)
        return pl.when(ours).then(masked(column, kinds)).otherwise(masked_name(column))
    return masked_name(column) if private and name == "sender" and "name" in kinds else masked(column, kinds)


def masked_side(rejects: pl.LazyFrame, kind: str, kinds: Collection[str]) -> pl.LazyFrame:
    """Side records with their records and values masked.

    >>> lf = pl.LazyFrame({RULE: ["cell.flag"], FIELD: ["phone"], VALUE: ["13812341234"], "text": ["打13812341234"]})
    >>> masked_side(lf, "ticket", ["phone"]).collect().row(0)
    ('cell.flag', 'phone', '138****1234', '打138****1234')
    """
    schema = rejects.collect_schema()
    names = [name for name in ("phone", "customer_name") if name in fields.of(kind)]
    value = masked(pl.col(VALUE), kinds)
    for name, kind_, hide in (("phone", "phone", masked_phone), ("customer_name", "name", masked_name)):
        if name in names and kind_ in kinds:
            value = pl.when(pl.col(FIELD) == name).then(hide(pl.col(VALUE))).otherwise(value)
    if {"name", "address"} & set(kinds):  # in a line that could not be read, nothing tells a name from other text
        value = pl.when(pl.col(RULE).str.starts_with("line.")).then(None).otherwise(value)
    return rejects.with_columns(*columns(kind, schema, kinds), value.alias(VALUE))
