"""cs-clean: unify text and names, fill gaps, reject impossible records."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cstools.cli.options import Common, Files, items, tool

if TYPE_CHECKING:
    from cstools.cli.rulefile import Given
    from cstools.io.job import Job
    from cstools.kernels.clean import Options


_FILL = "mode, median, mean, previous, next, customer, a constant, ..."
_OUTLIERS = "iqr, zscore or mad; then flag, null, cap or drop."


@tool("clean")
def main(
    files: Files,
    common: Common,
    fill: Annotated[
        list[str] | None,
        typer.Option("--fill", metavar="FIELD=METHOD", help=_FILL),
    ] = None,
    outliers: Annotated[
        list[str] | None,
        typer.Option("--outliers", metavar="FIELD=METHOD[:ACTION]", help=_OUTLIERS),
    ] = None,
    scale: Annotated[
        list[str] | None,
        typer.Option("--scale", metavar="FIELD=METHOD", help="Add FIELD_scaled: zscore or minmax, by FIELDS."),
    ] = None,
    limits: Annotated[
        str | None, typer.Option("--limits", metavar="FILE", help="Take what --learn-limits learned, not these rows.")
    ] = None,
    learn_limits: Annotated[
        str | None, typer.Option("--learn-limits", metavar="FILE", help="Keep fills, fences, scales: .json or .csv.")
    ] = None,
    mask: Annotated[
        str | None, typer.Option("--mask", metavar="KINDS|all", help="Hide personal data: phone, id_card, name, ...")
    ] = None,
    mask_style: Annotated[
        str, typer.Option("--mask-style", metavar="STYLE", help="partial (138****1234) or token ([phone], in Chinese).")
    ] = "partial",
    pseudonymize: Annotated[
        list[str] | None, typer.Option("--pseudonymize", metavar="FIELD", help="A stable code in place of a field.")
    ] = None,
    key_file: Annotated[
        str | None, typer.Option("--key-file", metavar="FILE", help="The key of those codes: 16 random bytes or more.")
    ] = None,
    require: Annotated[
        str | None, typer.Option("--require", metavar="FIELDS", help="Reject records without these fields.")
    ] = None,
    quality: Annotated[
        str | None, typer.Option("--quality", metavar="FILE", help="Write what the records were like before and after.")
    ] = None,
    summary: Annotated[bool, typer.Option("--summary", help="Print that as a table on standard error.")] = False,
    rules: Annotated[
        str | None, typer.Option("--rules", metavar="FILE", help="Rules of your own: .toml, or a table of any format.")
    ] = None,
    no_defaults: Annotated[
        bool, typer.Option("--no-defaults", help="No rules but those of --rules; without it, unify only.")
    ] = False,
    check_rules: Annotated[
        str | None, typer.Option("--check-rules", metavar="FILE", help="Check a file of rules, read no records.")
    ] = None,
) -> Job:
    """Unify text and names, fill gaps, reject impossible records."""
    from cstools.cli import keys
    from cstools.cli import limits as learning
    from cstools.cli.job import as_of, job
    from cstools.kernels import clean
    from cstools.kernels.clean import fill as fills
    from cstools.kernels.clean import mask as masks
    from cstools.kernels.clean import outliers as far
    from cstools.kernels.clean import private
    from cstools.kernels.clean import scale as scales

    named = {"rules": rules, "check-rules": check_rules, "quality": quality, "limits": limits, "key-file": key_file}
    _files(named | {"learn-limits": learn_limits})
    if check_rules:
        _check(check_rules, common)
    given = _given(rules, common)
    coded = tuple(field for text in pseudonymize or () for field in items(text))
    options = clean.Options(
        fills=[fills.parse(text) for text in fill or ()],
        outliers=[far.parse(text) for text in outliers or ()],
        scales=[scales.parse(text) for text in scale or ()],
        mask=masks.parse(mask) if mask is not None else (),
        mask_style=masks.style(mask_style),
        pseudonymize=coded,
        key=keys.key(key_file, coded),
        require=items(require),
        defaults=not no_defaults,
        rules=given.rules if given else None,
        tables=given.tables if given else {},
        as_of=as_of(common),
        quality=quality is not None or summary,
    )
    options, first = learning.ready(learning.Words(limits, learn_limits), options, files, common)
    hide = partial(private.hidden_side, options=options) if options.mask or options.pseudonymize else None
    asked = job("clean", files, common, *first, clean.stage(options), hide=hide)
    if learn_limits and not common.dry_run:
        asked = asked.told("clean", learning.writer(learn_limits, options), writes=learn_limits)
    return _telling(asked, options, quality, summary=summary) if options.quality else asked


def _files(named: dict[str, str | None]) -> None:
    """Usage where an option that takes a file has none, as when a variable of a script is not set."""
    from cstools.errors import Usage

    for option, path in named.items():
        if path in ("", "-"):
            raise Usage("option.path", option=f"--{option}")


def _given(path: str | None, common: Common) -> Given | None:
    if path is None:
        return None
    from cstools.cli import rulefile

    return rulefile.load(path, common.tz)


def _check(path: str, common: Common) -> None:
    from cstools.cli import rulefile
    from cstools.cli.job import tongue

    typer.echo(rulefile.told(rulefile.load(path, common.tz), tongue(common)))
    raise typer.Exit


def _telling(asked: Job, options: Options, quality: str | None, *, summary: bool) -> Job:
    """The job, which says at its end what the records were like."""
    from cstools.cli.quality import Told

    target = None if asked.sink.dry else quality
    own = {rule.id: rule for rule in options.rules.rules} if options.rules else {}
    return asked.told("clean", Told(asked.sink.lang, own, target, summary), writes=target)
