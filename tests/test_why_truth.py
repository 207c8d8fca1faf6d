"""What cs-why is for, measured: the planted effects on ratings, from the third of tickets that are rated.

The generator draws a rating from a latent linear model. Its chance of 2 or less is known for every ticket, rated or
not; the same levels fitted to these chances, by a model written anew here, are what the intervals have to hold.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
import pytest

from tests import truth
from tests.tools import run

TICKETS, SEED = 80_000, 5
FACTORS = "first_response_s:20/60/300,is_resolved,transfer_count,agent"
LEVELS = ["<=20", "20..60", "60..300", ">300"]
FAINT = 0.5
"""A log odds that so few bad ratings need not tell from none."""
KEYS = ("wait", "resolved", "transfer", "agent")


class Whole(NamedTuple):
    """What is true of a level: its rate, and against the level of comparison the log odds and the mean effect."""

    rate: float
    odds: float
    effect: float


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not truth.GENERATOR.is_file():
        pytest.skip("no ../shared/tools beside the checkout")
    made = tmp_path_factory.mktemp("ratings")
    size = ["--n", str(TICKETS), "--seed", str(SEED), "--customers", "1", "--sessions", "1", "--clean"]
    command = [sys.executable, str(truth.GENERATOR), *size, "--out", str(made)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return made


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[tuple[str, str], dict[str, float]]:
    said = run("run", f"cs-ingest '{folder / 'tickets.csv'}' | cs-why --factors {FACTORS} --top 60 -t jsonl")
    assert said.code == 0, said.err
    names = dict(zip(("first_response_s", "is_resolved", "transfer_count", "agent"), KEYS, strict=True))
    return {(names[row["factor"]], row["level"]): row for row in said.records}


def chances(folder: Path) -> pl.DataFrame:
    """Each ticket with its levels and its chance of a rating of 2 or less."""
    effect = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["effects"]
    known = pl.read_parquet(folder / "tickets_truth.parquet")
    moved = pl.read_csv(folder / "tickets.csv", infer_schema=False).select(
        "ticket_id", pl.col("transfer").cast(pl.Int64)
    )
    rows = known.join(moved, on="ticket_id").join(pl.read_csv(folder / "agents_truth.csv"), on="agent")
    wait = pl.col("frt_s").cast(pl.Float64)
    middle = (
        effect["csat_base"]
        + effect["csat_per_log_frt_min"] * (wait / 60).log1p()
        + effect["csat_unresolved"] * (~pl.col("resolved")).cast(pl.Float64)
        + effect["csat_transfer"] * pl.col("transfer")
        + effect["csat_agent_skill"] * pl.col("skill")
    )
    low = (2.5 - middle) / effect["csat_noise_sd"]
    return rows.select(
        pl.when(wait > 300)
        .then(pl.lit(LEVELS[3]))
        .when(wait > 60)
        .then(pl.lit(LEVELS[2]))
        .when(wait > 20)
        .then(pl.lit(LEVELS[1]))
        .otherwise(pl.lit(LEVELS[0]))
        .alias("wait"),
        pl.col("resolved").cast(pl.String),
        pl.col("transfer").cast(pl.String),
        "agent",
        "skill",
        ((-low / math.sqrt(2)).erfc() / 2).alias("p"),
    )


@pytest.fixture(scope="module")
def tickets(folder: Path) -> pl.DataFrame:
    return chances(folder)


@pytest.fixture(scope="module")
def whole(tickets: pl.DataFrame, found: dict[tuple[str, str], dict[str, float]]) -> dict[tuple[str, str], Whole]:
    """What is true of each level, by the model of all tickets: Newton's steps on a design matrix."""
    cells = tickets.group_by(KEYS).agg(pl.len().alias("n"), pl.col("p").sum()).sort(KEYS)
    refs = {key: str(row["ref"]) for (key, _), row in found.items()}
    terms = [(key, level) for key in KEYS for level in cells[key].unique().sort() if level != refs[key]]
    ones = np.ones(cells.height)
    x = np.column_stack([ones, *((cells[key] == level).to_numpy().astype(float) for key, level in terms)])
    n, hits, beta = cells["n"].to_numpy(), cells["p"].to_numpy(), np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ beta))
        beta = beta + np.linalg.solve(x.T @ (x * (n * p * (1 - p))[:, None]), x.T @ (hits - n * p))
    rates = {
        (key, row[key]): row["p"] for key in KEYS for row in tickets.group_by(key).agg(pl.col("p").mean()).to_dicts()
    }
    told = {}
    for at, term in enumerate(terms, 1):
        own = [place for place, (key, _) in enumerate(terms, 1) if key == term[0]]
        rest = x @ beta - x[:, own] @ beta[own]
        effect = (n * (1 / (1 + np.exp(-rest - beta[at])) - 1 / (1 + np.exp(-rest)))).sum() / n.sum()
        told[term] = Whole(rates[term], float(beta[at]), float(effect))
    return told


