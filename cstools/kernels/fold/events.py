"""`--fold events`: the state of each ticket after its last event."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.frames import DTYPES, ensure
from cstools.kernels.expr.talk import ROW
from cstools.kernels.expr.text import plain
from cstools.kernels.stage import PROVENANCE, Result, Stage, counted, side
from cstools.model import fields
from cstools.model.chat import ACTIONS, REPLIES

DONE = ("resolved", "closed")
EARLIEST = frozenset(
    ["created_at", "queued_at", "answered_at", "bot_handoff_at", "first_customer_at", "first_response_at"]
)
"""Times of something that happens once, first: the earliest stands."""
UNDONE = ("resolved_at", "closed_at", "is_resolved", "resolution_s")
"""What a reopening takes back: only values since the last one stand."""
MADE = ("events", "reopen_count", "transfer_count")
MOMENT, BACK = "__moment", "__back"


def stage() -> Stage:
    """The whole stage behind `--fold events`: ticket rows in, one a ticket_id out, in the order of their first event.

    Events stand in the order of updated_at (where no row has one, created_at), those of one time in the order of the
    file; a row without a time follows the one before it. Each field has its last value that is not null, times of first
    things their earliest; what an event before the last reopening said of the solution is taken back. resolved_at is
    the time of the last change to resolved or closed, unless the export says it. events counts the rows, reopen_count
    and transfer_count the changes, where the export does not count them. Rows without a ticket_id go on as they are.
    Side records: event.earlier (merged), naming the ticket.
    """
    return Stage("fold", fold, scope="whole", adds=MADE)


def fold(lf: pl.LazyFrame) -> Result:
    """The tickets of the events in `lf`, as `stage` says. Raises Usage("fold.missing") without ticket_id.

    >>> rows = pl.LazyFrame({"ticket_id": ["T1", "T1", "T2"], "status": ["open", "resolved", "open"]})
    >>> fold(rows).rows.select("ticket_id", "status", "events").collect().rows()
    [('T1', 'resolved', 2), ('T2', 'open', 1)]
    """
    frame = lf.collect()
    if not frame.height:
        return Result(frame.lazy())
    if "ticket_id" not in frame.columns:
        raise Usage("fold.missing", what="events", field="ticket_id")
    own = frame.columns
    needed = {"ticket_id": DTYPES["id"], "updated_at": DTYPES["time"], "created_at": DTYPES["time"]}
    needed |= {"status": DTYPES["enum"], "agent": DTYPES["text"], "resolved_at": DTYPES["time"]}
    needed |= {name: DTYPES["int"] for name in MADE} | {
        name: DTYPES["time"] for name in ("closed_at", "first_response_at")
    }
    whole = ensure(frame.lazy(), needed).collect().with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(ROW))
    named = pl.col("ticket_id").is_not_null()
    told = _ordered(whole.filter(named))
    tickets = _state(told)
    loose = whole.filter(~named)
    rows = pl.concat([tickets, loose], how="diagonal").sort(ROW)
    written = fields.order("ticket", [*(name for name in rows.columns if _worth(rows, name, own))])
    earlier = told.filter(pl.col(ROW) != pl.col(ROW).last().over("ticket_id")).sort(ROW)
    merged = side(earlier.select(own).lazy(), "merged", "event.earlier", "ticket_id", pl.col("ticket_id"))
    notes = {"tickets": tickets.height, "kept as they are (no ticket_id)": loose.height}
    return Result(rows.select(written).lazy(), merged, counted(notes))


def _worth(rows: pl.DataFrame, name: str, own: list[str]) -> bool:
    """A column that was there, that is counted here, or that the events have filled; not one of ours."""
    return name in own or name in MADE or (not name.startswith("__") and rows[name].null_count() < rows.height)


def _ordered(rows: pl.DataFrame) -> pl.DataFrame:
    """The events ticket by ticket in time, with MOMENT, and BACK: how often the ticket was reopened up to here."""
    clock = "updated_at" if rows["updated_at"].count() else "created_at"
    moment = pl.col(clock).forward_fill().backward_fill().over("ticket_id")
    timed = rows.with_columns(moment.alias(MOMENT)).sort("ticket_id", MOMENT, ROW)
    stood = pl.col("status").forward_fill().over("ticket_id")
    done = timed.with_columns(stood.is_in(list(DONE)).fill_null(False).alias("__done"))
    before = pl.col("__done").shift().over("ticket_id").fill_null(False)
    return done.with_columns(
        (before & ~pl.col("__done")).cast(pl.Int64).cum_sum().over("ticket_id").alias(BACK),
        (pl.col("__done") & ~before).alias("__solves"),
    )


def _state(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a ticket."""
    since = pl.col(BACK) == pl.col(BACK).max()
    agent = pl.col("agent").drop_nulls()
    plain_ = [
        n
        for n in rows.columns
        if n not in (*EARLIEST, *UNDONE, *MADE, "ticket_id", ROW, *PROVENANCE) and not n.startswith("__")
    ]
    solved = pl.col(MOMENT).filter(since & pl.col("__solves")).last()
    shut = pl.col(MOMENT).filter(since & (pl.col("status") == "closed")).first()
    undone = [name for name in UNDONE if name in rows.columns]
    return rows.group_by("ticket_id", maintain_order=True).agg(
        *(pl.col(name).last() for name in PROVENANCE if name in rows.columns),
        pl.col(ROW).min(),
        *(pl.col(name).drop_nulls().last() for name in plain_),
        *(_earliest(name, rows.columns) for name in EARLIEST if name in rows.columns),
        *(_undone(name, since, {"resolved_at": solved, "closed_at": shut}.get(name)) for name in undone),
        pl.coalesce(pl.col("events").drop_nulls().last(), pl.len().cast(pl.Int64)).alias("events"),
        pl.coalesce(pl.col("reopen_count").drop_nulls().last(), pl.col(BACK).max()).alias("reopen_count"),
        pl.coalesce(pl.col("transfer_count").drop_nulls().last(), (agent != agent.shift()).sum().cast(pl.Int64)).alias(
            "transfer_count"
        ),
    )


def _earliest(name: str, columns: list[str]) -> pl.Expr:
    first = pl.col(name).min()
    if name == "created_at":
        return pl.coalesce(first, pl.col(MOMENT).min()).alias(name)
    told = next((column for column in columns if fields.normal(column) in ACTIONS), None)
    if name != "first_response_at" or told is None:
        return first
    replied = plain(pl.col(told)).str.contains(REPLIES).fill_null(False)
    return pl.coalesce(first, pl.col(MOMENT).filter(replied).min()).alias(name)


def _undone(name: str, since: pl.Expr, otherwise: pl.Expr | None) -> pl.Expr:
    """The last value since the ticket was last reopened, else what the events say; null while it stands reopened."""
    last = pl.col(name).filter(since).drop_nulls().last()
    stands = (pl.col(BACK).max() == 0) | pl.col("__done").last()
    return pl.when(stands).then(last if otherwise is None else pl.coalesce(last, otherwise)).alias(name)
