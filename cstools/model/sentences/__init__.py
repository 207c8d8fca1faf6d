"""The sentences of `model/messages.py`, one file a subject: key -> (Chinese, English)."""

from __future__ import annotations

from importlib import import_module

# Named, not found by `pkgutil`: that imports `inspect`, which every start of every tool would pay for.
SUBJECTS = (
    *(
        "define",
        "fold",
        "formats",
        "hours",
        "join",
        "kpi",
        "options",
        "output",
        "page",
        "ranking",
        "report",
        "rfm",
        "rounds",
    ),
    *(
        "rules",
        "score",
        "scorecard",
        "settings",
        "side",
        "sources",
        "staff",
        "streams",
        "tag",
        "taxonomy",
        "tools",
        "view",
        "watch",
        "why",
        "words",
    ),
)
PARTS: tuple[dict[str, tuple[str, str]], ...] = tuple(
    import_module(f"{__name__}.{subject}").SENTENCES for subject in SUBJECTS
)
SENTENCES = {key: said for part in PARTS for key, said in part.items()}
