"""Headings for people: the labels of the field table, such that reading them gives the same fields."""

from __future__ import annotations

from collections import Counter

from cstools.io.writers.sink import RAW, Sink
from cstools.model import columns, fields


def headings(names: list[str], sink: Sink) -> dict[str, str]:
    """Field -> heading. xlsx has labels unless it is told otherwise, csv and tsv names.

    A label that is another column's heading as well (an unknown column may be called 渠道), or that is read as another
    field (an export's Topic is its category), gives way to the name.
    """
    lang = sink.headers or (sink.lang if sink.form == "xlsx" else RAW)
    if lang == RAW:
        return {name: name for name in names}
    kind = fields.detect(names)
    labels = {name: _label(kind, name, lang) for name in names}
    if sink.own_order:
        labels = {name: columns.label(name, lang) if label == name else label for name, label in labels.items()}
    count = Counter(fields.normal(text) for text in [*labels.values(), *names])
    own = {name: int(fields.normal(name) == fields.normal(label)) for name, label in labels.items()}
    return {name: label if count[fields.normal(label)] - own[name] == 1 else name for name, label in labels.items()}


def _label(kind: str, name: str, lang: str) -> str:
    label = fields.label(kind, name, lang)
    read = fields.find(kind, label)
    return label if read is None or read[0] == name else name
