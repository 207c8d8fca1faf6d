"""DuckDB, as well as it can be asked: kpi_duckdb.sql of a file. FILE."""

import sys
from pathlib import Path

import duckdb

duckdb.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").replace("$path", sys.argv[1]))
