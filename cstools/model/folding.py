"""Text as cs-tag searches it: signs of one width, lower case, common slips of spelling mended."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from cstools.model.lexicon import SPELLINGS


@cache
def slips() -> re.Pattern[str]:
    """What finds the spellings that are mended, the first of the table first."""
    return re.compile("|".join(map(re.escape, SPELLINGS)))


def folded(text: str) -> str:
    """Text in lower case as it is searched where it holds signs of another width or slips of spelling.

    >>> folded("打１２３１５，查定单")
    '打12315,查订单'
    """
    return slips().sub(lambda slip: SPELLINGS[slip[0]], unicodedata.normalize("NFKC", text).lower())
