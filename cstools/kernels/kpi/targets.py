"""Figures beside their targets: the most specific target that fits each, the gap to it, and where the figure stands.

Which fits. A target without a group holds for every group and their totals; one of a group for the figures in it; one
marked `all` for totals. A target of a month holds for the days, weeks and months inside it. A count or a sum of a named
month or team is that of the whole of it and fits nothing smaller (nobody is late with a month's volume on its first
day); `backlog`, a state, fits like a rate.
Which wins. Column by column the most specific: more groups before fewer (with as many, the one first in `--by`), then
the shorter period; so period + group > group > period > bare. A floor or stretch that comes from a more general row
and contradicts the target (a floor that asks more, a stretch that asks less) is not taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations

import polars as pl

from cstools.kernels.expr.periods import ALL, EVERY, PERIODS, end_of, start_of, text_of
from cstools.kernels.expr.stats import rounded
from cstools.kernels.kpi.targets_read import PERIOD, Targets, read, stricter
from cstools.kernels.kpi.targets_toml import parse
from cstools.kernels.stage import LINE

__all__ = ["Targets", "fitting", "parse", "read", "targeted", "unfit"]

FROM, TO, WIDTH, KEY, AT = "__from", "__to", "__width", "__key", "__at_"
BELOW_FLOOR, BELOW_TARGET, MET, STRETCH = "below_floor", "below_target", "met", "stretch"
"""What `level` says, from bad to good."""
PHASE = "phase"
GRAINS = {
    "day": r"^\d{4}-\d{2}-\d{2}$", "week": r"^\d{4}-W\d{2}$", "month": r"^\d{4}-\d{2}$",
    "quarter": r"^\d{4}-Q\d$", "year": r"^\d{4}$", PHASE: " ",
}  # fmt: skip
"""The form of a period's text; a phase is that of an event (`2025 双11 before`)."""
NARROW = (PHASE, *PERIODS[:-1])
"""From the most specific period to the least."""


def targeted(
    figures: pl.DataFrame, targets: Targets, groups: Sequence[str], during: tuple[datetime, datetime] | None = None
) -> pl.DataFrame:
    """The figures with target, gap, met, level and what else the targets give of floor, stretch, benchmark.

    In: figures with `groups`, period, metric, value, `__start`, `__better` (and `__total_<group>`); during: the time
    that a period of `all` covers. Out, behind the columns of the figures: target, gap (value - target, 9 digits), met
    (null for a null value or target, or where neither more nor less is better), level (below_floor, below_target, met,
    stretch; null likewise), and floor, stretch, benchmark where given. Rows and their order stay.

    >>> from cstools.kernels.kpi.sheet import Sheet
    >>> table = pl.DataFrame({"metric": ["csat_pct", "csat_pct"], "team": [None, "a"], "target": ["85%", "90%"]})
    >>> figures = pl.DataFrame({"team": ["a", "b"], "period": "all", "metric": "csat_pct", "value": [0.88, 0.88],
    ...     "__start": None, "__better": "+"}, schema_overrides={"__start": pl.Datetime("us")})
    >>> made = targeted(figures, read(Sheet(table, "t.csv")), ["team"])
    >>> made.select("team", "target", "gap", "met", "level").rows()
    [('a', 0.9, -0.02, False, 'below_target'), ('b', 0.85, 0.03, True, 'met')]
    """
    names = dict.fromkeys(["target", *targets.given])
    rows = _placed(figures, groups, during).with_columns(
        *(pl.lit(None, pl.Float64).alias(name) for name in names),
        *(pl.lit(-1).alias(AT + name) for name in names),
    )
    for rank, shape in enumerate(_shapes(targets, groups)):
        rows = _taken(rows, shape, targets.given, rank)
    rows = _consistent(rows, targets.given)
    value, target = pl.col("value"), pl.col("target")
    judged = rows.with_columns(rounded(value - target).alias("gap"), _level(targets.given).alias("level"))
    met = pl.when(pl.col("__better").is_in(["+", "-"]) & value.is_not_null()).then(~stricter(target, value))
    more = [name for name in ("floor", "stretch", "benchmark") if name in targets.given]
    return judged.with_columns(met.alias("met")).select(*figures.columns, "target", "gap", "met", "level", *more)


