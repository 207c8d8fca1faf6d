"""What the options of cs-ingest ask for: headings, values, presets, and what is said when the run ends."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from cstools.errors import Usage
from cstools.model.fields import KINDS, of

if TYPE_CHECKING:
    import polars as pl

    from cstools.io.job import Job
    from cstools.kernels.ingest.across import Ids
    from cstools.kernels.ingest.decisions import Options
    from cstools.model.sources import Preset, Presets

DAYS = {"auto": None, "yes": True, "no": False}
COLUMNS = (("heading", "表头", "header"), ("field", "字段"))
"""The columns of a table for --map-file."""


@dataclass(frozen=True)
class Given:
    """The options as given. Usage for what makes no sense before anything is read."""

    kind: str | None = None
    source: str | None = None
    map_: Sequence[str] = ()
    map_file: str | None = None
    set_: Sequence[str] = ()
    derive: Sequence[str] = ()
    from_path: str | None = None
    day_first: str = "auto"
    tz: str = "Asia/Shanghai"
    tz_in: str | None = None
    check: bool = False
    mapped: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        if self.kind is not None and self.kind not in KINDS:
            raise Usage("option.kind", kind=self.kind, known=", ".join(KINDS))
        if self.day_first not in DAYS:
            raise Usage("option.day_first")
        object.__setattr__(self, "mapped", {**_from_file(self.map_file), **pairs("map", self.map_)})
        self._fields_exist()

    def _fields_exist(self) -> None:
        from cstools.kernels.expr.columns import near

        known = [name for one in ([self.kind] if self.kind else KINDS) for name in of(one)]
        for name in self.mapped.values():
            if name not in known:
                raise Usage("option.map_field", field=name, near=near(name, list(dict.fromkeys(known))))

    def preset(self) -> Preset | None:
        """The preset that --source names; Usage where it is of another kind than --kind."""
        if self.source is None:
            return None
        found = presets().named(self.source)
        if self.kind and found.kind and found.kind != self.kind:
            raise Usage("source.kind", name=found.name, kind=found.kind, asked=self.kind)
        return found

    def options(self, preset: Preset | None) -> Options:
        """What the stage is told."""
        from cstools.kernels.ingest import Options
        from cstools.kernels.ingest.captures import names
        from cstools.kernels.ingest.derive import parsed

        if self.from_path is not None:
            names(self.from_path)
        derived = pairs("derive", self.derive)
        parsed(derived)
        return Options(
            kind=self.kind,
            mapped=self.mapped,
            given=pairs("set", self.set_),
            tz=self.tz,
            day_first=DAYS[self.day_first],
            choose=partial(_best, self.kind) if preset is None else lambda _: preset,
            tz_in=self.tz_in,
            derived=derived,
            from_path=self.from_path,
            check=self.check,
        )


def pairs(option: str, texts: Sequence[str]) -> dict[str, str]:
    """`left=right` texts as a mapping; Usage for one without `=`."""
    parts = [text.rpartition("=") if option == "map" else text.partition("=") for text in texts]
    for text, (left, sign, _) in zip(texts, parts, strict=True):
        if not sign or not left.strip():
            raise Usage(f"option.{option}", text=text, why="=")
    return {left.strip() if option != "map" else left: right for left, _, right in parts}


def presets() -> Presets:
    """The shipped presets and the user's own."""
    from cstools.model.sources import folder

    return _presets(folder(os.environ))


@cache
def _presets(folder: Path) -> Presets:
    from cstools.model.sources import Presets

    return Presets(folder)


def many(files: Sequence[str]) -> bool:
    """Whether there may be more than one table to read."""
    return len(files) > 1 or any(set(name) & set("*?[") or name.lower().endswith(".zip") for name in files)


def _best(kind: str | None, columns: Sequence[str]) -> Preset:
    return presets().best(columns, kind)


def _from_file(path: str | None) -> dict[str, str]:
    """Heading -> field of --map-file: a table with these two columns, or a TOML file of heading = "field"."""
    if path is None:
        return {}
    if path.endswith(".toml"):
        from cstools.errors import Failure

        try:
            data = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            raise Failure("file.missing", path=path) from None
        except (OSError, ValueError) as error:
            raise Usage("source.toml", path=path, why=error) from None
        if not all(isinstance(value, str) for value in data.values()):
            raise Usage("option.map_file", path=path)
        return {heading: str(value) for heading, value in data.items()}
    from cstools.io.read import read_table

    frame = read_table(path)
    names = [next((name for name in words if name in frame.columns), None) for words in COLUMNS]
    if None in names:
        raise Usage("option.map_file", path=path)
    rows = frame.select(str(name) for name in names).drop_nulls().rows()
    return {str(heading): str(name).strip() for heading, name in rows}


def telling(job: Job, mapped: dict[str, str], ids: Ids | None) -> Job:
    """The job, which says at its end what its headings and ids were."""
    return job.told("ingest", partial(_said, job.sink.lang, frozenset(mapped), ids))


def _said(lang: str, mapped: frozenset[str], ids: Ids | None, found: pl.DataFrame) -> None:
    from cstools.cli.boundary import complain
    from cstools.kernels.ingest.required import KNOWN, MAPPED, UNKNOWN
    from cstools.model.messages import say

    facts = [(row["about"], row["value"]) for row in found.rows(named=True)]
    tell: Callable[..., None] = lambda key, **params: complain("cs-ingest", say(key, lang, **params))  # noqa: E731
    known = {value for about, value in facts if about == KNOWN}
    for file in (value for about, value in facts if about == UNKNOWN and value not in known):
        tell("ingest.nothing", file=file)
    if absent := sorted(mapped - {value for about, value in facts if about == MAPPED}):
        tell("ingest.unmapped", headings=", ".join(absent))
    if ids is not None and (twice := ids.twice()):
        tell("ingest.twice", n=f"{twice:,}")


def catalogue(lang: str) -> pl.DataFrame:
    """The presets as records: name, title, kind, fields (how many headings it maps), file."""
    import polars as pl

    known = presets()
    files = {one.name: one.path.name for one in known.heads if one.path}
    rows = [
        {
            "name": one.name,
            "title": one.en if lang == "en" else one.zh,
            "kind": one.kind or None,
            "fields": len([name for name in one.fields.values() if name]) + len(one.metrics or ()),
            "file": files.get(one.name),
        }
        for one in known.all()
    ]
    texts = dict.fromkeys(["name", "title", "kind"], pl.String)
    return pl.DataFrame(rows, schema={**texts, "fields": pl.Int64, "file": pl.String})
