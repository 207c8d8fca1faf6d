"""Texts in groups that nobody named: what there is to be found before there is a taxonomy."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.errors import Usage
from cstools.kernels.stage import Result, Stage, counted
from cstools.kernels.tag import CUSTOMER, ROLE
from cstools.kernels.tag.words.matrix import Matrix, matrix
from cstools.kernels.tag.words.segment import Own, segmenter
from cstools.kernels.tag.words.terms import TEXT, readable, spoken, terms

CLUSTER = "cluster"
SCHEMA: dict[str, pl.DataType] = {
    CLUSTER: pl.Int64(), "n": pl.Int64(), "share": pl.Float64(), "silhouette": pl.Float64(),
    "silhouette_all": pl.Float64(), "words": pl.List(pl.String()), "examples": pl.List(pl.String()),
}  # fmt: skip
COLUMNS = tuple(SCHEMA)
DEPTH = 50
"""Dimensions of the space texts are grouped in."""
WHOLE = 20_000
"""Rows up to which K-Means reads all of them at each step."""
SAMPLE = 2_000
"""Rows the silhouette is measured on: it compares each with each."""
WORDS, EXAMPLES = 10, 3
SHOWN = 200
"""Characters of an example."""
Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Groups:
    """What K-Means makes of the rows of a matrix: the group of each, its distance to the centre, its silhouette."""

    label: Numbers
    distance: Floats
    silhouette: Floats


def stage(
    k: int, field: str = "text", keep: bool = False, seed: int = 0, own: Own | None = None, speaker: str = CUSTOMER
) -> Stage:
    """The whole stage behind `cs-tag --topics K`: reads `field` (and sender_role), gives a row a group (COLUMNS).

    Latent semantic analysis and spherical K-Means: tf-idf vectors of the words worth counting (`terms`), cut to DEPTH
    dimensions (Deerwester et al. 1990), of length 1 again, then K-Means (MiniBatch above WHOLE different texts). The
    order of the records, and the number of threads, change nothing.

    cluster: 1 to k, the largest first. n: records; share: of the records in any group. silhouette: the mean over (a
    sample of) the different texts of the group, -1 to 1 (Rousseeuw 1987); silhouette_all: over all of them; null where
    it is not defined. words: those the group has most above the mean of all. examples: the texts nearest to its
    centre, their first SHOWN characters. Records without a text of the customer's, or without a word worth counting,
    are in no group and counted.

    With `keep`, the records go on instead, with cluster added (Int64; null in no group).

    Without texts, no rows. Raises Usage("words.number") for k below 1 and, applied, ("field.missing"), ("words.topics")
    for fewer different texts than k, and ("words.learn") without scikit-learn.

    >>> lf = pl.LazyFrame({"text": ["鞋子开胶", "鞋子开胶了", "退款没到账", "退款还没到账", "发票抬头", None]})
    >>> stage(2).apply(lf).rows.select("cluster", "n", "share").collect().rows()
    [(1, 3, 0.6), (2, 2, 0.4)]
    """
    if k < 1:
        raise Usage("words.number", option="--topics", value=k)

    def apply(lf: pl.LazyFrame) -> Result:
        frame = spoken(lf, field, "cs-tag --topics", speaker)
        said = (
            frame.group_by(TEXT).agg(pl.len().cast(pl.Int64).alias("n")).filter(pl.col(TEXT).is_not_null()).sort(TEXT)
        )
        grouped, table = _table(said, k, seed, own)
        rows = table
        if keep:
            known = grouped.select(TEXT, CLUSTER)
            rows = frame.drop(CLUSTER, strict=False).join(known, on=TEXT, how="left", maintain_order="left").drop(TEXT)
        used, texts = int(grouped["n"].sum()), int(said["n"].sum())
        left = {"left out (no text)": frame.height - texts, "left out (no words)": texts - used}
        return Result(rows.lazy(), counts=counted({"used": used} | {name: n for name, n in left.items() if n}))

    needs = (field, ROLE)
    return Stage("topics", apply, scope="whole", needs=needs, adds=(CLUSTER,) if keep else COLUMNS, narrow=not keep)


def _table(said: pl.DataFrame, k: int, seed: int, own: Own | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The texts in a group (TEXT, n, CLUSTER and more), and the table of groups, from texts and their number."""
    said = said.with_row_index("i").with_columns(pl.col("i").cast(pl.Int64))
    made = matrix(terms(readable(said[TEXT]), segmenter(own)), said.height)
    if not made.x.shape[0]:
        return said.clear().with_columns(pl.lit(None, dtype=pl.Int64).alias(CLUSTER)), pl.DataFrame(schema=SCHEMA)
    if made.x.shape[0] < k:
        raise Usage("words.topics", k=k, n=made.x.shape[0])
    groups = _grouped(made.x, k, seed)
    rows = pl.DataFrame({"row": np.arange(len(groups.label)), "label": groups.label, "distance": groups.distance})
    grouped = said.join(made.texts, on="i").join(rows, on="row").sort("i")
    table = _described(grouped, made, groups)
    return grouped.join(table.select("label", CLUSTER), on="label", maintain_order="left"), table.select(COLUMNS)


