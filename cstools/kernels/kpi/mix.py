"""`--mix`: a figure's change split into structure (shares moved) and own effect (the values themselves moved)."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.kernels.expr.periods import ALL, previous, text_of, year_ago
from cstools.kernels.expr.stats import ratio, rounded
from cstools.kernels.kpi.kinds import KIND, PARTED, scale, with_kind

SHIFTS = {"prev": previous, "year": year_ago}
ADDITIVE = ("count", "sum")
"""Kinds whose groups add up: each adds its own change, and no share is at work."""
START, THEN = "__start", "__then"
UNITS = {"ratio": 1e9}
UNIT = 1e6
"""Parts of a unit (UNITS of some) that values and effects are whole numbers of, so that they add up as printed."""
STRUCTURE, OWN = "structure", "own"
NUMBERS = ("numerator", "denominator", "value", "n")
WORDS = ("period", "label", "unit")
PLACE = "__place"
col = pl.col


def left_out(rows: pl.DataFrame) -> tuple[str, ...]:
    """The metrics that cannot be split, in the order asked: quantiles and counts of different things do not add up.

    >>> left_out(pl.DataFrame({"metric": ["wait_p90", "volume"], "unit": ["s", "n"], "numerator": None, "lo": None}))
    ('wait_p90',)
    """
    marked = with_kind(rows).filter(~col(KIND).is_in([*PARTED, *ADDITIVE]))
    return tuple(marked["metric"].unique(maintain_order=True))


def mixed(
    rows: pl.DataFrame,
    field: str,
    groups: Sequence[str],
    period: str,
    against: str = "prev",
    past: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The change of each metric from the period before (`prev`), or of last year (`year`), by the values of `field`.

    In: figures by `groups`, of which `field` is one, with START, in one period a row; past: those of the earlier
    periods, None where `rows` holds them. Out, a row a value of `field` and, last, their sum (`field` is `all`), in the
    order START, other groups, metric: groups, period, period_before, metric, label, unit, n_before, n, share_before,
    share (of the denominator), value_before, value, structure, own.
    A period without an earlier one, or a metric of `left_out`, has no rows; nor has a value without a denominator.

    Kitagawa (1955, JASA 50:1168). own: (value - before) x mean of both shares. structure: (share - before) x (mean of
    both values - mean of both totals); the totals make a growing group of average value 0 and leave the sum as it is.
    A value of one period only has no other to compare with: all of its effect is structure, and own is 0. Counts and
    sums: own is the change, a lacking period 0; structure is null.
    Values and effects are rounded to 1e-9 (rates) or 1e-6, effects by largest remainder, so that as printed structure
    and own of all rows add up to those of `all`, and those to the change of its value.

    >>> from datetime import datetime
    >>> rows = pl.DataFrame({"channel": ["app", "tel"] * 2, "period": ["2025-01"] * 2 + ["2025-02"] * 2,
    ...     "metric": "csat_pct", "label": "CSAT", "unit": "ratio", "n": [50, 50, 80, 20], "lo": None,
    ...     "numerator": [45.0, 30.0, 72.0, 14.0], "denominator": [50.0, 50.0, 80.0, 20.0],
    ...     "value": [0.9, 0.6, 0.9, 0.7], "__start": [datetime(2025, 1, 1)] * 2 + [datetime(2025, 2, 1)] * 2})
    >>> mixed(rows, "channel", ["channel"], "month").select("channel", "structure", "own").rows()
    [('app', 0.0285, 0.0), ('tel', 0.0465, 0.035), ('all', 0.075, 0.035)]
    """
    mark = f"__total_{field}"
    others = [
        name for name in rows.columns
        if (name in groups or name.startswith("__total_")) and name not in (field, mark)
    ]  # fmt: skip
    change = [*others, START, "metric"]
    now = _divisible(rows, mark, period)
    then = now if past is None else _divisible(past, mark, period)
    split = _split(_shared(_paired(now, then, field, change, period, against), change), change)
    summed = _summed(split, change).with_columns(pl.lit(ALL).alias(field))
    every = pl.concat([_marked(split, mark, False), _marked(summed, mark, True)], how="diagonal")
    order = [name for name in (START, *others, "__rank", "metric", mark, field) if name in every.columns]
    columns = [name for name in _columns(rows, groups) if name in every.columns]
    return every.sort(order, nulls_last=True).select(columns)


