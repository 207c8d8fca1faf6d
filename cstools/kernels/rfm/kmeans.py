"""k-means of one dimension, exactly: no seed, no start, so the same groups in any order of rows.

In one dimension the best groups are runs of sorted values and dynamic programming finds them (Wang and Song 2011,
Ckmeans.1d.dp, The R Journal 3/2); Lloyd's algorithm, as scikit-learn runs it, gives what its random start leads to.
Values are taken as logarithms: days, orders and yuan are skewed, and one group would be the few largest of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CELLS = 2048
"""Different values that are told apart; more are first put into so many cells of equal width, so that the time taken
does not grow with the customers."""
FINE = 1 << 20
"""Steps a unit of the logarithm is cut into: integers, whose sums are exact."""


def cut_points(values: pl.Series, groups: int, unit: int = 1) -> tuple[int, ...]:
    """The least value of every group but the lowest, rising: at most `groups` - 1; nulls are out.

    In: integers, and how many of them are one of what people count (a day, a yuan): the logarithm is that of 1 + value
    / unit. Fewer where fewer values differ.

    >>> cut_points(pl.Series([1, 1, 2, 2, 40, 45, 50, 900, None]), 3)
    (40, 900)
    """
    import numpy as np

    scale = ((pl.col("v").abs().cast(pl.Float64) / unit).log1p() * FINE).round().cast(pl.Int64) * pl.col("v").sign()
    table = (
        pl.DataFrame({"v": values.drop_nulls()})
        .group_by("v")
        .agg(pl.len().cast(pl.Int64).alias("n"))
        .with_columns(scale.alias("s"))
    )
    if table.height < 2:
        return ()
    low, span = pl.col("s").min(), pl.col("s").max() - pl.col("s").min() + 1
    cell = (pl.col("s") - low) * CELLS // span if table["s"].n_unique() > CELLS else pl.col("s")
    cells = table.group_by(cell.alias("cell")).agg(
        pl.col("v").min(), pl.col("n").sum(), (pl.col("n") * pl.col("s")).sum().alias("sum")
    ).sort("cell")  # fmt: skip
    weights, sums = cells["n"].to_numpy(), cells["sum"].to_numpy()
    starts = best(weights.astype(np.float64), sums / weights, min(groups, cells.height))
    return tuple(cells["v"].gather(starts[1:]).to_list())


def best(weights: NDArray[np.float64], at: NDArray[np.float64], groups: int) -> list[int]:
    """The first index of each group that makes the weighted squares within groups least; of equals, the lowest.

    >>> import numpy as np
    >>> best(np.ones(5), np.array([1.0, 2, 10, 11, 30]), 3)
    [0, 2, 4]
    """
    import numpy as np

    n = len(at)
    near = at - at[0]
    w, s, q = (np.concatenate([[0.0], np.cumsum(part)]) for part in (weights, weights * near, weights * near * near))

    def within(starts: NDArray[np.int64], end: int) -> NDArray[np.float64]:
        """The squares of the groups that begin at `starts` and hold `end`."""
        total = s[end + 1] - s[starts]
        spread: NDArray[np.float64] = q[end + 1] - q[starts] - total * total / (w[end + 1] - w[starts])
        return np.maximum(spread, 0)

    least = np.array([within(np.array([0]), end)[0] for end in range(n)])
    chosen = [np.zeros(n, dtype=np.int64)]
    for group in range(1, groups):
        cost, first = np.full(n, np.inf), np.zeros(n, dtype=np.int64)
        for end in range(group, n):
            starts = np.arange(group, end + 1)
            total = least[starts - 1] + within(starts, end)
            pick = int(total.argmin())
            cost[end], first[end] = total[pick], starts[pick]
        least = cost
        chosen.append(first)
    found, end = [], n - 1
    for first in reversed(chosen):
        found.append(int(first[end]))
        end = found[-1] - 1
    return found[::-1]
