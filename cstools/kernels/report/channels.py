"""渠道对比: the channels side by side, and what becomes of a contact on each."""

from __future__ import annotations

from cstools.kernels.report import funnel
from cstools.kernels.report.compare import BESIDE, Dots, dots, table
from cstools.kernels.report.data import Data
from cstools.kernels.report.groups import groups
from cstools.model.report import Block, Phrase, Section

RATES = ("frt_within_3m", "csat_pct", "resolution_rate")
PAIR = 2
"""Charts side by side."""


def section(data: Data) -> Section:
    """The channels: volume, share, speed, satisfaction, which of them is not like the others, and the funnel.

    Without channels there is the funnel of all contacts, if their fields give one.

    >>> from datetime import datetime
    >>> import polars as pl
    >>> from cstools.kernels.report.data import Ask, gather
    >>> rows = pl.DataFrame({"created_at": [datetime(2025, 10, 31)] * 2, "channel": ["电话", "邮件"]})
    >>> [row[:3] for row in section(gather(rows, Ask())).blocks[-1].rows]
    [('电话', 1, 0.5), ('邮件', 1, 0.5)]
    """
    chain = funnel.blocks(data)
    if not data.has("channel"):
        alone = Phrase("why.channel")
        return Section("channels", chain, lead=alone) if chain else Section("channels", why=alone)
    metrics = data.able((*RATES, *BESIDE), "channel")
    made = groups(data, "channel", metrics)
    rates = [metric for metric in metrics if metric in RATES][:PAIR]
    least, wide = data.ask.config.least, len(rates) < PAIR
    charts = [dots(data, made, Dots(f"channels_{metric}", "channel", metric, least, wide=wide)) for metric in rates]
    blocks: list[Block] = [chart for chart in charts if chart]
    lead = Phrase("channels.lead") if blocks else None
    return Section("channels", (*blocks, table(data, "channel", metrics), *chain), lead=lead)
