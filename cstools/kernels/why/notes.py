"""What is said of a run beside its rows: the rule, the model and what it cannot tell."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cstools.kernels.expr.notes import Note, word
from cstools.kernels.rfm.cuts import DAY_MS
from cstools.kernels.stage import counted
from cstools.kernels.why.ask import Ask
from cstools.kernels.why.funnel import STEPS, Step
from cstools.kernels.why.gather import HITS, Gathered, N
from cstools.kernels.why.levels import Levels, number
from cstools.kernels.why.score import Scored
from cstools.kernels.why.table import Modelled

EVENTS = 10
"""Outcomes, or their absence, that a coefficient needs (Peduzzi and others 1996, J Clin Epidemiol 49:1373)."""
INFLATED = 5.0


def counts(used: int, lost: dict[str, int]) -> pl.LazyFrame:
    """What the summary line says.

    >>> counts(3, {"unrated": 2}).collect().rows()
    [('used', 3), ('left out (unrated)', 2)]
    """
    return counted({"used": used} | {f"left out ({name})": n for name, n in lost.items()})


def rule(n: int, hits: int, ask: Ask) -> Note:
    """The outcome, how often it was, and that nothing here is a cause."""
    share = f"{hits / n:.1%}" if n else "-"
    said = {"n": f"{n:,}", "hits": f"{hits:,}", "share": share, "outcome": ask.outcome or word("why.dissatisfied")}
    return "why.outcome", said


def levelling(found: Gathered, made: Sequence[Levels]) -> list[Note]:
    """What was done to factors before anything was counted."""
    notes: list[Note] = [("why.leak", {"names": ", ".join(found.skipped)})] if found.skipped else []
    if not made:
        return [*notes, ("why.none", {})]
    for one in made:
        if one.pooled:
            notes.append(("why.pooled", {"factor": one.factor.name, "n": f"{one.pooled:,}"}))
        if one.negative:
            notes.append(("why.negative", {"factor": one.factor.name, "n": f"{one.negative:,}"}))
    constant = [one.factor.name for one in made if len(one.labels) == 1 and not one.pooled]
    return [*notes, *([("why.constant", {"names": ", ".join(constant)})] if constant else [])]


def modelling(cells: pl.DataFrame, made: Sequence[Levels], model: Modelled) -> list[Note]:
    """How the model was made, and what it cannot tell."""
    n, hits = int(cells[N].sum()), int(cells[HITS].sum())
    if not 0 < hits < n:
        return [("why.one_class", {"n": f"{n:,}"})]
    if model.fit is None:
        return [("why.unmodelled", {})] if model.made else []
    width = model.fit.design.layout.width - 1
    per = min(hits, n - hits) / max(width, 1)
    how = "firth" if model.fit.firth else "ml"
    notes: list[Note] = [(f"why.model_{how}", {"n": f"{n:,}", "k": f"{width}", "epv": f"{per:,.1f}"})]
    if lost := sum(one is None for one in model.profiles.values()):
        notes.append(("why.unprofiled", {"n": f"{lost:,}"}))
    if per < EVENTS:
        notes.append(("why.few", {"epv": f"{per:.1f}", "least": f"{EVENTS}"}))
    return [*notes, *_together(made, model)]


def _together(made: Sequence[Levels], model: Modelled) -> list[Note]:
    whole, part, inflated = [], [], []
    for place, at in enumerate(model.made):
        name, width = made[at].factor.name, len(made[at].labels) - 1
        if not model.spoken[place]:
            whole.append(name)
        elif model.spoken[place] < width:
            part.append(f"{name} ({width - model.spoken[place]})")
        grown = model.inflated[place]
        if grown is not None and grown > INFLATED:
            inflated.append(f"{name} {grown:.1f}")
    said = {"why.aliased": whole, "why.partly": part, "why.inflated": inflated}
    return [(key, {"names": ", ".join(names)}) for key, names in said.items() if names]


def judging(done: Scored) -> list[Note]:
    """How the chances of `--score` did on the later records, and what was written."""
    judged = done.judged
    if judged is None:
        return [("why.unjudged", {})]
    top, expected, seen = judged.top
    said = {
        "since": f"{done.since}"[:19], "n": f"{judged.n:,}", "hits": f"{judged.hits:,}",
        "expected": f"{judged.expected:,.0f}", "auc": "-" if judged.auc is None else f"{judged.auc:.3f}",
        "brier": f"{judged.brier:.4f}", "base": f"{judged.brier_base:.4f}", "rate": f"{judged.base:.1%}",
        "top": f"{top:,}", "top_expected": f"{expected:,.0f}", "top_seen": f"{seen:,}",
    }  # fmt: skip
    return [("why.judged", said), *([] if judged.better else [("why.no_better", {"rate": said["rate"]})])]


def narrowed(steps: Sequence[Step], ask: Ask) -> list[Note]:
    """Which contacts are in the funnel, and which steps no field tells."""
    days = number(ask.matured_ms / DAY_MS)
    lacking = [step.word.removeprefix("funnel.") for step in STEPS if step not in steps]
    notes: list[Note] = [("why.funnel", {"days": days})]
    return [*notes, *([("why.steps", {"names": ", ".join(lacking)})] if lacking else [])]
