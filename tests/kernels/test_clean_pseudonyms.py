"""Pseudonyms: stable under a key, another under another, themselves when coded again, and the original nowhere."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.kernels.clean import Options, stage
from cstools.kernels.clean.pseudonyms import coded

KEY, OTHER = b"0123456789abcdef", b"fedcba9876543210"


def codes(values, key=KEY):
    return pl.DataFrame({"v": values}, schema={"v": pl.String}).select(coded(pl.col("v"), key))["v"].to_list()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.none() | st.text(alphabet="aU0123456789客", max_size=20), max_size=6))
def test_coding_twice_is_coding_once(values):
    once = codes(values)
    assert codes(once) == once
    assert [one is None for one in once] == [value is None for value in values]
    assert all(len(one) == 18 and one.isdecimal() and one[0] != "0" for one in once if one)


def test_the_key_makes_the_code():
    assert codes(["U1"]) != codes(["U1"], OTHER)
    assert len(set(codes([f"U{number}" for number in range(20_000)]))) == 20_000


def test_records_and_side_records():
    tickets = pl.LazyFrame(
        {
            "ticket_id": ["1", None],
            "customer_id": ["U1", "U1"],
            "phone": ["+86 138-1234-1234", "13812341234"],
            "csat": [9.0, 5.0],
        }
    )
    options = Options(
        pseudonymize=("customer_id", "phone"), key=KEY, mask=("phone",), require=["ticket_id"], defaults=False
    )
    result = stage(options).apply(tickets)
    rows, rejects = result.rows.collect(), result.rejects.collect()
    assert rows["customer_id"].to_list() == rejects["customer_id"].to_list() == codes(["U1"])
    assert rows["phone"].to_list() == rejects["phone"].to_list() == codes(["13812341234"])
    assert stage(options).apply(rows.lazy()).rows.collect().equals(rows)
