"""Rule files: what they say, what a user's changes of a shipped one, and every mistake with its line."""

from __future__ import annotations

import pytest

from cstools.errors import Usage
from cstools.kernels.clean.judges import JUDGES
from cstools.model import fields
from cstools.model.checks import ACTIONS, CHECKS, COMMON
from cstools.model.messages import say
from cstools.model.rules import RULES
from cstools.model.ruleset import chosen, parse, shipped, table

RULE = '[[rule]]\nid = "a"\nfields = "csat"\ncheck = "range"\nlow = 1\n'
WORDS = "[dictionary.channel]\n"


def test_every_check_has_its_expression_and_every_action_its_meaning():
    assert set(JUDGES) == set(CHECKS)
    assert {action for check in CHECKS.values() for action in check.actions} == set(ACTIONS)
    assert not {name for check in CHECKS.values() for name in check.parameters} & set(COMMON)


@pytest.mark.parametrize("kind", fields.KINDS)
def test_shipped_rules_speak_and_leave_no_field_out(kind):
    rules = shipped(kind)
    assert all((rule.zh, rule.en) == (RULES[rule.id].zh, RULES[rule.id].en) for rule in rules)
    judged = {(rule.check, name) for rule in rules for name in rule.fields}
    for field in fields.of(kind).values() if rules else ():
        if not field.added_by:
            wanted = {"time": "range", "enum": "one-of"}.get(field.type)
            wanted = "range" if field.unit in ("s", "n", "yuan") else wanted
            assert wanted is None or (wanted, field.name) in judged, field.name


def test_a_rule_of_a_shipped_id_says_only_what_is_different():
    made = parse('[[rule]]\nid = "nps.range"\naction = "flag"\n[[rule]]\nid = "ces.range"\nhigh = 5')
    nps, ces = made.rules
    assert (nps.fields, nps.check, nps.action, nps.parameters) == (("nps",), "range", "flag", {"low": 0, "high": 10})
    assert nps.zh == RULES["nps.range"].zh
    assert (ces.action, ces.parameters, ces.en) == ("null", {"low": 1, "high": 5}, "not within 1..5")


def test_extend_override_replace():
    own = parse(RULE + '[[rule]]\nid = "csat.range"\naction = "flag"\n[[rule]]\nid = "nps.range"\non = false')
    both = {rule.id: rule for rule in chosen("ticket", own)}
    assert both["csat.range"].action == "flag"
    assert "a" in both
    assert "nps.range" not in both
    assert [rule.id for rule in chosen("ticket", own, defaults=False)] == ["a", "csat.range"]
    assert "consent.missing" not in both
    assert chosen("ticket", parse('[[rule]]\nid = "consent.missing"'), defaults=False)[0].on


def test_the_kind_is_the_rules_own_else_the_files_else_ticket():
    order = '[[rule]]\nid = "b"\nkind = "order"\nfields = "amount"\ncheck = "required"\n'
    assert [rule.kind for rule in parse(RULE + order).rules] == ["ticket", "order"]
    assert parse('kind = "order"\n' + order.replace('kind = "order"\n', "")).rules[0].kind == "order"
    with pytest.raises(Usage, match=r"rules\.none"):
        chosen("survey", parse(order))


def test_a_sentence_in_one_language_serves_both():
    assert {(rule.zh, rule.en) for rule in parse(RULE + 'zh = "低"').rules} == {("低", "低")}


def test_a_table_says_the_same_as_toml():
    toml = parse(
        '[[rule]]\nid = "a"\nfields = ["agent", "shop"]\ncheck = "one-of"\nvalues = ["x y", "z"]\naction = "null"\n'
        '[[rule]]\nid = "b"\nkind = "order"\nfields = "paid_at shipped_at"\ncheck = "order"\nafter = "ordered_at"\n'
        'all = true\n[[rule]]\nid = "c"\nfields = "rounds"\ncheck = "range"\nlow = 1\nhigh = 2.5'
    )
    rows = [
        {"id": "a", "fields": "agent, shop", "check": "one-of", "values": "x y|z", "action": "null"},
        {
            "id": "b",
            "kind": "order",
            "fields": "paid_at|shipped_at",
            "check": "order",
            "after": "ordered_at",
            "all": "是",
        },
        {"id": "c", "fields": "rounds", "check": "range", "low": "1", "high": "2.5"},
    ]
    assert table(list(enumerate(rows, 2)), "r.csv").rules == toml.rules


