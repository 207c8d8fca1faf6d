"""The words of a month's texts that rose, for `report_polars.py`: of both months a sample, cut by rjieba.

Words no dictionary has are found first (how they hold together, how free they stand: Huang and Powers 2003), then
every text is cut once by a dictionary that knows them. numpy, since runs of characters are counted in arrays.
"""

from math import lgamma
from typing import Any

import numpy as np
import polars as pl
import rjieba
from numpy.typing import NDArray

from cstools.model.lexicon import SPELLINGS
from cstools.model.stopwords import EDGES, NUMERALS, STOPWORDS, UNITS

SAMPLE, LEAST, LONGEST, EARLIER = 10_000, 5, 6, 1_000_000
NOISE = r"\[[^\[\]\n]{1,8}\]|[!-Z^-~]*(?:\*|://|www\.|@)[!-Z^-~]*"
SIGN = r"[\[*@]|://|www\."
ODD = r"[A-ZÀ-ÞА-Я\x{2160}-\x{2188}\x{2460}-\x{24FF}\x{3200}-\x{33FF}\x{FF10}-\x{FF5E}]|" + "|".join(SPELLINGS)
col, lit = pl.col, pl.lit
Rows = list[tuple[Any, ...]]
Ints = NDArray[np.integer[Any]]
Level = tuple[Ints, Ints, Ints]


def rising(own: pl.DataFrame, before: pl.DataFrame) -> Rows:
    """word, n, n before, both shares, z, a ticket: the fifteen that rose most."""
    now, then = (sampled(rows) for rows in (own, before))
    texts = pl.concat([now.with_columns(now=True), then.with_columns(now=False)]).sort(
        "created_at", "ticket_id", "text"
    )
    each = (
        texts.with_row_index("rank")
        .group_by("text")
        .agg(
            col("now").sum().cast(pl.Int64).alias("n"),
            (~col("now")).sum().cast(pl.Int64).alias("before"),
            col("rank").filter("now").min(),
        )
    )
    each = each.with_columns(readable())
    words = counted(each).filter(col("n") + col("before") >= LEAST).sort("word")
    return chosen(words, texts["ticket_id"], now.height, then.height)


