"""What is said of a run beside its rows: sentences by key, with their blanks."""

from __future__ import annotations

import polars as pl

from cstools.kernels.expr.notes import Note, word
from cstools.kernels.expr.stats import ratio
from cstools.kernels.staff.ask import Ask
from cstools.kernels.staff.cells import ENOUGH, SHARED
from cstools.kernels.staff.contacts import DATE, LONG
from cstools.kernels.staff.days import EMPTY, HOLIDAY, KIND, PROMOTION, USUAL, WORKED


def percent(value: float | None) -> str:
    """A share as people read it.

    >>> percent(0.8), percent(0.8345), percent(None)
    ('80%', '83.5%', '—')
    """
    return "—" if value is None else f"{value * 100:.1f}".removesuffix(".0") + "%"


def number(value: float) -> str:
    """A number with up to two decimals, none that say nothing."""
    return f"{round(value, 2) + 0.0:,.2f}".rstrip("0").rstrip(".")


def rule(ask: Ask) -> Note:
    """What the need was worked out for, and how."""
    target = ask.target
    return "staff.rule", {
        "share": percent(target.share),
        "seconds": target.seconds,
        "busy": word("staff.busy") if target.occupancy < 1 else "",
        "occupancy": percent(target.occupancy),
        "model": word(f"staff.model_{'c' if ask.patience is None else 'a'}"),
        "patience": ask.patience,
        "shrinkage": percent(ask.shrinkage),
        "chats": word("staff.chats") if ask.concurrency > 1 else "",
        "concurrency": ask.concurrency,
    }


def of_days(days: pl.DataFrame, taken: pl.DataFrame, ask: Ask) -> list[Note]:
    """Which days the usual week was taken from, and which were left out."""
    if not days.height:
        return []
    first, last = days.get_column(DATE).min(), days.get_column(DATE).max()
    left = days.join(taken.select(DATE), on=DATE, how="anti").get_column(KIND).to_list()
    note: dict[str, object] = {"first": str(first), "last": str(last), "n": taken.height}
    note |= {f"n_{kind}": left.count(kind) for kind in (HOLIDAY, WORKED, PROMOTION, EMPTY)}
    notes: list[Note] = [("staff.days_left" if left else "staff.days", note)]
    if not ask.every and taken.height and not (taken.get_column(KIND) == USUAL).any():
        notes.append(("staff.none_usual", {}))
    return notes


def of_handling(rows: pl.DataFrame, ask: Ask) -> list[Note]:
    """Where handling times are missing, zero, or those of the whole queue."""
    if not rows.height or ask.aht is not None:
        return []
    busy = rows.filter(pl.col("contacts") > 0)
    if busy.get_column("aht_s").null_count():
        return [("staff.no_aht", {})]
    notes: list[Note] = [("staff.zero_aht", {})] if (busy.get_column("aht_s") == 0).any() else []
    shared = busy.get_column(SHARED).sum()
    return [*notes, ("staff.shared", {"n": shared, "all": busy.height, "least": ENOUGH})] if shared else notes


def of_long(counts: pl.DataFrame) -> list[Note]:
    """Handling times that are none."""
    n = int(counts.get_column(LONG).sum())
    return [("staff.long_handling", {"n": n})] if n else []


def of_change(rows: pl.DataFrame, ask: Ask) -> list[Note]:
    """What one agent more or fewer does in sum: the level over all contacts, and in how many intervals it holds."""
    busy = rows.filter(pl.col("agents") > 0)
    if not busy.height:
        return []
    note: dict[str, object] = {"n": busy.height, "seconds": ask.target.seconds}
    for name in ("sl", "sl_minus", "sl_plus"):
        note[name] = percent(weighed(busy, name))
        note[f"{name}_held"] = int((busy.get_column(name) >= ask.target.share).sum())
    mean, peak = busy.select(pl.col("agents").mean().alias("mean"), pl.col("agents").max().alias("peak")).row(0)
    return [("staff.change", note | {"mean": number(mean), "peak": number(peak)})]


def weighed(rows: pl.DataFrame, name: str, weight: str = "contacts") -> float | None:
    """The mean of a column over contacts; null where there are none, in any order of the rows."""
    known = rows.filter(pl.col(name).is_not_null()).sort(name, weight)
    mean: float | None = known.select(ratio((pl.col(name) * pl.col(weight)).sum(), pl.col(weight).sum())).item()
    return mean
