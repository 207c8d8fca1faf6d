"""How near `repeat_of` comes to the truth: generated data where it is known which tickets ask the same thing again.

    python -m tests.repeats_truth [--n 200000] [--seed 7] [--within 24h] [--without order_id,product] [--keep DIR]

What the words mean, fixed before anything was measured:

pair      two tickets. Found: one chain of `repeat_of` holds both. True: one dup_group of the truth holds both, and
          steps of at most `--within` by true times lead from one to the other. Every ticket counts, with those whose
          customer or time the source lost or a tool rejected.
precision found pairs that are true, of all found. recall: true pairs that are found, of all true. F1: harmonic mean.
kind      of a true pair: how the text of the later ticket was changed (`dup_kind`), of a false pair: of both.

`--without` drops fields before dedupe: a shop whose export lacks them.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import polars as pl

from tests import truth

KINDS = ["first", "same text", "opener dropped", "急 in front", "typos", "other signs", "other ending"]
_BIN = Path(sys.executable).parent


def cleaned(folder: Path) -> Path:
    """The tickets of a folder, ingested and cleaned (made there only once)."""
    out = folder / "c.jsonl"
    if not out.exists():
        subprocess.run([_BIN / "cs-run", f"cs-ingest '{folder / 'tickets.csv'}' | cs-clean -o '{out}'"], check=True)
    return out


def deduped(records: Path, within: str, *more: str) -> pl.DataFrame:
    """ticket_id and repeat_of of what cs-dedupe makes of the records."""
    line = [_BIN / "cs-dedupe", records, "--within", within, "-t", "jsonl", *more]
    said = subprocess.run(line, check=True, stdout=subprocess.PIPE).stdout
    schema = {"ticket_id": pl.String, "repeat_of": pl.String}
    return pl.read_ndjson(said, schema=schema)


def true_chains(folder: Path, within: timedelta) -> pl.DataFrame:
    """ticket_id, chain, kind and time of every ticket: a chain is a dup_group cut where a step takes too long."""
    tickets = pl.read_parquet(folder / "tickets_truth.parquet").sort("dup_group", "created_epoch", "ticket_id")
    cut = pl.col("created_epoch").diff().over("dup_group").fill_null(2**40) > within.total_seconds()
    return tickets.select("ticket_id", pl.col("dup_kind").alias("kind"), "created_epoch", cut.cum_sum().alias("chain"))


def pairs(chains: pl.DataFrame, named: str) -> pl.DataFrame:
    """All pairs of tickets (a the first by id) that have one chain, with a column `named` that says so."""
    several = chains.filter(pl.len().over("chain") > 1).select("ticket_id", "chain")
    both = several.join(several, on="chain", suffix="_b").filter(pl.col("ticket_id") < pl.col("ticket_id_b"))
    return both.select(pl.col("ticket_id").alias("a"), pl.col("ticket_id_b").alias("b"), pl.lit(True).alias(named))


def judged(folder: Path, out: pl.DataFrame, within: timedelta) -> pl.DataFrame:
    """One row a pair that is found or true: a, b, found, true, kind_a, kind_b."""
    chains = true_chains(folder, within)
    found = out.select("ticket_id", pl.coalesce("repeat_of", "ticket_id").alias("chain"))
    every = pairs(found, "found").join(pairs(chains, "true"), on=["a", "b"], how="full", coalesce=True)
    kinds = chains.select("ticket_id", "kind")
    for end in ("a", "b"):
        every = every.join(kinds.rename({"ticket_id": end, "kind": f"kind_{end}"}), on=end, how="left")
    return every.with_columns(pl.col("found", "true").fill_null(False)).sort("a", "b")


def figures(both: pl.DataFrame) -> dict[str, float]:
    """Precision, recall and F1 of a `judged` table, and what they are made of."""
    hits = both.filter(pl.col("found") & pl.col("true")).height
    found, true = both["found"].sum(), both["true"].sum()
    shares = {"precision": hits / found, "recall": hits / true, "F1": 2 * hits / (found + true)}
    return shares | {"found": found, "true": true, "hits": hits}


def by_kind(both: pl.DataFrame) -> list[str]:
    """Lines for people: of each kind of pair how many are true and missed, or false."""
    names = pl.col("kind_a", "kind_b").replace_strict(range(len(KINDS)), KINDS, return_dtype=pl.String)
    table = both.with_columns(names)
    true = table.filter("true").group_by("kind_b").agg(pl.len(), (~pl.col("found")).sum().alias("missed"))
    lines = [f"{missed:6} of {n:6} missed  {kind}" for kind, n, missed in true.sort("kind_b").rows()]
    false = table.filter(~pl.col("true")).group_by("kind_a", "kind_b").len().sort("len", descending=True)
    return lines + [f"{n:6} false  {a} + {b}" for a, b, n in false.rows()]


def lacking(records: Path, fields: list[str], folder: Path) -> Path:
    """The records without some fields, as a file of `folder`; themselves if none."""
    if not fields:
        return records
    out = folder / "lacking.jsonl"
    pl.read_ndjson(records, infer_schema_length=None).drop(fields).write_ndjson(out)
    return out


def main() -> int:
    """Print the figures of one run of the generator, and what was missed and false by kind."""
    parser = argparse.ArgumentParser(description="repeat_of against the truth.")
    parser.add_argument("--n", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--within", default="24h", help="hours, 72h")
    parser.add_argument("--similar", default="0.9")
    parser.add_argument("--without", default="", help="fields that the records shall not have")
    parser.add_argument("--keep", type=Path, help="a folder to keep the data in (made there only once)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = truth.once(given.n, given.seed, given.keep or Path(temporary))
        records = lacking(cleaned(folder), given.without.split(",") if given.without else [], Path(temporary))
        out = deduped(records, given.within, "--similar", given.similar)
        both = judged(folder, out, timedelta(hours=float(given.within.removesuffix("h"))))
    shown = [f"{value:12.4%}  {name}" if value <= 1 else f"{value:12}  {name}" for name, value in figures(both).items()]
    sys.stdout.write("\n".join([*shown, *by_kind(both)]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
