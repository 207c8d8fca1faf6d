"""DuckDB, as well as it can be asked: convert FILE | filter FILE | group FILE."""

import sys

import duckdb

FORMS = {
    "csv": "read_csv('{path}', all_varchar=true, header=true, quote='\"', escape='\"')",
    "jsonl": "read_ndjson('{path}', columns={{{columns}}})",
}
NEEDED = {
    "group": {"channel": "VARCHAR", "csat": "DOUBLE"},
    "pass": None,
}


def source(path: str, columns: dict[str, str] | None) -> str:
    """The file as a table: of the columns needed, or of all of them."""
    form = path.rpartition(".")[2]
    if form == "jsonl" and columns is None:
        return f"read_ndjson('{path}', sample_size=20480)"
    listed = ", ".join(f"{name}: '{kind}'" for name, kind in (columns or {}).items())
    return FORMS[form].format(path=path, columns=listed)


def main() -> None:
    verb, path = sys.argv[1:3]
    if verb == "group":
        table = source(path, NEEDED["group"])
        query = f"SELECT channel, count(csat::DOUBLE) AS n, sum(csat::DOUBLE) AS total FROM {table} GROUP BY channel"
        duckdb.sql(f"COPY ({query}) TO '/dev/stdout' (FORMAT csv)")
        return
    where = " WHERE csat::DOUBLE <= 2" if verb == "filter" else ""
    duckdb.sql(f"COPY (SELECT * FROM {source(path, None)}{where}) TO '/dev/stdout' (FORMAT json)")


main()