def sampled(rows: pl.DataFrame) -> pl.DataFrame:
    """Every k-th text in the order of its ticket, k the least that leaves SAMPLE."""
    texts = rows.filter(col("text").is_not_null()).select("ticket_id", "created_at", "text")
    return texts.sort("ticket_id", "created_at", "text").gather_every(max(1, -(-texts.height // SAMPLE)))


def readable() -> pl.Expr:
    """Texts as words are looked for: NFKC, lower case, slips of spelling folded; no signs of a chat."""
    text = col("text")
    folded = text.str.normalize("NFKC").str.to_lowercase().str.replace_many(SPELLINGS, leftmost=True)
    plain = pl.when(text.str.contains(ODD)).then(folded).otherwise(text)
    return pl.when(text.str.contains(SIGN)).then(plain.str.replace_all(NOISE, " ")).otherwise(plain)


def counted(each: pl.DataFrame) -> pl.DataFrame:
    """word, n, before and the first rank of every word worth counting."""
    here = each.filter(col("n") > 0)["text"]
    earlier = each.filter(col("n") == 0)["text"].sort()
    step = int(earlier.str.len_chars().sum()) // (EARLIER + 1) + 1
    for word in new(pl.concat([here, earlier.gather_every(step)])):
        rjieba.add_word(word, None, None)
    cut = pl.DataFrame({"word": rjieba.cut("\n".join(each["text"].str.replace_all(r"[\r\n]", " ")))})
    cut = cut.with_columns((col("word") == "\n").cum_sum().alias("i")).filter(col("word").str.len_chars() >= 2)
    cut = cut.join(cut.select(col("word").unique()).filter(worth()), on="word", how="semi").unique()
    known = each.drop("text").with_row_index("i")
    return cut.join(known, on="i").group_by("word").agg(col("n", "before").sum(), col("rank").min())


def worth() -> pl.Expr:
    """Whether a word says something: no stop word, number, date or id."""
    word = col("word")
    chinese = word.str.contains(r"^\p{Han}+$")
    number = word.str.contains(f"^[{NUMERALS}]+[{UNITS}]*$")
    other = word.str.contains(r"^[\p{L}\p{M}][\p{L}\p{M}\p{N}+#&._-]*$") & ~word.str.contains(r"\p{N}{4}|^.{25}")
    return pl.when(chinese).then(~number).otherwise(other) & ~word.is_in(list(STOPWORDS))


def chosen(words: pl.DataFrame, ids: pl.Series, n: int, before: int) -> Rows:
    """The words whose share rose beyond chance, by the log-odds ratio with a prior, the highest first."""
    share, prior = (col("n") + col("before")) / (n + before), 3 * n
    has = [col(name) + prior * share for name in ("n", "before")]
    lacks = [n + prior - has[0], before + prior - has[1]]
    spread = (1 / has[0] + 1 / has[1] + 1 / lacks[0] + 1 / lacks[1]).sqrt()
    z = ((has[0] / lacks[0]).log() - (has[1] / lacks[1]).log()) / spread
    words = words.with_columns(pl.when(share < 1).then(z).otherwise(0.0).alias("z"))
    sure = words.with_columns(adjusted(words, n, before).alias("p")).filter(col("n") >= LEAST, col("z") > 0)
    first = sure.with_columns(col("z").round(6)).sort(["z", "n", "word"], descending=[True, True, False]).head(15)
    return first.filter(col("p").round_sig_figs(6) <= 0.00375).select(
        "word", "n", "before", (col("n") / n).round(6).alias("share"),
        (col("before") / before).round(6).alias("earlier"),
        col("z").round(3), lit(ids).gather("rank").alias("example"),
    ).rows()  # fmt: skip


def adjusted(words: pl.DataFrame, n: int, before: int) -> pl.Series:
    """The one-sided p of Fisher's exact test, adjusted for the number of words (Benjamini and Hochberg 1995)."""
    x, total = words["n"].to_numpy().astype(float), (words["n"] + words["before"]).to_numpy().astype(float)
    p, size = np.ones(len(x)), n + before
    up = np.flatnonzero(x * before > (total - x) * n)
    known = np.array([lgamma(at) for at in range(1, size + 2)])

    def choose(a: Any, b: Any) -> Any:
        a, b = np.asarray(a).astype(int), np.asarray(b).astype(int)
        return known[a] - known[b] - known[a - b]

    x, total = x[up], total[up]
    term = np.exp(choose(total, x) + choose(size - total, n - x) - choose(size, n))
    found = term.copy()
    while (open_ := term > found * 1e-12).any():
        term = np.where(open_, term * (total - x) * (n - x) / ((x + 1) * (size - total - n + x + 1)), 0.0)
        found, x = found + term, x + 1
    p[up] = found.clip(max=1.0)
    order = np.argsort(p, kind="stable")
    ranked = np.minimum.accumulate((p[order] * len(p) / np.arange(1, len(p) + 1))[::-1])[::-1]
    back = np.empty(len(p))
    back[order] = ranked
    return pl.Series("p", back)


def new(texts: pl.Series) -> list[str]:
    """The words of texts that the dictionary lacks and that it leaves in single characters, or whole."""
    points = np.frombuffer("\n".join(["", *texts.unique().sort(), ""]).encode("utf-32-le"), dtype=np.uint32)
    chinese = (points >= 0x3400) & (points < 0xFB00) & ((points < 0x4DC0) | (points >= 0x4E00)) & (
        (points < 0xA000) | (points >= 0xF900)
    )  # fmt: skip
    at = np.flatnonzero(chinese).astype(np.int32)
    levels, total = [often(at, points[at].astype(np.int64))], len(at)
    while len(levels) < LONGEST:
        place, gram, n = levels[-1]
        left = np.flatnonzero(np.diff(place) == 1)
        levels.append(often(place[left], gram[left].astype(np.int64) * len(n) + gram[left + 1]))
    words = [word for size in range(2, LONGEST + 1) for word in holding(points, chinese, levels, size, total)]
    found = pl.DataFrame({"word": words}, schema={"word": pl.String}).filter(worth())
    found = found.filter(pl.Series([not rjieba.has_word(word) for word in found["word"]], dtype=pl.Boolean))
    pieces = [rjieba.cut(word) for word in found["word"]]
    split = pl.Series([len(cut) == 1 or any(len(piece) == 1 for piece in cut) for cut in pieces], dtype=pl.Boolean)
    within = col("word").str.extract_many(col("word").implode(), overlapping=True).list.len()
    return found.filter(split).filter(within == 1)["word"].to_list()


def often(at: Ints, keys: Ints) -> Level:
    """The grams with these keys that occur LEAST times: where, which, how often."""
    room = int(keys.max()) + 1 if len(keys) else 1
    if room <= 1 << 24:
        n = np.bincount(keys, minlength=room)
        enough = n >= LEAST
        kept = enough[keys]
        return at[kept], (np.cumsum(enough, dtype=np.int32) - 1)[keys[kept]], n[enough]
    known, n = np.unique(keys, return_counts=True)
    known, n = known[n >= LEAST], n[n >= LEAST]
    gram = np.searchsorted(known, keys).astype(np.int32).clip(max=max(len(known) - 1, 0))
    kept = known[gram] == keys
    return at[kept], gram[kept], n


def holding(points: Ints, chinese: NDArray[np.bool_], levels: list[Level], size: int, total: int) -> list[str]:
    """The grams of one size that hold together (4 bits) and stand free (1.5 bits on either side)."""
    at, gram, n = levels[size - 1]
    first = np.empty(len(n), dtype=np.int32)
    first[gram[::-1]] = at[::-1]
    if not len(n):
        return []

    def count(level: int, places: Ints) -> Ints:
        place, which, many = levels[level]
        return many[which[np.searchsorted(place, places)]]

    splits = [count(k - 1, first) * count(size - k - 1, first + k).astype(float) for k in range(1, size)]
    edges = np.isin(points[np.stack([first, first + size - 1])], [ord(sign) for sign in EDGES]).any(axis=0)
    passed = (np.log2(n * float(total) / np.max(splits, axis=0)) >= 4.0) & ~edges
    for step in (-1, size):
        chosen_ = passed[gram]
        own, sign = gram[chosen_], points[at[chosen_] + step]
        inner = chinese[at[chosen_] + step]
        pairs, each = np.unique(own[inner].astype(np.int64) << 21 | sign[inner], return_counts=True)
        bits = np.bincount(pairs >> 21, each * np.log2(each), minlength=len(n))
        passed &= np.log2(n) - bits / n >= 1.5
    return [points[place : place + size].tobytes().decode("utf-32-le") for place in first[passed]]
