from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from cstools.errors import Usage
from cstools.kernels import watch
from cstools.kernels.expr.notes import read
from cstools.kernels.kpi.calendar import Calendar, Event
from cstools.kernels.watch.judge import judged
from cstools.kernels.watch.timeline import days, holes

FIRST = date(2025, 3, 3)
WEEK = np.array([1.15, 1.08, 1.03, 1.0, 1.02, 0.9, 0.85])


def drawn(rng, series, periods, mean, scatter=0.02):
    rate = mean * np.resize(WEEK, periods) / WEEK.mean()
    return rng.poisson(rate * rng.gamma(1 / scatter, scatter, (series, periods))).astype(float)


def last_day(counts, alpha=0.01):
    made = days(FIRST, FIRST + timedelta(days=counts.shape[1] - 1), np.full(counts.shape[1], 100.0), None)
    return judged(counts, made, "day", alpha, counts.shape[1] - 1, over=True)


@pytest.mark.parametrize("mean", [5, 30, 200])
def test_a_null_day_is_as_rare_as_it_says(mean):
    made = days(FIRST, FIRST + timedelta(days=62), np.full(63, 100.0), None)
    found = judged(drawn(np.random.default_rng(mean), 1000, 63, mean), made, "day", 0.01, 56, over=True)
    assert ((found.p < 0.01) & (found.n > found.expected)).mean() <= 0.015


def test_a_past_surge_does_not_blind_the_next():
    rng = np.random.default_rng(1)
    counts = drawn(rng, 1000, 57, 200)
    counts[:, -1] += rng.poisson(160, 1000)
    past = counts.copy()
    past[:, 20:23] *= 3
    seen = [((found.p < 0.01) & (found.n > found.expected)).mean() for found in map(last_day, (counts, past))]
    assert seen[0] > 0.85
    assert seen[1] > seen[0] - 0.05


def records(counts, **columns):
    """Tickets of these many a day, all alike."""
    times = [
        datetime(2025, 8, 4, 9) + timedelta(days=at, seconds=second)
        for at, n in enumerate(counts)
        for second in np.linspace(0, 43_200, n).astype(int).tolist()
    ]
    return pl.DataFrame({"created_at": times, **{name: [value] * len(times) for name, value in columns.items()}})


def rows(frame, **asked):
    return watch.stage(**asked).apply(frame.lazy()).rows.collect()


def flags(frame, **asked):
    return rows(frame, **asked).filter(pl.col("flag").is_not_null()).select("field", "period", "flag").rows()


def test_a_surge_names_its_days_and_what_drives_it():
    usual = pl.concat([records([40] * 62, product="a"), records([40] * 62, product="b")])
    surge = records([0] * 60 + [60, 60], product="b").with_columns(category=pl.lit("broken"))
    frame = pl.concat([usual, surge], how="diagonal")
    made = rows(frame, since=date(2025, 10, 1)).filter(pl.col("flag") == "surge")
    own = made.filter(pl.col("value") == "b")
    assert own.select("period", "surge_first", "surge_last").rows() == [
        ("2025-10-03", "2025-10-03", "2025-10-04"),
        ("2025-10-04", "2025-10-03", "2025-10-04"),
    ]
    [driver] = json.loads(own["drivers"][0])
    assert (driver["field"], driver["value"], driver["ratio"]) == ("category", "broken", None)
    assert "a" not in made["value"]
    assert "broken" in made["value"]  # hardly there before, and not too thin to be told


def one_product():
    """A product that surges in two channels, and one that does not."""
    usual = [records([20] * 62, product=one, channel=chat) for one in "ab" for chat in "xy"]
    return pl.concat([*usual, *(records([0] * 61 + [60], product="b", channel=chat) for chat in "xy")])


def test_what_one_product_wholly_explains_is_told_with_it():
    surges = rows(one_product(), since=date(2025, 10, 4)).filter(pl.col("flag") == "surge")
    assert surges.select("field", "value", "because").rows() == [
        ("all", None, "product=b"), ("product", "b", None), ("channel", "x", "product=b"),
        ("channel", "y", "product=b"),
    ]  # fmt: skip


def test_one_surge_is_one_alert_and_no_promotion():
    said = dict(read(watch.stage().apply(one_product().lazy()).found.collect()))
    assert "watch.calendar" not in said
    told = {"day": "2025-10-04", "n": "1", "series": "b", "same": "3", "key": "watch.alert_all_same"}
    assert said["watch.alert"] == told


def test_surges_at_the_same_time_that_explain_nothing_of_each_other_are_two():
    usual = [records([20] * 62, product=one) for one in "abc"]
    surge = [records([0] * 61 + [60], product=one) for one in "ab"]
    found = rows(pl.concat(usual + surge), since=date(2025, 10, 4)).filter(pl.col("flag") == "surge")
    assert found["because"].to_list() == [None, None, None]


