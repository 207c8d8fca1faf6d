"""Entities by several fields: what becomes of the records, why, and what holds for any order of rows."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels import dedupe
from cstools.kernels.dedupe.keys import Survivor
from cstools.kernels.stage import FIELD, LEVEL, RULE, VALUE
from tests.kernels.people import ON, PEOPLE, counts, groups, records, run

# What becomes of the records.

TWINS = [("张伟先生", "+86 138-1234-5678"), ("章玮", "13812345678"), ("韩梅梅", "137****3333"), ("欧阳修", None)]


def test_one_person_under_other_forms_is_found() -> None:
    result = run(records(*TWINS))
    rows = result.rows.collect()
    assert groups(rows) >= {frozenset({"T000", "T008", "T009"})}
    assert rows.height == len(PEOPLE) + len(TWINS)
    alone = rows.filter(pl.col("dup_group").is_null())
    assert alone["dup_rank"].null_count() == alone["dup_score"].null_count() == alone.height
    assert rows["dup_score"].drop_nulls().is_between(0.5, 1).all()
    assert rows["dup_group"].drop_nulls().str.contains(r"^e[0-9a-f]{12}$").all()
    assert counts(result)["pairs compared"] >= 3


def test_a_higher_threshold_joins_no_more() -> None:
    every = [run(records(*TWINS), least=least).rows.collect() for least in (0.1, 0.5, 0.99, 1 - 1e-12)]
    joined = [rows["dup_group"].count() for rows in every]
    assert joined == sorted(joined, reverse=True)
    assert joined[0] > joined[-1]


def test_a_group_is_named_by_its_first_record_and_keeps_its_name_when_others_come() -> None:
    before = run(records(("张伟", "13812345678"))).rows.collect()
    after = run(records(("张伟", "13812345678"), ("张伟", "13812345678"), ("李雷", "13900001111"))).rows.collect()
    own = pl.col("ticket_id") == "T000"
    assert before.filter(own)["dup_group"].item() == after.filter(own)["dup_group"].item() is not None


def test_merged_records_name_their_survivor_and_none_is_lost() -> None:
    frame = records(*TWINS, ("李雷", "13900001111"), ("李雷", "13900001111"))
    result = run(frame, emit="keep")
    out = result.rows.collect()
    assert result.rejects is not None
    merged = result.rejects.collect()
    assert sorted([*out["ticket_id"], *merged["ticket_id"]]) == frame["ticket_id"].to_list()
    assert merged[LEVEL].unique().to_list() == ["merged"]
    assert merged[RULE].unique().to_list() == ["link.same"]
    assert merged[FIELD].unique().to_list() == ["customer_name,phone"]
    assert set(merged[VALUE]) <= set(out["ticket_id"])
    marked = run(frame).rows.collect()
    survivor = dict(marked.filter(pl.col("dup_rank") == 1).select("dup_group", "ticket_id").rows())
    group = dict(marked.select("ticket_id", "dup_group").rows())
    assert all(survivor[group[one]] == kept for one, kept in merged.select("ticket_id", VALUE).rows())
    assert len(merged) == marked.filter(pl.col("dup_rank") > 1).height


def test_equal_records_stay_together_however_many() -> None:
    frame = records(*[("张伟", "13812345678")] * 9)
    rows = run(frame, most=4).rows.collect()
    assert {len(one) for one in groups(rows)} == {10}
    assert rows["dup_score"].max() == 1.0


@pytest.mark.parametrize("emit", ["keep", "mark", "pairs"])
@pytest.mark.parametrize(
    "on", ["phone:phone", ON, f"{ON},ticket_id:number", "address:address,phone:phone", "text:text"]
)
@pytest.mark.parametrize(
    "frame",
    [records(of=[]), records(("张伟", "13812345678"), of=[]), records((None, None), (None, None), (None, None), of=[])],
    ids=["nothing", "one", "nulls"],
)
def test_too_little_to_compare_is_no_error(frame: pl.DataFrame, on: str, emit: dedupe.Emit) -> None:
    frame = frame.with_columns(address=pl.lit(None, dtype=pl.String), text=pl.lit(None))
    rows = run(frame, on, emit).rows.collect()
    assert rows.height == (0 if emit == "pairs" else frame.height)
    if emit == "mark":
        assert rows["dup_group"].null_count() == rows.height


def test_one_field_joins_what_is_equal_and_nothing_else() -> None:
    rows = run(records(("甲", "138 1234 5678"), ("乙", "13812345679"), ("丙", "138****5678")), "phone:phone").rows
    assert groups(rows.collect()) == {frozenset({"T000", "T008"})}


@pytest.mark.parametrize("values", [
    pl.Series([1, 2, 3, 3, None], dtype=pl.Int64),
    pl.Series([1.5, 2.5, 3.5, 3.5, None]),
    pl.Series([18000, 18001, 19003, 19003, None]).cast(pl.Date),
    pl.Series([10**15, 2 * 10**15, 3 * 10**15, 3 * 10**15 + 1, None]).cast(pl.Datetime("us")),
    pl.Series([["a"], ["b", "c"], ["d", "e"], ["d", None, "e"], []]),
    pl.Series(["a", "b", "c", "c", None], dtype=pl.Categorical),
])  # fmt: skip
@pytest.mark.parametrize("kind", ["exact", "number", "date", "text"])
def test_typed_columns_can_be_linked(values: pl.Series, kind: str) -> None:
    """Numbers, days, times (by their day) and lists; a null is nobody's twin."""
    if kind == "date" and not values.dtype.is_temporal():
        return
    frame = pl.DataFrame({"ticket_id": list("12345"), "x": values})
    assert groups(run(frame, f"x:{kind}").rows.collect()) >= {frozenset("34")}
    assert run(frame, f"x:{kind}").rows.collect().filter(pl.col("ticket_id") == "5")["dup_group"].item() is None


