"""cs-clean as a stage: nothing is lost, nothing changes twice, chunks do not matter."""

from __future__ import annotations

from datetime import datetime

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.kernels.clean import Options, stage
from cstools.kernels.clean.fill import parse as fill
from cstools.kernels.clean.mask import KINDS
from cstools.kernels.clean.outliers import parse as outliers
from cstools.kernels.stage import FILE, LEVEL, LINE

SCHEMA = {
    "ticket_id": pl.String,
    "customer_id": pl.String,
    "channel": pl.String,
    "status": pl.String,
    "text": pl.String,
    "created_at": pl.Datetime("us"),
    "resolved_at": pl.Datetime("us"),
    "wait_s": pl.Float64,
    "resolution_s": pl.Float64,
    "csat": pl.Float64,
    "flags": pl.List(pl.String),
    "自定义": pl.String,
    FILE: pl.String,
    LINE: pl.Int64,
}
TIMES = st.datetimes(datetime(2025, 1, 1), datetime(2025, 1, 3)) | st.just(datetime(1970, 1, 1)) | st.none()
ROW = st.tuples(
    st.sampled_from(["1", "\uff10\uff102", None, " "]),
    st.sampled_from(["U1", None]),
    st.sampled_from(["千牛", "旺旺", "E-mail", None]),
    st.sampled_from(["处理中", "resolved", "流转", None]),
    st.sampled_from(["好", "<p>坏&nbsp;</p>", "打13812341234 ", "a&amp;lt;b", None]),
    TIMES,
    TIMES,
    st.sampled_from([-1.0, 0.0, 3.0, 1e6, None]),
    st.sampled_from([-1.0, 61.0, 4000.5, 1e6, None]),
    st.sampled_from([0.0, 3.0, 5.0, 9.0, None]),
    st.sampled_from([["旧"], ["customer.missing"], None]),
    st.sampled_from(["<b>x", None]),
    st.just("a.csv"),
    st.integers(2, 99),
)
FRAMES = st.lists(ROW, max_size=12).map(lambda rows: pl.DataFrame(rows, schema=SCHEMA, orient="row"))
WANTED = st.sampled_from(
    [
        Options(),
        Options(defaults=False),
        Options(require=["ticket_id", "csat"]),
        Options(mask=KINDS),
        Options(fills=[fill("csat=3"), fill("channel=未知")]),
    ]
)


def run(frame, options):
    result = stage(options).apply(frame.lazy())
    parts = [result.rows, result.counts] + ([] if result.rejects is None else [result.rejects])
    rows, counts, *rejects = pl.collect_all(parts)
    return rows, dict(counts.group_by("name").agg(pl.col("n").sum()).rows()), rejects[0] if rejects else pl.DataFrame()


@settings(max_examples=25, deadline=None)
@given(FRAMES, WANTED)
def test_every_row_goes_out_or_is_written_down(frame, options):
    rows, _, rejects = run(frame, options)
    gone = rejects.filter(pl.col(LEVEL) != "cell").height if rejects.height else 0
    assert rows.height + gone == frame.height
    assert rows.columns == frame.columns
    assert rows["自定义"].is_in(frame["自定义"]).all()


@settings(max_examples=25, deadline=None)
@given(FRAMES, WANTED)
def test_twice_is_once(frame, options):
    once, _, _ = run(frame, options)
    twice, counts, rejects = run(once, options)
    assert twice.equals(once)
    assert rejects.is_empty()
    assert counts.get("cells repaired", 0) == counts.get("cells filled", 0) == 0


@settings(max_examples=20, deadline=None)
@given(FRAMES, WANTED, st.integers(0, 12))
def test_chunks_do_not_matter(frame, options, cut):
    rows, counts, _ = run(frame, options)
    parts = [run(part, options) for part in (frame.head(cut), frame.slice(cut))]
    assert pl.concat([part[0] for part in parts]).equals(rows)
    assert {name: sum(part[1].get(name, 0) for part in parts) for name in counts} == counts


def test_counts():
    frame = pl.DataFrame(
        {"ticket_id": ["1", "\uff12"], "status": ["已解决", None], "csat": [None, 4.0], "order_id": ["1", "2"]}
    )
    rows, counts, _ = run(frame, Options(fills=[fill("csat=median"), fill("agent=无")]))
    assert counts == {"cells repaired": 2, "cells filled": 3, "rows flagged": 2}
    assert rows.rows() == [
        ("1", "resolved", 4.0, "1", "无", ["customer.missing"]),
        ("2", None, 4.0, "2", "无", ["customer.missing"]),
    ]


def test_flags_are_set_anew_and_other_flags_kept():
    frame = pl.DataFrame(
        {"customer_id": ["U1", None], "order_id": ["1", "2"], "flags": [["vip", "customer.missing"], None]}
    )
    rows, _, _ = run(frame, Options())
    assert rows["flags"].to_list() == [["vip"], ["customer.missing"]]


def test_a_kind_without_flags_gets_them_as_text():
    orders = pl.DataFrame({"order_id": list("abcde"), "paid_amount": [1.0, 2.0, 3.0, 4.0, 100.0]})
    options = Options(outliers=[outliers("paid_amount=iqr")])
    once, counts, _ = run(orders, options)
    assert once["flags"].to_list() == [None, None, None, None, "paid_amount.outlier"]
    assert counts["rows flagged"] == 1
    assert run(once, options)[0].equals(once)


def test_scope_follows_from_the_options():
    assert stage(Options(fills=[fill("csat=3")])).scope == "row"
    whole = stage(Options(fills=[fill("csat=mean")], outliers=[outliers("wait_s=mad")], require=["agent"]))
    assert whole.scope == "whole"
    assert whole.needs is None  # any field may break a rule, so the reader must parse them all


def test_an_empty_stream_keeps_its_columns():
    rows, _, rejects = run(pl.DataFrame(schema=SCHEMA), Options(outliers=[outliers("wait_s=iqr:null")]))
    assert rows.columns == list(SCHEMA)
    assert rejects.is_empty()
