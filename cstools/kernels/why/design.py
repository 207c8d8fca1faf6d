"""The design of a model on cells of levels: its columns, and sums over them without a matrix of the records.

Every factor is a few levels, so all sums are sums by pairs of levels; a design matrix of a million records times fifty
levels is never made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import ndarray

    Array = ndarray[Any, Any]

ALIAS = 1e-8
"""What is left of a column's square beside those before it, if it says nothing of its own."""


@dataclass(frozen=True)
class Layout:
    """Of the constant and each factor, the column of each level; `width` stands for none."""

    columns: list[Array]
    width: int


@dataclass(frozen=True)
class Design:
    """Cells of levels. codes: of each factor the number of each cell's level; n, hits: of each cell. sizes: levels of
    each factor; refs: the level others are compared with. Column 0 of the model is the constant.
    """

    codes: Sequence[Array]
    n: Array
    hits: Array
    sizes: Sequence[int]
    refs: Sequence[int]

    @cached_property
    def full(self) -> Layout:
        """A column for every level but the one others are compared with."""
        import numpy as np

        width = 1 + sum(self.sizes) - len(self.sizes)
        found, at = [np.array([0])], 1
        for size, ref in zip(self.sizes, self.refs, strict=True):
            own = [level for level in range(size) if level != ref]
            columns = np.full(size, width)
            columns[own] = np.arange(at, at + len(own))
            at += len(own)
            found.append(columns)
        return Layout(found, width)

    @cached_property
    def alone(self) -> Array:
        """Whether each column of `full` says something those before it do not (pivots of Gauss and Jordan)."""
        import numpy as np

        gram = self.gram(self.full, self.n.astype(float))
        own = np.diag(gram).copy()
        kept = np.zeros(len(gram), dtype=bool)
        for at in range(len(gram)):
            pivot = gram[at, at]
            if pivot > ALIAS * max(own[at], 1.0):
                kept[at] = True
                gram = gram - np.outer(gram[:, at], gram[at]) / pivot
        return kept

    @cached_property
    def layout(self) -> Layout:
        """As `full`, without the columns that say nothing of their own."""
        import numpy as np

        place = np.append(np.cumsum(self.alone) - 1, -1)
        width = int(self.alone.sum())
        place[~np.append(self.alone, False)] = width
        return Layout([place[columns] for columns in self.full.columns], width)

    @property
    def each(self) -> list[Array]:
        """The codes of the constant and of each factor."""
        import numpy as np

        return [np.zeros(len(self.n), dtype=np.int64), *self.codes]

    @property
    def parts(self) -> list[tuple[Array, Array]]:
        """Of the constant and each factor the code of each cell, and the column of each level."""
        return list(zip(self.each, self.layout.columns, strict=True))

    def gram(self, layout: Layout, weights: Array) -> Array:
        """X'WX, from the weights of each pair of levels."""
        import numpy as np

        width = layout.width
        found = np.zeros((width + 1, width + 1))
        parts = list(zip(self.each, layout.columns, strict=True))
        for one, (a, cols) in enumerate(parts):
            for b, other in parts[one:]:
                pairs = np.bincount(a * len(other) + b, weights, len(cols) * len(other)).reshape(len(cols), len(other))
                found[np.ix_(cols, other)] = pairs
                found[np.ix_(other, cols)] = pairs.T
        return found[:width, :width]

    def sums(self, weights: Array) -> Array:
        """X' times a weight a cell."""
        import numpy as np

        found = np.zeros(self.layout.width + 1)
        for codes, cols in self.parts:
            found[cols] = np.bincount(codes, weights, len(cols))
        return found[:-1]

    def eta(self, beta: Array) -> Array:
        """The log odds of each cell."""
        import numpy as np

        padded = np.append(beta, 0.0)
        found = np.zeros(len(self.n))
        for codes, cols in self.parts:
            found += padded[cols][codes]
        return found

    def leverage(self, variance: Array, weights: Array) -> Array:
        """The diagonal of the hat matrix, of each cell."""
        import numpy as np

        padded = np.pad(variance, (0, 1))
        total = np.zeros(len(self.n))
        for one, (a, cols) in enumerate(self.parts):
            for two, (b, other) in enumerate(self.parts):
                if two >= one:
                    total += (1 if one == two else 2) * padded[np.ix_(cols, other)][a, b]
        return total * weights
