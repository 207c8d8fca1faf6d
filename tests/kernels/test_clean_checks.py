"""Checks and actions of a user's own rules: one case each, and what holds for all of them."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.kernels.clean import Options, stage
from cstools.kernels.clean.checks import proved
from cstools.kernels.stage import FIELD, LEVEL, RULE, VALUE
from cstools.model.messages import say
from cstools.model.ruleset import parse

T = datetime(2025, 7, 1, 9, 30, 20)


def rules(text):
    made = parse(text, "r.toml")
    for rule in made.rules:
        proved(rule, made.own)
    return made


def rule(check, fields, action="flag", **parameters):
    lines = [f'id = "a"\nfields = "{fields}"\ncheck = "{check}"\naction = "{action}"']
    lines += [f"{key} = {value}" for key, value in parameters.items()]
    return rules('own = ["mood"]\n[[rule]]\n' + "\n".join(lines))


def run(frame, made, **options):
    result = stage(Options(rules=made, defaults=False, **options)).apply(frame.lazy())
    rejects = pl.DataFrame() if result.rejects is None else result.rejects.collect()
    return result.rows.collect(), rejects, dict(result.counts.collect().rows())


@pytest.mark.parametrize(
    ("check", "field", "parameters", "values", "broken"),
    [
        ("required", "agent", {}, ["a", None], [False, True]),
        ("type", "mood", {"type": '"int"'}, ["3", "3.5", "x", None], [False, True, True, False]),
        ("type", "mood", {"type": '"time"'}, ["2025-07-01", "soon", None], [False, True, False]),
        ("range", "csat", {"low": 1, "high": 5}, [0.5, 1.0, 5.0, 5.1, None], [True, False, False, True, False]),
        ("range", "created_at", {"high": "2025-07-01"}, [T, datetime(2025, 7, 1)], [True, False]),
        ("one-of", "agent", {"values": '["a", "b c"]'}, ["a", "b c", "b", None], [False, False, True, False]),
        ("one-of", "status", {}, ["open", "half", None], [False, True, False]),
        ("pattern", "agent", {"pattern": "'^[a-z]+$'"}, ["ab", "a1", None], [False, True, False]),
        ("length", "agent", {"low": 2, "high": 3}, ["林", "林晓", "abcd", None], [True, False, True, False]),
        ("unique", "agent", {}, ["a", "b", "a", None, None], [True, False, True, False, False]),
        ("future", "created_at", {}, [T, datetime(2025, 7, 3), None], [False, True, False]),
        ("scale", "csat", {}, [0.0, 5.0, 6.0, None], [True, False, True, False]),
        ("expression", "csat", {"sql": '"csat > 2 AND reopen_count IS NULL"'}, [1.0, 3.0, None], [True, False, False]),
        ("some", "agent team", {}, ["a", None], [False, True]),
        ("range", "csat", {"low": 3, "when": '"is_spam IS NULL AND csat > 1"'}, [1.0, 2.0], [False, True]),
    ],
)
def test_checks(check, field, parameters, values, broken):
    frame = pl.DataFrame({field.split()[0]: values})
    rows, rejects, _ = run(frame, rule(check, field, **parameters), as_of=datetime(2025, 7, 2))
    assert rows["flags"].to_list() == [["a"] if bad else None for bad in broken]
    assert rows.columns == [*frame.columns, "flags"]
    assert rejects.is_empty()


def test_a_field_that_no_record_has():
    frame = pl.DataFrame({"ticket_id": ["1"]})
    assert run(frame, rule("required", "agent"))[0]["flags"].to_list() == [["a"]]
    assert run(frame, rule("some", "agent team"))[0]["flags"].to_list() == [["a"]]
    assert run(frame, rule("range", "csat", low=1))[0].columns == ["ticket_id"]


def test_a_foreign_key():
    tables = {("staff.csv", "name"): pl.Series(["a", "b"])}
    frame = pl.DataFrame({"agent": ["a", "x", None]})
    made = rule("exists", "agent", "null", file='"staff.csv"', column='"name"')
    rows, rejects, _ = run(frame, made, tables=tables)
    assert rows["agent"].to_list() == ["a", None, None]
    assert rejects.select(LEVEL, RULE, FIELD, VALUE).rows() == [("cell", "a", "agent", "x")]


CSAT = pl.DataFrame({"csat": [0.0, 3.0, 9.0, None]})


@pytest.mark.parametrize(
    ("action", "more", "values", "levels", "counts"),
    [
        ("reject", {}, [3.0, None], ["row", "row"], {}),
        ("drop", {}, [3.0, None], ["dropped", "dropped"], {}),
        ("null", {}, [None, 3.0, None, None], ["cell", "cell"], {}),
        ("cap", {}, [1.0, 3.0, 5.0, None], [], {"cells capped": 2}),
        ("repair", {"with": '"csat + 1"'}, [1.0, 3.0, None, None], ["cell"], {"cells repaired": 1}),
        ("flag", {}, [0.0, 3.0, 9.0, None], [], {"rows flagged": 2}),
    ],
)
def test_actions(action, more, values, levels, counts):
    made = rule("range", "csat", action, low=1, high=5, **more)
    rows, rejects, counted = run(CSAT, made)
    assert rows["csat"].to_list() == values
    assert (rejects[LEVEL].to_list() if rejects.width else []) == levels
    assert {name: n for name, n in counted.items() if n} == counts
    again, later, _ = run(rows, made)
    assert again.equals(rows)
    assert later.is_empty()


def test_a_cell_is_written_down_once_by_the_first_rule_it_breaks():
    two = [f'[[rule]]\nid = "{id}"\nfields = "csat"\ncheck = "range"\nlow = {low}\naction = "null"' for id, low in
           (("first", 1), ("second", 2))]  # fmt: skip
    rows, rejects, _ = run(pl.DataFrame({"csat": [0.0, 1.0, 2.0]}), rules("\n".join(two)))
    assert rejects[RULE].to_list() == ["first", "second"]
    assert rows["csat"].to_list() == [None, None, 2.0]


def test_whole_numbers_are_capped_inside():
    made = rule("range", "rounds", "cap", low=0.5, high=7.5)
    rows, *_ = run(pl.DataFrame({"rounds": [0, 9]}), made)
    assert rows["rounds"].to_list() == [1, 7]
    assert rows["rounds"].dtype == pl.Int64


def test_only_a_rule_about_all_records_makes_the_stage_whole():
    assert stage(Options(rules=rule("unique", "agent"))).scope == "whole"
    assert stage(Options(rules=rule("range", "csat", low=1))).scope == "row"


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (("pattern", "agent", {"pattern": "'a('"}), "r.toml:7: the regular expression is wrong: error: unclosed group"),
        (("expression", "csat", {"sql": '"csatt > 1"'}), "r.toml:7: ticket has no field csatt (csat?)"),
        (("expression", "csat", {"sql": '"csat >"'}), "r.toml:7: sql is wrong: unable to parse 'csat >'"),
        (("expression", "csat", {"sql": '"csat + 1"'}), "r.toml:7: sql is wrong: not an expression"),
        (("expression", "csat", {"sql": '"csat > avg(csat)"'}), "r.toml:7: sql is wrong: not an expression on one row"),
        (("expression", "csat", {"sql": '"sum(csat) OVER () > 1"'}), "r.toml:7: sql is wrong: not an expression"),
        (("expression", "csat", {"sql": '"agent > 1"'}), "r.toml:7: sql is wrong: "),
        (("expression", "created_at", {"sql": '"created_at < now()"'}), "r.toml:7: sql is wrong: not an expression"),
        (("required", "csat", {"with": '"tags"'}), "r.toml:7: csat cannot hold a value of type List(String)"),
        (("range", "csat", {"low": 1, "when": '"csat"'}), "r.toml:8: when is wrong: not an expression on one row"),
    ],
)
def test_rules_that_cannot_be_judged(made, said):
    check, fields, parameters = made
    with pytest.raises(Usage) as caught:
        rule(check, fields, **parameters)
    assert said in say(caught.value.key, "en", **caught.value.params)


MANY = rules(
    """
