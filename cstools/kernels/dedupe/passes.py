"""The passes by which alike records are found: parts of values, and which of them are looked for."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from cstools.kernels.dedupe.sound import sounds


def _of(expr: pl.Expr, *, masked: bool = False) -> Callable[[pl.Series], pl.Series]:
    """An expression over `x`, null where it is empty or, unless `masked`, where the value is masked."""
    clear = (expr != "") & ~(expr if masked else pl.col("x")).str.contains("*", literal=True)
    return lambda words: words.alias("x").to_frame().select(pl.when(clear).then(expr)).to_series()


_X = pl.col("x")
_LONG = _X.str.len_chars()
_THIRD = _LONG // 3
_NUMBERS = _X.str.extract_all(r"[0-9]+")
_PLACE = _X.str.replace_all(r"[0-9 ]+", "").str.tail(2)
_HEAD, _TAIL = _of(_X.str.head(_LONG - _THIRD)), _of(_X.str.tail(_LONG - _THIRD))
_ENDS = _of(_X.str.head(_THIRD) + "~" + _X.str.tail(_THIRD))
PARTS: dict[str, Callable[[pl.Series], pl.Series]] = {
    **{f"{kind}.head": _HEAD for kind in ("number", "date")},
    **{f"{kind}.tail": _TAIL for kind in ("number", "date")},
    **{f"{kind}.ends": _ENDS for kind in ("number", "date")},
    "phone.head": _of(_X.str.head(7)),
    "phone.tail": _of(_X.str.tail(7)),
    "phone.shown": _of(_X.str.head(3) + _X.str.tail(4), masked=True),
    "name.head": _of(_X.str.head(4)),
    "name.sound": lambda words: sounds(words).set(~words.str.contains(r"\p{Han}"), None),
    "name.start": lambda words: sounds(words).str.extract(r"^(\p{Latin}+ |.)", 1),
    "address.numbers": _of(_NUMBERS.list.join(" ")),
    "address.house": _of(_NUMBERS.list.first()),
    "address.place": _of(_PLACE),
    "address.flat": _of(_PLACE + _NUMBERS.list.last()),
    "address.door": _of(_PLACE + _NUMBERS.list.tail(3).list.join(" ")),
    "address.room": _of(_NUMBERS.list.tail(2).list.join(" ")),
}
"""Parts of values that find others like them. Of a code two thirds each, of a phone seven digits: one slip leaves at
least one of them whole.
`shown` is what 138****1234 shows; `place` of a Chinese address the end of its estate's name.
"""
PASSES: tuple[tuple[str, ...], ...] = (
    *((f"{kind}.{part}",) for kind in ("number", "date") for part in ("head", "tail", "ends")),
    ("phone.head",),
    ("phone.tail",),
    ("phone.shown",),
    *((f"{kind}.{part}", "name.start") for kind in ("number", "date") for part in ("head", "tail", "ends")),
    *((f"phone.{part}", "name.start") for part in ("head", "tail", "shown")),
    ("name.sound",),
    ("name.sound", "address.place"),
    ("name.sound", "address.room"),
    ("name.head", "address.house"),
    ("address.door",),
    ("address.flat", "name.start"),
    ("address.numbers", "name.start"),
)
"""What is looked for, part by part. A second part is asked for where the first alone makes large blocks."""
