"""The rule files of cs-clean: read as TOML or as a table, proved, with the other files their rules ask for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from cstools.cli import lookup
from cstools.cli.sidefile import text
from cstools.errors import Usage
from cstools.io.read import read_raw
from cstools.kernels import ingest
from cstools.kernels.clean.checks import proved
from cstools.kernels.clean.judges import Tables
from cstools.kernels.stage import LINE, PROVENANCE
from cstools.model import ruleset
from cstools.model.checks import COMMON
from cstools.model.fields import normal
from cstools.model.lookups import kind_of
from cstools.model.messages import say
from cstools.model.rule_reader import PARAMETERS
from cstools.model.rules import Place, Rule


@dataclass(frozen=True)
class Given:
    """A rule file, and the values of other files that its rules ask for."""

    rules: ruleset.Ruleset
    tables: Tables


def load(path: str, tz: str) -> Given:
    """The rules in a file, every one proved.

    Raises Usage with the line of what is wrong (`model/ruleset.py`, `kernels/clean/checks.py`), Failure for a file that
    cannot be read.
    """
    rules = ruleset.parse(text(path), path) if path.lower().endswith(".toml") else _table(path)
    if not rules.rules and not rules.dictionaries:
        raise Usage("rules.empty", path=path)
    for rule in rules.rules:
        proved(rule, rules.own)
    asked = [rule for rule in rules.rules if rule.check == "exists" and rule.on]
    return Given(rules, {key: values for rule in asked for key, values in _values(rule, path, tz).items()})


def told(given: Given, lang: str) -> str:
    """What `--check-rules` says of a file that is right."""
    rules, words = given.rules.rules, sum(map(len, given.rules.dictionaries.values()))
    return say("rules.good", lang, path=given.rules.path, rules=f"{len(rules):,}", words=f"{words:,}")


def _table(path: str) -> ruleset.Ruleset:
    """A table of rules, of any format the tools read; headings in any case."""
    raw = read_raw(path, ingest.find)
    known = {normal(key): key for key in (*COMMON, *PARAMETERS)}
    names = {name: known.get(normal(name), name) for name in raw.columns if name not in PROVENANCE}
    rows = []
    for row in raw.iter_rows(named=True):
        said = {key: (row[name] or "").strip() for name, key in names.items()}
        rows.append((row[LINE] or 1, {key: text for key, text in said.items() if text}))
    return ruleset.table([(line, row) for line, row in rows if row], path)


def _values(rule: Rule, path: str, tz: str) -> dict[tuple[str, str], pl.Series]:
    """(file, column) -> the values of a column of another file, for every field of a rule."""
    place = rule.place or Place(path)
    file = Path(path).parent / rule.parameters["file"]
    if not file.exists():
        raise Usage("rules.file", path=path, line=place.line("file"), file=file)
    found = {}
    for name in rule.fields:
        column = rule.parameters.get("column", name)
        table = lookup.read(str(file), kind_of((name,)), tz, {})
        try:
            values = table.rows.get_column(table.column(column))
        except Usage as error:
            line = place.line("column" if "column" in rule.parameters else "file")
            raise Usage("rules.column", **{**error.params, "path": path, "line": line, "file": file}) from None
        values = values.cast(pl.String).drop_nulls().unique(maintain_order=True)
        found[rule.parameters["file"], column] = values
    return found
