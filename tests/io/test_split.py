"""Many files from one run: `archive/{created_at:month}.jsonl.gz`."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.errors import Failure, Usage
from cstools.io.writers import split
from cstools.io.writers.output import opened
from cstools.io.writers.sink import Sink
from cstools.io.writers.template import LONGEST, Template, apart, folded, safe
from cstools.kernels.stage import LINE
from tests.io.test_writers import cut

N = 60
ROWS = pl.DataFrame(
    {
        LINE: range(N),
        "ticket_id": [f"{n:03}" for n in range(N)],
        "created_at": [datetime(2025, 9 + n % 3, 1 + n % 28) if n % 7 else None for n in range(N)],
        "channel": [("千牛", "a/b", "", None, "..", "A", "a")[n % 7] for n in range(N)],
        "tags": [["x", "y"]] * N,
        "csat": [float(n % 2) for n in range(N)],
    }
)


def run(where: Path, template: str, frames: list[pl.DataFrame], **options: Any) -> dict[str, int]:
    with opened(Sink(str(where / template), **options)) as output:
        for frame in frames:
            output.write(frame)
    return {str(Path(path).relative_to(where)): rows for path, rows in output.told.files.items()}


def ids(path: Path) -> list[str]:
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode().splitlines()
    return [json.loads(line)["ticket_id"] for line in lines]


def files(where: Path) -> dict[str, bytes]:
    return {str(path.relative_to(where)): path.read_bytes() for path in where.rglob("*") if path.is_file()}


def test_every_row_is_in_the_file_of_its_month(tmp_path: Path) -> None:
    made = run(tmp_path, "archive/{created_at:month}.jsonl.gz", cut(ROWS, 7))
    assert set(made) == {f"archive/{month}.jsonl.gz" for month in ("_null", "2025-09", "2025-10", "2025-11")}
    assert sum(made.values()) == N
    for name, rows in made.items():
        found = ids(tmp_path / name)
        assert len(found) == rows
        assert found == sorted(found)
    month = ROWS.filter(pl.col("created_at").dt.month() == 10)["ticket_id"].to_list()
    assert ids(tmp_path / "archive/2025-10.jsonl.gz") == month


@pytest.mark.parametrize("held", [1, 5_000, 1 << 26])
def test_the_files_are_the_same_in_any_chunks(held: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = "{channel}/{created_at:quarter}.csv"
    wanted = tmp_path / "whole"
    wanted.mkdir()
    run(wanted, template, [ROWS])
    monkeypatch.setattr(split, "HELD", held)
    for size in (1, 7, N):
        found = tmp_path / str(size)
        found.mkdir()
        run(found, template, cut(ROWS, size))
        assert files(found) == files(wanted)


def test_a_late_key_is_written_from_the_row_that_has_it(tmp_path: Path) -> None:
    frames = [
        pl.DataFrame({"ticket_id": ["1", "2"], "c": ["x", "y"]}),
        pl.DataFrame({"ticket_id": ["3"], "c": ["x"], "late": ["z"]}),
    ]
    run(tmp_path, "{c}.jsonl", frames)
    assert (tmp_path / "x.jsonl").read_text() == '{"ticket_id":"1","c":"x"}\n{"ticket_id":"3","c":"x","late":"z"}\n'
    assert (tmp_path / "y.jsonl").read_text() == '{"ticket_id":"2","c":"y"}\n'


def test_values_cannot_leave_the_folder_or_share_a_file(tmp_path: Path) -> None:
    made = run(tmp_path, "x/{channel}.jsonl", [ROWS])
    assert list(made) == [f"x/{name}.jsonl" for name in ("千牛", "a%2Fb", "_empty", "_null", "%2E%2E", "A", "a~2")]
    assert {row for name in made for row in ids(tmp_path / name)} == set(ROWS["ticket_id"])


@pytest.mark.parametrize("form", ["xlsx", "parquet", "arrow", "tsv"])
def test_every_format(form: str, tmp_path: Path) -> None:
    made = run(tmp_path, "{csat}-{tags}." + form, [ROWS])
    assert set(made) == {f"{csat}-x%7Cy.{form}" for csat in ("0.0", "1.0")}
    if form == "xlsx":
        assert fastexcel.read_excel(tmp_path / "0.0-x%7Cy.xlsx").load_sheet(0).height == N / 2
    if form == "parquet":
        assert pl.read_parquet(tmp_path / "0.0-x%7Cy.parquet").columns == [
            "ticket_id",
            "channel",
            "created_at",
            "csat",
            "tags",
        ]


def test_a_field_may_split_and_not_be_written(tmp_path: Path) -> None:
    run(tmp_path, "{created_at:year}.csv", [ROWS], fields=("ticket_id",))
    assert (tmp_path / "2025.csv").read_text().startswith("ticket_id\n001\n")


@pytest.mark.parametrize(
    ("template", "key"),
    [
        ("{created_at:fortnight}.csv", "split.period"),
        ("{channel:month}.csv", "split.time"),
        ("{ticket_id.csv", "split.bad"),
        ("{}.csv", "split.bad"),
        ("{channel!r}.csv", "split.bad"),
    ],
)
def test_a_template_that_cannot_be_is_refused_before_reading(template: str, key: str, tmp_path: Path) -> None:
    with pytest.raises(Usage) as caught, opened(Sink(str(tmp_path / template))):
        raise AssertionError
    assert caught.value.key == key


def test_a_field_nobody_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Usage) as caught:
        run(tmp_path, "new/{chanel}.csv", [ROWS])
    assert (caught.value.key, caught.value.params["near"]) == ("field.unknown", " (channel)")
    assert not list(tmp_path.iterdir())


def test_no_records_no_files(tmp_path: Path) -> None:
    assert run(tmp_path, "{channel}.csv", []) == {}
    assert not list(tmp_path.iterdir())


def test_a_plain_brace_is_written_twice(tmp_path: Path) -> None:
    assert list(run(tmp_path, "{{{csat}}}.csv", [ROWS.head(1)])) == ["{0.0}.csv"]


def test_what_fails_leaves_no_file_and_no_folder(tmp_path: Path) -> None:
    (tmp_path / "千牛").mkdir()
    (tmp_path / "千牛" / "x.csv").write_text("before")
    (tmp_path / "_null").write_text("in the way")
    with pytest.raises(Failure) as caught:
        run(tmp_path, "{channel}/x.csv", [ROWS])
    assert caught.value.key == "output.cannot"
    assert files(tmp_path) == {"千牛/x.csv": b"before", "_null": b"in the way"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["_null", "千牛"]


def test_a_place_that_cannot_be_written_is_told_before_reading(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Failure) as caught, opened(Sink(str(tmp_path / "file" / "{channel}.csv"))):
        raise AssertionError
    assert caught.value.key == "file.folder"


def test_thousands_of_values_need_few_open_files(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    rows = pl.DataFrame({"ticket_id": [str(n) for n in range(600)]})
    open_now = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").is_dir() else 100
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, open_now + 40), hard))
    try:
        assert len(run(tmp_path, "{ticket_id}.jsonl", cut(rows, 100))) == 600
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@given(st.sets(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), min_size=2))
def test_names_are_safe_and_different(values: set[str]) -> None:
    names = [safe(value) for value in values]
    assert len(set(names)) == len(values)
    for name in names:
        assert len(name.encode()) <= LONGEST
        assert not set(name) & set('/\\:*?"<>|\0\n\r\t')
        assert name.isprintable() or not any(ord(char) < 32 for char in name)
        assert name not in ("", ".", "..")
        assert not name.endswith((".", " "))
    taken: set[str] = set()
    for name in names:
        taken.add(folded(apart(f"{name}.csv", taken)))
    assert len(taken) == len(values)


def test_what_a_template_could_write() -> None:
    template = Template("/a/{created_at:month}.csv")
    assert template.fits("/a/2025-10.csv")
    assert not template.fits("/a/2025-10.csv.gz")
    assert not template.fits("/b/2025-10.csv")
