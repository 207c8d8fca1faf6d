"""cs-tag: from the words of the command line to the stages they ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from cstools.cli.options import Common
from cstools.errors import Failure, Usage

if TYPE_CHECKING:
    from cstools.io.job import Job
    from cstools.kernels.stage import Stage
    from cstools.kernels.tag.learn.model import Model
    from cstools.kernels.tag.words.segment import Own
    from cstools.model.taxonomy import Taxonomy

T = TypeVar("T")
ONE, SEVERAL, AUTO = "one", "several", "auto"


@dataclass(frozen=True)
class Words:
    """The options as typed, in the order of the command."""

    taxonomy: str | None
    field: str
    fill_category: bool
    sentiment: bool
    explain: bool
    coverage: bool
    train: str | None
    labels: str
    from_rating: bool
    save: str | None
    models: tuple[str, ...]
    confidence: float | None
    adapt: bool
    eval: str | None
    eval_map: str | None
    keywords: int | None
    rising: str | None
    new_words: bool
    topics: int | None
    keep: bool
    user_dict: str | None

    @property
    def tables(self) -> dict[str, bool]:
        """The options that put a table in place of the records, and whether they are asked for."""
        return {
            "--coverage": self.coverage,
            "--train": self.train is not None,
            "--train-from-rating": self.from_rating,
            "--eval": self.eval is not None,
            "--rising": self.rising is not None,
            "--new-words": self.new_words,
            "--topics": self.topics is not None and not self.keep,
        }


def check(path: str, common: Common) -> None:
    """`--check-taxonomy`: say that a taxonomy is good, and end. Raises Usage with the line where it is not."""
    from cstools.cli.job import tongue
    from cstools.kernels.tag.patterns import compiled
    from cstools.model.messages import say
    from cstools.model.taxonomy import load

    tree = load(path)
    compiled(tree)
    typer.echo(say("taxonomy.good", tongue(common), path=path, n=len(tree.leaves)))
    raise typer.Exit


def made(words: Words, files: list[str] | None, common: Common) -> Job:
    """The job the options ask for. Raises Usage for options that cannot go together or have no use."""
    from cstools.cli import learned
    from cstools.cli.job import job, tongue
    from cstools.model.taxonomy import load

    _sensible(words)
    lang = tongue(common)
    tree = load(words.taxonomy)
    asked = job("tag", files, common, *_stages(words, tree, common))
    save = None if asked.sink.dry else words.save
    asked = asked.told("train", learned.Trained(lang, save), writes=save)
    asked = asked.told("adapt", learned.Trained(lang, save), writes=save)
    asked = asked.told("eval", learned.Lost(lang))
    return asked.told("agreement", learned.Agreed(lang))


def _sensible(words: Words) -> None:
    tables = [name for name, asked in words.tables.items() if asked]
    if len(tables) > 1:
        raise Usage("tag.tables", first=tables[0], second=tables[1])
    needs = {
        "--save": (words.save, words.train or words.from_rating or words.adapt,
                   "--train, --train-from-rating, --adapt"),
        "--labels": (words.labels != AUTO, words.train, "--train"),
        "--min-confidence": (words.confidence is not None, words.models, "--model"),
        "--eval-map": (words.eval_map, words.eval, "--eval"),
        "--keep": (words.keep, words.topics is not None, "--topics"),
        "--user-dict": (words.user_dict, words.keywords or words.rising or words.new_words or words.topics,
                        "--keywords, --rising, --new-words, --topics"),
    }  # fmt: skip
    for option, (given, needed, what) in needs.items():
        if given and not needed:
            raise Usage("tag.needs", option=option, needs=what)
    if words.labels not in (AUTO, ONE, SEVERAL):
        raise Usage("tag.labels", value=words.labels)
    if words.confidence is not None and not 0 <= words.confidence <= 1:
        raise Usage("tag.confidence", value=words.confidence)
    if not words.sentiment and (words.adapt or words.from_rating):
        raise Usage("tag.feeling", option="--adapt" if words.adapt else "--train-from-rating")


def _stages(words: Words, tree: Taxonomy, common: Common) -> Iterator[Stage]:
    """The stages in their order: the truth is put aside before anything is written, a table comes last."""
    from cstools.kernels import tag
    from cstools.kernels.tag import agreement

    models = [_model(path) for path in words.models]
    if not words.sentiment and any(model.lexicon for model in models):
        raise Usage("tag.feeling", option="--model")
    own = _own(words.user_dict)
    if words.eval is not None:
        from cstools.kernels.tag.learn import evaluate

        yield evaluate.keep(words.eval)
    yield tag.stage(tree, words.field, words.fill_category, words.sentiment, words.explain)
    if not any(words.tables.values()) and tree.categories:
        yield agreement.stage(tree.categories)
    for model in models:
        from cstools.kernels.tag.learn import using

        yield using.stage(model, words.field, words.confidence or 0.0)
    if words.adapt:
        from cstools.kernels.tag.learn import adapt

        yield adapt.stage(words.field)
    if words.keywords is not None:
        from cstools.kernels.tag.words import keywords

        yield keywords.stage(words.keywords, words.field, own)
    yield from _learning(words, tree, common, models)
    yield from _looking(words, own, common)


def _learning(words: Words, tree: Taxonomy, common: Common, models: list[Model]) -> Iterator[Stage]:
    """The table of --coverage, --train, --train-from-rating or --eval."""
    if words.coverage:
        from cstools.kernels.tag import coverage

        yield coverage.stage(words.field)
    if words.train is not None:
        from cstools.kernels.tag.learn import training

        yield training.stage(words.field, words.train, None if words.labels == AUTO else words.labels == SEVERAL)
    if words.from_rating:
        from cstools.kernels.tag.learn import training

        yield training.by_rating(words.field)
    if words.eval is not None:
        from cstools.kernels.tag.learn import evaluate

        by = next((model.field for model in models if model.field == words.eval), None)
        yield evaluate.stage(words.field, by, tree.categories, _map(words.eval_map, common))


def _looking(words: Words, own: Own | None, common: Common) -> Iterator[Stage]:
    """The table of --rising or --new-words; --topics."""
    if words.rising is not None:
        from cstools.cli.job import as_of
        from cstools.kernels.tag.words import rising

        yield rising.stage(words.rising, words.field, as_of(common), own=own)
    if words.new_words:
        from cstools.kernels.tag.words import novel

        yield novel.stage(words.field, own=own)
    if words.topics is not None:
        from cstools.kernels.tag.words import topics

        yield topics.stage(words.topics, words.field, words.keep, own=own)


def _map(path: str | None, common: Common) -> dict[str, tuple[str, ...]]:
    """The table of --eval-map: label to path prefixes. Raises Usage where it has not two columns."""
    if path is None:
        return {}
    from cstools.io.read import read_raw
    from cstools.kernels.stage import PROVENANCE

    rows = read_raw(path).drop(PROVENANCE, strict=False)
    if rows.width < 2:
        raise Usage("tag.eval_map", path=path)
    found: dict[str, tuple[str, ...]] = {}
    for label, prefix in rows.select(rows.columns[:2]).drop_nulls().rows():
        found[label.strip()] = (*found.get(label.strip(), ()), prefix.strip())
    return found


def _own(path: str | None) -> Own | None:
    """The words of --user-dict."""
    if path is None:
        return None
    from cstools.kernels.tag.words.segment import dictionary

    return dictionary(_read(path, lambda file: file.read_text(encoding="utf-8-sig")), path)


def _model(path: str) -> Model:
    """The model of a file. Raises Failure for one that is missing, foreign or damaged."""
    from cstools.kernels.tag.learn.model import unpacked

    return unpacked(_read(path, Path.read_bytes), path)


def _read(path: str, how: Callable[[Path], T]) -> T:
    try:
        return how(Path(path))
    except FileNotFoundError as error:
        raise Failure("file.missing", path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Failure("file.broken", path=path, why=error) from error
