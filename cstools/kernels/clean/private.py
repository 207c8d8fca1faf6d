"""What is private, out of sight everywhere: in the records that go on, and in all that is written beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cstools.kernels.clean.mask import columns, masked_side
from cstools.kernels.clean.pseudonyms import coded_columns, coded_side

if TYPE_CHECKING:
    from cstools.kernels.clean.work import Options


def hidden(lf: pl.LazyFrame, kind: str, options: Options) -> pl.LazyFrame:
    """Records of a kind with the fields of `options.pseudonymize` coded and the kinds of `options.mask` masked."""
    coded = options.pseudonymize
    if coded:
        lf = lf.with_columns(coded_columns(kind, lf.collect_schema().names(), coded, options.key))
    if options.mask:
        lf = lf.with_columns(columns(kind, lf.collect_schema(), options.mask, options.mask_style, coded))
    return lf


def hidden_side(rejects: pl.LazyFrame, kind: str, options: Options) -> pl.LazyFrame:
    """Side records of a kind, their records and values as private as the stream; of whichever stage they come."""
    coded = options.pseudonymize
    if coded:
        rejects = coded_side(rejects, kind, coded, options.key)
    return masked_side(rejects, kind, options.mask, options.mask_style, coded) if options.mask else rejects
