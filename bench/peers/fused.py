"""Four stages as one script, written by hand for one question: an export in, figures by channel and month out.

What cs-ingest | cs-clean | cs-tag | cs-kpi --by channel --period month answer of csat_mean, volume and frt_mean for
these exports, and no more: the headings, the forms of dates, the words of ratings and the rules are those that occur in
them. Only the columns asked for are read, and a form of dates is tried on what the form before has left.
"""

import sys
from collections.abc import Callable

import polars as pl

Form = Callable[[pl.Series], pl.Series]
CREATED, REPLIED, SOLVED = "created_at", "first_response_at", "resolved_at"
TIMES = (CREATED, REPLIED, SOLVED)
COLUMNS = ("channel", "csat", *TIMES)
WORDS = {"非常不满意": 1.0, "不满意": 2.0, "一般": 3.0, "满意": 4.0, "非常满意": 5.0}


def parsed(text: pl.Series) -> pl.Series:
    """Times of Shanghai in the seven forms of these exports; each is tried where those before it gave nothing."""
    made = text.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
    for form in FORMS:
        left = made.is_null() & text.is_not_null()
        if not left.any():
            return made
        made = made.scatter(left.arg_true(), form(text.filter(left)))
    return made


def _local(moment: pl.Series) -> pl.Series:
    return moment.dt.convert_time_zone("Asia/Shanghai").dt.replace_time_zone(None).dt.cast_time_unit("us")


def _written(form: str) -> Form:
    return lambda text: text.str.to_datetime(form, strict=False, time_unit="us")


FORMS = (
    _written("%Y/%m/%d %H:%M"),
    _written("%Y年%m月%d日 %H:%M"),
    lambda text: _local(text.str.to_datetime("%Y-%m-%dT%H:%M:%S%z", strict=False, time_unit="us")),
    lambda text: _local(
        (text.cast(pl.Int64, strict=False) * 1000).cast(pl.Datetime("us", "UTC")).set(text.str.len_bytes() != 13, None)
    ),
    _written("%d/%m/%Y %H:%M"),
    _written("%Y%m%d%H%M%S"),
)


def rated(text: pl.Expr) -> pl.Expr:
    """Points of 1 to 5; words and `5分` too."""
    said = text.str.strip_chars()
    points = said.str.strip_chars_end("分").cast(pl.Float64, strict=False)
    score = pl.coalesce(points, said.replace_strict(WORDS, default=None, return_dtype=pl.Float64))
    return pl.when(score.is_between(1, 5)).then(score)


def main() -> None:
    rows = pl.scan_csv(sys.argv[1], infer_schema=False).select(COLUMNS)
    read = rows.with_columns(
        *(pl.col(name).map_batches(parsed, pl.Datetime("us"), is_elementwise=True) for name in TIMES),
        rated(pl.col("csat")).alias("csat"),
    )
    early = pl.any_horizontal((pl.col(name) < pl.col(CREATED)).fill_null(False) for name in (REPLIED, SOLVED))
    reply = (pl.col(REPLIED) - pl.col(CREATED)).dt.total_milliseconds()
    figures = (
        read.filter(~early & pl.col(CREATED).is_not_null())
        .group_by("channel", period=pl.col(CREATED).dt.strftime("%Y-%m"))
        .agg(
            volume=pl.len(),
            csat_n=pl.col("csat").count(),
            csat=pl.col("csat").sum(),
            frt_n=reply.count(),
            frt=reply.sum() / 1000,
        )
    )
    figures.collect(engine="streaming").write_csv(sys.stdout.buffer)


main()
