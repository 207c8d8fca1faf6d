"""Where the headings of a table stand: below titles, in one row or two.

The first row that is not blank is the header unless there is evidence against it, and evidence is only what no header
and no record looks like: a row of one or two cells above a wider row that reads like headings, or a row of merged cells
above one that reads like headings. A file whose first row is its header is read so, whatever its words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cstools.model.headings import known
from cstools.model.words import NULLS

LOOK = 60
"""Rows in which the header is looked for."""
BELOW = 8
"""Rows below a header by which it is told from records."""
SPARSE = 2
"""A title has at most this many cells: a name and perhaps its value (导出时间, 2025-11-01)."""
VALUE = re.compile(r"^[¥￥$+\-\u2212(]?[\d,.:/\-]+ *(%|[年月日时分秒].*|元|[ T][\d:].*)?\)?$")
"""A cell that is a number, an amount, a date or a time, as no heading is (but the days of a roster)."""

WEEKDAY = re.compile(r"^(周|星期|礼拜)?[一二三四五六日天]$|^(mon|tue|wed|thu|fri|sat|sun)[a-z]*$", re.IGNORECASE)
WEEK = 5
"""Fewer days make no roster."""

Row = Sequence[str | None]


@dataclass(frozen=True)
class Header:
    """rows: how many of the leading rows are used up, blank ones, titles and headings; names: the headings, in order.

    titles: the places, from 0, of the rows that are titles.
    """

    rows: int
    names: list[str]
    titles: tuple[int, ...] = ()


def find(rows: Sequence[Row]) -> Header:
    """The header of a table by its first rows (LOOK are enough), each a sequence of cells.

    Two rows of headings are one name a column: the lower one where it is there and stands once, else both joined. A
    table that begins with values has no header: no row is used up, and its columns have no names.

    >>> find([["报表", "", ""], ["工单号", "状态", "评分"], ["1", "已解决", "5"]])
    Header(rows=2, names=['工单号', '状态', '评分'], titles=(0,))
    >>> find([["日期", "会话", ""], ["", "数量", "满意度"], ["2025-10-01", "3", "5"]]).names
    ['日期', '数量', '满意度']
    >>> find([["00001", "19970101", "11.77"], ["00002", "19970112", "12.00"]])
    Header(rows=0, names=['', '', ''], titles=())
    """
    table_ = [[(cell or "").strip() for cell in row] for row in rows[:LOOK]]
    filled = [at for at, row in enumerate(table_) if any(row)]
    if not filled:
        return Header(len(table_), [])
    at = _below_titles(table_, filled)
    if at == filled[0] and _is_record(table_[at]):
        return Header(at, [""] * len(table_[at]))
    titles = tuple(number for number in filled if number < at)
    below = [table_[number] for number in filled if number > at]
    if below and _weekdays(table_[at], below[0]):
        return Header(filled[filled.index(at) + 1] + 1, [cell or "" for cell in rows[at]], titles)
    if below and filled[filled.index(at) + 1] == at + 1 and _two_rows(table_[at], below[0], below[1 : 1 + BELOW]):
        return Header(at + 2, _joined(table_[at], below[0]), titles)
    return Header(at + 1, [cell or "" for cell in rows[at]], titles)


def _is_record(row: list[str]) -> bool:
    """Whether a row is values throughout, as no header is; the days of a roster are headings."""
    cells = [cell for cell in row if cell]
    return len(cells) > 1 and all(map(_is_value, cells)) and sum(map(_is_day, cells)) < WEEK


def sure(row: Row) -> bool:
    """Whether a first row is the header whatever stands below it: no title, and no cells that others may reach over.

    >>> sure(["a", "b", "c"]), sure(["报表", "", ""]), sure(["a", "b", ""]), sure(["工单号", "状态"])
    (True, False, False, True)
    """
    cells = [(cell or "").strip() for cell in row]
    return not _merged(cells) and (_width(cells) > SPARSE or any(known(cell) for cell in cells if cell))


def _below_titles(rows: list[list[str]], filled: list[int]) -> int:
    """The row of the headings: the first filled one, or one below it that reads so where all above are titles."""
    for place, at in enumerate(filled[:-1]):
        if place and _reads_so(rows, filled, place):
            return at
        if not _title(rows[at], rows[filled[place + 1]]):
            break
    return filled[0]


def _title(row: list[str], after: list[str]) -> bool:
    """A row of one or two cells that are no known headings, but for a label with its value: 店铺, 旗舰店."""
    cells = [cell for cell in row if cell]
    labels = cells[1:] if len(cells) == SPARSE else cells
    return len(cells) <= SPARSE and not any(map(known, labels)) and _width(after) > 0


def _reads_so(rows: list[list[str]], filled: list[int], place: int) -> bool:
    """A wide row of texts, each once, half of them known or above values as no text of a record would be."""
    row = rows[filled[place]]
    below = [rows[at] for at in filled[place + 1 : place + 1 + BELOW]]
    two = bool(below) and filled[place + 1] == filled[place] + 1 and _two_rows(row, below[0], below[1:])
    cells = [cell for cell in (_joined(row, below[0]) if two else row) if cell]
    # Two cells are a header only where both are known: they could be one more title and its value.
    most = max(_width(rows[at]) for at in filled[:place])
    wider = len(cells) > (most if all(map(known, cells)) else max(SPARSE, most))
    if not wider or any(_is_value(cell) and not _is_day(cell) for cell in cells):
        return False
    days = sum(map(_is_day, cells))
    knows = sum(known(cell) for cell in cells) + (days if days >= WEEK else 0)
    return two or (len(set(cells)) == len(cells) and (2 * knows >= len(cells) or _contrast(row, below) >= SPARSE))


def _two_rows(upper: list[str], lower: list[str], below: list[list[str]]) -> bool:
    """Whether a header goes on in the row below: merged cells above, headings below them, values below those."""
    spread = _merged(upper)
    under = [lower[at] for at in spread if at < len(lower) and lower[at]]
    own = [cell for cell in lower if cell]
    if not under or any(_is_value(cell) and not _is_day(cell) for cell in own):
        return False
    if _width(upper) <= SPARSE and any(cell and _is_value(cell) for cell in upper):
        return False  # a title and its value: 导出时间, 2025-11-01
    names = _joined(upper, lower)
    if len(set(names)) < len(names):
        return False
    knows = sum(known(cell) for cell in own)
    return (2 * knows >= len(own) and knows >= SPARSE) or _contrast(lower, below) >= SPARSE


def _weekdays(upper: list[str], lower: list[str]) -> bool:
    """Whether a row below headings that are days only says which weekdays they are."""
    cells = [cell for cell in lower if cell]
    return len(cells) >= WEEK and sum(map(_is_day, upper)) >= WEEK and all(map(WEEKDAY.match, cells))


def _merged(row: list[str]) -> list[int]:
    """The empty cells of a row that a filled one before them may reach over."""
    first = next((at for at, cell in enumerate(row) if cell), len(row))
    return [at for at in range(first, len(row)) if not row[at]]


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """One name a column from two rows; a group reaches over the empty cells after it that have a name below."""
    width = max(len(upper), len(lower))
    upper, lower = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    groups, group = [], ""
    for over, under in zip(upper, lower, strict=True):
        group = over or (group if under else "")
        groups.append(group)
    alone = Counter([under or over for over, under in zip(upper, lower, strict=True)])
    return [
        under if under and alone[under] == 1 else f"{group}{under}" if group != under else under
        for group, under in zip(groups, lower, strict=True)
    ]


def _contrast(row: list[str], below: list[list[str]]) -> int:
    """In how many columns the row has a text, and what is below it is values."""
    count = 0
    for at, cell in enumerate(row):
        under = [other[at] for other in below if at < len(other) and other[at].lower() not in NULLS]
        count += bool(cell and under and not _is_value(cell) and all(map(_is_value, under)))
    return count


def _width(row: list[str]) -> int:
    return sum(map(bool, row))


def _is_value(cell: str) -> bool:
    return bool(VALUE.match(cell)) or cell.lower() in NULLS


def _is_day(cell: str) -> bool:
    from cstools.model.sources import DAY

    return bool(DAY.match(cell))
