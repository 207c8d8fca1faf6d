"""Metrics of one's own (`cs-kpi --define`): from a TOML file or a table to metrics like those of the catalogue.

[vip_csat]
zh = "会员满意率"
kind = "rate"
den = "csat IS NOT NULL AND customer_level = 'VIP'"
num = "csat >= 4"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from cstools.errors import Usage
from cstools.model.catalogue import Kpi, Own
from cstools.model.kpis import KPIS, STATS, nearest
from cstools.model.toml_lines import line_in, line_of

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
NEEDS: dict[str, tuple[str, ...]] = {
    "count": (), "sum": ("value",), "rate": ("num",), "mean": ("value",), "quantile": ("value",),
    "duration": ("value",), "ratio": ("num", "den"), "index": ("value",),
}  # fmt: skip
"""Kind -> the expressions it cannot do without. All may have `where`; a rate may have `den`."""
MAY: dict[str, tuple[str, ...]] = {"rate": ("den",)}
UNITS = {
    "count": "n",
    "sum": "n",
    "rate": "ratio",
    "mean": "n",
    "quantile": "s",
    "duration": "s",
    "ratio": "n",
    "index": "pt",
}
EXPRESSIONS = ("where", "num", "den", "value")
OF = ("ticket", "message", "order", "refund", "survey", "agent_state")
"""Kinds of records a metric may be counted over."""
KEYS: dict[str, str] = {
    "id": "Its id, if the table it stands in has another name ([[metric]]), or it is a row of a sheet: small letters, "
    "digits and _, none that the catalogue has.",
    "zh": "Its name in Chinese; else the English one, else the id.",
    "en": "Its name in English; else the Chinese one.",
    "kind": "What it is; see below. Every metric says it.",
    "of": f"The records it is counted over, each as it is: {', '.join(OF)}; ticket unless said. Other records than "
    "tickets come from their option (--orders), or are the input.",
    "where": "The records it looks at; all unless said.",
    "num": "Of a rate the hits, yes or no; of a ratio what stands above.",
    "den": "Of a rate the records it is a share of, all of where unless said; of a ratio what stands below.",
    "value": "The number each record gives. Where it is null the record does not count.",
    "unit": "n, s, pt, yuan or d; ratio of a rate, and of nothing else. Unless said: s of a duration and a quantile, "
    "pt of an index, else n. Whatever the unit is, nothing is converted.",
    "better": "+ if more of it is better, - if less is; o, neither, unless said.",
    "rule": "The sentence beside each figure; else the expressions themselves.",
    "rule_zh": "The same for Chinese only.",
    "rule_en": "The same for English only.",
}
"""What may be said of a metric, and what it means (lines of cstools-kpi(5))."""
KINDS: dict[str, str] = {
    "count": "How many records where holds for.",
    "sum": "The sum of value.",
    "rate": "The share of den for which num holds, with Wilson's interval.",
    "mean": "The mean of value, with Student's interval.",
    "quantile": "The median of value, with order statistics around it; ID_p90 is another quantile.",
    "duration": "Mean, median and 90th percentile of value: ID_mean, ID_p50 and ID_p90.",
    "ratio": "The sum of num over that of den, of the records that have both.",
    "index": "100 times the mean of value, which is 1, 0 or -1, as NPS is.",
}
"""Kinds, and what each computes (lines of cstools-kpi(5))."""
CHOICES: dict[str, tuple[str, ...]] = {
    "kind": tuple(NEEDS), "better": ("+", "-", "o"), "unit": ("n", "ratio", "s", "pt", "yuan", "d"), "of": OF,
}  # fmt: skip
Row = Mapping[str, Any]


def from_toml(text: str, path: str) -> dict[str, Kpi]:
    r"""The metrics of a TOML file by id: a table each (`[id]`), or `[[metric]]` with `id`. Raises Usage("define.*").

    >>> found = from_toml('[slow]\nkind = "rate"\nnum = "wait_s > 300"', "own.toml")
    >>> found["slow"].kind, found["slow"].own.num
    ('rate', 'wait_s > 300')
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Usage("define.toml", path=path, line=line_in(error), why=str(error)) from None
    listed = data.pop("metric", [])
    rows: list[tuple[Row, int]] = []
    if isinstance(listed, list):
        rows += [(row, line_of(text, "metric", None, at)) for at, row in enumerate(listed) if isinstance(row, dict)]
    else:
        data |= {f"metric.{name}": row for name, row in listed.items()}
    for name, row in data.items():
        line = line_of(text, name, None)
        if not isinstance(row, dict):
            raise Usage("define.key", path=path, line=line_of(text, "", name), name=name, known="[id]")
        rows.append(({"id": name.removeprefix("metric."), **row}, line))
    return _metrics(rows, path)


