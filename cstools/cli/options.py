"""The options all tools share, and the decorator that makes a function a console script.

An alias per option; `Common` is the set of them. `@tool("clean")` spreads `Common` over the command's signature, so a
command names its own options only and Typer still sees every one of them typed.
"""

from __future__ import annotations

import inspect
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from cstools import __version__
from cstools.cli.boundary import run
from cstools.model.commands import COMMANDS

if TYPE_CHECKING:
    from cstools.io.job import Job

Make = Callable[..., "Job | None"]
"""A command: from its options to the Job they ask for; None where all is said already (help within a pipeline)."""

Files = Annotated[
    list[str] | None, typer.Argument(metavar="[FILE]...", help="Files or globs; - or none: standard input.")
]


def _option(*flags: str, help: str, metavar: str | None = None) -> Any:
    return typer.Option(*flags, help=help, metavar=metavar)


From = Annotated[str | None, _option("-f", "--from", metavar="FORMAT", help="Input format; default: recognised.")]
To = Annotated[str | None, _option("-t", "--to", metavar="FORMAT", help="Output format; default: by -o, else jsonl.")]
Output = Annotated[str | None, _option("-o", "--output", metavar="FILE", help="Write here, complete or not at all.")]
Where = Annotated[str | None, _option("--where", metavar="SQL", help="Keep rows for which this holds.")]
During = Annotated[str | None, _option("--during", metavar="PERIOD", help="2025-10, 2025-Q4, 2025-W41 or A..B.")]
FieldList = Annotated[str | None, _option("--fields", metavar="LIST", help="Write only these fields, in this order.")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=0, help="Stop after N records.")]
Rejects = Annotated[str | None, _option("--rejects", metavar="FILE", help="Keep what was left out, with reasons.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 3 if anything is rejected.")]
MaxRejects = Annotated[str | None, _option("--max-rejects", metavar="N|P%", help="Exit 3 above this many.")]
Log = Annotated[str | None, _option("--log", metavar="FILE", help="Append one JSON line about this run.")]
AsOf = Annotated[str | None, _option("--as-of", metavar="TIME", help="Now; default: the latest time in the data.")]
Tz = Annotated[str, typer.Option("--tz", metavar="ZONE", envvar="CS_TZ", show_envvar=False, help="Time zone.")]
LangOption = Annotated[str | None, _option("--lang", metavar="zh|en", help="Words for people; default by LANG.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No summary line.")]

Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Name the files written; tell errors whole.")]
Headers = Annotated[str | None, _option("--headers", metavar="zh|en|raw", help="Headings of csv, tsv, xlsx.")]
Bom = Annotated[bool, typer.Option("--bom", help="Begin csv and tsv with a byte order mark.")]
ForExcel = Annotated[bool, typer.Option("--for-excel", help="csv, tsv: nothing runs as a formula.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Read and count, write nothing.")]
Progress = Annotated[bool | None, typer.Option("--progress/--no-progress", help="How far it is, on a terminal.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Show a tall table at once.")]
MaxUnpacked = Annotated[str | None, _option("--max-unpacked", metavar="SIZE", help="Unpack no more; default 20GB.")]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"cstools {__version__}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")]


@dataclass(frozen=True)
class Common:
    """The shared options of one run, as given."""

    from_: From = None
    to: To = None
    output: Output = None
    where: Where = None
    during: During = None
    fields: FieldList = None
    limit: Limit = None
    rejects: Rejects = None
    strict: Strict = False
    max_rejects: MaxRejects = None
    log: Log = None
    as_of: AsOf = None
    tz: Tz = "Asia/Shanghai"
    lang: LangOption = None
    quiet: Quiet = False
    verbose: Verbose = False
    headers: Headers = None
    bom: Bom = False
    for_excel: ForExcel = False
    dry_run: DryRun = False
    progress: Progress = None
    no_pager: NoPager = False
    max_unpacked: MaxUnpacked = None
    version: Version = False


def items(text: str | None) -> tuple[str, ...]:
    """The items of a list on the command line, as often as they stand there.

    >>> items("channel, team,"), items(None)
    (('channel', 'team'), ())
    """
    return tuple(item.strip() for item in (text or "").split(",") if item.strip())


def form(to: str | None, output: str | None) -> str | None:
    """The output format asked for: `-t`, else CS_TO where no file says it by its name, else None."""
    return to or (None if output else os.environ.get("CS_TO"))


def for_people(common: Common) -> bool:
    """Whether a table is asked for, or the output is a terminal and nothing else is."""
    asked = form(common.to, common.output)
    return asked == "table" or (asked is None and common.output in (None, "-") and sys.stdout.isatty())


def width() -> int:
    """Columns of the terminal."""
    return shutil.get_terminal_size((100, 24)).columns


def styled() -> bool:
    """Whether the terminal may show bold, faint and colours: not a pipe, not dumb, no NO_COLOR."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def spread(function: Make) -> Make:
    """`function` with its parameter of type `Common` replaced by Common's fields, at the end of the signature.

    An option the function declares itself takes the place of the shared one of that name (cs-report's --log reads).
    """
    hints = get_type_hints(function, include_extras=True)
    own = [p for p in inspect.signature(function).parameters.values() if hints[p.name] is not Common]
    if len(own) == len(inspect.signature(function).parameters):
        return function
    shared = get_type_hints(Common, include_extras=True)
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [p.replace(annotation=hints[p.name], kind=keyword, default=_default(p)) for p in own]
    taken = {parameter.name for parameter in own}
    extra = [f for f in fields(Common) if f.name not in taken]
    parameters += [inspect.Parameter(f.name, keyword, default=f.default, annotation=shared[f.name]) for f in extra]

    def command(**given: Any) -> Job | None:
        common = Common(**{f.name: given.pop(f.name) for f in extra})
        return function(common=common, **given)

    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    return command


def _default(parameter: inspect.Parameter) -> Any:
    """Every parameter may be left out: no files means standard input."""
    return None if parameter.default is inspect.Parameter.empty else parameter.default


class Tool:
    """A console script: called, it runs; `command()` and `job(args)` are for cs-run, the man pages and the tests."""

    def __init__(self, name: str, function: Make) -> None:
        self.name = name
        self.script = f"cs-{name}"
        self.function = function
        # Typer resolves every annotation; Job would need Polars, which --help must not import.
        function.__annotations__.pop("return", None)

    def command(self) -> Any:
        """The command as Typer's parser sees it, with its options and help."""
        app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
        settings = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
        app.command(self.script, help=COMMANDS[self.name].summary_en, context_settings=settings, no_args_is_help=False)(
            spread(self.function)
        )
        return typer.main.get_command(app)

    def job(self, args: list[str]) -> Job | None:
        """What `args` ask for, or None where they asked for help or the version, which has then been printed."""
        command = self.command()
        # Not command.main(): it turns Ctrl-C and a broken pipe inside a command into codes of its own.
        try:
            with command.make_context(self.script, list(args)) as context:
                made: Job | None = command.invoke(context)
        except typer.Exit:
            return None
        return made

    def __call__(self) -> None:
        """Run as the console script."""
        run(self)


def tool(name: str) -> Callable[[Make], Tool]:
    """Make a function from options to a Job the console script `cs-NAME`."""
    return lambda function: Tool(name, function)
