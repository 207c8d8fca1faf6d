"""Scorecards as people write them, TOML or a table, checked before any data is read: every mistake with its line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn

from cstools.errors import Usage
from cstools.model.amounts import amount
from cstools.model.kpis import KPIS, expand, find, nearest
from cstools.model.rules import Place
from cstools.model.score_bands import OPS, condition, gap, overlaps
from cstools.model.scorecards import ELSE, FULL, MILLION, Band, Card, Item, Veto, said
from cstools.model.toml_lines import line_in

TOP: dict[str, str] = {
    "base": "Full marks, which no points exceed; 100 unless said.",
    "cap": "What the sum of all parts is cut to, before vetoes.",
    "min_n": "For every metric that does not say its own.",
    "metric": "[metric.ID] is a metric of the card.",
    "veto": "[[veto]] with metric, a condition (>=, >, <= or < and its bound) and score: where it holds, the whole "
    "score is at most that.",
}
"""Keys of a scorecard (lines of cstools-kpi(5))."""
KEYS: dict[str, str] = {
    "weight": "Its weight; those of all metrics add up to 100.",
    "bands": 'The points of each band: {"<=20秒" = 100, "<=1m" = 80, else = 0}. The first that holds counts; together '
    "they cover every value, and none overlaps another.",
    "cap": "The most points it gives.",
    "min_n": "With fewer records it does not count.",
    "missing": "Its points then, or without a value; out (unless said): the other metrics share its weight.",
    "veto": "A veto on this metric, without its name.",
}
"""Keys of a metric of a scorecard (lines of cstools-kpi(5))."""
OUT = ("out", "不计", "剔除")
"""What `missing` may say for: left out."""
VETO, TOTAL = ("veto", "否决", "一票否决"), ("score", "总分", "综合得分")
"""In a table: the weight of a veto, and the metric of the row whose points are the cap of the sum."""
COLUMNS = {
    "metric": "metric", "指标": "metric", "band": "band", "档位": "band", "区间": "band", "points": "points",
    "得分": "points", "分值": "points", "weight": "weight", "权重": "weight", "min_n": "min_n", "最小样本": "min_n",
    "cap": "cap", "封顶": "cap", "missing": "missing", "缺失": "missing", "note": "note", "备注": "note",
}  # fmt: skip
"""Headings of a table, in either language; a note is for people."""


@dataclass
class _Draft:
    """What is said of a metric, before it is checked. place: of each key, and of each band."""

    place: Place
    said: dict[str, tuple[Any, Place]] = field(default_factory=dict)
    bands: list[tuple[str, Any, Place]] = field(default_factory=list)


def parse(text: str, path: str = "score.toml", own: Mapping[str, str] | None = None) -> Card:
    r"""The scorecard written as TOML; `path` is what an error calls the file, `own` metrics of the user: id -> unit.

    Raises Usage with the line for what is no TOML, an unknown key, metric or band, a value out of its range, weights
    that do not add up to 100, and bands that leave a gap or overlap.

    >>> card = parse('[metric.frt_mean]\nweight = 100\nbands = {"<=20秒" = 100, "<=1分30秒" = 80.5, else = 0}')
    >>> [(band.text, band.bound, band.points) for band in card.items[0].bands]
    [('<=20秒', 20.0, 100000000), ('<=1分30秒', 90.0, 80500000), ('else', 0.0, 0)]
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise Usage("score.toml", path=path, line=line_in(error), why=error) from error
    reader, top = Reader(path, own or {}), Place(path, text)
    for key in data:
        place = top if top.line(key) > 1 else Place(path, text, key)
        reader.among(place, key, TOP)
    drafts = {}
    metrics = reader.table(top, "metric", data.get("metric", {}))
    for name, given in metrics.items():
        place = Place(path, text, f"metric.{name}")
        drafts[name] = _draft(reader, place, name, given)
    vetoes: list[tuple[str | None, Any, Place]] = [
        (None, one, at) for one, at in _vetoes(reader, data.get("veto", []), top)
    ]
    for name, draft in drafts.items():
        found, place = draft.said.pop("veto", ([], draft.place))
        vetoes += [(name, one, at) for one, at in _vetoes(reader, found, place)]
    return reader.card({key: (data[key], top) for key in ("base", "cap", "min_n") if key in data}, drafts, vetoes)