def fitting(
    figures: pl.DataFrame, targets: Targets, groups: Sequence[str], during: tuple[datetime, datetime] | None = None
) -> pl.Series:
    """The lines of the targets that fit some figure, whether or not a more specific one wins there; sorted."""
    rows = _placed(figures, groups, during)
    found = [_joined(rows, shape, (LINE,))["__new_" + LINE] for shape in _shapes(targets, groups)]
    return (
        pl.concat([pl.Series(LINE, [], pl.Int64), *(lines.alias(LINE) for lines in found)]).drop_nulls().unique().sort()
    )


def unfit(
    figures: pl.DataFrame, targets: Targets, groups: Sequence[str], during: tuple[datetime, datetime] | None = None
) -> pl.DataFrame:
    """What the targets name and no figure has, for a note: one row a thing, sorted by line.

    Out: why (metric: not asked; column: a group figures are not by; group: a name no figure has; period: no figure lies
    in it; the sentence is `targets.unfit.WHY`), column, value, line (the first), rows (of targets that name it).

    >>> from cstools.kernels.kpi.sheet import Sheet
    >>> table = pl.DataFrame({"metric": ["csat_pct"] * 2, "team": ["a", "c"], "target": ["85%", "90%"]})
    >>> figures = pl.DataFrame({"team": ["a"], "period": "all", "metric": "csat_pct", "value": [0.88],
    ...     "__start": None, "__better": "+"}, schema_overrides={"__start": pl.Datetime("us")})
    >>> unfit(figures, read(Sheet(table, "t.csv")), ["team"]).rows()
    [('group', 'team', 'c', 3, 1)]
    """
    placed = _placed(figures, groups, during)
    rows = targets.rows
    found = [_named(rows.filter(~pl.col("metric").is_in(figures["metric"].unique().to_list())), "metric", "metric")]
    for name in targets.groups:
        said = rows.filter(pl.col(name).is_not_null() & (pl.col(name) != ALL))
        if name in groups:
            found.append(
                _named(said.filter(~pl.col(name).is_in(figures[name].drop_nulls().unique().to_list())), "group", name)
            )
        else:
            found.append(_named(said.with_columns(pl.lit(None, pl.String).alias(name)), "column", name))
    found.append(_named(_outside(rows, placed), PERIOD, PERIOD))
    return pl.concat(found).sort("line", "why", "column", "value")


def _named(rows: pl.DataFrame, why: str, column: str) -> pl.DataFrame:
    return (
        rows.group_by(pl.col(column).alias("value"))
        .agg(pl.col(LINE).min().alias("line"), pl.len().cast(pl.Int64).alias("rows"))
        .select(pl.lit(why).alias("why"), pl.lit(column).alias("column"), "value", "line", "rows")
    )


