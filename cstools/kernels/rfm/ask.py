"""What one run of cs-rfm is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from cstools.errors import Usage
from cstools.kernels.rfm.clv import Clv
from cstools.kernels.rfm.cohort import Period
from cstools.kernels.rfm.customers import Frequency
from cstools.kernels.rfm.cuts import DAY_MS
from cstools.kernels.rfm.purchases import Monetary
from cstools.kernels.rfm.scores import Cutting


@dataclass(frozen=True)
class Ask:
    """What a run is asked for. At most one of summarise, cohort and tickets, each a table in place of the customers.

    churn_ms: longer without an order than this is lost. clv goes with the customers and with summarise. lang: of the
    labels of summarise.
    """

    cutting: Cutting = field(default_factory=Cutting)
    monetary: Monetary = "net"
    frequency: Frequency = "orders"
    summarise: bool = False
    cohort: Period | None = None
    tickets: pl.DataFrame | None = None
    churn_ms: int = 90 * DAY_MS
    clv: Clv | None = None
    as_of: datetime | None = None
    lang: str = "zh"

    def __post_init__(self) -> None:
        """Raise Usage("rfm.tables") for two tables at once."""
        asked = {"--cohort": self.cohort, "--join": self.tickets is not None, "--summary": self.summarise}
        given = [name for name, wanted in asked.items() if wanted]
        if self.clv is not None and given and not self.summarise:
            given.append("--clv")
        if len(given) > 1:
            raise Usage("rfm.tables", first=given[0], second=given[1])
