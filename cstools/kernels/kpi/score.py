"""`--score`: the score of every group and period by a scorecard, one row a step, so that it can be checked by hand."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.model.messages import say
from cstools.model.scorecards import ELSE, FULL, MILLION, Band, Card, Item, Veto, label, said

STEP = "__rank"
"""The place of a step, as that of a metric."""
SCHEMA: dict[str, pl.DataType] = {
    "metric": pl.String(), "label": pl.String(), "value": pl.Float64(), "unit": pl.String(), "n": pl.Int64(),
    "band": pl.String(), "points": pl.Float64(), "weight": pl.Float64(), "weight_used": pl.Float64(),
    "part": pl.Float64(), "note": pl.String(),
}  # fmt: skip
"""The columns of a step, behind the groups and the period."""
INTEGERS = ("points", "weight", "weight_used", "part")
SCORE, CAP, VETO = "score", "cap", "veto"
COUNTED, PLACE, TOTAL = "__counted", "__place", "__total"
col = pl.col


def scored(rows: pl.DataFrame, card: Card, groups: Sequence[str], lang: str = "zh") -> pl.DataFrame:
    r"""The steps of the score of each group and period, in the order of `card`, then cap, vetoes and the score.

    In: figures of `card.metrics`, by `groups`. Out: the groups, period, SCHEMA and the internal columns of `rows` that
    tell groups and periods; STEP counts the steps.

    A metric's row: its value and n, the band it is in, the points of that, weight, weight_used (100 shared out over
    what counts), part = points x weight_used / 100, and in words what was done. A metric left out has no part.
    A cap or veto (metric `cap`, `veto`): its limit as points, and as part what it takes off (0, or less).
    The score: metric `score`, its value the sum of all parts above it; null, and so are caps and vetoes, where nothing
    counts. A veto on a figure that is not there does not apply, and says so. Whole millionths inside: the parts add up
    to the score exactly.

    >>> from cstools.model.score_reader import parse
    >>> card = parse('[metric.csat_pct]\nweight = 100\nbands = {">=85%" = 100, else = 60}')
    >>> rows = pl.DataFrame({"period": "all", "metric": "csat_pct", "label": "满意率", "value": 0.8, "unit": "ratio",
    ...     "n": 40})
    >>> scored(rows, card, []).select("metric", "value", "band", "points", "part").rows()
    [('csat_pct', 0.8, 'else', 60.0, 60.0), ('score', 60.0, None, None, None)]
    """
    keys = [name for name in rows.columns if name in ("period", "__start", *groups) or name.startswith("__total_")]
    who = rows.select(keys).unique()
    items = _weighed(_pointed(_figures(who, rows, keys, [item.metric for item in card.items]), card.items), keys)
    steps = [_noted(items, card.items, lang)]
    running = items.group_by(keys).agg(
        pl.when(col(COUNTED).any()).then(col("part").sum()).alias(TOTAL)
    )  # fmt: skip
    if card.cap is not None:
        steps.append(_capped(running, card.cap, lang))
        running = _taken(running, steps[-1], keys)
    for veto in card.vetoes:
        steps.append(_vetoed(_figures(running, rows, keys, [veto.metric]), veto, lang))
        running = _taken(running, steps[-1], keys)
    steps.append(_ended(running, lang))
    every = pl.concat(
        [step.with_columns(pl.lit(number, dtype=pl.Int64).alias("__step")) for number, step in enumerate(steps)],
        how="diagonal_relaxed",
    )
    return _written(every, rows, keys, groups)


def _figures(who: pl.DataFrame, rows: pl.DataFrame, keys: Sequence[str], metrics: Sequence[str]) -> pl.DataFrame:
    """Who, a row for each of the metrics, with its figure; nulls where there is none."""
    asked = pl.DataFrame({"metric": metrics, PLACE: range(len(metrics))}, schema_overrides={PLACE: pl.Int64})
    found = rows.select(*keys, "metric", "label", "value", "unit", "n")
    return who.join(asked, how="cross").join(found, on=[*keys, "metric"], how="left", nulls_equal=True)


def _holds(one: Band | Veto) -> pl.Expr:
    """Whether a value stands to the bound as the operator says; null for null."""
    value = col("value")
    tests = {"<=": value <= one.bound, "<": value < one.bound, ">=": value >= one.bound, ">": value > one.bound}
    return value.is_not_null() if one.op == ELSE else tests[one.op]


def _pointed(rows: pl.DataFrame, items: Sequence[Item]) -> pl.DataFrame:
    """Rows with band, points, weight and COUNTED, by the item each is of."""
    bands = [(number, band) for number, item in enumerate(items) for band in item.bands]
    place = [
        pl.when((col(PLACE) == number) & _holds(band)).then(pl.lit(at, dtype=pl.Int64))
        for at, (number, band) in enumerate(bands)
    ]
    table = pl.DataFrame(
        {
            "__band": range(len(bands)),
            "band": [band.text for _, band in bands],
            "__points": [b.points for _, b in bands],
        },
        schema_overrides={"__band": pl.Int64, "__points": pl.Int64},
    )
    rules = pl.DataFrame(
        [(number, item.weight, item.cap, item.min_n, item.missing) for number, item in enumerate(items)],
        schema={name: pl.Int64 for name in (PLACE, "weight", "__cap", "__min", "__missing")}, orient="row",
    )  # fmt: skip
    joined = rows.join(rules, on=PLACE, how="left").with_columns(pl.coalesce(place).alias("__band"))
    full = (col("n") >= col("__min")).fill_null(col("__min") == 0) & col("value").is_not_null()
    given = pl.when(full).then(col("__points")).otherwise(col("__missing"))
    return (
        joined.join(table, on="__band", how="left", maintain_order="left")
        .with_columns(full.alias("__full"), pl.min_horizontal(given, "__cap").alias("points"), given.alias("__given"))
        .with_columns(
            pl.when(given.is_not_null()).then(col("points")).alias("points"),
            pl.when(full).then(col("band")).alias("band"),
        )
        .with_columns(col("points").is_not_null().alias(COUNTED))
    )


def _weighed(rows: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Rows with weight_used, which adds up to 100 (the last millionths by largest remainder), and part."""
    weight = pl.when(COUNTED).then(col("weight"))
    whole = weight.sum().over(keys)
    down, rest = weight * FULL // whole, weight * FULL % whole
    lacking = FULL - down.sum().over(keys)
    # of equal remainders the first of the card gets its millionth
    place = (-rest).rank("ordinal").over(keys, order_by=PLACE)
    used = down + (place.cast(pl.Int64) <= lacking).cast(pl.Int64)
    rows = rows.sort(*keys, PLACE, nulls_last=True).with_columns(used.alias("weight_used"))
    part = (col("points") * col("weight_used") + FULL // 2) // FULL
    return rows.with_columns(part.alias("part"))


def _noted(rows: pl.DataFrame, items: Sequence[Item], lang: str) -> pl.DataFrame:
    """Rows with their labels, and in words why one is left out or gets other points than those of its band."""
    notes, labels = [], []
    for number, item in enumerate(items):
        mine, full, ending = col(PLACE) == number, col("__full"), "" if item.missing is None else "_points"
        blanks = {"min_n": item.min_n, "points": said(item.missing or 0), "cap": said(item.cap or 0)}
        cases = {
            "none" + ending: col("value").is_null(),
            "few" + ending: ~full,
            "capped": col("points") < col("__given"),
        }
        words = (
            pl.when(mine & case).then(pl.lit(say(f"score.note.{key}", lang, **blanks))) for key, case in cases.items()
        )
        notes.append(pl.coalesce(words))
        labels.append(pl.when(mine).then(pl.lit(label(item.metric, lang))))
    return rows.with_columns(pl.coalesce(notes).alias("note"), pl.coalesce("label", *labels).alias("label"))


def _capped(running: pl.DataFrame, cap: int, lang: str) -> pl.DataFrame:
    """The step that cuts the sum to the cap; its value is the sum."""
    over = (cap - col(TOTAL)).clip(upper_bound=0)
    note = pl.when(over < 0).then(pl.lit(say("score.note.over", lang))).when(over == 0).then(
        pl.lit(say("score.note.under", lang))
    )  # fmt: skip
    return running.with_columns(
        pl.lit(CAP).alias("metric"), pl.lit(say("score.label.cap", lang)).alias("label"), pl.lit("pt").alias("unit"),
        (col(TOTAL) / MILLION).round(6).alias("value"), pl.lit(cap, dtype=pl.Int64).alias("points"),
        over.alias("part"), note.alias("note"),
    )  # fmt: skip


def _vetoed(rows: pl.DataFrame, veto: Veto, lang: str) -> pl.DataFrame:
    """The step of a veto; its value is that of its metric."""
    holds = _holds(veto)
    over = pl.when(holds.fill_null(False)).then((veto.score - col(TOTAL)).clip(upper_bound=0)).otherwise(col(TOTAL) * 0)
    words = {True: "vetoed", False: "clear", None: "unknown"}
    note = holds.replace_strict(
        list(words), [say(f"score.note.{word}", lang, score=said(veto.score)) for word in words.values()],
        return_dtype=pl.String,
    )  # fmt: skip
    named = say("score.label.veto", lang, label=label(veto.metric, lang))
    return rows.with_columns(
        pl.lit(VETO).alias("metric"), pl.lit(named).alias("label"), pl.lit(veto.text).alias("band"),
        pl.lit(veto.score, dtype=pl.Int64).alias("points"), over.alias("part"), note.alias("note"),
    )  # fmt: skip


def _taken(running: pl.DataFrame, step: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    taken = step.select(*keys, (col(TOTAL) + col("part")).alias(TOTAL))
    return running.drop(TOTAL).join(taken, on=list(keys), how="left", nulls_equal=True)


def _ended(running: pl.DataFrame, lang: str) -> pl.DataFrame:
    words = [pl.lit(say(f"score.note.{word}", lang)) for word in ("nothing", "whole")]
    return running.select(
        pl.exclude(TOTAL),
        pl.lit(SCORE).alias("metric"), pl.lit(say("score.label.score", lang)).alias("label"),
        (col(TOTAL) / MILLION).round(6).alias("value"), pl.lit("pt").alias("unit"),
        pl.when(col(TOTAL).is_null()).then(words[0]).otherwise(words[1]).alias("note"),
    )  # fmt: skip


def _written(every: pl.DataFrame, rows: pl.DataFrame, keys: Sequence[str], groups: Sequence[str]) -> pl.DataFrame:
    """The steps in order, numbers in points and per cent."""
    totals = [name for name in keys if name.startswith("__total_")]
    order = [name for name in ("__start", "period", *totals, *groups) if name in keys]
    placed = every.sort(*order, "__step", PLACE, nulls_last=True).with_columns(
        # a float divided by a constant is multiplied by its inverse, hence the rounding
        *((col(name) / MILLION).round(6) for name in INTEGERS if name in every.columns),
        pl.int_range(pl.len(), dtype=pl.Int64).over(keys).alias(STEP),
    )  # fmt: skip
    shown = [name for name in (*groups, "period") if name in keys]
    inner = [name for name in keys if name not in shown]
    return placed.select(
        *shown, *(col(name).cast(dtype) for name, dtype in SCHEMA.items()), *inner, STEP
    )  # fmt: skip
