"""Why a text has its tags: the pattern behind each, and its place in the text as it was written."""

from __future__ import annotations

import unicodedata

import polars as pl

from cstools.kernels.tag.named import ALL, RULES
from cstools.kernels.tag.patterns import Patterns
from cstools.kernels.tag.plain import plain
from cstools.model.folding import slips
from cstools.model.lexicon import SPELLINGS

Span = tuple[int, int]
MOVED = [RULES.index("flip"), RULES.index("ask")]
CHAT = pl.col("rule") >= RULES.index("first")


def explained(
    named: pl.DataFrame, every: pl.DataFrame, texts: pl.DataFrame, odd: pl.Series, patterns: Patterns
) -> pl.DataFrame:
    r"""The words behind each leaf named: i, leaf, said.

    said: `PATH=PHRASE@START-END RULE`, of `all` one for each phrase, joined by "; ". START and END count the characters
    of the text as written, END exclusive; of a text that cannot be aligned with its folded form, those of the folded
    form. PHRASE is the phrase of the taxonomy; of an expression and of a whole text what matched; of a leaf of the
    conversation empty. In PATH and PHRASE a backslash stands before a backslash and a `;`, in PATH also before `=`; a
    line break is `\n`.

    In: NAMED; NAMED, the phrases of `all`; the texts as written (i, text), and which are read as `plain` leaves them.
    """
    own = named.filter(~pl.col("rule").is_in(MOVED))
    every = every.join(own, on=["i", "leaf"], how="semi")
    rows = pl.concat([named.filter(pl.col("rule") != ALL), every])
    placed = [spans(rows.filter(~CHAT), texts, odd), rows.filter(CHAT).with_columns(pl.lit("").alias("match"))]
    lines = pl.concat(placed, how="diagonal").join(patterns.leaves.select("leaf", "path"), on="leaf")
    words = patterns.words["word"]
    first, second = words.gather(lines["p"]).alias("first"), words.gather(lines["q"]).alias("second")
    phrase = pl.coalesce(pl.col("first") + "…" + pl.col("second"), "first", "match")
    path = escaped(pl.col("path")).str.replace_all("=", "\\=", literal=True)
    rule = pl.col("rule").replace_strict(dict(enumerate(RULES)), return_dtype=pl.String)
    item = pl.format("{}={}@{}-{} {}", path, escaped(phrase), "at", "end", rule).alias("said")
    items = (
        lines.with_columns(first, second).sort("i", "leaf", "at", "end", "p", nulls_last=True).select("i", "leaf", item)
    )
    return items.group_by("i", "leaf", maintain_order=True).agg(pl.col("said").str.join("; "))


def escaped(text: pl.Expr) -> pl.Expr:
    r"""Text in which `;` no longer ends an item.

    >>> pl.DataFrame({"x": ["a; b\n"]}).select(escaped(pl.col("x"))).item()
    'a\\; b\\n'
    """
    signs = {"\\": "\\\\", ";": "\\;", "\n": "\\n", "\r": "\\r"}
    return text.str.replace_many(list(signs), list(signs.values()))


VOICED = "\uff9e\uff9f"
"""Half-width marks of Japanese that NFKC joins to the sign before."""


def spans(rows: pl.DataFrame, texts: pl.DataFrame, odd: pl.Series) -> pl.DataFrame:
    """The rows with at and end in characters of the text as written, and `match`, what stands there."""
    other = pl.col("i").is_in(odd.implode())
    both = texts.filter(other).join(plain(texts.filter(other)), on="i", suffix="_folded")
    known = {i: found for i, text, folded in both.rows() if (found := origins(text, folded)) is not None}
    moved = rows["i"].is_in(list(known))
    told = [
        (known[i][at][0], known[i][max(at, end - 1)][1])
        for i, at, end in rows.filter(moved).select("i", "at", "end").rows()
    ]
    places = pl.DataFrame(told, schema={"at": pl.Int64, "end": pl.Int64}, orient="row")
    mapped = pl.concat([rows.filter(~moved), rows.filter(moved).with_columns(places["at"], places["end"])])
    shown = mapped.join(texts, on="i", how="left", maintain_order="left")
    return shown.with_columns(pl.col("text").str.slice("at", pl.col("end") - pl.col("at")).alias("match")).drop("text")


def origins(text: str, folded: str) -> list[Span] | None:
    """For each character of the folded text where in the text it comes from; None where the two cannot be aligned.

    >>> origins("１２物流流", "12物流")
    [(0, 1), (1, 2), (2, 5), (2, 5)]
    """
    signs: list[str] = []
    places: list[Span] = []
    for start, end in clusters(text):
        plain = unicodedata.normalize("NFKC", text[start:end]).lower()
        signs.append(plain)
        places += [(start, end)] * len(plain)
    mended: list[Span] = []
    last = 0
    for slip in slips().finditer("".join(signs)):
        wrong, right = places[slip.start() : slip.end()], SPELLINGS[slip[0]]
        mended += places[last : slip.start()]
        mended += wrong if len(right) == len(wrong) else [(wrong[0][0], wrong[-1][1])] * len(right)
        last = slip.end()
    mended += places[last:]
    return mended if len(mended) == len(folded) else None


def clusters(text: str) -> list[Span]:
    r"""The text cut where NFKC joins nothing: a sign with its combining marks, a Hangul syllable with its letters.

    >>> clusters("ae\u0301b")
    [(0, 1), (1, 3), (3, 4)]
    """
    joined = [
        unicodedata.category(sign) in ("Mn", "Mc") or "\u1160" <= sign <= "\u11ff" or sign in VOICED for sign in text
    ]
    starts = [at for at in range(len(text)) if at == 0 or not joined[at]]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))
