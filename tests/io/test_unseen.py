"""A key that a block has is never taken for one it cannot have."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.io.formats.jsonl import JsonlReader
from cstools.io.formats.jsonl_unseen import Unseen

NAMES = ["is_spam", "merged_into", "csat_scale", "talk_s", "备注", 'a"b', "ok"]
RECORD = st.dictionaries(st.sampled_from([*NAMES, "agent", "text"]), st.text(max_size=8), max_size=6)


@given(st.lists(RECORD, max_size=6), st.booleans())
def test_a_key_of_a_block_is_seen(records: list[dict[str, str]], ascii_: bool) -> None:
    text = "".join(json.dumps(record, ensure_ascii=ascii_) + "\n" for record in records).encode()
    there = {name for record in records for name in record} & set(NAMES)
    assert not there or Unseen().within(text, NAMES)


@pytest.mark.parametrize("line", [b'{"is\\u005fspam": "x"}', b'{"is_spam"  :  "x"}', b'{"agent":"a","is_spam":"x"}'])
def test_a_field_that_comes_late_is_read(line: bytes) -> None:
    reader = JsonlReader(needs=frozenset(["agent", "is_spam"]))
    blocks = [b'{"agent":"a"}\n' * 3, b'{"agent":"b"}\n' + line + b"\n", b'{"agent":"c"}\n']
    rows = [row for chunk in reader.chunks(iter(blocks)) for row in chunk.frame.to_dicts()]
    assert [row.get("is_spam") for row in rows] == [None] * 4 + ["x", None]
