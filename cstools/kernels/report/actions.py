"""改进措施与上月跟进: what is to be decided, and what came of what was."""

from __future__ import annotations

from cstools.kernels.report.data import Data
from cstools.model.report import Action, Actions, Findings, Phrase, Section


def section(data: Data, first: Section) -> Section:
    """The follow-up sheet: a line for each finding, with where it stands now."""
    found = [one for block in first.blocks if isinstance(block, Findings) for one in block.items]
    if not found:
        return Section("actions", why=Phrase("why.actions"))
    lines = tuple(Action(one.headline, one.metric, one.now) for one in found)
    return Section("actions", (Actions(lines),), lead=Phrase("actions.lead"))
