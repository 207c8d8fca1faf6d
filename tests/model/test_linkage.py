"""Kinds of values and their levels are whole, and `--on` is read or refused."""

from __future__ import annotations

import polars as pl
import pytest

from cstools.errors import Usage
from cstools.model.linkage import EMPTY, KINDS, NOTHING, NUMBERS, OTHER, SAME, parse
from cstools.model.messages import say

KNOWN = [*KINDS.values(), NUMBERS]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("phone:phone", [("phone", "phone")]),
        ("phone", [("phone", "exact")]),
        ("phone:phone,customer_name:name", [("phone", "phone"), ("customer_name", "name")]),
        (" phone : phone , name : name ", [("phone", "phone"), ("name", "name")]),
        ("customer_id,phone:phone", [("customer_id", "exact"), ("phone", "phone")]),
        ("Site name:name", [("Site name", "name")]),
        ("收货地址:address", [("收货地址", "address")]),
        ("a:b:date", [("a:b", "date")]),
        (",phone:phone,,", [("phone", "phone")]),
        *((f"x:{kind}", [("x", kind)]) for kind in KINDS),
    ],
)
def test_on_names_fields_and_kinds_in_order(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(on.field, on.kind.name) for on in parse(text)] == wanted


@pytest.mark.parametrize(
    ("text", "key", "named"),
    [
        ("", "dedupe.on", {"text": ""}),
        (" , ", "dedupe.on", {"text": " , "}),
        ("phone:fone", "dedupe.on", {"text": "phone:fone"}),
        ("phone:", "dedupe.on", {"text": "phone:"}),
        (":phone", "dedupe.on", {"text": ":phone"}),
        ("phone:Phone", "dedupe.on", {"text": "phone:Phone"}),
        ("address:numbers", "dedupe.on", {"text": "address:numbers"}),
        ("phone:phone,phone:exact", "dedupe.on_twice", {"field": "phone"}),
        ("phone,phone", "dedupe.on_twice", {"field": "phone"}),
    ],
)
def test_what_on_does_not_understand_is_named(text: str, key: str, named: dict[str, str]) -> None:
    with pytest.raises(Usage) as error:
        parse(text)
    assert error.value.key == key
    assert named.items() <= error.value.params.items()
    for lang in ("zh", "en"):
        said = say(error.value.key, lang, **error.value.params)
        assert "\n" not in said
        assert all(kind in said for kind in KINDS) == (key == "dedupe.on")


@pytest.mark.parametrize("kind", KNOWN, ids=lambda kind: kind.name)
def test_levels_have_conditions_and_words(kind) -> None:
    assert len({level.id for level in kind.levels}) == len(kind.levels)
    assert not {level.id for level in kind.levels} & {SAME.id, OTHER.id, EMPTY.id, NOTHING.id}
    for level in kind.levels:
        pl.sql_expr(level.when)
        assert level.zh
        assert level.en.isascii()
        assert not level.zh.isascii()
    assert kind.about.isascii()


def test_an_address_is_compared_in_two_parts() -> None:
    (address,) = parse("home:address")
    (name,) = parse("home:name")
    assert [part.field for part in address.parts] == ["home", "home.numbers"]
    assert name.parts == (name,)


def test_an_address_can_stand_beside_other_fields() -> None:
    fields = [part.field for on in parse("home:address,work:address,phone:phone") for part in on.parts]
    assert fields == ["home", "home.numbers", "work", "work.numbers", "phone"]
