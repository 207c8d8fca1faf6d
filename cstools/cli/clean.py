"""cs-clean: unify text and names, fill gaps, reject impossible records."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cstools.cli.options import Common, Files, items, tool

if TYPE_CHECKING:
    from cstools.io.job import Job


@tool("clean")
def main(
    files: Files,
    common: Common,
    fill: Annotated[
        list[str] | None,
        typer.Option("--fill", metavar="FIELD=METHOD", help="Fill gaps: mode, median, mean or a constant."),
    ] = None,
    outliers: Annotated[
        list[str] | None,
        typer.Option("--outliers", metavar="FIELD=METHOD[:ACTION]", help="iqr, zscore, mad; flag, null, cap, drop."),
    ] = None,
    mask: Annotated[
        str | None, typer.Option("--mask", metavar="KINDS|all", help="Mask phone, id_card, email, name, address.")
    ] = None,
    require: Annotated[
        str | None, typer.Option("--require", metavar="FIELDS", help="Reject records without these fields.")
    ] = None,
    no_defaults: Annotated[bool, typer.Option("--no-defaults", help="Unify only: no default rules, no flags.")] = False,
) -> Job:
    """Unify text and names, fill gaps, reject impossible records."""
    from cstools.cli.job import as_of, job
    from cstools.kernels import clean
    from cstools.kernels.clean import fill as fills
    from cstools.kernels.clean import mask as masks
    from cstools.kernels.clean import outliers as far

    options = clean.Options(
        fills=[fills.parse(text) for text in fill or ()],
        outliers=[far.parse(text) for text in outliers or ()],
        mask=masks.parse(mask) if mask else (),
        require=items(require),
        defaults=not no_defaults,
        as_of=as_of(common),
    )
    hide = partial(masks.masked_side, kinds=options.mask) if options.mask else None
    return job("clean", files, common, clean.stage(options), hide=hide)