PLANTED = [("wait", level) for level in LEVELS[1:]] + [("resolved", "true"), ("transfer", "1")]


@pytest.mark.parametrize("term", PLANTED, ids=" ".join)
def test_intervals_hold_what_was_planted(
    found: dict[tuple[str, str], dict[str, float]], whole: dict[tuple[str, str], Whole], term: tuple[str, str]
) -> None:
    row, true = found[term], whole[term]
    assert row["lo"] <= true.rate <= row["hi"]
    assert row["adj_lo"] <= math.exp(true.odds) <= row["adj_hi"]
    assert row["ame_lo"] <= true.effect <= row["ame_hi"]
    assert (row["adj_or"] > 1) == (true.odds > 0)
    assert abs(true.odds) < FAINT or not row["adj_lo"] <= 1 <= row["adj_hi"]


def test_longer_waits_are_worse_in_order(found: dict[tuple[str, str], dict[str, float]]) -> None:
    assert sorted(LEVELS[1:], key=lambda level: found["wait", level]["adj_or"]) == LEVELS[1:]
    assert found["wait", LEVELS[1]]["adj_or"] > 1


def test_unresolved_weighs_more_than_a_transfer(found: dict[tuple[str, str], dict[str, float]]) -> None:
    assert 1 / found["resolved", "true"]["adj_or"] > found["transfer", "1"]["adj_or"] > 1


def test_agents_come_in_the_order_of_their_skill(
    found: dict[tuple[str, str], dict[str, float]], whole: dict[tuple[str, str], Whole], tickets: pl.DataFrame
) -> None:
    skills = dict(tickets.select("agent", "skill").unique().rows())
    rows = {agent: row for (key, agent), row in found.items() if key == "agent" and row["adj_or"] is not None}
    assert len(rows) >= 19
    frame = pl.DataFrame({"odds": [row["adj_or"] for row in rows.values()], "skill": [skills[agent] for agent in rows]})
    assert frame.select(pl.corr("odds", "skill", method="spearman")).item() < -0.9
    held = [row["adj_lo"] <= math.exp(whole["agent", agent].odds) <= row["adj_hi"] for agent, row in rows.items()]
    assert sum(held) >= len(held) - 2


def test_the_chance_of_a_bad_rating_is_worth_having(folder: Path, tickets: pl.DataFrame) -> None:
    """On tickets that were not rated too: against the chances the ratings are drawn from."""
    said = run("run", f"cs-ingest '{folder / 'tickets.csv'}' | cs-why --score --factors {FACTORS} --top 60 -t jsonl")
    ours = pl.Series([row["p_outcome"] for row in said.records])
    assert "no better" not in said.err
    assert pl.select(pl.corr(ours, tickets["p"], method="spearman")).item() > 0.9
    assert ours.mean() == pytest.approx(tickets["p"].mean(), rel=0.1)
