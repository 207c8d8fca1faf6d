"""Links over several files: partners one to one, and one id for each person."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels import dedupe
from cstools.kernels.dedupe.linkage import Link
from cstools.kernels.dedupe.links import Ask
from cstools.kernels.stage import Result
from cstools.model.linkage import parse

ON = "customer_name:name,phone:phone"
NAMES = ["张伟", "李雷", "韩梅梅", "王小明", "赵子龙", "司马相如", "欧阳修", "陈圆圆"]
PHONES = [
    "13812345678", "13900001111", "13722223333", "13544445555", "18866667777", "15988889999", "17712123434",
    "13656567878",
]  # fmt: skip
Row = tuple[str | None, str | None, str | None]


def tickets(*rows: Row, key: str = "ticket_id", channel: str | None = None) -> pl.DataFrame:
    """Records of name, phone and customer id, with an id each."""
    schema = {"customer_name": pl.String, "phone": pl.String, "customer_id": pl.String}
    made = pl.DataFrame(rows, schema=schema, orient="row")
    ids = pl.format(key[0].upper() + "{}", pl.int_range(pl.len())).alias(key)
    return made.select(ids, pl.all(), *([pl.lit(channel).alias("channel")] if channel else []))


def people(*numbers: int, id_: str | None = None) -> list[Row]:
    return [(NAMES[n], PHONES[n], id_) for n in numbers]


def run(frame: pl.DataFrame, *others: pl.DataFrame, emit: dedupe.Emit = "keep", on: str = ON, **how) -> Result:
    least = how.pop("least", 0.5)
    return dedupe.stage(emit=emit, link=Link(Ask(parse(on), least), others=others, **how)).apply(frame.lazy())


def matched(frame: pl.DataFrame, other: pl.DataFrame, **how) -> dict[str, str | None]:
    return dict(run(frame, other, **how).rows.select("ticket_id", "match_id").collect().rows())


def assigned(*frames: pl.DataFrame) -> dict[str, str | None]:
    """Of every record of all files its customer id, whichever file is the stream."""
    rows = run(*frames, emit="pairs", assign="customer_id").rows.collect()
    return dict(rows.select("id", "customer_id").rows())


# Partners in another file.


def test_each_record_finds_its_partner_and_stays_in_its_place() -> None:
    frame = tickets(*people(2, 0, 7), ("路人", "19911112222", None))
    other = tickets(("张伟先生", "+86 138-1234-5678", None), *people(1, 2, 3, 4, 5, 6), key="order_id")
    rows = run(frame, other).rows.collect()
    assert rows.columns == [*frame.columns, "match_id", "match_score"]
    assert rows.select(frame.columns).equals(frame)
    assert rows["match_id"].to_list() == ["O2", "O0", None, None]
    assert rows["match_score"].is_null().to_list() == [False, False, True, True]
    assert rows["match_score"].drop_nulls().is_between(0.5, 1).all()


def test_nobody_has_two_partners_but_equal_records_share_theirs() -> None:
    frame = tickets(*people(0, 0), ("章玮", PHONES[0], None), *people(1, 2, 3))
    other = tickets(*people(0, 1, 4, 5, 6), key="order_id")
    found = matched(frame, other)
    assert [found[one] for one in ("T0", "T1", "T2", "T3")] == ["O0", "O0", None, "O1"]


def test_what_is_more_alike_comes_first() -> None:
    frame = tickets(("章玮", PHONES[0], None), *people(0, 1, 2, 3))
    other = tickets(*people(0, 4, 5, 6), key="order_id")
    found = matched(frame, other)
    assert (found["T0"], found["T1"]) == (None, "O0")


def test_pairs_across_name_the_streams_record_first() -> None:
    frame, other = tickets(*people(0, 1, 2, 3)), tickets(*people(3, 2, 6), key="order_id")
    rows = run(frame, other, emit="pairs").rows.collect()
    assert rows.select("rule", "id_a", "id_b").rows() == [("link.across", "T2", "O1"), ("link.across", "T3", "O0")]
    turned = run(other, frame, emit="pairs").rows.collect()
    assert turned.select("id_b", "id_a").rows() == [("T3", "O0"), ("T2", "O1")]
    assert sorted(rows["score"]) == sorted(turned["score"])


def test_why_works_across() -> None:
    frame, other = tickets(*people(0, 1, 2, 3)), tickets(*people(3, 2, 6), key="order_id")
    rows = run(frame, other, why=("T3", "O0"), lang="en").rows.collect()
    assert rows["likeness"].to_list() == [None, "the same", "the same", None]
    assert rows["joined"].all()


def test_a_field_one_of_two_files_lacks_is_an_error() -> None:
    frame, other = tickets(*people(0, 1, 2, 3)), tickets(*people(3, 2, 6), key="order_id")
    with pytest.raises(Usage) as error:
        run(frame, other.drop("customer_name"))
    assert error.value.key == "field.unknown"


def test_a_field_that_no_file_has_is_an_error() -> None:
    with pytest.raises(Usage) as error:
        run(tickets(*people(0)), tickets(*people(1)), on="adress:address")
    assert error.value.key == "field.unknown"


def test_columns_of_two_types_can_be_linked() -> None:
    numbers = tickets(*people(0, 1, 2), key="order_id").with_columns(pl.col("phone").cast(pl.Int64))
    assert matched(tickets(*people(1, 3)), numbers, on="phone:phone") == {"T0": "O1", "T1": None}


@pytest.mark.parametrize("emit", ["keep", "pairs"])
def test_of_a_stream_of_nothing_comes_nothing(emit: dedupe.Emit) -> None:
    rows = run(tickets(), tickets(*people(0, 1), key="order_id"), emit=emit, on="phone:phone").rows.collect()
    assert rows.height == 0


CHOSEN = st.lists(
    st.tuples(
        st.sampled_from(["张伟", "章玮", "张*", "李雷", None]),
        st.sampled_from([PHONES[0], "13812345679", "138****5678", PHONES[1], None]),
        st.sampled_from(["c1", "c2", None]),
    ),
    max_size=6,
    unique_by=lambda row: row[:2],
)


@settings(max_examples=30)
@given(one=CHOSEN, other=CHOSEN, seed=st.integers(0, 99))
def test_partners_are_one_to_one_whichever_file_is_the_stream(one: list[Row], other: list[Row], seed: int) -> None:
    frame = tickets(*people(2, 3, 4, 5), *dict.fromkeys(one))
    beside = tickets(*people(4, 5, 6, 7), *dict.fromkeys(other), key="order_id")
    moved = frame.sample(fraction=1, shuffle=True, seed=seed)
    found = matched(frame, beside)
    assert matched(moved, beside) == found
    partners = [partner for partner in found.values() if partner]
    assert len(partners) == len(set(partners))
    turned = dict(run(beside, frame).rows.select("match_id", "order_id").collect().drop_nulls().rows())
    assert turned == {own: partner for own, partner in found.items() if partner}


# One id for a person.


def test_the_most_frequent_id_is_everyones() -> None:
    frame = tickets(*people(0, id_="b"), *people(0, id_="a"), *people(0, id_="b"), *people(1, 2, 3, 4))
    orders = tickets(*people(0), *people(5, 6, id_="z"), key="order_id")
    found = assigned(frame, orders)
    assert {found[one] for one in ("T0", "T1", "T2", "O0")} == {"b"}


def test_of_equally_frequent_ids_the_first_in_order_is_everyones() -> None:
    frame = tickets(*people(0, id_="b"), *people(0, id_="a"), *people(1, 2, 3, 4))
    assert assigned(frame)["T0"] == assigned(frame)["T1"] == "a"
    assert assigned(frame[::-1])["T0"] == "a"


def test_who_is_alone_keeps_what_they_have() -> None:
    frame = tickets(*people(0, id_="c"), *people(0), *people(1, id_="d"), *people(2, 3, 4))
    found = assigned(frame)
    assert (found["T2"], found["T3"]) == ("d", None)


def test_people_of_no_id_get_the_name_of_their_entity() -> None:
    frame = tickets(*people(0, 0, 1, 2, 3, 4))
    rows = run(frame, emit="pairs", assign="customer_id").rows.collect()
    own = rows.filter(pl.col("id").is_in(["T0", "T1"]))
    assert own["customer_id"].to_list() == own["dup_group"].to_list()
    assert own["customer_id"].n_unique() == 1
    assert own["customer_id"].null_count() == 0


def test_records_go_on_in_their_place_with_what_the_id_was() -> None:
    frame = tickets(*people(1), *people(0, id_="b"), *people(0, id_="a"), *people(0, id_="a"), *people(2, 3, 4))
    rows = run(frame, assign="customer_id").rows.collect()
    assert rows.columns == [*frame.columns, "customer_id_was"]
    assert rows.drop("customer_id", "customer_id_was").equals(frame.drop("customer_id"))
    assert rows["customer_id"].to_list() == [None, "a", "a", "a", None, None, None]
    assert rows["customer_id_was"].to_list() == frame["customer_id"].to_list()


def test_a_field_the_stream_lacks_is_made() -> None:
    frame = tickets(*people(0, 1, 2)).drop("customer_id")
    orders = tickets(*people(0, id_="c"), *people(3, 4, 5), key="order_id")
    rows = run(frame, orders, assign="customer_id").rows.collect()
    assert rows["customer_id"].to_list() == ["c", None, None]


def test_the_shares_linked_are_told_by_channel() -> None:
    chats = tickets(*people(0, 1, 2, 3), channel="chat")
    calls = tickets(*people(0, 1, 4), key="order_id", channel="phone")
    result = run(chats, calls, assign="customer_id")
    assert result.counts is not None
    said = dict(result.counts.collect().rows())
    assert (said["of 4 in chat linked"], said["of 3 in phone linked"]) == (2, 2)
    assert said["records without customer_id given one"] == 4


@settings(max_examples=30)
@given(files=st.lists(CHOSEN, min_size=1, max_size=3), seed=st.integers(0, 99))
def test_ids_are_the_same_whichever_file_is_the_stream(files: list[list[Row]], seed: int) -> None:
    keys = ["ticket_id", "order_id", "refund_id"]
    frames = [
        tickets(*people(2 + n, 3 + n, 4 + n), *rows, key=key)
        for n, (key, rows) in enumerate(zip(keys, files, strict=False))
    ]
    found = assigned(*frames)
    turned = [frame.sample(fraction=1, shuffle=True, seed=seed) for frame in reversed(frames)]
    assert assigned(*turned) == found
    assert len(found) == sum(frame.height for frame in frames)
    rows = run(*frames, assign="customer_id").rows.collect()
    assert rows["customer_id"].to_list() == [found[one] for one in rows["ticket_id"]]
