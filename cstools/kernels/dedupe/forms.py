"""A field's values in the form they are compared in, as whole numbers: two records are alike where the numbers are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cstools.kernels.expr.times import times
from cstools.model.linkage import PLACES, STREETS, TITLES, Kind, On
from cstools.model.masks import MARKS, TOKEN

Codes = NDArray[np.uint32]
NONE = np.uint32(0xFFFFFFFF)
"""The code of a record without a value."""


@dataclass(frozen=True)
class Column:
    """A field of all records. codes: of each record, the place of its value in `words`, NONE without one.

    words: the distinct values, sorted. times: how many records have each. masked: which of them are masked, or else
    shared by people who differ: they are equal to nothing.
    """

    on: On
    codes: Codes
    words: pl.Series
    times: NDArray[np.int64]
    masked: NDArray[np.bool_]

    @property
    def values(self) -> pl.Series:
        """The value of each record, null without one."""
        at = pl.Series(self.codes)
        return self.words.gather(at.set(at == int(NONE), None)) if len(self.words) else pl.repeat(
            None, len(at), dtype=pl.String, eager=True
        )  # fmt: skip

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Which records have a value that can be equal to another."""
        usable: NDArray[np.bool_] = self.codes != NONE
        usable[usable] = ~self.masked[self.codes[usable]]
        return usable

    @property
    def share(self) -> NDArray[np.float64]:
        """Of each value, its share of the records that have one."""
        return self.times / max(int(self.times.sum()), 1)


def column(frame: pl.DataFrame, on: On) -> Column:
    """A field of a frame, ready to be compared.

    >>> from cstools.model.linkage import parse
    >>> made = column(pl.DataFrame({"p": ["+86 138-1234-5678", None, "13812345678"]}), parse("p:phone")[0])
    >>> made.codes.tolist(), made.words.to_list()
    ([0, 4294967295, 0], ['13812345678'])
    """
    values = frame.select(form(on.field, frame.schema[on.field], on.kind)).to_series()
    words, codes = coded(values)
    return Column(
        on,
        codes,
        words,
        np.bincount(codes[codes != NONE], minlength=len(words)),
        words.str.contains(MARKS if on.kind.name != "name" else f"{MARKS}|{LONE}").to_numpy(),
    )


def packed(one: Codes, other: Codes) -> NDArray[np.uint64]:
    """Each pair of codes as one number, the lower first: the same whichever way round it is.

    >>> packed(np.array([1, 0], np.uint32), np.array([0, 1], np.uint32)).tolist()
    [1, 1]
    """
    return np.minimum(one, other).astype(np.uint64) << np.uint64(32) | np.maximum(one, other).astype(np.uint64)


