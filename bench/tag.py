"""What cs-tag costs: rules, feelings and models against the usual tools, a file against bare Polars.

    python bench/tag.py [-n ROUNDS] [--rows N] [--only PART,...] [--bin DIR] [--data DIR]

rules, sentiment, model: texts in a second of CPU, one thread, imports and loading left out. Ours and the peer stand
ready in a process each and take turns (A B A B); the median of the pairwise ratios counts. Labels must be those of the
plain loop; of feelings and models the F1 of both is told. stream: CPU and memory of a run on --rows texts against a
bare Polars copy, as whole processes. imports: what a run without words and topics must not load. Texts are made from
the examples; feelings and models read real reviews where ../shared/data has them. The peers run in environments of
their own, made at the first call (bench/peers/tag_requirements.txt, tag_fasttext_requirements.txt; the network is used
only for that). One that cannot be had is said to be missing. Exits 1 if a bound is broken or an answer differs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median

from peers.tag_contest import Contest, alike, felt, graded, told
from peers.tag_rate import read
from peers.tag_texts import alone, made, nothing, reviews, taxonomy, written
from streams import Cost, environment, options, run

PEERS = Path(__file__).parent / "peers"
TEXTS, SOME, FEW = 100_000, 20_000, 5_000
"""Texts of rules; those the loop and jieba read of them."""
FELT = 400
"""Texts SnowNLP reads."""
COPY, PEAK = 8.0, 400.0
"""CPU of a run / that of a bare copy; its MB."""
HEAVY = ("jieba", "rjieba", "scipy", "sklearn")
ONE = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Bench:
    """What was asked for, and where the files go."""

    rounds: int
    rows: int
    bin_: Path
    folder: Path

    @cached_property
    def python(self) -> Path | None:
        """The peers' interpreter."""
        return environment("tag", "tag_requirements.txt")

    def contests(self, rows: Path, *contests: Contest, **files: Path) -> int:
        """The rows of some contests over the same texts: how many bounds were broken."""
        given = {"rows": str(rows)} | {name: str(path) for name, path in files.items()}
        return sum(contest.row(given, self.rounds, self.folder) for contest in contests)


def rules(bench: Bench) -> int:
    """500 phrases of 20 labels against a loop over them, and against jieba's words."""
    rows = written(made(TEXTS, different=True), bench.folder / "rules.jsonl")
    return bench.contests(
        rows,
        Contest("rules, plain loop", "rules", Path(sys.executable), "tag_loop.py", SOME, 20, alike),
        Contest("rules, jieba and sets", "rules", bench.python, "tag_jieba.py", FEW, 200, told),
        taxonomy=taxonomy(bench.folder / "rules.toml"),
    )


def sentiment(bench: Bench) -> int:
    """The feeling of texts, alone and with all problems named, against SnowNLP."""
    rows = written(reviews(SOME), bench.folder / "felt.jsonl")
    alone = Contest("sentiment, SnowNLP", "sentiment", bench.python, "tag_snownlp.py", FELT, 1000, felt)
    whole = Contest("the whole stage, SnowNLP", "sentiment", bench.python, "tag_snownlp.py", FELT, None, felt)
    none = nothing(bench.folder / "nothing.toml")
    return bench.contests(rows, alone, taxonomy=none) + bench.contests(rows, whole)


def model(bench: Bench) -> int:
    """A label of two, all trained on the same texts, against scikit-learn and fastText."""
    rows = written(reviews(SOME), bench.folder / "reviews.jsonl")
    fast = environment("tag_fasttext", "tag_fasttext_requirements.txt")
    return bench.contests(
        rows,
        Contest("model, scikit-learn", "model", bench.python, "tag_sklearn.py", 0, 20, graded),
        Contest("model, fastText", "model", fast, "tag_fasttext.py", 0, 20, graded),
        model=bench.folder / "label.model",
    )


def ids(path: Path) -> list[str]:
    """The ids of JSON lines, in order."""
    return [row["ticket_id"] for row in read(path)]


def stream(bench: Bench) -> int:
    """A file through cs-tag against the same file read and written again: as texts come, and all different."""
    over = copied(bench, written(made(bench.rows), bench.folder / "stream.jsonl", "ticket_id", "text"), COPY, PEAK)
    other = written(made(bench.rows, different=True), bench.folder / "other.jsonl", "ticket_id", "text")
    return over + copied(bench, other)