def test_a_field_of_one_value_says_nothing_and_is_no_error() -> None:
    frame = records(*TWINS).with_columns(city=pl.lit("杭州"))
    beside, without = (groups(run(frame, on).rows.collect()) for on in (f"{ON},city", ON))
    assert beside == without


def test_a_field_that_is_not_there_names_its_neighbours() -> None:
    with pytest.raises(Usage) as error:
        run(records(), "customer_nam:name,phone:phone")
    assert error.value.key == "field.unknown"
    assert "customer_name" in str(error.value.params["near"])


@pytest.mark.parametrize(
    ("survivor", "merge", "wanted"),
    [
        ("newest", {}, ("T009", "new", 2.0, None)),
        ("oldest", {}, ("T000", None, 1.0, ["a"])),
        ("merge", {}, ("T009", "new", 2.0, ["b", "a"])),
        ("merge", {"amount": "sum"}, ("T009", "new", 7.0, ["b", "a"])),
        ("merge", {"amount": "max", "note": "longest"}, ("T009", "longer", 4.0, ["b", "a"])),
        ("merge", {"amount": "min", "note": "oldest"}, ("T009", "longer", 1.0, ["b", "a"])),
        ("merge", {"tags": "newest"}, ("T009", "new", 2.0, ["b"])),
    ],
)
def test_survivors_of_an_entity(survivor: Survivor, merge: dict[str, str], wanted: tuple[object, ...]) -> None:
    frame = records(("张伟", "13812345678"), ("张伟", "13812345678")).with_columns(
        created_at=pl.Series([1, *[0] * 7, 2, 3], dtype=pl.Int64).cast(pl.Datetime("us")),
        note=pl.Series([None, *["x"] * 7, "longer", "new"]),
        amount=pl.Series([1.0, *[9.0] * 7, 4.0, 2.0]),
        tags=pl.Series([["a"], *[["z"]] * 7, ["b"], None], dtype=pl.List(pl.String)),
    )
    rows = run(frame, emit="keep", survivor=survivor, merge=merge).rows.collect()
    (row,) = rows.filter(pl.col("customer_name") == "张伟").select("ticket_id", "note", "amount", "tags").rows()
    assert row == wanted
    alone = rows.filter(pl.col("customer_name") != "张伟")["amount"]
    assert alone.to_list() == [9.0] * 7


