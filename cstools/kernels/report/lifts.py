"""Which problems a group of customers has more or less often than all: lift, and whether chance explains it."""

from __future__ import annotations

from math import log

import polars as pl

from cstools.kernels.expr.significance import two_rates
from cstools.kernels.report.data import TOPIC, told
from cstools.kernels.report.stats import ALPHA, FAMILIES
from cstools.model.report import Chart, Column, Figure, Param, Phrase

GROUPS, PROBLEMS = 8, 10
MORE, LESS = "mark.more", "mark.less"
OUT = ("n", "of", "share", "share_all", "lift", "mark")
SHOWN = ("n", "share", "lift", "mark")
"""Of these, the columns of the matrix."""


def found(rows: pl.DataFrame, by: str, who: str, least: int) -> pl.DataFrame:
    """A row a group and problem: by, TOPIC, and OUT. Those of most contacts first, then by name.

    In: contacts with by, TOPIC and who (the customer, each in one group). A group of fewer than `least` customers is
    not there: its lift is that of single ones. n: contacts of the group about the problem; of: all of the group, those
    without a problem too; share: n of them; share_all: that of all contacts; lift: the one over the other. mark: MORE
    or LESS where the share of customers who asked about the problem at all is not that of the other groups together, at
    the confidence of all cells at once (`significance.two_rates`): contacts of one customer are much alike.

    >>> rows = pl.DataFrame({"by": ["a"] * 40 + ["b"] * 40, "report_topic": ["物流"] * 40 + ["物流", "发票"] * 20})
    >>> cells = found(rows.with_row_index("who"), "by", "who", 30)
    >>> cells.select("by", "report_topic", "n", pl.col("lift").round(2), "mark").rows()[0]
    ('a', '物流', 40, 1.33, 'mark.more')
    """
    total, customers = rows.height, rows[who].n_unique()
    cells = _counted(rows, by, who, least)
    share, share_all = pl.col("n") / pl.col("of"), pl.col("all") / total
    lift, far = share / share_all, _far(cells, customers, least)
    # What is tested says which way: one customer who writes twenty times raises the lift, not the share of customers.
    asked, members = pl.col("asked"), pl.col("members")
    within, rest = asked / members, (pl.col("all_asked") - asked) / (customers - members)
    mark = pl.when(far & (within > rest)).then(pl.lit(MORE)).when(far & (within < rest)).then(pl.lit(LESS))
    figures = {"share": share, "share_all": share_all, "lift": lift}
    made = cells.with_columns(mark.alias("mark"), *(value.round(6).alias(name) for name, value in figures.items()))
    return made.select(by, TOPIC, *OUT)


def _counted(rows: pl.DataFrame, by: str, who: str, least: int) -> pl.DataFrame:
    """A row a cell: contacts n, and of and all of its group and problem; customers asked, members and all_asked."""
    known = rows.filter(pl.col(TOPIC).is_not_null())
    groups, problems, counts = (
        frame.group_by(keys).agg(pl.len().cast(pl.Int64).alias(n), pl.col(who).n_unique().cast(pl.Int64).alias(people))
        for frame, keys, n, people in (
            (rows, [by], "of", "members"), (known, [TOPIC], "all", "all_asked"), (known, [by, TOPIC], "n", "asked")
        )
    )  # fmt: skip
    groups = groups.filter(pl.col("members") >= least).sort(-pl.col("of"), by).head(GROUPS)
    problems = problems.sort(-pl.col("all"), TOPIC).head(PROBLEMS)
    cells = groups.join(problems, how="cross", maintain_order="left_right")
    cells = cells.join(counts, on=[by, TOPIC], how="left", maintain_order="left")
    return cells.with_columns(pl.col("n", "asked").fill_null(0))


def _far(cells: pl.DataFrame, customers: int, least: int) -> pl.Expr:
    """Whether the customers of a cell differ from those of the other groups by more than chance."""
    asked, members = pl.col("asked"), pl.col("members")
    tested = customers - members >= least
    limit = ALPHA / len(FAMILIES) / max(1, int(cells.select(tested.sum()).item()))
    return tested & (two_rates(asked, members, pl.col("all_asked") - asked, customers - members) <= limit)


def chart(lift: pl.DataFrame, by: str, least: int) -> Chart:
    """The matrix of a table of `found`, made with `least`."""
    marks = lift["mark"].drop_nulls()
    words: dict[str, Param] = {
        "k": Figure(lift[by].n_unique()), "problems": Figure(lift[TOPIC].n_unique()),
        "more": Figure(int((marks == MORE).sum())), "less": Figure(int((marks == LESS).sum())),
    }  # fmt: skip
    return Chart(
        name="segments",
        kind="matrix",
        title=Phrase("segments.chart"),
        alt=Phrase("segments.alt", words),
        columns=(
            Column(by, "word"), Column("problem"), Column("n", "n"), Column("share", "ratio"), Column("lift", "x"),
            Column("mark", "word"),
        ),
        rows=tuple(lift.select(by, TOPIC, *SHOWN).iter_rows()),
        roles={"y": by, "x": "problem", "value": "lift", "mark": "mark"},
        lead=Phrase("segments.note", {"least": Figure(least)}),
        wide=True,
    )  # fmt: skip


def lead(lift: pl.DataFrame, by: str) -> Phrase:
    """The sentence on the cell that is furthest from 1 of those marked, or that none is.

    >>> cell = {"by": ["rfm.一般挽留客户"], TOPIC: ["物流"], "n": [40], "of": [40], "share": [1.0], "share_all": [0.75]}
    >>> [lead(pl.DataFrame(cell | {"lift": [1.33], "mark": [mark]}), "by").key for mark in (MORE, None)]
    ['segments.more', 'segments.none']
    """
    marked = [row for row in told(lift) if row["mark"]]
    if not marked:
        return Phrase("segments.none")
    # Half a contact is added: a problem that a group never has is not infinitely far.
    # Marks are of customers, the figures of contacts: rather one where both say the same.
    agreed = [row for row in marked if (row["mark"] == MORE) == (row["lift"] > 1)]
    top = max(agreed or marked, key=lambda row: abs(log((row["n"] + 0.5) / (row["of"] + 1) / row["share_all"])))
    words: dict[str, Param] = {
        "segment": Phrase(top[by]), "problem": top[TOPIC], "share": Figure(top["share"], "ratio"),
        "lift": Figure(top["lift"], "x"), "n": Figure(top["n"]), "others": Figure(len(marked) - 1),
    }  # fmt: skip
    key = "segments.more" if top["mark"] == MORE else "segments.less"
    return Phrase(key if agreed else f"{key}_customers", words)
