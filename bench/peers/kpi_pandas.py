"""pandas, as well as it can be asked: twenty figures by channel, agent and month of JSON lines. FILE.

Read in pieces, of which only the columns asked for are kept; keys are categories. One group-by for the sums, one for
each measure with quantiles.
"""

import sys

import numpy as np
import pandas as pd

NEEDED = (
    "channel", "agent", "customer_id", "status", "created_at", "first_response_at", "resolved_at", "first_response_s",
    "resolution_s", "handle_s", "transfer_count", "csat", "refund_amount",
)  # fmt: skip
TIMES = ("created_at", "first_response_at", "resolved_at")
KEYS = ["period", "channel", "agent"]
PIECE = 100_000
Z = 1.959963984540054
COUNTS = {"volume": "n", "customers": "customers", "handled": "handled", "resolved": "solved"}
RATES = {
    "reply_rate": ("replied", "n"),
    "frt_within_30s": ("within", "within_n"),
    "resolution_rate": ("solved", "n"),
    "resolution_rate_answered": ("both", "handled"),
    "csat_pct": ("good", "rated"),
    "dsat": ("bad", "rated"),
    "transfer_rate": ("moved", "handled"),
}
MEANS = {"frt": 1000, "aht": 1000, "rt_full": 1000, "csat": 10_000}
ORDER = (
    "volume", "customers", "handled", "resolved", "reply_rate", "frt_mean", "frt_p50", "frt_p90", "frt_within_30s",
    "aht_mean", "rt_full_mean", "rt_full_p50", "rt_full_p90", "resolution_rate", "resolution_rate_answered", "csat_pct",
    "csat_mean", "dsat", "transfer_rate", "refund_amount",
)  # fmt: skip


def read(path: str) -> pd.DataFrame:
    """The columns needed, in their types."""
    pieces = pd.read_json(path, lines=True, dtype=False, chunksize=PIECE)
    rows = pd.concat([piece.reindex(columns=list(NEEDED)) for piece in pieces], ignore_index=True)
    for name in TIMES:
        rows[name] = pd.to_datetime(rows[name], format="%Y-%m-%d %H:%M:%S")
    return rows[rows["created_at"].notna()]


def whole(numbers: pd.Series, factor: int) -> pd.Series:
    """A number of units as a whole number of their parts; NaN for none."""
    return (numbers.astype("float64") * factor).round()


def elapsed(rows: pd.DataFrame, end: str) -> pd.Series:
    """Milliseconds since creation."""
    return (rows[end] - rows["created_at"]) / pd.Timedelta(milliseconds=1)


def measured(rows: pd.DataFrame) -> pd.DataFrame:
    """What each record gives to the figures: whole numbers and 0 or 1, NaN where it gives nothing."""
    solved = rows["status"].isin(["resolved", "closed"]).where(rows["status"].notna(), rows["resolved_at"].notna())
    handled = rows["first_response_at"].notna()
    replied = handled | rows["first_response_s"].notna()
    frt = whole(rows["first_response_s"], 1000).fillna(elapsed(rows, "first_response_at"))
    full = whole(rows["resolution_s"], 1000).fillna(elapsed(rows, "resolved_at"))
    handle, csat = whole(rows["handle_s"], 1000), rows["csat"].astype("float64")
    csat = csat.where(csat.between(1, 5))
    young = rows["created_at"] >= rows["created_at"].max() - pd.Timedelta(seconds=30)
    counted = ~((frt < 0) | (frt.isna() & (replied | young)))
    return pd.DataFrame(
        {
            "period": rows["created_at"].dt.strftime("%Y-%m").astype("category"),
            "channel": rows["channel"].astype("category"),
            "agent": rows["agent"].astype("category"),
            "customer": rows["customer_id"],
            "handled": handled,
            "solved": solved.astype("bool"),
            "replied": replied,
            "frt": frt.where(frt >= 0),
            "within_n": counted,
            "within": counted & (frt <= 30_000),
            "aht": handle.where(handle >= 0),
            "rt_full": full.where(solved.astype("bool") & (full >= 0)),
            "both": handled & solved.astype("bool"),
            "good": csat >= 4,
            "bad": csat <= 2,
            "csat": whole(csat, 10_000),
            "moved": handled & (rows["transfer_count"].astype("float64") > 0),
            "refund": whole(rows["refund_amount"], 10_000),
        }
    )


