"""The funnel and the groups side by side: hand-checked counts, none more than the step before, nothing left unsaid."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from cstools.kernels.report import agents, channels, funnel
from cstools.kernels.report.compare import LISTED
from cstools.kernels.report.data import Ask, Data, gather
from cstools.model.report import Chart, Section, Table
from cstools.model.report.config import Config

DAY = datetime(2025, 10, 31)
FIVE = {
    "channel": ["电话", "电话", "邮件", "邮件", None],
    "is_answered": [True, True, True, False, None],
    "is_resolved": [True, False, True, True, True],
    "csat": [5.0, 1.0, None, 4.0, None],
}


def gathered(columns: dict[str, list], **asked: object) -> Data:
    height = len(next(iter(columns.values())))
    ids = [f"T{number}" for number in range(height)]
    return gather(pl.DataFrame({"ticket_id": ids, "created_at": [DAY] * height, **columns}), Ask(**asked))


def chart(section: Section, kind: str) -> Chart:
    return next(block for block in section.blocks if isinstance(block, Chart) and block.kind == kind)


def test_the_funnel_counts_those_that_passed_every_step_before():
    """The answered are 3 of 5; of them 2 are resolved; of them one rated: the rating of 4 was never answered."""
    found = chart(channels.section(gathered(FIVE)), "funnel")
    assert found.rows == (
        ("funnel.contacts", 5, None, 1.0),
        ("funnel.replied", 3, 0.6, 0.6),
        ("funnel.resolved", 2, 0.666667, 0.4),
        ("funnel.rated", 1, 0.5, 0.2),
    )
    assert found.roles == {"label": "step", "value": "n", "rate": "rate_prev"}
    assert found.alt.params["step"].key == "funnel.rated"


def test_the_funnel_by_channel_adds_up_to_that_of_all():
    section = channels.section(gathered(FIVE))
    table = section.blocks[-1]
    assert isinstance(table, Table)
    assert table.rows == (
        ("电话", 2, 2, 1.0, 1, 0.5, 1, 1.0),
        ("邮件", 2, 1, 0.5, 1, 1.0, 0, 0.0),
        ("—", 1, 0, 0.0, 0, None, 0, None),
    )
    steps = [row[1] for row in chart(section, "funnel").rows]
    assert [sum(row[place] for row in table.rows) for place in (1, 2, 4, 6)] == steps


@pytest.mark.parametrize(
    ("lacking", "steps"),
    [
        (("csat",), ["contacts", "replied", "resolved"]),
        (("is_answered",), ["contacts", "resolved", "rated"]),
        (("is_answered", "is_resolved"), ["contacts", "rated"]),
    ],
)
def test_a_step_without_a_field_is_not_there(lacking, steps):
    data = gathered({name: values for name, values in FIVE.items() if name not in lacking})
    assert [row[0] for row in chart(channels.section(data), "funnel").rows] == [f"funnel.{step}" for step in steps]


def test_without_any_step_there_is_no_funnel():
    assert funnel.blocks(gathered({"channel": FIVE["channel"]})) == ()
    assert (
        funnel.blocks(gathered({**FIVE, "is_answered": [None] * 5, "is_resolved": [None] * 5, "csat": [None] * 5}))
        == ()
    )


def test_without_channels_there_is_the_funnel_alone():
    section = channels.section(gathered({**FIVE, "channel": [None] * 5}))
    assert ([block.kind for block in section.blocks], section.lead.key) == (["funnel"], "why.channel")
    assert channels.section(gathered({"text": ["x"]})).why.key == "why.channel"


def test_many_agents_are_folded_and_it_is_said():
    data = gathered({"agent": [f"客服{number:03d}" for number in range(100)], "csat": [5.0] * 100})
    note, table = agents.section(data).blocks
    assert note.lines[0].key == "agents.few"
    assert len(table.rows) == LISTED
    assert (table.more.params["k"].value, table.more.params["all"].value) == (LISTED, 100)


def test_the_least_that_is_compared_is_as_the_settings_say():
    columns = {"agent": ["甲"] * 8 + ["乙"] * 8, "csat": [5.0] * 8 + [1.0] * 8}
    assert agents.section(gathered(columns)).lead is None
    found = chart(agents.section(gathered(columns, config=Config(least=8))), "dots")
    assert [row[0] for row in found.rows] == ["甲", "乙"]


def test_the_order_of_agents_is_that_of_the_shrunken_rate():
    """30 of 30 are drawn further towards all than 297 of 300."""
    columns = {
        "agent": ["少"] * 30 + ["多"] * 300 + ["中"] * 300,
        "csat": [5.0] * 30 + [5.0] * 297 + [1.0] * 3 + [5.0] * 240 + [1.0] * 60,
    }
    rows = chart(agents.section(gathered(columns)), "dots").rows
    drawn = {row[0]: row[2] - row[5] for row in rows}
    assert [row[5] for row in rows] == sorted((row[5] for row in rows), reverse=True)
    assert drawn["少"] > drawn["多"] > 0 > drawn["中"]
    assert [row[-1] for row in rows if row[0] == "中"] == ["mark.worse"]


def test_the_picture_says_how_many_of_those_it_shows_differ():
    """Of 40 the first and last 12 or so are drawn; twenty are all satisfied, twenty not at all."""
    people = [f"客服{number:02d}" for number in range(40) for _ in range(40)]
    ratings = [5.0 if int(name[2:]) % 2 else 1.0 for name in people]
    found = chart(agents.section(gathered({"agent": people, "csat": ratings})), "dots")
    far = [row[-1] for row in found.rows if row[-1] in ("mark.better", "mark.worse")]
    assert (found.alt.params["k"].value, found.alt.params["far"].value) == (len(found.rows), len(far)) == (25, 25)
