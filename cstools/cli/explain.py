"""`cs-ingest --explain`: how each file would be read, without reading more of it than that takes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from cstools.errors import Alert

if TYPE_CHECKING:
    import polars as pl

    from cstools.io.job import Job
    from cstools.io.source import Source
    from cstools.kernels.ingest.decisions import Options


def show(job: Job, options: Options, *, check: bool) -> None:
    """Print how the files of a job are read. Raises Alert under `check` where one lacks what its kind requires."""
    import polars as pl

    from cstools.cli.job import printed

    tables, lacks = [], []
    for table, missing in explained(job.source, options):
        tables.append(table)
        lacks += [(table.get_column("file")[0], name) for name in missing]
    printed(job, pl.concat(tables) if tables else pl.DataFrame())
    if check and lacks:
        file = lacks[0][0]
        names = ", ".join(name for of, name in lacks if of == file)
        raise Alert("ingest.unread", file=file, kind=_kind(tables, file), fields=names)


def _kind(tables: list[pl.DataFrame], file: str) -> str:
    rows = [row for table in tables for row in table.rows(named=True)]
    return next((row["after"] for row in rows if row["file"] == file and row["field"] == "kind"), "-")


def explained(source: Source, options: Options) -> Iterator[tuple[pl.DataFrame, list[str]]]:
    """A table a file (file, then the columns of `kernels.ingest.explain`), and the required fields it lacks."""
    import polars as pl

    from cstools.io.log import Inputs
    from cstools.io.source import pieces
    from cstools.io.told import told
    from cstools.kernels.ingest.explain import SCHEMA, explain
    from cstools.kernels.stage import FILE

    inputs = Inputs(hashed=False)
    for number, group in groupby(pieces(source, None, inputs), key=lambda piece: piece.number):
        first = next(group)
        path = inputs[number].file
        chunks = (piece.rows for part in ([first], group) for piece in part)
        table, missing = explain(options, chunks)
        facts = [{"field": name, "after": value} for name, value in told(path, source.encoding, source.format).items()]
        name = first.rows.get_column(FILE)[0] if first.rows.height else path
        whole = pl.concat([pl.DataFrame(facts, schema=SCHEMA), table])
        yield whole.select(pl.lit(name).alias("file"), pl.all()), missing
