"""客服对比: the people side by side, for coaching."""

from __future__ import annotations

from cstools.kernels.report.compare import BESIDE, Dots, dots, table
from cstools.kernels.report.data import RATES, Data
from cstools.kernels.report.groups import groups
from cstools.model.report import Figure, Note, Phrase, Section


def section(data: Data) -> Section:
    """The people: in the order of the shrunken rate, with the interval of the raw one, and a word where it differs.

    >>> from datetime import datetime
    >>> import polars as pl
    >>> from cstools.kernels.report.data import Ask, gather
    >>> made = section(gather(pl.DataFrame({"created_at": [datetime(2025, 10, 31)], "agent": ["甲"]}), Ask()))
    >>> made.blocks[0].lines[0].key, made.blocks[1].rows
    ('agents.few', (('甲', 1, 1.0, None),))
    """
    if not data.has("agent"):
        return Section("agents", why=Phrase("why.agent"))
    least = data.ask.config.least
    rates = data.able(RATES, "agent")
    metrics = [*rates, *data.able(BESIDE, "agent")]
    made = groups(data, "agent", metrics)
    listed = table(data, "agent", metrics)
    metric = next((m for m in rates if any((g.part(m, "n") or 0) >= least for g in made)), None)
    if metric is None:
        return Section("agents", (Note((Phrase("agents.few", {"least": Figure(least)}),)), listed))
    chart = dots(data, made, Dots(f"agents_{metric}", "agent", metric, least, ranked=True))
    lead = Phrase("agents.lead", {"metric": Phrase(metric), "least": Figure(least)})
    return Section("agents", (chart, listed) if chart else (listed,), lead=lead)
