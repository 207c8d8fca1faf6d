"""Write what is documented from the code: man pages and the marked blocks of the READMEs. `--check`: only compare.

Pages come from the live commands, so an option cannot be undocumented; prose that no code knows is in about.toml and
cstools.7.in.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from difflib import unified_diff
from importlib import import_module
from pathlib import Path
from typing import Any

from cstools import __version__
from cstools.cli.options import Common
from cstools.model import fields as records
from cstools.model import own_metrics, score_reader, side_headings
from cstools.model.catalogue import CATALOGUE
from cstools.model.catalogue.topics import topic_of
from cstools.model.checks import ACTIONS, CHECKS, COMMON, Check
from cstools.model.commands import COMMANDS, EXITS, Command
from cstools.model.hours_reader import COLUMNS
from cstools.model.hours_words import HOURS
from cstools.model.hours_words import KEYS as DAYS
from cstools.model.kpis import Metric, find
from cstools.model.linkage import KINDS, OTHER, SAME, Kind
from cstools.model.platform_names import ROWS as PLATFORM_NAMES
from cstools.model.platform_rules import OURS, PLATFORM_RULES, PlatformRule
from cstools.model.report import keys as report_keys
from cstools.model.rules import RULES, Rule
from cstools.model.ruleset import shipped
from cstools.model.scheme_keys import SEGMENT
from cstools.model.scheme_keys import TOP as SCHEME
from cstools.model.segments import SCHEMES, Segment
from cstools.model.sentences import SENTENCES
from cstools.model.shifts import KEYS as SHIFT
from cstools.model.shifts import TOP as ABOVE_SHIFTS
from cstools.model.source_keys import KEYS
from cstools.model.sources import Presets
from cstools.model.taxonomy import SHIPPED, Leaf, load
from cstools.model.taxonomy_keys import LEAF, TOP
from cstools.model.taxonomy_keys import Key as TaxonomyKey
from cstools.model.units import UNITS

ROOT = Path(__file__).resolve().parent.parent
RELEASED = "2026-11-21"
"""Stands at the foot of the pages; set with the version, so that a page made twice is the same page."""
SHARED = {field.name for field in fields(Common)} | {"help"}
ENVIRONMENT = (
    ("CS_TZ", "Time zone, as --tz."),
    ("CS_TO", "Output format where neither -t nor -o says one."),
    ("CS_SOURCES", "Folder of your own presets for cs-ingest; else ~/.config/cstools/sources."),
    ("POLARS_MAX_THREADS", "Threads a tool computes with; else 1, since a chunk is too small to share out."),
    ("LANG", "English words for people where it begins with en, else Chinese."),
    ("NO_COLOR", "No colour in a terminal."),
    ("COLUMNS", "Width of tables, if not the terminal's."),
)
SEE = {
    "ingest": (".BR cstools\\-sources (5),",),
    "clean": (".BR cstools\\-rules (5),",),
    "tag": (".BR cstools\\-taxonomy (5),",),
    "kpi": (".BR cstools\\-kpi (5),", ".BR cstools\\-hours (5),"),
    "rfm": (".BR cstools\\-segments (5),",),
    "report": (".BR cstools\\-report (5),",),
    "staff": (".BR cstools\\-shifts (5),",),
}
"""Pages beside those of the tools."""
SIDE_FILES = {
    "TARGETS.LONG": "examples/data/目标.csv",
    "TARGETS.MATRIX": "man/targets-matrix-example.csv",
    "TARGETS.TOML": "man/targets-example.toml",
    "CALENDAR.EXAMPLE": "examples/data/大促.csv",
    "EXCLUSIONS.EXAMPLE": "examples/data/剔除.csv",
    "SCORE.EXAMPLE": "examples/data/绩效.toml",
    "DEFINE.EXAMPLE": "examples/data/自定义指标.toml",
    "STAT.EXAMPLE": "examples/data/平台日报.csv",
}
"""The examples in cstools-kpi(5)."""
TYPES = {str: "text", int: "number", float: "number", bool: "true or false", dict: "table", list: "array"}
FORMS = dict(
    zip(
        report_keys.FORMS,
        ("text", "array of texts", "number", "number or text", "date", "table", "tables"),
        strict=True,
    )
)
HEADS = {"zh": ("| 工具 | 做什么 |", "| 退出码 | 含义 |"), "en": ("| tool | what it does |", "| code | meaning |")}


def roff(text: str) -> str:
    """Text as roff shows it: backslashes and hyphens as typed, no line taken for a request."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"(?m)^([.'])", r"\\&\1", escaped)


def prose(text: str) -> list[str]:
    """Text as lines of at most 80 bytes, a Chinese character counted as roff's name for it."""
    lines = [""]
    for word in roff(text).split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer.encode("ascii", "xmlcharrefreplace")) <= 80:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def section(name: str, *lines: str) -> list[str]:
    """A section, left out where it would be empty."""
    return [f".SH {name}", *lines] if lines else []


def terms(rows: list[tuple[str, str]]) -> list[str]:
    """A list of terms, each with its explanation indented below."""
    return [line for term, text in rows for line in (".TP", f"\\fB{roff(term)}\\fR", *prose(text))]


def parameters(command: Any, script: str) -> tuple[Any, list[Any]]:
    """The context and the parameters of a live command."""
    context = command.make_context(script, [], resilient_parsing=True)
    return context, command.get_params(context)


def options(command: Any, script: str) -> list[tuple[str, str, str]]:
    """The options of a live command: parameter name, how it is written, what it does."""
    context, found = parameters(command, script)
    rows = []
    for parameter in found:
        if parameter.param_type_name == "option":
            written, text = parameter.get_help_record(context)
            again = " May be given more than once." if parameter.multiple else ""
            rows.append((parameter.name, written, re.sub(r"  \[(.*)]$", r" [\1]", text) + again))
    return rows


def arguments(command: Any, script: str) -> list[tuple[str, str]]:
    """The arguments of a live command: how it is written in the synopsis, what it is."""
    _, found = parameters(command, script)
    rows = []
    for parameter in found:
        if parameter.param_type_name == "argument":
            name = parameter.metavar if parameter.required else re.sub(r"(\w+)$", r"[\1]", parameter.metavar)
            rows.append((name + ("..." if parameter.nargs == -1 and not name.endswith("...") else ""), parameter.help))
    return rows


def live(name: str) -> Any:
    """The command of a tool as its parser sees it."""
    return import_module(f"cstools.cli.{name}").main.command()


def page(tool: Command, about: dict[str, str]) -> str:
    """The man page of a tool."""
    command = live(tool.name)
    given = options(command, tool.script)
    words = arguments(command, tool.script)
    own = [(written, text) for name, written, text in given if name not in SHARED]
    shared = [(written, text) for name, written, text in given if name in SHARED]
    others = [f".BR {other.script} (1)," for other in COMMANDS.values() if other is not tool]
    lines = [
        f'.TH {tool.script.upper()} 1 {RELEASED} "cstools {__version__}" cstools',
        *section("NAME", f"{tool.script} \\- {roff(tool.summary_en[0].lower() + tool.summary_en[1:].rstrip('.'))}"),
        *section("SYNOPSIS", f".B {tool.script}", roff(" ".join(["[OPTION]...", *(word for word, _ in words)]))),
        *section("DESCRIPTION", *paragraphs(about[tool.name])),
        *section("ARGUMENTS", *terms(words)),
        *section("OPTIONS", *terms(own)),
        *section("OPTIONS OF ALL TOOLS", *terms(shared)),
        *section("METRICS", *(metrics() if tool.name == "kpi" else [])),
        *section("KINDS", *(kinds() if tool.name == "dedupe" else [])),
        *section("FIELDS", *terms([("Reads", tool.reads + "."), ("Writes", tool.writes + ".")])),
        *section("SCOPE", *prose(tool.scope[0].upper() + tool.scope[1:] + ".")),
        *section("EXAMPLES", "In the directory examples of the project:", *examples(tool)),
        *section("EXIT STATUS", *exits()),
        *section("ENVIRONMENT", *terms(list(ENVIRONMENT))),
        *section("SEE ALSO", *others, *SEE.get(tool.name, ()), ".BR cstools (7)"),
    ]
    return "\n".join(lines) + "\n"


def paragraphs(text: str) -> list[str]:
    """Prose; a paragraph for every blank line in it."""
    parts = [prose(part) for part in text.strip().split("\n\n")]
    return [line for number, part in enumerate(parts) for line in ([".PP"] if number else []) + part]


def examples(tool: Command) -> list[str]:
    """Each example: what it is for, then the command as typed."""
    return [
        line
        for example in tool.examples
        for line in (".PP", roff(example.purpose) + ":", ".PP", ".RS 4", ".nf", roff(example.shell), ".fi", ".RE")
    ]


def exits() -> list[str]:
    """The exit codes."""
    return terms([(str(int(code)), f"{english}.") for code, (_, english) in EXITS.items()])


def metrics() -> list[str]:
    """The catalogue of cs-kpi, by what its metrics are about."""
    topics = {topic: [kpi for kpi in CATALOGUE if topic_of(kpi) == topic] for topic in map(topic_of, CATALOGUE)}
    return [
        line
        for topic, found in topics.items()
        for line in (
            f".SS {roff(SENTENCES[f'catalogue.topic.{topic}'][1])}",
            *terms([(kpi.name, f"{kpi.zh}, {kpi.en}: {kpi.rule_en}.") for kpi in found]),
        )
    ]


def kinds() -> list[str]:
    """The kinds of values cs-dedupe compares, each with its levels from the most alike."""
    every = [one for kind in KINDS.values() for one in (kind, kind.also) if one is not None]
    return terms([(kind.name, f"{kind.about}. Levels: {'; '.join(level_words(kind))}.") for kind in every])


def level_words(kind: Kind) -> list[str]:
    """What people read of each level."""
    return [level.en for level in (SAME, *reversed(kind.levels), OTHER)]


def filled(template: str, blocks: Mapping[str, Sequence[str]]) -> str:
    """A page of prose with the lines of each block where its `@NAME@` stands."""
    return re.sub(r"^@([A-Z.]+)@$", lambda mark: "\n".join(blocks[mark[1]]), template, flags=re.MULTILINE)


def overview(template: str) -> str:
    """cstools(7): its prose, with the tables of tools, fields, options and codes put in."""
    first = next(iter(COMMANDS.values()))
    shared = [(written, text) for name, written, text in options(live(first.name), first.script) if name in SHARED]
    kinds = [line for kind in records.KINDS for line in (f".SS {kind}", *terms(field_rows(kind)))]
    blocks = {
        "TH": [f'.TH CSTOOLS 7 {RELEASED} "cstools {__version__}" cstools'],
        "TOOLS": terms([(f"{tool.script}(1)", tool.summary_en) for tool in COMMANDS.values()]),
        "OPTIONS": terms(shared),
        "FIELDS": kinds,
        "RULES": terms([(rule.id, f"{rule.en}.") for rule in RULES.values()]),
        "EXITS": exits(),
        "ENVIRONMENT": terms(list(ENVIRONMENT)),
    }
    return filled(template, blocks)


def sources(template: str) -> str:
    """cstools-sources(5): its prose, with the keys, units and presets of the model and the example put in."""
    example = (ROOT / "man" / "source-example.toml").read_text(encoding="utf-8")
    shipped = [(one.name, f"{one.zh}, {one.en} ({one.kind or 'any kind'})") for one in Presets().all()]
    blocks = {
        "TH": [f'.TH CSTOOLS\\-SOURCES 5 {RELEASED} "cstools {__version__}" cstools'],
        "KEYS": terms([(name, f"({TYPES[key.type]}) {key.about}") for name, key in KEYS.items()]),
        "UNITS": terms([(unit, ", ".join(words)) for unit, words in UNITS.items()]),
        "PRESETS": terms(shipped),
        "EXAMPLE": [roff(example.rstrip("\n"))],
    }
    return filled(template, blocks)


def rules(template: str) -> str:
    """cstools-rules(5): its prose, with the keys, actions, checks and shipped rules of the model and the example."""
    example = (ROOT / "man" / "rules-example.toml").read_text(encoding="utf-8")
    kinds = [(kind, shipped(kind)) for kind in records.KINDS]
    blocks = {
        "TH": [f'.TH CSTOOLS\\-RULES 5 {RELEASED} "cstools {__version__}" cstools'],
        "KEYS": terms([(name, f"({type_}) {about}") for name, (type_, about) in COMMON.items()]),
        "ACTIONS": terms([(name, f"{about[0].upper()}{about[1:]}.") for name, about in ACTIONS.items()]),
        "CHECKS": [line for name, check in CHECKS.items() for line in check_rows(name, check)],
        "RULES": [
            line for kind, found in kinds if found for line in (f".SS {roff(kind)}", *terms([*map(rule_row, found)]))
        ],
        "EXAMPLE": [roff(example.rstrip("\n"))],
    }
    return filled(template, blocks)


def taxonomy(template: str) -> str:
    """cstools-taxonomy(5): its prose, with the keys and the leaves of the shipped taxonomies and the example put in."""
    example = (ROOT / "man" / "taxonomy-example.toml").read_text(encoding="utf-8")
    blocks = {
        "TH": [f'.TH CSTOOLS\\-TAXONOMY 5 {RELEASED} "cstools {__version__}" cstools'],
        "TOP": terms([*map(key_row, TOP.items())]),
        "KEYS": terms([*map(key_row, LEAF.items())]),
        "LEAVES": [
            line for name in SHIPPED for line in (f".SS {roff(name)}", *terms([*map(leaf_row, load(name).leaves)]))
        ],
        "EXAMPLE": [roff(example.rstrip("\n"))],
    }
    return filled(template, blocks)


def hours(template: str) -> str:
    """cstools-hours(5): its prose, with the forms of days and hours, the years known and the example put in."""
    example = (ROOT / "man" / "hours-example.toml").read_text(encoding="utf-8")
    headings = [f"{name} ({next(word for word in words if not word.isascii())})" for name, words in COLUMNS.items()]
    blocks = {
        "TH": [f'.TH CSTOOLS\\-HOURS 5 {RELEASED} "cstools {__version__}" cstools'],
        "HEADINGS": prose(", ".join(headings) + "."),
        "KEYS": terms([*DAYS.items()]),
        "HOURS": terms([*HOURS.items()]),
        "EXAMPLE": [roff(example.rstrip("\n"))],
    }
    return filled(template, blocks)


def segments(template: str) -> str:
    """cstools-segments(5): its prose, with the keys, the shipped schemes and the example put in."""
    example = (ROOT / "man" / "segments-example.toml").read_text(encoding="utf-8")
    blocks = {
        "TH": [f'.TH CSTOOLS\\-SEGMENTS 5 {RELEASED} "cstools {__version__}" cstools'],
        "TOP": terms([scheme_row(name, key.types, key.about) for name, key in SCHEME.items()]),
        "KEYS": terms([scheme_row(name, key.types, key.about) for name, key in SEGMENT.items()]),
        "SCHEMES": [
            line
            for scheme in SCHEMES.values()
            for line in (f".SS {scheme.name}", *terms([*map(box_row, scheme.boxes)]))
        ],
        "EXAMPLE": [roff(example.rstrip("\n"))],
    }
    return filled(template, blocks)


def shifts(template: str) -> str:
    """cstools-shifts(5): its prose, with the keys and the example put in."""
    example = (ROOT / "man" / "shifts-example.toml").read_text(encoding="utf-8")
    blocks = {
        "TH": [f'.TH CSTOOLS\\-SHIFTS 5 {RELEASED} "cstools {__version__}" cstools'],
        "TOP": terms([scheme_row(name, key.types, key.about) for name, key in ABOVE_SHIFTS.items()]),
        "KEYS": terms([scheme_row(name, key.types, key.about) for name, key in SHIFT.items()]),
        "EXAMPLE": [roff(example.rstrip("\n"))],
    }
    return filled(template, blocks)


def figures(template: str) -> str:
    """cstools-kpi(5): its prose, with columns, headings, keys and platforms of the model and the examples put in."""
    columns = tomllib.loads((ROOT / "man" / "kpi-columns.toml").read_text(encoding="utf-8"))
    if list(columns) != list(records.of("kpi")):
        raise SystemExit("man/kpi-columns.toml has not the fields of kind kpi, in their order")
    labels = {name: f"{field.zh}, {field.en}" for name, field in records.of("kpi").items()}
    blocks = {
        "TH": [f'.TH CSTOOLS\\-KPI 5 {RELEASED} "cstools {__version__}" cstools'],
        "COLUMNS": terms([(name, f"({labels[name]}) {about}") for name, about in columns.items()]),
        "TARGETS": prose(f"{headings(side_headings.TARGETS, 'skip')};"),
        "CALENDAR": prose(f"{headings(side_headings.CALENDAR)}."),
        "EXCLUSIONS": prose(f"{headings(side_headings.EXCLUSIONS)}."),
        "SCORE.TOP": terms([*score_reader.TOP.items()]),
        "SCORE.KEYS": terms([*score_reader.KEYS.items()]),
        "DEFINE.KEYS": terms([*own_metrics.KEYS.items()]),
        "DEFINE.KINDS": terms([*own_metrics.KINDS.items()]),
        "NAMES": terms([(words.replace(";", ", "), ids.replace(" ", ", ")) for ids, words in PLATFORM_NAMES.items()]),
        "RULES": terms([*map(platform_row, PLATFORM_RULES)]),
    }
    blocks |= {block: [roff(side_file(path).rstrip("\n"))] for block, path in SIDE_FILES.items()}
    return filled(template, blocks)


def review(template: str) -> str:
    """cstools-report(5): its prose, with the keys of settings and actions, the kinds of blocks and the examples."""
    named = [f"{name} ({key.headings.partition(';')[0]})" for name, key in report_keys.ACTION.items()]
    words = [(name, text.replace(";", ", ")) for name, text in report_keys.STATUS_WORDS.items()]
    blocks = {
        "TH": [f'.TH CSTOOLS\\-REPORT 5 {RELEASED} "cstools {__version__}" cstools'],
        "TOP": terms([*map(setting_row, report_keys.TOP.items())]),
        "FILES": terms([*map(setting_row, report_keys.FILES.items())]),
        "OWN": terms([*map(setting_row, report_keys.OWN.items())]),
        "BLOCK": terms([*map(setting_row, report_keys.BLOCK.items())]),
        "KINDS": terms([*map(kind_row, report_keys.KINDS.items())]),
        "HEADINGS": prose(", ".join(named) + "."),
        "ACTION": terms([*map(setting_row, report_keys.ACTION.items())]),
        "STATUS": terms(words),
        "EXAMPLE": [roff(side_file("man/report-example.toml").rstrip("\n"))],
        "ACTIONS": [roff(side_file("man/actions-example.toml").rstrip("\n"))],
    }
    return filled(template, blocks)


def setting_row(item: tuple[str, report_keys.Key]) -> tuple[str, str]:
    """A key of report.toml or of an action: its name, how its value is written, what it says, its default."""
    name, key = item
    default = f" Default: {key.default.strip('[]')}." if key.default else ""
    return name, f"({FORMS[key.form]}) {key.en}{' Required.' if key.required else ''}{default}"


def kind_row(item: tuple[str, report_keys.Kind]) -> tuple[str, str]:
    """A kind of block: what it shows, the keys it needs and those it may have."""
    name, kind = item
    may = f"; may have {', '.join(kind.may)}" if kind.may else ""
    return name, f"{kind.en} Needs {', '.join(kind.needs)}{may}."


def side_file(path: str) -> str:
    """The text of a file beside the figures, as it stands in the project."""
    return (ROOT / path).read_text(encoding="utf-8")


def headings(words: dict[str, str], *but: str) -> str:
    """The columns of a side table, each with the Chinese heading it is best known by."""
    chinese = {name: word for word, name in reversed(words.items()) if not word.isascii()}
    return ", ".join(
        f"{name} ({chinese[name].replace('id', 'ID')})" for name in dict.fromkeys(words.values()) if name not in but
    )


def platform_row(rule: PlatformRule) -> tuple[str, str]:
    """A rule of a platform: its id with the parameter, its names, and where it was read."""
    (metric, *_) = find(rule.id)
    said = [rule.source] if rule.checked in rule.source else [rule.source, rule.checked]
    told = "ours" if rule.source == OURS else ", ".join([*said, *([] if rule.checked else ["undated"])])
    names = [Metric(metric.kpi, metric.param).label(lang) for lang in ("zh", "en")]
    return metric.name, f"{', '.join(names)} ({told})"


def scheme_row(name: str, types: tuple[type, ...], about: str) -> tuple[str, str]:
    """A key of a scheme: its name, and its types with what it says."""
    kinds = "table" if name in ("segment", "shift") else " or ".join(dict.fromkeys(TYPES[kind] for kind in types))
    return f"[[{name}]]" if name in ("segment", "shift") else name, f"({kinds}) {about}"


def box_row(box: Segment) -> tuple[str, str]:
    """A shipped segment: its id, and its labels with the scores of its customers."""
    scores = "; ".join(f"{name} {' '.join(map(str, sorted(asked)))}" for name, asked in box.asks().items())
    return box.id, f"{box.zh}, {box.en} ({scores})"


def key_row(item: tuple[str, TaxonomyKey]) -> tuple[str, str]:
    """A key of a taxonomy: its name, and its types with what it says."""
    name, key = item
    kinds = "table" if name == "tag" else " or ".join(TYPES[kind] for kind in key.types)
    return f"[[{name}]]" if name == "tag" else name, f"({kinds}) {key.about}"


def leaf_row(leaf: Leaf) -> tuple[str, str]:
    """A shipped leaf: its path, and its English label with severity, party and what sets it apart."""
    about = [
        str(leaf.severity),
        leaf.party,
        "aside" if leaf.aside else "",
        f"session {leaf.session}" * bool(leaf.session),
    ]
    return leaf.path, f"{leaf.en} ({', '.join(filter(None, about))})"


def check_rows(name: str, check: Check) -> list[str]:
    """A check: what it looks for, then its parameters, types and actions."""
    takes = "; ".join(f"{key} ({one.type}): {one.about.rstrip('.')}" for key, one in check.parameters.items())
    about = [check.about, f"Takes {takes}." if takes else "", f"Types: {', '.join(check.types) or 'any'}."]
    return terms([(name, " ".join([*filter(None, about), f"Actions: {', '.join(check.actions)}."]))])


def rule_row(rule: Rule) -> tuple[str, str]:
    """A shipped rule: its id, and its sentence with what it judges, how, and what it does."""
    given = ", ".join(f"{key} {limit(value)}" for key, value in rule.parameters.items())
    how = f"{rule.check}{f' ({given})' if given else ''} of {', '.join(rule.fields)}; {rule.action}"
    return rule.id, f"{rule.zh}, {rule.en}: {how}{'' if rule.on else '; off unless a rule file turns it on'}."


def limit(value: Any) -> str:
    """A parameter's value, a time without its midnight."""
    return str(value).lower() if isinstance(value, bool) else str(value).removesuffix(" 00:00:00")


def field_rows(kind: str) -> list[tuple[str, str]]:
    """The fields of a kind of record: name, and label, type, unit and choices."""
    rows = []
    for name, field in records.of(kind).items():
        about = [field.type, field.unit or "", "private" if field.private else "", "/".join(field.choices)]
        rows.append((name, f"{field.zh}, {field.en} ({', '.join(part for part in about if part)})"))
    return rows


def blocks(lang: str) -> dict[str, str]:
    """The generated blocks of a README, by the name in their marker."""
    heads = HEADS[lang]
    tools = [
        f"| [`{tool.script}`](man/{tool.script}.1) | {tool.summary_zh if lang == 'zh' else tool.summary_en} |"
        for tool in COMMANDS.values()
    ]
    codes = [f"| {int(code)} | {zh if lang == 'zh' else en} |" for code, (zh, en) in EXITS.items()]
    return {"tools": table(heads[0], tools), "exits": table(heads[1], codes)}


def table(head: str, rows: list[str]) -> str:
    """A Markdown table of two columns."""
    return "\n".join([head, "| --- | --- |", *rows])


def readme(text: str, lang: str) -> str:
    """A README with its blocks written anew, each between `<!-- NAME -->` and `<!-- /NAME -->`."""
    for name, block in blocks(lang).items():
        before, opened, rest = text.partition(f"<!-- {name} -->\n")
        _, closed, after = rest.partition(f"<!-- /{name} -->")
        if not closed:
            raise SystemExit(f"README ({lang}) has no block <!-- {name} --> ... <!-- /{name} -->")
        text = f"{before}{opened}{block}\n{closed}{after}"
    return text


FIVES = {
    "sources": sources, "rules": rules, "taxonomy": taxonomy, "hours": hours, "kpi": figures, "segments": segments,
    "shifts": shifts, "report": review,
}  # fmt: skip
"""What fills each page on a file."""


def everything() -> dict[Path, str]:
    """Every generated file and what it has to be."""
    about = tomllib.loads((ROOT / "man" / "about.toml").read_text(encoding="utf-8"))
    made = {ROOT / "man" / f"{tool.script}.1": page(tool, about) for tool in COMMANDS.values()}
    made[ROOT / "man" / "cstools.7"] = overview((ROOT / "man" / "cstools.7.in").read_text(encoding="utf-8"))
    for name, fill in FIVES.items():
        path = ROOT / "man" / f"cstools-{name}.5"
        made[path] = fill(path.with_suffix(".5.in").read_text(encoding="utf-8"))
    for name, lang in (("README.md", "en"), ("README.zh.md", "zh")):
        made[ROOT / name] = readme((ROOT / name).read_text(encoding="utf-8"), lang)
    return made


def main(check: bool) -> int:
    """Write the stale files, or with `check` show how they differ; 1 if any does."""
    stale = 0
    for path, wanted in everything().items():
        there = path.read_text(encoding="utf-8") if path.exists() else ""
        if there == wanted:
            continue
        stale = 1
        name = str(path.relative_to(ROOT))
        if check:
            sys.stdout.writelines(unified_diff(there.splitlines(True), wanted.splitlines(True), name, "generated"))
        else:
            path.write_text(wanted, encoding="utf-8", newline="\n")
            print(f"wrote {name}")
    if check and stale:
        print("generated docs are stale: make docs")
    return stale if check else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
