"""Linkage: which records are compared, and what a level of likeness is worth."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.kernels.dedupe.blocks import ALL, Candidates, Limits, candidates
from cstools.kernels.dedupe.forms import Column, column
from cstools.kernels.dedupe.links import Ask, linked
from cstools.kernels.dedupe.weights import Model, chances, learned, odds, probability, taught, weight
from cstools.model.linkage import parse
from tests.kernels.people import PEOPLE, counts, records, run

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