def grouped(each: pd.DataFrame) -> pd.DataFrame:
    """One row a channel, agent and month."""
    groups = each.groupby(KEYS, observed=True, dropna=False)
    flags = ["handled", "solved", "replied", "within_n", "within", "both", "good", "bad", "moved"]
    sums = groups[[*flags, *MEANS, "refund"]].sum()
    counts = groups[[*MEANS, "refund"]].count().add_suffix("_n")
    parts = [sums, counts, groups.size().rename("n"), groups["customer"].nunique().rename("customers")]
    for name in ("frt", "rt_full"):
        both = groups[name].quantile([0.5, 0.9]).unstack()
        parts.append(both.set_axis([f"{name}_p50", f"{name}_p90"], axis=1))
    made = pd.concat(parts, axis=1).assign(rated=counts["csat_n"])
    # a channel that never times a first reply has neither hits nor misses of it
    timed = made["frt_n"].groupby("channel", observed=True).transform("max") > 0
    made.loc[~timed, ["within", "within_n"]] = 0
    return made


def wilson(hits: pd.Series, n: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """The interval of Wilson; NaN where n is 0."""
    share, square = hits / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z * np.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    none = n == 0
    low, high = np.where(hits == 0, 0.0, middle - half), np.where(hits == n, 1.0, middle + half)
    return np.where(none, np.nan, low), np.where(none, np.nan, high)


def figures(groups: pd.DataFrame) -> pd.DataFrame:
    """One row a figure."""
    tables = {
        name: groups[[column]].set_axis(["n"], axis=1).assign(value=groups[column]) for name, column in COUNTS.items()
    }
    for name, (hits, n) in RATES.items():
        low, high = wilson(groups[hits].astype("float64"), groups[n].astype("float64"))
        parts = {"n": groups[n], "value": groups[hits] / groups[n].replace(0, np.nan), "numerator": groups[hits]}
        tables[name] = pd.DataFrame({**parts, "denominator": groups[n], "lo": low, "hi": high})
    for name, factor in MEANS.items():
        n, total = groups[f"{name}_n"], groups[name] / factor
        some = n > 0
        parts = {"n": n, "value": groups[name] / n.replace(0, np.nan) / factor, "numerator": total.where(some)}
        tables[f"{name}_mean"] = pd.DataFrame({**parts, "denominator": n})
    for name in ("frt_p50", "frt_p90", "rt_full_p50", "rt_full_p90"):
        tables[name] = pd.DataFrame({"n": groups[name.rpartition("_")[0] + "_n"], "value": groups[name] / 1000})
    some = groups["refund_n"] > 0
    tables["refund_amount"] = pd.DataFrame({"n": groups["refund_n"], "value": (groups["refund"] / 10_000).where(some)})
    return pd.concat({name: tables[name] for name in ORDER}, names=["metric"]).reset_index()


def nine(numbers: pd.Series) -> pd.Series:
    """Nine significant digits; a half goes up, as printf would not have it."""
    size = 10.0 ** (8 - np.floor(np.log10(numbers.abs().replace(0, np.nan))))
    return (np.floor(numbers * size + 0.5) / size).where(numbers != 0, numbers)


def main() -> None:
    columns = ["channel", "agent", "period", "metric", "n", "value", "numerator", "denominator", "lo", "hi"]
    table = figures(grouped(measured(read(sys.argv[1]))))
    for name in columns[5:]:
        table[name] = nine(table[name].astype("float64"))
    table[columns].to_csv(sys.stdout, index=False)


main()