def _described(grouped: pl.DataFrame, made: Matrix, groups: Groups) -> pl.DataFrame:
    """A row a group: COLUMNS and label."""
    # Of texts with the same words, the one most often written stands for all.
    shown = grouped.sort(["row", "n", TEXT], descending=[False, True, False]).unique("row", keep="first")
    near = shown.sort("distance", TEXT).group_by("label", maintain_order=True)
    table = grouped.group_by("label").agg(pl.col("n").sum())
    table = table.join(near.agg(_shown(pl.col(TEXT)).head(EXAMPLES).alias("examples")), on="label").join(
        _words(made, groups), on="label"
    )
    inner = pl.DataFrame({"label": groups.label, "silhouette": groups.silhouette}).filter(
        pl.col("silhouette").is_not_nan()
    )
    table = table.join(inner.group_by("label").agg(pl.col("silhouette").mean()), on="label", how="left")
    return table.sort(["n", "words"], descending=[True, False]).with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(CLUSTER),
        (pl.col("n") / pl.col("n").sum()).round(6).alias("share"),
        pl.col("silhouette").round(6),
        pl.lit(inner["silhouette"].mean(), dtype=pl.Float64).round(6).alias("silhouette_all"),
    )


def _shown(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.len_chars() > SHOWN).then(text.str.head(SHOWN) + "…").otherwise(text)


def _words(made: Matrix, groups: Groups) -> pl.DataFrame:
    """The words of each group (label, words): those whose mean weight in it is most above that in all rows."""
    from scipy.sparse import csr_matrix

    labels, sizes = np.unique(groups.label, return_counts=True)
    places = (np.searchsorted(labels, groups.label), np.arange(len(groups.label)))
    each = csr_matrix((np.ones(len(groups.label)), places)) @ made.x
    above = each.toarray() / sizes[:, None] - np.asarray(made.x.mean(axis=0)).ravel()
    best = np.argsort(-above.round(9), axis=1, kind="stable")[:, :WORDS]
    words = [made.words.gather(row[above[label, row] > 0]).to_list() for label, row in enumerate(best)]
    return pl.DataFrame({"label": labels, "words": words}, schema={"label": pl.Int64, "words": pl.List(pl.String)})


def _grouped(x: Any, k: int, seed: int) -> Groups:
    try:
        from sklearn.cluster import KMeans, MiniBatchKMeans
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.metrics import silhouette_samples
        from threadpoolctl import threadpool_limits
    except ImportError as error:
        raise Usage("words.learn") from error
    # With more threads sums are added in another order, and a text between two groups may change sides.
    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        dense = _reduced(x, seed)
        big = len(dense) > WHOLE
        means = (
            MiniBatchKMeans(k, random_state=seed, n_init=3, batch_size=4096)
            if big
            else KMeans(k, random_state=seed, n_init=4)
        )
        label = means.fit_predict(dense).astype(np.int64)
        distance = np.sqrt(np.square(dense - means.cluster_centers_[label]).sum(axis=1)).round(9)
        # At equal steps through rows that are in order: as good as by lot, and the same each time.
        some = np.arange(0, len(dense), len(dense) // SAMPLE + 1)
        silhouette = np.full(len(dense), np.nan)
        if 1 < len(np.unique(label[some])) < len(some):
            silhouette[some] = silhouette_samples(dense[some], label[some])
    return Groups(label, distance, silhouette)


def _reduced(x: Any, seed: int) -> Floats:
    """The rows in DEPTH dimensions, or as many as there are words, of length 1.

    Without it K-Means puts nearly all texts into one group (normalised mutual information with the goods' category .001
    against .454), and without the length too it groups texts by how long they are.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    if x.shape[1] <= DEPTH:
        return np.asarray(x.toarray(), dtype=np.float64)
    depth = min(DEPTH, x.shape[0])
    found: Floats = normalize(TruncatedSVD(depth, random_state=seed).fit_transform(x))
    return found
