"""Sinks: formats by suffix, and a header that is the union of all chunks."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
import pytest

from cstools.errors import Usage
from cstools.io.write import Sink, opened


def test_the_header_is_the_union_and_the_spool_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spool"))
    (tmp_path / "spool").mkdir()
    with opened(Sink(str(tmp_path / "o.csv"))) as writer:
        for number in range(3):
            writer.write(pl.DataFrame({"ticket_id": [str(number)], f"extra_{number}": ["x"]}))
            assert not list((tmp_path / "spool").iterdir())
    assert (tmp_path / "o.csv").read_text() == ("ticket_id,extra_0,extra_1,extra_2\n0,x,,\n1,,x,\n2,,,x\n")


@pytest.mark.parametrize("name", ["o.xlsx", "o.csv.gz", "o.HTML"])
def test_a_suffix_that_promises_another_format_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Usage) as caught, opened(Sink(str(tmp_path / name))):
        pass
    assert caught.value.key == "output.suffix"
    assert not list(tmp_path.iterdir())
