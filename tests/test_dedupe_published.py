"""Public data whose true entities are published, linked by the command line without labels and with its defaults.

F1 is of pairs: of a clustering those within the groups found against those within the true ones, of two files the
links. The truth is read for judging only. FEBRL 3 (Christen 2005), the restaurants of Fodor's and Zagat's, and the
example of the Python library dedupe, whose true ids its authors gave.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.tools import Said, run

PERSON = (
    "given_name:name,surname:name,street_number:exact,address_1:address,address_2:address,suburb:name,postcode:exact,"
    "state:exact,date_of_birth:date,soc_sec_id:number"
)


def plain(shared: Path, folder: str, file: str, **how: str) -> pl.DataFrame:
    """A CSV as text, headings in snake case, blanks of any kind as one, nothing where there is nothing."""
    path = shared / folder / file
    if not path.is_file():
        pytest.skip(f"no {folder}/{file} in ../shared/data")
    frame = pl.read_csv(path, infer_schema_length=0, **how)
    frame = frame.rename({name: name.strip().lower().replace(" ", "_") for name in frame.columns})
    return frame.with_columns(pl.all().str.replace_all(r"\s+", " ").str.strip_chars().replace("", None))


def linked(tmp_path: Path, frame: pl.DataFrame, *args: str) -> Said:
    path = tmp_path / "records.csv"
    frame.write_csv(path)
    said = run("dedupe", str(path), *args)
    assert said.code == 0, said.err
    return said


def f1(found: int, true: int, right: int) -> float:
    return 2 * right / (found + true)


def cluster_f1(said: Said, id_: str, truth: pl.DataFrame) -> float:
    """truth: id and entity of every record. A record without a group is alone."""
    groups = pl.DataFrame([{"id": row[id_], "group": row["dup_group"] or "alone " + row[id_]} for row in said.records])
    both = truth.join(groups, on="id", validate="1:1")
    assert both.height == truth.height
    return f1(*(within(both, *by) for by in (["group"], ["entity"], ["group", "entity"])))


def within(frame: pl.DataFrame, *by: str) -> int:
    sizes = frame.group_by(by).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def test_people_of_febrl(shared: Path, tmp_path: Path) -> None:
    frame = plain(shared, "febrl3", "dataset3.csv")
    truth = frame.select(id="rec_id", entity=pl.col("rec_id").str.extract(r"rec-(\d+)-"))
    assert (frame.height, within(truth, "entity")) == (5000, 6538)
    assert cluster_f1(linked(tmp_path, frame, "--on", PERSON, "--emit", "mark"), "rec_id", truth) >= 0.999


def test_sites_of_the_example_of_dedupe(shared: Path, tmp_path: Path) -> None:
    frame = plain(shared, "dedupe_csv_example", "csv_example_input_with_true_ids.csv")
    truth = frame.select("id", entity="true_id")
    given = frame.select("id", "site_name", "address", "zip", "phone")
    on = "site_name:name,address:address,zip:exact,phone:phone"
    assert frame.height == 3337
    assert cluster_f1(linked(tmp_path, given, "--on", on, "--emit", "mark"), "id", truth) >= 0.93


@pytest.fixture
def restaurants(shared: Path) -> tuple[pl.DataFrame, pl.DataFrame, set[tuple[str, str]]]:
    """Both guides, without the column that is the truth, and the pairs that are one restaurant."""
    unquoted = pl.all().str.strip_chars("'").str.replace_all("\\'", "'", literal=True).str.strip_chars()
    one, other = (
        plain(shared, "fodors_zagats", f"{name}.csv", quote_char="\0").drop("class").with_columns(unquoted)
        for name in ("fodors", "zagats")
    )
    pairs = plain(shared, "fodors_zagats", "matches_fodors_zagats.csv")
    true = set(pairs.select("fodors_id", "zagats_id").rows())
    assert (one.height, other.height, len(true)) == (533, 331, 112)
    return one, other, true


def test_restaurants_of_two_guides(
    restaurants: tuple[pl.DataFrame, pl.DataFrame, set[tuple[str, str]]], tmp_path: Path
) -> None:
    one, other, true = restaurants
    beside = tmp_path / "zagats.csv"
    other.write_csv(beside)
    on = "name:name,addr:address,city:name,phone:phone,type:text"
    said = linked(tmp_path, one, "--on", on, "--against", str(beside))
    found = {(row["id"], row["match_id"]) for row in said.records if row["match_id"]}
    assert len({partner for _, partner in found}) == len(found)
    assert f1(len(found), len(true), len(found & true)) >= 0.97
    # The other way round the same are partners.
    one.write_csv(beside)
    turned = linked(tmp_path, other, "--on", on, "--against", str(beside))
    assert {(row["match_id"], row["id"]) for row in turned.records if row["match_id"]} == found