def copied(bench: Bench, rows: Path, most: float = 0, peak: float = 0) -> int:
    """The table of one file: how many bounds were broken."""
    out = bench.folder / "out.jsonl"
    copy = [sys.executable, str(PEERS / "tag_copy.py"), str(rows)]
    ours = [str(bench.bin_ / "cs-tag"), "-q", str(rows), "-t", "jsonl"]
    given = read(rows)
    size, share = sum(len(row["text"]) for row in given) / max(len(given), 1), alone(given)
    print(f"\n{len(given):,} texts of {size:.0f} characters, {share:.0%} different but for long numbers")
    print(f"{'':25}{'CPU s':>9}{'wall s':>9}{'MB':>9}{'CPU x':>9}{'most':>7}{'most MB':>9}", flush=True)
    run(copy, out)
    turns = [[run(line, out) for line in (copy, [*ours, "--no-sentiment"], ours)] for _ in range(bench.rounds)]
    bare, plain, full = zip(*turns, strict=True)
    same = ids(out) == [row["ticket_id"] for row in given]
    cost("polars, bare copy", bare, bare)
    over = cost("cs-tag", full, bare, most, peak)
    cost("cs-tag --no-sentiment", plain, bare)
    if not same:
        print("DIFFERS: not the same ids")
    return over + (not same)


def cost(name: str, own: tuple[Cost, ...], bare: tuple[Cost, ...], most: float = 0, peak: float = 0) -> int:
    """One row of the table of `stream`: how many of its bounds are broken, 0 being none."""
    cpu, wall, held = (median(getattr(one, what) for one in own) for what in ("cpu", "wall", "peak"))
    ratio = median(a.cpu / b.cpu for a, b in zip(own, bare, strict=True))
    words = f"{most:7g}{peak:9g}" if most else ""
    over = [f"  OVER by {value / bound - 1:.0%}" for value, bound in ((ratio, most), (held, peak)) if 0 < bound < value]
    print(f"{name:25}{cpu:9.2f}{wall:9.2f}{held:9.0f}{ratio:9.2f}{words}{''.join(over)}", flush=True)
    return len(over)


def imported(command: list[str]) -> set[str]:
    """The packages a command imports."""
    line = [sys.executable, "-X", "importtime", *command]
    done = subprocess.run(line, check=True, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def imports(bench: Bench) -> int:
    """What runs load that need neither words nor topics: by rules, and by a model."""
    rows, model_ = written(made(1000), bench.folder / "imports.jsonl"), bench.folder / "imports.model"
    tag = [str(bench.bin_ / "cs-tag"), "-q", str(rows)]
    learned = subprocess.run([*tag, "--train", "label", "--save", str(model_)], check=False, capture_output=True)
    over = 0
    print()
    for words in ((), ("--explain",), ("--coverage",), ("--model", str(model_))):
        name = " ".join(("cs-tag", *words[:1]))
        if str(model_) in words and learned.returncode:
            print(f"{name:25}missing: nothing was learned")
            continue
        found = imported([*tag, *words])
        wrong = [name for name in HEAVY if name in found] + (["DIFFERS: not even polars"] * ("polars" not in found))
        print(f"{name:25}" + (f"OVER: imports {', '.join(wrong)}" if wrong else f"imports none of {', '.join(HEAVY)}"))
        over += bool(wrong)
    return over


PARTS: dict[str, Callable[[Bench], int]] = {
    part.__name__: part for part in (rules, sentiment, model, stream, imports)
}  # fmt: skip


def main() -> int:
    """Print the tables; 1 if a bound is broken."""
    parser = options("cs-tag against its peers.")
    parser.add_argument("--rows", type=int, default=1_000_000, metavar="N", help="texts of stream (1000000)")
    parser.add_argument("--only", default=",".join(PARTS), metavar="PART,...", help="these parts only")
    given = parser.parse_args()
    parts = given.only.split(",")
    if unknown := set(parts) - set(PARTS):
        parser.error(f"--only: no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    os.environ.update(ONE)
    over = 0
    if {"rules", "sentiment", "model"} & set(parts):
        print(f"{'texts / CPU second':33}{'ours':>11}{'its':>11}{'x':>9}{'least':>7}   answers", flush=True)
    with tempfile.TemporaryDirectory(dir=given.data) as folder:
        bench = Bench(given.rounds, given.rows, given.bin, Path(folder))
        for name in parts:
            over += PARTS[name](bench)
    return int(over > 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"tag: {error}")
