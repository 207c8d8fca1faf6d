"""cs-rfm at the command line: what goes together, and what is said in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools import run

ORDERS = "customer_id,ordered_at,paid_amount\na,2025-10-01,10\na,2025-10-20,5\nb,2025-09-01,7\n,2025-09-01,3\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--cut", "fixed", "--scheme", "grid10"], "--cut fixed with 4 thresholds for each of r f"),
        (["--cuts", "r=1,f=2,m=3"], "--cuts is of no use without --cut fixed"),
        (["--horizon", "30d"], "--horizon is of no use without --clv"),
        (["--discount", "0.1"], "--discount is of no use without --clv"),
        (["--holdout", "30d"], "--holdout is of no use without --clv"),
        (["--fit-report", "x.json"], "--fit-report is of no use without --clv"),
        (["--clv", "--discount", "1.5"], "--discount cannot be 1.5"),
        (["--clv", "--horizon", "12h"], "--horizon cannot be 12h"),
        (["--clv", "--holdout", "36h"], "--holdout cannot be 36h"),
        (["--clv", "--horizon", "365"], "365"),
        (["--churn-after", "0d"], "--churn-after cannot be 0d"),
        (["--summary", "--cohort", "month"], "--cohort and --summary write different tables"),
        (["--summary", "--join", "nowhere.csv"], "--join and --summary write different tables"),
        (["--cohort", "month", "--clv"], "--cohort and --clv write different tables"),
        (["--cohort", "day"], "--cohort cannot be day"),
        (["--scheme", "nowhere.toml"], "no scheme nowhere.toml; use cn8, grid10"),
        (["--scheme", "grid10", "--cut", "mean"], "--scheme grid10 is drawn on 5 scores"),
    ],
)
def test_what_does_not_go_together_ends_before_data_is_read(args: list[str], said: str) -> None:
    found = run("rfm", *args, "no-such-file.csv")
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert "no-such-file" not in found.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "args",
    [
        [],
        ["--cut", "mean"],
        ["--cut", "median", "--monetary", "gross"],
        ["--cut", "kmeans", "--scheme", "grid10", "--frequency", "days"],
        ["--cut", "fixed"],
        ["--cut", "fixed", "--cuts", "r=10,f=2,m=8"],
        ["--cohort", "week"],
        ["--cohort", "year"],
        ["--clv", "--holdout", "10d", "--discount", "0.1"],
    ],
)
def test_every_run_says_its_time_and_rules(args: list[str], lang: str) -> None:
    said = run("rfm", *args, "--lang", lang, stdin=ORDERS)
    assert said.code == 0, said.err
    assert "2025-10-20 00:00:00" in said.err
    assert ("repurchase rate 50.0%" if lang == "en" else "复购率 50.0%") in said.err
    assert ("1 lines, 3 yuan" if lang == "en" else "1 行，3 元") in said.err
    assert "@" not in said.err
    assert run("rfm", *args, "-q", stdin=ORDERS).err == ""


def test_the_fit_report_is_written_for_programs_too(tmp_path: Path) -> None:
    path = tmp_path / "fit.json"
    assert run("rfm", "--clv", "-q", "--fit-report", str(path), stdin=ORDERS).code == 0
    report = json.loads(path.read_text(encoding="utf-8"))
    assert (report["tool"], report["customers"], report["repeaters"], report["bgnbd"]) == ("cs-rfm", 2, 1, None)
    assert run("rfm", "--clv", "-o", str(path), "--fit-report", str(path), stdin=ORDERS).code == 2


@pytest.mark.parametrize(
    ("args", "header"),
    [
        (["--clv"], "segment,p_alive,expected_orders,expected_value,clv,reason"),
        (["--cohort", "month"], "cohort,since,period,as_of,partial,size"),
        (["--summary"], "segment,label,as_of,customers"),
        (["--cut", "kmeans"], "r,f,m,segment,reason"),
        (["--summary", "--clv"], "m_cut,expected_orders,clv"),
    ],
)
def test_an_empty_stream_gives_a_header(args: list[str], header: str) -> None:
    said = run("rfm", *args, "-t", "csv", stdin="customer_id,ordered_at,paid_amount\n")
    assert (said.code, len(said.out.splitlines())) == (0, 1)
    assert header in said.out


def test_a_pipeline_in_one_process_says_and_writes_the_same(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    piped = run("rfm", "--summary", stdin=run("ingest", str(path)).out)
    fused = run("run", f"cs-ingest '{path}' | cs-rfm --summary")
    assert fused.out == piped.out
    assert "cs-rfm: cut by quantile" in fused.err
