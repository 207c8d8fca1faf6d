"""JSON over many lines: arrays, pages of an API, objects one behind another; a corrupt record costs only itself."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.errors import CsError
from cstools.io.formats.json_pages import documents, told
from cstools.io.formats.jsonl import JsonlReader
from cstools.io.formats.relay import relayed
from cstools.kernels.stage import LINE, RULE

Read = tuple[list[dict[str, object]], list[tuple[str, int]]]


def read(data: bytes, size: int = 1 << 20) -> Read:
    """The records with their lines, and what was corrupt."""
    blocks = (data[at : at + size] for at in range(0, len(data), size))
    rows: list[dict[str, object]] = []
    corrupt: list[tuple[str, int]] = []
    for chunk in relayed(documents(blocks, told(data, "x")), JsonlReader()):
        rows += chunk.placed("x").drop("__file").to_dicts()
        corrupt += chunk.side("x").select(RULE, LINE).rows()
    return rows, corrupt


ARRAY = b'[\n {"a":"1","n":1.50},\n {"a":"}{","o":{"z":[1, 2]}},\n {"a":"3"}\n]\n'
TICKETS = [{"a": "1"}, {"a": "2"}, {"a": "3"}]
SHAPES = {
    "compact": json.dumps(TICKETS),
    "indented": json.dumps(TICKETS, indent=2),
    "a line each": "[" + ",\n".join(map(json.dumps, TICKETS)) + "]",
    "one behind another": "\n".join(json.dumps(one, indent=1) for one in TICKETS),
    "arrays behind one another": json.dumps(TICKETS[:1]) + "\n" + json.dumps(TICKETS[1:], indent=1),
    "code, data, list": json.dumps({"code": 0, "msg": "ok", "data": {"total": 3, "list": TICKETS}}),
    "items and a count": json.dumps({"items": TICKETS, "total_entries": 3}, indent=2),
    "ret_code, item": json.dumps({"ret_code": "000000", "item": {"page_no": 1, "ticket_list": TICKETS}}),
    "tickets": json.dumps({"tickets": TICKETS, "next_page": None}),
    "pages": json.dumps({"data": TICKETS[:2], "page": 1}) + json.dumps({"page": 2, "data": TICKETS[2:]}, indent=1),
    "the longer list": json.dumps({"code": 0, "errors": [{"e": 1}], "rows": TICKETS}),
}


def test_literals_and_lines_are_kept() -> None:
    rows, corrupt = read(ARRAY)
    assert [(row["a"], row[LINE]) for row in rows] == [("1", 2), ("}{", 3), ("3", 4)]
    assert (rows[0]["n"], rows[1]["o"], corrupt) == ("1.50", '{"z":[1,2]}', [])


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_the_records_are_found(text: str) -> None:
    rows, corrupt = read(text.encode())
    assert ([row["a"] for row in rows], corrupt) == (["1", "2", "3"], [])
    for size in (1, 7, 40):
        assert read(text.encode(), size) == (rows, corrupt)


@pytest.mark.parametrize(
    "record",
    [
        {"ticket_id": "1", "messages": [{"text": "a"}]},
        {"会话ID": "1", "data": [{"x": 1}]},
        {"name": "n", "phones": [{}]},
    ],
)
def test_an_object_of_its_own_is_a_record_whatever_lists_it_holds(record: dict[str, object]) -> None:
    assert told(json.dumps(record).encode(), "x") is None


@pytest.mark.parametrize(
    "answer", [{"ret_code": "900002", "ret_msg": "token expired"}, {"error": {"code": 1, "message": "token expired"}}]
)
def test_an_answer_that_refuses_is_said_in_its_words(answer: dict[str, object]) -> None:
    with pytest.raises(CsError) as error:
        told(json.dumps(answer).encode(), "x")
    assert error.value.key == "file.refused"
    assert "token expired" in str(error.value.params["words"])


def test_an_empty_list_has_no_records() -> None:
    assert read(b'{"code":0,"data":{"list":[],"total":0}}') == ([], [])


def test_a_page_without_records_is_told() -> None:
    rows, corrupt = read(b'{"code":0,"data":[{"a":"1"}]}\n{"code":7,"msg":"busy"}\n{"code":0,"data":[{"a":"2"}]}\n')
    assert ([row["a"] for row in rows], corrupt) == (["1", "2"], [("page.failed", 2)])


BAD = ['{"a":"2', '{"a":2", "b":"x"}', '{"a":[1,2}', '{"a" "2"}', "7", '{"a":nul}', '{"a":"\t"}']


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("between", [",\n  ", ",", ", "])
@pytest.mark.parametrize("size", [1 << 20, 5])
def test_a_corrupt_record_costs_only_itself(bad: str, between: str, size: int) -> None:
    good = [f'{{"a":"{name}","t":"中, 文"}}' for name in "13456"]
    text = "[" + between.lstrip(", ") + between.join([*good[:2], bad, *good[2:]]) + "\n]"
    rows, corrupt = read(text.encode(), size)
    assert [row["a"] for row in rows] == list("13456")
    assert [rule for rule, _ in corrupt] == ["line.corrupt"]


def test_a_stray_bracket_costs_no_record() -> None:
    rows, corrupt = read(b'[{"a":"1"},{"a":"2"}},{"a":"3"}]')
    assert ([row["a"] for row in rows], corrupt) == (["1", "2", "3"], [("line.corrupt", 1)])


@pytest.mark.parametrize("cut", [1, 5, 12, 20])
def test_a_list_that_breaks_off_says_so(cut: int) -> None:
    text = json.dumps(TICKETS).encode()
    rows, corrupt = read(text[:-cut])
    assert len(rows) >= 1
    assert corrupt == [("line.cut", 1)]


VALUE = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text(st.sampled_from('a"\\{}[],:\n中'), max_size=6)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(st.dictionaries(st.sampled_from("abc"), VALUE), min_size=1, max_size=6), st.integers(1, 60), st.data())
def test_any_array_in_any_blocks_and_any_indent(
    records: list[dict[str, object]], size: int, data: st.DataObject
) -> None:
    records = [{"id": str(number), **one} for number, one in enumerate(records)]
    indent = data.draw(st.sampled_from([None, 0, 2]))
    text = json.dumps(records, indent=indent, ensure_ascii=False).encode()
    rows, corrupt = read(text, size)
    assert ([row["id"] for row in rows], corrupt) == ([one["id"] for one in records], [])
    lines = [row[LINE] for row in rows]
    assert lines == ([1] * len(rows) if indent is None else sorted(set(lines)))
    begins = [text.decode().split("\n")[line - 1].lstrip(" [,") for line in lines]
    assert indent is None or all(one.startswith("{") for one in begins)


@given(st.binary(max_size=60), st.integers(1, 30))
def test_no_bytes_bring_it_down(noise: bytes, size: int) -> None:
    read(b'[{"a":"1"},\n{"a":"2"},\n{"a' + noise + b'":"3"},\n{"a":"4"}]', size)
