"""改进措施与上月跟进: what came of what was decided, and what is to be decided now."""

from __future__ import annotations

from cstools.kernels.report.data import Data
from cstools.kernels.report.follow import followed
from cstools.model.report import Action, Actions, Block, Findings, Phrase, Section


def section(data: Data, first: Section) -> Section:
    """What came of earlier actions, then a line for each finding of this month, with where it stands now."""
    found = [one for block in first.blocks if isinstance(block, Findings) for one in block.items]
    past = followed(data)
    month = data.period.month
    lines = tuple(
        Action(one.headline, one.metric, one.now, id=f"{month}-{number}", where=one.where, label=data.label(one.metric))
        for number, one in enumerate(found, 1)
    )
    blocks: list[Block] = [*([Actions(past, followed=True)] if past else []), *([Actions(lines)] if lines else [])]
    if not blocks:
        return Section("actions", why=Phrase("why.actions"))
    return Section("actions", tuple(blocks), lead=Phrase("actions.since" if past else "actions.lead"))
