"""The figures that can be asked for: ids of the catalogue, with their parameters and statistics.

An id may carry a parameter (`frt_within_30s`); a duration id (`wait`) stands for its mean, median and 90th percentile.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from cstools.errors import Usage
from cstools.model.catalogue import CATALOGUE, Kind, Kpi

Given = Mapping[str, Collection[str]]
"""The kinds of records at hand and the fields of each."""
Known = Mapping[str, Kpi]
"""Metrics by id."""
FLAGS = {
    "ticket": "tickets", "message": "--messages", "order": "--orders", "refund": "--refunds", "survey": "--surveys",
    "agent_state": "--states", "load": "tickets",
}  # fmt: skip
"""What gives cs-kpi each kind of record."""


@dataclass(frozen=True)
class Metric:
    """One asked figure: a metric of the catalogue, its parameter (`30s`) and, for a duration, its statistic.

    raw: over all records, those that `--exclude` strikes too; struck: the column that tells which records it strikes.
    """

    kpi: Kpi
    param: str = ""
    stat: str = ""
    raw: bool = False
    struck: str = ""

    @property
    def key(self) -> str:
        """What is measured, whatever the statistic: `wait`, `frt_within_30s`; `wait!` if raw, `wait~...` if struck."""
        return self.name + ("!" if self.raw else f"~{self.struck}" if self.struck else "")

    @property
    def name(self) -> str:
        """The id without statistic."""
        return f"{self.kpi.id}_{self.param}" if self.param else self.kpi.id

    @property
    def id(self) -> str:
        """The id written in the column `metric`."""
        return f"{self.name}_{self.stat}" if self.stat else self.name

    @property
    def kind(self) -> Kind:
        """The kind of this figure: a duration is a mean or a quantile by its statistic."""
        if self.kpi.kind != "duration":
            return self.kpi.kind
        return "mean" if self.stat == "mean" else "quantile"

    @property
    def additive(self) -> bool:
        """Whether numerators and denominators of parts add up to those of the whole."""
        return self.kpi.adds and self.kind != "quantile"

    @property
    def seconds(self) -> int:
        """The parameter in seconds; 0 if there is none."""
        return int(self.param[:-1]) * UNITS[self.param[-1]][0] if self.param else 0

    def label(self, lang: str) -> str:
        """The metric's name for people."""
        name = self._words(self.kpi.en if lang == "en" else self.kpi.zh, lang)
        if not self.stat:
            return name
        words = STATS.get(self.stat, (self.stat.upper(), self.stat.upper()))
        return f"{name} ({words[1]})" if lang == "en" else f"{name}（{words[0]}）"

    def rule(self, lang: str) -> str:
        """The sentence that says what the figure counts."""
        return self._words(self.kpi.rule_en if lang == "en" else self.kpi.rule_zh, lang)

    def _words(self, text: str, lang: str) -> str:
        if not self.param:
            return text
        zh, en = UNITS[self.param[-1]][1:]
        return text.replace("{x}", f"{self.param[:-1]} {en}" if lang == "en" else f"{self.param[:-1]}{zh}")


UNITS = {"s": (1, "秒", "s"), "m": (60, "分钟", "min"), "h": (3600, "小时", "h"), "d": (86400, "天", "d")}
"""The units of a parameter: seconds, and the words for it."""
STATS = {"mean": ("均值", "mean"), "p50": ("中位数", "median"), "p90": ("P90", "p90")}
"""The statistics a duration id stands for."""
ID = re.compile(r"(?P<base>[a-z0-9_]+?)(?:_(?P<param>[1-9]\d{0,4}[smhd]))?(?:_(?P<stat>mean|p[1-9]\d?))?", re.ASCII)

KPIS: dict[str, Kpi] = {kpi.id: kpi for kpi in (*CATALOGUE, *reversed(CATALOGUE))}
"""By id; of two that are one metric of different records (`art` of sessions and of rounds), the first."""
TWINS: dict[tuple[str, str], Kpi] = {(kpi.id, kpi.of): kpi for kpi in CATALOGUE}
"""By id and kind of record."""


def parse(text: str, own: Known | None = None) -> tuple[Metric, ...]:
    """The figures one id stands for: three for a duration id, else one. own: metrics besides those of the catalogue.

    Raises Usage("kpi.metric") for what does not exist, with the nearest ids.

    >>> [metric.id for metric in parse("wait")]
    ['wait_mean', 'wait_p50', 'wait_p90']
    >>> parse("frt_within_3m")[0].label("zh"), parse("frt_within_3m")[0].seconds
    ('3分钟首响率', 180)
    """
    figures = find(text, own)
    if not figures:
        raise Usage("kpi.metric", metric=text, near=", ".join(_near(text, own)) or "-")
    return figures


def find(text: str, own: Known | None = None) -> tuple[Metric, ...]:
    """The figures an id stands for; none for what does not exist.

    >>> [metric.id for metric in find("talk_p90")], find("channel")
    (['talk_p90'], ())
    """
    known = {**KPIS, **(own or {})}
    if text in known:
        return _figures(known[text], "", "")
    found = ID.fullmatch(text)
    kpi = known.get(found["base"]) if found else None
    if not found or not kpi or _misplaced(kpi, found):
        return ()
    return _figures(kpi, found["param"] or "", found["stat"] or "")


