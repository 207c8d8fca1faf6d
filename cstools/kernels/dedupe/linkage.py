"""What `--on` makes of records: groups to merge, mark or list, partners in another file, one id over several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from cstools.kernels.dedupe import links
from cstools.kernels.dedupe.across import AT, FROM, WAS, Both, assigned, joined, matches
from cstools.kernels.dedupe.entities import ENTITY, entity_columns, identifier, places
from cstools.kernels.dedupe.explain import link_pairs, why
from cstools.kernels.dedupe.keys import LINKED
from cstools.kernels.dedupe.links import Ask, Linked
from cstools.kernels.dedupe.ordering import order
from cstools.kernels.stage import Result, counted
from cstools.model import fields

__all__ = ["ENTITY", "Link", "across", "entities", "table", "told"]

ACROSS = "link.across"
"""The rule of pairs across two files."""


@dataclass(frozen=True)
class Link:
    """What is asked for beside `Ask`. why: ids whose links are explained. others: records of other files.

    assign: the field that gets one id over all files; None: `others` is one file whose records are partners. known:
    two columns of ids, pairs known to be one entity.
    """

    ask: Ask
    why: tuple[str, ...] = ()
    others: tuple[pl.DataFrame, ...] = ()
    assign: str | None = None
    known: pl.DataFrame | None = None
    lang: str = "zh"


def resolved(link: Link, columns: Sequence[str]) -> Link:
    """The same, its fields named as the records have them: a heading with blanks around it is meant without them.

    >>> from cstools.model.linkage import parse
    >>> resolved(Link(Ask(parse("surname:name"))), [" surname"]).ask.on[0].field
    ' surname'
    """
    own = {name.strip(): name for name in columns}
    on = tuple(
        replace(one, field=one.field if one.field in columns else own.get(one.field, one.field)) for one in link.ask.on
    )
    return replace(link, ask=replace(link.ask, on=on))


def entities(frame: pl.DataFrame, link: Link, name: str | None) -> tuple[pl.DataFrame, pl.LazyFrame]:
    """The records, as they stand, with their entities (`entities.entity_columns`), and what the summary says.

    >>> from cstools.model.linkage import parse
    >>> entities(pl.DataFrame({"p": ["139", "138", "139"]}), Link(Ask(parse("p"))), None)[0][ENTITY].to_list()
    ['ec529e2647e0c', None, 'ec529e2647e0c']
    """
    places_, found = ordered_links(frame, link, name)
    return frame.hstack(entity_columns(frame, places_, found)), told(found)


def ordered_links(frame: pl.DataFrame, link: Link, name: str | None) -> tuple[pl.Series, Linked]:
    """The places of the records in an order their content decides, and the links between them in that order.

    >>> from cstools.model.linkage import parse
    >>> ordered_links(pl.DataFrame({"p": ["139", "138"]}), Link(Ask(parse("p"))), None)[0].to_list()
    [1, 0]
    """
    ordered = order(frame, [name] if name else [])
    compared = frame.select(on.field for on in link.ask.on)[ordered]
    known = None if link.known is None else places(ids(frame).gather(ordered), link.known)
    return ordered, links.linked(compared, link.ask, known=known)


def table(frame: pl.DataFrame, link: Link, name: str | None) -> Result:
    """The pairs of linked records, or why some were linked or not, in place of the records.

    >>> from cstools.model.linkage import parse
    >>> link = Link(Ask(parse("p")), why=("1", "2"), lang="en")
    >>> rows = table(pl.DataFrame({"id": ["1", "2"], "p": ["138", "139"]}), link, None).rows.collect()
    >>> rows.select("joined", "field", "likeness").row(1)
    (False, 'p', 'different')
    """
    ordered, found = ordered_links(frame, link, name)
    own = ids(frame).gather(ordered)
    rows = why(own, found, link.why, link.lang) if link.why else link_pairs(own, found, LINKED)
    return Result(rows.lazy(), counts=told(found))


def ids(rows: pl.DataFrame) -> pl.Series:
    """How the records are named (`entities.identifier`).

    >>> ids(pl.DataFrame({"Id": ["7"]})).to_list()
    ['7']
    """
    return rows.select(identifier(rows, fields.detect(rows.columns)).alias("id")).to_series()


def across(frame: pl.DataFrame, link: Link, emit: str) -> Result:
    """The stream's records with their partner in the other file, or with one id; or the table behind it.

    >>> from cstools.model.linkage import parse
    >>> link = Link(Ask(parse("p")), others=(pl.DataFrame({"order_id": ["O1"], "p": ["138"]}),))
    >>> across(pl.DataFrame({"ticket_id": ["T1"], "p": ["138"]}), link, "keep").rows.collect().rows()
    [('T1', '138', 'O1', 0.996108949)]
    """
    more = [link.assign, "channel"] if link.assign else []
    both = joined([frame, *link.others], link.ask, more, apart=link.assign is None, known=link.known)
    counts = told(both.found)
    if link.why:
        return Result(why(both.ids, both.found, link.why, link.lang, both.rows[FROM]).lazy(), counts=counts)
    if link.assign:
        return _assigned(frame, both, link.assign, emit)
    if emit == "pairs":
        return Result(_stream_first(both).lazy(), counts=counts)
    found = matches(both)
    partners = counted({"records with a partner": found["match_id"].count()})
    own = frame.drop(found.columns, strict=False)  # what an earlier run wrote
    return Result(own.hstack(found).lazy(), counts=pl.concat([counts, partners]))


def _stream_first(both: Both) -> pl.DataFrame:
    """The pairs across, the stream's record always a."""
    listed = link_pairs(pl.Series(range(both.rows.height), dtype=pl.Int64), both.found, ACROSS)
    own = both.rows[FROM].gather(listed["id_a"]) == 0
    ends = {
        "id_a": listed["id_a"].zip_with(own, listed["id_b"]),
        "id_b": listed["id_b"].zip_with(own, listed["id_a"]),
    }
    told_by_id = listed.with_columns(both.ids.gather(rows).alias(end) for end, rows in ends.items())
    return told_by_id.sort("id_a", "id_b", nulls_last=True)