def _outside(rows: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """The targets of periods in which no figure lies."""
    kept = [rows.clear()]
    for grain, part in _by_grain(rows).items():
        for additive in (False, True) if grain else ():
            keyed = placed.select(_period_key(grain, additive).alias(PERIOD)).unique()
            kept.append(part.filter(pl.col("__additive") == additive).join(keyed, on=PERIOD, how="anti"))
    return pl.concat(kept)


def _placed(figures: pl.DataFrame, groups: Sequence[str], during: tuple[datetime, datetime] | None) -> pl.DataFrame:
    """The figures with FROM and TO, the time each covers (null: unknown), and their groups with totals as `all`."""
    period, start = pl.col(PERIOD), pl.col("__start").cast(pl.Datetime("us"))
    end: pl.Expr = pl.lit(None, pl.Datetime("us"))
    for grain, form in GRAINS.items():
        if grain in EVERY:
            end = pl.when(period.str.contains(form)).then(end_of(start, grain)).otherwise(end)
    if "__end" in figures.columns:
        end = pl.coalesce(end, "__end")
    first, last = during or (None, None)
    whole = period == ALL
    marks = [
        (pl.col(f"__total_{name}") if f"__total_{name}" in figures.columns else pl.lit(False)).fill_null(False)
        for name in groups
    ]
    return figures.with_columns(
        pl.when(whole).then(pl.lit(first, pl.Datetime("us"))).otherwise(start).alias(FROM),
        pl.when(whole).then(pl.lit(last, pl.Datetime("us"))).otherwise(end).alias(TO),
        *(
            pl.when(mark).then(pl.lit(ALL)).otherwise(name).alias(KEY + name)
            for name, mark in zip(groups, marks, strict=True)
        ),
    )


Shape = tuple[pl.DataFrame, tuple[str, ...], str, bool, tuple[str, ...]]
"""Targets of one shape: rows, the groups they name, the length of their period, whether of a whole, all groups."""


def _shapes(targets: Targets, groups: Sequence[str]) -> list[Shape]:
    """The targets by the groups and the length of the period they name, the least specific first."""
    rows, found = targets.rows, []
    for name in targets.groups:
        if name not in groups:  # figures that are not by team are the total over teams
            rows = rows.filter(pl.col(name).is_null() | (pl.col(name) == ALL)).with_columns(
                pl.lit(None, pl.String).alias(name)
            )
    own = [name for name in groups if name in targets.groups]
    sets = [kept for size in range(len(own) + 1) for kept in reversed(list(combinations(own, size)))]
    for kept in sets:
        named = [pl.col(name).is_not_null() if name in kept else pl.col(name).is_null() for name in own]
        parts = _by_grain(rows.filter(*named) if named else rows)
        for grain in ("", *reversed(NARROW)):
            for additive in (False, True):
                part = parts.get(grain, rows.clear()).filter(pl.col("__additive") == additive)
                if part.height:
                    found.append((part, kept, grain, additive, tuple(groups)))
    return found


def _by_grain(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The targets by the length of the period they name; "" for none."""
    period = pl.col(PERIOD)
    known = {grain: rows.filter(period.str.contains(form)) for grain, form in GRAINS.items()}
    return {"": rows.filter(period.is_null()), **known}


def _period_key(grain: str, additive: bool) -> pl.Expr:
    """The text of the period of that length in which a figure lies, null where it lies in none.

    additive: only where the figure is of the whole period.
    """
    if grain == PHASE:
        return pl.col(PERIOD)
    start, last = pl.col(FROM), pl.col(TO).dt.offset_by("-1us")
    inside = text_of(start, grain) == text_of(last, grain)
    if additive:
        first = start_of(start, grain)
        inside &= (start == first) & (pl.col(TO) == end_of(first, grain))
    return pl.when(inside).then(text_of(start, grain))


def _joined(rows: pl.DataFrame, shape: Shape, columns: Sequence[str]) -> pl.DataFrame:
    part, kept, grain, additive, groups = shape
    made = rows.with_columns((_period_key(grain, additive) if grain else pl.lit(None, pl.String)).alias(KEY))
    if additive and kept:  # a team's volume is not the volume of each of its agents
        parts = [pl.col(KEY + name) != ALL for name in groups if name not in kept]
        rest = pl.any_horizontal(*parts).fill_null(True) if parts else pl.lit(False)
        made = made.with_columns(pl.when(~rest).then("metric").alias("__metric"))
    else:
        made = made.with_columns(pl.col("metric").alias("__metric"))
    left = ["__metric", *(KEY + name for name in kept), *([KEY] if grain else [])]
    right = ["metric", *kept, *([PERIOD] if grain else [])]
    table = part.select(*right, *(pl.col(name).alias("__new_" + name) for name in columns))
    return made.join(table, left_on=left, right_on=right, how="left", maintain_order="left")


def _taken(rows: pl.DataFrame, shape: Shape, given: Sequence[str], rank: int) -> pl.DataFrame:
    """The rows with the values of one shape of targets in the place of more general ones."""
    joined = _joined(rows, shape, given)
    return joined.with_columns(
        *(pl.coalesce("__new_" + name, name).alias(name) for name in given),
        *(
            pl.when(pl.col("__new_" + name).is_not_null()).then(rank).otherwise(AT + name).alias(AT + name)
            for name in given
        ),
    ).select(rows.columns)


def _consistent(rows: pl.DataFrame, given: Sequence[str]) -> pl.DataFrame:
    """Without the more general of two values that contradict each other."""
    ladder = [name for name in ("floor", "target", "stretch") if name in given]
    for low, high in combinations(ladder, 2):
        wrong = stricter(pl.col(low), pl.col(high)).fill_null(False)
        older = pl.col(AT + low) < pl.col(AT + high)
        rows = rows.with_columns(
            pl.when(~(wrong & older)).then(low).alias(low), pl.when(~(wrong & ~older)).then(high).alias(high)
        )
    return rows


def _level(given: Sequence[str]) -> pl.Expr:
    value = pl.col("value")
    missed = {name: stricter(pl.col(name), value) for name in ("floor", "target", "stretch") if name in given}
    none = pl.lit(None, pl.Boolean)
    return (
        pl.when(missed.get("floor", none)).then(pl.lit(BELOW_FLOOR))
        .when(missed.get("target", none)).then(pl.lit(BELOW_TARGET))
        .when(~missed.get("stretch", none)).then(pl.lit(STRETCH))
        .when(~missed.get("target", none)).then(pl.lit(MET))
    )  # fmt: skip
