"""The tables of a month's review as one script of Polars, written by hand for just these: TICKETS MONTH OUT.

Only the columns asked for are read, in their types. What these records do not have (spam, calls, bots, targets, orders)
is not asked about. No words, no findings: the tables alone, as JSON.
"""

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from hashlib import file_digest
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import polars as pl
from report_stats import (
    DAY,
    LEAST,
    F,
    N,
    Rows,
    S,
    col,
    critical,
    daily,
    digits,
    dots,
    hours,
    lit,
    ranks,
    ratio,
    share,
    shrunk,
    spearman,
    with_intervals,
)
from report_words import rising

D = pl.Datetime("us")
NEEDED = {
    "ticket_id": S, "shop": S, "channel": S, "agent": S, "customer_id": S, "topic": S, "category": S, "text": S,
    "status": S, "severity": N, "red_line": pl.Boolean, "created_at": S, "first_response_at": S, "resolved_at": S,
    "first_response_s": F, "resolution_s": F, "transfer_count": N, "csat": F, "refund_amount": F,
}  # fmt: skip
TIMES = ("created_at", "first_response_at", "resolved_at")
"""Read as text: what the reader itself makes of a time costs ten times as much."""
ORDER = ("csat_pct", "resolution_rate", "frt_within_3m")
Figure = tuple[float | None, int | None, float | None, float | None]


def parsed(path: str) -> tuple[pl.DataFrame, int, str, datetime]:
    """The records with a time, how many there are, the file's hash, and the latest time, which stands for now."""
    rows = pl.scan_ndjson(path, schema=NEEDED).with_columns(
        col(TIMES).str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", cache=False)
    )
    rows = rows.collect(engine="streaming")
    with Path(path).open("rb") as stream:
        found = file_digest(stream, "sha256").hexdigest()
    return rows.filter(col("created_at").is_not_null()), rows.height, found, rows["created_at"].max()


