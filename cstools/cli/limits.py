"""The limits of cs-clean outside of its stage: a first pass over files, and the table read and written."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import polars as pl

from cstools.cli.options import Common
from cstools.errors import Usage
from cstools.io.blocks import expand
from cstools.io.read import read_raw
from cstools.kernels import clean
from cstools.kernels.clean import learn
from cstools.kernels.clean.limits import SCHEMA, rows_of, told
from cstools.kernels.clean.mask.texts import masked
from cstools.kernels.expr.frames import ensure
from cstools.kernels.stage import LINE, Result, Stage
from cstools.model import fields
from cstools.model.messages import say


@dataclass(frozen=True)
class Words:
    """`--limits` and `--learn-limits` as typed."""

    limits: str | None
    learn: str | None


def ready(
    words: Words, options: clean.Options, files: list[str] | None, common: Common
) -> tuple[clean.Options, tuple[Stage, ...]]:
    """The options with the limits they need, where those can be known before the run, and what goes before the stage.

    From `--limits`; else, where the input is files, from a first pass over them, so that the run itself streams. Else
    standard error says what the run will hold. Raises Usage for a table that cannot be used, and for words without use.
    """
    _sensible(words, options)
    if words.limits:
        table = read(words.limits)
        for one in learn.asked(options):
            rows_of(table, one.ask)
        options = replace(options, limits=table)
    asked, held = clean.learns(options), {"clean.spans": clean.spans(options), "clean.wholes": clean.wholes(options)}
    if asked and not any(held.values()) and _again(files):
        return _first_pass(options, files, common)
    if not any(held.values()):
        held = {"clean.holds": asked}
    for key, names in held.items():
        if names and not common.quiet:
            _tell(key, common, names=", ".join(names))
    return options, ()


def _sensible(words: Words, options: clean.Options) -> None:
    if words.limits and words.learn:
        raise Usage("clean.limits_both")
    given = next((name for name, word in vars(words).items() if word), None)
    if given is None:
        return
    if not clean.learns(options):
        raise Usage("clean.limits_idle", option="--limits" if words.limits else "--learn-limits")
    if words.learn is None:
        return
    if Path(words.learn).suffix not in (".json", ".csv"):
        raise Usage("clean.limits_form", path=words.learn)
    private = {name for kind in fields.KINDS for name, field in fields.of(kind).items() if field.private}
    for name in _shown(options):
        if name in private or name in options.pseudonymize:
            raise Usage("clean.limits_private", field=name)


def _shown(options: clean.Options) -> list[str]:
    """The fields whose values a table of limits shows as they are."""
    asked = learn.asked(options)
    return [name for one in asked for name in one.by] + [one.field for one in asked if one.method == "mode"]


def _again(files: list[str] | None) -> bool:
    """Whether the input can be read twice."""
    names = expand(tuple(files or ()))
    return all(name != "-" and (Path(name).is_file() or not Path(name).exists()) for name in names)


def _first_pass(
    options: clean.Options, files: list[str] | None, common: Common
) -> tuple[clean.Options, tuple[Stage, ...]]:
    """The limits, and a stage that gives each chunk the columns of all: a run that holds them has those too."""
    from cstools.cli.job import job
    from cstools.io.flow import Flow

    columns: dict[str, pl.DataType] = {}

    def seen(lf: pl.LazyFrame) -> Result:
        columns.update({name: dtype for name, dtype in lf.collect_schema().items() if name not in columns})
        return Result(lf)

    asked = job("clean", files, replace(common, log=None), Stage("columns", seen), *clean.learner(options))
    run = Flow(asked)
    for _ in run.frames():
        pass
    limits = told(run.found[asked.steps[-1].after].total())
    return replace(options, limits=limits), (Stage("columns", lambda lf: Result(ensure(lf, columns))),)


def read(path: str) -> pl.DataFrame:
    """A table of limits, from a file in any readable format.

    Raises Usage for a column that is missing or a cell that is no number, with its line; Failure for what cannot be
    read.
    """
    raw = read_raw(path)
    for column in ("field", "method", "n"):
        if column not in raw.columns:
            raise Usage("clean.limits_column", path=path, column=column)
    made = {name: _cells(raw, path, name, dtype) for name, dtype in SCHEMA.items()}
    return pl.DataFrame(made)


def _cells(raw: pl.DataFrame, path: str, name: str, dtype: pl.DataType) -> pl.Series:
    if name not in raw.columns:
        return pl.Series(name, [None] * raw.height, dtype=dtype)
    text = raw.get_column(name).replace("", None)
    if dtype == pl.Boolean:
        made = text.replace_strict(["true", "false"], [True, False], default=None, return_dtype=dtype)
    else:
        made = text.cast(dtype, strict=False)
    wrong = (made.is_null() & text.is_not_null()).arg_true()
    if wrong.len():
        at = wrong[0]
        raise Usage("clean.limits_table", path=path, line=raw[LINE][at], column=name, value=text[at])
    return made


def writer(path: str, options: clean.Options) -> Callable[[pl.DataFrame], None]:
    """What writes the table of `--learn-limits`, learned before the run or in it, when the run ends."""
    return partial(_write, path, options)


def _write(path: str, options: clean.Options, found: pl.DataFrame) -> None:
    from cstools.io.atomic import written

    table = told(found) if options.limits is None else options.limits
    if options.mask:
        table = table.with_columns(masked(pl.col("group", "value"), options.mask, options.mask_style))
    with written(path) as stream:
        if Path(path).suffix == ".csv":
            stream.write(table.write_csv().encode())
            return
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in table.to_dicts())
        stream.write(f"[\n{rows}\n]\n".encode())


def _tell(key: str, common: Common, **params: object) -> None:
    from cstools.cli.boundary import complain
    from cstools.cli.job import tongue

    complain("cs-clean", say(key, tongue(common), **params))
