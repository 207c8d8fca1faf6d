"""Red lines: listed at n = 1."""

from __future__ import annotations

import polars as pl

from cstools.kernels.report.data import TOPIC, Data
from cstools.kernels.report.findings.told import told
from cstools.model.report import Figure, Finding, Param

NAMED = 10
"""Ticket numbers of red lines that are printed."""


def lines(data: Data) -> list[Finding]:
    """Safety, regulator, counterfeit, leaks: listed with their ticket numbers, whatever their number.

    >>> from datetime import datetime
    >>> from cstools.kernels.report.data import Ask, gather
    >>> rows = pl.DataFrame({"ticket_id": ["T1"], "created_at": [datetime(2025, 10, 31)], "red_line": [True]})
    >>> lines(gather(rows, Ask()))[0].headline.params["ids"]
    ('T1',)
    """
    rows = data.month()
    if "red_line" not in rows.columns:
        return []
    red = rows.filter(pl.col("red_line").fill_null(False))
    if not red.height:
        return []
    ids = red["ticket_id"].drop_nulls().sort().to_list() if "ticket_id" in red.columns else []
    about = red[TOPIC].drop_nulls().unique().sort().to_list()
    words: dict[str, Param] = {
        "n": Figure(red.height),
        "ids": tuple(ids[:NAMED]),
        "rest": Figure(max(len(ids) - NAMED, 0)),
    }
    return [
        told(
            "red",
            words | {"topics": tuple(about[:5]) or "—"},
            detail="red_ids_more" if len(ids) > NAMED else "red_ids",
            effect=Figure(red.height),
            now=Figure(red.height),
            n=red.height,
            weight=float(red.height),
            where="red_line",
        )
    ]
