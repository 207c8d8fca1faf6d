from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.expr.significance import fisher
from cstools.kernels.why import COLUMNS, Ask, made
from cstools.kernels.why.factors import parse

EXPOSED, UNEXPOSED = (30, 70), (20, 180)


def records(*groups: tuple[dict[str, object], int, int]) -> pl.LazyFrame:
    """Tickets of groups: their fields, how many are dissatisfied, how many are not."""
    rows = [fields | {"csat": mark} for fields, bad, good in groups for mark in [1.0] * bad + [5.0] * good]
    return pl.LazyFrame(rows)


def waits() -> pl.LazyFrame:
    return records(({"wait_s": 400.0}, *EXPOSED), ({"wait_s": 100.0}, *UNEXPOSED))


def table(rows: pl.LazyFrame, factors: str = "", **asked: object) -> list[dict[str, object]]:
    return made(Ask(factors=parse(factors), **asked)).apply(rows).rows.collect().to_dicts()  # type: ignore[arg-type]


def said(rows: pl.LazyFrame, factors: str = "", **asked: object) -> list[str]:
    found = made(Ask(factors=parse(factors), **asked)).apply(rows).found  # type: ignore[arg-type]
    assert found is not None
    return found.collect()["key"].to_list()


def test_published_two_by_two() -> None:
    low, high = table(waits(), "wait_s:300")
    assert (low["level"], high["level"]) == ("<=300", ">300")
    assert [high[name] for name in ("n", "hits", "n_rest", "hits_rest")] == [100, 30, 200, 20]
    told = {name: round(high[name], 3) for name in ("lift", "rel_risk", "rr_lo", "rr_hi", "odds_ratio", "phi", "chi2")}  # type: ignore[call-overload]
    assert told == {
        "lift": 1.8, "rel_risk": 3.0, "rr_lo": 1.797, "rr_hi": 5.008, "odds_ratio": 3.857, "phi": 0.253, "chi2": 19.2,
    }  # fmt: skip
    assert high["test"] == "chi2"
    assert high["p"] == pytest.approx(math.erfc(math.sqrt(19.2 * 299 / 300 / 2)))


def test_published_fisher() -> None:
    high = table(waits(), "wait_s:300", exact=True)[1]
    assert high["test"] == "fisher"
    assert high["p"] == pytest.approx(2.68e-5, rel=0.005)
    counts = pl.DataFrame({"a": [30], "n": [100], "b": [20], "m": [200]})
    assert counts.select(fisher(*map(pl.col, "anbm"))).item() is None


def test_one_factor_in_the_model_is_its_odds_ratio() -> None:
    low, high = table(waits(), "wait_s:300")
    assert high["ref"] == "<=300"
    assert [low["adj_or"], low["ref"]] == [None, "<=300"]
    assert [high["adj_or"], high["adj_lo"], high["adj_hi"]] == pytest.approx(
        [high["odds_ratio"], high["or_lo"], high["or_hi"]], rel=1e-5
    )
    assert high["ame"] == pytest.approx(0.3 - 0.1)
    error = math.sqrt(0.3 * 0.7 / 100 + 0.1 * 0.9 / 200)
    assert high["ame_hi"] == pytest.approx(0.2 + 1.959964 * error, rel=1e-5)


def test_the_model_takes_a_factor_apart_from_another() -> None:
    """Simpson: within each channel the wait does nothing; only that channel b waits more makes it look so."""
    rows = records(
        ({"channel": "a", "wait_s": 1.0}, 10, 90), ({"channel": "a", "wait_s": 9.0}, 2, 18),
        ({"channel": "b", "wait_s": 1.0}, 10, 10), ({"channel": "b", "wait_s": 9.0}, 50, 50),
    )  # fmt: skip
    found = {(row["factor"], row["level"]): row for row in table(rows, "wait_s:5,channel")}
    late = found["wait_s", ">5"]
    assert late["or_lo"] > 1  # type: ignore[operator]
    assert late["adj_or"] == pytest.approx(1, abs=1e-6)
    assert found["channel", "b"]["adj_or"] == pytest.approx(9) or found["channel", "a"]["adj_or"] == pytest.approx(
        1 / 9
    )


@pytest.mark.parametrize("bad", [(5, 0), (0, 5), (0, 40), (40, 0)])
def test_no_ratio_is_infinite(bad: tuple[int, int]) -> None:
    rows = records(({"channel": "a"}, *bad), ({"channel": "b"}, 30, 70), ({"channel": "c"}, 25, 75))
    for row in table(rows, "channel"):
        for name, value in row.items():
            assert not isinstance(value, float) or (math.isfinite(value) and abs(value) < 1e6), (name, value)
    if sum(bad) > 20:
        assert "why.model_firth" in said(rows, "channel")
        assert all(row["adj_or"] is not None or row["level"] == row["ref"] for row in table(rows, "channel"))


def test_firth_of_one_table_adds_half_to_each_cell() -> None:
    """Of a saturated two by two table Firth's estimate is the odds ratio with a half added to every count."""
    row = table(records(({"channel": "b"}, 30, 70), ({"channel": "a"}, 0, 40)), "channel")[1]
    assert row["adj_or"] == pytest.approx((0.5 / 40.5) / (30.5 / 70.5), rel=1e-4)


