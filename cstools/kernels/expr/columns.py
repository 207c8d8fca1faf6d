"""Fields a person named: those the records have, or an error with the nearest names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import polars as pl

from cstools.errors import Usage
from cstools.kernels.stage import INTERNAL
from cstools.model import fields

NEAR = 3
"""Names offered for one that is unknown; where none is near, the first MANY fields of the records."""
MANY = 12


def pick(lf: pl.LazyFrame, names: Iterable[str]) -> list[str]:
    """The names, each once and in the order given, all of them columns of the records.

    In: any frame. Raises Usage("field.unknown", field=..., near=...) for the first name that is no column.

    >>> pick(pl.LazyFrame({"channel": ["chat"], "csat": [5.0]}), ["csat", "channel", "csat"])
    ['csat', 'channel']
    """
    columns = [name for name in lf.collect_schema().names() if name not in INTERNAL]
    wanted = list(dict.fromkeys(names))
    for name in wanted:
        if name not in columns:
            raise Usage("field.unknown", field=name, near=near(name, columns))
    return wanted


def near(name: str, columns: Sequence[str]) -> str:
    """The columns most like a name, or with its label, in brackets; the first columns where none is. None of our own.

    >>> near("chanel", ["channel", "csat"]), near("评分", ["csat", "n"]), near("渠道", ["csat", "channel"])
    (' (channel)', ' (csat, n)', ' (channel)')
    """
    columns = [column for column in columns if not column.startswith("__")]
    some = _like(name, columns) or [*columns[:MANY], *(["…"] if len(columns) > MANY else [])]
    return f" ({', '.join(some)})" if some else ""


def near_of_some(name: str, columns: Sequence[str]) -> str:
    """As `near`, where the reader parsed only the fields that were named: of those a ticket may have too.

    >>> near_of_some("agnt", ["csat"]), near_of_some("agent", ["csat"]), near_of_some("渠道名", ["csat"])
    (' (agent)', ' (segment, agent_msgs)', ' (channel)')
    """
    others = [one for one in fields.of(fields.TICKET) if one not in (name, *columns)]
    return near(name, _like(name, [*columns, *others]) or columns)


def _like(name: str, columns: Sequence[str]) -> list[str]:
    kind = fields.detect(columns)
    labels = {fields.label(kind, column, lang).casefold(): column for column in columns for lang in ("zh", "en")}
    words = {**labels, **{column.casefold(): column for column in columns}}
    return list(dict.fromkeys(words[word] for word in get_close_matches(name.casefold(), words, n=NEAR)))
