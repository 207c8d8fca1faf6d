"""Text and names in one spelling, and how many cells that changed."""

from __future__ import annotations

import polars as pl

from cstools.kernels.clean import names, phones
from cstools.kernels.clean.text import Form, unify
from cstools.kernels.clean.work import Work
from cstools.kernels.stage import INTERNAL
from cstools.model import fields

_LONG = ("text", "csat_comment", "reply")
_NEW, _REPAIRED = "__clean_new_", "__clean_repaired"


def unified(work: Work) -> None:
    """Known columns of text unified; counts "cells repaired"."""
    repaired = _repaired(work).cache()
    work.count(repaired, "cells repaired", pl.col(_REPAIRED).sum())
    work.lf = repaired.drop(_REPAIRED)


def _repaired(work: Work) -> pl.LazyFrame:
    """The frame with text and names unified, and _REPAIRED: how many cells of a row that changed."""
    lf, kind = work.lf, work.kind
    schema, known = lf.collect_schema(), fields.of(kind)
    texts = [name for name in schema if name not in INTERNAL and schema[name] == pl.String and name in known]
    own = work.options.rules.dictionaries if work.options.rules else {}
    words = {name: names.dictionary(kind, name, own.get(name)) for name in texts}
    plain = [unify(pl.col(name), _form(kind, name)).alias(_NEW + name) for name in texts]
    new = lf.with_columns(plain).with_columns(
        [names.canonical(pl.col(_NEW + name), words[name]).alias(_NEW + name) for name in texts if words[name]]
    )
    if "phone" in texts:
        new = new.with_columns(phones.canonical(pl.col(_NEW + "phone")))
    changed = [pl.col(name).ne_missing(pl.col(_NEW + name)).cast(pl.Int64) for name in texts]
    return new.select(
        *[pl.col(_NEW + name).alias(name) if name in texts else pl.col(name) for name in schema],
        (pl.sum_horizontal(changed) if changed else pl.lit(0, dtype=pl.Int64)).alias(_REPAIRED),
    )


def _form(kind: str, name: str) -> Form:
    if fields.of(kind)[name].type == "id":
        return "id"
    return "long" if name in _LONG else "short"
