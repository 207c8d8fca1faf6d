"""What the page of cs-report costs, against importing Altair and vl-convert and drawing its charts alone.

    python bench/report_html.py [-n ROUNDS] [--model FILE] [--bin DIR]

CPU as the median ratio over rounds in turn (A B A B). Ours is the whole command, `cs-report --from-model`: start,
model, every chart twice (for the page and for a telephone), tables, template. The peer is one Python that imports the
two libraries and draws each chart of the same model once, by the same specs, and does nothing else. Without --model
the report is that of the example data. Prints the size of the page too. Exits 1 if a bound is broken.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from ratio import compare

DATA = Path(__file__).parent.parent / "examples" / "data"
MOST, LARGEST = 2.0, 400_000
"""CPU of ours / the peer's; bytes of a usual page."""
DRAW = "--draw"


def drawn(model: Path) -> int:
    """The peer: the charts of a model, each drawn once. Returns how many."""
    import altair  # noqa: F401  (imported by whoever draws with it)
    import vl_convert

    from cstools.model.report import Chart, from_json
    from cstools.view.charts import drawable, spec
    from cstools.view.charts.frame import HALF, WIDE

    report = from_json(model.read_bytes())
    blocks = [block for section in report.sections for block in section.blocks if isinstance(block, Chart)]
    charts = [block for block in blocks if drawable(block)]
    for chart in charts:
        vl_convert.vegalite_to_svg(spec(chart, "zh", WIDE if chart.wide else HALF), allowed_base_urls=[])
    return len(charts)


def example(folder: Path, bin_: Path) -> Path:
    """The model of the example data."""
    exports = [DATA / name for name in ("千牛_2025-09.csv", "千牛_2025-10.csv", "抖音飞鸽.csv")]
    records, orders, model = (folder / name for name in ("tickets.jsonl", "orders.jsonl", "model.json"))
    quoted = " ".join(f"'{path}'" for path in exports)
    subprocess.run([str(bin_ / "cs-run"), "-q", f"cs-ingest {quoted} | cs-clean | cs-tag -o {records}"], check=True)
    subprocess.run([str(bin_ / "cs-ingest"), "-q", "-o", str(orders), str(DATA / "订单.csv")], check=True)
    command = [str(bin_ / "cs-report"), "-q", "--during", "2025-10", "--orders", str(orders), "-o", str(model)]
    subprocess.run([*command, str(records)], check=True)
    return model


def measured(model: Path, bin_: Path, rounds: int, folder: Path) -> bool:
    """Print one table; whether all bounds hold."""
    page = folder / "page.html"
    ours = (str(bin_ / "cs-report"), "--from-model", str(model), "-o", str(page))
    found = compare(ours, (sys.executable, __file__, DRAW, str(model)), rounds)
    size = len(page.read_bytes())
    charts = page.read_text(encoding="utf-8").count('<div class="large">')
    print(f"{charts} charts, each drawn twice     {median(found.a):.3f} s CPU")
    print(f"{charts} charts, each once, alone     {median(found.b):.3f} s CPU")
    print(f"ratio {found.ratio:.2f}, at most {MOST:.1f}" + ("" if found.ratio <= MOST else "  OVER"))
    print(f"page {size:,} bytes, at most {LARGEST:,}" + ("" if size <= LARGEST else "  OVER"))
    return found.ratio <= MOST and size <= LARGEST


def main() -> int:
    """Print the table; 1 if a bound is broken."""
    parser = argparse.ArgumentParser(description="The page of cs-report against its charts alone.")
    parser.add_argument("-n", "--rounds", type=int, default=9, help="rounds after a warm-up (9)")
    parser.add_argument("--model", type=Path, metavar="FILE", help="a report written with -t json")
    parser.add_argument("--bin", type=Path, default=Path(sys.executable).parent, metavar="DIR", help="where cs-* are")
    parser.add_argument(DRAW, type=Path, metavar="FILE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.draw:
        return int(drawn(given.draw) == 0)
    with tempfile.TemporaryDirectory() as folder:
        model = given.model or example(Path(folder), given.bin)
        return int(not measured(model, given.bin, given.rounds, Path(folder)))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"report_html: {error}")