DEGENERATE = {
    "one class": (records(({"channel": "a"}, 0, 50), ({"channel": "b"}, 0, 50)), "why.one_class"),
    "no factor": (records(({"text": "a"}, 5, 50)), "why.none"),
    "constant": (records(({"channel": "a"}, 5, 50)), "why.constant"),
    "all null": (records(({"channel": None}, 5, 50)).cast({"channel": pl.String}), "why.constant"),
    "many levels": (pl.LazyFrame({"agent": [f"a{n}" for n in range(10_000)], "csat": [1.0, 5.0] * 5000}), "why.pooled"),
    "perfect": (records(({"channel": "a"}, 50, 0), ({"channel": "b"}, 0, 50)), "why.model_firth"),
    "negative": (records(({"wait_s": -1.0}, 5, 50), ({"wait_s": 9.0}, 20, 50)), "why.negative"),
    "same twice": (
        records(({"channel": "a", "shop": "A"}, 50, 60), ({"channel": "b", "shop": "B"}, 90, 50)),
        "why.aliased",
    ),
    "few events": (records(({"channel": "a"}, 3, 50), ({"channel": "b"}, 2, 50)), "why.few"),
}


@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate_input_gives_words(name: str) -> None:
    rows, key = DEGENERATE[name]
    assert key in said(rows)
    for row in table(rows):
        assert all(not isinstance(value, float) or math.isfinite(value) for value in row.values())


def test_scales_are_converted_and_spam_is_left_out() -> None:
    rows = pl.LazyFrame(
        {
            "csat": [2.0, 2.0, 2.0, 9.0, None, 1.0, 1.0], "csat_scale": [5, 3, 10, 5, 5, 5, 5], "channel": "a",
            "is_spam": [False] * 5 + [True, False], "merged_into": [None] * 6 + ["T1"],
        }
    )  # fmt: skip
    result = made(Ask()).apply(rows)
    assert result.counts is not None
    assert dict(result.counts.collect().rows()) == {
        "used": 3, "left out (merged)": 1, "left out (off scale)": 1, "left out (spam)": 1, "left out (unrated)": 1,
    }  # fmt: skip
    assert result.rows.collect().select("n", "hits").row(0) == (3, 2)


@pytest.mark.parametrize(
    ("factors", "key"),
    [
        ("nobody", "field.unknown"), ("wait_s,wait_s:3", "why.twice"), ("wait_s:9/3", "why.rule"),
        ("wait_s:x", "why.rule"), ("wait_s + 1", "why.sql"), ("wait_s > avg(wait_s)", "why.sql"),
        ("wait_s >", "why.sql"),
        ("nobody > 3", "field.unknown"),
    ],
)  # fmt: skip
def test_what_is_refused(factors: str, key: str) -> None:
    with pytest.raises(Usage) as error:
        table(waits(), factors)
    assert error.value.key == key


@pytest.mark.parametrize("outcome", ["wait_s + 1", "nobody > 2", "wait_s > max(wait_s)", "wait_s > 'a' AND"])
def test_an_outcome_that_is_none(outcome: str) -> None:
    with pytest.raises(Usage):
        table(waits(), outcome=outcome)


def test_what_the_outcome_is_read_from_is_no_factor() -> None:
    rows = waits().with_columns(channel=pl.lit("a"))
    assert "why.leak" in said(rows, "wait_s,channel", outcome="wait_s > 300")
    assert {row["factor"] for row in table(rows, "wait_s,channel", outcome="wait_s > 300")} == {"channel"}


def test_numbers_against_the_rating() -> None:
    rows = pl.LazyFrame({"wait_s": [1.0, 2.0, 3.0, 4.0] * 5, "csat": [5.0, 3.0, 4.0, 1.0] * 5, "channel": "a"})
    (found,) = table(rows, table="spearman")
    assert (found["factor"], found["rho"], found["n"]) == ("wait_s", -0.8, 20)
    assert found["lo"] < -0.8 < found["hi"]  # type: ignore[operator]


tickets = st.lists(
    st.fixed_dictionaries(
        {
            "channel": st.sampled_from(["a", "b", None]), "wait_s": st.sampled_from([None, -1.0, 0.0, 5.0, 99.0, 1e9]),
            "csat": st.sampled_from([None, 1.0, 2.0, 4.0, 5.0, 7.0]),
        }
    ),
    min_size=1,
    max_size=60,
)  # fmt: skip


@given(tickets, st.randoms())
def test_the_order_of_records_changes_nothing_and_nothing_is_infinite(
    rows: list[dict[str, object]], random: object
) -> None:
    schema = {"channel": pl.String, "wait_s": pl.Float64, "csat": pl.Float64}
    frame = pl.LazyFrame(rows, schema)
    shuffled = [*rows]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first = made(Ask()).apply(frame).rows.collect()
    assert first.equals(made(Ask()).apply(pl.LazyFrame(shuffled, schema)).rows.collect())
    assert first.columns == list(COLUMNS)
    for name in first.select(pl.col(pl.Float64)).columns:
        assert first[name].drop_nulls().is_finite().all(), name
