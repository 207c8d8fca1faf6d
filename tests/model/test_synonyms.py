"""The dictionaries of words agree with the field table."""

from __future__ import annotations

import pytest

from cstools.model import fields, synonyms
from cstools.model.words import RATINGS

ENUMS = sorted({field for kind in fields.KINDS for field in fields.of(kind).values() if field.choices}, key=str)


@pytest.mark.parametrize("field", ENUMS, ids=lambda field: f"{field.kind}.{field.name}")
def test_every_enum_has_words_for_its_values_and_no_others(field: fields.Field) -> None:
    assert set(synonyms.words(field.name).values()) == set(field.choices)
    assert all(synonyms.words(field.name)[fields.normal(choice)] == choice for choice in field.choices)


def test_no_word_is_both_yes_and_no() -> None:
    assert not set(synonyms.YES.split()) & set(synonyms.NO.split())


def test_ratings_are_on_a_scale_of_five() -> None:
    assert set(RATINGS.values()) == {1, 2, 3, 4, 5}
