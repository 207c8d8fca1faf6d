"""`--fold messages`: one ticket a chat session, from its lines."""

from __future__ import annotations

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.cells import Reading, read_cells
from cstools.kernels.expr.frames import DTYPES, dtypes, ensure
from cstools.kernels.expr.talk import ROW, SPEAKER
from cstools.kernels.fold.auto import automatic
from cstools.kernels.fold.roles import speakers
from cstools.kernels.fold.sessions import TO, sessions
from cstools.kernels.fold.tickets import MADE, renamed, tickets
from cstools.kernels.stage import FILE, Level, Result, Stage, counted, side
from cstools.model.chat import RECEIVERS
from cstools.model.fields import normal


def stage(gap: int, tz: str) -> Stage:
    """The whole stage behind `--fold messages`: chat lines in, one ticket a session out, by created_at and ticket_id.

    gap: seconds without a word after which a session ends, where no ticket_id says. agent: who replied last (the owner
    of the ticket, as in every ticket system), or of an unanswered session the account it waited at; participants: all
    who replied, in order. Other columns of the messages go to the ticket if they say one thing throughout each session,
    else they are left out and counted; those that mean a field of the ticket are read as such. Automatic replies count
    as nobody's message; `found` lists their texts (`auto.FOUND`). Side records: message.time, message.role (row),
    message.same (merged), cell.*. Counts: messages folded, sessions, those unanswered, automatic replies.
    """
    return Stage("fold", lambda lf: fold(lf, gap, tz), scope="whole", adds=MADE)


def fold(lf: pl.LazyFrame, gap: int, tz: str) -> Result:
    """The tickets of the messages in `lf`, as `stage` says. Raises Usage("fold.missing") without sent_at.

    >>> from datetime import datetime
    >>> lines = pl.LazyFrame({"ticket_id": ["S1"] * 2, "sender_role": ["customer", "agent"], "sender": ["tb1", "小王"],
    ...     "sent_at": [datetime(2025, 10, 6, 8, 5, 3), datetime(2025, 10, 6, 8, 5, 33)], "text": ["在吗", "在的"]})
    >>> fold(lines, 1800, "UTC").rows.select("ticket_id", "agent", "first_response_s", "text").collect().rows()
    [('S1', '小王', 30.0, '在吗')]
    """
    frame = renamed(lf.collect())
    if "sent_at" not in frame.columns and frame.height:
        raise Usage("fold.missing", what="messages", field="sent_at")
    kept, sides = _usable(frame)
    heard, listed = automatic(sessions(kept, gap))
    made, left = tickets(heard, [name for name in frame.columns if not is_receiver(name)])
    read = read_cells(made.lazy(), Reading("ticket", tz))
    notes = {
        "messages folded": heard.height,
        "sessions": made.height,
        "sessions unanswered": int((~made["is_answered"]).sum()),
        "automatic replies": int((heard[SPEAKER] == "auto").sum()),
        **{f"values left out of {name}, which differs within a session": n for name, n in left.items()},
    }
    lost = [*sides, *([read.rejects] if read.rejects is not None else [])]
    return Result(read.rows, pl.concat(lost, how="diagonal"), counted(notes), listed.lazy())


def _usable(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.LazyFrame]]:
    """The messages that can be placed, with ROW, SPEAKER and NAME, and the side records of the others."""
    known = {"account": DTYPES["text"], "agent": DTYPES["text"]} | dtypes("message")
    whole = ensure(frame.lazy(), known).collect().with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(ROW))
    receiver = next(filter(is_receiver, frame.columns), None)
    whole = whole.with_columns((pl.col(receiver) if receiver else pl.lit(None, DTYPES["text"])).alias(TO))
    timed = whole.filter(pl.col("sent_at").is_not_null())
    first = _first(timed)
    heard = speakers(timed.filter(first))
    lost: tuple[tuple[pl.DataFrame, Level, str], ...] = (
        (whole.filter(pl.col("sent_at").is_null()), "row", "message.time"),
        (timed.filter(~first), "merged", "message.same"),
        (heard.filter(pl.col(SPEAKER).is_null()), "row", "message.role"),
    )
    sides = [side(rows.select(frame.columns).lazy(), level, rule) for rows, level, rule in lost]
    return heard.filter(pl.col(SPEAKER).is_not_null()), sides


def is_receiver(heading: str) -> bool:
    """Whether a column says who a message is for."""
    return normal(heading) in RECEIVERS


def _first(rows: pl.DataFrame) -> pl.Expr:
    """Whether a message came for the first time: by its id, and by all it says where it stands in two files.

    The same line twice in one file may have been said twice.
    """
    first = pl.col("message_id").is_null() | pl.struct("ticket_id", "message_id").is_first_distinct()
    if FILE not in rows.columns or rows[FILE].n_unique() < 2:
        return first
    line = ("ticket_id", "customer_id", TO, "sent_at", "sender", "sender_role", "text")
    return first & (pl.col(FILE) == pl.col(FILE).first().over(line))