def from_table(rows: Iterable[tuple[Row, int]], path: str) -> dict[str, Kpi]:
    """The metrics of a table, a row each with the columns of KEYS, with the lines they stand on. Raises as above."""
    kept = [({key.strip(): value for key, value in row.items() if value}, line) for row, line in rows]
    return _metrics(kept, path)


def _metrics(rows: Iterable[tuple[Row, int]], path: str) -> dict[str, Kpi]:
    found: dict[str, Kpi] = {}
    for row, line in rows:
        kpi = _metric(row, path, line)
        if kpi.id in found:
            raise Usage("define.twice", path=path, line=line, id=kpi.id)
        found[kpi.id] = kpi
    if not found:
        raise Usage("define.empty", path=path)
    return found


def _metric(row: Row, path: str, line: int) -> Kpi:
    at: dict[str, Any] = {"path": path, "line": line}
    _check(row, at)
    kind = row["kind"]
    name = row.get("zh") or row.get("en") or row["id"]
    rule = row.get("rule") or "；".join(f"{key}: {row[key]}" for key in EXPRESSIONS if row.get(key))
    return Kpi(
        id=row["id"],
        zh=name,
        en=row.get("en") or name,
        kind=kind,
        needs=(),
        unit=row.get("unit") or UNITS[kind],
        better=row.get("better") or "o",
        rule_zh=row.get("rule_zh") or rule,
        rule_en=row.get("rule_en") or rule,
        default=True,
        of=row.get("of") or "ticket",
        own=Own(**{key: str(row.get(key) or "") for key in EXPRESSIONS}, at=f"{path}:{line}"),
    )


def _check(row: Row, at: Mapping[str, Any]) -> None:
    for key, value in row.items():
        if key not in KEYS:
            near = nearest(key, KEYS) or list(KEYS)
            raise Usage("define.key", **at, name=key, known=" ".join(near))
        if not isinstance(value, str):
            raise Usage("define.text", **at, name=key)
        if key in CHOICES and value not in CHOICES[key]:
            raise Usage("define.choice", **at, name=key, value=value, known=" ".join(CHOICES[key]))
    own = str(row.get("id", ""))
    if not NAME.fullmatch(own) or own in KPIS or own.endswith(tuple(f"_{stat}" for stat in STATS)):
        raise Usage("define.id", **at, id=own or "?")
    if "kind" not in row:
        raise Usage("define.lacks", **at, id=own, name="kind")
    _complete(row, at, own)


def _complete(row: Row, at: Mapping[str, Any], own: str) -> None:
    kind = row["kind"]
    if (row.get("unit") == "ratio") != (kind == "rate") and row.get("unit"):
        raise Usage("define.choice", **at, name="unit", value=row["unit"], known="n s pt yuan d")
    for key in NEEDS[kind]:
        if not row.get(key):
            raise Usage("define.lacks", **at, id=own, name=key)
    for key in EXPRESSIONS:
        if row.get(key) and key not in ("where", *NEEDS[kind], *MAY.get(kind, ())):
            raise Usage("define.idle", **at, id=own, name=key, kind=kind)