def test_chains_of_a_dictionary_end_at_one_word():
    made = parse(WORDS + '"客服热线" = "热线"\n"热 线" = "400电话"\nEMAIL = "email"').dictionaries["channel"]
    assert made == {"客服热线": "400电话", "热线": "400电话", "400电话": "400电话", "email": "email"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind = 1", "r.toml:1: kind cannot be 1"),
        ('kind = "tickt"', "r.toml:1: no kind of record is called tickt (ticket?)"),
        ("[[rule]\n", "r.toml:1: not valid TOML: "),
        ('\n[[rul]]\nid = "a"', "r.toml:2: unknown key rul (rule?)"),
        (RULE + "hihg = 3", "r.toml:6: unknown key hihg (high?)"),
        (RULE.replace("csat", "csatt"), "r.toml:3: ticket has no field csatt (csat?)"),
        (RULE.replace("range", "rang"), "r.toml:4: no check is called rang (range?)"),
        (RULE.replace("1", '"x"'), "r.toml:5: low cannot be x"),
        (RULE.replace("1", "2025-01-01"), "r.toml:5: low cannot be 2025-01-01 00:00:00"),
        (RULE.replace("1", "true"), "r.toml:5: low cannot be True"),
        (RULE.replace("low = 1", ""), "r.toml:4: range needs low, high"),
        (
            RULE.replace("range", "span").replace("csat", "closed_at").replace("low", "days"),
            "r.toml:4: span needs after",
        ),
        (RULE.replace("low = 1", 'pattern = "x"'), "r.toml:5: range takes no pattern; it takes low, high"),
        (RULE.replace("csat", "agent"), "r.toml:3: range cannot judge agent, which is of type text"),
        (RULE.replace('"csat"', "[]"), "r.toml:3: fields cannot be []"),
        (RULE.replace('fields = "csat"\n', ""), "r.toml:1: range needs fields"),
        (RULE.replace("1", "inf"), "r.toml:5: low cannot be inf"),
        (RULE.replace("1", "1" + "0" * 40), "r.toml:5: low cannot be 1000"),
        (RULE + "high = 0", "r.toml:6: high cannot be 0"),
        (RULE.replace('"a"', '"a b"'), "r.toml:2: write id in letters"),
        (RULE + 'action = "kill"', "r.toml:6: no action is called kill (reject, drop, null, cap, repair, flag)"),
        (RULE + 'action = "repair"', "r.toml:6: repair needs the new value"),
        (
            RULE.replace("range", "required") + 'action = "cap"',
            "r.toml:6: required has no action cap; use reject, drop",
        ),
        (RULE + RULE, "r.toml:7: the rule a comes twice"),
        ('\n[[rule]]\nid = "a"', "r.toml:2: no check is called"),
        ("rule = 3", "r.toml:1: rule cannot be 3"),
        (RULE + "[dictionary.chanel]", "r.toml:6: no field of words is called chanel (channel?)"),
        (WORDS + '"a" = 1', "r.toml:2: a cannot be 1"),
        (WORDS + '"a" = "b"\n"B" = "c"\n"c" = " A"', "r.toml:2: the dictionary goes in a circle: a → b → c → a"),
    ],
)
def test_a_mistake_is_told_with_its_line(text, said):
    with pytest.raises(Usage) as caught:
        parse(text, "r.toml")
    assert said in say(caught.value.key, "en", **caught.value.params)
    assert say(caught.value.key, "zh", **caught.value.params).startswith("r.toml:")


def test_a_mistake_in_a_table_is_told_with_its_row():
    with pytest.raises(Usage) as caught:
        table([(7, {"id": "a", "fields": "csat", "check": "range", "low": "one"})], "r.xlsx")
    assert say(caught.value.key, "en", **caught.value.params) == "r.xlsx:7: low cannot be one"
