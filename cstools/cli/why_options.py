"""cs-why: from the words of the command line to what the kernel is asked for, and what is said at its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from cstools.cli.job import Render, paged
from cstools.cli.options import Common, for_people
from cstools.errors import Usage
from cstools.kernels.expr.span import seconds
from cstools.kernels.kpi.facts import MS
from cstools.kernels.why.ask import Ask, Table
from cstools.kernels.why.factors import parse
from cstools.kernels.why.outcome import condition

TABLES: dict[str, Table] = {"--spearman": "spearman", "--score": "score", "--funnel": "funnel", "--cases": "cases"}
"""What an option writes in place of the table of levels."""


@dataclass(frozen=True)
class Words:
    """The options as typed."""

    outcome: str
    factors: str
    top: int
    exact: bool
    by: str
    matured: str
    cases: int | None
    tables: Mapping[str, bool]


def ask(words: Words, as_of: datetime | None) -> Ask:
    """What is asked for. Raises Usage for a list of factors or an outcome that cannot be read."""
    condition(words.outcome)
    given = [option for option, wanted in words.tables.items() if wanted]
    if len(given) > 1:
        raise Usage("why.one_table", first=given[0], second=given[1])
    table = TABLES[given[0]] if given else "levels"
    if words.by and table != "funnel":
        raise Usage("why.idle", option="--by", other="--funnel")
    return Ask(
        words.outcome, parse(words.factors), table, words.top, words.exact, words.by, words.cases or 0,
        seconds(words.matured) * MS, as_of,
    )  # fmt: skip


def drawn(common: Common, asked: Ask) -> Render | None:
    """What draws the table for people; None where records are written."""
    if not for_people(common) or common.fields or asked.table in ("score", "cases"):
        return None
    from cstools.view import why

    draws: dict[str, tuple[Callable[..., None], Sequence[str]]] = {
        "levels": (why.levels, why.LEVELS),
        "spearman": (why.ranks, why.RANKS),
        "funnel": (partial(why.funnel, by=asked.by), why.FUNNEL),
    }
    draw, needs = draws[asked.table]
    return paged(common, draw, needs)
