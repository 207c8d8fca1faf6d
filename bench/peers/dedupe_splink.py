"""splink on one set of bench/dedupe.py: SET ID OUT FILE [FILE], CSV in, CSV out (id, cluster; id_a, id_b of two files).

What a user of it would set up: the model's u by random sampling, its m by EM over two or three blocking rules, term
frequencies, connected components; one to one where each of two files is free of duplicates. Of the set-ups tried on
each set (comparisons, blocking and training rules, with and without term frequencies, links from 0.9 or from 0.5 on)
the one with the best F1 is kept, so that choice, unlike ours, was made with the truth in hand.
"""

from __future__ import annotations

import csv
import logging
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import splink.comparison_level_library as level
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

if TYPE_CHECKING:
    from splink.internals.splink_dataframe import SplinkDataFrame

SEED = 1


@dataclass(frozen=True)
class Setup:
    """What splink is told of a set.

    columns: SQL that makes the columns compared out of those of the file. blocks: rules for candidates. certain: rules
    that find surely `recall` of the matches, and only those. training: rules for the runs of EM.
    """

    comparisons: list
    blocks: list
    certain: list
    training: list
    columns: str = "*"
    recall: float = 0.7
    sample: float = 1e6
    threshold: float = 0.9


def common(comparison: compare.ComparisonCreator) -> compare.ComparisonCreator:
    """The comparison, a rare value saying more than a common one."""
    return comparison.configure(term_frequency_adjustments=True)


def blocks(*rules: str) -> list:
    """Blocking rules: columns or SQL, joined by +."""
    return [block_on(*rule.split(" + ")) for rule in rules]


def levels(name: str, *between: level.ComparisonLevelCreator) -> compare.CustomComparison:
    """Nothing, the same, these, others."""
    same = level.ExactMatchLevel(name, term_frequency_adjustments=True)
    every = [level.NullLevel(name), same, *between, level.ElseLevel()]
    return compare.CustomComparison(every, output_column_name=name)


def febrl() -> Setup:
    """Persons. Term frequencies on every field, and address_2 beside them, made no difference."""
    return Setup(
        comparisons=[
            compare.NameComparison("given_name"),
            compare.NameComparison("surname"),
            compare.ExactMatch("state"),
            compare.LevenshteinAtThresholds("date_of_birth", [1, 2]),
            compare.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            common(compare.ExactMatch("street_number")),
            compare.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            compare.JaroWinklerAtThresholds("suburb", [0.9, 0.8]),
            compare.JaroWinklerAtThresholds("address_1", [0.9, 0.8]),
        ],
        blocks=blocks(
            *("soc_sec_id", "date_of_birth", "given_name + surname", "given_name + postcode", "surname + postcode"),
            *("address_1", "street_number + postcode", "suburb + street_number", "given_name + suburb"),
            *("surname + suburb", "given_name + address_2", "substr(soc_sec_id,1,4) + postcode"),
            "substr(address_1,1,6) + postcode",
        ),
        certain=blocks("soc_sec_id", "given_name + surname + date_of_birth"),
        training=blocks("date_of_birth", "surname"),
        recall=0.9,
    )


def letters(name: str) -> str:
    """SQL for a text of lower case letters, digits and single spaces."""
    return rf"trim(regexp_replace(regexp_replace(lower({name}), '[^a-z0-9 ]', ' ', 'g'), ' +', ' ', 'g'))"


NUMBER = "regexp_extract({}, '^[^0-9]*([0-9]+)', 1) as number"


def fodors_zagats() -> Setup:
    """Restaurants. Term frequencies made it worse, and so did words in common instead of Jaro-Winkler."""
    near = level.And(level.ExactMatchLevel("number"), level.JaroWinklerLevel("addr", 0.85))
    return Setup(
        columns=f"ticket_id, {letters('name')} as name, {letters('addr')} as addr, city, type, "
        "regexp_replace(phone, '[^0-9]', '', 'g') as phone, " + NUMBER.format("addr"),
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.92, 0.8]),
            levels("addr", near, level.ExactMatchLevel("number"), level.JaroWinklerLevel("addr", 0.9)),
            compare.ExactMatch("city"),
            compare.DamerauLevenshteinAtThresholds("phone", [1]),
            compare.ExactMatch("type"),
        ],
        blocks=blocks("phone", "name", "addr", "number", "substr(name,1,4)", "substr(phone,1,6)"),
        certain=blocks("phone", "name + city"),
        training=blocks("phone", "number + city"),
        recall=0.8,
        sample=1e7,
        threshold=0.5,
    )


def csv_example() -> Setup:
    """Sites. Jaro-Winkler and words in common found less than Jaccard; the house number by itself made the most."""
    return Setup(
        columns=f"id, {letters('site_name')} as name, {letters('address')} as addr, zip, phone, "
        + NUMBER.format("address"),
        comparisons=[
            common(compare.JaccardAtThresholds("name", [0.9, 0.8, 0.6])),
            compare.JaccardAtThresholds("addr", [0.9, 0.7]),
            *(common(compare.ExactMatch(name)) for name in ("number", "zip", "phone")),
        ],
        blocks=blocks("phone", "addr", "name", "substr(addr,1,8)", "number + substr(name,1,4)", "number + zip"),
        certain=blocks("phone + substr(addr,1,8)", "name + addr"),
        training=blocks("phone", "substr(addr,1,8)", "name"),
        sample=1e7,
    )


