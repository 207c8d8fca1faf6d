"""pandas, as well as it can be asked: convert FILE | filter FILE | group FILE."""

import sys

import pandas as pd


def read(path: str, columns: list[str] | None = None, **how: object) -> pd.DataFrame:
    """The file: text as it stands; of JSON lines all columns, for the reader takes no list of them."""
    if path.endswith(".csv"):
        return pd.read_csv(path, usecols=columns, keep_default_na=False, na_values=[""], **how)
    frame = pd.read_json(path, lines=True, dtype=False, convert_dates=False)
    return frame if columns is None else frame[columns]


def main() -> None:
    verb, path = sys.argv[1:3]
    if verb == "group":
        grouped = read(path, ["channel", "csat"]).groupby("channel", dropna=False)["csat"].agg(n="count", total="sum")
        grouped.to_csv(sys.stdout)
        return
    frame = read(path) if verb == "filter" else read(path, dtype=str) if path.endswith(".csv") else read(path)
    if verb == "filter":
        frame = frame[frame["csat"] <= 2]
    frame.to_json(sys.stdout, orient="records", lines=True, force_ascii=False)


main()
