"""满意度驱动: what goes with dissatisfaction, all factors together. Association, not cause."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from cstools.kernels.expr.stats import Z
from cstools.kernels.report.data import Data, told
from cstools.kernels.report.levels import Level, field, level, value
from cstools.kernels.why import factors as usual
from cstools.kernels.why.ask import Ask
from cstools.kernels.why.gather import HITS, N, cells, gathered, levelled
from cstools.kernels.why.levels import OTHER, VALUE, Levels
from cstools.kernels.why.notes import EVENTS, INFLATED
from cstools.kernels.why.outcome import ALWAYS, HIT, reads
from cstools.kernels.why.table import Modelled, crude, modelled, profiled, with_model
from cstools.model.report import Block, Chart, Column, Figure, Note, Param, Phrase, Section, Span, Table, Value

METRIC = "dsat"
SHOWN = 10
"""Levels shown, those the model is surest of."""
TOP = 8
"""Values of one field that stand for themselves."""
LEAST = 20
"""Dissatisfied customers without whom nothing is told."""
ENOUGH, MONTHS = 50, 3
"""With fewer dissatisfied in the month, those of so many months are looked at."""
APART = ("agent",)
"""Usual factors of cs-why that are left out: people are compared in their own section, where ties are marked."""
SIDE = {True: "mark.unhappy", False: "mark.content"}


@dataclass(frozen=True)
class Drivers:
    """What was found. levels: those with enough records, the surest first. months: how many were looked at."""

    levels: tuple[Level, ...]
    n: int
    hits: int
    all: int
    months: int
    notes: tuple[Phrase, ...] = ()
    modelled: bool = False


def section(data: Data) -> Section:
    """The levels that go with dissatisfaction most surely: a picture of their odds ratios, a table, and the basis.

    In: the contacts of the month that count for ratings, of MONTHS where too few customers were dissatisfied.

    >>> from datetime import datetime
    >>> from cstools.kernels.report.data import Ask, gather
    >>> rows = {"created_at": [datetime(2025, 10, 31)] * 2, "csat": [5.0, 1.0]}
    >>> section(gather(pl.DataFrame(rows), Ask())).why.key
    'why.dissatisfied'
    """
    found = data.once("drivers", drivers)
    if found is None:
        return Section("drivers", why=Phrase("why.csat"))
    words: dict[str, Param] = {
        "n": Figure(found.n), "hits": Figure(found.hits), "months": Figure(found.months), "least": Figure(LEAST),
        "share": Figure(round(found.hits / found.n, 6) if found.n else None, "ratio"),
    }  # fmt: skip
    if min(found.hits, found.n - found.hits) < LEAST:
        return Section("drivers", why=Phrase("why.dissatisfied", words))
    if not found.levels:
        return Section("drivers", why=Phrase("why.levels" if found.modelled else "why.unmodelled", words))
    count = len(found.levels)
    shown = sorted(found.levels[:SHOWN], key=lambda one: -one.odds[0])
    far = sum(one.sure(count) for one in found.levels)
    words |= {"k": Figure(count), "far": Figure(far), "shown": Figure(len(shown))}
    lead = Phrase("drivers.lead" if found.months == 1 else "drivers.lead_months", words)
    said = (Phrase("drivers.far" if far else "drivers.none", words), *found.notes)
    blocks: list[Block] = [_chart(shown, count, words), _table(shown), Note(said)]
    return Section("drivers", tuple(blocks), lead=lead)


def drivers(data: Data) -> Drivers | None:
    """What goes with dissatisfaction this month; None where nobody rated."""
    if not data.able(("csat_pct",)) or not data.has("csat"):
        return None
    rows = data.counts("csat_pct")
    made = _made(rows, 1, data.ask.config.least)
    if made.hits >= ENOUGH:
        return made
    months = [data.counts("csat_pct", month) for month in data.period.months(MONTHS)]
    longer = _made(pl.concat(months), sum(month.height > 0 for month in months), data.ask.config.least)
    return longer if longer.hits > made.hits else made


def _made(rows: pl.DataFrame, months: int, least: int) -> Drivers:
    ask = Ask(top=TOP)
    needed = usual.needs() | reads("") | {*ALWAYS}
    known = rows.select(name for name in rows.columns if name in needed).lazy()
    found = gathered(known, replace(ask, factors=_factors(known.collect_schema().names())))
    used = found.used()
    n, hits = used.height, int(used[HIT].sum())
    nothing = Drivers((), n, hits, rows.height, months)
    if min(hits, n - hits) < LEAST:
        return nothing
    made = tuple(_compared(one, used, at) for at, one in enumerate(levelled(found, used, TOP)))
    grid = cells(used, made)
    model = profiled(modelled(grid, made))
    if model.fit is None:
        return nothing
    table = with_model(crude(grid, made), made, model)
    notes = (*_basis(n, rows.height), *_notes(grid, made, model))
    return replace(nothing, levels=tuple(_levels(table, least)), notes=notes, modelled=True)


def _factors(given: Sequence[str]) -> tuple[usual.Factor, ...]:
    """The usual factors of cs-why without APART, the problem as deep as the report has it."""
    return tuple(
        replace(one, rule="2") if one.name == "topic" else one
        for one in usual.usual(given, reads(""))
        if one.name not in APART
    )


def _compared(one: Levels, used: pl.DataFrame, at: int) -> Levels:
    """A yes and no is compared with the more common of both, as a text is with its most common value."""
    if one.labels[:2] != ("false", "true"):
        return one
    yes = used[f"{VALUE}{at}"]
    return replace(one, ref=int((yes.sum() or 0) * 2 > yes.count()))


def _levels(table: pl.DataFrame, least: int) -> Iterator[Level]:
    """The levels of a model that have enough records, the surest first, of equals by name."""
    rates = {(row["factor"], row["level"]): row["rate"] for row in told(table)}
    fit = table.drop_nulls(["adj_or", "adj_lo", "adj_hi"]).filter(pl.col(N) >= least, pl.col("level").ne_missing(OTHER))
    odds = pl.col("adj_or").log()
    # An interval by the profile is not of equal halves: what tells the level from 1 is the half towards 1.
    error = pl.when(odds > 0).then(odds - pl.col("adj_lo").log()).otherwise(pl.col("adj_hi").log() - odds) / Z
    ranked = fit.with_columns(z=odds / error).filter(pl.col("z").is_finite(), pl.col("adj_lo") > 0)
    for row in told(ranked.sort(-pl.col("z").abs(), "factor", "level")):
        yield Level(
            row["factor"], row["level"], row["ref"], row[N], row["rate"], rates.get((row["factor"], row["ref"])),
            (row["adj_or"], row["adj_lo"], row["adj_hi"]), row["ame"], row["z"],
        )  # fmt: skip


def _basis(n: int, every: int) -> Iterator[Phrase]:
    words: dict[str, Param] = {"n": Figure(n), "all": Figure(every), "share": Figure(round(n / every, 6), "ratio")}
    yield Phrase("drivers.basis", words)


def _notes(grid: pl.DataFrame, made: Sequence[Levels], model: Modelled) -> Iterator[Phrase]:
    """How the model was made and what it cannot tell (as the notes of cs-why)."""
    assert model.fit is not None
    n, hits = int(grid[N].sum()), int(grid[HITS].sum())
    width = model.fit.design.layout.width - 1
    per = min(hits, n - hits) / max(width, 1)
    words: dict[str, Param] = {"k": Figure(width), "epv": Figure(round(per, 3), "mean"), "least": Figure(EVENTS)}
    yield Phrase("drivers.model_firth" if model.fit.firth else "drivers.model", words)
    if per < EVENTS:
        yield Phrase("drivers.few", words)
    named = list(zip(model.spoken, model.inflated, (made[at] for at in model.made), strict=True))
    whole = [field(one.factor.name) for spoken, _, one in named if not spoken]
    wide = [field(one.factor.name) for _, grown, one in named if grown is not None and grown > INFLATED]
    for key, names in (("drivers.aliased", whole), ("drivers.inflated", wide)):
        if names:
            yield Phrase(key, {"names": tuple(names)})


def _chart(shown: Sequence[Level], count: int, words: dict[str, Param]) -> Chart:
    """A dot and its interval for each level; the reference is 1, no difference."""
    return Chart(
        name="drivers",
        kind="dots",
        title=Phrase("drivers.chart"),
        alt=Phrase("drivers.alt", words),
        columns=(
            Column("driver"), Column("n", "n"), Column("adjusted_odds", "x"), Column("lo", "x"), Column("hi", "x"),
            Column("mark", "word"),
        ),
        rows=tuple((level(one), one.n, *_rounded(one.odds), _mark(one, count)) for one in shown),
        roles={"label": "driver", "value": "adjusted_odds", "lo": "lo", "hi": "hi", "beside": "n", "mark": "mark"},
        lead=Phrase("drivers.note"),
        reference=Figure(1.0, "x"),
        wide=True,
    )  # fmt: skip


def _table(shown: Sequence[Level]) -> Table:
    """The same levels with how often customers were dissatisfied, and by how much more likely that is."""
    columns = (
        Column("driver"), Column("against"), Column("rated", "n"), Column(METRIC, "ratio"),
        Column("adjusted_odds", "x"), Column("interval"), Column("effect", "pp"),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = [
        (
            level(one), value(one.field, one.ref), one.n, round(one.rate, 6), _rounded(one.odds)[0],
            _interval(one), None if one.effect is None else round(one.effect, 6),
        )
        for one in shown
    ]  # fmt: skip
    return Table(Phrase("drivers.table"), columns, tuple(rows))


def _interval(one: Level) -> Phrase:
    _, lo, hi = _rounded(one.odds)
    return Phrase("drivers.interval", {"interval": Span(lo, hi, "x")})


def _rounded(odds: tuple[float, float, float]) -> tuple[float, float, float]:
    return round(odds[0], 6), round(odds[1], 6), round(odds[2], 6)


def _mark(one: Level, count: int) -> str:
    """The word for how a level stands to the one it is compared with."""
    return SIDE[one.z > 0] if one.sure(count) else "mark.same"


def strongest(data: Data, besides: Collection[tuple[str, str | None]] = ()) -> Level | None:
    """The level most contacts are dissatisfied by, beyond chance; besides: fields and values that are told already."""
    found = data.once("drivers", drivers)
    if found is None:
        return None
    count = len(found.levels)
    worse = [
        one for one in found.levels
        if one.z > 0 and one.sure(count) and (one.effect or 0) > 0 and (one.field, one.value) not in besides
    ]  # fmt: skip
    return max(worse, key=lambda one: ((one.effect or 0) * one.n, one.field, one.value or ""), default=None)
