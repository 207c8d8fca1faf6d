"""cs-rfm: orders in, one row a customer out, with scores and a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cstools.cli.options import Common, Files, tool

if TYPE_CHECKING:
    from cstools.io.job import Job

CutOption = Annotated[
    Literal["quantile", "mean", "median", "fixed", "kmeans"],
    typer.Option("--cut", metavar="quantile|mean|median|fixed|kmeans", help="Where scores begin."),
]
CutsOption = Annotated[
    str | None, typer.Option("--cuts", metavar="r=DAYS,f=N,m=YUAN", help="By fixed; default: r=10,f=3,m=200.")
]
Bins = Annotated[
    int, typer.Option("--bins", metavar="N", min=2, max=100, help="Scores by quantile and kmeans, 1 to N.")
]
TieOption = Annotated[
    Literal["min", "max", "average"],
    typer.Option("--tie", metavar="min|max|average", help="The place equal values share, by quantile."),
]
SchemeOption = Annotated[
    str, typer.Option("--scheme", metavar="cn8|grid10|FILE", help="Segments: eight by R, F, M, ten by R, F, or yours.")
]
MonetaryOption = Annotated[
    Literal["net", "gross"],
    typer.Option("--monetary", metavar="net|gross", help="Money with refunds taken off, or before."),
]
FrequencyOption = Annotated[
    Literal["orders", "days"],
    typer.Option("--frequency", metavar="orders|days", help="Count orders, or days with a purchase."),
]
Summary = Annotated[bool, typer.Option("--summary", help="A row a segment, with its cut-offs, repurchase and churn.")]
Cohort = Annotated[
    Literal["week", "month", "quarter", "year"] | None,
    typer.Option("--cohort", metavar="week|month|quarter|year", help="A row a cohort and period: retention."),
]
Churn = Annotated[str, typer.Option("--churn-after", metavar="SPAN", help="Longer without an order is churn.")]
Join = Annotated[str | None, typer.Option("--join", metavar="TICKETS", help="Write these tickets with segment added.")]
ClvOption = Annotated[bool, typer.Option("--clv", help="Add what each customer is expected to buy.")]
Horizon = Annotated[str, typer.Option("--horizon", metavar="SPAN", help="How far --clv looks ahead.")]
Discount = Annotated[float, typer.Option("--discount", metavar="RATE", help="Of --clv, a year: 0.1 is 10 %.")]
Holdout = Annotated[
    str | None, typer.Option("--holdout", metavar="SPAN", help="Check --clv: fit without the last of it, predict it.")
]
FitReport = Annotated[str | None, typer.Option("--fit-report", metavar="FILE", help="Write the fit of --clv as JSON.")]


@tool("rfm")
def main(
    files: Files,
    common: Common,
    cut: CutOption = "quantile",
    cuts: CutsOption = None,
    bins: Bins = 5,
    tie: TieOption = "min",
    scheme: SchemeOption = "cn8",
    monetary: MonetaryOption = "net",
    frequency: FrequencyOption = "orders",
    summary: Summary = False,
    cohort: Cohort = None,
    churn_after: Churn = "90d",
    join: Join = None,
    clv: ClvOption = False,
    horizon: Horizon = "365d",
    discount: Discount = 0,
    holdout: Holdout = None,
    fit_report: FitReport = None,
) -> Job:
    """Customers by how recently, how often and how much they bought; equal customers score alike."""
    from cstools.cli import rfm_options
    from cstools.cli.job import as_of, job, tongue
    from cstools.kernels import rfm

    words = rfm_options.Words(cut, cuts, churn_after, clv, horizon, discount, holdout, fit_report)
    ask = rfm.Ask(
        rfm_options.cutting(words, bins, tie, scheme),
        monetary=monetary,
        frequency=frequency,
        summarise=summary,
        cohort=cohort,
        tickets=rfm_options.tickets(join, common.tz, other=summary or cohort is not None),
        churn_ms=rfm_options.days("--churn-after", churn_after) * rfm.DAY_MS,
        clv=rfm_options.clv(words),
        as_of=as_of(common),
        lang=tongue(common),
    )
    made = job("rfm", files, common, rfm.made(ask), kind="order")
    return made.told("rfm", rfm_options.Told(made.sink.lang, common.quiet, fit_report), writes=fit_report)
