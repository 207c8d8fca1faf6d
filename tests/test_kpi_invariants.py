"""What holds of every figure of cs-kpi: order, files, pipes, names and parts change nothing; how bad input ends."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cstools.model.kpis import find, parse
from tests.kernels.kpis import DRAWN, LATER, TICKET, Row, figures, records
from tests.tools import run

CHANCE = random.Random(7)
EVERYTHING = [
    "--metrics",
    "all",
    "--by",
    "channel",
    "--period",
    "month",
    "--rollup",
    "--compare",
    "prev,year",
    "--rank",
]


def drawn(n: int) -> list[dict[str, Any]]:
    """Tickets of two years, with fields of every metric of theirs."""
    rows = []
    for at in range(n):
        created = datetime(2024, 9, 1) + timedelta(minutes=CHANCE.randrange(0, 60 * 24 * 420))
        ended = created + timedelta(minutes=CHANCE.randrange(5, 9000))
        words = {"channel": ["chat", "call", "mail"], "agent": ["王", "李", "赵"], "customer_id": list("abcdefgh")}
        row = {name: CHANCE.choice(known) for name, known in words.items()} | {"ticket_id": f"T{at}"}
        row |= {"created_at": f"{created}", "first_response_s": CHANCE.choice([None, 3.0, 31.0, 400.5])}
        row |= {"resolved_at": CHANCE.choice([None, f"{ended}"]), "csat": CHANCE.choice([None, 1.0, 4.0, 5.0])}
        row |= {"agent_msgs": CHANCE.randrange(0, 4), "customer_msgs": CHANCE.randrange(0, 4), "bot_msgs": at % 2}
        row |= {"nps": CHANCE.choice([None, 3, 8, 10]), "is_complaint": at % 7 == 0, "is_spam": at % 11 == 0}
        row |= {
            "wait_s": CHANCE.choice([None, 5.0, 70.0]),
            "talk_s": CHANCE.choice([None, 60.0, 61.5]),
            "rounds": at % 3,
        }
        row |= {"transfer_count": at % 2, "reopen_count": at % 3 // 2, "cost": 1.1 * at, "refund_amount": at / 10}
        rows.append(row)
    return rows


TICKETS = drawn(120)


def lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture(scope="module")
def whole() -> str:
    said = run("kpi", *EVERYTHING, stdin=lines(TICKETS))
    assert said.code == 0, said.err
    assert len(said.records) > 1000
    return said.out


@pytest.mark.parametrize("seed", range(10))
def test_ten_shuffles_give_the_same_bytes(whole: str, seed: int) -> None:
    mixed = random.Random(seed).sample(TICKETS, len(TICKETS))
    assert run("kpi", *EVERYTHING, stdin=lines(mixed), block=[1 << 20, 700][seed % 2]).out == whole


def test_the_order_of_files_changes_nothing(whole: str, tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.write_text(lines(TICKETS[:50]), encoding="utf-8")
    second.write_text(lines(TICKETS[50:]), encoding="utf-8")
    assert run("kpi", *EVERYTHING, str(second), str(first)).out == whole


def test_fused_is_piped(whole: str) -> None:
    command = "cs-clean | cs-kpi " + " ".join(EVERYTHING)
    clean = run("clean", stdin=lines(TICKETS)).out
    assert run("run", command, stdin=lines(TICKETS)).out == run("kpi", *EVERYTHING, stdin=clean).out


def test_through_csv_the_figures_are_the_same(whole: str) -> None:
    stream = io.StringIO()
    table = csv.DictWriter(stream, list(TICKETS[0]), lineterminator="\n")
    table.writeheader()
    table.writerows({name: json.dumps(cell) if isinstance(cell, bool) else cell for name, cell in row.items()}
                    for row in TICKETS)  # fmt: skip
    assert run("kpi", *EVERYTHING, stdin=stream.getvalue()).out == whole


def test_a_renamed_channel_changes_nothing_else(whole: str) -> None:
    renamed = [row | {"channel": {"call": "微信"}.get(row["channel"], row["channel"])} for row in TICKETS]
    said = run("kpi", *EVERYTHING, stdin=lines(renamed)).out
    assert sorted(said.replace('"channel":"微信"', '"channel":"call"').splitlines()) == sorted(whole.splitlines())


MANY = st.lists(TICKET, min_size=1, max_size=25)
KINDS = ("order", "refund", "message", "survey", "agent_state")
PARTS = ("n", "numerator", "denominator")


def added(rows: pl.LazyFrame, by: str, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """n, numerator and denominator of each additive metric: added over groups, and of all."""
    found = []
    for groups in ([by], []):
        made = figures("all", rows, by=groups, as_of=LATER, **options)
        summed = made.group_by("metric").agg(pl.col(PARTS).fill_null(0).sum().cast(pl.Float64).round(4))
        found.append({row[0]: row[1:] for row in summed.rows() if all(one.additive for one in find(row[0]))})
    parts, whole = found
    assert set(whole) - set(parts) <= {"concurrency"}  # of agents only
    return parts, {metric: whole[metric] for metric in parts}


@settings(max_examples=5, phases=[Phase.generate])
@given(MANY)
def test_numerators_and_denominators_of_tickets_add_up(rows: list[Row]) -> None:
    parts, whole = added(records("ticket", *rows).lazy(), "channel")
    assert parts == whole
    assert len(whole) > 40 or all(row["is_spam"] or row["merged_into"] for row in rows)  # none is in any figure


@settings(max_examples=4, phases=[Phase.generate])
@given(MANY, st.lists(DRAWN["order"], min_size=1, max_size=12), st.lists(DRAWN["message"], min_size=1, max_size=20))
def test_those_of_orders_and_messages_beside_them_add_up(rows: list[Row], orders: list[Row], said: list[Row]) -> None:
    beside = {"order": records("order", *orders), "message": records("message", *said)}
    parts, whole = added(records("ticket", *rows).lazy(), "channel", beside=beside)
    assert parts == whole
    assert {"contacts_per_1k_orders", "art_mean", "refund_rate_amount", "inquiry_conv_1d"} <= set(whole)


@pytest.mark.parametrize("kind", KINDS)
def test_those_of_other_records_alone_add_up(kind: str) -> None:
    by = {"order": "status", "refund": "refund_type", "message": "shop", "survey": "agent", "agent_state": "agent"}[
        kind
    ]

    @settings(max_examples=4, phases=[Phase.generate])
    @given(st.lists(DRAWN[kind], min_size=1, max_size=15))
    def holds(rows: list[Row]) -> None:
        sent = [{"sent_at": LATER}] if kind == "survey" else []  # of what nobody was asked there is no metric
        parts, whole = added(records(kind, *rows, *sent).lazy(), by, kind=kind)
        assert parts == whole

    holds()


def test_records_that_give_nothing_or_have_no_such_group_are_refused_in_words() -> None:
    surveys = '{"survey_id":"1","survey_kind":"csat"}\n'
    for args, stdin, word in (
        (["--kind", "survey"], surveys, "give no metric"),
        (["--kind", "order", "--by", "team"], '{"order_id":"1","paid_amount":5}\n', "have no team to group by"),
        (["--kind", "order", "--by", "team", "--metrics", "all"], '{"order_id":"1"}\n', "have no team to group by"),
    ):
        said = run("kpi", *args, stdin=stdin)
        assert (said.code, said.out) == (2, "")
        assert word in said.err


def test_the_catalogue_says_which_metrics_do_not_add_up() -> None:
    no = {"customers", "backlog", "backlog_age", "repeat_complaint", "buyers", "agent_days", "aov", "reply_rate_pdd"}
    assert not any(metric.additive for id_ in no for metric in parse(id_))
    assert parse("csat_pct")[0].additive
    assert not parse("frt_p50")[0].additive


GOOD = lines(TICKETS[:3])
BAD = {
    "a missing side file": ("--orders none.csv", 1, "none.csv"),
    "an empty side file": ("--targets empty.csv", 1, "empty.csv"),
    "a side file of another kind": ("--targets messages.jsonl --metrics volume", 2, "messages.jsonl"),
    "orders that are messages": ("--orders messages.jsonl --metrics sales,volume", 2, "messages.jsonl"),
    "TOML garbage": ("--define bad.toml", 2, "bad.toml:1"),
    "hours of garbage": ("--hours bad.toml", 2, "bad.toml:1"),
    "a scorecard of garbage": ("--score bad.toml --by agent", 2, "bad.toml:1"),
    "a calendar without dates": ("--calendar words.csv", 2, "words.csv"),
    "exclusions without an approver": ("--exclude words.csv", 2, "words.csv"),
    "a binary side file": ("--exclude noise.bin", 1, "noise.bin"),
    "a folder": ("--targets .", 1, "."),
    "no such metric": ("--metrics csat_pc", 2, "csat_pct"),
    "a target of no metric": ("--targets unknown.csv", 2, "unknown.csv:2"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bad")
    texts = {
        "empty.csv": "", "bad.toml": "[x\nkind =", "words.csv": "甲,乙\n你好,世界\n",
        "messages.jsonl": '{"sent_at":"2025-10-01 09:00:00","sender_role":"customer","text":"在吗"}\n',
        "unknown.csv": "指标,目标\n幸福指数,90%\n",
    }  # fmt: skip
    for name, text in texts.items():
        (made / name).write_text(text, encoding="utf-8")
    (made / "noise.bin").write_bytes(bytes(range(256)) * 4)
    return made


@pytest.mark.parametrize(("args", "code", "named"), BAD.values(), ids=BAD)
def test_bad_input_ends_with_its_code_one_line_and_no_traceback(args: str, code: int, named: str, folder: Path) -> None:
    command = [str(Path(sys.executable).parent / "cs-kpi"), *args.split(), "--lang", "en"]
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    done = subprocess.run(
        command, input=GOOD.encode(), cwd=folder, env=env, capture_output=True, check=False, timeout=60
    )
    told = done.stderr.decode()
    assert (done.returncode, done.stdout) == (code, b""), told
    assert told.startswith("cs-kpi: ")
    assert named in told
    assert len(told.splitlines()) == 1, told
    assert "Traceback" not in told
    assert "error of the tool" not in told
