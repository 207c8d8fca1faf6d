"""The thresholds of `--cut fixed`: as people write them, and as values are compared with them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cstools.errors import Usage
from cstools.kernels.rfm.purchases import UNITS

DAY_MS = 86_400_000
_NUMBER = r"\d{1,12}(?:\.\d{1,6})?"
_PART = re.compile(rf"\s*([rfm])\s*=\s*({_NUMBER}(?:/{_NUMBER})*)\s*", re.ASCII)


@dataclass(frozen=True)
class Cuts:
    """Thresholds, rising, in the integers that are compared: recency in ms negated, orders, 1e-4 yuan."""

    r: tuple[int, ...]
    f: tuple[int, ...]
    m: tuple[int, ...]

    def of(self, name: str) -> tuple[int, ...]:
        """Those of r, f or m."""
        found: tuple[int, ...] = getattr(self, name)
        return found


def parsed(text: str) -> Cuts:
    """The thresholds written as `r=30/90/180,f=2/4,m=100/500` (days, orders, yuan, rising; each of r, f and m once).

    A recency of at most so many days reaches its threshold, as do so many orders and so many yuan or more. Raises
    Usage("rfm.cuts").

    >>> parsed("r=10,f=3/5,m=200.5")
    Cuts(r=(-864000000,), f=(3, 5), m=(2005000,))
    """
    found: dict[str, list[float]] = {}
    for part in text.split(","):
        match = _PART.fullmatch(part)
        numbers = [float(number) for number in match[2].split("/")] if match else []
        if match is None or match[1] in found or numbers != sorted(set(numbers)):
            raise Usage("rfm.cuts", text=text)
        found[match[1]] = numbers
    if len(found) < 3 or any(number != int(number) for number in found["f"]):
        raise Usage("rfm.cuts", text=text)
    return Cuts(
        r=tuple(sorted(-round(days * DAY_MS) for days in found["r"])),
        f=tuple(int(orders) for orders in found["f"]),
        m=tuple(round(yuan * UNITS) for yuan in found["m"]),
    )
