"""The side files of cs-kpi: read, and made into what its kernel takes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import polars as pl

from cstools.cli.job import Render, tongue
from cstools.cli.options import Common, styled, width
from cstools.cli.sidefile import either, rows
from cstools.model import own_metrics
from cstools.model.catalogue import Kpi
from cstools.model.hours import Hours
from cstools.model.kpis import expand


def defined(path: str) -> dict[str, Kpi]:
    """The metrics of `--define`. Raises Usage("define.*")."""
    from cstools.kernels.kpi.measures.own import prepared

    return prepared(either(path, own_metrics.from_toml, lambda frame, name: own_metrics.from_table(rows(frame), name)))


def hours(path: str) -> Hours:
    """The schedules of `--hours`. Raises Usage("hours.*")."""
    from cstools.model import hours_reader

    def table(frame: pl.DataFrame, name: str) -> Hours:
        told = rows(frame)
        return hours_reader.table([row for row, _ in told], name, [line for _, line in told])

    return either(path, hours_reader.toml, table)


def scorecard(common: Common, own: Mapping[str, Kpi]) -> Render:
    """What draws figures for people: a scorecard."""
    from cstools.view import scorecard as card

    better = {metric.id: metric.kpi.better for metric in expand(own, own)}
    return partial(
        card.render, lang=tongue(common), width=width(), styled=styled(), better=better,
        rules=True if common.verbose else None,
    )  # fmt: skip


def listed(common: Common) -> Render:
    """What draws the catalogue for people."""
    from cstools.view import catalogue

    return partial(catalogue.render, lang=tongue(common), width=width(), styled=styled())
