"""The linkage of cs-dedupe: from the words of the command line to what the kernel is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from cstools.errors import Usage
from cstools.io.blocks import expand
from cstools.io.read import read_table
from cstools.kernels.dedupe.blocks import Limits
from cstools.kernels.dedupe.linkage import Link
from cstools.kernels.dedupe.links import Ask
from cstools.model.linkage import parse

LEAST = 0.5
"""The probability above which a pair is more likely one entity than two."""


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
    least = LEAST if words.threshold is None else words.threshold
    limits = Limits() if words.max_block is None else Limits(most=words.max_block)
    ask = Ask(parse(words.on), least, limits)
    ask = ask if words.max_cluster is None else Ask(ask.on, least, limits, words.max_cluster)
    others = tuple(read_table(path, tz=tz) for path in expand(words.against)) if words.against else ()
    known = None if words.known is None else read_table(words.known, tz=tz)
    if known is not None and known.width < 2:
        raise Usage("dedupe.known", path=words.known)
    why = tuple(part.strip() for part in (words.why or "").split(",") if part.strip())
    return Link(ask, why, others, words.assign, known, lang)


def _unused(words: Words) -> None:
    """Usage for an option that says nothing without `--on`."""
    for name, value in vars(words).items():
        if value not in (None, ()):
            raise Usage("dedupe.needs_on", option=f"--{'pairs-known' if name == 'known' else name.replace('_', '-')}")


def _sensible(words: Words) -> None:
    if words.threshold is not None and not 0 < words.threshold <= 1:
        raise Usage("dedupe.threshold", value=words.threshold)
    for option, count, fewest in (("--max-block", words.max_block, 2), ("--max-cluster", words.max_cluster, 2)):
        if count is not None and count < fewest:
            raise Usage("dedupe.most", option=option, value=count)
    if len(words.against) > 1 and not words.assign:
        raise Usage("dedupe.against")
    if words.why is not None and len([part for part in words.why.split(",") if part.strip()]) not in (1, 2):
        raise Usage("dedupe.why_ids", text=words.why)
