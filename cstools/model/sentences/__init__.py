"""The sentences of `model/messages.py`, one file a subject: key -> (Chinese, English)."""

from __future__ import annotations

from cstools.model.sentences import (
    define,
    fold,
    formats,
    hours,
    join,
    kpi,
    options,
    output,
    page,
    ranking,
    rfm,
    rounds,
    rules,
    score,
    scorecard,
    side,
    sources,
    streams,
    tag,
    taxonomy,
    tools,
    view,
    words,
)

PARTS: tuple[dict[str, tuple[str, str]], ...] = tuple(
    part.SENTENCES
    for part in (
        define,
        fold,
        formats,
        hours,
        join,
        kpi,
        options,
        output,
        page,
        ranking,
        rfm,
        rounds,
        rules,
        score,
        scorecard,
        side,
        sources,
        streams,
        tag,
        taxonomy,
        tools,
        view,
        words,
    )
)
SENTENCES = {key: said for part in PARTS for key, said in part.items()}
