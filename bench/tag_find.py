"""What looking for all phrases costs: the finder of cs-tag against the Aho-Corasick search of Polars, same finds.

    python bench/tag_find.py [-n ROUNDS] [--texts N]

The words are those of the shipped taxonomy and lexicon, the texts made from the project's examples. CPU time in one
process, in turn (A B A B). Exits 1 if the two find other places, or ours takes more than three quarters of the CPU.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from statistics import median

os.environ["POLARS_MAX_THREADS"] = "1"

import numpy as np
import polars as pl
from peers.tag_texts import made

from cstools.kernels.tag.finder import find
from cstools.kernels.tag.lexis import arrays
from cstools.kernels.tag.patterns import compiled
from cstools.kernels.tag.script import scripts
from cstools.model.taxonomy import load

MOST = 3 / 4


def spent(work: Callable[[], int]) -> tuple[float, int]:
    """CPU seconds, and how many finds."""
    begin = time.process_time()
    finds = work()
    return time.process_time() - begin, finds


def main() -> int:
    """Print the ratio; 1 if it is over MOST, or the finds differ."""
    parser = argparse.ArgumentParser(description="The finder of cs-tag against Polars.")
    parser.add_argument("-n", "--rounds", type=int, default=3, help="rounds (3)")
    parser.add_argument("--texts", type=int, default=50_000, metavar="N", help="texts (50000)")
    given = parser.parse_args()
    lexis = arrays(compiled(load()))
    known, words = lexis.finder, pl.lit(pl.Series(lexis.words)).implode()
    rows = pl.DataFrame({"text": [row["text"] for row in made(given.texts)]}).with_row_index("i")
    blocks = list(scripts(rows))
    read = [script.signs for script in blocks]
    texts = pl.concat([script.strings() for script in blocks], rechunk=True).rename("text").to_frame()
    text = pl.col("text").str

    def ours() -> int:
        return sum(one.at.size for signs in read for one in find(signs, known))

    def polars() -> int:
        found = texts.select(
            text.extract_many(words, overlapping=True), text.find_many(words, overlapping=True).alias("at")
        )
        return int(np.asarray(found["at"].list.len().sum()))

    pairs = [(spent(ours), spent(polars)) for _ in range(given.rounds)]
    ratio = median(a / b for (a, _), (b, _) in pairs)
    same = all(a == b for (_, a), (_, b) in pairs)
    per = pairs[0][0][1] / given.texts
    print(f"{len(lexis.words):,} words, {given.texts:,} texts, {per:.1f} finds a text" + "  DIFFER" * (not same))
    print(
        f"finder / Polars  median of {given.rounds} pairs {ratio:.2f}, at most {MOST:.2f}" + "  OVER" * (ratio > MOST)
    )
    return int(ratio > MOST or not same)


if __name__ == "__main__":
    sys.exit(main())
