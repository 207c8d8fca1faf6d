"""Four stages as one script: the same kernels called one after the other, with no runner around them.

What cs-ingest | cs-clean | cs-tag | cs-clean --mask all write of an export, record by record: no side records, no
counts, no lines of the input kept, and every decision taken on the first chunk.
"""

import os
import sys

CHUNK = 25_000


def main() -> None:
    os.environ.setdefault("POLARS_MAX_THREADS", "1")  # as the tools do, before Polars is imported
    import polars as pl

    from cstools.kernels import clean, ingest, tag
    from cstools.kernels.clean import mask
    from cstools.kernels.stage import decided
    from cstools.model import fields
    from cstools.model.taxonomy import load

    rows = pl.scan_csv(sys.argv[1], infer_schema=False)
    stages = [
        ingest.stage(ingest.Options()),
        clean.stage(clean.Options()),
        tag.stage(load()),
        clean.stage(clean.Options(mask=mask.parse("all"))),
    ]
    for chunk in rows.collect_batches(chunk_size=CHUNK):
        stages[0] = decided(stages[0], [chunk])
        frame = chunk
        for stage in stages:
            frame = stage.apply(frame.lazy()).rows.collect()
        frame.select(fields.order("ticket", frame.columns)).write_ndjson(sys.stdout.buffer)


main()
