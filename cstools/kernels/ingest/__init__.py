"""cs-ingest: any export in, canonical records out."""

from __future__ import annotations

from cstools.kernels.ingest.across import Ids, across
from cstools.kernels.ingest.decisions import Options
from cstools.kernels.ingest.header import find
from cstools.kernels.ingest.stage import stage, whole

__all__ = ["Ids", "Options", "across", "find", "stage", "whole"]
