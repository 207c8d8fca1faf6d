"""A learned model as a value and as bytes: a header in JSON, weights as int8, a checksum. Never pickle."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from dataclasses import field as dataclass_field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cstools.errors import Failure

MAGIC = b"cstools-model\n"
VERSION = 1
"""Raised when old models can no longer be scored as they were."""
SUM = 32
"""Bytes of the SHA-256 at the end."""


@dataclass(frozen=True)
class Model:
    """One linear score a label, over hashed n-grams.

    field: what it was trained on, and what it writes. labels: sorted. multi: a text may have several labels, or none.
    bits: the weights have 2**bits rows, a column a label; of two labels that exclude one another only the second has.
    scale: what a unit of each column weighs. bias: added to each score.
    slope, offset: the probability of a label is the logistic function of slope * score + offset (Platt 1999).
    cut: of several labels, the probability from which each is given, chosen for its F1: rare labels are seldom likely.
    lexicon: what the sentiment of the lexicon, -1..1, adds to the score; 0: it is not asked.
    about: what it was trained on and how well it did, for people.
    """

    field: str
    labels: tuple[str, ...]
    multi: bool
    bits: int
    weights: NDArray[np.int8]
    scale: tuple[float, ...]
    bias: tuple[float, ...]
    slope: tuple[float, ...] = ()
    offset: tuple[float, ...] = ()
    lexicon: float = 0.0
    cut: tuple[float, ...] = ()
    about: dict[str, Any] = dataclass_field(default_factory=dict)

    @property
    def binary(self) -> bool:
        """Whether one score decides between two labels."""
        return not self.multi and len(self.labels) == 2


def packed(model: Model) -> bytes:
    """The bytes of a model; the same model has the same bytes.

    >>> weights = np.zeros((4, 1), dtype=np.int8)
    >>> one = Model("goods", ("a", "b"), False, 2, weights, (1.0,), (0.0,), (1.0,), (0.0,))
    >>> unpacked(packed(one), "m.cst").labels
    ('a', 'b')
    """
    told = {one.name: getattr(model, one.name) for one in fields(model) if one.name != "weights"}
    header = json.dumps(told | {"version": VERSION}, ensure_ascii=False, sort_keys=True).encode()
    body = MAGIC + len(header).to_bytes(4, "big") + header + np.ascontiguousarray(model.weights).tobytes()
    return body + hashlib.sha256(body).digest()


def unpacked(data: bytes, path: str) -> Model:
    """The model in `data`; `path` is what an error calls it.

    Raises Failure for what is no model, one of a later version, and one that is damaged.
    """
    if not data.startswith(MAGIC):
        raise Failure("model.foreign", path=path)
    body, digest = data[:-SUM], data[-SUM:]
    if hashlib.sha256(body).digest() != digest:
        raise Failure("model.damaged", path=path)
    start = len(MAGIC) + 4
    size = int.from_bytes(body[len(MAGIC) : start], "big")
    header = json.loads(body[start : start + size])
    if header.pop("version") != VERSION:
        raise Failure("model.version", path=path)
    table = np.frombuffer(body[start + size :], dtype=np.int8).reshape(1 << header["bits"], -1)
    lists = {name: tuple(value) for name, value in header.items() if isinstance(value, list)}
    return Model(weights=table, **(header | lists))
