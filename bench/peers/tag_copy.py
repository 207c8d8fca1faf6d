"""JSON lines read and written again by bare Polars, FILE to standard output; for bench/tag.py."""

import sys

import polars as pl

pl.scan_ndjson(sys.argv[1]).sink_ndjson(sys.stdout.buffer)
