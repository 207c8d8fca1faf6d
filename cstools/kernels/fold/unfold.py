"""`--unfold FIELD`: the messages of a transcript that stands in one cell."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.errors import Usage
from cstools.kernels.expr.columns import near
from cstools.kernels.expr.frames import DTYPES, ensure
from cstools.kernels.expr.talk import SPEAKER
from cstools.kernels.fold.roles import speakers
from cstools.kernels.fold.turns import LINE_IN, RECORD, WHEN, turns
from cstools.kernels.stage import LINE, PROVENANCE, Result, Stage, counted, side
from cstools.model import fields

NOT_CARRIED = frozenset(["created_at", "contact_type", "text", "sent_at", "sender", "sender_role", "message_id"])
"""What a message says itself, and what would make its stream one of tickets."""


def stage(field: str, tz: str) -> Stage:
    """The row stage behind `--unfold`: records with a transcript in `field` in, one message a header line out.

    A header line says who speaks and when (`headers.PATTERNS`); the lines up to the next are what was said. A clock
    without a date has the date of the line above that holds only a date, else of the record (created_at, sent_at), and
    goes on to the next day when it runs backwards. Lines before the first header are the system's, at the time of the
    first. A cell without header lines is one message of the customer, at the record's time. The record's other fields
    go to every message. Raises Usage("unfold.field"). Side records: unfold.empty (dropped).
    """
    return Stage("unfold", lambda lf: unfold(lf, field, tz))


def unfold(lf: pl.LazyFrame, field: str, tz: str) -> Result:
    r"""The messages of the records in `lf`, as `stage` says.

    >>> cell = "[08:05:03] 买家：在吗\n有货吗\n[08:05:33] 客服小王：在的"
    >>> made = unfold(pl.LazyFrame({"ticket_id": ["S1"], "text": [cell]}), "text", "Asia/Shanghai")
    >>> made.rows.select("ticket_id", "sender", "sender_role", "text").collect().rows()
    [('S1', '买家', 'customer', '在吗\n有货吗'), ('S1', '客服小王', 'agent', '在的')]
    """
    frame = lf.collect()
    if not frame.width:
        return Result(lf)
    cell = _column(field, frame.columns)
    written = pl.col(cell).str.contains(r"\S").fill_null(False)
    whole = frame.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(RECORD))
    base = [name for name in ("created_at", "sent_at") if frame.schema.get(name) == DTYPES["time"]]
    when = pl.coalesce(*base) if base else pl.lit(None, DTYPES["time"])
    made = turns(whole.filter(written).select(RECORD, when.alias(WHEN), pl.col(cell).alias("text")), tz)
    carried = [name for name in frame.columns if name not in NOT_CARRIED and name != cell]
    told = _told(made.join(whole.select(RECORD, *carried), on=RECORD, maintain_order="left"))
    if LINE in carried and [name for name in frame.columns if name not in PROVENANCE] == [cell]:
        # Nothing but the transcript: its lines are those of the file.
        told = told.with_columns(pl.col(LINE) + pl.col(LINE_IN))
    out = fields.order("message", [name for name in told.columns if not name.startswith("__")])
    return Result(
        told.select(*out, *(name for name in PROVENANCE if name in carried)).lazy(),
        side(frame.filter(~written).lazy(), "dropped", "unfold.empty"),
        counted({"messages unfolded": told.height}),
    )


def _column(field: str, columns: Sequence[str]) -> str:
    """The column that --unfold names: as it is, or by the heading the field has in an export."""
    found = fields.find(fields.detect(columns), field) or fields.find("message", field)
    name = field if field in columns or found is None else found[0]
    if name not in columns:
        own = [column for column in columns if not column.startswith("__")]
        raise Usage("unfold.field", field=field, near=near(field, own))
    return name


def _told(rows: pl.DataFrame) -> pl.DataFrame:
    """The messages with sender_role, as far as the sender tells within its record."""
    texts = ("customer_id", "account", "agent", "ticket_id")
    flags = ("is_auto", "is_private")
    typed = {name: DTYPES["text"] for name in texts} | {name: DTYPES["bool"] for name in flags}
    asked = ensure(rows.lazy().with_columns(pl.col(RECORD).cast(pl.String).alias("ticket_id")), typed).collect()
    roles = speakers(asked)[SPEAKER].replace({"note": None, "auto": "agent"})
    return rows.with_columns(roles.alias("sender_role"))
