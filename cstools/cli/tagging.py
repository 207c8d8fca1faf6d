"""cs-tag: from the words of the command line to the stages they ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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
    asked = asked.told("eval", learned.Lost(lang)).told("agreement", learned.Agreed(lang))
    # Texts of any table can be tagged: its columns need not be fields.
    return asked if words.field == "text" else replace(asked, source=replace(asked.source, canonical=False))


def _sensible(words: Words) -> None:
    """Raises Usage for options that cannot go together, or have no use."""
    tables = [name for name, asked in words.tables.items() if asked]
    if len(tables) > 1:
        raise Usage("tag.tables", first=tables[0], second=tables[1])
    for option, given, what in _needs(words):
        if given:
            raise Usage("tag.needs", option=option, needs=what)
    for option in _useless(words):
        raise Usage("tag.useless", option=option, table=tables[0])
    if words.adapt and words.models:
        raise Usage("tag.tables", first="--adapt", second="--model")
    if not words.sentiment and (words.adapt or words.from_rating):
        raise Usage("tag.feeling", option="--adapt" if words.adapt else "--train-from-rating")
    _values(words)


def _values(words: Words) -> None:
    """Raises Usage for a value an option cannot have, Failure for a place no model can be kept at."""
    for option, value in (("--train", words.train), ("--eval", words.eval), ("--field", words.field)):
        if value == "":
            raise Usage("tag.empty", option=option)
    if words.labels not in (AUTO, ONE, SEVERAL):
        raise Usage("tag.labels", value=words.labels)
    if words.confidence is not None and not 0 <= words.confidence <= 1:
        raise Usage("tag.confidence", value=words.confidence)
    if words.save is not None:
        _place(words.save)


def _needs(words: Words) -> Iterator[tuple[str, bool, str]]:
    """Options that are given without what they need, and what that is."""
    learns = words.train is not None or words.from_rating or words.adapt
    counts = words.keywords or words.rising or words.new_words or words.topics
    judges = words.train is not None or words.eval is not None
    yield "--save", words.save is not None and not learns, "--train, --train-from-rating, --adapt"
    yield "--labels", words.labels != AUTO and not judges, "--train, --eval"
    yield "--min-confidence", words.confidence is not None and not words.models, "--model"
    yield "--eval-map", words.eval_map is not None and words.eval is None, "--eval"
    yield "--keep", words.keep and words.topics is None, "--topics"
    yield "--user-dict", words.user_dict is not None and not counts, "--keywords, --rising, --new-words, --topics"


def _useless(words: Words) -> Iterator[str]:
    """Options that say something of the records, where a table stands in their place."""
    if not any(words.tables.values()):
        return
    given = {
        "--keywords": words.keywords is not None,
        "--explain": words.explain,
        "--fill-category": words.fill_category,
    }
    if words.eval is None:
        given |= {"--model": bool(words.models), "--adapt": words.adapt}
    yield from (option for option, asked in given.items() if asked)


def _place(path: str) -> None:
    """Raises Usage for a place no model can be kept at, before it is learned."""
    if path in ("", "-"):
        raise Usage("option.path", option="--save")
    if not Path(path).resolve().parent.is_dir():
        raise Failure("output.nowhere", path=path)


def _stages(words: Words, tree: Taxonomy, common: Common) -> Iterator[Stage]:
    """The stages in their order: the truth is put aside before anything is written, a table comes last."""
    from cstools.kernels import tag
    from cstools.kernels.tag import agreement

    models = _models(words)
    own = _own(words.user_dict)
    if (truth := words.train or words.eval) is not None:
        from cstools.kernels.tag.learn.truth import keep

        yield keep(truth)
    yield tag.stage(tree, words.field, words.sentiment, words.explain)
    if not any(words.tables.values()) and tree.categories:
        yield agreement.stage(tree.categories)
    if words.fill_category:
        yield tag.filled()
    for model in models:
        from cstools.kernels.tag.learn import using

        yield using.stage(model, words.field, words.confidence or 0.0, tree.speaker)
    if words.adapt:
        from cstools.kernels.tag.learn import adapt

        yield adapt.stage(words.field, tree.speaker)
    if words.keywords is not None:
        from cstools.kernels.tag.words import keywords

        yield keywords.stage(words.keywords, words.field, own, tree.speaker)
    yield from _learning(words, tree, models)
    yield from _looking(words, tree, own, common)


def _models(words: Words) -> list[Model]:
    """The models of --model. Raises Usage for two of one field, and for a field or an option they cannot go with."""
    models = [_model(path) for path in words.models]
    fields = [model.field for model in models]
    for model in models:
        if fields.count(model.field) > 1:
            raise Usage("model.twice", field=model.field)
        if model.field == words.field:
            raise Usage("train.self", field=model.field)
        if model.lexicon and not words.sentiment:
            raise Usage("tag.feeling", option="--model")
    return models


def _learning(words: Words, tree: Taxonomy, models: list[Model]) -> Iterator[Stage]:
    """The table of --coverage, --train, --train-from-rating or --eval."""
    split = words.labels != ONE
    if words.coverage:
        from cstools.kernels.tag import coverage

        yield coverage.stage(words.field)
    if words.train is not None:
        from cstools.kernels.tag.learn import training

        if words.train == words.field:
            raise Usage("train.self", field=words.field)
        yield training.stage(
            words.field, words.train, None if words.labels == AUTO else words.labels == SEVERAL, tree.speaker
        )
    if words.from_rating:
        from cstools.kernels.tag.learn import training

        yield training.by_rating(words.field, tree.speaker)
    if words.eval is not None:
        from cstools.kernels.tag.learn import evaluate

        by = next((model.field for model in models if model.field == words.eval), None)
        own = _map(words.eval_map)
        yield evaluate.stage(words.field, by, tree.categories, own, split, tree.speaker)


def _looking(words: Words, tree: Taxonomy, own: Own | None, common: Common) -> Iterator[Stage]:
    """The table of --rising or --new-words; --topics."""
    if words.rising is not None:
        from cstools.cli.job import as_of
        from cstools.kernels.tag.words import rising

        yield rising.stage(words.rising, words.field, as_of(common), own=own, speaker=tree.speaker)
    if words.new_words:
        from cstools.kernels.tag.words import novel

        yield novel.stage(words.field, own=own, speaker=tree.speaker)
    if words.topics is not None:
        from cstools.kernels.tag.words import topics

        yield topics.stage(words.topics, words.field, words.keep, own=own, speaker=tree.speaker)


def _map(path: str | None) -> dict[str, tuple[str, ...]]:
    """The table of --eval-map: label to path prefixes. Raises Usage where it has not two columns."""
    if path is None:
        return {}
    from cstools.io.read import read_raw
    from cstools.kernels.stage import PROVENANCE

    table = read_raw(path).drop(PROVENANCE, strict=False)
    if table.width < 2:
        raise Usage("tag.eval_map", path=path)
    rows = table.select(table.columns[:2]).drop_nulls().rows()
    if "/" in table.columns[1]:  # a table without headings
        rows = [(table.columns[0], table.columns[1]), *rows]
    found: dict[str, tuple[str, ...]] = {}
    for label, prefix in rows:
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
