"""The side table of cs-join: from the words of the command line to a lookup, and what is said of it in the end."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from cstools.cli.options import items
from cstools.errors import Failure, Usage
from cstools.io.read import read_raw
from cstools.kernels import ingest
from cstools.kernels.expr.columns import near
from cstools.kernels.join import Ask, Lookup, Sheet, prepare, unmatched
from cstools.kernels.join.unmatched import DATES, NEAR, WHY, N
from cstools.kernels.stage import FIELD, LINE, PROVENANCE, RULE, VALUE, decided
from cstools.model.fields import normal
from cstools.model.lookups import FROM, HEADINGS, TO, kind_of, meaning
from cstools.model.messages import say
from cstools.model.rules import sentence

SHOWN = 10
"""Keys named on standard error; `--unmatched` keeps them all."""


@dataclass(frozen=True)
class Words:
    """The options of cs-join as typed."""

    on: str
    valid: str | None = None
    at: str | None = None
    add: str | None = None
    first: bool = False
    replace: bool = False


@dataclass(frozen=True)
class Table:
    """A table read as cs-ingest reads an export: rows under canonical names, and the cells that could not be read."""

    path: str
    kind: str
    headings: tuple[str, ...]
    rows: pl.DataFrame
    rejects: pl.DataFrame

    def column(self, name: str) -> str:
        """The column that a field or heading names. Usage, with the nearest, if the table has none."""
        own = [column for column in self.rows.columns if column not in PROVENANCE]
        heading = {normal(column): column for column in own}
        for found in (name, meaning(self.kind, name), heading.get(normal(name))):
            if found in own:
                return str(found)
        raise Usage("join.column", path=self.path, name=name, near=near(name, [*self.headings]))


def made(path: str, words: Words, tz: str, lang: str) -> Lookup:
    """The lookup the options ask for.

    Raises Usage for an option or a column that is not there, Failure for a table that cannot be used.
    """
    on = _pairs(words.on)
    add = _pairs(words.add or "")
    kind = kind_of(tuple(field for field, _ in on))
    table = read(path, kind, tz, {heading: field for field, heading in (*on, *add) if heading != field})
    # A heading that was mapped to its field is known by the field now.
    keys = tuple(table.column(field if _is(heading, table.headings) else heading) for field, heading in on)
    valid = _valid(words.valid, table)
    taken = {*keys, *(column for column in valid or () if column), *PROVENANCE}
    every = [column for column in table.rows.columns if column not in taken]
    chosen = tuple(table.column(field if _is(heading, table.headings) else heading) for field, heading in add)
    if not (chosen or every):
        raise Usage("join.nothing", path=path)
    ask = Ask(
        on=tuple(field for field, _ in on),
        keys=keys,
        add=tuple(dict.fromkeys(chosen or every)),
        valid=valid,
        at=words.at,
        first=words.first,
        replace=words.replace,
    )
    _readable(table, {*ask.keys, *ask.add, *(valid or ())}, lang)
    return prepare(Sheet(table.rows, path, tz), ask)


def _pairs(text: str) -> list[tuple[str, str]]:
    """`account=客服账号,shop` as pairs of a field and a heading."""
    pairs = [item.partition("=") for item in items(text)]
    if any(not field or (sign and not heading) for field, sign, heading in pairs) or (text and not pairs):
        raise Usage("join.on", text=text)
    return [(field.strip(), heading.strip() or field.strip()) for field, _, heading in pairs]


def _is(heading: str, headings: tuple[str, ...]) -> bool:
    return normal(heading) in {normal(one) for one in headings}


def read(path: str, kind: str, tz: str, asked: dict[str, str]) -> Table:
    """The table under canonical names; a heading the command line names is what it says there."""
    raw = read_raw(path, ingest.find)
    headings = tuple(name for name in raw.columns if name not in PROVENANCE)
    named = {normal(heading) for heading in asked}
    kept = {heading: name for heading, name in HEADINGS.items() if normal(heading) not in named}
    stage = ingest.stage(ingest.Options(kind=kind, mapped={**kept, **asked}, tz=tz))
    result = decided(stage, [raw]).apply(raw.lazy())
    rows, *rest = pl.collect_all([result.rows, *([] if result.rejects is None else [result.rejects])])
    return Table(path, kind, headings, rows, rest[0] if rest else pl.DataFrame())


def _valid(text: str | None, table: Table) -> tuple[str | None, str | None] | None:
    """The columns of `--valid`, or those that headings tell; None for a table without dates."""
    if text is None:
        start, end = (name if name in table.rows.columns else None for name in (FROM, TO))
        return (start, end) if start or end else None
    given = [name.strip() for name in text.split(",")]
    if len(given) > 2 or not any(given):
        raise Usage("join.valid", text=text)
    start, end, *_ = [*(table.column(name) if name else None for name in given), None]
    return start, end


def _readable(table: Table, used: set[str | None], lang: str) -> None:
    """Failure for the first cell of a column in use that could not be read."""
    if not table.rejects.height:
        return
    for line, field, value, rule in table.rejects.select(LINE, FIELD, VALUE, RULE).sort(LINE).rows():
        if field in used:
            raise Failure(
                "join.cell", path=table.path, line=line, field=field, value=value, reason=sentence(rule, lang)
            )


def told(lookup: Lookup, path: str, lang: str, target: str | None, found: pl.DataFrame) -> None:
    """Say which keys match nothing, and keep them in `target`."""
    fields = " + ".join(lookup.ask.on)
    if lookup.idle:
        lines = ", ".join(map(str, lookup.idle[:SHOWN])) + (", …" if len(lookup.idle) > SHOWN else "")
        _tell("join.idle", lang, path=path, n=f"{len(lookup.idle):,}", fields=fields, lines=lines)
    lacking = unmatched(found, lookup) if found.width else None
    if lacking is not None and lacking.height:
        shown = [_named(row, lookup, lang) for row in lacking.head(SHOWN).rows(named=True)]
        if lacking.height > SHOWN:
            shown.append(say("join.more", lang, n=f"{lacking.height - SHOWN:,}"))
        keys, rows = f"{lacking.height:,}", f"{lacking[N].sum():,}"
        _tell("join.unmatched", lang, keys=keys, fields=fields, rows=rows, path=path, list=", ".join(shown))
    if target is not None:
        _keep(target, lang, lookup, lacking)


def _named(row: dict[str, object], lookup: Lookup, lang: str) -> str:
    value = " + ".join(str(row[field]) for field in lookup.ask.on)
    way = "dates" if row[WHY] == DATES else "near" if row[NEAR] else "key"
    return say(f"join.{way}", lang, value=value, n=f"{row[N]:,}", near=row[NEAR])


def _tell(key: str, lang: str, **params: object) -> None:
    from cstools.cli.boundary import complain

    complain("cs-join", say(key, lang, **params))


def _keep(target: str, lang: str, lookup: Lookup, lacking: pl.DataFrame | None) -> None:
    from cstools.io.writers.output import opened
    from cstools.io.writers.sink import Sink

    sink = Sink(path=target, lang=lang, own_order=True)
    none = pl.DataFrame(
        schema={**dict.fromkeys(lookup.ask.on, pl.String), N: pl.Int64, WHY: pl.String, NEAR: pl.String}
    )
    with opened(sink) as writer:
        writer.write(none if lacking is None else lacking)