@pytest.mark.parametrize(
    ("survivor", "merge", "key"),
    [
        ("newest", {"phone": "longest"}, "dedupe.merge_survivor"),
        ("merge", {"phone": "sum"}, "dedupe.merge_type"),
        ("merge", {"phone": "union"}, "dedupe.merge_type"),
        ("merge", {"n": "longest"}, "dedupe.merge_type"),
        ("merge", {"nosuch": "max"}, "dedupe.merge_type"),
    ],
)
def test_merge_rules_a_field_cannot_have(survivor: Survivor, merge: dict[str, str], key: str) -> None:
    frame = records(("张伟", "13812345678")).with_columns(n=pl.int_range(pl.len()))
    with pytest.raises(Usage) as error:
        run(frame, emit="keep", survivor=survivor, merge=merge).rows.collect()
    assert error.value.key == key


# Why, and why not.


def test_why_tells_of_two_that_were_joined_and_the_weights_add_up() -> None:
    frame = records(*TWINS)
    rows = run(frame, why=("T000", "T009"), lang="en").rows.collect()
    assert rows["field"].to_list() == ["prior", "customer_name", "phone", "="]
    assert rows["likeness"].to_list() == [None, "sounds the same", "the same", None]
    assert rows["joined"].unique().to_list() == [True]
    assert rows["weight"][:3].sum() == pytest.approx(rows["weight"][3], abs=0.002)
    assert rows["probability"][0] == pytest.approx(1 / (1 + 2 ** -rows["weight"][3]), abs=1e-3)
    assert rows.select("value_a", "value_b").row(1) == ("张伟", "章玮")
    turned = run(frame, why=("T009", "T000"), lang="en").rows.collect()
    assert turned.equals(rows)


@pytest.mark.parametrize(
    ("why", "lang", "words", "joined"),
    [
        (("T000", "T001"), "en", ["different", "different"], False),
        (("T000", "T001"), "zh", ["不同", "不同"], False),
        (("T006", "T011"), "en", ["the same", "missing"], None),
        (("T002", "T010"), "zh", ["相同", "打码后相符"], None),
    ],
)
def test_why_tells_of_any_two(why: tuple[str, str], lang: str, words: list[str], joined: bool | None) -> None:
    rows = run(records(*TWINS), why=why, lang=lang).rows.collect()
    assert rows["likeness"].to_list()[1:-1] == words
    assert joined is None or rows["joined"][0] is joined
    assert (rows["block"][0] is None) is (joined is False)


def test_why_of_one_shows_those_it_is_most_like() -> None:
    rows = run(records(*TWINS), why=("T000",)).rows.collect()
    best = rows.filter(pl.col("field") == "=")
    assert {"T008", "T009"} <= set(best["id_b"])
    assert best["weight"].is_sorted(descending=True)


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有可比的记录"), ("en", "nothing is like it")])
def test_why_of_one_nothing_is_like(lang: str, said: str) -> None:
    rows = run(records(*TWINS), why=("T005",), lang=lang).rows.collect()
    assert rows.select("id_a", "id_b", "joined", "likeness", "weight").rows() == [("T005", None, False, said, None)]


@pytest.mark.parametrize("why", [("T999",), ("T000", "T999")])
def test_why_of_nobody(why: tuple[str, ...]) -> None:
    with pytest.raises(Usage) as error:
        run(records(*TWINS), why=why)
    assert (error.value.key, error.value.params["id"]) == ("dedupe.why", "T999")


# Pairs somebody has looked at.


