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
from cstools.kernels.why.score import judge

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


@pytest.mark.parametrize("asked", [{"factors": "agnt"}, {"factors": "agnt = 'a'"}, {"outcome": "agnt = 'a'"}])
def test_a_field_nobody_read_is_hinted_at(asked: dict[str, str]) -> None:
    with pytest.raises(Usage) as error:
        table(waits(), **asked)
    assert error.value.params["near"] == " (agent)"


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


def history(share: float, *, late: float | None = None) -> pl.LazyFrame:
    """1,000 tickets, a ticket an hour: waits of 1 and 9 in turn; of the long ones `share` are dissatisfied, of the last
    third `late`; of the short ones a tenth.
    """
    rows = []
    for n in range(1000):
        long = bool(n % 2)
        rate = 0.1 if not long else share if n < 700 or late is None else late
        hit = (n // 2 * 7) % 50 < rate * 50
        rows.append({"wait_s": 9.0 if long else 1.0, "csat": 1.0 if hit else 5.0, "hours": n})
    frame = pl.LazyFrame(rows).with_columns(created_at=pl.datetime(2025, 1, 1) + pl.duration(hours="hours"))
    return frame.with_columns(csat=pl.when(pl.col("hours") % 10 != 0).then("csat"))


def test_chances_are_written_on_every_ticket() -> None:
    rows = history(0.6)
    result = made(Ask(table="score")).apply(rows)
    found = result.rows.collect()
    assert found.drop("p_outcome").equals(rows.collect())
    chances = found.group_by("wait_s").agg(pl.col("p_outcome").unique()).sort("wait_s")["p_outcome"].to_list()
    assert [len(each) for each in chances] == [1, 1]
    assert chances[0][0] == pytest.approx(0.1, abs=0.03)
    assert chances[1][0] == pytest.approx(0.6, abs=0.03)
    assert "why.no_better" not in said(rows, table="score")


def test_a_model_that_fails_later_is_no_boast() -> None:
    """What went with bad ratings turned round: the model is worse than the base rate, which is written instead."""
    rows = history(0.6, late=0.0)
    assert "why.no_better" in said(rows, table="score")
    found = made(Ask(table="score")).apply(rows).rows.collect()["p_outcome"].unique().to_list()
    assert found == [pytest.approx(0.35, abs=0.03)]


@pytest.mark.parametrize("mark", [None, 5.0])
def test_nothing_to_fit_a_model_on(mark: float | None) -> None:
    rows = history(0.5).with_columns(csat=pl.lit(mark, dtype=pl.Float64))
    assert "why.unjudged" in said(rows, table="score")
    assert made(Ask(table="score")).apply(rows).rows.collect()["p_outcome"].unique().to_list() == [mark and 0.0]


def test_auc_counts_ties_as_half() -> None:
    frame = pl.DataFrame({"p_outcome": [0.2, 0.2, 0.9, 0.2], "__hit": [True, False, True, False]})
    found = judge(frame, 0.5)
    assert found is not None
    assert found.auc == (1 + 1 + 0.5 + 0.5) / 4
    assert found.top == (1, 0.9, 1)


def contacts() -> pl.LazyFrame:
    steps = [(True, True, 5.0), (True, True, None), (True, False, 5.0), (False, True, 1.0)]
    rows = [dict(zip(("is_answered", "is_resolved", "csat"), step, strict=True)) for step in steps]
    times = pl.datetime(2025, 1, pl.Series([1, 2, 3, 30]))
    return pl.LazyFrame(rows).with_columns(created_at=times, channel=pl.Series(["a", "a", "b", "b"]))


def test_a_funnel_counts_those_that_passed_every_step_before() -> None:
    result = made(Ask(table="funnel", matured_ms=0)).apply(contacts())
    assert result.rows.collect().select("step", "n", "drop").rows() == [
        ("contacts", 4, None), ("replied", 3, 1), ("resolved", 2, 1), ("rated", 1, 1),
    ]  # fmt: skip


def test_contacts_too_young_are_left_out_of_a_funnel() -> None:
    result = made(Ask(table="funnel", by="channel")).apply(contacts())
    assert result.counts is not None
    assert dict(result.counts.collect().rows()) == {"used": 3, "left out (too young)": 1}
    assert result.rows.collect().select("channel", "step", "n").rows()[4:] == [
        ("b", "contacts", 1), ("b", "replied", 1), ("b", "resolved", 0), ("b", "rated", 0),
    ]  # fmt: skip


def test_cases_are_chosen_by_rule_and_masked() -> None:
    texts = ["电话13812345678", "很好", "一般", "还行", "还可以吧", "差"]
    rows = pl.LazyFrame(
        {
            "ticket_id": list("abcdef"), "text": texts, "csat": [1.0, 5.0, 3.0, 3.0, 4.0, 1.0],
            "topic": ["p"] * 5 + ["q"], "severity": [4, 0, 2, 2, 2, 1],
        }
    )  # fmt: skip
    found = made(Ask(table="cases", cases=1)).apply(rows).rows.collect()
    told = {row["rule"]: (row["ticket_id"], row["text"]) for row in found.to_dicts()}
    assert told["worst"] == ("a", "电话138****5678")
    assert told["best"] == ("b", "很好")
    assert told["typical"][0] in "cd"


def test_cases_say_how_many_tickets_they_are_chosen_from() -> None:
    rows = pl.LazyFrame(
        {
            "ticket_id": list("abcd"), "text": ["好", None, " ", "坏"], "csat": [5.0] * 4,
            "is_spam": [False, False, False, True],
        }
    )  # fmt: skip
    counts = made(Ask(table="cases", cases=1)).apply(rows).counts
    assert counts is not None
    assert counts.collect().rows() == [("used", 1), ("left out (no text)", 2), ("left out (spam)", 1)]
