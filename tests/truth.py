"""How near cleaned records come to the truth: generated data with a known answer, judged cell by cell.

    python -m tests.truth [--n 200000] [--seed 7] [--keep DIR]

What the words mean, fixed before anything was measured:

planted   a cell the generator spoilt so that its value cannot be: 0000 dates, a resolution in 2020, 999999 and negative
          handling times, a rating of 6, amounts below zero or x 1e5. Caught: its value does not go on; it became null,
          or the truth, or its record was rejected.
good      a cell with a value that reads as the truth. Touched: it does not come out as the truth.
repaired  of the cells with a truth that were written in another form than ours (or were planted, or could be derived):
          those that come out as the truth. Nulling is no repair. What the source itself lost is none of them: a
          category it calls 其他, a number it masked; it is in our form, and nothing derives the truth.
wrong     a cell that comes out with a value which is not the truth, of all cells that come out with one; 其他 is wrong.
pass      a record that goes on and breaks none of PASS, of all that go on.
right     times to the precision of the text (minutes where it has no seconds); rates of whole numbers exactly.

Truth: the generator's own table; for what that table lacks, the cell as written, read by the few lines of `_TRUTH`
(which share no code with the tools).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

GENERATOR = Path(__file__).parents[2] / "shared" / "tools" / "gen.py"

_ZONE = 8 * 3600
_NARROW = {chr(0xFF10 + digit): str(digit) for digit in range(10)}
_PREFIXES = ["138", "159", "177", "186"]
_HEADINGS = {"content": "text", "handle_seconds": "handle_s", "transfer": "transfer_count"}
_TIMES = ("created_at", "first_response_at", "resolved_at")
_AS_WRITTEN = ("channel", "shop", "customer_name", "agent", "product", "order_id", "transfer_count")
CELLS = (
    *_TIMES,
    *_AS_WRITTEN,
    "customer_id",
    "phone",
    "category",
    "text",
    "status",
    "handle_s",
    "csat",
    "refund_amount",
)

_FORM = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"
_SECONDS = r"^(?:\d{13}|\d{14}|.*:\d\d:\d\d.*)$"
_NO_DATE = r"^0000|^2035-13"

PASS = {
    "the id is there": pl.col("ticket_id").is_not_null(),
    "the time is there": pl.col("created_at").is_not_null(),
    "the customer is there": pl.col("customer_id").is_not_null(),
    "the answer is not before the question": pl.col("first_response_at") >= pl.col("created_at"),
    "the solution is not before the question": pl.col("resolved_at") >= pl.col("created_at"),
    "no solution after two years": pl.col("resolved_at") - pl.col("created_at") <= pl.duration(days=731),
    "handled within a day": pl.col("handle_s").is_between(0, 86_400),
    "rated 1 to 5": pl.col("csat").is_between(1, 5),
    "refunded 0 to 200,000 yuan": pl.col("refund_amount").is_between(0, 200_000),
    "a known status": pl.col("status").is_in(["open", "pending", "resolved", "closed"]),
}
"""The ten rules of the pass share; what is not known breaks none but the first three."""


def made(n: int, seed: int, folder: Path) -> None:
    """Data of the generator in a folder: tickets.csv and its truth."""
    size = ["--n", str(n), "--seed", str(seed), "--customers", "1", "--sessions", "1"]
    subprocess.run([sys.executable, str(GENERATOR), *size, "--out", str(folder)], check=True, stdout=subprocess.DEVNULL)


def once(n: int, seed: int, folder: Path) -> Path:
    """The folder, with data made there if it has none."""
    folder.mkdir(exist_ok=True, parents=True)
    if not (folder / "tickets.csv").exists():
        made(n, seed, folder)
    return folder


def judged(folder: Path, records: str | bytes) -> pl.DataFrame:
    """One row a ticket and cell: field, raw, planted, written (in our form), good, there, right, empty, and `on`
    (the record goes on). `records`: what came out, as JSON lines.
    """
    frame = _together(folder, records)
    parts = [frame.lazy().select(_cell(name)) for name in CELLS]
    return pl.concat(parts).collect()


def figures(cells: pl.DataFrame) -> dict[str, float]:
    """The shares that the acceptance names, of a `judged` table."""
    col = pl.col

    def share(of: pl.Expr, hit: pl.Expr) -> float:
        return float(cells.select(hit.filter(of).sum() / of.sum()).item())

    value, every = col("there") & col("on"), col("field").is_not_null()
    dated = (col("field") == "created_at") & col("raw").is_not_null() & ~col("planted")
    rated = col("field") == "csat"
    defect = col("truth") & ~col("written") & (col("raw").is_not_null() | col("planted")) & ~col("lost")
    return {
        "created_at right": share(dated, col("right") & col("on")),
        "csat right": share(rated, (col("right") | col("planted") & ~col("there")) & col("on")),
        "planted caught": share(col("planted"), ~value | col("right")),
        "good touched": share(col("good"), ~(col("right") & col("on"))),
        "repaired": share(defect, col("right") & value),
        "repaired, without times and status": share(
            defect & ~col("field").is_in([*_TIMES, "status"]), col("right") & value
        ),
        "wrong": share(value, ~col("right")),
        "rejected": share(every, ~col("on")),
    }


def passing(records: str | bytes) -> dict[str, float]:
    """The share of records that break none of PASS, and by rule."""
    rows = _read(records)
    needed = list(PASS)[:3]
    kept = {name: rule.fill_null(name not in needed) for name, rule in PASS.items()}
    whole = rows.select(pl.all_horizontal(list(kept.values())).mean()).item()
    return {"pass": whole} | {name: rows.select(rule.mean()).item() for name, rule in kept.items()}


PRIVATE = {
    "none": r"^$",
    "phone": r"，电话([0-9]+)",
    "id_card": r"，身份证([0-9Xx]+)",
    "email": r"，邮箱([^，。！？ ]+@[0-9a-z.]+)",
    "address": r"，地址：(.+?室)",
}
"""The kinds of private data the generator plants in a text, in its order, and where their value stands."""


def texts(records: str | bytes) -> pl.DataFrame:
    """The id and text of the records."""
    return _read(records).select("ticket_id", "text")


def private(folder: Path, plain: pl.DataFrame, masked: pl.DataFrame) -> pl.DataFrame:
    """Of each ticket: `kind` of the private data in its text, its `value`, `hidden` (the masked text does not have it),
    `changed` (masking did something).
    """
    kinds = list(PRIVATE)
    frame = (
        pl.read_parquet(folder / "tickets_truth.parquet")
        .select(
            "ticket_id", pl.col("pii").replace_strict(range(len(kinds)), kinds, return_dtype=pl.String).alias("kind")
        )
        .join(plain, on="ticket_id", how="inner", validate="1:1")
        .join(masked, on="ticket_id", how="left", validate="1:1", suffix="_masked")
    )
    comma = pl.col("text").str.replace_many(
        [",", " 电话", " 身份证", " 邮箱", " 地址"], ["，", "，电话", "，身份证", "，邮箱", "，地址"]
    )
    value = pl.coalesce(
        [pl.when(pl.col("kind") == kind).then(comma.str.extract(form)) for kind, form in PRIVATE.items()]
    )
    after = pl.col("text_masked")
    return frame.select(
        "ticket_id",
        "kind",
        value.alias("value"),
        (~after.str.contains(value, literal=True)).alias("hidden"),
        pl.col("text").ne_missing(after).alias("changed"),
    )


def _read(records: str | bytes) -> pl.DataFrame:
    text = records.encode() if isinstance(records, str) else records
    rows = pl.read_ndjson(text, infer_schema_length=None)
    return rows.with_columns(pl.col(name).str.to_datetime("%Y-%m-%d %H:%M:%S") for name in _TIMES)


def _together(folder: Path, records: str | bytes) -> pl.DataFrame:
    """Cells as written (`raw_`), as they are in truth (`true_`) and as they came out (`out_`), one row a ticket."""
    raw = pl.read_csv(folder / "tickets.csv", infer_schema=False).rename(_HEADINGS)
    truth = pl.read_parquet(folder / "tickets_truth.parquet").select(pl.all().name.prefix("t_"))
    rows = _read(records)
    out = rows.select("ticket_id", pl.lit(True).alias("on"), pl.col(CELLS).name.prefix("out_"))
    # A key of the data itself: the generator numbers its tickets.
    whole = raw.select("ticket_id", pl.exclude("ticket_id").name.prefix("raw_"))
    whole = whole.join(truth, left_on="ticket_id", right_on="t_ticket_id", how="left", validate="1:1")
    whole = whole.join(out, on="ticket_id", how="left", validate="1:1")
    return whole.with_columns(pl.col("on").fill_null(False)).with_columns(
        [expression.alias(f"true_{name}") for name, expression in _truth().items()]
    )


def _truth() -> dict[str, pl.Expr]:
    number = pl.col("t_customer").cast(pl.Int64)
    start = pl.col("t_created_epoch") + _ZONE
    digits = (
        pl.col("raw_refund_amount")
        .str.replace_many(_NARROW)
        .str.replace_all("[¥元-]", "")
        .cast(pl.Float64, strict=False)
    )
    tail = (number * 99_991 % 10**8).cast(pl.String).str.zfill(8)
    text = pl.col("raw_text").str.replace_all(r"^<p>|</p>&nbsp;$", "")
    return {
        "created_at": start,
        "first_response_at": start + pl.col("t_frt_s").cast(pl.Float64).floor().cast(pl.Int64),
        "resolved_at": pl.when("t_resolved").then(
            start + pl.col("t_resolution_s").cast(pl.Float64).floor().cast(pl.Int64)
        ),
        **{name: pl.col(f"raw_{name}") for name in _AS_WRITTEN},
        "agent": pl.col("t_agent"),
        "customer_id": pl.concat_str(pl.lit("U"), (number + 100_000).cast(pl.String)),
        "phone": pl.lit(pl.Series(_PREFIXES)).gather(number % 4) + tail,
        "category": pl.col("t_category"),
        "text": _plain(text),
        "status": pl.when("t_resolved").then(pl.lit("resolved")).otherwise(pl.lit("open")),
        "handle_s": pl.col("raw_handle_s").str.strip_prefix("-").replace("999999", None).cast(pl.Float64),
        "csat": pl.when("t_rated").then(pl.col("t_csat").cast(pl.Float64)),
        "refund_amount": pl.when("t_amt_outlier").then(digits / 1e5).otherwise(digits),
    }


def _plain(text: pl.Expr) -> pl.Expr:
    """Text without what may differ and mean the same: digits in another width, spaces, a picture that is not there."""
    return text.str.replace_many(_NARROW).str.replace_all(r"\[图片\]|\s+", "")


def _cell(name: str) -> list[pl.Expr]:
    raw, true, out = (pl.col(f"{part}_{name}") for part in ("raw", "true", "out"))
    planted = _planted(name).fill_null(False)
    right = _same(name, raw, true, out)
    written = _in_form(name, raw, true).fill_null(False)
    lost = _lost(name, raw).fill_null(False)
    missing = raw.is_null() | _says_nothing(name, raw)
    return [
        pl.lit(name).alias("field"),
        "ticket_id",
        pl.when(~missing).then(raw).alias("raw"),
        true.cast(pl.String).alias("true"),
        out.cast(pl.String).alias("out"),
        planted.alias("planted"),
        true.is_not_null().alias("truth"),
        written.alias("written"),
        (~planted & ~missing & _reads(name, raw, true)).fill_null(False).alias("good"),
        lost.alias("lost"),
        out.is_not_null().alias("there"),
        right.fill_null(False).alias("right"),
        "on",
    ]


def _says_nothing(name: str, raw: pl.Expr) -> pl.Expr:
    words = {"customer_id": ["NULL"], "csat": ["未评价"], "refund_amount": ["-"]}.get(name, [])
    return raw.is_in(words).fill_null(False)


def _lost(name: str, raw: pl.Expr) -> pl.Expr:
    marks = {"phone": raw.str.contains("*", literal=True), "category": raw == "其他"}
    return marks.get(name, pl.lit(False))


def _planted(name: str) -> pl.Expr:
    if name == "created_at":
        return pl.col("raw_created_at").str.contains(_NO_DATE)
    if name == "resolved_at":
        return pl.col("raw_resolved_at").str.starts_with("2020-01-01")
    mark = {"handle_s": "t_bad_handle", "csat": "t_bad_csat"}.get(name)
    if name == "refund_amount":
        return pl.col("t_amt_outlier") | pl.col("t_amt_negative")
    return pl.col(mark) if mark else pl.lit(False)


def _reads(name: str, raw: pl.Expr, true: pl.Expr) -> pl.Expr:
    """Whether what is written says the truth, whatever the form."""
    if name == "category":
        return raw.str.strip_chars() == true
    if name == "phone":
        return raw.str.replace_all(r"^\+86|\D", "") == true
    return true.is_not_null()


def _same(name: str, raw: pl.Expr, true: pl.Expr, out: pl.Expr) -> pl.Expr:
    if name in _TIMES:
        came = out.dt.epoch("s")
        slack = 0 if name == "created_at" else 1  # the truth of a duration is held in 32 bits
        exact = (came - true).abs() <= slack
        minute = pl.any_horizontal([came == (true + by) // 60 * 60 for by in range(-slack, slack + 1)])
        return pl.when(raw.str.contains(_SECONDS)).then(exact).otherwise(minute) | (true.is_null() & came.is_null())
    if name == "text":
        return _plain(out) == true
    if name == "phone":
        hidden = true.str.slice(0, 3) + "****" + true.str.slice(7)
        return (out == true) | (out == hidden)
    if name == "transfer_count":
        return out.cast(pl.String) == true
    if name == "refund_amount":
        return ((out - true).abs() < 0.005) | (true.is_null() & out.is_null())
    return out.eq_missing(true)


def _in_form(name: str, raw: pl.Expr, true: pl.Expr) -> pl.Expr:
    """Whether the truth is written as our records write it."""
    if name in _TIMES:
        return raw.str.contains(_FORM) & ~_planted(name)
    if name == "text":
        return ~raw.str.contains(r"[\x{FF10}-\x{FF19}]|^ | $|\t|<p>|\n|  ")
    if name in ("csat", "handle_s", "refund_amount"):
        return raw.cast(pl.Float64, strict=False) == true
    return raw == true


def main() -> int:
    """Print the figures of one run of the generator, whole and by field."""
    parser = argparse.ArgumentParser(description="Cleaned records against the truth.")
    parser.add_argument("--n", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="a folder to keep the data in (made there only once)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = once(given.n, given.seed, given.keep or Path(temporary))
        tool = Path(sys.executable).parent / "cs-run"
        line = f"cs-ingest '{folder / 'tickets.csv'}' | cs-clean -t jsonl"
        records = subprocess.run([tool, line], check=True, stdout=subprocess.PIPE).stdout
        cells = judged(folder, records)
    for name, share in {**figures(cells), **passing(records)}.items():
        sys.stdout.write(f"{share:9.4%}  {name}\n")
    for field, part in sorted(cells.partition_by("field", as_dict=True).items()):
        shares = ", ".join(f"{name} {value:.3%}" for name, value in figures(part).items() if value == value)
        sys.stdout.write(f"{field[0]!s:18}{shares}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