def elapsed(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Milliseconds between two times."""
    return (end - start).dt.total_milliseconds()


def measured(rows: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """What figures are made of: problem, month, durations (ms) and whether each contact counts for and as what."""
    created, resolved = col("created_at"), col("resolved_at")
    frt = pl.coalesce((col("first_response_s") * 1000).round().cast(N), elapsed(created, col("first_response_at")))
    full = pl.coalesce((col("resolution_s") * 1000).round().cast(N), elapsed(created, resolved))
    replied = col("first_response_at").is_not_null() | col("first_response_s").is_not_null()
    rows = beside(rows).with_columns(
        pl.coalesce(col("topic").str.extract(r"^([^/]*(?:/[^/]*)?)", 1), "category").alias("problem"),
        created.dt.truncate("1mo").alias("month"),
        frt.alias("frt"),
        full.alias("full"),
        replied.alias("replied"),
        col("first_response_at").is_not_null().alias("handled"),
        pl.coalesce(col("status").is_in(["resolved", "closed"]), resolved.is_not_null()).alias("solved"),
        pl.when(col("csat").is_between(1, 5)).then("csat").alias("score"),
    )
    now, known, end = lit(as_of, D), col("customer_id").is_not_null(), pl.coalesce("resolved_at", "created_at")
    week, days = 7 * 86_400_000, 72 * 3_600_000
    late = col("frt").is_null() & (col("replied") | (elapsed(created, now) <= 180_000))
    first = known & ~(elapsed(col("before"), created) <= week).fill_null(False) & (elapsed(created, now) >= week)
    return rows.with_columns(
        # a channel that never times a first reply has neither hits nor misses of it
        (~((col("frt") < 0).fill_null(False) | late) & col("frt").is_not_null().any().over("channel")).alias("within"),
        first.alias("first"),
        (first & ~(elapsed(created, col("after")) <= week).fill_null(False)).alias("once"),
        (known & (elapsed(end, now) >= days)).alias("old"),
        (elapsed(end, col("after")) <= days).fill_null(False).alias("again"),
    )


def beside(rows: pl.DataFrame) -> pl.DataFrame:
    """Records with the moments of the same customer's contacts before and after."""
    rows = rows.with_row_index("at")
    sorted_ = rows.select("at", "customer_id", "created_at").drop_nulls().sort("customer_id", "created_at")
    made = sorted_.select("at", moment(1).alias("before"), moment(-1).alias("after")).sort("at")
    return rows.join(made, on="at", how="left", maintain_order="left").drop("at")


def moment(step: int) -> pl.Expr:
    """Of rows by customer and time, the next other moment of the same customer in one direction."""
    who, when = col("customer_id"), col("created_at").to_physical()
    same = (who == who.shift(step)).fill_null(False)
    other = pl.when(~same).then(-1).when(when != when.shift(step)).then(when.shift(step))
    filled = other.fill_null(strategy="forward" if step > 0 else "backward")
    return pl.when(filled >= 0).then(filled).cast(D)


FRT, FULL = col("frt").filter(col("frt") >= 0), col("full").filter(col("solved") & (col("full") >= 0))
RATES = {
    "csat_pct": (col("score").count(), (col("score") >= 4).sum()),
    "resolution_rate": (pl.len(), col("solved").sum()),
    "frt_within_3m": (col("within").sum(), (col("within") & (col("frt") <= 180_000)).sum()),
    "reply_rate": (pl.len(), col("replied").sum()),
    "fcr_window_7d": (col("first").sum(), col("once").sum()),
    "repeat_rate_72h": (col("old").sum(), (col("old") & col("again")).sum()),
    "transfer_rate": (col("handled").sum(), (col("handled") & (col("transfer_count") > 0)).sum()),
}
"""Of how many, and how many."""


def rates(names: Sequence[str]) -> list[pl.Expr]:
    """`NAME:n` and `NAME:hits` (Int64) of each rate."""
    return [
        expr.cast(N).alias(f"{name}:{part}")
        for name in names
        for part, expr in zip(("n", "hits"), RATES[name], strict=True)
    ]


def scorecard(rows: pl.DataFrame, months: list[datetime]) -> list[list[Any]]:
    """A row a metric: its id, value, n, interval, and its course by month."""
    table = with_intervals(
        rows.group_by("month").agg(
            pl.len().cast(N).alias("volume"),
            col("customer_id").drop_nulls().n_unique().cast(N).alias("customers"),
            FRT.sort().alias("frts"),
            FULL.sort().alias("fulls"),
            (col("refund_amount") * 10_000).round().cast(N).sum().alias("refund"),
            col("refund_amount").count().cast(N).alias("refunds"),
            *rates(RATES),
        ),
        RATES,
    )
    found = {row["month"]: row for row in table.iter_rows(named=True)}
    figures = {month: values(row) for month, row in found.items()}
    shown = []
    for name, (value, n, *interval) in figures[months[-1]].items():
        if value is not None:
            course = [[f"{month:%Y-%m}", figures[month][name][0] if month in found else None] for month in months]
            while course and course[0][1] is None:
                course.pop(0)
            shown.append([name, value, n, *interval, course if sum(v is not None for _, v in course) > 1 else []])
    return shown


def values(row: dict[str, Any]) -> dict[str, Figure]:
    """The figures of one month in the order of the scorecard: value, n, low, high."""

    def rate(name: str) -> Figure:
        return (row[name], row[f"{name}:n"], row[f"{name}:lo"], row[f"{name}:hi"])

    def quantile(values: list[int], p: float) -> Figure:
        n = len(values)
        if not n:
            return (None, 0, None, None)
        below = int((n - 1) * p)
        low, high = values[below], values[min(below + 1, n - 1)]
        at = ranks(n, p)
        ends = [None, None] if at is None else [values[rank - 1] / 1000 for rank in at]
        return (digits((low + (high - low) * ((n - 1) * p - below)) / 1000), n, *ends)

    return {
        "volume": (float(row["volume"]), None, None, None),
        "customers": (float(row["customers"]), None, None, None),
        "reply_rate": rate("reply_rate"),
        "frt_p50": quantile(row["frts"], 0.5),
        "frt_p90": quantile(row["frts"], 0.9),
        "resolution_rate": rate("resolution_rate"),
        "rt_full_p50": quantile(row["fulls"], 0.5),
        "fcr_window_7d": rate("fcr_window_7d"),
        "repeat_rate_72h": rate("repeat_rate_72h"),
        "csat_pct": rate("csat_pct"),
        "transfer_rate": rate("transfer_rate"),
        "refund_amount": (row["refund"] / 10_000 if row["refunds"] else None, row["refunds"], None, None),
    }


def grouped(rows: pl.DataFrame, by: str, names: Sequence[str], *more: pl.Expr) -> pl.DataFrame:
    """The groups of a field, most contacts first, then by name; the nameless one last."""
    table = rows.group_by(by).agg(pl.len().cast(N).alias("contacts"), *more, *rates(names))
    order = [col(by).is_null(), -col("contacts"), col(by)]
    return with_intervals(table, names).sort(order, maintain_order=True).rename({by: "name"})


def table(groups: pl.DataFrame, before: dict[str | None, int], columns: Sequence[str]) -> Rows:
    """The groups with their contacts, share, contacts the month before, and some figures."""
    total = int(groups["contacts"].sum())
    return [
        (name or "—", n, round(n / total, 6), before.get(name), *figures)
        for name, n, *figures in groups.select("name", "contacts", *columns).head(60).iter_rows()
    ]


def counts(rows: pl.DataFrame, by: str) -> dict[str | None, int]:
    """Contacts by a field."""
    return dict(rows.group_by(by).agg(pl.len()).iter_rows())


def topics(rows: pl.DataFrame, before: pl.DataFrame) -> dict[str, Rows]:
    """The Pareto, the table by weight, the spread of ratings, what is resolved least."""
    names = ("csat_pct", "resolution_rate")
    stars = ((col("score") + 0.5).floor() == mark for mark in range(1, 6))
    more = [each.sum().cast(N).alias(f"{mark}") for mark, each in enumerate(stars, 1)]
    groups = grouped(rows, "problem", names, col("severity").sum(), col("severity").count().alias("severe"), *more)
    earlier, total = counts(before, "problem"), int(groups["contacts"].sum())
    base0, z, moved = sum(earlier.values()), critical(groups.height), {}
    for name, n in groups.select("name", "contacts").iter_rows():
        found = ratio(n, total, earlier.get(name, 0), base0, z)
        sure = n >= 10 and name is not None and (found[1] > 1 or found[2] < 1)
        moved[name] = (
            found[0] if earlier.get(name) else None,
            ("mark.rising" if found[0] > 1 else "mark.falling") if sure else None,
        )
    bars, running = [], 0
    for name, n, *figures in groups.select("name", "contacts", *names).head(12).iter_rows():
        running += n
        shares = (round(n / total, 6), round(running / total, 6))
        bars.append((name or "—", n, *shares, earlier.get(name, 0), *moved[name], *figures))
    if groups.height > 12:
        left = total - running
        bars.append((f"… +{groups.height - 12}", left, round(left / total, 6), 1.0, *[None] * 5))
    return {
        "topics": bars,
        "weights": weights(groups, total, moved, names),
        "topics_ratings": spread(groups),
        "topics_unmet": unmet(groups),
    }


def weights(
    groups: pl.DataFrame, total: int, moved: dict[str | None, tuple[float | None, str | None]], names: Sequence[str]
) -> Rows:
    """The problems by how many times how severe."""
    found = []
    for name, n, sum_, severe, *figures in groups.select("name", "contacts", "severity", "severe", *names).iter_rows():
        mean = round(sum_ / severe, 6) if severe else None
        weight = None if mean is None else round(n * sum_ / severe, 3)
        key = (name is None, -(weight or 0.0), -n, name or "")
        found.append((key, (name or "—", n, round(n / total, 6), mean, weight, *figures, moved[name][0])))
    return [row for _, row in sorted(found)[:30]]


def spread(groups: pl.DataFrame) -> Rows:
    """The share of each rating within the problems of ten ratings, most first."""
    n = col("csat_pct:n")
    kept = groups.filter(n >= 10).sort(col("name").is_null(), -n, "name").head(12)
    parts = kept.select("name", n, *(f"{mark}" for mark in range(1, 6))).iter_rows()
    return [(name or "—", n, *(round(part / n, 6) for part in each)) for name, n, *each in parts]


def unmet(groups: pl.DataFrame) -> Rows:
    """The problems whose rate of resolution is lowest, of those below that of all."""
    able = groups.filter(col("resolution_rate:n") >= LEAST)
    whole = groups["resolution_rate:hits"].sum() / groups["resolution_rate:n"].sum()
    rates_ = shrunk(able["resolution_rate:hits"].to_list(), able["resolution_rate:n"].to_list())
    low = able.with_columns(pl.Series("shrunk", rates_)).filter(
        col("name").is_not_null(), col("resolution_rate") < whole
    )
    return dots(low.sort("shrunk", "name").head(10), "resolution_rate", among=groups)


def funnel(rows: pl.DataFrame) -> tuple[Rows, Rows]:
    """How many contacts come how far, in all and by channel; no step has more than the one before it."""
    chain = list(accumulate((col("replied"), col("solved"), col("score").is_not_null()), lambda a, b: a & b))
    sums = [step.sum().cast(N).alias(f"{at}") for at, step in enumerate(chain)]
    found = rows.group_by("channel").agg(pl.len().cast(N).alias("n"), *sums)
    found = found.sort(col("channel").is_null(), -col("n"), "channel")
    all_ = [int(found[name].sum()) for name in ("n", "0", "1", "2")]
    words = ("funnel.replied", "funnel.resolved", "funnel.rated")
    whole = [("funnel.contacts", all_[0], None, 1.0)]
    whole += [(word, n, share(n, of), share(n, all_[0])) for word, (of, n) in zip(words, pairwise(all_), strict=True)]
    split = []
    for name, *reached in found.iter_rows():
        cells = [cell for of, n in pairwise(reached) for cell in (n, share(n, of))]
        split.append((name or "—", reached[0], *cells))
    return whole, split


def binned(rows: pl.DataFrame, fact: str, limits: Sequence[tuple[int, str]]) -> Rows:
    """Satisfaction by the bins of a duration, in their order."""
    steps = pl.when(col(fact) < 0).then(lit(None, N))
    for at, (limit, _) in enumerate(limits):
        steps = steps.when(col(fact) <= limit * 1000).then(lit(at, N))
    steps = steps.when(col(fact).is_not_null()).then(lit(len(limits), N))
    table = rows.group_by(steps.alias("name")).agg(rates(("csat_pct",))).drop_nulls("name").sort("name")
    words = [*(word for _, word in limits), "wait.over" if fact == "frt" else "solving.over"]
    named = with_intervals(table, ("csat_pct",)).with_columns(
        col("name").replace_strict(list(range(len(words))), words, return_dtype=S)
    )
    return dots(named.filter(col("csat_pct:n") > 0), "csat_pct", least=1, among=None)


def cases(rows: pl.DataFrame) -> Rows:
    """Up to six tickets by rule, their numbers hidden."""
    rows = rows.filter(col("text").is_not_null(), col("ticket_id").is_not_null())
    rows = rows.with_columns(col("text").str.len_chars().cast(N).alias("length")).sort(
        "ticket_id", "created_at", "text"
    )
    severe, moves = col("severity"), col("transfer_count")
    rules = [
        (col("red_line"), [-severe.fill_null(0)]),
        (col("score") == col("score").filter(col("score") <= 3).min(), [-severe.fill_null(0), -col("length")]),
        ((severe >= 2) & ~col("red_line").fill_null(False), [-severe, -col("length")]),
        (moves >= 2, [-moves]),
    ]
    found = []
    for test, order in rules:
        fresh = rows.filter(~col("ticket_id").is_in([case[0] for case in found]), test.fill_null(False))
        first = fresh.unique("text", keep="first", maintain_order=True).sort(order, maintain_order=True).head(2)
        hidden = col("text").str.replace_all(r"(\d{3})\d{4,}(\d{2}[\dXx]?)", "${1}****${2}").str.slice(0, 120)
        found += first.select("ticket_id", hidden, "channel", "problem", "csat", "first_response_s").rows()
    return found[:6]


def main() -> None:
    path, month, out = sys.argv[1:]
    rows, read, digest, as_of = parsed(path)
    start = datetime.fromisoformat(f"{month}-01")
    end, previous = (start + 31 * DAY).replace(day=1), (start - DAY).replace(day=1)
    rows = measured(rows, as_of)
    own, before = rows.filter(col("month") == start), rows.filter(col("month") == previous)
    months = [start]
    while len(months) < 12:
        months.insert(0, (months[0] - DAY).replace(day=1))
    days = daily(rows, start, end, as_of)
    names = ("frt_within_3m", "csat_pct", "resolution_rate")
    p50 = (FRT.quantile(0.5, "linear") / 1000).alias("frt_p50")
    channels, agents = grouped(own, "channel", names, p50), grouped(own, "agent", ORDER, p50)
    able = next(name for name in ORDER if (agents[f"{name}:n"] >= LEAST).any())
    whole, split = funnel(own)
    first = ((30, "wait.30"), (60, "wait.60"), (180, "wait.180"), (600, "wait.600"))
    last = ((3600, "solving.1h"), (14400, "solving.4h"), (86400, "solving.1d"), (259200, "solving.3d"))
    made = {
        "kpis": scorecard(rows.filter(col("month") <= start), months),
        "daily": days,
        "hours": hours(own, [day[0] for day in days if day[-1] != "day.gap"]),
        **topics(own, before),
        "rising": rising(own, before),
        "channels_frt_within_3m": dots(channels, "frt_within_3m"),
        "channels_csat_pct": dots(channels, "csat_pct"),
        "channel": table(channels, counts(before, "channel"), (*names, "frt_p50")),
        "funnel": whole,
        "funnel.table": split,
        f"agents_{able}": dots(agents, able, ranked=True),
        "agent": table(agents, counts(before, "agent"), (*ORDER, "frt_p50")),
        "satisfaction_wait": binned(own, "frt", first),
        "satisfaction_solving": binned(own, "full", last),
        "rho": [spearman(own, "frt"), spearman(own, "full")],
        "cases": cases(own),
        "rows": [read, own.height, rows.height - own.height, read - rows.height],
        "shops": own["shop"].drop_nulls().unique().sort().head(5).to_list(),
        "sha256": digest,
    }
    Path(out).write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")


main()
