"""Typed frames: every field of every kind has a Polars type, and absent columns come as typed nulls."""

from __future__ import annotations

import polars as pl
import pytest

from cstools.kernels.expr import frames
from cstools.model import fields


@pytest.mark.parametrize("kind", fields.KINDS)
def test_every_field_has_a_type(kind: str) -> None:
    assert list(frames.dtypes(kind)) == list(fields.of(kind))


def test_ids_are_text_and_counts_int64() -> None:
    types = frames.dtypes("ticket")
    assert types["ticket_id"] == pl.String
    assert types["rounds"] == pl.Int64
    assert types["created_at"] == pl.Datetime("us")
    assert types["tags"] == pl.List(pl.String)


def test_ensure_adds_only_what_lacks() -> None:
    lf = pl.LazyFrame({"csat": ["as it is"], "mood": ["good"]})
    out = frames.ensure(lf, {"csat": pl.Float64(), "tags": pl.List(pl.String())}).collect()
    assert out.columns == ["csat", "mood", "tags"]
    assert out.rows() == [("as it is", "good", None)]
    assert out.schema["tags"] == pl.List(pl.String)


def test_ensure_leaves_a_full_frame_alone() -> None:
    lf = pl.LazyFrame({"csat": [1.0]})
    assert frames.ensure(lf, {"csat": pl.Float64()}) is lf
