"""Entities by several fields: which records meet, what a field is worth, and what holds for any order of rows."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels import dedupe
from cstools.kernels.dedupe.blocks import ALL, Candidates, Limits, candidates
from cstools.kernels.dedupe.forms import Column, column
from cstools.kernels.dedupe.keys import Survivor
from cstools.kernels.dedupe.linkage import Link
from cstools.kernels.dedupe.links import Ask, linked
from cstools.kernels.dedupe.weights import Model, chances, learned, odds, probability, taught, weight
from cstools.kernels.stage import FIELD, LEVEL, RULE, VALUE, Result
from cstools.model.linkage import parse

ON = "customer_name:name,phone:phone"
PEOPLE = [
    ("张伟", "13812345678"), ("李雷", "13900001111"), ("韩梅梅", "13722223333"), ("王小明", "13544445555"),
    ("赵子龙", "18866667777"), ("司马相如", "15988889999"), ("欧阳修", "17712123434"), ("陈圆圆", "13656567878"),
]  # fmt: skip


def records(*more: tuple[object, ...], of: list[tuple[str, str]] = PEOPLE) -> pl.DataFrame:
    """PEOPLE once each, and more records: name, phone."""
    rows = [*of, *more]
    return pl.DataFrame(
        {
            "ticket_id": [f"T{n:03}" for n in range(len(rows))],
            "customer_name": [row[0] for row in rows],
            "phone": [row[1] for row in rows],
        },
        schema_overrides={"customer_name": pl.String, "phone": pl.String},
    )


def run(frame: pl.DataFrame, on: str = ON, emit: dedupe.Emit = "mark", **how) -> Result:
    ask = Ask(parse(on), **{name: how.pop(name) for name in ("least", "limits", "most") if name in how})
    parts = {name: how.pop(name) for name in ("why", "known", "lang") if name in how}
    return dedupe.stage(emit=emit, link=Link(ask, **parts), **how).apply(frame.lazy())


def groups(frame: pl.DataFrame, by: str = "ticket_id") -> set[frozenset[str]]:
    found = frame.drop_nulls("dup_group").group_by("dup_group").agg(by)
    return {frozenset(one) for one in found[by].to_list()}


def counts(result: Result) -> dict[str, int]:
    assert result.counts is not None
    return dict(result.counts.collect().rows())


# Which records meet.


def found(frame: pl.DataFrame, on: str, limits: Limits | None = None, side: np.ndarray | None = None) -> Candidates:
    return candidates([column(frame, one) for one in parse(on)], limits or Limits(), side)


def met(seen: Candidates) -> dict[tuple[int, int], str]:
    names = [seen.passes[at] for at in seen.by]
    return dict(zip(zip(seen.left.tolist(), seen.right.tolist(), strict=True), names, strict=True))


def test_every_pair_of_small_blocks_is_compared() -> None:
    frame = pl.DataFrame({"x": [f"v{n // 3}" for n in range(300)]})
    wanted = {(n, m) for n in range(300) for m in range(n + 1, 300) if n // 3 == m // 3}
    assert met(found(frame, "x")).keys() == wanted


@pytest.mark.parametrize(
    ("on", "one", "other"),
    [
        ("x:phone", "13812345678", "13812345679"),
        ("x:phone", "23812345678", "13812345678"),
        ("x:phone", "138****5678", "13812345678"),
        ("x:phone", "138****5678", "138****5678"),
        ("x:number", "1804974", "1804975"),
        ("x:number", "180497421", "189497421"),
        ("x:number", "180497421", "180498421"),
        ("x:date", "1956-04-09", "1956-04-08"),
        ("x:date", "1956-04-09", "1956-04-19"),
        ("x:date", "1956-04-09", "2056-04-09"),
        ("x:name", "章玮", "张伟"),
        ("x:name", "jonathan smith", "smith jonathan"),
        ("x:address", "文一西路12号5栋1203室", "绿城花园12-5-1203"),
        ("x:text", "我买的裙子还没有发货", "我买的裙子怎么还没发货"),
    ],
)
def test_alike_values_meet(on: str, one: str, other: str) -> None:
    assert (0, 1) in met(found(pl.DataFrame({"x": [one, other, "甲", "19990001111", "乙丙丁"]}), on))


def test_a_masked_phone_is_found_by_what_it_shows() -> None:
    frame = pl.DataFrame({"n": ["王", "赵", "钱"], "p": ["138****5678", "13812345678", "13999995678"]})
    assert met(found(frame, "n:name,p:phone")) == {(0, 1): "p:shown"}


@pytest.mark.parametrize("value", ["a*", "[姓名]", "[手机]", None, "", "——"])
def test_masked_and_missing_values_bring_nobody_together(value: str | None) -> None:
    assert not met(found(pl.DataFrame({"x": pl.Series([value] * 4, dtype=pl.String)}), "x"))


def test_a_block_too_large_is_compared_with_neighbours_and_counted() -> None:
    seen = found(pl.DataFrame({"x": ["a"] * 300 + ["b", "b"]}), "x", Limits(most=50))
    assert (seen.blocks, seen.largest) == (1, 300)
    assert len(seen.left) == 299 + 298 + 1
    assert (300, 301) in met(seen)


def test_blocks_too_large_are_compared_by_two_fields_together() -> None:
    """Of 20 names and 23 telephones, each large: who has both alike meets."""
    frame = pl.DataFrame({"n": [f"n{k % 20}" for k in range(920)], "p": [f"p{k % 23}" for k in range(920)]})
    seen = found(frame, "n,p", Limits(most=10))
    twins = {(k, k + 460) for k in range(460)}
    pairs = met(seen)
    assert twins <= pairs.keys()
    assert {pairs[pair] for pair in twins} <= {"n", "p", "n+p"}
    assert "n+p" in {pairs[pair] for pair in twins}
    assert (seen.blocks, seen.largest) == (43, 46)


def test_what_has_no_second_field_in_a_large_block_meets_its_neighbours() -> None:
    frame = pl.DataFrame({"n": [f"n{k}" for k in range(200)] + [None] * 50, "p": ["4008123123"] * 250})
    pairs = met(found(frame, "n,p", Limits(most=50)))
    assert {(k, k + 1) for k in range(200, 249)} <= pairs.keys()
    assert not any(one < 200 for one, _ in pairs)


@pytest.mark.parametrize("rows", [1000, 4000])
def test_pairs_grow_with_the_records_never_with_their_square(rows: int) -> None:
    rng = np.random.default_rng(0)
    frame = pl.DataFrame(
        {
            "n": [PEOPLE[k][0] for k in rng.integers(0, 3, rows)],
            "p": ["13812345678"] * rows,
            "a": ["浙江省杭州市文一西路12号"] * rows,
            "t": ["还没有发货"] * rows,
        }
    )
    seen = found(frame, "n:name,p:phone,a:address,t:text")
    assert len(seen.left) <= (ALL + 8) * rows
    assert seen.largest == rows
    assert (seen.left < seen.right).all()
    assert len(met(seen)) == len(seen.left)


def test_twenty_thousand_records_of_one_telephone_make_few_pairs() -> None:
    rows = 20_000
    frame = pl.DataFrame(
        {
            "ticket_id": [str(n) for n in range(rows)],
            "customer_name": [f"name{n * 7919 % 15013:x}" for n in range(rows)],
            "phone": ["4008123123"] * (rows - 1) + ["13812345678"],
        }
    )
    said = counts(run(frame))
    assert said["pairs compared"] <= 10 * rows
    # Names of which several have the telephone are one person each, and one record here.
    assert said["records in the largest block"] == 15_013
    assert said["records equal to another in every field"] == rows - 1 - 15_013 + 0


KEPT = st.sampled_from(["张伟", "章玮", "张*", "李雷", "lilei", None])
DIALLED = st.sampled_from(["13812345678", "13812345679", "138****5678", "13900001111", None])


@given(st.lists(st.tuples(KEPT, DIALLED), min_size=2, max_size=12), st.integers(0, 99))
def test_of_two_files_only_pairs_across_are_compared(rows: list[tuple[str | None, str | None]], seed: int) -> None:
    side = np.random.default_rng(seed).integers(0, 2, len(rows)).astype(np.int8)
    frame = pl.DataFrame(rows, schema={"n": pl.String, "p": pl.String}, orient="row")
    every, across = (met(found(frame, "n:name,p:phone", side=one)) for one in (None, side))
    assert across == {pair: by for pair, by in every.items() if side[pair[0]] != side[pair[1]]}


# What a level of likeness is worth.


def simulated(pairs: int, share: float, seed: int) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray], dict]:
    """Levels of pairs whose m, u and share of one entity are known: levels, u, m."""
    rng = np.random.default_rng(seed)
    m = {"a": [0.05, 0.15, 0.8], "b": [0.1, 0.9], "c": [0.2, 0.1, 0.7], "d": [0.3, 0.7]}
    u = {"a": [0.7, 0.2, 0.1], "b": [0.95, 0.05], "c": [0.6, 0.3, 0.1], "d": [0.8, 0.2]}
    one = rng.random(pairs) < share
    levels = {
        name: np.where(one, *(rng.choice(len(m[name]), pairs, p=each[name]) for each in (m, u))).astype(np.int8)
        for name in m
    }
    levels["d"][rng.random(pairs) < 0.3] = -1
    return levels, {name: np.array(each) for name, each in u.items()}, m


@pytest.mark.parametrize(("share", "seed"), [(0.5, 1), (0.2, 2), (0.8, 3)])
def test_m_and_the_share_of_one_entity_are_learned(share: float, seed: int) -> None:
    levels, u, m = simulated(40_000, share, seed)
    model = learned(levels, u, 1e9)
    for name, wanted in m.items():
        assert model.m[name] == pytest.approx(wanted, abs=0.03)
    assert 2**model.prior * 1e9 / 40_000 == pytest.approx(share, abs=0.03)
    assert np.sign(model.weights("b")).tolist() == [-1, 1]


def test_learning_twice_is_learning_the_same() -> None:
    levels, u, _ = simulated(5000, 0.3, 4)
    one, other = (learned(levels, u, 1e6) for _ in range(2))
    assert one.prior == other.prior
    assert all(one.m[name].tobytes() == other.m[name].tobytes() for name in u)
    moved = np.random.default_rng(0).permutation(5000)
    again = learned({name: each[moved] for name, each in levels.items()}, u, 1e6)
    assert again.prior == one.prior


def test_u_is_the_share_of_levels_among_records_at_random() -> None:
    rng = np.random.default_rng(5)
    frame = pl.DataFrame({"x": rng.choice(["张伟", "张维", "李雷"], 4000, p=[0.5, 0.3, 0.2])})
    made = chances([column(frame, parse("x:name")[0])])["x"]
    assert made[-1] == pytest.approx(0.25 + 0.09 + 0.04, abs=0.02)  # equal
    assert made[-2] == pytest.approx(2 * 0.5 * 0.3, abs=0.02)  # 张伟 and 张维 sound the same
    assert made[0] == pytest.approx(2 * 0.2 * 0.8, abs=0.02)
    assert made.sum() == pytest.approx(1)


def test_m_of_records_with_slips_is_learned() -> None:
    """1,500 people twice: one in ten telephones has another digit, one in five names is gone.

    Of those that are not equal in every field: the others are one record.
    """
    rng = np.random.default_rng(6)
    phones = rng.integers(13_000_000_000, 18_900_000_000, 1500)
    slipped = np.where(rng.random(1500) < 0.1, phones // 10 * 10 + (phones + 1) % 10, phones)
    names = ["".join(rng.choice(list("赵钱孙李周吴郑王冯陈褚卫"), 3)) for _ in range(1500)]
    lost = [None if gone else name for name, gone in zip(names, rng.random(1500) < 0.2, strict=True)]
    born = rng.integers(0, 15_000, 1500)
    days = np.append(born, np.where(rng.random(1500) < 0.05, rng.integers(0, 15_000, 1500), born))
    frame = pl.DataFrame(
        {"n": [*names, *lost], "p": [*map(str, phones), *map(str, slipped)], "b": pl.Series(days).cast(pl.Date)}
    )
    model = linked(frame, Ask(parse("n:name,p:phone,b:date"))).model
    equal = 0.9 * 0.8 * 0.95
    others, apart = 1500 * (1 - equal), 3000 - 1500 * equal
    assert model.m["p"][-1] == pytest.approx((0.9 - equal) / (1 - equal), abs=0.04)
    assert model.m["p"][2] == pytest.approx(0.1 / (1 - equal), abs=0.04)
    assert model.m["b"][-1] == pytest.approx((0.95 - equal) / (1 - equal), abs=0.04)
    assert model.m["n"][-1] > 0.97
    assert 2**model.prior == pytest.approx(others / (apart * (apart - 1) / 2), rel=0.1)


def test_known_pairs_take_the_place_of_what_was_learned() -> None:
    before = Model(-5.0, {"x": np.array([0.5, 0.5])}, {"x": np.array([0.9, 0.1])})
    made = taught({"x": np.array([1] * 98 + [0] * 2, np.int8)}, {"x": np.array([0.9, 0.1])}, before)
    assert made.m["x"] == pytest.approx([0.02, 0.98], abs=0.01)
    assert (made.prior, made.u["x"].tolist()) == (-5.0, [0.9, 0.1])


def one_column(values: list[str], kind: str) -> Column:
    return column(pl.DataFrame({"x": values}), parse(f"x:{kind}")[0])


@pytest.mark.parametrize(("kind", "told"), [("name", True), ("exact", True), ("text", False)])
def test_a_rare_equal_value_says_more_than_a_common_one(kind: str, told: bool) -> None:
    values = one_column(["王伟"] * 40 + ["司马相如"] * 2 + [f"路人{n}" for n in range(58)], kind)
    size = len(values.on.kind.levels) + 2
    model = Model(-3.0, {"x": np.full(size, 1 / size)}, {"x": np.full(size, 1 / size)})
    top = np.full(2, size - 1, np.int8)
    common, rare = weight(values, top, np.array([0, 40], np.uint32), model)
    assert bool(rare > common) is told
    unequal = weight(values, top - 1, np.array([0, 40], np.uint32), model)
    assert unequal[0] == unequal[1]


def test_a_missing_value_says_nothing() -> None:
    values = one_column(["a", "b"], "exact")
    model = Model(-3.0, {"x": np.array([0.1, 0.1, 0.8])}, {"x": np.array([0.8, 0.1, 0.1])})
    assert odds([values], {"x": np.array([-1], np.int8)}, np.array([0], np.uint32), model).tolist() == [-3.0]


def test_shared_rare_names_weigh_more_in_the_pairs() -> None:
    more = [("王伟", f"1361000{n:04}") for n in range(0, 300, 7)] + [
        ("王伟", "13812345679"),
        ("司马相如", "15988889998"),
    ]
    rows = run(records(*more, ("王伟", "13812345679"), ("司马相如", "15988889998")), emit="pairs").rows.collect()
    best = {
        name: rows.filter(pl.col("id_a").is_in(ids) | pl.col("id_b").is_in(ids))["customer_name_w"].max()
        for name, ids in (("王伟", ["T051"]), ("司马相如", ["T052"]))
    }
    assert best["司马相如"] > best["王伟"]  # type: ignore[operator]


@pytest.mark.parametrize(("odds_", "wanted"), [(0.0, 0.5), (1.0, 2 / 3), (-1e9, 0.0), (1e9, 1.0)])
def test_odds_as_probabilities(odds_: float, wanted: float) -> None:
    assert probability(np.array([odds_]))[0] == pytest.approx(wanted)


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
