"""The quality of records before and after cs-clean: adds up over chunks, changes nothing, leaks nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.kernels.clean import Options, stage
from cstools.kernels.clean.fill import parse as fill
from cstools.kernels.clean.quality import EMPTY, PART, WORST
from cstools.kernels.clean.report import document
from cstools.kernels.stage import FILE, LINE, Part
from tests.kernels.test_clean import FRAMES, WANTED

KEYS = tuple(name for name in EMPTY.columns if name != "n")


def found(frame: pl.DataFrame, options: Options) -> pl.DataFrame:
    made = stage(replace(options, kind="ticket", quality=True)).apply(frame.lazy()).found
    assert made is not None
    return made.collect()


def told(*parts: pl.DataFrame) -> dict:
    """The document of what chunks found, summed as the runner does."""
    whole = Part(KEYS, pl.concat([EMPTY, *parts]).lazy()).summed().collect().sort(KEYS)
    return document(whole, str, "en")


def numbered(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.drop(LINE).with_row_index(LINE, 2).with_columns(pl.col(LINE).cast(pl.Int64))


@settings(max_examples=5)
@given(FRAMES, WANTED)
def test_it_changes_nothing(frame: pl.DataFrame, options: Options) -> None:
    options = replace(options, kind="ticket")
    plain = stage(options).apply(frame.lazy())
    asked = stage(replace(options, quality=True)).apply(frame.lazy())
    for one, other in ((plain.rows, asked.rows), (plain.rejects, asked.rejects), (plain.counts, asked.counts)):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert other.collect().equals(one.collect())


@settings(max_examples=5)
@given(FRAMES, WANTED)
def test_rows_and_cells_add_up(frame: pl.DataFrame, options: Options) -> None:
    made = told(found(frame, options))
    rows = made["rows"]
    assert rows["in"] == frame.height == rows["out"] + rows["rejected"] + rows["dropped"]
    assert 0 <= rows["passed"] <= rows["out"]
    for one in made["fields"]:
        before, after = one["before"], one["after"]
        assert 0 <= before["valid"] <= before["filled"] <= before["rows"]
        assert 0 <= after["valid"] <= after["filled"] <= after["rows"]
        gone = before["filled"] + one["gained"] - one["emptied"] - after["filled"]  # with the records that left
        assert 0 <= gone <= rows["rejected"] + rows["dropped"]
    assert len(made["worst"]) <= WORST


@settings(max_examples=5)
@given(FRAMES, WANTED, st.integers(1, 11), st.randoms())
def test_chunks_and_order_of_rows_do_not_matter(
    frame: pl.DataFrame, options: Options, cut: int, random: object
) -> None:
    frame = numbered(frame)
    whole = told(found(frame, options))
    parts = [found(frame.head(cut), options), found(frame.slice(cut), options)]
    assert told(*parts) == whole
    order = list(range(frame.height))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert told(found(frame[order], options)) == whole


FRAME = pl.DataFrame(
    {
        "ticket_id": ["1", "2", "3", "4"],
        "customer_id": ["U1", None, "U3", "U4"],
        "customer_name": ["张三丰", None, None, "李四"],
        "status": ["已解决", "open", "open", None],
        "csat": [9.0, 3.0, None, 5.0],
        "handle_s": [-1.0, 60.0, 5e6, 30.0],
        "phone": ["+86 13812341234", "12", None, "13912341234"],
        FILE: ["a.csv"] * 4,
        LINE: [2, 3, 4, 5],
    }
)


def test_what_it_says() -> None:
    made = told(found(FRAME, Options()))
    fields = {one["field"]: one for one in made["fields"]}
    rules = {(one["rule"], one["field"]): (one["level"], one["before"], one["after"]) for one in made["rules"]}
    assert made["rows"] == {"in": 4, "out": 4, "rejected": 0, "dropped": 0, "flagged": 4, "passed": 3}
    assert made["passed"] == {"value": 0.75, "numerator": 3, "denominator": 4}  # no order ids at all: nobody's fault
    assert rules["csat.range", "csat"] == ("cell", 1, 0)
    assert rules["duration.range", "handle_s"] == ("cell", 1, 0)
    assert rules["customer.missing", "customer_id"] == ("flag", 1, 1)
    assert fields["csat"]["before"] == {
        "rows": 4,
        "filled": 3,
        "valid": 2,
        "completeness": 0.75,
        "validity": 0.666666667,
    }
    assert (fields["csat"]["changed"], fields["csat"]["gained"], fields["csat"]["emptied"]) == (0, 0, 1)
    assert (fields["status"]["changed"], fields["phone"]["changed"]) == (1, 1)
    assert fields["customer_id"]["after"]["validity"] == 1.0  # what is missing is no wrong value
    assert made["repaired"] == {"value": 0.4, "numerator": 2, "denominator": 5}
    first = made["worst"][0]
    assert (first["line"], first["key"]) == (2, {"field": "ticket_id", "value": "1"})
    assert {(one["rule"], one["value"]) for one in first["broken"]} >= {("csat.range", "9.0")}


def test_a_fill_is_gained_and_a_required_field_rejects() -> None:
    made = told(found(FRAME, Options(fills=[fill("csat=3")], require=["customer_id"])))
    fields = {one["field"]: one for one in made["fields"]}
    assert made["rows"]["rejected"] == 1
    assert fields["csat"]["gained"] == 1  # the one blanked is filled again: a cell with another value
    assert fields["csat"]["changed"] == 1
    assert fields["customer_id"]["before"]["valid"] == 3


def test_nothing_private_in_it_under_mask() -> None:
    options = Options(mask=["phone", "name"], require=["status"])
    text = json.dumps(told(found(FRAME.with_columns(ticket_id="phone"), options)), ensure_ascii=False)
    for secret in ("13812341234", "13912341234", "张三丰"):
        assert secret not in text


def test_of_nothing() -> None:
    made = told()
    assert made["rows"]["in"] == 0
    assert made["completeness"]["before"] == {"value": None, "numerator": 0, "denominator": 0}
    assert made["passed"]["value"] is None
    assert made["fields"] == made["rules"] == made["worst"] == []


def test_a_frame_that_tells_no_lines_has_no_worst() -> None:
    made = told(found(FRAME.drop(FILE, LINE), Options()))
    assert made["worst"] == []
    assert found(FRAME, Options())[PART].unique().sort().to_list() == ["cells", "kind", "rows", "rules", "worst"]