def unpacked(pairs: NDArray[np.uint64]) -> tuple[Codes, Codes]:
    """The lower and the higher code of each pair.

    >>> [ends.tolist() for ends in unpacked(np.array([1], np.uint64))]
    [[0], [1]]
    """
    return (pairs >> np.uint64(32)).astype(np.uint32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def compared(whole: Column) -> list[Column]:
    """The parts of a field that are compared by themselves: of an address its words and its numbers.

    >>> from cstools.model.linkage import parse
    >>> made = compared(column(pl.DataFrame({"a": ["文一西路12号", "文一西12"]}), parse("a:address")[0]))
    >>> [(one.on.field, one.words.to_list()) for one in made]
    [('a', ['文一西']), ('a.numbers', ['12'])]
    """
    parts = whole.on.parts
    return [whole] if len(parts) == 1 else [_part(whole, on) for on in parts]


def _part(whole: Column, on: On) -> Column:
    words, codes = coded(whole.words.to_frame("x").select(_PARTS[on.kind.name]).to_series())
    known = whole.codes != NONE
    made = np.full(len(whole.codes), NONE)
    made[known] = codes[whole.codes[known]]
    times = np.bincount(made[made != NONE], minlength=len(words))
    return Column(on, made, words, times, np.zeros(len(words), bool))


_DIGITS = pl.col("x").str.extract_all(r"[0-9]+").list.join(" ")
_LETTERS = pl.col("x").str.replace_all(r"[0-9 ]*[0-9][0-9 ]*", " ").str.strip_chars(" ")
_PARTS = {"numbers": pl.when(_DIGITS != "").then(_DIGITS), "address": pl.when(_LETTERS != "").then(_LETTERS)}


def coded(values: pl.Series) -> tuple[pl.Series, Codes]:
    """The distinct values, sorted, and of each value its place among them, NONE for null.

    >>> words, codes = coded(pl.Series(["b", None, "a", "b"]))
    >>> words.to_list(), codes.tolist()
    (['a', 'b'], [1, 4294967295, 0, 1])
    """
    codes = values.rank("dense").cast(pl.UInt32) - 1
    return values.drop_nulls().unique().sort(), codes.fill_null(int(NONE)).to_numpy().copy()


def form(name: str, dtype: pl.DataType, kind: Kind) -> pl.Expr:
    """A column as text of a kind; null for what holds nothing to compare. A masked value keeps its stars.

    >>> from cstools.model.linkage import KINDS
    >>> frame = pl.DataFrame({"a": ["浙江省杭州市文一西路12号5栋1203室", "12 Main Street"]})
    >>> frame.select(form("a", pl.String(), KINDS["address"])).to_series().to_list()
    ['浙江杭州文一西 12 5 1203', '12 main st']
    >>> names = pl.DataFrame({"n": ["王伟先生", "O'Neil, Ann"]})
    >>> names.select(form("n", pl.String(), KINDS["name"])).to_series().to_list()
    ['王伟', 'oneil ann']
    """
    text = as_text(name, dtype).str.normalize("NFKC").str.strip_chars()
    made = _FORMS[kind.name](text.str.to_lowercase())
    says = made.str.contains(r"[\p{L}\p{N}]") & ~text.str.contains(HIDES.get(kind.name, TOKEN))
    if kind.name in FEWEST:
        says &= made.str.contains(FEWEST[kind.name])
    return pl.when(says).then(made).alias(name)


HIDES = {**dict.fromkeys(("address", "date"), MARKS), "text": rf"^\S{{0,20}}\*\S{{0,20}}$|{TOKEN}"}
"""Kinds of which a masked value says nothing, of text a short one; of the others one that is but a token."""
FEWEST = {"phone": r"^(?:[^0-9*]*[0-9*]){7}"}
"""What a value must hold to say anything: 110 and 0 are no telephone of a customer's."""
LONE = r"^\p{Han}$"
"""A surname alone (王先生, 王女士): it fits many, and makes nobody the same."""


def as_text(name: str, dtype: pl.DataType) -> pl.Expr:
    """A column as text: dates as digits, lists with blanks between their items.

    >>> pl.DataFrame({"n": [[1, 2]]}).select(as_text("n", pl.List(pl.Int64()))).item()
    '1 2'
    """
    if dtype == pl.Date or isinstance(dtype, pl.Datetime):
        return pl.col(name).dt.to_string("%Y%m%d")
    if isinstance(dtype, pl.List):
        return pl.col(name).cast(pl.List(pl.String)).list.join(" ", ignore_nulls=True)
    return pl.col(name).cast(pl.Int64 if isinstance(dtype, pl.Duration) else pl.String).cast(pl.String)


def _words(text: pl.Expr) -> pl.Expr:
    bare = text.str.replace_all(r"['’`]", "").str.replace_all(r"[^\p{L}\p{N}*]+", " ").str.strip_chars(" ")
    named = bare.str.replace(TITLES, "").str.strip_chars(" ")
    return pl.when(named != "").then(named).otherwise(bare)


def _address(text: pl.Expr) -> pl.Expr:
    apart = text.str.replace_all(rf"({PLACES})", " ").str.replace_all(r"[^\p{L}\p{N}]+", " ")
    # 浙江 杭州 文一西 are one word again: which of its places an address names differs from one to the next.
    joined = apart.str.replace_all(r"(\p{Han}) +", "$1").str.replace_all(r"(\p{L})([0-9])", "$1 $2")
    tokens = joined.str.replace_all(r"([0-9])(\p{L})", "$1 $2").str.strip_chars(" ").str.split(" ")
    return tokens.list.eval(pl.element().replace(STREETS)).list.join(" ")


def _phone(text: pl.Expr) -> pl.Expr:
    digits = text.str.replace(r"(?:ext|转|分机)\.?\s*\d+$", "").str.replace_all(r"[^0-9*]", "")
    return digits.str.replace(r"^(?:00)?86(1[3-9][0-9*]{9})$", "$1")


def _date(text: pl.Expr) -> pl.Expr:
    read = times(text, "UTC").dt.to_string("%Y%m%d")
    return pl.coalesce(read, text.str.replace_all(r"[^0-9]", ""))


_FORMS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "exact": lambda text: text.str.replace_all(r"\s+", ""),
    "name": _words,
    "phone": _phone,
    "address": _address,
    "text": lambda text: text.str.replace_all(r"[^\p{L}\p{N}]+", ""),
    "date": _date,
    "number": lambda text: text.str.replace_all(r"[^0-9a-z.*]", ""),
}
