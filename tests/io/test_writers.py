"""Writers: each format says the same records, whatever the chunks, and leaves nothing behind."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import zstandard

from cstools.errors import Usage
from cstools.io import spool
from cstools.io.writers import gather
from cstools.io.writers.headings import headings
from cstools.io.writers.output import opened
from cstools.io.writers.sink import Sink
from cstools.model import fields

HARD = [
    *("007", "1234567890123456789", "1.50", "9007199254740993", "1E5", "NaN", "", "=1+1", "<r><t>&</t></r>", " a "),
    *("_x0041_", "_x0041_x0042_", "a\x01b", "a\rb\nc", None, "'q", "退货" * 9, '"', "\ufeff", "null", "1,5\t|\\"),
]
"""Texts that some program takes for something else."""
N = len(HARD)
TIMES = [datetime(2025, 10, 1, 8, second) for second in range(N)]
ROWS = pl.DataFrame(
    {
        "ticket_id": [f"{n:019}" for n in range(N)],
        "created_at": TIMES,
        "customer_msgs": [2**53 + 1, *range(N - 1)],
        "csat": [n / 3 if n % 4 else None for n in range(N)],
        "is_resolved": [(True, False, None)[n % 3] for n in range(N)],
        "tags": [(["a|b", "c\\"], [], None)[n % 3] for n in range(N)],
        "note": HARD,
    }
)
NAMES = ["o.jsonl", "o.csv", "o.tsv", "o.arrow", "o.parquet", "o.xlsx", "o.jsonl.gz", "o.csv.zst", "O.TSV.GZ"]


def write(path: Path, frames: list[pl.DataFrame], **options: Any) -> bytes:
    with opened(Sink(str(path), **options)) as output:
        for frame in frames:
            output.write(frame)
    return path.read_bytes()


def cut(frame: pl.DataFrame, size: int) -> list[pl.DataFrame]:
    return [frame.slice(start, size) for start in range(0, frame.height, size)]


@pytest.mark.parametrize("name", NAMES)
def test_the_bytes_are_the_same_in_any_chunks(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "ROOM", 1000)
    made = [write(tmp_path / name, cut(ROWS, size)) for size in (N, 7, 1)]
    assert made[0] == made[1] == made[2]
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("name", "read"), [("o.arrow", pl.read_ipc_stream), ("o.parquet", pl.read_parquet)], ids=["arrow", "parquet"]
)
def test_typed_formats_keep_every_value(name: str, read: Callable[..., pl.DataFrame], tmp_path: Path) -> None:
    assert read(io.BytesIO(write(tmp_path / name, cut(ROWS, 4)))).equals(ROWS.select(read(tmp_path / name).columns))


@pytest.mark.parametrize("name", ["o.jsonl", "o.csv"])
def test_text_formats_keep_every_text(name: str, tmp_path: Path) -> None:
    data = write(tmp_path / name, cut(ROWS, 4))
    if name == "o.jsonl":
        notes = [json.loads(line)["note"] for line in data.decode().split("\n")[:-1]]
    else:
        read = pl.read_csv(io.BytesIO(data), infer_schema=False, empty_string_is_null=False)
        notes = read["note"].to_list()
        assert read["tags"].to_list()[:3] == [r"a\|b|c\\", "", ""]
    assert [note or "" for note in notes] == [note or "" for note in HARD]
    assert data.count(b',""\n' if name == "o.csv" else b'"note":""}') == 1


def test_arrow_and_parquet_have_batches_of_a_fixed_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = pl.DataFrame({"ticket_id": [str(n) for n in range(200)]})
    monkeypatch.setattr(gather.Gather.batches, "__defaults__", (64,))
    data = write(tmp_path / "o.arrow", cut(rows, 30))
    assert data == write(tmp_path / "o.arrow", [rows])
    assert data.count(b"\xff\xff\xff\xff") == 1 + 4 + 1


@pytest.mark.parametrize(("packed", "unpack"), [("gz", gzip.decompress), ("zst", zstandard.decompress)])
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_compressed_is_the_same_below(
    packed: str, unpack: Callable[..., bytes], form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cstools.io.writers.packed.BLOCK", 100)
    plain = write(tmp_path / f"o.{form}", cut(ROWS, 4))
    found = write(tmp_path / f"o.{form}.{packed}", cut(ROWS, 4))
    whole = zstandard.ZstdDecompressor().decompressobj().decompress(found) if packed == "zst" else unpack(found)
    assert whole == plain
    assert write(tmp_path / f"o.{packed}", cut(ROWS, 4), format=form) == found


@pytest.mark.parametrize("name", NAMES)
def test_no_records_still_make_a_file(name: str, tmp_path: Path) -> None:
    write(tmp_path / name, [])
    if name == "o.arrow":
        assert pl.read_ipc_stream(tmp_path / name).shape == (0, 0)
    if name == "o.parquet":
        assert pl.read_parquet(tmp_path / name).shape == (0, 0)
    assert write(tmp_path / name, [ROWS.clear()]) or "jsonl" in name


def test_the_header_is_the_union_and_what_waits_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spool"))
    monkeypatch.setattr(spool, "ROOM", 1)
    (tmp_path / "spool").mkdir()
    for name in ("o.csv", "o.arrow", "o.parquet", "o.xlsx"):
        with opened(Sink(str(tmp_path / name), headers="raw" if name == "o.xlsx" else None)) as output:
            for number in range(3):
                output.write(pl.DataFrame({"ticket_id": [str(number)], f"extra_{number}": ["x"]}))
                assert not list((tmp_path / "spool").iterdir())
        assert not list((tmp_path / "spool").iterdir())
    assert (tmp_path / "o.csv").read_text() == ("ticket_id,extra_0,extra_1,extra_2\n0,x,,\n1,,x,\n2,,,x\n")
    wanted = {"ticket_id": ["0", "1", "2"]} | {
        f"extra_{n}": ["x" if n == row else None for row in range(3)] for n in range(3)
    }
    assert pl.read_parquet(tmp_path / "o.parquet").to_dict(as_series=False) == wanted
    assert pl.read_ipc_stream(tmp_path / "o.arrow").to_dict(as_series=False) == wanted
    assert pl.read_excel(tmp_path / "o.xlsx").to_dict(as_series=False) == wanted


@pytest.mark.parametrize("name", ["o.arrow", "o.csv.gz", "o.xlsx"])
def test_what_fails_leaves_the_file_as_it_was(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("before")
    with pytest.raises(pl.exceptions.PolarsError), opened(Sink(str(tmp_path / name))) as output:
        output.write(ROWS.select("ticket_id").with_columns(pl.col("nope")))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {name: "before"}


@pytest.mark.parametrize("name", ["o.xls", "o.csv.zip", "o.HTML", "o.xml.gz"])
def test_a_suffix_that_promises_another_format_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Usage) as caught, opened(Sink(str(tmp_path / name))):
        pass
    assert caught.value.key == "output.suffix"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("o.jsonl", {"bom": True}),
        ("o.parquet", {"headers": "zh"}),
        ("o.xlsx", {"bom": True}),
        ("o.arrow", {"for_excel": True}),
    ],
)
def test_an_option_that_does_nothing_in_a_format_is_refused(name: str, options: Any, tmp_path: Path) -> None:
    with pytest.raises(Usage) as caught, opened(Sink(str(tmp_path / name), **options)):
        pass
    assert caught.value.key == "output.option"


def test_with_chosen_fields_csv_is_written_as_it_comes(tmp_path: Path) -> None:
    stream = io.BytesIO()
    from cstools.io.writers.delimited import Delimited

    writer = Delimited(stream, Sink("o.csv", fields=("ticket_id", "csat")))
    writer.write(pl.DataFrame({"ticket_id": ["1"], "csat": [None]}))
    assert stream.getvalue() == b"ticket_id,csat\n1,\n"
    writer.write(pl.DataFrame({"ticket_id": ["2"], "csat": [5.0]}))
    writer.close()
    assert stream.getvalue() == b"ticket_id,csat\n1,\n2,5.0\n"
    write(tmp_path / "e.csv", [], fields=("ticket_id", "csat"))
    assert (tmp_path / "e.csv").read_text() == "ticket_id,csat\n"


FORMULAS = ["=1+1", "+1", "-1", "@x", "\ta", "\rb", "1-1", "", None, "退"]


def test_for_excel_nothing_runs_and_people_see_their_script(tmp_path: Path) -> None:
    frame = pl.DataFrame({"=evil": FORMULAS, "csat": [-1.0] * len(FORMULAS), "tags": [["=x"]] * len(FORMULAS)})
    data = write(tmp_path / "o.csv", [frame], for_excel=True)
    assert data.startswith("\ufeff".encode())
    read = pl.read_csv(io.BytesIO(data), infer_schema=False, empty_string_is_null=False)
    assert read.columns == ["csat", "tags", "'=evil"]
    assert read["'=evil"].to_list() == ["'=1+1", "'+1", "'-1", "'@x", "'\ta", "'\rb", "1-1", "", "", "退"]
    assert read["csat"].unique().to_list() == ["-1.0"]
    assert read["tags"].unique().to_list() == ["'=x"]
    assert write(tmp_path / "o.tsv", [frame], bom=True).startswith("\ufeffcsat\ttags\t=evil\n".encode())


@pytest.mark.parametrize("kind", fields.KINDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_label_is_read_as_its_field(kind: str, lang: str) -> None:
    made = headings(list(fields.of(kind)), Sink("a.csv", headers=lang))
    found = {name: fields.find(kind, heading) for name, heading in made.items()}
    assert {name: read and read[0] for name, read in found.items()} == {name: name for name in made}
    assert len(set(made.values())) == len(made)


def test_labels_give_way_to_a_column_of_that_name(tmp_path: Path) -> None:
    frame = pl.DataFrame({"ticket_id": ["1"], "channel": ["a"], "渠道": ["b"], "csat": [5.0], "note": ["x"]})
    assert (
        write(tmp_path / "o.csv", [frame], headers="zh").decode()
        == "工单号,channel,满意度评分,渠道,note\n1,a,5.0,b,x\n"
    )
    assert write(tmp_path / "o.csv", [frame], headers="en").startswith(b"Ticket ID,Channel,")
    assert write(tmp_path / "o.csv", [frame], headers="raw").startswith(b"ticket_id,channel,")