def _assigned(frame: pl.DataFrame, both: Both, name: str, emit: str) -> Result:
    made = assigned(both, name)
    counts = pl.concat([told(both.found), _shares(made, name)])
    if emit == "pairs":
        return Result(made.drop(FROM, AT).sort("kind", "id", nulls_last=True).lazy(), counts=counts)
    own = made.filter(pl.col(FROM) == 0).sort(AT)
    return Result(frame.with_columns(own[name], own[name + WAS]).lazy(), counts=counts)


def _shares(made: pl.DataFrame, name: str) -> pl.LazyFrame:
    """Of each channel how many records are linked to another, of how many."""
    of = pl.coalesce("channel", "kind").alias("channel")
    shares = made.group_by(of).agg(pl.col("dup_group").is_not_null().sum().alias("linked"), pl.len().alias("all"))
    was = pl.col(name + WAS)
    changes = made.select(given=(was.is_null() & pl.col(name).is_not_null()).sum(), changed=(was != pl.col(name)).sum())
    given, changed = changes.row(0)
    words = {f"records without {name} given one": given, f"records whose {name} is another now": changed}
    lines = shares.sort("channel").select(
        pl.format("of {} in {} linked", "all", "channel").alias("name"), pl.col("linked").cast(pl.Int64).alias("n")
    )
    return pl.concat([lines.lazy(), counted(words)])


def told(found: Linked) -> pl.LazyFrame:
    """What the summary says: pairs compared, blocks and groups too large, groups that chained, known pairs.

    >>> from cstools.model.linkage import parse
    >>> notes = told(links.linked(pl.DataFrame({"p": ["138", "138"]}), Ask(parse("p"))))
    >>> notes.filter(pl.col("n") > 0).collect().rows()
    [('records equal to another in every field', 1)]
    """
    seen, groups = found.found, found.groups
    joined = np.flatnonzero(groups.label[seen.left] == groups.label[seen.right])
    differ = {one.on.field: int((found.levels[one.on.field][joined] == 0).sum()) for one in found.columns}
    notes = {
        "pairs compared": len(seen.left),
        "blocks compared by a second field and nearest neighbours": seen.blocks,
        "records in the largest block": seen.largest,
        "groups that chained cut": groups.cut,
        "groups over --max-cluster cut": groups.large,
        "records in groups over --max-cluster": groups.larger,
        "records equal to another in every field": int((found.first != np.arange(len(found.first))).sum()),
        **{f"of {len(joined):,} links differ in {name}": n for name, n in differ.items() if 2 * n > len(joined)},
        **found.known,
    }
    return counted(notes)
