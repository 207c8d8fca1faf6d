"""Metrics of one's own: row expressions in SQL as measures. The kernel aggregates, and gives n and the interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.frames import dtypes
from cstools.kernels.expr.sql import expression, first_line
from cstools.kernels.kpi.facts import CENTS, MS
from cstools.kernels.kpi.measures.made import Measure, share
from cstools.model.catalogue import Kpi
from cstools.model.kpis import nearest

FACTORS = {"s": MS, "yuan": CENTS, "pt": CENTS, "n": CENTS, "d": CENTS, "ratio": 1}
"""Values are whole numbers inside: milliseconds, and ten thousandths of anything else."""
BEYOND, CLOCK = "rows", "clock"
"""What an expression may not look at: other rows than its own, and the time of day."""
CONDITIONS = {"where": True, "num": None, "den": None, "value": False}
"""Whether an expression says yes or no; None: in a rate."""
YES = ("是/否", "yes or no")
NUMBER = ("数字", "a number")


def measured(kpi: Kpi) -> Measure:
    r"""The measure of a metric of one's own, whose expressions `prepared` has checked.

    >>> from cstools.model.own_metrics import from_toml
    >>> kpi = from_toml('[long]\nkind = "rate"\nnum = "talk_s > 60"\nden = "talk_s > 0"', "f")["long"]
    >>> pl.DataFrame({"talk_s": [0, 30, 90]}).select(measured(kpi).value).to_series().to_list()
    [None, False, True]
    """
    where = _expr(kpi, "where")
    base = pl.lit(True) if where is None else where.fill_null(False)
    if kpi.kind == "rate":
        den, num = _expr(kpi, "den"), _expr(kpi, "num")
        counted = base if den is None else base & den.fill_null(False)
        return share(counted, pl.lit(False) if num is None else num)
    if kpi.kind == "count":
        return Measure(base)
    factor = FACTORS[kpi.unit]
    value = _whole(kpi, "num" if kpi.kind == "ratio" else "value", factor)
    if kpi.kind == "index":
        side = _whole(kpi, "value", 1)
        known = side.is_between(-1, 1)
        return Measure(pl.when(base & known).then(side), out={"off_scale": base & ~known})
    below = _whole(kpi, "den", 1 if kpi.kind != "ratio" else CENTS)
    if kpi.kind == "ratio":
        both = base & value.is_not_null() & below.is_not_null()
        above = _whole(kpi, "num", CENTS)
        return Measure(pl.when(both).then(above), CENTS, below=pl.when(both).then(below), below_factor=CENTS)
    return Measure(pl.when(base).then(value), factor)


def prepared(own: dict[str, Kpi]) -> dict[str, Kpi]:
    """The metrics with the fields they need. Raises Usage("define.sql") for an expression that looks at other rows or
    is no SQL, and ("define.type") for one of the wrong type, tried on an empty frame before data is read.
    """
    return {name: _prepared(kpi) for name, kpi in own.items()}


def _prepared(kpi: Kpi) -> Kpi:
    needs: list[str] = []
    for key, condition in CONDITIONS.items():
        made = _expr(kpi, key)
        if made is None:
            continue
        needs += made.meta.root_names()
        yes = kpi.kind == "rate" if condition is None else condition
        _check(kpi, key, made, yes)
    return replace(kpi, needs=tuple(dict.fromkeys(needs)))


def _expr(kpi: Kpi, key: str) -> pl.Expr | None:
    text = getattr(kpi.own, key)
    if not text:
        return None
    try:
        return expression(text, "define.sql", BEYOND, clock=CLOCK, metric=kpi.id, name=key, at=_at(kpi))
    except Usage as error:
        if error.params["why"] in (BEYOND, CLOCK):
            raise Usage(f"define.{error.params['why']}", **{**error.params, "text": text}) from None
        raise


def _at(kpi: Kpi) -> str:
    return kpi.own.at if kpi.own else ""


def _whole(kpi: Kpi, key: str, factor: int) -> pl.Expr:
    made = _expr(kpi, key)
    value = pl.lit(None, dtype=pl.Float64) if made is None else made.cast(pl.Float64, strict=False)
    return (value * factor).round().cast(pl.Int64, strict=False)


def _check(kpi: Kpi, key: str, made: pl.Expr, yes: bool) -> None:
    known = dtypes(kpi.of)
    names = made.meta.root_names()
    empty = pl.DataFrame(schema={name: known.get(name, pl.String()) for name in names})
    try:
        got = empty.select(made.alias("x")).schema["x"]
    except pl.exceptions.PolarsError as error:
        why = "; ".join([first_line(error), *(_strange(name, known) for name in names if name not in known)])
        raise Usage("define.sql", metric=kpi.id, name=key, why=why, at=_at(kpi)) from None
    if (got != pl.Boolean) if yes else not (got.is_numeric() or got in (pl.Boolean, pl.String)):
        raise Usage(
            "define.type", metric=kpi.id, name=key, wanted="/".join(YES if yes else NUMBER), got=got, at=_at(kpi)
        )


def _strange(name: str, known: Iterable[str]) -> str:
    """That a name is no field of ours, and so text; with those it is near to."""
    found = nearest(name, known)
    return f"{name} is text" + (f" ({', '.join(found)}?)" if found else "")