[[rule]]
id = "n"
fields = "csat rounds"
check = "range"
low = 1
high = 4
action = "null"
[[rule]]
id = "c"
fields = "rounds"
check = "range"
high = 3
action = "cap"
[[rule]]
id = "x"
check = "expression"
sql = "rounds <= csat"
fields = "rounds"
action = "repair"
with = "csat"
[[rule]]
id = "d"
fields = "agent"
check = "one-of"
values = ["a", "b"]
action = "drop"
[[rule]]
id = "r"
fields = "created_at"
check = "required"
action = "reject"
[[rule]]
id = "o"
fields = "resolved_at"
check = "order"
after = "created_at"
action = "flag"
"""
)
TIMES = st.sampled_from([T, datetime(2025, 7, 1), datetime(2024, 1, 1), None])
ROW = st.tuples(
    st.sampled_from([0.0, 2.0, 3.5, 9.0, None]), st.integers(-1, 6) | st.none(), st.sampled_from(["a", "c", None]),
    TIMES, TIMES,
)  # fmt: skip
SCHEMA = {"csat": pl.Float64, "rounds": pl.Int64, "agent": pl.String, "created_at": pl.Datetime("us"),
          "resolved_at": pl.Datetime("us")}  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(ROW, max_size=8), st.integers(0, 8))
def test_nothing_is_lost_nothing_changes_twice_and_chunks_do_not_matter(data, cut):
    frame = pl.DataFrame(data, schema=SCHEMA, orient="row")
    rows, rejects, counts = run(frame, MANY)
    assert rows.height + rejects.filter(pl.col(LEVEL) != "cell").height == frame.height
    again, later, more = run(rows, MANY)
    assert again.equals(rows)
    assert later.is_empty()
    assert {**more, "rows flagged": 0} == dict.fromkeys(more, 0)
    parts = [run(part, MANY) for part in (frame.head(cut), frame.slice(cut))]
    assert pl.concat([part[0] for part in parts]).equals(rows)
    assert {name: sum(part[2][name] for part in parts) for name in counts} == counts