def place(pattern: str, name: str) -> str:
    """SQL for a part of an address."""
    return f"nullif(regexp_extract(address, '{pattern}', 1), '') as {name}"


PLACES = (
    place("([^省市区县]{2,5}[路街道][0-9]+)号", "road"),
    place("([^号市区县0-9]{2,4}?)(小区|花园)?[0-9]+(栋|幢|号楼|-)", "estate"),
    place("([0-9]+)(栋|幢|号楼|-)", "building"),
    place("([0-9]{3,4})室?$", "flat"),
)


def people() -> Setup:
    """Chinese customers: two characters at a time, masked phones, forms of address.

    Levenshtein, Jaro-Winkler and Jaccard on the address found less, and so did its road, building and flat apart.
    """
    phone = r"regexp_replace(regexp_replace(phone, '^\+86', ''), '[^0-9*]', '', 'g')"
    address = "regexp_replace(regexp_replace(address, '省|市|小区|室$', '', 'g'), '幢|号楼', '栋', 'g')"
    shared = "len(list_intersect(grams_l, grams_r)) >= {} * least(len(grams_l), len(grams_r))"
    titled = level.And(level.ExactMatchLevel("family"), level.CustomLevel("titled_l or titled_r"))
    masked = level.And(level.ExactMatchLevel("ends"), level.NullLevel("phone"))
    off = [level.DamerauLevenshteinLevel("phone", n) for n in (1, 2)]
    known, same = level.NullLevel("ends"), level.ExactMatchLevel("phone", term_frequency_adjustments=True)
    return Setup(
        columns=f"ticket_id, name, text, {address} as addr, {phone} as given, left(name, 1) as family, "
        "regexp_matches(name, '先生$|女士$') as titled, case when not contains(given, '*') then given end as phone, "
        "left(given, 3) || right(given, 4) as ends, left(addr, 10) as head, right(addr, 8) as tail, "
        "list_distinct(list_transform(range(1, length(addr)), lambda i: substr(addr, i, 2))) as grams, "
        + ", ".join(PLACES),
        comparisons=[
            levels("name", titled, level.LevenshteinLevel("name", 1), level.ExactMatchLevel("family")),
            compare.CustomComparison([known, same, off[0], masked, off[1], level.ElseLevel()], "phone"),
            levels("addr", *(level.CustomLevel(shared.format(share), str(share)) for share in (0.9, 0.75, 0.6, 0.4))),
            common(compare.JaroWinklerAtThresholds("text", [0.9, 0.7])),
        ],
        blocks=blocks(
            *("phone", "name + head", "name + substr(addr,1,4)", "addr", "ends", "tail + family", "name + tail"),
            *("right(ends,4) + family", "substr(phone,1,7)", "head + tail", "road + building"),
            "estate + building + flat",
        ),
        certain=blocks("phone", "name + addr"),
        training=blocks("phone", "name + head", "name + tail"),
        threshold=0.5,
    )


def trained(setup: Setup, id_: str, tables: list[SplinkDataFrame]) -> Linker:
    """The model, its parameters learned."""
    settings = SettingsCreator(
        link_type="link_only" if len(tables) > 1 else "dedupe_only",
        comparisons=setup.comparisons,
        blocking_rules_to_generate_predictions=setup.blocks,
        unique_id_column_name=id_,
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    linker = Linker(tables, settings)
    linker.training.estimate_probability_two_random_records_match(setup.certain, recall=setup.recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=setup.sample, seed=SEED)
    for rule in setup.training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    return linker


def answer(linker: Linker, id_: str, names: list[str], threshold: float) -> tuple[list[str], list[tuple]]:
    """The heading and the rows of the answer."""
    found = linker.inference.predict(threshold_match_probability=threshold)
    if len(names) == 1:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold)
        rows = clusters.as_duckdbpyrelation().select(f"{id_}, cluster_id").fetchall()
        return ["id", "cluster"], rows
    best = linker.clustering.cluster_using_single_best_links(found, names, threshold)
    members = f"select *, {id_} as id from {best.physical_name}"
    pairs = (
        f"select a.id, b.id from ({members}) a join ({members}) b on a.cluster_id = b.cluster_id "
        "where a.source_dataset < b.source_dataset"
    )
    return ["id_a", "id_b"], best.query_sql(pairs).as_duckdbpyrelation().fetchall()


def main(name: str, id_: str, out: str, *files: str) -> None:
    """Read, learn, link, write."""
    logging.disable(logging.WARNING)
    setup: Setup = globals()["febrl" if name.startswith("febrl") else name]()
    connection, tables, names = duckdb.connect(), [], [f"file{n}" for n, _ in enumerate(files)]
    api = DuckDBAPI(connection)
    for table, file in zip(names, files, strict=True):
        read = f"read_csv('{file}', all_varchar = true, header = true)"
        connection.execute(f"create table given_{table} as select {setup.columns} from {read}")
        tables.append(api.register(f"given_{table}", dataset_display_name=table))
    heading, rows = answer(trained(setup, id_, tables), id_, names, setup.threshold)
    with open(out, "w", encoding="utf-8", newline="") as stream:  # noqa: PTH123
        csv.writer(stream).writerows([heading, *rows])


if __name__ == "__main__":
    main(*sys.argv[1:])