def _columns(rows: pl.DataFrame, groups: Sequence[str]) -> list[str]:
    inner = [name for name in rows.columns if name.startswith("__") and name != KIND]
    pairs = [name for word in ("n", "share", "value") for name in (f"{word}_before", word)]
    return [*groups, "period", "period_before", "metric", "label", "unit", *pairs, STRUCTURE, OWN, *inner]


def _divisible(rows: pl.DataFrame, mark: str, period: str) -> pl.DataFrame:
    """The rows that have a part in a sum: with numerator and denominator, counts as numerators over nothing."""
    marked = with_kind(rows)
    if period == ALL:
        marked = marked.clear()
    if mark in marked.columns:
        marked = marked.filter(~col(mark)).drop(mark)
    parted = col(KIND).is_in(PARTED)
    kept = marked.filter(
        pl.when(parted).then(col("denominator") > 0).otherwise(col(KIND).is_in(ADDITIVE) & col("value").is_not_null())
    )
    scaled = pl.when(parted).then(col("numerator") * scale()).otherwise(col("value"))
    return kept.with_columns(
        scaled.alias("numerator"), pl.when(parted).then(col("denominator")).alias("denominator")
    )  # fmt: skip


def _paired(
    rows: pl.DataFrame, past: pl.DataFrame, field: str, change: Sequence[str], period: str, against: str
) -> pl.DataFrame:
    """Each value of the field in a period and the one before, whichever it is in; only periods that have one before."""
    numbers = [name for name in NUMBERS if name != "value"]
    before = [THEN if name == START else name for name in change]
    there = rows.select(change).unique()
    then = pl.lit(None, dtype=pl.Datetime("us")) if period == ALL else SHIFTS[against](col(START), period)
    both = there.with_columns(then.alias(THEN)).join(
        past.select(change).unique().rename({START: THEN}), on=before, how="semi", nulls_equal=True
    )
    now = both.join(rows, on=list(change), nulls_equal=True).select(*change, field, *numbers)
    earlier = past.rename({START: THEN, **{name: f"{name}_before" for name in numbers}})
    ago = both.join(earlier, on=before, nulls_equal=True).select(
        *change, field, *(f"{name}_before" for name in numbers)
    )
    pairs = now.join(ago, on=[*change, field], how="full", coalesce=True, nulls_equal=True)
    words = [name for name in rows.columns if name in WORDS or (name.startswith("__") and name not in change)]
    said = rows.select(*change, *words).unique(change)
    told = both.join(said, on=list(change), how="left", nulls_equal=True)
    told = told.with_columns(text_of(col(THEN), period).alias("period_before")).drop(THEN)
    return pairs.join(told, on=list(change), how="left", nulls_equal=True).sort([*change, field], nulls_last=True)