def table(rows: Iterable[tuple[int, Mapping[str, str]]], path: str, own: Mapping[str, str] | None = None) -> Card:
    """The scorecard written as a table: a row a band, its line beside it; COLUMNS, empty cells left out.

    weight, min_n, cap and missing stand in any row of their metric. A row of weight `veto` caps the score at its points
    where its band holds; a row of metric `score` caps the sum at its points. Raises as `parse`.

    >>> rows = [{"metric": "满意率", "band": ">=85%", "points": "100", "weight": "100"},
    ...     {"metric": "满意率", "band": "else", "points": "60"}]
    >>> table(enumerate(rows, 2), "score.csv").items[0].metric
    'csat_pct'
    """
    reader = Reader(path, own or {})
    drafts: dict[str, _Draft] = {}
    top: dict[str, tuple[Any, Place]] = {}
    vetoes: list[tuple[str | None, Any, Place]] = []
    for line, row in rows:
        place = Place(path, row=line)
        for key in row:
            reader.among(place, key, COLUMNS)
        cells = {COLUMNS[key]: text.strip() for key, text in row.items() if text.strip()}
        name = cells.pop("metric", "")
        if name in TOTAL:
            top["cap"] = (cells.get("points"), place)
        elif cells.get("weight") in VETO:
            vetoes.append((name, {"band": cells.get("band", ""), "score": cells.get("points")}, place))
        else:
            _row(reader, drafts.setdefault(name, _Draft(place)), cells, place, name)
    return reader.card(top, drafts, vetoes)


class Reader:
    """Turns what a scorecard says into a Card. own: the user's metrics and their units."""

    def __init__(self, path: str, own: Mapping[str, str]) -> None:
        """`path` is what an error calls the file."""
        self.path, self.own, self.base = path, own, FULL

    def card(
        self,
        top: Mapping[str, tuple[Any, Place]],
        drafts: Mapping[str, _Draft],
        vetoes: Sequence[tuple[str | None, Any, Place]],
    ) -> Card:
        """The card, every part checked. Raises Usage."""
        if not drafts:
            raise Usage("score.none", path=self.path)
        if "base" in top:
            value, place = top["base"]
            self.base = self.millionths(place, "base", value, least=1)
        cap = self.points(top["cap"][1], "cap", top["cap"][0]) if "cap" in top else None
        items: dict[str, Item] = {}
        for name, draft in drafts.items():
            item = self.item(name, draft, top.get("min_n"))
            if item.metric in items:
                self.fail(draft.place, "", "score.twice", metric=item.metric, word="metric")
            items[item.metric] = item
        total = sum(item.weight for item in items.values())
        if total != FULL:
            last = list(drafts.values())[-1]
            place = last.said["weight"][1]
            self.fail(place, "weight", "score.weights", total=said(total))
        return Card(tuple(items.values()), tuple(self.veto(*one) for one in vetoes), self.base, cap, self.path)

    def item(self, name: str, draft: _Draft, min_n: tuple[Any, Place] | None) -> Item:
        """One metric of the card. Raises Usage."""
        metric, unit = self.metric(draft.place, name)
        for key, given in (("weight", "weight" in draft.said), ("bands", bool(draft.bands))):
            if not given:
                self.fail(draft.place, "", "score.lacks", metric=metric, word=key)
        value, place = draft.said["weight"]
        weight = self.millionths(place, "weight", value, least=1, most=FULL)
        bands = self.bands(metric, unit, draft.bands)
        limits: dict[str, int] = {}
        for key in ("cap", "missing"):
            value, place = draft.said.get(key, ("out", draft.place))
            if value not in OUT:
                limits[key] = self.points(place, key, value)
        least, place = draft.said.get("min_n", min_n or (0, draft.place))
        return Item(
            metric, bands, weight, limits.get("cap"), self.whole(place, "min_n", least), limits.get("missing")
        )  # fmt: skip

    def metric(self, place: Place, word: str, key: str = "") -> tuple[str, str]:
        """The id and unit of a metric, by its id or its name in either language. Raises Usage."""
        if word in self.own:
            return word, self.own[word]
        found = find(word) or tuple(one for one in expand(KPIS) if word in (one.label("zh"), one.label("en")))
        if len(found) != 1:
            near = nearest(word, [*self.own, *(metric.id for metric in found or expand(KPIS))])
            self.fail(place, key, "score.metric", word=word, near=f" ({', '.join(near)}?)" if near else "")
        return found[0].id, found[0].kpi.unit

    def bands(self, metric: str, unit: str, given: Sequence[tuple[str, Any, Place]]) -> tuple[Band, ...]:
        """The bands, in order, that give every value points, no two different ones. Raises Usage."""
        made: list[tuple[Band, Place]] = []
        for text, points, place in given:
            op, bound = self.band(place, text, unit)
            band = Band(text, op, bound, self.points(place, text, points))
            for other, _ in made:
                if overlaps(other, band):
                    self.fail(place, text, "score.overlap", metric=metric, word=text, other=other.text)
            made.append((band, place))
        if (lacking := gap([band for band, _ in made])) is not None:
            text, _, place = given[-1]
            self.fail(place, text, "score.gap", metric=metric, word=lacking)
        return tuple(band for band, _ in made)

    def band(self, place: Place, text: str, unit: str) -> tuple[str, float]:
        """The operator and the bound of a band. Raises Usage."""
        try:
            return condition(text, unit)
        except ValueError:
            self.fail(place, text, "score.band", word=text)

    def veto(self, section: str | None, given: Any, place: Place) -> Veto:
        """A veto: `metric`, one operator and its bound, and the score that is then the most. Raises Usage."""
        said = self.table(place, "veto", given)
        for key in said:
            self.among(place, key, ("metric", "score", "band", *OPS))
        name = said.get("metric", section)
        ops = [(f"{key}{value}", key) for key, value in said.items() if key in OPS]
        text, key = (said.get("band", ""), "band") if "band" in said else ops[0] if len(ops) == 1 else ("", "")
        if not isinstance(name, str) or said.get("score") is None or not text:
            self.fail(place, "", "score.lacks", metric="veto", word="metric, score, >= (<=, <, >)")
        metric, unit = self.metric(place, name, "metric")
        op, bound = self.band(place, text, unit)
        if op == ELSE:
            self.fail(place, key, "score.band", word=text)
        return Veto(metric, text, op, bound, self.points(place, "score", said["score"]))

    def points(self, place: Place, key: str, value: Any) -> int:
        """Points, from 0 to the full marks. Raises Usage."""
        return self.millionths(place, key, value, most=self.base)

    def millionths(self, place: Place, key: str, value: Any, least: int = 0, most: int = MILLION * MILLION) -> int:
        """A number as whole millionths. Raises Usage for none, one out of range, or one finer than that."""
        try:
            if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
                raise ValueError(value)
            exact = amount(str(value), "") * MILLION
            if exact != int(exact) or not least <= exact <= most:
                raise ValueError(value)
        except ValueError:
            limits = f"{said(least)}..{said(most)}, 0.000001"
            self.fail(place, key, "score.value", word=key, value=value, why=limits)
        return int(exact)

    def whole(self, place: Place, key: str, value: Any) -> int:
        """A whole number of records. Raises Usage."""
        found = self.millionths(place, key, value)
        if found % MILLION:
            self.fail(place, key, "score.value", word=key, value=value, why="0, 1, 2 ...")
        return found // MILLION

    def table(self, place: Place, key: str, value: Any) -> Mapping[str, Any]:
        """A value that is a table. Raises Usage."""
        if not isinstance(value, Mapping):
            self.fail(place, key, "score.value", word=key, value=value, why="{ ... }")
        return value

    def among(self, place: Place, word: str, known: Iterable[str]) -> None:
        """The word is a known key. Raises Usage, with the nearest."""
        names = list(known)
        if word not in names:
            near = nearest(word, names) or names
            self.fail(place, word, "score.key", word=word, near=f" ({', '.join(near)})")

    def fail(self, place: Place, key: str, message: str, /, **params: Any) -> NoReturn:
        """Raises Usage that names the line of a key."""
        raise Usage(message, path=self.path, line=place.line(key), **params)


