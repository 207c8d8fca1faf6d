"""The linkage of cs-dedupe: from the words of the command line to what the kernel is asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cstools.cli.options import items
from cstools.errors import Usage
from cstools.io.blocks import expand
from cstools.io.read import read_table
from cstools.kernels.dedupe.blocks import Limits
from cstools.kernels.dedupe.linkage import Link
from cstools.kernels.dedupe.links import Ask
from cstools.model.linkage import parse

MOST = 5000
"""Of records that are compared all with all: 12.5M pairs, which take a gigabyte."""


@dataclass(frozen=True)
class Words:
    """The options as typed; None where they were not."""

    on: str | None = None
    threshold: float | None = None
    max_block: int | None = None
    max_cluster: int | None = None
    against: tuple[str, ...] = ()
    assign: str | None = None
    known: str | None = None
    why: str | None = None


def link(words: Words, key: str, tz: str, lang: str) -> Link | None:
    """What `--on` and the options beside it ask for; None without `--on`.

    Raises Usage for options that cannot go together or have no use, Failure for a file that cannot be read.
    """
    if words.on is None:
        _unused(words)
        return None
    if key:
        raise Usage("dedupe.on_key")
    _sensible(words)
    least = Ask.least if words.threshold is None else words.threshold
    limits = Limits() if words.max_block is None else Limits(words.max_block, budget=math.inf)
    ask = Ask(parse(words.on), least, limits, Ask.most if words.max_cluster is None else words.max_cluster)
    others = tuple(read_table(path, tz=tz) for path in expand(words.against)) if words.against else ()
    known = None if words.known is None else read_table(words.known, tz=tz)
    if known is not None and known.width < 2:
        raise Usage("dedupe.known", path=words.known)
    return Link(ask, items(words.why), others, words.assign, known, lang)


def alone(emit: str, survivor: str, words: Words, *, repeats: bool) -> None:
    """Usage for options that say what becomes of duplicates, where no record is merged or marked."""
    asked = {"--why": words.why, "--assign": words.assign, "--against": words.against or None}
    other = next((name for name, value in asked.items() if value is not None), None)
    useless = {
        "--merge-repeats": repeats,
        "--survivor": survivor != "newest",
        f"--emit {emit}": emit == "mark" or (emit == "pairs" and words.why is not None),
    }
    for option, given in useless.items():
        if other and given:
            raise Usage("dedupe.useless", option=option, other=other)


def _unused(words: Words) -> None:
    """Usage for an option that says nothing without `--on`."""
    for name, value in vars(words).items():
        if value not in (None, ()):
            raise Usage("dedupe.needs_on", option=f"--{'pairs-known' if name == 'known' else name.replace('_', '-')}")


def _sensible(words: Words) -> None:
    if words.threshold is not None and not 0 < words.threshold < 1:
        raise Usage("dedupe.threshold", value=words.threshold)
    for option, count in (("--max-block", words.max_block), ("--max-cluster", words.max_cluster)):
        if count is not None and not 2 <= count <= MOST:
            raise Usage("dedupe.most", option=option, value=count, most=f"{MOST:,}")
    if len(words.against) > 1 and not words.assign:
        raise Usage("dedupe.against")
    if words.assign in ("", "channel", "kind", "id", "dup_group"):
        raise Usage("dedupe.assign", field=words.assign)
    if "-" in words.against:
        raise Usage("dedupe.against_input")
    if words.why is not None and len(items(words.why)) not in (1, 2):
        raise Usage("dedupe.why_ids", text=words.why)
