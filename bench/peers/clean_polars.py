"""Plain Polars: a CSV of tickets to JSON lines, nothing but the conversion. FILE."""

import sys

import polars as pl

NUMBERS = dict.fromkeys(("handle_s", "csat", "refund_amount"), pl.Float64) | {"transfer_count": pl.Int64}


def main() -> None:
    head = pl.scan_csv(sys.argv[1], infer_schema=False).collect_schema().names()
    rows = pl.scan_csv(sys.argv[1], schema={name: NUMBERS.get(name, pl.String) for name in head})
    rows.sink_ndjson(sys.stdout.buffer)


main()
