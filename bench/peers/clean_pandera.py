"""Ten checks of tickets with pandera on Polars, as well as it can be asked: FILE FAILURES. As clean_pandas.py."""

import sys

import pandera.polars as pa
import polars as pl

STAMP = "%Y-%m-%d %H:%M:%S"
TIMES = ("created_at", "first_response_at", "resolved_at")
NUMBERS = dict.fromkeys(("handle_s", "csat", "refund_amount"), pl.Float64) | {"transfer_count": pl.Int64}


def not_before(data: pa.PolarsData, start: str = "created_at") -> pl.LazyFrame:
    end, begin = pl.col(data.key), pl.col(start)
    floor = pl.when(end == end.dt.truncate("1d")).then(begin.dt.truncate("1d"))
    floor = floor.when(end == end.dt.truncate("1m")).then(begin.dt.truncate("1m")).otherwise(begin)
    return data.lazyframe.select((end >= floor).fill_null(True))


def soon(data: pa.PolarsData) -> pl.LazyFrame:
    return data.lazyframe.select((pl.col(data.key) - pl.col("created_at") <= pl.duration(days=731)).fill_null(True))


NUMBER, TIME = {"dtype": pl.Float64, "nullable": True}, {"dtype": pl.Datetime("us"), "nullable": True}
SCHEMA = pa.DataFrameSchema(
    {
        "csat": pa.Column(checks=pa.Check.in_range(1, 5), **NUMBER),
        "handle_s": pa.Column(checks=[pa.Check.ge(0), pa.Check.le(86_400)], **NUMBER),
        "refund_amount": pa.Column(checks=[pa.Check.ge(0), pa.Check.le(200_000)], **NUMBER),
        "first_response_at": pa.Column(checks=pa.Check(not_before), **TIME),
        "resolved_at": pa.Column(checks=[pa.Check(not_before), pa.Check(soon)], **TIME),
        "status": pa.Column(pl.String, pa.Check.isin(["open", "pending", "resolved", "closed"]), nullable=True),
        "customer_id": pa.Column(pl.String, nullable=False),
    }
)


def main() -> None:
    head = pl.scan_csv(sys.argv[1], infer_schema=False).collect_schema().names()
    rows = pl.read_csv(sys.argv[1], schema={name: NUMBERS.get(name, pl.String) for name in head})
    rows = rows.with_columns(pl.col(TIMES).str.to_datetime(STAMP, time_unit="us"))
    failed = pl.DataFrame(schema={"column": pl.String, "index": pl.Int64, "check": pl.String})
    try:
        SCHEMA.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as errors:
        failed = errors.failure_cases
    failed.write_csv(sys.argv[2])
    for (field,), cases in failed.partition_by("column", as_dict=True).items():
        hit = pl.Series(cases["index"]).unique()
        bad = pl.int_range(pl.len()).is_in(hit.implode())
        if field == "customer_id":
            rows = rows.with_columns(pl.when(bad).then(pl.lit("customer.missing")).alias("flags"))
        else:
            rows = rows.with_columns(pl.when(~bad).then(pl.col(field)).alias(field))
    rows.with_columns(pl.col(TIMES).dt.strftime(STAMP)).write_ndjson(sys.stdout.buffer)


main()
