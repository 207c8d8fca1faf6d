"""Dedupe: a record that came twice is merged; a request made again is marked as a repeat of the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import polars as pl

from cstools.errors import Usage
from cstools.kernels.dedupe import merge
from cstools.kernels.dedupe.keys import GROUP, KEPT, LINKED, RANK, SAME, Survivor, ranked
from cstools.kernels.dedupe.ordering import canonical
from cstools.kernels.dedupe.pairs import pairs
from cstools.kernels.dedupe.repeats import NEAREST, NEEDS, REPEAT_OF, Repeats, find
from cstools.kernels.expr.span import seconds
from cstools.kernels.stage import RULE, VALUE, Result, Stage, counted, side
from cstools.model import fields

if TYPE_CHECKING:
    from cstools.kernels.dedupe.linkage import Link

Emit = Literal["keep", "mark", "pairs"]
AGAIN = "repeat.text"
"""The rule of side records that `--merge-repeats` merges: the same request again."""
SCORE = "__score"
"""How sure a record's group is: 1 by key, else the probability of its surest link."""
LINES: dict[str, tuple[str, ...]] = {"order": (), "refund": ("refund_id", "sku")}
"""Kinds whose id names several lines, and the key of a line. Two equal lines of one order can be two real purchases, so
an order is merged only by a key that was asked for."""


@dataclass(frozen=True)
class Plan:
    """What was asked for. key: the fields that name a record, empty for the kind's own; within: seconds; link: entities
    by several fields in place of a key; merge: rules of fields for the survivor `merge`.
    """

    key: tuple[str, ...]
    within: int
    similar: float
    merge_repeats: bool
    emit: Emit
    survivor: Survivor
    link: Link | None = None
    merge: Mapping[str, str] = field(default_factory=dict)


def stage(
    key: tuple[str, ...] = (),
    within: str = "24h",
    similar: float = 0.9,
    merge_repeats: bool = False,
    emit: Emit = "keep",
    survivor: Survivor = "newest",
    link: Link | None = None,
    merge: Mapping[str, str] | None = None,
) -> Stage:
    """The whole stage behind cs-dedupe. Scope whole: a twin may be anywhere in the input.

    In: records of any kind; repeats are looked for where `repeats.NEEDS` are all there. Out, sorted by time, id and
    content: `keep` the survivors, `mark` every record with dup_group, dup_rank and dup_score (null for one that is
    alone), both with repeat_of; `pairs` the pairs in place of the records. Merged side records name their survivor in
    VALUE. With links to other files every record of the stream goes on, in its place (`linkage.across`).
    Counts: repeats, contacts cut off from all but their nearest neighbours, records left alone for want of a key; with
    a link those of `linkage.told`.

    Raises Usage("option.span", "dedupe.similar", "dedupe.merge_emit", "dedupe.merge_survivor"), and, applied,
    ("field.unknown") for a key or field to link by that the records do not have.

    >>> lf = pl.LazyFrame({"ticket_id": ["T1", "T2", "T1"], "csat": [4.0, 5.0, None]})
    >>> stage(survivor="most-complete").apply(lf).rows.collect().rows()
    [('T1', 4.0), ('T2', 5.0)]
    """
    if not 0 < similar <= 1:
        raise Usage("dedupe.similar", value=similar)
    if merge_repeats and emit != "keep":
        raise Usage("dedupe.merge_emit", emit=emit)
    if merge and survivor != "merge":
        raise Usage("dedupe.merge_survivor")
    plan = Plan(key, seconds(within), similar, merge_repeats, emit, survivor, link, merge or {})
    apply = dedupe if link is None or not (link.others or link.assign or link.why or emit == "pairs") else _linked
    return Stage("dedupe", lambda lf: apply(lf, plan), scope="whole", adds=_adds(plan), narrow=_table(plan))


def _table(plan: Plan) -> bool:
    """Whether a table takes the place of the records."""
    return plan.emit == "pairs" or (plan.link is not None and bool(plan.link.why))


def _adds(plan: Plan) -> tuple[str, ...]:
    if _table(plan):
        return ()
    if plan.link is not None and plan.link.assign:
        return (plan.link.assign, f"{plan.link.assign}_was")
    if plan.link is not None and plan.link.others:
        return ("match_id", "match_score")
    return (REPEAT_OF, "dup_group", "dup_rank", "dup_score") if plan.emit == "mark" else (REPEAT_OF,)


