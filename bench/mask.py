"""What masking texts costs: `cs-clean --mask` against one plain regex pass per kind in Polars.

    python bench/mask.py [-n ROUNDS] [--rows 1000000] [--data DIR] [--bin DIR]

CPU as a ratio, both in this process and in turn after a warm-up: all kinds together in both styles (at most 1.5x the
passes together), then each kind against its own pass. The passes are what a short script would do (PASSES): no
full-width digits, no check digits, no borders. Texts: those of streams.py. Exits 1 if a bound is broken.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import polars as pl
from peers.inputs import export

from cstools.kernels.clean.mask import masked
from cstools.model.masks import ALL, STYLES, TOKENS, Style

MOST = 1.5
PASSES = {
    "id_card": r"[1-9][0-9]{16}[0-9Xx]",
    "bank_card": r"[1-9][0-9]{15,18}",
    "email": r"[0-9A-Za-z._%+-]+@[0-9A-Za-z.-]+\.[A-Za-z]{2,}",
    "phone": r"1[3-9][0-9]{9}",
    "wechat": r"微信号?[:：]?[A-Za-z][-_A-Za-z0-9]{5,19}",
    "qq": r"QQ[:：]?[1-9][0-9]{4,10}",
    "name": r"(?:我叫|收件人|姓名)[:：]?\p{Han}{2,3}",
    "address": r"\p{Han}{2,}(?:路|街|道)[0-9]+号",
}
HEADINGS = ("content", "text")
"""The heading of the texts in the generator's export, and in that of the examples."""


def texts(rows: int, folder: Path, bin_: Path) -> pl.DataFrame:
    """One column, `text`, of so many customers' texts."""
    frame = pl.read_csv(export(min(rows, 200_000), folder, bin_), infer_schema=False)
    name = next(name for name in HEADINGS if name in frame.columns)
    found = frame.get_column(name).drop_nulls().alias("text")
    return pl.concat([found] * (rows // found.len() + 1)).head(rows).rechunk().to_frame()


def ours(frame: pl.DataFrame, kinds: Sequence[str], style: Style = "partial") -> Callable[[], object]:
    """Masking, to be called."""
    return lambda: frame.select(masked(pl.col("text"), kinds, style))


def passes(frame: pl.DataFrame, kinds: Sequence[str]) -> Callable[[], object]:
    """One plain pass a kind, one after another in one expression, to be called."""
    column = pl.col("text")
    for kind in kinds:
        column = column.str.replace_all(PASSES[kind], TOKENS[kind])
    return lambda: frame.select(column)


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one call, those of all threads."""
    began = time.process_time()
    work()
    return time.process_time() - began


def report(name: str, own: Callable[[], object], peer: Callable[[], object], rounds: int, most: float | None) -> int:
    """Print one row: whether it breaks its bound."""
    cpu(own), cpu(peer)
    pairs = [(cpu(own), cpu(peer)) for _ in range(rounds)]
    ratio = median(a / max(b, 1e-6) for a, b in pairs)
    over = most is not None and ratio > most
    a, b = (median(pair[side] for pair in pairs) for side in (0, 1))
    bound = "" if most is None else f"{most:8.2f}" + ("  OVER" if over else "")
    print(f"{name:15}{a:9.3f}{b:9.3f}{ratio:9.2f}{bound}", flush=True)
    return int(over)


def main() -> int:
    """Measure, print, and say by the exit code whether a bound was broken."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("-n", "--rounds", type=int, default=5, help="rounds after a warm-up (5)")
    parser.add_argument("--rows", type=int, default=1_000_000, help="texts (1,000,000)")
    parser.add_argument("--data", type=Path, help="a folder for the input (a temporary one)")
    parser.add_argument("--bin", type=Path, default=Path(sys.executable).parent, help="where the commands are")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.data or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        frame = texts(given.rows, folder, given.bin)
    print(f"{frame.height:,} texts  ours s  passes s    ratio   bound")
    over = sum(report(style, ours(frame, ALL, style), passes(frame, ALL), given.rounds, MOST) for style in STYLES)
    for kind in ALL:
        over += report(kind, ours(frame, [kind]), passes(frame, [kind]), given.rounds, None)
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