def _draft(reader: Reader, place: Place, name: str, given: Any) -> _Draft:
    """What a section [metric.NAME] says."""
    keys = reader.table(place, name, given)
    for key in keys:
        reader.among(place, key, KEYS)
    draft = _Draft(place, {key: (value, place) for key, value in keys.items() if key != "bands"})
    inner = Place(place.path, place.text, f"{place.section}.bands")
    for text, points in reader.table(place, "bands", keys.get("bands", {})).items():
        # bands stand in one line of the section, or in a section of their own
        at = inner if inner.line(text) > 1 else Place(place.path, row=place.line("bands"))
        draft.bands.append((text, points, at))
    return draft


def _vetoes(reader: Reader, given: Any, place: Place) -> list[tuple[Any, Place]]:
    """The vetoes of a key: one table or several, inline (one line for all) or [[veto]]."""
    many = given if isinstance(given, list) else [given]
    if place.section or place.line("veto") > 1:
        return [(one, Place(place.path, row=place.line("veto"))) for one in many]
    return [(one, Place(place.path, place.text, "veto", at)) for at, one in enumerate(many)]


def _row(reader: Reader, draft: _Draft, cells: Mapping[str, str], place: Place, name: str) -> None:
    """Add a row of a table to what is said of its metric."""
    for key in ("weight", "min_n", "cap", "missing"):
        if key in cells:
            if draft.said.get(key, (cells[key], place))[0] != cells[key]:
                reader.fail(place, key, "score.twice", metric=name, word=key)
            draft.said.setdefault(key, (cells[key], place))
    if "band" in cells or "points" in cells:
        draft.bands.append((cells.get("band", ""), cells.get("points", ""), place))