def _linked(lf: pl.LazyFrame, plan: Plan) -> Result:
    """The pairs of entities, why records are linked, or the links to other files."""
    from cstools.kernels.dedupe import linkage

    frame, link = lf.collect(), plan.link
    if link is None or not frame.width:
        return Result(lf)
    link = linkage.resolved(link, frame.columns)
    if link.others and not link.assign:  # what only one of two files has can tell nothing
        for rows in (frame, *link.others):
            check([on.field for on in link.ask.on], rows.columns)
    check([on.field for on in link.ask.on], [name for rows in (frame, *link.others) for name in rows.columns])
    if link.others or link.assign:
        return linkage.across(frame, link, plan.emit)
    return linkage.table(frame, link, fields.KEY[fields.detect(frame.columns)])


def dedupe(lf: pl.LazyFrame, plan: Plan) -> Result:
    """The records of `lf` by `plan`, as `stage` says. Eager: groups are needed before anything can be said of a row.

    >>> lf = pl.LazyFrame({"ticket_id": ["T1", "T1"], "csat": [4.0, 5.0]})
    >>> dedupe(lf, Plan((), 0, 0.9, False, "mark", "newest")).rows.collect().rows()
    [('T1', 4.0, 'T1', 1, 1.0), ('T1', 5.0, 'T1', 2, 1.0)]
    """
    frame = lf.collect()
    if not frame.width:
        return Result(lf)
    kind = fields.detect(frame.columns)
    time, name = fields.TIME[kind], fields.KEY[kind]
    marked, key, told = _marked(frame, plan, time, name)
    single = marked.filter(pl.col(RANK).fill_null(1) == 1)
    # Where people are marked, all contacts of a person are there; a record that came twice asked once.
    every = plan.link is not None and plan.emit == "mark"
    found = find(marked if every else single, plan.within, plan.similar)
    notes = pl.concat([counts(found, 0 if key else frame.height), *told])
    if plan.emit == "pairs":
        return Result(pairs(marked, found.links, time, name).lazy(), counts=notes)
    if plan.emit == "mark":
        rows = with_repeats(marked, found).with_columns(
            pl.col(GROUP).alias("dup_group"), pl.col(RANK).alias("dup_rank"), pl.col(SCORE).alias("dup_score")
        )
        return Result(settled(rows, (time, name, RANK)).lazy(), counts=notes)
    rule = SAME if plan.link is None else LINKED
    merged = side(marked.filter(pl.col(RANK) > 1).lazy(), "merged", rule, ",".join(key), pl.col(KEPT))
    if plan.merge_repeats:
        single, found, again = without_repeats(single, found, plan)
        merged = pl.concat([merged, again], how="diagonal")
    return Result(settled(with_repeats(single, found), (time, name)).lazy(), own(merged), notes)


def _marked(
    frame: pl.DataFrame, plan: Plan, time: str | None, name: str | None
) -> tuple[pl.DataFrame, tuple[str, ...], list[pl.LazyFrame]]:
    """The records with their groups, ranks and scores, the fields that told them, and what is to be said of that."""
    if plan.link is None:
        key = plan.key or default_key(fields.detect(frame.columns), frame.columns)
        check(key, frame.columns)
        ranks = ranked(frame, key, plan.survivor, time, name)
        scored, told = ranks.with_columns(pl.when(pl.col(GROUP).is_not_null()).then(1.0).alias(SCORE)), []
    else:
        from cstools.kernels.dedupe import linkage

        link = linkage.resolved(plan.link, frame.columns)
        key = tuple(on.field for on in link.ask.on)
        check(key, frame.columns)
        rows, said = linkage.entities(frame, link, name)
        scored, told = ranked(rows, (linkage.ENTITY,), plan.survivor, time, name).drop(linkage.ENTITY), [said]
    marked = scored.with_row_index("__row")
    return merge.merged(marked, plan.merge) if plan.survivor == "merge" else marked, key, told


