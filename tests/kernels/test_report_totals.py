"""What the sections name twice agrees, in any order of rows, whatever is missing; every word has its two languages."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from cstools.kernels.report import build
from cstools.model.report import Chart, Kpis, Note, Phrase, Report, Table, from_json, to_json
from cstools.view.numbers import cell, say
from tests.months import PROBLEMS, blocks, tickets

SECTIONS = ("topics", "channels", "agents", "satisfaction", "segments")


def bought(frame: pl.DataFrame) -> pl.DataFrame:
    """An order of every other customer."""
    customers = frame["customer_id"].gather_every(2)
    amounts = [float(place % 97 + 3) for place in range(customers.len())]
    return pl.DataFrame({
        "customer_id": customers, "order_id": [f"o{n}" for n in range(customers.len())], "amount": amounts,
        "ordered_at": [datetime(2025, 8, 1 + n % 30) for n in range(customers.len())],
    })  # fmt: skip


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return tickets()


@pytest.fixture(scope="module")
def report(frame: pl.DataFrame) -> Report:
    return build(frame, sides={"order": bought(frame)})


def column(block: Chart | Table, key: str) -> list:
    at = [each.key for each in block.columns].index(key)
    return [row[at] for row in block.rows]


def drawn(report: Report, name: str) -> Chart:
    return next(chart for chart in blocks(report, Chart) if chart.name == name)


def titled(report: Report, key: str) -> Table:
    return next(table for table in blocks(report, Table) if table.title.key == key)


def test_contacts_are_as_many_in_every_section(report):
    volume = report.meta.rows
    assert sum(column(titled(report, "weights.table"), "contacts")) == volume
    assert column(drawn(report, "funnel"), "n")[0] == volume
    assert sum(column(titled(report, "funnel.table"), "funnel.contacts")) == volume
    note = blocks(report, Note, "segments")[0].lines[0]
    assert note.params["n"].value == volume
    assert sum(column(titled(report, "segments.table"), "contacts")) == note.params["matched"].value


def test_ratings_are_as_many_in_every_section(report):
    rated = next(card.n for card in blocks(report, Kpis)[0].cards if card.metric == "csat_pct")
    assert blocks(report, Note, "satisfaction")[0].lines[0].params["n"].value == rated
    assert sum(column(drawn(report, "satisfaction_wait"), "n")) == rated
    assert sum(column(drawn(report, "satisfaction_solving"), "n")) == rated
    spread = drawn(report, "topics_ratings")
    assert sum(column(spread, "rated")) == rated
    assert set(PROBLEMS) <= set(column(spread, "problem"))


def test_the_parts_of_a_rating_make_the_whole(report):
    chart = drawn(report, "topics_ratings")
    parts = [column(chart, chart.roles[f"part.{star}"]) for star in range(1, 6)]
    assert [round(sum(row), 4) for row in zip(*parts, strict=True)] == [1.0] * len(chart.rows)


def test_the_funnel_never_widens(report):
    steps = column(drawn(report, "funnel"), "n")
    assert steps == sorted(steps, reverse=True)


def test_row_order_changes_nothing(frame, report):
    mixed = frame.sample(fraction=1.0, shuffle=True, seed=9)
    orders = bought(frame).sample(fraction=1.0, shuffle=True, seed=8)
    assert to_json(build(mixed, sides={"order": orders})) == to_json(report)


def words(report: Report, lang: str) -> list[str]:
    """Everything these sections say."""
    found = []
    for section in report.sections:
        if section.id not in SECTIONS:
            continue
        found += [say(section.lead, lang), say(section.why, lang)]
        for block in section.blocks:
            if isinstance(block, Note):
                found += [say(line, lang) for line in block.lines]
            else:
                phrases = (block.title, *(getattr(block, name, None) for name in ("alt", "lead", "more")))
                found += [say(phrase, lang) for phrase in phrases]
                found += [say(Phrase(each.key), lang) for each in block.columns]
                cells = [pair for row in block.rows for pair in zip(row, block.columns, strict=True)]
                found += [cell(value, each, lang) for value, each in cells]
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sentence_can_be_said(report, lang):
    said = words(report, lang)
    assert len(said) > 400
    assert not [text for text in said if "{" in text or "None" in text]


FIELDS = ("severity", "csat", "is_resolved", "first_response_s", "resolution_s", "text", "category", "channel", "agent")


@pytest.mark.parametrize("name", [*FIELDS, "customer_id", "ticket_id"])
@pytest.mark.parametrize("way", ["absent", "null"])
def test_a_field_that_is_not_there_costs_only_what_it_tells(frame, name, way):
    less = frame.drop(name) if way == "absent" else frame.with_columns(pl.lit(None, frame.schema[name]).alias(name))
    report = build(less, "2025-10", sides={"order": bought(frame)})
    assert from_json(to_json(report)) == report
    assert all(section.blocks or section.why for section in report.sections)
    assert words(report, "zh")


HOSTILE = ("<script>alert(1)</script>", "=1+1", "\x1b[31m红", "😀" * 40, "{x}", "名" * 100)


def test_hostile_names_are_only_names(frame):
    names = pl.Series(HOSTILE).gather(pl.int_range(frame.height, eager=True) % len(HOSTILE))
    wild = frame.with_columns(category=names, channel=names, agent=names, text=names)
    report = build(wild, sides={"order": bought(frame)})
    assert set(column(drawn(report, "topics_ratings"), "problem")) == set(HOSTILE)
    said = "".join(words(report, "zh"))
    assert "\x1b" not in said
    assert "{x}" in said
