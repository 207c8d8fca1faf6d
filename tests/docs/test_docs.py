"""Every command and option is documented, and help stays light."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cstools.errors import Exit
from cstools.kernels.why.funnel import COLUMNS as FUNNEL
from cstools.kernels.why.rank import COLUMNS as RANKS
from cstools.kernels.why.table import COLUMNS as LEVELS
from cstools.model import fields
from cstools.model.commands import COMMANDS, EXITS, Command
from cstools.model.sentences import SENTENCES

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SCRIPTS = PROJECT["project"]["scripts"]
TOOLS = list(COMMANDS.values())
HEAVY = {"polars", "jieba", "rjieba", "pydantic", "rich", "altair", "numpy", "scipy"}
EXPLAINED = {"tag_words"} | {name for name in (*LEVELS, *RANKS, *FUNNEL) if "_" in name}
"""Written only where an option asks for an explanation, or of a table about records: no field of the table."""
every_tool = pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)


def parameters(tool: Command) -> list[Any]:
    command = import_module(f"cstools.cli.{tool.name}").main.command()
    return command.get_params(command.make_context(tool.script, [], resilient_parsing=True))


def page(name: str) -> str:
    text = (ROOT / "man" / name).read_text(encoding="utf-8")
    return re.sub(r"\\f[BIR]", "", text).replace("\\-", "-").replace("\\e", "\\")


def test_the_commands_are_the_console_scripts():
    assert {tool.script: f"cstools.cli.{tool.name}:main" for tool in TOOLS} == SCRIPTS


def test_the_wheel_installs_every_page():
    shared = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    wanted = {f"man/{tool.script}.1": f"share/man/man1/{tool.script}.1" for tool in TOOLS}
    names = ("sources", "rules", "taxonomy", "hours", "segments", "shifts", "kpi", "report")
    fives = {f"man/cstools-{name}.5": f"share/man/man5/cstools-{name}.5" for name in names}
    others = {"man/cstools.7": "share/man/man7/cstools.7", **fives}
    assert shared == wanted | others


@every_tool
@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_both_readmes_name_every_tool(tool: Command, name: str):
    assert f"| [`{tool.script}`](man/{tool.script}.1) |" in (ROOT / name).read_text(encoding="utf-8")


@every_tool
def test_the_page_has_every_option_with_its_help(tool: Command):
    text = page(f"{tool.script}.1")
    for parameter in parameters(tool):
        assert parameter.help, f"{parameter.name} has no help"
        if parameter.param_type_name == "option":
            assert all(re.search(rf"(?<![\w-]){re.escape(flag)}(?![\w-])", text) for flag in parameter.opts), parameter


@every_tool
def test_help_is_one_short_english_line(tool: Command):
    for parameter in parameters(tool):
        assert len(parameter.help) <= 64, parameter.help
        assert parameter.help.isascii(), parameter.help


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_both_readmes_have_the_shared_options(name: str):
    text = (ROOT / name).read_text(encoding="utf-8")
    shared = set.intersection(
        *({flag for p in parameters(tool) for flag in p.opts} for tool in TOOLS if tool.name != "run")
    )
    assert [flag for flag in sorted(shared) if flag.startswith("-") and f"`{flag}" not in text] == []


@every_tool
def test_three_examples_or_more_that_use_the_tool(tool: Command):
    assert len(tool.examples) >= 3
    assert all(tool.script in example.shell for example in tool.examples)


@every_tool
def test_words_of_a_tool_name_fields_that_exist(tool: Command):
    known = {name for kind in fields.KINDS for name in fields.of(kind)} | EXPLAINED
    named = set(re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", f"{tool.reads} {tool.writes}"))
    assert named <= known


def test_every_exit_code_is_explained():
    assert list(EXITS) == list(Exit)


def test_every_error_is_said_in_both_languages_with_the_same_blanks():
    for key, (zh, en) in SENTENCES.items():
        assert set(re.findall(r"{\w+}", zh)) == set(re.findall(r"{\w+}", en)), key


def loaded(code: str) -> set[str]:
    probe = f"import sys\ntry:\n    {code}\nexcept SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, encoding="utf-8")
    return {name.partition(".")[0] for name in run.stderr.split()}


@every_tool
def test_help_loads_nothing_heavy(tool: Command):
    code = f"sys.argv = ['{tool.script}', '--help']; from cstools.cli.{tool.name} import main; main()"
    assert loaded(code) & HEAVY == set()


def test_a_run_does_not_load_pydantic(tmp_path: Path):
    data = tmp_path / "a.jsonl"
    data.write_text('{"ticket_id":"1","created_at":"2025-10-01 09:00:00"}\n', encoding="utf-8")
    imports = "from cstools.cli.boundary import attempt; from cstools.cli.kpi import main"
    modules = loaded(f"{imports}; attempt(main, ['--period', 'month', {str(data)!r}])")
    assert "polars" in modules
    assert "pydantic" not in modules