def _shared(pairs: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Pairs with their values and shares, the share of a count being that of the sum."""
    made = []
    for ending in ("_before", ""):
        above, below = col(f"numerator{ending}"), col(f"denominator{ending}")
        parted = col(KIND).is_in(PARTED)
        whole = pl.when(parted).then(below).otherwise(above)
        lacking = pl.when(~parted).then(0.0)
        made += [
            pl.when(parted).then(ratio(above, below)).otherwise(above).fill_null(lacking).alias(f"value{ending}"),
            ratio(whole.fill_null(0.0), whole.sum().over(keys)).alias(f"share{ending}"),
            col(f"n{ending}").fill_null(0),
        ]
    return pairs.with_columns(made)


def _split(pairs: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Pairs with structure and own as whole numbers of UNITS that add up to the change of the whole."""
    before, after = _whole("_before", keys), _whole("", keys)
    parted = col(KIND).is_in(PARTED)
    centre = (before + after) / 2
    middle = pl.mean_horizontal("value_before", "value") - centre
    moved, changed = col("share") - col("share_before"), (col("value") - col("value_before")).fill_null(0.0)
    weight = pl.when(parted).then((col("share") + col("share_before")) / 2).otherwise(1.0)
    size = _size()
    exact = pairs.with_columns(
        pl.when(parted).then(moved * middle * size).alias(STRUCTURE),
        (changed * weight * size).alias(OWN),
        _integer(before).alias("__v0"),
        _integer(after).alias("__v1"),
    ).with_row_index(PLACE)
    return exact.join(_apportioned(exact, keys), on=PLACE, how="left", maintain_order="left")


def _whole(ending: str, keys: Sequence[str]) -> pl.Expr:
    """The figure of all values of the field together."""
    above, below = (col(f"{name}{ending}").sum().over(keys) for name in ("numerator", "denominator"))
    return pl.when(col(KIND).is_in(PARTED)).then(ratio(above, below)).otherwise(above)


def _size() -> pl.Expr:
    return col("unit").replace_strict(list(UNITS), list(UNITS.values()), default=UNIT, return_dtype=pl.Float64)


def _integer(value: pl.Expr) -> pl.Expr:
    """The nearest whole number of the parts of a unit; a half goes up, so that a change is never short by a whole."""
    return (value * _size() + 0.5).floor().cast(pl.Int64)


def _decimal(parts: pl.Expr) -> pl.Expr:
    # Polars divides by a constant as it multiplies by its inverse, which is not the nearest float of the quotient
    return (parts / _size()).round(9)


def _apportioned(exact: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """PLACE with `__structure` and `__own`: rounded down, what is lacking to the change given to the largest rests."""
    cells = (
        exact.select(PLACE, *keys, (col("__v1") - col("__v0")).alias("__change"), STRUCTURE, OWN)
        .unpivot([STRUCTURE, OWN], index=[PLACE, *keys, "__change"], variable_name="__part", value_name="__x")
        .drop_nulls("__x")
        .sort(PLACE, "__part", descending=[False, True])
        .with_columns(col("__x").round(4))
    )
    down = col("__x").floor()
    lacking = col("__change") - down.cast(pl.Int64).sum().over(keys)
    place = (down - col("__x")).rank("ordinal").over(keys).cast(pl.Int64)
    given = cells.with_columns((down.cast(pl.Int64) + (place <= lacking).cast(pl.Int64)).alias("__x"))
    wide = given.select(PLACE, "__part", "__x").pivot("__part", index=PLACE, values="__x", aggregate_function=None)
    return wide.select(PLACE, *(
        (col(name) if name in wide.columns else pl.lit(None, dtype=pl.Int64)).alias(f"__{name}")
        for name in (STRUCTURE, OWN)
    ))  # fmt: skip


def _summed(split: pl.DataFrame, change: Sequence[str]) -> pl.DataFrame:
    """One row for each change: the whole, its value before and now, and the sum of the effects."""
    words = [name for name in split.columns if name in (*WORDS, "period_before", KIND, "__better", "__rank")]
    structure = pl.when(col("__structure").is_not_null().any()).then(col("__structure").sum())
    grouped = split.group_by(change, maintain_order=True).agg(
        col("n_before", "n", "__own").sum(), structure, col(*words, "__v0", "__v1").first()
    )
    return grouped.with_columns(
        _decimal(col("__v0")).alias("value_before"), _decimal(col("__v1")).alias("value"),
        pl.lit(1.0).alias("share_before"), pl.lit(1.0).alias("share"),
    )  # fmt: skip


def _marked(made: pl.DataFrame, mark: str, whole: bool) -> pl.DataFrame:
    """The rows as they are written: values and effects in the unit of the metric, shares with 9 digits."""
    effects = [_decimal(col(f"__{name}")).alias(name) for name in (STRUCTURE, OWN)]
    values = [_decimal(_integer(col(name))).alias(name) for name in ("value_before", "value")]
    shares = [rounded(col(name)) for name in ("share_before", "share")]
    return made.with_columns(*effects, *values, *shares, pl.lit(whole).alias(mark))
