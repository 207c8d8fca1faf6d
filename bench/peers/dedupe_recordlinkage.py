"""recordlinkage on one set of bench/dedupe.py: SET ID OUT FILE [FILE], CSV in, CSV out.

(id, cluster) of the records that have company, or (id_a, id_b) of two files. Its ECM classifier learns from agreements
(yes or no) without labels and keeps what it calls a link; connected components, or one to one where each of two files
is free of duplicates. Of the set-ups tried on each set the one with the best F1 is kept.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import recordlinkage
from recordlinkage.network import OneToOneLinking
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components


@dataclass(frozen=True)
class Setup:
    """blocks: columns that candidates agree on. agree: column, method (exact: equal) and its least.

    prepared: the columns used, out of those of the file.
    """

    blocks: tuple[str | list[str], ...]
    agree: tuple[tuple[str, str, float], ...]
    prepared: Callable[[pd.DataFrame], pd.DataFrame] = lambda frame: frame


def febrl() -> Setup:
    """Persons. Looser measures (0.8, 0.6) lost a little of febrl3 and 4; address_2 beside them made no difference."""
    return Setup(
        blocks=(
            *("soc_sec_id", "date_of_birth", ["given_name", "surname"], ["given_name", "postcode"], "address_1"),
            *(["surname", "postcode"], ["street_number", "postcode"], ["suburb", "street_number"]),
            *(["given_name", "suburb"], ["surname", "suburb"], ["given_name", "address_2"]),
            *(["start", "postcode"], ["four", "postcode"]),
        ),
        agree=(
            *((name, "jarowinkler", 0.88) for name in ("given_name", "surname", "address_1", "suburb")),
            *((name, "damerau_levenshtein", 0.7) for name in ("date_of_birth", "soc_sec_id", "postcode")),
            *((name, "exact", 1) for name in ("street_number", "state")),
        ),
        prepared=lambda frame: frame.assign(start=frame["address_1"].str[:6], four=frame["soc_sec_id"].str[:4]),
    )


def letters(column: pd.Series) -> pd.Series:
    """Lower case letters, digits and single spaces."""
    return column.str.lower().str.replace(r"[^a-z0-9]+", " ", regex=True).str.strip()


def fodors_zagats() -> Setup:
    """Restaurants. Every pair, or fewer blocks, or no word on how the name begins, found less."""

    def prepared(frame: pd.DataFrame) -> pd.DataFrame:
        name, phone = letters(frame["name"]), frame["phone"].str.replace(r"\D", "", regex=True)
        number = frame["addr"].str.extract(r"^\D*(\d+)", expand=False)
        parts = {"number": number, "four": name.str[:4], "six": phone.str[:6]}
        return frame.assign(name=name, addr=letters(frame["addr"]), phone=phone, **parts)

    return Setup(
        blocks=("phone", "name", "addr", "number", "four", "six"),
        agree=(
            *(("name", "jarowinkler", 0.85), ("four", "exact", 1), ("addr", "jarowinkler", 0.85)),
            *(("number", "exact", 1), ("city", "jarowinkler", 0.85), ("phone", "damerau_levenshtein", 0.9)),
        ),
        prepared=prepared,
    )


def csv_example() -> Setup:
    """Sites. Jaro-Winkler on the name, or stricter measures, found less; without the number it falls apart."""

    def prepared(frame: pd.DataFrame) -> pd.DataFrame:
        name, addr = letters(frame["site_name"]), letters(frame["address"])
        number = addr.str.extract(r"^\D*(\d+)", expand=False)
        return frame.assign(name=name, addr=addr, number=number, start=addr.str[:8], four=name.str[:4])

    return Setup(
        blocks=("phone", "addr", "name", "start", ["number", "four"], ["number", "zip"]),
        agree=(
            *(("name", "qgram", 0.5), ("addr", "jarowinkler", 0.85), ("number", "exact", 1)),
            *(("zip", "exact", 1), ("phone", "exact", 1)),
        ),
        prepared=prepared,
    )


def people() -> Setup:
    """Chinese customers. Road, building and flat apart, more blocks, or looser measures of the phone found less."""

    def prepared(frame: pd.DataFrame) -> pd.DataFrame:
        phone = frame["phone"].str.replace(r"^\+86", "", regex=True).str.replace(r"[^\d*]", "", regex=True)
        addr = frame["address"].str.replace(r"省|市|小区|室$", "", regex=True).str.replace(r"幢|号楼", "栋", regex=True)
        whole, ends = phone.where(phone.str.fullmatch(r"\d+", na=False)), phone.str[:3] + phone.str[-4:]
        parts = {"family": frame["name"].str[:1], "head": addr.str[:10], "tail": addr.str[-8:]}
        return frame.assign(phone=whole, ends=ends, addr=addr, **parts)

    return Setup(
        blocks=("phone", ["name", "head"], "addr", "ends", ["tail", "family"], ["name", "tail"], ["head", "tail"]),
        agree=(
            *(("name", "exact", 1), ("phone", "damerau_levenshtein", 0.9), ("ends", "exact", 1)),
            *(("addr", "qgram", 0.6), ("tail", "exact", 1), ("text", "jarowinkler", 0.9)),
        ),
        prepared=prepared,
    )


def candidates(setup: Setup, frames: list[pd.DataFrame]) -> pd.MultiIndex:
    """The pairs looked at."""
    index = recordlinkage.Index()
    for columns in setup.blocks:
        index.block(columns)
    return index.index(*frames)


def links(setup: Setup, frames: list[pd.DataFrame]) -> pd.MultiIndex:
    """The pairs it calls links, the surest first."""
    pairs, compare = candidates(setup, frames), recordlinkage.Compare()
    for name, method, least in setup.agree:
        if method == "exact":
            compare.exact(name, name, label=name)
        else:
            compare.string(name, name, method=method, threshold=least, label=name)
    agreements = compare.compute(pairs, *frames).astype(int)
    classifier = recordlinkage.ECMClassifier()
    found = classifier.fit_predict(agreements)
    sure = classifier.prob(agreements.loc[found])
    return sure.sort_values(ascending=False, kind="stable").index


def groups(found: pd.MultiIndex) -> list[tuple[str, int]]:
    """Every record in a link, and its cluster; by scipy, for recordlinkage's own way wants networkx and is slower."""
    codes, ids = pd.factorize(pd.Index([one for pair in found for one in pair]))
    one, other = codes[::2], codes[1::2]
    edges = coo_array((one >= 0, (one, other)), shape=(len(ids), len(ids)))
    return list(zip(ids, connected_components(edges, directed=False)[1], strict=True))


def main(name: str, id_: str, out: str, *files: str) -> None:
    """Read, learn, link, write."""
    setup: Setup = globals()["febrl" if name.startswith("febrl") else name]()
    frames = [setup.prepared(pd.read_csv(file, dtype=str)).set_index(id_) for file in files]
    found = links(setup, frames)
    alone = len(frames) == 1
    rows = [("id", "cluster"), *groups(found)] if alone else [("id_a", "id_b"), *OneToOneLinking().compute(found)]
    with open(out, "w", encoding="utf-8", newline="") as stream:  # noqa: PTH123
        csv.writer(stream).writerows(rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
