"""Full marks of ratings, and which end is best."""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from cstools.kernels.expr.text import plain
from cstools.kernels.ingest.headings import Plan
from cstools.kernels.ingest.long import nothing
from cstools.kernels.ingest.twins import Sample
from cstools.model import fields as table
from cstools.model.sources import Preset
from cstools.model.units import scaled
from cstools.model.words import RATINGS

SCALES = {"csat": "csat_scale", "score": "scale"}
"""A field of ratings -> the field of their full marks."""
LOOK = 1000
"""Rows in which the first rating is looked for: a column is written in one way throughout."""
FRACTION = r"/ *([0-9]+) *$"
OWN = 0
"""The scale of a column in which each rating carries its own: 4/5."""
WORDED = 5
"""The scale of ratings in words, whatever the heading says."""
PLAIN = r"^ *[0-9]+(?:[.][0-9]+)? *分? *$"


def asked(plan: Plan, known: Mapping[str, int | None]) -> list[str]:
    """The headings of ratings of which neither preset nor heading says the full marks: their first value may."""
    return [heading for heading, name in _unsaid(plan, known).items() if _said(plan, heading) is None]


def tell(
    plan: Plan, samples: Mapping[str, Sample], known: Mapping[str, int | None]
) -> tuple[dict[str, int | None], bool]:
    """Field of ratings -> its full marks (OWN: in each rating; None: nothing tells), and whether more rows could tell.

    The preset says it, else the heading, else the first rating. What is `known` stays.

    >>> tell(Plan("ticket", {"满意度(10分制)": "csat"}, {}), {}, {})
    ({'csat': 10}, False)
    >>> tell(Plan("ticket", {"Rating": "csat"}, {}), {"Rating": Sample(("4/5",), 1)}, {})
    ({'csat': 0}, False)
    """
    told = dict(known)
    more = False
    for heading, name in _unsaid(plan, known).items():
        told[name] = _said(plan, heading)
        if told[name] is None:
            first = samples.get(heading, Sample())
            word = first.values[0].strip() if first.values else ""
            told[name] = OWN if re.search(FRACTION, plan.preset.values.get(name, {}).get(word, word)) else None
            more = more or not (word or first.looked >= LOOK)
    return told, more


def _unsaid(plan: Plan, known: Mapping[str, int | None]) -> dict[str, str]:
    """Heading -> field, of ratings without a column for their full marks."""
    there = plan.fields.values()
    return {
        heading: name
        for heading, name in plan.fields.items()
        if name in SCALES and name not in known and SCALES[name] not in there and SCALES[name] in table.of(plan.kind)
    }


def _said(plan: Plan, heading: str) -> int | None:
    return plan.preset.scale or scaled(heading)[1]


def with_scales(frame: pl.DataFrame, scales: Mapping[str, int | None], preset: Preset) -> pl.DataFrame:
    """The frame with the full marks beside each rating, as text; ratings whose 1 is best turned round.

    >>> rated = pl.DataFrame({"csat": ["1", "4/5", None]})
    >>> with_scales(rated, {"csat": OWN}, Preset())["csat_scale"].to_list()
    [None, '5', None]
    >>> with_scales(rated.head(1), {"csat": 3}, Preset(scale=3, reversed=True)).rows()
    [('3', '3')]
    """
    for name, marks in scales.items():
        if name not in frame.columns or marks is None:
            continue
        text = pl.col(name)
        own = text.str.extract(FRACTION)
        worded = plain(text).is_in(list(RATINGS))
        said = pl.when(worded).then(pl.lit(str(WORDED))).otherwise(pl.lit(str(marks)))
        full = own if marks == OWN else pl.when(~nothing(text)).then(said)
        if SCALES[name] not in frame.columns:
            frame = frame.with_columns(full.alias(SCALES[name]))
        if preset.reversed and marks:
            number = text.str.extract(r"([0-9.]+)").cast(pl.Float64, strict=False)
            turned = (marks + 1 - number).cast(pl.String).str.replace(r"[.]0$", "")
            frame = frame.with_columns(pl.when(text.str.contains(PLAIN)).then(turned).otherwise(text).alias(name))
    return frame
