"""How many agents a load needs, and what one more or one fewer would do."""

from __future__ import annotations

import math
from collections.abc import Mapping

import polars as pl

from cstools.kernels.staff.ask import Ask
from cstools.kernels.staff.cells import SERVES
from cstools.kernels.staff.erlang import Array, Served, least, patient

FIGURES = ("agents", "sl", "asa_s", "occupancy", "abandon_rate", "sl_minus", "asa_minus", "sl_plus", "asa_plus")
SCHEDULED = "scheduled"
WHOLE = ("agents", "more")
"""Figures that are whole numbers."""


def needed(rows: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Rows with erlangs, aht_s and SERVES, and the agents they need: FIGURES and SCHEDULED.

    agents: the fewest that reach the target and stay below the occupancy; 0 for no load, null where the load is not
    known. sl, asa_s, ...: what these give; with SERVES chats at once, of agents x SERVES places. *_minus, *_plus: one
    agent fewer, one more. scheduled: agents / (1 - shrinkage), rounded up. No wait where the queue would grow.

    >>> rows = pl.DataFrame({"erlangs": [10.0, 0.0], "aht_s": [180.0, 180.0], SERVES: [1, 1]})
    >>> needed(rows, Ask(shrinkage=0.3)).select("agents", "scheduled", pl.col("sl").round(3)).rows()
    [(14, 20, 0.888), (0, 0, None)]
    """
    at = known(rows)
    load = Load(rows, at, ask)
    agents = load.least()
    figures: dict[str, Array] = {"agents": agents}
    names = ("sl", "asa_s", "occupancy", "abandon_rate"), ("sl_minus", "asa_minus"), ("sl_plus", "asa_plus")
    for change, columns in zip((0, -1, 1), names, strict=True):
        figures |= dict(zip(columns, load.figures(agents + change), strict=False))
    made = attached(rows, at, figures)
    idle = pl.col("erlangs") == 0
    heads = pl.when(idle).then(0).otherwise(pl.col("agents")).cast(pl.Int64)
    made = made.with_columns(heads.alias("agents"))
    return made.with_columns(paid(pl.col("agents"), ask).alias(SCHEDULED))


def known(rows: pl.DataFrame) -> pl.Series:
    """Whether each row has a load."""
    return rows.select((pl.col("erlangs") > 0).fill_null(False)).to_series()


def paid(agents: pl.Expr, ask: Ask) -> pl.Expr:
    """Heads on the roster for so many at work, rounded up (an excess below 1e-9 is an error of floats).

    >>> pl.DataFrame({"n": [14, 7]}).select(paid(pl.col("n"), Ask(shrinkage=0.3))).to_series().to_list()
    [20, 10]
    """
    return (agents / (1 - ask.shrinkage) - 1e-9).ceil().cast(pl.Int64)


class Load:
    """The rows with a load, as arrays."""

    def __init__(self, rows: pl.DataFrame, at: pl.Series, ask: Ask) -> None:
        some = rows.filter(at)
        self.erlangs, self.aht = (some.get_column(name).to_numpy() for name in ("erlangs", "aht_s"))
        self.serves, self.ask = some.get_column(SERVES).to_numpy(), ask

    def served(self, agents: Array) -> Served:
        """What so many agents give."""
        seconds, places = self.ask.target.seconds, agents * self.serves
        if self.ask.patience is None:
            return patient(places, self.erlangs, self.aht, seconds)
        from cstools.kernels.staff.impatient import leaving

        return leaving(places, self.erlangs, self.aht, seconds, float(self.ask.patience))

    def least(self) -> Array:
        """The fewest agents that reach the target."""
        target = self.ask.target

        def fits(agents: Array) -> Array:
            made = self.served(agents)
            return (made.level >= target.share) & (made.occupancy <= target.occupancy + 1e-12)

        return least(self.erlangs, fits)

    def figures(self, agents: Array) -> tuple[Array, Array, Array, Array]:
        """Level, mean wait, occupancy, abandoned."""
        made = self.served(agents)
        return made.level, made.wait, made.occupancy, made.abandoned


def attached(rows: pl.DataFrame, at: pl.Series, figures: Mapping[str, Array]) -> pl.DataFrame:
    """Rows with columns whose values are those of the rows `at`; null in others, and for what is not finite."""
    place = at.cast(pl.Int64).cum_sum() - 1
    columns = []
    for name, values in figures.items():
        found = [value if math.isfinite(value) else None for value in values.tolist()]
        column = pl.Series(name, found, dtype=pl.Int64 if name in WHOLE else pl.Float64)
        columns.append(
            column.gather(place.set(~at, None))
            if column.len()
            else pl.Series(name, [None] * at.len(), dtype=column.dtype)
        )
    return rows.with_columns(columns)