def test_known_pairs_are_counted_and_learned_from() -> None:
    frame = records(*TWINS, ("赵", "18866667778"), ("陈", "13656567879"))
    known = pl.DataFrame({"a": ["T004", "T007", "T000", "T000"], "b": ["T012", "T013", "T001", "T999"]})
    said = counts(run(frame, known=known))
    assert said["known pairs"] == 3  # an unknown id is left out
    assert said["known pairs compared"] == 2
    assert said["known pairs in one group"] <= 2
    assert not {name for name in counts(run(frame)) if name.startswith("known")}
    before, after = (
        run(frame, why=("T004", "T012"), known=pairs).rows.collect().filter(pl.col("field") == "phone")["weight"].item()
        for pairs in (None, known)
    )
    assert after > before  # one digit off is now known to happen


def test_known_pairs_of_which_none_is_here_are_an_error() -> None:
    with pytest.raises(Usage) as error:
        run(records(*TWINS), known=pl.DataFrame({"a": ["T999"], "b": ["T000"]}))
    assert error.value.key == "dedupe.known_none"


# Any order.

DRAWN = st.lists(
    st.tuples(
        st.sampled_from(["张伟", "章玮", "张伟先生", "张*", "李雷", "Li Lei", "欧阳修", None]),
        st.sampled_from(["13812345678", "+8613812345678", "13812345679", "138****5678", "13900001111", None]),
        st.sampled_from(["杭州市文一西路12号5栋1203室", "杭州文一西12-5-1203", "文一西路12号5栋1204室", None]),
    ),
    max_size=12,
)
WHOLE = "customer_name:name,phone:phone,address:address"


def drawn(rows: list[tuple[str | None, str | None, str | None]], ids: bool) -> pl.DataFrame:
    """The rows beside PEOPLE, with an id each or none at all."""
    streets = ["南京东", "建国", "人民", "解放大", "中山北", "五四", "长江", "淮海中"]
    known = [(*person, f"{streets[n]}路{n * 17 + 3}号") for n, person in enumerate(PEOPLE)]
    schema = {"customer_name": pl.String, "phone": pl.String, "address": pl.String}
    frame = pl.DataFrame([*known, *rows], schema=schema, orient="row")
    return frame.with_columns(ticket_id=pl.format("T{}", pl.int_range(pl.len()))) if ids else frame


@settings(max_examples=30)
@given(rows=DRAWN, seed=st.integers(0, 99), emit=st.sampled_from(["keep", "mark", "pairs"]), ids=st.booleans())
def test_any_order_of_rows_and_columns_gives_the_same(
    rows: list[tuple[str | None, str | None, str | None]], seed: int, emit: dedupe.Emit, ids: bool
) -> None:
    ids = ids or emit == "pairs"
    frame = drawn(rows, ids)
    first = run(frame, WHOLE, emit)
    out = first.rows.collect()
    moved = frame.sample(fraction=1, shuffle=True, seed=seed)
    again = run(moved.select(sorted(moved.columns, reverse=seed % 2 == 0)), WHOLE, emit)
    assert again.rows.select(out.columns).collect().equals(out)
    assert counts(again) == counts(first)
    if emit == "pairs":
        assert again.rows.collect().write_ndjson() == out.write_ndjson()
    if emit == "keep":
        assert first.rejects is not None
        assert again.rejects is not None
        merged = first.rejects.collect()
        assert again.rejects.select(merged.columns).collect().equals(merged)
        assert out.height + merged.height == frame.height


@settings(max_examples=15)
@given(rows=DRAWN, seed=st.integers(0, 99))
def test_the_order_of_on_decides_no_group(rows: list[tuple[str | None, str | None, str | None]], seed: int) -> None:
    parts = np.random.default_rng(seed).permutation(WHOLE.split(","))
    frame = drawn(rows, True)
    assert groups(run(frame, ",".join(parts)).rows.collect()) == groups(run(frame, WHOLE).rows.collect())
