"""report.toml, read and checked: every mistake with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from cstools.model import fields
from cstools.model.kpis import Known
from cstools.model.report.config import SECTIONS, Config, Own, OwnSection
from cstools.model.report.keys import BLOCK, FILES, KINDS, OWN, STAFFING, TOP
from cstools.model.report.parts import Part, parts
from cstools.model.report.reader import Try, among, checked, fail, loaded, metric, short
from cstools.model.report.spec import spec_problem

ID = re.compile(r"[a-z][a-z0-9_-]{0,39}", re.ASCII)
ACCENT = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)
GROUP = re.compile(r"([^:]+)(?::([1-9]))?")
TYPO = 0.85
"""How alike an unknown group has to be to a field to be taken for it misspelt; other columns are the user's own."""
CLOCKS = ("hour", "weekday")
"""Groups that are no fields."""
OPENED = ".json"


@dataclass(frozen=True)
class Beside:
    """What reads the files that a report.toml names, and tries its conditions.

    defined: the metrics of `define`; opened: the text of a spec; both are told the path, and the line it stands on.
    tried: raises Usage for a text that is no condition, with the path and line it is told. staffed: whether a setting
    of [staffing] can be.
    """

    defined: Callable[[str, int], Known] = lambda path, line: {}
    opened: Callable[[str, int], str] = lambda path, line: ""
    tried: Try = lambda text, path, line: None
    staffed: Callable[[str, Any], bool] = lambda name, value: True


def parse(text: str, path: str = "report.toml", beside: Beside | None = None) -> Config:
    r"""The settings written as TOML; `path` is what an error calls the file.

    Raises Usage with file and line for what is no TOML, an unknown key, section, metric, group or kind, a value of the
    wrong type or out of its range, a spec that is no JSON or would load something, and what `beside` raises.

    >>> config = parse('sections = ["vip", "kpis"]\n[[own]]\nid = "vip"\ntitle = "VIP"\n[[own.block]]\n'
    ...     'kind = "bars"\nmetrics = ["csat_pct"]\nby = "team"')
    >>> config.sections, config.own[0].blocks[0].by, config.own[0].blocks[0].line
    (('vip', 'kpis'), 'team', 5)
    """
    beside = beside or Beside()
    file = parts(text, path)
    said = checked(loaded(text, path), TOP, file, path)
    own = beside.defined(said["define"], file.line("define")) if "define" in said else {}
    files = checked(said.get("files", {}), FILES, file.named("files"), "[files]")
    staffing = checked(said.get("staffing", {}), STAFFING, file.named("staffing"), "[staffing]")
    for name, value in staffing.items():
        if not beside.staffed(name, value):
            sample = STAFFING[name].default or STAFFING[name].sample
            fail("staffing", file.named("staffing"), name, name=name, value=short(value), sample=sample)
    lines = {name: file.line(name) for name in said} | {
        f"files.{name}": file.named("files").line(name) for name in files
    }
    if "accent" in said and not ACCENT.fullmatch(said["accent"]):
        fail("accent", file, "accent", value=short(said["accent"]))
    sections = _own_sections(said.get("own", []), file, own, beside)
    plain = {
        name: said[name]
        for name in ("findings", "least", "title", "logo", "accent", "audience", "template", "lang")
        if name in said
    }
    return Config(
        sections=_order(said.get("sections", SECTIONS), sections, file),
        kpis=tuple(dict.fromkeys(metric(name, own, file, "kpis").id for name in said.get("kpis", ()))),
        own=sections,
        metrics=own,
        files=files,
        staffing=staffing,
        lines=lines,
        path=path,
        **plain,
    )


def _order(named: Sequence[str], own: Sequence[OwnSection], file: Part) -> tuple[str, ...]:
    for at, name in enumerate(named):
        among(name, (*SECTIONS, *(one.id for one in own)), "section", file, "sections")
        if name in named[:at]:
            fail("twice", file, "sections", word=name)
    return tuple(named)


def _own_sections(given: Sequence[Mapping[str, Any]], file: Part, own: Known, beside: Beside) -> tuple[OwnSection, ...]:
    made: list[OwnSection] = []
    for at, one in enumerate(given):
        place = file.named("own", at)
        said = checked(one, OWN, place, "[[own]]")
        if not ID.fullmatch(said["id"]) or said["id"] in SECTIONS:
            fail("id", place, "id", word=short(said["id"]))
        if said["id"] in (other.id for other in made):
            fail("twice", place, "id", word=said["id"])
        blocks = [
            _block(block, place.named("own.block", number), own, beside)
            for number, block in enumerate(said.get("block", ()))
        ]
        made.append(OwnSection(said["id"], said["title"], said.get("note", ""), tuple(blocks)))
    return tuple(made)


def _block(given: Mapping[str, Any], place: Part, own: Known, beside: Beside) -> Own:
    said = checked(given, BLOCK, place, "[[own.block]]")
    kind = KINDS[said["kind"]]
    within = f"[[own.block]] {said['kind']}"
    for name in said:
        if name not in ("kind", *kind.needs, *kind.may):
            fail("idle", place, name, within=within, name=name, known=", ".join((*kind.needs, *kind.may)))
    for name in kind.needs:
        if not said.get(name):
            fail("lacks", place, name, within=within, name=name)
    if said["kind"] == "bars" and len({"by", "period"} & said.keys()) != 1:
        fail("either", place, "period", within=within, names="by, period")
    if "where" in said:
        beside.tried(said["where"], place.path, place.line("where"))
    return Own(
        kind=said["kind"],
        metrics=tuple(dict.fromkeys(metric(name, own, place, "metrics").id for name in said.get("metrics", ()))),
        by=_by(said["by"], place) if "by" in said else "",
        spec=_spec(said["spec"], place, beside) if "spec" in said else "",
        line=place.line(),
        **{name: said[name] for name in ("title", "period", "top", "where", "note") if name in said},
    )


def _by(text: str, place: Part) -> str:
    """A group as `cs-kpi --by` has it. Raises Usage for a field misspelt; another name is a column of the user's."""
    found = GROUP.fullmatch(text)
    known = [*fields.of("ticket"), *CLOCKS]
    taken = found is not None and (found[1].startswith("__") or found[1] in fields.of("kpi"))
    if found is None or taken or misspelt(found[1], known):
        fail("field", place, "by", word=short(text), known=", ".join(misspelt(text, known)) or "channel, team, topic:2")
    return text


def misspelt(word: str, known: Sequence[str]) -> list[str]:
    """The fields that a word which is none looks like; a model's column (`goods_p`) is one of its own.

    >>> misspelt("chanel", ["channel"]), misspelt("channel", ["channel"]), misspelt("城区", ["channel"])
    (['channel'], [], [])
    """
    if word in known or word.endswith("_p"):
        return []
    return get_close_matches(word.lower(), known, n=3, cutoff=TYPO)


def _spec(text: str, place: Part, beside: Beside) -> str:
    """A chart of the user's, as JSON, from the file where it is the path of one. Raises Usage."""
    inline = not text.lower().endswith(OPENED)
    spec = text if inline else beside.opened(text, place.line("spec"))
    if problem := spec_problem(spec):
        fail(f"spec.{problem[0]}", place, "spec", file="spec" if inline else text, why=problem[1])
    return spec
