"""The sentences of `model/messages.py`, one file a subject: key -> (Chinese, English)."""

from __future__ import annotations

from cstools.model.sentences import (
    fold,
    formats,
    join,
    kpi,
    options,
    output,
    rfm,
    rules,
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
        streams,
        formats,
        options,
        output,
        sources,
        join,
        fold,
        view,
        kpi,
        rfm,
        tag,
        taxonomy,
        rules,
        tools,
        words,
    )
)
SENTENCES = {key: said for part in PARTS for key, said in part.items()}
