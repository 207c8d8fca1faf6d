"""What cs-report costs from records to the model, against a script written by hand for these tables.

    python bench/report.py [-n ROUNDS] [--rows 200000] [--month 2025-10] [--data FILE] [--bin DIR] [--folder DIR]

CPU as the median ratio over rounds in turn (A B A B), and peak memory. The peer (peers/report_polars.py) computes the
tables of the month that the model holds: the scorecard with intervals and course, days with what was expected, hours,
problems, ratings, words that rose, channels, funnel, people, satisfaction by waiting, rho, cases. Each of its tables is
compared with ours before its time counts, to the last digit printed. It knows what these records hold and reads nothing
else; cs-report also finds out what there is, tests every change, writes findings, alternative texts and the rule of
each figure. Exits 1 if the bound is broken or a table differs. The sections that stand on cs-staff, cs-why and cs-watch
have no peer here; what the report costs with them is a line of its own, without bound.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from peers.inputs import export
from streams import Cost, run

from cstools.model.report.config import SECTIONS

PEER = Path(__file__).parent / "peers" / "report_polars.py"
MOST = 2.0
"""CPU of cs-report / that of the script."""
TABLES = {"weights.table": "weights", "weights.plain": "weights", "rising.table": "rising", "quality.rows": "rows"}
"""What the tables without a name are called by the peer."""
ALONE = {"quality.definitions", "overdue.table"}
"""Tables that the peer has not."""
ANALYSES = ("staffing", "drivers", "alerts")
"""Sections that the peer has not: what is behind them is cs-staff, cs-why and cs-watch (why.py, watch.py)."""
Tables = dict[str, Any]


def records(rows: int, folder: Path, bin_: Path) -> Path:
    """The tickets of a dirty export, cleaned and tagged."""
    raw, target = export(rows, folder, bin_), folder / "tickets.jsonl"
    line = f"cs-ingest '{raw}' | cs-clean | cs-dedupe | cs-tag -o '{target}'"
    subprocess.run([str(bin_ / "cs-run"), "-q", line], check=True)
    raw.unlink()
    return target


def tables(path: Path) -> Tables:
    """The tables of a model, by the names the peer gives them."""
    model = json.loads(path.read_text(encoding="utf-8"))
    found: Tables = {"shops": model["meta"].get("shops", [])}
    for section in model["sections"]:
        for block in section.get("blocks", ()):
            found |= dict(_named(block))
    return found


def _named(block: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    kind = block["type"]
    if kind == "Kpis":
        yield "kpis", [_card(card) for card in block["cards"]]
    elif kind == "Cases":
        yield "cases", [case["ticket"] for case in block["items"]]
    elif kind == "Note":
        said = [line["params"] for line in block["lines"] if line["key"].startswith("rho.")]
        if said:
            yield "rho", [_rho(one) for one in said]
    elif kind in ("Chart", "Table"):
        yield _name(block), block["rows"]


def _name(block: dict[str, Any]) -> str:
    title = block["title"]
    if title["key"] == "table.by":
        return str(title["params"]["by"]["key"])
    return str(block.get("name") or TABLES.get(title["key"], title["key"]))


def _card(card: dict[str, Any]) -> list[Any]:
    span = card.get("interval", {})
    ends = [span.get("lo"), span.get("hi")]
    return [card["metric"], card["value"]["value"], card.get("n"), *ends, card.get("trend", [])]


def _rho(said: dict[str, Any]) -> list[Any]:
    return [said["rho"]["value"], said["interval"]["lo"], said["interval"]["hi"], said["n"]["value"]]


def differences(ours: Tables, its: Tables) -> Iterator[str]:
    """Where the peer's tables are not ours, each by the first of its rows that is another."""
    its = its | {"cases": [case[0] for case in its["cases"]], "rows": _counts(its["rows"])}
    its["quality.inputs"] = [[ours["quality.inputs"][0][0], its.pop("sha256")]]
    for name, rows in its.items():
        mine = ours.get(name, [])
        if mine != rows:
            pairs = zip(mine, rows, strict=False)
            yield f"{name}: {next(((a, b) for a, b in pairs if a != b), f'{len(mine)} rows, its {len(rows)}')}"
    for name in ours.keys() - its.keys() - ALONE:
        yield f"{name}: it has none"


def _counts(counts: list[int]) -> list[list[Any]]:
    names = ("rows.read", "rows.month", "rows.other", "excluded.date")
    return [[name, n] for name, n in zip(names, counts, strict=True) if n or name != "excluded.date"]


def main() -> int:
    """Print the table; 1 if the bound is broken."""
    parser = argparse.ArgumentParser(description="cs-report against a script by hand.")
    parser.add_argument("-n", "--rounds", type=int, default=5, help="rounds (5)")
    parser.add_argument("--rows", type=int, default=200_000, metavar="N", help="tickets that are made (200000)")
    parser.add_argument("--month", default="2025-10", metavar="MONTH", help="the month of the report (2025-10)")
    parser.add_argument("--data", type=Path, metavar="FILE", help="tagged tickets as JSONL; default: they are made")
    parser.add_argument("--bin", type=Path, default=Path(sys.executable).parent, metavar="DIR", help="where cs-* are")
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help="where the input is made; default: the temporary one"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):  # modules are compiled once, as where they are installed
            os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        table = given.data or records(given.rows, folder, given.bin)
        model, theirs = folder / "model.json", folder / "theirs.json"
        settings = folder / "report.toml"
        settings.write_text(f"sections = {[name for name in SECTIONS if name not in ANALYSES]}", encoding="utf-8")
        whole = [str(given.bin / "cs-report"), "-q", "--during", given.month, str(table), "-o", str(model)]
        command = [*whole, "--config", str(settings)]
        peer = [sys.executable, str(PEER), str(table), given.month, str(theirs)]
        run(command), run(peer)
        unlike = list(differences(tables(model), json.loads(theirs.read_text(encoding="utf-8"))))
        rounds = [(run(command), run(peer), run(whole)) for _ in range(given.rounds)]
    for difference in unlike:
        print(f"DIFFERS in {difference}")
    return judged(rounds) or int(bool(unlike))


def judged(rounds: list[tuple[Cost, Cost, Cost]]) -> int:
    """Print what each costs; 1 if ours costs too much for what the peer does too."""
    pairs = [(a, b) for a, b, _ in rounds]
    more = median(whole.cpu / a.cpu for a, _, whole in rounds)
    ratio, memory = (median(getattr(a, what) / getattr(b, what) for a, b in pairs) for what in ("cpu", "peak"))
    print(f"{'':22}{'CPU s':>9}{'wall s':>9}{'MB':>9}")
    row("cs-report", [a for a, _ in pairs])
    row("by hand, in Polars", [b for _, b in pairs])
    row("with the analyses", [whole for *_, whole in rounds])
    print(
        f"CPU {ratio:.2f}x, at most {MOST}x; memory {memory:.2f}x; with the analyses {more:.2f}x ours"
        + "  OVER" * (ratio > MOST)
    )
    return int(ratio > MOST)


def row(name: str, costs: list[Cost]) -> None:
    """One line: median CPU, wall clock and peak memory."""
    cells = (median(getattr(cost, what) for cost in costs) for what in ("cpu", "wall", "peak"))
    print(f"{name:22}" + "".join(f"{cell:9.{places}f}" for cell, places in zip(cells, (2, 2, 0), strict=True)))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"report: {error}")
