"""The bare script somebody who knows Polars would write for one question: group FILE, two columns read of all."""

import sys

import polars as pl

NEEDED = {"channel": pl.String, "csat": pl.Float64}


def main() -> None:
    path = sys.argv[2]
    if path.endswith(".csv"):
        rows = pl.scan_csv(path, infer_schema=False).select("channel", pl.col("csat").cast(pl.Float64))
    else:
        rows = pl.scan_ndjson(path, schema=NEEDED)
    grouped = rows.group_by("channel").agg(n=pl.col("csat").count(), total=pl.col("csat").sum())
    grouped.collect(engine="streaming").write_csv(sys.stdout.buffer)


main()