def default_key(kind: str, columns: list[str]) -> tuple[str, ...]:
    """The fields that name a record of `kind`, as far as the records have them; empty if they lack its id.

    >>> default_key("ticket", ["ticket_id", "text"]), default_key("order", ["order_id"])
    (('ticket_id',), ())
    """
    name = fields.KEY[kind]
    if name is None or name not in columns:
        return ()
    return tuple(part for part in LINES.get(kind, (name,)) if part in columns)


def check(key: Sequence[str], columns: list[str]) -> None:
    """Raise Usage("field.unknown") for the first key field that the records do not have, with the nearest names.

    >>> check(("ticket_id",), ["ticket_id", "text"])
    """
    for part in key:
        if part not in columns:
            # Imported here: the catalogue costs a short run more than the check, and only a mistake needs it.
            from cstools.model.kpis import nearest

            near = ", ".join(nearest(part, columns))
            raise Usage("field.unknown", field=part, near=f" ({near})" if near else "")


def counts(found: Repeats, keyless: int) -> pl.LazyFrame:
    """What the summary says: repeats, contacts cut off from far neighbours, records left alone for want of a key.

    >>> counts(find(pl.DataFrame(), 0, 1.0), 3).collect()["n"].to_list()
    [0, 0, 3]
    """
    notes = {
        "repeats": found.links.height,
        f"contacts compared with the nearest {NEAREST} only": found.capped,
        "kept as they are (no key)": keyless,
    }
    return counted(notes)


def with_repeats(rows: pl.DataFrame, found: Repeats) -> pl.DataFrame:
    """The rows with repeat_of, null where they repeat nothing; untouched if they lack what repeats are found by.

    >>> with_repeats(pl.DataFrame({"order_id": ["1"]}), find(pl.DataFrame(), 0, 1.0)).columns
    ['order_id']
    """
    if not set(NEEDS) <= set(rows.columns):
        return rows
    links = found.links.select("__row", pl.col(REPEAT_OF).alias("__first"))
    first = rows.select("__row").join(links, on="__row", how="left", maintain_order="left")
    return rows.with_columns(first["__first"].alias(REPEAT_OF))


def without_repeats(rows: pl.DataFrame, found: Repeats, plan: Plan) -> tuple[pl.DataFrame, Repeats, pl.LazyFrame]:
    """The rows without their repeats, what repeats are left (none), and the side records of those merged.

    Where neighbours were cut off, contacts may meet once those between them are gone: it looks again until none do.

    >>> rows = pl.DataFrame({"ticket_id": ["T1"], "__row": [0]})
    >>> kept, _, merged = without_repeats(rows, find(rows, 0, 1.0), Plan((), 0, 1.0, True, "keep", "newest"))
    >>> kept["ticket_id"].to_list(), merged.collect().height
    (['T1'], 0)
    """
    parts: list[pl.DataFrame] = []
    while True:
        links = found.links.select(pl.col("__row"), pl.col(REPEAT_OF).alias("__first"))
        parts.append(rows.join(links, on="__row"))
        rows = rows.join(links, on="__row", how="anti", maintain_order="left")
        again = find(rows, plan.within, plan.similar) if found.capped and links.height else None
        found = again or Repeats(found.links.clear())
        if not found.links.height:
            return rows, found, side(pl.concat(parts).lazy(), "merged", AGAIN, "text", pl.col("__first"))


def own(merged: pl.LazyFrame) -> pl.LazyFrame:
    """Side records without our working columns, in an order that does not depend on that of the rows.

    >>> own(pl.LazyFrame({"__row": [1], "__rule": ["key.same"], "id": ["b"]})).collect().columns
    ['__rule', 'id']
    """
    frame = merged.drop("__row", GROUP, RANK, KEPT, SCORE, "__first", strict=False).collect()
    return canonical(frame, [RULE, VALUE] if VALUE in frame.columns else [RULE]).lazy()


def settled(rows: pl.DataFrame, leading: tuple[str | None, ...]) -> pl.DataFrame:
    """The rows in their final order, without our working columns.

    >>> settled(pl.DataFrame({"__row": [0, 1], "id": ["b", "a"]}), (None, "id")).rows()
    [('a',), ('b',)]
    """
    ordered = canonical(rows, [name for name in leading if name])
    return ordered.drop("__row", GROUP, RANK, KEPT, SCORE, strict=False)
