"""cs-join: what a side table says of a record, found by its keys and its time."""

from __future__ import annotations

from cstools.kernels.join.lookup import Ask, Lookup, Sheet, prepare
from cstools.kernels.join.stage import stage
from cstools.kernels.join.unmatched import unmatched

__all__ = ["Ask", "Lookup", "Sheet", "prepare", "stage", "unmatched"]