def expand(ids: Iterable[str], own: Known | None = None) -> tuple[Metric, ...]:
    """The figures a list of ids stands for, each once, in the order asked. Raises Usage("kpi.metric").

    >>> [metric.id for metric in expand(["volume", "wait_p90", "volume"])]
    ['volume', 'wait_p90']
    """
    return tuple(dict.fromkeys(metric for text in ids for metric in parse(text, own)))


def settled(metrics: Iterable[Metric], given: Given, main: str = "ticket") -> tuple[Metric, ...]:
    """The figures, each over the records at hand: `art` over rounds where messages are given.

    main: the kind of the main records, whose fields need not be known yet.

    >>> [metric.kpi.of for metric in settled(parse("volume"), {"ticket": []})]
    ['ticket']
    """
    return tuple(_settled(metric, given, main) for metric in metrics)


def _settled(metric: Metric, given: Given, main: str) -> Metric:
    twins = [
        twin
        for (id_, kind), twin in TWINS.items()
        if id_ == metric.kpi.id and kind in given and (kind == main or not lacking(twin, given))
    ]
    return replace(metric, kpi=twins[-1]) if twins and metric.kpi.own is None else metric


def lacking(kpi: Kpi, given: Given) -> tuple[str, ...]:
    """The needs that the records at hand do not meet: kinds by the option that gives them, fields by name.

    >>> lacking(KPIS["resolution_rate_answered"], {"ticket": ["status"]})
    ('is_answered|answered_at|first_response_at|agent_msgs',)
    """
    if kpi.over != ("", ""):
        return tuple(dict.fromkeys(need for part in kpi.over for need in lacking(parse(part)[0].kpi, given)))
    absent = tuple(FLAGS[kind] for kind in (kpi.of, *kpi.beside) if kind not in given)
    have = set(given.get(kpi.of, ()))
    fields = () if kpi.of not in given else tuple(need for need in kpi.needs if not _met(need, have))
    return absent + fields


def _met(need: str, have: set[str]) -> bool:
    return any(have.issuperset(both.split("+")) for both in need.split("|"))


def given_by(kpi: Kpi) -> tuple[str, ...]:
    """The options that give the records it is counted over, where these are not the tickets: `--orders`.

    >>> given_by(KPIS["contacts_per_1k_orders"]), given_by(KPIS["inquiry_conv"]), given_by(KPIS["volume"])
    (('--orders',), ('--orders',), ())
    """
    if kpi.over != ("", ""):
        return tuple(dict.fromkeys(flag for part in kpi.over for flag in given_by(parse(part)[0].kpi)))
    return tuple(flag for kind in (kpi.of, *kpi.beside) if (flag := FLAGS[kind]) != FLAGS["ticket"])


def missing(kpi: Kpi, columns: Iterable[str]) -> tuple[str, ...]:
    """The needs that tickets with these columns, and nothing else, do not meet.

    >>> missing(KPIS["wait"], ["wait_s"])
    ()
    """
    return lacking(kpi, {"ticket": tuple(columns)})


def allowed(given: Given, default: bool, own: Known | None = None) -> tuple[Kpi, ...]:
    """The metrics that the records at hand give, in the catalogue's order; with `default`, the short set.

    >>> [kpi.id for kpi in allowed({"ticket": ["created_at", "csat"]}, default=True)]
    ['volume', 'csat_pct']
    """
    every = [*CATALOGUE, *(own or {}).values()]
    found = {kpi.id: kpi for kpi in every if (kpi.default or not default) and not lacking(kpi, given)}
    return tuple(found.values())


def nearest(text: str, known: Iterable[str]) -> list[str]:
    """Up to three words closest to `text`.

    >>> nearest("chanel", ["channel", "agent"])
    ['channel']
    """
    from difflib import get_close_matches

    return get_close_matches(text, list(dict.fromkeys(known)), n=3, cutoff=0.5)


def _figures(kpi: Kpi, param: str, stat: str) -> tuple[Metric, ...]:
    stats = [stat] if stat else {"duration": list(STATS), "quantile": ["p50"]}.get(kpi.kind, [""])
    return tuple(Metric(kpi, param or kpi.param, each) for each in stats)


def _misplaced(kpi: Kpi, found: re.Match[str]) -> bool:
    of_values = kpi.kind == "duration" or (kpi.kind == "quantile" and found["stat"] != "mean")
    return bool((found["param"] and not kpi.param) or (found["stat"] and not of_values))


def _near(text: str, own: Known | None) -> list[str]:
    """The ids a word may mean: those of that name for people, else those spelled most alike."""
    every = [*CATALOGUE, *(own or {}).values()]
    meant = [kpi.name for kpi in every if text in (kpi.zh, kpi.en)]
    return list(dict.fromkeys(meant)) or nearest(text.lower(), dict.fromkeys(_spellings(own)))


def _spellings(own: Known | None) -> list[str]:
    every = [*CATALOGUE, *(own or {}).values()]
    stats = [f"{kpi.id}_{stat}" for kpi in every if kpi.kind == "duration" for stat in STATS]
    return [kpi.name for kpi in every] + stats
