"""Arrow and Parquet: types kept, other columns as the text of a CSV, streams one behind another, what breaks off."""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.errors import CsError, Failure
from cstools.io.formats.arrow import batches
from cstools.io.formats.columns import as_read
from cstools.io.formats.indexed import indexed
from cstools.io.unpack import Damaged
from tests.io.test_zip import until_damaged


def stream(frame: pl.DataFrame) -> bytes:
    content = io.BytesIO()
    frame.write_ipc_stream(content)
    return content.getvalue()


def cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def read(data: bytes, size: int = 1 << 20) -> pl.DataFrame:
    return pl.concat(batches(cut(data, size), "x"))


FRAME = pl.DataFrame({"id": ["1", "2"], "n": [1, None], "c": pl.Series(["u", "v"], dtype=pl.Categorical)})


@pytest.mark.parametrize("size", [1 << 20, 3])
def test_streams_one_behind_another_are_all_read(size: int) -> None:
    assert read(stream(FRAME) + stream(FRAME.reverse()), size).rows() == [*FRAME.rows(), *FRAME.reverse().rows()]


def test_batches_before_a_break_are_given() -> None:
    data = stream(FRAME) + stream(FRAME)
    assert pl.concat(until_damaged(batches(iter([data[:-30]]), "x"))).rows() == FRAME.rows()


@given(st.integers(0, len(stream(FRAME)) - 1), st.binary(max_size=8))
def test_no_bytes_bring_it_down(at: int, noise: bytes) -> None:
    data = stream(FRAME)
    with suppress(Failure):
        list(batches(iter([data[:at] + noise + data[at + len(noise) :]]), "x"))


def test_a_message_that_claims_to_be_huge_is_refused() -> None:
    with pytest.raises(Damaged):
        list(batches(iter([b"\xff\xff\xff\xff" + struct.pack("<i", 2**31 - 1) + bytes(99)]), "x"))


def test_columns_are_canonical_or_the_text_of_a_csv() -> None:
    at = dt.datetime(2025, 10, 1, 9, 0, 0, 500_000)
    frame = pl.DataFrame(
        {
            "ticket_id": pl.Series([2**63 - 1], dtype=pl.Int64),
            "created_at": pl.Series([at]).dt.replace_time_zone("UTC"),
            "csat": pl.Series([4.1], dtype=pl.Float32),
            "tags": [["a", "b"]],
            "float": [1234567.0001],
            "at": [at],
            "day": [dt.date(2025, 1, 1)],
            "nested": [{"a": [1, None], "b": "x"}],
            "list": [[1, 2]],
            "decimal": pl.Series(["1.50"]).str.to_decimal(scale=2),
            "bytes": [b"ab"],
            "raw": [b"\xff"],
            "took": [dt.timedelta(seconds=1.5)],
            "yes": [True],
            "none": pl.Series([None]),
        }
    )
    read = as_read(frame, {"tags"}, "ticket", "Asia/Shanghai").to_dicts()[0]
    assert read == {
        "ticket_id": "9223372036854775807",
        "created_at": dt.datetime(2025, 10, 1, 17, 0, 0, 500_000),
        "csat": 4.1,
        "tags": ["a", "b"],
        "float": "1234567.0001",
        "at": "2025-10-01 09:00:00.5",
        "day": "2025-01-01",
        "nested": '{"a":[1,null],"b":"x"}',
        "list": "[1,2]",
        "decimal": "1.50",
        "bytes": "ab",
        "raw": "/w==",
        "took": "1.5",
        "yes": "true",
        "none": None,
    }
    texts = as_read(frame, {"tags"}, None, "Asia/Shanghai").row(0, named=True)
    assert (texts["created_at"], texts["csat"]) == ("2025-10-01 17:00:00.5", "4.1")


@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_formats_with_an_index_give_the_fields_needed(form: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    frame = pl.DataFrame({"a": range(5000), "b": range(5000)})
    frame.write_parquet(path) if form == "parquet" else frame.write_ipc(path)
    with path.open("rb") as content:
        parts = list(indexed(content, path.stat().st_size, form, "x", frozenset("b")))
        assert pl.concat(rows.kept for rows in parts if rows.kept is not None).equals(frame.select("b"))
        assert pl.concat(rows.whole() for rows in parts).equals(frame)


@pytest.mark.parametrize("data", [b"PAR1" + bytes(50) + b"PAR1", b"PAR1", b"ARROW1\0\0" + bytes(60) + b"ARROW1"])
def test_a_corrupt_index_is_said_in_words(data: bytes) -> None:
    form = "parquet" if data.startswith(b"P") else "arrow"
    with pytest.raises(CsError) as error:
        list(indexed(io.BytesIO(data), len(data), form, "x", None))
    assert error.value.key == "file.broken"
