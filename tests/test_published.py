"""Figures that others published about public data, reproduced by the tools."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools import Said, run


def records(shared: Path, folder: str, file: str, *args: str) -> Said:
    said = run("ingest", str(shared / folder / file), *args)
    assert said.code == 0, said.err
    return said


def figures(said: Said, *args: str) -> dict[str, tuple[float, int]]:
    """Metric -> value and n."""
    rows = run("kpi", *args, stdin=said.out).records
    return {row["metric"]: (round(row["value"], 4), row["n"]) for row in rows}


def counts(said: Said, field: str) -> dict[str | None, int]:
    return {row["value"]: row["n"] for row in run("view", "freq", field, "-t", "jsonl", stdin=said.out).records}


def total(said: Said, field: str) -> float:
    return round(sum(row[field] or 0 for row in said.records), 2)


def test_pwc_call_centre(shared: Path) -> None:
    calls = records(shared, "pwc_call_center", "Call-Center-Dataset.xlsx")
    assert "5,000 in, 5,000 out" in calls.err
    found = figures(calls, "--metrics", "volume,wait,csat_mean,talk,answer_rate,resolution_rate")
    assert found["volume"] == (5000, 5000)
    assert found["wait_mean"] == (67.5207, 4054)  # 54.75 with the unanswered as zero: the denominator trap
    assert found["csat_mean"] == (3.4036, 4054)
    assert found["talk_mean"] == (224.9228, 4054)
    assert found["answer_rate"] == (0.8108, 5000)
    assert found["resolution_rate"] == (0.7292, 5000)


def test_pwc_by_hour_and_agent(shared: Path) -> None:
    calls = records(shared, "pwc_call_center", "Call-Center-Dataset.xlsx")
    rows = run("kpi", "--by", "hour", "--metrics", "volume", stdin=calls.out).records
    hours = [547, 529, 590, 547, 594, 499, 531, 566, 583, 14]
    assert [row["value"] for row in rows] == hours
    dan = run("kpi", "--by", "agent", "--metrics", "volume,talk_mean,wait_mean,csat_mean", stdin=calls.out).records
    assert [round(row["value"], 2) for row in dan if row["agent"] == "Dan"] == [633, 231.19, 67.28, 3.45]


def test_tmall_orders(shared: Path) -> None:
    orders = records(shared, "tmall_orders", "tmall_order_report.csv")
    rows = orders.records
    assert len(rows) == 28010
    assert total(orders, "paid_amount") == 1902487.15
    assert total(orders, "refund_amount") == 572335.92
    assert sum(row["paid_at"] is not None for row in rows) == 24087
    assert sum(row["refund_amount"] > 0 for row in rows) == 5646
    assert (rows[0]["order_id"], rows[0]["ordered_at"]) == ("1", "2020-02-21 00:00:00")
    table = {row["field"]: row for row in run("view", "describe", "-t", "jsonl", stdin=orders.out).records}
    types = {name: table[name]["type"] for name in ("order_id", "amount", "ordered_at", "paid_at")}
    assert types == {"order_id": "id", "amount": "money", "ordered_at": "time", "paid_at": "time"}


def test_cdnow(shared: Path) -> None:
    orders = records(shared, "cdnow", "CDNOW_master.txt")
    customers = run("rfm", stdin=orders.out).records
    assert len(orders.records) == 69659
    assert total(orders, "amount") == 2500315.63
    assert len(customers) == 23570
    assert sum(row["orders"] for row in customers) == 69659  # 255 exact duplicate lines are real purchases
    assert round(sum(row["monetary"] for row in customers), 2) == 2500315.63
    assert sum(row["frequency"] == 1 for row in customers) == 11908
    assert max(row["monetary"] for row in customers) == 13990.93


def test_cdnow_with_ids_corrupted_by_a_text_replace(shared: Path) -> None:
    """The copy has no header and 26 customers less: what looks like the same data is not."""
    body = (shared / "cdnow" / "CDNOW_master.CORRUPT-ids.txt").read_bytes()
    orders = run("ingest", stdin=b"customer_id date number_of_cds dollar_value\n" + body)
    assert len(run("rfm", stdin=orders.out).records) == 23544


def test_kaggle_tickets(shared: Path) -> None:
    tickets = records(shared, "kaggle_support_tickets", "customer_support_tickets.csv")
    assert "8,469 in, 8,469 out" in tickets.err
    assert counts(tickets, "status") == {"pending": 2881, "open": 2819, "closed": 2769}
    assert counts(tickets, "channel") == {"Email": 2143, "Phone": 2132, "Social media": 2121, "Chat": 2073}
    assert counts(tickets, "category") == {
        "Refund request": 1752,
        "Technical issue": 1747,
        "Cancellation request": 1695,
        "Product inquiry": 1641,
        "Billing inquiry": 1634,
    }
    assert figures(tickets, "--metrics", "csat_mean,csat_pct") == {
        "csat_mean": (2.9913, 2769),
        "csat_pct": (0.3926, 2769),
    }


def test_simulated_call_centre(shared: Path) -> None:
    calls = records(shared, "sim_call_centre", "simulated_call_centre.csv")
    found = figures(calls, "--metrics", "volume,wait,service_level_60s,aht_mean")
    assert found["volume"][0] == 51708
    assert found["wait_mean"] == (17.0349, 51708)
    assert found["service_level_60s"] == (0.9183, 51708)
    assert found["aht_mean"] == (299.1026, 51708)
    months = run("kpi", "--metrics", "service_level_60s", "--period", "month", stdin=calls.out).records
    assert (round(months[0]["value"], 3), round(months[-1]["value"], 4)) == (0.975, 0.8345)


@pytest.mark.parametrize("options", [[], ["--by", "channel", "--period", "month"]])
def test_made_data_fused_and_piped(shared: Path, options: list[str]) -> None:
    path = shared / "synth" / "tickets.csv"
    said = run("ingest", str(path))
    for name, args in {"clean": [], "dedupe": [], "tag": [], "kpi": [*options, "-t", "csv"]}.items():
        said = run(name, *args, stdin=said.out)
    text = f"cs-ingest '{path}' | cs-clean | cs-dedupe | cs-tag | cs-kpi {' '.join(options)} -t csv"
    assert run("run", text).out == said.out
    assert said.out.count("\n") > 10
