"""The sentences of `model/messages.py`, one file a subject: key -> (Chinese, English)."""

from __future__ import annotations

from cstools.model.sentences import kpi, options, streams, taxonomy, tools, view

PARTS: tuple[dict[str, tuple[str, str]], ...] = tuple(
    part.SENTENCES for part in (streams, options, view, kpi, taxonomy, tools)
)
SENTENCES = {key: said for part in PARTS for key, said in part.items()}
