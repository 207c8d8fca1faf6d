"""The funnel 咨询, 响应, 解决, 评价: how many contacts come how far, in all and by channel."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import polars as pl

from cstools.kernels.report.compare import LISTED, cut
from cstools.kernels.report.data import Data
from cstools.kernels.report.groups import NAMELESS
from cstools.kernels.why.funnel import BY, FIRST, STEPS, Step, counted
from cstools.model.report import Block, Chart, Column, Figure, Param, Phrase, Table, Value


def blocks(data: Data) -> tuple[Block, ...]:
    """The funnel of all contacts and, where there are channels, that of each; nothing where no field tells a step.

    A contact is counted in a step only if it passed those before, so no step has more than the one before it.
    """
    steps = [step for step in STEPS if any(data.has(name) for name in step.fields)]
    if not steps:
        return ()
    counts = counted(data.month(), steps)
    chart = _chart(data, steps, [int(counts[word].sum()) for word in (FIRST, *(step.word for step in steps))])
    return (chart, _table(counts, steps)) if data.has(BY) else (chart,)


def _chart(data: Data, steps: Sequence[Step], counts: list[int]) -> Chart:
    shares = [_share(n, before) for before, n in pairwise(counts)]
    rows: list[tuple[Value, ...]] = [(FIRST, counts[0], None, 1.0)]
    for step, n, share in zip(steps, counts[1:], shares, strict=True):
        rows.append((step.word, n, share, _share(n, counts[0])))
    worst = min(range(len(steps)), key=lambda place: (shares[place] is None, shares[place] or 0.0, place))
    words: dict[str, Param] = {
        "n": Figure(counts[0]), "k": Figure(counts[-1]), "last": Phrase(steps[-1].word),
        "share": Figure(_share(counts[-1], counts[0]), "ratio"), "step": Phrase(steps[worst].word),
        "passed": Figure(shares[worst], "ratio"),
    }  # fmt: skip
    return Chart(
        name="funnel",
        kind="funnel",
        title=Phrase("funnel.chart"),
        alt=Phrase("funnel.alt", words),
        columns=(
            Column("step", "word"), Column("n", "n"), Column("rate_prev", "ratio"), Column("rate_first", "ratio")
        ),
        rows=tuple(rows),
        roles={"label": "step", "value": "n", "rate": "rate_prev"},
        lead=Phrase("funnel.lead", {"as_of": f"{data.period.as_of}"[:19]}),
        wide=True,
    )  # fmt: skip


def _table(counts: pl.DataFrame, steps: Sequence[Step]) -> Table:
    """The counts of each channel, each step with its share of the step before."""
    columns = [Column(BY), Column(FIRST, "n")]
    for step in steps:
        columns += [Column(step.word, "n"), Column(f"{step.word}_rate", "ratio")]
    rows = []
    for name, *reached in counts.head(LISTED).iter_rows():
        cells: list[Value] = [NAMELESS if name is None else name, reached[0]]
        for before, n in pairwise(reached):
            cells += [n, _share(n, before)]
        rows.append(tuple(cells))
    return Table(Phrase("funnel.table"), tuple(columns), tuple(rows), cut(len(rows), counts.height))


def _share(n: int, of: int) -> float | None:
    return round(n / of, 6) if of else None
