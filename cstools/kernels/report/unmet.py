"""未满足需求: the problems that are resolved least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cstools.kernels.report.compare import Dots, dots, overall
from cstools.kernels.report.data import TOPIC, Data
from cstools.kernels.report.groups import Group
from cstools.kernels.report.stats import shrunk
from cstools.model.report import Chart, Figure, Param, Phrase

METRIC = "resolution_rate"
MOST = 10


def chart(data: Data, made: Sequence[Group]) -> Chart | None:
    """The problems with the lowest rates of resolution below that of all, the lowest shrunken rate first.

    Of problems with the least contacts that are compared; each is marked as worse only where it differs from all the
    rest at the confidence of all problems at once. None where no problem is below, or nothing says what is resolved.
    """
    if not data.able((METRIC,), TOPIC):
        return None
    whole = overall(data, METRIC)
    enough = [group for group in made if (group.part(METRIC, "n") or 0) >= data.ask.config.least]
    named = [group for group in enough if group.name is not None and whole is not None]
    below = [group for group in named if (group.value(METRIC) or 0.0) < (whole or 0.0)]
    # By the raw rate the smallest groups would come first by chance alone.
    rates = shrunk([int(g.part(METRIC, "numerator")) for g in enough], [int(g.part(METRIC, "n")) for g in enough])
    place = {group.name: rate or 0.0 for group, rate in zip(enough, rates, strict=True)}
    lowest = sorted(below, key=lambda group: (place[group.name], group.name or ""))[:MOST]
    found = dots(data, lowest, Dots("topics_unmet", TOPIC, METRIC, least=data.ask.config.least), among=made)
    if found is None:
        return None
    rows = found.rows
    worse = sum(row[-1] == "mark.worse" for row in rows)
    words: dict[str, Param] = {
        "k": Figure(len(rows)), "worse": Figure(worse), "name": str(rows[0][0]),
        "value": Figure(lowest[0].value(METRIC), "ratio"), "all": Figure(whole, "ratio"),
    }  # fmt: skip
    lead = Phrase("unmet.lead", words)
    return replace(found, title=Phrase("unmet.chart"), alt=Phrase("unmet.alt", words), lead=lead)
