"""Ten checks of tickets with pandas, as well as it can be asked: FILE FAILURES. Cells that fail become empty, records
without a customer are flagged; the records go to standard output as JSON lines, what failed to FAILURES as CSV.
"""

import sys

import pandas as pd

TIMES = ["created_at", "first_response_at", "resolved_at"]
STATUS = ["open", "pending", "resolved", "closed"]


def backwards(start: pd.Series, end: pd.Series) -> pd.Series:
    """Whether a time is before its start, as far as its precision tells."""
    day, minute = start.dt.floor("D"), start.dt.floor("min")
    known = start.where(end != end.dt.floor("min"), minute).where(end != end.dt.floor("D"), day)
    return end < known


def checks(rows: pd.DataFrame) -> list[tuple[str, str, pd.Series]]:
    created, resolved = rows["created_at"], rows["resolved_at"]
    return [
        ("csat", "1 to 5", rows["csat"].notna() & ~rows["csat"].between(1, 5)),
        ("handle_s", "not negative", rows["handle_s"] < 0),
        ("handle_s", "a day at most", rows["handle_s"] > 86_400),
        ("refund_amount", "not negative", rows["refund_amount"] < 0),
        ("refund_amount", "200,000 at most", rows["refund_amount"] > 200_000),
        ("first_response_at", "after the question", backwards(created, rows["first_response_at"])),
        ("resolved_at", "after the question", backwards(created, resolved)),
        ("resolved_at", "in two years", resolved - created > pd.Timedelta(days=731)),
        ("status", "one of four", rows["status"].notna() & ~rows["status"].isin(STATUS)),
        ("customer_id", "there", rows["customer_id"].isna()),
    ]


def main() -> None:
    numbers = dict.fromkeys(("handle_s", "transfer_count", "csat", "refund_amount"), "float64")
    rows = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False, na_values=[""])
    rows = rows.astype(numbers)
    for name in TIMES:
        rows[name] = pd.to_datetime(rows[name], format="%Y-%m-%d %H:%M:%S")
    found, flagged = [], None
    for field, rule, bad in checks(rows):
        hit = rows.loc[bad, ["ticket_id", field]].rename(columns={field: "value"})
        found.append(hit.assign(field=field, rule=rule))
    for field, _, bad in checks(rows):
        if field == "customer_id":
            flagged = bad
        else:
            rows[field] = rows[field].mask(bad)
    rows["flags"] = None
    rows.loc[flagged, "flags"] = "customer.missing"
    pd.concat(found).to_csv(sys.argv[2], index=False)
    for name in TIMES:
        rows[name] = rows[name].dt.strftime("%Y-%m-%d %H:%M:%S")
    rows.to_json(sys.stdout, orient="records", lines=True, force_ascii=False)


main()
