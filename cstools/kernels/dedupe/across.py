"""Linkage over several files: each record beside the one it is in another, or one id for a person in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from cstools.kernels.dedupe.entities import ENTITY, entity_columns, identifier, places
from cstools.kernels.dedupe.forms import as_text
from cstools.kernels.dedupe.links import Ask, Linked, linked
from cstools.kernels.dedupe.ordering import canonical, named
from cstools.kernels.dedupe.weights import probability
from cstools.model import fields

AT, FROM, KIND, ID = "__at", "__from", "__kind", "__id"
"""Where a record stood in its file, the number of that file (0: the stream), its kind and how it is named."""
WAS = "_was"


@dataclass(frozen=True)
class Both:
    """Records of several files side by side, sorted by what they say, and what was found of them."""

    rows: pl.DataFrame
    found: Linked

    @property
    def ids(self) -> pl.Series:
        """How each record is named."""
        return self.rows[ID]


def joined(
    frames: Sequence[pl.DataFrame], ask: Ask, more: Sequence[str], *, apart: bool, known: pl.DataFrame | None = None
) -> Both:
    """The entities among records of several files. more: fields kept beside those compared. apart: of two files, each
    a list in which nobody stands twice; only pairs across are looked for, each record with one partner.

    In: frames with the fields compared, the stream's first; a field a file lacks is null there. Which file is the
    stream makes no difference to the groups.

    >>> from cstools.model.linkage import parse
    >>> one, two = pl.DataFrame({"ticket_id": ["T1"], "p": ["138"]}), pl.DataFrame({"order_id": ["O1"], "p": ["138"]})
    >>> both = joined([one, two], Ask(parse("p")), [], apart=True)
    >>> both.found.groups.label.tolist(), both.ids.to_list()
    ([0, 0], ['O1', 'T1'])
    """
    names = list(dict.fromkeys([*(on.field for on in ask.on), *more]))
    parts = [_part(frame, names, number) for number, frame in enumerate(frames)]
    rows = canonical(pl.concat(parts).with_columns(pl.col(FROM).cast(pl.Int64)), [*names, KIND, ID, AT])
    side = rows[FROM].gt(0).cast(pl.Int8).to_numpy() if apart else None
    return Both(rows, linked(rows, ask, side, places(rows[ID], known, rows[FROM] if apart else None)))


def _part(frame: pl.DataFrame, names: Sequence[str], number: int) -> pl.DataFrame:
    kind = fields.detect(frame.columns)
    given = [
        as_text(name, frame.schema[name]).alias(name)
        if name in frame.columns
        else pl.lit(None, dtype=pl.String).alias(name)
        for name in names
    ]
    return frame.select(
        *given,
        pl.int_range(pl.len(), dtype=pl.Int64).alias(AT),
        pl.lit(number).alias(FROM),
        pl.lit(kind).alias(KIND),
        identifier(frame, kind).alias(ID),
    )


def matches(both: Both) -> pl.DataFrame:
    """Of each of the stream's records, in its own order: match_id and match_score of its partner, or null.

    >>> from cstools.model.linkage import parse
    >>> one, two = pl.DataFrame({"ticket_id": ["T1"], "p": ["138"]}), pl.DataFrame({"order_id": ["O1"], "p": ["138"]})
    >>> matches(joined([one, two], Ask(parse("p")), [], apart=True)).rows()
    [('O1', 0.996108949)]
    """
    found, from_ = both.found, both.rows[FROM].to_numpy()
    label, left, right = found.groups.label, found.found.left, found.found.right
    pairs = np.flatnonzero(label[left] == label[right])
    turned = from_[left[pairs]] != 0
    own, other = (np.where(turned, *ends) for ends in ((right[pairs], left[pairs]), (left[pairs], right[pairs])))
    partners = {"match_id": both.ids.gather(other), "match_score": probability(found.odds[pairs])}
    made = pl.DataFrame({"first": own.astype(np.int64), **partners})
    stream = pl.DataFrame({"first": found.first, AT: both.rows[AT]}).filter(pl.Series(from_ == 0)).sort(AT)
    return stream.join(made, on="first", how="left", maintain_order="left").select("match_id", "match_score")


def assigned(both: Both, name: str) -> pl.DataFrame:
    """The link table: of every record FROM, AT, its kind, id, channel, what `name` was and what it is now, its entity.

    Of the ids that the records of one entity give, the most frequent is theirs, of equally frequent ones the first in
    order; where none of them has one, the entity's name. A record that is alone keeps what it has.

    >>> from cstools.model.linkage import parse
    >>> one = pl.DataFrame({"ticket_id": ["T1", "T2"], "p": ["138", "139"], "customer_id": ["c", None]})
    >>> two = pl.DataFrame({"order_id": ["O1"], "p": ["138"], "customer_id": [None]})
    >>> both = joined([one, two], Ask(parse("p")), ["customer_id", "channel"], apart=False)
    >>> assigned(both, "customer_id").select("id", "customer_id_was", "customer_id").rows()
    [('T1', 'c', 'c'), ('O1', None, 'c'), ('T2', None, None)]
    """
    rows = both.rows.hstack(entity_columns(both.rows, pl.int_range(both.rows.height, eager=True), both.found))
    grouped = rows.filter(pl.col(ENTITY).is_not_null())
    counts = grouped.filter(named(name, pl.String())).group_by(ENTITY, name).len()
    best = counts.sort(ENTITY, "len", name, descending=[False, True, False]).unique(ENTITY, keep="first")
    told = rows.join(best.select(ENTITY, pl.col(name).alias("__best")), on=ENTITY, how="left", maintain_order="left")
    return told.select(
        FROM,
        AT,
        pl.col(KIND).alias("kind"),
        pl.col(ID).alias("id"),
        "channel",
        pl.col(name).alias(name + WAS),
        pl.coalesce("__best", ENTITY, name).alias(name),
        pl.col(ENTITY).alias("dup_group"),
    )
