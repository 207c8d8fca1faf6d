"""cs-ingest: any export in, canonical records out."""

from __future__ import annotations

from cstools.kernels.ingest.stage import Options, stage

__all__ = ["Options", "stage"]
