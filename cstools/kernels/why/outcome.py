"""The outcome: which records it happened to, which it did not, and which do not say."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.columns import near_of_some
from cstools.kernels.expr.reasons import first
from cstools.kernels.expr.sql import expression, first_line
from cstools.kernels.kpi.facts import roots
from cstools.kernels.kpi.measures.voice import of_five
from cstools.kernels.why.factors import CLOCK, ONE_ROW

HIT, OUT, RATING = "__hit", "__why_out", "__rating"
LOW = 2
"""Of five marks, up to this a customer is dissatisfied (as `dsat` of cs-kpi has it)."""
SPOILED = {"spam": pl.col("is_spam").fill_null(False), "merged": pl.col("merged_into").is_not_null()}
"""Why a ticket is in no figure."""
ALWAYS = ("is_spam", "merged_into")
"""What decides that."""


def condition(text: str) -> pl.Expr:
    """The outcome as an expression, null where a record does not say. In: the facts __score and __scale, if text is "".

    >>> frame = pl.DataFrame({"__score": [2.0, 2.0, None], "__scale": [5, 3, 5]})
    >>> frame.select(condition("")).to_series().to_list()
    [True, False, None]
    """
    if not text:
        return rating() <= LOW
    return expression(text, "why.sql", ONE_ROW, CLOCK, text=text)


def rating() -> pl.Expr:
    """The rating of five marks; null where there is none on the scale."""
    return of_five().fill_nan(None)


def reads(text: str) -> set[str]:
    """The fields an outcome is read from.

    >>> sorted(reads("")), sorted(reads("csat <= 2 AND channel = 'a'"))
    (['csat', 'csat_scale'], ['channel', 'csat'])
    """
    return roots(condition(text)) if text else {"csat", "csat_scale"}


def checked(text: str, schema: pl.Schema, given: list[str]) -> None:
    """Raise Usage for an outcome these records cannot tell: a field they lack, or no condition."""
    if not text:
        if "csat" not in given:
            raise Usage("field.missing", tool="cs-why", fields="csat")
        return
    for name in sorted(reads(text)):
        if name not in given:
            raise Usage("field.unknown", field=name, near=near_of_some(name, given))
    try:
        tried = pl.DataFrame(schema=schema).select(condition(text).alias("hit"))
    except pl.exceptions.PolarsError as error:
        raise Usage("why.sql", text=text, why=first_line(error)) from None
    if tried.schema["hit"] != pl.Boolean:
        raise Usage("why.sql", text=text, why=ONE_ROW)


def marked(rows: pl.LazyFrame, text: str) -> pl.LazyFrame:
    """Rows with HIT (Boolean or null) and OUT: why a record is left out, null where it is used.

    In: typed fields, the facts __score and __scale.
    """
    unknown = pl.col(HIT).is_null()
    unsaid = {"outcome unknown": unknown}
    if not text:
        unsaid = {"unrated": unknown & pl.col("csat").is_null(), "off scale": unknown}
    return rows.with_columns(condition(text).alias(HIT)).with_columns(first(SPOILED | unsaid).alias(OUT))
