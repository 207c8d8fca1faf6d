"""Charts of the user's own sections: bars, dots with intervals, lines, and Vega-Lite that the user wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cstools.kernels.report.data import Data, known
from cstools.kernels.report.own_figures import Cell, Figures, titled, word
from cstools.model.kpis import Metric
from cstools.model.report import Block, Chart, Column, Figure, Note, Param, Phrase
from cstools.model.report.config import Own

Rows = Sequence[tuple[Cell, ...]]
LABEL, VALUE, N, MARK = 0, 1, 4, 5
"""Places in a row of a chart."""


def bars(data: Data, own: Own, name: str, made: Figures) -> Iterator[Block]:
    """A chart a metric, its bars by value; of periods and hours in their order."""
    for number, metric in enumerate(made.metrics, 1):
        head = made.group if made.by else made.columns[0]
        rows: Rows = [
            (made.name(group) if made.by else period, made.part(group, period, metric))
            for group in made.groups
            for period in made.periods
        ]
        if made.by and made.by not in ("hour", "weekday"):
            rows = ranked(rows)
        yield from _chart(data, own, f"{name}.{number}", made, metric, (head, made.column(metric)), rows)


def dots(data: Data, own: Own, name: str, made: Figures) -> Iterator[Block]:
    """A chart a metric: a dot a group with its interval and n, a rule for all together; without an interval a note."""
    (period,) = made.periods
    whole = data.figures([metric.id for metric in made.metrics])
    for number, metric in enumerate(made.metrics, 1):
        parts = ("value", "lo", "hi", "n")
        rows = [
            (made.name(group), *(made.part(group, period, metric, part) for part in parts)) for group in made.groups
        ]
        rows = ranked([row for row in rows if None not in row])
        if not rows:
            yield Note((Phrase("own.interval", {"metric": word(data, metric)}),))
            continue
        unit = made.units[metric.id]
        columns: tuple[Column, ...] = (
            made.group, made.column(metric), Column("lo", unit), Column("hi", unit), Column("n", "n"),
        )  # fmt: skip
        if any(_few(row, data) for row in rows):
            columns = (*columns, Column("mark", "word"))
            rows = [(*row, "mark.few" if _few(row, data) else None) for row in rows]
        row = known(whole, metric.id, period)
        yield from _chart(
            data,
            own,
            f"{name}.{number}",
            made,
            metric,
            columns,
            rows,
            reference=Figure(row["value"] if row else None, unit),
        )


def _few(row: tuple[Cell, ...], data: Data) -> bool:
    return float(row[N] or 0) < data.ask.config.least


def lines(data: Data, own: Own, name: str, made: Figures) -> Iterator[Block]:
    """A line over the periods: a chart a metric and group."""
    number = 0
    for metric in made.metrics:
        for group in made.groups:
            number += 1
            rows = [(period, made.part(group, period, metric)) for period in made.periods]
            columns = (made.columns[0], made.column(metric))
            yield from _chart(data, own, f"{name}.{number}", made, metric, columns, rows, group=group)


def vega(data: Data, own: Own, name: str, made: Figures) -> Iterator[Block]:
    """The user's Vega-Lite over all of the figures."""
    title, rows = titled(data, own, made.metrics), made.rows()
    yield Chart(
        name=f"{name}.1",
        kind="vega",
        title=title,
        alt=Phrase("own.vega.alt", {"title": title, "n": Figure(len(rows))}),
        columns=made.columns,
        rows=rows,
        roles={},
        lead=made.more,
        wide=True,
        spec=own.spec,
    )


def ranked(rows: Rows) -> list[tuple[Cell, ...]]:
    """Rows by their value, the largest first, those without one last.

    >>> ranked([("a", None), ("b", 1), ("c", 2)])
    [('c', 2), ('b', 1), ('a', None)]
    """
    return sorted(rows, key=lambda row: (row[VALUE] is None, -float(row[VALUE] or 0), str(row[LABEL])))


def _chart(
    data: Data,
    own: Own,
    name: str,
    made: Figures,
    metric: Metric,
    columns: tuple[Column, ...],
    rows: Rows,
    *,
    group: str | None = None,
    reference: Figure | None = None,
) -> Iterator[Block]:
    """A chart of one metric; a note where no row has a value."""
    valued = [row for row in rows if row[VALUE] is not None]
    if not valued:
        yield Note((Phrase("own.novalue", {"metric": word(data, metric)}),))
        return
    line = own.kind == "line"
    roles = {"x" if line else "label": columns[LABEL].key, "value": metric.id}
    if own.kind == "dots":
        roles |= {"lo": "lo", "hi": "hi", "beside": "n"} | ({"mark": "mark"} if len(columns) > MARK else {})
    part = [word(data, metric)] if len(made.metrics) > 1 else []
    part += [str(made.name(group))] if line and made.by else []
    yield Chart(
        name=name,
        kind="band" if line else own.kind,
        title=titled(data, own, (metric,), part),
        alt=_alt(data, metric, columns, valued, own.kind),
        columns=columns,
        rows=tuple(rows),
        roles=roles,
        lead=made.more if group is None or group == made.groups[0] else None,
        reference=reference,
        wide=line or len(made.metrics) == 1,
    )


def _alt(data: Data, metric: Metric, columns: tuple[Column, ...], known: Rows, kind: str) -> Phrase:
    """What the chart shows in one sentence: the largest and the smallest, of a line also the ends."""
    unit = columns[VALUE].unit
    high = max(known, key=lambda row: float(row[VALUE] or 0))
    low = min(known, key=lambda row: float(row[VALUE] or 0))
    words: dict[str, Param] = {"metric": word(data, metric), "k": Figure(len(known))}
    for name, row in (("high", high), ("low", low), ("first", known[0]), ("last", known[-1])):
        words[name] = _told(row[LABEL], columns[LABEL])
        words[f"{name}_value"] = Figure(row[VALUE], unit)
    return Phrase("own.line.alt" if kind == "line" else "own.bars.alt", words)


def _told(value: Cell, column: Column) -> Param:
    return str(value) if column.unit == "text" else Figure(value, column.unit)