def test_a_promotion_of_the_calendar_raises_no_alert_and_is_not_learned_from():
    frame = records([50] * 60 + [200, 50])
    calendar = Calendar((Event("节", 2025, date(2025, 10, 3), date(2025, 10, 3), 0, 0),))
    assert ("all", "2025-10-03", "surge") in flags(frame)
    assert ("all", "2025-10-03", "promotion") in flags(frame, calendar=calendar)
    assert "surge" not in {flag for *_, flag in flags(frame, calendar=calendar)}
    said = watch.stage().apply(frame.lazy()).found
    assert "watch.calendar" in [key for key, _ in read(said.collect())]


def test_later_records_are_not_looked_at():
    frame = records([50] * 60 + [200, 50, 50])
    until = datetime(2025, 10, 3, 23, 59, 59)
    asked = {"as_of": until, "since": date(2025, 9, 20)}
    early = frame.filter(pl.col("created_at") <= until)
    assert rows(frame, **asked).equals(rows(early, **asked))


@pytest.mark.parametrize("words", [True, False])
def test_order_and_chunks_change_nothing(words):
    frame = pl.concat(
        [records([9] * 60 + [90], shop="甲", text="一样的话"), records([12] * 61, shop="乙")], how="diagonal"
    )
    whole = rows(frame, words=words)
    assert rows(frame.sample(fraction=1, shuffle=True, seed=1), words=words).equals(whole)
    if not words:
        stage = watch.stage(words=False)
        parts = [stage.partial(frame[at::3].lazy()) for at in range(3)]
        summed = [
            type(group[0])(group[0].keys, pl.concat([part.rows for part in group])).summed().collect()
            for group in zip(*parts, strict=True)
        ]
        assert stage.merge(summed).rows.collect().equals(whole)


def test_a_thin_series_is_judged_by_the_week():
    frame = pl.concat([records([30] * 126, shop="a"), records(([1, 2] * 63)[:126], shop="b")])
    made = rows(frame).filter(pl.col("value") == "b")
    assert made.height
    assert made["period"].str.contains(r"^2025-W\d\d$").all()
    assert made["flag"].null_count() == made.height


@pytest.mark.parametrize(
    ("frame", "size"),
    [
        (pl.DataFrame({"created_at": []}, schema={"created_at": pl.Datetime("us")}), 0),
        (pl.DataFrame({"created_at": [None, None]}, schema={"created_at": pl.Datetime("us")}), 0),
        (records([1]), 1),
        (records([500]), 1),
        (records([20] * 30 + [0] * 200 + [20]), 28),
        (records([30, 30, 30, 30, 30, 0, 0] * 9), 28),
    ],
    ids=["empty", "no times", "one row", "one day", "a huge gap", "closed at weekends"],
)
def test_degenerate_input_has_rows_or_none(frame, size):
    made = rows(frame)
    assert made.height == size
    assert "surge" not in made["flag"]
    floats = made.select(pl.selectors.float())
    assert all(column.is_finite().fill_null(value=True).all() for column in floats.iter_columns())


def test_too_many_values_are_limited_to_those_with_most_contacts():
    frame = records([20] * 100).with_row_index("shop").with_columns(pl.col("shop").cast(pl.String))
    found = watch.stage().apply(frame.lazy())
    assert found.rows.collect().select(pl.struct("field", "value").n_unique()).item() == 500
    assert "watch.left" in [key for key, _ in read(found.found.collect())]


def test_a_missing_day_is_a_gap_and_not_learned_from():
    frame = records([50] * 59 + [0, 50])
    assert ("all", "2025-10-02", "gap") in flags(frame)
    assert holes(np.array([50.0] * 20 + [0.0] * 9), np.arange(29) % 7)[20:].all()


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"alpha": 0}, "watch.alpha"),
        ({"period": "month"}, "watch.period"),
        ({"since": date(2025, 1, 2), "as_of": datetime(2025, 1, 1)}, "watch.since"),
        ({"since": date(2025, 8, 5)}, "watch.ended"),
        ({"by": ("prodct",)}, "kpi.column"),
        ({"by": ("tags",)}, "watch.list"),
    ],
)
def test_what_cannot_be_is_said(asked, key):
    frame = records([1], product="a").with_columns(tags=pl.lit(["a"]))
    with pytest.raises(Usage) as raised:
        rows(frame, **asked)
    assert raised.value.key == key


def test_a_last_day_far_behind_the_others_is_doubted():
    days = [datetime(2025, 9, 1) + timedelta(days=at) for at in range(40) for _ in range(30)]
    stage = watch.made(watch.Ask())
    plain = stage.apply(pl.LazyFrame({"created_at": days})).found
    far = stage.apply(pl.LazyFrame({"created_at": [*days, datetime(2099, 1, 1)]})).found
    assert plain is not None
    assert far is not None
    assert "watch.far" not in [key for key, _ in read(plain.collect())]
    assert "watch.far" in [key for key, _ in read(far.collect())]
